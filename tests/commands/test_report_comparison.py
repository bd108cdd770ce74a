"""`qcode report comparison`: two sides, each as it is alone."""

import re
from pathlib import Path

import pytest
from docx import Document
from running import Qcode

from qcode import Project


def tables_of(text: str) -> dict[str, list[list[str]]]:
    """Return title -> rows of cells of the tables of a report in Markdown, heads first."""
    found = {}
    for title, body in re.findall(r"\*\*Table \d+\.\*\* ([^\n]+)\n\n((?:\|[^\n]*\n)+)", text):
        lines = [re.split(r"(?<!\\)\|", line)[1:-1] for line in body.split("\n") if line]
        cells = [[cell.strip().strip("*") for cell in line] for line in lines]
        found[title] = [cells[0], *cells[2:]]
    return found


def number(cell: str) -> float:
    return 0.0 if cell in "·–" else float(cell.rstrip("+"))


def test_each_side_has_the_numbers_that_it_has_alone(qcode: Qcode, study: Path) -> None:
    text = (
        qcode("report", "comparison", "--left", "Sakuragi", "--right", "case.population < 20000").done().text
    )
    codes = tables_of(text)["Codes with their sub-codes"]
    for first, condition in ((1, "case = Sakuragi"), (5, "case.population < 20000")):
        for offset, measure in enumerate(("segments", "documents", "cases", "rate")):
            alone = qcode(
                "matrix", "--columns", "coder", "--measure", measure, "--aggregated", "--where", condition,
                "--format", "csv",
            ).done().records  # fmt: skip
            expected = [float(one["total"]) if one["total"][:1].isdigit() else 0 for one in alone]
            shown = [number(row[first + offset]) for row in codes[1:]]
            assert shown == [pytest.approx(one, abs=0.005) for one in expected]


def test_what_there_is_of_each_side_is_said_with_zeros(qcode: Qcode, study: Path) -> None:
    text = qcode("report", "comparison", "--left", "Sakuragi", "--right", "Yukimori").done().text
    data = {row[0].replace("&emsp;", ""): row[1:] for row in tables_of(text)["What there is"]}
    assert data["Documents"] == ["3", "2"]
    assert data["interview"] == ["2", "2"]
    assert data["strategy document"] == ["1", "0"]
    assert data["Participants who count"] == ["2", "2"]
    attributes = {row[0]: row[1:] for row in tables_of(text)["Attributes"]}
    assert attributes["population"] == ["311,000", "18,400"]
    assert "name\\_ja" not in attributes


def test_attributes_of_several_cases_are_summed_up(qcode: Qcode, study: Path) -> None:
    text = (
        qcode("report", "comparison", "--left", "case.population > 500000", "--right", "city_type = town")
        .done()
        .text
    )
    attributes = {row[0]: row[1:] for row in tables_of(text)["Attributes"]}
    assert attributes["population"][0] == "median 688,000 (541,000 to 1,124,000)"
    assert attributes["prefecture"][0] == "Shiomi (2); Kurogane (1)"


def test_quotations_of_both_stand_side_by_side_below_their_code(qcode: Qcode, study: Path) -> None:
    ask = ("report", "comparison", "--left", "Sakuragi", "--right", "Yukimori")
    rows = tables_of(qcode(*ask, "--quotations", "2").done().text)["Quotations side by side"]
    assert rows[0] == ["code", "Sakuragi", "Yukimori"]
    place = next(at for at, row in enumerate(rows) if row[0].startswith("Gatekeeper · "))
    assert re.search(r"Sakuragi, turn \d+\)$", rows[place][1])
    assert re.search(r"Yukimori, turn \d+\)$", rows[place][2])
    assert rows[place + 1][0] == ""
    assert rows[place + 2][0] != ""
    none = qcode("report", "comparison", "--left", "Sakuragi", "--right", "Yukimori", "--quotations", "0")
    assert "Quotations side by side" not in none.done().text


def test_a_group_of_cases_can_be_a_side(qcode: Qcode, study: Path) -> None:
    with Project.open(study, coder="A. Mori") as project:
        north = project.groups.add("North")
        project.groups.put(north, [project.cases.find("Yukimori"), project.cases.find("Uonoura")])
    text = qcode("report", "comparison", "--left", "North", "--right", "Sakuragi").done().text
    assert text.startswith("# North and Sakuragi compared\n")
    data = {row[0]: row[1:] for row in tables_of(text)["What there is"]}
    assert data["Cases with data"] == ["2", "1"]


def test_sides_of_other_codes_keep_the_order_of_the_codebook(qcode: Qcode, study: Path) -> None:
    text = (
        qcode("report", "comparison", "--left", "code = Orchestration", "--right", "code = Gatekeeper")
        .done()
        .text
    )
    rows = {row[0]: row for row in tables_of(text)["Codes with their sub-codes"]}
    assert list(rows)[1] == "Gatekeeper"
    assert list(rows)[-1] == "Total"
    assert rows["Gatekeeper"][1:5] == [""] * 4
    assert rows["Orchestration"][5:] == [""] * 4


def test_documents_of_both_sides_are_told(qcode: Qcode, study: Path) -> None:
    text = qcode("report", "comparison", "--left", "Sakuragi", "--right", "prefecture = Shiomi").done().text
    assert "3 documents in scope of both sides: they count on each." in text


def test_further_choices_hold_for_both_sides(qcode: Qcode, study: Path) -> None:
    text = qcode(
        "report", "comparison", "--left", "Sakuragi", "--right", "Hoshikawa", "--where", "kind = interview",
        "--coder", "B. Lind", "--role", "any", "--themes", "--names", "--format", "md",
    ).done().text  # fmt: skip
    data = {row[0].replace("&emsp;", ""): row[1:] for row in tables_of(text)["What there is"]}
    assert data["Documents"] == ["2", "1"]
    assert "strategy document" not in data
    assert "Coders: B. Lind." in text
    assert "Roles: any" in text
    assert not any("Actor" in row[0] for row in tables_of(text)["Codes with their sub-codes"])


def test_names_are_kept_back_and_single_cases_warned_of(qcode: Qcode, study: Path, desk: Path) -> None:
    qcode(
        "report",
        "comparison",
        "--left",
        "Sakuragi",
        "--right",
        "Yukimori",
        "--pseudonyms",
        "--output",
        "c.docx",
    ).done()
    document = Document(str(desk / "c.docx"))
    texts = [one.text for one in document.paragraphs]
    texts += [cell.text for grid in document.tables for row in grid.rows for cell in row.cells]
    told = "\n".join(texts)
    for name in ("Sakuragi", "Yukimori", "桜木", "Chamber secretary", "Town official"):
        assert name not in told
    assert "[Case D] and [Case G] compared" in told
    assert re.search(r"\(R\d+, Case D, turn \d+\)", told)
    assert "may tell which it is" in told


@pytest.mark.parametrize(
    ("left", "words"),
    [("Sakurag", "“Sakurag”"), (" ", "empty"), ("case.popul > 3", "popul"), ("case =", "missing")],
)
def test_a_side_that_is_nothing_known_is_refused(qcode: Qcode, study: Path, left: str, words: str) -> None:
    asked = qcode("report", "comparison", "--left", left, "--right", "Yukimori")
    assert asked.code in (1, 2)
    assert words in asked.err
    assert "Traceback" not in asked.err


def test_a_case_whose_name_has_quotation_marks_is_found(qcode: Qcode, empty: Path, desk: Path) -> None:
    (desk / "a.txt").write_text("R: The port.\n", "utf-8")
    (desk / "b.txt").write_text("R: The mayor.\n", "utf-8")
    qcode("import", "a.txt", "--case", 'The "Port" city').done()
    qcode("import", "b.txt", "--case", "and").done()
    text = qcode("report", "comparison", "--left", 'The "Port" city', "--right", "and").done().text
    data = {row[0]: row[1:] for row in tables_of(text)["What there is"]}
    assert data["Documents"] == ["1", "1"]
