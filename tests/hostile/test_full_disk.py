"""A disk that is full at each step of a write: what was there stays, the reason is said, room helps."""

import os
import secrets
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from qcode import Project
from qcode.errors import QcodeError
from qcode.exporters import FORMATS
from qcode.exporters import write as write_table
from qcode.model.documents import Transcript
from qcode.project.plain import export_plain
from qcode.store.backup import backup_folder
from qcode.store.repair import repair

SIZE = 2 * 1024 * 1024
STEP = 4096
WORDS = "The port is a gate of the region. "


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A disk of two megabytes."""
    folder = tmp_path_factory.mktemp("disk")
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux can make a small disk")
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def study(disk: Path) -> Iterator[Project]:
    """A small project on that disk, alone there."""
    with Project.create(disk / "study.qcode", "Harbours", coder="A. Mori", keep_backups=0) as made:
        document = made.documents.import_transcript(
            Transcript(text=WORDS * 60, format="txt"), "talk.txt"
        ).document
        gate = made.codes.add("Gate")
        for place in range(20):
            made.codings.apply(document, place * 30, place * 30 + 20, gate, memo=f"note {place}")
        yield made
    for left in sorted(disk.rglob("*"), reverse=True):
        if left.is_dir():
            left.rmdir()
        else:
            left.unlink()


def room(disk: Path) -> int:
    about = os.statvfs(disk)
    return about.f_bavail * about.f_frsize


@contextmanager
def only(disk: Path, free: int) -> Iterator[None]:
    """Leave so many bytes free on the disk inside the block."""
    filler = disk / f".filler-{secrets.token_hex(4)}"
    filler.write_bytes(b"\0" * max(0, room(disk) - free))
    try:
        yield
    finally:
        filler.unlink()


def files(disk: Path) -> dict[str, bytes]:
    return {str(one.relative_to(disk)): one.read_bytes() for one in disk.rglob("*") if one.is_file()}


def refusal(do: Callable[[], object]) -> str:
    """Do something; return why it could not be done, empty where it could."""
    try:
        do()
    except QcodeError as error:
        return str(error)
    return ""


def at_every_step(disk: Path, study: Project, do: Callable[[], object]) -> None:
    """Do something with less and more room, until it can be done; see to what is there each time."""
    before = files(disk)
    refused = 0
    for free in range(0, SIZE, STEP):
        with only(disk, free):
            said = refusal(do)
        if not said:
            break
        refused += 1
        assert "disk is full" in said
        assert "\n" not in said
        assert files(disk) == before, f"with {free} bytes free"
    else:
        raise AssertionError("it never could be done")
    assert refused
    assert study.check() == []


def test_an_import(disk: Path, study: Project) -> None:
    transcript = Transcript(text=WORDS * 4000, format="txt")
    at_every_step(disk, study, lambda: study.documents.import_transcript(transcript, "long.txt"))
    assert len(study.documents.list()) == 2


def test_codings(disk: Path, study: Project) -> None:
    (document,) = study.documents.list()
    code = study.codes.find("Gate")
    spans = iter(range(10_000))

    def code_much() -> None:
        place = next(spans)
        study.codings.apply(document, place, place + 900, code, memo="A long thought. " * 2000)

    at_every_step(disk, study, code_much)


def test_a_corrected_text(disk: Path, study: Project) -> None:
    (document,) = study.documents.list()
    new = Transcript(text=WORDS.replace("region", "country") * 2000, format="txt")
    at_every_step(disk, study, lambda: study.documents.replace(document, new, "talk.txt"))
    assert len(study.codings.list()) == 20


def test_plain_files(disk: Path, study: Project) -> None:
    at_every_step(disk, study, lambda: export_plain(study, disk / "plain"))
    before = {name: held for name, held in files(disk).items() if name.startswith("plain/")}
    assert before
    study.codes.add("Another")
    at_every_step(disk, study, lambda: export_plain(study, disk / "plain"))


def test_undoing(disk: Path, study: Project) -> None:
    study.documents.remove(study.documents.list()[0])
    at_every_step(disk, study, study.history.undo)
    assert len(study.codings.list()) == 20


def test_a_backup(disk: Path, study: Project) -> None:
    at_every_step(disk, study, lambda: study.backup(disk / "copy.qcode"))
    with Project.open(disk / "copy.qcode") as copy:
        assert copy.check() == []


def test_a_new_project(disk: Path, study: Project) -> None:
    at_every_step(disk, study, lambda: Project.create(disk / "new.qcode", coder="A. Mori").close())


@pytest.mark.parametrize("name", FORMATS)
def test_an_export(disk: Path, study: Project, name: str) -> None:
    target = disk / f"segments{FORMATS[name].suffixes[0]}"
    target.write_text("the export of last week", encoding="utf-8")
    table = study.segments()
    at_every_step(disk, study, lambda: write_table(table, target, name))
    assert target.stat().st_size > 100


def test_a_repair(disk: Path, study: Project) -> None:
    memos = study.store.tuples("SELECT uid, text FROM memos ORDER BY uid")
    with closing(sqlite3.connect(study.path, isolation_level=None)) as db:
        db.execute("DELETE FROM memos")
        db.execute("DROP INDEX codings_by_place")
    before = study.path.read_bytes()

    def mend() -> None:
        assert repair(study.path).is_whole

    at_every_step(disk, study, mend)
    assert study.store.tuples("SELECT uid, text FROM memos ORDER BY uid") == memos
    (copy,) = backup_folder(study.path).iterdir()
    assert copy.read_bytes() == before


def test_a_first_write_goes_on_without_its_backup(disk: Path, study: Project) -> None:
    study.documents.import_transcript(Transcript(text=WORDS * 6000, format="txt"), "long.txt")
    with Project.open(study.path, coder="A. Mori") as again, only(disk, 64 * 1024):
        again.cases.add("Kitaoka")
        assert "disk is full" in again.store.backup_problem
        assert [one.name for one in again.cases.list()] == ["Kitaoka"]
    assert [name for name in files(disk) if not name.startswith("study.qcode")] == []
    assert study.check() == []
