"""CSV for spreadsheets: with a byte order mark, by which Excel knows that it is UTF-8."""

from __future__ import annotations

from collections.abc import Iterator

from qcode.exporters.delimited import delimited
from qcode.exporters.options import Options
from qcode.model.tables import Table


def pieces(table: Table, options: Options) -> Iterator[str]:
    """Yield a table as CSV, the byte order mark first."""
    yield "\ufeff"
    yield from delimited(table, options, ",")
