"""Running qcode as a person at a keyboard or a script would, inside this process or in one of its own."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qcode.cli import main

ROOT = Path(__file__).parents[2]
MORI, LIND = "A. Mori", "B. Lind"
SAID = "What Zucase and Ms Zuperson say in Zutalk_1 of 早瀬太郎."
"""Stands wherever a person can write something in the study in which there are names everywhere."""
NAME = re.compile("Zu[a-z]|早瀬|津")
"""Finds the names of that study."""


@dataclass(frozen=True)
class Run:
    """What came of a command."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode("utf-8")

    @property
    def rows(self) -> list[list[str]]:
        """Return CSV from standard output, the header first; a byte order mark must lead it."""
        assert self.out.startswith(b"\xef\xbb\xbf"), self.out[:40]
        return list(csv.reader(io.StringIO(self.out.decode("utf-8-sig"), newline="")))

    @property
    def records(self) -> list[dict[str, str]]:
        header, *rows = self.rows
        assert len(set(header)) == len(header)
        return [dict(zip(header, row, strict=True)) for row in rows]

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    def done(self) -> "Run":
        """Return this, having made sure that it went well."""
        assert self.code == 0, f"exit code {self.code}\n{self.err}\n{self.text}"
        return self

    def refused(self, *words: str, code: int = 1, lines: int = 3) -> "Run":
        """Return this, having made sure that it was refused in few plain words, these among them."""
        assert self.code == code, f"exit code {self.code}\n{self.err}\n{self.text}"
        for word in words:
            assert word in self.err, self.err
        assert self.err.count("\n") <= lines, self.err
        assert "Traceback" not in self.err
        assert "unexpected" not in self.err, self.err
        return self


Qcode = Callable[..., Run]
"""`qcode(*arguments, env=..., input=...)`: the fixture that runs a command."""


class Outside(io.TextIOWrapper):
    """A standard stream that keeps what goes through it."""

    def __init__(self, data: bytes = b"") -> None:
        self.kept = io.BytesIO(data)
        super().__init__(self.kept, encoding="utf-8", newline="")


def run(arguments: Sequence[object], given: str | None = None) -> Run:
    """Run a command in this process; `given` is what a person answers, None for nobody there."""
    before = sys.stdin, sys.stdout, sys.stderr
    out, err = Outside(), Outside()
    sys.stdin, sys.stdout, sys.stderr = Outside((given or "").encode()), out, err
    try:
        main([str(one) for one in arguments])
    except SystemExit as leaving:
        code = leaving.code
    finally:
        sys.stdin, sys.stdout, sys.stderr = before
    out.flush()
    err.flush()
    assert isinstance(code, int)
    return Run(code, out.kept.getvalue(), err.kept.getvalue().decode("utf-8"))


def process(
    *arguments: object,
    folder: Path,
    env: Mapping[str, str] | None = None,
    **options: Any,
) -> "subprocess.CompletedProcess[bytes]":
    """Run a command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "qcode", *map(str, arguments)],
        cwd=folder,
        env=process_environment(folder, env),
        check=False,
        **{"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options},
    )


def process_environment(folder: Path, env: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment of a process that is to find nothing of the person who runs the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("QCODE_")}
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "QCODE_CONFIG_DIR": str(folder / "settings"),
        "QCODE_CODER": MORI,
        **(env or {}),
    }
