"""The framework matrix: cases by codes, each cell the researchers' own summary beside its quotations."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, replace

from qcode.analysis import notes
from qcode.analysis.attributes import Variable, find_case_attribute, variable
from qcode.analysis.counts import Counts
from qcode.analysis.dimensions import dimension
from qcode.analysis.facets import family
from qcode.analysis.measures import Measure
from qcode.analysis.selection import Selection
from qcode.errors import UnknownNameError, UsageError
from qcode.model.cases import Entity
from qcode.model.documents import Turn
from qcode.model.summaries import Summary
from qcode.model.tables import CellValue, Column, Format, Header, Missing, Table
from qcode.text import framework as cell_text
from qcode.text.names import counted, levelled, listed, nearest

NAME = "framework"
_SIDES = ("case", "code")


@dataclass(frozen=True, slots=True)
class Tally:
    """How far the summaries of a framework matrix are, in cells."""

    quoted: int
    """With quotations."""
    summarised: int
    """Of these, with a summary."""
    without: int
    """With a summary and no quotation."""


class FrameworkCells:
    """Quotations and summaries of some cases and codes, by the row ids of both."""

    def __init__(
        self,
        selection: Selection,
        summaries: Iterable[Summary],
        *,
        codes: Sequence[str | int] | None = None,
        cases: Sequence[str] | None = None,
        aggregated: bool = False,
        every_code: bool = False,
        facets: bool = False,
    ) -> None:
        """Gather; options as of `framework`, and `facets` where their codes are wanted as well."""
        self.cases = _cases(selection, cases)
        self._wanted = _codes(selection, codes, facets=facets)
        self._asked = codes is not None
        self._named = self._asked or every_code
        self.selection = selection if codes is None else selection.of_codes(self._wanted)
        self.counts = Counts(
            self.selection,
            dimension(self.selection, "case"),
            dimension(self.selection, "code", aggregated=aggregated),
            measures=(Measure.SEGMENTS,),
            aggregated=aggregated,
        )
        self._row = {one: place for place, one in enumerate(self.selection.scope.cases)}
        self._column = {one: place for place, one in enumerate(self.selection.codes)}
        self.codes: Sequence[int] = ()
        self.left_out = 0
        """How many codes have neither quotations nor summaries, and are not shown."""
        self.coders: Sequence[int] = ()
        """Who wrote the summaries that are shown, by row id."""
        self._take(summaries)

    def with_summaries(self, summaries: Iterable[Summary]) -> FrameworkCells:
        """Return the same quotations with the summaries as they are now."""
        now = copy(self)
        now._take(summaries)
        return now

    def _take(self, summaries: Iterable[Summary]) -> None:
        """Put summaries into their cells, and settle which codes are shown."""
        of_cell: dict[tuple[int, int], list[Summary]] = {}
        coders, cases = frozenset(self.selection.coders), frozenset(self.cases)
        for one in summaries:
            if one.coder_id in coders and one.case_id in cases and one.text.strip():
                of_cell.setdefault((one.case_id, one.code_id), []).append(one)
        self._summaries = of_cell
        used = {code for _, code in of_cell}
        self.codes = [
            one
            for one in self._wanted
            if self._named or one in used or any(self.number(case, one) for case in self.cases)
        ]
        self.left_out = len(self._wanted) - len(self.codes)
        shown = frozenset(self.codes)
        wrote = {one.coder_id for key, several in of_cell.items() if key[1] in shown for one in several}
        self.coders = [one for one in self.selection.corpus.coders if one in wrote]

    def value(self, case: int, code: int) -> int | Missing:
        """Return how many quotations there are, each passage of a code once, or why there are none."""
        found = self.counts.value(Measure.SEGMENTS, self._place(case, code))
        return found if isinstance(found, int | Missing) else 0

    def number(self, case: int, code: int) -> int:
        """Return how many quotations there are, 0 for no data too."""
        found = self.value(case, code)
        return found if isinstance(found, int) else 0

    def ids(self, case: int, code: int) -> Sequence[int]:
        """Return the ids of the codings behind a cell, all coders', in the order of the texts."""
        return self.counts.cells.ids(self._place(case, code))

    def summaries(self, case: int, code: int) -> Sequence[Summary]:
        """Return the summaries of a cell, as they were begun."""
        return self._summaries.get((case, code), ())

    def is_to_write(self, case: int, code: int) -> bool:
        """Tell whether a cell has quotations and no summary."""
        return bool(self.number(case, code)) and not self.summaries(case, code)

    def tally(self) -> Tally:
        """Return how far the summaries are: of themes, and of facets only where their codes are asked for."""
        facet_of = self.selection.corpus.codes.facet_of
        codes = [one for one in self.codes if self._asked or facet_of(one) is None]
        cells = [(case, code) for case in self.cases for code in codes]
        quoted = [one for one in cells if self.number(*one)]
        summarised = [one for one in cells if self.summaries(*one)]
        both = sum(1 for one in quoted if self.summaries(*one))
        return Tally(len(quoted), both, len(summarised) - both)

    def _place(self, case: int, code: int) -> tuple[int, int]:
        return self._row[case], self._column[code]


def framework(
    selection: Selection,
    summaries: Iterable[Summary],
    *,
    codes: Sequence[str | int] | None = None,
    cases: Sequence[str] | None = None,
    rows: str = "case",
    aggregated: bool = False,
    every_code: bool = False,
    attributes: Sequence[str] = (),
    quotations: int = 0,
) -> Table:
    """Return cases by codes, or with `rows` "code" codes by cases; a cell is the summary, as text.

    A cell that has quotations and no summary reads `[3 quotations, no summary]`; one with a summary and
    none ends in `[no quotations]`; one with neither is `Missing`, or empty where all is looked through.
    Where several coders wrote, each summary stands below its coder's name in brackets. `codes` are
    branches (names or row ids), each with its sub-codes (None: the themes with a quotation or a summary,
    or with `every_code` all themes), `cases` names (None: all in scope). With `aggregated` a code's
    quotations are those of its sub-codes too; a summary is of the code alone. `attributes` of cases stand
    in the first columns, where cases are the rows. `quotations` is how many of each cell's stand in it.
    `behind` gives the codings; notes say how many are written. Raises UnknownNameError, UsageError.
    """
    across = _by_case(rows, attributes)
    cells = FrameworkCells(
        selection, summaries, codes=codes, cases=cases, aggregated=aggregated, every_code=every_code
    )
    corpus = selection.corpus
    beside = [variable(corpus, find_case_attribute(corpus.attributes, one)) for one in attributes]
    of_cases = [Header(corpus.cases[one].name, corpus.cases[one].uid) for one in cells.cases]
    of_codes = [Header(corpus.codes.path(one), corpus.codes[one].uid) for one in cells.codes]
    if across:
        places = [[(case, code) for code in cells.codes] for case in cells.cases]
    else:
        places = [[(case, code) for case in cells.cases] for code in cells.codes]
    leading = (
        [[_value(one, case) for one in beside] for case in cells.cases] if beside else [()] * len(places)
    )
    text = _Texts(cells, quotations)

    def behind(row: int, column: int) -> Sequence[int]:
        return () if column < len(beside) else cells.ids(*places[row][column - len(beside)])

    table = Table(
        name=NAME,
        title="Framework matrix",
        rows=of_cases if across else of_codes,
        columns=[
            *(Column(one.attribute.name, format=_format(one), of_row=True) for one in beside),
            *(Column(one.label, one.uid) for one in (of_codes if across else of_cases)),
        ],
        values=[[*lead, *map(text.of, line)] for lead, line in zip(leading, places, strict=True)],
        stub=rows,
        behind=behind,
    )
    return replace(table, notes=notes_of(cells, aggregated=aggregated, table=table))


def summary_list(
    selection: Selection, summaries: Iterable[Summary], *, codes: Sequence[str | int] | None = None
) -> Table:
    """Return the summaries one a row, by case and code: what `framework import` reads as a long list.

    `codes` are branches (None: all). `quotations` is how many the cell has.
    """
    cells = FrameworkCells(selection, summaries, codes=codes, every_code=True, facets=True)
    found = [
        (case, code, one)
        for case in cells.cases
        for code in cells.codes
        for one in cells.summaries(case, code)
    ]
    corpus = selection.corpus
    of_facets = sum(codes is None and corpus.codes.facet_of(code) is not None for _, code, _ in found)
    apart = [f"{counted(of_facets, 'more summary is', 'more summaries are')} of facets' codes."]
    columns = (
        Column("case", names=Entity.CASE),
        Column("code"),
        Column("coder"),
        Column("summary"),
        Column("quotations", format=Format.COUNT),
    )
    return Table(
        name=NAME,
        title="Summaries",
        rows=[Header("")] * len(found),
        columns=columns,
        values=[
            (
                corpus.cases[case].name,
                corpus.codes.path(code),
                corpus.coders[one.coder_id].name,
                one.text.strip(),
                cells.number(case, code),
            )
            for case, code, one in found
        ],
        notes=[
            *(_how_far(cells.tally()) + (apart if of_facets else [])),
            *notes.of_selection(cells.selection, cells.counts.cells),
        ],
        behind=lambda row, _column: cells.ids(*found[row][:2]),
    )


def to_write(
    selection: Selection, summaries: Iterable[Summary], *, codes: Sequence[str | int] | None = None
) -> Table:
    """Return the cells that have quotations and no summary, one a row, by case and code."""
    cells = FrameworkCells(selection, summaries, codes=codes)
    corpus = selection.corpus
    found = [(case, code) for case in cells.cases for code in cells.codes if cells.is_to_write(case, code)]
    return Table(
        name=NAME,
        title="Summaries to write",
        rows=[Header("")] * len(found),
        columns=(
            Column("case", names=Entity.CASE),
            Column("code"),
            Column("quotations", format=Format.COUNT),
        ),
        values=[
            (corpus.cases[case].name, corpus.codes.path(code), cells.number(case, code))
            for case, code in found
        ],
        notes=[*_how_far(cells.tally()), *notes.of_selection(cells.selection, cells.counts.cells)],
        behind=lambda row, _column: cells.ids(*found[row]),
    )


def _by_case(rows: str, attributes: Sequence[str]) -> bool:
    """Tell whether cases are the rows; raises UsageError for what cannot be."""
    if rows not in _SIDES:
        raise UsageError(f"“{rows}” cannot be the rows of a framework matrix.", "Rows are case or code.")
    if attributes and rows != "case":
        raise UsageError("Attributes stand beside the cases.", "Leave them out, or make the rows case.")
    return rows == "case"


class _Texts:
    """What stands in the cells of the matrix."""

    def __init__(self, cells: FrameworkCells, quotations: int) -> None:
        """Prepare; `quotations` is how many of each cell's stand in it."""
        self._cells, self._most = cells, quotations
        corpus = cells.selection.corpus
        self._names = [one.name for one in corpus.coders.values()]
        self._named = len(cells.coders) > 1
        """Whether coders' names stand above their summaries."""
        self._rows = {row.id: row for row in cells.selection} if quotations else {}

    def of(self, place: tuple[int, int]) -> CellValue:
        """Return what stands in the cell of a case and a code."""
        cells, corpus = self._cells, self._cells.selection.corpus
        value, summaries = cells.value(*place), cells.summaries(*place)
        number = cells.number(*place)
        if not number and not summaries:
            return value if isinstance(value, Missing) else ""
        below = self._quotations(place) if number else []
        mark = ""
        if not summaries:
            mark = cell_text.no_summary(number)
        elif not number:
            mark = cell_text.NO_QUOTATIONS
        elif below:
            mark = cell_text.some_of(len(below), number)
        named = [(corpus.coders[one.coder_id].name if self._named else "", one.text) for one in summaries]
        return cell_text.written(named, self._names, mark, below)

    def _quotations(self, place: tuple[int, int]) -> list[str]:
        """Return the first quotations of a cell with where they are from, each passage of a code once."""
        if not self._most:
            return []
        corpus = self._cells.selection.corpus
        found: dict[tuple[int, int, int], str] = {}
        for one in self._cells.ids(*place):
            row = self._rows[one]
            passage = (row.document, row.start, row.end)
            if passage not in found:
                if len(found) == self._most:
                    break
                words = " ".join(corpus.text(row.document)[row.start : row.end].split())
                turn = _turn_of(corpus.turns.get(row.document, ()), row.start)
                found[passage] = f"“{words}” ({corpus.documents[row.document].name}{turn})"
        return list(found.values())


def _turn_of(turns: Sequence[Turn], start: int) -> str:
    """Return in words the turn that an offset lies in, nothing outside of turns."""
    place = bisect_right(turns, start, key=lambda turn: min(turn.start, turn.label_start)) - 1
    return f", turn {turns[place].position}" if place >= 0 and start < turns[place].end else ""


def _cases(selection: Selection, names: Sequence[str] | None) -> list[int]:
    """Return the cases in scope, or those of some names, in the project's order."""
    known = selection.corpus.cases
    if names is None:
        return list(selection.scope.cases)
    by_name = {levelled(known[one].name): one for one in selection.scope.cases}
    for name in names:
        if levelled(name) not in by_name:
            hint = nearest(name, [known[one].name for one in by_name.values()], all_below=13)
            raise UnknownNameError(f"There is no case “{name}” in scope.", hint)
    wanted = {by_name[levelled(name)] for name in names}
    return [one for one in selection.scope.cases if one in wanted]


def _codes(selection: Selection, branches: Sequence[str | int] | None, *, facets: bool) -> list[int]:
    """Return the themes that can be shown, or the codes of some branches, in reading order."""
    tree = selection.corpus.codes
    if branches is None:
        return [one for one in selection.codes if facets or tree.facet_of(one) is None]
    heads = [tree.find(one).id if isinstance(one, str) else one for one in branches]
    if not all(head in tree for head in heads):
        raise UnknownNameError("There is no such code.")
    wanted = {one for head in heads for one in family(tree, head)}
    return [one for one in selection.codes if one in wanted]


def _value(of: Variable, case: int) -> CellValue:
    value = of.values.get(case)
    return value if of.numeric else str(value or "")


def _format(of: Variable) -> Format:
    return Format.COUNT if of.numeric else Format.TEXT


def notes_of(cells: FrameworkCells, *, aggregated: bool, table: Table | None = None) -> list[str]:
    """Return what is to be known of a framework matrix; of the marks of its table, if there is one."""
    selection = cells.selection
    names = [selection.corpus.coders[one].name for one in cells.coders]
    sentences = [
        "A cell is the summary of a case and a code, in the coders' words.",
        "[N quotations, no summary]: still to be written. [no quotations]: it rests on none that count.",
        *_how_far(cells.tally()),
    ]
    if names:
        above = ", each below its coder's name" if len(names) > 1 else ""
        sentences.append(f"Summaries by {listed(names)}{above}.")
    if cells.left_out:
        what = counted(cells.left_out, "theme")
        sentences.append(f"Left out: {what} with neither quotations nor summaries.")
    if aggregated:
        sentences.append("Quotations of a code are those of its sub-codes too; its summary is its own.")
    if selection.where:
        sentences.append("The filter chooses quotations; a summary is of the case and the code as a whole.")
    return [
        *sentences,
        *(notes.of_nothing(selection, table) if table else ()),
        *notes.of_selection(selection, cells.counts.cells),
    ]


def _how_far(tally: Tally) -> list[str]:
    """Say in how many cells a summary stands beside its quotations, and in how many alone."""
    cells = counted(tally.quoted, "cell")
    has = "has" if tally.summarised == 1 else "have"
    said = [f"{tally.summarised:,} of {cells} with quotations {has} a summary."]
    if tally.without:
        said.append(f"{counted(tally.without, 'summary stands', 'summaries stand')} without quotations.")
    return said
