"""Documents: how they come in, what they are tied to, how they go and come back."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from qcode import Project
from qcode.errors import (
    AmbiguousNameError,
    DataError,
    DuplicateNameError,
    SpanError,
    UnknownNameError,
)
from qcode.model.codings import AssignmentState
from qcode.model.documents import ImportedTurn, Role, Speaker, Transcript

Talk = Callable[..., Transcript]


def test_a_transcript_becomes_a_document_with_turns_and_speakers(
    project: Project, interview: Transcript
) -> None:
    imported = project.documents.import_transcript(interview, "Kitaoka_official.txt")
    document = imported.document
    assert (document.name, document.kind, document.source_name) == (
        "Kitaoka_official",
        "interview",
        "Kitaoka_official.txt",
    )
    assert (document.characters, document.front_matter_end) == (len(interview.text), 0)
    assert (document.format, document.encoding) == ("txt", "utf-8")
    assert imported.notes == ()
    assert project.documents.text(document) == interview.text
    turns = project.documents.turns(document)
    assert [turn.position for turn in turns] == [1, 2, 3, 4]
    assert [interview.text[turn.start : turn.end] for turn in turns][1].startswith("The port does.")
    assert [interview.text[turn.label_start : turn.label_end] for turn in turns] == ["Q: ", "R: "] * 2
    names = {one.id: (one.name, one.role) for one in project.participants.list(document)}
    assert [names[turn.participant_id or 0] for turn in turns] == [
        ("Q", Role.INTERVIEWER),
        ("R", Role.RESPONDENT),
    ] * 2


def test_times_front_matter_and_missing_labels_are_kept(project: Project) -> None:
    transcript = Transcript(
        text="TITLE\nHello there.",
        format="vtt",
        turns=(ImportedTurn((6, 18), 0, None, 1, 2.5),),
        speakers=(Speaker("R"),),
        front_matter=(0, 6),
        anchors=((6, 1.0), (12, 2.0)),
    )
    document = project.documents.import_transcript(transcript, "talk.vtt").document
    (turn,) = project.documents.turns(document)
    assert (turn.label_start, turn.label_end, turn.start) == (6, 6, 6)
    assert (turn.time_start, turn.time_end) == (1.0, 2.5)
    assert document.front_matter_end == 6
    assert project.documents.anchors(document) == [(6, 1.0), (12, 2.0)]
    assert project.participants.list(document)[0].role is None


def test_a_text_without_speakers_is_a_document(project: Project, plain: Transcript) -> None:
    document = project.documents.import_transcript(plain, "strategy.md").document
    assert (document.kind, project.documents.turns(document)) == ("document", [])


def test_cases_and_attributes_may_come_with_a_document(project: Project, plain: Transcript) -> None:
    project.cases.add("Kitaoka")
    imported = project.documents.import_transcript(
        plain, "s.txt", kind="Strategy Document", cases=["kitaoka", "Sakuragi"], attributes={"year": 2021}
    )
    assert imported.notes == ("The case “Sakuragi” is new and was made.",)
    assert [case.name for case in project.documents.cases(imported.document)] == ["Kitaoka", "Sakuragi"]
    assert imported.document.kind == "strategy document"
    assert project.attributes.current(imported.document.uid) == {"year": 2021}


def test_the_same_file_twice_is_refused(project: Project, interview: Transcript) -> None:
    project.documents.import_transcript(interview, "talk.txt")
    with pytest.raises(DuplicateNameError, match=r"“TALK\.txt” is in the project already, as “talk”"):
        project.documents.import_transcript(interview, "TALK.txt")
    assert len(project.documents.list()) == 1


def test_another_file_of_the_same_stem_keeps_its_ending(
    project: Project, interview: Transcript, plain: Transcript
) -> None:
    project.documents.import_transcript(interview, "Kitaoka.txt")
    assert project.documents.import_transcript(plain, "Kitaoka.md").document.name == "Kitaoka.md"


def test_the_same_text_under_another_name_is_warned_about(project: Project, interview: Transcript) -> None:
    project.documents.import_transcript(interview, "talk.txt")
    imported = project.documents.import_transcript(interview, "copy.txt")
    assert imported.notes == ("The same text is in the project already, as “talk”.",)
    assert len(project.documents.list()) == 2


@pytest.mark.parametrize("name", ["", "   ", "a\nb", "a\x1b[31m", "x" * 501])
def test_a_name_that_cannot_be_one_is_refused(project: Project, plain: Transcript, name: str) -> None:
    with pytest.raises(DataError, match="name"):
        project.documents.import_transcript(plain, "s.txt", name=name)
    assert list(project.documents.list()) == []


@pytest.mark.parametrize(
    "turn",
    [
        ImportedTurn((3, 90), 0),
        ImportedTurn((9, 5), 0),
        ImportedTurn((3, 9), 0, (4, 9)),
        ImportedTurn((-4, 9), 0),
    ],
)
def test_turns_that_do_not_lie_in_the_text_are_refused(
    project: Project, plain: Transcript, turn: ImportedTurn
) -> None:
    with pytest.raises(SpanError, match=r"Turn 1 lies at .* Nothing was imported"):
        project.documents.import_transcript(replace(plain, turns=(turn,), speakers=(Speaker("R"),)), "s.txt")
    assert list(project.documents.list()) == []


def test_turns_that_overlap_are_refused(project: Project, plain: Transcript) -> None:
    turns = (ImportedTurn((0, 9), 0), ImportedTurn((8, 12), 0))
    with pytest.raises(SpanError, match="Turn 2"):
        project.documents.import_transcript(replace(plain, turns=turns, speakers=(Speaker("R"),)), "s.txt")


def test_a_document_is_found_by_its_name_or_its_file(project: Project, plain: Transcript) -> None:
    made = project.documents.import_transcript(plain, "Kitaoka_strategy.md").document
    for name in ("Kitaoka_strategy", "Kitaoka_strategy.md", "kitaoka_STRATEGY", "Ｋitaoka_strategy "):
        assert project.documents.find(name) == made
    with pytest.raises(
        UnknownNameError, match=r"no document “Kitaoka_strategi”.*Did you mean “Kitaoka_strat"
    ):
        project.documents.find("Kitaoka_strategi")
    with pytest.raises(UnknownNameError, match=r"There is no document “zzz”\.$"):
        project.documents.find("zzz")


def test_a_name_that_means_two_documents_is_asked_about(project: Project, plain: Transcript) -> None:
    project.documents.import_transcript(plain, "one.md", name="Strategy")
    project.documents.import_transcript(plain, "strategy", name="Plan")
    with pytest.raises(AmbiguousNameError, match="There are 2 documents named “STRATEGY”"):
        project.documents.find("STRATEGY")
    assert project.documents.find("Strategy").name == "Strategy"


def test_a_kind_of_one_s_own_is_made_and_a_slip_is_not(project: Project, plain: Transcript) -> None:
    project.documents.import_transcript(plain, "a.txt", kind="committee minutes")
    assert project.documents.kinds()[-1] == "committee minutes"
    assert project.documents.kind("Committee  Minutes") == "committee minutes"
    with pytest.raises(
        DataError, match=r"no kind of document “stratgy document”.*Did you mean “strategy doc"
    ):
        project.documents.import_transcript(plain, "b.txt", kind="stratgy document")


def test_documents_are_tied_to_cases_and_untied(project: Project, plain: Transcript) -> None:
    document = project.documents.import_transcript(plain, "s.txt").document
    for name in ("Sakuragi", "Kitaoka"):
        project.cases.add(name)
    project.documents.attach(document, "Kitaoka", "Sakuragi")
    project.documents.attach(document, "Kitaoka")
    assert [case.name for case in project.documents.cases(document)] == ["Sakuragi", "Kitaoka"]
    project.documents.detach(document, "Sakuragi")
    project.documents.detach(document, "Sakuragi")
    assert [case.name for case in project.documents.cases(document)] == ["Kitaoka"]
    with pytest.raises(UnknownNameError, match="Did you mean “Kitaoka”"):
        project.documents.attach(document, "Kitaaka")


def test_a_document_is_renamed_and_changed_in_one_step(project: Project, plain: Transcript) -> None:
    document = project.documents.import_transcript(plain, "s.txt").document
    project.documents.import_transcript(plain, "t.txt")
    project.documents.set(document, name="Plan", kind="news", attributes={"issuer": [("city", 2020, "web")]})
    changed = project.documents.find("Plan")
    assert (changed.uid, changed.kind) == (document.uid, "news")
    assert project.history.undo() == "Changed name, kind, issuer of s"
    assert project.documents.find("s") == document
    with pytest.raises(DuplicateNameError, match="“T” already"):
        project.documents.set(document, name="T")


def test_finishing_is_each_coder_s_own_and_can_be_taken_back(
    project: Project, other: Project, plain: Transcript
) -> None:
    document = project.documents.import_transcript(plain, "s.txt").document
    project.documents.finish(document)
    other.documents.finish(document)
    other.documents.finish(document, finished=False)
    mori, lind = (project.coders.find(name).id for name in ("A. Mori", "B. Lind"))
    assert project.documents.assignments() == {
        (document.id, mori): AssignmentState.FINISHED,
        (document.id, lind): AssignmentState.ASSIGNED,
    }
    assert [event.summary for event in project.history.list()][-2:] == ["Finished s", "Reopened s"]


def test_removing_takes_all_that_rests_on_a_document_and_undo_brings_it_back(
    project: Project, other: Project, interview: Transcript, talk: Talk
) -> None:
    document = project.documents.import_transcript(interview, "talk.txt", cases=["Kitaoka"]).document
    kept = project.documents.import_transcript(talk(("R", "Me too.")), "other.txt").document
    code = project.codes.add("Gate")
    project.codings.apply(document, 5, 20, code, memo="strong")
    other.codings.apply(document, 5, 20, code)
    other.documents.finish(document)
    project.memos.write("documents", document.uid, "long talk")
    project.documents.set(document, attributes={"year": [(2021, None, "")]})
    speaker = project.participants.find("R", document)
    project.participants.set([speaker], attributes={"age": [(50, None, "")]})

    assert project.documents.remove(document) == 2
    assert [one.name for one in project.documents.list()] == ["other"]
    assert [one.name for one in project.participants.list()] == ["R"]
    assert not project.codings.list()
    assert not project.memos.list()
    assert not project.attributes.values()
    assert not project.documents.assignments()
    assert project.documents.text(document) == interview.text
    assert project.check() == []

    assert project.history.undo() == "Removed talk with 2 codings"
    assert len(project.codings.list(document)) == 2
    assert [memo.text for memo in project.memos.list()] == ["strong", "long talk"]
    assert len(project.documents.turns(document)) == 4
    assert len(project.participants.list(document)) == 2
    assert project.attributes.current(speaker.uid) == {"age": 50}
    assert [case.name for case in project.documents.cases(document)] == ["Kitaoka"]
    assert len(project.documents.turns(kept)) == 1
    assert project.check() == []


def test_a_speaker_of_another_document_stays_when_one_is_removed(project: Project, talk: Talk) -> None:
    one = project.documents.import_transcript(talk(("R", "One.")), "one.txt").document
    two = project.documents.import_transcript(talk(("R", "Two.")), "two.txt").document
    kept, same = project.participants.list()
    project.participants.merge(kept, [same])
    project.documents.remove(one)
    assert [person.uid for person in project.participants.list(two)] == [kept.uid]
    assert project.check() == []


def test_what_is_gone_is_said_to_be_gone(project: Project, other: Project, plain: Transcript) -> None:
    document = project.documents.import_transcript(plain, "s.txt", cases=["Kitaoka"]).document
    code = project.codes.add("Gate")
    other.documents.remove(document)
    for do in (
        lambda: project.documents.remove(document),
        lambda: project.documents.set(document, kind="news"),
        lambda: project.documents.set(document, attributes={"year": [(2021, None, "")]}),
        lambda: project.documents.finish(document),
        lambda: project.documents.attach(document, "Kitaoka"),
        lambda: project.codings.apply(document, 0, 5, code),
        lambda: project.memos.write("documents", document.uid, "note"),
    ):
        with pytest.raises(UnknownNameError, match="This document is no longer in the project"):
            do()
    assert project.check() == []


def test_turns_are_counted_for_the_documents_that_have_any(
    project: Project, interview: Transcript, plain: Transcript
) -> None:
    talk = project.documents.import_transcript(interview, "talk.txt").document
    project.documents.import_transcript(plain, "plan.txt")
    assert project.documents.turn_numbers() == {talk.id: len(interview.turns)}
