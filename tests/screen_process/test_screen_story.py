"""A morning's work from outside: the screen in a terminal, then the command line on what it left."""

import re
from collections import Counter
from pathlib import Path

import pytest
from coder_at_work import CoderAtWork, Confirmed
from conftest import Sit
from hostile_study import CODER
from qcode_program import qcode_rows

SMALL, LARGE = (80, 24), (140, 40)
PASSAGES, MOST_KEYS = 20, 50


def exported(project: Path, home: Path) -> list[dict[str, str]]:
    """Return C. Vale's codings as the command line has them."""
    return qcode_rows(home, "codings", "export", project, "--coder", CODER)


def as_confirmed(row: dict[str, str]) -> Confirmed:
    return Confirmed(row["code"], int(row["end"]) - int(row["start"]))


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "140x40"])
def test_a_morning_of_coding(sample: Path, tmp_path: Path, sit: Sit, size: tuple[int, int]) -> None:
    screen = sit(sample, *size)
    confirmed = twenty_passages(screen)
    coded = exported(sample, tmp_path)
    assert Counter(map(as_confirmed, coded)) == Counter(confirmed)
    assert len({row["document"] for row in coded}) == 1

    confirmed.append(edge_moved(screen, in_vivo(screen)))
    confirmed.append(undone_and_redone(screen))
    memo_written(screen, "The desk again.")
    after = exported(sample, tmp_path)
    assert Counter(map(as_confirmed, after)) == Counter(confirmed)
    assert [row["memo"] for row in after if row["memo"]] == ["The desk again."]
    for row in after:
        assert len(row["quote"]) == int(row["end"]) - int(row["start"])

    from_the_matrix_to_quotations_and_back(screen, sample, tmp_path)
    screen.write("Q")
    assert screen.wait() == 0
    assert exported(sample, tmp_path) == after


def twenty_passages(screen: CoderAtWork) -> list[Confirmed]:
    """Code sentence after sentence: one key to the next, one for a pinned code."""
    before = screen.pressed
    confirmed = [screen.codes("tab", str(1 + number % 8)) for number in range(PASSAGES)]
    assert screen.pressed - before <= MOST_KEYS
    return confirmed


def in_vivo(screen: CoderAtWork) -> Confirmed:
    """Make a code of a few characters of the text, selected by hand."""
    screen.keys("tab", "shift+right", "shift+right", "shift+right", "shift+right")
    said = screen.codes("i")
    return Confirmed(said.code.removeprefix("New code ").split(" (key")[0], said.characters)


def edge_moved(screen: CoderAtWork, coding: Confirmed) -> Confirmed:
    """Go back to the coding just made and move its end on by a word."""
    screen.keys("[")
    assert coding.code in screen.hint
    said = screen.done(">")
    assert said.startswith(f"End of {coding.code} moved: ")
    moved = int(said.removeprefix(f"End of {coding.code} moved: ").split()[0])
    assert moved > coding.characters
    return Confirmed(coding.code, moved)


def undone_and_redone(screen: CoderAtWork) -> Confirmed:
    """Code a passage, take that back, do it again."""
    said = screen.codes("tab", "1")
    assert screen.done("u").startswith(f"Undid: {said.code}")
    assert screen.done("U").startswith(f"Redid: {said.code}")
    return said


def memo_written(screen: CoderAtWork, words: str) -> None:
    """Write a memo on the coding at the cursor; it is saved when typing rests."""
    screen.keys("m")
    screen.type(words)
    screen.read_until(lambda lines: "✓ Memo saved" in lines[-1])
    screen.keys("ctrl+g")


def from_the_matrix_to_quotations_and_back(screen: CoderAtWork, project: Path, home: Path) -> None:
    """Open the matrix, follow a cell to its quotations and one of them to the text, and come back."""
    screen.keys("g", "m")
    screen.read_until(lambda lines: "Matrix >" in lines[0])
    screen.read_until(lambda lines: " × " in lines[-1])
    before = screen.hint
    screen.keys("down")
    screen.read_until(lambda lines: " × " in lines[-1] and screen.hint != before)
    found = re.match(r"(?P<code>.+) × (?P<case>.+): (?P<number>\d+)", screen.hint)
    assert found, screen.hint
    behind = qcode_rows(
        home, "segments", project, "--where", f'code == "{found["code"]}" and case = "{found["case"]}"'
    )
    assert int(found["number"]) == len({(row["document"], row["start"], row["end"]) for row in behind}) > 0
    screen.keys("enter")
    screen.read_until(lambda lines: "Segments >" in lines[0])
    beginnings = [" ".join(row["quote"].split())[:12] for row in behind]
    screen.read_until(lambda lines: all(any(one in line for line in lines) for one in beginnings))
    screen.keys("enter")
    screen.read_until(lambda lines: f"{found['case']} >" in lines[0])
    screen.keys("q")
    screen.read_until(lambda lines: "Segments >" in lines[0])
    screen.keys("q")
    screen.read_until(lambda lines: "Matrix >" in lines[0])
    screen.keys("q")
    screen.read_until(lambda lines: "Matrix >" not in lines[0])
