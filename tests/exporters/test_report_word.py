"""A report in Word; read back with python-docx."""

import io
import zipfile
from typing import Any

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from study_reports import PASSAGE, QUOTATION, report
from study_tables import matrix

import qcode.pictures
from qcode.errors import ExportError, MissingExtraError
from qcode.exporters.reports import report_format_for, write_report
from qcode.model.reports import Block, Figure, Heading, Listing, Paragraph, Passage, Quotation, Run
from qcode.model.tables import Column, Format, Header, Table
from qcode.text.display import safe


def bytes_of(*blocks: Block) -> bytes:
    stream = io.BytesIO()
    write_report(report(*blocks), stream, "docx")
    return stream.getvalue()


def document_of(*blocks: Block) -> Any:
    return Document(io.BytesIO(bytes_of(*blocks)))


def said(document: Any) -> list[tuple[str, str]]:
    """Return (style, text) of all paragraphs that say something."""
    return [(one.style.name, one.text) for one in document.paragraphs if one.text]


def wide(columns: int = 9) -> Table:
    heads = [Column(f"Municipality {one}", format=Format.COUNT) for one in range(columns)]
    return Table("matrix", "Wide", [Header("A code")], heads, [list(range(columns))], "code")


def turned(document: Any) -> list[bool]:
    return [one.orientation == WD_ORIENT.LANDSCAPE for one in document.sections]


def test_every_block_has_its_style() -> None:
    document = document_of(
        Paragraph("Words."), Heading("Findings"), Heading("Deep", 9), Listing(["One", "Two"]), QUOTATION
    )
    assert said(document) == [
        ("Title", "Harbours · 港の研究"),
        ("Report Text", "Words."),
        ("Heading 1", "Findings"),
        ("Heading 4", "Deep"),
        ("Report Point", "•\N{NO-BREAK SPACE}One"),
        ("Report Point", "•\N{NO-BREAK SPACE}Two"),
        (
            "Quotation",
            "The port keeps them.\nNobody else would. (port manager, Minamihama, turn 31)",
        ),
        ("Quotation Translation", "港が支えています。"),
        ("Quotation Memo", "Memo: Compare the chamber."),
        ("Heading 2", "Notes"),
        ("Report Note", "All is invented."),
        ("Report Note", "N = 3."),
    ]
    assert document.core_properties.title == "Harbours · 港の研究"


def test_tables_are_numbered_and_have_their_own_notes() -> None:
    document = document_of(matrix(), matrix())
    fields = list(document.element.body.iter(qn("w:fldSimple")))
    assert [one.get(qn("w:instr")) for one in fields] == [" SEQ Table \\* ARABIC "] * 2
    assert ["".join(t.text for t in one.iter(qn("w:t"))) for one in fields] == ["1", "2"]
    captions = [text for style, text in said(document) if style == "Caption"]
    assert all(text.endswith(". Codes by municipality") for text in captions)
    assert len(document.tables) == 2
    assert sum(text == "N is the number of documents." for _, text in said(document)) == 2


def test_a_wide_table_lies_across_and_the_words_around_it_stand_upright() -> None:
    document = document_of(QUOTATION, wide(14), QUOTATION)
    assert turned(document) == [False, True, False]


def test_headings_stand_on_the_page_of_the_wide_table_below_them() -> None:
    quiet = Heading("Quiet", 1)
    for blocks, sections in (
        ([Heading("Found", 1), Heading("By case", 2), wide(14), quiet, QUOTATION], [True, False]),
        ([QUOTATION, Heading("Found", 1), wide(14), Heading("More", 1), wide(14)], [False, True, False]),
    ):
        document = document_of(*blocks)
        assert turned(document) == sections
        page, of = 0, {}
        for element in document.element.body:
            of["".join(one.text or "" for one in element.iter(qn("w:t")))] = page
            page += next(element.iter(qn("w:sectPr")), None) is not None
        assert of["Found"] == next(place for text, place in of.items() if "A code" in text)


def test_a_report_of_nothing_but_tables_lies_across_as_a_whole() -> None:
    assert turned(document_of(Heading("Codes"), matrix(), wide(14))) == [True]
    assert turned(document_of(Heading("Codes"), matrix())) == [False]


def test_every_page_has_its_number() -> None:
    document = document_of(QUOTATION, wide(14), QUOTATION)
    for section in document.sections:
        assert [one.get(qn("w:instr")) for one in section.footer._element.iter(qn("w:fldSimple"))] == [
            " PAGE "
        ]


def test_a_figure_is_a_picture_with_its_caption_below_and_says_what_it_is() -> None:
    pytest.importorskip("matplotlib")
    data = bytes_of(Figure("heatmap", matrix(), "Codes *and* places"), Figure("heatmap", matrix(), "Again"))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert any(name.endswith(".png") for name in package.namelist())
    document = Document(io.BytesIO(data))
    pictures = list(document.element.body.iter(qn("wp:docPr")))
    assert [one.get("descr") for one in pictures] == ["Codes *and* places", "Again"]
    assert len({one.get("id") for one in pictures}) == 2
    assert len(document.inline_shapes) == 2
    room = (
        document.sections[0].page_width - document.sections[0].left_margin - document.sections[0].right_margin
    )
    assert all(one.width <= room for one in document.inline_shapes)
    assert not document.tables


def test_without_the_extra_the_numbers_stand_where_the_picture_would(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> bytes:
        raise MissingExtraError("A picture", "plots")

    monkeypatch.setattr(qcode.pictures, "png", missing)
    document = document_of(Figure("heatmap", matrix(), "Codes"))
    assert len(document.tables) == 1
    assert any("needs the extra `plots`" in text for _, text in said(document))


def test_a_passage_stands_with_who_says_it() -> None:
    texts = [text for _, text in said(document_of(PASSAGE))]
    assert "R, turn 2" in texts
    assert "The port does. Without it nobody would write." in texts


def test_the_same_report_gives_the_same_bytes() -> None:
    assert bytes_of(QUOTATION, matrix(), PASSAGE) == bytes_of(QUOTATION, matrix(), PASSAGE)


@settings(max_examples=25)
@given(text=st.text(min_size=1, max_size=40))
def test_any_text_is_read_back_as_it_is_shown(text: str) -> None:
    shown = safe(text, keep_newlines=True).translate({0xFFFE: 0xFFFD, 0xFFFF: 0xFFFD})
    line = " ".join(text.split())
    document = document_of(Heading("x" + text), Paragraph((Run(text),)), Quotation(text, ""), Passage(text))
    by_style = dict(said(document))
    if shown.strip("\n"):
        assert by_style["Report Text"] == shown
        assert by_style["Quotation"] == shown
        assert by_style["Passage"] == shown
    assert by_style["Heading 1"] == safe("x" + line if text[:1].strip() else f"x {line}".rstrip()).translate(
        {0xFFFE: 0xFFFD, 0xFFFF: 0xFFFD}
    )


def test_what_no_word_processor_can_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qcode.exporters.reports.docx.MOST_CELLS", 20)
    with pytest.raises(ExportError, match="cannot hold a report"):
        document_of(*[QUOTATION] * 21)


def test_the_ending_of_a_name_says_the_format(tmp_path: Any) -> None:
    assert report_format_for(tmp_path / "Report.DOCX") == "docx"
    assert report_format_for(tmp_path / "report.markdown") == "md"
    with pytest.raises(ExportError, match="does not say"):
        report_format_for(tmp_path / "report.csv")
    with pytest.raises(ExportError, match="not a format"):
        write_report(report(), io.BytesIO(), "csv")
