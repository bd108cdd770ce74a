"""The screen killed in the middle of coding, small; `benchmarks/kill_screen.py` has it in full."""

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "kill_screen.py"


def test_what_the_hint_line_confirmed_survives_sigkill() -> None:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--rounds", "3", "--seed", "3"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    figures = {line[:16].strip(): line[16:] for line in done.stdout.split("\n")}
    assert (figures["rounds"], figures["lost"], figures["unclean"]) == ("3", "0", "0")
    assert int(figures["confirmed"]) > 0
