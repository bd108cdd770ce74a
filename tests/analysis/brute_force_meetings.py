"""Codes by codes once more, slowly: sets of places, and every pair of them looked at."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from fractions import Fraction
from functools import cached_property
from statistics import StatisticsError, correlation
from typing import Any

from brute_force import TOTAL, Label, Twin
from brute_force_strands import Strand

from qcode.analysis.corpus import Corpus
from qcode.model.documents import Role
from qcode.model.tables import Missing

Where = Hashable
PAIRS = {"overlap", "turns:1", "turns:2", "turns:3"}


class Meetings(Twin):
    """A corpus in which codes meet in a unit; `keep` leaves out strands and what is in scope."""

    def __init__(
        self,
        corpus: Corpus,
        roles: Sequence[Role] | None,
        coders: Sequence[int] | None,
        unit: str,
        aggregated: bool,
        keep: Callable[[int | None, int | None], bool] | None = None,
        sides: tuple[str, str] = ("code", "code"),
    ) -> None:
        super().__init__(corpus, roles, coders)
        self.unit = unit
        self.aggregated = aggregated
        self.keep = keep
        self.codes = [corpus.codes.path(code.id) for code in corpus.codes]
        self.row_themes, self.column_themes = (
            [
                path
                for one in self.totalled([spec], aggregated)
                if (path := corpus.codes.path(one)) in self.branch(spec)
            ]
            for spec in sides
        )
        if keep is not None:
            self.strands = [one for one in self.strands if keep(one.case, one.participant)]
        self.lines = {one: self._lines(one) for one in corpus.documents}

    # Places

    def _lines(self, document: int) -> dict[int, int]:
        """Return the number of the paragraph of every character between the first and last of its words."""
        numbers: dict[int, int] = {}
        start = number = 0
        for line in self.corpus.text(document).split("\n"):
            inked = [place for place, letter in enumerate(line) if not letter.isspace()]
            for place in range(inked[0], inked[-1] + 1) if inked else ():
                numbers[start + place] = number
            number += bool(inked)
            start += len(line) + 1
        return numbers

    def heard(self, strand: Strand) -> set[int]:
        part = self.part(strand.coding)
        if self.keep is None:
            return part
        return part & self._voice(strand.coding.document, strand.participant)

    def places(self, strand: Strand, unit: str) -> set[Where]:
        coding = strand.coding
        document = coding.document
        if unit in ("segment", "overlap"):
            return {(document, coding.start, coding.end)}
        if unit.startswith("turn") and self.corpus.turns.get(document):
            return {(document, turn) for turn in strand.turns}
        if unit == "paragraph" or unit.startswith("turn"):
            lines = self.lines[document]
            return {(document, lines[one]) for one in self.heard(strand) if one in lines}
        if unit == "characters":
            return {(document, one) for one in self.heard(strand)}
        return {document} if unit == "document" else {strand.case} - {None}

    def having(self, label: Label, unit: str) -> set[Where]:
        known = self._known.setdefault(unit, {})
        if label not in known:
            strands = [one for one in self.strands if label in self.labels("code", one, self.aggregated)]
            known[label] = {place for one in strands for place in self.places(one, unit)}
        return known[label]

    @cached_property
    def _known(self) -> dict[str, dict[Label, set[Where]]]:
        return {}

    def both(self, one: Label, other: Label, unit: str) -> set[Where]:
        return self.having(one, unit) & self.having(other, unit)

    def near(self, one: Any, other: Any) -> bool:
        if self.unit == "overlap":
            return one[0] == other[0] and bool(set(range(*one[1:])) & set(range(*other[1:])))
        if self.unit in PAIRS:
            return one[0] == other[0] and abs(one[1] - other[1]) <= int(self.unit[6:])
        return bool(one == other)

    def kin(self, one: Label, other: Label) -> bool:
        """Tell whether a code counts the other one's codings, or the other way round."""
        if not self.aggregated or one == other:
            return one == other
        ids = {self.corpus.codes.path(code.id): code.id for code in self.corpus.codes}
        return one in self._code_labels(ids[other], True) or other in self._code_labels(ids[one], True)

    # Numbers

    def pairs(self, row: Label, column: Label) -> set[tuple[Where, Where]]:
        """Return the pairs of places that are near each other, one of the row and one of the column."""
        if row == TOTAL:
            return {pair for one in self.row_themes for pair in self.pairs(one, column)}
        if column == TOTAL:
            others = [one for one in self.column_themes if not self.kin(one, row)]
            return {pair for one in others for pair in self.pairs(row, one)}
        of_row, of_column = self.having(row, self.unit), self.having(column, self.unit)
        if not self.kin(row, column):
            return {(one, other) for one in of_row for other in of_column if self.near(one, other)}
        return set()

    def number(self, row: Label, column: Label) -> int | None:
        if TOTAL not in (row, column) and self.kin(row, column):
            return len(self.having(row, self.unit)) if row == column else None
        rows, columns = (
            themes if label == TOTAL else [label]
            for label, themes in ((row, self.row_themes), (column, self.column_themes))
        )
        if all(self.kin(one, other) for one in rows for other in columns):
            return None
        pairs = self.pairs(row, column)
        return len({frozenset(pair) for pair in pairs} if row == column == TOTAL else pairs)

    def every(self, unit: str) -> set[Where]:
        held = [one for one in self.holdings() if self.keep is None or self.keep(one[1], one[2])]
        if unit == "segment":
            return {place for strand in self.strands for place in self.places(strand, unit)}
        if unit == "document":
            return {document for document, _, _ in held}
        if unit == "case":
            return {case for _, case, _ in held} - {None}
        characters: set[tuple[int, int]] = set()
        for document, _, participant in held:
            said = self.speech[document] if self.keep is None else self._voice(document, participant)
            characters |= {(document, one) for one in said}
        if unit == "characters":
            return set(characters)
        lines, turns = self.lines, self.corpus.turns
        paragraphs = {
            (document, lines[document][one])
            for document, one in characters
            if one in lines[document] and (unit == "paragraph" or not turns.get(document))
        }
        if unit == "paragraph":
            return paragraphs
        return paragraphs | {
            (document, turn.position)
            for document in self.corpus.documents
            for turn in self._counted_turns(document)
            if any(held_of == document and who == turn.participant_id for held_of, _, who in held)
        }

    def cell(self, row: Label, column: Label) -> Any:  # type: ignore[override]
        number = self.number(row, column)
        return self.nothing() if number == 0 and self.nothing() is not None else number

    def nothing(self) -> Missing | None:
        """Return what stands where nothing was found; None: a 0."""
        documents = {document for document, _, _ in self.holdings()}
        if not documents:
            return Missing.NO_DATA
        open_ = any(not self.is_finished(document, self.coders) for document in documents)
        return Missing.NOT_CODED if open_ else None

    def strength(self, coefficient: str, row: Label, column: Label) -> float | None:
        """Return a coefficient from the sets, and not from the formula where there is another way."""
        if self.kin(row, column):
            return None
        if coefficient == "c":
            pairs, either = len(self.pairs(row, column)), 0
            either = sum(len(self.having(one, self.unit)) for one in (row, column)) - pairs
            return float(Fraction(pairs, either)) if either > 0 else None
        unit = "characters" if self.unit == "overlap" else self.unit
        one, other, every = self.having(row, unit), self.having(column, unit), self.every(unit)
        assert one | other <= every
        if coefficient == "jaccard":
            return len(one & other) / len(one | other) if one | other else None
        if coefficient == "lift":
            if not one or not other:
                return None
            by_chance = Fraction(len(one), len(every)) * Fraction(len(other), len(every))
            return float(Fraction(len(one & other), len(every)) / by_chance)
        try:
            return correlation([place in one for place in every], [place in other for place in every])
        except StatisticsError:
            return None

    def behind_cell(self, row: Label, column: Label) -> set[int]:
        """Return the codings that take part in any meeting of a cell."""
        if row == TOTAL and column == TOTAL:
            return {one for theme in self.row_themes for one in self.behind_cell(theme, TOTAL)}
        if row == TOTAL:
            others = [one for one in self.row_themes if not self.kin(one, column)]
            return {one for other in others for one in self.behind_cell(other, column)}
        if column == TOTAL:
            others = [one for one in self.column_themes if not self.kin(one, row)]
            return {one for other in others for one in self.behind_cell(row, other)}
        if row != column and self.kin(row, column):
            return set()
        found = set()
        for own, other in ((row, column), (column, row)):
            met = self.having(other, self.unit)
            for strand in self.strands:
                places = self.places(strand, self.unit)
                if own in self.labels("code", strand, self.aggregated) and any(
                    self.near(one, place) for one in places for place in met
                ):
                    found.add(strand.coding.id)
        return found
