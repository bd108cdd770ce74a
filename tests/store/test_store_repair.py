"""What a repair puts right, what it leaves, and that a clean file is not touched."""

import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from live_rows import live_rows, replayed
from tampering import full_project, tamper

from qcode import Project
from qcode.errors import ProjectFileError
from qcode.model.documents import Transcript
from qcode.store.backup import backup_folder
from qcode.store.lock import lock_file
from qcode.store.repair import repair


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory, talk: Callable[..., Transcript]) -> Path:
    return full_project(tmp_path_factory.mktemp("repair") / "study.qcode", talk)


@pytest.fixture
def closed(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(original, tmp_path / "study.qcode"))


def problems(path: Path) -> list[str]:
    with Project.open(path) as project:
        return project.check()


def test_a_clean_project_is_not_touched(closed: Path) -> None:
    content, folder = closed.read_bytes(), sorted(closed.parent.iterdir())
    result = repair(closed)
    assert result.is_whole
    assert (result.done, result.copy) == ([], None)
    assert closed.read_bytes() == content
    assert sorted(closed.parent.iterdir()) == folder


REBUILT = {
    "a row that was changed": ["UPDATE codes SET name = 'Door' WHERE name = 'Gate'"],
    "a row that was removed": ["DELETE FROM memos"],
    "rows that others point at": ["DELETE FROM codes", "DELETE FROM cases", "DELETE FROM participants"],
    "rows under other numbers": ["UPDATE codes SET id = id + 100", "UPDATE coders SET id = 7 - id"],
    "a tombstone that rose": ["UPDATE cases SET deleted = 0 WHERE name = 'Sakuragi'"],
    "a row that was made a tombstone": ["UPDATE codings SET deleted = 1"],
    "a tombstone that is gone": ["DELETE FROM cases WHERE name = 'Sakuragi'"],
    "a place that was moved": ['UPDATE codings SET "start" = "start" + 1'],
    "a reference to nothing": ["UPDATE codings SET code_id = 99"],
    "a document": ["DELETE FROM documents"],
    "turns": ["DELETE FROM turns WHERE position = 4", "UPDATE turns SET time_start = 1.5 WHERE position = 2"],
    "values that cannot be read": [
        "UPDATE codes SET examples = '['",
        "UPDATE attribute_values SET value = 'x'",
    ],
    "nearly everything": [
        f"DELETE FROM {table}" for table in ("codings", "memos", "turns", "codes", "documents")
    ],
}


@pytest.mark.parametrize("statements", REBUILT.values(), ids=REBUILT)
def test_rows_are_rebuilt_from_the_log(closed: Path, statements: list[str]) -> None:
    before = live_rows(closed)
    tamper(closed, *statements)
    spoilt = closed.read_bytes()
    assert problems(closed)
    result = repair(closed)
    assert result.is_whole, result
    assert any("from the log" in sentence for sentence in result.done)
    assert live_rows(closed) == before == replayed(closed)
    assert problems(closed) == []
    assert result.copy is not None
    assert result.copy.read_bytes() == spoilt


def test_a_row_that_the_log_does_not_know_is_kept_and_written_into_it(closed: Path) -> None:
    tamper(closed, "INSERT INTO cases (uid, name) VALUES ('0190', 'Nowhere')")
    result = repair(closed)
    assert result.is_whole
    assert live_rows(closed) == replayed(closed)
    assert live_rows(closed)["cases"]["0190"]["name"] == "Nowhere"
    with Project.open(closed, coder="A. Mori", keep_backups=0) as project:
        project.history.undo()
        assert project.check() == []


def test_a_coding_that_lost_its_words_is_set_aside_and_not_lost(closed: Path) -> None:
    """The log agrees with the row here: whoever wrote both was wrong."""
    tamper(
        closed,
        "UPDATE changes SET data = json_set(data, '$.start', 6) WHERE id = "
        "(SELECT max(changes.id) FROM changes JOIN codings ON row_uid = codings.uid AND codings.id = 1)",
        'UPDATE codings SET "start" = 6 WHERE id = 1',
    )
    (sentence,) = problems(closed)
    result = repair(closed)
    assert result.is_whole
    assert result.done == [f"Set aside, to be placed by hand: {sentence}"]
    with Project.open(closed) as project:
        assert project.store.tuples("SELECT state FROM codings ORDER BY id") == [("unplaced",), ("placed",)]
        assert project.check() == []


def test_a_wrong_count_of_characters_is_counted_anew(closed: Path) -> None:
    tamper(
        closed,
        "UPDATE changes SET data = json_set(data, '$.characters', 3) WHERE table_name = 'documents'",
        "UPDATE documents SET characters = 3",
    )
    assert repair(closed).done == ["Counted the characters of “talk” anew."]
    assert problems(closed) == []


@pytest.mark.parametrize(
    "statement", ["UPDATE texts SET text = replace(text, 'port', 'fort')", "DELETE FROM texts"]
)
def test_a_text_comes_back_from_a_backup_or_is_said_to_be_wrong(closed: Path, statement: str) -> None:
    shutil.copy(closed, kept := closed.with_name("kept.qcode"))
    tamper(closed, statement)
    result = repair(closed)
    assert not result.is_whole
    assert result.left
    codings = live_rows(closed)["codings"]
    assert all(row["state"] == "placed" for row in codings.values())

    backup_folder(closed).mkdir(exist_ok=True)
    shutil.copy(kept, backup_folder(closed) / "study 2020-01-01T000000Z.qcode")
    result = repair(closed)
    assert result.is_whole, result
    assert any("from a backup" in sentence for sentence in result.done)
    assert live_rows(closed) == live_rows(kept)
    assert problems(closed) == []


SCHEMA = {
    "an index that is missing": ["DROP INDEX memos_of_owner"],
    "a trigger that is missing": ["DROP TRIGGER changes_are_never_deleted"],
    "a view that was altered": [
        "DROP VIEW coded_segments",
        "CREATE VIEW coded_segments AS SELECT load_extension('x')",
    ],
    "a trigger of another": ["CREATE TRIGGER t AFTER INSERT ON codings BEGIN DELETE FROM memos; END"],
    "an index of another": ["CREATE INDEX i ON codings (abs(id))"],
    "a trigger that hides behind a view": [
        "DROP VIEW code_frequencies",
        "CREATE TRIGGER code_frequencies AFTER INSERT ON codings BEGIN DELETE FROM memos; END",
    ],
    "an odd name": ['CREATE TRIGGER "a""b; DROP TABLE x" AFTER INSERT ON codes BEGIN SELECT 1; END'],
}


@pytest.mark.parametrize("statements", SCHEMA.values(), ids=SCHEMA)
def test_definitions_that_are_not_ours_are_refused_and_put_right(closed: Path, statements: list[str]) -> None:
    before = live_rows(closed)
    with closing(sqlite3.connect(closed, isolation_level=None)) as db:
        view = db.execute("SELECT sql FROM sqlite_schema WHERE name = 'code_frequencies'").fetchone()[0]
        for statement in statements:
            db.execute(statement)
        if statements[0] == "DROP VIEW code_frequencies":
            db.execute(view)
    with pytest.raises(ProjectFileError, match="check --repair"):
        Project.open(closed)
    result = repair(closed)
    assert result.is_whole, result
    assert result.done
    assert live_rows(closed) == before
    assert problems(closed) == []


def test_an_index_that_does_not_fit_its_table_is_made_anew(closed: Path) -> None:
    with closing(sqlite3.connect(closed, isolation_level=None)) as db:
        sql = db.execute("SELECT sql FROM sqlite_schema WHERE name = 'memos_of_owner'").fetchone()[0]
        db.execute("PRAGMA writable_schema = ON")
        change = "UPDATE sqlite_schema SET sql = ? WHERE name = 'memos_of_owner'"
        db.execute(change, [sql + " WHERE id < 0"])
    with closing(sqlite3.connect(closed, isolation_level=None)) as db:
        db.execute("UPDATE memos SET owner_uid = owner_uid")
        db.execute("REINDEX")
        db.execute("PRAGMA writable_schema = ON")
        db.execute(change, [sql])
    assert repair(closed).done == ["Made the indexes anew."]
    assert problems(closed) == []


def test_an_act_that_lost_its_words_is_named_anew_and_stays_done(closed: Path) -> None:
    before = live_rows(closed)
    tamper(closed, "DELETE FROM changes WHERE operation = 'act' AND data LIKE '%codings.apply%'")
    assert "of an act" in problems(closed)[0]
    result = repair(closed)
    assert result.is_whole
    assert all("Named an act of the log anew" in sentence for sentence in result.done)
    assert live_rows(closed) == before
    with Project.open(closed) as project:
        assert any(event.summary.startswith("What this was is lost") for event in project.history.list())


def test_a_log_that_is_at_fault_is_no_ground_for_repairs(closed: Path) -> None:
    tamper(
        closed,
        "DELETE FROM changes WHERE operation = 'act' AND id = (SELECT max(id) FROM changes)",
        "UPDATE codes SET name = 'Door' WHERE name = 'Gate'",
    )
    rows = live_rows(closed)
    result = repair(closed)
    assert not result.is_whole
    assert result.done == []
    assert live_rows(closed) == rows


def page_of(path: Path, name: str) -> tuple[int, int]:
    """Return (root page, size of a page) of a table."""
    with closing(sqlite3.connect(path)) as db:
        root = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", [name]).fetchone()[0]
        return root, db.execute("PRAGMA page_size").fetchone()[0]


def spoil(path: Path, name: str) -> None:
    page, size = page_of(path, name)
    data = bytearray(path.read_bytes())
    data[(page - 1) * size : page * size] = b"\x5a" * size
    path.write_bytes(data)


@pytest.mark.parametrize("table", ["codings", "memos", "codes", "documents", "turns", "coders", "meta"])
def test_what_a_damaged_page_held_comes_back_from_the_log_in_a_new_file(closed: Path, table: str) -> None:
    before = live_rows(closed)
    spoil(closed, table)
    spoilt = closed.read_bytes()
    result = repair(closed)
    assert closed.read_bytes() == spoilt
    assert not result.is_whole
    assert result.rescued == closed.with_name("study recovered.qcode")
    assert len(result.lost) == 1
    assert table in result.lost[0]
    assert result.left == []
    assert live_rows(result.rescued) == before
    assert problems(result.rescued) == []


def test_without_its_log_a_project_is_rescued_by_its_rows(closed: Path) -> None:
    before = live_rows(closed)
    spoil(closed, "changes")
    result = repair(closed)
    assert result.rescued is not None
    assert live_rows(result.rescued) == before == replayed(result.rescued)
    assert result.left == []


def test_a_file_of_which_nothing_can_be_read_is_said_to_be_so(closed: Path) -> None:
    data = bytearray(closed.read_bytes())
    data[4096:] = b"\x5a" * (len(data) - 4096)
    closed.write_bytes(data)
    with pytest.raises(ProjectFileError, match="nothing of it can be read"):
        repair(closed)
    assert not closed.with_name("study recovered.qcode").exists()


def test_drafts_left_by_a_crash_are_swept_away_and_nothing_else(closed: Path) -> None:
    old, new, other = (
        closed.with_name(name)
        for name in (".qcode-0123456789ab.new", ".qcode-aaaaaaaaaaaa.new", ".qcode-notes.new")
    )
    for file in (old, new, other):
        file.touch()
    for file in (old, other):
        os.utime(file, (time.time() - 7200, time.time() - 7200))
    assert repair(closed).done == ["Removed .qcode-0123456789ab.new, left behind by a crash."]
    assert [file.exists() for file in (old, new, other)] == [False, True, True]


def test_what_another_computer_is_writing_is_not_repaired(closed: Path) -> None:
    tamper(closed, "DELETE FROM memos")
    lock_file(closed).write_text(f'{{"host": "elsewhere", "pid": 1, "at": {time.time()}}}', "utf-8")
    content = closed.read_bytes()
    with pytest.raises(ProjectFileError, match="“elsewhere”"):
        repair(closed)
    assert closed.read_bytes() == content


@pytest.mark.parametrize("content", [b"", b"no project", b"SQLite format 3\0" + b"\0" * 4096])
def test_what_is_no_project_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "study.qcode"
    path.write_bytes(content)
    with pytest.raises(ProjectFileError):
        repair(path)
    assert [path] == list(tmp_path.iterdir())
    assert path.read_bytes() == content
