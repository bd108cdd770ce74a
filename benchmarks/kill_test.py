"""Kill a program that is coding, again and again: everything it reported as saved must be there.

    python benchmarks/kill_test.py --rounds 200

Each round a child opens the project, says that it has begun, imports documents, applies codings and links
them to events, and reports each one after the call returned. At a random moment within the next 80 ms
(`--life`) it gets SIGKILL. Then the project is opened and checked, and all that was reported is looked for.

A kill cannot tell whether the data reached the disk itself; that is what `synchronous=EXTRA` is for.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from qcode import Project, QcodeError
from qcode.model.documents import ImportedTurn, Role, Speaker, Transcript

ROUNDS_TO_A_PROJECT = 20
"""Then a new one, so that checking does not grow slower and slower."""
CODINGS_TO_A_DOCUMENT = 8
CODER = "A. Mori"


@dataclass(slots=True)
class Figures:
    """What came of all rounds."""

    rounds: int = 0
    acknowledged: int = 0
    """Documents, codings and events reported as saved."""
    lost: int = 0
    """Of those, the ones that were not there afterwards."""
    unacknowledged: int = 0
    """Saved, but killed before the report: they show that the kills hit the narrow place."""
    interrupted: int = 0
    """Rounds that left a journal: killed in the middle of a write."""
    unclean: list[str] = field(default_factory=list)
    """What `check` found, or why the project could not be opened."""

    @property
    def failed(self) -> bool:
        return bool(self.lost or self.unclean)

    def lines(self) -> list[str]:
        """Return the figures for people, one a line."""
        return [
            f"rounds          {self.rounds:,}",
            f"acknowledged    {self.acknowledged:,}",
            f"lost            {self.lost:,}",
            f"unclean         {len(self.unclean):,}",
            f"saved, unsaid   {self.unacknowledged:,}",
            f"journals left   {self.interrupted:,}",
            *self.unclean,
        ]


def main() -> int:
    """Run the rounds that the command line asks for; return 1 where anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=200, help="how many kills (default 200)")
    parser.add_argument("--life", type=int, default=80, help="milliseconds of work at most (default 80)")
    parser.add_argument("--seed", type=int, default=1, help="of the moments of death (default 1)")
    arguments = parser.parse_args()
    if not hasattr(os, "fork"):
        print("kill_test needs a system with fork and SIGKILL (Linux, macOS).", file=sys.stderr)
        return 2
    figures = run(arguments.rounds, arguments.life / 1000, arguments.seed)
    print("\n".join(figures.lines()))
    return int(figures.failed)


def run(rounds: int, longest_life: float, seed: int) -> Figures:
    """Kill as many children as there are rounds, each within `longest_life` seconds of its beginning."""
    chance = random.Random(seed)
    figures = Figures()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "none.qcode"
        reported: set[str] = set()
        saved = 0
        for number in range(rounds):
            if number % ROUNDS_TO_A_PROJECT == 0:
                path = Path(folder) / f"{number}.qcode"
                with Project.create(path, coder=CODER, keep_backups=0) as project:
                    project.codes.add("Gate")
                reported, saved = set(), 0
            new = killed(path, number, chance.uniform(0, longest_life))
            figures.rounds += 1
            figures.acknowledged += len(new)
            figures.interrupted += path.with_name(f"{path.name}-journal").exists()
            reported |= new
            try:
                there, problems = reopened(path)
            except QcodeError as error:
                there, problems = set(), [str(error)]
            figures.unclean += problems
            figures.lost += len(reported - there)
            reported &= there
            figures.unacknowledged += len(there) - saved - len(new & there)
            saved = len(there)
    return figures


def killed(path: Path, number: int, life: float) -> set[str]:
    """Let a child work on a project for `life` seconds, kill it; return the uids it reported."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        try:
            work(path, number, write)
        finally:
            os._exit(1)
    os.close(write)
    with os.fdopen(read, encoding="ascii") as pipe:
        first = pipe.readline()
        time.sleep(life)
        os.kill(child, signal.SIGKILL)
        words = [first, *pipe.readlines()]
    _, status = os.waitpid(child, 0)
    if words[0] != "begun\n" or not os.WIFSIGNALED(status):
        raise RuntimeError("the child ended by itself")
    return {word.strip() for word in words[1:]}


def work(path: Path, number: int, report: int) -> None:
    """Import, code and link without end, reporting the uid of each thing once it is saved."""
    with Project.open(path, coder=CODER, keep_backups=0) as project:
        code = project.codes.find("Gate")
        os.write(report, b"begun\n")
        made = 0
        while True:
            name = f"talk {number}-{made}"
            document = project.documents.import_transcript(transcript(name), name).document
            os.write(report, f"{document.uid}\n".encode())
            for start in range(CODINGS_TO_A_DOCUMENT):
                coding = project.codings.apply(document, start, start + 5, code)
                os.write(report, f"{coding.uid}\n".encode())
            event = project.events.add("2008-07", name)
            os.write(report, f"{event.uid}\n".encode())
            project.events.link(event, [one.id for one in project.codings.list(document)])
            made += 1


def transcript(name: str) -> Transcript:
    """Return a small talk of two."""
    text = f"Q: {name}?\nR: 港町の国際交流について話します。\n"
    speech = text.index("\n") + 4
    turns = (
        ImportedTurn((3, speech - 4), 0, (0, 3)),
        ImportedTurn((speech, len(text) - 1), 1, (speech - 3, speech)),
    )
    speakers = (Speaker("Q", Role.INTERVIEWER), Speaker("R", Role.RESPONDENT))
    return Transcript(text=text, format="txt", turns=turns, speakers=speakers)


def reopened(path: Path) -> tuple[set[str], list[str]]:
    """Open a project after a kill; return the uids of what is in it, and what is wrong."""
    with Project.open(path, coder=CODER, keep_backups=0) as project:
        things = (*project.documents.list(), *project.codings.list(), *project.events.list())
        return {one.uid for one in things}, project.check()


if __name__ == "__main__":
    sys.exit(main())
