"""What the documentation says is run: its commands, its code, its examples."""

from __future__ import annotations

import doctest
import importlib
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from qcode.bundled import bundled

README = Path(__file__).parent.parent / "README.md"


def blocks(language: str) -> list[str]:
    """Return the README's blocks of code in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README.read_text("utf-8"), re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample files in which the README's study was carried out, command by command."""
    folder = tmp_path_factory.mktemp("study")
    shutil.copytree(bundled("sample_transcripts"), folder, dirs_exist_ok=True)
    commands = [
        line[2:] for block in blocks("console") for line in block.split("\n") if line.startswith("$ ")
    ]
    assert len(commands) > 10
    for command in commands:
        program, *arguments = shlex.split(command)
        if program in ("source", "cp"):
            continue  # the copy is made, and the program is at hand
        assert program == "qcode"
        done = subprocess.run(
            [sys.executable, "-m", "qcode", *arguments],
            cwd=folder,
            env={**os.environ, "QCODE_CONFIG_DIR": str(folder / "settings")},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, f"{command}: {done.stderr}"
    return folder


def test_the_readmes_study_runs_from_beginning_to_end(study: Path) -> None:
    assert (study / "matrix.xlsx").stat().st_size > 10_000


def test_the_readmes_python_runs_on_that_study(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(study)
    names: dict[str, Any] = {}
    for block in blocks("python"):
        exec(compile(block, "README.md", "exec"), names)
    assert len(names["table"].rows) > 90


@pytest.mark.parametrize(
    "module", ["qcode.project.project", "qcode.project.batch", "qcode.exporters", "qcode.analysis.crosstab"]
)
def test_examples_in_docstrings_give_what_they_say(module: str) -> None:
    result = doctest.testmod(importlib.import_module(module))
    assert result.failed == 0


def test_the_readme_begins_with_its_two_commands() -> None:
    first, second = blocks("sh")[:2]
    assert "qcode demo" in first
    assert "pytest" in second
