"""What stands above a talk is kept apart from it, and no list of people is taken for a turn."""

import pytest
from spoken import said

from qcode.model.documents import Role
from qcode.text.speakers import find_turns

TALK = "Interviewer: Hello there?\nInterviewee: Hi.\nInterviewer: So?\nInterviewee: Yes."
TURNS = [
    ("Interviewer", "Hello there?"),
    ("Interviewee", "Hi."),
    ("Interviewer", "So?"),
    ("Interviewee", "Yes."),
]


@pytest.mark.parametrize(
    "head",
    [
        "Date: 2024-05-01\nInterviewer: K. Mori\nInterviewee: Mayor Lind\n\n",
        "Interview 3\n==========\nPlace: town hall\nParticipants: two\n\n",
        "Participants: Interviewer, Interviewee\n",
        "---\ntitle: Port\ndate: 2024\n---\n\n",
        "日時：2024年5月1日\n場所：市役所\n聞き手：森\n\n",
    ],
)
def test_lines_of_metadata_are_no_turns(head: str) -> None:
    text = head + TALK
    talk = find_turns(text)
    assert said(text) == TURNS
    assert talk.front_matter is not None
    assert text[slice(*talk.front_matter)] == head.strip()
    assert talk.metadata


def test_questions_right_under_the_date_are_turns() -> None:
    assert said(f"Date: 1 May\n{TALK}") == TURNS


def test_a_list_of_people_gives_the_roles_of_those_who_speak_under_their_names() -> None:
    text = "聞き手：森\n語り手：林市長\n\n森：はい。\n林市長：ええ。\n森：では。\n林市長：ええ。"
    talk = find_turns(text)
    assert said(text)[0] == ("森", "はい。")
    assert [speaker.role for speaker in talk.speakers] == [Role.INTERVIEWER, Role.RESPONDENT]
    assert talk.metadata == {"聞き手": "森", "語り手": "林市長"}


def test_people_listed_under_words_that_the_talk_does_not_use_are_no_turns() -> None:
    text = "Interviewer: K. Mori\nInterviewee: B. Lind\n\nI: Hello?\nR: Hi.\nI: So?\nR: Yes."
    assert [name for name, _ in said(text)] == ["I", "R", "I", "R"]


def test_a_legend_explains_the_labels() -> None:
    text = "[K] – Interviewer\t[C] - Client\n\nK – Hi!\nC - Well.\nK – OK.\nC - Yes."
    talk = find_turns(text)
    assert len(talk.turns) == 4
    assert [speaker.role for speaker in talk.speakers] == [Role.INTERVIEWER, Role.RESPONDENT]


def test_a_text_without_speakers_keeps_its_head_apart_too() -> None:
    text = "Harbour strategy\n\nIssuer: City of Nagi\nAdopted: 2020\n\nThe port is a gate.\n"
    talk = find_turns(text)
    assert talk.turns == ()
    assert talk.metadata == {"Issuer": "City of Nagi", "Adopted": "2020"}
    assert talk.front_matter == (0, text.index("\n\nThe"))


def test_a_text_without_a_head_has_no_front_matter() -> None:
    assert find_turns("The port: a gate.\nIt is open.\n").front_matter is None


def test_a_title_with_a_colon_is_no_key() -> None:
    talk = find_turns(f"Gates of the sea: an interview\nDate: 2024\n\n{TALK}")
    assert talk.metadata == {"Date": "2024"}
