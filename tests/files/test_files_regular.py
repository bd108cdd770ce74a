"""A file that somebody names is read only where it is one, and never for ever."""

import os
from pathlib import Path

import pytest

from qcode.errors import UnreadableFileError
from qcode.files.regular import MEGABYTE, read_regular


def test_the_bytes_of_a_file_come_back(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"\r\n\x00\x1a\xff")
    assert read_regular(path, 5) == b"\r\n\x00\x1a\xff"
    path.write_bytes(b"")
    assert read_regular(path, 5) == b""


def test_what_is_no_file_is_named_with_the_reason(tmp_path: Path) -> None:
    for path, words in [
        (tmp_path / "none.csv", r"There is no file .*none\.csv"),
        (tmp_path, "is a folder"),
        (Path(os.devnull), "not a regular file"),
        (tmp_path / "a\0b", "cannot be read"),
        (tmp_path / ("x" * 5000), "cannot be read"),
    ]:
        with pytest.raises(UnreadableFileError, match=words):
            read_regular(path, 10)


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "sparse"
    with path.open("wb") as file:
        file.truncate(2**40)
    with pytest.raises(UnreadableFileError, match=r"larger than 3 MB\. Cut it\."):
        read_regular(path, 3 * MEGABYTE, "Cut it.")
    with pytest.raises(UnreadableFileError, match="larger than 1,000 bytes"):
        read_regular(path, 1000)


def test_messages_call_a_file_as_they_are_told_and_never_obey_its_name(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[2J"
    path.mkdir()
    with pytest.raises(UnreadableFileError, match=r"^a␛.2J is a folder"):
        read_regular(path, 10)
    with pytest.raises(UnreadableFileError, match=r"^the settings is a folder"):
        read_regular(path, 10, name="the settings")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_put_in_the_place_of_a_file_does_not_keep_anybody_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "before").write_bytes(b"x")
    before = (tmp_path / "before").stat()
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setattr(Path, "stat", lambda path: before)  # as it was a moment ago
    with pytest.raises(UnreadableFileError, match="not a regular file"):
        read_regular(tmp_path / "pipe", 10)
