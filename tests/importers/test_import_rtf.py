"""A rich text file reads as it does on the page with all changes accepted; what is left out is counted."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from office import converted, needs_office
from readings import ASKED, SAID, assert_sound, read, said

from qcode.errors import UnreadableFileError
from qcode.importers.rtf_body import document as limits

FONTS = r"{\fonttbl{\f0\fnil\fcharset0 Arial;}{\f1\fnil\fcharset128 Mincho;}{\f2\fnil\fcharset204 Times;}{\f3\fnil\fcharset2 Symbol;}}"
STYLES = r"{\stylesheet{\s0 Normal;}{\s1\sbasedon0 heading 1;}{\s2\outlinelevel1 Own;}{\*\cs10 Default;}}"


def rich(body: str | bytes, page: int = 1252) -> bytes:
    """Return a rich text file with a body."""
    head = rf"{{\rtf1\ansi\ansicpg{page}\deff0{FONTS}{STYLES}{{\colortbl;\red0;}}{{\info{{\title no}}}}\pard "
    inside = body if isinstance(body, bytes) else body.encode("latin-1")
    return head.encode() + inside + b"}"


def text_of(body: str | bytes, page: int = 1252) -> str:
    return read("a.rtf", rich(body, page)).text


def left_out(body: str) -> str:
    return "; ".join(read("a.rtf", rich(body + r"end\par")).warnings)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"one\par two\par", "one\ntwo"),
        (r"one\par\par two", "one\n\ntwo"),
        ("one\\\ntwo", "one\ntwo"),
        (r"a\tab b\line c\emdash\ldblquote d\rdblquote", "a\tb\nc—“d”"),
        (r"a\~b\_c\-d \{e\} \\f", "a\u00a0b-cd {e} \\f"),
        ("a\r\nb", "ab"),
        (r"{\b In}{\i ter}view", "Interview"),
        (r"caf\'e9 \'93q\'94 \u8211\'96 \u20320?", "café “q” – 你"),
        (r"\u-10179?\u-8640? and \u128512?", "🙀 and 😀"),
        (r"\uc2\u26085\'93\'fa\uc0\u26412 x\uc1\u35486{}y", "日本x語y"),
        (r"{\upr{ab}{\*\ud{\u26085?}}}c", "日c"),
        (r'a{\field{\*\fldinst HYPERLINK "x"}{\fldrslt{\ul link}}}b', "alinkb"),
        (r"a{\*\unknown gone}{\unknown kept}", "akept"),
        (r"{\f2 \'c6}{\f3 \'b7}", "Ж\uf0b7"),
        (r"a\bin3 {}}b", "ab"),
        (r"a{\*\bkmkstart x}b{\*\bkmkend x}{\xe{c}}", "ab"),
    ],
)
def test_text_is_what_the_page_shows(body: str, text: str) -> None:
    assert text_of(body) == text


def test_bytes_are_in_the_code_page_of_their_font() -> None:
    assert text_of(r"{\f1 \'95\'5c\'8e\'a6}\f0  caf\'e9", 932) == "表示 café"


def test_where_no_font_was_chosen_the_code_page_of_the_file_holds() -> None:
    only_western = rb"{\rtf1\ansi\ansicpg932\deff0{\fonttbl{\f0\fcharset0 Arial;}}\f0 \'95\'5c\'8e\'a6}"
    assert read("a.rtf", only_western).text == "表示"
    assert text_of(r"\'95\'5c\'8e\'a6", 932) == "表示"
    no_fonts = rb"{\rtf1\ansi\ansicpg932 \'95\'5c\'8e\'a6}"
    assert read("a.rtf", no_fonts).text == "表示"


@pytest.mark.parametrize(
    "written",
    [
        rb"\'83\'5c\'94\'5c",
        rb"\'83\\\'94\\",
        b"\x83\\\\\x94\\\\",
        b"\x83\\\x94\\\x82",
    ],
    ids=["in hex", "escaped", "raw and escaped", "raw"],
)
def test_a_second_byte_that_is_a_backslash_belongs_to_its_character(written: bytes) -> None:
    assert text_of(rb"{\f1 " + written + b"}", 932).startswith("ソ能")


def test_any_japanese_survives_as_bytes_and_as_unicode() -> None:
    words = "聞き手：ソ連の①㈱髙﨑、表示〜能力。"
    in_hex = "".join(f"\\'{byte:02x}" for byte in words.encode("cp932"))
    assert text_of(rf"{{\f1 {in_hex}}}", 932).replace("～", "〜") == words.replace("～", "〜")
    assert text_of("".join(f"\\u{ord(letter)}?" for letter in words)) == words
    assert text_of("".join(f"\\u{ord(letter)}\\'3f" for letter in words)) == words


def test_bytes_outside_the_code_page_are_told() -> None:
    transcript = read("a.rtf", rich(r"a\'81b"))
    assert transcript.text == "a\ufffdb"
    assert "1 character made U+FFFD" in transcript.warnings[0]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (r"{\footnote\pard no\par}", "1 footnote"),
        (r"{\footnote\ftnalt no}", "1 endnote"),
        (r"{\*\atnid K}{\*\atnauthor no}{\*\annotation no}", "1 comment"),
        (r"{\header\pard no\par}{\footerf no}", "1 page header, 1 page footer"),
        (r"{\*\shppict{\pict\pngblip 8950}}{\nonshppict{\pict 00}}", "1 picture"),
        (r"{\pict\bin4 }}}}}", "1 picture"),
        (r"{\object\objemb{\*\objdata 00}{\result }}", "1 embedded object"),
        (r"{\v no}{\v\v0}", "2 hidden characters"),
        (r"{\deleted no}", "1 deletion"),
        (r"{\listtext 1.\tab}{\listtext\tab}", "1 automatic list number"),
        (r"{\*\moMath no}", "1 equation"),
    ],
)
def test_what_is_no_running_text_is_counted(body: str, told: str) -> None:
    assert text_of(body + r"end\par") == "end"
    assert left_out(body) == f"left out: {told}"


def test_empty_page_headers_are_not_counted() -> None:
    assert left_out(r"{\header\pard\plain\par}") == ""


def test_plain_shows_what_was_hidden() -> None:
    assert text_of(r"a\v b\plain c\v d\v0 e") == "ace"


def test_a_reading_above_a_word_is_left_out_and_the_word_is_not() -> None:
    field = (
        r'{\field{\*\fldinst{EQ \\* jc2 \\* "Font:x" '
        r"\\o\\ad(\\s\\up 9(\u12415?\u12394?\u12392?),{\f1 \'8d\'60})}}{\fldrslt}}"
    )
    assert text_of(rf"\u21476?\u12356? {field}x", 932) == "古い 港x"
    assert left_out(field) == "left out: 1 ruby reading"
    without_alignment = field.replace(r"\\ad", "")
    assert text_of(rf"\u21476?\u12356? {without_alignment}x", 932) == "古い 港x"


@pytest.mark.parametrize("question", [r"{\b %s}", r"\b %s\b0 ", r"\b %s\plain "])
def test_questions_in_bold_without_labels_are_the_interviewers(question: str) -> None:
    body = r"\par ".join(rf"{question % asked}\par {answer}" for asked, answer in ASKED)
    assert said(read("a.rtf", rich(body))) == SAID
    assert read("a.rtf", rich(body.replace(r"\b ", r"\b0 "))).turns == ()


def test_a_text_box_is_text_once_after_its_paragraph() -> None:
    box = r"{\shp{\*\shpinst\shpleft0{\sp{\sn n}{\sv v}}{\shptxt\pard box\par more\par}}{\shprslt no}}"
    assert text_of(rf"a{box}b\par c") == "ab\nbox\nmore\nc"


def test_rows_are_lines_with_tabs_between_cells() -> None:
    row = r"\trowd\cellx900\cellx1800\pard\intbl Year\cell 2020\par or so\cell\row"
    assert (
        text_of(rf"above\par {row}{row}\pard below\par") == "above\nYear\t2020 or so\nYear\t2020 or so\nbelow"
    )


def test_a_table_in_a_cell_is_lines_of_that_cell() -> None:
    inner = r"\pard\intbl\itap2 x\nestcell y\nestcell{\*\nesttableprops\trowd\nestrow}{\nonesttables\par}"
    body = rf"\trowd\pard\intbl A\cell B\par {inner}\pard\intbl C\cell\row\pard end"
    assert text_of(body) == "A\tB x y C\nend"


def test_headings_by_style_or_outline_interrupt_speech() -> None:
    for heading in (r"\s1 ", r"\s2 ", r"\outlinelevel0 "):
        body = rf"I: Who?\par R: Me.\par\pard{heading}Part two\par\pard And you.\par I: So.\par"
        assert said(read("a.rtf", rich(body)))[1:3] == [("R", "Me."), ("R", "And you.")]


def test_a_table_of_speakers_and_speech_is_a_talk() -> None:
    talk = [("Ann", "Who came to the port?"), ("Bo", "All of them came."), ("Ann", "Really all?")]
    rows = "".join(rf"\trowd\pard\intbl {name}\cell {speech}\cell\row" for name, speech in talk)
    assert said(read("a.rtf", rich(rows))) == talk


def test_times_at_the_ends_of_paragraphs_are_read() -> None:
    transcript = read(
        "a.rtf",
        rich(r"I: Wie kam es? #00:01:23-4#\par B: \'dcber Umwege. #00:01:30-0#\par I: Gut. #00:01:31-2#\par"),
    )
    assert said(transcript)[1] == ("B", "Über Umwege.")
    assert [turn.time_end for turn in transcript.turns] == [83.4, 90.0, 91.2]


@pytest.mark.parametrize("name", ["a.doc", "a.docx", "a.txt", "a"])
def test_rich_text_under_another_name_is_read_as_what_it_is(name: str) -> None:
    transcript = read(name, rich(r"I: a\par R: b\par"))
    assert transcript.format == "rtf"
    assert "read as a rich text file" in transcript.warnings[-1]


def test_a_file_that_was_cut_short_is_read_and_this_is_told() -> None:
    transcript = read("a.rtf", rich(r"I: a\par R: b\par {\b c")[:-1])
    assert transcript.text == "I: a\nR: b\nc"
    assert "cut short" in transcript.warnings[0]


@pytest.mark.parametrize(
    "body",
    [
        "{" * 90_000 + "end",
        rb"\'83\\" * 100_000 + b" end",
        b"\x83\\\\" * 100_000 + b" end",
        r"{\shp{\*\shpinst{\shptxt " * 5_000 + "end",
        r"\pard\intbl\itap99999 x\nestcell" * 30_000 + r"\pard end",
        r"{\upr" * 20_000 + "}" * 20_000 + "end",
        r"\u12354?" * 300_000 + "end",
        r"{\pict " + "0123456789abcdef\n" * 300_000 + "}end",
        r"end{\bin9999999999 ",
        r"\trowd\intbl\cell\row" * 40_000 + r"\pard end",
    ],
    ids=["depth", "pairs", "raw pairs", "boxes", "tables", "upr", "unicode", "picture", "bin", "cells"],
)
def test_files_made_to_do_harm_are_read_in_bounded_time(body: str | bytes) -> None:
    began = time.process_time()
    assert read("a.rtf", rich(body, 932)).text.endswith("end")
    assert time.process_time() - began < 10


def test_more_tokens_or_groups_than_any_program_writes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableFileError, match="nests"):
        read("a.rtf", rich("{" * 100_001))
    monkeypatch.setattr(limits, "MOST_TOKENS", 200)
    for body in (r"\b" * 201, r"{\pict" + "{}" * 201 + "}"):
        with pytest.raises(UnreadableFileError, match="more complicated"):
            read("a.rtf", rich(body))


FORMATS = re.findall(
    r"\S+",
    r"\par \pard \intbl \cell \row \nestcell \nestrow \itap2 \trowd \v \v0 \plain \f1 \uc0 \uc2 \s1 \'",
)
LETTERING = re.findall(
    r"\S+", r"\u12354? \u-10179? \'83 \'5c \\ \{ \} \* \bin2 \upr \line \~ \deleted \u \f \x"
)
GROUPS = re.findall(
    r"\S+",
    r"{ } {\shptxt {\footnote {\field {\*\fldinst {\fldrslt {\pict {\fonttbl {\stylesheet {\*\x {\object",
)
TOKENS = [*FORMATS, *LETTERING, *GROUPS, "words ", "Ann: ", "\\", "\x83", "\n", "\0"]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(TOKENS), max_size=40))
def test_any_order_of_tokens_is_read(tokens: list[str]) -> None:
    assert_sound(read("a.rtf", rich(r"start\par " + "".join(tokens), 932)))


LETTERS = st.text(st.sampled_from("aé Ж日本ソ表能①髙𠮷😀{}\\~—“\t"), min_size=1, max_size=12)


@settings(max_examples=200, deadline=None)
@given(st.lists(LETTERS, min_size=1, max_size=4))
def test_what_is_written_as_unicode_is_read_back(lines: list[str]) -> None:
    def written(letter: str) -> str:
        if letter in "{}\\":
            return "\\" + letter
        if letter == "\t":
            return r"\tab "
        units = letter.encode("utf-16-le")
        codes = [int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2)]
        return letter if letter.isascii() else "".join(f"\\u{code}?" for code in codes)

    body = "".join("".join(map(written, line)) + r"\par " for line in [*lines, "end"])
    assert text_of(body) == "\n".join([*lines, "end"])


@needs_office
def test_an_office_program_reads_the_same_words() -> None:
    body = (
        r"\f0 Port \b study\b0\par {\f1 \'95\'b7\'82\'ab\'8e\'e8}: caf\'e9 \ldblquote q\rdblquote \endash  \u26412\'3f\par"
        r'shown{\field{\*\fldinst HYPERLINK "http://localhost"}{\fldrslt link}}\par'
        r"\trowd\cellx900\cellx1800\pard\intbl A\cell B\par C\cell\row\pard after \u-10179?\u-8640?\par {\f2 \'c6}\par"
    )
    data = rich(body, 932)
    assert read("a.rtf", data).text.split() == converted(data, "rtf", "txt").decode("utf-8-sig").split()
