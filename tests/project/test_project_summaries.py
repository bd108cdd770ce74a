"""Summaries of cases and codes: written in sittings, merged with their codes, imported whole or not at all."""

from collections.abc import Callable
from pathlib import Path

import pytest

from qcode import Project
from qcode.errors import DataError, UnknownNameError
from qcode.exporters import write
from qcode.model.cases import Case
from qcode.model.codes import Code
from qcode.model.documents import Transcript
from qcode.model.summaries import SummaryRecord
from qcode.sheets import read_summaries
from qcode.text.clean import CUT_MARK


@pytest.fixture
def city(project: Project) -> Case:
    return project.cases.add("Kitaoka")


@pytest.fixture
def gate(project: Project) -> Code:
    return project.codes.add("Gate")


def texts(project: Project) -> list[tuple[str, str, str, str]]:
    """Return (case, code, coder, text) of all summaries."""
    cases = {one.id: one.name for one in project.cases.list()}
    coders = {one.id: one.name for one in project.coders.list()}
    tree = project.codes.tree()
    return [
        (cases[one.case_id], tree.path(one.code_id), coders[one.coder_id], one.text)
        for one in project.summaries.list()
    ]


def acts(project: Project) -> list[str]:
    return [event.summary for event in project.history.list() if event.kind.startswith("summaries.")]


def record(case: str, code: str, text: str, coder: str = "", line: int = 2) -> SummaryRecord:
    return SummaryRecord(case, code, text, coder, line, "summary")


# -- writing


def test_a_coder_has_one_summary_of_a_case_and_a_code(project: Project, city: Case, gate: Code) -> None:
    project.summaries.write(city, gate, "first")
    written = project.summaries.write(city, gate, "second\r\nline")
    assert written and written.text == "second\nline"
    assert texts(project) == [("Kitaoka", "Gate", "A. Mori", "second\nline")]
    assert acts(project) == ["Wrote the summary of Kitaoka × Gate"] * 2
    project.history.undo()
    found = project.summaries.find(city, gate)
    assert found and found.text == "first"
    assert project.check() == []


def test_coders_do_not_write_over_each_other(
    project: Project, other: Project, city: Case, gate: Code
) -> None:
    project.summaries.write(city, gate, "Mori's")
    assert other.summaries.find(city, gate) is None
    other.summaries.write(city, gate, "Lind's")
    assert [one.text for one in project.summaries.of(city, gate)] == ["Mori's", "Lind's"]


def test_an_empty_text_removes_it_and_undo_brings_it_back(project: Project, city: Case, gate: Code) -> None:
    project.summaries.write(city, gate, "words")
    assert project.summaries.write(city, gate, " \n") is None
    assert texts(project) == []
    project.history.undo()
    assert len(texts(project)) == 1
    project.summaries.remove(city, gate)
    assert texts(project) == []
    assert "Removed the summary of Kitaoka × Gate" in acts(project)


def test_what_is_written_in_one_sitting_is_one_act(project: Project, city: Case, gate: Code) -> None:
    for text in ("o", "on", "", "one"):
        project.summaries.write(city, gate, text, visit="sitting")
    assert len(acts(project)) == 1
    assert texts(project)[0][3] == "one"
    project.history.undo()
    assert texts(project) == []
    project.history.redo()
    assert texts(project)[0][3] == "one"
    assert project.check() == []


def test_a_case_or_code_that_is_gone_has_no_summary(project: Project, city: Case, gate: Code) -> None:
    project.summaries.write(city, gate, "words")
    project.cases.remove(city)
    assert texts(project) == []
    with pytest.raises(UnknownNameError):
        project.summaries.write(city, gate, "late")
    project.history.undo()
    assert len(texts(project)) == 1


def test_merging_codes_keeps_every_word_and_one_summary_a_cell(
    project: Project, other: Project, city: Case, gate: Code
) -> None:
    door = project.codes.add("Door")
    project.summaries.write(city, gate, "at the gate")
    project.summaries.write(city, door, "at the door")
    other.summaries.write(city, door, "Lind's door")
    project.codes.merge(door, gate)
    assert texts(project) == [
        ("Kitaoka", "Gate", "A. Mori", "at the gate\n\nat the door"),
        ("Kitaoka", "Gate", "B. Lind", "Lind's door"),
    ]
    assert project.check() == []


# -- the matrix, and its way out and in again


@pytest.fixture
def written(project: Project, other: Project, interview: Transcript) -> Project:
    """Three cases, a talk with codings, summaries of two coders with everything that could be misread."""
    project.documents.import_transcript(interview, "Talk.txt", cases=["Kitaoka", "豊田市"], kind="interview")
    project.cases.add("Empty")
    gate, net = project.codes.add("Gate"), project.codes.add('Net, [work] > "abroad"'.replace(" > ", " "))
    port = project.codes.add("Port", gate)
    talk = project.documents.find("Talk.txt")
    start = project.documents.text(talk).index("The port does")
    for code in (gate, port):
        project.codings.apply(talk, start, start + 13, code)
    kitaoka, toyota = project.cases.find("Kitaoka"), project.cases.find("豊田市")
    project.summaries.write(kitaoka, gate, "=SUM(1)\n[no quotations]\n[B. Lind]\n\n  - 港が先。 ")
    project.summaries.write(toyota, net, "NA")
    other.summaries.write(kitaoka, gate, "[3 quotations, no summary]")
    other.summaries.write(toyota, port, '@Lind: "so"; 次は、市長')
    return project


@pytest.mark.parametrize("rows", ["case", "code"])
@pytest.mark.parametrize("suffix", ["csv", "tsv", "xlsx"])
@pytest.mark.parametrize("quotations", [0, 3])
def test_what_the_matrix_exports_comes_back_and_changes_nothing(
    written: Project, tmp_path: Path, rows: str, suffix: str, quotations: int
) -> None:
    before, newest = texts(written), written.newest_change()
    file = tmp_path / f"matrix.{suffix}"
    table = written.framework(rows=rows, quotations=quotations)
    write(table, file, suffix, detail=written.segments())
    done = written.summaries.import_records(read_summaries(file).rows, source=file.name)
    assert (done.written, done.known) == (0, 4)
    assert (texts(written), written.newest_change()) == (before, newest)


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_an_export_brings_the_summaries_into_a_copy_that_has_none(
    written: Project, tmp_path: Path, suffix: str
) -> None:
    file = tmp_path / f"matrix.{suffix}"
    write(written.framework(), file, suffix)
    before = texts(written)
    for one in before:
        case, code = written.cases.find(one[0]), written.codes.find(one[1])
        with Project.open(written.path, coder=one[2], keep_backups=0) as theirs:
            theirs.summaries.remove(case, code)
    assert texts(written) == []
    written.summaries.import_records(read_summaries(file).rows)
    assert sorted(texts(written)) == sorted((*one[:3], one[3].strip()) for one in before)
    assert len(acts(written)) == 9
    written.history.undo()
    assert texts(written) == []


def test_the_export_of_another_s_summaries_alone_does_not_make_them_mine(
    project: Project, other: Project, city: Case, gate: Code, tmp_path: Path
) -> None:
    other.summaries.write(city, gate, "Lind's")
    write(project.framework(), tmp_path / "m.csv", "csv")
    rows = read_summaries(tmp_path / "m.csv").rows
    assert project.summaries.import_records(rows).written == 0
    assert texts(project) == [("Kitaoka", "Gate", "B. Lind", "Lind's")]


def test_attributes_beside_the_cases_are_not_taken_for_summaries(written: Project, tmp_path: Path) -> None:
    city = written.cases.find("Kitaoka")
    for name, value in (("region", "north"), ("Gate", "open")):
        written.cases.set(city, attributes={name: [(value, None, "")]})
    write(written.framework(attributes=["region"]), tmp_path / "m.csv", "csv")
    done = written.summaries.import_records(read_summaries(tmp_path / "m.csv").rows)
    assert done.written == 0
    assert done.notes == ("The column “region” is an attribute of cases and was not read.",)


# -- importing


def test_a_list_may_name_its_coders_who_join(project: Project, city: Case, gate: Code) -> None:
    done = project.summaries.import_records(
        [record("kitaoka", "gate", "mine"), record("Kitaoka", "Gate", "hers", "C. Berg")], source="l.csv"
    )
    assert (done.written, done.known) == (2, 0)
    assert texts(project) == [
        ("Kitaoka", "Gate", "A. Mori", "mine"),
        ("Kitaoka", "Gate", "C. Berg", "hers"),
    ]
    assert acts(project) == ["Imported 2 summaries from l.csv"]


def test_another_text_there_is_told_and_replaced_only_on_demand(
    project: Project, city: Case, gate: Code
) -> None:
    project.summaries.write(city, gate, "old words")
    rows = [record("Kitaoka", "Gate", "new words", line=7)]
    with pytest.raises(DataError) as refused:
        project.summaries.import_records(rows, source="l.csv")
    assert refused.value.message == (
        "l.csv, line 7, column summary: Kitaoka × Gate has another summary: “old words”."
    )
    assert "--replace" in refused.value.hint
    assert texts(project)[0][3] == "old words"
    assert project.summaries.import_records(rows, replace=True).written == 1
    assert texts(project) == [("Kitaoka", "Gate", "A. Mori", "new words")]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [record("Kitaoke", "Gate", "a", line=3)],
            "l.csv, line 3, column summary: There is no case “Kitaoke”",
        ),
        ([record("Kitaoka", "Gaet", "a")], "There is no code “Gaet”. Did you mean “Gate”?"),
        (
            [record("Kitaoka", "Gate", "a"), record("kitaoka", "GATE", "b", line=9)],
            "line 9.*on line 2 already",
        ),
        ([record("Kitaoka", "Gate", "a", "\x07")], "control character"),
        ([record("Kitaoka", "Gate", f"a{CUT_MARK}")], "was cut where a cell of a workbook ends"),
    ],
)
def test_one_bad_row_keeps_all_out(
    project: Project, city: Case, gate: Code, rows: list[SummaryRecord], said: str
) -> None:
    good = record("Kitaoka", "Gate", "good", line=1)
    before = project.newest_change()
    with pytest.raises(DataError, match=said):
        project.summaries.import_records([*rows, *([good] if len(rows) == 1 else [])], source="l.csv")
    assert texts(project) == []
    assert project.newest_change() == before


def test_the_head_of_a_column_has_to_be_a_code_or_an_attribute(project: Project, city: Case) -> None:
    head = SummaryRecord("Kitaoka", "Gatte", "[no quotations]", line=2, column="Gatte", headed=True)
    with pytest.raises(DataError, match="There is no code “Gatte”"):
        project.summaries.import_records([head])


def test_empty_cells_leave_what_is_there(project: Project, city: Case, gate: Code, tmp_path: Path) -> None:
    project.summaries.write(city, gate, "stays")
    (tmp_path / "m.csv").write_text("case,Gate\nKitaoka,\nA note below the table,\n", "utf-8")
    assert project.summaries.import_records(read_summaries(tmp_path / "m.csv").rows).written == 0
    assert texts(project)[0][3] == "stays"


def test_names_are_kept_back_in_summaries_and_in_the_quotations_below_them(
    written: Project, talk: Callable[..., Transcript]
) -> None:
    kitaoka, gate = written.cases.find("Kitaoka"), written.codes.find("Gate")
    written.summaries.write(kitaoka, gate, "Kitaoka began it, says Talk.txt.")
    table = written.pseudonyms.keep_back(written.framework(quotations=1))
    shown = "\n".join(str(value) for line in table.values for value in line)
    assert "Kitaoka" not in shown and "Talk.txt" not in shown
    assert [row.label for row in table.rows][:1] == ["Case A"]
