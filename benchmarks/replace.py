"""Corrected transcripts by the thousand: what becomes of the passages, against what is known of them.

    python benchmarks/replace.py                  6,000 edited interviews, and one large one
    python benchmarks/replace.py --smoke          a few

Every edit is tracked character by character, so that for each passage that is said to lie unchanged it
is known whether it does. Figures of time are CPU time.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from qcode import Project
from qcode.importers import read_transcript
from qcode.text.alignment import align
from qcode.text.carrying import Carrier, Outcome

sys.path.append(str(Path(__file__).parents[1] / "tests" / "text"))
from tracked_edits import Edited, edited, fault, interview, passages

_KEPT = (Outcome.IN_PLACE, Outcome.MOVED)


def main() -> int:
    """Run and print; 1 where a passage lies wrong or the large study is not whole afterwards."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts", type=int, default=6000)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--turns", type=int, default=3900, help="of the large interview")
    parser.add_argument("--codings", type=int, default=2000, help="in the large interview")
    parser.add_argument("--smoke", action="store_true")
    said = parser.parse_args()
    if said.smoke:
        said.texts, said.turns, said.codings = 300, 300, 200
    wrong = many_texts(said.first, said.texts)
    unclean = one_large(said.turns, said.codings)
    return 1 if wrong or unclean else 0


def many_texts(first: int, texts: int) -> int:
    """Carry passages of many small interviews; return how many were said to lie where they do not."""
    outcomes: Counter[str] = Counter()
    faults: Counter[str] = Counter()
    intact = lost = 0
    for number in range(first, first + texts):
        seed = random.Random(number)
        old = interview(seed, seed.randint(2, 40))
        made = edited(seed, old, seed.randint(0, 12))
        carrier = Carrier(align(made.old, made.new))
        for start, end in passages(seed, old, 20):
            carried = carrier.span(start, end)
            outcomes[carried.outcome] += 1
            whole = _whole(made, start, end)
            intact += whole
            lost += whole and carried.outcome is Outcome.UNPLACED
            if carried.outcome in _KEPT:
                what = fault(made, (start, end), (carried.start, carried.end))
                if what:
                    faults[what] += 1
                    print(f"seed {number}, {start} to {end}: {what}")
    _figure("texts", texts)
    _figure("passages", outcomes.total())
    for outcome in Outcome:
        _figure(outcome, outcomes[outcome])
    _figure("lying wrong", faults.total())
    _figure("intact", intact)
    _figure("of them unplaced", lost)
    return faults.total()


def _whole(made: Edited, start: int, end: int) -> bool:
    own = list(made.now[start:end])
    return own[0] >= 0 and own == list(range(own[0], own[0] + end - start))


def one_large(turns: int, codings: int) -> int:
    """Replace the text of a large interview and take it back; return how many faults the file has."""
    seed = random.Random(5)
    old = interview(seed, turns, 30)
    unclean = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "old.txt").write_text(old, "utf-8")
        (folder / "new.txt").write_text(edited(random.Random(1), old, max(5, turns // 40)).new, "utf-8")
        first, second = read_transcript(folder / "old.txt"), read_transcript(folder / "new.txt")
        with Project.create(folder / "study.qcode", coder="A. Mori", keep_backups=0) as project:
            document = project.documents.import_transcript(first, "old.txt").document
            spans = [(document, *span) for span in dict.fromkeys(passages(seed, first.text, codings))]
            project.codings.apply_all(spans, project.codes.add("Gatekeeper"))
        with Project.open(folder / "study.qcode", coder="A. Mori", keep_backups=0) as project:
            document = project.documents.list()[0]
            began = time.process_time()
            done = project.documents.replace(document, second, "new.txt")
            _figure("characters", len(first.text))
            _figure("codings", len(done.fates))
            _figure("replaced in", f"{time.process_time() - began:.2f} s")
            unclean += len(project.check())
            began = time.process_time()
            project.history.undo()
            _figure("undone in", f"{time.process_time() - began:.2f} s")
            unclean += len(project.check())
    _figure("peak memory", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    _figure("unclean", unclean)
    return unclean


def _figure(name: str, value: object) -> None:
    print(f"{name:18}{value:,}" if isinstance(value, int) else f"{name:18}{value}")


if __name__ == "__main__":
    sys.exit(main())
