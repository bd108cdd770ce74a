"""An office program as a second opinion, where one is installed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

_PROGRAM = shutil.which("soffice")
_TEXT = "txt:Text (encoded):UTF8"

needs_office = pytest.mark.skipif(_PROGRAM is None, reason="no office program is installed")


@cache
def _profile() -> TemporaryDirectory[str]:
    """Return a folder for the program's own files: making them takes longer than a conversion."""
    return TemporaryDirectory(ignore_cleanup_errors=True)


def convert(paths: Sequence[Path], to: str) -> list[Path]:
    """Convert files with an office program all at once; the results lie beside them."""
    profile = Path(_profile().name).as_uri()
    command = [str(_PROGRAM), f"-env:UserInstallation={profile}", "--headless", "--convert-to"]
    command += [_TEXT if to == "txt" else to, "--outdir", str(paths[0].parent), *map(str, paths)]
    subprocess.run(command, capture_output=True, timeout=150, check=True)
    return [path.with_suffix(f".{to}") for path in paths]


def converted(data: bytes, suffix: str, *to: str) -> bytes:
    """Return what an office program makes of a file: its endings one after the other, from first to last."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"file.{suffix}"
        path.write_bytes(data)
        for ending in to:
            (path,) = convert([path], ending)
        return path.read_bytes()
