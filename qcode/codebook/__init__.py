"""Codebook files (YAML, CSV) and the tree of codes they hold.

A file comes in as a `Codebook` or is refused with every fault it has, each with file and line.
The names below are loaded when they are first used: YAML and pydantic cost more than most commands
need.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qcode.lazy import loader

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

__getattr__ = loader(
    __name__,
    {
        "CSV_HEADER": "qcode.codebook.csv_file",
        "bundled_codebooks": "qcode.codebook.reading",
        "key_fault": "qcode.codebook.keys",
        "key_for": "qcode.codebook.keys",
        "name_fault": "qcode.codebook.values",
        "prefix_clashes": "qcode.codebook.keys",
        "read_codebook": "qcode.codebook.reading",
        "write_csv": "qcode.codebook.csv_file",
        "write_yaml": "qcode.codebook.yaml_writer",
    },
)
