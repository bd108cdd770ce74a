"""The counting rules once more, slowly: sets of characters, loops over everything.

It shares no code with `qcode.analysis`; what it returns is compared with the tables cell by cell.
A coding is looked at as a set of *strands*: (case, participant) pairs, each with the counted turns
they come from. Whatever is counted is counted over strands that lie in the row and in the column.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from brute_force_strands import Strand, Strands

from qcode.analysis.corpus import Corpus
from qcode.model.codings import AssignmentState, CodingRow
from qcode.model.documents import Role
from qcode.model.tables import Missing
from qcode.text.words import count_words

TOTAL = "total"
Label = str
Key = tuple[Label, Label | None]


Held = tuple[int, int | None, int | None]
"""A document, a case and a participant."""


def _held(strand: Strand) -> Held:
    return strand.coding.document, strand.case, strand.participant


class Twin(Strands):
    """A corpus under chosen roles and coders, counted by brute force."""

    own_voice = False
    """Whether every cell stands for what the participants in it say."""

    def __init__(self, corpus: Corpus, roles: Sequence[Role] | None, coders: Sequence[int] | None) -> None:
        super().__init__(corpus, roles, coders)
        self.shown = {code.id for code in corpus.codes}

    # Rule 9

    def facet_values(self, coding: CodingRow, head: int) -> set[str]:
        tree = self.corpus.codes
        values = set()
        for other in self.corpus.codings:
            line = [*tree.ancestors(other.code), other.code]
            if head not in line or other.document != coding.document or other.coder != coding.coder:
                continue
            if set(range(other.start, other.end)) & set(range(coding.start, coding.end)):
                below = line[line.index(head) + 1 :]
                values.add(tree.path(below[0] if below else head))
        return values or {"(none)"}

    # Dimensions

    def labels(self, spec: str, strand: Strand, aggregated: bool) -> set[Label]:
        """Return the names under which a strand falls in a dimension."""
        corpus, coding = self.corpus, strand.coding
        if spec == "code" or spec.startswith("code:"):
            return self._code_labels(coding.code, aggregated) & self.branch(spec)
        if spec.startswith("facet:"):
            head = next(one for one in corpus.codes.facets() if one.name == spec[6:])
            return self.facet_values(coding, head.id)
        if spec == "coder":
            return {corpus.coders[coding.coder].name}
        return self.place_labels(spec, coding.document, strand.case, strand.participant)

    def place_labels(self, spec: str, document: int, case: int | None, participant: int | None) -> set[Label]:
        """Return the names of a dimension that does not depend on what was coded."""
        corpus = self.corpus
        if spec == "document":
            return {corpus.documents[document].name}
        if spec == "document.kind":
            return {corpus.documents[document].kind}
        if spec == "case":
            return {"(no case)" if case is None else corpus.cases[case].name}
        if spec == "participant":
            return {"(no participant)" if participant is None else corpus.participants[participant].name}
        if spec == "participant.role":
            if participant is None:
                return {"(no participant)"}
            return {corpus.participants[participant].role or "(role not known)"}
        owner, _, attribute = spec.partition(".")
        thing = {"case": case, "document": document, "participant": participant}[owner]
        if thing is None:
            return {f"(no {owner})"}
        return {self._attribute_label(owner, attribute, thing)}

    def _attribute_label(self, owner: str, attribute: str, thing: int) -> Label:
        corpus = self.corpus
        name, _, cuts = attribute.partition(":")
        things: Any = {
            "case": corpus.cases,
            "document": corpus.documents,
            "participant": corpus.participants,
        }[owner]
        wanted = [one.id for one in corpus.attributes if one.entity == owner and one.name == name]
        newest: tuple[int, Any] | None = None
        for value in corpus.values:
            if value.attribute_id in wanted and value.owner_uid == things[thing].uid:
                year = -1 if value.year is None else value.year
                if newest is None or year >= newest[0]:
                    newest = (year, value.value)
        if newest is None:
            return "(no value)"
        if not cuts:
            return str(newest[1])
        limits = [int(cut) for cut in cuts.split(",")]
        if newest[1] < limits[0]:
            return f"< {limits[0]:,}"
        for low, high in pairwise(limits):
            if low <= newest[1] < high:
                return f"{low:,}-{high - 1:,}"
        return f">= {limits[-1]:,}"

    def branch(self, spec: str) -> set[Label]:
        """Return the paths of the codes that a dimension of codes shows."""
        tree, wanted = self.corpus.codes, spec.removeprefix("code:").strip('"')
        paths = {tree.path(one.id): one.id for one in tree}
        if spec == "code":
            return set(paths)
        head, _, star = wanted.rpartition(" > ") if wanted != "*" else ("", "", "*")
        if star == "*":
            return {path for path in paths if path.rpartition(" > ")[0] == head}
        return {
            path
            for path, one in paths.items()
            if (path == wanted or path.startswith(f"{wanted} > "))
            and tree.facet_of(one) == tree.facet_of(paths[wanted])
        }

    @property
    def in_totals(self) -> set[int]:
        """The codes that totals count where no branch of codes is a side."""
        return self.totalled([], False)

    def totalled(self, specs: Sequence[str | None], aggregated: bool) -> set[int]:
        """Return the codes that totals count, by what stands on the sides of a table."""
        chosen = set(self.shown)
        for spec in specs:
            if spec is not None and spec.startswith("code:"):
                shown = self.branch(spec)
                chosen &= {one for one in chosen if self._code_labels(one, aggregated) & shown}
        return {one for one in chosen if self.corpus.codes.facet_of(one) is None} or chosen

    def _code_labels(self, code: int, aggregated: bool) -> set[Label]:
        tree = self.corpus.codes
        if not aggregated:
            return {tree.path(code)}
        line = [*tree.ancestors(code), code]
        return {tree.path(one) for one in line if tree.facet_of(one) == tree.facet_of(code)}

    # Cells

    def cell(self, rows: str, columns: str | None, place: Key, aggregated: bool) -> list[Strand]:
        """Return the strands of a cell; totals hold themes only (facets where there is nothing else)."""
        row, column = place
        sides = [(rows, row)] + ([(columns, column)] if columns is not None else [])
        found = []
        in_totals = self.totalled([spec for spec, _ in sides], aggregated)
        for strand in self.strands:
            theme = strand.coding.code in in_totals
            named_code = any(
                spec.startswith("code") and spec != "coder" and label != TOTAL for spec, label in sides
            )
            if not theme and not named_code:
                continue
            if all(label == TOTAL or label in self.labels(spec, strand, aggregated) for spec, label in sides):
                found.append(strand)
        return found

    def holdings(self) -> set[Held]:
        """Return every (document, case, participant) with counted speech, or with a case given by hand."""
        return self.of_their_own() | {_held(strand) for strand in self.lending()}

    def lending(self) -> list[Strand]:
        """Return the strands of a case given by hand."""
        return [strand for strand in self.strands if strand.coding.case is not None]

    def of_their_own(self) -> set[Held]:
        """Return every (document, case, participant) with counted speech of the document's own cases."""
        found: set[Held] = set()
        for document, speech in self.speech.items():
            if not speech:
                continue
            spoken: set[int] = set()
            for turn in self._counted_turns(document):
                spoken |= set(range(turn.start, turn.end))
                for case in self._cases_of(document, turn.participant_id):
                    found.add((document, case, turn.participant_id))
            if speech - spoken:
                found |= {(document, case, None) for case in self._cases_of(document, None)}
        return found

    def scope(self, rows: str, columns: str | None, place: Key) -> set[Held]:
        sides = [(rows, place[0])] + ([(columns, place[1])] if columns is not None else [])
        asked = [
            (spec, label) for spec, label in sides if label is not None and label != TOTAL and _narrows(spec)
        ]
        return {
            held
            for held in self.holdings()
            if all(label in self.place_labels(spec, *held) for spec, label in asked)
        }

    def is_finished(self, document: int, coders: Sequence[int]) -> bool:
        states = [self.corpus.assignments.get((document, coder)) for coder in coders]
        return AssignmentState.FINISHED in states and AssignmentState.ASSIGNED not in states

    # Measures

    def value(self, measure: str, rows: str, columns: str | None, place: Key, aggregated: bool) -> Any:
        """Return what has to stand in a cell."""
        strands = self.cell(rows, columns, place, aggregated)
        if strands:
            return self._measures()[measure](strands, rows, columns, place, aggregated)
        documents = {document for document, _, _ in self.scope(rows, columns, place)}
        if not documents:
            return Missing.NO_DATA
        if self.any_open(rows, columns, place):
            return Missing.NOT_CODED
        return "" if measure == "quotes" else 0

    def any_open(self, rows: str, columns: str | None, place: Key) -> bool:
        coders = self.coders
        for spec, label in zip((rows, columns), place, strict=True):
            if spec == "coder" and label != TOTAL:
                coders = [one.id for one in self.corpus.coders.values() if one.name == label]
        documents = {document for document, _, _ in self.scope(rows, columns, place)}
        return any(not self.is_finished(document, coders) for document in documents)

    def _measures(self) -> dict[str, Callable[..., Any]]:
        return {
            "segments": self._segments,
            "documents": lambda strands, *_: len({strand.coding.document for strand in strands}),
            "cases": lambda strands, *_: len({strand.case for strand in strands} - {None}),
            "participants": lambda strands, *_: len({strand.participant for strand in strands} - {None}),
            "turns": lambda strands, *_: len(
                {(strand.coding.document, turn) for strand in strands for turn in strand.turns}
            ),
            "characters": lambda strands, rows, columns, place, _: len(
                self._characters(strands, rows, columns, place)
            ),
            "words": self._words,
            "coverage": lambda strands, rows, columns, place, _: (
                len(self._characters(strands, rows, columns, place))
                / self.speech_in_scope(rows, columns, place)
            ),
            "presence": lambda *_: 1,
            "rate": lambda strands, rows, columns, place, aggregated: (
                1000
                * self._segments(strands, rows, columns, place, aggregated)
                / self.speech_in_scope(rows, columns, place)
            ),
            "per-document": lambda strands, rows, columns, place, aggregated: (
                self._segments(strands, rows, columns, place, aggregated)
                / len({document for document, _, _ in self.scope(rows, columns, place)})
            ),
            "quotes": self._quotes,
        }

    def _segments(
        self, strands: Sequence[Strand], _rows: str, _columns: str | None, _place: Key, aggregated: bool
    ) -> int:
        return len(
            {
                (
                    one.coding.document,
                    one.coding.start,
                    one.coding.end,
                    None if aggregated else one.coding.code,
                )
                for one in strands
            }
        )

    def _characters(
        self, strands: Sequence[Strand], rows: str, columns: str | None, place: Key
    ) -> set[tuple[int, int]]:
        own = self.own_voice or _own_voice(rows, columns, place)
        found = set()
        for strand in strands:
            part = self.part(strand.coding)
            if own:
                part &= self._voice(strand.coding.document, strand.participant)
            found |= {(strand.coding.document, character) for character in part}
        return found

    def speech_in_scope(self, rows: str, columns: str | None, place: Key) -> int:
        held, heard = self.scope(rows, columns, place), self.of_their_own()
        own = self.own_voice or _own_voice(rows, columns, place)
        characters = set()
        for document, _, participant in held & heard:
            speech = self._voice(document, participant) if own else self.speech[document]
            characters |= {(document, one) for one in speech}
        for strand in self.lending():
            # Of a case given by hand a document has the passages that it was given to.
            if _held(strand) in held - heard:
                part = self.part(strand.coding)
                if own:
                    part &= self._voice(strand.coding.document, strand.participant)
                characters |= {(strand.coding.document, one) for one in part}
        return len(characters)

    def _words(
        self, strands: Sequence[Strand], rows: str, columns: str | None, place: Key, _aggregated: bool
    ) -> int:
        number = 0
        characters = self._characters(strands, rows, columns, place)
        for document in self.corpus.documents:
            here = sorted(place for one, place in characters if one == document)
            runs: list[list[int]] = []
            for place_ in here:
                if runs and runs[-1][1] == place_:
                    runs[-1][1] = place_ + 1
                else:
                    runs.append([place_, place_ + 1])
            number += count_words(self.corpus.text(document), [(run[0], run[1]) for run in runs])
        return number

    def _quotes(
        self, strands: Sequence[Strand], _rows: str, _columns: str | None, _place: Key, _aggregated: bool
    ) -> str:
        order = list(self.corpus.documents)
        passages = {(order.index(one.coding.document), one.coding.start, one.coding.end) for one in strands}
        return "\n".join(
            self.corpus.text(order[document])[start:end] for document, start, end in sorted(passages)
        )

    def behind(self, rows: str, columns: str | None, place: Key, aggregated: bool) -> set[int]:
        return {strand.coding.id for strand in self.cell(rows, columns, place, aggregated)}


def _narrows(spec: str) -> bool:
    return spec.partition(".")[0] in ("case", "document", "participant")


def _own_voice(rows: str, columns: str | None, place: Key) -> bool:
    sides = zip((rows, columns), place, strict=True)
    return any(
        spec is not None and spec.startswith("participant") and label not in (TOTAL, None)
        for spec, label in sides
    )
