"""`qcode report transcript | methods | audit | saturation | portrait`."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from running import LIND, MORI, Qcode
from test_tables_from_commands import CASES

from qcode import Project
from qcode.model.reports import Figure
from qcode.project.pictures import codeline_table
from qcode.project.reports.portrait import portrait_report


def word(path: Path) -> Any:
    return Document(io.BytesIO(path.read_bytes()))


def test_a_coded_transcript_has_every_coding_as_a_comment_of_its_coder(qcode: Qcode, study: Path) -> None:
    qcode("report", "transcript", "Sakuragi_official", "--output", "coded.docx").done()
    comments = list(word(Path("coded.docx")).comments)
    with Project.open(study) as project:
        codings = project.codings.list(project.documents.find("Sakuragi_official"))
    assert len(comments) == len(codings) == 108
    assert {one.author for one in comments} == {MORI, LIND}


def test_the_selection_says_which_codings_are_shown(qcode: Qcode, study: Path) -> None:
    def comments() -> list[Any]:
        return list(word(Path("coded.docx")).comments)

    qcode("report", "transcript", "Sakuragi_official", "-o", "coded.docx", "--coder", LIND).done()
    assert [one.author for one in comments()] == [LIND] * 53
    qcode("report", "transcript", "Sakuragi_official", "-o", "coded.docx", "--role", "respondent").done()
    everything = len(comments())
    assert 53 < everything <= 108
    chosen = qcode(
        "report", "transcript", "Sakuragi_official", "--where", "code = Gatekeeper", "-o", "coded.docx"
    )
    chosen.done()
    assert 0 < len(comments()) < 53


def test_all_documents_or_those_of_a_condition_are_written(qcode: Qcode, study: Path) -> None:
    everything = qcode("report", "transcript", "--all").done().text
    some = qcode("report", "transcript", "--all", "--where", "kind != interview").done().text
    assert everything.count("\n## ") == 16
    assert some.count("\n## ") == 5
    assert "turn 1" not in some
    assert "paragraph 1" in some


def test_documents_must_be_named_or_all_asked_for(qcode: Qcode, study: Path) -> None:
    qcode("report", "transcript").refused("--all", code=2)
    qcode("report", "transcript", "Sakuragi_official", "--all").refused("--all", code=2)
    qcode("report", "transcript", "Sakuragi_oficial").refused("no document", "Sakuragi_official")


def test_a_page_has_the_codes_beside_the_words(qcode: Qcode, study: Path) -> None:
    page = qcode("report", "transcript", "Hoshikawa_official", "--format", "html").done().text
    assert page.count('<section class="passage') >= 30
    assert 'lang="ja"' in page
    assert page.count("data-codings") > 50


def test_no_case_is_named_in_any_report_where_names_are_kept_back(qcode: Qcode, study: Path) -> None:
    for form in ("md", "html"):
        said = [
            qcode("report", "transcript", "--all", "--pseudonyms", "--format", form),
            qcode("report", "methods", "--pseudonyms", "--format", form),
            qcode("report", "audit", "--pseudonyms", "--format", form),
            qcode("report", "saturation", "--pseudonyms", "--format", form),
            qcode("report", "portrait", "Sakuragi_official", "--pseudonyms", "--format", form),
        ]
        for one in said:
            assert not [name for name in CASES if name in one.done().text]


def test_where_the_project_keeps_names_back_reports_show_them_when_asked(qcode: Qcode, study: Path) -> None:
    qcode("pseudonyms", "always").done()
    for one in (
        qcode("report", "transcript", "Sakuragi_official", "--names"),
        qcode("report", "methods", "--names"),
        qcode("report", "audit", "--names"),
        qcode("report", "saturation", "--names"),
        qcode("report", "portrait", "Sakuragi_official", "--names"),
    ):
        assert re.search(r"Sakuragi\\?_official", one.done().text)


def test_what_only_the_researcher_knows_is_said_once_and_stays(qcode: Qcode, study: Path) -> None:
    qcode("report", "methods", "--output", "sheet.docx").done()
    assert len(word(Path("sheet.docx")).tables) > 8
    told = qcode("report", "methods", "--set", "coreq.6", "We had met before.", "--coder", LIND).done()
    assert told.err + told.text == "Saved.\n"
    again = qcode("report", "methods", "--set", "coreq.6", "We had met before.").done()
    assert "Nothing to change" in again.err + again.text
    sheet = qcode("report", "methods", "--guideline", "coreq").done().text
    assert "We had met before." in sheet
    assert "SRQR" not in sheet.partition("## Notes")[0]
    assert LIND in qcode("log", "--last", "1").done().text
    qcode("undo", "--coder", LIND).done()
    assert "We had met before." not in qcode("report", "methods").done().text


def test_an_item_needs_a_text_and_a_text_an_item(qcode: Qcode, study: Path) -> None:
    qcode("report", "methods", "--set", "coreq.6").refused("--set coreq.6", code=2)
    qcode("report", "methods", "We had met before.").refused("--set coreq.6", code=2)
    qcode("report", "methods", "--set", "coreq.99", "x").refused("no item", code=1)


def test_the_audit_trail_of_some_days_is_written(qcode: Qcode, study: Path) -> None:
    everything = qcode("report", "audit", "--since", "2020-01-01", "--until", "2999-12-31").done().text
    assert "Imported 810 codings" in everything
    assert "Nothing was done." in qcode("report", "audit", "--until", "2020-01-01").done().text
    backwards = qcode("report", "audit", "--since", "2024-02-01", "--until", "2024-01-01")
    backwards.refused("comes after", code=2)
    qcode("report", "audit", "--since", "May").refused("--since", code=2)
    qcode("report", "audit", "-o", "trail.docx").done()
    assert len(word(Path("trail.docx")).tables) >= 3


def test_new_codes_by_interview_are_counted_in_the_order_asked_for(qcode: Qcode, study: Path) -> None:
    def first(*options: str) -> str:
        text = qcode("report", "saturation", *options).done().text
        found = re.search(r"\n\| -[^\n]+\n\| (\S+)", text)
        assert found
        return found[1].replace("\\", "")

    with Project.open(study, coder=MORI) as project:
        project.attributes.set(project.documents.find("Yukimori_resident"), "held", "2020-01-01")
    assert first("--date", "held") == "Yukimori_resident"
    by_import = qcode("report", "saturation", "--order", "import").done().text
    assert re.search(r"\n\| -[^\n]+\n\| Hoshikawa", by_import)
    text = (
        qcode(
            "report",
            "saturation",
            "--every-document",
            "--coder",
            MORI,
            "--role",
            "any",
            "--where",
            "kind != news",
        )
        .done()
        .text
    )
    assert "Kitaoka\\_strategy\\_2022" in text
    qcode("report", "saturation", "-o", "curve.docx").done()
    qcode("report", "saturation", "--date", "nothing").refused("nothing")


def test_a_portrait_shows_one_document(qcode: Qcode, study: Path) -> None:
    text = qcode(
        "report", "portrait", "Sakuragi_official", "--coder", MORI, "--role", "respondent", "--where",
        "code = Gatekeeper",
    ).done().text  # fmt: skip
    assert "Gatekeeper \\> Local diffusion" in text
    assert "Orchestration" not in text.partition("## Notes")[0]
    assert re.search(r"\n    Gatekeeper > Local diffusion +·+█·+\n", text)
    qcode("report", "portrait", "Sakuragi_official", "--output", "one.docx").done()
    qcode(
        "report", "portrait", "Sakuragi_official", "--where", "code = Orchestration and code = Gatekeeper"
    ).refused("No coding of “Sakuragi_official” counts")


@pytest.mark.parametrize(("document", "turns"), [("Kitaoka_consortium", 38), ("Hoshikawa_official", 30)])
def test_front_matter_is_no_turn_of_a_portrait(qcode: Qcode, study: Path, document: str, turns: int) -> None:
    assert f"Interview; {turns} turns;" in qcode("report", "portrait", document).done().text
    with Project.open(study, coder=MORI) as project:
        found = project.documents.find(document)
        drawn = portrait_report(project, found).blocks[2]
        line = codeline_table(project.select(), found.id)
        assert isinstance(drawn, Figure)
        assert [column.label for column in drawn.table.columns] == [column.label for column in line.columns]
        where = {
            row.uid: [value != 0 for value in cells]
            for row, cells in zip(line.rows, line.values, strict=True)
        }
        for row, cells in zip(drawn.table.rows, drawn.table.values, strict=True):
            assert [value != 0 for value in cells] == where[row.uid], row.label


def test_the_notes_of_a_portrait_are_those_of_its_document(qcode: Qcode, study: Path) -> None:
    codings = qcode("segments", "--where", "document = Kitaoka_consortium", "-f", "csv").done().records
    text = qcode("report", "portrait", "Kitaoka_consortium").done().text
    assert "N in scope with counted speech: 1 document, 1 case, " in text
    assert f"Codings counted: {len(codings)} by" in text


@pytest.mark.parametrize("format", ["docx", "html", "md"])
def test_the_same_project_gives_the_same_report(qcode: Qcode, study: Path, format: str) -> None:
    def twice(*words: str) -> bool:
        made = []
        for name in ("one", "two"):
            qcode(*words, "-o", f"{name}.{format}").done()
            made.append(Path(f"{name}.{format}").read_bytes())
        return made[0] == made[1]

    assert twice("report", "transcript", "Kitaoka_strategy_2022")
    assert twice("report", "methods")
    assert twice("report", "audit")
