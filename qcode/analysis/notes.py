"""The sentences below a table: what was counted, of whom, by whom, and out of what (rule 10).

They depend on the project and the question only, so that the same question gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import chain

from qcode.analysis.cells import TOTAL, Cells, by_document
from qcode.analysis.conditions import Axis
from qcode.analysis.corpus import Corpus
from qcode.analysis.counts import Percent
from qcode.analysis.dimensions import Dimension, shown_coders
from qcode.analysis.measures import Measure
from qcode.analysis.selection import Selection
from qcode.model.documents import Role
from qcode.model.tables import CellValue, Missing, Table
from qcode.text.names import counted, listed, quoted

_COUNTED = {
    Measure.DOCUMENTS: "Counted: documents with at least one coding.",
    Measure.CASES: "Counted: cases with at least one coding.",
    Measure.PARTICIPANTS: "Counted: participants whose counted speech at least one coding touches.",
    Measure.TURNS: "Counted: turns that at least one coding touches.",
    Measure.CHARACTERS: "Counted: characters of coded passages in counted speech, each once.",
    Measure.WORDS: (
        "Counted: words of coded passages in counted speech, each once; a word is a run of one script,"
        " and for Japanese characters are the better measure."
    ),
    Measure.COVERAGE: (
        "Coverage: coded characters as a share of the characters of counted speech in scope (N)."
    ),
    Measure.PRESENCE: "1 says that there is at least one coding.",
    Measure.RATE: "Rate: segments for every 1,000 characters of counted speech in scope (N).",
    Measure.PER_DOCUMENT: "Per document: segments for every document in scope with counted speech (N).",
    Measure.QUOTES: "Quotations: the distinct passages, in the order of documents and texts.",
}
_SHARES = {
    Percent.ROW: "Percentages are shares of the row's total, its N.",
    Percent.COLUMN: "Percentages are shares of the column's total, its N.",
    Percent.TABLE: "Percentages are shares of the table's total, N.",
    Percent.DOCUMENTS: "Percentages are shares of the documents in scope with counted speech, N.",
    Percent.CASES: "Percentages are shares of the cases in scope with counted speech, N.",
}
_SPEAKERS = {
    Role.RESPONDENT: "respondents",
    Role.INTERVIEWER: "interviewers",
    Role.OTHER: "others",
}


def of_measure(measure: Measure, *, aggregated: bool, by_code: bool) -> str:
    """Say what the numbers are numbers of."""
    if measure is not Measure.SEGMENTS:
        with_sub_codes = " A code stands for itself and its sub-codes." if aggregated and by_code else ""
        return _COUNTED[measure] + with_sub_codes
    if not aggregated:
        return "Counted: segments, distinct passages of a code; coded alike by several, they count once."
    if by_code:
        return "Counted: distinct passages of a code with its sub-codes; coded with several, they count once."
    return "Counted: distinct passages, whatever their codes and coders."


def of_dimensions(cells: Cells, measure: Measure, by: Dimension | None = None) -> list[str]:
    """Say how codings come to stand under several rows, columns, or blocks of them."""
    sentences = []
    sides = [*cells.sides, *([by] if by else [])]
    axes = {side.axis for side in sides}
    if Axis.CASE in axes:
        sentences.append(
            "A coding is of the case given to it by hand, else of the cases of the participants it"
            " touches, else of those of its document."
        )
    if (Axis.PARTICIPANT in axes or cells.selection.own_voice) and measure in (
        Measure.CHARACTERS,
        Measure.WORDS,
        Measure.COVERAGE,
        Measure.RATE,
    ):
        sentences.append("Characters under a participant are those of what this participant says.")
    for name in dict.fromkeys(one.spec.removeprefix("facet:") for one in sides if one.axis is Axis.FACET):
        sentences.append(
            f"A coding has the values of “{name}” that the same coder gave to passages overlapping it;"
            " with several values it counts under each."
        )
    return [*sentences, *dict.fromkeys(sentence for side in sides for sentence in side.said)]


def of_cases(cells: Cells, measure: Measure, number: CellValue) -> list[str]:
    """Say how many cases are in no number of a table that sorts cases; `number` of them are in one."""
    sorts = all(side.axis is Axis.CASE for side in cells.sides)
    known = len(cells.selection.scope.cases)
    without = known - (number if isinstance(number, int) else 0)
    if not (sorts and measure is Measure.CASES and without):
        return []
    return [
        f"In no number, for no coding of theirs counts: {without:,} of {counted(known, 'case')} in scope."
    ]


def of_shares(percent: Percent | None, cells: Cells) -> list[str]:
    """Say what percentages are of, and which cells have none."""
    if percent is None:
        return []
    facets = cells.uncounted_codes
    beside = Percent.COLUMN if cells.rows.axis is Axis.CODE else Percent.ROW
    if facets and cells.by_code and percent in (beside, Percent.TABLE):
        return [_SHARES[percent], "Codes of facets have no share of totals that are of the themes: blank."]
    return [_SHARES[percent]]


def of_totals(cells: Cells, rows_off: int, columns_off: int) -> list[str]:
    """Say what totals hold, and in how many rows and columns they are not the sum."""
    sentences = []
    if cells.of_codes is not None and cells.of_codes.branch:
        sentences.append(f"Only what has {quoted(cells.of_codes.spec)} is counted, in totals too.")
    if cells.uncounted_codes:
        sentences.append("Totals are of the themes; facets say who and when, and are left out of them.")
    off = [counted(rows_off, "row")] if rows_off else []
    off += [counted(columns_off, "column")] if columns_off else []
    if off:
        sentences.append(
            f"Totals count once what stands in several places: in {listed(off)} they are less than the sum."
        )
    return sentences


def of_nothing(selection: Selection, table: Table) -> list[str]:
    """Explain the cells without a number, and the marks of unfinished documents."""
    values = {value for line in table.values for value in line if isinstance(value, Missing)}
    sentences = []
    if Missing.NO_DATA in values:
        sentences.append("“no data”: no document in scope.")
    if Missing.NOT_CODED in values:
        sentences.append("“not coded yet”: nothing found so far, and a document in scope is not finished.")
    unfinished = len(selection.unfinished())
    if unfinished:
        documents = counted(len(selection.scope.holdings), "document")
        growing = "; counts marked + may grow" if table.incomplete else ""
        sentences.append(f"Not finished by the selected coders: {unfinished:,} of {documents}{growing}.")
    return sentences


def of_selection(selection: Selection, cells: Cells | None = None) -> list[str]:
    """Say which codings were counted: roles, what was left out, filter, coders, N, version, date.

    `cells` are those of a table of counts; without them every coding of the selection is listed.
    """
    sentences = _roles(selection)
    sentences.append(_filter(selection))
    sentences.append(_coders(selection))
    scope = selection.scope
    numbers = (
        counted(len(scope.holdings), "document"),
        counted(len(scope.cases_with_data), "case"),
        counted(len(scope.participants_with_data), "participant"),
    )
    sentences.append(f"N in scope with counted speech: {', '.join(numbers)}.")
    sentences.append(_codings(selection, cells))
    sentences += _unplaced(selection)
    sentences.append(of_version(selection.corpus))
    return sentences


def of_choice(selection: Selection) -> list[str]:
    """Say of a table that counts no codings what was chosen, and from when it is."""
    return [_filter(selection), of_version(selection.corpus)]


def _filter(selection: Selection) -> str:
    where = " ".join(selection.where.split("\n"))
    return f"Filter: {where}" if where else "Filter: none."


def _unplaced(selection: Selection) -> list[str]:
    """Say how many codings count nowhere because a document's text was replaced."""
    waiting = {
        key: number
        for key, number in selection.corpus.unplaced.items()
        if key[0] in selection.scope.shown and key[1] in selection.coders
    }
    if not waiting:
        return []
    codings = counted(sum(waiting.values()), "coding")
    documents = counted(len({document for document, _ in waiting}), "document")
    return [f"Not counted: {codings} without a place, in {documents}, which counts as not finished."]


def of_version(corpus: Corpus) -> str:
    """Say which program made a table from which state of the project."""
    date = f"newest change {corpus.newest_change}" if corpus.newest_change else "no change yet"
    return f"qcode {corpus.version}; {date}."


def roles_in_words(roles: Sequence[Role]) -> str:
    """Say whose speech counts."""
    heard = listed(_SPEAKERS[role] for role in roles)
    return f"Roles: speech of {heard} counts, and documents without speakers but for front matter."


def _roles(selection: Selection) -> list[str]:
    if selection.roles is None:
        return ["Roles: any; every coding counts wherever it lies."]
    sentences = [roles_in_words(selection.roles)]
    in_scope = [selection.speech[one] for one in selection.scope.holdings]
    unknown = sum(1 for speech in in_scope if speech.roles_known is False)
    if unknown:
        documents = counted(unknown, "document")
        sentences.append(f"In {documents} no speaker's role is known; all speech counts there.")
    left = selection.left_out
    reasons = (
        (left.interviewer, "in interviewers' speech only"),
        (left.unknown, "in speech of participants whose role is not known"),
        (left.other, "in speech of roles that do not count"),
        (left.outside, "in labels or front matter only"),
    )
    for number, where in reasons:
        if number:
            verb = "lies" if number == 1 else "lie"
            sentences.append(f"Not counted: {counted(number, 'coding')} that {verb} {where}.")
    return sentences


def _coders(selection: Selection) -> str:
    names = [selection.corpus.coders[one].name for one in shown_coders(selection)]
    if not names:
        return "Coders: none."
    return f"Coders: {listed(names)}{' (all)' if selection.every_coder and len(names) > 1 else ''}."


def _codings(selection: Selection, cells: Cells | None) -> str:
    """Say how many codings are in a table, of which coders; without cells all of the selection are."""
    coders_of: dict[int, Collection[int]] = {}
    if cells is None or (cells.of_codes is not None and not cells.of_codes.branch):
        coders_of = {one: selection.columns(one).everybody for one in selection.rows}
        number = len(selection)
    else:
        number = cells.number_of_codings
        for blocks in by_document(cells[TOTAL, TOTAL]):
            places = chain.from_iterable(block.places for block in blocks)
            coders = blocks[0].columns.coders
            coders_of[blocks[0].document] = set(map(coders.__getitem__, places))
    facets = 0 if cells is None else number - cells.number_of_codings
    parts = f" ({facets:,} of them of facets)" if facets else ""
    everybody = set().union(*coders_of.values())
    by = f" by {counted(len(everybody), 'coder')}" if everybody else ""
    both = sum(1 for coders_here in coders_of.values() if len(coders_here) > 1)
    several = f"; {counted(both, 'document')} coded by more than one coder"
    return f"Codings counted: {number:,}{by}{parts}{several}."


def of_blocks(by: Dimension, blocks: int) -> list[str]:
    """Say what the blocks of columns are."""
    first = (
        f"{counted(blocks, 'block')} of columns, one for each value of {by.spec} and the last, Total, for all"
    )
    sentences = [f"{first}; what lies in several counts in each, and once in the last."]
    if by.narrows:
        sentences.append("What is in scope (N, no data) is so block by block.")
    if by.axis is Axis.CODE and by.branch:
        sentences.append(f"Only what has {quoted(by.spec)} is counted.")
    return sentences


def of_title(
    measure: Measure, rows: Dimension, columns: Dimension | None, by: Dimension | None = None
) -> str:
    """Return the title of a table."""
    sides = [rows.spec, *(one.spec for one in (columns, by) if one is not None)]
    return f"{measure.capitalize()}: {' by '.join(sides)}"
