"""`check` finds every kind of damage; each is done here by plain SQLite behind the log's back."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from tampering import full_project, tamper

from qcode import Project
from qcode.model.documents import Transcript


def found(path: Path) -> list[str]:
    with Project.open(path) as project:
        return project.check()


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory, talk: Callable[..., Transcript]) -> Path:
    return full_project(tmp_path_factory.mktemp("check") / "study.qcode", talk)


@pytest.fixture
def closed(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(original, tmp_path / "study.qcode"))


def test_a_project_that_only_qcode_wrote_is_clean(closed: Path) -> None:
    assert found(closed) == []


def test_tampering_by_itself_leaves_no_trace(closed: Path) -> None:
    tamper(closed)
    assert found(closed) == []


@pytest.mark.parametrize(
    ("statements", "words"),
    [
        # rows changed behind the log
        (
            ["UPDATE codes SET name = 'Door' WHERE name = 'Gate'"],
            "Row {code} of codes differs from what the log",
        ),
        (["UPDATE memos SET text = 'weak'"], "of memos differs from what the log says"),
        (["UPDATE codings SET created_at = '' WHERE id = 1"], "of codings differs from what the log says"),
        (["UPDATE codings SET deleted = 1 WHERE id = 2"], "of codings differs from what the log says"),
        (["UPDATE cases SET deleted = 0 WHERE name = 'Sakuragi'"], "of cases differs from what the log says"),
        (["UPDATE turns SET time_start = 1.5 WHERE position = 2"], "turns of document {document} differ"),
        (["DELETE FROM turns WHERE position = 4"], "turns of document {document} differ"),
        (["UPDATE turns SET participant_id = 2 WHERE position = 1"], "turns of document {document} differ"),
        (["DELETE FROM memos"], "of memos that is not there"),
        (
            ["INSERT INTO cases (uid, name) VALUES ('0190', 'Nowhere')"],
            "Row 0190 of cases is not in the log",
        ),
        # places in the text
        (['UPDATE codings SET "start" = "start" + 1 WHERE id = 1'], "no longer lies on the words"),
        (['UPDATE codings SET "end" = 4000 WHERE id = 1'], "ends at 4000, the text at"),
        (["UPDATE codings SET quote_sha256 = uid WHERE id = 1"], "no longer lies on the words"),
        (
            ['UPDATE turns SET "end" = "end" + 500 WHERE position = 2'],
            "Turn 2 of “talk” does not lie in its place",
        ),
        (
            ["UPDATE turns SET label_start = 0 WHERE position = 3"],
            "Turn 3 of “talk” does not lie in its place",
        ),
        (["UPDATE documents SET characters = characters + 1"], "characters, its row says"),
        # texts
        (["UPDATE texts SET text = replace(text, 'port', 'fort')"], "is not what was imported"),
        (["UPDATE texts SET text = substr(text, 2)"], "is not what was imported"),
        (["DELETE FROM texts"], "points at a row of texts that does not exist"),
        (
            [
                "INSERT INTO texts VALUES ('00', 'other')",
                "UPDATE codings SET text_sha256 = '00' WHERE id = 1",
            ],
            "rests on another text than the document's",
        ),
        # references
        (
            ["UPDATE codings SET code_id = 99 WHERE id = 1"],
            "of codings points at a row of codes that does not",
        ),
        (["DELETE FROM coders WHERE name = 'B. Lind'"], "points at a row of coders that does not exist"),
        (
            ["UPDATE codes SET deleted = 1 WHERE name = 'Harbour'"],
            "of codings rests on a row of codes that was rem",
        ),
        (
            ["UPDATE document_cases SET case_id = 2"],
            "of document_cases rests on a row of cases that was removed",
        ),
        (
            ["UPDATE participants SET deleted = 1"],
            "Turn 1 of “talk” belongs to a document or participant that",
        ),
        (["UPDATE memos SET owner_uid = 'x'"], "of memos lies on something that is not there"),
        (["UPDATE memos SET owner_table = 'codes'"], "of memos lies on something that is not there"),
        (
            ["UPDATE attribute_values SET owner_uid = 'x' WHERE id = 1"],
            "of attribute_values lies on something",
        ),
        (["UPDATE codes SET parent_id = 2"], "The code “Gate” lies below itself"),
        # values that cannot be read
        (["UPDATE attribute_values SET value = 'many' WHERE id = 1"], "“many” of the integer “population”"),
        (["UPDATE attribute_values SET value = 'half' WHERE id = 2"], "“half” of the number “share”"),
        (["UPDATE codes SET examples = '[' WHERE id = 1"], "The examples of “Gate” cannot be read"),
        (["UPDATE codes SET aliases = '1' WHERE id = 1"], "The aliases of “Gate” cannot be read"),
        (["UPDATE documents SET anchors = ''"], "The anchors of “talk” cannot be read"),
        (["UPDATE codings SET origin = 'dream' WHERE id = 1"], "has an unknown origin “dream”"),
        # the log
        (["DELETE FROM changes WHERE id = (SELECT max(id) FROM changes)"], "changes of an act"),
        (
            ["DELETE FROM changes WHERE operation = 'put' AND table_name = 'memos'"],
            "of memos is not in the log",
        ),
        (
            ["DELETE FROM changes WHERE row_uid = '{harbour}' AND previous IS NULL"],
            "of codes does not follow the one that was before it",
        ),
        (
            ["DELETE FROM changes WHERE row_uid = '{harbour}' AND previous IS NOT NULL"],
            "Row {harbour} of codes differs from what the log says of it",
        ),
        (
            ["UPDATE changes SET data = replace(data, 'ships', 'boats')"],
            "of codes differs from what the log says",
        ),
        (["UPDATE changes SET previous = NULL"], "does not follow the one that was before it"),
        (["UPDATE changes SET at = '0' || at WHERE id = 9"], "is not later than the one before it"),
        (["UPDATE changes SET at = (SELECT at FROM changes WHERE id = 3) WHERE id = 9"], "is not later than"),
        (["UPDATE changes SET data = '{' WHERE operation = 'act' AND id > 9"], "The log's words on the act"),
        (
            ["UPDATE changes SET coder_uid = 'x' WHERE operation = 'act' AND id > 9"],
            "whom the project does not know",
        ),
        (
            ["UPDATE changes SET data = json_set(data, '$.undoes', 'x') WHERE operation = 'act'"],
            "undoes or redoes more than was done",
        ),
        (
            ["INSERT INTO changes VALUES (9999, 'u', 'a', 'z', '', '', 'cases', 'c', 'put', NULL, '{}', 1)"],
            "The log holds 1 changes of an act a that it does not know",
        ),
    ],
)
def test_damage_is_found(closed: Path, statements: list[str], words: str) -> None:
    with Project.open(closed) as project:
        uids = {
            "code": project.codes.find("Gate").uid,
            "harbour": project.codes.find("Harbour").uid,
            "document": project.documents.find("talk").uid,
        }
    tamper(closed, *(fill(statement, uids) for statement in statements))
    said = found(closed)
    assert any(fill(words, uids) in sentence for sentence in said), said


def fill(template: str, uids: dict[str, str]) -> str:
    for name, uid in uids.items():
        template = template.replace("{" + name + "}", uid)
    return template


def test_an_index_that_does_not_fit_its_table_is_found(closed: Path) -> None:
    with closing(sqlite3.connect(closed, isolation_level=None)) as db:
        sql = db.execute("SELECT sql FROM sqlite_schema WHERE name = 'memos_of_owner'").fetchone()[0]
        db.execute("PRAGMA writable_schema = ON")
        db.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'memos_of_owner'", [sql + " WHERE id < 0"])
    with closing(sqlite3.connect(closed, isolation_level=None)) as db:
        db.execute("DELETE FROM memos WHERE id = 1")
        db.execute("PRAGMA writable_schema = ON")
        db.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'memos_of_owner'", [sql])
    (said,) = found(closed)
    assert "SQLite finds the file damaged" in said
    assert "memos_of_owner" in said


def test_what_check_finds_does_not_depend_on_who_looks(closed: Path) -> None:
    tamper(closed, "UPDATE memos SET text = 'weak'")
    content = closed.read_bytes()
    assert found(closed) == found(closed)
    assert closed.read_bytes() == content
