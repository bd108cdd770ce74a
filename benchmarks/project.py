"""What the core costs on a large project: CPU time and peak memory of each command as a process.

    python benchmarks/project.py                       100,000 codings
    python benchmarks/project.py --codings 1000000     linear?

Everything is seeded; each figure is the middle one of several runs. Wall time is not printed: it
depends on the machine's other work.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from qcode import Project
from qcode.model.codings import CodingRecord
from qcode.model.documents import ImportedTurn, Role, Speaker, Transcript

_WORDS = [
    "the",
    "city",
    "office",
    "port",
    "partner",
    "council",
    "budget",
    "firm",
    "university",
    "国際",
    "交流",
    "戦略",
    "自治体",
    "地域",
    "企業",
    "連携",
    "network",
    "channel",
    "visit",
    "ministry",
    "prefecture",
    "課題",
    "人材",
    "会議",
    "supplier",
    "engineer",
    "export",
    "bridge",
]


def transcript(number: int, characters: int, turns: int, seed: random.Random) -> Transcript:
    """Return an interview of about so many characters, interviewer and respondent in turn."""
    parts: list[str] = []
    spoken: list[ImportedTurn] = []
    reached = 0
    each = characters // turns
    for turn in range(turns):
        label = "I: " if turn % 2 == 0 else "R: "
        length = each // 4 if turn % 2 == 0 else each + 3 * each // 4
        words: list[str] = []
        size = 0
        while size < length:
            word = seed.choice(_WORDS)
            words.append(word)
            size += len(word) + 1
        speech = " ".join(words) + "."
        parts.append(label + speech + "\n")
        start = reached + len(label)
        spoken.append(ImportedTurn((start, start + len(speech)), turn % 2, (reached, start)))
        reached += len(parts[-1])
    speakers = (Speaker("I", Role.INTERVIEWER), Speaker(f"R{number}", Role.RESPONDENT))
    return Transcript("".join(parts), "txt", tuple(spoken), speakers)


def build(path: Path, codings: int, documents: int, characters: int, codes: int, cases: int) -> None:
    """Make the project by the library's own calls, and print what that cost."""
    began = time.process_time()
    seed = random.Random(20261121)
    with Project.create(path, "Benchmark", coder="A", keep_backups=0) as project:
        themes = [project.codes.add(f"Theme {n}") for n in range(codes // 5)]
        names = [theme.name for theme in themes]
        while len(names) < codes:
            parent = themes[len(names) % len(themes)]
            names.append(f"{parent.name} > {project.codes.add(f'Code {len(names)}', parent).name}")
        lengths: dict[str, int] = {}
        for n in range(documents):
            name = f"Interview {n:03d}"
            made = transcript(n, characters, 250, seed)
            lengths[name] = len(made.text)
            project.documents.import_transcript(made, f"{name}.txt", cases=[f"Case {n % cases:02d}"])
        records = []
        places = set()
        while len(records) < codings:
            name = f"Interview {seed.randrange(documents):03d}"
            start = seed.randrange(lengths[name] - 400)
            record = CodingRecord(
                name, seed.choice(names), start, start + seed.randint(20, 400), coder=seed.choice("AB")
            )
            if (
                place := (record.document, record.code, record.start, record.end, record.coder)
            ) not in places:
                places.add(place)
                records.append(record)
        project.import_codings(records)
    size = path.stat().st_size / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1024)
    print(f"{codings:,} codings in {documents} documents; file {size:.0f} MB")
    print(f"{'build':<34}{time.process_time() - began:8.2f} s CPU {peak:7.0f} MB", flush=True)


def apart(function: Callable[..., None], *arguments: object) -> None:
    """Run a function in a process of its own, so that its memory is not this one's (and its children's)."""
    child = multiprocessing.get_context("spawn").Process(target=function, args=arguments)
    child.start()
    child.join()
    if child.exitcode:
        raise SystemExit(child.exitcode)


def run(arguments: list[str], runs: int) -> tuple[float, float]:
    """Return (CPU seconds, peak MB) of a command as a whole process: the middle run."""
    # An installed program has its byte code; measure that, whatever this shell says.
    environment = {**os.environ, "QCODE_CODER": "A"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    seconds, peaks = [], []
    for _ in range(runs):
        child = subprocess.Popen(
            [sys.executable, *arguments],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            raise SystemExit(f"{arguments} ended with {child.returncode}")
        seconds.append(used.ru_utime + used.ru_stime)
        peaks.append(used.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024))
    return statistics.median(seconds), statistics.median(peaks)


_TABLES: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("code x case", "code", "case", {}),
    ("code x case, documents", "code", "case", {"measure": "documents"}),
    ("code x case, participants", "code", "case", {"measure": "participants"}),
    ("code x case, turns", "code", "case", {"measure": "turns"}),
    ("code x case, coverage", "code", "case", {"measure": "coverage"}),
    ("code x case, words", "code", "case", {"measure": "words"}),
    ("code x case, aggregated", "code", "case", {"aggregated": True}),
    ("code x participant", "code", "participant", {}),
    ("code x coder", "code", "coder", {}),
    ("code x kind by case", "code", "document.kind", {"by": "case"}),
    ("branch x case", "code:Theme 0", "case", {}),
    ("code x code by segment", "code", "code", {"unit": "segment"}),
    ("code x code by overlap", "code", "code", {"unit": "overlap"}),
    ("code x code by turn", "code", "code", {"unit": "turn"}),
    ("code x code by document", "code", "code", {"unit": "document"}),
    ("code x code by case", "code", "code", {"unit": "case"}),
    ("code x code, phi of characters", "code", "code", {"unit": "overlap", "measure": "phi"}),
)


def crosstab_alone(path: Path) -> None:
    """Print CPU seconds of loading and selecting the codings, and of tables of the selection after that."""
    from qcode.analysis.crosstab import crosstab
    from qcode.analysis.selection import select

    with Project.open(path) as project:
        before = time.process_time()
        corpus = project.corpus()
        print(f"{'load the codings':<34}{time.process_time() - before:8.3f} s CPU")
        print(f"{'select':<34}{middle(lambda: select(corpus)):8.3f} s CPU")
        for name, rows, columns, options in _TABLES:
            selections = [select(corpus) for _ in range(3)]

            def table(
                rows: str = rows,
                columns: str = columns,
                options: dict[str, Any] = options,
                selections: list[Any] = selections,
            ) -> object:
                return crosstab(selections.pop(), rows, columns, **options)

            print(f"{name:<34}{middle(table, 3):8.3f} s CPU", flush=True)
        for unit in (None, "segment", "overlap", "turn", "document"):
            shown = crosstab(select(corpus), "code", "code" if unit else "case", unit=unit)
            began = time.process_time()
            ids = cells = 0
            for row in range(len(shown.rows)):
                for column in range(len(shown.columns)):
                    ids += len(shown.behind(row, column))
                    cells += 1
            name = f"behind all, {f'by {unit}' if unit else 'code x case'}"
            print(f"{name:<34}{time.process_time() - began:8.3f} s CPU   {cells:,} cells, {ids:,} codings")


def middle(function: Callable[[], object], runs: int = 5) -> float:
    """Return the CPU seconds of the middle one of some runs."""
    seconds = []
    for _ in range(runs):
        began = time.process_time()
        function()
        seconds.append(time.process_time() - began)
    return statistics.median(seconds)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--codings", type=int, default=100_000)
    parser.add_argument("--documents", type=int, default=60)
    parser.add_argument("--characters", type=int, default=50_000)
    parser.add_argument("--codes", type=int, default=40)
    parser.add_argument("--cases", type=int, default=20)
    parser.add_argument("--runs", type=int, default=5)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "benchmark.qcode"
        shape = (chosen.codings, chosen.documents, chosen.characters, chosen.codes, chosen.cases)
        apart(build, path, *shape)
        apart(crosstab_alone, path)
        project = str(path)
        out = str(Path(folder) / "out")
        for name, arguments in (
            ("python -c 'import click'", ["-c", "import click"]),
            ("qcode --help", ["-m", "qcode", "--help"]),
            ("qcode log --last 1", ["-m", "qcode", "log", project, "--last", "1"]),
            ("qcode freq", ["-m", "qcode", "freq", project]),
            ("qcode matrix", ["-m", "qcode", "matrix", project]),
            ("qcode matrix --by", ["-m", "qcode", "matrix", project, "--by", "coder"]),
            (
                "qcode matrix, code by overlap",
                ["-m", "qcode", "matrix", project, "--columns", "code", "--unit", "overlap"],
            ),
            ("qcode cases data", ["-m", "qcode", "cases", "data", project]),
            ("qcode matrix --where", ["-m", "qcode", "matrix", project, "--where", "kind = interview"]),
            (
                "qcode matrix --where ... overlaps",
                ["-m", "qcode", "matrix", project, "--where", "code = 'Theme 0' overlaps code = 'Theme 1'"],
            ),
            ("qcode matrix -o xlsx", ["-m", "qcode", "matrix", project, "-o", f"{out}.xlsx"]),
            ("qcode matrix -o html", ["-m", "qcode", "matrix", project, "-o", f"{out}.html"]),
            *(
                (
                    f"qcode segments --role any -o {ending}",
                    ["-m", "qcode", "segments", project, "--role", "any", "-o", f"{out}.{ending}"],
                )
                for ending in ("csv", "xlsx", "html", "md", "json")
            ),
            ("qcode search 国際", ["-m", "qcode", "search", project, "国際", "-f", "csv"]),
            ("qcode check", ["-m", "qcode", "check", project]),
        ):
            seconds, megabytes = run(arguments, chosen.runs)
            print(f"{name:<34}{seconds:8.3f} s CPU {megabytes:7.0f} MB")


if __name__ == "__main__":
    main()
