"""One door for every file: what is no transcript is turned away in one line that says what to do."""

import os
from pathlib import Path

import pytest
from readings import read
from word_files import package, paragraph, word_file

from qcode.errors import DataError, QcodeError, UnknownNameError, UnreadableFileError, UsageError
from qcode.importers import reading
from qcode.importers.reading import read_transcript
from qcode.importers.registry import FORMATS, format_of_suffix
from qcode.model.documents import Role

TALK = "Interviewer: Who?\nMayor: The port.\nInterviewer: Why?\nMayor: So."
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refused(name: str, data: bytes | str) -> UnreadableFileError:
    with pytest.raises(UnreadableFileError) as caught:
        read(name, data)
    error = caught.value
    assert name in error.message
    assert "\n" not in str(error)
    return error


def test_every_format_has_a_reader() -> None:
    assert {"txt", "md", "docx", "odt", "rtf", "html", "vtt", "srt"} <= {one.name for one in FORMATS}
    for one in FORMATS:
        assert callable(one.reader())
        assert all(format_of_suffix(suffix.upper()) is one for suffix in one.suffixes)


@pytest.mark.parametrize(
    ("name", "data", "format"),
    [
        ("a.TXT", TALK, "txt"),
        ("a.md", TALK, "md"),
        ("a.notes", TALK, "txt"),
        ("noending", "WEBVTT\n\n00:01.000 --> 00:02.000\nHello.", "vtt"),
        ("noending", "1\n00:00:01,000 --> 00:00:02,000\nHello.", "srt"),
        ("noending", word_file(paragraph("I: a")), "docx"),
    ],
)
def test_the_ending_says_the_format_and_the_first_bytes_where_it_does_not(
    name: str, data: bytes | str, format: str
) -> None:
    assert read(name, data).format == format


def test_what_is_not_there_or_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"There is no file .*a\.txt"):
        read_transcript(tmp_path / "a.txt")
    with pytest.raises(UnreadableFileError, match="is a folder"):
        read_transcript(tmp_path)
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    with pytest.raises(UnreadableFileError):
        read_transcript(tmp_path / "loop.txt")
    with pytest.raises(UnreadableFileError):
        read_transcript(tmp_path / "null\0byte.txt")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_or_a_device_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    for path in (tmp_path / "pipe.txt", Path(os.devnull)):
        with pytest.raises(UnreadableFileError, match="not a regular file"):
            read_transcript(path)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to this user"
)
def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TALK, encoding="utf-8")
    path.chmod(0)
    with pytest.raises(UnreadableFileError, match="may not be read"):
        read_transcript(path)


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(reading.LARGEST_FILE + 1)
    with pytest.raises(UnreadableFileError, match="larger than 50 MB"):
        read_transcript(path)


def test_an_odd_name_is_shown_and_not_obeyed(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        read_transcript(tmp_path / "a\x1b[2J\n.txt")
    assert "\x1b" not in str(caught.value)


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b" \r\n\t ", "\u3000\n".encode()])
def test_an_empty_file_is_refused(data: bytes) -> None:
    refused("a.txt", data)


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.docx", OLE + b"\0" * 90 + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("a.docx", OLE + b"\0" * 90 + "WordDocument".encode("utf-16-le"), r"\.doc\)"),
        ("a.doc", OLE + b"\0" * 90, "old kind"),
        ("a.doc", b"plain words", r"\.doc\)"),
        ("a.rtf", b"plain words", "no rich text"),
        ("a.mht", b"MIME-Version: 1.0\nContent-Type: multipart/related;", "web archive"),
        ("a.doc", b"MIME-Version: 1.0\nContent-Type: multipart/related;", "web archive"),
        ("a.pdf", b"%PDF-1.7", "damaged"),
        ("a.docx", b"%PDF-1.7", "PDF"),
        ("a.pdf", b"plain words", "no PDF"),
        ("a.odt", b"x", "OpenDocument"),
        ("a.xlsx", package({"xl/workbook.xml": "<x/>"}), "spreadsheet"),
        ("a.docx", package({"xl/workbook.xml": "<x/>"}), "spreadsheet"),
        ("a.zip", package({"a.txt": "x"}), "archive"),
        ("a.mp3", b"ID3\x04\0", "recording"),
        ("a.png", b"\x89PNG\r\n", "picture"),
        ("a.qcode", b"SQLite format 3\0", "project"),
        ("a.bin", bytes(range(32)) * 20, "no text"),
    ],
)
def test_a_foreign_kind_is_named_with_what_to_do(name: str, data: bytes, told: str) -> None:
    error = refused(name, data)
    assert error.hint
    with pytest.raises(UnreadableFileError, match=told):
        raise error


def test_given_roles_are_taken_whatever_the_case_of_the_label() -> None:
    transcript = read("a.txt", TALK, MAYOR=Role.OTHER)
    assert [speaker.role for speaker in transcript.speakers] == [Role.INTERVIEWER, Role.OTHER]


def test_a_role_for_nobody_names_those_who_speak() -> None:
    with pytest.raises(UnknownNameError, match=r"no speaker “Bo”.*“Interviewer”, “Mayor”"):
        read("a.txt", TALK, Bo=Role.OTHER)
    with pytest.raises(UnknownNameError, match="no labelled speakers"):
        read("a.txt", "A text.", Bo=Role.OTHER)


def test_an_encoding_for_word_is_not_used_and_this_is_said() -> None:
    transcript = read("a.docx", word_file(paragraph("I: a") + paragraph("R: b")), encoding="cp932")
    assert "cp932 was not used" in transcript.warnings[-1]


@pytest.mark.parametrize("data", ["WEBVTT\n\n", "1\nno times\nhere", "just words"])
def test_captions_without_captions_are_told(data: str) -> None:
    for name in ("a.vtt", "a.srt"):
        with pytest.raises(DataError, match="no captions"):
            read(name, data)


def test_errors_of_every_kind_are_ours() -> None:
    for error in (UnreadableFileError, DataError, UsageError, UnknownNameError):
        assert issubclass(error, QcodeError)
