"""The kill test and the four writers, small; `benchmarks/` has them in full."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def figures_of(script: str, *arguments: str) -> dict[str, str]:
    """Run a script that must end well; return what it printed, by name."""
    done = subprocess.run(
        [sys.executable, str(BENCHMARKS / script), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return {line[:16].strip(): line[16:] for line in done.stdout.split("\n")}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")
def test_what_was_reported_as_saved_survives_sigkill() -> None:
    figures = figures_of("kill_test.py", "--rounds", "10", "--life", "200", "--seed", "3")
    assert (figures["rounds"], figures["lost"], figures["unclean"]) == ("10", "0", "0")
    assert int(figures["acknowledged"]) > 0


def test_four_writers_at_once_are_all_served() -> None:
    figures = figures_of("four_writers.py", "--writers", "4", "--codings", "20")
    assert figures["codings"] == "80"
    assert (figures["failed"], figures["missing"], figures["unclean"]) == ("0", "0", "0")
