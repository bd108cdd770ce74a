"""`qcode report frequencies`: the table that journals print, recounted from the list of segments."""

import re
from pathlib import Path

from docx import Document
from docx.enum.section import WD_ORIENT
from running import Qcode

from qcode import Project


def rows_of(text: str) -> dict[str, list[str]]:
    """Return label -> cells of the table of themes, in Markdown."""
    lines = [line for line in text.split("\n") if line.startswith("| ")][2:]
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    return {one[0].replace("&emsp;", ""): one[1:] for one in cells}


def test_cases_and_participants_of_a_theme_are_distinct_and_no_sums(qcode: Qcode, study: Path) -> None:
    listed = qcode("segments", "--role", "respondent", "--format", "csv").done().records
    text = qcode("report", "frequencies", "--percent", "--themes", "--role", "respondent").done().text
    rows = rows_of(text)
    with Project.open(study) as project:
        tree = project.codes.tree()
    heads = [code for code in tree if not tree.ancestors(code.id) and not tree.facet_of(code.id)]
    assert set(rows) == {code.name for code in tree if not tree.facet_of(code.id)}
    for head in heads:
        below = {tree.path(one) for one in tree.descendants(head.id)}
        own = [one for one in listed if one["code"] in below]
        cases = {case for one in own for case in one["case"].split("; ") if case}
        people = {(one["document"], who) for one in own for who in one["participant"].split("; ") if who}
        passages = {(one["document"], one["start"], one["end"]) for one in own}
        alone = {(one["document"], one["start"], one["end"]) for one in own if one["code"] == head.name}
        _, in_cases, in_people, references, aggregate, _ = rows[head.name]
        assert in_cases == f"{len(cases)}+ ({len(cases) / 9:.1%})".replace("%", "")
        assert in_people == f"{len(people)}+ ({len(people) / 13:.1%})".replace("%", "")
        assert aggregate == f"{len(passages)}+"
        assert references == (f"{len(alone)}+" if alone else "·")


def test_percentages_of_a_small_n_are_left_out_unless_asked_for(qcode: Qcode, study: Path) -> None:
    text = qcode("report", "frequencies").done().text
    assert "Cases, n<br>N = 9" in text
    assert "Participants, n (%)<br>N = 13" in text
    assert "No percentages of cases (N = 9): N is below 10." in text
    asked = qcode("report", "frequencies", "--percent").done().text
    assert "Cases, n (%)<br>N = 9" in asked
    assert "read them with care" in asked
    assert "(%)" not in qcode("report", "frequencies", "--no-percent").done().text


def test_quotations_illustrate_each_code_with_words_not_used_for_another(qcode: Qcode, study: Path) -> None:
    rows = rows_of(qcode("report", "frequencies", "--themes").done().text)
    shown = [cells[-1] for cells in rows.values() if cells[-1]]
    assert len(shown) > 30
    assert len(set(shown)) == len(shown)
    assert all(re.search(r"\((?:.+, (?:turn|para\\?\.) \d+)\)$", one) for one in shown)
    two = rows_of(qcode("report", "frequencies", "--themes", "--quotations", "2").done().text)
    assert sum(cells[-1].count("<br>") for cells in two.values()) > 20
    none = rows_of(qcode("report", "frequencies", "--quotations", "0").done().text)
    assert all(len(cells) == 5 for cells in none.values())
    assert "Actor" in none


def test_in_word_it_lies_across_with_its_head_on_each_page(qcode: Qcode, study: Path, desk: Path) -> None:
    qcode("report", "frequencies", "--names", "--format", "docx", "--output", "f.docx").done()
    document = Document(str(desk / "f.docx"))
    assert [one.orientation for one in document.sections] == [WD_ORIENT.LANDSCAPE]
    head = [cell.text for cell in document.tables[0].rows[0].cells]
    assert head[:3] == ["Theme and code", "Definition", "Cases, n\nN\u00a0=\u00a09"]


def test_who_said_it_is_kept_back_behind_quotations_in_cells(qcode: Qcode, study: Path) -> None:
    text = (
        qcode("report", "frequencies", "--pseudonyms", "--where", "kind = interview", "--coder", "A. Mori")
        .done()
        .text
    )
    for name in ("Port manager", "Town official", "Chamber secretary", "Sakuragi", "話者", "国際課長"):
        assert name not in text.partition("- Ref")[0].replace("town official", "")
    assert re.search(r"\(R\d+, Case [A-I], turn \d+\)", text)
