"""Transcripts as programs and services write them: one talk in every shape comes out as the same turns."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readings import assert_sound, read, said

from qcode.model.documents import Role, Transcript

SAID = ["How did it start?", "With a letter (laughs).", "And then?", "We met."]
SAGTE = ["きっかけは何ですか？", "ええ、人口が減りまして（笑）。", "それで？", "会いました。"]
TIMES = [3.0, 10.0, 83.0, 3723.0]
"""Seconds at which a turn begins, or where a mark stands at its end."""


def talk(shape: str, first: str, second: str, words: list[str], times: list[str]) -> str:
    """Return the talk in a shape; `{who}`, `{time}` and `{words}` stand for what they say."""
    people = (first, second, first, second)
    return "".join(
        shape.format(who=who, time=time, words=one)
        for who, time, one in zip(people, times, words, strict=True)
    )


LONG = ["00:00:03", "00:00:10", "00:01:23", "01:02:03"]
SHORT = ["0:03", "0:10", "1:23", "1:02:03"]
MINUTES = ["00:03", "00:10", "01:23", "01:02:03"]
WIDE = ["００：０３", "００：１０", "０１：２３", "０１：０２：０３"]
TENTHS = ["00:00:03-0", "00:00:10-0", "00:01:23-0", "01:02:03-0"]
POINTS = ["00:00:03.0", "00:00:10.0", "00:01:23.0", "01:02:03.0"]

BEGINS = {
    "MAXQDA, time first": ("{time}{who}: {words}\n", POINTS),
    "MAXQDA, whole seconds": ("{time}{who}: {words}\n", LONG),
    "f4, mark first": ("#{time}# {who}: {words}\n", TENTHS),
    "f5, mark after the label": ("{who}: #{time}# {words}\n", TENTHS),
    "brackets before the label": ("[{time}] {who}: {words}\n", LONG),
    "brackets without hours": ("[{time}] {who}: {words}\n", SHORT),
    "parentheses before the label": ("({time}) {who}: {words}\n", SHORT),
    "brackets escaped": ("\\[{time}\\] {who}: {words}\n\n", MINUTES),
    "brackets after the label": ("{who}: [{time}] {words}\n", LONG),
    "brackets after a bold label": ("**{who}:** \\[{time}\\] {words}\n\n", MINUTES),
    "Otter": ("{who}  {time}  \n{words}\n\n", SHORT),
    "Rev": ("{who} ({time}):\n{words}\n\n", MINUTES),
    "Rev, older": ("{who}: [{time}] {words}\n\n", LONG),
    "Trint": ("[{time}] {who}\n{words}\n\n", LONG),
    "Happy Scribe": ("[{time}] - {who}\n{words}\n\n", POINTS),
    "Descript": ("[{time}] {who}: {words}\n\n", LONG),
    "Notta": ("{who} {time}\n{words}\n\n", MINUTES),
    "name and time": ("{who} {time}\n{words}\n", MINUTES),
    "time above the label": ("{time}\n{who}: {words}\n\n", LONG),
    "time in brackets above the label": ("[{time}]\n{who}: {words}\n", LONG),
    "NVivo, TAB after the time": ("{time}\t{who}: {words}\n", LONG),
    "TABs between": ("{who}\t{time}\t{words}\n", LONG),
    "wide digits": ("{who}　{time}\n{words}\n", WIDE),
    "wide brackets": ("［{time}］{who}：{words}\n", WIDE),
}
ENDS = {
    "f4": ("{who}: {words} #{time}#\n\n", TENTHS),
    "f4, without a blank": ("{who}：{words}#{time}#\n", TENTHS),
    "f4, on a line of its own": ("{who}: {words}\n#{time}#\n\n", TENTHS),
    "brackets": ("{who}: {words} [{time}]\n\n", LONG),
    "brackets escaped": ("**{who}:** {words} \\[{time}\\]\n\n", MINUTES),
    "parentheses": ("{who}: {words} ({time})\n", SHORT),
    "wide brackets": ("{who}：{words}［{time}］\n", WIDE),
}
PEOPLE = [
    ("Sato Kenji", "Mara Lindqvist", SAID),
    ("Speaker 1", "Speaker 2", SAID),
    ("佐藤健二", "山田花子", SAGTE),
    ("話者 1", "話者 2", SAGTE),
]


def sound(name: str, text: str) -> Transcript:
    transcript = read(name, text)
    assert_sound(transcript)
    assert transcript.text == text
    return transcript


@pytest.mark.parametrize(("first", "second", "words"), PEOPLE, ids=[first for first, *_ in PEOPLE])
@pytest.mark.parametrize(("shape", "times"), BEGINS.values(), ids=BEGINS.keys())
def test_a_time_at_the_beginning_is_when_the_turn_begins_and_no_speech(
    shape: str, times: list[str], first: str, second: str, words: list[str]
) -> None:
    transcript = sound("a.txt", talk(shape, first, second, words, times))
    assert said(transcript) == list(zip((first, second) * 2, words, strict=True))
    assert [turn.time_start for turn in transcript.turns] == TIMES
    assert transcript.anchors == ()


@pytest.mark.parametrize(("first", "second", "words"), PEOPLE, ids=[first for first, *_ in PEOPLE])
@pytest.mark.parametrize(("shape", "times"), ENDS.values(), ids=ENDS.keys())
def test_a_time_at_the_end_is_when_the_turn_ends_and_no_speech(
    shape: str, times: list[str], first: str, second: str, words: list[str]
) -> None:
    transcript = sound("a.txt", talk(shape, first, second, words, times))
    assert said(transcript) == list(zip((first, second) * 2, words, strict=True))
    assert [turn.time_end for turn in transcript.turns] == TIMES
    assert transcript.anchors == ()


def test_a_turn_may_have_times_at_both_ends_and_marks_between() -> None:
    text = (
        "I: #00:00:00-0# How? #00:00:05-4#\n"
        "B: #00:00:05-4# A letter. #00:01:23-4#\n\nIt rained. [00:01:25] Much. #00:01:40-4#\n"
        "I: So? #00:01:45-0#\nB: Yes. #00:01:50-0#\n"
    )
    transcript = sound("a.txt", text)
    assert said(transcript)[:2] == [
        ("I", "How?"),
        ("B", "A letter. #00:01:23-4#\n\nIt rained. [00:01:25] Much."),
    ]
    assert [(turn.time_start, turn.time_end) for turn in transcript.turns[:2]] == [(0, 5.4), (5.4, 100.4)]
    assert [(text[at : at + 9], seconds) for at, seconds in transcript.anchors] == [
        ("#00:01:23", 83.4),
        ("[00:01:25", 85.0),
    ]


def test_otters_closing_line_is_nobodys() -> None:
    text = "Sato Kenji  0:02\nThank you.\n\nMara  0:06\nMy pleasure.\n\nSato Kenji  0:15\nSo?\n\nTranscribed by https://otter.ai\n"
    assert said(sound("a.txt", text))[-1] == ("Sato Kenji", "So?")


def test_clovas_heading_is_front_matter_and_its_closing_line_nobodys() -> None:
    text = (
        "新規ノート\n2025.01.15 水 午前 10:00 ・ 32分 10秒\n佐藤\n\n\n参加者 1 00:00\nはじめに。\n\n"
        "参加者 2 00:10\n手紙が来たんです。\n\n参加者 1 00:20\nそれで？\n\nclovanote.naver.com\n"
    )
    transcript = sound("a.txt", text)
    assert said(transcript) == [
        ("参加者 1", "はじめに。"),
        ("参加者 2", "手紙が来たんです。"),
        ("参加者 1", "それで？"),
    ]
    assert transcript.front_matter is not None
    assert text[slice(*transcript.front_matter)].startswith("新規ノート")
    assert transcript.metadata == {}


def test_zooms_times_of_the_day_are_counted_from_the_first() -> None:
    text = "[Sato Kenji] 23:59:11\nThank you.\n\n[Mara] 23:59:15\nMy pleasure.\n\n[Sato Kenji] 00:00:11\nSo? [00:00:12] Well?\n"
    transcript = sound("a.txt", text)
    assert said(transcript) == [
        ("Sato Kenji", "Thank you."),
        ("Mara", "My pleasure."),
        ("Sato Kenji", "So? [00:00:12] Well?"),
    ]
    assert [turn.time_start for turn in transcript.turns] == [0, 4, 60]
    assert [seconds for _, seconds in transcript.anchors] == [61]
    assert transcript.warnings == ("its times are those of the day; they are counted from the first turn",)


@pytest.mark.parametrize("heading", ["", "Harbour talk, at the pier\n", "Harbour talk\n\n"])
@pytest.mark.parametrize(
    ("shape", "times"),
    [
        ("[{time}] {words}\n", LONG),
        ("{time} {words}\n", LONG),
        ("#{time}# {words}\n\n", TENTHS),
        ("{time}\n{words}\n", SHORT),
        ("[{time} --> {time}]  {words}\n", POINTS),
        ("{time} - {time}\t{words}\n", POINTS),
    ],
)
def test_passages_by_time_are_turns_of_nobody_known(heading: str, shape: str, times: list[str]) -> None:
    transcript = sound("a.txt", heading + talk(shape, "", "", SAID, times))
    assert said(transcript) == [(None, words) for words in SAID]
    assert [turn.time_start for turn in transcript.turns] == TIMES
    assert transcript.warnings == ("no speaker is named: its passages are turns by their times",)
    assert transcript.front_matter == ((0, len(heading.rstrip())) if heading else None)


@pytest.mark.parametrize(
    "text",
    [
        "10:00 Opening by the mayor\n10:30 The harbour\n12:00 Lunch\n13:00 Close\n",
        "The plan has three parts.\nIt began at 9:00.\n[0:01] A.\n\nThe second is the port.\n\nThe third is the rail.\n",
        "[0:05] A.\n[0:03] B.\n[0:09] C.\n[0:01] D.\n",
        "1:23\n1:24\n1:25\n1:26\n",
    ],
    ids=["agenda", "few", "falling", "nothing but times"],
)
def test_other_lines_with_times_are_no_turns(text: str) -> None:
    assert sound("a.txt", text).turns == ()


@pytest.mark.parametrize("words", [SAID, SAGTE])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_questions_and_answers_without_labels_are_told_with_what_would_help(
    words: list[str], between: str
) -> None:
    lines = [*words, *words]
    transcript = sound("a.txt", between.join(lines))
    assert transcript.turns == ()
    assert "4 of 8 paragraphs are questions" in transcript.warnings[0]
    labelled = between.join(f"Q: {line}" if place % 2 == 0 else line for place, line in enumerate(lines))
    turns = said(sound("a.txt", labelled))
    assert [line for _, line in turns] == lines
    assert [speaker for speaker, _ in turns] == ["Q", "A"] * 4


def test_a_document_with_a_few_questions_is_not_taken_for_an_interview() -> None:
    prose = "\n\n".join(
        ["The port grew.", "Who came?", "Ships came.", "It rained.", "The plan followed."] * 2
    )
    assert sound("a.txt", prose).warnings == ()


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        ("○山田委員　伺います。\n○佐藤課長　お答えします。\n　今後も続きます。\n◎山田委員　はい。\n○佐藤課長　以上です。\n",
         [("山田委員", "伺います。"), ("佐藤課長", "お答えします。\n　今後も続きます。"),
          ("山田委員", "はい。"), ("佐藤課長", "以上です。")]),
        ("○議長（田中君）　開会します。\n△（市長　山本）　説明します。\n○議長（田中君）　次に。\n",
         [("議長（田中君）", "開会します。"), ("市長 山本", "説明します。"), ("議長（田中君）", "次に。")]),
        ("Ｑ１．きっかけは。\nＡ１．手紙です。\nＱ２．その後は。\nＡ２．会いました。\n",
         [("Ｑ", "きっかけは。"), ("Ａ", "手紙です。"), ("Ｑ", "その後は。"), ("Ａ", "会いました。")]),
        ("問１０　きっかけは。\n答　手紙です。\n問１１　その後は。\n答　会いました。\n",
         [("問", "きっかけは。"), ("答", "手紙です。"), ("問", "その後は。"), ("答", "会いました。")]),
        ("聞き手\n: ささだ\n\n語り手\n: まつだ\n\nささだ\n: 好きなことばは？\n\nまつだ\n: 朝です。\n\nささだ\n: なぜ？\n\nまつだ\n: 静かです。\n",
         [("ささだ", "好きなことばは？"), ("まつだ", "朝です。"), ("ささだ", "なぜ？"), ("まつだ", "静かです。")]),
        ("[SPEAKER_00]: Hello.\n[SPEAKER_01]: Hello.\n[SPEAKER_00]: So?\n",
         [("SPEAKER_00", "Hello."), ("SPEAKER_01", "Hello."), ("SPEAKER_00", "So?")]),
    ],
    ids=["minutes", "minutes with names in brackets", "Q and A", "questions from ten on", "kramdown", "WhisperX"],
)  # fmt: skip
def test_shapes_without_times(text: str, turns: list[tuple[str, str]]) -> None:
    assert said(sound("a.md" if "\n: " in text else "a.txt", text)) == turns


def test_numbers_of_questions_do_not_split_the_asker() -> None:
    text = "Ｑ１．きっかけは。\nＡ１．手紙です。\nＱ２．その後は。\nＡ２．会いました。\n"
    assert [one.role for one in sound("a.txt", text).speakers] == [Role.INTERVIEWER, Role.RESPONDENT]


MARKS = st.sampled_from(
    ["[00:00:05]", "(1:23)", "#00:01:23-4#", "\\[07:46\\]", "［００：１２］", "\n00:00:07\n"]
)


@settings(deadline=None)
@given(st.lists(MARKS, max_size=4), st.lists(MARKS, max_size=4), st.lists(MARKS, min_size=1, max_size=3))
def test_marks_at_the_edges_are_never_speech_and_those_inside_always_are(
    before: list[str], after: list[str], inside: list[str]
) -> None:
    speech = " and ".join(["We met", *inside, "there."])
    speech = speech.replace("\n00:00:07\n", "\n00:00:07\nand")
    text = f"I: How?\nR: {' '.join(before)} {speech} {' '.join(after)}\nI: So?\nR: Yes.\n"
    transcript = read("a.txt", text)
    assert_sound(transcript)
    turn = transcript.turns[1]
    assert transcript.text[slice(*turn.speech)] == speech
    assert len(transcript.anchors) == len(inside)
    assert (turn.time_start is None) == (not before)
    assert (turn.time_end is None) == (not after)
