"""Time marks are read in every shape that recorders and people write them in."""

import pytest

from qcode.text.times import format_time, parse_time, parse_timespan, time_marks


@pytest.mark.parametrize(
    ("mark", "seconds"),
    [
        ("1:23", 83.0),
        ("00:01:23", 83.0),
        ("01:11:18.040", 4278.04),
        ("00:00:05,200", 5.2),
        ("0:0:5.100", 5.1),
        ("#00:01:23-4#", 83.4),
        ("[00:12:34]", 754.0),
        ("［00:12:34］", 754.0),
        ("00：12：34", 754.0),
        ("０：１２", 12.0),
        ("(12分34秒)", 754.0),
        ("1時間2分3秒", 3723.0),
        (r"\[07:46\]", 466.0),
        ("75", 75.0),
        ("1:6", 66.0),
        ("0:12.3", 12.3),
        ("1h 2m 3s", 3723.0),
        ("01:53:27.27", 6807.27),
        ("00:01:02.500000", 62.5),
    ],
)
def test_a_time_mark_is_read_as_seconds(mark: str, seconds: float) -> None:
    assert parse_time(mark) == pytest.approx(seconds)


@pytest.mark.parametrize(
    "text", ["", "[]", "noon", "12:", "1:2:3:4", "10:30 am", "-5", "1:23 and more", "9" * 50]
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert parse_time(text) is None


@pytest.mark.parametrize(
    ("span", "seconds"),
    [
        ("0:00.0 - 0:12.3", (0.0, 12.3)),
        ("[00:01:00 --> 00:02:00,5]", (60.0, 120.5)),
        ("#00:01:23-4# – #00:01:25-0#", (83.4, 85.0)),
        ("0:12-1:02", (12.0, 62.0)),
        ("１：０２〜１：０５", (62.0, 65.0)),
        ("75 to 80", (75.0, 80.0)),
    ],
)
def test_a_span_of_time_is_read_as_two(span: str, seconds: tuple[float, float]) -> None:
    assert parse_timespan(span) == pytest.approx(seconds)


@pytest.mark.parametrize(
    "text", ["", "1:23", "00:01:23-4", "1 - 2 - 3", "noon - 1:00", "- 1:00", "9 - " * 50]
)
def test_what_is_no_span_of_time_is_none(text: str) -> None:
    assert parse_timespan(text) is None


def test_times_are_shown_alike() -> None:
    assert format_time(0) == "00:00:00"
    assert format_time(3723.9) == "01:02:03"


def test_marks_inside_speech_are_those_in_brackets_or_alone_on_a_line() -> None:
    text = "We met at 10:30 [00:01:02] and\n12:30\n(1:23) （5秒） （0分5秒）"
    assert [(text[start:end], seconds) for start, end, seconds in time_marks(text, 0, len(text))] == [
        ("[00:01:02]", 62.0),
        ("12:30", 750.0),
        ("(1:23)", 83.0),
        ("（0分5秒）", 5.0),
    ]
