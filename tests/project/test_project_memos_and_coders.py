"""Memos, one of each coder on each thing; coders, known by what they do."""

import pytest

from qcode import Project
from qcode.errors import DataError, UnknownNameError
from qcode.model.documents import Transcript


def test_a_memo_lies_on_anything_that_has_a_place_for_it(project: Project, interview: Transcript) -> None:
    document = project.documents.import_transcript(interview, "talk.txt").document
    code, case = project.codes.add("Gate"), project.cases.add("Kitaoka")
    coding = project.codings.apply(document, 3, 8, code)
    title = project.store.tuples("SELECT uid FROM meta WHERE key = 'title'")[0][0]
    owners = {
        "documents": document.uid,
        "codes": code.uid,
        "cases": case.uid,
        "codings": coding.uid,
        "meta": title,
    }
    for table, uid in owners.items():
        memo = project.memos.write(table, uid, f"on {table}\n二行目")
        assert memo
        assert (memo.owner_table, memo.owner_uid, memo.text) == (table, uid, f"on {table}\n二行目")
        assert list(project.memos.list(uid)) == [memo]
    assert len(project.memos.list()) == 5
    assert project.check() == []


def test_each_coder_has_one_memo_on_a_thing_and_rewrites_it(project: Project, other: Project) -> None:
    code = project.codes.add("Gate")
    first = project.memos.write("codes", code.uid, "first thoughts")
    other.memos.write("codes", code.uid, "doubts")
    second = project.memos.write("codes", code.uid, "second thoughts")
    assert first
    assert second
    assert first.uid == second.uid
    assert [memo.text for memo in project.memos.list(code.uid)] == ["second thoughts", "doubts"]
    project.history.undo()
    assert [memo.text for memo in project.memos.list(code.uid)] == ["first thoughts", "doubts"]


def test_an_empty_memo_is_none(project: Project) -> None:
    code = project.codes.add("Gate")
    assert project.memos.write("codes", code.uid, "  \n") is None
    project.memos.write("codes", code.uid, "a thought")
    assert project.memos.write("codes", code.uid, "") is None
    assert not project.memos.list()
    assert project.history.undo() == "Removed a memo"
    assert [memo.text for memo in project.memos.list()] == ["a thought"]


@pytest.mark.parametrize("table", ["turns", "changes", "memos", "codes; DROP TABLE codes", ""])
def test_a_memo_lies_on_nothing_else(project: Project, table: str) -> None:
    with pytest.raises(DataError, match="A memo cannot lie on"):
        project.memos.write(table, "x", "a thought")


def test_a_memo_on_what_is_not_there_is_refused(project: Project) -> None:
    with pytest.raises(UnknownNameError, match="This case is no longer in the project"):
        project.memos.write("cases", "0190", "a thought")
    assert not project.memos.list()


def test_a_coder_joins_with_the_first_act_and_once(project: Project) -> None:
    assert list(project.coders.list()) == []
    project.cases.add("Kitaoka")
    first = project.coders.acting()
    assert (first.name, project.coders.join("a. MORI")) == ("A. Mori", first)
    project.coders.join("B. Lind")
    assert [coder.name for coder in project.coders.list()] == ["A. Mori", "B. Lind"]


def test_a_coder_is_found_and_a_slip_is_answered(project: Project) -> None:
    lind = project.coders.join("B. Lind")
    assert project.coders.find("b. lind") == lind
    with pytest.raises(UnknownNameError, match=r"no coder “B\. Lint”\. Did you mean “B\. Lind”"):
        project.coders.find("B. Lint")
    with pytest.raises(UnknownNameError):
        project.history.list("nobody")


@pytest.mark.parametrize("name", ["", " ", "A\x07B", "x" * 501])
def test_a_name_that_cannot_be_one_does_not_join(project: Project, name: str) -> None:
    with pytest.raises(DataError):
        project.coders.join(name)
    assert list(project.coders.list()) == []


def test_two_programs_of_one_coder_make_one_coder(project: Project) -> None:
    with Project.open(project.path, coder="A. MORI", keep_backups=0) as twin:
        project.cases.add("Kitaoka")
        twin.cases.add("Sakuragi")
        assert len(twin.coders.list()) == 1
        assert project.history.undo() == "Added the case Sakuragi"


def test_memos_are_read_by_what_they_lie_on(project: Project, other: Project, interview: Transcript) -> None:
    document = project.documents.import_transcript(interview, "talk.txt").document
    gate, door = project.codes.add("Gate"), project.codes.add("Door")
    mine = project.memos.write("codes", gate.uid, "first")
    theirs = other.memos.write("codes", gate.uid, "second")
    aside = project.memos.write("codes", door.uid, "aside")
    project.memos.write("documents", document.uid, "elsewhere")
    assert project.memos.by_owner("codes") == {gate.uid: [mine, theirs], door.uid: [aside]}
    assert project.memos.texts("codes") == {gate.uid: "first\nsecond", door.uid: "aside"}
    assert project.memos.by_owner("cases") == {}
