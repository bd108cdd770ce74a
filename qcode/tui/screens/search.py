"""Words in all documents: found as they are typed, looked at, coded one by one or together."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, Static

from qcode.errors import QcodeError
from qcode.model.documents import Role
from qcode.text.display import safe
from qcode.text.names import counted
from qcode.tui.errands import Find, Place
from qcode.tui.hits import Hit, Hits, Passages, Question, Reach, find
from qcode.tui.screens.search_coding import SearchCoding
from qcode.tui.screens.search_rows import HitRows
from qcode.tui.screens.table_export import export
from qcode.tui.screens.view import dialogue, guarded
from qcode.tui.session import News
from qcode.tui.widgets.fields import Field
from qcode.tui.widgets.grid import Grid
from qcode.tui.widgets.side_line import SideLine

PAUSE = 0.25
"""Seconds without a key after which what was typed is looked for."""
_AROUND = 500
"""Code points of a passage's surroundings that are shown, on each side of the hit."""
_ROLES: Sequence[tuple[Role | None, str]] = (
    (None, "anybody"),
    (Role.RESPONDENT, "respondents"),
    (Role.INTERVIEWER, "interviewers"),
    (Role.OTHER, "others"),
)


class Search(SearchCoding):
    """Searching everywhere."""

    NAME = "search"
    TITLE_WORDS = "Search"
    CSS_PATH = "search.tcss"
    HINTS = (
        ("list.choose", "to the text"), ("coding.pick", "code"), ("search.reach", "what is coded"),
        ("search.all", "code all"), ("list.mark", "mark"), ("search.words", "words"),
    )  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "words", "Type what to look for", id="search.words"),
        Binding("t", "reach", "Code the match, its sentence or its turn", id="search.reach"),
        Binding("r", "regex", "Look for words, or for a regular expression", id="search.regex"),
        Binding("o", "role", "Whose speech: anybody's, respondents', interviewers'", id="search.role"),
        Binding("w", "where", "Only where a condition holds (kind = interview)", id="search.where"),
        Binding("e", "export", "Export the hits", id="search.export"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._question = Question()
        self._wanted: Question | None = None
        self._searching = False
        self._found_all = asyncio.Event()
        """Set while nothing is being looked for."""
        self._stale = False
        self._timer: Timer | None = None

    def compose_body(self) -> ComposeResult:
        yield Field(id="search-words", placeholder="words to look for in all documents")
        yield SideLine(id="search-how")
        yield Grid(id="search-hits", allow_marks=True, ascii=self.qcode.options.ascii)
        yield SideLine(id="search-place")
        yield Static(id="search-passage", markup=False)

    @property
    def grid(self) -> Grid:
        """The hits."""
        return self.query_one("#search-hits", Grid)

    @property
    def field(self) -> Input:
        """Where the words are typed."""
        return self.query_one("#search-words", Input)

    async def arrive(self, errand: object) -> None:
        """Look for what another view asks for; else go on where the person was."""
        self.head("Search")
        if isinstance(errand, Find):
            with self.prevent(Input.Changed):
                self.field.value = errand.query
            self._question = Question(errand.query)
            await self.look()
        elif self._stale:
            self._stale = False
            await self.look(again=True)
        self._tell()
        self.set_focus(self.grid if self.found.hits else self.field)
        self.say("")

    async def leave(self) -> bool:
        """Give back the memory of the texts."""
        await self.session.ask(lambda project: project.forget_corpus())
        return await super().leave()

    async def take_news(self, news: News) -> None:
        """Mark what was coded; look again where texts or codes are others."""
        if news.only_codings and not news.everything:
            self.found.take(news.codings, news.gone.values(), self.session.overview.my_id)
            self.grid.refresh_source()
            self._tell()
        elif self.is_current:
            await self.look(again=True)
        else:
            self._stale = True

    # -- looking

    @on(Input.Changed, "#search-words")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._question = replace(self._question, words=event.value)
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(PAUSE, self._look_beside)

    def _look_beside(self) -> None:
        words = self._question.words.strip()
        if len(words) == 1 and words.isascii():
            return  # a letter is everywhere, and most often the first of a word; Enter looks for it
        self.run_worker(self.look(), group="looking")

    async def look(self, *, again: bool = False) -> None:
        """Look for what is asked now; where a search is under way, it is followed by this one."""
        if again or self._question != self.found.question:
            self._wanted = self._question
        if self._searching:
            return
        self._searching = True
        self._found_all.clear()
        try:
            while self._wanted is not None:
                question, self._wanted = self._wanted, None
                await self._look_for(question)
        finally:
            self._searching = False
            self._found_all.set()

    async def look_anew(self) -> None:
        """Look for the same again, and wait until the hits are those that there are now."""
        await self.look(again=True)
        await self._found_all.wait()

    async def _look_for(self, question: Question) -> None:
        my_id = self.session.overview.my_id
        if not question.words.strip():
            self._show(Hits(question))
            return
        try:
            found = await self.session.ask(lambda project: find(project.corpus(), question, my_id))
        except QcodeError as error:
            self.say_fault(error)
            return
        if self._wanted is None:
            self._show(found)
            self.say("")

    def _show(self, found: Hits) -> None:
        same = found.question == self.found.question
        self.found = found
        rows = HitRows(
            found, self.session.overview, self.size.width, self.last, ascii=self.qcode.options.ascii
        )
        words = found.question.words.strip()
        empty = (
            f"“{words}” occurs nowhere." if words else "Hits are listed while you type; Enter goes to them."
        )
        if same:
            self.grid.refresh_source(rows, empty=empty)
        else:
            self.grid.show(rows, empty=empty)
        self._tell()
        self._look_at_hit()

    def _tell(self) -> None:
        """Say how it is looked for, and what was found."""
        question, found = self._question, self.found
        count = ""
        if found.question.words.strip():
            count = f"{counted(len(found.hits), 'hit')} in {counted(found.documents, 'document')}"
            mine = sum(bool(found.codes_on(hit)) for hit in found.hits) if len(found.hits) <= 1000 else -1
            count += f", {mine} coded by you" if mine > 0 else ""
        role = next(words for role, words in _ROLES if role is question.role)
        how = (
            f"{self.key_of('search.role')} {role}",
            f"{self.key_of('search.regex')} {'regular expression' if question.regex else 'words'}",
            f"{self.key_of('search.where')} {question.where or 'everywhere'}",
            f"{self.key_of('search.reach')} {self.reach}",
        )
        self.query_one("#search-how", SideLine).show(count, how, "bold")

    @on(Grid.Moved, "#search-hits")
    def _moved(self) -> None:
        self._look_at_hit()

    def _look_at_hit(self) -> None:
        self.run_worker(self.read_hit(), group="reading")

    @guarded
    async def read_hit(self) -> None:
        """Read and show the passage of the hit under the cursor."""
        hit = self.hit
        document = self.found.sources.get(hit.document) if hit else None
        if hit is None or document is None:
            self.looked_at = None
        else:
            passages = self.looked_at[0] if self.looked_at else None
            if passages is None or passages.document != document:
                passages = await self.session.ask(lambda project: Passages.read(project, document))
            if hit != self.hit:
                return
            self.looked_at = (passages, hit)
        self._show_passage()

    def _show_passage(self) -> None:
        line, shown = self.query_one("#search-place", SideLine), self.query_one("#search-passage", Static)
        if self.looked_at is None:
            line.show("", ())
            shown.update(Content(""))
            return
        passages, hit = self.looked_at
        tree = self.session.overview.tree
        codes = ", ".join(tree.path(code) for code in self.found.codes_on(hit) if code in tree)
        where = [part for part in (hit.case, f"{hit.role} {hit.speaker}".strip()) if part]
        line.show(" · ".join([passages.document.name, *where]), (codes,) if codes else (), "bold")
        shown.update(_excerpt(passages, hit, self.reach))

    async def take_key(self, key: events.Key) -> bool:
        """Take the keys that leave the field for the hits."""
        if await super().take_key(key):
            return True
        if self.focused is not self.field or key.key not in ("enter", "down", "escape", "ctrl+g"):
            return False
        if self._timer is not None:
            self._timer.stop()
        self._question = replace(self._question, words=self.field.value)
        if key.key in ("enter", "down"):
            await self.look()
        if self.found.hits or key.key in ("escape", "ctrl+g"):
            self.set_focus(self.grid)
        return True

    def on_resize(self, event: events.Resize) -> None:
        """Give the hits the new width."""
        super().on_resize(event)
        if self.ready.is_set() and self.found.hits:
            self._show(self.found)

    # -- how to look

    def action_words(self) -> None:
        """Go to the field."""
        self.set_focus(self.field)

    def action_reach(self) -> None:
        """Change what of a hit is coded."""
        order = list(Reach)
        self.reach = order[(order.index(self.reach) + 1) % len(order)]
        self._tell()
        self._show_passage()
        self.say(
            f"A code is applied to the {self.reach}{' itself' if self.reach is Reach.MATCH else ' of a hit'}."
        )

    async def _ask_again(self, question: Question) -> None:
        self._question = question
        self._tell()
        await self.look()

    async def action_regex(self) -> None:
        """Look for words, or for a regular expression."""
        await self._ask_again(replace(self._question, regex=not self._question.regex))

    async def action_role(self) -> None:
        """Look in the speech of the next kind of speakers."""
        roles = [role for role, _ in _ROLES]
        following = roles[(roles.index(self._question.role) + 1) % len(roles)]
        await self._ask_again(replace(self._question, role=following))

    @dialogue
    async def action_where(self) -> None:
        """Ask for a condition; an empty one is none."""
        said = await self.prompt.text("Only where (such as kind = interview):", self._question.where)
        await self._ask_again(replace(self._question, where=said))

    @on(Grid.Chosen, "#search-hits")
    @guarded
    async def _chosen(self, _event: Grid.Chosen) -> None:
        hit = self.hit
        document = self.session.overview.documents.get(hit.document) if hit else None
        if hit is not None and document is not None:
            await self.qcode.go("coding", Place(document.uid, hit.start, hit.end))

    @dialogue
    async def action_export(self) -> None:
        """Write the hits to a file."""
        question = self.found.question

        await export(
            self,
            "search",
            lambda project: project.search(
                question.words,
                regex=question.regex,
                roles=None if question.role is None else (question.role,),
                where=question.where or None,
            ),
        )


def _excerpt(passages: Passages, hit: Hit, reach: Reach) -> Content:
    """Return the turn around a hit, what would be coded underlined, the match itself bold."""
    first, last = passages.around(hit.start, hit.end, Reach.TURN)
    start, end = passages.around(hit.start, hit.end, reach)
    first, last = max(first, hit.start - _AROUND), min(last, hit.end + _AROUND)
    edges = sorted({first, last, *(min(max(one, first), last) for one in (start, end, hit.start, hit.end))})
    parts: list[tuple[str, str]] = []
    for begin, stop in pairwise(edges):
        style = "underline" if start <= begin and stop <= end else "$foreground-muted"
        if hit.start <= begin and stop <= hit.end:
            style = "bold underline"
        parts.append((safe(passages.text[begin:stop]).replace("␊", " "), style))
    return Content.assemble(*parts)
