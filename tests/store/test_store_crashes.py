"""Crashes, other programs at the same file, folders that cannot be written: saved stays saved."""

import os
import shutil
import sqlite3
import stat
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from live_rows import live_rows
from other_process import begin, end, kill, meanwhile, qcode_does

from qcode import Project
from qcode.errors import ProjectFileError
from qcode.model.documents import Transcript
from qcode.store import connection

SPILLING = (
    "db.execute('PRAGMA cache_size = 1')",
    "db.execute('BEGIN IMMEDIATE')",
    "db.execute('UPDATE codes SET definition = hex(randomblob(20000))')",
    "db.execute(\"UPDATE documents SET name = 'lost', changes = hex(randomblob(20000))\")",
)
"""Writes pages into the file in the middle of a transaction, as a program that is killed may have."""


def journal(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")


@pytest.fixture
def closed(project: Project, interview: Transcript) -> Path:
    """A project with a document, a code and a coding, that nobody has open."""
    document = project.documents.import_transcript(interview, "talk.txt").document
    project.codings.apply(document, 5, 20, project.codes.add("Gate"))
    project.close()
    return project.path


def test_a_program_killed_in_the_middle_of_an_act_leaves_nothing_of_it(closed: Path) -> None:
    before = live_rows(closed)
    process = begin(
        closed,
        "with project.act('cases.add') as recorder:",
        "    recorder.insert('cases', {'name': 'Sakuragi', 'position': 1})",
        qcode=True,
    )
    assert journal(closed).exists()
    kill(process)
    assert journal(closed).exists()
    with Project.open(closed, coder="A. Mori", keep_backups=0) as project:
        assert project.check() == []
        assert live_rows(closed) == before | {"coders": live_rows(closed)["coders"]}
        project.cases.add("Sakuragi")
    assert not journal(closed).exists()


def test_a_file_half_written_at_a_crash_is_put_right_on_opening(closed: Path) -> None:
    before, content = live_rows(closed), closed.read_bytes()
    kill(begin(closed, *SPILLING))
    assert journal(closed).exists()
    assert closed.read_bytes() != content
    with Project.open(closed) as project:
        assert project.check() == []
        assert project.documents.find("talk")
    assert live_rows(closed) == before
    assert not journal(closed).exists()


def test_another_writer_is_waited_for(project: Project) -> None:
    project.cases.add("Kitaoka")
    with meanwhile(project.path, "db.execute('BEGIN IMMEDIATE')") as process:

        def begun(sql: str) -> None:
            if sql == "BEGIN IMMEDIATE":
                end(process)

        project.store.db.conn.set_trace_callback(begun)
        project.cases.add("Sakuragi")
        project.store.db.conn.set_trace_callback(None)
        assert process.wait() == 0
    assert [case.name for case in project.cases.list()] == ["Kitaoka", "Sakuragi"]


@pytest.mark.parametrize(
    "lines",
    [
        ("db.execute('BEGIN IMMEDIATE')",),
        ("db.execute('BEGIN EXCLUSIVE')",),
        # a reader that does not finish reading keeps the writer from committing
        ("cursor = db.execute('SELECT * FROM changes')", "next(cursor)"),
    ],
    ids=["writing", "alone", "reading"],
)
def test_one_who_does_not_let_go_is_said_and_nothing_is_changed(
    lines: tuple[str, ...], closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.05)
    with Project.open(closed, coder="A. Mori", keep_backups=0) as project:
        before = live_rows(closed)
        with meanwhile(closed, *lines):
            with pytest.raises(ProjectFileError, match=r"by another program\. Nothing was changed"):
                project.cases.add("Sakuragi")
            assert not project.store.db.conn.in_transaction
        assert live_rows(closed) == before
        assert project.cases.add("Sakuragi").name == "Sakuragi"
        assert project.check() == []


def test_a_file_that_another_is_writing_can_be_read(closed: Path) -> None:
    with meanwhile(closed, "db.execute('BEGIN IMMEDIATE')"), Project.open(closed) as project:
        assert project.documents.find("talk")
        assert project.check() == []


def test_a_file_that_another_keeps_to_itself_is_not_opened(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.05)
    with (
        meanwhile(closed, "db.execute('BEGIN EXCLUSIVE')"),
        pytest.raises(ProjectFileError, match="by another program"),
    ):
        Project.open(closed)


def test_another_process_s_write_is_seen(project: Project) -> None:
    seen = project.store.version()
    project.cases.add("Kitaoka")
    assert project.store.version() == seen
    qcode_does(project.path, "B. Lind", "project.cases.add('Sakuragi')")
    assert project.store.version() != seen
    assert [case.name for case in project.cases.list()] == ["Kitaoka", "Sakuragi"]


def test_reads_together_see_one_state_of_the_file(project: Project, other: Project) -> None:
    project.cases.add("Kitaoka")
    with project.store.reading():
        first = project.cases.list()
        writer = sqlite3.connect(project.path, timeout=0, isolation_level=None)
        with closing(writer), pytest.raises(sqlite3.OperationalError, match="locked"):
            writer.execute("BEGIN EXCLUSIVE")
        assert project.cases.list() == first
    other.cases.add("Sakuragi")
    assert len(project.cases.list()) == 2


def test_opening_a_file_again_does_not_take_away_the_lock_of_who_is_writing_it(project: Project) -> None:
    with project.act("cases.add") as recorder:
        recorder.insert("cases", {"name": "Sakuragi", "position": 1})
        recorder.summary = "Added the case Sakuragi"
        Project.open(project.path).close()
        tried = (
            "try:",
            "    db.execute('BEGIN IMMEDIATE')",
            "    locked = False",
            "except sqlite3.OperationalError:",
            "    locked = True",
            "assert locked",
        )
        with meanwhile(project.path, *tried) as process:
            end(process)
            assert process.wait() == 0
    assert project.check() == []


@pytest.fixture
def handed_out() -> Iterator[Path]:
    """A folder that everyone may enter, for a project that not everyone may write."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def as_reader(do: Callable[[], str]) -> str:
    """Do something as a user whom permissions hold back, and return what it said."""
    if os.name != "posix":
        pytest.skip("permissions of folders are another thing here")
    if os.geteuid() != 0:
        return do()
    read, write = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
            said = do()
        except BaseException as error:
            said = f"failed: {error!r}"
        os.write(write, said.encode("utf-8"))
        os._exit(0)
    os.close(write)
    with os.fdopen(read, encoding="utf-8") as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return said


def locked_away(path: Path, folder: Path, *, file_mode: int = 0o444) -> Path:
    """Put a project where it can be read and not written."""
    target = Path(shutil.copy(path, folder / "study.qcode"))
    target.chmod(file_mode)
    folder.chmod(0o555)
    return target


@pytest.mark.parametrize("file_mode", [0o444, 0o666], ids=["file", "folder"])
def test_a_project_that_cannot_be_written_can_be_read_and_says_so_in_one_line(
    file_mode: int, closed: Path, handed_out: Path
) -> None:
    target = locked_away(closed, handed_out, file_mode=file_mode)
    before = target.read_bytes()

    def do() -> str:
        with Project.open(target, coder="A. Mori") as project:
            assert project.check() == []
            assert project.documents.text(project.documents.find("talk")).startswith("Q: Who")
            assert project.history.next_steps()[0]
            for act in (lambda: project.cases.add("Sakuragi"), project.history.undo):
                try:
                    act()
                except ProjectFileError as error:
                    said = str(error)
            return said

    said = as_reader(do)
    assert said == f"{target} cannot be written: the file or its folder is read-only. Nothing was changed."
    assert target.read_bytes() == before
    assert [found.name for found in handed_out.iterdir()] == ["study.qcode"]


def test_a_new_project_in_a_folder_that_cannot_be_written_is_refused(handed_out: Path) -> None:
    handed_out.chmod(0o555)

    def do() -> str:
        try:
            Project.create(handed_out / "new.qcode")
        except ProjectFileError as error:
            return str(error)
        return "made"

    assert as_reader(do) == f"{handed_out / 'new.qcode'} cannot be made: Permission denied."


def test_a_file_that_must_not_be_read_says_so(closed: Path, handed_out: Path) -> None:
    target = locked_away(closed, handed_out, file_mode=0o200)

    def do() -> str:
        try:
            Project.open(target)
        except ProjectFileError as error:
            return str(error)
        return "opened"

    assert as_reader(do) == f"{target} cannot be read: its permissions do not let you."


def test_a_crash_s_traces_in_a_folder_that_cannot_be_written_are_told_apart(
    closed: Path, handed_out: Path
) -> None:
    kill(begin(closed, *SPILLING))
    shutil.copy(journal(closed), handed_out / "study.qcode-journal")
    (handed_out / "study.qcode-journal").chmod(0o444)
    target = locked_away(closed, handed_out)

    def do() -> str:
        try:
            Project.open(target)
        except ProjectFileError as error:
            return str(error)
        return "opened"

    assert "left in the middle of a write, and its folder is read-only. Open it once" in as_reader(do)


def test_a_backup_of_a_handed_out_project_goes_where_one_may_write(closed: Path, handed_out: Path) -> None:
    target = locked_away(closed, handed_out)
    away = Path(tempfile.mkdtemp())
    away.chmod(0o777)

    def do() -> str:
        with Project.open(target) as project:
            return str(project.backup(away / "copy.qcode"))

    try:
        assert as_reader(do) == str(away / "copy.qcode")
        assert stat.S_IMODE((away / "copy.qcode").stat().st_mode) == 0o600
        assert live_rows(away / "copy.qcode") == live_rows(target)
    finally:
        shutil.rmtree(away)


def test_a_disk_that_is_full_is_said_and_nothing_is_changed(project: Project) -> None:
    project.cases.add("Kitaoka")
    before = live_rows(project.path)
    pages = project.store.tuples("PRAGMA page_count")[0][0]
    project.store.db.conn.execute(f"PRAGMA max_page_count = {pages}").fetchall()
    with pytest.raises(ProjectFileError, match=r"disk is full\. Nothing was changed\. Make room"):
        project.documents.import_transcript(Transcript(text="x" * 100_000, format="txt"), "long.txt")
    assert live_rows(project.path) == before
    project.store.db.conn.execute("PRAGMA max_page_count = 1000000").fetchall()
    project.documents.import_transcript(Transcript(text="x" * 100_000, format="txt"), "long.txt")
    assert project.check() == []
