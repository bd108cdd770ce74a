"""A turn is one speaker's contribution, whole: its paragraphs in, labels, times and breaks out."""

import string

from hypothesis import given, settings
from hypothesis import strategies as st
from spoken import said

from qcode.text.speakers import find_turns


def test_paragraphs_without_a_label_belong_to_the_speaker_before_them() -> None:
    text = "I: How?\n\nR: First.\n\nSecond.\n  third\n\nI: Ah."
    assert said(text)[1] == ("R", "First.\n\nSecond.\n  third")


def test_a_break_ends_a_turn_and_is_nobodys_speech() -> None:
    text = "**Ann:** 1.\n\n**Break:** \\[36:22\\]\n\nAdvert.\n\n**Bo:** 2.\n\n**Ann:** 3.\n\n**Bo:** 4"
    assert said(text) == [("Ann", "1."), ("Bo", "2."), ("Ann", "3."), ("Bo", "4")]


def test_a_heading_interrupts_a_turn_that_goes_on_after_it() -> None:
    text = "I: a\nR: b\nPart two\nc\nI: d"
    heading = (text.index("Part"), text.index("\nc"))
    assert said(text, headings=[heading]) == [("I", "a"), ("R", "b"), ("R", "c"), ("I", "d")]


def test_a_number_over_a_section_begins_it_for_nobody() -> None:
    text = "104\n{000}: a\n{104}: b\n{105}: c\n105\nlost words\n{000}: d"
    assert said(text) == [("000", "a"), ("104", "b"), ("105", "c"), ("000", "d")]
    assert "lost words" in find_turns(text).warnings[-1]


def test_what_a_service_adds_at_the_end_is_not_said() -> None:
    text = "Ann Lee  0:02\nHello.\n\nBo Lind  0:05\nBye.\n\nTranscribed by https://service.example\n"
    assert said(text)[-1] == ("Bo Lind", "Bye.")


def test_ruled_lines_do_not_belong_to_speech() -> None:
    assert said("I: a\n-----\nR: b\n* * *\n") == [("I", "a"), ("R", "b")]


def test_times_at_the_head_belong_to_the_turn_and_times_inside_are_anchors() -> None:
    text = "[00:01:00] I: One [00:01:05] two.\n[00:01:10]\nthree\nR: \\[02:00\\] Four at 10:30."
    talk = find_turns(text)
    assert [turn.time_start for turn in talk.turns] == [60.0, 120.0]
    assert talk.anchors == ((text.index("[00:01:05]"), 65.0), (text.index("[00:01:10]"), 70.0))
    assert said(text)[1] == ("R", "Four at 10:30.")


def test_a_time_at_the_end_of_a_paragraph_is_when_the_turn_ends() -> None:
    text = (
        "I: Wie kam es? #00:01:23-4#\nB: Nun ja. #00:01:50-0#\n\n"
        "Und dann. #00:02:50-0#\nI: Gut. #00:03:00-1#\n"
    )
    talk = find_turns(text)
    assert [turn.time_end for turn in talk.turns] == [83.4, 170.0, 180.1]
    assert said(text)[0] == ("I", "Wie kam es?")
    assert talk.anchors == ((text.index("#00:01:50"), 110.0),)


def test_a_talk_that_begins_in_the_second_half_of_a_long_text_is_not_one() -> None:
    text = "A long report about ports.\n" * 200 + "Ann: a\nBo: b\nAnn: c\nBo: d\n" * 9
    talk = find_turns(text)
    assert talk.turns == ()
    assert "taken for text" in talk.warnings[0]


NAMES = st.lists(
    st.sampled_from(["Interviewer", "Ann", "Bo Lind", "Dr. Mori", "R1", "聞き手", "佐藤", "話者 2"]),
    min_size=2,
    max_size=4,
    unique=True,
)
WORDS = st.text(alphabet=string.ascii_lowercase + "、。港 ", min_size=1, max_size=30).map(
    lambda text: f"so {text.strip()}."
)


@settings(deadline=None)
@given(NAMES, st.data(), st.sampled_from([": ", "：", ":  "]), st.sampled_from(["\n", "\n\n"]))
def test_every_turn_of_a_written_talk_comes_back(
    names: list[str], data: st.DataObject, colon: str, gap: str
) -> None:
    spoken = [(name, data.draw(WORDS)) for name in [*names, *names]]
    spoken += data.draw(st.lists(st.tuples(st.sampled_from(names), WORDS), max_size=4))
    text = gap.join(f"{name}{colon}{speech}" for name, speech in spoken)
    assert said(text) == spoken


ANY_LINE = st.one_of(
    st.sampled_from(
        [
            "I: a",
            "R: b",
            "I:",
            "[00:01] R: c",
            "――d",
            "Q1. e",
            "{0}: f",
            "{1}: g",
            "1",
            "**I:** h",
            "# I",
            "Ann  0:02",
            "i j",
            "",
            "  ",
            "Break: [1:00]",
            "森　k",
            "【森】l",
            "[1:02]",
            "0:1:2 --> 0:1:3",
            "Date: x",
            "I = Interviewer",
            "---",
            "I\tm",
            "I – n",
            "Transcribed by o",
            "p #00:01:02-3#",
            "ささ",
            ": q",
        ]
    ),
    st.text(max_size=12).filter(lambda line: "\n" not in line),
)


@settings(deadline=None)
@given(st.lists(ANY_LINE, max_size=14), st.lists(st.integers(0, 60), max_size=3))
def test_turns_lie_in_the_text_in_order_with_labels_before_speech(lines: list[str], cuts: list[int]) -> None:
    text = "\n".join(lines)
    headings = [(at, at + 2) for at in sorted(set(cuts)) if at + 2 <= len(text)]
    talk = find_turns(text, headings=headings)
    last = 0
    for turn in talk.turns:
        start, end = turn.speech
        if turn.label is not None:
            assert last <= turn.label[0] < turn.label[1] <= start
            assert text[slice(*turn.label)] == text[slice(*turn.label)].strip()
        assert last <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        # Passages by their times alone have nobody.
        assert (turn.speaker is not None) == bool(talk.speakers)
        last = end
    used = list(dict.fromkeys(turn.speaker for turn in talk.turns if talk.speakers))
    assert used == list(range(len(talk.speakers)))
    if talk.front_matter:
        assert 0 <= talk.front_matter[0] < talk.front_matter[1] <= len(text)
        assert all((turn.label or turn.speech)[0] >= talk.front_matter[1] for turn in talk.turns)
    inside = [start <= at < end for at, _ in talk.anchors for start, end in [t.speech for t in talk.turns]]
    assert sum(inside) == len(talk.anchors)
    assert list(talk.anchors) == sorted(talk.anchors)
