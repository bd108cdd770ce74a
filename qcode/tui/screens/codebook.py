"""The codebook: the tree of codes, and at its side all that is said of the one in hand."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content

from qcode.model.codes import Code
from qcode.text.names import counted
from qcode.tui.code_choices import code_choices
from qcode.tui.errands import EditCode, OfCode
from qcode.tui.screens.codebook_edits import CodeEdits
from qcode.tui.screens.codebook_rows import (
    CodebookFacts,
    TreeRows,
    read_codings,
    read_out,
)
from qcode.tui.screens.view import View, dialogue, guarded
from qcode.tui.widgets.grid import Grid
from qcode.tui.widgets.read_out import ReadOut

_EMPTY = "No codes yet: a adds one, i imports a codebook."


class TreeGrid(Grid):
    """The list of codes, in which the arrows to the sides fold and unfold."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "left,h", "screen.fold(False)", "Fold the code, or go to the one above it", id="codebook.close"
        ),
        Binding("right,l", "screen.fold(True)", "Unfold the code", id="codebook.open"),
    ]


class Codebook(CodeEdits):
    """Reading and editing the codes."""

    NAME = "codebook"
    TITLE_WORDS = "Codebook"
    CSS_PATH = "codebook.tcss"
    HINTS = (
        ("codebook.edit", "edit"),
        ("codebook.add", "add"),
        ("codebook.move", "move"),
        ("codebook.merge", "merge"),
        ("codebook.split", "split"),
        ("codebook.pin", "pin"),
        ("view.undo", "undo"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,z", "fold_here", "Fold or unfold the code", id="codebook.fold"),
        Binding("Z", "fold_all", "Fold or unfold all codes", id="codebook.fold_all"),
        Binding("slash", "find", "Find a code by part of its name", id="codebook.find"),
        Binding(
            "p", "pin", "Pin the code to a digit (then the digit; 0 takes the pin away)", id="codebook.pin"
        ),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._folded: frozenset[str] = frozenset()

    def compose_body(self) -> ComposeResult:
        with Container(id="panes"):
            yield TreeGrid(id="codes", ascii=self.qcode.options.ascii, empty=_EMPTY)
            yield ReadOut(id="meaning", ascii=self.qcode.options.ascii)

    @property
    def grid(self) -> TreeGrid:
        """The list of codes."""
        return self.query_one(TreeGrid)

    @property
    def code(self) -> Code | None:
        """The code in hand."""
        rows, row = self.grid.source, self.grid.cursor_row
        return rows.codes[row] if isinstance(rows, TreeRows) and 0 <= row < len(rows) else None

    async def begin(self) -> None:
        """Show the codes; the facets folded, as in the pane beside the text."""
        tree = self.session.overview.tree
        self._folded = frozenset(one.uid for one in tree.facets() if tree.children(one.id))
        self.set_focus(self.grid)

    async def arrive(self, errand: object) -> None:
        """Show the code that another view sends the person to."""
        await super().arrive(errand)
        if isinstance(errand, EditCode) and not self.select(errand.code):
            self.say("That code is no longer in the codebook.")

    # -- what is shown

    async def refresh_facts(self) -> None:
        """Count anew and show the codes."""
        counts = await self.session.count()
        codings, memos = await self.session.ask(
            lambda project: (read_codings(project), project.memos.by_owner("codes"))
        )
        numbers = {code.id: counts.of(code.id) for code in self.session.overview.tree}
        self.facts = CodebookFacts(numbers, codings, memos)
        self._show()

    def _show(self) -> None:
        overview = self.session.overview
        rows = TreeRows(overview.tree, self._folded, self.pins(), self.facts)
        self.grid.refresh_source(rows)
        total = sum(sum(numbers.values()) for numbers in self.facts.codings.values())
        self.head("Codebook", right=[counted(len(overview.tree), "code"), counted(total, "coding")])
        self._explain()

    def pins(self) -> dict[int, int]:
        """Return the digits of the codes that have one."""
        return {code.id: digit for digit, code in enumerate(self.session.overview.pins, start=1) if code}

    def _explain(self) -> None:
        overview, code = self.session.overview, self.code
        shown = Content("")
        if code is not None and code.id in overview.tree:
            shown = read_out(code, overview.tree, self.facts, overview.coders, self.pins().get(code.id))
        self.query_one("#meaning", ReadOut).show(code.uid if code else None, shown)

    @on(Grid.Moved, "#codes")
    def _moved(self, event: Grid.Moved) -> None:
        event.stop()
        self._explain()

    @on(Grid.Chosen, "#codes")
    @guarded
    async def _chosen(self, event: Grid.Chosen) -> None:
        event.stop()
        if self.code is not None:
            await self.qcode.go("segments", OfCode(self.code.uid))

    def select(self, uid: str) -> bool:
        """Put the cursor on a code, unfolding what it lies in; False where there is no such code."""
        tree = self.session.overview.tree
        code = next((one for one in tree if one.uid == uid), None)
        if code is None:
            return False
        above = {tree[one].uid for one in tree.ancestors(code.id)}
        if above & self._folded:
            self._folded -= above
            self._show()
        rows = self.grid.source
        if isinstance(rows, TreeRows):
            self.grid.go_to(rows.row_of(uid))
        return True

    # -- folding and finding

    def action_fold_here(self) -> None:
        """Fold or unfold the code in hand."""
        code = self.code
        if code is not None and self.session.overview.tree.children(code.id):
            self._folded ^= {code.uid}
            self._show()

    def action_fold(self, unfold: bool) -> None:
        """Unfold the code in hand; or fold it, and where there is nothing to fold go to the one above."""
        code, tree = self.code, self.session.overview.tree
        if code is None:
            return
        can_fold = bool(tree.children(code.id)) and code.uid not in self._folded
        above = tree.ancestors(code.id)
        if unfold:
            self._folded -= {code.uid}
        elif can_fold:
            self._folded |= {code.uid}
        elif above:
            self.select(tree[above[-1]].uid)
            return
        self._show()

    def action_fold_all(self) -> None:
        """Fold all codes, or unfold them where all are folded."""
        tree, code = self.session.overview.tree, self.code
        heads = frozenset(one.uid for one in tree if tree.children(one.id))
        self._folded = frozenset() if self._folded >= heads else heads
        top = tree[(*tree.ancestors(code.id), code.id)[0]].uid if code is not None else ""
        self._show()
        if code is not None and self.code is not None and self.code.uid != code.uid:
            self.select(code.uid if not self._folded else top)

    @dialogue
    async def action_find(self) -> None:
        """Go to a code by part of its name."""
        choice = await self.pick("Go to the code", code_choices(self.codes, retired=True))
        if isinstance(choice.value, Code):
            self.select(choice.value.uid)
            self.say("")

    # -- pins

    def action_pin(self) -> None:
        """Pin the code in hand to the digit that comes next."""
        code = self.code
        if code is None:
            self.say("There is no code in hand.")
            return

        @guarded
        async def pin(view: View, key: events.Key) -> None:
            digit = key.character or ""
            if digit and digit in "0123456789":
                await self._pin(code, int(digit))
            else:
                view.say("Pins are the digits 1 to 9; 0 takes a pin away.")

        self.wait_for_key(f"Pin {code.name} to the digit …  1 to 9 · 0 none", partial(pin, self))

    async def _pin(self, code: Code, digit: int) -> None:
        place = self.pins().get(code.id)
        if digit:
            before = self.session.overview.pins[digit - 1]
            instead = f", in place of {before.name}" if before and before.id != code.id else ""
            await self.change(
                lambda project: project.pins.set(digit, code), f"{code.name} is pinned to {digit}{instead}."
            )
        elif place:
            await self.change(
                lambda project: project.pins.set(place, None), f"{code.name} is pinned no longer."
            )
        else:
            self.say(f"{code.name} is not pinned.")
