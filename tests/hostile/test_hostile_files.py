"""Whatever a file holds: a transcript that holds together, or one line of our own words, soon and small."""

import random
import re
import resource
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from corpus import GENERIC, IN_ZIPS, LARGE, MUST_REFUSE, ZIPPED, Maker
from file_makers import MAKERS, TALK, faults_of, seed_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutations import mutants

from qcode.errors import QcodeError
from qcode.importers.reading import read_transcripts
from qcode.importers.registry import FORMATS, Format

SECONDS = 10.0
RAW = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What steers a terminal, or breaks a line."""
IDS = [one.name for one in FORMATS]


def spent() -> float:
    """CPU seconds of this process and of those that it waited for."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def outcome(path: Path) -> str:
    """Read a file; return what was said where it was refused. Anything else than that fails."""
    began = spent()
    refusal: QcodeError | None = None
    try:
        for transcript in read_transcripts(path):
            assert faults_of(transcript) == []
    except QcodeError as error:
        refusal = error
    assert spent() - began < SECONDS
    if refusal is None:
        return ""
    assert refusal.exit_code == 1
    assert len(str(refusal)) < 600
    assert path.name in refusal.message
    assert RAW.search(str(refusal)) is None, ascii(str(refusal))
    return str(refusal)


def corpus_for(one: Format) -> Iterator[tuple[str, Maker]]:
    # A PDF has no runs of blanks and the like; its reader is a process of its own, and slower.
    yield from ((name, make) for name, make in GENERIC.items() if one.name != "pdf" or "gulf" not in name)
    if one.name in ZIPPED:
        yield from IN_ZIPS.items()


CASES = [pytest.param(one, name, id=f"{one.name}: {name}") for one in FORMATS for name, _ in corpus_for(one)]


def test_every_format_has_a_talk_of_its_own_that_is_read() -> None:
    assert {one.name for one in FORMATS} <= set(MAKERS), "write one in file_makers.py"


@pytest.mark.parametrize("one", FORMATS, ids=IDS)
def test_what_is_made_here_is_otherwise_a_good_file(one: Format, tmp_path: Path) -> None:
    path = tmp_path / f"talk{one.suffixes[0]}"
    path.write_bytes(seed_of(one.name))
    (transcript,) = read_transcripts(path)
    assert [transcript.text[slice(*turn.speech)] for turn in transcript.turns] == [
        speech for _, speech in TALK
    ]


@pytest.mark.parametrize(("one", "name"), CASES)
def test_a_hostile_file_is_read_or_refused_in_words(one: Format, name: str, tmp_path: Path) -> None:
    path = tmp_path / f"talk{one.suffixes[0]}"
    path.write_bytes((GENERIC | IN_ZIPS)[name](one.name))
    said = outcome(path)
    if name in MUST_REFUSE:
        assert said


@pytest.mark.parametrize("name", LARGE)
@pytest.mark.parametrize("one", FORMATS, ids=IDS)
def test_a_large_file_is_read_or_refused_within_seconds(one: Format, name: str, tmp_path: Path) -> None:
    path = tmp_path / f"talk{one.suffixes[0]}"
    path.write_bytes(LARGE[name](one.name))
    outcome(path)


IN_PROCESS = [one for one in FORMATS if one.name != "pdf"]  # whose reader is a process of its own, and slower


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(one=st.sampled_from(IN_PROCESS), number=st.integers(0, 2**32))
def test_a_damaged_file_is_read_or_refused_in_words(one: Format, number: int, tmp_path: Path) -> None:
    path = tmp_path / f"talk{one.suffixes[0]}"
    path.write_bytes(next(mutants(one.name, random.Random(number))))
    outcome(path)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(one=st.sampled_from(IN_PROCESS), data=st.binary(min_size=1, max_size=300))
def test_any_bytes_under_any_ending_are_read_or_refused(one: Format, data: bytes, tmp_path: Path) -> None:
    path = tmp_path / f"talk{one.suffixes[0]}"
    path.write_bytes(data)
    outcome(path)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    one=st.sampled_from(IN_PROCESS),
    talk=st.lists(st.tuples(st.text(max_size=12), st.text(max_size=60)), max_size=8),
)
def test_any_talk_in_any_format_is_read_or_refused(
    one: Format, talk: list[tuple[str, str]], tmp_path: Path
) -> None:
    path = tmp_path / f"talk{one.suffixes[0]}"
    path.write_bytes(seed_of(one.name, talk))
    outcome(path)
