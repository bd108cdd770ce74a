"""What is wrong with the rows of a table that is brought in, found by asking the project."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from qcode.errors import QcodeError

if TYPE_CHECKING:
    from qcode.sheets.problems import RowProblem


class RowProblems:
    """Collects the reasons why rows of one table cannot be used; all of them are told together."""

    def __init__(self, source: str) -> None:
        """`source` is the file's name for messages; empty where there is none."""
        self._source = source or "the table"
        self._found: list[RowProblem] = []

    @contextmanager
    def of(self, line: int, column: str) -> Iterator[None]:
        """Take what is refused inside as a problem of a row."""
        from qcode.sheets.problems import RowProblem

        try:
            yield
        except QcodeError as error:
            what = error.message.rstrip(".")
            hint = error.hint.rstrip(".")
            self._found.append(RowProblem(self._source, line, column, f"{what}. {hint}" if hint else what))

    def settle(self) -> None:
        """Raise DataError if there are any."""
        from qcode.sheets.problems import data_error

        if self._found:
            raise data_error(self._found)
