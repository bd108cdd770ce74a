"""SubRip becomes the same lines as WebVTT."""

from readings import assert_sound, read, said


def test_cues_are_joined_and_their_times_kept() -> None:
    text = (
        "\ufeff1\r\n00:00:00,000 --> 00:00:02,400\r\nInterviewer: He reads his letters on\r\n\r\n"
        "2\r\n00:00:02,500 --> 00:00:05,000\r\nyour workbench.\r\nIs that right?\r\n\r\n"
        "3\r\n00:00:05,200 --> 00:00:07,000\r\nResident: It is.\r\n\r\n"
        "4\r\n00:00:07,200 --> 00:00:08,000\r\nResident: Ask him.\r\n"
    )
    transcript = read("a.srt", text)
    assert transcript.text == (
        "Interviewer: He reads his letters on your workbench. Is that right?\nResident: It is. Ask him."
    )
    assert [turn.time_end for turn in transcript.turns] == [5.0, 8.0]
    assert [seconds for _, seconds in transcript.anchors] == [0.0, 2.5, 5.2, 7.2]
    assert_sound(transcript)


def test_markup_is_taken_off() -> None:
    text = '1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<font color="#fff"><i>Hello</i></font> {you} &amp; me.\n'
    assert read("a.srt", text).text == "Hello {you} & me."


def test_bracketed_names_and_arrows_name_speakers() -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:02,000\n[Ann] One.\n\n2\n00:00:02,000 --> 00:00:03,000\n>> Bo: Two.\n\n"
        "3\n00:00:03,000 --> 00:00:04,000\n[Ann] Three. [a]\n\n4\n00:00:04,000 --> 00:00:05,000\n>> Bo: 4.\n"
    )
    assert said(read("a.srt", text)) == [
        ("Ann", "One."),
        ("Bo", "Two."),
        ("Ann", "Three. [a]"),
        ("Bo", "4."),
    ]


def test_a_numbered_speaker_is_believed_at_once() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nHello.\n\n2\n00:00:02,000 --> 00:00:03,000\nSPEAKER_01: Hi.\n"
    assert said(read("a.srt", text)) == [(None, "Hello."), ("SPEAKER_01", "Hi.")]


def test_missing_numbers_missing_blank_lines_and_points_for_commas_do_no_harm() -> None:
    text = (
        "00:00:01.000 --> 00:00:02.000\nOne.\n2\n00:00:02,000 --> 00:00:03,000\n24\n\n"
        "more\n\n3\n00:00:03,000 --> 00:00:04,000\n"
    )
    assert read("a.srt", text).text == "One.\n24 more"
