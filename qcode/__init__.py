"""qcode: coding interview transcripts in the terminal, counted case by case.

`Project` is the way in for a notebook or a script. The public names are loaded when they are first
asked for, so that a command that only prints its help stays quick.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qcode.lazy import loader
from qcode.version import __version__

if TYPE_CHECKING:
    from qcode.errors import QcodeError
    from qcode.model.tables import Table
    from qcode.project.project import Project

__all__ = ["Project", "QcodeError", "Table", "__version__"]

__getattr__ = loader(
    __name__,
    {
        "Project": "qcode.project.project",
        "QcodeError": "qcode.errors",
        "Table": "qcode.model.tables",
    },
)
