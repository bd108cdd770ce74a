"""The folder of an export: what may lie where it goes, and what of it can be read back."""

import csv
import errno
import os
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from plain_studies import rows_of

from qcode import Project
from qcode.errors import DataError, ExportError, ProjectFileError, QcodeError
from qcode.model.documents import Transcript
from qcode.project.plain import export_plain, import_plain
from qcode.project.plain.columns import SHEETS
from qcode.project.plain.readme import is_as_written
from qcode.store.migrations import expected_schema
from qcode.store.schema import SCHEMA_VERSION


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, talk: Callable[..., Transcript]) -> Path:
    """A small study with something in every table, and its export beside it; not to be changed."""
    place = tmp_path_factory.mktemp("made")
    with Project.create(place / "study.qcode", "Harbour study", coder="A. Mori", keep_backups=0) as project:
        interview = talk(("Q", "Who keeps the contacts abroad?"), ("R", "The port does. 市長は熱心です。"))
        document = project.documents.import_transcript(
            interview, "talks/official.txt", cases=["Kitaoka"], attributes={"held": "2024-07-31"}
        ).document
        project.documents.import_transcript(
            Transcript(text="The port is the gate of the city.\n", format="txt"), "strategy.txt"
        )
        gate = project.codes.add("Gatekeeper")
        project.codes.add("Port", gate)
        project.codings.apply(document, 37, 45, gate, memo="look\nagain")
        case = project.cases.find("Kitaoka")
        project.attributes.set(case, "population", 311000, year=2020, source="census")
        project.memos.write("meta", project.uid, "# all of it\n\nso far")
        project.pins.set(1, gate)
        project.documents.finish(document)
        export_plain(project, place / "out")
    return place


@pytest.fixture
def study(made: Path, tmp_path: Path) -> Iterator[Project]:
    """The small study, to be changed."""
    path = shutil.copy(made / "study.qcode", tmp_path)
    with Project.open(path, coder="A. Mori", keep_backups=0) as project:
        yield project


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """The export of the small study, to be changed."""
    return Path(shutil.copytree(made / "out", tmp_path / "out"))


def lines_of(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


def edit(file: Path, change: Callable[[list[list[str]]], Any]) -> None:
    """Change the cells of a table as a spreadsheet would."""
    rows = lines_of(file)
    change(rows)
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(rows)


def setting(file: Path, column: str, value: str, line: int = 2) -> None:
    def change(rows: list[list[str]]) -> None:
        rows[line - 1][rows[0].index(column)] = value

    edit(file, change)


def refused(folder: Path, *words: str) -> str:
    """Make sure that no project is made of a folder, and that the reason has these words."""
    target = folder.with_name("new.qcode")
    before = sorted(folder.parent.iterdir())
    with pytest.raises(QcodeError) as stop:
        import_plain(folder, target)
    for word in words:
        assert word in str(stop.value)
    assert sorted(folder.parent.iterdir()) == before
    return str(stop.value)


def content(folder: Path) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


# what is in it


def test_texts_memos_and_the_page_are_there_to_be_read_without_qcode(study: Project, folder: Path) -> None:
    document = study.documents.find("official")
    assert (folder / "texts" / "official.txt").read_bytes() == study.documents.text(document).encode()
    memo = (folder / "memos" / "the project.md").read_text("utf-8")
    assert memo.endswith("---\n# all of it\n\nso far\n")
    assert "coder: A. Mori\n" in memo
    page = (folder / "README.md").read_text("utf-8")
    assert page.startswith("# Harbour study\n")
    assert "2 documents, 1 case, 2 participants, 2 codes, 1 coding, 2 memos, 0 summaries, 1 coder" in page
    coding = dict(zip(*lines_of(folder / "codings.csv"), strict=True))
    assert (coding["document"], coding["code"], coding["start"], coding["end"]) == (
        "official", "Gatekeeper", "37", "45",
    )  # fmt: skip
    assert (coding["coder"], coding["memo"]) == ("A. Mori", "look\nagain")
    assert coding["quote"] == study.documents.text(document)[37:45]
    case = dict(zip(*lines_of(folder / "cases.csv"), strict=True))
    assert (case["case"], case["documents"], case["population@2020 census"]) == (
        "Kitaoka",
        "official",
        "311000",
    )


def test_the_listed_checksums_are_those_of_every_file(folder: Path) -> None:
    if shutil.which("sha256sum") is None:
        pytest.skip("no sha256sum here")
    page = (folder / "README.md").read_text("utf-8").partition("## Checksums")[2]
    listed = [line.strip() for line in page.split("\n") if line.startswith("    ")]
    assert len(listed) == len(content(folder)) - 1
    done = subprocess.run(
        ["sha256sum", "--check", "--strict"],
        input="\n".join(listed),
        text=True,
        cwd=folder,
        capture_output=True,
    )
    assert done.returncode == 0, done.stdout


def test_what_was_removed_is_not_in_it(study: Project, tmp_path: Path) -> None:
    strategy = study.documents.find("strategy")
    text = study.documents.text(strategy)
    study.documents.remove(strategy)
    export_plain(study, tmp_path / "out")
    assert not any(text.encode()[:20] in one for one in content(tmp_path / "out").values())


def test_words_that_a_corrected_text_no_longer_has_keep_their_earlier_text(
    study: Project, tmp_path: Path
) -> None:
    document = study.documents.find("official")
    earlier = study.documents.text(document)
    uid = study.codings.list()[0].uid
    with study.store.act("tests.fill", "") as recorder:
        digest = study.store.add_text("X" * len(earlier))
        recorder.update("documents", document.uid, text_sha256=digest)
        recorder.update("codings", uid, state="unplaced")
        recorder.summary = "Replaced the text"
    export_plain(study, tmp_path / "out")
    import_plain(tmp_path / "out", tmp_path / "new.qcode")
    assert rows_of(tmp_path / "new.qcode") == rows_of(study.path)
    with Project.open(tmp_path / "new.qcode", keep_backups=0) as made:
        found = made.store.text(made.codings.get(uid).text_sha256)
    assert found == earlier


def test_the_folder_is_for_its_maker_alone(folder: Path) -> None:
    if os.name == "posix":
        assert folder.stat().st_mode & 0o077 == 0


def test_the_new_project_tells_in_its_log_what_it_was_made_of_and_offers_no_undo(folder: Path) -> None:
    import_plain(folder, folder.with_name("new.qcode"))
    with Project.open(folder.with_name("new.qcode"), coder="A. Mori", keep_backups=0) as made:
        (event,) = made.history.list()
        assert "Made from plain files" in event.summary
        assert made.history.next_steps() == ("", "")


# where it goes


def test_an_export_replaces_an_earlier_one_of_the_same_project_as_a_whole(
    study: Project, folder: Path
) -> None:
    study.documents.remove(study.documents.find("strategy"))
    (folder / ".DS_Store").write_bytes(b"x")
    assert export_plain(study, folder).replaced
    assert not (folder / "texts" / "strategy.txt").exists()
    assert [one.name for one in folder.parent.iterdir() if one.name.startswith(".qcode")] == []
    import_plain(folder, folder.with_name("new.qcode"))
    assert rows_of(folder.with_name("new.qcode")) == rows_of(study.path)


def test_an_empty_folder_is_filled(study: Project, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert not export_plain(study, tmp_path / "empty").replaced
    assert (tmp_path / "empty" / "README.md").is_file()


@pytest.mark.parametrize(
    "what", ["foreign", "file", "note", "git", "changed", "missing", "other study", "link"]
)
def test_what_an_export_would_destroy_is_left_as_it_is(study: Project, folder: Path, what: str) -> None:
    if what == "foreign":
        shutil.rmtree(folder)
        folder.mkdir()
        (folder / "thesis.txt").write_text("mine", "utf-8")
    elif what == "file":
        shutil.rmtree(folder)
        folder.write_text("mine", "utf-8")
    elif what == "note":
        (folder / "texts" / "note.txt").write_text("mine", "utf-8")
    elif what == "git":
        (folder / ".git").mkdir()
        (folder / ".git" / "HEAD").write_text("ref", "utf-8")
    elif what == "changed":
        (folder / "memos" / "the project.md").write_text("mine", "utf-8")
    elif what == "missing":
        (folder / "codes.csv").unlink()
    elif what == "link":
        (folder / "more").symlink_to(folder.parent)
    else:
        shutil.rmtree(folder)
        with Project.create(folder.with_name("other.qcode"), coder="B. Lind", keep_backups=0) as other:
            export_plain(other, folder)
    before = content(folder) if folder.is_dir() else folder.read_bytes()
    with pytest.raises(ExportError):
        export_plain(study, folder)
    assert (content(folder) if folder.is_dir() else folder.read_bytes()) == before
    assert [one.name for one in folder.parent.iterdir() if one.name.startswith(".qcode")] == []


def test_the_folder_that_one_is_in_is_not_taken_away(
    study: Project, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder / "texts")
    with pytest.raises(ExportError, match="you are in"):
        export_plain(study, Path(".."))


@pytest.mark.parametrize("there", [True, False])
def test_a_full_disk_leaves_what_was_there_and_nothing_else(
    study: Project, folder: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    if not there:
        shutil.rmtree(folder)
    before = sorted(folder.parent.iterdir()), content(folder)
    written = []

    def full(handle: int) -> None:
        written.append(handle)
        if len(written) > 8:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(ExportError, match="disk is full"):
        export_plain(study, folder)
    assert (sorted(folder.parent.iterdir()), content(folder)) == before


def test_where_the_finished_folder_cannot_be_put_in_place_the_old_one_stands_again(
    study: Project, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, rename = content(folder), Path.rename

    def stuck(self: Path, target: Path) -> Path:
        if self.suffix == ".new":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", stuck)
    with pytest.raises(ExportError):
        export_plain(study, folder)
    assert content(folder) == before


@pytest.mark.parametrize("calls", [1, 5, 12])
def test_who_is_killed_while_writing_leaves_no_half_folder(
    study: Project, tmp_path: Path, calls: int
) -> None:
    program = (
        "import os, sys; from pathlib import Path; from qcode import Project\n"
        "from qcode.project.plain import export_plain\n"
        "left = [int(sys.argv[3])]\n"
        "def dying(handle):\n"
        "    left[0] -= 1\n"
        "    if not left[0]: os._exit(9)\n"
        "project = Project.open(sys.argv[1], coder='A. Mori', keep_backups=0)\n"
        "os.fsync = dying\n"
        "export_plain(project, Path(sys.argv[2]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(study.path), str(tmp_path / "out"), str(calls)], check=False
    )
    assert done.returncode == 9
    assert not (tmp_path / "out").exists()


# what comes back


def test_a_project_is_not_made_over_another(folder: Path, study: Project) -> None:
    with pytest.raises(ProjectFileError, match="exists already"):
        import_plain(folder, study.path)


@pytest.mark.parametrize(
    "name", ["codings.csv", "texts/official.txt", "memos/the project.md", "codebook.yaml"]
)
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    refused(folder, name, "Missing")


@pytest.mark.parametrize("name", ["README.md", "study.yaml"])
def test_a_folder_without_its_page_is_no_export(folder: Path, name: str) -> None:
    (folder / name).unlink()
    refused(folder, "no export")


def test_a_text_that_was_changed_is_refused(folder: Path) -> None:
    file = folder / "texts" / "official.txt"
    file.write_bytes(file.read_bytes().replace(b"port", b"bank"))
    refused(folder, "official.txt")


def test_what_else_was_changed_is_told_and_taken(folder: Path) -> None:
    setting(folder / "codes.csv", "definition", "One who stands at the gate.")
    memo = folder / "memos" / "the project.md"
    memo.write_text(memo.read_text("utf-8").replace("so far", "all done"), "utf-8")
    (folder / "note.txt").write_text("mine", "utf-8")
    done = import_plain(folder, folder.with_name("new.qcode"))
    changed, others = done.notes
    assert "codes.csv" in changed and "the project.md" in changed and "codings.csv" not in changed
    assert "note.txt" in others
    with Project.open(folder.with_name("new.qcode"), keep_backups=0) as made:
        assert made.codes.find("Gatekeeper").fields.definition == "One who stands at the gate."
        assert "# all of it\n\nall done" in [memo.text for memo in made.memos.list()]


UID = "01a20166-82a8-700b-ab1a-7967decd85a9"


@pytest.mark.parametrize(
    ("file", "column", "value", "words"),
    [
        ("codings.csv", "start", "x", ("line 2, column start", "whole number")),
        ("codings.csv", "start", "38", ("line 2", "other words")),
        ("codings.csv", "end", "99999", ("line 2, column end", "does not lie in the text")),
        ("codings.csv", "code_uid", UID, ("line 2, column code_uid", "no code of this uid")),
        ("codings.csv", "coder_uid", "me", ("line 2", "not a uid")),
        ("codings.csv", "coder_uid", "", ("line 2", "not a uid")),
        ("codings.csv", "state", "lost", ("line 2, column state", "placed, unplaced")),
        ("codings.csv", "origin", "magic", ("line 2", "hand")),
        ("codings.csv", "text_sha256", "0" * 64, ("line 2", "no such text")),
        ("codes.csv", "uid", UID.upper(), ("line 2", "not a uid")),
        ("codes.csv", "aliases", "[1]", ("line 2, column aliases", "list")),
        ("codes.csv", "aliases", "[" * 10_000, ("line 2, column aliases", "list")),
        ("codes.csv", "retired", "2", ("line 2", "1 or 0")),
        ("codes.csv", "position", "9" * 25, ("line 2", "whole number")),
        ("documents.csv", "file", "../out/texts/official.txt", ("line 2, column file", "texts/")),
        ("documents.csv", "file", "/etc/passwd", ("line 2, column file",)),
        ("documents.csv", "file", "texts/../README.md", ("line 2, column file",)),
        ("documents.csv", "file", "memos/the project.md", ("line 2, column file",)),
        ("documents.csv", "file", "", ("line 2",)),
        ("documents.csv", "characters", "1", ("line 2, column characters", "the text has")),
        ("documents.csv", "pages", '["iv"]', ("line 2, column pages",)),
        ("documents.csv", "front_matter_end", "-1", ("line 2",)),
        ("turns.csv", "start", "0", ("line 2",)),
        ("turns.csv", "position", "9", ("line 3", "position")),
        ("turns.csv", "time_start", "noon", ("line 2", "number")),
        ("participants.csv", "role", "boss", ("line 2", "interviewer")),
        ("attributes.csv", "type", "colour", ("line 2", "integer")),
        ("attribute_values.csv", "owner_uid", UID, ("line 2", "not there")),
        ("attribute_values.csv", "year", "soon", ("line 2", "whole number")),
        ("memos.csv", "file", "../README.md", ("line 2", "memos/")),
        ("memos.csv", "owner_table", "changes", ("line 2", "not there")),
        ("assignments.csv", "state", "", ("line 2", "finished")),
    ],
)
def test_a_bad_cell_is_told_with_file_line_and_reason(
    folder: Path, file: str, column: str, value: str, words: tuple[str, ...]
) -> None:
    setting(folder / file, column, value)
    refused(folder, file, *words)


def test_a_row_twice_is_told(folder: Path) -> None:
    edit(folder / "codings.csv", lambda rows: rows.append(rows[1]))
    refused(folder, "codings.csv", "column uid", "same uid")


def test_a_column_that_is_gone_is_told(folder: Path) -> None:
    def without_definition(rows: list[list[str]]) -> None:
        place = rows[0].index("definition")
        for row in rows:
            del row[place]

    edit(folder / "codes.csv", without_definition)
    refused(folder, "codes.csv", "definition")


def test_a_code_below_itself_is_told(folder: Path) -> None:
    rows = lines_of(folder / "codes.csv")
    setting(folder / "codes.csv", "parent_uid", rows[2][rows[0].index("uid")])
    refused(folder, "codes.csv", "below itself")


def test_a_value_that_is_not_of_its_type_makes_no_project(folder: Path) -> None:
    place = [row[1] for row in lines_of(folder / "attribute_values.csv")].index("population")
    setting(folder / "attribute_values.csv", "value", "many", place + 1)
    refused(folder, "many")


def test_a_folder_of_the_older_schema_lacks_what_came_later(folder: Path, study: Project) -> None:
    about = folder / "study.yaml"
    about.write_text(about.read_text("utf-8").replace(f"schema: {SCHEMA_VERSION}", "schema: 1"), "utf-8")
    page = folder / "README.md"
    for table in SHEETS:
        if table not in expected_schema(1):
            (folder / f"{table}.csv").unlink()
            kept = [line for line in page.read_text("utf-8").split("\n") if f"  {table}.csv" not in line]
            page.write_text("\n".join(kept), "utf-8")
    for table, column in (("documents", "pages"), ("documents", "pseudonym"), ("codings", "translation")):

        def without(rows: list[list[str]], column: str = column) -> None:
            place = rows[0].index(column)
            for row in rows:
                del row[place]

        edit(folder / f"{table}.csv", without)
    import_plain(folder, folder.with_name("new.qcode"))
    assert rows_of(folder.with_name("new.qcode")) == rows_of(study.path)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("format: 1", "format: 2", "newer"),
        ("schema: ", "schema: 9", "newer"),
        ("as_of: ", "as_of: now ", "as_of"),
        ("meta:", "meta: [", "YAML"),
        ("meta:", "meta: x\nmore:", "meta"),
        ("key: title", "key: subtitle", "title"),
        ("meta:", "a: " + "[" * 700, "study.yaml"),
        ("format: 1", "- format", "study.yaml"),
    ],
)
def test_a_page_of_settings_gone_wrong_is_told(folder: Path, before: str, after: str, words: str) -> None:
    about = folder / "study.yaml"
    about.write_text(about.read_text("utf-8").replace(before, after), "utf-8")
    refused(folder, words)


@pytest.mark.skipif(os.name != "posix", reason="links and pipes as a POSIX system has them")
@pytest.mark.parametrize("name", ["codes.csv", "texts/official.txt", "texts", "README.md"])
def test_no_link_is_followed_and_no_pipe_waited_for(folder: Path, name: str, tmp_path: Path) -> None:
    shutil.move(folder / name, tmp_path / "elsewhere")
    (folder / name).symlink_to(tmp_path / "elsewhere")
    refused(folder)
    (folder / name).unlink()
    os.mkfifo(folder / name)
    refused(folder)


@pytest.mark.parametrize(
    "junk", [b"", b"\xff\xfe\x00", b"\x00" * 100, b'"', b"uid\n", b"a,a\n", b"PK\x03\x04"]
)
@pytest.mark.parametrize(
    "name", ["README.md", "study.yaml", "codes.csv", "memos.csv", "memos/the project.md"]
)
def test_junk_in_a_file_is_refused_in_few_words(folder: Path, name: str, junk: bytes) -> None:
    (folder / name).write_bytes(junk)
    assert len(refused(folder)) < 1500


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(QcodeError, match="nowhere"):
        import_plain(tmp_path / "nowhere", tmp_path / "new.qcode")
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(QcodeError, match="file"):
        import_plain(tmp_path / "file", tmp_path / "new.qcode")


def test_a_damaged_project_is_not_exported(study: Project, tmp_path: Path) -> None:
    uid = study.codings.list()[0].uid
    study.store.db.conn.execute("UPDATE codings SET quote_sha256 = 'x' WHERE uid = ?", [uid])
    with pytest.raises(ProjectFileError, match="damaged"):
        export_plain(study, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_data_errors_are_data_errors(folder: Path) -> None:
    setting(folder / "codings.csv", "start", "x")
    with pytest.raises(DataError):
        import_plain(folder, folder.with_name("new.qcode"))


def test_names_that_an_old_macos_has_decomposed_are_found(study: Project, tmp_path: Path) -> None:
    study.documents.set(study.documents.find("official"), name="Kyōto é 가")
    export_plain(study, tmp_path / "out")
    (file,) = (tmp_path / "out" / "texts").glob("Ky*")
    file.rename(file.with_name(unicodedata.normalize("NFD", file.name)))
    assert import_plain(tmp_path / "out", tmp_path / "new.qcode").notes == []
    assert rows_of(tmp_path / "new.qcode") == rows_of(study.path)


def test_a_script_writes_and_reads_a_folder_through_the_project(project: Project, tmp_path: Path) -> None:
    project.codes.add("Gatekeeper")
    assert not project.export_plain(tmp_path / "out").replaced
    assert project.export_plain(str(tmp_path / "out")).replaced
    with Project.from_plain(tmp_path / "new.qcode", tmp_path / "out", coder="B. Lind") as again:
        assert [one.uid for one in again.codes.tree()] == [one.uid for one in project.codes.tree()]
        again.codes.add("Pipeline")


def test_what_somebody_wrote_on_the_page_is_not_written_over(study: Project, folder: Path) -> None:
    page = folder / "README.md"
    before = page.read_text("utf-8")
    assert is_as_written(before)
    page.write_text(before.replace("\n## Files", "\nAsk Ms Oda before you use it.\n\n## Files"), "utf-8")
    with pytest.raises(ExportError, match=r"changed .*README\.md"):
        export_plain(study, folder)
    assert "Ask Ms Oda" in page.read_text("utf-8")


@pytest.mark.parametrize("sign", ["\x85", "\u2028", "\u2029", ": ", "'", "\\N"])
def test_a_title_with_odd_signs_comes_back(tmp_path: Path, sign: str) -> None:
    with Project.create(tmp_path / "a.qcode", f"Har{sign}bour", coder="A. Mori", keep_backups=0) as project:
        export_plain(project, tmp_path / "out")
    import_plain(tmp_path / "out", tmp_path / "b.qcode")
    with Project.open(tmp_path / "b.qcode") as again:
        assert again.title == f"Har{sign}bour"
