"""A process of its own: pipes that close, disks that are full, terminals of some width."""

import os
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from running import Qcode, process, process_environment
from test_hostile_input import assert_tame

POSIX = os.name == "posix"
ANSI = b"\x1b["
TALK = "Q: Who?\nR: \x1b[31mred\x1b]0;owned\x07 [bold]x[/bold] \u202e " + "and so on and on " * 30 + "\n"
TALK += "Q: Why?\nR: \x9b2JThe port.\n"


@pytest.fixture
def hostile(qcode: Qcode, empty: Path, desk: Path) -> Path:
    """A project with a coded passage that would steer a terminal."""
    (desk / "talk.txt").write_text(TALK, "utf-8")
    qcode("import", "talk.txt", "--case", "Harbour").done()
    qcode("codings", "add", "talk", "Gatekeeper", "--quote", "\x1b[31mred\x1b]0;owned\x07 [bold]x").done()
    return empty


def test_a_process_does_what_the_same_call_does_in_here(qcode: Qcode, study: Path, desk: Path) -> None:
    done = process("freq", "--format", "csv", folder=desk)
    assert done.returncode == 0
    assert done.stderr == b""
    assert done.stdout == qcode("freq", "--format", "csv").out


def test_a_pipe_gets_no_colour_and_no_progress(study: Path, desk: Path) -> None:
    for words in (("freq",), ("documents", "show", "Sakuragi_official")):
        done = process(*words, folder=desk, env={"FORCE_COLOR": "1", "CLICOLOR_FORCE": "1", "NO_COLOR": "1"})
        assert done.returncode == 0
        assert ANSI not in done.stdout + done.stderr


@pytest.mark.skipif(not POSIX, reason="needs pipes of POSIX")
@pytest.mark.parametrize(
    "words",
    ["segments", "codebook export", "documents show Sakuragi_official"],
)
def test_a_reader_who_has_enough_is_no_fault(study: Path, desk: Path, words: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = process(*words.split(), folder=desk, stdout=writing)
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
@pytest.mark.parametrize("words", ["freq", "freq -f xlsx", "documents show Sakuragi_official", "-h"])
def test_a_full_disk_is_told(study: Path, desk: Path, words: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = process(*words.split(), folder=desk, stdout=full)
    assert done.returncode == 1
    assert b"could not be written" in done.stderr
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr
    assert done.stderr.count(b"\n") <= 2


def test_what_the_output_cannot_encode_is_replaced_for_people_and_kept_for_programs(
    study: Path, desk: Path
) -> None:
    narrow = {"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    shown = process("documents", "show", "Hoshikawa_official", folder=desk, env=narrow)
    assert (shown.returncode, shown.stderr) == (0, b"")
    for words in (("codebook", "export"), ("segments", "-f", "json")):
        wide = process(*words, folder=desk)
        assert wide.returncode == 0
        assert process(*words, folder=desk, env=narrow).stdout == wide.stdout


@contextmanager
def nobody() -> Iterator[None]:
    """Be somebody whom file modes bind, which they do not where tests are run as root."""
    if os.geteuid() != 0:
        yield
        return
    os.setegid(65534)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


@pytest.mark.skipif(not POSIX, reason="needs file modes of POSIX")
def test_a_project_that_may_not_be_written_can_be_read(qcode: Qcode, study: Path) -> None:
    away = Path(tempfile.mkdtemp())
    project = away / "study.qcode"
    try:
        shutil.copy(study, project)
        before = project.read_bytes()
        qcode("cases", "add", "Harbour").done()  # what this needs is loaded while it may be read
        project.chmod(0o444)
        away.chmod(0o555)
        with nobody():
            read = qcode("documents", "list", project, env={"QCODE_CONFIG_DIR": str(away / "settings")})
            refused = qcode("cases", "add", project, "Pier", env={"QCODE_CONFIG_DIR": str(away / "settings")})
            undone = qcode("undo", project, env={"QCODE_CONFIG_DIR": str(away / "settings")})
        assert "Sakuragi_official" in read.done().text
        refused.refused("study.qcode", lines=2)
        undone.refused("study.qcode", lines=2)
        assert project.read_bytes() == before
    finally:
        away.chmod(0o755)
        shutil.rmtree(away)


def on_terminal(words: tuple[str, ...], folder: Path, columns: int, **env: str) -> bytes:
    """Run a command on a terminal of some width; return all that it wrote."""
    import fcntl
    import pty
    import struct
    import termios

    here, there = pty.openpty()
    fcntl.ioctl(there, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    wanted = {"TERM": "xterm-256color", "COLUMNS": "", **env}
    child = subprocess.Popen(
        [sys.executable, "-m", "qcode", *words], cwd=folder, stdin=there, stdout=there, stderr=there,
        env={name: value for name, value in process_environment(folder, wanted).items() if value},
    )  # fmt: skip
    os.close(there)
    wrote = b""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if select.select([here], [], [], 1)[0]:
            try:
                piece = os.read(here, 65536)
            except OSError:
                break
            if not piece:
                break
            wrote += piece
    os.close(here)
    assert child.wait(10) == 0, wrote
    return wrote


@pytest.mark.skipif(not POSIX, reason="needs a terminal of POSIX")
@pytest.mark.parametrize("columns", [60, 100])
def test_on_a_terminal_a_table_is_folded_to_its_width(study: Path, desk: Path, columns: int) -> None:
    from qcode.text.widths import cell_width

    shown = on_terminal(("matrix",), desk, columns, NO_COLOR="1").decode("utf-8").replace("\r\n", "\n")
    plain = shown.replace("\x1b[1m", "").replace("\x1b[2m", "").replace("\x1b[0m", "")
    assert_tame(plain)
    assert max(map(cell_width, plain.split("\n"))) <= columns
    assert "Kazehara" in plain
    assert "Total" in plain


@pytest.mark.skipif(not POSIX, reason="needs a terminal of POSIX")
@pytest.mark.parametrize("report", ["methods", "frequencies", "saturation"])
def test_on_a_terminal_a_report_is_words_and_tables_rather_than_markdown(
    study: Path, desk: Path, report: str
) -> None:
    from qcode.text.widths import cell_width

    shown = on_terminal(("report", report), desk, 90, NO_COLOR="1").decode("utf-8").replace("\r\n", "\n")
    plain = re.sub("\x1b\\[[0-9;]*m", "", shown)
    assert_tame(plain)
    assert max(map(cell_width, plain.split("\n"))) <= 90
    assert not any(sign in plain for sign in ("\\[", "&emsp;", "<br>", "**", "| --", "# "))
    assert "Table 1. " in plain
    assert "qcode 0." in plain


@pytest.mark.skipif(not POSIX, reason="needs a terminal of POSIX")
def test_a_report_asked_for_as_markdown_is_markdown_on_a_terminal_too(study: Path, desk: Path) -> None:
    shown = on_terminal(("report", "methods", "--format", "md"), desk, 90).decode("utf-8")
    assert shown.startswith("# ")
    assert "**Table 1.**" in shown


@pytest.mark.skipif(not POSIX, reason="needs a terminal of POSIX")
@pytest.mark.parametrize(
    "words",
    ["segments", "report quotations", "report codebook", "report portrait talk", "report transcript talk", "segments -f csv --raw", "segments -f json", "codings export", "codebook export",
     "documents show talk"],
)  # fmt: skip
def test_on_a_terminal_no_text_of_the_project_steers_it(hostile: Path, desk: Path, words: str) -> None:
    shown = on_terminal(tuple(words.split()), desk, 80)
    for hidden in (b"\x1b[31m", b"\x1b]0;", b"\x07", b"\xc2\x9b", b"\xe2\x80\xae"):
        assert hidden not in shown
    if words not in ("segments", "codebook export"):
        assert b"[bold]x" in shown


@pytest.mark.skipif(not POSIX, reason="needs a terminal of POSIX")
def test_a_spreadsheet_is_not_poured_over_a_terminal(study: Path, desk: Path) -> None:
    with pytest.raises(AssertionError, match="not text to be shown"):
        on_terminal(("freq", "-f", "xlsx"), desk, 80)
