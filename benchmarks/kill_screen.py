"""Kill the coding screen in the middle of coding, again and again: what it confirmed must be in the file.

    python benchmarks/kill_screen.py --rounds 100

Each round qcode is started on the sample study in a pseudo-terminal; passage after passage is coded, each
as soon as the hint line has confirmed the one before; at a random moment the program gets SIGKILL. Then the
library must find every confirmed coding, in order, at most one more that was not confirmed yet, and
nothing to complain of.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass, field
from itertools import cycle, groupby, zip_longest
from pathlib import Path

from qcode import Project
from qcode.project.sample import SampleStudy

sys.path.append(str(Path(__file__).parents[1] / "tests" / "screen_process"))

if sys.platform != "win32":
    from qcode_program import qcode_command, qcode_environment
    from terminal import Terminal

CODER = "C. Vale"
"""Somebody who has not coded in the sample study yet."""
ROUNDS_TO_A_PROJECT = 10
"""Then a new copy, so that there is always something left to code."""
_CONFIRMED = re.compile(r"✓ (?P<code>[^✓]+?): (?P<characters>[0-9,]+) characters?")
_CONTROLS = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")


@dataclass(slots=True)
class Figures:
    """What came of all rounds."""

    rounds: int = 0
    confirmed: int = 0
    """Codings that the hint line said were done."""
    lost: int = 0
    """Of those, the ones that were not in the file afterwards."""
    unconfirmed: int = 0
    """In the file, killed before the hint line said so."""
    interrupted: int = 0
    """Rounds that left a journal: killed in the middle of a write."""
    unclean: list[str] = field(default_factory=list)
    """What `check` found, or what was in the file that nobody did."""

    def lines(self) -> list[str]:
        """Return the figures for people, one a line."""
        return [
            f"rounds          {self.rounds:,}",
            f"confirmed       {self.confirmed:,}",
            f"lost            {self.lost:,}",
            f"unclean         {len(self.unclean):,}",
            f"saved, unsaid   {self.unconfirmed:,}",
            f"journals left   {self.interrupted:,}",
            *self.unclean,
        ]


@dataclass(frozen=True, slots=True)
class Said:
    """A coding as the hint line confirms it, or as the file has it."""

    code: str
    characters: int


def main() -> int:
    """Run the rounds that the command line asks for; return 1 where anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=100, help="how many kills (default 100)")
    parser.add_argument("--life", type=int, default=800, help="milliseconds of coding at most (default 800)")
    parser.add_argument("--seed", type=int, default=1, help="of the moments of death (default 1)")
    arguments = parser.parse_args()
    if os.name != "posix":
        print("kill_screen needs a system with pseudo-terminals and SIGKILL (Linux, macOS).", file=sys.stderr)
        return 2
    figures = run(arguments.rounds, arguments.life / 1000, arguments.seed)
    print("\n".join(figures.lines()))
    return int(bool(figures.lost or figures.unclean))


def run(rounds: int, longest_life: float, seed: int) -> Figures:
    """Kill the screen so many times, each within `longest_life` seconds of its first coding."""
    chance = random.Random(seed)
    figures = Figures()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        fresh = home / "fresh.qcode"
        for step in SampleStudy(fresh, CODER).steps():
            step.run()
        path = home / "study.qcode"
        for number in range(rounds):
            if number % ROUNDS_TO_A_PROJECT == 0:
                shutil.copy(fresh, path)
            before = len(own_codings(path)[0])
            said = killed(path, home, chance.uniform(0, longest_life))
            figures.rounds += 1
            figures.interrupted += path.with_name(f"{path.name}-journal").exists()
            compare(figures, said, path, before)
    return figures


def compare(figures: Figures, said: list[Said], path: Path, before: int) -> None:
    """Look for what was confirmed among the codings that the file has beyond those `before`."""
    there, problems = own_codings(path)
    new = there[before:]
    figures.confirmed += len(said)
    missing = [one for one, found in zip_longest(said, new[: len(said)]) if one != found]
    figures.lost += len(missing)
    figures.unconfirmed += max(0, len(new) - len(said))
    figures.unclean += problems
    if missing or len(new) > len(said) + 1:
        figures.unclean.append(f"round {figures.rounds}: confirmed {said}, in the file {new}")


def killed(path: Path, home: Path, life: float) -> list[Said]:
    """Code for `life` seconds, kill the program; return what the hint line had confirmed, in order."""
    with Terminal(
        qcode_command("open", path), columns=120, rows=40, environment=qcode_environment(home, CODER)
    ) as terminal:
        terminal.read_until(lambda lines: lines[0].strip())
        terminal.settle()
        end = time.perf_counter() + life
        for number, pin in enumerate(cycle("12345678")):
            # The next stretch without codings, then the pinned code on the unit there.
            terminal.write(f"n{pin}")
            while (left := end - time.perf_counter()) > 0 and len(confirmed(terminal.output)) <= number:
                terminal.wait_for_output(left)
            if left <= 0:
                break
        # What was on its way to the screen when the program died has been said, too.
        terminal.kill9()
        return confirmed(terminal.output)


def confirmed(output: bytes) -> list[Said]:
    """Return the codings that the hint line confirmed, in order; it may be painted more than once."""
    painted = _CONTROLS.sub("", output.decode("utf-8", "replace"))
    said = [
        Said(found["code"], int(found["characters"].replace(",", "")))
        for found in _CONFIRMED.finditer(painted)
    ]
    # Neighbours differ, for no code is applied twice in a row.
    return [one for one, _ in groupby(said)]


def own_codings(path: Path) -> tuple[list[Said], list[str]]:
    """Return this coder's codings in the order they were made, and what is wrong with the file."""
    with Project.open(path, coder=CODER, keep_backups=0) as project:
        tree = project.codes.tree()
        mine = {one.id for one in project.coders.list() if one.name == CODER}
        codings = sorted(project.codings.list(), key=lambda one: one.id)
        own = [Said(tree.path(one.code_id), one.end - one.start) for one in codings if one.coder_id in mine]
        return own, project.check()


if __name__ == "__main__":
    sys.exit(main())
