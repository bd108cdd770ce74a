"""Dated notes on the project, a document, a case, a code or a coding."""

from __future__ import annotations

from collections.abc import Sequence

from qcode.errors import DataError
from qcode.model.codings import Memo
from qcode.project.part import Part
from qcode.store.changes import Recorder

OWNERS = ("meta", "documents", "cases", "codes", "codings")


class Memos(Part):
    """All memos of a project, in one place."""

    def list(self, owner_uid: str | None = None) -> Sequence[Memo]:
        """Return all memos, or those on one thing, oldest first."""
        condition, arguments = (" AND owner_uid = ?", [owner_uid]) if owner_uid else ("", [])
        rows = self._store.rows(
            "SELECT id, uid, owner_table, owner_uid, coder_id, text, created_at FROM memos "
            f"WHERE deleted = 0{condition} ORDER BY id",
            arguments,
        )
        return [Memo(**row) for row in rows]

    def write(self, owner_table: str, owner_uid: str, text: str) -> Memo | None:
        """Give a thing the acting coder's memo, in place of an earlier one of theirs.

        `owner_table` is one of OWNERS. An empty text removes the memo and returns None. Raises
        UnknownNameError where the thing is gone.
        """
        if owner_table not in OWNERS:
            raise DataError(f"A memo cannot lie on “{owner_table}”.")
        coder = self._project.coders.acting()
        with self._act("memos.write") as recorder:
            recorder.require(owner_table, owner_uid)
            self.record(recorder, owner_table, owner_uid, coder.id, text)
            recorder.summary = "Wrote a memo" if text.strip() else "Removed a memo"
        return next((memo for memo in self.list(owner_uid) if memo.coder_id == coder.id), None)

    def record(self, recorder: Recorder, owner_table: str, owner_uid: str, coder_id: int, text: str) -> None:
        """Write one coder's memo inside an act that is under way."""
        mine = [memo for memo in self.list(owner_uid) if memo.coder_id == coder_id]
        if not text.strip():
            recorder.delete("memos", *(memo.uid for memo in mine))
        elif mine:
            recorder.update("memos", mine[-1].uid, text=text)
        else:
            recorder.insert("memos", new_memo(owner_table, owner_uid, coder_id, text, recorder.now))


def new_memo(owner_table: str, owner_uid: str, coder_id: int, text: str, now: str) -> dict[str, object]:
    """Return the row of a new memo."""
    return {
        "owner_table": owner_table,
        "owner_uid": owner_uid,
        "coder_id": coder_id,
        "text": text,
        "created_at": now,
    }
