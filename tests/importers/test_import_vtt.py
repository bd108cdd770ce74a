"""WebVTT becomes one turn a line, `Label: speech`, with the times of the cues kept as anchors."""

from readings import assert_sound, read, said

from qcode.model.documents import Role, Transcript


def captions(*cues: str, head: str = "WEBVTT") -> Transcript:
    """Read cues, each of two seconds and right after the one before."""
    blocks = [
        f"00:00:{2 * number:02d}.000 --> 00:00:{2 * number + 2:02d}.000\n{cue}"
        for number, cue in enumerate(cues)
    ]
    transcript = read("a.vtt", "\n\n".join([head, *blocks]) + "\n")
    assert_sound(transcript)
    return transcript


def test_voices_become_labels_and_cues_of_one_voice_one_turn() -> None:
    transcript = captions("<v Aya Mori>The port</v>", "<v Aya Mori>is a gate.</v>", "<v Bo>Is it?</v>")
    assert transcript.text == "Aya Mori: The port is a gate.\nBo: Is it?"
    assert said(transcript) == [("Aya Mori", "The port is a gate."), ("Bo", "Is it?")]
    assert transcript.anchors == ((10, 0.0), (19, 2.0), (34, 4.0))
    assert [(turn.time_start, turn.time_end) for turn in transcript.turns] == [(0.0, 4.0), (4.0, 6.0)]
    assert transcript.text[slice(*(transcript.turns[1].label or (0, 0)))] == "Bo:"


def test_japanese_cues_are_joined_without_a_blank() -> None:
    transcript = captions(
        "<v 聞き手>国際　戦略は、", "<v 聞き手>いつから", "<v 課長>ＳＮＳと", "<v 課長>web から。"
    )
    assert transcript.text == "聞き手: 国際　戦略は、いつから\n課長: ＳＮＳと web から。"
    assert [speaker.role for speaker in transcript.speakers] == [Role.INTERVIEWER, Role.RESPONDENT]


def test_several_voices_in_a_cue_unclosed_with_classes_and_markup() -> None:
    transcript = captions(
        "<v.loud Ann>So <i>very</i> <c.yellow>yes</c> &amp; &lt;no&gt;.\n<v Bo>Is 1 < 2 here?",
        "<v Bo><00:00:02.500><b>Aye</b> <ruby>港<rt>みなと</rt></ruby>.",
    )
    assert said(transcript) == [("Ann", "So very yes & <no>."), ("Bo", "Is 1 < 2 here? Aye 港.")]


def test_a_name_with_a_colon_at_the_head_of_a_cue_is_its_speaker() -> None:
    transcript = captions(
        "Aya Mori: Hello.", "we begin: now", "Bo Lind: Hi.", "Aya Mori: So.", "Bo Lind: Yes."
    )
    assert said(transcript)[0] == ("Aya Mori", "Hello. we begin: now")
    assert len(transcript.turns) == 4


def test_a_name_on_its_own_line_is_the_speaker_of_its_cue() -> None:
    transcript = captions("Aya Mori\nHello, everyone.", "Bo Lind\nHi, Aya.", "Aya Mori\nSo.")
    assert said(transcript) == [
        ("Aya Mori", "Hello, everyone."),
        ("Bo Lind", "Hi, Aya."),
        ("Aya Mori", "So."),
    ]


def test_lines_that_are_only_short_are_no_names() -> None:
    transcript = captions("Hello everyone\ngood morning.", "Hello everyone\nonce more.", "and so\nto work.")
    assert transcript.speakers == ()


def test_a_dash_changes_the_speaker_to_nobody_known() -> None:
    transcript = captions("- Hey, all\n- Hi.", "and welcome.", ">> Thanks.")
    assert transcript.text == "Hey, all\nHi.\nand welcome.\nThanks."
    assert {turn.speaker for turn in transcript.turns} == {None}
    assert {turn.label for turn in transcript.turns} == {None}


def test_a_name_in_brackets_speaks_until_a_lonely_dash() -> None:
    transcript = captions("(Aya Mori)\nHello", "there.", "-", "And you [laughs]", "(Aya Mori)\nYes.")
    assert said(transcript) == [
        ("Aya Mori", "Hello there."),
        (None, "And you [laughs]"),
        ("Aya Mori", "Yes."),
    ]


def test_where_nobody_is_named_cues_are_joined_to_sentences_or_to_a_silence() -> None:
    text = (
        "WEBVTT\n\n00:05.200 --> 00:07.000\nThe port\n\n00:07.100 --> 00:08.000\nis a gate.\n\n"
        "00:08.000 --> 00:09.000\nAnd then\n\n01:00:11.000 --> 01:00:12.000\nit closed\n"
    )
    transcript = read("a.vtt", text)
    assert transcript.text == "The port is a gate.\nAnd then\nit closed"
    assert [turn.time_start for turn in transcript.turns] == [5.2, 8.0, 3611.0]
    assert transcript.speakers == ()


def test_notes_styles_and_regions_are_left_out_and_counted() -> None:
    head = (
        "WEBVTT - Talk 4\nKind: captions\n\nNOTE one\nNOTE two\n\nSTYLE\n::cue { color: red }\n\n"
        "REGION\nid:a\n\nNOTE\nmore\nlines"
    )
    transcript = captions("<v Ann>Hello.", head=head)
    assert transcript.text == "Ann: Hello."
    assert transcript.warnings == ("left out: 2 notes, 1 style sheet, 1 region",)
    assert transcript.metadata == {"title": "Talk 4", "Kind": "captions"}


def test_names_of_cues_and_settings_are_no_text() -> None:
    first = "intro-1\n00:01.000 --> 00:02.000 align:start position:10%\nHello."
    text = f"WEBVTT\n\n{first}\n\n2\n00:02.000 --> 00:03.000\nBye."
    assert read("a.vtt", text).text == "Hello.\nBye."


def test_cues_out_of_order_are_sorted_and_told_and_overlapping_ones_kept() -> None:
    text = (
        "WEBVTT\n\n00:05.000 --> 00:06.000\n<v Bo>Two.\n\n00:01.000 --> 00:06.000\n<v Ann>One.\n\n"
        "00:05.500 --> 00:07.000\n<v Ann>Three.\n"
    )
    transcript = read("a.vtt", text)
    assert said(transcript) == [("Ann", "One."), ("Bo", "Two."), ("Ann", "Three.")]
    assert transcript.warnings == ("out of order: 1 cue; all are sorted by their time",)


def test_text_after_a_blank_line_in_a_cue_is_not_lost() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>One,\n\ntwo,\n\n00:02.000 --> 00:03.000\n<v Ann>three."
    assert read("a.vtt", text).text == "Ann: One, two, three."


def test_a_time_that_cannot_be_read_does_not_cost_the_words() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>One.\n\nnoon --> night\n<v Bo>Two."
    transcript = read("a.vtt", text)
    assert said(transcript) == [("Ann", "One."), ("Bo", "Two.")]
    assert transcript.warnings == ("the time of 1 cue cannot be read; the text is kept",)


def test_music_is_a_line_of_the_text_and_nobodys_turn() -> None:
    transcript = captions("<v Ann>One.", "<v Music>La la", "<v Bo>Two.", "<v Ann>Three.")
    assert transcript.text.split("\n")[1] == "Music: La la"
    assert [name for name, _ in said(transcript)] == ["Ann", "Bo", "Ann"]


def test_entities_cannot_break_a_line() -> None:
    transcript = captions("<v A&#10;B>One&#10;two&#x2028;three&#13;&#xFEFF;.", "<v Bo>Two.")
    assert transcript.text == "A B: One two three  .\nBo: Two."
