"""A project as plain files and back: nothing is lost, whatever it is called."""

import io
import json
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from plain_studies import ODD, Rows, columns_of, make_project, rows_of, studies

from qcode import Project
from qcode.codebook import write_yaml
from qcode.exporters import write
from qcode.model.tables import Table
from qcode.project.plain import export_plain, import_plain
from qcode.project.plain.columns import cell_columns, stored_columns
from qcode.project.plain.escapes import escaped, plain
from qcode.project.plain.names import file_names
from qcode.store.schema import TABLES

QUICK = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))


@contextmanager
def desk() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def content(folder: Path) -> Mapping[str, bytes]:
    return {
        one.relative_to(folder).as_posix(): one.read_bytes()
        for one in sorted(folder.rglob("*"))
        if one.is_file()
    }


def csv_of(table: Table) -> bytes:
    stream = io.BytesIO()
    write(table, stream, "csv")
    return stream.getvalue()


def results(project: Project) -> Mapping[str, object]:
    """Return what a person gets out of a project, without row ids."""
    corpus = project.corpus()
    return {
        "freq": csv_of(project.frequencies()),
        "matrix": csv_of(project.crosstab()),
        "segments": csv_of(project.segments()),
        "cases": csv_of(project.cases.as_table()),
        "codebook": write_yaml(project.codes.codebook()),
        "documents": [(one.name, one.kind, project.documents.text(one)) for one in project.documents.list()],
        "turns": [len(project.documents.turns(one)) for one in project.documents.list()],
        "participants": [(one.uid, one.name, one.role, one.pseudonym) for one in project.participants.list()],
        "memos": [(one.uid, one.owner_uid, one.text) for one in project.memos.list()],
        "pins": [one and one.uid for one in project.pins.list()],
        "coders": [one.name for one in project.coders.list()],
        "title": (project.title, project.uid),
        "as of": corpus.title,
    }


@QUICK
@given(studies())
def test_every_row_comes_back_and_the_second_export_is_the_first_byte_for_byte(
    study: tuple[Rows, list[str]],
) -> None:
    with desk() as folder:
        first, second = folder / "first.qcode", folder / "second.qcode"
        with make_project(first, study) as project:
            assert project.check() == []
            export_plain(project, folder / "out")
            told = results(project)
        done = import_plain(folder / "out", second)
        assert done.notes == []
        assert rows_of(second) == rows_of(first)
        with Project.open(second, coder="A. Mori", keep_backups=0) as project:
            assert project.check() == []
            assert results(project) == told
            export_plain(project, folder / "again")
        assert content(folder / "again") == content(folder / "out")


def test_a_text_of_any_kind_comes_back_from_every_column_that_holds_texts() -> None:
    """Each odd text once in each table, so that none of them is left to chance."""
    with desk() as folder:
        with Project.create(folder / "first.qcode", coder="A. Mori", keep_backups=0) as project:
            with project.store.act("tests.fill", "") as recorder:
                digest = project.store.add_text("a\n")
                for table in ("coders", "cases", "participants", "attributes", "documents", "codes"):
                    for text in ODD:
                        row = {
                            name: json.dumps([text]) if default == "'[]'" else text
                            for name, (kind, _, default) in columns_of(table).items()
                            if kind == "TEXT"
                            and name not in ("uid", "role", "entity", "type", "anchors", "pages")
                        }
                        row |= {"entity": "case", "type": "text"} if table == "attributes" else {}
                        if table == "documents":
                            row |= {"text_sha256": digest, "characters": 2}
                        recorder.insert_all(table, [row])
                coder = project.store.tuples("SELECT min(id) FROM coders")[0][0]
                for text in ODD:
                    owner = {"owner_table": "meta", "owner_uid": project.uid, "coder_id": coder}
                    recorder.insert("memos", {**owner, "text": text, "created_at": text})
                variable, case = (
                    project.store.tuples(f"SELECT id, uid FROM {table} ORDER BY id")[0]
                    for table in ("attributes", "cases")
                )
                for text in ODD:
                    value = {"attribute_id": variable[0], "owner_uid": case[1]}
                    recorder.insert("attribute_values", {**value, "value": text, "source": text})
                recorder.summary = "Filled"
            export_plain(project, folder / "out")
        import_plain(folder / "out", folder / "second.qcode")
        assert rows_of(folder / "second.qcode") == rows_of(folder / "first.qcode")


@given(st.text(), st.booleans())
@example('""', True)
@example("", True)
@example("", False)
@example("␛r\r␛␛", True)
@example("\0␛0", False)
def test_a_cell_holds_any_text(text: str, nullable: bool) -> None:
    cell = escaped(text, nullable)
    assert cell is not None
    assert "\r" not in cell and "\0" not in cell
    assert plain(cell, nullable) == text


def test_no_text_and_an_empty_text_are_two_cells() -> None:
    assert escaped(None, True) is None
    assert plain("", True) is None
    assert plain(escaped("", True) or "", True) == ""


NAMES = st.lists(st.one_of(st.sampled_from(ODD), st.text(max_size=300)), max_size=12)


@given(NAMES)
@example(["Gate", "gate", "GATE ", "e\u0301", "é", "\ufb01", "fi"])
@example(["con", "CON.tar", "com¹", "nul .x", "港" * 300, "e\u0301" * 200, "한" * 100])
def test_file_names_are_such_that_every_system_takes_them(names: list[str]) -> None:
    files = file_names(names, ".txt")
    assert len(files) == len(names)
    for file in files:
        assert not set(file) & set('<>:"/\\|?*') and min(file) >= " "
        assert file == unicodedata.normalize("NFC", file)
        assert file == file.strip() and not file.startswith(".") and not file.endswith((".", " "))
        assert file.endswith(".txt") and file != ".txt"
        assert file.split(".")[0].rstrip().upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "COM¹", "LPT9"}
        assert len(unicodedata.normalize("NFD", file).encode()) < 143
    for form in ("NFC", "NFD", "NFKC"):
        assert len({unicodedata.normalize(form, file).casefold() for file in files}) == len(files)
    assert file_names(names, ".txt") == files


def test_plain_names_are_left_as_they_are() -> None:
    wanted = ["Kitaoka official", "北岡市 市長", "strategy_2022.v1", "Ünal & Co."]
    assert file_names(wanted, ".txt") == [
        "Kitaoka official.txt", "北岡市 市長.txt", "strategy_2022.v1.txt", "Ünal & Co.txt",
    ]  # fmt: skip


def test_all_tables_and_all_columns_of_the_schema_are_carried() -> None:
    with desk() as folder, Project.create(folder / "p.qcode", coder="A. Mori", keep_backups=0) as project:
        in_file = set(rows_of(folder / "p.qcode")) - {"texts", "turns"}
        assert set(TABLES) == in_file, "a table of the file is not among those that people's acts write"
        export_plain(project, folder / "out")
        for table in in_file - {"meta"}:
            spec = TABLES[table]
            assert set(columns_of(table)) - {"id", "uid", "deleted"} == set(spec.columns)
            assert [one.name for one in stored_columns(table)] == list(spec.columns)
            header = (folder / "out" / f"{table}.csv").read_text("utf-8-sig").split("\n")[0].split(",")
            assert {one.header for one in cell_columns(table)} | {"uid"} <= set(header)
            left = set(stored_columns(table)) - set(cell_columns(table))
            assert [(table, one.name) for one in left] == ([("memos", "text")] if table == "memos" else [])
        header = (folder / "out" / "turns.csv").read_text("utf-8-sig").split("\n")[0].split(",")
        stored = {
            one.removesuffix("_id") + "_uid" if one.endswith("_id") else one for one in columns_of("turns")
        }
        assert stored - {"id"} <= set(header)
