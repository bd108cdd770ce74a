"""Codings in Word: comments of their coders on the words that were coded."""

import io
import random
import shutil
import subprocess
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from qcode.exporters.docx_pages.package import BODY, PLACE, fill
from qcode.exporters.reports import write_report
from qcode.exporters.reports.docx_comments import initials
from qcode.model.reports import Mark, Paragraph, Passage, Report
from qcode.text.display import safe

MORI, LIND = "A. Mori", "B. Lind"
HOSTILE = '</w:t></w:r> & "quoted" \x1b[31m \u202e <w:comment> ]]>'
OFFICE = shutil.which("soffice")


def written(*passages: Passage) -> bytes:
    stream = io.BytesIO()
    write_report(Report("transcript", "Study", passages), stream, "docx")
    return stream.getvalue()


def commented(data: bytes) -> list[tuple[str, str, str]]:
    """Return (author, text of the comment, the words that it lies on) by the numbers of the comments."""
    document: Any = Document(io.BytesIO(data))
    words: dict[str, str] = {}
    open_ones: set[str] = set()
    for element in document.element.body.iter():
        number = element.get(qn("w:id"))
        if element.tag == qn("w:commentRangeStart"):
            open_ones.add(number)
            words[number] = ""
        elif element.tag == qn("w:commentRangeEnd"):
            open_ones.remove(number)
        elif element.tag in (qn("w:t"), qn("w:br")):
            for one in open_ones:
                words[one] += (element.text or "") if element.tag == qn("w:t") else "\n"
    assert not open_ones
    return [(one.author, one.text, words[str(one.comment_id)]) for one in document.comments]


def test_each_coding_is_a_comment_of_its_coder_on_its_words() -> None:
    text = "The port does. Without it nobody would write."
    passage = Passage(
        text,
        (
            Mark(0, 14, "Gatekeeper > Port", LIND, memo="Strong.\nCompare the mayor."),
            Mark(4, 45, "Upkeep", MORI),
            Mark(4, 8, "Actor > Port", MORI),
        ),
        label="R",
    )
    assert commented(written(passage)) == [
        (LIND, "Gatekeeper > Port\nStrong.\nCompare the mayor.", "The port does."),
        (MORI, "Upkeep", "port does. Without it nobody would write."),
        (MORI, "Actor > Port", "port"),
    ]


def test_a_coding_of_several_turns_is_one_comment_and_the_labels_between_are_not_parted_from_it() -> None:
    whole = Mark(4, 14, "Gatekeeper", MORI, coding=7)
    rest = Mark(0, 3, "Gatekeeper", MORI, coding=7)
    first, second = Passage("The port does.", (whole,)), Passage("And us.", (rest,), label="R")
    ((author, text, words),) = commented(written(first, second))
    assert (author, text) == (MORI, "Gatekeeper")
    assert words == "port does." + "R" + "And"


def test_codings_of_the_same_code_that_meet_are_two_comments() -> None:
    one, two = Mark(0, 4, "Port", MORI, coding=1), Mark(4, 8, "Port", MORI, coding=2)
    assert [words for *_, words in commented(written(Passage("The port", (one, two))))] == ["The ", "port"]


def test_a_comment_says_its_code_and_memo_whatever_they_hold() -> None:
    data = written(Passage(f"{HOSTILE} 港", (Mark(0, 5, HOSTILE, HOSTILE, memo=HOSTILE),)))
    shown = safe(HOSTILE)
    assert commented(data) == [(shown, f"{shown}\n{shown}", "</w:t")]


def test_a_coding_of_nobody_and_of_no_words_is_a_comment_all_the_same() -> None:
    assert commented(written(Passage("The port", (Mark(4, 4, "Port"),)))) == [("qcode", "Port", "")]


@pytest.mark.parametrize(("name", "letters"), [("A. Mori", "AM"), ("森 愛", "森愛"), ("mori", "m"), ("", "")])
def test_initials_are_the_first_letters_of_a_name(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_what_is_written_piece_by_piece_is_held_nowhere_as_a_whole() -> None:
    stream = io.BytesIO()
    sizes = []

    def pieces() -> Iterator[str]:
        for one in range(40):
            sizes.append(len(stream.getvalue()))
            yield f"<!-- {random.Random(one).randbytes(50_000).hex()} -->"

    fill(Document(), stream, {BODY: pieces()})
    assert sizes[-1] > sizes[0] + 1_000_000
    assert Document(io.BytesIO(stream.getvalue())).paragraphs == []


def test_texts_may_be_the_words_that_mark_the_place_of_the_pieces() -> None:
    stream = io.BytesIO()
    said = (Paragraph(PLACE), Passage(PLACE, (Mark(0, 3, PLACE, PLACE, PLACE),)))
    write_report(Report("transcript", PLACE, said), stream, "docx")
    document: Any = Document(io.BytesIO(stream.getvalue()))
    assert document.core_properties.title == PLACE
    assert [one.text for one in document.paragraphs] == [PLACE] * 3
    assert [(one.author, one.text) for one in document.comments] == [(PLACE, f"{PLACE}\n{PLACE}")]


def test_a_report_without_codings_has_no_comments() -> None:
    with zipfile.ZipFile(io.BytesIO(written(Passage("The port does.")))) as package:
        assert "word/comments.xml" not in package.namelist()


@st.composite
def passages(draw: st.DrawFn) -> list[Passage]:
    """Draw passages with codings on any of their words, each coding in one passage."""
    found = []
    for number in range(draw(st.integers(1, 3))):
        text = draw(st.text(st.sampled_from("ab 港\n<&"), max_size=12))
        places = st.integers(0, len(text))
        spans = draw(st.lists(st.tuples(places, places).map(sorted), max_size=6))
        marks = [Mark(start, end, f"code {number}.{place}", MORI) for place, (start, end) in enumerate(spans)]
        found.append(Passage(text, marks))
    return found


@settings(max_examples=40)
@given(passages())
def test_comments_lie_on_the_coded_words_however_these_overlap(several: list[Passage]) -> None:
    wanted = Counter(
        (MORI, mark.code, one.text[mark.start : mark.end]) for one in several for mark in one.marks
    )
    assert Counter(commented(written(*several))) == wanted


def test_the_same_transcript_gives_the_same_bytes() -> None:
    passage = Passage("The port does.", (Mark(4, 8, "Port", MORI, memo="Strong."),))
    assert written(passage) == written(passage)


def test_a_long_transcript_with_a_thousand_codings_takes_a_second_or_two() -> None:
    text = "The port keeps them, and without it nobody would write to us any more. " * 5
    turns = [
        Passage(text, [Mark(3 * one, 90 * one + 60, f"Code {one}", MORI, memo="Memo") for one in (1, 2)], "R")
        for _ in range(500)
    ]
    began = time.process_time()
    data = written(*turns)
    assert time.process_time() - began < 3
    assert len(commented(data)) == 1000


@pytest.mark.skipif(OFFICE is None, reason="no office program is installed")
def test_an_office_program_keeps_every_comment_on_its_words(tmp_path: Path) -> None:
    text = "市長は国際交流に熱心です。The port does."
    marks = [
        Mark(0, 13, "Stance > 熱心", LIND, memo="港も"),
        Mark(3, 8, "Exchange", MORI),
        Mark(5, 27, "Gatekeeper", MORI),
    ]
    data = written(Passage(text, marks, "R1", "turn 2"), Passage("And us.", (Mark(0, 7, "Us", MORI),)))
    (tmp_path / "in.docx").write_bytes(data)
    profile = (tmp_path / "profile").as_uri()
    command = [str(OFFICE), f"-env:UserInstallation={profile}", "--headless", "--convert-to", "docx"]
    (tmp_path / "out").mkdir()
    subprocess.run(
        [*command, "--outdir", str(tmp_path / "out"), str(tmp_path / "in.docx")],
        capture_output=True,
        timeout=120,
        check=True,
    )
    kept = commented((tmp_path / "out" / "in.docx").read_bytes())
    assert sorted(kept) == sorted(commented(data))
