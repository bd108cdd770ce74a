"""The audit trail, the saturation report and the portrait of a document."""

from collections.abc import Callable
from datetime import date

import pytest

from qcode import Project
from qcode.errors import DataError
from qcode.model.documents import Document, Transcript
from qcode.model.reports import Figure, Paragraph, Report
from qcode.model.tables import Table
from qcode.project.reports.audit import audit_report
from qcode.project.reports.portrait import portrait_report
from qcode.project.reports.saturation import saturation_report

Talk = Callable[..., Transcript]
MORI, LIND = "A. Mori", "B. Lind"


def tables(report: Report) -> dict[str, Table]:
    return {block.title: block for block in report.blocks if isinstance(block, Table)}


@pytest.fixture
def study(project: Project, other: Project, interview: Transcript) -> Project:
    """A port, found by two coders; a code that was merged, one that was retired, one step taken back."""
    document = project.documents.import_transcript(interview, "talk.txt").document
    port, harbour = project.codes.add("Port"), project.codes.add("Harbour")
    speech = project.documents.turns(document)[1]
    for who, code in ((project, port), (other, harbour)):
        who.codings.apply(document, speech.start, speech.start + 14, code)
    project.codes.merge(harbour, port)
    project.codes.retire(project.codes.add("Old"))
    project.codes.add("Slip")
    project.history.undo()
    return project


def test_each_day_and_coder_has_its_steps_and_what_was_written(study: Project) -> None:
    table = tables(audit_report(study))["Steps and rows written, by day and coder"]
    names = [column.name for column in table.columns]
    by_coder = {row[1]: dict(zip(names, row, strict=True)) for row in table.values}
    assert by_coder[MORI]["codings made"] == 1
    assert by_coder[LIND]["codings made"] == 1
    assert by_coder[MORI]["codes made"] == 4
    assert by_coder[MORI]["codes removed"] == 2
    assert by_coder[MORI]["taken back"] == 1
    assert sum(int(str(row[2])) for row in table.values) == len(study.history.list())


def test_the_history_of_the_codebook_is_told_in_order_with_what_was_taken_back(study: Project) -> None:
    acts = [
        (one.kind, one.state == "undone") for one in study.history.list() if one.kind.startswith("codes.")
    ]
    rows = tables(audit_report(study))["Codebook"].values
    assert [row[3] == "taken back" for row in rows] == [undone for _, undone in acts]
    told = " ".join(str(row[2]) for row in rows)
    assert all(name in told for name in ("Port", "Harbour", "Old", "Slip"))


def test_imports_and_steps_taken_back_have_tables_and_what_did_not_happen_is_said(study: Project) -> None:
    report = audit_report(study)
    assert [row[2] for row in tables(report)["Imports"].values] == [
        one.summary for one in study.history.list() if one.kind == "documents.import"
    ]
    assert len(tables(report)["Steps that were taken back"].values) == 1
    last = [block for block in report.blocks if isinstance(block, Paragraph)][-1]
    assert "replaced transcripts" in str(last.words)
    assert "imports" not in str(last.words)


def test_days_bound_the_trail_on_both_sides(study: Project) -> None:
    day = date.fromisoformat(study.history.list()[0].time[:10])
    everything = len(study.history.list())
    for since, until, steps in (
        (day, day, everything),
        (None, date(1999, 1, 1), 0),
        (date(2999, 1, 1), None, 0),
    ):
        table = tables(audit_report(study, since, until))["Steps and rows written, by day and coder"]
        assert sum(int(str(row[2])) for row in table.values) == steps


@pytest.fixture
def coded(project: Project, talk: Talk) -> list[Document]:
    """Two interviews: the first brings two codes, the second one of them again and a new one."""
    found = []
    codes = {name: project.codes.add(name) for name in ("Port", "Sea", "Mayor")}
    for number, names in enumerate((("Port", "Sea"), ("Port", "Mayor")), 1):
        source = talk(("Q", "How?"), ("R", "By the port."), ("R", "By the sea, mostly."))
        found.append(project.documents.import_transcript(source, f"talk {number}.txt").document)
        for turn, name in zip(project.documents.turns(found[-1])[1:], names, strict=True):
            project.codings.apply(found[-1], turn.start, turn.end, codes[name])
    return found


def test_saturation_shows_the_curve_and_names_the_new_codes(project: Project, coded: list[Document]) -> None:
    report = saturation_report(project)
    (figure,) = [block for block in report.blocks if isinstance(block, Figure)]
    assert figure.kind == "curve"
    assert [row[1:] for row in figure.table.values] == [[2, 2], [1, 3]]
    (table,) = tables(report).values()
    assert [tuple(row) for row in table.values] == [("talk 1", 2, "Port; Sea"), ("talk 2", 1, "Mayor")]
    assert len(table.behind(0, 2)) == 2


def test_a_portrait_shows_where_codes_lie_and_how_much_they_take(
    project: Project, coded: list[Document]
) -> None:
    report = portrait_report(project, coded[0])
    (figure,) = [block for block in report.blocks if isinstance(block, Figure)]
    assert figure.kind == "codeline"
    assert [header.label for header in figure.table.rows] == ["Port", "Sea"]
    assert [list(row) for row in figure.table.values] == [[0, 1, 0], [0, 0, 1]]
    shares = tables(report)["Codes by their first place"]
    counted = len("By the port.") + len("By the sea, mostly.")
    assert [list(row) for row in shares.values] == [
        [1, 12, 12 / counted, "turn 2", "turn 2"],
        [1, 19, 19 / counted, "turn 3", "turn 3"],
    ]
    order = tables(report)["Segments in their order"]
    assert [tuple(row) for row in order.values] == [
        ("turn 2", "Port", 12, "By the port."),
        ("turn 3", "Sea", 19, "By the sea, mostly."),
    ]


def test_in_a_portrait_what_two_coders_coded_alike_is_one_segment_with_both_behind_it(
    project: Project, other: Project, coded: list[Document]
) -> None:
    speech = project.documents.turns(coded[0])[1]
    other.codings.apply(coded[0], speech.start, speech.end, other.codes.find("Port"))
    other.codings.apply(coded[0], speech.start, speech.end - 1, other.codes.find("Port"))
    report = portrait_report(project, coded[0])
    shares = tables(report)["Codes by their first place"]
    assert list(shares.values[0])[:2] == [2, 12]
    assert len(shares.behind(0, 0)) == 3


def test_a_document_in_which_nothing_counts_has_no_portrait(project: Project, interview: Transcript) -> None:
    document = project.documents.import_transcript(interview, "talk.txt").document
    with pytest.raises(DataError, match="No coding of “talk” counts"):
        portrait_report(project, document)
