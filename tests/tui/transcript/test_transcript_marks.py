"""Codings found by place, each in a lane of its own that no other coding takes from it."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from transcript_app import interview, mark, talk

from qcode.model.spans import union
from qcode.tui.widgets.transcript import Mark, Reading
from qcode.tui.widgets.transcript.coded import Coded
from qcode.tui.widgets.transcript.lines import Lines
from qcode.tui.widgets.transcript.marks import LANES, OVERFLOW, Marks, place_of
from qcode.tui.widgets.transcript.overview import Overview

SIZE = 50_000
SPANS = st.tuples(
    st.one_of(st.integers(0, 300), st.integers(0, SIZE - 1)),
    st.one_of(st.integers(1, 90), st.integers(1, SIZE)),
).map(lambda pair: (pair[0], min(SIZE, pair[0] + pair[1])))
ACTS = st.lists(st.tuples(st.integers(0, 14), st.one_of(st.none(), SPANS), st.booleans()), max_size=40)


def after_acts(acts: list[tuple[int, tuple[int, int] | None, bool]], marks: Marks) -> dict[str, Mark]:
    """Put and drop codings; return those that are left."""
    left: dict[str, Mark] = {}
    for number, span, own in acts:
        uid = f"m{number}"
        if span is None:
            assert marks.drop(uid) == left.pop(uid, None)
        else:
            left[uid] = mark(uid, *span, own=own)
            marks.put(left[uid])
    return left


def clashes(marks: Marks) -> list[tuple[Mark, Mark]]:
    return [
        (one, other)
        for one, other in combinations(marks.all(), 2)
        if one.start < other.end
        and other.start < one.end
        and marks.lane(one.uid) == marks.lane(other.uid) < OVERFLOW
    ]


def test_the_longest_coding_stands_outermost() -> None:
    marks = Marks([mark("short", 10, 20), mark("long", 10, 90), mark("middle", 15, 40)])
    assert [marks.lane(uid) for uid in ("long", "short", "middle")] == [0, 1, 2]


def test_a_coding_right_behind_another_takes_another_lane_where_one_is_free() -> None:
    marks = Marks([mark("a", 0, 50), mark("b", 50, 90)])
    assert {marks.lane("a"), marks.lane("b")} == {0, 1}


def test_codings_beyond_the_lanes_overflow() -> None:
    marks = Marks(mark(f"m{number}", number, 100) for number in range(LANES + 2))
    assert [marks.lane(f"m{number}") for number in (LANES - 1, LANES, LANES + 1)] == [
        LANES - 1,
        OVERFLOW,
        OVERFLOW,
    ]


def test_applying_a_code_moves_no_other_stripe() -> None:
    marks = Marks([mark("a", 0, 50), mark("b", 20, 80)])
    before = marks.lane("a"), marks.lane("b")
    marks.put(mark("whole", 0, 500))
    assert (marks.lane("a"), marks.lane("b")) == before
    assert marks.lane("whole") == 2
    marks.put(mark("a", 0, 70))
    assert marks.lane("a") == before[0]


@settings(deadline=None)
@given(st.lists(SPANS, max_size=25), ACTS)
def test_no_two_codings_that_overlap_share_a_lane(
    spans: list[tuple[int, int]], acts: list[tuple[int, tuple[int, int] | None, bool]]
) -> None:
    marks = Marks(mark(f"first{number}", *span) for number, span in enumerate(spans))
    assert clashes(marks) == []
    after_acts(acts, marks)
    assert clashes(marks) == []
    assert all(marks.lane(one.uid) < marks.widest for one in marks.all())


@settings(deadline=None)
@given(ACTS, SPANS)
def test_after_any_acts_the_same_codings_are_found_as_if_they_had_been_there_at_first(
    acts: list[tuple[int, tuple[int, int] | None, bool]], span: tuple[int, int]
) -> None:
    marks = Marks()
    left = after_acts(acts, marks)
    assert marks.all() == sorted(left.values(), key=place_of) == Marks(left.values()).all()
    found = marks.touching(*span)
    assert len(found) == len(set(found))
    assert set(found) == {one for one in left.values() if one.start < span[1] and one.end > span[0]}
    inner = marks.at(span[0])
    assert inner == sorted(inner, key=lambda one: one.end - one.start)
    assert {one.uid for one in inner} == {one.uid for one in left.values() if one.start <= span[0] < one.end}


@settings(deadline=None)
@given(ACTS)
def test_walking_from_coding_to_coding_meets_each_once_and_back_again(
    acts: list[tuple[int, tuple[int, int] | None, bool]],
) -> None:
    marks = Marks()
    after_acts(acts, marks)
    forward: list[Mark] = []
    found = marks.after((-1, 0, ""))
    while found is not None:
        forward.append(found)
        found = marks.after(place_of(found))
    backward: list[Mark] = []
    found = marks.before((SIZE + 1, 0, ""))
    while found is not None:
        backward.insert(0, found)
        found = marks.before(place_of(found))
    assert forward == backward == marks.all()


@settings(deadline=None)
@given(ACTS)
def test_the_map_kept_up_to_date_is_the_map_drawn_anew(
    acts: list[tuple[int, tuple[int, int] | None, bool]],
) -> None:
    marks = Marks()
    overview = Overview(SIZE, marks)
    for act in acts:
        before = marks.get(f"m{act[0]}")
        after_acts([act], marks) if act[1] is not None else marks.drop(f"m{act[0]}")
        overview.update([one for one in (before, marks.get(f"m{act[0]}")) if one])
    anew = Overview(SIZE, marks)
    parts = [(first, first + 500) for first in range(0, SIZE, 500)]
    assert [overview.density(part) for part in parts] == [anew.density(part) for part in parts]
    covered = sum(end - start for start, end in union((one.start, one.end) for one in marks.all() if one.own))
    assert sum(overview._covered) == covered


READING = interview(60)
SPEECH = [speech.speech for speech in READING.speeches if speech.role == "respondent"]


@settings(deadline=None, max_examples=60)
@given(ACTS)
def test_progress_and_gaps_agree_with_counting_character_by_character(
    acts: list[tuple[int, tuple[int, int] | None, bool]],
) -> None:
    scaled = [(n, span and (span[0] // 10, span[1] // 10 + 1), own) for n, span, own in acts]
    marks = Marks()
    coded = Coded(Lines(READING), marks)
    for act in scaled:
        before = marks.get(f"m{act[0]}")
        if before:
            coded.take([before])
        after_acts([act], marks) if act[1] is not None else marks.drop(f"m{act[0]}")
        now = marks.get(f"m{act[0]}")
        if now:
            coded.add([now])
    own = {at for one in marks.all() if one.own for at in range(one.start, one.end)}
    assert coded.progress == (sum(1 for span in SPEECH if own.intersection(range(*span))), len(SPEECH))
    bare = {at for span in SPEECH for at in range(*span) if at not in own}
    at, gaps = -1, []
    while (gap := coded.next_gap(at)) is not None:
        gaps.append(gap)
        at = gap[0]
    inside = {at for gap in gaps for at in range(*gap)}
    assert inside <= bare
    assert not any(READING.text[at].isalnum() for at in bare - inside)


def test_without_roles_all_speech_counts_and_without_speakers_each_paragraph() -> None:
    assert Coded(Lines(talk(("?", "one"), ("?", "two"))), Marks()).progress == (0, 2)
    plan = Reading("plan", "Plan\n\nFirst.\n\nSecond.", (), 5)
    assert Coded(Lines(plan), Marks([mark("a", 0, 8)])).progress == (1, 2)
