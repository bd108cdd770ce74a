"""What accepting and refusing proposals of coding rules have in common."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from qcode.errors import CodebookError, DataError
from qcode.model.documents import Document
from qcode.model.rules import Rule
from qcode.store.store import Store
from qcode.text.names import listed, quoted

if TYPE_CHECKING:
    from qcode.analysis.coding_rules import Proposal
    from qcode.project.project import Project

_MOST_NAMED = 3


class Taken:
    """Spans that share no character, to which more are added while they share none either."""

    __slots__ = ("_ends", "_starts")

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def add(self, start: int, end: int) -> bool:
        """Hold a span from now on; where it shares a character with one that is held, return False."""
        first = bisect_left(self._ends, start + 1)
        last = bisect_left(self._starts, end)
        free = first == last
        if not free:
            start, end = min(start, self._starts[first]), max(end, self._ends[last - 1])
        self._starts[first:last] = [start]
        self._ends[first:last] = [end]
        return free


def taken_by(store: Store, coder_id: int) -> defaultdict[tuple[int, int], Taken]:
    """Return (document, code) -> where a coder has the code."""
    taken: defaultdict[tuple[int, int], Taken] = defaultdict(Taken)
    for document, code, start, end in store.tuples(
        'SELECT document_id, code_id, "start", "end" FROM codings '
        "WHERE deleted = 0 AND state = 'placed' AND coder_id = ?",
        [coder_id],
    ):
        taken[document, code].add(start, end)
    return taken


def meaning(rule: Rule) -> tuple[str, str, int]:
    """Return what has to be the same for a rule to propose the same."""
    return rule.condition, rule.unit, rule.code_id


def unchanged(project: Project, proposals: Sequence[Proposal]) -> dict[int, tuple[Document, str]]:
    """Return the documents of proposals (by row id) with their texts.

    Raises DataError where a rule or the words of a passage are others by now, CodebookError for a retired
    code, UnknownNameError where a document is gone.
    """
    tree, rules = project.codes.tree(), {one.id: one for one in project.rules.list()}
    for rule in {one.rule for one in proposals}:
        now = rules.get(rule.id)
        if now is None or meaning(now) != meaning(rule):
            raise _changed(f"The rule “{rule.name}” is another by now.")
        code = tree[rule.code_id]
        if code.retired:
            raise CodebookError(f"The code “{code.name}” is retired.", "Reinstate it to use it again.")
    found: dict[int, tuple[Document, str]] = {}
    for one in proposals:
        if one.document not in found:
            document = project.documents.by_id(one.document)
            found[one.document] = (document, project.documents.text(document))
        document, text = found[one.document]
        if text[one.start : one.end] != one.quote:
            raise _changed(f"“{document.name}” has a new text by now.")
    return found


def named(proposals: Sequence[Proposal]) -> str:
    """Return the rules that made proposals, in words."""
    names = list(dict.fromkeys(one.rule.name for one in proposals))
    if len(names) > _MOST_NAMED:
        return f"{len(names)} rules"
    return f"the rule{'s' if len(names) > 1 else ''} {listed(map(quoted, names))}"


def _changed(what: str) -> DataError:
    return DataError(what, "Nothing was done: look at the proposals again.")
