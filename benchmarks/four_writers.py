"""Several programs code in one project at the same moment: nobody is turned away, nothing is lost.

    python benchmarks/four_writers.py --writers 4 --codings 100

Each writer is a process of its own and a coder of its own. All wait until the last is ready.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from qcode import Project, QcodeError
from qcode.model.documents import Transcript


def main() -> int:
    """Run what the command line asks for; return 1 where a coding failed or is missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--writers", type=int, default=4, help="how many processes (default 4)")
    parser.add_argument("--codings", type=int, default=100, help="of each of them (default 100)")
    parser.add_argument("--child", nargs=2, metavar=("PROJECT", "CODER"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        write(Path(arguments.child[0]), arguments.child[1], arguments.codings)
        return 0
    return run(arguments.writers, arguments.codings)


def run(writers: int, codings: int) -> int:
    """Let all write at once, print the figures; return 1 where anything is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "study.qcode"
        with Project.create(path, coder="A. Mori", keep_backups=0) as project:
            text = "word " * (codings + 1)
            project.documents.import_transcript(Transcript(text=text, format="txt"), "talk.txt")
            project.codes.add("Gate")
        children = [start(path, f"coder {number}", codings) for number in range(writers)]
        for child in children:
            say(child, "ready")
        began = time.perf_counter()
        for child in children:
            assert child.stdin
            child.stdin.write("go\n")
            child.stdin.flush()
        answers = [child.communicate()[0].split() for child in children]
        seconds = time.perf_counter() - began
        failed = sum(int(answer[0]) if answer else codings for answer in answers)
        longest = max((float(answer[1]) for answer in answers if answer), default=0.0)
        with Project.open(path) as project:
            there, problems = len(project.codings.list()), project.check()
    wanted = writers * codings
    print(f"writers         {writers}")
    print(f"codings         {wanted:,}")
    print(f"failed          {failed:,}")
    print(f"missing         {wanted - there:,}")
    print(f"unclean         {len(problems):,}")
    print(f"longest wait    {longest * 1000:,.0f} ms")
    print(f"seconds         {seconds:.1f} ({wanted / seconds:,.0f} codings a second)")
    return int(bool(failed or problems or there != wanted))


def start(path: Path, coder: str, codings: int) -> subprocess.Popen[str]:
    """Start a writer; it says `ready` and waits for a line."""
    command = [sys.executable, __file__, "--codings", str(codings), "--child", str(path), coder]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )


def say(child: subprocess.Popen[str], word: str) -> None:
    """Wait until a writer has said a word."""
    assert child.stdout
    if child.stdout.readline().strip() != word:
        raise RuntimeError("a writer did not come up")


def write(path: Path, coder: str, codings: int) -> None:
    """Apply codings one by one; print how many failed and the longest time one took, in seconds."""
    failed, longest = 0, 0.0
    with Project.open(path, coder=coder, keep_backups=0) as project:
        document, code = project.documents.find("talk"), project.codes.find("Gate")
        print("ready", flush=True)
        sys.stdin.readline()
        for number in range(codings):
            began = time.perf_counter()
            try:
                project.codings.apply(document, number, number + 5, code)
            except QcodeError as error:
                print(error, file=sys.stderr)
                failed += 1
            longest = max(longest, time.perf_counter() - began)
    print(failed, longest)


if __name__ == "__main__":
    sys.exit(main())
