"""Quotations to look through: the codings of a code, a case or a condition, with what is said of each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from qcode.model.codings import CodingRow
from qcode.model.documents import Role, Turn

if TYPE_CHECKING:
    from qcode.analysis.selection import Selection
    from qcode.project.project import Project

CASES_APART = "; "
"""What stands between the names of several cases."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which quotations a person is after."""

    title: str = "all codes"
    """In words, for the head line."""
    only: frozenset[int] | None = None
    """Row ids of codings; None: any."""
    code: int | None = None
    """Row id of a code, with its sub-codes; None: any."""
    case: int | None = None
    """Row id of a case; None: any."""
    condition: str = ""
    """A condition in the grammar of --where; empty: none."""
    any_role: bool = False
    """Also codings that lie in no counted speech."""


class Quotation(NamedTuple):
    """A coding as it is listed. A tuple: there may be a hundred thousand."""

    id: int
    uid: str
    document: int
    start: int
    end: int
    turn: int | None
    """Number of the turn it begins in; None outside of turns."""
    participant: str
    case: str
    code: int
    coder: int
    memo: str
    translation: str = ""
    page: str = ""
    """The page it lies on, or the first and the last; empty where the source has none."""


@dataclass(frozen=True, slots=True)
class Found:
    """Quotations in the order of documents and texts, with what is needed to show them."""

    quotations: Sequence[Quotation] = ()
    texts: Mapping[int, str] = field(default_factory=dict)
    """By document id; those with quotations."""
    turns: Mapping[int, Sequence[Turn]] = field(default_factory=dict)
    documents: Mapping[int, str] = field(default_factory=dict)
    """Names, in the project's order."""
    cases: Sequence[str] = ()
    """Names, in the project's order."""
    codes: Mapping[int, str] = field(default_factory=dict)
    """Paths, in the codebook's order."""
    coders: Mapping[int, str] = field(default_factory=dict)
    everywhere: int = 0
    """How many codings the project has, of any code, case and role."""

    def text(self, one: Quotation, most: int | None = None) -> str:
        """Return the words of a quotation, or the first so many characters of them."""
        end = one.end if most is None else min(one.end, one.start + most)
        return self.texts[one.document][one.start : end]

    def source(self, one: Quotation) -> str:
        """Return in words where a quotation is from: document, turn, participant, case."""
        turn = "" if one.turn is None else f"turn {one.turn}"
        page = one.page and f"p. {one.page}"
        parts = (self.documents[one.document], page, turn, one.participant, one.case)
        return ", ".join(part for part in parts if part)


def read_quotations(project: Project, wanted: Wanted) -> Found:
    """Return the quotations that are wanted. Raises QueryError for a condition that is not understood."""
    # Imported here, on the project's thread: it takes longer than a key may.
    from qcode.analysis.segments import page_of
    from qcode.analysis.selection import select

    with project.reading():
        corpus, uids, memos = project.corpus(), project.codings.uids(), project.memos.texts("codings")
        translations, pages = project.translations.texts(), project.documents.pages_of_all()
    roles = None if wanted.any_role or wanted.only is not None else (Role.RESPONDENT,)
    codes = None if wanted.code is None else (wanted.code,)
    chosen = select(corpus, roles=roles, where=wanted.condition or None, codes=codes)
    quotations = list(_quotations(chosen, wanted, uids, memos))
    if translations or pages:
        quotations = [
            one._replace(
                translation=translations.get(one.id, ""),
                page=page_of(one, pages.get(one.document, ())),
            )
            for one in quotations
        ]
    used = {one.document for one in quotations}
    return Found(
        quotations,
        texts={one: corpus.text(one) for one in used},
        turns={one: corpus.turns.get(one, ()) for one in used},
        documents={one.id: one.name for one in corpus.documents.values()},
        cases=[one.name for one in corpus.cases.values()],
        codes={code.id: corpus.codes.path(code.id) for code in corpus.codes},
        coders={one.id: one.name for one in corpus.coders.values()},
        everywhere=len(corpus.codings),
    )


def _quotations(
    chosen: Selection, wanted: Wanted, uids: Mapping[int, str], memos: Mapping[str, str]
) -> Iterator[Quotation]:
    from qcode.analysis.whose import Whose

    whose = Whose(chosen.corpus)
    for document_id, rows in chosen.rows.items():
        turns = turn_numbers(chosen.corpus.turns.get(document_id, ()), rows)
        for row, pairs, turn in zip(rows, chosen.readings(document_id), turns, strict=True):
            if wanted.only is not None and row.id not in wanted.only:
                continue
            if wanted.case is not None and all(case != wanted.case for case, _ in pairs):
                continue
            uid = uids.get(row.id, "")
            case, participant, _ = whose.words(pairs)
            yield Quotation(
                row.id, uid, document_id, row.start, row.end, turn, participant, case, row.code, row.coder,
                memos.get(uid, ""),
            )  # fmt: skip


def turn_numbers(turns: Sequence[Turn], rows: Sequence[CodingRow]) -> Iterator[int | None]:
    """Yield the number of the turn that each coding begins in; both come in the order of the text."""
    place, last = 0, len(turns) - 1
    for row in rows:
        start = row.start
        while place < last and turn_begin(turns[place + 1]) <= start:
            place += 1
        inside = place <= last and turn_begin(turns[place]) <= start < turns[place].end
        yield turns[place].position if inside else None


def turn_begin(turn: Turn) -> int:
    """Return where a turn begins: with its label, if it has one."""
    return min(turn.label_start, turn.start) if turn.label_end > turn.label_start else turn.start


def turn_at(turns: Sequence[Turn], offset: int) -> Turn | None:
    """Return the turn that holds an offset, in its label or its speech; None outside of turns."""
    place = bisect_right(turns, offset, key=turn_begin) - 1
    return turns[place] if place >= 0 and offset < turns[place].end else None
