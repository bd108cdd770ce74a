"""Captions as Teams and Zoom write them."""

from readings import assert_sound, read, said

TALK = [("Sato Kenji", "Thank you for coming."), ("Mara", "My pleasure. It is long."), ("Sato Kenji", "So?")]


def captions(*cues: tuple[str, str]) -> str:
    spoken = (
        f"{head}\n00:00:0{at}.120 --> 00:00:0{at + 1}.000\n{payload}\n\n"
        for at, (head, payload) in enumerate(cues)
    )
    return "WEBVTT\n\n" + "".join(spoken)


def test_teams_names_a_voice_for_each_cue() -> None:
    guid = "d1a2b3c4-0001-4000-8000-00000000000a/12-"
    text = captions(
        (guid + "0", "<v Sato Kenji>Thank you\nfor coming.</v>"),
        (guid + "1", "<v Mara>My pleasure.</v>"),
        (guid + "2", "<v Mara>It is long.</v>"),
        (guid + "3", "<v Sato Kenji>So?</v>"),
    )
    transcript = read("a.vtt", text)
    assert_sound(transcript)
    assert said(transcript) == TALK
    assert [(turn.time_start, turn.time_end) for turn in transcript.turns] == [
        (0.12, 1.0),
        (1.12, 3.0),
        (3.12, 4.0),
    ]


def test_zoom_writes_names_before_a_colon_or_on_a_line_of_their_own() -> None:
    spoken = [
        ("Sato Kenji", "Thank you for coming."),
        ("Mara", "My pleasure."),
        ("Mara", "It is long."),
        ("Sato Kenji", "So?"),
    ]
    for between in (": ", "\n", "："):
        cues = ((str(number), who + between + words) for number, (who, words) in enumerate(spoken, 1))
        assert said(read("a.vtt", captions(*cues))) == TALK


def test_a_name_that_is_used_once_among_names_is_told() -> None:
    cues = [("1", "Sato: Thank you."), ("2", "Mara: My pleasure."), ("3", "It is long."), ("4", "Sato: So?")]
    transcript = read("a.vtt", captions(*cues))
    assert said(transcript) == [("Sato", "Thank you. Mara: My pleasure. It is long. So?")]
    assert transcript.warnings == ("taken for text, as the label is not used again: “Mara”",)
    assert read("a.vtt", captions(("1", "It rained."), ("2", "Mara: yes."), ("3", "So."))).warnings == ()
