"""A project file: how it is made and opened, and what is refused as one, with a sentence that helps."""

import os
import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from qcode import Project
from qcode.errors import ProjectFileError
from qcode.store import connection, migrations
from qcode.store.migrations import expected_schema
from qcode.store.schema import OWNER_TABLES, SCHEMA_VERSION, TABLES, TURN_COLUMNS
from qcode.store.sqlite import Database

APPLICATION_ID = int.from_bytes(b"qcod", "big")


def alter(path: Path, *statements: str) -> None:
    """Change a file behind qcode's back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for statement in statements:
            db.execute(statement)


def test_a_new_file_is_private_and_says_what_it_is(project: Project) -> None:
    if os.name == "posix":
        assert stat.S_IMODE(project.path.stat().st_mode) == 0o600
    header = project.path.read_bytes()[:100]
    assert header[:16] == b"SQLite format 3\0"
    assert int.from_bytes(header[60:64], "big") == SCHEMA_VERSION
    assert int.from_bytes(header[68:72], "big") == APPLICATION_ID


def test_a_new_file_is_alone_in_its_folder_and_clean(project: Project) -> None:
    assert [found.name for found in project.path.parent.iterdir()] == ["study.qcode"]
    assert project.check() == []
    assert project.title == "Harbour study"


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "delete"),
        ("synchronous", 3),
        ("fullfsync", 1),
        ("checkpoint_fullfsync", 1),
        ("cache_spill", 0),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("secure_delete", 1),
        ("temp_store", 2),
        ("cache_size", -65536),
        ("mmap_size", 0),
        ("busy_timeout", 10_000),
    ],
)
def test_every_guard_is_in_force(project: Project, pragma: str, value: object) -> None:
    assert project.store.tuples(f"PRAGMA {pragma}") == [(value,)]


def test_the_tables_of_the_file_are_those_the_log_knows(project: Project) -> None:
    for table, spec in TABLES.items():
        columns = [row[1] for row in project.store.tuples(f'PRAGMA table_info("{table}")')]
        assert sorted(columns) == sorted(["id", "uid", *spec.columns, "deleted"])
        keys = {row[3]: row[2] for row in project.store.tuples(f'PRAGMA foreign_key_list("{table}")')}
        assert {column: parent for column, parent in keys.items() if parent != "texts"} == spec.references
    columns = [row[1] for row in project.store.tuples('PRAGMA table_info("turns")')]
    assert columns == ["id", "document_id", *TURN_COLUMNS]
    assert set(OWNER_TABLES) <= set(TABLES)


def test_every_table_is_strict_and_every_reference_waits_for_the_commit() -> None:
    for name, (kind, sql) in expected_schema().items():
        if kind == "table":
            assert sql.endswith("STRICT"), name
            assert sql.count("REFERENCES") == sql.count("DEFERRABLE INITIALLY DEFERRED"), name


@pytest.mark.parametrize(
    "name",
    [
        "what?#100%.qcode",
        'it\'s "ours".qcode',
        "研究 ①.qcode",
        "a&b;c.qcode",
        "no ending",
        "長" * 80 + ".qcode",
    ],
)
def test_a_file_may_have_an_odd_name(tmp_path: Path, name: str) -> None:
    if os.name == "nt" and set('?"') & set(name):
        pytest.skip("Windows does not allow this name")
    with Project.create(tmp_path / name, coder="A. Mori", keep_backups=0) as project:
        project.cases.add("Kitaoka")
    with Project.open(tmp_path / name) as project:
        assert [case.name for case in project.cases.list()] == ["Kitaoka"]
        assert project.title == name.removesuffix(".qcode")
    assert [found.name for found in tmp_path.iterdir()] == [name]


def test_a_project_is_not_made_over_another_file(tmp_path: Path) -> None:
    taken = tmp_path / "thesis.qcode"
    taken.write_text("my thesis", encoding="utf-8")
    with pytest.raises(ProjectFileError, match="exists already"):
        Project.create(taken)
    assert taken.read_text(encoding="utf-8") == "my thesis"
    assert list(tmp_path.iterdir()) == [taken]


def test_a_file_that_comes_up_while_a_project_is_made_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = tmp_path / "thesis.qcode"
    original = migrations.migrate

    def meanwhile(db: Database) -> None:
        original(db)
        taken.write_text("my thesis", encoding="utf-8")

    monkeypatch.setattr(connection, "migrate", meanwhile)
    with pytest.raises(ProjectFileError, match="exists already"):
        Project.create(taken)
    assert taken.read_text(encoding="utf-8") == "my thesis"
    assert list(tmp_path.iterdir()) == [taken]


def test_a_file_system_without_hard_links_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError("no hard links here")

    monkeypatch.setattr(os, "link", refuse)
    with Project.create(tmp_path / "study.qcode", coder="A. Mori") as project:
        assert project.check() == []
    assert [found.name for found in tmp_path.iterdir()] == ["study.qcode"]


def test_a_project_is_not_made_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ProjectFileError, match=r"study\.qcode cannot be made: No such file"):
        Project.create(tmp_path / "nowhere" / "study.qcode")


def test_nothing_stays_of_a_project_that_could_not_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(connection, "migrate", fail)
    with pytest.raises(ProjectFileError, match="disk I/O error"):
        Project.create(tmp_path / "study.qcode")
    assert list(tmp_path.iterdir()) == []


def test_a_link_to_a_project_opens_it(project: Project, tmp_path: Path) -> None:
    link = tmp_path / "link.qcode"
    try:
        link.symlink_to(project.path)
    except (OSError, NotImplementedError):
        pytest.skip("no symbolic links here")
    with Project.open(link, coder="A. Mori", keep_backups=0) as opened:
        opened.cases.add("Kitaoka")
    assert [case.name for case in project.cases.list()] == ["Kitaoka"]


def refused(path: Path, *words: str) -> str:
    """Open what must be refused, and see that nobody touched it; return the sentence."""
    before = path.read_bytes() if path.is_file() else None
    folder = sorted(path.parent.iterdir())
    with pytest.raises(ProjectFileError) as caught:
        Project.open(path)
    said = str(caught.value)
    assert str(path) in said
    for word in words:
        assert word in said
    assert "\n" not in said
    assert (path.read_bytes() if path.is_file() else None) == before
    assert sorted(path.parent.iterdir()) == folder
    return said


@pytest.fixture
def closed(project: Project) -> Path:
    """A project file with a little in it that nobody has open."""
    project.codes.add("Gate")
    project.cases.add("Kitaoka")
    project.close()
    return project.path


def test_a_file_that_is_not_there_is_refused_and_not_made(tmp_path: Path) -> None:
    refused(tmp_path / "none.qcode", "does not exist", "qcode init")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_refused(tmp_path: Path) -> None:
    refused(tmp_path, "is a folder")


def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes in folders here")
    os.mkfifo(tmp_path / "pipe.qcode")
    refused(tmp_path / "pipe.qcode", "is no file")


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.qcode").touch()
    refused(tmp_path / "empty.qcode", "is empty")


@pytest.mark.parametrize("content", [b"x", b"Q: Who?\nR: We.\n" * 500, b"SQLite format 3\0", b"\0" * 4096])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "talk.qcode"
    path.write_bytes(content)
    refused(path)


def test_a_text_file_is_called_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "talk.qcode"
    path.write_text("Q: Who?\n" * 200, encoding="utf-8")
    refused(path, "not an SQLite file")


def test_another_program_s_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "photos.qcode"
    alter(path, "CREATE TABLE photos (id INTEGER PRIMARY KEY)")
    refused(path, "another program")


def test_another_program_s_database_in_wal_mode_is_refused_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "photos.qcode"
    alter(path, "PRAGMA journal_mode = WAL", "CREATE TABLE photos (id INTEGER PRIMARY KEY)")
    refused(path, "another program")


def test_a_file_of_a_newer_qcode_is_refused(closed: Path) -> None:
    alter(closed, f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    refused(closed, "newer qcode", "Update qcode")


@pytest.mark.parametrize("kept", [100, 512, 4096, 4097, 20_000])
def test_a_file_that_was_cut_short_is_refused(closed: Path, kept: int) -> None:
    closed.write_bytes(closed.read_bytes()[:kept])
    assert "damaged" in refused(closed)


@pytest.mark.parametrize(
    ("statements", "word"),
    [
        (["CREATE TRIGGER t AFTER INSERT ON codes BEGIN DELETE FROM codings; END"], "trigger"),
        (["DROP TRIGGER changes_are_never_deleted"], "changes_are_never_deleted"),
        (
            [
                "DROP TRIGGER changes_are_never_deleted",
                "CREATE TRIGGER changes_are_never_deleted BEFORE DELETE ON changes BEGIN SELECT 1; END",
            ],
            "changes_are_never_deleted",
        ),
        (
            [
                "DROP VIEW coded_segments",
                "CREATE VIEW coded_segments AS SELECT hex(randomblob(9)) AS quotation",
            ],
            "coded_segments",
        ),
        (["DROP VIEW code_frequencies"], "code_frequencies"),
        (["DROP INDEX codings_by_code"], "codings_by_code"),
        (["ALTER TABLE codes ADD COLUMN extra TEXT"], "codes"),
        (["DROP TABLE summaries"], "summaries"),
        (["ALTER TABLE memos RENAME TO notes"], "memos"),
    ],
)
def test_a_schema_that_qcode_did_not_make_is_refused(closed: Path, statements: list[str], word: str) -> None:
    alter(closed, *statements)
    refused(closed, word, "backup")


def test_a_table_of_another_program_beside_qcode_s_is_no_harm(closed: Path) -> None:
    alter(
        closed, "CREATE TABLE my_notes (note TEXT)", "CREATE VIEW mine AS SELECT name FROM codes", "ANALYZE"
    )
    with Project.open(closed) as project:
        assert project.check() == []


def test_a_file_that_another_program_switched_to_wal_is_switched_back(closed: Path) -> None:
    alter(closed, "PRAGMA journal_mode = WAL", "CREATE TABLE my_notes (note TEXT)")
    with Project.open(closed, coder="A. Mori", keep_backups=0) as project:
        assert project.store.tuples("PRAGMA journal_mode") == [("delete",)]
        project.cases.add("Sakuragi")
    assert closed.read_bytes()[18:20] == b"\x01\x01"


def test_an_older_sqlite_is_refused_with_what_to_do(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qcode.store.sqlite.sqlite3.sqlite_version_info", (3, 36, 0))
    with pytest.raises(ProjectFileError, match=r"needs 3\.37 or newer. Install a newer Python"):
        Project.open(closed)


def test_a_copy_of_a_project_is_a_project(closed: Path, tmp_path: Path) -> None:
    shutil.copy(closed, tmp_path / "copy.qcode")
    with Project.open(tmp_path / "copy.qcode") as project:
        assert project.check() == []
        assert [case.name for case in project.cases.list()] == ["Kitaoka"]
