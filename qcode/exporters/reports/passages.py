"""A passage with its codings where a format has no margin to put them in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qcode.model.reports import Mark, Passage
from qcode.text.widths import whole_words

_MOST_WORDS = 60
"""Characters of a coded part that are said; of a longer one its beginning and its end."""


def heading_of(passage: Passage) -> str:
    """Return who speaks and where: `R, turn 12`; empty where neither is known."""
    return ", ".join(part for part in (passage.label, passage.place) if part)


def codings_said(passage: Passage) -> Iterator[str]:
    """Yield what lies on a passage, one sentence for each stretch: its codes, and the words if not all.

    `Gatekeeper; Orchestration (B. Lind)`, `Port: “the port … to us”`.
    """
    by_span: dict[tuple[int, int], list[Mark]] = {}
    for mark in sorted(passage.marks, key=lambda one: (one.start, -one.end)):
        by_span.setdefault((mark.start, mark.end), []).append(mark)
    for (start, end), marks in by_span.items():
        codes = "; ".join(dict.fromkeys(map(_called, marks)))
        whole = passage.text[start:end].strip() == passage.text.strip()
        yield codes if whole else f"{codes}: “{_shortened(passage.text[start:end])}”"
    yield from (f"Memo on {mark.code}: {mark.memo}" for mark in _with_memo(passage.marks))


def _called(mark: Mark) -> str:
    return f"{mark.code} ({mark.coder})" if mark.coder else mark.code


def _with_memo(marks: Sequence[Mark]) -> Iterator[Mark]:
    return (mark for mark in marks if mark.memo)


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    half = _MOST_WORDS // 2
    if len(words) <= _MOST_WORDS:
        return words
    return f"{whole_words(words, half)} … {whole_words(words[::-1], half)[::-1]}"
