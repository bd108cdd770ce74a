"""No report, picture or deposit tells a name where names are kept back: every kind in every format."""

import base64
import html
import io
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from running import MORI, Qcode, Run

from qcode import Project

SAID = "What Zucase and Ms Zuperson say in Zutalk_1 of 早瀬太郎."
NAME = re.compile("Zu[a-z]|早瀬|津")
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


@pytest.fixture(scope="module")
def named(sample: tuple[Path, Run], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample study with names in every place where a person can write one; not to be changed."""
    study = Path(shutil.copy(sample[0], tmp_path_factory.mktemp("named") / "study.qcode"))
    with Project.open(study, coder=MORI, keep_backups=0) as project:
        cases, documents = project.cases, project.documents
        cases.set(cases.find("Minamihama"), name="Zucase")
        cases.set(cases.find("Kitaoka"), name="津")
        documents.set(documents.find("Minamihama_official"), name="Zutalk_1")
        documents.set(documents.find("Kitaoka_consortium"), name="津")
        project.participants.set([project.participants.find("Ms Hayase")], name="Ms Zuperson")
        project.participants.set([project.participants.find("国際課長")], name="早瀬太郎")
        project.memos.write("meta", project.uid, SAID)
        for code in [*project.codes.tree()][:3]:
            project.codes.edit(
                code, definition=SAID, note=SAID, source=SAID, examples=(SAID,), aliases=(SAID,)
            )
            project.memos.write("codes", code.uid, SAID)
            project.summaries.write(cases.find("Zucase"), code, SAID)
        for case in cases.list():
            project.memos.write("cases", case.uid, SAID)
            project.attributes.set(case, "port of Zucase", SAID)
        for document in documents.list():
            project.attributes.set(document, "place", SAID)
            project.attributes.set(document, "way to Zucase", "by ship")
        for participant in project.participants.list():
            project.attributes.set(participant, "position", "aide to Ms Zuperson, Zucase")
        codings = project.codings.list(documents.find("Zutalk_1"))[:9]
        for coding in codings:
            project.memos.write("codings", coding.uid, SAID)
            project.translations.write(coding, SAID)
        event = project.events.add("2019-03-02", "Zucase tells of Zutalk_1", case="Zucase", note=SAID)
        project.events.link(event, [coding.id for coding in codings])
        sorted_cases = project.classifications.add("sort", classes=("Zucase", "other"), note=SAID)
        for case in cases.list():
            project.classifications.assign(sorted_cases, case, "Zucase", reason=SAID)
        project.groups.add("津", cases=["Zucase"])
        project.methods.set({"coreq.6": SAID, "srqr.2": SAID, "srqr.9": SAID, "srqr.21": SAID})
        cases.add("Zuempty")
    return study


@pytest.fixture
def told(named: Path, desk: Path) -> Path:
    """A copy of it, the only project in the current folder."""
    return Path(shutil.copy(named, desk / "study.qcode"))


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
