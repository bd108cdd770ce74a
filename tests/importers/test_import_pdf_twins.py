"""What LibreOffice printed reads as what it printed, and has the words that poppler finds."""

import re
import shutil
import subprocess
from itertools import zip_longest
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm
from office import convert, needs_office
from readings import assert_sound, said

from qcode.importers.reading import read_transcript

SAMPLES = Path(__file__).parents[2] / "sample_transcripts"
TALK = SAMPLES / "interviews" / "Nagisawa_officials.txt"
ENGLISH = SAMPLES / "interviews" / "Sakuragi_official.txt"
STRATEGY = SAMPLES / "strategies" / "Sakuragi_strategy_2019.txt"

pytestmark = needs_office


def entry(document: docx.document.Document, tag: str, **values: str) -> None:
    """Set an entry of a Word file's only section."""
    element = OxmlElement(tag)
    for name, value in values.items():
        element.set(qn(f"w:{name}"), value)
    for old in document.sections[0]._sectPr.findall(qn(tag)):
        document.sections[0]._sectPr.remove(old)
    document.sections[0]._sectPr.append(element)


def written(source: Path, *, hanging: bool = False) -> docx.document.Document:
    """Return a text as a Word file, with a head on its pages."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Study of ports"
    for line in source.read_text("utf-8").split("\n"):
        label = re.match(r"((?:\[[\d:]+\] )?[^:：\s]{1,16}[:：]) ?(.+)", line) if hanging else None
        if label:
            paragraph = document.add_paragraph(f"{label[1]}\t{label[2]}")
            paragraph.paragraph_format.left_indent = Cm(4)
            paragraph.paragraph_format.first_line_indent = Cm(-4)
        elif line.strip():
            document.add_paragraph(line)
    return document


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """PDFs by name, all printed at once: starting the program is what takes time."""
    folder = tmp_path_factory.mktemp("printed")
    columns = written(STRATEGY)
    entry(columns, "w:cols", num="2", space="500")
    vertical = written(STRATEGY)
    entry(vertical, "w:textDirection", val="tbRl")
    made = {
        "plain": written(TALK),
        "hanging": written(ENGLISH, hanging=True),
        "columns": columns,
        "vertical": vertical,
    }
    for name, document in made.items():
        document.save(str(folder / f"{name}.docx"))
    return dict(zip(made, convert([folder / f"{name}.docx" for name in made], "pdf"), strict=True))


def letters(text: str) -> str:
    return re.sub(r"\s", "", text)


def paragraphs(text: str) -> list[str]:
    return [line.strip().replace("\t", " ") for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize(
    ("name", "source"), [("plain", TALK), ("hanging", ENGLISH), ("columns", STRATEGY), ("vertical", STRATEGY)]
)
def test_each_paragraph_comes_back_as_it_was_written(
    printed: dict[str, Path], name: str, source: Path
) -> None:
    transcript = read_transcript(printed[name])
    assert_sound(transcript)
    original = source.read_text("utf-8")
    for found, meant in zip_longest(paragraphs(transcript.text), paragraphs(original)):
        assert found == meant
    assert "running head" in transcript.warnings[0]


@pytest.mark.parametrize(("name", "source"), [("plain", TALK), ("hanging", ENGLISH)])
def test_the_turns_are_those_of_the_text(printed: dict[str, Path], name: str, source: Path) -> None:
    found, meant = read_transcript(printed[name]), read_transcript(source)
    assert said(found) == said(meant)
    assert found.metadata == meant.metadata


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")
@pytest.mark.parametrize("name", ["hanging", "columns"])
def test_each_page_begins_with_the_words_that_poppler_finds_there(
    printed: dict[str, Path], name: str
) -> None:
    transcript = read_transcript(printed[name])
    command = ["pdftotext", "-enc", "UTF-8", printed[name], "-"]
    told = subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode("utf-8")
    pages = [letters(page).removeprefix("Studyofports") for page in told.split("\f")[:-1]]
    assert len(transcript.pages) == len(pages) > 1
    for (offset, _), page in zip(transcript.pages, pages, strict=True):
        assert letters(transcript.text[offset : offset + 60])[:25] == page[:25]
