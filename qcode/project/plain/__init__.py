"""A whole project as a folder of plain files, and back.

`load` gathers what a project holds into a `Study`, `write_folder` makes the folder of it; `read_folder`
makes the same `Study` of a folder, `make_project` a project of that. What is stored comes from the tables
of `qcode.store.schema`, so that a new column is carried without a line of code here; what is added to
make the files readable is never read back. The change log is not carried.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qcode.lazy import loader

if TYPE_CHECKING:
    from qcode.project.plain.folder import export_plain
    from qcode.project.plain.restoring import import_plain

__all__ = ["export_plain", "import_plain"]

__getattr__ = loader(
    __name__,
    {
        "export_plain": "qcode.project.plain.folder",
        "import_plain": "qcode.project.plain.restoring",
    },
)
