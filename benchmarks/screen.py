"""What the coding screen costs in a real pseudo-terminal of 120 columns and 40 rows, and what it should.

    python benchmarks/screen.py                2,000,000 characters, 3,000 codings
    python benchmarks/screen.py --times 10     and ten times that: does a key cost the same?
    python benchmarks/screen.py --smoke        small, for every run of the checks

Each line says how long a person waits, from writing the key to the last byte received (the middle of
several), the CPU time of the whole program, the bytes written, and the aim. `!` marks what is missed.
"""

from __future__ import annotations

import argparse
import math
import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from screen_studies import CODER, long_study, wide_study

from qcode import Project

sys.path.append(str(Path(__file__).parents[1] / "tests" / "screen_process"))

if sys.platform != "win32":
    from qcode_program import qcode_command, qcode_environment
    from terminal import Terminal

COLUMNS, ROWS = 120, 40
GENEROUS = 10
"""In the small size only what takes this many times the aim, in CPU time, is a failure."""
MOST_GROWTH = 3.0
"""And a key that costs this many times as much on a text several times as long."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What one thing costs: medians of seconds, bytes."""

    name: str
    wall: float
    cpu: float
    written: float
    aim: float | None = None
    """Seconds a person may wait."""
    cpu_aim: float | None = None

    @property
    def missed(self) -> bool:
        return (self.aim is not None and self.wall > self.aim) or (
            self.cpu_aim is not None and self.cpu > self.cpu_aim
        )

    def line(self) -> str:
        """Return the figure for people."""
        aim = f"{self.aim * 1000:8.0f}" if self.aim else " " * 8
        aim += f"{'!' if self.missed else ' '}"
        return f"{self.name:<44}{self.wall * 1000:9.1f}{self.cpu * 1000:9.1f}{self.written:10,.0f}{aim}"


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    characters: int
    codings: int
    keys: int
    starts: int
    codes: int
    cases: int
    quotations: int


FULL = Size(2_000_000, 3_000, 30, 5, 200, 60, 10_000)
SMALL = Size(60_000, 200, 6, 1, 40, 12, 600)


def main() -> int:
    """Run what the command line asks for; return 1 where a small run was far off, or a key had no answer."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--times", type=int, default=1, metavar="N", help="N times the text as well")
    parser.add_argument("--smoke", action="store_true", help="small; fail only where far off")
    parser.add_argument("--no-views", action="store_true", help="leave out segments and matrix")
    chosen = parser.parse_args()
    if os.name != "posix":
        print("The screen is measured in a pseudo-terminal; there is none here.")
        return 0
    size = SMALL if chosen.smoke else FULL
    print(f"{'':<44}{'wall ms':>9}{'CPU ms':>9}{'bytes':>10}{'aim ms':>8}")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        figures = demo(home, size)
        first = long(home, size, 1)
        figures += first
        growths: list[tuple[str, float]] = []
        for times in {5 if chosen.smoke else chosen.times} - {1}:
            growths = growth(first, long(home, size, times))
        if not chosen.no_views:
            figures += wide(home, size)
    for name, ratio in growths:
        print(f"{name:<44}{ratio:9.2f} times the CPU on the longer text")
    if not chosen.smoke:
        return 0
    late = [one.name for one in figures if one.aim and one.cpu > one.aim * GENEROUS]
    grown = [name for name, ratio in growths if ratio > MOST_GROWTH]
    for name in (*late, *grown):
        print(f"far off: {name}", file=sys.stderr)
    return int(bool(late or grown))


def say(figure: Figure) -> Figure:
    print(figure.line(), flush=True)
    return figure


def demo(home: Path, size: Size) -> list[Figure]:
    """Measure the start on the sample study."""
    from qcode.project.sample import SampleStudy

    study = SampleStudy(home / "sample.qcode", CODER)
    for step in study.steps():
        step.run()
    return [first_paint("first paint, sample study", study.path, home, size.starts, 0.8, 0.5)]


def long(home: Path, size: Size, times: int) -> list[Figure]:
    """Measure the start and every kind of key on one long interview."""
    path = home / f"long{times}.qcode"
    long_study(path, size.characters * times, size.codings * times)
    what = f"{size.characters * times:,} characters"
    figures = [first_paint(f"first paint, {what}", path, home, size.starts, 0.8)]
    with opened(path, home) as terminal:
        terminal.read_until(beginning(path))
        terminal.settle(0.3)
        print(f"{'memory after the start':<44}{memory(terminal)}")
        figures += [say(figure) for figure in keys(terminal, size.keys)]
        for wide_columns in (140, COLUMNS):
            cost = terminal.timed(lambda columns=wide_columns: terminal.resize(columns, ROWS))  # type: ignore[misc]
        figures.append(say(Figure("resize", cost.wall, cost.cpu, cost.written)))
        print(f"{'memory after use (aim 95 MB)':<44}{memory(terminal)}", flush=True)
    return figures


def wide(home: Path, size: Size) -> list[Figure]:
    """Measure the views that show the whole project: the first time and again."""
    path = home / "wide.qcode"
    wide_study(path, size.codes, size.cases, size.quotations)
    figures = []
    with opened(path, home) as terminal:
        terminal.read_until(beginning(path))
        for key, what, aim in (
            ("s", f"segments, {size.quotations:,} quotations", 0.3),
            ("m", f"matrix, {size.codes} codes by {size.cases} cases", 0.4),
        ):
            for again in ("", ", again"):
                terminal.keys("g")
                cost = terminal.timed(key, quiet=0.3)
                figures.append(say(Figure(what + again, cost.wall, cost.cpu, cost.written, aim)))
                if not again:
                    figures.append(say(repeated(f"{what}, down", terminal, 8, "down", aim=0.02)))
                    figures.append(
                        say(repeated(f"{what}, page", terminal, 5, "pagedown", after=("pageup",), aim=0.02))
                    )
                terminal.keys("q")
        print(f"{'memory after these views':<44}{memory(terminal)}", flush=True)
    return figures


def keys(terminal: Terminal, number: int) -> list[Figure]:
    """Press each kind of key often enough; all on one text, from its beginning on."""
    figures = [
        repeated("move: j", terminal, number, "j", aim=0.01),
        repeated("page: PgDn", terminal, number // 2, "pagedown", aim=0.02),
        repeated("next unit: tab", terminal, number, "tab", aim=0.01),
        repeated("select: space", terminal, number // 2, "space", aim=0.01),
    ]
    terminal.keys("ctrl+g")
    figures.append(repeated("code: 1", terminal, number, "1", before=("tab",), aim=0.01))
    figures.append(repeated("previous coding: [", terminal, number // 3, "[", aim=0.01))
    figures.append(repeated("un-code: -", terminal, number // 3, "-", before=("[",), aim=0.01))
    figures.append(repeated("undo: u", terminal, number // 2, "u", aim=0.01))
    figures.append(repeated("redo: U", terminal, number // 2, "U", aim=0.01))
    figures.append(
        repeated("code by its key: c g s", terminal, number // 3, "s", before=("tab", "c", "g"), aim=0.01)
    )
    figures.append(repeated("picker open: /", terminal, number // 3, "/", after=("ctrl+g",), aim=0.02))
    figures.append(repeated("to the end", terminal, 3, "ctrl+end", after=("ctrl+home",), aim=0.02))
    return figures


def repeated(
    name: str,
    terminal: Terminal,
    number: int,
    key: str,
    *,
    before: Sequence[str] = (),
    after: Sequence[str] = (),
    aim: float | None = None,
) -> Figure:
    """Press a key so many times, other keys before and after each unmeasured; return the medians."""
    costs = []
    for _ in range(max(3, number)):
        terminal.keys(*before)
        costs.append(terminal.timed(key))
        terminal.keys(*after)
    return Figure(
        name,
        statistics.median(cost.wall for cost in costs),
        statistics.median(cost.cpu for cost in costs),
        statistics.median(cost.written for cost in costs),
        aim,
    )


def first_paint(
    name: str, path: Path, home: Path, starts: int, aim: float, cpu_aim: float | None = None
) -> Figure:
    """Start qcode several times; return until the text was shown, and CPU until the program rested."""
    wanted = beginning(path)
    walls, cpus, sizes = [], [], []
    for _ in range(starts + 1):
        with opened(path, home) as terminal:
            terminal.read_until(wanted)
            terminal.settle(0.3)
            walls.append(terminal.shown_after(wanted))
            cpus.append(terminal.cpu())
            sizes.append(len(terminal.output))
    # The first start may have to compile and to read from the disk.
    return say(
        Figure(
            name,
            statistics.median(walls[1:]),
            statistics.median(cpus[1:]),
            statistics.median(sizes[1:]),
            aim,
            cpu_aim,
        )
    )


def beginning(path: Path) -> Callable[[list[str]], object]:
    """Return a question to the screen: does it show the first words of any of the project's documents?"""
    with Project.open(path) as project:
        texts = [
            (project.documents.text(one), project.documents.turns(one)) for one in project.documents.list()
        ]
        starts = [text[turns[0].start if turns else 0 :][:12].split("\n")[0] for text, turns in texts]
    return lambda lines: any(start in line for start in starts for line in lines)


def opened(path: Path, home: Path) -> Terminal:
    return Terminal(
        qcode_command("open", path), columns=COLUMNS, rows=ROWS, environment=qcode_environment(home, CODER)
    )


def memory(terminal: Terminal) -> str:
    used = terminal.memory()
    proportional = f", {used.proportional:.0f} MB proportional" if used.proportional else ""
    return f"{used.resident:8.0f} MB resident{proportional}"


def growth(small: Sequence[Figure], large: Sequence[Figure]) -> list[tuple[str, float]]:
    """Return how many times as much CPU each key takes on the longer text; starts and resizes left out."""
    return [
        (one.name, other.cpu / one.cpu if one.cpu else math.nan)
        for one, other in zip(small[1:-1], large[1:-1], strict=True)
    ]


if __name__ == "__main__":
    sys.exit(main())
