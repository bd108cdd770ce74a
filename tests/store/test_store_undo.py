"""Undo and redo: of one coder, across processes, and refused where another's later work would be lost."""

from collections.abc import Callable
from pathlib import Path

import pytest
from live_rows import live_rows
from other_process import qcode_does

from qcode import Project
from qcode.errors import UndoError
from qcode.model.documents import Transcript

Talk = Callable[..., Transcript]


def refuse(project: Project, *words: str, redo: bool = False) -> None:
    """See an undo refused with its reason, and nothing changed by it."""
    rows, events, content = live_rows(project.path), project.history.list(), project.path.read_bytes()
    with pytest.raises(UndoError) as caught:
        (project.history.redo if redo else project.history.undo)()
    for word in words:
        assert word in str(caught.value)
    assert (live_rows(project.path), project.history.list()) == (rows, events)
    assert project.path.read_bytes() == content
    assert project.check() == []


def test_undo_takes_back_the_newest_step_and_redo_does_it_again(project: Project) -> None:
    states = [live_rows(project.path)]
    project.cases.add("Kitaoka")
    states.append(live_rows(project.path))
    project.cases.add("Sakuragi")
    states.append(live_rows(project.path))
    assert project.history.next_steps() == ("Added the case Sakuragi", "")
    assert project.history.undo() == "Added the case Sakuragi"
    assert live_rows(project.path) == states[1]
    assert project.history.undo() == "Added the case Kitaoka"
    assert live_rows(project.path) == states[0] | {"coders": live_rows(project.path)["coders"]}
    assert project.history.next_steps() == ("", "Added the case Kitaoka")
    assert project.history.redo() == "Added the case Kitaoka"
    assert project.history.redo() == "Added the case Sakuragi"
    assert live_rows(project.path) == states[2]
    assert project.check() == []


def test_nothing_left_to_undo_or_redo_is_said_and_exits_1(project: Project) -> None:
    for redo in (False, True):
        refuse(project, "There is nothing to", redo=redo)
    project.cases.add("Kitaoka")
    project.history.undo()
    refuse(project, "nothing to undo")
    assert UndoError.exit_code == 1


def test_looking_for_steps_does_not_make_anyone_join(project: Project) -> None:
    assert project.history.next_steps() == ("", "")
    with pytest.raises(UndoError):
        project.history.undo()
    assert list(project.coders.list()) == []


def test_a_new_act_ends_what_could_be_redone(project: Project) -> None:
    project.cases.add("Kitaoka")
    project.history.undo()
    project.cases.add("Sakuragi")
    refuse(project, "nothing to redo", redo=True)
    assert [event.state for event in project.history.list() if event.kind == "cases.add"] == [
        "undone",
        "done",
    ]


def test_undo_redo_undo_goes_back_and_forth(project: Project) -> None:
    project.cases.add("Kitaoka")
    for _ in range(3):
        project.history.undo()
        assert list(project.cases.list()) == []
        project.history.redo()
        assert [case.name for case in project.cases.list()] == ["Kitaoka"]
    assert project.check() == []


def test_a_thing_comes_back_as_itself(project: Project, interview: Transcript) -> None:
    document = project.documents.import_transcript(interview, "talk.txt").document
    code = project.codes.add("Gate")
    coding = project.codings.apply(document, 5, 20, code, memo="strong")
    project.codings.remove([coding])
    project.history.undo()
    assert project.codings.get(coding.uid) == coding
    assert [memo.text for memo in project.memos.list(coding.uid)] == ["strong"]


def test_each_coder_takes_back_their_own_steps(project: Project, other: Project) -> None:
    project.cases.add("Kitaoka")
    other.cases.add("Sakuragi")
    project.cases.add("Tokiwada")
    assert other.history.undo() == "Added the case Sakuragi"
    refuse(other, "nothing to undo")
    assert project.history.undo() == "Added the case Tokiwada"
    assert [case.name for case in project.cases.list()] == ["Kitaoka"]


def test_undo_works_after_a_restart_and_qcode_does(path: Path, interview: Transcript) -> None:
    with Project.create(path, coder="A. Mori", keep_backups=0) as project:
        project.documents.import_transcript(interview, "talk.txt")
        project.codes.add("Gate")
        with_all = live_rows(path)
    assert qcode_does(path, "A. Mori", "print(project.history.undo())") == "Added the code Gate"
    with Project.open(path, coder="A. Mori", keep_backups=0) as project:
        assert len(project.codes.tree()) == 0
        assert project.history.undo().startswith("Imported talk")
    assert qcode_does(path, "A. Mori", "project.history.redo(); print(project.history.redo())") == (
        "Added the code Gate"
    )
    assert live_rows(path) == with_all
    with Project.open(path) as project:
        assert project.check() == []


def test_an_undo_sees_what_another_process_did_while_this_one_was_open(project: Project) -> None:
    case = project.cases.add("Kitaoka")
    qcode_does(project.path, "B. Lind", "project.cases.set(project.cases.find('Kitaoka'), name='K.')")
    refuse(project, "Added the case Kitaoka", "B. Lind changed cases")
    assert [one.uid for one in project.cases.list()] == [case.uid]


def test_refused_where_another_changed_the_row(project: Project, other: Project) -> None:
    project.codes.add("Gate")
    other.codes.edit(other.codes.find("Gate"), definition="where contacts pass")
    refuse(project, "Cannot undo “Added the code Gate”", "B. Lind changed codes of this step", "nothing was")


def test_allowed_again_once_the_other_took_their_change_back(project: Project, other: Project) -> None:
    project.codes.add("Gate")
    other.codes.edit(other.codes.find("Gate"), definition="where contacts pass")
    other.history.undo()
    assert project.history.undo() == "Added the code Gate"


def test_refused_where_another_removed_the_row(project: Project, other: Project) -> None:
    project.cases.add("Kitaoka")
    other.cases.remove(other.cases.find("Kitaoka"))
    refuse(project, "B. Lind changed cases")


def test_refused_where_another_s_codings_rest_on_the_code(
    project: Project, other: Project, interview: Transcript
) -> None:
    project.documents.import_transcript(interview, "talk.txt")
    code = project.codes.add("Gate")
    other.codings.apply(other.documents.find("talk"), 5, 20, code)
    refuse(project, "rests on codes of this step: 1 of the codings, by B. Lind")


@pytest.mark.parametrize("rests", ["coding", "memo", "attribute", "finish", "attach", "speaker"])
def test_refused_where_another_s_work_rests_on_the_document(
    rests: str, project: Project, other: Project, interview: Transcript, talk: Talk
) -> None:
    other.cases.add("Kitaoka")
    code = other.codes.add("Gate")
    alone = other.documents.import_transcript(talk(("R", "I was here before.")), "first.txt").document
    document = project.documents.import_transcript(interview, "talk.txt").document
    speaker = next(one for one in project.participants.list(document) if one.name == "R")
    match rests:
        case "coding":
            other.codings.apply(document, 5, 20, code)
        case "memo":
            other.memos.write("documents", document.uid, "read twice")
        case "attribute":
            other.documents.set(document, attributes={"issuer": [("the city", None, "")]})
        case "finish":
            other.documents.finish(document)
        case "attach":
            other.documents.attach(document, "Kitaoka")
        case "speaker":
            other.participants.merge(speaker, list(other.participants.list(alone)))
    refuse(project, "Cannot undo “Imported talk", "Later work rests on", "by B. Lind")


def test_refused_where_another_s_value_rests_on_the_attribute(project: Project, other: Project) -> None:
    first, second = project.cases.add("Kitaoka"), project.cases.add("Sakuragi")
    project.cases.set(first, attributes={"population": [(41_000, 2020, "")]})
    other.cases.set(second, attributes={"population": [(52_000, 2020, "")]})
    refuse(project, "rests on attributes of this step: 1 of the attribute values, by B. Lind")


def test_refused_where_another_s_number_needs_the_wider_type(project: Project, other: Project) -> None:
    first, second = project.cases.add("Kitaoka"), project.cases.add("Sakuragi")
    project.cases.set(first, attributes={"share": [(1, None, "")]})
    project.cases.set(first, attributes={"share": [(1.5, None, "")]})
    other.cases.set(second, attributes={"share": [(2.5, None, "")]})
    refuse(project, "“2.5” would be no integer, as “share” is")


def test_refused_where_what_comes_back_rests_on_a_code_that_is_gone(
    project: Project, other: Project, interview: Transcript
) -> None:
    document = project.documents.import_transcript(interview, "talk.txt").document
    code = project.codes.add("Gate")
    project.codings.remove([project.codings.apply(document, 5, 20, code)])
    other.codes.remove(code)
    refuse(project, "Codings of this step rest on codes that were removed since", "Bring those back first")


def test_refused_where_a_memo_would_come_back_on_nothing(
    project: Project, other: Project, interview: Transcript
) -> None:
    document = other.documents.import_transcript(interview, "talk.txt").document
    coding = other.codings.apply(document, 5, 20, other.codes.add("Gate"))
    project.memos.write("codings", coding.uid, "strong")
    project.memos.write("codings", coding.uid, "")
    other.codings.remove([coding])
    refuse(project, "Memos of this step rest on codings that were removed since")


def test_refused_where_a_value_would_come_back_on_nothing(project: Project, other: Project) -> None:
    case = other.cases.add("Kitaoka")
    project.cases.set(case, attributes={"population": [(41_000, 2020, "")]})
    project.cases.set(case, attributes={"population": [(None, 2020, "")]})
    other.cases.remove(case)
    refuse(project, "Attribute values of this step rest on cases that were removed since")


def test_refused_where_turns_would_come_back_without_their_speaker(
    project: Project, other: Project, talk: Talk
) -> None:
    first = project.documents.import_transcript(talk(("R", "One.")), "one.txt").document
    second = project.documents.import_transcript(talk(("R", "Two.")), "two.txt").document
    kept, same = project.participants.list()
    project.participants.merge(kept, [same])
    project.documents.remove(second)
    other.documents.remove(first)
    refuse(project, "Turns of this step rest on participants that were removed since")


def test_refused_where_a_code_would_come_to_lie_below_itself(project: Project, other: Project) -> None:
    north, south = project.codes.add("North"), project.codes.add("South")
    project.codes.move(north, south)
    project.history.undo()
    other.codes.move(south, north)
    refuse(project, "Cannot redo", "would lie below itself", redo=True)


def test_refused_where_the_name_was_given_away(
    project: Project, other: Project, interview: Transcript
) -> None:
    project.cases.add("Kitaoka")
    project.history.undo()
    other.cases.add("ＫＩＴＡＯＫＡ")
    refuse(project, "There would be two cases “", redo=True)
    document = project.documents.import_transcript(interview, "talk.txt").document
    project.documents.remove(document)
    other.documents.import_transcript(interview, "talk.txt")
    refuse(project, "There would be two documents “talk”")


def test_refused_where_the_key_was_given_away(project: Project, other: Project) -> None:
    project.codes.add("Gate", key="gg")
    project.codes.remove(project.codes.find("Gate"))
    other.codes.add("Guest", key="gg")
    refuse(project, "“gg”", "could not be told apart")


def test_refused_where_the_same_link_or_value_was_made_meanwhile(
    project: Project, other: Project, interview: Transcript
) -> None:
    document = project.documents.import_transcript(interview, "talk.txt").document
    case = project.cases.add("Kitaoka")
    project.documents.attach(document, "Kitaoka")
    project.history.undo()
    other.documents.attach(document, "Kitaoka")
    refuse(project, "“talk” would be tied to “Kitaoka” twice", redo=True)
    project.cases.set(case, attributes={"population": [(41_000, 2020, "")]})
    project.cases.set(case, attributes={"population": [(None, 2020, "")]})
    other.cases.set(case, attributes={"population": [(52_000, 2020, "")]})
    refuse(project, "There would be two values of “population” for the same thing in 2020")


def test_what_others_did_elsewhere_does_not_stand_in_the_way(
    project: Project, other: Project, interview: Transcript
) -> None:
    document = project.documents.import_transcript(interview, "talk.txt").document
    code = project.codes.add("Gate")
    mine = project.codings.apply(document, 5, 20, code)
    theirs = other.codings.apply(document, 5, 20, code)
    assert project.history.undo() == "Gate: 15 characters of talk"
    assert [coding.uid for coding in project.codings.list()] == [theirs.uid]
    assert mine.uid != theirs.uid


def test_joining_is_not_taken_back(project: Project) -> None:
    project.cases.add("Kitaoka")
    project.history.undo()
    assert [coder.name for coder in project.coders.list()] == ["A. Mori"]


def test_the_history_tells_who_did_what_and_what_became_of_it(project: Project, other: Project) -> None:
    project.cases.add("Kitaoka")
    other.cases.add("Sakuragi")
    project.history.undo()
    told = [(event.coder, event.kind, event.state) for event in project.history.list()]
    assert told == [
        ("", "project.create", ""),
        ("", "coders.join", ""),
        ("A. Mori", "cases.add", "undone"),
        ("", "coders.join", ""),
        ("B. Lind", "cases.add", "done"),
        ("A. Mori", "undo", ""),
    ]
    assert [event.summary for event in project.history.list("B. Lind")] == ["Added the case Sakuragi"]
    assert project.history.list()[-1].summary == "Undid: Added the case Kitaoka"


def test_undoing_an_import_brings_the_file_s_rows_to_the_beginning_and_keeps_the_text(
    project: Project, interview: Transcript
) -> None:
    before = live_rows(project.path)
    project.documents.import_transcript(interview, "talk.txt", cases=["Kitaoka"], attributes={"year": 2021})
    project.history.undo()
    assert live_rows(project.path) == before | {"coders": live_rows(project.path)["coders"]}
    project.history.redo()
    document = project.documents.find("talk")
    assert project.documents.text(document) == interview.text
    assert len(project.documents.turns(document)) == 4
    assert project.attributes.current(document.uid) == {"year": 2021}


def test_a_removed_case_comes_back_to_all_that_was_its_own_and_goes_again(
    project: Project, interview: Transcript
) -> None:
    document = project.documents.import_transcript(interview, "talk.txt", cases=["Kitaoka"]).document
    case = project.cases.find("Kitaoka")
    project.codings.apply(document, 5, 20, project.codes.add("Gate"), case=case)
    project.participants.set(project.participants.list(document), case="Kitaoka")
    with_case = live_rows(project.path)
    project.cases.remove(case)
    without = live_rows(project.path)
    for _ in range(2):
        project.history.undo()
        assert live_rows(project.path) == with_case
        project.history.redo()
        assert live_rows(project.path) == without
    assert project.check() == []


def test_merged_codes_come_apart_and_together_again(
    project: Project, other: Project, interview: Transcript
) -> None:
    document = project.documents.import_transcript(interview, "talk.txt").document
    gate, door = project.codes.add("Gate"), project.codes.add("Door")
    project.codes.add("Hinge", door)
    project.codings.apply(document, 5, 20, gate)
    project.codings.apply(document, 5, 20, door, memo="the same words")
    other.codings.apply(document, 5, 20, door)
    apart = live_rows(project.path)
    project.codes.merge(door, gate)
    together = live_rows(project.path)
    for _ in range(2):
        project.history.undo()
        assert live_rows(project.path) == apart
        project.history.redo()
        assert live_rows(project.path) == together
    assert project.check() == []
