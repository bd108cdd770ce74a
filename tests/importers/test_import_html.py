"""A web page reads as a browser shows it; what is left out is counted."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readings import ASKED, SAID, assert_sound, read, said

from qcode.errors import DataError, UnreadableFileError
from qcode.importers import html


def text_of(page: str) -> str:
    return read("a.html", page).text


def left_out(page: str) -> str:
    return "; ".join(read("a.html", page + "<p>end").warnings)


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("<p>one<p>two<div>three<p>four</div>five", "one\ntwo\nthree\nfour\nfive"),
        ("<p> a\n  b <b>c</b>d <i> e</i>", "a b cd e"),
        ("<p>a <br> b<br/>c<br></p>d", "a\nb\nc\nd"),
        ("<p>日本\n  語の x\ny", "日本語の x y"),
        ("<p>\u3000字下げ&nbsp;</p>", "\u3000字下げ\u00a0"),
        ("<pre>\n a\n   b</pre>c", " a\n   b\nc"),
        ("a &amp; b &lt;c&gt; &#12354; &#x1f600; &eacute; 1 < 2", "a & b <c> あ 😀 é 1 < 2"),
        ("<ul><li>one<li>two<ul><li>three</ul></ul>", "one\ntwo\nthree"),
        ("<h1>Port</h1>text", "Port\ntext"),
        ("<a href='x'>link</a>ed <q>word</q>", "linked word"),
        ("text without any tag", "text without any tag"),
        ("<p>a</body></html>words after the end<html><p>and more", "a\nwords after the end\nand more"),
        ("<script/>still <style/>there", "still there"),
        ("<p>a\0b and more words", "a\u2400b and more words"),
    ],
)
def test_blocks_are_lines_and_white_space_is_as_a_browser_shows_it(page: str, text: str) -> None:
    assert text_of(page) == text


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("<script>if (a<b) document.write('<p>no</p>')</script>", "1 script"),
        ("<style>p { color: red }</style><script></script>", "1 style sheet, 1 script"),
        ("<template><p>no</template>", "1 template"),
        ("<noscript><p>no</noscript>", "1 scriptless part"),
        ("<nav><ul><li>Home<li>News</ul></nav>", "1 navigation menu"),
        ("<p hidden>no</p><div style='color: red; display : NONE'>no<p>no</div>", "2 hidden elements"),
        ("<span style='mso-hide:all'>no</span>", "1 hidden element"),
        ("<img alt='no'>", "1 picture"),
        ("<del>no</del>", "1 deletion"),
        ("<ol><li>", "1 automatic list number"),
        ("<iframe src='http://localhost:9/'>no</iframe>", "1 embedded page"),
        ("<select><option>no</select>", "1 choice list"),
    ],
)
def test_what_a_reader_does_not_see_is_left_out_and_counted(page: str, told: str) -> None:
    assert text_of(page + "<p>end") == "end"
    assert left_out(page) == f"left out: {told}"


def test_header_aside_and_form_are_kept() -> None:
    assert text_of("<header>a</header><aside>b</aside><form>c</form>") == "a\nb\nc"


def test_the_foot_of_a_page_is_left_out_and_that_of_an_article_is_not() -> None:
    page = "<article><p>Ann: Yes.</p><footer>signed</footer></article><footer>© Nagi Times</footer>"
    assert text_of(page) == "Ann: Yes.\nsigned"
    assert left_out(page) == "left out: 1 page footer"


def test_a_page_hidden_until_a_script_shows_it_is_read() -> None:
    assert text_of("<body style='display:none'><p>words") == "words"


def test_readings_above_words_are_left_out() -> None:
    page = "<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>の話"
    assert text_of(page) == "漢字の話"
    assert left_out(page) == "left out: 2 ruby readings"


def test_title_author_and_date_are_metadata() -> None:
    page = (
        "<html><head><title>The\n port</title><meta name=Author content='K. Mori'>"
        "<meta property='article:published_time' content='2024-05-02'><meta name=author content=x></head>"
        "<body><svg><title>no</title></svg><p>words"
    )
    transcript = read("a.html", page)
    assert transcript.metadata == {"title": "The port", "author": "K. Mori", "date": "2024-05-02"}
    assert transcript.text == "words"


TALK = [("Ann", "Who came to the port?"), ("Bo", "All of them came."), ("Ann", "Really all of them?")]


def test_bold_labels_are_labels() -> None:
    page = "".join(f"<p><b>{name}:</b> {speech}</p>" for name, speech in TALK)
    assert said(read("a.html", page)) == TALK


@pytest.mark.parametrize(
    "question",
    [
        "<p><b>{}</b></p>",
        "<p><STRONG>{}</STRONG><br></p>",
        "<p style='font-weight: bold'>{}",
        "<p><i><b>{}</b></i></p>",
    ],
)
def test_questions_in_bold_without_labels_are_the_interviewers(question: str) -> None:
    page = "".join(f"{question.format(asked)}<p>{answer}</p>" for asked, answer in ASKED)
    assert said(read("a.html", page)) == SAID
    thin = question.format("<span style='font-weight:normal'>{}</span>")
    thinly = "".join(f"{thin.format(asked)}<p>{answer}</p>" for asked, answer in ASKED)
    assert read("a.html", thinly).turns == ()


def test_the_head_and_foot_of_pages_saved_by_a_word_processor_are_left_out() -> None:
    page = "<div title='header'><p>Study 4</div><p>Ann: Yes.</p><div title='footer'><p>1</p></div>"
    assert text_of(page) == "Ann: Yes."
    assert left_out(page) == "left out: 1 page header, 1 page footer"


def test_a_table_of_speakers_and_speech_is_a_talk() -> None:
    rows = "".join(f"<tr><td>{name}<td><p>{speech}" for name, speech in TALK)
    transcript = read("a.html", f"<table><tbody>{rows}</table>")
    assert said(transcript) == TALK
    assert transcript.text.split("\n")[0] == "Ann\tWho came to the port?"


def test_a_list_of_terms_is_a_talk_and_a_further_text_is_the_same_speakers() -> None:
    entries = "".join(f"<dt>{name}<dd>{speech}" for name, speech in TALK)
    transcript = read("a.html", f"<dl>{entries}<dd>Every one of them?</dl>")
    assert said(transcript) == [*TALK, ("Ann", "Every one of them?")]


def test_a_name_may_span_several_rows() -> None:
    page = (
        "<table><tr><td rowspan=2>Ann<td>Who came to it?<tr><td>And why did they?"
        "<tr><td>Bo<td>All of them came.<tr><td>Ann<td>Oh, they did."
    )
    names = [name for name, _ in said(read("a.html", page))]
    assert names == ["Ann", "Ann", "Bo", "Ann"]


def test_a_heading_interrupts_speech() -> None:
    page = "<p>I: Who?<p>R: Me.<h2>Part two</h2><p>And you.<p>I: So."
    assert said(read("a.html", page))[1:3] == [("R", "Me."), ("R", "And you.")]


def test_tables_of_figures_are_rows_and_those_that_lay_a_page_out_are_not() -> None:
    assert text_of("<table><tr><th>Year<th>Ships<tr><td>2020<td>14</table>") == "Year\tShips\n2020\t14"
    layout = "<table><tr><td>menu<td><h1>Port</h1><p>a<p>b<table><tr><td>x<td>y</table></table>"
    assert text_of(layout) == "menu\nPort\na\nb\nx\ty"


JAPANESE = "聞き手：はじめに。課長：ええ、表示①です。"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (f"<meta charset=Shift_JIS><p>{JAPANESE}".encode("cp932"), "cp932"),
        (f"<meta http-equiv=x content='text/html; charset=x-sjis'><p>{JAPANESE}".encode("cp932"), "cp932"),
        (f"<?xml version='1.0' encoding='windows-31j'?><p>{JAPANESE}".encode("cp932"), "cp932"),
        (f"<p>{JAPANESE}".encode("cp932"), "cp932"),
        (f"<meta charset=utf-16><p>{JAPANESE}".encode(), "utf-8"),
        (f"<meta charset=no-such><p>{JAPANESE}".encode(), "utf-8"),
        (f"<meta charset=Shift_JIS><p>{JAPANESE}".encode("utf-8-sig"), "utf-8"),
        (f"<meta charset=Shift_JIS><p>{JAPANESE}".encode("utf-16"), "utf-16-le"),
        (f"<meta charset=utf-8><p>{JAPANESE}".encode("cp932"), "cp932"),
    ],
)
def test_the_encoding_is_the_marks_or_the_pages_own(data: bytes, encoding: str) -> None:
    transcript = read("a.html", data)
    assert (transcript.text, transcript.encoding) == (JAPANESE, encoding)


def test_a_page_in_another_encoding_than_it_says_is_read_and_this_is_told() -> None:
    saved = read("a.html", f"<meta charset=euc-jp><p>{JAPANESE}".encode())
    assert saved.text == JAPANESE
    assert "says it is euc_jp, but is utf-8" in saved.warnings[0]
    wrong = read("a.html", b"<meta charset=euc-jp><p>" + JAPANESE.encode("cp932"))
    assert wrong.text == JAPANESE
    assert "read as cp932" in "".join(wrong.warnings)


def test_the_word_of_a_person_goes_before_the_pages() -> None:
    data = "<meta charset=shift_jis><p>café".encode("cp1252")
    assert read("a.html", data, encoding="cp1252").text == "café"
    with pytest.raises(DataError, match="is not utf-8"):
        read("a.html", data, encoding="utf-8")


@pytest.mark.parametrize("name", ["a.doc", "a.docx", "a.txt", "a.odt", "a.rtf", "a"])
def test_a_page_under_another_name_is_read_as_what_it_is(name: str) -> None:
    transcript = read(name, "<!-- saved -->\n<!DOCTYPE html>\n<html><p>I: a<p>R: b</html>")
    assert transcript.format == "html"
    assert len(transcript.turns) == 2
    assert "read as a web page" in transcript.warnings[-1]


def test_markdown_that_begins_with_a_tag_stays_markdown() -> None:
    assert read("a.md", "<body>\n\n# Port").format == "md"


def test_declarations_and_entities_of_a_document_type_are_not_followed() -> None:
    page = '<!DOCTYPE html [<!ENTITY e SYSTEM "file:///etc/hostname"><!ENTITY a "ha">]><p>x &e; &a;'
    assert text_of(page) == "x &e; &a;"


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000 + "end",
        "<table><tr><td>" * 50_000 + "end",
        "<dl><dt>a<dd>" * 20_000 + "end",
        "<table><tr><td rowspan=65534>x" + "<tr><td>y" * 20_000 + "end",
        "<p style='" + "display :" * 500_000 + "'>end",
        "<p " + "".join(f"a{number}=1 " for number in range(100_000)) + ">end",
        "<!--" * 200_000 + "--><p>end",
        "&" * 200_000 + "<p>end",
        "<p>a" + " " * 5_000_000 + "end",
    ],
    ids=["depth", "tables", "terms", "rowspan", "attribute", "attributes", "comments", "signs", "blanks"],
)
def test_pages_made_to_do_harm_are_read_in_bounded_time(page: str) -> None:
    began = time.process_time()
    assert text_of(page).endswith("end")
    assert time.process_time() - began < 10


def test_more_tags_than_any_transcript_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "MOST_TAGS", 10)
    with pytest.raises(UnreadableFileError, match="more than 10 tags"):
        read("a.html", "<p>" * 11)


INLINE = ["b", "i", "br", "ruby", "rt", "title", "nav", "script", "textarea", "select", "body", "html"]
TAGS = [*INLINE, "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "table", "tr", "td", "th", "h1", "pre"]
PIECE = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
    st.sampled_from(
        ["<td rowspan=3>", "<p hidden>", " ", "\n", "&amp;", "<", "&", "]]>", "<!--", "-->", "港", "Ann: "]
    ),
    st.text(max_size=4),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECE, max_size=30))
def test_any_soup_of_tags_is_read(pieces: list[str]) -> None:
    page = "".join(pieces).encode("utf-8", "replace").decode("utf-8")
    assert_sound(read("a.html", "<p>start</p>" + page))


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "<div>",
                "<b>",
                "<table>",
                "<tr>",
                "<td>",
                "<li>",
                "<dl>",
                "<dd>",
                "</td>",
                "</table>",
                "</p>",
                "</dl>",
            ]
        ),
        max_size=25,
    )
)
def test_no_word_between_tags_is_lost_or_doubled(tags: list[str]) -> None:
    words = [f"w{number}" for number in range(len(tags))]
    page = " ".join(f"{tag} {word}" for tag, word in zip(tags, words, strict=True))
    assert sorted(text_of(f"start {page}").split()) == sorted(["start", *words])
