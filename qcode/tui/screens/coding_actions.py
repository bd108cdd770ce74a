"""What the keys of the coding view do to codings: apply, remove, move, write on them."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from qcode.model.codes import Code
from qcode.model.codings import Coding
from qcode.model.spans import Span
from qcode.text.names import counted
from qcode.tui import clipboard
from qcode.tui.memo_visit import TranslationVisit
from qcode.tui.open_document import OpenDocument, moved_span
from qcode.tui.screens.code_choice import ChoosesCodes
from qcode.tui.screens.events_links import link_codings
from qcode.tui.screens.view import dialogue, guarded
from qcode.tui.widgets.transcript import TranscriptView


class CodingActions(ChoosesCodes):
    """Codings of the open document, by keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "in_vivo", "New code named by the passage's own words", id="coding.in_vivo"),
        Binding("minus,delete", "remove", "Remove the coding in focus", id="coding.remove"),
        Binding(
            "greater_than_sign", "move_edge(True)", "Move the coding's edge on by a word", id="coding.edge_on"
        ),
        Binding(
            "less_than_sign",
            "move_edge(False)",
            "Move the coding's edge back by a word",
            id="coding.edge_back",
        ),
        Binding("o", "other_edge", "Take the coding's other edge", id="coding.other_edge"),
        Binding("m", "memo", "Memo on the coding here, or on the document", id="coding.memo"),
        Binding("T", "translate", "Translation of the coding here", id="coding.translate"),
        Binding("E", "event", "Link the coding in focus to an event", id="coding.event"),
        Binding("e", "edit", "Edit the code of the coding here, in the codebook", id="coding.edit"),
        Binding("R", "recode", "Give the coding in focus another code", id="coding.recode"),
        Binding("y", "copy", "Copy the passage", id="coding.copy"),
        Binding("Y", "copy_with_source", "Copy the passage with its source", id="coding.copy_with_source"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.open: OpenDocument | None = None
        """The document in the view."""
        self._moves_end = True
        self._acted_on = ""
        """Uid of the coding that was made or changed last."""
        self._acted_at = -1
        """Where the cursor was then."""

    @property
    def text(self) -> TranscriptView:
        """The transcript."""
        return self.query_one(TranscriptView)

    def passage(self) -> Span:
        """Return the selection, else the coding in focus, else the unit around the cursor."""
        if self.text.selection is None and self.open is not None:
            coding = self.open.codings.get(self.text.focused_mark or "")
            if coding is not None:
                return coding.start, coding.end
        return self.text.target()

    # -- applying

    @guarded
    async def apply(self, code: Code) -> None:
        """Apply a code to the selection, or to the unit around the cursor."""
        open_ = self.open
        if open_ is None:
            self.say("No document is open.")
            return
        start, end = self.text.target()
        coding, made = await self.session.ask(
            lambda project: (project.codings.apply(open_.document, start, end, code), project.rows_changed)
        )
        self.last = code
        path = self.session.overview.tree.path(code.id)
        if made:
            self._said(open_, path, coding)
        else:
            self.say(f"{path}: this passage has that code already, by you.")

    def _said(self, open_: OpenDocument, path: str, coding: Coding) -> None:
        self._acted_on, self._acted_at = coding.uid, self.text.cursor
        self.text.rest()
        aside = "" if open_.is_counted(coding.start, coding.end) else " (interviewer's speech: not counted)"
        self.say(f"{path}: {open_.described(coding.start, coding.end)}{aside}", done=True)

    def picking_for(self) -> str:
        """Say what the code would apply to."""
        return "Code for " + self.open.described(*self.text.target()) if self.open else "No document is open."

    def picking_low(self) -> bool:
        """Tell whether the passage stands in the lower half of the text."""
        return self.text.stands_low

    async def apply_new(self, name: str, parent: Code | None) -> None:
        """Make a code and apply it to the passage; one step of undo."""
        open_, span = self.open, self.text.target()
        if open_ is not None:
            coding = await self.session.ask(
                lambda project: project.codings.apply_new_code(open_.document, *span, name, parent)
            )
            self._said_new(open_, coding)

    @guarded
    async def action_in_vivo(self) -> None:
        """Make a code of the passage's own words, and apply it."""
        open_, span = self.open, self.text.target()
        if open_ is not None:
            coding = await self.session.ask(
                lambda project: project.codings.apply_in_vivo(open_.document, *span)
            )
            self._said_new(open_, coding)

    def _said_new(self, open_: OpenDocument, coding: Coding) -> None:
        tree = self.session.overview.tree
        self.last = tree[coding.code_id]
        key = f" (key {self.last.fields.key})" if self.last.fields.key else ""
        self._said(open_, f"New code {tree.path(coding.code_id)}{key}", coding)

    # -- codings that are there

    def coding_here(self) -> Coding | None:
        """Return the coding in focus, else the one just made, else the innermost here, own ones first."""
        if self.open is None:
            return None
        focused = self.open.codings.get(self.text.focused_mark or "")
        if focused is not None:
            return focused
        if self._acted_at == self.text.cursor and self._acted_on in self.open.codings:
            return self.open.codings[self._acted_on]
        marks = self.text.codings_at(self.text.cursor)
        own = [one for one in marks if one.own]
        return next((self.open.codings.get(one.uid) for one in own or marks), None)

    def _own_coding_here(self) -> Coding | None:
        """Return the coding here where it is this coder's; else say why nothing can be done."""
        coding = self.coding_here()
        if coding is None:
            self.say("There is no coding here: [ and ] go to one.")
            return None
        if coding.coder_id != self.session.overview.my_id:
            coder = self.session.overview.coders.get(coding.coder_id)
            self.say(
                f"This coding is {coder.name if coder else 'another coder'}'s; only your own can be changed."
            )
            return None
        return coding

    @guarded
    async def action_remove(self) -> None:
        """Remove this coder's coding in focus."""
        coding, open_ = self._own_coding_here(), self.open
        if coding is None or open_ is None:
            return
        path = self.session.overview.tree.path(coding.code_id)
        await self.session.ask(lambda project: project.codings.remove([coding]))
        self.say(f"Removed {path}: {open_.described(coding.start, coding.end)}", done=True)

    @guarded
    async def action_move_edge(self, forward: bool) -> None:
        """Move the edge in hand of the coding in focus by a word."""
        coding, open_ = self._own_coding_here(), self.open
        if coding is None or open_ is None:
            return
        span = moved_span(
            open_.reading.text, (coding.start, coding.end), end=self._moves_end, forward=forward
        )
        if span == (coding.start, coding.end):
            self.say("The edge cannot move further.")
            return
        moved = await self.session.ask(lambda project: project.codings.move_edges(coding, *span))
        self._acted_on = moved.uid
        self.text.focus_mark(moved.uid)
        self._acted_at = self.text.cursor
        edge = "End" if self._moves_end else "Beginning"
        path = self.session.overview.tree.path(moved.code_id)
        self.say(f"{edge} of {path} moved: {open_.described(moved.start, moved.end)}", done=True)

    def action_other_edge(self) -> None:
        """Let < and > move the other edge."""
        self._moves_end = not self._moves_end
        self.say(f"< and > move the {'end' if self._moves_end else 'beginning'} of the coding.")

    @dialogue
    async def action_recode(self) -> None:
        """Give the coding in focus another code."""
        coding = self._own_coding_here()
        if coding is None:
            return
        choice = await self.pick("Instead:", self.choices())
        code = choice.value
        if isinstance(code, Code):
            await self.session.ask(lambda project: project.codings.recode([coding], code))
            self.say(f"Recoded as {self.session.overview.tree.path(code.id)}", done=True)

    async def action_memo(self) -> None:
        """Write on the coding here, or on the document where there is none."""
        coding, open_ = self.coding_here(), self.open
        if open_ is None:
            return
        if coding is None:
            await self.write_memo("documents", open_.document.uid, open_.document.name)
            return
        await self.write_memo("codings", coding.uid, self._title(coding, open_))

    @guarded
    async def action_translate(self) -> None:
        """Put the words of the coding here in another language."""
        coding, open_ = self.coding_here(), self.open
        if coding is None or open_ is None:
            self.say("There is no coding here that could be translated.")
            return
        await self.write(TranslationVisit(self.session, coding.uid), self._title(coding, open_))

    @dialogue
    async def action_event(self) -> None:
        """Say which event the coding here speaks of."""
        coding = self.coding_here()
        if coding is None:
            self.say("There is no coding here: [ and ] go to one.")
            return
        await link_codings(self, [coding.id], [coding.document_id])

    def _title(self, coding: Coding, open_: OpenDocument) -> str:
        path = self.session.overview.tree.path(coding.code_id)
        return f"{path}, {counted(coding.end - coding.start, 'character')} of {open_.document.name}"

    async def action_edit(self) -> None:
        """Go to the code of the coding here."""
        from qcode.tui.errands import EditCode

        coding = self.coding_here()
        code = self.last if coding is None else self.session.overview.tree[coding.code_id]
        if code is None:
            self.say("There is no coding here whose code could be edited.")
        else:
            await self.qcode.go("codebook", EditCode(code.uid))

    def action_copy(self) -> None:
        """Copy the passage that a code would apply to."""
        if self.open is not None:
            start, end = self.passage()
            self.say(clipboard.copy(self.open.reading.text[start:end], self.app.copy_to_clipboard))

    def action_copy_with_source(self) -> None:
        """Copy the passage with document, speaker and turn."""
        if self.open is not None:
            start, end = self.passage()
            whose = self.open.whose(start, end)
            source = f"{self.open.document.name}{', ' + whose if whose else ''}"
            quotation = f"“{self.open.reading.text[start:end]}” ({source})"
            self.say(clipboard.copy(quotation, self.app.copy_to_clipboard))
