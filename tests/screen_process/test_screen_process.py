"""The screen as a guest of a terminal: it takes what it is given, and leaves everything as it was."""

import os
import re
import signal
from pathlib import Path

import pytest
from coder_at_work import CoderAtWork
from conftest import Sit
from hostile_study import CODER, OTHER_CODER
from qcode_program import qcode_rows, qcode_says
from terminal_output import colours, steering

from qcode import Project


def left_as_it_was(screen: CoderAtWork) -> bool:
    """Tell whether the alternate screen, the mouse, paste, focus and the line settings are given back."""
    modes = screen.modes
    given_back = not any(modes[mode] for mode in (1049, 1000, 1003, 1006, 1015, 1004, 2004))
    return given_back and modes[25] and modes[7] and screen.settings == screen.settings_before


def test_leaving_gives_the_terminal_back(sample: Path, sit: Sit) -> None:
    screen = sit(sample)
    assert screen.modes[1049]
    screen.write("Q")
    assert screen.wait() == 0
    assert left_as_it_was(screen)


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_session_that_closes_gets_its_terminal_back(sample: Path, sit: Sit, name: str) -> None:
    screen = sit(sample)
    screen.codes("tab", "1")
    os.kill(screen.pid, getattr(signal, name))
    screen.wait()
    assert left_as_it_was(screen)
    assert b"Traceback" not in screen.output


def test_what_was_confirmed_is_there_after_a_kill(sample: Path, tmp_path: Path, sit: Sit) -> None:
    screen = sit(sample)
    said = screen.codes("tab", "1")
    screen.kill9()
    (row,) = qcode_rows(tmp_path, "codings", "export", sample, "--coder", CODER)
    assert (row["code"], int(row["end"]) - int(row["start"])) == (said.code, said.characters)
    with Project.open(sample) as project:
        assert project.check() == []


def test_another_size_keeps_the_place(sample: Path, sit: Sit) -> None:
    with Project.open(sample) as project:
        names = "|".join(re.escape(one.name) for one in project.participants.list())
    head = re.compile(rf"(?<![0-9])([0-9]+) +(?:[A-Z] )?(?:{names})", re.IGNORECASE)
    screen = sit(sample, 100, 30)
    screen.keys("pagedown", "pagedown")
    before = screen.screen
    first, *_ = head.findall("\n".join(before))
    assert int(first) > 1
    for columns, rows in ((80, 24), (140, 50), (90, 40), (100, 30)):
        screen.resize(columns, rows)
        assert first in head.findall(screen.text)
    assert screen.screen == before


def test_too_small_a_terminal_is_told_so_politely_and_recovers(sample: Path, sit: Sit) -> None:
    screen = sit(sample, 60, 20, until="60 and 20")
    assert "qcode needs 70 columns and 20 rows" in screen.text
    screen.resize(80, 24)
    screen.read_until(lambda lines: ">" in lines[0])
    assert "qcode needs" not in screen.text
    screen.resize(60, 10)
    screen.read_until("qcode needs 70 columns")
    screen.write("Q")
    assert screen.wait() == 0


def test_what_another_program_codes_appears_and_goes(sample: Path, tmp_path: Path, sit: Sit) -> None:
    with Project.open(sample, coder=CODER) as project:
        project.codes.add("Seen from afar")
        documents = project.documents.list()
        starts = {
            one.name: project.documents.turns(one)[0].start for one in documents if one.kind == "interview"
        }
    screen = sit(sample)
    name = next(name for name in starts if f"> {name} " in screen.head)
    start = starts[name]
    assert "Seen from afar" not in screen.text
    qcode_says(
        tmp_path, "codings", "add", sample, name, "Seen from afar",
        "--start", str(start), "--end", str(start + 5), coder=OTHER_CODER,
    )  # fmt: skip
    screen.read_until("Seen from afar")
    qcode_says(tmp_path, "undo", sample, coder=OTHER_CODER)
    screen.read_until(lambda lines: not any("Seen from afar" in line for line in lines))


def test_without_colours_nothing_is_coloured_and_everything_is_there(sample: Path, sit: Sit) -> None:
    coloured = sit(sample, 120, 40)
    plain = sit(sample, 120, 40, environment={"NO_COLOR": "1"})
    for screen in (coloured, plain):
        screen.keys("tab", "tab", "space")
        # The counts beside the codes come after the first picture.
        screen.read_until("with sub-codes")
    plain.read_until(lambda lines: lines == coloured.screen)
    assert colours(coloured.output)
    assert [one for one in colours(plain.output) if not is_grey(one)] == []


def is_grey(sgr: str) -> bool:
    """Tell whether all colours that a sequence sets are shades of grey."""
    numbers = [int(one) for one in sgr[2:-1].split(";") if one]
    while numbers:
        first = numbers.pop(0)
        if first in (38, 48) and numbers[:1] == [2]:
            if len(set(numbers[1:4])) > 1:
                return False
            del numbers[:4]
        elif 30 <= first <= 48 or 90 <= first <= 107:
            return first in (39, 49)
    return True


TOUR = (
    "c ctrl+g",
    "/ o ctrl+g",
    "f p o r t enter n ctrl+g",
    "tab tab tab 1",
    "i",
    "[",
    "m x ctrl+g",
    "- u U",
    "D down q",
    "B down q",
    "? q",
    ": g escape",
    "g s",
    "down t q",
    "g m",
    "n down enter",
    "q q",
    "g b",
    "down q",
    "g d",
    "down q",
    "g p",
    "tab down q",
    "g n",
    "down q",
    "g h",
    "down q",
    "g g p o r t enter",
    "ctrl+g q",
)
"""Keys through everything that shows words of the project; after each of these some are shown."""


@pytest.mark.parametrize("size", [(80, 24), (140, 40)], ids=["80x24", "140x40"])
def test_no_words_of_a_project_steer_the_terminal(hostile: Path, sit: Sit, size: tuple[int, int]) -> None:
    screen = sit(hostile, *size)
    assert steering(screen.output) == []
    for keys in TOUR:
        written, shown = len(screen.output), screen.text
        screen.keys(*keys.split())
        assert not keys.startswith("g ") or screen.text != shown, keys
        assert "␛" in screen.text, keys
        assert steering(screen.output[written:]) == [], keys
    screen.write("Q")
    assert screen.wait() == 0
    assert steering(screen.output) == []
