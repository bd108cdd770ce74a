"""An OpenDocument text reads as it does on the page with all changes accepted; what is left out is counted."""

import time
import zipfile

import pytest
from office import converted, needs_office
from readings import ASKED, SAID, assert_sound, read, said
from word_files import package

from qcode.errors import UnreadableFileError

MIMETYPE = "application/vnd.oasis.opendocument.text"
SPACE = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
NAMES = " ".join(
    [f'xmlns:{name}="{SPACE.format(name)}"' for name in ("office", "text", "table", "style")]
    + [f'xmlns:fo="{SPACE.format("xsl-fo-compatible")}"']
    + [f'xmlns:draw="{SPACE.format("drawing")}"', f'xmlns:svg="{SPACE.format("svg-compatible")}"']
)
STYLES = (
    '<style:style style:name="T" style:family="paragraph" style:parent-style-name="Heading_20_1"/>'
    '<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="Loud"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="Ask" style:parent-style-name="Loud"/>'
    '<style:style style:name="Thin"><style:text-properties fo:font-weight="normal"/></style:style>'
    '<text:list-style style:name="N"><text:list-level-style-number text:level="1" style:num-format="1"/></text:list-style>'
    '<text:list-style style:name="B"><text:list-level-style-bullet text:level="1"/></text:list-style>'
)


def content(body: str, prologue: str = "", kind: str = "text") -> str:
    """Return a main part with a body."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{prologue}<office:document-content {NAMES}>'
        f"<office:automatic-styles>{STYLES}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )


def open_document(body: str, **parts: str) -> bytes:
    """Return an OpenDocument text with a body; `parts` are more parts, without their ending."""
    more = {f"{name}.xml": part for name, part in parts.items()}
    return package({"mimetype": MIMETYPE, "content.xml": content(body), **more}, zipfile.ZIP_STORED)


def flat(body: str) -> bytes:
    """Return the same as one XML file."""
    tag = f'office:document office:mimetype="{MIMETYPE}"'
    part = content(body).replace("office:document-content ", tag + " ", 1)
    return part.replace("office:document-content>", "office:document>").encode()


def p(*inside: str) -> str:
    return f"<text:p>{''.join(inside)}</text:p>"


def table(*rows: tuple[str, ...]) -> str:
    """Return a table; a cell that is no element is plain text."""
    inside = ""
    for row in rows:
        cells = (
            one if one.startswith("<table:") else f"<table:table-cell>{p(one)}</table:table-cell>"
            for one in row
        )
        inside += f"<table:table-row>{''.join(cells)}</table:table-row>"
    return f"<table:table><table:table-column table:number-columns-repeated='2'/>{inside}</table:table>"


def text_of(body: str) -> str:
    packed, plain = read("a.odt", open_document(body)), read("a.fodt", flat(body))
    assert (packed.text, packed.turns, packed.warnings) == (plain.text, plain.turns, plain.warnings)
    assert packed.format == plain.format == "odt"
    return packed.text


def left_out(body: str) -> str:
    return "; ".join(read("a.odt", open_document(body + p("end"))).warnings)


def refused(data: bytes, name: str = "a.odt") -> str:
    with pytest.raises(UnreadableFileError) as caught:
        read(name, data)
    return str(caught.value)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (p("one") + p() + p("two"), "one\n\ntwo"),
        (p("a<text:tab/>b<text:line-break/>c<text:s/>d<text:s text:c='3'/>e"), "a\tb\nc d   e"),
        (p("\n  a\n b ", "<text:span> c</text:span>"), "a b c"),
        (p("<text:s/>a <text:s/>b"), " a  b"),
        (p("In<text:span>ter</text:span>view<text:a>er</text:a>"), "Interviewer"),
        (p("a<text:bookmark/>b<text:soft-page-break/>c<text:page-number>7</text:page-number>"), "abc7"),
        (f"<text:section>{p('a')}</text:section><text:h>b</text:h>", "a\nb"),
        (f"<text:list><text:list-item>{p('a')}</text:list-item></text:list>{p('b')}", "a\nb"),
        (p("日本\u3000語 \u00a0"), "日本\u3000語 \u00a0"),
    ],
)
def test_text_is_what_the_page_shows(body: str, text: str) -> None:
    assert text_of(body) == text


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (p(f"<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation>{p('no')}</text:note>"), "1 footnote"),
        (p(f"<text:note text:note-class='endnote'>{p('no')}</text:note>"), "1 endnote"),
        (p(f"<office:annotation>{p('no')}</office:annotation>"), "1 comment"),
        (p("<draw:frame><draw:image/><svg:title>no</svg:title></draw:frame>"), "1 picture"),
        (p("<draw:frame><draw:object/><draw:image/></draw:frame>"), "1 embedded object"),
        (p("<text:span text:style-name='H'>no</text:span>"), "2 hidden characters"),
        (f"<text:section text:display='none'>{p('no')}</text:section>", "2 hidden characters"),
        ("<text:list text:style-name='N'><text:list-item/><text:list-item/></text:list>", "2 automatic list numbers"),
    ],
)  # fmt: skip
def test_what_is_no_running_text_is_counted(body: str, told: str) -> None:
    assert text_of(body + p("end")).strip() == "end"
    assert left_out(body) == f"left out: {told}"


def test_bullets_are_no_numbers() -> None:
    assert left_out("<text:list text:style-name='B'><text:list-item/></text:list>") == ""


def test_deletions_are_left_out_and_insertions_are_text() -> None:
    region = f"<text:changed-region><text:deletion>{p('gone')}</text:deletion></text:changed-region>"
    tracked = f"<text:tracked-changes>{region}<text:changed-region><text:insertion/></text:changed-region></text:tracked-changes>"
    body = tracked + p("a <text:change-start/>new <text:change-end/><text:change/>b")
    assert text_of(body) == "a new b"
    assert left_out(body) == "left out: 1 deletion"


def test_deletions_that_stand_where_they_stood_are_left_out_too() -> None:
    regions = "".join(
        f"<text:changed-region text:id='{name}'><text:deletion/></text:changed-region>" for name in "ab"
    )
    tracked = f"<text:tracked-changes>{regions}</text:tracked-changes>"
    gone = "<text:change-start text:change-id='a'/>gone<text:tab/>{}<text:change-end text:change-id='a'/>"
    assert text_of(tracked + p(f"one {gone.format('')}two")) == "one two"
    assert text_of(tracked + p(f"one {gone.format('</text:p><text:p>too ')}two") + p("3")) == "one two\n3"
    # What never ends deletes nothing.
    assert text_of(tracked + p("a <text:change-start text:change-id='b'/>b") + p("c")) == "a b\nc"


@pytest.mark.parametrize(
    "question",
    [
        "<text:p text:style-name='Ask'>{}</text:p>",
        "<text:p><text:span text:style-name='Loud'>{}</text:span></text:p>",
    ],
)
def test_questions_in_bold_without_labels_are_the_interviewers(question: str) -> None:
    body = "".join(question.format(asked) + p(answer) for asked, answer in ASKED)
    assert said(read("a.odt", open_document(body))) == SAID
    thin = question.format("<text:span text:style-name='Thin'>{}</text:span>")
    thinly = "".join(thin.format(asked) + p(answer) for asked, answer in ASKED)
    assert read("a.odt", open_document(thinly)).turns == ()


def test_a_reading_above_a_word_is_left_out() -> None:
    body = p(
        "古い<text:ruby><text:ruby-base>港</text:ruby-base><text:ruby-text>みなと</text:ruby-text></text:ruby>の"
    )
    assert text_of(body) == "古い港の"
    assert left_out(body) == "left out: 1 ruby reading"


def test_a_text_box_is_text_once_after_its_paragraph() -> None:
    box = f"<draw:frame><draw:text-box>{p('box')}{p('more')}</draw:text-box></draw:frame>"
    shape = f"<draw:custom-shape>{p('shape')}</draw:custom-shape>"
    assert text_of(box + p("a", box, "b", shape) + p("c")) == "box\nmore\nab\nbox\nmore\nshape\nc"


def test_rows_are_lines_and_covered_cells_are_empty_where_they_continue_the_row_above() -> None:
    wide = f"<table:table-cell table:number-columns-spanned='2'>{p('wide')}</table:table-cell>"
    covered = "<table:covered-table-cell/>"
    body = table(("Year", "Ships"), ("2020", "14"), (wide, covered), (covered, "15"))
    assert text_of(body + p("end")) == "Year\tShips\n2020\t14\nwide\n\t15\nend"


def test_a_table_in_a_cell_is_lines_of_that_cell() -> None:
    nested = f"<table:table-cell>{table(('x', 'y'))}{p('z')}</table:table-cell>"
    assert text_of(table((nested, "b"))) == "x y z\tb"


TALK = (("聞き手", "はじめに、きっかけは。"), ("課長", "ええ、人口が減りまして。"), ("聞き手", "なるほど。"))


def test_a_table_of_speakers_and_speech_is_a_talk() -> None:
    transcript = read("a.odt", open_document(p("調査一") + table(*TALK)))
    assert said(transcript) == list(TALK)
    assert transcript.front_matter == (0, 3)


def test_a_heading_by_element_or_style_interrupts_speech() -> None:
    for heading in ("<text:h>Part two</text:h>", "<text:p text:style-name='T'>Part two</text:p>"):
        body = p("I: Who?") + p("R: Me.") + heading + p("And you.") + p("I: So.")
        sheet = f'<office:document-styles {NAMES}><style:style style:name="Heading_20_1" style:display-name="Heading 1"/></office:document-styles>'
        transcript = read("a.odt", open_document(body, styles=sheet))
        assert said(transcript)[1:3] == [("R", "Me."), ("R", "And you.")]


def test_page_headers_are_counted_where_they_have_text() -> None:
    sheet = f"<office:document-styles {NAMES}><style:header>{p('Secret')}</style:header><style:footer>{p()}</style:footer></office:document-styles>"
    assert read("a.odt", open_document(p("x"), styles=sheet)).warnings == ("left out: 1 page header",)


@pytest.mark.parametrize("name", ["a.docx", "a.txt", "a.doc", "a"])
def test_an_open_document_under_another_name_is_read_as_what_it_is(name: str) -> None:
    for data in (open_document(p("I: a") + p("R: b")), flat(p("I: a") + p("R: b"))):
        transcript = read(name, data)
        assert transcript.format == "odt"
        assert len(transcript.turns) == 2
        assert "read as an OpenDocument text" in transcript.warnings[-1]


def test_a_password_is_told() -> None:
    manifest = "<m:manifest><m:file-entry><manifest:encryption-data/></m:file-entry></m:manifest>"
    data = package(
        {"mimetype": MIMETYPE, "META-INF/manifest.xml": manifest, "content.xml": b"\x8f\x02"},
        zipfile.ZIP_STORED,
    )
    assert "protected by a password" in refused(data)


@pytest.mark.parametrize(
    "data",
    [
        open_document(p("x"))[:200],
        open_document(p("x"))[:-30],
        package({"mimetype": MIMETYPE, "other.xml": "<x/>"}, zipfile.ZIP_STORED),
        package({"mimetype": MIMETYPE, "content.xml": "<office:document"}, zipfile.ZIP_STORED),
        b"plain words",
        flat(p("x"))[:-9],
    ],
    ids=["cut short", "no directory", "no content", "broken", "no zip", "flat, cut short"],
)
def test_damage_is_told_as_damage(data: bytes) -> None:
    assert "damaged" in refused(data)


def test_a_part_that_does_not_fit_its_sum_is_damaged() -> None:
    data = open_document(p("words to be read"))
    assert "damaged" in refused(data.replace(b"words to be", b"words to bf"))


def test_another_kind_of_document_inside_is_told() -> None:
    data = package({"mimetype": MIMETYPE, "content.xml": content(p("x"), kind="drawing")}, zipfile.ZIP_STORED)
    assert "no text document" in refused(data)


ENTITIES = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY b SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("prologue", [ENTITIES, OUTSIDE, '<!DOCTYPE x SYSTEM "http://localhost:9/x.dtd">'])
def test_a_document_type_is_refused_whatever_it_says(prologue: str) -> None:
    packed = package({"mimetype": MIMETYPE, "content.xml": content(p("&b;"), prologue)}, zipfile.ZIP_STORED)
    assert "document type" in refused(packed)
    plain = flat(p("&b;")).replace(b"?>", b"?>" + prologue.encode(), 1)
    assert "document type" in refused(plain, "a.fodt")


def test_a_package_that_unpacks_to_a_hundred_times_itself_is_not_unpacked() -> None:
    bomb = package({"mimetype": MIMETYPE, "content.xml": content(p("a" * 20_000_000))})
    assert "would unpack" in refused(bomb)


def test_parts_that_share_their_bytes_are_damage() -> None:
    data = bytearray(open_document(p("x"), styles="<x/>"))
    at = data.index(b"PK\x01\x02")
    data[at + 20 : at + 24] = len(data).to_bytes(4, "little")
    assert "damaged" in refused(bytes(data))


def test_more_tags_than_any_transcript_has_are_refused() -> None:
    many = p("<text:s/>" * 1_000_000)
    assert "far more than a transcript" in refused(open_document(many))
    assert "far more than a transcript" in refused(flat(many), "a.fodt")


def test_blanks_written_as_a_number_do_not_blow_up() -> None:
    began = time.process_time()
    transcript = read("a.odt", open_document(p("a<text:s text:c='999999999'/>" * 50, "b")))
    assert len(transcript.text) < 2_000_000
    assert time.process_time() - began < 10


def test_odd_but_harmless_structure_is_read() -> None:
    odd = (
        "<table:table-cell><text:p>lone</text:p></table:table-cell><table:table-row/><text:list-item/><table:table/>"
        "<text:p><text:p>in</text:p>out</text:p><draw:text-box/><table:table><table:table-cell/></table:table>"
    )
    transcript = read("a.odt", open_document(odd + p("end")))
    assert {"lone", "in", "out", "end"} <= set(transcript.text.split())
    assert_sound(transcript)


@needs_office
def test_an_office_program_reads_the_same_words() -> None:
    body = (
        "<text:h>港の調査</text:h>" + p("聞き手：a<text:s text:c='3'/>b<text:tab/>c<text:line-break/>é Ж 𠮷😀 {x} \\y")
        + p("With <text:ruby><text:ruby-base>漢字</text:ruby-base><text:ruby-text>かんじ</text:ruby-text></text:ruby>")
        + f"<text:list><text:list-item>{p('item')}</text:list-item></text:list>" + table(*TALK) + p("end")
    )  # fmt: skip
    expected = read("a.fodt", flat(body)).text
    words = converted(flat(body), "fodt", "txt").decode("utf-8-sig").replace("•", " ").split()
    assert expected.split() == words
    assert read("a.docx", converted(flat(body), "fodt", "docx")).text == expected
