"""What is no ordinary file, named on the command line beside good ones: refused by name, the others come in."""

import os
import sqlite3
import subprocess
import sys
import tempfile
import warnings
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest
from corpus import IN_ZIPS, deep, long_line, many_turns, with_doctype
from file_makers import seed_of

from qcode.errors import UnreadableFileError
from qcode.importers.reading import read_transcripts

ROOT = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(os.name != "posix", reason="there are no such files here")
MEGABYTES = 500
SECONDS = 10.0


class Run(NamedTuple):
    """What came of a command, and what it took."""

    code: int
    said: str
    seconds: float
    megabytes: float


WATCH = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[2:], stdin=subprocess.DEVNULL)
_, status, used = os.wait4(process.pid, 0)
process.returncode = os.waitstatus_to_exitcode(status)
with open(sys.argv[1], "w", encoding="ascii") as file:
    print(process.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, file=file)
"""
"""Starts a program from a small process: a program's peak is never less than that of who starts it."""


def qcode(folder: Path, *words: "str | Path") -> Run:
    """Run qcode in a process of its own."""
    settings = folder / "settings"
    settings.mkdir(exist_ok=True)
    figures = settings / "figures"
    with tempfile.TemporaryFile() as said:
        subprocess.run(
            [sys.executable, "-c", WATCH, figures, sys.executable, "-m", "qcode", *map(os.fspath, words)],
            cwd=folder,
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "QCODE_CONFIG_DIR": str(settings),
                "QCODE_CODER": "A. Mori",
            },
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            check=True,
        )
        said.seek(0)
        code, seconds, megabytes = figures.read_text("ascii").split()
        return Run(int(code), said.read().decode("utf-8"), float(seconds), float(megabytes))


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with a project and a good transcript."""
    made = qcode(tmp_path, "init", "study.qcode")
    assert made.code == 0, made.said
    (tmp_path / "good.txt").write_bytes(seed_of("txt"))
    return tmp_path


def documents(desk: Path) -> list[str]:
    with closing(sqlite3.connect(desk / "study.qcode")) as db:
        return [name for (name,) in db.execute("SELECT name FROM documents ORDER BY id")]


def refused(desk: Path, *bad: "str | Path", words: str = "", naming: str = "") -> Run:
    """Name bad files alone, then beside a good one; check all that is promised for it."""
    before = (desk / "study.qcode").read_bytes()
    alone = qcode(desk, "import", *bad)
    assert alone.code == 1, alone.said
    # the reason is one line; a hint may follow
    assert alone.said.startswith("qcode: ")
    assert alone.said.count("\n") <= 2, alone.said
    assert (naming or os.fspath(bad[-1])) in alone.said
    assert words in alone.said, alone.said
    assert "Traceback" not in alone.said
    assert "unexpected" not in alone.said
    assert alone.seconds < SECONDS
    assert alone.megabytes < MEGABYTES
    assert (desk / "study.qcode").read_bytes() == before
    among = qcode(desk, "import", *bad, "good.txt")
    assert among.code == 1
    assert "Traceback" not in among.said
    assert documents(desk) == ["good"]
    return alone


@POSIX
@pytest.mark.skipif(sys.platform != "linux", reason="devices lie elsewhere")
def test_a_pipe_and_devices_are_refused_at_once(desk: Path) -> None:
    os.mkfifo(desk / "pipe.txt")
    refused(desk, "pipe.txt", words="not a regular file")
    for device in ("/dev/zero", "/dev/stdin", "/dev/null"):
        said = qcode(desk, "import", device)
        assert said.code == 1
        assert "not a regular file" in said.said


@POSIX
def test_links_that_lead_nowhere_or_in_a_circle_are_refused(desk: Path) -> None:
    (desk / "lost.txt").symlink_to("nowhere.txt")
    (desk / "round.txt").symlink_to("about.txt")
    (desk / "about.txt").symlink_to("round.txt")
    refused(desk, "lost.txt", words="There is no file")
    assert "cannot be read" in qcode(desk, "import", "round.txt").said


def test_a_folder_without_transcripts_brings_nothing(desk: Path) -> None:
    (desk / "empty.txt").mkdir()
    before = (desk / "study.qcode").read_bytes()
    said = qcode(desk, "import", "empty.txt")
    assert said.code in (1, 2)
    assert said.said.count("\n") <= 2
    assert (desk / "study.qcode").read_bytes() == before


def test_a_file_of_ten_gigabytes_is_not_read(desk: Path) -> None:
    with (desk / "huge.txt").open("wb") as file:
        file.truncate(10 * 1024**3)
    refused(desk, "huge.txt", words="larger than 50 MB")


@POSIX
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become another")
def test_what_may_not_be_read_is_told(desk: Path) -> None:
    (desk / "secret.txt").write_bytes(seed_of("txt"))
    (desk / "secret.txt").chmod(0o200)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        status = 2
        try:
            os.chdir(desk)
            os.setuid(65534)
            read_transcripts(Path("secret.txt"))
        except UnreadableFileError as error:
            status = int("secret.txt may not be read" not in error.message)
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


ODD = ["-rf.txt", "--.txt", "--help.txt", "a\nb.txt", "\u202etxt.exe.txt", "\x1b[31mred.txt", "[bold]x[b].txt", "=1+1.txt",
       "'; DROP TABLE codings; --.txt", " .txt", "研究　①.txt", "e\u0301.txt", "é.txt", "x" * 200 + ".txt"]  # fmt: skip


@POSIX
@pytest.mark.parametrize("name", ODD, ids=ascii)
def test_a_file_may_be_called_anything(desk: Path, name: str) -> None:
    (desk / name).write_bytes(seed_of("txt"))
    said = qcode(desk, "import", "--", name)
    assert said.code in (0, 1), said.said
    assert "Traceback" not in said.said
    assert "\x1b" not in said.said
    assert "\u202e" not in said.said
    assert len(documents(desk)) == (said.code == 0)


@POSIX
@pytest.mark.skipif(sys.platform == "darwin", reason="names are UTF-8 there")
def test_a_name_that_is_no_text_is_refused_or_tamed(desk: Path) -> None:
    name = os.fsdecode(b"bad\xff.txt")
    (desk / name).write_bytes(seed_of("txt"))
    said = qcode(desk, "import", name)
    assert said.code in (0, 1)
    assert "Traceback" not in said.said
    assert "unexpected" not in said.said
    assert len(documents(desk)) == (said.code == 0)


HEAVY = {
    "bomb.docx": lambda: IN_ZIPS["bomb"]("docx"),
    "deep.json": lambda: deep("json"),
    "deep.html": lambda: deep("html"),
    "laughs.docx": lambda: with_doctype('<!DOCTYPE x [<!ENTITY e "ha">]>', "&e;", "docx"),
    "laughs.eaf": lambda: with_doctype(
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', "&e;", "eaf"
    ),
    "cut.pdf": lambda: seed_of("pdf")[:300],
}


@POSIX
@pytest.mark.parametrize("name", HEAVY)
def test_a_heavy_file_is_refused_by_a_command_in_little_time_and_memory(desk: Path, name: str) -> None:
    (desk / name).write_bytes(HEAVY[name]())
    refused(desk, name)


@POSIX
@pytest.mark.parametrize(
    ("name", "maker"), [("a.txt", long_line), ("a.docx", many_turns), ("a.json", many_turns)]
)
def test_a_large_file_comes_in_within_bounds(desk: Path, name: str, maker: "object") -> None:
    (desk / name).write_bytes(maker(name.partition(".")[2]))  # type: ignore[operator]
    said = qcode(desk, "import", name)
    assert said.code == 0, said.said
    assert said.seconds < SECONDS
    assert said.megabytes < MEGABYTES


@POSIX
def test_a_million_lines_come_in_within_bounds(desk: Path) -> None:
    (desk / "long.txt").write_bytes(b"The port is a gate.\n" * 1_000_000)
    said = qcode(desk, "import", "long.txt")
    assert said.code == 0, said.said
    assert said.seconds < 2 * SECONDS
    assert said.megabytes < MEGABYTES
