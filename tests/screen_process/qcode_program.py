"""qcode as a program of its own: how it is started, and in which surroundings."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path


def qcode_command(*arguments: str | Path) -> list[str]:
    """Return the command that runs qcode with this Python."""
    return [sys.executable, "-m", "qcode", *map(str, arguments)]


def qcode_environment(
    home: Path, coder: str = "A. Mori", extra: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return an environment in which qcode finds nothing of who runs this: settings lie below `home`."""
    ours = ("QCODE_", "TEXTUAL", "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {
        **kept,
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "QCODE_CONFIG_DIR": str(home / "settings"),
        "QCODE_CODER": coder,
        **(extra or {}),
    }


def qcode_rows(home: Path, *arguments: str | Path, coder: str = "A. Mori") -> list[dict[str, str]]:
    """Run a command that prints a table, as CSV; return its rows by their header."""
    done = subprocess.run(
        qcode_command(*arguments, "--format", "csv"),
        env=qcode_environment(home, coder),
        capture_output=True,
        check=True,
    )
    return list(csv.DictReader(io.StringIO(done.stdout.decode("utf-8-sig"), newline="")))


def qcode_says(home: Path, *arguments: str | Path, coder: str = "A. Mori") -> str:
    """Run a command; return what it says on standard output. Raises CalledProcessError where it fails."""
    done = subprocess.run(
        qcode_command(*arguments), env=qcode_environment(home, coder), capture_output=True, check=True
    )
    return done.stdout.decode("utf-8")
