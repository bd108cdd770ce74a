"""ELAN files: tiers are speakers, annotations are put in the order of time."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readings import assert_sound, read, said

from qcode.errors import DataError, QcodeError, UnreadableFileError
from qcode.importers import eaf as limits
from qcode.model.documents import Role, Transcript

Annotations = list[tuple[int | None, int | None, str]]


class Elan:
    """An ELAN file that is being written, tier by tier."""

    def __init__(self) -> None:
        self.slots: list[str] = []
        self.tiers: list[str] = []
        self.annotations = 0

    def _slot(self, at: int | str | None) -> str:
        value = "" if at is None else f' TIME_VALUE="{at}"'
        self.slots.append(f'<TIME_SLOT TIME_SLOT_ID="ts{len(self.slots)}"{value}/>')
        return f"ts{len(self.slots) - 1}"

    def tier(self, name: str, annotations: Annotations, attributes: str = "") -> "Elan":
        inside = ""
        for start, end, text in annotations:
            inside += (
                f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a{self.annotations}"'
                f' TIME_SLOT_REF1="{self._slot(start)}" TIME_SLOT_REF2="{self._slot(end)}">'
                f"<ANNOTATION_VALUE>{text}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"
            )
            self.annotations += 1
        self.tiers.append(
            f'<TIER TIER_ID="{name}" LINGUISTIC_TYPE_REF="default" {attributes}>{inside}</TIER>'
        )
        return self

    def below(self, name: str, parent: str, texts: dict[int, str]) -> "Elan":
        inside = "".join(
            f'<ANNOTATION><REF_ANNOTATION ANNOTATION_ID="{name}{of}" ANNOTATION_REF="a{of}">'
            f"<ANNOTATION_VALUE>{text}</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>"
            for of, text in texts.items()
        )
        self.tiers.append(f'<TIER TIER_ID="{name}" PARENT_REF="{parent}">{inside}</TIER>')
        return self

    def __str__(self) -> str:
        return (
            '<?xml version="1.0" encoding="UTF-8"?><ANNOTATION_DOCUMENT AUTHOR="A. Doe" DATE="2025-01-15" VERSION="3.0">'
            f'<HEADER TIME_UNITS="milliseconds"/><TIME_ORDER>{"".join(self.slots)}</TIME_ORDER>'
            f"{''.join(self.tiers)}</ANNOTATION_DOCUMENT>"
        )


def reading(file: Elan) -> Transcript:
    transcript = read("a.eaf", str(file))
    assert_sound(transcript)
    return transcript


def test_annotations_of_all_tiers_are_turns_in_the_order_of_time() -> None:
    file = Elan().tier("Interviewer", [(1200, 3900, "How did it start?"), (7200, 8900, "And &amp; then?")])
    file.tier("森", [(4200, 6900, "人口が"), (6900, 7100, "減りまして。"), (8000, 9000, "ええ")])
    transcript = reading(file)
    assert (
        transcript.text
        == "Interviewer: How did it start?\n森: 人口が減りまして。\nInterviewer: And & then?\n森: ええ"
    )
    assert [(turn.time_start, turn.time_end) for turn in transcript.turns] == [
        (1.2, 3.9),
        (4.2, 7.1),
        (7.2, 8.9),
        (8, 9),
    ]
    assert [seconds for _, seconds in transcript.anchors] == [1.2, 4.2, 6.9, 7.2, 8.0]
    assert [one.role for one in transcript.speakers] == [Role.INTERVIEWER, Role.RESPONDENT]
    assert transcript.metadata == {"Author": "A. Doe", "Date": "2025-01-15"}
    assert transcript.warnings == ()


def test_a_speaker_is_called_after_the_participant_unless_two_tiers_share_one() -> None:
    file = Elan().tier("sp1", [(0, 1, "So?")], 'PARTICIPANT="Mori"')
    file.tier("sp2", [(1, 2, "Yes.")], 'PARTICIPANT="Hayashi"').tier(
        "gesture", [(2, 3, "nod")], 'PARTICIPANT="Hayashi"'
    )
    assert said(reading(file)) == [("Mori", "So?"), ("sp2", "Yes."), ("gesture", "nod")]


def test_tiers_that_depend_on_speech_are_left_out_and_told() -> None:
    file = (
        Elan()
        .tier("Mori", [(0, 1, "ええ。")])
        .below("translation", "Mori", {0: "Yes."})
        .below("empty", "Mori", {})
    )
    transcript = reading(file)
    assert said(transcript) == [("Mori", "ええ。")]
    assert transcript.warnings == ("left out: 1 tier that depends on another (“translation”)",)
    assert reading(file.below("gloss", "translation", {0: "yes"})).warnings == (
        "left out: 2 tiers that depend on others (“translation”, “gloss”)",
    )


def test_words_below_a_tier_of_empty_annotations_are_the_speech_with_its_times() -> None:
    file = Elan().tier("ref", [(0, 1500, ""), (2000, 2500, "")]).below("words", "ref", {0: "So?", 1: "Yes."})
    transcript = reading(file)
    assert said(transcript) == [("words", "So? Yes.")]
    assert (transcript.turns[0].time_start, transcript.turns[0].time_end) == (0, 2.5)


def test_a_time_that_is_none_costs_no_words() -> None:
    transcript = reading(Elan().tier("Mori", [(0, 1000, "So?")]).tier("Hayashi", [(None, None, "Yes.")]))
    assert {words for _, words in said(transcript)} == {"So?", "Yes."}
    assert transcript.warnings == ("the time of 1 cue cannot be read; the text is kept",)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("<ANNOTATION_DOCUMENT><TIER", "is damaged, or no ELAN file"),
        ("<html/>", "is XML, but no ELAN file"),
        ("<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><ANNOTATION_DOCUMENT/>", "document type"),
        ("<ANNOTATION_DOCUMENT>" + "<a>" * 3000 + "</a>" * 3000 + "</ANNOTATION_DOCUMENT>", "is damaged"),
        (str(Elan()), "has no tier with words"),
        (str(Elan().tier("Mori", [(0, 1, " ")])), "has no tier with words"),
        (str(Elan().tier("n" * 300, [(0, 1, "Yes.")])), "a name of more than 200 characters"),
    ],
    ids=["cut off", "html", "doctype", "deep", "empty", "blank", "long name"],
)
def test_what_is_no_elan_transcript_is_refused(content: str, told: str) -> None:
    with pytest.raises((UnreadableFileError, DataError)) as caught:
        read("a.eaf", content)
    assert told in str(caught.value)


def test_references_that_bite_their_tail_and_many_tiers_are_no_trap() -> None:
    file = Elan().tier("ref", [(0, 1, "")])
    file.tiers.append(
        '<TIER TIER_ID="w" PARENT_REF="ref"><ANNOTATION><REF_ANNOTATION ANNOTATION_ID="x" ANNOTATION_REF="x">'
        "<ANNOTATION_VALUE>So?</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION></TIER>"
    )
    assert said(reading(file)) == [("w", "So?")]
    many = Elan()
    for number in range(5000):
        many.tier(f"t{number}", [(number, number + 1, "Yes.")])
    began = time.process_time()
    assert len(reading(many).turns) == 5000
    assert time.process_time() - began < 5


def test_a_file_is_bounded_in_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LARGEST_FILE", 100)
    with pytest.raises(UnreadableFileError, match="larger than"):
        reading(Elan().tier("Mori", [(0, 1, "Yes.")]))


TIMES = st.none() | st.integers() | st.sampled_from(["NaN", "-5", "９９", "1e5", "9" * 30])
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_characters="<&\0", exclude_categories=["Cc", "Cs"]), max_size=12
)


@settings(deadline=None)
@given(st.lists(st.tuples(TEXTS, st.lists(st.tuples(TIMES, TIMES, TEXTS), max_size=5)), max_size=5))
def test_whatever_a_file_holds_it_is_read_soundly_or_refused(tiers: list[tuple[str, Annotations]]) -> None:
    file = Elan()
    for name, annotations in tiers:
        file.tier(name.replace('"', "'"), annotations)
    refused = ""
    try:
        transcript = read("a.eaf", str(file))
    except QcodeError as error:
        refused = str(error)
    else:
        assert_sound(transcript)
    assert "damaged (" not in refused
    assert "\n" not in refused
