"""Whatever the bytes: a transcript that holds together, or one line of our own words."""

import random
from collections.abc import Iterator
from zipfile import ZIP_STORED

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readings import assert_sound, read
from word_files import cell, package, paragraph, run, styles, table, word_file

from qcode.errors import QcodeError

WORD = word_file(
    paragraph(run("Interviewer:", "<w:b/>"), " Who?")
    + paragraph("R1: The port.", properties='<w:pStyle w:val="H"/>')
    + table(("Ann", cell("One.", "Two.")), ("Bo", "Three then."), ("Ann", "Four or so."))
    + paragraph(
        "<w:ins><w:r><w:t>new</w:t></w:r></w:ins>", "<w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
    ),
    styles=styles('<w:style w:styleId="H"><w:name w:val="heading 1"/></w:style>'),
)
BODY = WORD.index(b"word/document.xml")
PAGE = (
    "<title>x</title><meta charset=utf-8><p><b>Ann:</b> Who?<p>Bo: The <ruby>港<rt>みなと</ruby>.<p>Ann: a<br>b"
    "<table><tr><td rowspan=2>Ann<td>One.<tr><td>Two then.<tr><td>Ann<td>Four.</table><dl><dt>c<dd>d</dl>"
)
RICH = (
    rb"{\rtf1\ansi\ansicpg932{\fonttbl{\f0\fcharset128 x;}}{\stylesheet{\s1 heading 1;}}\f0 Ann: \'95\'5c\u12354?\par"
    rb"{\shp{\*\shpinst{\shptxt box\par}}}{\v no}\s1 Bo: x\par\trowd\intbl a\cell b\cell\row\pard Ann: c{\pict\bin2 {}}\par}"
)
NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table")
)
FLAT = (
    f'<?xml version="1.0"?><office:document {NAMES}><office:body><office:text><text:h>x</text:h>'
    "<text:p>Ann: a<text:s text:c='2'/>b</text:p><text:p>Bo: <text:span>c</text:span></text:p><table:table>"
    "<table:table-row><table:table-cell><text:p>d</text:p></table:table-cell><table:covered-table-cell/>"
    "</table:table-row></table:table><text:p>Ann: e</text:p></office:text></office:body></office:document>"
)
OPEN = package({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": FLAT}, ZIP_STORED)
SEEDS = {
    "a.txt": "日時：5月2日\n\n聞き手：きっかけは。[00:01:02]\n課長：はい（笑）。\n――それで\nQ1. a\n".encode(),
    "b.txt": "Interviewer: Who?\r\nMayor: The port.\r\n**Ann:** x\r\n{000}: y\r\nAnn  0:02\r\n".encode(
        "utf-16"
    ),
    "c.txt": "聞き手：はい。\n課長：ええ、①です。\n".encode("cp932"),
    "d.md": b"---\ntitle: x\n---\n\n# A\n\n**I:** \\[07:46\\] b\n\n**R:** c\n\n```\n# d\n```\n",
    "e.vtt": (
        b"WEBVTT\n\nNOTE x\n\n00:01.000 --> 00:02.000\n<v Ann>One &amp; <i>two</i></v>\n\n"
        b"00:02.000 --> 01:00:03.000 align:start\n- Bo: three\n[Ann] four\n"
    ),
    "f.srt": b"1\n00:00:01,000 --> 00:00:02,000\n{\\an8}Ann: a\n\n2\n00:00:02,000 --> 00:00:03,000\n>> b\n",
    "g.docx": WORD,
    "h.html": PAGE.encode(),
    "i.rtf": RICH,
    "j.odt": OPEN,
    "k.fodt": FLAT.encode(),
    "noending": b"WEBVTT\n\n00:01.000 --> 00:02.000\nx",
}
SPLICES = rb"\0 \xff \n \r --> <v > &# \x1b$B \xe2\x80\xa8 PK\x03\x04 { :".split()
SPLICES = [splice.decode("unicode_escape").encode("latin-1") for splice in SPLICES]


def mutants(seed: bytes, number: random.Random, count: int) -> Iterator[bytes]:
    """Yield copies of a file with bytes flipped, cut, doubled, moved or put in."""
    for _ in range(count):
        data = bytearray(seed)
        for _ in range(number.choice([1, 1, 2, 5, 20])):
            if not data:
                break
            at = number.randrange(len(data))
            upto = min(len(data), at + number.choice([1, 4, 40]))
            change = number.randrange(5)
            if change == 0:
                data[at] = number.randrange(256)
            elif change == 1:
                del data[at:upto]
            elif change == 2:
                data[at:at] = data[at:upto] * number.choice([1, 3])
            elif change == 3:
                data[at:at] = number.choice(SPLICES)
            else:
                data[at] ^= 1 << number.randrange(8)
        yield bytes(data)


def survives(name: str, data: bytes) -> str:
    """Read data; return what was told if it was refused. Anything but a QcodeError fails the test."""
    told = ""
    try:
        assert_sound(read(name, data))
    except QcodeError as error:
        told = str(error)
    assert "\n" not in told
    assert len(told) < 400
    return told


@pytest.mark.parametrize("name", SEEDS)
def test_two_hundred_damaged_copies_are_read_or_refused_in_words(name: str) -> None:
    assert survives(name, SEEDS[name]) == ""
    for data in mutants(SEEDS[name], random.Random(name), 200):
        survives(name, data)


def test_damage_inside_the_text_of_a_word_file_is_met_as_well() -> None:
    number = random.Random("inside")
    inside = b"<w:p><w:pPr/><w:r><w:rPr><w:vanish/></w:rPr><w:t>I: a</w:t></w:r></w:p>" * 3
    for data in mutants(inside, number, 200):
        survives("a.docx", word_file(data.decode("utf-8", "replace").replace("\0", "")))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(sorted(SEEDS)))
def test_any_bytes_under_any_name_are_read_or_refused(data: bytes, name: str) -> None:
    survives(name, data)


LINES = """00:00:01.000 --> 00:00:02.000
00:00:05,000 --> x
<v Ann>
<v Bo>b</v>
- d
[Ann]
Ann: e
Ann
>> f
-
NOTE g
STYLE
WEBVTT
1

&#10;
Music: h
港
<v Music>i
j."""


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(LINES.split("\n")), max_size=16), st.sampled_from(["a.vtt", "a.srt"]))
def test_captions_of_any_build_are_read_or_refused(lines: list[str], name: str) -> None:
    survives(name, "\n".join(lines).encode())
