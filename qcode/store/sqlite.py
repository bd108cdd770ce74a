"""The one place where sqlite-utils is imported.

sqlite-utils imports pandas and numpy wherever they are installed, which costs four times as much as
sqlite-utils itself; qcode needs neither, so both are kept out while it loads. `sqlite3` is the
module that sqlite-utils itself uses (pysqlite3 where that is installed), so that the exception
classes are the same.
"""

from __future__ import annotations

import sys

_UNWANTED = ("pandas", "numpy")
_kept_out = [name for name in _UNWANTED if name not in sys.modules]
for _name in _kept_out:
    sys.modules[_name] = None  # type: ignore[assignment]
try:
    from sqlite_utils import Database, Migrations
    from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]
finally:
    for _name in _kept_out:
        if sys.modules.get(_name, False) is None:
            del sys.modules[_name]

__all__ = ["Database", "Migrations", "sqlite3"]
