"""The open project as the screen sees it: on a thread of its own, with what changed told to the views."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from qcode.errors import QcodeError
from qcode.model.cases import Case
from qcode.model.codes import Code, CodeTree
from qcode.model.codings import AssignmentState, Coder, Coding, CodingRow, CodingState
from qcode.model.documents import Document, Participant
from qcode.project import Project
from qcode.text.names import levelled

if TYPE_CHECKING:
    from qcode.analysis.running import RunningCounts

Answer = TypeVar("Answer")
PATIENCE = 0.4
"""Seconds after which a person is told that the project is busy."""


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything of a project but its texts, turns and codings."""

    title: str
    tree: CodeTree
    documents: Mapping[int, Document]
    cases: Mapping[int, Case]
    document_cases: Mapping[int, tuple[int, ...]]
    """Document id -> ids of its cases, in their order."""
    participants: Mapping[int, Participant]
    coders: Mapping[int, Coder]
    assignments: Mapping[tuple[int, int], AssignmentState]
    pins: tuple[Code | None, ...]
    """The codes on the digits 1 to 9."""
    me: Coder | None
    """The acting coder; None until their first act."""

    def document(self, uid: str) -> Document | None:
        """Return a document by its uid."""
        return next((one for one in self.documents.values() if one.uid == uid), None)

    @property
    def my_id(self) -> int:
        """Row id of the acting coder, 0 (nobody's) until their first act."""
        return self.me.id if self.me else 0


@dataclass(frozen=True, slots=True)
class News:
    """What changed in the project since the screen last knew, by whomever."""

    tables: frozenset[str] = frozenset()
    """Names of the tables with changed rows."""
    rows: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Table -> uids of its changed rows; empty where `everything`."""
    codings: tuple[Coding, ...] = ()
    """Codings that were made or changed, as they are now."""
    gone: Mapping[str, int] = field(default_factory=dict)
    """Codings that are no longer in place: uid -> row id."""
    codes: frozenset[int] = frozenset()
    """Row ids of the codes of these codings, as they are and as they were."""
    everything: bool = False
    """Too much to tell: all is to be read anew."""

    @property
    def only_codings(self) -> bool:
        """Whether nothing but codings and memos changed."""
        return not self.everything and self.tables <= {"codings", "memos"}

    def __bool__(self) -> bool:
        return self.everything or bool(self.tables)


def read_overview(project: Project) -> Overview:
    """Return the overview of a project as it is now."""
    with project.reading():
        cases = {case.id: case for case in project.cases.list()}
        coders = {coder.id: coder for coder in project.coders.list()}
        mine = levelled(project.coder_name)
        return Overview(
            title=project.title,
            tree=project.codes.tree(),
            documents={one.id: one for one in project.documents.list()},
            cases=cases,
            document_cases=project.cases.of_documents(),
            participants={one.id: one for one in project.participants.list()},
            coders=coders,
            assignments=project.documents.assignments(),
            pins=tuple(project.pins.list()) if hasattr(project, "pins") else (),
            me=next((one for one in coders.values() if levelled(one.name) == mine), None),
        )


class Session:
    """One open project. All of it is asked on one thread, so that no key ever waits for the disk.

    `overview` is always the newest known. Whoever is set as `on_news` is told of changes after each
    question, whether they are this person's, undone, or made by another program.
    """

    def __init__(self, path: Path, opener: Callable[[Path], Project]) -> None:
        """Prepare to open a project; `opener` opens it, on the session's own thread."""
        self.path = path
        self._opener = opener
        self._thread = ThreadPoolExecutor(1, "project")
        self._project: Project | None = None
        self._mark = 0
        self.overview: Overview
        self.counts: RunningCounts | None = None
        """Counts beside codes; None until they were asked for."""
        self.on_news: Callable[[News], Awaitable[None]] = _nobody
        self.on_wait: Callable[[], None] = lambda: None
        self.coder_name = ""
        self.place_warning = ""
        """What to heed where the file lies; empty for nothing."""
        self.kept_copy: Path | None = None
        """Where the file is kept as it was, if an older version's was brought along on opening."""

    async def open(self) -> None:
        """Open the project; raises ProjectFileError."""

        def opened() -> tuple[Project, Overview, int]:
            project = self._opener(self.path)
            return project, read_overview(project), project.newest_change()

        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(self._thread, opened)
        self._project, self.overview, self._mark = found
        self.coder_name = self._project.coder_name
        self.place_warning, self.kept_copy = self._project.place_warning, self._project.kept_copy

    async def close(self) -> None:
        """Close the project; what was reported as done is saved already."""
        if self._project is not None:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._project.close)
            self._project = None
        self._thread.shutdown(wait=False)

    async def ask(self, question: Callable[[Project], Answer]) -> Answer:
        """Answer a question, or carry out an act, and tell the views what changed.

        Raises what the question raises; changes are told even then.
        """
        project = self._project
        if project is None:
            raise RuntimeError("the project is not open")

        def answered() -> tuple[Any, BaseException | None, tuple[News, Overview | None]]:
            answer, fault = None, None
            try:
                answer = question(project)
            except Exception as error:
                fault = error
            # What was asked for is done and saved, or has failed; that the look at what changed fails
            # says nothing of it. The next look, a second later, says why.
            try:
                return answer, fault, self._look(project)
            except QcodeError:
                return answer, fault, (News(), None)

        future = asyncio.get_running_loop().run_in_executor(self._thread, answered)
        # Whoever asks may be told to stop meanwhile; the views learn what changed all the same.
        telling = asyncio.ensure_future(self._told(future))
        done, _ = await asyncio.wait({future}, timeout=PATIENCE)
        if not done:
            self.on_wait()
        answer, fault = await asyncio.shield(telling)
        if fault is not None:
            raise fault
        found: Answer = answer
        return found

    async def _told(self, future: asyncio.Future[Any]) -> tuple[Any, BaseException | None]:
        """Wait for an answer and tell the views what changed."""
        answer, fault, (news, overview) = await future
        if overview is not None:
            self.overview = overview
        if news:
            await self.on_news(replace(news, codes=self._count(news)))
        return answer, fault

    async def look(self) -> None:
        """See whether another program changed the project; raises what keeps it from being read."""
        await self.ask(lambda project: project.newest_change())

    def _look(self, project: Project) -> tuple[News, Overview | None]:
        """Return what changed since the last look; on the project's thread."""
        newest = project.newest_change()
        if newest == self._mark:
            return News(), None
        changed = project.changes_since(self._mark)
        self._mark = changed.mark
        if changed.everything:
            return News(everything=True), read_overview(project)
        uids = changed.rows.get("codings", frozenset())
        found = project.codings.by_uids(uids) if uids else ()
        alive = tuple(one for one in found if one.state is CodingState.PLACED)
        news = News(
            tables=frozenset(changed.rows),
            rows=changed.rows,
            codings=alive,
            gone=project.codings.row_ids(uids - {one.uid for one in alive}),
        )
        return news, None if news.only_codings else read_overview(project)

    async def count(self) -> RunningCounts:
        """Return the counts beside the codes, read from the project where they are not known."""
        if self.counts is None:
            from qcode.analysis.running import RunningCounts

            self.counts = await self.ask(lambda project: RunningCounts(project.corpus()))
        return self.counts

    def _count(self, news: News) -> frozenset[int]:
        """Bring the counts up to date, or forget them where more than codings and codes changed.

        Returns the codes of the codings that came, changed or went.
        """
        if self.counts is None:
            return frozenset()
        if news.everything or news.tables & {"turns", "participants", "documents"}:
            self.counts = None
            return frozenset()
        if "codes" in news.tables:
            self.counts.set_codes(self.overview.tree)
        before = [self.counts.drop(row_id) for row_id in news.gone.values()]
        before += [
            self.counts.put(
                CodingRow(one.id, one.document_id, one.start, one.end, one.code_id, one.coder_id, one.case_id)
            )
            for one in news.codings
        ]
        return frozenset(row.code for row in before if row) | {one.code_id for one in news.codings}


async def _nobody(_news: News) -> None:
    """Stand where nobody wants to be told."""
