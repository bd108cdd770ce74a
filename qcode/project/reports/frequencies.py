"""The table of code frequencies as journals print it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qcode.analysis import notes
from qcode.model.codes import CodeTree
from qcode.model.reports import Report
from qcode.model.tables import CellValue, Column, Format, Header, Table
from qcode.project.reports.quotations import REFERENCES
from qcode.project.reports.quoted import EXAMPLES, Quotes, examples
from qcode.text.cells import INCOMPLETE_MARK

if TYPE_CHECKING:
    from qcode.analysis.selection import Selection
    from qcode.project.project import Project

FEWEST = 10
"""Percentages of fewer than these say more than there is."""
_OWN, _AGGREGATE = "segments", "segments_aggregated"


@dataclass(frozen=True, slots=True)
class _Share:
    """A column `n (%)`: which count, and of how many."""

    label: str
    key: str
    n: int
    percent: bool


def frequencies_report(
    project: Project,
    *,
    selection: Selection | None = None,
    percent: bool | None = None,
    quotations: int = 1,
    themes: bool = False,
) -> Report:
    """Return themes and codes with definition, n of cases and participants, references, quotations.

    Cases and participants are those that have the code or one of its sub-codes, each counted once;
    references are given of a code alone and with its sub-codes (NVivo's *aggregate*). `percent`: with
    percentages of all that have data, without, or (None) with them where these are 10 or more.
    `quotations` is how many illustrate each code at most; `themes` leaves out facets.
    """
    chosen = project.select() if selection is None else selection
    counts = project.frequencies(selection=chosen, aggregated=True)
    quotes = Quotes(project, chosen, memos=False)
    tree = chosen.corpus.codes
    shares = _shares(chosen, percent)
    kept = [place for place, row in enumerate(counts.rows) if not themes or row.group is None]
    table = _table(counts, kept, tree, shares, _illustrations(counts, tree, quotes, quotations))
    return Report(
        name="frequencies",
        title=f"{chosen.corpus.title}: code frequencies",
        blocks=[table],
        notes=_notes(chosen, counts, shares, quotations, percent=percent, themes=themes),
        detail=lambda: project.segments(selection=chosen, only=_behind(table)),
    )


def _shares(selection: Selection, percent: bool | None) -> Sequence[_Share]:
    scope = selection.scope
    return [
        _Share(label, key, n, n >= FEWEST if percent is None else percent and n > 0)
        for label, key, n in (
            ("Cases", "cases_aggregated", len(scope.cases_with_data)),
            ("Participants", "participants_aggregated", len(scope.participants_with_data)),
        )
    ]


def _illustrations(
    counts: Table, tree: CodeTree, quotes: Quotes, most: int
) -> Mapping[str, Sequence[tuple[str, int]]]:
    """Return uid of a code -> the quotations that illustrate it, with their codings.

    A code that has none of its own has no quotation: those of its sub-codes stand beside these.
    """
    if not most:
        return {}
    shown = {row.uid for row in counts.rows}
    used: set[str] = set()
    return {
        code.uid: [
            (f"{one.text} ({one.quotation.reference})", one.rows[0].id)
            for one in examples(quotes.of([code.id]), most, used)
        ]
        for code in tree
        if code.uid in shown
    }


def _table(
    counts: Table,
    kept: Sequence[int],
    tree: CodeTree,
    shares: Sequence[_Share],
    illustrations: Mapping[str, Sequence[tuple[str, int]]],
) -> Table:
    at = {column.name: place for place, column in enumerate(counts.columns)}
    codes = {code.uid: code for code in tree}
    keys = [share.key for share in shares] + [_OWN, _AGGREGATE]
    columns = [
        Column("Definition", key="definition"),
        *(_column(one) for one in shares),
        Column("References", key="references", format=Format.COUNT),
        Column("References, aggregate", key="references_aggregate", format=Format.COUNT),
    ]
    if illustrations:
        columns.append(Column("Illustrative quotation", key="quotation"))

    def cells(row: int) -> Sequence[CellValue]:
        code = codes[counts.rows[row].uid or ""]
        said: list[CellValue] = [code.fields.brief or code.fields.definition]
        said += [_share(counts, row, at[one.key], one) for one in shares]
        said += [counts.values[row][at[key]] for key in (_OWN, _AGGREGATE)]
        if illustrations:
            said.append("\n".join(text for text, _ in illustrations[code.uid]))
        return said

    def behind(row: int, column: int) -> Sequence[int]:
        if 1 <= column <= len(keys):
            return counts.behind(kept[row], at[keys[column - 1]])
        uid = counts.rows[kept[row]].uid or ""
        return [coding for _, coding in illustrations.get(uid, ())] if column > len(keys) else ()

    rows = [counts.rows[place] for place in kept]
    return Table(
        name="frequencies",
        title="Themes and codes",
        rows=[Header(row.label, row.uid, row.group, row.level, key=row.key) for row in rows],
        columns=columns,
        values=[cells(place) for place in kept],
        stub="Theme and code",
        behind=behind,
        incomplete=frozenset(
            (row, column)
            for row, place in enumerate(kept)
            for column, key in enumerate(keys, 1)
            if (place, at[key]) in counts.incomplete
        ),
    )


def _column(share: _Share) -> Column:
    label, key = f"{share.label}, n", share.label.casefold()
    if share.percent:
        return Column(f"{label} (%)", key=key, n=share.n)
    return Column(label, key=key, n=share.n, format=Format.COUNT)


def _share(counts: Table, row: int, column: int, share: _Share) -> CellValue:
    """Return a count, or `5+ (55.6)` with its percentage; the mark of a count that is none."""
    value = counts.values[row][column]
    if not share.percent or not isinstance(value, int):
        return value
    so_far = INCOMPLETE_MARK if (row, column) in counts.incomplete else ""
    return f"{value}{so_far} ({100 * value / share.n:.1f})"


def _notes(
    selection: Selection,
    counts: Table,
    shares: Sequence[_Share],
    quotations: int,
    *,
    percent: bool | None,
    themes: bool,
) -> Sequence[str]:
    sentences = [
        (
            "References are distinct passages of a code, as NVivo's coding references; aggregate: of the "
            "code and its sub-codes, each passage once."
        ),
        (
            "Cases and participants of a code are those that have it or one of its sub-codes, each counted "
            "once: they are no sums."
        ),
        (
            "N: cases and participants with counted speech in scope; one with several codes counts for "
            "each, so that columns add up to more than N."
        ),
    ]
    small = [share for share in shares if not share.percent]
    if small and percent is None:
        which = " and ".join(f"{share.label.casefold()} (N = {share.n})" for share in small)
        sentences.append(f"No percentages of {which}: N is below {FEWEST}.")
    elif any(share.percent and share.n < FEWEST for share in shares):
        sentences.append(f"Percentages of an N below {FEWEST} were asked for; read them with care.")
    if quotations:
        sentences += [EXAMPLES, REFERENCES]
    if themes:
        sentences.append("Facets are not shown.")
    return [*sentences, *notes.of_nothing(selection, counts), *notes.of_selection(selection)]


def _behind(table: Table) -> frozenset[int]:
    return frozenset(
        coding
        for row in range(len(table.rows))
        for column in range(len(table.columns))
        for coding in table.behind(row, column)
    )
