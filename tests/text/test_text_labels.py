"""Transcripts say in many ways who speaks. Each way is told from text that only looks like it."""

import pytest
from spoken import labels, said

from qcode.model.documents import Role
from qcode.text.speakers import find_turns

SHAPES: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "full label": (
        "Interviewer: How?\nInterviewee: With a letter.",
        [("Interviewer", "How?"), ("Interviewee", "With a letter.")],
    ),
    "initials": (
        "I: Hi.\nDB: Yes.\nI: So?\nDB: No.",
        [("I", "Hi."), ("DB", "Yes."), ("I", "So?"), ("DB", "No.")],
    ),
    "numbered": (
        "P07: One.\nP08: Two.\nP07: Three.",
        [("P07", "One."), ("P08", "Two."), ("P07", "Three.")],
    ),
    "braces": (
        "{000}: OK.\n{104}: it thumps\n{000}: nice",
        [("000", "OK."), ("104", "it thumps"), ("000", "nice")],
    ),
    "full-width colon": (
        "聞き手：きっかけは。\n語り手：ええ（笑）。",
        [("聞き手", "きっかけは。"), ("語り手", "ええ（笑）。")],
    ),
    "title and blank": (
        "Dr. Mori : Yes.\nMs Lind : No.\nDr. Mori : Ah.",
        [("Dr. Mori", "Yes."), ("Ms Lind", "No."), ("Dr. Mori", "Ah.")],
    ),
    "name and function": (
        "佐藤（市長）：はい。\n記者：では。\n佐藤（市長）：ええ。",
        [("佐藤（市長）", "はい。"), ("記者", "では。"), ("佐藤（市長）", "ええ。")],
    ),
    "time before": (
        "[00:01:23] I: Go on.\n[00:01:30] R: Well.",
        [("I", "Go on."), ("R", "Well.")],
    ),
    "bare time before": (
        "00:00:01 Ann: Hello.\n00:00:05 Bo: Hi.\n00:00:09 Ann: So.",
        [("Ann", "Hello."), ("Bo", "Hi."), ("Ann", "So.")],
    ),
    "time glued to the name": (
        "00:03:40.5Ann: What\n00:03:45.0Bo: This\n00:03:50.0Ann: Ah",
        [("Ann", "What"), ("Bo", "This"), ("Ann", "Ah")],
    ),
    "time after": (
        "Interviewer: [00:00:02] One.\nInterviewee: [00:00:09] Two.",
        [("Interviewer", "One."), ("Interviewee", "Two.")],
    ),
    "time in the label": (
        "Speaker 1 (00:02):\nHello.\n\nSpeaker 2 (00:05):\nHi.",
        [("Speaker 1", "Hello."), ("Speaker 2", "Hi.")],
    ),
    "name and time line": (
        "Mori Aya  0:02\nHello.\n\nBo Lind  0:05\nHi.\n\nMori Aya  1:00:05\nBye.",
        [("Mori Aya", "Hello."), ("Bo Lind", "Hi."), ("Mori Aya", "Bye.")],
    ),
    "numbered speaker and time": (
        "話者 1 00:00\nはい。\n\n話者 2 00:20\nええ。",
        [("話者 1", "はい。"), ("話者 2", "ええ。")],
    ),
    "time and name line": (
        "[00:00:02] Ann\nHello.\n\n[00:00:05] Bo\nHi.\n\n[00:00:09] Ann\nBye.",
        [("Ann", "Hello."), ("Bo", "Hi."), ("Ann", "Bye.")],
    ),
    "bracketed name and time": (
        "[Aya Mori] 10:02:11\nHello.\n\n[Bo] 10:02:15\nHi.\n\n[Aya Mori] 10:02:18\nBye.",
        [("Aya Mori", "Hello."), ("Bo", "Hi."), ("Aya Mori", "Bye.")],
    ),
    "name and two times": (
        "Ann  00:01:23 --> 00:01:45\nOne.\nBo  00:01:46 --> 00:01:50\nTwo.",
        [("Ann", "One."), ("Bo", "Two.")],
    ),
    "times, name, speech": (
        "0:0:5.100 --> 0:0:8.250\n森\nはい。\n0:0:9.1 --> 0:0:12.2\n林\nええ。",
        [("森", "はい。"), ("林", "ええ。")],
    ),
    "bold label": (
        "**Ann Lee:** So.\n\n**Bo**: Yes.\n\n**Ann Lee:** Oh.",
        [("Ann Lee", "So."), ("Bo", "Yes."), ("Ann Lee", "Oh.")],
    ),
    "bold without colon": (
        "**Interviewer** In what year?\n\n**Mayor** Long ago.\n\n**Interviewer** And?",
        [("Interviewer", "In what year?"), ("Mayor", "Long ago."), ("Interviewer", "And?")],
    ),
    "bold question": (
        "**I: How did it start?**\n\nR: Well.\n\n**I: And?**",
        [("I", "How did it start?"), ("R", "Well."), ("I", "And?")],
    ),
    "headings": (
        "### Interviewer\n\nHow?\n\n### Pilot\n\nSo.\n\n### Interviewer\n\nAh.\n\n### Pilot\n\nYes.",
        [("Interviewer", "How?"), ("Pilot", "So."), ("Interviewer", "Ah."), ("Pilot", "Yes.")],
    ),
    "own line": (
        "Interviewer\nAnd we are good to go.\n\nMayor\nYes.\n\nInterviewer\nSo?\n\nMayor\nOK.",
        [
            ("Interviewer", "And we are good to go."),
            ("Mayor", "Yes."),
            ("Interviewer", "So?"),
            ("Mayor", "OK."),
        ],
    ),
    "dash": (
        "I – Hi!\nC - Well, so.\nI – OK.\nC - Yes - no.",
        [("I", "Hi!"), ("C", "Well, so."), ("I", "OK."), ("C", "Yes - no.")],
    ),
    "tab": (
        "Interviewer\tHello.\nMayor\tHi.\nInterviewer\tSo?",
        [("Interviewer", "Hello."), ("Mayor", "Hi."), ("Interviewer", "So?")],
    ),
    "tabs and times": (
        "Int\t\t0:01.200\t0:03.900\tHello\nRes\t\t0:04.200\t0:05.900\tHi\nInt\t\t0:06.200\t0:07.900\tOK",
        [("Int", "Hello"), ("Res", "Hi"), ("Int", "OK")],
    ),
    "ideographic blank": (
        "森　はい。\n　それで。\n林　ほう。\n森　ええ。\n林　では。",
        [("森", "はい。\n　それで。"), ("林", "ほう。"), ("森", "ええ。"), ("林", "では。")],
    ),
    "minutes": (
        "○議長（森君）　開きます。\n○林課長　お答えします。\n○議長（森君）　次。\n○林課長　はい。",
        [
            ("議長（森君）", "開きます。"),
            ("林課長", "お答えします。"),
            ("議長（森君）", "次。"),
            ("林課長", "はい。"),
        ],
    ),
    "lenticular brackets": (
        "【森】はい。\n【聞き手】では。（笑）\n（沈黙）\n【森】ええ。",
        [("森", "はい。"), ("聞き手", "では。（笑）\n（沈黙）"), ("森", "ええ。")],
    ),
    "definition list": (
        "もり\n: 言葉は？\n\nはやし![a](a.png)\n: 港です。\n\nもり\n: なるほど。\n\nはやし\n: はい。",
        [("もり", "言葉は？"), ("はやし", "港です。"), ("もり", "なるほど。"), ("はやし", "はい。")],
    ),
    "numbered questions and answers": (
        "Q1. What?\nA1. This.\nQ2. Why?\nA2. So.",
        [("Q", "What?"), ("A", "This."), ("Q", "Why?"), ("A", "So.")],
    ),
    "wide questions": (
        "Ｑ１．なぜ。\nＡ１．こう。\nＱ２．次。\nＡ２．はい。",
        [("Ｑ", "なぜ。"), ("Ａ", "こう。"), ("Ｑ", "次。"), ("Ａ", "はい。")],
    ),
    "問 and 答": (
        "問１　なぜ。\n答　こう。\n問２　次。\n答　はい。",
        [("問", "なぜ。"), ("答", "こう。"), ("問", "次。"), ("答", "はい。")],
    ),
    "questions alone": (
        "Pergunta 1: Quantos?\nNove.\n\nPergunta 2: Quais?\nQuatro.\nCinco.",
        [
            ("Pergunta", "Quantos?"),
            ("Resposta", "Nove."),
            ("Pergunta", "Quais?"),
            ("Resposta", "Quatro.\nCinco."),
        ],
    ),
    "dashes for the interviewer": (
        "――きっかけは？\nええ、\n\n減りまして。\n――どなたが？\n市長です。",
        [
            ("――", "きっかけは？"),
            ("回答", "ええ、\n\n減りまして。"),
            ("――", "どなたが？"),
            ("回答", "市長です。"),
        ],
    ),
    "dashes and names": (
        "――きっかけは？\n森　ええ。\n――どなたが？\n森　市長です。",
        [("――", "きっかけは？"), ("森", "ええ。"), ("――", "どなたが？"), ("森", "市長です。")],
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_shape_is_understood(shape: str) -> None:
    text, turns = SHAPES[shape]
    assert said(text) == turns


@pytest.mark.parametrize("shape", SHAPES)
def test_a_title_and_date_above_do_not_disturb_it(shape: str) -> None:
    text, turns = SHAPES[shape]
    headed = f"The port study\n\nDate: 2 May 2024\nPlace: town hall\n\n{text}"
    talk = find_turns(headed)
    assert said(headed) == turns
    assert talk.front_matter == (0, headed.index("\n\n" + text[:4]))
    assert {"Date": "2 May 2024", "Place": "town hall"}.items() <= talk.metadata.items()


def test_a_label_holds_name_colon_and_time_and_no_speech() -> None:
    text = "[00:01:23] I:  Go on.\nMori (00:02): Well.\nI: x\nMori: \\[07:46\\] y"
    assert labels(text) == ["[00:01:23] I:", "Mori (00:02):", "I:", "Mori: \\[07:46\\]"]


TEXTS = {
    "notes in prose": "We looked at two ports.\nNote: one is closed.\nIt grew.\nNote: this is old.\nThe end.",
    "a plan": "Vision: a port.\n\nGoal: more ships.\n\nBudget: 5 million.\n\nGoal: less noise.\n\nText.",
    "links": "See here:\nhttps://example.org/a\nand\nhttps://example.org/b\n",
    "clock times": "10:30 Opening\n10:45 Talk\n11:30 Coffee\n",
    "enumeration": "１　背景\nア　姉妹都市\nイ　見本市\n２　現状\nア　国際\nイ　国内\n",
    "said in prose": "She said: we go.\nAnd then\nshe said: we stay.\nSo it was.",
    "long vowels": "ーーはい\n答え\nーーええ\n",
    "ruled lines": "a\n――――――\nb\n――――――\nc",
    "reactions": "（笑）そうですね。\n（沈黙）\n（笑）では。\n[laughs] yes\n[laughs] no\n",
    "headings of a plan": "## Aims\n### Today\nx\n### Tomorrow\ny\n## Means\n### Today\nx\n### Tomorrow\ny",
    "a refrain": "Yes\nNo\nYes\nNo\nYes\nNo",
    "a single label": "Once upon a time.\nMayor: hello.\nThe end.",
    "a quiet dash": "I - well - never - mind.\nThe - end.\n",
}


@pytest.mark.parametrize("kind", TEXTS)
def test_text_that_only_looks_like_talk_has_no_turns(kind: str) -> None:
    assert said(TEXTS[kind]) == []


def test_a_label_used_once_is_text_and_this_is_said() -> None:
    text = "Ann: Hello.\nBo: Hi.\nAnn: So.\nlong\nlonger\nand on\nReceptionist: Coffee?\nBo: Yes."
    talk = find_turns(text)
    assert ("Ann", "So.\nlong\nlonger\nand on\nReceptionist: Coffee?") in said(text)
    assert talk.warnings == ("taken for text, as the label is not used again: “Receptionist” (line 7)",)


def test_where_nearly_every_line_is_labelled_a_label_used_once_is_believed() -> None:
    assert said("Ann: Hello.\nBo: Hi.\nAnn: So.") == [("Ann", "Hello."), ("Bo", "Hi."), ("Ann", "So.")]


def test_beside_an_interviewer_a_label_used_once_below_each_question_is_believed() -> None:
    text = "Interviewer: How did it begin?\n\nMayor: With the port.\nThen came the school."
    assert said(text) == [
        ("Interviewer", "How did it begin?"),
        ("Mayor", "With the port.\nThen came the school."),
    ]
    several = "Interviewer: And you?\nMayor: Yes.\nTreasurer: No.\nAt once.\nAnd again."
    assert [label for label, _ in said(several)] == ["Interviewer", "Mayor", "Treasurer"]
    assert [speaker.role for speaker in find_turns(text).speakers] == [Role.INTERVIEWER, Role.RESPONDENT]


@pytest.mark.parametrize(
    "text",
    [
        "Interviewer: How did it begin?\nWith the port.\nVision: a gate.\nThen the school.",
        "Interviewer: How?\nVision: a gate.\nSo we said.\nInterviewer: And now?\nMore ships.\nThe end.",
        "**Interviewer:** How did it begin?\nVision: a gate.\nThen the school.",
        "Interviewer: How did it begin?\nhttps://example.org/a\nThen the school.",
    ],
)
def test_where_answers_are_not_labelled_a_label_in_them_is_text(text: str) -> None:
    assert {label for label, _ in said(text)} == {"Interviewer"}


def test_a_label_with_a_given_role_is_believed() -> None:
    text = "Ann: Hello.\nBo: Hi.\nAnn: So.\nlong\nlonger\nand on\nGuest: Coffee?\nBo: Yes."
    talk = find_turns(text, roles={"guest": Role.OTHER})
    assert [speaker.label for speaker in talk.speakers] == ["Ann", "Bo", "Guest"]
    assert talk.speakers[2].role is Role.OTHER


def test_labels_that_differ_in_writing_are_kept_apart_and_told() -> None:
    text = "Interviewer: a\ninterviewee: b\nInterviewer : c\nInterviewee: d"
    talk = find_turns(text)
    assert [speaker.label for speaker in talk.speakers] == ["Interviewer", "interviewee", "Interviewee"]
    assert "kept apart" in talk.warnings[0]


def test_a_damaged_label_in_braces_is_mended_and_told() -> None:
    text = "{000}: a\n{118}: b\n{000}: c\n{118: d\n{000{: e"
    assert [name for name, _ in said(text)] == ["000", "118", "000", "118", "000"]
    assert "damaged labels" in find_turns(text).warnings[0]


def test_a_heading_glued_to_speech_is_cut_after_the_name() -> None:
    text = "### Interviewer\n\nHow?\n\n### Engineer\n\nSo.\n\n### InterviewerAnd then?\n\n### Engineer\n\nNo."
    assert said(text)[2] == ("Interviewer", "And then?")


def test_long_vowels_in_place_of_dashes_are_pointed_out() -> None:
    assert "long vowel" in find_turns("ーーはい\n答え\nーーええ\n").warnings[0]


def test_a_label_with_nothing_said_makes_no_turn_and_is_told() -> None:
    talk = find_turns("I:\nR: Yes.\nI: Oh.\nR: No.")
    assert len(talk.turns) == 3
    assert talk.warnings == ("labels with no speech after them make no turn: “I” (line 1)",)


@pytest.mark.parametrize("label", ["Saeki/Mori", '"Bo"', "#3", "Ms. A.-M. Oda, PhD", "$x_1$ Berg"])
def test_a_label_with_odd_signs_is_told_of_and_a_speaker_where_somebody_vouches_for_it(label: str) -> None:
    text = f"Interviewer: How?\n{label}: So.\nInterviewer: And then?\n{label}: Home.\n"
    talk = find_turns(text)
    assert [one.label for one in talk.speakers] == ["Interviewer"]
    assert talk.warnings == (
        f"taken for text, unless a role is given to it: “{label}” (line 2)",
        "nobody but an interviewer was recognised: nothing in it will count",
    )
    vouched = find_turns(text, roles={label: Role.RESPONDENT})
    assert [(one.label, one.role) for one in vouched.speakers] == [
        ("Interviewer", Role.INTERVIEWER),
        (label, Role.RESPONDENT),
    ]
    assert [text[slice(*turn.speech)] for turn in vouched.turns] == ["How?", "So.", "And then?", "Home."]
    assert vouched.warnings == ()
