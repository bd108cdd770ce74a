"""Tab-separated values, for scripts: without a byte order mark."""

from __future__ import annotations

from collections.abc import Iterator

from qcode.exporters.delimited import delimited
from qcode.exporters.options import Options
from qcode.model.tables import Table


def pieces(table: Table, options: Options) -> Iterator[str]:
    """Yield a table as tab-separated values."""
    yield from delimited(table, options, "\t")
