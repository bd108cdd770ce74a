"""No text makes the recognition of turns slow or makes it fall over."""

import time

import pytest

from qcode.text.roles import role_of
from qcode.text.speakers import find_turns
from qcode.text.units import sentences

BUDGET = 5.0
"""Seconds of processor time."""

LINE = [
    "a",
    ":",
    " ",
    "—",
    "1:23 ",
    "[",
    "(a",
    "*",
    "\t",
    "#",
    "　",
    "{",
    "00:00:01 --> ",
    "Q1. ",
    "Ann: ",
    "「",
    "=",
    ">",
]
LINES = ["a\n", "\n", "   \n \n", "――a\n", "a b\n", "1:23\n", "# a\n"]


@pytest.mark.parametrize("unit", LINE)
def test_a_line_of_two_million_characters_takes_no_minute(unit: str) -> None:
    text = (unit * 2_000_000)[:2_000_000]
    began = time.process_time()
    find_turns(text)
    assert time.process_time() - began < BUDGET


@pytest.mark.parametrize("unit", LINES)
def test_two_hundred_thousand_lines_take_no_minute(unit: str) -> None:
    text = unit * 200_000
    began = time.process_time()
    find_turns(text)
    assert time.process_time() - began < BUDGET


def test_an_interview_of_two_million_characters_takes_no_minute() -> None:
    answer = "それで、港が（笑）ひらきまして [00:01:02]、the mayor: he agreed. " * 9 + "\n\n"
    text = "".join(f"{'Mayor' if turn % 2 else 'Interviewer'}: {answer}" for turn in range(5000))
    began = time.process_time()
    talk = find_turns(text)
    assert time.process_time() - began < BUDGET
    assert len(talk.turns) == 5000
    assert len(text) > 2_000_000


@pytest.mark.parametrize("unit", [".", ". ", "「", "a. 「b。", "！？", "(", " "])
def test_sentences_of_a_long_line_are_found_in_linear_time(unit: str) -> None:
    text = (unit * 200_000)[:200_000]
    began = time.process_time()
    sentences(text)
    assert time.process_time() - began < BUDGET


@pytest.mark.parametrize("gulf", [" ", "1", ".", "-", "あ ", "(", "x "])
def test_a_label_of_any_length_is_looked_at_once(gulf: str) -> None:
    began = time.process_time()
    assert role_of(f"Sato{gulf * 100_000}x") is None
    assert time.process_time() - began < 2
