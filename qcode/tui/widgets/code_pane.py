"""The codebook beside the text: codes with their keys, pins and counts, and the one in hand explained."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Protocol

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from qcode.model.codes import Code, CodeTree
from qcode.text.display import safe
from qcode.tui.widgets.grid import Cell, CellKind, Grid, GridColumn

_COLUMNS = (
    GridColumn("CODEBOOK", grow=True, least=12, most=60),
    GridColumn("here/ all", width=7, align="right"),
)


class Counted(Protocol):
    """Counts of segments beside a code."""

    @property
    def own(self) -> int:
        """Segments of the code alone."""

    @property
    def aggregated(self) -> int:
        """Segments of the code and of those below it."""

    @property
    def uncounted(self) -> int:
        """Segments in speech that does not count (the interviewer's) only."""


@dataclass(frozen=True, slots=True)
class CodeCounts:
    """Counts of one code in the open document and in the project."""

    here: Counted
    everywhere: Counted


class CodeRows:
    """The codes that are unfolded, as rows of a grid."""

    columns = _COLUMNS

    def __init__(self, tree: CodeTree, folded: frozenset[int], pins: Mapping[int, int]) -> None:
        self._tree = tree
        self._folded = folded
        self._pins = pins
        self.count_of: Callable[[int], CodeCounts] | None = None
        self.codes = list(self._visible())

    def _visible(self) -> Iterator[Code]:
        for code in self._tree:
            if not code.retired and not any(above in self._folded for above in self._tree.ancestors(code.id)):
                yield code

    def __len__(self) -> int:
        return len(self.codes)

    def key(self, row: int) -> int:
        """Return the code's row id."""
        return self.codes[row].id

    def cell(self, row: int, column: int) -> Cell:
        """Return a name with its keys, or a count."""
        code = self.codes[row]
        if column == 0:
            level = self._tree.level(code.id)
            pin = str(self._pins.get(code.id, " "))
            fold = " >" if code.id in self._folded and self._tree.children(code.id) else ""
            text = f"{pin} {code.fields.key:<2} {' ' * level}{code.name}{fold}"
            return Cell(text, CellKind.HEAD if level == 0 else CellKind.PLAIN)
        if self.count_of is None:
            return Cell("")
        counts = self.count_of(code.id)
        here, everywhere = (self._number(one, code) for one in (counts.here, counts.everywhere))
        if not everywhere:
            aside = counts.everywhere.uncounted
            return Cell(f"({aside})" if aside else "·", CellKind.FAINT)
        return Cell(f"{here or ''}/{everywhere}", CellKind.PLAIN if here else CellKind.FAINT)

    def _number(self, count: Counted, code: Code) -> int:
        """Return the segments of a code, with those below it where they are folded away."""
        return count.aggregated if code.id in self._folded else count.own


class CodeGrid(Grid):
    """The list of codes; space and the arrows fold, since nothing is marked here."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,z", "fold", "Fold or unfold the code", id="codes.fold"),
        Binding("Z", "fold_all", "Fold or unfold all codes", id="codes.fold_all"),
        Binding("p", "pin", "Pin the code to a digit (then the digit; 0 takes the pin away)", id="codes.pin"),
        Binding("e", "edit", "Edit the code in the codebook", id="codes.edit"),
    ]

    class Asked(Message):
        """The person wants something done with the code in hand: `fold`, `fold_all`, `pin` or `edit`."""

        def __init__(self, what: str) -> None:
            super().__init__()
            self.what = what

    def action_fold(self) -> None:
        """Fold or unfold the code."""
        self.post_message(self.Asked("fold"))

    def action_fold_all(self) -> None:
        """Fold or unfold everything."""
        self.post_message(self.Asked("fold_all"))

    def action_pin(self) -> None:
        """Ask for the digit of the code."""
        self.post_message(self.Asked("pin"))

    def action_edit(self) -> None:
        """Go to the codebook."""
        self.post_message(self.Asked("edit"))


class CodePane(Vertical):
    """Codes and their counts; below them what the code in hand means."""

    DEFAULT_CSS = """
    CodePane > CodeGrid { height: 1fr; }
    CodePane > #title { height: 3; padding: 1 1 0 1; }
    CodePane > #counted { height: 2; padding: 0 1; }
    CodePane > #meaning { height: 10; max-height: 30%; padding: 0 1; }
    """

    class Stressed(Message):
        """Another code is in hand; None where there is none."""

        def __init__(self, code: Code | None) -> None:
            super().__init__()
            self.code = code

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, CodePane.Stressed)

    class Applied(Message):
        """A code was chosen, to be applied to the text."""

        def __init__(self, code: Code) -> None:
            super().__init__()
            self.code = code

    def __init__(self, *, ascii: bool = False) -> None:
        super().__init__(id="codebook")
        self._tree = CodeTree(())
        self._folded: frozenset[int] = frozenset()
        self._pins: Mapping[int, int] = {}
        self._ascii = ascii
        self._rows = CodeRows(self._tree, self._folded, {})
        self._known = False
        self._explained = 0

    def compose(self) -> ComposeResult:
        yield CodeGrid(id="codes", ascii=self._ascii, empty="No codes yet: / makes one.")
        yield Static(id="title", markup=False)
        yield Static(id="counted", markup=False)
        yield Static(id="meaning", markup=False)

    @property
    def grid(self) -> CodeGrid:
        """The list of codes."""
        return self.query_one(CodeGrid)

    @property
    def code(self) -> Code | None:
        """The code in hand."""
        row = self.grid.cursor_row
        return self._rows.codes[row] if 0 <= row < len(self._rows) else None

    def show(self, tree: CodeTree, pins: Mapping[int, int]) -> None:
        """Show a codebook; `pins` are digits by code id. Folded branches stay folded."""
        if not self._known and len(tree):
            self._folded = frozenset(code.id for code in tree.facets())
            self._known = True
        self._tree, self._pins = tree, pins
        self._refill()

    def _refill(self) -> None:
        count_of = self._rows.count_of
        self._rows = CodeRows(self._tree, self._folded, self._pins)
        self._rows.count_of = count_of
        self.grid.refresh_source(self._rows)
        self._explain()

    def count(self, count_of: Callable[[int], CodeCounts], codes: Iterable[int] | None = None) -> None:
        """Show other counts, asked for by code id; where only these codes' changed, only their rows anew."""
        self._rows.count_of = count_of
        if codes is None:
            self.grid.refresh_source(self._rows)
            self._show_counts()
            return
        touched = {one for code in codes if code in self._tree for one in (code, *self._tree.ancestors(code))}
        self.grid.refresh_rows(touched)
        if self._explained in touched:
            self._show_counts()

    def fold(self, *, everything: bool = False) -> None:
        """Fold or unfold the code in hand, or the branch it lies in; or everything."""
        if everything:
            heads = frozenset(code.id for code in self._tree if self._tree.children(code.id))
            self._folded = frozenset() if self._folded >= heads else heads
        elif self.code is not None:
            target = self.code.id
            if not self._tree.children(target):
                target = (*self._tree.ancestors(target), target)[-2 if self._tree.ancestors(target) else -1]
            self._folded ^= {target}
        self._refill()

    @on(Grid.Moved)
    def _moved(self, event: Grid.Moved) -> None:
        event.stop()
        self._explain()
        self.post_message(self.Stressed(self.code if self.grid.has_focus else None))

    @on(Grid.Chosen)
    def _chosen(self, event: Grid.Chosen) -> None:
        event.stop()
        if self.code is not None:
            self.post_message(self.Applied(self.code))

    def explain(self, code: Code | None) -> None:
        """Explain a code that is not in hand, such as that of the coding in focus; None: the one in hand."""
        self._explain(code)

    def _explain(self, code: Code | None = None) -> None:
        code = code or self.code
        if code is not None and code.id not in self._tree:
            code = None
        self._explained = code.id if code else 0
        title, meaning = self.query_one("#title", Static), self.query_one("#meaning", Static)
        if code is None:
            title.update("", layout=False)
            meaning.update("", layout=False)
            return
        fields = code.fields
        japanese = f"  {safe(fields.name_ja)}" if fields.name_ja else ""
        path = safe(self._tree.path(code.id))
        title.update(Content.assemble((path, "bold"), (japanese, "$foreground-muted")), layout=False)
        parts: list[tuple[str, str] | str] = []
        for heading, text in (
            ("", fields.brief or fields.definition), ("Use: ", fields.include), ("Not: ", fields.exclude)
        ):  # fmt: skip
            if text:
                parts += ["\n" if parts else "", (heading, "bold"), safe(" ".join(text.split()))]
        meaning.update(Content.assemble(*parts), layout=False)
        self._show_counts()

    def _show_counts(self) -> None:
        """Say the counts of the code that is explained in words."""
        counted = self._explained and self._rows.count_of
        words = _in_words(self._rows.count_of(self._explained)) if counted and self._rows.count_of else ""
        self.query_one("#counted", Static).update(Content.styled(words, "$foreground-muted"), layout=False)


def _in_words(counts: CodeCounts) -> str:
    """Return the counts of a code in words: own, with sub-codes, and what does not count."""

    def of(count: Counted) -> str:
        return (
            f"{count.own} · {count.aggregated} with sub-codes"
            if count.aggregated != count.own
            else f"{count.own}"
        )

    aside = counts.everywhere.uncounted
    more = f" · {aside} uncounted" if aside else ""
    return f"here {of(counts.here)}\nproject {of(counts.everywhere)}{more}"
