"""What coding rules propose, as a list on the screen; plain values."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from qcode.analysis.coding_rules import Proposal, Proposed, Question
from qcode.analysis.corpus import Corpus
from qcode.analysis.whose import Whose
from qcode.model.rules import Rule
from qcode.project import Project
from qcode.tui.screens.segments_list import Excerpt, surroundings
from qcode.tui.widgets.grid import Cell, CellKind, GridColumn

_LEAD, _NARROW_LEAD = 24, 10
"""Characters of a passage shown before the first word that was found, at most; and on a small screen."""
_SHOWN = 400


@dataclass(frozen=True, slots=True)
class Asked:
    """What rules propose, with the project that they were asked in."""

    rules: Sequence[Rule]
    corpus: Corpus
    found: Proposed
    mark: int
    """The moment at which they were asked."""

    def around(self, one: Proposal) -> Excerpt:
        """Return a passage with its words in [brackets] and what stands around it."""
        before, quote, after = surroundings(self.corpus.text(one.document), one.start, one.end)
        return Excerpt(before, one.marked if len(quote) == one.end - one.start else quote, after)

    def whose(self, one: Proposal) -> str:
        """Return in words whose words a passage is."""
        case, participant, role = Whose(self.corpus).words(one.readings)
        return " · ".join(part for part in (case, participant, role) if part)


def ask_rules(project: Project, question: Question) -> Asked:
    """Return what the rules propose; on the project's thread."""
    with project.reading():
        mark = project.newest_change()
        corpus = project.corpus()
        return Asked(project.rules.list(), corpus, project.rules.proposals_in(corpus, question), mark)


def without(proposals: Sequence[Proposal], answered: Sequence[Proposal], *, applied: bool) -> list[Proposal]:
    """Return proposals without those that were answered.

    Where these were `applied`, others of the same code that share a character with one go as well.
    """
    gone = {key_of(one) for one in answered}
    coded: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for one in answered if applied else ():
        coded.setdefault((one.rule.code_id, one.document), []).append((one.start, one.end))
    return [
        one
        for one in proposals
        if key_of(one) not in gone
        and not any(
            start < one.end and one.start < end
            for start, end in coded.get((one.rule.code_id, one.document), ())
        )
    ]


def key_of(one: Proposal) -> Hashable:
    """Return what tells a proposal from others."""
    return one.rule.id, one.document, one.start, one.end


class ProposalRows:
    """Proposals as rows of a grid; cells are made when they are seen."""

    def __init__(self, proposals: Sequence[Proposal], corpus: Corpus, *, narrow: bool) -> None:
        self._proposals = proposals
        self._corpus = corpus
        self._lead = _NARROW_LEAD if narrow else _LEAD
        self.columns = (
            GridColumn("rule", least=8, most=16 if narrow else 26),
            GridColumn("code", least=8, most=16 if narrow else 30),
            GridColumn("document", least=8, most=14 if narrow else 26),
            GridColumn("passage", grow=True, least=20, most=400),
        )

    def __len__(self) -> int:
        return len(self._proposals)

    def cell(self, row: int, column: int) -> Cell:
        """Return what stands in a place."""
        one = self._proposals[row]
        if column == 0:
            return Cell(one.rule.name, CellKind.FAINT if self._is_like_above(row) else CellKind.STRONG)
        if column == 1:
            return Cell(self._corpus.codes.path(one.rule.code_id), CellKind.FAINT)
        if column == 2:
            return Cell(self._corpus.documents[one.document].name)
        return Cell(passage(one, self._lead))

    def _is_like_above(self, row: int) -> bool:
        return row > 0 and self._proposals[row - 1].rule.id == self._proposals[row].rule.id

    def key(self, row: int) -> Hashable:
        """Return which proposal a row is."""
        return key_of(self._proposals[row])


def passage(one: Proposal, lead: int = _LEAD) -> str:
    """Return the words of a proposal on one line, so that the first word found is among the first seen.

    Where what stands before that is long, at most `lead` characters of it are left, words whole.
    """
    first = one.words[0][0] - one.start if one.words else 0
    cut = first - lead if first > 2 * lead else 0
    if cut and (blank := one.marked.find(" ", cut - 1, first)) >= 0:
        cut = blank + 1
    return ("…" if cut else "") + one.marked[cut : cut + _SHOWN]
