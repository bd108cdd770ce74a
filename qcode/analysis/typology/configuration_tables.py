"""What there is to see of configurations: the truth table, the solutions, what is necessary, the sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qcode.analysis import notes
from qcode.analysis.selection import Selection
from qcode.analysis.typology.configurations import CONSERVATIVE, FEW_CASES, MANY_CONDITIONS, Configurations
from qcode.analysis.typology.minimisation import Implicant, Solutions, covers
from qcode.analysis.typology.truth_tables import Fit, Row, fit, need
from qcode.analysis.whose import SEPARATOR
from qcode.model.cases import Entity
from qcode.model.tables import CellValue, Column, Format, Header, Table
from qcode.text.names import counted, listed

REMAINDER = "?"
_MOST_MODELS = 20
_MOST_REMAINDERS = 12


def rows_table(found: Configurations, selection: Selection, *, remainders: bool = False) -> Table:
    """Return the truth table: a row for each configuration with cases, with `remainders` for all.

    Columns: one for each condition (1 present, 0 absent), then `n`, `out` (1, 0 or `?` for too few
    cases), `incl`, `pri`, `cases` and `contradiction` (`yes` where cases differ in the outcome). The
    codings behind a row are those of its cases that conditions and outcome rest on.
    """
    rows = [row for row in found.table.rows if remainders or row.cases]
    ranked = {1: 0, 0: 1, None: 2}
    rows.sort(key=lambda row: (ranked[row.out], -len(row.cases), [-one for one in row.key]))
    everything = (*found.conditions, found.outcome)
    return Table(
        name="truth-table",
        title=f"Truth table of {found.outcome_name}",
        rows=[Header(found.words(row.key)) for row in rows],
        columns=[
            *(Column(name, format=Format.COUNT) for name in found.names),
            Column("n", format=Format.COUNT),
            Column("out"),
            Column("incl", format=Format.DECIMAL),
            Column("PRI", key="pri", format=Format.DECIMAL),
            Column("cases", names=Entity.CASE),
            Column("contradiction"),
        ],
        values=[[*row.key, *_row(found, row)] for row in rows],
        stub="configuration",
        notes=[
            "out 1: leads to the outcome; 0: does not; ?: remainder, too few cases to tell.",
            *_said(found),
            *_diversity(found),
            *notes.of_selection(selection),
        ],
        behind=lambda row, _: found.codings(rows[row].cases, everything),
    )


def _row(found: Configurations, row: Row) -> list[CellValue]:
    cases = SEPARATOR.join(found.cases[case].label for case in row.cases)
    out = REMAINDER if row.out is None else str(row.out)
    contradiction = "yes" if row.contradictory else ""
    return [len(row.cases), out, row.fit.inclusion, row.fit.pri, cases, contradiction]


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the table of solutions: a whole solution, or one of its terms."""

    header: Header
    values: list[CellValue]
    cases: list[int]
    fixed: list[int]
    """Places of the conditions that it speaks of."""


def solutions_table(found: Configurations, selection: Selection) -> Table:
    """Return the solutions: of each its terms, and then the solution as a whole.

    Columns: `solution` (conservative, intermediate or parsimonious), `model` (1 ... where several are
    equally short), `incl`, `pri`, `coverage`, `unique` (what of the coverage is the term's alone) and
    `cases` (in it by more than one half). Raises DataError where no configuration leads to the outcome.
    """
    lines: list[_Line] = []
    said: list[str] = []
    for kind, solutions in found.solutions().items():
        for number, model in enumerate(solutions.models[:_MOST_MODELS], 1):
            lines += _lines(found, kind, number, model)
        said += _models_in_words(kind, solutions)
        if kind != CONSERVATIVE:
            said += _assumptions(found, kind, solutions)
    return Table(
        name="solutions",
        title=f"What leads to {found.outcome_name}",
        rows=[line.header for line in lines],
        columns=[
            Column("solution"),
            Column("model", format=Format.COUNT),
            Column("incl", format=Format.DECIMAL),
            Column("PRI", key="pri", format=Format.DECIMAL),
            Column("coverage", format=Format.DECIMAL),
            Column("unique", format=Format.DECIMAL),
            Column("cases", names=Entity.CASE),
        ],
        values=[line.values for line in lines],
        stub="term",
        notes=[
            "~ absent, * and, + or.",
            "Conservative: rests on configurations with cases only.",
            "Parsimonious: remainders are taken to lead to the outcome wherever that makes it shorter.",
            *_expectations(found),
            *said,
            *_said(found),
            *_diversity(found),
            *notes.of_selection(selection),
        ],
        behind=lambda row, _: found.codings(
            lines[row].cases, [*(found.conditions[at] for at in lines[row].fixed), found.outcome]
        ),
    )


def _lines(found: Configurations, kind: str, number: int, model: Sequence[Implicant]) -> list[_Line]:
    table = found.table
    lines = []
    for at, term in enumerate(model):
        of = fit(table.membership(term), table.outcome)
        lines.append(
            _line(found, found.words(term), kind, number, of, [term], table.unique_coverage(model, at))
        )
    whole = fit(table.solution(model), table.outcome)
    words = " + ".join(map(found.words, model))
    return [*lines, _line(found, f"= {words}", kind, number, whole, model, None)]


def _line(
    found: Configurations,
    label: str,
    kind: str,
    number: int,
    of: Fit,
    terms: Sequence[Implicant],
    unique: CellValue,
) -> _Line:
    cases = sorted({case for term in terms for case in found.members(term)})
    fixed = sorted({at for term in terms for at, one in enumerate(term) if one is not None})
    names = SEPARATOR.join(found.cases[case].label for case in cases)
    values: list[CellValue] = [kind, number, of.inclusion, of.pri, of.coverage, unique, names]
    return _Line(Header(label, group=f"{kind} {number}"), values, cases, fixed)


def necessity_table(found: Configurations, selection: Selection) -> Table:
    """Return how necessary each condition is for the outcome, present and absent.

    Columns: `incl` (how far the outcome lies in the condition; 0.9 and more is usually asked for),
    `ron` (relevance of necessity; near 0 where nearly every case has the condition) and `coverage`.
    """
    rows: list[Header] = []
    values: list[list[CellValue]] = []
    pairs: list[tuple[int, list[int]]] = []
    for at, (name, members) in enumerate(zip(found.names, found.table.conditions, strict=True)):
        for absent in (False, True):
            own = [1 - one for one in members] if absent else list(members)
            of = need(own, found.table.outcome)
            rows.append(Header(f"{'~' if absent else ''}{name}"))
            values.append([of.inclusion, of.relevance, of.coverage])
            pairs.append((at, [case for case, one in enumerate(own) if one > 0.5]))
    return Table(
        name="necessity",
        title=f"What is necessary for {found.outcome_name}",
        rows=rows,
        columns=[
            Column("incl", format=Format.DECIMAL),
            Column("RoN", key="ron", format=Format.DECIMAL),
            Column("coverage", format=Format.DECIMAL),
        ],
        values=values,
        stub="condition",
        notes=[
            "incl: how far the outcome lies in the condition; necessity usually asks for 0.9 or more.",
            "RoN: relevance of necessity; near 0 where nearly every case has the condition.",
            *_said(found),
            *notes.of_selection(selection),
        ],
        behind=lambda row, _: found.codings(pairs[row][1], [found.conditions[pairs[row][0]], found.outcome]),
    )


def sets_table(found: Configurations, selection: Selection) -> Table:
    """Return what each case is a member of: cases by conditions and outcome, from 0 to 1.

    The codings behind a number are those it was made of.
    """
    everything = (*found.conditions, found.outcome)
    return Table(
        name="sets",
        title="Cases as members of sets",
        rows=found.cases,
        columns=[Column(one.written.name, format=Format.DECIMAL) for one in everything],
        values=[[one.members[case] for one in everything] for case in found.case_ids],
        stub="case",
        notes=[*_said(found), *notes.of_selection(selection)],
        behind=lambda row, column: found.codings([row], [everything[column]]),
    )


def _said(found: Configurations) -> list[str]:
    """Say how sets were made, from what on a configuration counts, and what is left out."""
    everything = (*found.conditions, found.outcome)
    inclusion, pri, least = found.cuts
    said = [f"Sets: {'; '.join(f'{one.written.name} = {one.written.text}' for one in everything)}."]
    if any(one.code is not None for one in everything):
        said.append(f"Numbers of codes: {found.measure}, each code with its sub-codes.")
    if any(one.written.anchors for one in everything):
        said.append("Three anchors are memberships of 0.05, 0.5 and 0.95 (direct calibration).")
    pri_in_words = f", PRI {pri:g}" if pri else ""
    said.append(
        f"N: {counted(len(found.cases), 'case')}. Cuts: consistency {inclusion:g}{pri_in_words},"
        f" {counted(least, 'case')} at least."
    )
    said += found.notes
    if len({one > 0.5 for one in found.table.outcome}) == 1:
        all_or_none = "All" if found.table.outcome[0] > 0.5 else "None"
        said.append(
            f"{all_or_none} of the cases have {found.outcome_name}: nothing can be told from them of what"
            " leads there."
        )
    if found.table.ambiguous:
        names = listed(found.cases[case].label for case in found.table.ambiguous)
        said.append(f"At one half in a condition and therefore in no configuration: {names}.")
    return said


def _diversity(found: Configurations) -> list[str]:
    """Say how much of what is possible was observed, and warn where it is little."""
    rows = found.table.rows
    seen = sum(1 for row in rows if row.cases)
    said = [f"Observed: {seen} of {len(rows)} configurations."]
    if found.contradictory:
        each = listed(found.words(row.key) for row in found.contradictory)
        said.append(f"Contradictions, cases of one configuration that differ in the outcome: {each}.")
    if len(found.cases) < FEW_CASES and len(found.conditions) > MANY_CONDITIONS:
        said.append(
            f"Limited diversity: {len(found.conditions)} conditions are many for"
            f" {counted(len(found.cases), 'case')}; most configurations are remainders, and solutions say"
            " little. Take fewer conditions."
        )
    return said


def _models_in_words(kind: str, solutions: Solutions) -> list[str]:
    number = len(solutions.models)
    if number < 2:
        return []
    shown = f"; the first {_MOST_MODELS} are shown" if number > _MOST_MODELS else ""
    more = "" if solutions.complete else " or more"
    return [f"The {kind} solution is ambiguous: {number:,}{more} are equally short{shown}."]


def _expectations(found: Configurations) -> list[str]:
    """Say what an intermediate solution rests on, where there is one."""
    pairs = zip(found.names, found.expected, strict=True)
    asked = [f"{'' if one else '~'}{name}" for name, one in pairs if one is not None]
    if not asked:
        return []
    return [f"Intermediate: only remainders that agree with what is expected are: {', '.join(asked)}."]


def _assumptions(found: Configurations, kind: str, solutions: Solutions) -> list[str]:
    """Say which remainders the first of some solutions takes to lead to the outcome."""
    if not solutions.models:
        return []
    used = [key for key in found.table.keys(None) if any(covers(one, key) for one in solutions.models[0])]
    if not used:
        return [f"The {kind} solution rests on no remainder."]
    shown = ", ".join(map(found.words, used[:_MOST_REMAINDERS]))
    more = f" and {len(used) - _MOST_REMAINDERS} more" if len(used) > _MOST_REMAINDERS else ""
    return [
        f"The parsimonious solution takes {counted(len(used), 'remainder')} to lead there: {shown}{more}."
    ]
