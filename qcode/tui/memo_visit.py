"""One visit to a memo or a translation: what is there, and saving what is typed as one step of undo."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Protocol

from qcode.errors import UnknownNameError
from qcode.model.cases import Case
from qcode.model.codes import Code
from qcode.model.codings import Coder, Memo
from qcode.project import Project
from qcode.tui.moments import moment
from qcode.tui.session import Session
from qcode.tui.widgets.memo_editor import MemoOfOther


class Visit(Protocol):
    """What is written in the panel at the bottom."""

    noun: str
    """What it is."""
    on: str
    """The word between that and what it is of."""
    table: str
    """The table whose changes may have changed it."""

    async def begin(self) -> tuple[str, Sequence[MemoOfOther]]:
        """Return what is there, empty for nothing, and what others wrote on the same thing."""

    async def stored(self) -> str:
        """Return what is there now."""

    async def save(self, text: str) -> None:
        """Save what stands in the field now; all saves of a visit are one act. Raises QcodeError."""


class TranslationVisit:
    """The translation of one coding, while it is being written."""

    noun, on = "Translation", "of"
    table = "codings"

    def __init__(self, session: Session, coding_uid: str) -> None:
        self._session, self._uid = session, coding_uid
        self._visit = secrets.token_hex(8)

    async def begin(self) -> tuple[str, Sequence[MemoOfOther]]:
        """Return the translation that is there; there is one a coding, whoever wrote it."""
        return await self.stored(), ()

    async def stored(self) -> str:
        """Return the translation as it is now, empty where there is none or the coding is gone."""

        def asked(project: Project) -> str:
            try:
                return project.codings.get(self._uid).translation
            except UnknownNameError:
                return ""

        return await self._session.ask(asked)

    async def save(self, text: str) -> None:
        """Save what stands in the field now. Raises UnknownNameError where the coding is gone."""
        await self._session.ask(
            lambda project: project.translations.write(
                project.codings.get(self._uid), text, visit=self._visit
            )
        )


class SummaryVisit:
    """The acting coder's summary of one case and one code, while it is being written."""

    noun, on = "Summary", "of"
    table = "summaries"

    def __init__(self, session: Session, case: Case, code: Code) -> None:
        self._session, self._case, self._code = session, case, code
        self._visit = secrets.token_hex(8)

    async def begin(self) -> tuple[str, Sequence[MemoOfOther]]:
        """Return the text of the acting coder's summary, and what others wrote of the same cell."""
        overview = self._session.overview
        found = await self._session.ask(lambda project: project.summaries.of(self._case, self._code))
        mine = [one.text for one in found if one.coder_id == overview.my_id]
        others = [
            MemoOfOther(overview.coders[one.coder_id].name, moment(one.created_at), one.text)
            for one in found
            if one.coder_id != overview.my_id and one.coder_id in overview.coders
        ]
        return (mine[-1] if mine else ""), others

    async def stored(self) -> str:
        """Return the text of the acting coder's summary as it is now, empty where there is none."""
        found = await self._session.ask(lambda project: project.summaries.find(self._case, self._code))
        return found.text if found else ""

    async def save(self, text: str) -> None:
        """Save what stands in the field now; all saves of a visit are one act, taken back by one undo.

        Raises UnknownNameError where the case or the code is gone.
        """
        await self._session.ask(
            lambda project: project.summaries.write(self._case, self._code, text, visit=self._visit)
        )


class MemoVisit:
    """The acting coder's memo on one thing, while it is being written."""

    noun, on = "Memo", "on"
    table = "memos"

    def __init__(self, session: Session, owner_table: str, owner_uid: str) -> None:
        """Prepare a visit; `owner_table` is one of `qcode.project.memos.OWNERS`."""
        self._session = session
        self._table = owner_table
        self._uid = owner_uid
        self._visit = secrets.token_hex(8)

    async def begin(self) -> tuple[str, Sequence[MemoOfOther]]:
        """Return the text of the acting coder's memo, empty where there is none, and what others wrote."""
        me = self._session.overview.me

        def asked(project: Project) -> tuple[Sequence[Memo], dict[int, Coder]]:
            return project.memos.list(self._uid), {coder.id: coder for coder in project.coders.list()}

        memos, coders = await self._session.ask(asked)
        mine = [memo.text for memo in memos if me is not None and memo.coder_id == me.id]
        others = [
            MemoOfOther(
                coders[memo.coder_id].name if memo.coder_id in coders else "",
                moment(memo.created_at),
                memo.text,
            )
            for memo in memos
            if me is None or memo.coder_id != me.id
        ]
        return (mine[-1] if mine else ""), others

    async def stored(self) -> str:
        """Return the text of the acting coder's memo as it is now, empty where there is none."""
        memo = await self._session.ask(lambda project: project.memos.find(self._uid))
        return memo.text if memo else ""

    async def save(self, text: str) -> None:
        """Save what stands in the field now; all saves of a visit are one act, taken back by one undo.

        Raises UnknownNameError where the thing is gone.
        """
        await self._session.ask(
            lambda project: project.memos.write(self._table, self._uid, text, visit=self._visit)
        )
