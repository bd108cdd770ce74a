"""Project files that somebody made to do harm, or that came from elsewhere: opened safely, or refused in words."""

import os
import random
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from qcode import Project
from qcode.errors import ProjectFileError, QcodeError
from qcode.model.documents import Transcript
from qcode.store.repair import repair


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory, talk: Callable[..., Transcript]) -> Path:
    path = tmp_path_factory.mktemp("hostile") / "study.qcode"
    with Project.create(path, coder="A. Mori", keep_backups=0) as project:
        document = project.documents.import_transcript(
            talk(("Q", "Who?"), ("R", "The port.")), "talk.txt"
        ).document
        project.codings.apply(document, 8, 17, project.codes.add("Gate"), memo="strong")
    return path


@pytest.fixture
def closed(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(original, tmp_path / "study.qcode"))


def alter(path: Path, *statements: str) -> None:
    """Change a file as a program that knows no restraint."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA writable_schema = ON")
        for statement in statements:
            db.execute(statement)


def work(path: Path) -> list[str]:
    """Read and write a project as a person would; return what check says."""
    with Project.open(path, coder="B. Lind", keep_backups=0) as project:
        project.frequencies()
        project.segments()
        project.memos.list()
        project.codes.add("Another")
        project.history.undo()
        return project.check()


SECRET = "CREATE TABLE secret (x)"
REFUSED = {
    "a view that calls what it should not": [
        "DROP VIEW coded_segments", "CREATE VIEW coded_segments AS SELECT load_extension('/tmp/x') AS document",
    ],
    "a view in the place of a table": ["ALTER TABLE memos RENAME TO kept", "CREATE VIEW memos AS SELECT * FROM kept"],
    "a generated column": ["ALTER TABLE codes ADD COLUMN g TEXT GENERATED ALWAYS AS (hex(zeroblob(100000000)))"],
    "a default that computes": [
        "UPDATE sqlite_schema SET sql = replace(sql, 'DEFAULT 0', 'DEFAULT (abs(-9))') WHERE name = 'codes'",
    ],
    "a check that computes": [
        ("UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (state', 'CHECK (hex(zeroblob(9)) <> state AND state') "
        "WHERE name = 'codings'"),
    ],
    "a trigger on a view": [
        "CREATE TRIGGER t INSTEAD OF INSERT ON coded_segments BEGIN DELETE FROM codings; END",
    ],
    "a trigger on a table of another": [SECRET, "CREATE TRIGGER t AFTER INSERT ON secret BEGIN DELETE FROM memos; END"],
    "an index that computes": ["CREATE INDEX i ON codings (hex(zeroblob(id + 1000000)))"],
    "an index of ours that tells lies": [
        ("UPDATE sqlite_schema SET sql = replace(sql, 'code_id, document_id', 'coder_id, document_id') "
        "WHERE name = 'codings_by_code'"),
    ],
    "a schema that is no SQL": ["UPDATE sqlite_schema SET sql = 'CREATE TABLE codes (' WHERE name = 'codes'"],
    "a root page that is another's": [
        ("UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'cases') "
        "WHERE name = 'memos'"),
    ],
    "a root page outside the file": ["UPDATE sqlite_schema SET rootpage = 99999 WHERE name = 'memos'"],
    "a table that is virtual": [
        "UPDATE sqlite_schema SET rootpage = 0, sql = 'CREATE VIRTUAL TABLE memos USING nosuch(x)' WHERE name = 'memos'",
    ],
    "a log that can be changed": ["DROP TRIGGER changes_are_never_updated"],
    "a newer version": ["PRAGMA user_version = 99"],
    "no version": ["PRAGMA user_version = 0"],
    "another program's": ["PRAGMA application_id = 7"],
}  # fmt: skip


@pytest.mark.parametrize("statements", REFUSED.values(), ids=REFUSED)
def test_it_is_refused_in_words_and_left_as_it_is(closed: Path, statements: list[str]) -> None:
    alter(closed, *statements)
    content = closed.read_bytes()
    with pytest.raises(ProjectFileError) as caught:
        work(closed)
    assert "study.qcode" in caught.value.message
    assert "\n" not in str(caught.value)
    assert closed.read_bytes() == content


@pytest.mark.parametrize("statements", REFUSED.values(), ids=REFUSED)
def test_a_repair_of_it_ends_well_or_in_words(closed: Path, statements: list[str]) -> None:
    with Project.open(closed) as project:
        rows = project.store.tuples("SELECT uid, text FROM memos")
    alter(closed, *statements)
    try:
        result = repair(closed)
    except ProjectFileError:
        return  # not ours, or newer
    if result.is_whole or (result.rescued and not result.left):
        with Project.open(result.rescued or closed) as project:
            assert project.check() == []
            assert project.store.tuples("SELECT uid, text FROM memos") == rows
    else:
        assert result.left


HARMLESS = {
    "a table of another": [SECRET, "INSERT INTO secret VALUES (1)"],
    "a view of another": ["CREATE VIEW mine AS SELECT randomblob(1000000000) AS x FROM codes"],
    "a table that is searched": ["CREATE VIRTUAL TABLE words USING fts5(text)", "INSERT INTO words VALUES ('port')"],
    "a virtual table of nobody": [
        "INSERT INTO sqlite_schema VALUES ('table', 'v', 'v', 0, 'CREATE VIRTUAL TABLE v USING nosuch(x)')",
    ],
    "statistics": ["ANALYZE"],
    "an odd table": ['CREATE TABLE "a""; DROP TABLE codes; --" (x REFERENCES codes(id))'],
}  # fmt: skip


@pytest.mark.parametrize("statements", HARMLESS.values(), ids=HARMLESS)
def test_what_takes_no_part_in_anything_does_no_harm(closed: Path, statements: list[str]) -> None:
    alter(closed, *statements)
    began = time.process_time()
    try:
        said = work(closed)
    except ProjectFileError as error:
        said = [] if "no such module" in str(error) else [str(error)]
    assert said == []
    assert time.process_time() - began < 10


def test_a_file_of_another_journal_comes_back_to_ours_with_all_that_was_saved(closed: Path) -> None:
    """As another program leaves it that was killed: half of the work lies in a second file."""
    db = sqlite3.connect(closed, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("UPDATE memos SET text = 'weak'")
    away = closed.parent / "away"
    away.mkdir()
    for name in ("study.qcode", "study.qcode-wal"):
        shutil.copy(closed.parent / name, away)
    db.close()
    with Project.open(away / "study.qcode") as project:
        assert project.store.tuples("SELECT text FROM memos") == [("weak",)]
        assert project.store.tuples("PRAGMA journal_mode") == [("delete",)]
    assert [one.name for one in away.iterdir()] == ["study.qcode"]


@pytest.mark.parametrize(
    "content", [b"", b"\0" * 512, b"no journal", b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"\xff" * 508]
)
def test_a_journal_that_is_none_is_not_believed(closed: Path, content: bytes) -> None:
    closed.with_name("study.qcode-journal").write_bytes(content)
    try:
        said = work(closed)
    except ProjectFileError:
        said = []
    assert said == []


@pytest.mark.skipif(os.name != "posix", reason="there are no such files here")
def test_what_is_no_file_is_refused_at_once(tmp_path: Path) -> None:
    pipe, device, lost, circle = (tmp_path / f"{name}.qcode" for name in ("pipe", "device", "lost", "circle"))
    os.mkfifo(pipe)
    device.symlink_to("/dev/zero")
    lost.symlink_to("nowhere")
    circle.symlink_to(circle)
    for path in (pipe, device, lost, circle):
        for do in (Project.open, repair):
            with pytest.raises(ProjectFileError, match=path.name):
                do(path)


def test_a_huge_value_is_borne(closed: Path) -> None:
    name = "x" * 20_000_000
    with closing(sqlite3.connect(closed, isolation_level=None)) as db:
        db.execute("UPDATE codes SET definition = ?", [name])
    began = time.process_time()
    assert [sentence for sentence in work(closed) if "differs from what the log says" in sentence]
    assert repair(closed).is_whole
    assert time.process_time() - began < 10


def test_a_repair_of_a_damaged_file_never_brings_anything_but_words(original: Path, tmp_path: Path) -> None:
    chance = random.Random(5)
    content = original.read_bytes()
    used = [place for place, byte in enumerate(content) if byte]
    ended = {"whole": 0, "rescued": 0, "refused": 0, "left": 0}
    for number in range(40):
        folder = tmp_path / str(number)
        folder.mkdir()
        changed = bytearray(content)
        for place in chance.sample(used, chance.choice([1, 1, 5, 200])):
            changed[place] ^= 1 << chance.randrange(8)
        (folder / "study.qcode").write_bytes(changed)
        try:
            result = repair(folder / "study.qcode")
        except QcodeError:
            ended["refused"] += 1
            continue
        ended["whole" if result.is_whole else "rescued" if result.rescued else "left"] += 1
        if result.is_whole:
            assert work(folder / "study.qcode") == []
        else:
            assert result.left or result.rescued
        if result.rescued and not result.left:
            assert work(result.rescued) == []
        shutil.rmtree(folder)
    assert ended["whole"]
    assert ended["rescued"]
