"""How long files of every format take to be read, and a folder of them to be imported.

    python benchmarks/sources.py                  100 files of 50,000 characters, a PDF of 300 pages
    python benchmarks/sources.py --files 13       one of each format

The files are written here: interviews in English and in Japanese, in PDFs in English alone. Figures are
CPU seconds, those of processes that were started included. Ends with 1 where a limit is passed.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from qcode.importers import read_transcripts

sys.path.append(str(Path(__file__).parents[1] / "tests" / "hostile"))
from file_makers import MAKERS, Talk

CHARACTERS = 50_000
PAGES = 300
LINES_ON_A_PAGE = 50
MOST_FOR_A_HUNDRED = 20.0
MOST_FOR_PAGES = 5.0
"""CPU seconds."""

_ENGLISH = ["the", "port", "city", "strategy", "letter", "abroad", "partner", "mayor", "because", "office"]
_JAPANESE = ["国際", "戦略", "港", "市役所", "は", "が", "を", "姉妹都市", "交流", "ですね", "と思います"]


def main() -> int:
    """Run and print; 1 where a limit is passed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--files", type=int, default=100)
    parser.add_argument("--characters", type=int, default=CHARACTERS, help="in each file")
    parser.add_argument("--pages", type=int, default=PAGES, help="of the long PDF")
    said = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sources = Path(folder, "sources")
        sources.mkdir()
        of_format = _write(sources, said.files, said.characters)
        for name, paths in of_format.items():
            spent = _reading(paths)
            _figure(f"{name}: {len(paths)} read", spent)
        most = MOST_FOR_A_HUNDRED * max(said.files, 20) / 100
        passed = _figure(f"qcode import of {said.files} files", _importing(Path(folder)), most)
        book = Path(folder, "book.pdf")
        book.write_bytes(MAKERS["pdf"](_talk(random.Random(0), said.pages * LINES_ON_A_PAGE * 80, "en")))
        passed += _figure(f"a PDF of {said.pages} pages", _reading([book]), MOST_FOR_PAGES)
    return 1 if passed else 0


def _write(folder: Path, files: int, characters: int) -> dict[str, list[Path]]:
    """Write so many files, one format after the other; return the paths by format."""
    written: dict[str, list[Path]] = defaultdict(list)
    for number in range(files):
        name = list(MAKERS)[number % len(MAKERS)]
        language = "en" if name == "pdf" or number // len(MAKERS) % 2 == 0 else "ja"
        path = folder / f"interview_{number:03d}.{name}"
        path.write_bytes(MAKERS[name](_talk(random.Random(number), characters, language)))
        written[name].append(path)
    return written


def _talk(seed: random.Random, characters: int, language: str) -> Talk:
    """Return an interview of about so many characters, its questions and answers of a line or so."""
    words, between, labels = (
        (_ENGLISH, " ", ("Interviewer", "Mayor")) if language == "en" else (_JAPANESE, "", ("聞き手", "市長"))
    )
    talk: list[tuple[str, str]] = []
    length = 0
    while length < characters:
        asks = len(talk) % 2 == 0
        pieces = [seed.choice(words) for _ in range(seed.randint(8, 12))]
        speech = between.join(pieces) + (("?" if asks else ".") if language == "en" else "。")
        talk.append((labels[not asks], speech))
        length += len(labels[not asks]) + len(speech) + 3
    return talk


def _spent() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _reading(paths: list[Path]) -> float:
    began = _spent()
    for path in paths:
        assert all(one.turns for one in read_transcripts(path)), path
    return _spent() - began


def _importing(folder: Path) -> float:
    """Return what one command takes that imports the folder of sources into a new project."""
    environment = {**os.environ, "QCODE_CONFIG_DIR": str(folder / "settings"), "QCODE_CODER": "benchmark"}
    qcode = [sys.executable, "-m", "qcode"]
    began = _spent()
    for arguments in (["init", "study.qcode"], ["import", "study.qcode", "sources"]):
        subprocess.run([*qcode, *arguments], cwd=folder, env=environment, check=True, capture_output=True)
    return _spent() - began


def _figure(what: str, seconds: float, most: float = 0.0) -> bool:
    """Print a figure; return whether it is beyond its limit."""
    passed = bool(most) and seconds > most
    limit = f"  (limit {most:.0f} s{', passed' if passed else ''})" if most else ""
    print(f"{what:<36}{seconds:8.2f} s{limit}", flush=True)
    return passed


if __name__ == "__main__":
    sys.exit(main())
