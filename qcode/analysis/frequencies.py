"""The code frequency table: every code with what there is of it."""

from __future__ import annotations

from dataclasses import replace

from qcode.analysis import notes
from qcode.analysis.cells import TOTAL
from qcode.analysis.counts import Counts
from qcode.analysis.crosstab import Field, Line, assembled, for_coder
from qcode.analysis.dimensions import dimension, shown_coders
from qcode.analysis.measures import FORMATS, Measure
from qcode.analysis.selection import Selection
from qcode.model.tables import Column, Format, Table

_OWN = (
    Measure.SEGMENTS,
    Measure.DOCUMENTS,
    Measure.CASES,
    Measure.PARTICIPANTS,
    Measure.CHARACTERS,
    Measure.COVERAGE,
)
_AGGREGATED = (Measure.SEGMENTS, Measure.DOCUMENTS, Measure.CASES)


def frequencies(selection: Selection, *, per_coder: bool = False, aggregated: bool = False) -> Table:
    """Return one row for each code, themes first, facets last, also for codes without codings.

    The columns are named `segments, segments_aggregated, documents, documents_aggregated, cases,
    cases_aggregated, participants, characters, coverage`; the last three are of a code alone. With
    `aggregated` they are of the code with its sub-codes, and named `participants_aggregated` and so on.
    `per_coder` adds the segments of each coder, alone or aggregated likewise. There is no total row.
    """
    side = dimension(selection, "code")
    own = Counts(selection, side, None, measures=_OWN, aggregated=False)
    rolled = dimension(selection, "code", aggregated=True)
    with_sub_codes = Counts(
        selection, rolled, None, measures=_OWN if aggregated else _AGGREGATED, aggregated=True
    )
    fields = []
    for measure in _OWN:
        if measure in _AGGREGATED or not aggregated:
            fields.append(Field(_column(own, measure), own, TOTAL, measure))
        if measure in _AGGREGATED or aggregated:
            header = _with_sub_codes(_column(own, measure))
            fields.append(Field(header, with_sub_codes, TOTAL, measure))
    if per_coder:
        header = _column(own, Measure.SEGMENTS)
        header = _with_sub_codes(header) if aggregated else header
        segments = Field(header, own, TOTAL, Measure.SEGMENTS)
        for coder in shown_coders(selection):
            counts = Counts(
                selection.of_coder(coder),
                rolled if aggregated else side,
                None,
                measures=(Measure.SEGMENTS,),
                aggregated=aggregated,
            )
            name = selection.corpus.coders[coder].name
            fields.append(for_coder(replace(segments, counts=counts), name))
    lines = [Line(header, place) for place, header in enumerate(side.headers)]
    table = replace(assembled(lines, fields), name="freq", title="Code frequencies", stub="code")
    sentences = [
        notes.of_measure(Measure.SEGMENTS, aggregated=False, by_code=True),
        "With sub-codes: distinct passages of a code and those below it; facets stay by themselves.",
        notes.of_measure(Measure.PARTICIPANTS, aggregated=aggregated, by_code=True),
        notes.of_measure(Measure.CHARACTERS, aggregated=aggregated, by_code=True),
        notes.of_measure(Measure.COVERAGE, aggregated=aggregated, by_code=True),
        *notes.of_nothing(selection, table),
        *notes.of_selection(selection, own.cells),
    ]
    return replace(table, notes=sentences)


def _column(counts: Counts, measure: Measure) -> Column:
    header = Column(measure.capitalize(), key=measure, format=FORMATS.get(measure, Format.COUNT))
    if measure is Measure.COVERAGE:
        return replace(header, n=counts.denominators.characters((TOTAL, TOTAL)))
    return header


def _with_sub_codes(column: Column) -> Column:
    return replace(column, label=f"{column.label} with sub-codes", key=f"{column.key}_aggregated")
