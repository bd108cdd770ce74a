"""Backups: whole, private, dated, few, and made before the first write only."""

import os
import sqlite3
import stat
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from live_rows import live_rows

from qcode import Project
from qcode.errors import ProjectFileError
from qcode.store import backup
from qcode.store.backup import backup_folder, backup_is_due, dated_backups

DAY = 86_400.0


def age(path: Path, days: float) -> None:
    """Make a project and its backups as old as if all had been done that many days ago."""
    for file in (path, *dated_backups(path)):
        moment = file.stat().st_mtime - days * DAY
        os.utime(file, (moment, moment))
    for file in dated_backups(path):
        made = datetime.strptime(file.name, "study %Y-%m-%dT%H%M%SZ.qcode") - timedelta(days=days)
        file.rename(file.with_name(f"study {made:%Y-%m-%dT%H%M%SZ}.qcode"))


def work(path: Path, name: str, **options: object) -> Project:
    """Open a project, add a case, close it."""
    with Project.open(path, coder="A. Mori", **options) as project:
        project.cases.add(name)
    return project


@pytest.fixture
def made(path: Path) -> Path:
    """A project with one case, made without backups."""
    with Project.create(path, coder="A. Mori", keep_backups=0) as project:
        project.cases.add("Kitaoka")
    return path


def test_a_backup_is_a_whole_private_project(project: Project, tmp_path: Path) -> None:
    project.cases.add("Kitaoka")
    target = tmp_path / "away" / "it's a copy?.qcode"
    target.parent.mkdir()
    assert project.backup(target) == target
    if os.name == "posix":
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert list(target.parent.iterdir()) == [target]
    assert live_rows(target) == live_rows(project.path)
    with Project.open(target, coder="A. Mori", keep_backups=0) as copy:
        assert copy.check() == []
        assert copy.history.undo() == "Added the case Kitaoka"
    assert [case.name for case in project.cases.list()] == ["Kitaoka"]


def test_a_backup_never_takes_the_place_of_a_file(project: Project, tmp_path: Path) -> None:
    target = tmp_path / "taken.qcode"
    target.write_text("mine", encoding="utf-8")
    with pytest.raises(ProjectFileError, match=r"exists already\. Choose another name"):
        project.backup(target)
    assert target.read_text(encoding="utf-8") == "mine"
    with pytest.raises(ProjectFileError, match="exists already"):
        project.backup(project.path)
    assert sorted(tmp_path.iterdir()) == [project.path, target]


def test_a_backup_into_a_folder_that_is_not_there_is_refused(project: Project, tmp_path: Path) -> None:
    with pytest.raises(ProjectFileError, match="No such file"):
        project.backup(tmp_path / "nowhere" / "copy.qcode")


def test_a_backup_is_made_while_another_is_in_the_middle_of_writing(
    project: Project, other: Project, tmp_path: Path
) -> None:
    project.cases.add("Kitaoka")
    with other.store.act("cases.add", "") as recorder:
        recorder.insert("cases", {"name": "Sakuragi", "position": 2})
        recorder.summary = "Added the case Sakuragi"
        project.backup(tmp_path / "copy.qcode")
    with Project.open(tmp_path / "copy.qcode") as copy:
        assert [case.name for case in copy.cases.list()] == ["Kitaoka"]
        assert copy.check() == []
    assert [case.name for case in project.cases.list()] == ["Kitaoka", "Sakuragi"]


def test_a_copy_that_came_out_damaged_is_not_kept(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Damaging(sqlite3.Connection):
        def execute(self, sql: str) -> sqlite3.Cursor:  # type: ignore[override]
            return super().execute("SELECT 'row 3 missing from index'" if "quick_check" in sql else sql)

    original = sqlite3.connect
    monkeypatch.setattr(
        "qcode.store.sqlite.sqlite3.connect",
        lambda *args, **options: original(*args, factory=Damaging, **options),
    )
    with pytest.raises(ProjectFileError, match=r"copy .* is damaged .*row 3 missing.*not kept"):
        project.backup(tmp_path / "copy.qcode")
    assert list(tmp_path.iterdir()) == [project.path]


def test_a_dated_backup_lies_beside_the_project_under_its_name_and_time(project: Project) -> None:
    made = project.dated_backup()
    assert made.parent == backup_folder(project.path) == project.path.with_name("study.qcode-backups")
    datetime.strptime(made.name, "study %Y-%m-%dT%H%M%SZ.qcode")
    if os.name == "posix":
        assert stat.S_IMODE(made.parent.stat().st_mode) == 0o700
        assert stat.S_IMODE(made.stat().st_mode) == 0o600


def test_only_the_newest_dated_backups_are_kept(project: Project) -> None:
    folder = backup_folder(project.path)
    folder.mkdir()
    for year in range(2010, 2020):
        (folder / f"study {year}-01-01T000000Z.qcode").touch()
    (folder / "study before the second round.qcode").touch()
    (folder / "study 2 2010-01-01T000000Z.qcode").touch()
    newest = project.dated_backup()
    assert [found.name[:10] for found in dated_backups(project.path)] == [
        "study 2016",
        "study 2017",
        "study 2018",
        "study 2019",
        newest.name[:10],
    ]
    assert (folder / "study before the second round.qcode").exists()
    assert (folder / "study 2 2010-01-01T000000Z.qcode").exists()


def test_two_backups_in_one_second_are_two(project: Project) -> None:
    first = project.dated_backup()
    project.cases.add("Kitaoka")
    second = project.dated_backup()
    assert dated_backups(project.path) == [first, second]
    with Project.open(second) as copy:
        assert [case.name for case in copy.cases.list()] == ["Kitaoka"]


def test_a_name_with_brackets_is_no_pattern(tmp_path: Path) -> None:
    with Project.create(tmp_path / "study [2] *.qcode", coder="A. Mori", keep_backups=0) as project:
        made = project.dated_backup()
        assert dated_backups(project.path) == [made]


def test_the_first_write_makes_a_backup_of_what_was_there_before(made: Path) -> None:
    with Project.open(made, coder="A. Mori") as project:
        assert dated_backups(made) == []
        project.cases.add("Sakuragi")
        (copy,) = dated_backups(made)
        project.cases.add("Tokiwada")
        assert dated_backups(made) == [copy]
        assert project.store.backup_problem == ""
    with Project.open(copy) as before:
        assert [case.name for case in before.cases.list()] == ["Kitaoka"]


def test_reading_makes_no_backup(made: Path) -> None:
    with Project.open(made, coder="A. Mori") as project:
        project.cases.list()
        project.check()
        project.history.next_steps()
    assert not backup_folder(made).exists()


def test_a_new_project_is_not_backed_up_while_it_is_empty(path: Path) -> None:
    with Project.create(path, coder="A. Mori") as project:
        project.cases.add("Kitaoka")
    assert not backup_folder(path).exists()


def test_a_backup_is_made_at_most_once_in_the_given_hours(made: Path) -> None:
    work(made, "Sakuragi")
    work(made, "Tokiwada")
    assert len(dated_backups(made)) == 1
    age(made, 0.9)
    work(made, "Nagisawa")
    assert len(dated_backups(made)) == 1
    age(made, 0.9)
    work(made, "Yukimori", backup_hours=48.0)
    assert len(dated_backups(made)) == 1
    work(made, "Hoshikawa")
    assert len(dated_backups(made)) == 2


def test_a_project_that_has_not_changed_since_is_not_backed_up_again(made: Path) -> None:
    with Project.open(made, coder="A. Mori") as project:
        copy = project.dated_backup()
    moment = time.time() - 3 * DAY
    os.utime(made, (moment - 60, moment - 60))
    os.utime(copy, (moment, moment))
    assert not backup_is_due(made)
    os.utime(made, (moment + 60, moment + 60))
    assert backup_is_due(made)


def test_backups_can_be_switched_off(made: Path) -> None:
    work(made, "Sakuragi", keep_backups=0)
    assert not backup_folder(made).exists()


def test_a_folder_that_takes_no_backup_does_not_keep_anyone_from_working(made: Path) -> None:
    backup_folder(made).write_text("in the way", encoding="utf-8")
    with Project.open(made, coder="A. Mori") as project:
        project.cases.add("Sakuragi")
        assert "No backup could be made" in project.store.backup_problem
        assert len(project.cases.list()) == 2


def test_a_backup_that_fails_leaves_nothing_half_made(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(draft: Path, _: Path) -> None:
        raise ProjectFileError(f"{draft.name} cannot be renamed.")

    monkeypatch.setattr(backup, "put_in_place", fail)
    with Project.open(made) as project, pytest.raises(ProjectFileError):
        project.backup(tmp_path / "copy.qcode")
    assert list(tmp_path.iterdir()) == [made]
