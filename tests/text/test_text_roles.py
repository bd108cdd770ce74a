"""Roles go by labels; by the way people speak only where it is clear, and then this is said."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spoken import roles

from qcode.model.documents import Role
from qcode.text.roles import Speech, ends_with_question, guess_roles, is_sure_label, role_of
from qcode.text.speakers import find_turns

ASKS, ANSWERS = Role.INTERVIEWER, Role.RESPONDENT


@pytest.mark.parametrize(
    "label",
    [
        "Interviewer",
        "interviewer 2",
        "INTERVIEWER (KM)",
        "Interviewer Mori",
        "I",
        "Q",
        "Moderator",
        "聞き手",
        "調査者",
        "聞き手Ａ",
        "Interviewer2 2",
        "インタビュアー",
        "司会",
        "Entrevistadora",
        "Pergunta",
        "――",
    ],
)
def test_labels_of_interviewers(label: str) -> None:
    assert role_of(label) is ASKS


@pytest.mark.parametrize(
    "label",
    [
        "Interviewee",
        "Respondent 3",
        "R",
        "R1",
        "P07",
        "Participant",
        "語り手",
        "回答者２",
        "対象者",
        "Resposta",
    ],
)
def test_labels_of_respondents(label: str) -> None:
    assert role_of(label) is ANSWERS


@pytest.mark.parametrize(
    "label", ["Ann", "A", "P", "話者 1", "Speaker 2", "I2", "Host city", "佐藤", "Mayor"]
)
def test_labels_that_say_nothing_of_a_role(label: str) -> None:
    assert role_of(label) is None


@pytest.mark.parametrize("label", ["Interviewer", "Speaker 1", "SPEAKER_00", "Speaker A", "話者２", "語り手"])
def test_some_labels_are_speakers_at_first_sight(label: str) -> None:
    assert is_sure_label(label)


@pytest.mark.parametrize("label", ["I", "A", "Speaker", "Host city", "Question", "Step 1", "Ann"])
def test_others_have_to_be_used_again(label: str) -> None:
    assert not is_sure_label(label)


def guessed(*labels: str, speech: dict[str, Speech] | None = None) -> list[Role | None]:
    told = speech or {}
    return guess_roles(labels, [told.get(label, Speech(5, 0, 500)) for label in labels])[0]


def test_beside_an_interviewer_everyone_else_answers() -> None:
    assert guessed("I", "DB", "Ann") == [ASKS, ANSWERS, ANSWERS]
    assert guessed("Q", "A") == [ASKS, ANSWERS]
    assert guessed("Interviewer 1", "Interviewer 2", "Mayor") == [ASKS, ASKS, ANSWERS]


def test_the_all_zero_number_asks() -> None:
    assert guessed("000", "104", "105") == [ASKS, ANSWERS, ANSWERS]
    assert guessed("1", "2") == [None, None]


def test_numbered_i_beside_respondents_asks_and_alone_says_nothing() -> None:
    assert guessed("I1", "R1") == [ASKS, ANSWERS]
    assert guessed("I1", "I2") == [None, None]


def test_one_who_asks_and_says_little_is_taken_for_the_interviewer_and_this_is_said() -> None:
    speech = [Speech(20, 14, 900), Speech(20, 1, 9000)]
    found, warnings = guess_roles(["Ann", "Bo"], speech)
    assert found == [ASKS, ANSWERS]
    assert len(warnings) == 1
    assert warnings[0].startswith("roles guessed: “Ann” is taken for the interviewer (70% of their turns")


@pytest.mark.parametrize(
    "speech",
    [
        [Speech(20, 8, 900), Speech(20, 7, 9000)],
        [Speech(20, 3, 900), Speech(20, 0, 9000)],
        [Speech(20, 14, 9000), Speech(20, 1, 900)],
        [Speech(2, 2, 90), Speech(2, 0, 900)],
        [Speech(9, 8, 900), Speech(9, 8, 900), Speech(9, 0, 9000)],
    ],
    ids=["both ask", "few questions", "asks and talks most", "too few turns", "two hosts"],
)
def test_where_it_is_not_clear_nobody_gets_a_role(speech: list[Speech]) -> None:
    found, warnings = guess_roles([f"Name {number}" for number in range(len(speech))], speech)
    assert set(found) == {None}
    assert warnings == []


def test_a_given_role_stands_against_every_guess() -> None:
    text = "Ann: Who?\nBo: The port does it all, year after year.\n" * 6
    assert roles(text) == {"Ann": ASKS, "Bo": ANSWERS}
    talk = find_turns(text, roles={"BO": ASKS})
    assert [speaker.role for speaker in talk.speakers] == [ANSWERS, ASKS]
    assert talk.warnings == ()


@pytest.mark.parametrize(
    ("speech", "asks"),
    [
        ("Why?", True),
        ("なぜですか。", True),
        ("そうですか」", True),
        ("なぜ？（笑）", False),
        ("Yes.", False),
        ("しかし。", False),
    ],
)
def test_how_a_question_ends(speech: str, asks: bool) -> None:
    assert ends_with_question(speech) is asks


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["I", "R", "Ann", "000", "101", "Q", "話者 1", "I2"]), unique=True, max_size=5),
    st.data(),
)
def test_there_is_a_role_or_none_for_everyone_and_no_crash(labels: list[str], data: st.DataObject) -> None:
    counts = st.integers(0, 30)
    speech = [
        Speech(turns := data.draw(counts), min(turns, data.draw(counts)), data.draw(counts)) for _ in labels
    ]
    found, _ = guess_roles(labels, speech)
    assert len(found) == len(labels)
    if ASKS in found:
        assert None not in found
