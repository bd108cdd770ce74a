"""Two cases, groups or classes side by side: what they are, what there is of them, codes, quotations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from qcode.analysis import notes
from qcode.analysis.crosstab import crosstab
from qcode.analysis.measures import Measure
from qcode.analysis.selection import select
from qcode.model.codes import CodeTree
from qcode.model.documents import Role
from qcode.model.reports import Block, Heading, Paragraph, Report
from qcode.model.tables import CellValue, Column, Format, Header, Table, themes_only
from qcode.project.reports.quotations import REFERENCES, code_title
from qcode.project.reports.quoted import EXAMPLES, Quoted, Quotes, examples
from qcode.project.reports.sides import Side, described, side
from qcode.text.names import counted

if TYPE_CHECKING:
    from qcode.project.project import Project

_MEASURES = (Measure.SEGMENTS, Measure.DOCUMENTS, Measure.CASES, Measure.RATE)
_RATE = "Per 1,000 characters"
TELLING = (
    "Warning: the attributes of a case may tell which it is to those who know the field; compare groups or "
    "classes of several."
)
"""What is to be heeded where names are kept back."""


def comparison_report(
    project: Project,
    left: str,
    right: str,
    *,
    roles: Sequence[Role] | None = (Role.RESPONDENT,),
    coders: Sequence[str] | None = None,
    where: str | None = None,
    quotations: int = 3,
    themes: bool = False,
) -> Report:
    """Return two sides next to each other.

    `left` and `right` are names of a case or a group, or conditions such as `case.population > 200000`;
    `roles`, `coders` and `where` hold for both, as of `Project.select`. At most `quotations` stand for
    each code and side; `themes` leaves out facets. Raises UsageError where a side is nothing that is
    known, QueryError for a condition that cannot be understood.
    """
    corpus = project.corpus()
    sides = [side(corpus, asked, roles=roles, coders=coders, where=where) for asked in (left, right)]
    blocks: list[Block] = [Heading("What is compared", 1)]
    attributes = described(corpus, sides[0], sides[1])
    if attributes:
        blocks.append(_texts("Attributes", "attribute", sides, attributes))
    blocks += [_data(sides), Heading("Codes", 1), _codes(sides, themes=themes)]
    shown: set[int] = set()
    if quotations:
        blocks += [Heading("Quotations", 1), *_quotations(project, sides, quotations, shown)]
    codes = next(block for block in reversed(blocks) if isinstance(block, Table) and block.name == "codes")
    shown.update(
        coding
        for row in range(len(codes.rows))
        for place in range(len(codes.columns))
        for coding in codes.behind(row, place)
    )
    everything = select(corpus, roles=roles, coders=coders, where=where)
    return Report(
        name="comparison",
        title=f"{sides[0].label} and {sides[1].label} compared",
        blocks=blocks,
        notes=_notes(sides, quotations),
        detail=lambda: project.segments(selection=everything, only=shown),
    )


def _heads(sides: Sequence[Side], format: Format = Format.TEXT) -> Sequence[Column]:
    return [Column(one.label, one.case.uid if one.case else None, format=format) for one in sides]


def _texts(title: str, stub: str, sides: Sequence[Side], rows: Sequence[tuple[str, str, str]]) -> Table:
    return Table(
        name=title.casefold(),
        title=title,
        rows=[Header(name) for name, _, _ in rows],
        columns=_heads(sides),
        values=[said for _, *said in rows],
        stub=stub,
    )


def _data(sides: Sequence[Side]) -> Table:
    """Return what there is of each side: cases, documents by kind, participants, turns, characters."""
    kinds = list(dict.fromkeys(kind for one in sides for kind in one.kinds))
    rows: list[tuple[Header, Sequence[CellValue]]] = [
        (Header("Cases with data"), [len(one.cases) for one in sides]),
        (Header("Documents"), [len(one.documents) for one in sides]),
        *((Header(kind, level=1), [one.kinds.get(kind, 0) for one in sides]) for kind in kinds),
        (Header("Not finished", level=1), [len(one.selection.unfinished()) for one in sides]),
        (
            Header("Participants who count"),
            [len(one.selection.scope.participants_with_data) for one in sides],
        ),
        (Header("Turns that count"), [one.turns for one in sides]),
        (Header("Characters that count"), [one.characters for one in sides]),
        (Header("Codings"), [len(one.selection) for one in sides]),
    ]
    return Table(
        name="data",
        title="What there is",
        rows=[header for header, _ in rows],
        columns=_heads(sides, Format.COUNT),
        values=[values for _, values in rows],
        stub="",
    )


def _codes(sides: Sequence[Side], *, themes: bool) -> Table:
    """Return codes with segments, documents, cases and rate of each side in a block of columns."""
    parts: list[tuple[Column, Table]] = []
    for one in sides:
        for measure in _MEASURES:
            table = crosstab(one.selection, "code", None, measure, aggregated=True)
            column = table.columns[0]
            label = _RATE if measure is Measure.RATE else measure.capitalize()
            n = {Measure.DOCUMENTS: len(one.documents), Measure.CASES: len(one.cases)}.get(measure)
            head = replace(
                column, label=label, group=one.label, n=n, key=f"{measure} ({one.label})", total=False
            )
            parts.append((head, table))
    rows = _rows([table for _, table in parts], sides[0].selection.corpus.codes)
    places = [{row.name: place for place, row in enumerate(table.rows)} for _, table in parts]

    def place(row: int, column: int) -> int | None:
        return places[column].get(rows[row].name)

    def value(row: int, column: int) -> CellValue:
        found = place(row, column)
        return None if found is None else parts[column][1].values[found][0]

    def behind(row: int, column: int) -> Sequence[int]:
        found = place(row, column)
        return () if found is None else parts[column][1].behind(found, 0)

    shape = [(row, column) for row in range(len(rows)) for column in range(len(parts))]
    whole = Table(
        name="codes",
        title="Codes with their sub-codes",
        rows=rows,
        columns=[head for head, _ in parts],
        values=[[value(row, column) for column in range(len(parts))] for row in range(len(rows))],
        stub="code",
        behind=behind,
        incomplete=frozenset(
            (row, column) for row, column in shape if (place(row, column), 0) in parts[column][1].incomplete
        ),
    )
    return replace(themes_only(whole), notes=()) if themes else whole


def _rows(tables: Sequence[Table], tree: CodeTree) -> Sequence[Header]:
    """Return the rows of all tables in the codebook's order, each once, the total last.

    A condition on codes can leave some out on one side.
    """
    place = {code.uid: number for number, code in enumerate(tree)}
    rows = {row.name: row for table in tables for row in table.rows}
    return sorted(rows.values(), key=lambda row: place.get(row.uid or "", len(place)))


def _quotations(project: Project, sides: Sequence[Side], most: int, shown: set[int]) -> Iterator[Block]:
    """Yield the quotations of both sides next to each other, theme by theme."""
    tree = sides[0].selection.corpus.codes
    quotes = [Quotes(project, one.selection, memos=False) for one in sides]
    rows: list[Header] = []
    values: list[Sequence[CellValue]] = []
    codings: list[Sequence[Sequence[int]]] = []
    for code in tree:
        found = [examples(several.of([code.id]), most) for several in quotes]
        if tree.facet_of(code.id) is not None or not any(found):
            continue
        for number, pair in enumerate(zip_longest(*found)):
            rows.append(Header("" if number else code_title(code), None if number else code.uid))
            values.append([_words(one) for one in pair])
            codings.append([_ids(one) for one in pair])
    if not rows:
        yield Paragraph("There are no quotations of themes on either side.")
        return
    shown.update(one for pair in codings for several in pair for one in several)
    yield Table(
        name="quotations",
        title="Quotations side by side",
        rows=rows,
        columns=_heads(sides),
        values=values,
        stub="code",
        behind=lambda row, column: codings[row][column],
    )


def _words(one: Quoted | None) -> str:
    if one is None:
        return ""
    said = one.quotation
    return f"{said.text} ({said.reference})" + (f"\n{said.translation}" if said.translation else "")


def _ids(one: Quoted | None) -> Sequence[int]:
    return [row.id for row in one.rows] if one else ()


def _notes(sides: Sequence[Side], quotations: int) -> Sequence[str]:
    sentences = []
    both = set(sides[0].documents) & set(sides[1].documents)
    if both:
        sentences.append(f"{counted(len(both), 'document')} in scope of both sides: they count on each.")
    sentences += [
        "Segments are distinct passages of a code and its sub-codes; documents and cases have at least one.",
        f"{_RATE}: segments for every 1,000 characters of counted speech in scope (N).",
        "N: documents and cases in scope with counted speech. Nothing is tested.",
    ]
    if quotations:
        sentences += ["Quotations are of themes.", EXAMPLES, REFERENCES]
    told = [notes.of_selection(one.selection) for one in sides]
    for one, own, others in zip(sides, told, reversed(told), strict=True):
        sentences += [f"{one.label}: {note}" for note in own if note not in others]
    return [*sentences, *(note for note in told[0] if note in told[1])]
