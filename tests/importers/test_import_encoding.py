"""Bytes become text by their mark, by strict decoding, or by evidence that is told; never by force."""

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readings import read, said

from qcode.errors import DataError, QcodeError, UsageError
from qcode.files.encoding import decode

JAPANESE = (
    "聞き手：はじめに、国際戦略をつくったきっかけは。\r\n語り手：ええ、人口が減りまして。市が考えました。\r\n"
)
ENCODINGS = [
    "utf-8",
    "utf-8-sig",
    "cp932",
    "euc_jp",
    "iso2022_jp",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_one_interview_in_every_encoding_is_one_text(encoding: str) -> None:
    transcript = read("a.txt", JAPANESE.encode(encoding))
    assert transcript.text == JAPANESE.replace("\r\n", "\n")
    assert said(transcript)[1] == ("語り手", "ええ、人口が減りまして。市が考えました。")
    certain = encoding in ("utf-8", "utf-8-sig", "iso2022_jp", "utf-16", "utf-32")
    assert transcript.encoding_guessed is not certain
    assert transcript.encoding is not None
    assert codecs.lookup(transcript.encoding).name == transcript.encoding


@pytest.mark.parametrize(
    "text",
    [
        "①㈱髙﨑〜",
        "（笑）はい、そうです",
        "Ａ市の担当者：ええ",
        "日時：二〇二四年五月　場所：市役所第二会議室",
        "ｶﾞｽ料金のことです。",
    ],
)
def test_short_japanese_texts_in_cp932_are_told_from_other_encodings(text: str) -> None:
    for encoding in ("cp932", "euc_jp"):
        try:
            data = text.encode(encoding)
        except UnicodeEncodeError:
            continue
        decoded = decode(data, "a.txt")
        assert (decoded.text, decoded.encoding, decoded.guessed) == (data.decode(encoding), encoding, True)


def test_western_letters_of_one_byte_are_told() -> None:
    text = "Der Bürgermeister fährt nach Köln – “schön”. Señora Peña, très agréable."
    decoded = decode(text.encode("cp1252"), "a.txt")
    assert (decoded.text, decoded.encoding, decoded.guessed) == (text, "cp1252", True)


def test_english_without_a_mark_in_two_bytes_a_letter_is_told() -> None:
    for encoding in ("utf-16-le", "utf-16-be"):
        decoded = decode("The port is a gate.\n".encode(encoding), "a.txt")
        assert (decoded.text, decoded.encoding) == ("The port is a gate.\n", encoding)


def test_a_stray_zero_byte_does_not_make_a_text_chinese() -> None:
    decoded = decode(b"hello\0world, plain old words", "a.txt")
    assert (decoded.text, decoded.encoding) == ("hello\0world, plain old words", "utf-8")


def test_utf_8_with_a_broken_byte_is_no_other_encoding_but_an_error_with_its_place() -> None:
    data = "一行目\n二行目 café\n三行目です。".encode()
    with pytest.raises(DataError, match=r"not utf-8: byte 0xff at offset 22, line 2"):
        decode(data.replace(b"caf", b"ca\xff"), "a.txt")


def test_bytes_of_no_known_encoding_are_refused_with_what_to_do() -> None:
    with pytest.raises(DataError) as caught:
        decode("Общий вид порта и города".encode("koi8_r"), "a.txt")
    assert "--encoding" in caught.value.hint


def test_a_given_encoding_is_taken_or_refused_and_never_forced() -> None:
    assert read("a.txt", "Порт: да".encode("koi8_r"), encoding="koi8-r").text == "Порт: да"
    with pytest.raises(DataError, match=r"not cp932: byte 0x\w\w at offset \d+, line 2"):
        read("a.txt", "港\n日本".encode("euc_jp") + b"\xff\xff", encoding="cp932")
    with pytest.raises(DataError, match="line 3"):
        read("a.txt", "a\nb\n".encode("utf-16-le") + b"\x00\xd8\x00", encoding="utf-16-le")


def test_shift_jis_means_what_windows_writes() -> None:
    transcript = read("a.txt", "㈱①：はい".encode("cp932"), encoding="Shift_JIS")
    assert transcript.text == "㈱①：はい"
    assert transcript.encoding == "cp932"
    assert "Shift_JIS read as cp932" in transcript.warnings[0]
    assert not transcript.encoding_guessed


@pytest.mark.parametrize("encoding", ["klingon", "base64", "rot13", "", "\0", "undefined"])
def test_an_encoding_that_does_not_exist_is_a_mistake_of_the_call(encoding: str) -> None:
    with pytest.raises(UsageError, match="no text encoding"):
        read("a.txt", "words", encoding=encoding)


def test_characters_lost_before_are_pointed_out() -> None:
    assert "2 characters U+FFFD" in read("a.txt", "The p\ufffdrt. And \ufffd.").warnings[0]


PROSE = st.lists(
    st.sampled_from(
        [
            "はい、",
            "ええ。",
            "国際戦略",
            "人口が",
            "減りまして",
            "ポート",
            "（笑）",
            "と思います。",
            "\n",
            "2024年",
        ]
    ),
    min_size=6,
    max_size=40,
).map("".join)


@settings(deadline=None)
@given(PROSE, st.sampled_from(["cp932", "euc_jp", "iso2022_jp", "utf-8", "utf-16"]))
def test_japanese_prose_comes_back_from_its_bytes(text: str, encoding: str) -> None:
    prose = f"それで、{text}でした。"
    assert decode(prose.encode(encoding), "a.txt").text.removeprefix("\ufeff") == prose


@settings(deadline=None)
@given(
    st.binary(max_size=80),
    st.sampled_from([None, "utf-8", "cp932", "utf-16", "iso2022_jp", "utf-7", "punycode"]),
)
def test_no_bytes_are_a_reason_to_fall_over(data: bytes, encoding: str | None) -> None:
    try:
        told = decode(data, "a.txt", encoding).encoding
    except QcodeError as error:
        told = str(error)
    assert "\n" not in told
