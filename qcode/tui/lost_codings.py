"""Codings that lost their words to a corrected transcript: what is shown of them, and where they may go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qcode.model.codings import Coding, CodingState
from qcode.project import Project
from qcode.tui.screens.segments_list import Excerpt, surroundings

_REACHES = (1, 100, 2_000)
"""Characters around a place in which something is looked for that is in both versions of a text."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A coding without a place."""

    coding: Coding
    words: str
    """The words that it had."""
    around: Excerpt
    """The same with what stood around them."""
    memo: str = ""


@dataclass(frozen=True, slots=True)
class InHand:
    """A lost coding that a person is placing."""

    coding: Coding
    words: str
    near: int
    """About where its words stood, in the text as it is now."""


def read_lost(project: Project) -> Sequence[Lost]:
    """Return all codings without a place, in the order of the documents and their old texts."""
    with project.reading():
        memos = project.memos.texts("codings")
        return [
            Lost(
                one,
                project.codings.words(one),
                surroundings(project.texts.get(one.text_sha256), one.start, one.end),
                memos.get(one.uid, ""),
            )
            for one in project.codings.unplaced()
        ]


def find_lost(project: Project, uid: str) -> Coding | None:
    """Return a coding without a place by its uid; None where it has one, or is gone."""
    return next((one for one in project.codings.by_uids([uid]) if one.state is CodingState.UNPLACED), None)


def take_up(project: Project, uid: str) -> InHand | None:
    """Return a coding to be placed by hand; None where it has a place, or is gone."""
    with project.reading():
        coding = find_lost(project, uid)
        if coding is None:
            return None
        old = project.texts.get(coding.text_sha256)
        new = project.documents.text(project.documents.by_id(coding.document_id))
    return InHand(coding, old[coding.start : coding.end], carried_offset(old, new, coding.start))


def next_lost(project: Project, after: Coding) -> str:
    """Return the uid of the acting coder's next coding without a place; empty where there is none."""
    own = [one for one in project.codings.unplaced() if one.coder_id == after.coder_id]
    here = (after.document_id, after.start)
    later = [one for one in own if (one.document_id, one.start) >= here]
    return next((one.uid for one in [*later, *own] if one.uid != after.uid), "")


def carried_offset(old: str, new: str, at: int) -> int:
    """Return about where an offset of a text lies in a corrected version of it."""
    from qcode.text.alignment import align
    from qcode.text.carrying import Carrier

    carrier = Carrier(align(old, new))
    for reach in _REACHES:
        after = next(carrier.stretches(at, min(len(old), at + reach)), None) if at < len(old) else None
        if after is not None:
            return after[0]
        before = list(carrier.stretches(max(0, at - reach), at)) if at else []
        if before:
            return before[-1][1]
    return min(len(new), at)
