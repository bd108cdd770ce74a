"""What the core costs on a large project: CPU time of tables, and CPU time and peak memory of each command
as a process: tables, lists, reports, pictures.

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
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from project_tables import print_tables

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
    print(f"{'build':<50}{time.process_time() - began:8.2f} s CPU {peak:7.0f} MB", flush=True)


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


def commands(project: str, out: str, chosen: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, list[str]]]:
    """Yield what is run as processes of their own: name, and arguments of python."""
    yield "python -c 'import click'", ["-c", "import click"]
    yield "qcode --help", ["-m", "qcode", "--help"]
    for verb, *rest in chosen:
        made = [one.replace("OUT", out) for one in rest]
        words = verb.split()
        yield " ".join(["qcode", verb, *rest]).replace("OUT", "x"), ["-m", "qcode", *words, project, *made]


_COMMANDS = (
    ("log", "--last", "1"),
    ("freq",),
    ("matrix",),
    ("matrix", "--measure", "words"),
    ("matrix", "--by", "coder"),
    ("matrix", "--columns", "code", "--unit", "overlap"),
    ("matrix", "--where", "kind = interview"),
    ("matrix", "--where", "code = 'Theme 0' overlaps code = 'Theme 1'"),
    ("matrix", "-o", "OUT.xlsx"),
    ("matrix", "-o", "OUT.html"),
    ("cases data",),
    *(
        ("segments", "--role", "any", "-o", f"OUT.{ending}")
        for ending in ("csv", "xlsx", "html", "md", "json")
    ),
    ("search", "国際", "-f", "csv"),
    ("report study", "-o", "OUT.html"),
    ("report frequencies", "-o", "OUT.html"),
    ("report quotations", "-o", "OUT.docx"),
    ("report codebook", "-o", "OUT.docx"),
    ("report saturation",),
    ("picture heatmap",),
    ("picture heatmap", "-o", "OUT.svg"),
    ("picture network",),
    ("picture dendrogram",),
    ("picture map",),
    ("check",),
)


_IN_SMOKE = [one for one in _COMMANDS if one[0] in ("matrix", "report study", "picture heatmap")][::3]


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
    parser.add_argument("--smoke", action="store_true", help="a small size, and some of the figures only")
    chosen = parser.parse_args()
    if chosen.smoke:
        chosen.codings, chosen.documents, chosen.runs = 2000, 6, 1
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "benchmark.qcode"
        shape = (chosen.codings, chosen.documents, chosen.characters, chosen.codes, chosen.cases)
        apart(build, path, *shape)
        apart(print_tables, path, chosen.runs, chosen.smoke)
        for name, arguments in commands(
            str(path), str(Path(folder) / "out"), _IN_SMOKE if chosen.smoke else _COMMANDS
        ):
            seconds, megabytes = run(arguments, chosen.runs)
            print(f"{name:<50}{seconds:8.3f} s CPU {megabytes:7.0f} MB")


if __name__ == "__main__":
    main()
