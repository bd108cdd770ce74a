"""What other programs do with a project file meanwhile."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PYTHON = [sys.executable, "-X", "utf8", "-c"]
_QCODE = [
    "import sys",
    "from qcode import Project",
    "with Project.open(sys.argv[1], coder=sys.argv[2], keep_backups=0) as project:",
]
_RAW = [
    "import sqlite3, sys",
    "db = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=0)",
]


def qcode_does(path: Path, coder: str, *lines: str) -> str:
    """Run lines on `project`, opened by a coder in a process of its own; return what it printed."""
    program = "\n".join([*_QCODE, *(f"    {line}" for line in lines)])
    done = subprocess.run(
        [*_PYTHON, program, str(path), coder], capture_output=True, text=True, encoding="utf-8", check=True
    )
    return done.stdout.strip()


def begin(path: Path, *lines: str, qcode: bool = False) -> "subprocess.Popen[str]":
    """Start a process that runs lines (on `project`, or on the SQLite connection `db`) and then waits.

    When this returns, the lines have run. The process ends in peace with the next line it is sent.
    """
    wait = ["print('ready', flush=True)", "sys.stdin.readline()"]
    if qcode:
        # the wait is part of the innermost block that the lines opened
        inner = lines[-1][: len(lines[-1]) - len(lines[-1].lstrip())]
        program = [*_QCODE, *(f"    {line}" for line in lines), *(f"    {inner}{line}" for line in wait)]
    else:
        program = [*_RAW, *lines, *wait]
    process = subprocess.Popen(
        [*_PYTHON, "\n".join(program), str(path), "B. Lind"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


def end(process: "subprocess.Popen[str]") -> None:
    """Let a process that `begin` started go on to its end."""
    assert process.stdin
    process.stdin.write("\n")
    process.stdin.flush()


def kill(process: "subprocess.Popen[str]") -> None:
    """End a process without giving it a chance to do anything more."""
    process.kill()
    _leave(process)


def _leave(process: "subprocess.Popen[str]") -> None:
    assert process.stdin
    assert process.stdout
    process.wait()
    process.stdin.close()
    process.stdout.close()


@contextmanager
def meanwhile(path: Path, *lines: str) -> Iterator["subprocess.Popen[str]"]:
    """Let another process run lines on the SQLite connection `db` and keep it open inside the block."""
    process = begin(path, *lines)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        _leave(process)
