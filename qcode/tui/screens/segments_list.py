"""The quotations that the segments view lists: narrowing them, putting them in order, showing them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from enum import StrEnum
from operator import itemgetter
from typing import NamedTuple

from qcode.model.codes import PATH_SEPARATOR
from qcode.project.quotations import CASES_APART, Found, Quotation, turn_at, turn_begin
from qcode.text.fold import fold
from qcode.text.names import beside
from qcode.text.widths import cell_width
from qcode.tui.widgets.grid import Cell, CellKind, GridColumn


class Order(StrEnum):
    """In which order quotations are listed; within it, in that of the texts."""

    DOCUMENT = "document"
    CASE = "case"
    CODE = "code"
    LENGTH = "length"
    """The longest first."""


def ordered(
    found: Found, quotations: Sequence[Quotation], order: Order, *, backwards: bool
) -> list[Quotation]:
    """Return quotations in an order, or the other way round."""
    key: Callable[[Quotation], int] | None = None
    if order is Order.CASE:
        cases = {name: place for place, name in enumerate(found.cases)}
        last = len(cases)

        def key(one: Quotation) -> int:
            return cases.get(one.case, cases.get(one.case.partition(CASES_APART)[0], last))
    elif order is Order.CODE:
        codes = {code: place for place, code in enumerate(found.codes)}

        def key(one: Quotation) -> int:
            return codes[one.code]
    elif order is Order.LENGTH:

        def key(one: Quotation) -> int:
            return one.start - one.end

    chosen = sorted(quotations, key=key) if key else list(quotations)
    return chosen[::-1] if backwards else chosen


class Narrowing:
    """Finds quotations by words in them or in what is said of them, through case, width and accents."""

    def __init__(self, found: Found, before: Narrowing | None = None) -> None:
        """Prepare to narrow what was found; what was made ready `before` need not be made ready again."""
        self._found = found
        self._places = {one.id: place for place, one in enumerate(found.quotations)}
        self._folded: list[str] = []
        self._words: dict[tuple[int, int, int], str] = {}
        self._names: dict[str, str] = {}
        if before is not None:
            same = {one for one, text in found.texts.items() if before._found.texts.get(one) == text}
            self._words = {span: words for span, words in before._words.items() if span[0] in same}
            self._names = before._names

    def prepare(self, number: int) -> bool:
        """Make so many more quotations ready to be searched; False where all of them are."""
        first = len(self._folded)
        for one in self._found.quotations[first : first + number]:
            self._folded.append(f"{self._words_of(one)} {self._said_of(one)}")
        return len(self._folded) < len(self._found.quotations)

    def _words_of(self, one: Quotation) -> str:
        span = (one.document, one.start, one.end)
        known = self._words.get(span)
        if known is None:
            known = self._words[span] = fold(self._found.text(one)).text
        return known

    def narrowed(self, quotations: Sequence[Quotation], typed: str) -> list[Quotation]:
        """Return the quotations that hold every word that was typed, in their order."""
        words = fold(typed).text.split()
        kept = list(quotations)
        if words:
            self.prepare(len(self._found.quotations))
        for word in words:
            kept = [one for one in kept if word in self._folded[self._places[one.id]]]
        return kept

    def _said_of(self, one: Quotation) -> str:
        found = self._found
        names = (found.documents[one.document], one.participant, one.case, found.codes[one.code])
        return " ".join(map(self._folded_name, (*names, found.coders[one.coder], one.memo, one.translation)))

    def _folded_name(self, name: str) -> str:
        known = self._names.get(name)
        if known is None:
            known = self._names[name] = fold(name).text
        return known


class QuotationRows:
    """Quotations as a source of a grid. What all of them share has no column."""

    def __init__(self, found: Found, shown: Sequence[Quotation], width: int) -> None:
        """List some of the quotations found, on a grid of `width` cells."""
        self._found = found
        self._shown = shown
        self._narrow = width < 110
        self._codes = self._code_names(20 if self._narrow else 30)
        self._texts: list[tuple[GridColumn, Callable[[Quotation], Cell]]] = list(self._columns(width))
        self.columns: Sequence[GridColumn] = [column for column, _ in self._texts]

    def __len__(self) -> int:
        return len(self._shown)

    def cell(self, row: int, column: int) -> Cell:
        """Return what stands in a place."""
        return self._texts[column][1](self._shown[row])

    def key(self, row: int) -> Hashable:
        """Return the uid of the coding in a row."""
        return self._shown[row].uid

    def _columns(self, width: int) -> Iterator[tuple[GridColumn, Callable[[Quotation], Cell]]]:
        found, several = self._found, self._several
        roomy = 1 if self._narrow else 2
        cases = several("case")
        if several("document"):
            yield (
                GridColumn("document", least=8, most=12 * roomy),
                lambda one: Cell(beside(one.case if cases else "", found.documents[one.document])),
            )
        yield GridColumn("turn", align="right", least=4, most=6), self._turn
        if not self._narrow and several("participant"):
            yield GridColumn("who", most=14), lambda one: Cell(one.participant)
        if cases:
            yield GridColumn("case", least=6, most=8 * roomy), lambda one: Cell(one.case)
        if several("code"):
            yield GridColumn("code", least=10, most=15 * roomy), self._code
        if several("coder"):
            yield GridColumn("coder", least=5, most=7 * roomy), self._coder
        if not self._narrow:
            yield (
                GridColumn("length", align="right"),
                lambda one: Cell(str(one.end - one.start), CellKind.FAINT),
            )
        if any(one.memo for one in self._shown):
            yield GridColumn("", width=1), lambda one: Cell("m" if one.memo else "")
        yield (
            GridColumn("quotation", grow=True, least=width * 2 // 5, most=200),
            lambda one: Cell(found.text(one, 8 * width), theirs=True),
        )

    def _several(self, name: str) -> bool:
        """Tell whether not all quotations found have the same of something."""
        of = itemgetter(Quotation._fields.index(name))
        return len({of(one) for one in self._found.quotations}) > 1

    def _turn(self, one: Quotation) -> Cell:
        return Cell("" if one.turn is None else str(one.turn), CellKind.FAINT)

    def _code_names(self, room: int) -> Mapping[int, str]:
        """Return what codes are called here: by their paths, or where those are too long by their names."""
        paths = {one: self._found.codes[one] for one in {one.code for one in self._found.quotations}}
        if all(cell_width(path) <= room for path in paths.values()):
            return paths
        names = {code: path.rpartition(PATH_SEPARATOR)[2] for code, path in paths.items()}
        twins = {name for name, number in Counter(names.values()).items() if number > 1}
        return {code: paths[code] if name in twins else name for code, name in names.items()}

    def _code(self, one: Quotation) -> Cell:
        return Cell(self._codes[one.code])

    def _coder(self, one: Quotation) -> Cell:
        return Cell(self._found.coders[one.coder], CellKind.FAINT)


class Excerpt(NamedTuple):
    """A quotation with the text around it."""

    before: str
    quote: str
    after: str


_MOST_AROUND = 2_000
_LITTLE_AROUND = 100
_MOST_OF_A_QUOTATION = 20_000


def excerpt(found: Found, one: Quotation, *, around: bool) -> Excerpt:
    """Return a quotation, and with `around` the turns or the paragraph it lies in.

    Of a very long quotation the middle is left out, and is said to be.
    """
    text = found.texts[one.document]
    quote = text[one.start : one.end]
    if len(quote) > _MOST_OF_A_QUOTATION:
        half = _MOST_OF_A_QUOTATION // 2
        left_out = len(quote) - 2 * half
        quote = f"{quote[:half]}\n[{left_out:,} characters left out]\n{quote[-half:]}"
    if not around:
        return Excerpt("", quote, "")
    turns = found.turns[one.document]
    first, last = turn_at(turns, one.start), turn_at(turns, max(one.start, one.end - 1))
    start = turn_begin(first) if first else text.rfind("\n", 0, one.start) + 1
    end = last.end if last else text.find("\n", one.end)
    end = len(text) if end < 0 else end
    start, end = max(start, one.start - _MOST_AROUND), min(end, one.end + _MOST_AROUND)
    return Excerpt(text[start : one.start], quote, text[one.end : end])


def surroundings(text: str, start: int, end: int) -> Excerpt:
    """Return a passage of a text with a little of what stands around it, cut at words.

    Of a very long passage the beginning is returned.
    """
    first, last = max(0, start - _LITTLE_AROUND), min(len(text), end + _LITTLE_AROUND)
    before, after = text[first:start], text[end:last]
    if first:
        before = before[before.find(" ") + 1 :]
    if last < len(text):
        after = after[: after.rfind(" ") + 1] or after
    quote = text[start : min(end, start + _MOST_OF_A_QUOTATION)]
    return Excerpt(before, quote, after if len(quote) == end - start else " ...")


def copied(found: Found, quotations: Collection[Quotation]) -> str:
    """Return quotations with their sources, for the clipboard."""
    return "\n\n".join(
        f"“{found.text(one)}”{one.translation and f' [{one.translation}]'} "
        f"({found.source(one)}: {found.codes[one.code]})"
        for one in quotations
    )
