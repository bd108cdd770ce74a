"""qcode: coding interview transcripts in the terminal, counted case by case.

`Project` is the way in for a notebook or a script. The public names are loaded when they are first
asked for, so that a command that only prints its help stays quick.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qcode.version import __version__

if TYPE_CHECKING:
    from qcode.errors import QcodeError
    from qcode.model.tables import Table
    from qcode.project.project import Project

__all__ = ["Project", "QcodeError", "Table", "__version__"]

_HOMES = {
    "Project": "qcode.project.project",
    "QcodeError": "qcode.errors",
    "Table": "qcode.model.tables",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
