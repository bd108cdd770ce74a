"""What changed since a mark: by one's own acts, by undoing, by others; told from the log alone."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qcode import Project
from qcode.model.codes import Code
from qcode.model.documents import Document, Transcript
from qcode.store.log import MOST_ROWS


@pytest.fixture
def document(project: Project, interview: Transcript) -> Document:
    return project.documents.import_transcript(interview, "talk.txt").document


@pytest.fixture
def gate(project: Project) -> Code:
    return project.codes.add("Gate")


def test_nothing_has_changed_since_the_newest_change(project: Project, gate: Code) -> None:
    mark = project.newest_change()
    changed = project.changes_since(mark)
    assert not changed
    assert (changed.mark, changed.rows, changed.acts, changed.everything) == (mark, {}, (), False)


def test_an_act_of_one_s_own_an_undo_and_another_s_work_are_told_alike(
    project: Project, other: Project, document: Document, gate: Code
) -> None:
    mark = project.newest_change()
    coding = project.codings.apply(document, 3, 8, gate)
    told = [project.changes_since(mark), other.changes_since(mark)]
    project.history.undo()
    told.append(project.changes_since(told[0].mark))
    other.codings.apply(document, 3, 8, gate)
    (theirs,) = project.codings.list()
    told.append(project.changes_since(told[2].mark))
    assert [changed.rows.get("codings") for changed in told] == [
        *3 * [frozenset({coding.uid})],
        frozenset({theirs.uid}),
    ]
    assert [[act.kind for act in changed.acts] for changed in told] == [
        ["codings.apply"],
        ["codings.apply"],
        ["undo"],
        ["coders.join", "codings.apply"],
    ]
    assert told[-1].mark == project.newest_change()


def test_turns_are_told_by_their_document(project: Project, interview: Transcript) -> None:
    mark = project.newest_change()
    document = project.documents.import_transcript(interview, "talk.txt").document
    rows = project.changes_since(mark).rows
    assert rows["turns"] == rows["documents"] == {document.uid}
    assert rows["participants"] == {one.uid for one in project.participants.list()}


def test_too_much_to_tell_is_told_as_everything(project: Project) -> None:
    mark = project.newest_change()
    with project.act("many") as recorder:
        recorder.insert_all("cases", [{"name": f"Case {n}"} for n in range(MOST_ROWS)])
        recorder.summary = "Added many cases"
    changed = project.changes_since(mark)
    assert changed.everything
    assert changed
    assert not changed.rows
    assert not project.changes_since(changed.mark)


def test_a_mark_from_a_later_time_of_the_file_asks_to_read_everything(project: Project) -> None:
    assert project.changes_since(project.newest_change() + 1).everything


def test_live_codings_are_found_by_their_uids(project: Project, document: Document, gate: Code) -> None:
    first, second, third = (project.codings.apply(document, start, 9, gate) for start in (3, 4, 5))
    project.codings.remove([second])
    asked = [third.uid, second.uid, first.uid, "no such uid", "'; --"]
    assert list(project.codings.by_uids(asked)) == [first, third]
    assert list(project.codings.by_uids([])) == []


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(["add", "rename", "undo", "fail", "other adds", "many"]), max_size=10))
def test_the_codebook_and_the_coders_that_are_kept_are_always_those_of_the_file(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    path = tmp_path_factory.mktemp("kept") / "study.qcode"
    with (
        pytest.MonkeyPatch.context() as patch,
        Project.create(path, coder="A. Mori", keep_backups=0) as project,
        Project.open(path, coder="B. Lind", keep_backups=0) as other,
    ):
        patch.setattr("qcode.project.kept._LONGEST_LOOK", 4)
        for number, step in enumerate(steps):
            codes = list(project.codes.tree())
            if step == "add":
                project.codes.add(f"Code {number}")
            elif step == "rename" and codes:
                project.codes.edit(codes[0], name=f"Renamed {number}")
            elif step == "undo" and project.history.next_steps()[0]:
                project.history.undo()
            elif step == "fail":
                with suppress(ZeroDivisionError), project.act("failing") as recorder:
                    recorder.insert("codes", {"name": f"Never {number}"})
                    assert any(code.name == f"Never {number}" for code in project.codes.tree())
                    raise ZeroDivisionError
            elif step == "other adds":
                other.codes.add(f"Theirs {number}")
            elif step == "many":
                with project.act("many") as recorder:
                    recorder.insert_all("cases", [{"name": f"Case {number}.{n}"} for n in range(5)])
                    recorder.summary = "Added many cases"
            with Project.open(path) as fresh:
                assert list(project.codes.tree()) == list(fresh.codes.tree())
                assert list(project.coders.list()) == list(fresh.coders.list())


def test_a_codebook_read_in_an_act_that_failed_is_forgotten(project: Project, other: Project) -> None:
    project.codes.add("Gate")
    other.coders.acting()
    assert len(project.codes.tree()) == 1
    with suppress(ZeroDivisionError), project.act("failing") as recorder:
        recorder.insert_all("codes", [{"name": "Never"}, {"name": "Ever"}])
        assert {code.name for code in project.codes.tree()} == {"Gate", "Never", "Ever"}
        never = project.newest_change()
        raise ZeroDivisionError
    with other.act("adding") as recorder:
        recorder.insert("codes", {"name": "Theirs"})
        recorder.summary = "Added"
    with project.store.reading():
        assert project.newest_change() == never
        assert {code.name for code in project.codes.tree()} == {"Gate", "Theirs"}
