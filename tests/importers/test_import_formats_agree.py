"""One interview is one interview: the same words and turns, whichever program's format it is saved in."""

from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from office import convert, needs_office
from readings import assert_sound, said

from qcode.importers.reading import read_transcript
from qcode.model.documents import Transcript

pytestmark = needs_office

SPEECH = [
    ("Interviewer", "How did it start, and what came of it?"),
    (
        "Mayor",
        "With a letter from a sister city (laughs) [00:01:23] and 50 % of it in <b>tags</b> & {braces}.",
    ),
    ("Interviewer", "聞きたいのは、国際戦略についてです。"),
    ("Mayor", "ええ、そうですね（笑）。髙﨑市と〜①も、𠮷野さんも。"),
    ("Interviewer", "And in French, “naïve” – or not?"),
    ("Mayor", "C’est ça, déjà vu; Ж, ß and 😀."),
]
QUESTIONS = [
    ("How did the port come to the strategy?", "By a letter that lay in the office for a year."),
    ("Who answered it in the end?", "Nobody did."),
    ("And what became of it?", "A strategy of forty pages."),
]


def with_labels(document: docx.document.Document) -> None:
    document.add_heading("Interview at the port", 1)
    document.add_paragraph("Date: 2024-05-01")
    for who, words in SPEECH:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{who[:3]}").bold = True
        paragraph.add_run(f"{who[3:]}:").bold = True
        paragraph.add_run(f" {words[:9]}").italic = True
        paragraph.add_run(words[9:])
    document.add_paragraph("It went on in a second paragraph.")
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip(table._cells, ("Year", "Ships", "2020", "12"), strict=True):
        cell.text = words


def in_a_table(document: docx.document.Document) -> None:
    table = document.add_table(rows=0, cols=3)
    for place, (who, words) in enumerate([("Speaker", "Content"), *SPEECH]):
        row = table.add_row().cells
        row[0].text, row[1].text, row[2].text = f"00:00:{place:02d}" if place else "Time", who, words


def with_questions_in_bold(document: docx.document.Document) -> None:
    for question, answer in QUESTIONS:
        document.add_paragraph().add_run(question).bold = True
        document.add_paragraph(answer)
    # A style of its own says so too, and a run in it may say otherwise.
    style = document.styles.add_style("Asked", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    style.font.bold = True
    document.add_paragraph("Is there more to say?", style="Asked")
    document.add_paragraph(style="Asked").add_run("Not at all?").bold = False


SHAPES: dict[str, Callable[[docx.document.Document], None]] = {
    "labels": with_labels,
    "table": in_a_table,
    "bold": with_questions_in_bold,
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of each interview in each format."""
    folder = tmp_path_factory.mktemp("formats")
    made = [folder / f"{name}.docx" for name in SHAPES]
    for path in made:
        document = docx.Document()
        SHAPES[path.stem](document)
        document.save(str(path))
    for suffix in ("odt", "rtf", "html", "pdf"):
        convert(made, suffix)
    return folder


def reading(files: Path, name: str, suffix: str) -> Transcript:
    transcript = read_transcript(files / f"{name}.{suffix}")
    assert_sound(transcript)
    return transcript


def test_the_interview_is_read_as_it_was_written(files: Path) -> None:
    *most, last = SPEECH
    spoken = [*most, (last[0], f"{last[1]}\nIt went on in a second paragraph.\nYear\tShips\n2020\t12")]
    assert said(reading(files, "labels", "docx")) == spoken
    assert said(reading(files, "table", "docx")) == SPEECH
    asked = said(reading(files, "bold", "docx"))
    assert [words for who, words in asked if who == "Question"] == [
        *(question for question, _ in QUESTIONS),
        "Is there more to say?",
    ]


@pytest.mark.parametrize("suffix", ["odt", "rtf", "html"])
@pytest.mark.parametrize("name", SHAPES)
def test_another_format_has_the_same_text_turns_and_times(files: Path, name: str, suffix: str) -> None:
    meant, found = reading(files, name, "docx"), reading(files, name, suffix)
    assert found.text == meant.text
    assert found.turns == meant.turns
    assert found.speakers == meant.speakers
    assert found.anchors == meant.anchors
    assert found.front_matter == meant.front_matter
    assert found.metadata.items() >= meant.metadata.items()


def test_in_print_the_same_people_say_the_same(files: Path) -> None:
    meant, found = reading(files, "labels", "docx"), reading(files, "labels", "pdf")
    assert said(found) == said(meant)
    assert found.metadata == meant.metadata
