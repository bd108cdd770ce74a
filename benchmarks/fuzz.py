"""Feed damaged files to every reader, for as long as wished: each is read soundly or refused in words.

    python benchmarks/fuzz.py --seconds 300 --seed 7
    python benchmarks/fuzz.py --inputs 20 --only docx,pdf

Half of the mutants are made of a file's bytes, half of its structure: parts of a zip archive changed and
packed again, tokens of the format put in. The same seed gives the same inputs. What fails is kept in
--keep and named; the program then ends with 1.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "hostile"))

from file_makers import faults_of
from mutations import mutants

from qcode.errors import QcodeError
from qcode.importers.reading import read_transcripts
from qcode.importers.registry import FORMATS, Format

LONGEST = 10.0
"""CPU seconds that one small file may take."""
LONGEST_WALL = 60
"""Seconds after which a file is given up."""


class TooLongError(BaseException):
    """Raised by the clock, past whatever catches exceptions."""


def ring(*_: object) -> None:
    """Give the present file up."""
    raise TooLongError


@dataclass(slots=True)
class Tally:
    """What came of one format's inputs."""

    read: int = 0
    refused: int = 0
    slowest: float = 0.0
    failures: list[str] = field(default_factory=list)


def try_one(path: Path, tally: Tally) -> str:
    """Read a file; return what is wrong with qcode, empty for nothing."""
    began = time.process_time()
    wrong = ""
    try:
        for transcript in read_transcripts(path):
            wrong = wrong or "; ".join(faults_of(transcript))
        tally.read += 1
    except QcodeError as error:
        tally.refused += 1
        if "\n" in str(error) or len(str(error)) > 600:
            wrong = f"a message of many lines or words: {str(error)[:200]!r}"
    except TooLongError:
        wrong = f"took more than {LONGEST_WALL} s"
    except Exception as error:
        wrong = f"{type(error).__name__}: {error}\n{traceback.format_exc(limit=-4)}"
    took = time.process_time() - began
    tally.slowest = max(tally.slowest, took)
    return wrong or (f"took {took:.1f} s" if took > LONGEST else "")


def fuzz(one: Format, number: int, seconds: float, inputs: int, keep: Path) -> Tally:
    """Try one format for a while, or with a number of inputs; what fails is kept."""
    tally = Tally()
    chance = random.Random(f"{one.name} {number}")
    until = time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"input{one.suffixes[0]}"
        for count, data in enumerate(mutants(one.name, chance)):
            if count == inputs or time.monotonic() > until or len(tally.failures) == 5:
                break
            path.write_bytes(data)
            if hasattr(signal, "alarm"):
                signal.alarm(LONGEST_WALL)
            wrong = try_one(path, tally)
            if hasattr(signal, "alarm"):
                signal.alarm(0)
            if wrong:
                keep.mkdir(parents=True, exist_ok=True)
                kept = keep / f"{one.name}-{number}-{count}{one.suffixes[0]}"
                kept.write_bytes(data)
                tally.failures.append(f"{kept}: {wrong}")
    return tally


def main() -> int:
    """Fuzz as asked for and print a table; returns 1 where anything failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--seconds", type=float, default=60.0, help="for all formats together")
    parser.add_argument("--inputs", type=int, default=-1, help="at most so many for each format")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="names of formats, separated by commas")
    parser.add_argument(
        "--keep", type=Path, default=Path("fuzz_failures"), help="folder for inputs that failed"
    )
    asked = parser.parse_args()
    chosen = [one for one in FORMATS if not asked.only or one.name in asked.only.split(",")]
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, ring)
    print(f"{'format':8}{'inputs':>8}{'read':>8}{'refused':>9}{'failed':>8}{'slowest s':>11}")
    failed = False
    for one in chosen:
        tally = fuzz(one, asked.seed, asked.seconds / len(chosen), asked.inputs, asked.keep)
        total = tally.read + tally.refused
        print(
            f"{one.name:8}{total:8}{tally.read:8}{tally.refused:9}{len(tally.failures):8}{tally.slowest:11.2f}",
            flush=True,
        )
        for failure in tally.failures:
            print(f"  {failure}", file=sys.stderr)
        failed = failed or bool(tally.failures)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
