"""Tables written out: for people, for spreadsheets, for scripts.

>>> from pathlib import Path
>>> from qcode.exporters import format_for
>>> format_for(Path("matrix.xlsx"))
'xlsx'
"""

from qcode.exporters.registry import FORMATS, FileFormat, format_for, write

__all__ = ["FORMATS", "FileFormat", "format_for", "write"]
