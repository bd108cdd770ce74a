"""No report, picture or deposit tells a name where names are kept back: every kind in every format."""

import base64
import html
import io
import re
import zipfile
from pathlib import Path

import pytest
from running import NAME, Qcode

FORMATS = ("md", "html", "docx")
REPORTS = {
    "audit": (),
    "codebook": (),
    "comparison": ("--left", "Zucase", "--right", "津"),
    "frequencies": ("--quotations", "2"),
    "methods": (),
    "portrait": ("Zutalk_1",),
    "quotations": ("--by", "case", "--where", "case = Zucase or case = 津"),
    "saturation": (),
    "study": (),
    "transcript": ("Zutalk_1", "津"),
}
PICTURES = {
    "heatmap": (),
    "bubbles": ("--columns", "class:sort"),
    "codeline": ("Zutalk_1",),
    "dendrogram": (),
    "map": (),
    "network": (),
    "periods": (),
    "saturation": (),
    "timeline": (),
}


def words_of(path: Path) -> str:
    """Return all that a file says, also in the parts of a Word document and in pictures on a page."""
    content = path.read_bytes()
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = [
                package.read(one).decode() for one in package.namelist() if one.endswith(("xml", "rels"))
            ]
        return "\n".join([*parts, *(html.unescape(re.sub("<[^>]*>", "", part)) for part in parts)])
    text = content.decode()
    pictures = [base64.b64decode(one).decode() for one in re.findall("base64,([A-Za-z0-9+/=]+)", text)]
    return "\n".join([text, html.unescape(text), *pictures])


@pytest.mark.parametrize("report", REPORTS)
def test_no_report_tells_a_name(qcode: Qcode, told: Path, desk: Path, report: str) -> None:
    for format in FORMATS:
        file = desk / f"r.{format}"
        done = qcode("report", report, *REPORTS[report], "--pseudonyms", "--output", file).done()
        assert not NAME.findall(words_of(file) + done.err), format
    assert NAME.search(qcode("report", report, *REPORTS[report], "--names").done().text)


@pytest.mark.parametrize("picture", PICTURES)
def test_no_picture_tells_a_name(qcode: Qcode, told: Path, desk: Path, picture: str) -> None:
    for format in ("txt", "svg", "csv"):
        file = desk / f"p.{format}"
        done = qcode("picture", picture, *PICTURES[picture], "--pseudonyms", "--output", file).done()
        assert not NAME.findall(words_of(file) + done.err), format


def test_no_deposit_tells_a_name(qcode: Qcode, told: Path, desk: Path) -> None:
    done = qcode("deposit", "archive").done()
    files = [one for one in (desk / "archive").rglob("*") if one.is_file()]
    assert len(files) > 20
    assert not [one for one in files if NAME.search(one.name) or NAME.search(words_of(one))]
    assert not NAME.search(done.err)
