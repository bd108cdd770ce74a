"""Which table a kind of picture is made of, for pictures that are of no table a person asks for anyway."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import combinations

from qcode.analysis import notes
from qcode.analysis.cooccurrence import cooccurrence
from qcode.analysis.crosstab import crosstab
from qcode.analysis.dimensions import NONE
from qcode.analysis.facets import find_facet
from qcode.analysis.saturation import dates_of
from qcode.analysis.selection import Selection
from qcode.errors import UsageError
from qcode.model.cases import OPEN, Entity
from qcode.model.codes import Code, CodeTree
from qcode.model.codings import CodingRow
from qcode.model.spans import Span
from qcode.model.tables import CellValue, Column, Format, Header, Table
from qcode.text.names import counted, listed
from qcode.text.units import paragraphs

MEASURES = ("jaccard", "count", "lift", "c")
_PERIODS = ("period", "periods", "時期", "時代", "年代")


def network_table(
    selection: Selection,
    unit: str = "turn",
    measure: str = "jaccard",
    *,
    edges: int = 40,
    aggregated: bool = False,
) -> Table:
    """Return the pairs of themes that go together most, the strongest first, at most `edges` of them.

    `unit` is where they meet, as of cross-tables of codes by codes; `measure` how strongly: `jaccard`,
    `lift`, `c`, or `count`, how often. The columns are `left`, `right`, `strength`, and `size_left` and
    `size_right`, the numbers of segments; behind a strength is where the two meet. Raises UsageError.
    """
    if measure not in MEASURES:
        raise UsageError(f"There is no measure “{measure}” of pairs.", f"There are {listed(MEASURES)}.")
    asked = None if measure == "count" else measure
    meetings = cooccurrence(selection, unit, asked, aggregated=aggregated)
    alone = crosstab(selection, "code", None, aggregated=aggregated)
    sizes = {row.uid: values[0] for row, values in zip(alone.rows, alone.values, strict=True) if row.uid}
    places = [at for at, row in enumerate(meetings.rows) if row.uid is not None and row.group is None]
    found: list[tuple[float, int, int]] = []
    for left, right in combinations(places, 2):
        value = meetings.values[left][right]
        if isinstance(value, int | float) and value > 0:
            found.append((value, left, right))
    found.sort(key=lambda one: (-one[0], one[1], one[2]))
    shown = found[:edges]
    names = _names([meetings.rows[at] for at in places])

    def size(at: int) -> CellValue:
        return sizes.get(meetings.rows[at].uid or "")

    met = {at for _, *both in shown for at in both}
    said = [f"Shown: the {counted(len(shown), 'strongest pair', 'strongest pairs')} of {len(found):,}"]
    said[0] += f"; {counted(len(places) - len(met), 'theme')} of {len(places):,} are in none of them."
    # All columns of a row rest on the same codings.
    behind = lru_cache(maxsize=1)(lambda row: meetings.behind(*shown[row][1:]))
    return Table(
        name="network",
        title=f"Codes that go together ({'how often' if asked is None else asked}, by {unit})",
        rows=[Header("") for _ in shown],
        columns=[
            Column("left"),
            Column("right"),
            Column("strength", format=Format.COUNT if asked is None else Format.DECIMAL),
            Column("size_left", format=Format.COUNT, of_row=True),
            Column("size_right", format=Format.COUNT, of_row=True),
        ],
        values=[
            [names[meetings.rows[a].uid], names[meetings.rows[b].uid], value, size(a), size(b)]
            for value, a, b in shown
        ],
        notes=[*said, "Sizes: segments of each code in the whole selection.", *meetings.notes],
        behind=lambda row, _: behind(row),
    )


def _names(rows: Sequence[Header]) -> dict[str | None, str]:
    """Return the names of codes by uid: the path where several have one name."""
    labels = [row.label for row in rows]
    return {row.uid: row.name if labels.count(row.label) > 1 else row.label for row in rows}


def facet_of_periods(tree: CodeTree) -> Code | None:
    """Return the head of the facet that is called Period, 時期 or the like, if there is one."""
    return next(filter(None, (find_facet(tree, one) for one in _PERIODS)), None)


def periods_table(selection: Selection, facet: str | None = None, measure: str = "segments") -> Table:
    """Return cases by the values of a facet of periods, for a strip of each case.

    Without a name it is the facet that is called Period, 時期 or the like. Raises UsageError.
    """
    tree = selection.corpus.codes
    head = find_facet(tree, facet) if facet else facet_of_periods(tree)
    if head is None:
        names = [one.name for one in tree.facets()]
        hint = f"Facets are {listed(names)}: --facet NAME." if names else "The codebook has no facets."
        raise UsageError(f"There is no facet “{facet}”." if facet else "There is no facet of periods.", hint)
    table = crosstab(selection, "case", f"facet:{tree.path(head.id)}", measure, name="periods")
    return _without_the_rest(table)


def _without_the_rest(table: Table) -> Table:
    """Return a table without what has none of the values, which would outshine all that has one."""
    kept = [at for at, column in enumerate(table.columns) if column.total or column.label != NONE]
    if len(kept) == len(table.columns):
        return table
    where = {at: place for place, at in enumerate(kept)}
    return replace(
        table,
        columns=[table.columns[at] for at in kept],
        values=[[row[at] for at in kept] for row in table.values],
        behind=lambda row, column: table.behind(row, kept[column]),
        incomplete=frozenset((row, where[at]) for row, at in table.incomplete if at in where),
        notes=["Left out: codings that are of none of these periods; totals have them.", *table.notes],
    )


def timeline_table(selection: Selection, date: str | None = None, *, events: bool = True) -> Table:
    """Return what has a date, case by case: documents in scope, the events of their cases and of none alone.

    The columns are `case`, `kind` (that of a document, or `event`), `from`, `until` (empty: a point of
    time; `open`: it goes on). `date` names the attribute of documents. Behind a document are its counted
    codings, behind an event those that speak of it. Raises UsageError, UnknownNameError.
    """
    corpus, dates = selection.corpus, dates_of(selection.corpus, date)
    order = {case: place for place, case in enumerate(selection.scope.cases)}
    things: list[tuple[int, str, str, Header, list[CellValue], Sequence[int]]] = []

    def put(case: int | None, kind: str, start: str, until: str, row: Header, ids: Sequence[int]) -> None:
        name = corpus.cases[case].name if case is not None else ""
        things.append((order.get(case or -1, len(order)), start, kind, row, [name, kind, start, until], ids))

    undated = happened = 0
    for one in selection.scope.shown:
        document = corpus.documents[one]
        if one not in dates.of:
            undated += 1
            continue
        ids = [coding.id for coding in selection.rows.get(one, ())]
        cases: list[int | None] = [case for case in corpus.document_cases.get(one, ()) if case in order]
        for case in cases or [None]:
            put(case, document.kind, dates.of[one], "", Header(document.name, document.uid), ids)
    for event in corpus.events if events else ():
        if event.case_id is None or event.case_id in order:
            happened += 1
            put(
                event.case_id, "event", event.date, event.until, Header(event.title, event.uid), event.codings
            )
    things.sort(key=lambda thing: thing[:3])
    dated = sum(1 for one in selection.scope.shown if one in dates.of)
    shown = counted(dated, "document") + (f", {counted(happened, 'event')}" if events else "")
    return Table(
        name="timeline",
        title="Documents and events",
        rows=[thing[3] for thing in things],
        columns=[Column("case", names=Entity.CASE), Column("kind"), Column("from"), Column("until")],
        values=[thing[4] for thing in things],
        stub="what",
        notes=[
            *_dating(dates.attribute, undated, any(thing[4][3] == OPEN for thing in things)),
            f"Shown: {shown}.",
            *notes.of_choice(selection),
        ],
        behind=lambda row, _: things[row][5],
    )


def _dating(attribute: str, undated: int, goes_on: bool) -> list[str]:
    said = [f"Documents by their “{attribute}”." if attribute else "No attribute of documents holds dates."]
    if undated:
        said.append(f"Left out: {counted(undated, 'document')} without a date.")
    if goes_on:
        said.append(f"“{OPEN}” stands for what goes on.")
    return said


def codeline_table(selection: Selection, document: int) -> Table:
    """Return the codes of a document (row id) by its turns, or by its paragraphs where it has none.

    The values are numbers of counted codings that touch a turn's speech; rows are codes that are
    there, facets last.
    """
    corpus, selection = selection.corpus, selection.of_document(document)
    turns = corpus.turns.get(document, ())
    spans: list[tuple[str, Span]] = [(str(turn.position), (turn.start, turn.end)) for turn in turns]
    if not spans:
        lines = paragraphs(corpus.text(document))
        spans = [(str(number), span) for number, span in enumerate(lines, 1)]
    codings: dict[int, list[CodingRow]] = {}
    for coding in selection.rows.get(document, ()):
        codings.setdefault(coding.code, []).append(coding)
    codes = [one for one in selection.codes if one in codings]

    def touching(code: int, span: Span) -> list[int]:
        return [one.id for one in codings[code] if one.start < span[1] and one.end > span[0]]

    def group(code: int) -> str | None:
        head = corpus.codes.facet_of(code)
        return None if head is None else corpus.codes[head].name

    what = "turn" if turns else "paragraph"
    return Table(
        name="codeline",
        title=f"Codes in {corpus.documents[document].name}, {what} by {what}",
        rows=[
            Header(corpus.codes[one].name, corpus.codes[one].uid, group(one), key=corpus.codes.path(one))
            for one in codes
        ],
        columns=[Column(label, key=f"{what} {label}", format=Format.COUNT) for label, _ in spans],
        values=[[len(touching(one, span)) for _, span in spans] for one in codes],
        stub="code",
        notes=[
            f"Counted: codings that touch a {what}; codes that are not in the document are left out.",
            f"N: {counted(len(spans), what)}.",
            *notes.of_selection(selection),
        ],
        behind=lambda row, column: touching(codes[row], spans[column][1]),
    )
