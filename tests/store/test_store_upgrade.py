"""A project file of an earlier version is brought to the present one, and nothing of it is lost.

`data/version_1.qcode` was written by qcode 0.1 with its schema 1: a talk of four turns, two codes, three
codings (one undone), a memo, two cases. `data/version_2.qcode` was written with schema 2: such a talk, three
codes, four codings (one undone), one of them with a translation and a case of its own, a memo, two cases with
their population.
"""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from live_rows import live_rows

from qcode import Project
from qcode.errors import ProjectFileError
from qcode.store import connection
from qcode.store.backup import dated_backups
from qcode.store.migrations import schema_of
from qcode.store.schema import SCHEMA_VERSION, STEPS

DATA = Path(__file__).parent / "data"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return shutil.copy(DATA / "version_1.qcode", tmp_path / "study.qcode")


@pytest.fixture
def second(tmp_path: Path) -> Path:
    return shutil.copy(DATA / "version_2.qcode", tmp_path / "second.qcode")


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("PRAGMA user_version").fetchone()[0])


def undone(project: Project) -> int:
    """Take back all there is to take back; return how many steps that were."""
    steps = 0
    while project.history.next_steps()[0]:
        project.history.undo()
        steps += 1
    return steps


def test_an_older_project_opens_with_all_that_was_in_it(old: Path) -> None:
    with Project.open(old, coder="A. Mori") as project:
        document = project.documents.find("talk")
        text = project.documents.text(document)
        words = [text[one.start : one.end] for one in project.codings.list()]
        assert words == ["a letter", "市長は港"]
        assert [memo.text for memo in project.memos.list()] == ["first contact"]
        assert [case.name for case in project.cases.list()] == ["Kitaoka", "Minamihama"]
        assert document.kind == "field notes"
        assert project.check() == []
    assert version(old) == SCHEMA_VERSION


def test_its_steps_can_be_undone_and_redone_to_the_first(old: Path) -> None:
    with Project.open(old, coder="A. Mori") as project:
        taken = undone(project)
        assert taken >= 8
        assert list(project.documents.list()) == []
        assert project.check() == []
        for _ in range(taken):
            project.history.redo()
        assert len(project.codings.list()) == 2
        assert project.check() == []


def test_a_row_that_came_back_to_what_it_was_does_not_block_undoing(old: Path) -> None:
    with Project.open(old, coder="A. Mori") as project:
        coding = project.codings.list()[0]
        project.translations.write(coding, "ein Brief")
        project.translations.write(coding, "")
        undone(project)
        assert list(project.codings.list()) == []


def test_a_checked_copy_of_the_older_file_is_kept(old: Path) -> None:
    before = old.read_bytes()
    Project.open(old, coder="A. Mori", keep_backups=0).close()
    (kept,) = dated_backups(old)
    assert version(kept) == 1
    with closing(sqlite3.connect(kept)) as copy, closing(sqlite3.connect(":memory:")) as original:
        original.deserialize(before)
        assert list(copy.iterdump()) == list(original.iterdump())


def test_a_file_of_every_version_ends_with_the_schema_of_a_new_one(
    old: Path, second: Path, tmp_path: Path
) -> None:
    Project.open(old, coder="A. Mori").close()
    Project.open(second, coder="A. Mori").close()
    Project.create(tmp_path / "new.qcode", coder="A. Mori").close()
    schemas = []
    for path in (old, second, tmp_path / "new.qcode"):
        db = connection.connect(path)
        schemas.append(schema_of(db.conn))
        db.close()
    assert schemas[0] == schemas[1] == schemas[2]
    assert len(STEPS) == SCHEMA_VERSION == len(list(DATA.glob("*.qcode"))) + 1


def test_a_project_of_the_second_version_takes_groups_classes_events_and_summaries(second: Path) -> None:
    before = live_rows(second)
    assert version(second) == 2
    with Project.open(second, coder="A. Mori") as project:
        assert version(second) == SCHEMA_VERSION
        rows = live_rows(second)
        assert {table: rows[table] for table in before} == before
        assert not any(rows[table] for table in rows.keys() - before.keys())
        taken = len(project.store.steps(project.coders.acting().uid)[0])
        (case, _) = project.cases.list()
        project.groups.add("Chubu", cases=[case])
        size = project.classifications.add("size", attribute="population", cuts=(100_000,))
        assert [one.class_name for one in project.classifications.members(size).values()] == list(
            size.classes
        )
        coding = next(one for one in project.codings.list() if one.translation == "sister city")
        project.events.link(project.events.add("1978-05", "Sister port", case=case), coding)
        project.summaries.write(case, project.codes.find("Gate"), "It began with a letter.")
        project.cases.remove(case)
        assert project.check() == []
        assert undone(project) == taken + 6
        assert (list(project.documents.list()), project.check()) == ([], [])


def test_where_no_copy_can_be_made_the_older_file_stays_as_it_is(old: Path) -> None:
    before = old.read_bytes()
    old.with_name("study.qcode-backups").write_text("in the way", encoding="utf-8")
    with pytest.raises(ProjectFileError, match=r"written by an older qcode.*backup"):
        Project.open(old, coder="A. Mori")
    assert old.read_bytes() == before


def test_a_file_that_claims_no_version_is_refused(old: Path) -> None:
    with closing(sqlite3.connect(old)) as db:
        db.execute("PRAGMA user_version = 0")
    with pytest.raises(ProjectFileError, match="does not say its version"):
        Project.open(old)


def test_an_older_file_that_somebody_altered_is_refused(old: Path) -> None:
    with closing(sqlite3.connect(old)) as db:
        db.execute("DROP INDEX memos_of_owner")
    with pytest.raises(ProjectFileError, match="memos_of_owner"):
        Project.open(old)
