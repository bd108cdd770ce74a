"""A memo that is saved again and again in one sitting is one step, saved each time."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from qcode import Project
from qcode.errors import UnknownNameError
from qcode.model.codes import Code


@pytest.fixture
def gate(project: Project) -> Code:
    return project.codes.add("Gate")


def acts(project: Project) -> list[str]:
    return [event.summary for event in project.history.list() if event.kind == "memos.write"]


def text(project: Project, owner: Code) -> str | None:
    memo = project.memos.find(owner.uid)
    return memo.text if memo else None


def test_one_undo_takes_back_all_that_was_saved_in_one_sitting(project: Project, gate: Code) -> None:
    project.memos.write("codes", gate.uid, "earlier")
    for written in ("a", "a th", "a thought"):
        memo = project.memos.write("codes", gate.uid, written, visit="sitting")
        assert memo
        assert text(project, gate) == written == memo.text
        assert project.check() == []
    assert len(acts(project)) == 2
    project.history.undo()
    assert text(project, gate) == "earlier"
    project.history.redo()
    assert text(project, gate) == "a thought"
    project.history.undo()
    project.history.undo()
    assert text(project, gate) is None
    assert project.check() == []


def test_another_sitting_another_thing_or_none_is_a_step_of_its_own(project: Project, gate: Code) -> None:
    hall = project.codes.add("Hall")
    project.memos.write("codes", gate.uid, "1", visit="first")
    project.memos.write("codes", gate.uid, "2", visit="second")
    project.memos.write("codes", hall.uid, "3", visit="second")
    project.memos.write("codes", hall.uid, "4")
    project.memos.write("codes", hall.uid, "5")
    assert len(acts(project)) == 5


def test_what_the_same_coder_did_in_between_ends_the_step(project: Project, gate: Code) -> None:
    project.memos.write("codes", gate.uid, "1", visit="sitting")
    project.cases.add("Kitaoka")
    project.memos.write("codes", gate.uid, "2", visit="sitting")
    project.memos.write("codes", gate.uid, "3", visit="sitting")
    assert len(acts(project)) == 2
    project.history.undo()
    assert text(project, gate) == "1"


def test_what_was_undone_is_not_written_on(project: Project, gate: Code) -> None:
    project.memos.write("codes", gate.uid, "1", visit="sitting")
    project.history.undo()
    project.memos.write("codes", gate.uid, "2", visit="sitting")
    project.history.undo()
    project.history.redo()
    project.memos.write("codes", gate.uid, "3", visit="sitting")
    assert len(acts(project)) == 3
    project.history.undo()
    assert text(project, gate) == "2"
    assert project.check() == []


def test_another_coder_s_work_elsewhere_does_not_end_the_step(
    project: Project, other: Project, gate: Code
) -> None:
    project.memos.write("codes", gate.uid, "1", visit="sitting")
    other.memos.write("codes", gate.uid, "theirs")
    project.memos.write("codes", gate.uid, "2", visit="sitting")
    assert len(acts(project)) == 2
    project.history.undo()
    assert [memo.text for memo in project.memos.list(gate.uid)] == ["theirs"]
    assert project.check() == []


def test_a_memo_that_somebody_moved_meanwhile_begins_anew(
    project: Project, other: Project, gate: Code
) -> None:
    hall = project.codes.add("Hall")
    project.memos.write("codes", hall.uid, "1", visit="sitting")
    other.codes.merge(gate, hall)
    project.memos.write("codes", hall.uid, "2", visit="sitting")
    assert len(acts(project)) == 1
    other.history.undo()
    with other.act("memos.write") as recorder:
        (memo,) = project.memos.list(hall.uid)
        recorder.update("memos", memo.uid, text="changed by another")
        recorder.summary = "Changed"
    project.memos.write("codes", hall.uid, "3", visit="sitting")
    assert len([event for event in project.history.list("A. Mori") if event.kind == "memos.write"]) == 2
    assert project.check() == []


def test_a_sitting_at_something_that_was_removed_is_refused(
    project: Project, other: Project, gate: Code
) -> None:
    project.memos.write("codes", gate.uid, "1", visit="sitting")
    other.codes.remove(gate)
    with pytest.raises(UnknownNameError, match="This code is no longer"):
        project.memos.write("codes", gate.uid, "2", visit="sitting")
    assert project.check() == []


def test_a_memo_emptied_and_written_again_in_one_sitting_is_the_same_memo(
    project: Project, gate: Code
) -> None:
    first = project.memos.write("codes", gate.uid, "1", visit="sitting")
    assert project.memos.write("codes", gate.uid, " ", visit="sitting") is None
    again = project.memos.write("codes", gate.uid, "2", visit="sitting")
    assert first
    assert again
    assert again.uid == first.uid
    assert len(acts(project)) == 1
    assert project.check() == []
    project.history.undo()
    assert text(project, gate) is None
    project.history.redo()
    assert text(project, gate) == "2"
    assert project.check() == []


def test_saving_the_same_again_writes_nothing(project: Project, gate: Code) -> None:
    project.memos.write("codes", gate.uid, "1", visit="sitting")
    mark = project.newest_change()
    project.memos.write("codes", gate.uid, "1", visit="sitting")
    assert project.newest_change() == mark
    project.memos.write("codes", gate.uid, "2", visit="sitting")
    assert project.changes_since(mark).acts == ()
    assert set(project.changes_since(mark).rows) == {"memos"}


def test_each_coder_finds_their_own_memo(project: Project, other: Project, gate: Code) -> None:
    assert project.memos.find(gate.uid) is None
    other.memos.write("codes", gate.uid, "theirs")
    assert project.memos.find(gate.uid) is None
    project.memos.write("codes", gate.uid, "mine")
    assert text(project, gate) == "mine"
    assert text(other, gate) == "theirs"


def test_the_project_itself_has_a_memo(project: Project) -> None:
    memo = project.memos.write("meta", project.uid, "why we ask")
    assert memo == project.memos.find(project.uid)
    assert project.check() == []


def test_what_was_saved_survives_the_program_s_sudden_death(path: Path) -> None:
    with Project.create(path, coder="A. Mori", keep_backups=0) as project:
        gate = project.codes.add("Gate")
    program = """if True:
        import sys
        from qcode import Project
        project = Project.open(sys.argv[1], coder="A. Mori", keep_backups=0)
        uid = project.codes.find("Gate").uid
        for number in range(1000):
            project.memos.write("codes", uid, f"thought {number}", visit="sitting")
            print(number, flush=True)
    """
    process = subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", program, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stdout
    saved = [int(process.stdout.readline()) for _ in range(7)][-1]
    process.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    process.wait()
    process.stdout.close()
    with Project.open(path, coder="A. Mori", keep_backups=0) as project:
        written = text(project, gate)
        assert written
        assert int(written.removeprefix("thought ")) >= saved
        assert project.check() == []
        project.memos.write("codes", gate.uid, "after that", visit="sitting")
        assert len(acts(project)) == 2
        project.history.undo()
        assert text(project, gate) == written
        project.history.undo()
        assert text(project, gate) is None
        assert project.check() == []
