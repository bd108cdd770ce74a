"""What the codebook view shows: the rows of the tree, and all that is said of one code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from textual.content import Content

from qcode.analysis.running import Count
from qcode.model.codes import Code, CodeTree
from qcode.model.codings import Coder, Memo
from qcode.project import Project
from qcode.text.names import counted, listed
from qcode.tui.widgets.grid import Cell, CellKind, GridColumn
from qcode.tui.widgets.read_out import FAINT, Part, told

_COLUMNS = (
    GridColumn("", width=1),
    GridColumn("key", least=3, most=6),
    GridColumn("code", grow=True, least=16, most=60),
    GridColumn("Japanese name", least=8, most=22),
    GridColumn("own", align="right", least=3, most=6),
    GridColumn("all", align="right", least=3, most=6),
    GridColumn("", least=0, most=8),
)
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class CodebookFacts:
    """What the view knows of the codes besides the tree."""

    numbers: Mapping[int, Count] = field(default_factory=dict)
    codings: Mapping[int, Mapping[int, int]] = field(default_factory=dict)
    """Code id -> coder id -> number of codings."""
    memos: Mapping[str, Sequence[Memo]] = field(default_factory=dict)
    """Uid of a code -> its memos."""

    def codings_of(self, codes: Sequence[int]) -> dict[int, int]:
        """Return coder id -> number of codings of some codes."""
        found: dict[int, int] = {}
        for code in codes:
            for coder, number in self.codings.get(code, {}).items():
                found[coder] = found.get(coder, 0) + number
        return found


def read_codings(project: Project) -> dict[int, dict[int, int]]:
    """Return code id -> coder id -> number of codings, also unplaced ones."""
    found: dict[int, dict[int, int]] = {}
    for (_, code, coder), number in project.codings.numbers().items():
        of_code = found.setdefault(code, {})
        of_code[coder] = of_code.get(coder, 0) + number
    return found


def by_whom(numbers: Mapping[int, int], coders: Mapping[int, Coder]) -> str:
    """Return "12 codings of 2 coders (A. Mori 8, B. Lind 4)", the name alone where there is one."""
    total = counted(sum(numbers.values()), "coding")
    named = [(coders[coder].name if coder in coders else "?", number) for coder, number in numbers.items()]
    if len(named) < 2:
        return f"{total} by {named[0][0]}" if named else "no codings"
    return f"{total} of {len(named)} coders ({', '.join(f'{name} {number:,}' for name, number in named)})"


class TreeRows:
    """The codes that are unfolded, as rows of a grid; the key of a row is the code's uid."""

    columns = _COLUMNS

    def __init__(
        self, tree: CodeTree, folded: frozenset[str], pins: Mapping[int, int], facts: CodebookFacts
    ) -> None:
        self._tree, self._folded, self._pins, self._facts = tree, folded, pins, facts
        self.codes = list(self._visible())

    def _visible(self) -> Iterator[Code]:
        for code in self._tree:
            above = self._tree.ancestors(code.id)
            if not any(self._tree[one].uid in self._folded for one in above):
                yield code

    def __len__(self) -> int:
        return len(self.codes)

    def key(self, row: int) -> str:
        """Return the code's uid."""
        return self.codes[row].uid

    def row_of(self, uid: str) -> int:
        """Return the row of a code, -1 where it is not shown."""
        return next((row for row, code in enumerate(self.codes) if code.uid == uid), -1)

    def cell(self, row: int, column: int) -> Cell:
        """Return what stands in a place."""
        code = self.codes[row]
        faint = CellKind.FAINT if code.retired else CellKind.PLAIN
        if column == 0:
            return Cell(str(self._pins.get(code.id, "")), CellKind.STRONG)
        if column == 1:
            return Cell(code.fields.key, faint)
        if column == 2:
            level = self._tree.level(code.id)
            fold = "> " if code.uid in self._folded and self._tree.children(code.id) else ""
            kind = faint if level or code.retired else CellKind.HEAD
            return Cell(f"{'  ' * level}{fold}{code.name}", kind)
        if column == 3:
            return Cell(code.fields.name_ja, CellKind.FAINT)
        if column == 6:
            return Cell("retired" if code.retired else "facet" if code.fields.facet else "", CellKind.FAINT)
        return self._number(code, aggregated=column == 5)

    def _number(self, code: Code, *, aggregated: bool) -> Cell:
        numbers = self._facts.numbers.get(code.id)
        if numbers is None or (aggregated and not self._tree.children(code.id)):
            return Cell("")
        number = numbers.aggregated if aggregated else numbers.own
        return Cell(f"{number:,}") if number else Cell("·", CellKind.FAINT)


def read_out(
    code: Code, tree: CodeTree, facts: CodebookFacts, coders: Mapping[int, Coder], pin: int | None
) -> Content:
    """Return all that is said of a code, to be read."""
    said = code.fields
    kind = "retired: offered no longer" if code.retired else "heads a facet" if said.facet else ""
    where = " · ".join(
        part
        for part in (
            f"key {said.key}" if said.key else "no key",
            f"pinned to {pin}" if pin else "",
            f"colour {said.colour}" if said.colour else "",
            kind,
        )
        if part
    )
    memos = [
        Part(
            f"Memo, {coders[memo.coder_id].name if memo.coder_id in coders else '?'}", memo.text, theirs=True
        )
        for memo in facts.memos.get(code.uid, ())
    ]
    parts = [
        Part("", where, FAINT),
        Part("", _in_words(code, tree, facts, coders), FAINT),
        Part("", f"\n{said.brief}" if said.brief else "", "italic", theirs=True),
        Part("Definition", said.definition, theirs=True),
        Part("When to use", said.include, theirs=True),
        Part("When not to use", said.exclude, theirs=True),
        Part("Examples" if len(said.examples) > 1 else "Example", "\n".join(said.examples), theirs=True),
        Part("Also called", ", ".join(said.aliases)),
        Part("Source", said.source, theirs=True),
        Part("Note", said.note, theirs=True),
        *memos,
    ]
    swatch = said.colour if _COLOUR.fullmatch(said.colour) else ""
    return told(tree.path(code.id), parts, beside=said.name_ja, swatch=swatch)


def _in_words(code: Code, tree: CodeTree, facts: CodebookFacts, coders: Mapping[int, Coder]) -> str:
    """Return how much is coded with a code, and by whom."""
    numbers = facts.numbers.get(code.id)
    if numbers is None:
        return ""
    sentence = counted(numbers.own, "segment")
    if tree.children(code.id):
        sentence += f", {numbers.aggregated:,} with sub-codes"
    if numbers.uncounted:
        sentence += f"; {numbers.uncounted:,} more in interviewers' speech only"
    mine = facts.codings.get(code.id, {})
    if mine:
        names = [
            f"{coders[coder].name if coder in coders else '?'} {number:,}" for coder, number in mine.items()
        ]
        sentence += f" · codings: {listed(names)}"
    return sentence
