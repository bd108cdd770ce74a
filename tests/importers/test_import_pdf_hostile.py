"""PDFs that are damaged or made to do harm are read or refused in words, within bounds, leaving nothing."""

import random
import sys
import zlib
from pathlib import Path

import pytest
from pdf_files import Sheet, assembled, column, pdf, put, stream
from readings import assert_sound, read
from test_import_damaged import mutants, survives

from qcode.errors import UnreadableFileError
from qcode.importers.pdf_pages import extraction
from qcode.importers.pdf_pages.limits import OUT_OF_MEMORY, OUT_OF_TIME

resource = pytest.importorskip("resource")

SOUND = pdf(column(["Interviewer: Who?", "Mayor: The port.", "Interviewer: Why?", "Mayor: It was there."]))


def refused(data: bytes) -> str:
    before = _spent()
    with pytest.raises(UnreadableFileError) as caught:
        read("a.pdf", data)
    assert _spent() - before < 10
    assert "\n" not in str(caught.value)
    assert caught.value.hint
    return str(caught.value)


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return float(used.ru_utime + used.ru_stime)


def inside(number: int) -> str:
    return f"/Resources << /XObject << /X {number} 0 R >> /Font << /T << /Type /Font /Subtype /Type1 /BaseFont /Courier >> >> >>"


def fanned(depth: int, times: int) -> bytes:
    """A page that draws a form that draws another ten times, and so on."""
    form = "/Type /XObject /Subtype /Form /BBox [0 0 595 842] "
    levels = {
        1000 + level: stream(b"/X Do " * times, form + inside(1001 + level)) for level in range(depth - 1)
    }
    levels[999 + depth] = stream(b"BT /T 9 Tf 50 50 Td (word) Tj ET", form + inside(1))
    return pdf(Sheet("/X Do", inside(1000)), objects=levels)


def swollen() -> bytes:
    """A page of a few hundred kilobytes whose text unpacks to 400 MB of blanks."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 1_000_000) for _ in range(400)) + packer.flush()
    return pdf("", objects={11: stream(packed, "/Filter /FlateDecode")})


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(swollen(), id="a page of 400 MB"),
        pytest.param(fanned(8, 10), id="ten times ten times ten"),
    ],
)
def test_what_unpacks_without_end_is_given_up(data: bytes) -> None:
    told = refused(data)
    assert "memory" in told or "too long" in told


def test_a_page_of_more_text_than_a_page_has_is_refused() -> None:
    drawn = "".join(put("abc", at * 37 % 560, at * 91 % 820) for at in range(30_000))
    assert "page 2" in refused(pdf(column(["Words."]), drawn, packed=True))


@pytest.mark.parametrize(
    "objects",
    [
        {2: "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 >>"},
        {2: "<< /Type /Pages /Kids [1000 0 R] /Count 1 >>"}
        | {1000 + at: f"<< /Type /Pages /Kids [{1001 + at} 0 R] /Count 1 >>" for at in range(3000)},
        {10: "<< /Type /Page /Parent 2 0 R /Resources 3 0 R /Contents 10 0 R >>"},
        {10: "<< /Type /Page /Parent 2 0 R /Contents [" + "[" * 50_000},
    ],
    ids=["a loop", "a deep tree", "itself as its text", "brackets"],
)
def test_pages_that_lead_nowhere_are_refused(objects: dict[int, str]) -> None:
    refused(pdf(column(["Words."]), objects=objects))


def test_a_tree_that_promises_more_pages_than_it_has_is_read() -> None:
    tree = "<< /Type /Pages /Kids [10 0 R] /Count 30 /MediaBox [0 0 595 842] >>"
    transcript = read("a.pdf", pdf(column(["Words."]), objects={2: tree}))
    assert transcript.text == "Words."
    assert "too damaged to be read: pages 2, 3" in transcript.warnings[-1]
    assert "and 17 more" in transcript.warnings[-1]


@pytest.mark.parametrize(
    "drawn",
    [
        "BT /T 1e30 Tf 1e38 0 0 1e38 1e38 -1e38 Tm (abc) Tj ET ",
        "BT /T 9 Tf 99999999999999999999 9e99 Td (a) Tj ET ",
        "BT /T 0 Tf 72 72 Td (abc) Tj ET ",
        "q " * 100_000,
    ],
)
def test_numbers_beyond_reason_do_no_harm(drawn: str) -> None:
    assert "Words." in read("a.pdf", pdf(drawn + column(["Words."]))).text


@pytest.mark.parametrize("box", ["[-1e30 -1e30 1e30 1e30]", "[0 0 0 0]", "[595 842 0 0]", "[x]"])
def test_a_page_of_any_size_is_read(box: str) -> None:
    transcript = read("a.pdf", pdf(Sheet(column(["Words."]), f"/MediaBox {box}"), column(["More."])))
    assert_sound(transcript)
    assert "More." in transcript.text


@pytest.mark.parametrize("kept", [6, 40, 0.3, 0.6, 0.9])
def test_a_file_that_was_cut_off_is_read_or_refused(kept: float) -> None:
    survives("a.pdf", SOUND[: kept if isinstance(kept, int) else int(kept * len(SOUND))])


def test_damaged_copies_are_read_or_refused_in_words() -> None:
    assert survives("a.pdf", SOUND) == ""
    for data in mutants(SOUND, random.Random("pdf"), 12):
        survives("a.pdf", data)


def test_an_empty_file_of_objects_is_refused() -> None:
    refused(assembled({1: b"<< >>"}))


@pytest.mark.parametrize(
    ("program", "told"),
    [
        (f"import os; os._exit({OUT_OF_TIME})", "too long"),
        (f"import os; os._exit({OUT_OF_MEMORY})", "memory"),
        ("import os; os.abort()", "damaged"),
        ("raise SystemExit(1)", "damaged"),
        ('print(\'{"pages":1,"kind":""}\')', "damaged"),
    ],
)
def test_whatever_ends_the_process_is_told_in_words(
    program: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extraction, "_PROGRAM", program)
    assert told in refused(SOUND)


def test_a_process_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction, "_PROGRAM", "import threading; threading.Event().wait()")
    monkeypatch.setattr(extraction, "PATIENCE", 0.5)
    assert "too long" in refused(SOUND)


@pytest.mark.parametrize(("limit", "told"), [("SECONDS", "too long"), ("MOST_MEMORY", "memory")])
def test_the_process_watches_itself(limit: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    strict = extraction._PROGRAM.replace("worker.main", f"worker.{limit} = 0.001; worker.main")
    monkeypatch.setattr(extraction, "_PROGRAM", strict)
    assert told in refused(SOUND)


def test_a_program_that_cannot_be_started_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(UnreadableFileError, match="nowhere"):
        read("a.pdf", SOUND)


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "json.py").write_text("raise SystemExit('not the library')", encoding="utf-8")
    assert "Interviewer" in read("a.pdf", SOUND).text
    assert [path.name for path in tmp_path.iterdir()] == ["json.py"]
