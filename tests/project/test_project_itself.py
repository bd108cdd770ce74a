"""A project as a whole: opened, named, acted in, copied; the examples of its documentation."""

import doctest
from pathlib import Path

import pytest

import qcode.project.project
from qcode import Project
from qcode.errors import DataError, ProjectFileError, UndoError, UsageError
from qcode.project.sample import SampleStudy


def test_the_examples_of_the_documentation_work() -> None:
    done = doctest.testmod(qcode.project.project)
    assert done.attempted > 0
    assert done.failed == 0


def test_a_project_has_a_title_or_its_file_s_name(tmp_path: Path) -> None:
    with Project.create(tmp_path / "港町 2.qcode", "  ") as project:
        assert project.title == "港町 2"
    with Project.create(tmp_path / "b.qcode", " Gates ") as project:
        assert project.title == "Gates"
        assert project.path == tmp_path / "b.qcode"


def test_the_acting_coder_is_the_one_given_else_of_the_environment_else_who_is_logged_in(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Project.create(path).close()
    monkeypatch.setenv("QCODE_CODER", " B. Lind ")
    monkeypatch.setattr("getpass.getuser", lambda: "login")
    with Project.open(path, coder="A. Mori") as project:
        assert project.coder_name == "A. Mori"
    with Project.open(path) as project:
        assert project.coder_name == "B. Lind"
    monkeypatch.delenv("QCODE_CODER")
    with Project.open(path) as project:
        assert project.coder_name == "login"


def test_who_cannot_be_named_is_called_coder(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise OSError("no such user")

    monkeypatch.delenv("QCODE_CODER", raising=False)
    monkeypatch.setattr("getpass.getuser", nobody)
    with Project.create(path) as project:
        project.cases.add("Kitaoka")
        assert [coder.name for coder in project.coders.list()] == ["coder"]


def test_a_coder_whose_name_cannot_be_one_acts_not(path: Path) -> None:
    with Project.create(path, coder="A\x1b[31m") as project:
        with pytest.raises(DataError, match="control character"):
            project.cases.add("Kitaoka")
        assert not project.cases.list()


def test_a_project_can_be_opened_by_a_path_as_text(path: Path) -> None:
    Project.create(str(path), coder="A. Mori").close()
    with Project.open(str(path)) as project:
        assert project.check() == []


def test_after_closing_nothing_works_and_says_so(path: Path) -> None:
    project = Project.create(path, coder="A. Mori", keep_backups=0)
    project.close()
    for do in (project.cases.list, lambda: project.cases.add("Kitaoka"), project.check):
        with pytest.raises(ProjectFileError, match="closed"):
            do()


def test_searching_for_nothing_is_a_mistake_of_the_call(project: Project) -> None:
    with pytest.raises(UsageError, match="nothing to search for"):
        project.search("  ")


def test_nothing_stays_of_a_project_whose_first_act_fails(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("qcode.store.changes.Recorder.insert_all", fail)
    with pytest.raises(KeyboardInterrupt):
        Project.create(path)
    assert list(path.parent.iterdir()) == []


def test_an_act_of_several_things_is_one_step(project: Project) -> None:
    with project.act("setting up") as recorder:
        for name in ("Kitaoka", "Sakuragi"):
            project.cases.ensure(recorder, name, [])
        recorder.summary = "Set up two cases"
    assert [case.position for case in project.cases.list()] == [1, 2]
    assert project.history.undo() == "Set up two cases"
    assert list(project.cases.list()) == []


def test_public_names_are_those_that_are_promised() -> None:
    import qcode as package

    assert set(package.__all__) == {"Project", "QcodeError", "Table", "__version__"}
    assert all(hasattr(package, name) for name in package.__all__)
    with pytest.raises(AttributeError, match="nothing"):
        _ = package.nothing


def test_undo_can_be_kept_from_taking_back_the_sample_study_itself(tmp_path: Path) -> None:
    sample = SampleStudy(tmp_path / "sample.qcode", "A. Mori", undoable=False)
    for step in sample.steps():
        step.run()
    with Project.open(sample.path, coder="A. Mori", keep_backups=0) as project:
        with pytest.raises(UndoError, match="nothing to undo"):
            project.history.undo()
        project.codes.add("Mine")
        assert project.history.undo() == "Added the code Mine"
