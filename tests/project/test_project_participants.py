"""Participants: roles, pseudonyms, and two that turn out to be one person."""

from collections.abc import Callable

import pytest

from qcode import Project
from qcode.errors import AmbiguousNameError, DataError, UnknownNameError
from qcode.model.cases import Entity
from qcode.model.documents import Participant, Role, Transcript

Talk = Callable[..., Transcript]


@pytest.fixture
def twins(project: Project, talk: Talk) -> tuple[Participant, Participant]:
    """One person who speaks in two documents, known as two participants."""
    project.documents.import_transcript(talk(("Q", "Who?"), ("R", "I do.")), "one.txt")
    project.documents.import_transcript(talk(("R", "Still me, 港町.")), "two.txt")
    _, first, second = project.participants.list()
    return first, second


def test_those_of_one_name_in_two_documents_are_two(
    project: Project, twins: tuple[Participant, Participant]
) -> None:
    with pytest.raises(AmbiguousNameError, match=r"2 participants named “R”\. Say in which document"):
        project.participants.find("R")
    for name, twin in zip(("one", "two"), twins, strict=True):
        assert project.participants.find("R", project.documents.find(name)) == twin
    with pytest.raises(UnknownNameError, match="no participant “S”"):
        project.participants.find("S")


def test_presences_say_how_much_who_speaks_where(project: Project, talk: Talk) -> None:
    lines = (("Q", "Who?"), ("R", "港町。"), ("Q", "Why?"))
    document = project.documents.import_transcript(talk(*lines), "one.txt").document
    told = [
        (one.participant.name, one.document_id, one.turns, one.characters)
        for one in project.participants.presences()
    ]
    assert told == [("Q", document.id, 2, 8), ("R", document.id, 1, 3)]


def test_all_that_can_be_said_of_a_participant_is_one_step(
    project: Project, twins: tuple[Participant, Participant]
) -> None:
    project.cases.add("Kitaoka")
    project.participants.set(
        twins[:1],
        role=Role.OTHER,
        pseudonym=" P1 ",
        case="Kitaoka",
        attributes={"age": [(50, 2020, ""), (53, 2023, "")]},
    )
    changed = project.participants.list()[1]
    assert (changed.role, changed.pseudonym, changed.case_id) == (
        Role.OTHER,
        "P1",
        project.cases.find("Kitaoka").id,
    )
    assert project.attributes.current(twins[0].uid) == {"age": 53}
    project.participants.set(twins[:1], unknown_role=True, case="", name="R. (retired)")
    first = project.participants.list()[1]
    assert (first.name, first.role, first.case_id, first.pseudonym) == ("R. (retired)", None, None, "P1")
    assert project.history.undo() == "Changed role, name, case of R"
    assert project.history.undo() == "Changed role, pseudonym, case, age of R"
    assert project.participants.list()[1:] == list(twins)


def test_a_participant_is_found_by_the_pseudonym(
    project: Project, twins: tuple[Participant, Participant]
) -> None:
    project.participants.set(twins[:1], pseudonym="Harbour master")
    assert project.participants.find("harbour master").uid == twins[0].uid


def test_one_pseudonym_stands_for_no_two(project: Project, twins: tuple[Participant, Participant]) -> None:
    from qcode.sheets.records import ParticipantRow

    with pytest.raises(DataError, match="“P1” stands for the participant “R” already") as refused:
        project.participants.set(twins, pseudonym="P1")
    assert "participants merge" in refused.value.hint
    project.participants.set(twins[:1], pseudonym="P1")
    before = project.history.list()
    for row in (ParticipantRow("two", "R", pseudonym="p1 "), ParticipantRow("one", "Q", pseudonym="P1")):
        with pytest.raises(DataError, match="already"):
            project.participants.set_from_rows([row])
    with pytest.raises(DataError, match="“P3” stands for the participant “Q” already"):
        project.participants.set_from_rows(
            [ParticipantRow("one", "Q", pseudonym="P3"), ParticipantRow("two", "R", pseudonym="P3")]
        )
    with pytest.raises(DataError, match="stands for the participant “R” already"):
        project.pseudonyms.give(Entity.PARTICIPANT, "Q", "P1")
    assert project.history.list() == before
    # They may change places, and both may have none.
    project.participants.set_from_rows(
        [ParticipantRow("one", "R", pseudonym="P2"), ParticipantRow("two", "R", pseudonym="P1")]
    )
    assert [one.pseudonym for one in project.participants.list()] == ["", "P2", "P1"]
    project.participants.set(twins, pseudonym="")


def test_an_unknown_case_or_an_empty_name_changes_nothing(
    project: Project, twins: tuple[Participant, Participant]
) -> None:
    with pytest.raises(UnknownNameError, match="no case “Nowhere”"):
        project.participants.set(twins, role=Role.OTHER, case="Nowhere")
    with pytest.raises(DataError, match="needs a name"):
        project.participants.set(twins, name=" ")
    assert project.participants.list()[1:] == list(twins)


def test_two_that_are_one_person_are_merged_and_parted_again(
    project: Project, twins: tuple[Participant, Participant]
) -> None:
    first, second = twins
    project.participants.merge(first, [first, second])
    for name in ("one", "two"):
        document = project.documents.find(name)
        assert first in project.participants.list(document)
        assert project.documents.turns(document)[-1].participant_id == first.id
    assert second not in project.participants.list()
    assert project.check() == []
    assert project.history.undo() == "Merged 1 participant into R"
    assert project.documents.turns(project.documents.find("two"))[0].participant_id == second.id
    assert project.check() == []


def test_merging_one_with_itself_does_nothing(
    project: Project, twins: tuple[Participant, Participant]
) -> None:
    before = project.history.list()
    project.participants.merge(twins[0], [twins[0]])
    assert project.history.list() == before


def test_who_is_kept_takes_over_what_they_lack(
    project: Project, twins: tuple[Participant, Participant]
) -> None:
    first, second = twins
    project.cases.add("Kitaoka")
    project.participants.set([first], unknown_role=True, attributes={"age": [(50, None, "")]})
    project.participants.set(
        [second],
        pseudonym="P2",
        case="Kitaoka",
        attributes={"age": [(50, None, "")], "office": [("port", None, "")]},
    )
    first, second = project.participants.list()[1:]
    project.participants.merge(first, [second])
    merged = project.participants.list()[1]
    assert (merged.uid, merged.role, merged.pseudonym) == (first.uid, Role.RESPONDENT, "P2")
    assert merged.case_id == project.cases.find("Kitaoka").id
    assert project.attributes.current(first.uid) == {"age": 50, "office": "port"}
    assert project.check() == []


@pytest.mark.parametrize("what", ["role", "case", "age"])
def test_two_that_contradict_each_other_are_not_merged(
    what: str, project: Project, twins: tuple[Participant, Participant]
) -> None:
    for place, (twin, case, role) in enumerate(
        zip(twins, ("Kitaoka", "Sakuragi"), (Role.OTHER, Role.INTERVIEWER), strict=True)
    ):
        project.cases.add(case)
        project.participants.set(
            [twin],
            role=role if what == "role" else None,
            case=case if what == "case" else None,
            attributes={"age": [(50 + place, None, "")]} if what == "age" else {},
        )
    first, second = before = project.participants.list()[1:]
    with pytest.raises(DataError, match=f"The {what} of “R” is “.*Give both the same {what} first"):
        project.participants.merge(first, [second])
    assert project.participants.list()[1:] == before


def test_a_participant_who_is_gone_is_not_merged(
    project: Project, other: Project, twins: tuple[Participant, Participant]
) -> None:
    other.documents.remove(other.documents.find("two"))
    with pytest.raises(UnknownNameError, match="This participant is no longer"):
        project.participants.merge(twins[0], [twins[1]])
    assert project.check() == []


def test_rows_of_a_table_set_many_at_once(project: Project, twins: tuple[Participant, Participant]) -> None:
    from qcode.sheets.records import ParticipantRow

    project.cases.add("Kitaoka")
    rows = [
        ParticipantRow("one", "Q", role=Role.OTHER),
        ParticipantRow("two.txt", "R", pseudonym="P2", case="Kitaoka", attributes={"age": [(50, 2020, "")]}),
    ]
    project.participants.set_from_rows(rows)
    interviewer, first, second = project.participants.list()
    assert (interviewer.role, interviewer.pseudonym) == (Role.OTHER, "")
    assert first == twins[0]
    assert (second.role, second.pseudonym) == (Role.RESPONDENT, "P2")
    assert project.attributes.current(second.uid) == {"age": 50}
    with pytest.raises(UnknownNameError, match="no participant “Z”"):
        project.participants.set_from_rows([ParticipantRow("one", "Q"), ParticipantRow("one", "Z")])
