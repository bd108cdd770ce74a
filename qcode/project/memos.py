"""Dated notes on the project, a document, a case, a code or a coding."""

from __future__ import annotations

from collections.abc import Mapping, MutableSequence, Sequence
from typing import TYPE_CHECKING

from qcode.errors import DataError
from qcode.model.codings import Memo
from qcode.project.part import Part
from qcode.project.sittings import Sitting
from qcode.store.changes import Recorder

if TYPE_CHECKING:
    from qcode.project.project import Project

OWNERS = ("meta", "documents", "cases", "codes", "codings")


class Memos(Part):
    """All memos of a project, in one place."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._sitting = Sitting(project.store)

    def list(self, owner_uid: str | None = None) -> Sequence[Memo]:
        """Return all memos, or those on one thing, oldest first."""
        condition, arguments = (" AND owner_uid = ?", [owner_uid]) if owner_uid else ("", [])
        rows = self._store.rows(
            "SELECT id, uid, owner_table, owner_uid, coder_id, text, created_at FROM memos "
            f"WHERE deleted = 0{condition} ORDER BY id",
            arguments,
        )
        return [Memo(**row) for row in rows]

    def by_owner(self, owner_table: str) -> Mapping[str, Sequence[Memo]]:
        """Return uid of a thing -> its memos, oldest first, for all things of one of OWNERS that have any."""
        found: dict[str, MutableSequence[Memo]] = {}
        for memo in self.list():
            if memo.owner_table == owner_table:
                found.setdefault(memo.owner_uid, []).append(memo)
        return found

    def texts(self, owner_table: str) -> Mapping[str, str]:
        """Return uid of a thing -> what all memos on it say, one below the other."""
        return {
            uid: "\n".join(memo.text for memo in memos) for uid, memos in self.by_owner(owner_table).items()
        }

    def find(self, owner_uid: str) -> Memo | None:
        """Return the acting coder's memo on a thing, None where there is none."""
        coder = self._project.coders.known()
        mine = [memo for memo in self.list(owner_uid) if coder and memo.coder_id == coder.id]
        return mine[-1] if mine else None

    def write(self, owner_table: str, owner_uid: str, text: str, *, visit: str = "") -> Memo | None:
        """Give a thing the acting coder's memo, in place of an earlier one of theirs.

        `owner_table` is one of OWNERS; the project itself is `meta` with `Project.uid`. An empty text
        removes the memo and returns None.

        `visit` is any word that stands for one sitting (such as a new uid): all that is written under it
        is one act, saved each time and taken back by one undo. Where the coder did something else in
        between, undid it, or somebody changed the memo, what follows is an act of its own.

        Raises UnknownNameError where the thing is gone.
        """
        if owner_table not in OWNERS:
            raise DataError(f"A memo cannot lie on “{owner_table}”.")
        coder = self._project.coders.acting()
        with self._act("memos.write") as recorder:
            recorder.require(owner_table, owner_uid)
            goes_on = self._sitting.goes_on(recorder, visit, owner_uid)
            if not (goes_on and self._write_again(recorder, owner_uid, coder.id, text)):
                self.record(recorder, owner_table, owner_uid, coder.id, text)
            recorder.summary = "Wrote a memo" if text.strip() else "Removed a memo"
        self._sitting.keep(recorder, visit, owner_uid)
        return self.find(owner_uid)

    def _write_again(self, recorder: Recorder, owner_uid: str, coder_id: int, text: str) -> bool:
        """Bring back the memo that was emptied earlier in the same sitting, if it was; return whether."""
        if not text.strip() or any(memo.coder_id == coder_id for memo in self.list(owner_uid)):
            return False
        emptied = self._sitting.emptied(recorder, "memos")
        if emptied:
            recorder.revive("memos", emptied, text=text)
        return bool(emptied)

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
