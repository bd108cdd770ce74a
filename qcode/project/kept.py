"""What a project reads once and keeps until its rows change."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

from qcode.store.log import tables_since
from qcode.store.store import Store

Value = TypeVar("Value")
_LONGEST_LOOK = 1_000
"""After more changes than these the value is read again, without looking what they were."""
_TEXTS = 4


class Kept(Generic[Value]):
    """A value made from the rows of one table; made again after the log tells of a change of that table,
    by whomever. To ask costs a look at the log's end.

    What is read inside a transaction may be rolled back: it serves until something else is written, and
    never beyond that transaction.
    """

    def __init__(self, store: Store, table: str, read: Callable[[], Value]) -> None:
        self._store, self._table, self._read = store, table, read
        self._value: Value | None = None
        self._mark = -1
        self._inside: tuple[tuple[int, int], Value] | None = None
        """(Edges, mark) and the value of that moment."""

    def get(self) -> Value:
        """Return the value as it is now."""
        newest = self._store.newest_id()
        if not self._store.db.conn.in_transaction:
            self._inside = None
            if self._value is None or not self._stands(newest):
                self._value = self._read()
            self._mark = newest
            return self._value
        if self._value is not None and self._stands(newest):
            return self._value
        moment = (self._store.edges, newest)
        if self._inside is None or self._inside[0] != moment:
            self._inside = (moment, self._read())
        return self._inside[1]

    def _stands(self, newest: int) -> bool:
        if newest == self._mark:
            return True
        if not 0 < newest - self._mark <= _LONGEST_LOOK:
            return False
        return self._table not in tables_since(self._store.db, self._mark)


class Texts:
    """The last few texts that were used. A text of a digest never changes."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: OrderedDict[str, str] = OrderedDict()

    def known(self, digest: str) -> str | None:
        """Return a text if it is one of those."""
        return self._known.get(digest)

    def get(self, digest: str) -> str:
        """Return a text by its SHA-256."""
        text = self._known.get(digest)
        if text is None:
            text = self._known[digest] = self._store.text(digest)
            if len(self._known) > _TEXTS:
                self._known.popitem(last=False)
        self._known.move_to_end(digest)
        return text
