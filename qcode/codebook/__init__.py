"""Codebook files (YAML, CSV) and the tree of codes they hold.

A file comes in as a `Codebook` or is refused with every fault it has, each with file and line.
The names below are loaded when they are first used: YAML and pydantic cost more than most commands
need.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qcode.codebook.csv_file import CSV_HEADER, write_csv
    from qcode.codebook.keys import key_fault, key_for, prefix_clashes
    from qcode.codebook.reading import bundled_codebooks, read_codebook
    from qcode.codebook.values import name_fault
    from qcode.codebook.yaml_writer import write_yaml

__all__ = [
    "CSV_HEADER",
    "bundled_codebooks",
    "key_fault",
    "key_for",
    "name_fault",
    "prefix_clashes",
    "read_codebook",
    "write_csv",
    "write_yaml",
]

_MODULES = {
    "CSV_HEADER": "csv_file",
    "bundled_codebooks": "reading",
    "key_fault": "keys",
    "key_for": "keys",
    "name_fault": "values",
    "prefix_clashes": "keys",
    "read_codebook": "reading",
    "write_csv": "csv_file",
    "write_yaml": "yaml_writer",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
