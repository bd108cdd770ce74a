"""JSON that is broken, or made to do harm, is refused in one line or read in bounds."""

import json
import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readings import assert_sound, read, said

from qcode.errors import DataError, QcodeError, UnreadableFileError
from qcode.importers import json_file as limits

SEGMENT = '{"start": 0, "end": 1, "text": "Yes."}'


def refused(content: bytes | str) -> str:
    began = time.process_time()
    with pytest.raises(DataError) as caught:
        read("a.json", content)
    assert time.process_time() - began < 5
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("content", ["[" * 100_000 + "]" * 100_000, '{"a":' * 100_000 + "1" + "}" * 100_000])
def test_a_hundred_thousand_levels_are_too_many(content: str) -> None:
    assert "nested too deeply" in refused(content)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('"Yes."', "it is a single value"),
        ("12", "it is a single value"),
        ("null", "it is a single value"),
        ("{}", "it is empty"),
        ("[]", "a list of 0 entries"),
        ('[{"colour": 1}]', "a list of 1 entry with “colour”"),
        ('{"segments": []}', "its keys are “segments”"),
        ('{"segments": [{"start": 0, "end": 1, "text": " "}]}', "in which nothing is said"),
        (f'{{"segments": [{SEGMENT}, {{"text": ["Yes."]}}]}}', "segments[1].text is not as expected"),
        ('[{"text": "Yes.", "speaker": [1]}]', "[0].speaker is not as expected: a speaker should be a name"),
        ('[{"text": "Yes.", "speaker": 1e300}]', "[0].speaker is not as expected: a speaker's number"),
        ('[{"text": "Yes.", "speaker": "%s"}]' % ("n" * 5000), "a speaker's name has 5,000 characters"),
        ('{"segments": [{"start": 0, "te', "line 1, character 28: this is no JSON"),
        (f"{SEGMENT}\n" + '{"start": 1,', "line 2, character 13: this is no JSON"),
        ('[{"text": "Yes.", "start": %s}]' % ("9" * 5000), "a number of thousands of digits"),
        (b'[{"text": "Y\xe9s\x81.", "start": 0}]', "the encoding cannot be told"),
    ],
)  # fmt: skip
def test_what_is_no_transcript_is_refused_with_its_reason(content: bytes | str, told: str) -> None:
    assert told in refused(content)


def test_a_name_told_once_for_many_segments_cannot_make_a_text_of_gigabytes() -> None:
    speakers = [{"id": 0, "name": "n" * 1_000_000}]
    monologues = [{"speaker": 0, "elements": [{"value": "Yes."}]}] * 1000
    assert "1,000,000 characters" in refused(json.dumps({"speakers": speakers, "monologues": monologues}))


def test_numbers_that_are_no_times_cost_the_time_and_not_the_words() -> None:
    content = """[{"start": NaN, "end": Infinity, "text": "One.", "speaker": "A", "score": NaN},
        {"start": -1, "end": 1e999, "text": "Two.", "speaker": "B"},
        {"start": true, "end": 123456789012345678901234567890, "text": "Three.", "speaker": "A"},
        {"start": "soon", "end": {}, "text": "Four.", "speaker": "B"},
        {"start": 2.5, "end": 3, "text": "Five.", "speaker": "A"}]"""
    transcript = read("a.json", content)
    assert_sound(transcript)
    assert [words for _, words in said(transcript)] == ["One.", "Two.", "Three.", "Four.", "Five."]
    assert [turn.time_start for turn in transcript.turns] == [None] * 4 + [2.5]
    assert transcript.warnings == ("the time of 4 cues cannot be read; the text is kept",)


def test_surrogates_nul_and_line_ends_in_strings_are_cleaned_and_told() -> None:
    content = r"""[{"start": 0, "text": "a\ud800b\u0000c\u2028d\u001b[31m", "speaker": "S\udc00\n\u0085T"},
        {"start": 1, "text": "\ud83d\ude00", "speaker": "U"}]"""
    transcript = read("a.json", content)
    assert_sound(transcript)
    assert said(transcript) == [("S� T", "a�b␀c d\x1b[31m"), ("U", "😀")]
    assert transcript.changes == ("1 NUL character made U+2400", "1 lone surrogate made U+FFFD")


def test_a_key_that_stands_twice_is_told() -> None:
    transcript = read("a.json", '[{"start": 0, "text": "One.", "text": "Two."}]')
    assert said(transcript) == [(None, "Two.")]
    assert transcript.warnings == ("“text” stands twice in 1 object; the last of each is taken",)


def test_entries_that_are_no_objects_are_left_out_and_told() -> None:
    transcript = read("a.json", f'{{"segments": [1, {SEGMENT}, null, "Yes."]}}')
    assert said(transcript) == [(None, "Yes.")]
    assert transcript.warnings == ("left out: 3 entries without keys",)


def test_a_file_is_bounded_in_bytes_and_in_values(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "values, far more than a transcript has" in refused("[" + "[]," * limits.MOST_VALUES + "[]]")
    monkeypatch.setattr(limits, "LARGEST_FILE", 1024 * 1024)
    with pytest.raises(UnreadableFileError, match="larger than 1 MB"):
        read("a.json", '{"text": "' + "x" * 1024 * 1024 + '"}')


def test_a_file_as_full_as_may_be_is_read_in_bounds() -> None:
    rows = ",".join(
        f'{{"start":{at},"end":{at + 1},"text":"So?","speaker":"S{at % 3}"}}' for at in range(10_000)
    )
    tracemalloc.start()
    began = time.process_time()
    transcript = read("a.json", f'{{"segments":[{rows}]}}')
    # Tracing memory makes it several times slower.
    assert time.process_time() - began < 10
    assert tracemalloc.get_traced_memory()[1] < 40 * 1024 * 1024
    tracemalloc.stop()
    assert len(transcript.turns) == 10_000


NAMES = """segments utterances monologues results items words channels alternatives text transcript start end
    speaker speakers elements value type offset name id"""
KEYS = st.sampled_from(NAMES.split())
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20))
ANYTHING = st.recursive(
    LEAVES,
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(KEYS, inside, max_size=6),
    max_leaves=40,
)


@settings(deadline=None)
@given(ANYTHING)
def test_whatever_json_holds_it_is_read_soundly_or_refused(content: object) -> None:
    refused = ""
    try:
        transcript = read("a.json", json.dumps(content))
    except QcodeError as error:
        refused = str(error)
    else:
        assert_sound(transcript)
    assert "damaged" not in refused
    assert "\n" not in refused
