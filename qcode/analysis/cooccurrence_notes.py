"""The sentences below a table of codes by codes: what was counted, and what a coefficient does not say."""

from __future__ import annotations

from collections.abc import Iterable

from qcode.analysis import notes
from qcode.analysis.cooccurrence_measures import LOPSIDED, OF_EVERY, Coefficient
from qcode.analysis.cooccurrence_units import Place, Unit
from qcode.analysis.counts import Percent
from qcode.analysis.dimensions import Dimension
from qcode.analysis.selection import Selection
from qcode.model.tables import Table
from qcode.text.names import counted

AGGREGATED = "A code stands for itself and its sub-codes; beside one of its own sub-codes it is blank."
_COUNTED = {
    Place.SEGMENT: "passages with both codes, of the same span",
    Place.OVERLAP: (
        "pairs of passages, one with the row's code and one with the column's, that share at least one"
        " character; a passage with both is such a pair"
    ),
    Place.TURN: "turns whose counted speech both codes touch",
    Place.PARAGRAPH: "paragraphs (lines with counted speech) that both codes touch",
    Place.DOCUMENT: "documents with both codes",
    Place.CASE: "cases with both codes",
}
_WORDS = {
    Place.SEGMENT: "passages",
    Place.OVERLAP: "passages",
    Place.TURN: "turns",
    Place.PARAGRAPH: "paragraphs",
    Place.DOCUMENT: "documents",
    Place.CASE: "cases",
}
_ALL = {
    Place.SEGMENT: "all coded passages",
    Place.OVERLAP: "all characters of counted speech in scope",
    Place.TURN: "all turns of counted speech in scope",
    Place.PARAGRAPH: "all paragraphs of counted speech in scope",
    Place.DOCUMENT: "all documents in scope with counted speech",
    Place.CASE: "all cases in scope with counted speech",
}
_MEANINGS = {
    Coefficient.C: "c = n12 / (n1 + n2 - n12) as in ATLAS.ti",
    Coefficient.JACCARD: "Jaccard: the share that has both codes, of what has either",
    Coefficient.LIFT: "Lift: N n12 / (n1 n2), 1 where codes meet as often as by chance",
    Coefficient.PHI: "Phi: the correlation of having one code with having the other, -1 to 1",
}


def of_title(
    unit: Unit,
    coefficient: Coefficient | None,
    sides: tuple[str, str],
    by: Dimension | None,
    *,
    presence: bool,
) -> str:
    """Return the title of a table."""
    where = {
        Place.SEGMENT: "in the same passage",
        Place.OVERLAP: "overlapping",
        Place.TURN: f"within {counted(unit.apart, 'turn')}" if unit.apart else "in the same turn",
    }.get(unit.place, f"in the same {unit.place}")
    what = f"{coefficient.capitalize()}: " if coefficient else "Presence: " if presence else ""
    codes = f"{sides[0]} by {sides[1]}, {where}" + (f", by {by.spec}" if by else "")
    return f"{what}{codes}" if what else codes[0].upper() + codes[1:]


def of_unit(unit: Unit) -> str:
    """Say what is counted where codes meet."""
    what = _COUNTED[unit.place]
    if unit.apart:
        what = (
            "pairs of turns, one whose counted speech the row's code touches and one the column's, at most"
            f" {unit.apart} apart in the transcript; a turn with both is such a pair"
        )
    return f"Counted: {what}; whoever of the coders gave the codes."


def of_counts(unit: Unit, percent: Percent | None, every: int | None, *, square: bool) -> list[str]:
    """Say what stands on the diagonal, in totals, and what shares are of."""
    places = _WORDS[unit.place]
    itself = "On the diagonal" if square else "A code beside itself"
    sentences = [
        f"{itself}: {places} with the code, together or alone.",
        f"Totals: {'pairs' if unit.of_pairs else places} in which a code meets any other theme, each once.",
    ]
    if percent in (Percent.ROW, Percent.COLUMN):
        sentences.append(f"Percentages are shares of the {places} with the {percent}'s code, its N.")
    elif percent:
        sentences.append(f"Percentages are shares of {_ALL[unit.place]}, N = {every:,}.")
    return sentences


def of_coefficient(coefficient: Coefficient, unit: Unit, every: int | None) -> str:
    """Say what a coefficient is made of."""
    characters = unit.place is Place.OVERLAP and coefficient is not Coefficient.C
    places = "characters of counted speech" if characters else _WORDS[unit.place]
    both = "what is counted" if coefficient is Coefficient.C else f"{places} with both"
    basis = f"{_MEANINGS[coefficient]}; n12: {both}; n1, n2 (the N of row and column): {places} with each"
    return f"{basis}; N: {_ALL[unit.place]}, {every:,}." if coefficient in OF_EVERY else f"{basis}."


def of_c(pairs: Iterable[tuple[int, int, int]]) -> list[str]:
    """Say where c misleads; `pairs` are (n12, n1, n2) of every two codes that are used."""
    several = list(pairs)
    sentences = []
    out = sum(1 for both, one, other in several if 2 * both > one + other)
    if out:
        sentences.append(
            f"c is out of range for {counted(out, 'pair')} of codes, above 1 or blank: there are more pairs"
            " there than passages or turns, as where passages of one code overlap each other."
        )
    lopsided = sum(1 for _, one, other in several if max(one, other) > LOPSIDED * min(one, other))
    if lopsided:
        sentences.append(
            f"For {counted(lopsided, 'pair')} of codes one is used more than {LOPSIDED} times as often as"
            " the other: c is small there even where the rarer code never stands alone."
        )
    return sentences


def of_scope(selection: Selection, unit: Unit, table: Table) -> list[str]:
    """Say which codings were counted, and where the unit does not exist."""
    sentences = []
    if unit.place is Place.TURN:
        without = sum(1 for one in selection.scope.holdings if not selection.corpus.turns.get(one))
        if without:
            documents = counted(without, "document")
            sentences.append(f"Paragraphs stand for turns where nobody speaks: in {documents}.")
    return [*sentences, *notes.of_nothing(selection, table), *notes.of_selection(selection)]
