"""A PDF reads as a person reads it: in order, in paragraphs, without what stands on every page."""

import pytest
from pdf_files import LEADING, Sheet, column, pdf, put, stream
from readings import assert_sound, read, said

from qcode.errors import UnreadableFileError
from qcode.model.documents import Transcript

FULL = "The town asked for a strategy and nobody there knew what one of them is"
"""As wide as the text of the pages here."""


def read_pdf(*sheets: Sheet | str, **more: str) -> Transcript:
    transcript = read("a.pdf", pdf(*sheets, **more))
    assert_sound(transcript)
    offsets = [offset for offset, _ in transcript.pages]
    assert offsets == sorted(offsets)
    assert len(offsets) == len(sheets)
    return transcript


def text_of(*sheets: Sheet | str, **more: str) -> str:
    return read_pdf(*sheets, **more).text


def told(*sheets: Sheet | str) -> str:
    return "; ".join(read_pdf(*sheets).warnings)


def refusal(data: bytes, name: str = "a.pdf") -> UnreadableFileError:
    with pytest.raises(UnreadableFileError) as caught:
        read(name, data)
    assert "\n" not in str(caught.value)
    return caught.value


def test_a_full_line_goes_on_with_the_next_one_and_a_short_one_does_not() -> None:
    assert text_of(column([FULL, "like here.", FULL, "or there."])) == f"{FULL} like here.\n{FULL} or there."


def test_lines_of_japanese_are_joined_by_nothing() -> None:
    lines = ["国際戦略は町のものであると町長は", "言い、港の人は別の事を言った。", "次の段落である。"]
    drawn = "".join(put(line, 72, 700 - 18 * at) for at, line in enumerate(lines))
    assert (
        text_of(drawn) == "国際戦略は町のものであると町長は言い、港の人は別の事を言った。\n次の段落である。"
    )


def test_a_first_line_that_is_indented_begins_a_paragraph() -> None:
    lines = [f"    {FULL[4:]}", FULL, FULL, f"    {FULL[4:]}", "till here."]
    assert text_of(column(lines)) == f"{FULL[4:]} {FULL} {FULL}\n{FULL[4:]} till here."


def test_an_ideographic_blank_begins_a_paragraph_and_is_kept() -> None:
    lines = ["　国際戦略は町のものであると町長は", "　言い、港の人は別のことを言った。"]
    drawn = "".join(put(line, 72, 700 - 18 * at) for at, line in enumerate(lines))
    assert text_of(drawn) == "\n".join(lines)


def test_room_between_lines_begins_a_paragraph() -> None:
    assert text_of(column([FULL, FULL, "", FULL, FULL])) == f"{FULL} {FULL}\n{FULL} {FULL}"


def test_items_of_a_list_and_headings_keep_their_line() -> None:
    lines = [
        FULL,
        "1. The port",
        "2. The school and everything that has to do with it and with its many",
        "   pupils",
    ]
    heading = put("A LARGER LINE THAT IS AS WIDE AS ANY", 72, 750, size=17)
    assert text_of(heading + column(lines)).split("\n") == [
        "A LARGER LINE THAT IS AS WIDE AS ANY",
        FULL,
        "1. The port",
        "2. The school and everything that has to do with it and with its many pupils",
    ]


def test_hanging_indents_are_one_line_a_turn_and_labels_are_exact() -> None:
    lines = [
        "Interviewer:   All right. " + FULL[:45],
        "               and how did you come to hear of it in the first place?",
        "Mayor:         By letter.",
        "Interviewer:   From whom was it that the letter came, if I may ask",
        "               anything about it?",
        "Mayor:         I could not say any more, it is so long ago. It must have",
        "               been the ministry.",
    ]
    transcript = read_pdf(column(lines))
    assert said(transcript) == [
        ("Interviewer", f"All right. {FULL[:45]} and how did you come to hear of it in the first place?"),
        ("Mayor", "By letter."),
        ("Interviewer", "From whom was it that the letter came, if I may ask anything about it?"),
        ("Mayor", "I could not say any more, it is so long ago. It must have been the ministry."),
    ]
    labels = [transcript.text[slice(*turn.label)] for turn in transcript.turns if turn.label]
    assert labels == ["Interviewer:", "Mayor:"] * 2


def test_labels_set_apart_by_a_tab_are_labels() -> None:
    drawn = "".join(
        put(label, 72, 700 - at * 30) + put(speech, 200, 700 - at * 30)
        for at, (label, speech) in enumerate([("聞き手：", "いつですか。"), ("町長：", "春です。")] * 5)
    )
    assert said(read_pdf(drawn)) == [("聞き手", "いつですか。"), ("町長", "春です。")] * 5


def test_a_turn_begins_a_line_even_after_a_full_one() -> None:
    lines = [
        f"Interviewer: {FULL[13:]}",
        "Mayor: It was the ministry and no",
        "Interviewer: I see.",
        "Mayor: Yes.",
    ]
    assert [speaker for speaker, _ in said(read_pdf(column(lines)))] == ["Interviewer", "Mayor"] * 2


@pytest.mark.parametrize(
    ("first", "second", "joined", "count"),
    [
        ("the munici-", "pality", "the municipality", 1),
        ("the self-", "governing", "the self-governing", 0),
        ("the Anglo-", "American", "the Anglo-American", 0),
        ("a short-", "and a long-term aim", "a short- and a long-term aim", 0),
        ("in 2023-", "07", "in 2023-07", 0),
        ("a town -", "our town", "a town - our town", 0),
    ],
)
def test_a_word_divided_at_a_line_end_is_one_again_where_its_hyphen_is_soft(
    first: str, second: str, joined: str, count: int
) -> None:
    lines = [
        FULL[: 70 - len(first)].ljust(70 - len(first), "x") + " " + first,
        f"{second} is it.",
        "A self-governing town.",
    ]
    transcript = read_pdf(column(lines))
    assert transcript.text.split("\n")[0].endswith(f" {joined} is it.")
    assert ("1 word divided" in "".join(transcript.warnings)) == bool(count)


def paged(*bodies: list[str], head: str = "Strategy of the port", foot: str = "- {} -") -> list[str]:
    return [
        put(head, 72, 800) + column(body) + put(foot.format(number), 280, 40)
        for number, body in enumerate(bodies, 1)
    ]


def test_running_heads_and_page_numbers_are_left_out_and_counted() -> None:
    sheets = paged([FULL, "one."], ["Another.", FULL, "two."], ["The third.", FULL, "three."])
    transcript = read_pdf(*sheets)
    assert transcript.text == f"{FULL} one.\nAnother.\n{FULL} two.\nThe third.\n{FULL} three."
    assert transcript.warnings[0] == "left out: 3 running heads or feet, 3 page numbers"


def test_a_first_line_that_happens_to_come_again_is_text() -> None:
    bodies = [
        ["Yes.", "", f"{FULL} {word}"] if word in "bdf" else [f"{word} no.", "", FULL] for word in "abcdefghi"
    ]
    assert text_of(*map(column, bodies)).count("Yes.") == 3


def test_a_speaker_with_a_time_at_the_head_of_a_page_is_no_running_head() -> None:
    heads = ["Speaker 1  00:00", "Speaker 2  04:10", "Speaker 1  09:25"]
    transcript = read_pdf(
        *(
            column([head, f"{word} {FULL[9:]}"])
            for head, word in zip(heads, ["So", "Then", "But"], strict=True)
        )
    )
    assert [who for who, _ in said(transcript)] == ["Speaker 1", "Speaker 2", "Speaker 1"]


def test_pages_begin_where_their_text_does_also_inside_of_a_paragraph() -> None:
    transcript = read_pdf(*paged([FULL, FULL], ["goes on.", "Then not."], ["The end."]))
    assert transcript.text == f"{FULL} {FULL} goes on.\nThen not.\nThe end."
    found = {label: transcript.text[offset:][:8] for offset, label in transcript.pages}
    assert found == {"1": FULL[:8], "2": "goes on.", "3": "The end."}


def test_a_page_can_begin_inside_of_a_word() -> None:
    transcript = read_pdf(column([FULL, FULL[:64] + "munici-"]), column(["pality.", FULL]))
    assert [transcript.text[offset:][:7] for offset, _ in transcript.pages] == [FULL[:7], "pality."]


def test_pages_have_the_labels_that_the_file_gives_them() -> None:
    labels = "/PageLabels << /Nums [0 << /S /r >> 2 << /S /D /P (A-) >>] >>"
    transcript = read_pdf(*(column([f"Words {word}."]) for word in "abcd"), catalog=labels)
    assert [label for _, label in transcript.pages] == ["i", "ii", "A-1", "A-2"]


LEFT = ["Two columns are", "read one after", "the other and", "never across.", "The left one", "comes first."]
RIGHT = [
    "Then the right",
    "one follows on",
    "as it does in",
    "any newspaper.",
    "Here it comes",
    "to its end.",
]


@pytest.mark.parametrize("across", [False, True])
def test_two_columns_are_read_one_after_the_other(across: bool) -> None:
    left, right = ([FULL[: 33 - len(line) % 3] for line in side] for side in (LEFT, RIGHT))
    left = [f"{line[:15]} {words[:17]}" for line, words in zip(LEFT, left, strict=True)]
    right = [f"{line[:15]} {words[:17]}" for line, words in zip(RIGHT, right, strict=True)]
    if across:
        drawn = "".join(
            put(one, 72, 700 - at * LEADING) + put(other, 300, 700 - at * LEADING)
            for at, (one, other) in enumerate(zip(left, right, strict=True))
        )
    else:
        drawn = column(left, 72, 700) + column(right, 300, 700)
    written = text_of(put("A title over both of the columns, as wide as they are both", 72, 740) + drawn)
    places = [written.index(line[:12]) for line in [*LEFT, *RIGHT]]
    assert written.startswith("A title")
    assert places == sorted(places)


def test_the_cells_of_a_table_are_one_row_a_line() -> None:
    rows = [("Exports", "12", "14"), ("Visitors", "3,400", "2,900"), ("Towns", "2", "2")] * 2
    drawn = "".join(
        put(cell, 72 + 150 * at, 700 - 16 * number)
        for number, row in enumerate(rows)
        for at, cell in enumerate(row)
    )
    assert text_of(drawn) == "\n".join("\t".join(row) for row in rows)


VERTICAL = ["国際戦略は町のものであると", "町長は言い、港の人は別のこ", "とを言った。"]


def vertical(*lines: str) -> str:
    return "".join(put(line, 500 - 18 * at, 700, font="V") for at, line in enumerate(lines))


def test_vertical_japanese_is_read_from_right_to_left_with_a_warning() -> None:
    transcript = read_pdf(vertical(*VERTICAL), vertical("次の頁も縦に書いてある。"))
    assert transcript.text == "".join(VERTICAL) + "\n次の頁も縦に書いてある。"
    assert "written vertically, so check its lines: pages 1, 2" in transcript.warnings


def test_heads_across_a_vertical_page_do_not_get_into_its_lines() -> None:
    sheets = [vertical(*VERTICAL) + put(f"Strategy, page {number}", 380, 800) for number in (1, 2)]
    transcript = read_pdf(*sheets)
    assert transcript.text == "\n".join(["".join(VERTICAL)] * 2)
    assert "2 running heads" in transcript.warnings[0]


def test_a_page_that_is_set_sideways_is_read_as_it_was_meant() -> None:
    sideways = "".join(
        put(line, 100 + at * 14, 72, turn="0 1 -1 0") for at, line in enumerate([FULL, "and on."])
    )
    assert text_of(Sheet(sideways, "/Rotate 90")) == f"{FULL} and on."


def test_small_kana_above_a_word_are_left_out_and_counted() -> None:
    drawn = put("港の町の国際戦略", 72, 700, size=12) + put("みなと", 72, 713, size=5)
    assert text_of(drawn) == "港の町の国際戦略"
    assert "1 ruby reading" in told(drawn)


def test_a_character_beyond_the_first_plane_is_one_character() -> None:
    assert text_of(put("𠮷野町の話", 72, 700)) == "𠮷野町の話"


@pytest.mark.parametrize("bullet", ["•", "\uf0b7", "\uf0a7"])
def test_a_bullet_begins_a_paragraph_also_one_of_a_symbol_font(bullet: str) -> None:
    drawn = column([FULL, FULL]) + put(f"{bullet} the harbour", 72, 720 - 2 * LEADING, font="J")
    assert text_of(drawn) == f"{FULL} {FULL}\n{bullet} the harbour"


def test_raised_figures_stay_in_their_line() -> None:
    drawn = put("The strategy", 72, 700) + put("12", 144, 704, size=6) + put("says so.", 156, 700)
    assert text_of(drawn) == "The strategy12 says so."


def test_what_is_drawn_outside_of_the_page_is_left_out_and_counted() -> None:
    inside = put("Within the page.", 72, 700) + put("hidden", 72, 900) + put("secret", 300, 20)
    sheet = Sheet(inside, "/CropBox [0 50 595 842]")
    assert text_of(sheet) == "Within the page."
    assert "12 characters outside the page" in told(sheet)


def test_watermarks_are_left_out_and_counted() -> None:
    drawn = put("Within the page.", 72, 700) + put("DRAFT", 200, 400, size=60, turn="0.7 0.7 -0.7 0.7")
    assert text_of(drawn) == "Within the page."
    assert "5 characters at an angle" in told(drawn)


def test_the_invisible_text_over_a_scanned_page_is_its_text() -> None:
    assert text_of(
        "3 Tr " + put("Recognised words.", 72, 700) + "0 Tr 1 1 1 rg" + put("White.", 72, 600)
    ) == ("Recognised words.\nWhite.")


def test_characters_without_a_meaning_are_shown_as_lost_and_counted() -> None:
    font = (
        "/Resources << /Font << /T << /Type /Font /Subtype /Type1 /BaseFont /Courier >> /X << /Type /Font"
        " /Subtype /Type0 /BaseFont /Odd /Encoding /Identity-H /DescendantFonts [<< /Type /Font"
        " /Subtype /CIDFontType2 /BaseFont /Odd /DW 600"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>] >> >> >>"
    )
    drawn = put("Words", 72, 700) + "BT /X 10 Tf 72 600 Td <000100020003> Tj ET"
    transcript = read_pdf(Sheet(drawn, font))
    assert "\ufffd" * 3 in transcript.text
    assert "what 3 characters mean" in "".join(transcript.warnings)


def test_pages_without_text_are_named_and_the_rest_is_read() -> None:
    transcript = read_pdf("", column(["Words."]), "", "")
    assert transcript.text == "Words."
    assert transcript.pages == ((0, "1"), (0, "2"), (6, "3"), (6, "4"))
    assert "no text, being empty or pictures: pages 1, 3, 4" in transcript.warnings


@pytest.mark.parametrize("name", ["a.txt", "a.docx", "a.doc", "noending", "a.PDF"])
def test_a_pdf_is_read_as_one_whatever_its_name(name: str) -> None:
    transcript = read(name, pdf(column(["Words."])))
    assert (transcript.text, transcript.format) == ("Words.", "pdf")


LOCK = f"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >>"


def test_what_cannot_be_read_is_refused_with_what_to_do() -> None:
    pictures = refusal(pdf("", ""))
    assert "its pages are pictures (2 pages)" in pictures.message
    assert "OCR" in pictures.hint
    locked = refusal(
        pdf(column(["Words."])).replace(
            b"/Root 1 0 R", b"/Root 1 0 R /ID [<41> <41>] /Encrypt " + LOCK.encode()
        )
    )
    assert "protected by a password" in locked.message
    assert "without the password" in locked.hint
    files = (
        "/Names << /EmbeddedFiles << /Names [(a) << /Type /Filespec /F (a) /EF << /F 1000 0 R >> >>] >> >>"
    )
    attached = pdf("", catalog=files, objects={1000: stream(b"words", "/Type /EmbeddedFile")})
    assert "portfolio" in refusal(attached).message
    form = pdf("", catalog="/AcroForm << /Fields [] /XFA 1000 0 R >>", objects={1000: stream(b"<xdp/>")})
    assert "XFA" in refusal(form).message
    assert "damaged" in refusal(b"%PDF-1.7 nothing follows").message
    assert "no PDF" in refusal(b"plain words").message
    assert "5,001 pages" in refusal(pdf(*[""] * 5001)).message
