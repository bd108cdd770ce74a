"""A third dimension by brute force: all the same, of those strands only that have one of its labels."""

from __future__ import annotations

from collections.abc import Sequence

from brute_force import TOTAL, Label, Twin
from brute_force_strands import Strand

from qcode.analysis.corpus import Corpus
from qcode.model.documents import Role


class Layer(Twin):
    """What lies under one label of a dimension; under `TOTAL` everything that has any."""

    def __init__(
        self,
        corpus: Corpus,
        roles: Sequence[Role] | None,
        coders: Sequence[int] | None,
        by: str,
        label: Label,
        aggregated: bool,
    ) -> None:
        super().__init__(corpus, roles, coders)
        self._by = by
        self._label = label
        self._lending = super().lending()
        self._held = super().holdings()
        if label == TOTAL:
            if by.startswith("code:"):
                self._among(self.totalled([by], aggregated), aggregated)
            return
        self.strands = [one for one in self.strands if label in self.labels(by, one, aggregated)]
        if by.startswith("code") and by != "coder":
            self._among({one.coding.code for one in self.strands}, aggregated)
        if by == "coder":
            self.coders = [one.id for one in corpus.coders.values() if one.name == label]
        if by.partition(".")[0] in ("case", "document", "participant"):
            self._held = {held for held in self._held if label in self.place_labels(by, *held)}
        self.own_voice = by.startswith("participant")

    def _among(self, codes: set[int], aggregated: bool) -> None:
        """Count some codes only, in totals too; themes before facets."""
        tree = self.corpus.codes
        shown = {code.id for code in tree if self._label in (TOTAL, *self._code_labels(code.id, aggregated))}
        themes = {one for one in shown if tree.facet_of(one) is None}
        self._codes = codes if self._label == TOTAL else (themes or shown)

    def totalled(self, specs: Sequence[str | None], aggregated: bool) -> set[int]:
        return self._codes if hasattr(self, "_codes") else super().totalled(specs, aggregated)

    def holdings(self) -> set[tuple[int, int | None, int | None]]:
        return self._held

    def lending(self) -> list[Strand]:
        return self._lending
