"""One sitting at a text: it is saved again and again, and is one act, taken back by one undo."""

from __future__ import annotations

from qcode.store.changes import Recorder
from qcode.store.store import Store


class Sitting:
    """The newest sitting at a text of one kind: its word, the thing written on, the act."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._newest = ("", "", "")

    def goes_on(self, recorder: Recorder, visit: str, thing: str) -> bool:
        """Let an act belong to the sitting of that word, if nothing came between; return whether it does."""
        return bool(visit) and self._newest[:2] == (visit, thing) and recorder.go_on_with(self._newest[2])

    def emptied(self, recorder: Recorder, table: str) -> str:
        """Return the uid of the row of a table that the act under way wrote last, empty for none."""
        found = self._store.tuples(
            "SELECT row_uid FROM changes WHERE action = ? AND table_name = ? ORDER BY id DESC LIMIT 1",
            [recorder.uid, table],
        )
        return str(found[0][0]) if found else ""

    def keep(self, recorder: Recorder, visit: str, thing: str) -> None:
        """Remember an act that is done, if it changed anything."""
        if recorder.changed and visit:
            self._newest = (visit, thing, recorder.uid)
