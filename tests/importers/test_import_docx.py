"""A Word file reads as it does on the page with all changes accepted; what is left out is counted."""

import pytest
from readings import assert_sound, read, said
from word_files import STRICT, cell, paragraph, run, styles, table, word_file

from qcode.model.documents import Role


def text_of(body: str, **parts: str) -> str:
    return read("a.docx", word_file(body, **parts)).text


def left_out(body: str, **parts: str) -> str:
    return "; ".join(read("a.docx", word_file(body + paragraph("end"), **parts)).warnings)


def test_paragraphs_are_lines_and_runs_split_in_a_word_are_one_word() -> None:
    assert text_of(paragraph("Inter", "view") + paragraph() + paragraph("two")) == "Interview\n\ntwo"


def test_tabs_and_soft_breaks_are_kept() -> None:
    inside = "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:t>d</w:t></w:r>"
    assert text_of(paragraph(inside)) == "a\tb\nc\nd"


def test_tab_stops_and_a_line_break_in_the_file_are_no_text() -> None:
    tabs = '<w:tabs><w:tab w:val="left" w:pos="9"/></w:tabs>'
    assert text_of(paragraph("one\ntwo", properties=tabs)) == "one two"


def test_symbols_and_hyphens_that_do_not_break_are_text() -> None:
    inside = '<w:r><w:t>a</w:t><w:noBreakHyphen/><w:sym w:char="F0E0"/><w:sym w:char="x"/></w:r>'
    assert text_of(paragraph(inside)) == "a-\uf0e0\ufffd"


def test_insertions_are_text_and_deletions_are_counted() -> None:
    inserted = f"<w:ins>{run('new ')}</w:ins>"
    deleted = "<w:del><w:r><w:delText>old </w:delText></w:r></w:del>"
    assert text_of(paragraph("a ", inserted, deleted, "b")) == "a new b"
    assert "1 deletion" in left_out(paragraph(deleted))


def test_moved_text_stands_where_it_was_moved_to() -> None:
    moved = paragraph(f"<w:moveFrom>{run('here')}</w:moveFrom>") + paragraph(
        f"<w:moveTo>{run('here')}</w:moveTo>"
    )
    assert text_of(moved) == "\nhere"


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    gone = "<w:rPr><w:del/></w:rPr>"
    assert text_of(paragraph("one ", properties=gone) + paragraph("two") + paragraph("3")) == "one two\n3"
    assert (
        text_of(paragraph("one", properties=gone) + table(("two", "3")) + paragraph("4")) == "one\ntwo\t3\n4"
    )
    assert text_of(paragraph("one") + paragraph("two", properties=gone)) == "one\ntwo"


def test_content_controls_links_smart_tags_and_field_results_are_text() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("7")
    )
    body = (
        f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('control')}</w:sdtContent></w:sdt>"
        + paragraph(f"<w:hyperlink>{run('link')}</w:hyperlink>")
        + paragraph(f"<w:smartTag>{run('tag')}</w:smartTag>")
        + paragraph(f"<w:fldSimple>{run('field')}</w:fldSimple>")
        + paragraph(field)
    )
    assert text_of(body) == "control\nlink\ntag\nfield\n7"


def test_a_text_box_is_text_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{paragraph('box')}</w:txbxContent>"
    both = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx>{box}</wps:txbx></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert text_of(paragraph("a", both, "b") + paragraph("c")) == "ab\nbox\nc"


def test_a_fallback_alone_is_text() -> None:
    alone = f"<mc:AlternateContent><mc:Fallback>{run('old')}</mc:Fallback></mc:AlternateContent>"
    assert text_of(paragraph(alone)) == "old"


def test_ruby_gives_the_word_and_not_its_reading() -> None:
    ruby = f"<w:r><w:ruby><w:rt>{run('みなと')}</w:rt><w:rubyBase>{run('港')}</w:rubyBase></w:ruby></w:r>"
    assert text_of(paragraph("古い", ruby)) == "古い港"
    assert "1 ruby reading" in left_out(paragraph(ruby))


def test_hidden_text_is_left_out_by_its_run_or_by_its_style() -> None:
    hidden = run("secret", "<w:vanish/>")
    shown = run("shown", '<w:vanish w:val="0"/>')
    by_style = run("note", '<w:rStyle w:val="H"/>')
    sheet = styles('<w:style w:styleId="H"><w:name w:val="Hidden"/><w:rPr><w:vanish/></w:rPr></w:style>')
    assert text_of(paragraph("a", hidden, shown, by_style, "b"), styles=sheet) == "ashownb"
    assert "10 hidden characters" in left_out(paragraph(hidden, by_style), styles=sheet)


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        ("<w:r><w:commentReference/></w:r>", "1 comment"),
        ("<w:r><w:footnoteReference/></w:r><w:r><w:footnoteReference/></w:r>", "2 footnotes"),
        ("<w:r><w:endnoteReference/></w:r>", "1 endnote"),
        ("<w:r><w:drawing><pic:pic/></w:drawing></w:r>", "1 picture"),
        ("<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>", "1 equation"),
    ],
)
def test_what_is_no_running_text_is_counted(inside: str, told: str) -> None:
    assert left_out(paragraph(inside)) == f"left out: {told}"


def test_list_numbers_that_word_makes_are_lost_and_counted() -> None:
    numbered = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    unnumbered = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = paragraph("one", properties=numbered) + paragraph("two", properties=unnumbered)
    assert left_out(body) == "left out: 1 automatic list number"


def test_page_headers_and_footers_are_counted_where_they_have_text() -> None:
    with_text = f"<w:hdr xmlns:w='x'>{paragraph('Confidential')}</w:hdr>"
    assert left_out("", header=with_text, footer="<w:ftr xmlns:w='x'/>") == "left out: 1 page header"


def test_the_strict_namespace_reads_alike() -> None:
    body = paragraph("I: How?") + table(("a", "b")) + paragraph("R: So.")
    assert read("a.docx", word_file(body, STRICT)).text == "I: How?\na\tb\nR: So."


def test_rows_are_lines_with_tabs_between_cells() -> None:
    body = paragraph("Above") + table(("Year", "Ships"), ("2020", cell("14", "or so"))) + paragraph("below")
    assert text_of(body) == "Above\nYear\tShips\n2020\t14 or so\nbelow"


def test_merged_cells_have_their_text_once() -> None:
    begins, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    wide = cell("wide", properties='<w:gridSpan w:val="2"/>')
    body = table((cell("port", properties=begins), "1"), (cell("port", properties=goes_on), "2"), (wide,))
    assert text_of(body) == "port\t1\n\t2\nwide"


def test_deleted_rows_are_left_out_and_tables_in_cells_are_lines_of_the_cell() -> None:
    inner = table(("x", "y"))
    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{cell('gone')}{cell('too')}</w:tr>"
    body = f"<w:tbl><w:tblPr/>{gone}<w:tr>{cell(inner, 'z')}{cell('b')}</w:tr></w:tbl>"
    assert text_of(body) == "x y z\tb"


def test_a_table_of_one_column_only_lays_the_page_out() -> None:
    assert text_of(table((cell("I: How?", "R: So."),), ("I: Ah.",))) == "I: How?\nR: So.\nI: Ah."


def test_labels_in_paragraphs_are_turns() -> None:
    bold = "<w:b/>"
    body = (
        paragraph("Port interview")
        + paragraph(run("Inter", bold), run("viewer:", bold), " How did it begin?")
        + paragraph(run("R1:", bold), " With a letter.")
        + paragraph("And a ship.")
        + paragraph(run("Interviewer", bold), run(": And?", ""))
        + paragraph("R1: No.")
    )
    transcript = read("a.docx", word_file(body))
    assert said(transcript)[1] == ("R1", "With a letter.\nAnd a ship.")
    assert [speaker.role for speaker in transcript.speakers] == [Role.INTERVIEWER, Role.RESPONDENT]
    assert transcript.front_matter == (0, len("Port interview"))
    assert transcript.encoding is None


def test_a_name_and_a_time_may_be_parted_from_speech_by_a_soft_break() -> None:
    body = "".join(
        paragraph(f"<w:r><w:t>{name}   {time}</w:t><w:br/><w:t>{speech}</w:t></w:r>")
        for name, time, speech in [
            ("Aya Mori", "0:03", "Hello."),
            ("Bo Lind", "0:09", "Hi."),
            ("Aya Mori", "0:12", "So."),
        ]
    )
    assert said(read("a.docx", word_file(body))) == [
        ("Aya Mori", "Hello."),
        ("Bo Lind", "Hi."),
        ("Aya Mori", "So."),
    ]


def test_a_heading_of_word_is_no_speech() -> None:
    sheet = styles('<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>')
    body = (
        paragraph("I: a") + paragraph("R: b") + paragraph("Part two", properties='<w:pStyle w:val="1"/>')
        + paragraph("c") + paragraph("I: d")
    )  # fmt: skip
    assert said(read("a.docx", word_file(body, styles=sheet)))[1:3] == [("R", "b"), ("R", "c")]


ROWS = (
    ("聞き手", "はじめに、きっかけは。"),
    ("課長", "ええ、人口が減りまして。"),
    ("聞き手", "なるほど。"),
    ("課長", "はい。"),
)


def test_a_table_of_speakers_and_speech_is_a_talk() -> None:
    transcript = read("a.docx", word_file(paragraph("調査一") + table(*ROWS)))
    assert said(transcript) == list(ROWS)
    assert transcript.text.split("\n")[1] == "聞き手\tはじめに、きっかけは。"
    assert [speaker.role for speaker in transcript.speakers] == [Role.INTERVIEWER, Role.RESPONDENT]
    assert transcript.front_matter == (0, 3)
    assert transcript.text[slice(*(transcript.turns[0].label or (0, 0)))] == "聞き手"


def test_a_header_row_and_a_column_of_times_are_understood() -> None:
    rows = [
        ("時間", "発言者", "発言内容"),
        ("0:05", "森：", "はい。"),
        ("0:09", "", "それで。"),
        ("0:12", "林", "では。"),
    ]
    transcript = read("a.docx", word_file(table(*rows)))
    assert said(transcript) == [("森", "はい。"), ("森", "それで。"), ("林", "では。")]
    assert [turn.time_start for turn in transcript.turns] == [5.0, 9.0, 12.0]


def test_a_speaker_column_after_the_speech_gives_turns_without_labels() -> None:
    rows = [
        ("Timespan", "Content", "Speaker"),
        ("0:00.0 - 0:12.3", "Hello there.", "Ann"),
        ("0:12.3 - 0:20.0", "Hi.", "Bo"),
    ]
    transcript = read("a.docx", word_file(table(*rows)))
    assert said(transcript) == [("Ann", "Hello there."), ("Bo", "Hi.")]
    assert [turn.label for turn in transcript.turns] == [None, None]
    assert (transcript.turns[0].time_start, transcript.turns[0].time_end) == (0.0, 12.3)


def test_speech_in_a_cell_keeps_its_paragraphs() -> None:
    rows = (("Ann", cell("One.", "Two.")), ("Bo", "Three, then."), ("Ann", "Four it is."))
    transcript = read("a.docx", word_file(table(*rows)))
    assert said(transcript)[0] == ("Ann", "One.\nTwo.")


@pytest.mark.parametrize(
    "rows",
    [
        (("Interviewer", "K. Mori"), ("Interviewee", "B. Lind"), ("Date", "2 May 2024")),
        (("Year", "Ships that called"), ("2020", "fourteen"), ("2021", "fifteen")),
        (
            ("Port A", "has a crane and a shed"),
            ("Port B", "has a mole and a light"),
            ("Port C", "has a quay"),
        ),
    ],
    ids=["cast list", "figures", "places used once"],
)
def test_other_tables_are_no_talk(rows: tuple[tuple[str, ...], ...]) -> None:
    body = paragraph("About ports.") + table(*rows) + paragraph("I: Who came?") + paragraph("R: All of them.")
    transcript = read("a.docx", word_file(body))
    assert said(transcript) == [("I", "Who came?"), ("R", "All of them.")]
    assert_sound(transcript)


def test_a_break_in_a_table_is_nobodys_speech() -> None:
    rows = (
        ("Ann", "One and one."),
        ("Break", "Ten minutes."),
        ("Bo", "Two and two."),
        ("Ann", "Three or so."),
    )
    assert [name for name, _ in said(read("a.docx", word_file(table(*rows))))] == ["Ann", "Bo", "Ann"]
