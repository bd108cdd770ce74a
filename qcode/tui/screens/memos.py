"""All memos: on what, by whom, when; the one under the cursor in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.widgets import Input

from qcode.model.codings import Coding, CodingState, Memo
from qcode.model.tables import Column, Header, Table
from qcode.project import Project
from qcode.text.display import shorten
from qcode.text.names import counted, levelled
from qcode.tui.errands import EditCode, Place, way_to
from qcode.tui.moments import moment
from qcode.tui.screens.table_export import export
from qcode.tui.screens.view import View, dialogue, guarded
from qcode.tui.session import News, Overview
from qcode.tui.widgets.fields import Field
from qcode.tui.widgets.grid import Cell, CellKind, Grid, GridColumn, Rows
from qcode.tui.widgets.memo_editor import MemoEditor
from qcode.tui.widgets.read_out import Part, ReadOut, told

_COLUMNS = (
    GridColumn("Memo on", least=14, most=44),
    GridColumn("", least=4, most=8),
    GridColumn("By", least=6, most=16),
    GridColumn("Written", width=16),
    GridColumn("First words", grow=True, least=10, most=80),
)
_FIRST_WORDS = 120
PROJECT = "meta"
_KINDS = {PROJECT: "project", "documents": "document", "cases": "case", "codes": "code", "codings": "coding"}


@dataclass(frozen=True, slots=True)
class ListedMemo:
    """A memo as the list shows it."""

    memo: Memo
    kind: str
    on: str
    """What it is on, in words."""
    coder: str
    own: bool
    view: str
    """Name of the view where the thing is; empty where there is none."""
    errand: object = None
    searched: str = ""
    """What a filter looks at, levelled."""


class Memos(View):
    """The memos of the project, newest first."""

    NAME = "memos"
    TITLE_WORDS = "Memos"
    CSS_PATH = "memos.tcss"
    HINTS = (
        ("memos.edit", "write"),
        ("list.choose", "go there"),
        ("memos.filter", "filter"),
        ("memos.project", "on the project"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e,m", "edit", "Write your memo on the same thing", id="memos.edit"),
        Binding("p", "project_memo", "Write your memo on the project", id="memos.project"),
        Binding("slash,f", "filter", "Show only memos with these words", id="memos.filter"),
        Binding("J", "scroll(1)", "Scroll the memo down", id="memos.scroll_down"),
        Binding("K", "scroll(-1)", "Scroll the memo up", id="memos.scroll_up"),
        Binding("minus,delete", "remove", "Remove your memo", id="memos.remove"),
        Binding("E", "export", "Export the memos that are shown", id="memos.export"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._entries: Sequence[ListedMemo] = ()
        self._shown: Sequence[ListedMemo] = ()
        self._stale = True
        self._written = ""

    def compose_body(self) -> ComposeResult:
        yield Field(id="memo-filter", placeholder="filter: words, a code, a coder")
        with Container(id="memos-body"):
            yield Grid(id="memo-list", ascii=self.qcode.options.ascii)
            yield ReadOut(id="memo-whole")

    @property
    def grid(self) -> Grid:
        """The list."""
        return self.query_one("#memo-list", Grid)

    @property
    def _filter(self) -> Field:
        return self.query_one("#memo-filter", Field)

    @property
    def entry(self) -> ListedMemo | None:
        """The memo under the cursor."""
        row = self.grid.cursor_row
        return self._shown[row] if 0 <= row < len(self._shown) else None

    async def arrive(self, errand: object) -> None:  # noqa: ARG002
        """Show the memos as they are now."""
        if self._stale:
            await self._read()
        if self.focused is None:
            self.set_focus(self.grid)
        self.say("")

    async def take_news(self, news: News) -> None:
        """Read the memos anew where they, or the things they are on, changed."""
        if news.everything or news.tables - {"turns", "attribute_values"}:
            self._stale = True
            if self.is_current:
                await self._read()

    async def _read(self) -> None:
        overview = self.session.overview

        def asked(project: Project) -> tuple[Sequence[Memo], Sequence[Coding]]:
            memos = project.memos.list()
            return memos, project.codings.by_uids(
                [one.owner_uid for one in memos if one.owner_table == "codings"]
            )

        memos, codings = await self.session.ask(asked)
        self._stale = False
        self._entries = entries_of(memos, codings, overview)
        self._show(first=not self.grid.source.columns)

    def _show(self, *, first: bool = False) -> None:
        words = levelled(self._filter.value).split()
        self._shown = [one for one in self._entries if all(word in one.searched for word in words)]
        rows = Rows(_COLUMNS, [_row(one) for one in self._shown], [one.memo.uid for one in self._shown])
        filtered = f"No memo holds “{self._filter.value.strip()}”." if self._entries else ""
        empty = filtered or f"There is no memo yet. {self.key_of('memos.project')} writes one on the project."
        if first:
            self.grid.show(rows, empty=empty)
        else:
            self.grid.refresh_source(rows, empty=empty)
        count = counted(len(self._shown), "memo")
        mine = next(
            (
                place
                for place, one in enumerate(self._shown)
                if one.own and one.memo.owner_uid == self._written
            ),
            None,
        )
        if mine is not None:
            self.grid.go_to(mine)
        self.head("Memos", right=[f"{count} of {len(self._entries)}" if words else count])
        self._read_out()

    def _read_out(self) -> None:
        entry, whole = self.entry, self.query_one("#memo-whole", ReadOut)
        if entry is None:
            whole.show(None, Content(""))
            return
        written = f"{'you' if entry.own else entry.coder}, {moment(entry.memo.created_at)}"
        whole.show(
            entry.memo.uid, told(entry.on, [Part("", f"\n{entry.memo.text}", theirs=True)], beside=written)
        )

    @on(Grid.Moved, "#memo-list")
    def _moved(self) -> None:
        self._read_out()

    @on(Input.Changed, "#memo-filter")
    def _narrowed(self, event: Input.Changed) -> None:
        event.stop()
        self._show()

    async def take_key(self, key: events.Key) -> bool:
        """Take the keys that leave the filter; Escape empties it as well."""
        if await super().take_key(key):
            return True
        if self.focused is not self._filter or key.key not in ("enter", "down", "escape", "ctrl+g"):
            return False
        if key.key in ("escape", "ctrl+g"):
            self._filter.value = ""
        self.set_focus(self.grid)
        return True

    def action_filter(self) -> None:
        """Go to the filter."""
        self.set_focus(self._filter)

    def action_scroll(self, pages: int) -> None:
        """Scroll the memo by half a page."""
        whole = self.query_one("#memo-whole", ReadOut)
        whole.scroll_relative(y=pages * max(1, whole.size.height // 2), animate=False)

    @on(Grid.Chosen, "#memo-list")
    @guarded
    async def _chosen(self, _event: Grid.Chosen) -> None:
        entry = self.entry
        if entry is None or not entry.view:
            self.say("This memo is on the project itself." if entry else "")
        else:
            await self.qcode.go(entry.view, entry.errand)

    async def action_edit(self) -> None:
        """Write one's own memo on the thing that the memo under the cursor is on."""
        entry = self.entry
        if entry is None:
            await self.action_project_memo()
        else:
            await self._write(entry.memo.owner_table, entry.memo.owner_uid, entry.on)

    @guarded
    async def action_project_memo(self) -> None:
        """Write one's own memo on the project."""
        uid = await self.session.ask(lambda project: project.uid)
        await self._write(PROJECT, uid, "the project")

    async def _write(self, owner_table: str, owner_uid: str, on: str) -> None:
        """Open the panel, and keep the cursor on the memo that is written there."""
        self._written = owner_uid
        await self.write_memo(owner_table, owner_uid, on)

    def on_memo_editor_closed(self, event: MemoEditor.Closed) -> None:
        """Let the cursor go."""
        super().on_memo_editor_closed(event)
        self._written = ""

    @guarded
    async def action_remove(self) -> None:
        """Remove one's own memo; undo brings it back."""
        entry = self.entry
        if entry is None:
            self.say("There is no memo to remove.")
        elif not entry.own:
            self.say(f"This memo is {entry.coder}'s; only your own can be removed.")
        else:
            memo = entry.memo
            await self.session.ask(lambda project: project.memos.write(memo.owner_table, memo.owner_uid, ""))
            self.say(f"Removed your memo on {entry.on}; {self.key_of('view.undo')} brings it back", done=True)

    @dialogue
    async def action_export(self) -> None:
        """Write the memos that are shown to a file."""
        table = memos_table(self.session.overview.title, self._shown)
        await export(self, "memos", lambda _project: table)


def entries_of(memos: Sequence[Memo], codings: Sequence[Coding], overview: Overview) -> Sequence[ListedMemo]:
    """Return the memos with what they are on, newest first."""
    placed = {coding.uid: coding for coding in codings}
    found = []
    for memo in reversed(memos):
        on, view, errand = _thing(memo, placed, overview)
        known = overview.coders.get(memo.coder_id)
        kind, coder = _KINDS.get(memo.owner_table, ""), known.name if known else ""
        searched = levelled(f"{kind} {on} {coder} {memo.text}")
        own = memo.coder_id == overview.my_id
        found.append(ListedMemo(memo, kind, on, coder, own, view, errand, searched))
    return found


def _thing(memo: Memo, codings: dict[str, Coding], overview: Overview) -> tuple[str, str, object]:
    """Return in words what a memo is on, and the view and errand that lead there."""
    uid = memo.owner_uid
    if memo.owner_table == PROJECT:
        return "the project", "", None
    if memo.owner_table == "documents":
        document = overview.document(uid)
        return (document.name, "coding", Place(uid)) if document else ("(removed)", "", None)
    if memo.owner_table == "cases":
        case = next((one for one in overview.cases.values() if one.uid == uid), None)
        return (case.name, "cases", None) if case else ("(removed)", "", None)
    if memo.owner_table == "codes":
        code = next((one for one in overview.tree if one.uid == uid), None)
        return (overview.tree.path(code.id), "codebook", EditCode(uid)) if code else ("(removed)", "", None)
    coding = codings.get(uid)
    if coding is None or coding.document_id not in overview.documents:
        return "(removed)", "", None
    of = overview.documents[coding.document_id]
    path = overview.tree.path(coding.code_id)
    lost = "unplaced: " if coding.state is CodingState.UNPLACED else ""
    return f"{lost}{path} · {of.name}", *way_to(coding, of)


def _row(entry: ListedMemo) -> Sequence[Cell]:
    return (
        Cell(entry.on, CellKind.STRONG if entry.own else CellKind.PLAIN),
        Cell(entry.kind, CellKind.FAINT),
        Cell("you" if entry.own else entry.coder),
        Cell(moment(entry.memo.created_at), CellKind.FAINT),
        Cell(shorten(entry.memo.text, _FIRST_WORDS)),
    )


def memos_table(title: str, entries: Sequence[ListedMemo]) -> Table:
    """Return the memos as a list for the exporters."""
    return Table(
        name="memos",
        title=f"{title}: memos",
        rows=[Header("")] * len(entries),
        columns=[Column(name) for name in ("kind", "on", "coder", "written", "memo")],
        values=[(one.kind, one.on, one.coder, one.memo.created_at, one.memo.text) for one in entries],
    )
