"""`qcode report study`: one page that opens from a mail, with what a reader of the study wants to see."""

import json
import re
from itertools import accumulate
from pathlib import Path

from running import Qcode

from qcode import Project


def prepared(study: Path) -> None:
    """Sort the cases into classes, write a summary, a memo and an event."""
    with Project.open(study, coder="A. Mori") as project:
        project.classifications.assign(
            project.classifications.find("size"),
            project.cases.find("Sakuragi"),
            "middle",
            "as it acts",
        )
        case, code = project.cases.find("Kitaoka"), project.codes.find("Orchestration")
        project.summaries.write(case, code, "A council conducts.\n市が指揮する。")
        project.memos.write("meta", project.uid, "What this study is about.")
        project.memos.write("cases", case.uid, "Why Kitaoka is type II.")
        project.events.add("2012", "The consortium is founded", case=case)


def test_the_page_holds_every_section_that_there_is_something_to_say_of(qcode: Qcode, study: Path) -> None:
    prepared(study)
    qcode("report", "study", "-o", "study.html").done()
    page = (study.parent / "study.html").read_text("utf-8")
    heads = re.findall(r"<h[23] id=\"s\d+\"[^>]*>([^<]*)<", page)
    assert heads == [
        "The data",
        "The codes",
        "Codes by case",
        "Codes by class: size",
        "Codes by kind of document",
        "Codes by Actor",
        "Codes by Governance level",
        "Codes by Period",
        "Codes by Stance",
        "Codes by Mission field",
        "Codes that go together",
        "What is dated",
        "New codes by interview",
        "Summaries",
        "Orchestration",
        "Notes on the cases",
        "Kitaoka",
    ]
    for said in ("What this study is about.", "市が指揮する。", "as it acts", "Why Kitaoka is type II."):
        assert said in page
    assert page.count("data:image/svg+xml;base64,") == 5
    assert not re.search(r"(?:src|href)=\"(?!data:|#)", page)


def test_its_numbers_lead_to_the_quotations_that_the_matrix_counts(qcode: Qcode, study: Path) -> None:
    qcode("report", "study", "--no-pictures", "-o", "study.html").done()
    page = (study.parent / "study.html").read_text("utf-8")
    assert "data:image" not in page
    data = json.loads(
        re.findall(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)[0]
    )
    matrix = {row["code"]: row for row in qcode("matrix", "--aggregated", "--format", "csv").done().records}
    counted = data["tables"][2]
    rows = re.findall(
        r'<tr data-row="(\d+)"[^>]*><th scope="row"[^>]*data-name="([^"]*)"', page.split("</table>")[2]
    )
    place = next(int(number) for number, name in rows if name == "Gatekeeper &gt; Local diffusion")
    columns = [name for name in matrix["Gatekeeper > Local diffusion"] if name != "code"]
    for column, case in enumerate(columns):
        number = matrix["Gatekeeper > Local diffusion"][case]
        key = f"{place}.{column}"
        if number in ("", "NA", "0"):
            assert key not in counted["cells"]
            continue
        rows_behind = list(accumulate(counted["sets"][counted["cells"][key]]))
        places = {
            (name, start, end)
            for name, start, end in zip(
                *(
                    [shown(column)[row] for row in rows_behind]
                    for column in data["quotations"]["columns"]
                    if column["name"] in ("document", "start", "end")
                ),
                strict=True,
            )
        }
        assert len(places) == int(number)


def shown(column: dict) -> list:
    return [column["words"][at] for at in column["at"]] if "at" in column else column["values"]


def test_names_are_kept_back_everywhere_in_it(qcode: Qcode, study: Path) -> None:
    prepared(study)
    qcode("report", "study", "--pseudonyms", "--no-pictures", "-o", "study.html").done()
    page = (study.parent / "study.html").read_text("utf-8")
    for name in ("Kitaoka", "Sakuragi", "北岡市"):
        assert name not in page
    assert "Case B" in page


def test_it_is_for_some_of_the_codings_and_another_unit_too(qcode: Qcode, study: Path) -> None:
    text = (
        qcode("report", "study", "--where", "code = Gatekeeper", "--unit", "document", "--format", "md")
        .done()
        .text
    )
    assert "Filter: code = Gatekeeper" in text
    assert "by document" in text
    qcode("report", "study", "--unit", "furlong").refused("unit", code=2)


def test_as_a_word_document_it_has_the_same_tables(qcode: Qcode, study: Path) -> None:
    from docx import Document

    qcode("report", "study", "-o", "study.docx").done()
    tables = Document(str(study.parent / "study.docx")).tables
    assert len(tables) >= 10
    assert tables[0].rows[-1].cells[0].text == "Total"


def test_whose_codings_and_whose_speech_it_rests_on_is_chosen_and_said(qcode: Qcode, study: Path) -> None:
    said = qcode("report", "study", "--names", "--role", "any", "--coder", "B. Lind").done().text
    assert "Coders: B. Lind" in said
    assert "Roles: all speech" in said or "any" in said
    assert "Kitaoka" in said
