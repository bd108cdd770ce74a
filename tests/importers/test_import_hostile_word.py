"""Word files made to do harm are turned away before they can."""

import time
import tracemalloc
import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from readings import assert_sound, read
from word_files import document, package, paragraph, relations, word_file

from qcode.errors import UnreadableFileError
from qcode.importers.docx_body import package as package_of_word

RELATIONS = relations(officeDocument="word/document.xml")


def with_body(content: str | bytes) -> bytes:
    return package({"_rels/.rels": RELATIONS, "word/document.xml": content})


def refused(data: bytes) -> str:
    began = time.process_time()
    with pytest.raises(UnreadableFileError) as caught:
        read("a.docx", data)
    assert time.process_time() - began < 5
    assert "\n" not in str(caught.value)
    return str(caught.value)


ENTITIES = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'


ELSEWHERE = '<!DOCTYPE x SYSTEM "http://localhost:9/x.dtd">'


@pytest.mark.parametrize(("prologue", "text"), [(ENTITIES, "&b;"), (OUTSIDE, "&e;"), (ELSEWHERE, "x")])
def test_a_document_type_is_refused_whatever_it_says(prologue: str, text: str) -> None:
    assert "document type" in refused(with_body(document(paragraph(text), prologue=prologue)))


def test_a_document_type_in_two_bytes_a_letter_is_refused_too() -> None:
    hidden = document(paragraph("x"), prologue=ENTITIES).replace('encoding="UTF-8"', 'encoding="UTF-16"')
    assert "document type" in refused(with_body(hidden.encode("utf-16")))


def test_an_archive_that_unpacks_to_a_hundred_times_itself_is_not_unpacked() -> None:
    bomb = with_body(document(paragraph("a" * 30_000_000)))
    tracemalloc.start()
    told = refused(bomb)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "would unpack" in told
    assert most < 5_000_000


def test_a_lie_about_the_size_of_a_part_does_not_help() -> None:
    data = bytearray(with_body(document(paragraph("a" * 3_000_000))))
    central = data.rindex(b"PK\x01\x02")
    data[central + 24 : central + 28] = (100).to_bytes(4, "little")
    refused(bytes(data))


def test_too_many_parts_and_parts_of_one_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr("word/document.xml", document(paragraph("one")))
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("word/document.xml", document(paragraph("two")))
    assert "two parts of one name" in refused(buffer.getvalue())
    monkeypatch.setattr(package_of_word, "LIMITS", replace(package_of_word.LIMITS, parts=1))
    assert "parts" in refused(with_body(document(paragraph("x"))))


def test_elements_nested_without_end_are_refused() -> None:
    refused(with_body(document("<w:sdt><w:sdtContent>" * 3000 + "x" + "</w:sdtContent></w:sdt>" * 3000)))


@pytest.mark.parametrize(
    "data",
    [
        word_file(paragraph("x"))[:200],
        word_file(paragraph("x"))[:-40],
        b"PK\x03\x04" + b"word/" * 40,
        package({"word/other.xml": "<x/>"}),
        with_body("<w:document"),
        with_body(b"\xff\xfe\x00"),
        with_body(""),
        package({"_rels/.rels": "<broken", "word/document.xml": document(paragraph("x"))}),
        package({"_rels/.rels": RELATIONS, "word/document.xml": document(paragraph("x"))}, zipfile.ZIP_LZMA),
    ],
    ids=[
        "cut short",
        "no directory",
        "not a zip",
        "no body",
        "broken",
        "not xml",
        "empty",
        "bad rels",
        "lzma",
    ],
)
def test_damage_is_told_as_damage(data: bytes) -> None:
    assert "damaged" in refused(data)


def test_an_encrypted_archive_is_told() -> None:
    data = bytearray(with_body(document(paragraph("x"))))
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(sign)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(sign, at + 4)
    assert "protected by a password" in refused(bytes(data))


def test_a_body_that_is_no_word_holds_no_text() -> None:
    assert "holds no text" in refused(with_body("<html><body>words</body></html>"))


def test_relations_that_point_out_of_the_archive_are_not_followed() -> None:
    data = package(
        {
            "_rels/.rels": relations(officeDocument="../../../etc/passwd"),
            "word/document.xml": document(paragraph("I: a") + paragraph("R: b")),
            "word/_rels/document.xml.rels": relations(
                styles="/../../etc/passwd", header="file:///etc/passwd"
            ),
        }
    )
    transcript = read("a.docx", data)
    assert len(transcript.turns) == 2
    assert_sound(transcript)


def test_odd_but_harmless_structure_is_read() -> None:
    odd = (
        "<w:tbl/><w:tr/><w:tc/><w:t>lost</w:t><w:vanish/><w:pPr/><w:txbxContent/><w:p><w:tbl><w:tr/></w:tbl></w:p>"
        "<w:tbl><w:tc><w:p/></w:tc></w:tbl><w:p><w:p><w:r><w:t>in</w:t></w:r></w:p></w:p>"
    )
    transcript = read("a.docx", word_file(odd + paragraph("end")))
    assert "end" in transcript.text
    assert_sound(transcript)
