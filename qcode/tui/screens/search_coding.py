"""Coding what a search found: one hit after the other, or many in one step."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar, TypeAlias

from textual.binding import Binding, BindingType

from qcode.errors import UnknownNameError
from qcode.model.codes import Code
from qcode.model.codings import Origin
from qcode.model.documents import Document
from qcode.model.spans import Span
from qcode.text.names import counted, quoted
from qcode.tui.hits import Hit, Hits, Passages, Reach, passages_of
from qcode.tui.screens.code_choice import ChoosesCodes
from qcode.tui.screens.search_rows import HitRows
from qcode.tui.screens.view import dialogue, guarded
from qcode.tui.widgets.grid import Grid

_Passages: TypeAlias = Sequence[tuple[Document, Span]]


class SearchCoding(ChoosesCodes):
    """A list of hits, the passage of the one under the cursor, and the keys that code them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("A", "code_all", "Code all marked hits, or all, in one step", id="search.all"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.found = Hits()
        """The hits that are shown."""
        self.reach = Reach.SENTENCE
        """What of a hit is coded."""
        self.looked_at: tuple[Passages, Hit] | None = None
        """The hit whose passage is shown."""

    @property
    def grid(self) -> Grid:
        """The hits."""
        raise NotImplementedError

    @property
    def hit(self) -> Hit | None:
        """The hit under the cursor."""
        row = self.grid.cursor_row
        return self.found.hits[row] if 0 <= row < len(self.found.hits) else None

    async def read_hit(self) -> None:
        """Read the passage of the hit under the cursor, so that `looked_at` holds it."""
        raise NotImplementedError

    async def look_anew(self) -> None:
        """Look for the same again, and wait until `found` is what there is now."""
        raise NotImplementedError

    async def _in_hand(self) -> tuple[Document, Span] | None:
        """Return the passage of the hit under the cursor; None, and a word about it, where there is none."""
        # A key may come before the passage of the hit that was just gone to is read and shown.
        if self.hit is not None and (self.looked_at is None or self.looked_at[1] != self.hit):
            await self.read_hit()
        if self.hit is None or self.looked_at is None:
            self.say("There is no hit to code.")
            return None
        passages, hit = self.looked_at
        return passages.document, passages.around(hit.start, hit.end, self.reach)

    @guarded
    async def apply(self, code: Code) -> None:
        """Apply a code to the passage of the hit under the cursor."""
        in_hand = await self._in_hand()
        if in_hand is None:
            return
        document, (start, end) = in_hand
        path = self.session.overview.tree.path(code.id)
        self._remember(code)
        mine = self.found.marks[document.id].touching(start, end) if document.id in self.found.marks else []
        if any((one.start, one.end, one.code, one.own) == (start, end, code.id, True) for one in mine):
            self.say(f"{path}: this {self.reach} has that code already, by you.")
            return
        await self.session.ask(
            lambda project: project.codings.apply(document, start, end, code, origin=Origin.SEARCH)
        )
        self.say(f"{path}: {self._sized(start, end)} of {document.name}", done=True)

    @guarded
    async def apply_new(self, name: str, parent: Code | None) -> None:
        """Make a code and apply it to the passage of the hit under the cursor."""
        in_hand = await self._in_hand()
        if in_hand is None:
            return
        document, (start, end) = in_hand
        coding = await self.session.ask(
            lambda project: project.codings.apply_new_code(
                document, start, end, name, parent, origin=Origin.SEARCH
            )
        )
        tree = self.session.overview.tree
        self._remember(tree[coding.code_id])
        self.say(f"New code {tree.path(coding.code_id)}: {self._sized(start, end)}", done=True)

    def _remember(self, code: Code) -> None:
        self.last = code
        if isinstance(self.grid.source, HitRows):
            self.grid.source.stressed = code
            self.grid.refresh_source()

    def _sized(self, start: int, end: int) -> str:
        return f"the {self.reach}, {counted(end - start, 'character')}"

    @dialogue
    async def action_code_all(self) -> None:
        """Code all marked hits, else all that are listed, in one step, after a look at how many."""
        marked = bool(self.grid.marked)
        hits = self._hits_of(marked)
        if not hits:
            self.say("There is no hit to code.")
            return
        which = f"{counted(len(hits), 'marked hit')}" if marked else f"all {counted(len(hits), 'hit')}"
        code = (await self.pick(f"Code for {which}, {self._each()}:", self.choices())).value
        if not isinstance(code, Code):
            return
        added, again = None, ""
        while added is None:
            passages = await self._agreed(code, marked, again)
            if passages is None:
                return
            added, again = await self._apply_all(passages, code), "Other hits were found meanwhile. "
        self._remember(code)
        self.grid.mark_only(())
        path = self.session.overview.tree.path(code.id)
        self.say(f"{path}: {counted(added, 'coding')}; {self.key_of('view.undo')} takes all back", done=True)

    def _hits_of(self, marked: bool) -> Sequence[Hit]:
        """Return the hits that are listed, or of them the marked ones."""
        return [hit for hit in self.found.hits if not marked or hit.place in self.grid.marked]

    async def _agreed(self, code: Code, marked: bool, again: str) -> _Passages | None:
        """Ask whether a code is to be applied to the hits' passages that lack it, and return these.

        Where other hits were found while the person thought, they are asked again. None, and a word
        about it, where there is nothing to apply the code to.
        """
        while True:
            found, reach, hits = self.found, self.reach, self._hits_of(marked)
            read = partial(passages_of, hits=hits, documents=found.sources, reach=reach)
            spans = await self.session.ask(read)
            if code.id not in self.session.overview.tree or not hits:
                self.say(f"{again}There is nothing left to apply {code.name} to.")
                return None
            path = self.session.overview.tree.path(code.id)
            fresh = [one for one in spans if not _has(found, *one, code)]
            if not fresh:
                self.say(f"{path}: every one of them has that code already, by you.")
                return None
            known = f" ({len(spans) - len(fresh)} have it already)" if len(fresh) < len(spans) else ""
            number = counted(len(fresh), f"{reach}", f"{reach}es" if reach is Reach.MATCH else f"{reach}s")
            await self.prompt.sure(f"{again}Apply {path} to {number}{known}?")
            if self.found.finds_the_same(found):
                return fresh
            again = "Other hits were found meanwhile. "

    async def _apply_all(self, passages: _Passages, code: Code) -> int | None:
        """Apply a code to passages in one act; return how many codings came.

        None where the texts are others by now, and so are the hits that are listed.
        """
        found, words = self.found, self.found.question.words.strip()
        items = [(document, *span) for document, span in passages]
        try:
            return await self.session.ask(
                lambda project: project.codings.apply_all(
                    items, code, origin=Origin.SEARCH, found_by=f"the search {quoted(words)}"
                )
            )
        except UnknownNameError:
            await self.look_anew()
            if self.found.finds_the_same(found):
                raise
            return None

    def _each(self) -> str:
        return "the words themselves" if self.reach is Reach.MATCH else f"each with its {self.reach}"


def _has(found: Hits, document: Document, span: Span, code: Code) -> bool:
    touching = found.marks[document.id].touching(*span)
    return any((one.start, one.end, one.code, one.own) == (*span, code.id, True) for one in touching)
