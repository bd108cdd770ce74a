"""Word files as Teams, NVivo, Otter and people write them."""

import pytest
from readings import assert_sound, read, said
from word_files import paragraph, run, styles, table, word_file

from qcode.model.documents import Role, Transcript

BREAK = "<w:r><w:br/></w:r>"
BOLD = "<w:b/>"
STYLES = styles(
    '<w:style w:type="paragraph" w:styleId="Name"><w:name w:val="heading 2"/></w:style>',
    '<w:style w:type="paragraph" w:styleId="Ask"><w:name w:val="Frage"/><w:rPr><w:b/></w:rPr></w:style>',
    '<w:style w:type="character" w:styleId="Loud"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>',
)
TALK = [("Sato Kenji", "Thank you."), ("Mara", "My pleasure."), ("Sato Kenji", "So?")]
ASKED = [
    "How did it start?",
    "With a letter.",
    "What did it say?",
    "That we should come.",
    "And then?",
    "We met.",
]


def reading(body: str, **parts: str) -> Transcript:
    transcript = read("a.docx", word_file(body, **parts))
    assert_sound(transcript)
    return transcript


def times(transcript: Transcript) -> list[tuple[float | None, float | None]]:
    return [(turn.time_start, turn.time_end) for turn in transcript.turns]


def teams(*shape: str, soft: bool) -> str:
    """The talk as paragraphs of a shape for each turn, or as one paragraph with soft line breaks."""
    clock = [("0:0:3.100", "0:0:8.250"), ("0:0:9.0", "0:0:12.5"), ("0:1:0.100", "0:1:2.0")]
    body = ""
    for (who, words), (start, end) in zip(TALK, clock, strict=True):
        lines = [
            line.format(who=who, words=words, start=start, end=end, at=start[:-4] or start) for line in shape
        ]
        if soft:
            runs = [piece for line in lines for piece in (BREAK, run(line))][1:]
            body += paragraph(*runs)
        else:
            body += "".join(map(paragraph, lines))
    return body


@pytest.mark.parametrize("soft", [False, True], ids=["paragraphs", "soft breaks"])
def test_teams_times_names_and_words_one_below_the_other(soft: bool) -> None:
    transcript = reading(teams("{start} --&gt; {end}", "{who}", "{words}", soft=soft))
    assert said(transcript) == TALK
    assert times(transcript) == [(3.1, 8.25), (9.0, 12.5), (60.1, 62.0)]


@pytest.mark.parametrize("soft", [False, True], ids=["paragraphs", "soft breaks"])
def test_teams_name_and_range_on_one_line(soft: bool) -> None:
    transcript = reading(teams("{who}  {start} --&gt; {end}", "{words}", soft=soft))
    assert said(transcript) == TALK
    assert times(transcript) == [(3.1, 8.25), (9.0, 12.5), (60.1, 62.0)]


@pytest.mark.parametrize("empty_first", [False, True])
def test_teams_name_and_time_before_a_soft_break_between_notes_of_the_recording(empty_first: bool) -> None:
    body = "".join(
        map(paragraph, ("Harbour-20250115_100000-Recording", "January 15, 2025, 10:00AM", "12m 3s"))
    )
    for (who, words), at in zip(TALK, ("0:03", "0:09", "1:00"), strict=True):
        body += paragraph(*([BREAK] * empty_first), run(f"{who}   {at}"), BREAK, run(words))
    transcript = reading(body + paragraph("Sato Kenji stopped transcription"))
    assert said(transcript) == TALK
    assert times(transcript) == [(3, None), (9, None), (60, None)]
    assert transcript.metadata == {}


def test_otters_word_file_ends_with_a_line_of_its_own() -> None:
    lines = [
        "Sato Kenji  0:02",
        "Thank you.",
        "",
        "Mara  0:09",
        "My pleasure.",
        "",
        "Sato Kenji  0:12",
        "So?",
        "",
    ]
    assert said(reading("".join(map(paragraph, [*lines, "Transcribed by https://otter.ai"])))) == TALK


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0), (2, 1, 0)])
@pytest.mark.parametrize(
    "header",
    [("Timespan", "Content", "Speaker"), ("タイムスパン", "内容", "話者")],
    ids=["English", "Japanese"],
)
def test_nvivos_table_has_its_columns_in_any_order(header: tuple[str, ...], order: tuple[int, ...]) -> None:
    spans = ["0:00.0 - 0:12.3", "0:12.3 - 0:20.0", "0:20.0 - 1:01.5"]
    rows = [(span, words, who) for span, (who, words) in zip(spans, TALK, strict=True)]
    transcript = reading(table(*(tuple(row[place] for place in order) for row in (header, *rows))))
    assert said(transcript) == TALK
    assert times(transcript) == [(0, 12.3), (12.3, 20), (20, 61.5)]


def test_nvivos_table_without_speakers_is_passages_by_time() -> None:
    rows = [
        ("Timespan", "Content"),
        ("0:00.0 - 0:12.3", "So?"),
        ("0:12.3 - 0:20.0", "Yes."),
        ("0:20.0 - 0:31.0", "Well."),
    ]
    transcript = reading(table(*rows))
    assert said(transcript) == [(None, "So?"), (None, "Yes."), (None, "Well.")]
    assert times(transcript) == [(0, 12.3), (12.3, 20), (20, 31)]


def test_nvivos_paragraphs_that_begin_with_a_time_are_passages() -> None:
    transcript = reading("".join(map(paragraph, ("0:00:01 So?", "0:00:10 Yes.", "0:01:20 Well."))))
    assert said(transcript) == [(None, "So?"), (None, "Yes."), (None, "Well.")]
    assert times(transcript) == [(1, None), (10, None), (80, None)]


def test_names_in_a_style_of_headings_are_speakers() -> None:
    name = '<w:pStyle w:val="Name"/>'
    body = "".join(
        paragraph(who, properties=name) + paragraph(words) + paragraph("It rained.")
        for who, words in [*TALK, ("Mara", "Well.")]
    )
    assert said(reading(body, styles=STYLES)) == [
        (who, f"{words}\nIt rained.") for who, words in [*TALK, ("Mara", "Well.")]
    ]


def test_times_at_the_edges_of_cells_are_no_speech() -> None:
    rows = [
        ("Interviewer", "[0:03] How? "),
        ("Mara", "A letter. #00:00:08-5#"),
        ("Interviewer", "(0:09) And [0:10] then?"),
    ]
    transcript = reading(table(*rows, ("Mara", "We met.")))
    assert [words for _, words in said(transcript)] == ["How?", "A letter.", "And [0:10] then?", "We met."]
    assert times(transcript) == [(3, None), (None, 8.5), (9, None), (None, None)]
    assert [(transcript.text[at : at + 6], seconds) for at, seconds in transcript.anchors] == [
        ("[0:10]", 10.0)
    ]


@pytest.mark.parametrize(
    "question",
    [
        lambda words: paragraph(run(words, BOLD)),
        lambda words: paragraph(run(words[:5], BOLD), run(" "), run(words[5:], BOLD)),
        lambda words: paragraph(words, properties='<w:pStyle w:val="Ask"/>'),
        lambda words: paragraph(run(words, '<w:rStyle w:val="Loud"/>')),
    ],
    ids=["run", "runs with a blank between", "style of the paragraph", "style of the run"],
)
def test_questions_in_bold_without_labels_are_the_interviewers(question) -> None:  # type: ignore[no-untyped-def]
    body = "".join(
        question(words) if place % 2 == 0 else paragraph(words) for place, words in enumerate(ASKED)
    )
    transcript = reading(body, styles=STYLES)
    assert [speaker for speaker, _ in said(transcript)] == ["Question", "Answer"] * 3
    assert [words for _, words in said(transcript)][1::2] == ASKED[1::2]
    assert [one.role for one in transcript.speakers] == [Role.INTERVIEWER, Role.RESPONDENT]
    assert transcript.warnings[0] == "no labels: the lines in bold are taken for questions of “Question”"


def test_japanese_questions_in_bold_are_called_so() -> None:
    asked = [
        ("きっかけは何ですか。", "手紙です。"),
        ("その後はどうでしたか。", "会いました。"),
        ("それで？", "以上です。"),
    ]
    body = "".join(paragraph(run(question, BOLD)) + paragraph(answer) for question, answer in asked)
    assert said(reading(body))[:2] == [("質問", "きっかけは何ですか。"), ("回答", "手紙です。")]


def test_bold_text_that_does_not_ask_is_text() -> None:
    body = "".join(paragraph(run(f"Part {number}", BOLD)) + paragraph("It grew.") for number in range(4))
    assert reading(body).turns == ()
    thin = "".join(
        paragraph(run("How", BOLD), run(" did it start?")) + paragraph("It grew.") for _ in range(2)
    )
    assert reading(thin).turns == ()
    off = "".join(paragraph(run("How?", '<w:b w:val="0"/>')) + paragraph("So. It. Grew.") for _ in range(4))
    assert all("bold" not in warning for warning in reading(off).warnings)
