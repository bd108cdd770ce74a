"""Facets: who, which level, when a passage is about (rule 9).

A coding has the facet values of the same coder's facet codings that overlap it by at least one
character. A value is a code right below the head of the facet's branch; what lies deeper belongs to
the value above it; a coding with the head itself has the head as its value.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from qcode.analysis.corpus import Corpus
from qcode.errors import UsageError
from qcode.model.codes import Code, CodeTree
from qcode.model.codings import CodingRow
from qcode.text.names import levelled, nearest


def family(tree: CodeTree, code_id: int) -> list[int]:
    """Return a code and what is rolled up into it: its descendants, but no facet into a theme."""
    branch = tree.facet_of(code_id)
    return [one for one in tree.descendants(code_id) if tree.facet_of(one) == branch]


def rolled_into(tree: CodeTree, code_id: int) -> tuple[int, ...]:
    """Return a code and the codes it is rolled up into, from itself upwards."""
    branch = tree.facet_of(code_id)
    above = (one for one in reversed(tree.ancestors(code_id)) if tree.facet_of(one) == branch)
    return (code_id, *above)


def find_facet(tree: CodeTree, name: str) -> Code | None:
    """Return the head of the facet branch of that name, path, Japanese name or alias, if there is one."""
    wanted = levelled(name)
    for head in tree.facets():
        names = (head.name, tree.path(head.id), head.fields.name_ja, *head.fields.aliases)
        if any(levelled(known) == wanted for known in names if known):
            return head
    return None


def facet_named(tree: CodeTree, name: str) -> Code:
    """Return the head of a facet branch. Raises UsageError that tells which facets there are."""
    name = name.strip("\"'“”")
    head = find_facet(tree, name)
    if head is None:
        known = [facet.name for facet in tree.facets()]
        hint = nearest(name, known, all_below=13) or "The codebook has no facets."
        raise UsageError(f"There is no facet “{name}”.", hint)
    return head


def value_of(tree: CodeTree, head: int, code_id: int) -> int:
    """Return the value that a code of a facet's branch stands for: the top code below the head."""
    line = (*tree.ancestors(code_id), code_id)
    return line[min(line.index(head) + 1, len(line) - 1)]


class _Overlaps:
    """One coder's codings of one facet in one document, for questions of overlap."""

    __slots__ = ("codes", "ends", "reach", "starts")

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.codes: list[int] = []
        self.reach: list[int] = []
        """The largest end up to and with each place: where looking back may stop."""

    def add(self, row: CodingRow) -> None:
        self.starts.append(row.start)
        self.ends.append(row.end)
        self.codes.append(row.code)
        self.reach.append(max(row.end, self.reach[-1] if self.reach else row.end))

    def of(self, start: int, end: int) -> tuple[int, ...]:
        place = bisect_left(self.starts, end) - 1
        found: set[int] = set()
        while place >= 0 and self.reach[place] > start:
            if self.ends[place] > start:
                found.add(self.codes[place])
            place -= 1
        return tuple(sorted(found)) if len(found) > 1 else tuple(found)


class FacetIndex:
    """The codes of one facet that any coding has, by overlap."""

    def __init__(self, corpus: Corpus, head: int) -> None:
        self._tree = corpus.codes
        self._head = head
        self._codings: dict[tuple[int, int], _Overlaps] = {}
        branch = frozenset(family(corpus.codes, head))
        for row in corpus.codings:
            if row[4] in branch:
                self._codings.setdefault((row[1], row[5]), _Overlaps()).add(row)
        self._values: dict[tuple[int, ...], tuple[int | None, ...]] = {(): (None,)}

    def codes(self, row: CodingRow) -> tuple[int, ...]:
        """Return the codes of the facet that overlap a coding, in no meant order; empty: none."""
        overlaps = self._codings.get((row.document, row.coder))
        return overlaps.of(row.start, row.end) if overlaps else ()

    def values(self, rows: Iterable[CodingRow]) -> list[tuple[int | None, ...]]:
        """Return for each coding its values of the facet, each once; `(None,)` where it has none."""
        known = self._values
        answers = []
        for row in rows:
            codes = self.codes(row)
            answer = known.get(codes)
            if answer is None:
                values = dict.fromkeys(value_of(self._tree, self._head, code) for code in codes)
                answer = known[codes] = tuple(values)
            answers.append(answer)
        return answers
