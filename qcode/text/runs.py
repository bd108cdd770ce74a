"""Runs of equal tokens in two lists, found as the patience diff of Cohen finds lines.

Runs that occur once in either list are chained in one order, and what lies between is looked through in
the same way with shorter runs. Nothing here is quadratic in the length of the lists.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import MutableSequence, Sequence
from difflib import SequenceMatcher
from itertools import islice
from typing import NamedTuple

_DOUBTFUL_RUN = 2
"""Runs of so many tokens or fewer also meet by chance."""
_LEAST_COMMON = 0.3
"""Share of the words of a stretch that must meet where only short runs do."""
_MOST_ALONE = 400
"""Tokens in a stretch in which a single token may tell a place."""
_MOST_COMPARED = 160
"""Tokens in a stretch that is compared each with each."""


class Run(NamedTuple):
    """Equal tokens: where they begin in either list, and how many they are."""

    old: int
    new: int
    length: int


Stretch = tuple[int, int, int, int]
"""Old start and end, new start and end of a part of two lists, or of two texts."""


def find_runs(
    old: Sequence[str],
    new: Sequence[str],
    stretch: Stretch,
    lengths: Sequence[int],
    found: MutableSequence[Run],
) -> None:
    """Add the runs of equal tokens of a stretch, in order."""
    old_at, old_end, new_at, new_end = stretch
    ahead = 0
    while (
        old_at + ahead < old_end and new_at + ahead < new_end and old[old_at + ahead] == new[new_at + ahead]
    ):
        ahead += 1
    if ahead:
        found.append(Run(old_at, new_at, ahead))
    old_at, new_at = old_at + ahead, new_at + ahead
    back = 0
    while (
        old_at < old_end - back
        and new_at < new_end - back
        and old[old_end - back - 1] == new[new_end - back - 1]
    ):
        back += 1
    inner = (old_at, old_end - back, new_at, new_end - back)
    if inner[0] < inner[1] and inner[2] < inner[3]:
        while lengths and min(inner[1] - inner[0], inner[3] - inner[2]) < lengths[0]:
            lengths = lengths[1:]
        if lengths and lengths[0] <= _DOUBTFUL_RUN < _longest(inner):
            among: MutableSequence[Run] = []
            _find_inner(old, new, inner, lengths, among)
            if _common_enough(old, new, inner, among):
                found += among
        else:
            _find_inner(old, new, inner, lengths, found)
    if back:
        found.append(Run(old_end - back, new_end - back, back))


def _longest(stretch: Stretch) -> int:
    return max(stretch[1] - stretch[0], stretch[3] - stretch[2])


def _common_enough(old: Sequence[str], new: Sequence[str], stretch: Stretch, runs: Sequence[Run]) -> bool:
    """Tell whether runs in a stretch are more than what any two texts of a language have in common."""
    if stretch[1] - stretch[0] == stretch[3] - stretch[2] == sum(run.length for run in runs):
        return True
    common = sum(_weight(old[run.old : run.old + run.length]) for run in runs)
    least = min(_weight(old[stretch[0] : stretch[1]]), _weight(new[stretch[2] : stretch[3]]))
    if common >= _LEAST_COMMON * least > 0:
        return True
    # Word for word: as many words on either side, with the same blanks and marks between them.
    shapes = [
        ["" if token[0].isalnum() else token for token in tokens]
        for tokens in (old[stretch[0] : stretch[1]], new[stretch[2] : stretch[3]])
    ]
    return shapes[0] == shapes[1]


def _weight(tokens: Sequence[str]) -> int:
    return sum(len(token) for token in tokens if token[0].isalnum())


def _find_inner(
    old: Sequence[str],
    new: Sequence[str],
    stretch: Stretch,
    lengths: Sequence[int],
    found: MutableSequence[Run],
) -> None:
    longest = _longest(stretch)
    if not lengths or (lengths[0] == 1 and longest > _MOST_ALONE):
        if longest <= _MOST_COMPARED and not lengths:
            _compare(old, new, stretch, found)
        return
    length, rest = lengths[0], lengths[1:]
    runs = _extended(old, new, stretch, _chain(unique_pairs(old, new, stretch, length)), length)
    old_at, new_at = stretch[0], stretch[2]
    for run in [*runs, Run(stretch[1], stretch[3], 0)]:
        if old_at < run.old and new_at < run.new:
            find_runs(old, new, (old_at, run.old, new_at, run.new), rest, found)
        if run.length:
            found.append(run)
        old_at, new_at = run.old + run.length, run.new + run.length


def unique_pairs(
    old: Sequence[str], new: Sequence[str], stretch: Stretch, length: int
) -> list[tuple[int, int]]:
    """Return where the runs of some length lie that occur once in the old and once in the new stretch."""
    mine = _places(old[stretch[0] : stretch[1]], length)
    yours = _places(new[stretch[2] : stretch[3]], length)
    places = (
        (stretch[0] + at, stretch[2] + yours[run])
        for run, at in mine.items()
        if at >= 0 and yours.get(run, -1) >= 0
    )
    return [(one, other) for one, other in places if old[one : one + length] == new[other : other + length]]


def _places(tokens: Sequence[str], length: int) -> dict[int, int]:
    """Return hash of a run -> its place, in order; -1 for what occurs more than once."""
    places: dict[int, int] = {}
    runs = zip(*(islice(tokens, shift, None) for shift in range(length)), strict=False)
    for at, run in enumerate(map(hash, runs)):
        places[run] = -1 if run in places else at
    return places


def _chain(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest chain of pairs that ascends on both sides; the pairs ascend on the first."""
    tops: list[int] = []
    top_pairs: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        pile = bisect_left(tops, place)
        before.append(top_pairs[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [place]
        top_pairs[pile : pile + 1] = [number]
    chain: list[tuple[int, int]] = []
    number = top_pairs[-1] if top_pairs else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def _extended(
    old: Sequence[str], new: Sequence[str], stretch: Stretch, chain: Sequence[tuple[int, int]], length: int
) -> MutableSequence[Run]:
    """Return runs made as long as they can be, without overlap."""
    runs: MutableSequence[Run] = []
    old_at, old_end, new_at, new_end = stretch
    for one, other in chain:
        late = max(old_at - one, new_at - other, 0)
        if late >= length:
            continue
        start, new_start = one + late, other + late
        end, new_stop = one + length, other + length
        while start > old_at and new_start > new_at and old[start - 1] == new[new_start - 1]:
            start, new_start = start - 1, new_start - 1
        while end < old_end and new_stop < new_end and old[end] == new[new_stop]:
            end, new_stop = end + 1, new_stop + 1
        runs.append(Run(start, new_start, end - start))
        old_at, new_at = end, new_stop
    return runs


def _compare(old: Sequence[str], new: Sequence[str], stretch: Stretch, found: MutableSequence[Run]) -> None:
    """Compare the tokens of a short stretch each with each."""
    matcher = SequenceMatcher(
        None, old[stretch[0] : stretch[1]], new[stretch[2] : stretch[3]], autojunk=False
    )
    found += [
        Run(stretch[0] + block.a, stretch[2] + block.b, block.size)
        for block in matcher.get_matching_blocks()
        if block.size
    ]
