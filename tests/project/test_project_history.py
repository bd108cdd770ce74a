"""The history as people read it: filtered by what it is about, and undone back to a point."""

import pytest

from qcode import Project
from qcode.errors import UndoError
from qcode.model.codes import Code
from qcode.model.documents import Document, Transcript


@pytest.fixture
def document(project: Project, interview: Transcript) -> Document:
    return project.documents.import_transcript(interview, "talk.txt").document


@pytest.fixture
def second(project: Project, plain: Transcript) -> Document:
    return project.documents.import_transcript(plain, "plan.txt").document


@pytest.fixture
def gate(project: Project) -> Code:
    return project.codes.add("Gate")


@pytest.fixture
def door(project: Project) -> Code:
    return project.codes.add("Door")


def test_the_history_of_a_code_holds_all_that_was_done_to_it_and_its_codings(
    project: Project, document: Document, gate: Code, door: Code
) -> None:
    one = project.codings.apply(document, 3, 8, gate)
    project.codings.apply(document, 4, 8, door)
    project.memos.write("codes", gate.uid, "a thought")
    project.codes.edit(gate, definition="where they pass")
    project.codings.recode([one], door)
    project.codings.move_edges(project.codings.get(one.uid), 2, 8)
    project.cases.add("Kitaoka")
    told = [event.summary for event in project.history.list(code=gate)]
    assert told == [
        "Added the code Gate",
        "Gate: 5 characters of talk",
        "Wrote a memo",
        "Changed definition of the code Gate",
        "Recoded Gate, 5 characters of talk as Door",
    ]


def test_the_history_of_a_document_holds_removals_and_what_was_undone(
    project: Project, document: Document, second: Document, gate: Code
) -> None:
    coding = project.codings.apply(document, 3, 8, gate)
    project.codings.apply(second, 3, 8, gate)
    project.codings.remove([coding])
    project.history.undo()
    project.documents.finish(document)
    events = project.history.list(document=document)
    assert [(event.kind, event.state) for event in events] == [
        ("documents.import", "done"),
        ("codings.apply", "done"),
        ("codings.remove", "undone"),
        ("undo", ""),
        ("documents.finish", "done"),
    ]


def test_filters_go_together(
    project: Project, other: Project, document: Document, second: Document, gate: Code
) -> None:
    project.codings.apply(document, 3, 8, gate)
    project.codings.apply(second, 3, 8, gate)
    other.codings.apply(second, 4, 8, gate)
    assert len(project.history.list(code=gate, document=second)) == 2
    told = [event.summary for event in project.history.list("B. Lind", code=gate, document=second)]
    assert told == ["Gate: 4 characters of plan"]


def test_a_name_that_is_written_somewhere_is_no_act_on_it(project: Project, gate: Code) -> None:
    project.cases.add(gate.uid)
    project.cases.remove(project.cases.find(gate.uid))
    kinds = [event.kind for event in project.history.list(code=gate)]
    assert kinds[0] == "codes.add"


def test_steps_are_taken_back_to_a_point_and_done_again_one_by_one(project: Project, other: Project) -> None:
    for name in ("Kitaoka", "Sakuragi", "Tokiwada", "Minamihama"):
        project.cases.add(name)
    other.cases.add("Theirs")
    point = next(event for event in project.history.list() if event.summary.endswith("Sakuragi"))
    assert project.history.undo_to(point.uid) == 3
    assert [case.name for case in project.cases.list()] == ["Kitaoka", "Theirs"]
    assert project.history.redo() == "Added the case Sakuragi"
    assert project.history.next_steps() == ("Added the case Sakuragi", "Added the case Tokiwada")


def test_only_one_s_own_steps_that_stand_can_be_the_point(project: Project, other: Project) -> None:
    project.cases.add("Kitaoka")
    other.cases.add("Theirs")
    project.cases.add("Sakuragi")
    project.history.undo()
    events = project.history.list()
    for event in events:
        if event.summary != "Added the case Kitaoka":
            with pytest.raises(UndoError, match="no step of yours"):
                project.history.undo_to(event.uid)
    assert len(project.history.list()) == len(events)


def test_where_a_step_cannot_be_taken_back_those_after_it_stay_taken_back(
    project: Project, other: Project
) -> None:
    first = project.cases.add("Kitaoka")
    for name in ("Sakuragi", "Tokiwada"):
        project.cases.add(name)
    other.cases.set(first, name="Kitaoka City")
    point = next(event for event in project.history.list() if event.summary.endswith("Kitaoka"))
    with pytest.raises(UndoError) as caught:
        project.history.undo_to(point.uid)
    assert "B. Lind changed cases of this step" in caught.value.message
    assert caught.value.hint == "2 steps were taken back before it."
    assert [case.name for case in project.cases.list()] == ["Kitaoka City"]
    with pytest.raises(UndoError) as caught:
        project.history.undo_to(point.uid)
    assert "Their change would be lost" in caught.value.hint


def test_a_step_done_meanwhile_by_the_same_person_elsewhere_is_not_taken_back_unseen(
    project: Project,
) -> None:
    project.cases.add("Kitaoka")
    meant = project.store.next_undo(project.coders.acting().uid)
    assert meant
    with Project.open(project.path, coder="A. Mori", keep_backups=0) as twin:
        twin.cases.add("Sakuragi")
    with pytest.raises(UndoError, match="“Added the case Sakuragi” was done meanwhile"):
        project.store.undo(project.coders.acting().uid, only=meant.act.uid)
    assert len(project.cases.list()) == 2


def test_an_act_tells_which_codings_it_touched_that_are_still_there(
    project: Project, document: Document, second: Document, gate: Code, door: Code
) -> None:
    kept = project.codings.apply(document, 3, 8, gate)
    removed = project.codings.apply(second, 0, 3, gate)
    project.codings.recode([kept, removed], door)
    project.codings.remove([project.codings.get(removed.uid)])
    act = next(one for one in project.history.list() if one.summary.startswith("Recoded 2"))
    assert [one.uid for one in project.history.codings_of(act.uid)] == [kept.uid]
    assert project.history.codings_of(project.history.list()[0].uid) == []
