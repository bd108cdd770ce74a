"""The view to code in: documents at the left, the transcript in the middle, the codebook at the right."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from qcode.model.codes import Code
from qcode.model.codings import AssignmentState
from qcode.model.documents import Document
from qcode.tui.errands import Find, OfCode, Place, PlaceAgain, Where
from qcode.tui.lost_codings import carried_offset
from qcode.tui.open_document import OpenDocument, mark_of, read_document
from qcode.tui.screens.placing import Placing
from qcode.tui.screens.view import dialogue, guarded
from qcode.tui.session import News
from qcode.tui.state import Recent
from qcode.tui.widgets.code_pane import CodePane
from qcode.tui.widgets.document_pane import DocumentPane
from qcode.tui.widgets.grid import Grid
from qcode.tui.widgets.transcript import Reading, TranscriptView, messages

_SELECTED = "Selected: "
_NO_DOCUMENTS = "There are no documents yet: g d goes to the documents, i brings transcripts in."


class Coding(Placing):
    """Reading and coding one document."""

    NAME = "coding"
    TITLE_WORDS = "Coding"
    CSS_PATH = "coding.tcss"
    HINTS = (
        ("view.undo", "undo"),
        ("coding.memo", "memo"),
        ("coding.pick", "code"),
        ("text.select", "select"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "asterisk", "find_everywhere", "Find the same words in all documents", id="coding.find_everywhere"
        ),
        Binding("S", "segments_here", "Quotations of the code here, in this case", id="coding.segments_here"),
        Binding("f", "find", "Find in this document; n and N go on, Enter stays", id="coding.find"),
        Binding(
            "F", "finish", "Say that you have finished this document, or after all not", id="coding.finish"
        ),
        Binding("z", "others", "Show or hide other coders' codings", id="coding.others"),
        Binding("comma", "next_document", "Next document", id="coding.next_document"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._places: dict[str, int] = {}
        self._frozen = False
        self._sought = ""
        self._page = ""
        """The page in the head line."""

    def compose_body(self) -> ComposeResult:
        plain = self.qcode.options.ascii
        with Horizontal(id="panes"):
            yield DocumentPane(id="documents", ascii=plain, empty="No documents yet.")
            yield TranscriptView(id="text")
            yield CodePane(ascii=plain)

    # -- arriving and leaving

    async def begin(self) -> None:
        """Open the document last worked on, at the place where it was left."""
        self.text.ascii_glyphs = self.qcode.options.ascii
        recent = self.qcode.state.project(self.session.path)
        self._places = dict(recent.places)
        overview = self.session.overview
        document = overview.document(recent.document) or self._first_document()
        self._show_codes()
        if document is not None:
            await self.open_document(document)
        self._show_panes()
        self.set_focus(self.text)
        self.run_worker(self._count(), group="count", exclusive=True)
        self._show_head()
        self.say("" if document else _NO_DOCUMENTS)

    async def arrive(self, errand: object) -> None:
        """Go to the place that another view sends the person to."""
        if isinstance(errand, Place):
            document = self.session.overview.document(errand.document)
            if document is None:
                self.say("That document is no longer in the project.")
                return
            if self.open is None or self.open.document.uid != document.uid:
                await self.open_document(document)
            if errand.start >= 0:
                end = errand.end if errand.end > errand.start else errand.start
                self.text.go_to(
                    errand.start, (errand.start, end) if end > errand.start and not errand.coding else None
                )
            if errand.coding:
                self.text.focus_mark(errand.coding)
            else:
                self.say("")
        elif isinstance(errand, PlaceAgain):
            await self.take_up(errand.coding)
        self._show_head()

    async def leave(self) -> bool:
        """Remember the place."""
        self._remember_place()
        return await super().leave()

    def _remember_place(self) -> None:
        if self.open is not None:
            self._places[self.open.document.uid] = self.text.cursor

    def whereabouts(self) -> Place | None:
        """Return the document and the cursor's place in it."""
        return Place(self.open.document.uid, self.text.cursor) if self.open else None

    def recent(self) -> Recent:
        """Return where the person is, to be remembered."""
        return Recent(
            str(Path(self.session.path).absolute()),
            self.session.overview.title,
            document=self.open.document.uid if self.open else "",
            places=dict(self._places),
        )

    async def open_document(self, document: Document) -> None:
        """Open a document in place of the one that is open, where it was left."""
        self._remember_place()
        self.open = await self.session.ask(lambda project: read_document(project, document))
        self._show_open(self._places.get(document.uid, 0))
        if not self._frozen:
            # A long document is a hundred thousand objects that stay; looking them through for rubbish
            # would make a key wait now and then.
            self._frozen = True
            gc.freeze()

    def _show_open(self, at: int) -> None:
        if self.open is None:
            return
        my_id = self.session.overview.my_id
        marks = [mark_of(one, my_id) for one in self.open.codings.values()]
        self.text.show(self.open.reading, marks, self._looks(), at)
        self._show_documents_pane()
        self.query_one(DocumentPane).stand_on(self.open.document.id)
        self._show_head()

    # -- what is shown

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002
        """Say in the head line what there is room for now."""
        if self.ready.is_set():
            self.call_after_refresh(self._show_head)

    def _show_head(self) -> None:
        overview, open_ = self.session.overview, self.open
        if open_ is None:
            self.head()
            return
        cases = overview.document_cases.get(open_.document.id, ())
        case = overview.cases[cases[0]].name if cases else ""
        done, all_of_them = self.text.progress()
        finished = self._state(open_.document) is AssignmentState.FINISHED
        page = self._page = open_.page_at(self.text.cursor)
        self.head(
            *([case] if case else []),
            open_.document.name,
            right=[
                f"{done} of {all_of_them} coded{', finished' if finished else ''}",
                *([f"p. {page}"] if page else []),
                str(self.text.unit),
                self.session.coder_name,
            ][::-1],
        )

    # -- news

    async def take_news(self, news: News) -> None:
        """Show what changed: codings one by one, anything else by reading it anew."""
        open_ = self.open
        if not news.only_codings:
            self._show_codes()
            self.text.set_looks(self._looks())
            if open_ is not None:
                await self._reread(open_, news)
        if open_ is not None and self.open is open_ and not news.everything:
            came, went = open_.take(news.codings, news.gone)
            self.text.drop(went)
            self.text.put([mark_of(one, self.session.overview.my_id) for one in came])
        await self.look_after_hand(news)
        if self.session.counts is None:
            self.run_worker(self._count(), group="count", exclusive=True)
        else:
            self._show_counts(news.codes if news.only_codings else None)
        self._show_head()
        if not news.only_codings:
            self._show_documents_pane()
        else:
            self._update_documents_pane()

    async def _reread(self, open_: OpenDocument, news: News) -> None:
        """Read the open document anew where its text, turns or speakers changed, or close it."""
        document = self.session.overview.document(open_.document.uid)
        if document is None:
            await self._close_document()
            return
        same_text = document.text_sha256 == open_.document.text_sha256
        if same_text and not news.everything and not news.tables & {"turns", "participants"}:
            open_.document = document
            if "coders" in news.tables:
                # Whose codings are this person's is known only now.
                my_id = self.session.overview.my_id
                self.text.put([mark_of(one, my_id) for one in open_.codings.values()])
            return
        found = await self.session.ask(lambda project: read_document(project, document))
        at, selection = self.text.cursor, self.text.selection
        if not same_text:
            old, new = open_.reading.text, found.reading.text
            at = await self.session.ask(lambda _: carried_offset(old, new, at))
        self.open = found
        self._show_open(at)
        if same_text and selection is not None:
            self.text.select(selection)
        elif not same_text:
            await self._let_go()
            self.say("The text of this document was replaced by another one.")

    async def _close_document(self) -> None:
        """Show no document, for the one that was open is gone; another is opened by hand."""
        await self._let_go()
        self.open = None
        self.text.show(Reading("", ""))
        self._show_documents_pane()
        self.say("The document that was open is no longer in the project: D leads to the others.")

    async def _let_go(self) -> None:
        """Leave what was being asked about a passage that is no longer what it was."""
        self.forget_prefix()
        await self.picker.leave()

    def on_screen_resume(self) -> None:
        """Give the keys to the text."""
        if self.focused is None and self.ready.is_set():
            self.set_focus(self.text)

    @on(messages.Moved)
    async def _cursor_moved(self) -> None:
        if self.open is not None and self.open.page_at(self.text.cursor) != self._page:
            self._show_head()
        # With the mouse, while a code is being picked for the passage before.
        await self.picker.leave()

    @on(Grid.Chosen, "#documents")
    async def _document_chosen(self, event: Grid.Chosen) -> None:
        event.stop()
        chosen = self.query_one(DocumentPane).document_at(event.row)
        if chosen is not None:
            await self._go_to_document(self.session.overview.documents[chosen])

    @guarded
    async def _go_to_document(self, document: Document) -> None:
        await self.open_document(document)
        self._show_counts()
        if self.focused is not self.text:
            await self.action_back()
        self.say(f"{document.name}: {len(self.open.codings) if self.open else 0} codings")

    @guarded
    async def action_next_document(self) -> None:
        """Open the document after this one."""
        documents = self._in_order()
        if self.open is None or len(documents) < 2:
            self.say("There is no other document.")
            return
        place = next(i for i, one in enumerate(documents) if one.uid == self.open.document.uid)
        await self.open_document(documents[(place + 1) % len(documents)])
        self._show_counts()
        self.say(self.open.document.name)

    @on(CodePane.Applied)
    async def _code_chosen(self, event: CodePane.Applied) -> None:
        await self.apply(event.code)

    @on(messages.FocusedCoding)
    def _coding_focused(self, event: messages.FocusedCoding) -> None:
        coding = self.open.codings.get(event.uid or "") if self.open else None
        tree = self.session.overview.tree
        code: Code | None = tree[coding.code_id] if coding and coding.code_id in tree else None
        self.query_one(CodePane).explain(code)
        if coding is not None and self.open is not None and coding.uid != self._acted_on:
            coder = self.session.overview.coders.get(coding.coder_id)
            by = f", by {coder.name}" if coder and coding.coder_id != self.session.overview.my_id else ""
            self.say(f"{tree.path(coding.code_id)}: {self.open.described(coding.start, coding.end)}{by}")

    @on(messages.SelectionChanged)
    def _selection_changed(self, event: messages.SelectionChanged) -> None:
        if event.span is not None and self.open is not None:
            freely = "   v or Esc ends" if self.text.selecting_freely else ""
            self.say(f"{_SELECTED}{self.open.described(*event.span)}{freely}")
        elif self.said.startswith(_SELECTED):
            self.say("")

    @on(messages.UnitChanged)
    def _unit_changed(self) -> None:
        self._show_head()

    @on(messages.NothingFurther)
    def _nothing_further(self, event: messages.NothingFurther) -> None:
        self.say(event.words)

    @on(messages.HitReached)
    def _hit_reached(self, event: messages.HitReached) -> None:
        if event.count:
            self.say(f"{event.number} of {event.count}   n next · N previous · Enter stays · Esc leaves")

    # -- the document

    @dialogue
    async def action_find(self) -> None:
        """Find words in this document."""
        if self.open is None:
            return
        from qcode.text.fold import find_all

        words = self._sought = await self.prompt.text("Find in this document:")
        hits = list(find_all(self.open.reading.text, words)) if words else []
        if not self.text.show_hits(hits):
            self.say(f"“{words}” does not occur in this document." if words else "")
        elif not any(start == self.text.cursor for start, _ in hits):
            self.text.next_hit()

    async def action_find_everywhere(self) -> None:
        """Go to the search with the words that were found here last."""
        await self.qcode.go("search", Find(self._sought) if self._sought else None)

    async def action_segments_here(self) -> None:
        """List the quotations of the code of the coding here, of this document's case where it has one."""
        coding, open_ = self.coding_here(), self.open
        if coding is None or open_ is None:
            self.say("There is no coding here: [ and ] go to one.")
            return
        overview = self.session.overview
        path = overview.tree.path(coding.code_id)
        cases = overview.document_cases.get(open_.document.id, ())
        condition = f'code = "{path}" and case = "{overview.cases[cases[0]].name}"' if len(cases) == 1 else ""
        if condition.count('"') == 4:
            await self.qcode.go("segments", Where(condition))
        else:
            await self.qcode.go("segments", OfCode(overview.tree[coding.code_id].uid))

    async def take_key(self, key: events.Key) -> bool:
        """Take a key as every view does; and let go of the words about a search that is left."""
        if await super().take_key(key):
            return True
        if key.key in ("escape", "ctrl+g") and self.text.hits:
            self.say("")
        return False

    def action_stay(self) -> None:
        """End the search where the cursor is."""
        if self.text.hits:
            self.text.show_hits(())
            self.say("")

    @guarded
    async def action_finish(self) -> None:
        """Say that this coder has finished the document, or reopen it."""
        if self.open is None:
            return
        document = self.open.document
        finished = self._state(document) is not AssignmentState.FINISHED
        await self.session.ask(lambda project: project.documents.finish(document, finished=finished))
        self.say(
            f"{document.name} is {'finished' if finished else 'open again'} for {self.session.coder_name}",
            done=True,
        )

    def action_others(self) -> None:
        """Show or hide other coders' codings."""
        self.text.show_others = not self.text.show_others
        self.say("Other coders' codings are " + ("shown." if self.text.show_others else "hidden."))
