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

from qcode import Project
from qcode.bundled import bundled

README = Path(__file__).parent.parent / "README.md"
TWO_STUDIES = README.parent / "docs" / "two_studies.md"


def blocks(language: str, page: Path = README) -> list[str]:
    """Return a page's blocks of code in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page.read_text("utf-8"), re.DOTALL | re.MULTILINE)


def carried_out(page: Path, folder: Path) -> Path:
    """Run the commands of a page in a copy of the sample files; return the folder."""
    shutil.copytree(bundled("sample_transcripts"), folder, dirs_exist_ok=True)
    commands = [
        line[2:] for block in blocks("console", page) for line in block.split("\n") if line.startswith("$ ")
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


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample files in which the README's study was carried out, command by command."""
    return carried_out(README, tmp_path_factory.mktemp("study"))


@pytest.fixture(scope="module")
def both_studies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample files in which both studies of docs/two_studies.md were carried out."""
    return carried_out(TWO_STUDIES, tmp_path_factory.mktemp("both"))


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


def test_the_two_studies_are_carried_out_from_beginning_to_end(both_studies: Path) -> None:
    for name in (
        "matrix_by_size.xlsx",
        "matrix_by_kind.html",
        "gatekeepers.docx",
        "frequencies.docx",
        "codebook.docx",
        "methods.md",
        "findings.html",
        "levels.xlsx",
        "side_by_side.docx",
        "coded.docx",
        "audit.md",
        "deposit/README.md",
    ):
        assert (both_studies / name).stat().st_size > 1_000


def test_the_first_study_ends_with_three_types_that_say_why(both_studies: Path) -> None:
    with Project.open(both_studies / "sea.qcode") as project:
        members = project.classifications.members(project.classifications.find("type"))
        assert {one.class_name for one in members.values() if one.class_name} == {
            "class 1",
            "class 2",
            "class 3",
        }
        assert all(one.reason for one in members.values() if one.class_name)
        table = project.crosstab("code", "class:size", measure="cases", percent="cases")
    assert [(one.label, one.n) for one in table.columns] == [
        ("small", 3),
        ("middle", 4),
        ("large", 2),
        ("Total", 9),
    ]
    assert "Kitaoka" not in (both_studies / "findings.html").read_text("utf-8")


def test_the_second_study_has_each_group_by_actor_and_period(both_studies: Path) -> None:
    with Project.open(both_studies / "sea.qcode") as project:
        both = project.crosstab('code:"Narrative and its driver"', "facet:Actor", by="facet:Period")
        groups = [
            project.crosstab(
                'code:"Narrative and its driver"',
                "facet:Actor",
                by="facet:Period",
                selection=project.select(where=f"group = {name}"),
            )
            for name in ("Shiomi", "Kurogane")
        ]
    sums = [int(table.values[0][-1]) for table in groups]
    assert sum(sums) == both.values[0][-1] > 0
    assert min(sums) > 0
    assert len({one.group for one in both.columns}) > 3
