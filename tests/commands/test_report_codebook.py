"""`qcode report codebook`: all that is said of each code, with how often it was used."""

import re
from pathlib import Path

from docx import Document
from running import Qcode

from qcode import Project


def section(text: str, code: str) -> str:
    """Return what stands below a code's heading."""
    found = re.search(rf"\n#+ {code} · [^\n]+\n(.*?)(?=\n#+ )", text, re.DOTALL)
    assert found
    return found[1]


def test_all_fields_of_a_code_stand_below_its_two_names(qcode: Qcode, study: Path) -> None:
    with Project.open(study, coder="A. Mori") as project:
        code = project.codes.find("Local diffusion")
        project.codes.edit(code, include="Seminars.", exclude="Rumours.", colour="#aa3311", key="zz")
        project.memos.write("codes", code.uid, "Ask again\nwho was *left out*.")
        fields = project.codes.find("Local diffusion").fields
    text = section(qcode("report", "codebook").done().text, "Local diffusion")
    assert fields.definition[:30] in text
    for label, said in (
        ("Use for:", "Seminars."),
        ("Not for:", "Rumours."),
        ("Colour:", "■ \\#aa3311"),
        ("Key:", "zz"),
    ):
        assert f"**{label}** {said}" in text
    assert re.search(
        r"\*\*Memo \(A\. Mori, \d{4}-\d\d-\d\d\):\*\* Ask again\\\nwho was \\\*left out\\\*\.", text
    )
    assert "Ask again" not in qcode("report", "codebook", "--no-memos").done().text
    assert "Ask again" in qcode("report", "codebook", "--memos").done().text


def test_its_numbers_are_those_of_the_frequency_table(qcode: Qcode, study: Path) -> None:
    chosen = ("--where", "kind = interview", "--coder", "A. Mori", "--role", "respondent")
    table = {one["code"]: one for one in qcode("freq", *chosen, "--format", "csv").done().records}
    text = (
        qcode(
            "report", "codebook", "--where", "kind = interview", "--coder", "A. Mori", "--role", "respondent"
        )
        .done()
        .text
    )
    assert text == qcode("report", "codebook", *chosen).done().text
    rows = dict(re.findall(r"\| (?:&emsp;)?([A-Z][^|]*?) +\| [^|]*\| +(.*?) *\|\n", text))
    assert len(rows) > 40
    tree = {path.rpartition(" > ")[2]: one for path, one in table.items()}
    for name, cells in rows.items():
        if name not in tree or [path.rpartition(" > ")[2] for path in table].count(name) > 1:
            continue
        shown = [cell.strip().rstrip("+") for cell in cells.split("|")]
        keys = ("segments", "segments_aggregated", "documents_aggregated", "cases_aggregated")
        assert [0 if one in "·–" else int(one) for one in shown] == [
            int(tree[name][key]) if tree[name][key].isdigit() else 0 for key in keys
        ]


def test_examples_are_as_many_as_asked_for_and_of_different_cases(qcode: Qcode, study: Path) -> None:
    none = qcode("report", "codebook", "--examples", "0").done().text
    assert "\n> " not in none
    three = section(qcode("report", "codebook", "--examples", "3").done().text, "Translation and absorption")
    references = re.findall(r"\(([^()]+), turn \d+\)\n", three)
    assert len(references) == 3
    assert len({one.partition(", ")[2] for one in references}) == 3


def test_a_code_that_nobody_used_says_so(qcode: Qcode, study: Path, desk: Path) -> None:
    qcode("report", "codebook", "--names", "--format", "docx", "--output", "book").done()
    document = Document(str(desk / "book"))
    texts = [(one.style.name, one.text) for one in document.paragraphs]
    place = texts.index(("Heading 3", "Tourism · 観光"))
    assert texts[place + 1] == ("Report Text", "Not coded yet.")
    assert document.tables[0].rows[0].cells[1].text == "Japanese"
    swatches = [run for one in document.paragraphs for run in one.runs if run.text == "■ "]
    assert {str(run.font.color.rgb) for run in swatches} >= {"1F77B4"}


def test_names_in_examples_and_memos_are_kept_back(qcode: Qcode, study: Path) -> None:
    with Project.open(study, coder="A. Mori") as project:
        project.memos.write("codes", project.codes.find("Gatekeeper").uid, "Compare Minamihama.")
    text = qcode("report", "codebook", "--pseudonyms").done().text
    assert "Compare \\[Case A\\]." in text
    assert "Minamihama" not in text
    assert "Names of participants, cases and documents are kept back" in text


def test_a_retired_code_is_told_as_such(qcode: Qcode, empty: Path) -> None:
    with Project.open(empty, coder="A. Mori") as project:
        project.codes.retire(project.codes.find("Port"))
    text = qcode("report", "codebook").done().text
    assert "### Gatekeeper" not in text.partition("## Codes")[0]
    assert "Retired: kept with its codings" in text
    assert "Facets" not in text
