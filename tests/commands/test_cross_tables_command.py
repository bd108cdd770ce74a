"""Cross-tables with a third dimension and with branches of codes, and the data there is of each case."""

import json
from pathlib import Path

import pytest
from running import Qcode


def test_columns_come_in_blocks_one_for_each_period_and_one_for_all(qcode: Qcode, study: Path) -> None:
    asked = ("--rows", "code:Narrative and its driver", "--columns", "facet:Actor")
    plain = qcode("matrix", *asked, "-f", "csv").done()
    table = qcode("matrix", *asked, "--by", "facet:Period", "-f", "csv").done()
    last = [place for place, name in enumerate(table.rows[0]) if name.endswith(" (total)")]
    assert [table.rows[0][place] for place in last] == [f"{name} (total)" for name in plain.rows[0][1:]]
    assert [[row[place] for place in last] for row in table.rows[1:]] == [row[1:] for row in plain.rows[1:]]
    groups = json.loads(qcode("matrix", *asked, "--by", "facet:Period", "-f", "json").done().text)["columns"]
    shown = list(dict.fromkeys(column["group"] for column in groups))
    assert shown[-1] == "Total"
    assert len(shown) > 2


@pytest.mark.parametrize("ending", ["xlsx", "docx", "html", "md", "tsv", "json"])
def test_blocks_can_be_written_in_any_format(qcode: Qcode, study: Path, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"blocks.{ending}"
    percent = ("--percent", "row")
    qcode("matrix", "--columns", "document.kind", "--by", "coder", *percent, "-o", str(file)).done()
    assert file.stat().st_size > 500


def test_a_block_is_the_table_under_the_condition_for_it(qcode: Qcode, study: Path) -> None:
    blocks = qcode("matrix", "--columns", "case", "--by", "document.kind", "-f", "csv").done()
    alone = qcode("matrix", "--where", "kind = interview", "-f", "csv").done()
    for one, other in zip(blocks.records, alone.records, strict=True):
        assert [one[f"{case} (interview)"] for case in alone.rows[0][1:]] == [
            other[case] for case in alone.rows[0][1:]
        ]


def test_two_branches_of_the_codebook_meet_in_a_rectangle(qcode: Qcode, study: Path) -> None:
    asked = (
        "--rows",
        "code:Orchestration",
        "--columns",
        "code:Mission-oriented policy",
        "--unit",
        "document",
    )
    table = qcode("matrix", *asked, "-f", "csv").done()
    square = qcode("matrix", "--columns", "code", "--unit", "document", "-f", "csv").done()
    everything = {row["code"]: row for row in square.records}
    assert table.rows[0][1] == "Mission-oriented policy"
    assert table.rows[1][0] == "Orchestration"
    for row in table.records[:-1]:
        for column in table.rows[0][1:-1]:
            assert row[column] == everything[row["code"]][column]
    children = qcode("matrix", "--rows", "code:Orchestration > *", "-f", "csv").done()
    assert [row[0] for row in children.rows[1:]] == [row[0] for row in table.rows[2:]]


def test_the_data_there_is_of_each_case(qcode: Qcode, study: Path) -> None:
    table = qcode("cases", "data", "-f", "csv").done()
    assert table.rows[0] == [
        "case", "interview", "strategy document", "documents", "finished", "participants", "turns",
        "characters", "words", "segments",
    ]  # fmt: skip
    assert len(table.records) == 10
    sums = [sum(int(row["documents"]) for row in table.records[:-1]), int(table.records[-1]["documents"])]
    assert sums[0] >= sums[1] > 0
    by_size = qcode("cases", "data", "--rows", "case.population:50000,400000", "-f", "csv").done()
    assert by_size.records[-1]["characters"] == table.records[-1]["characters"]


def test_the_data_can_be_of_some_codings_only_and_keep_names_back(
    qcode: Qcode, study: Path, tmp_path: Path
) -> None:
    interviews = qcode("cases", "data", "--where", "kind = interview", "-f", "csv").done()
    assert "strategy document" not in interviews.rows[0]
    everybody = qcode("cases", "data", "--role", "any", "-f", "csv").done()
    respondents = qcode("cases", "data", "-f", "csv").done()
    assert int(everybody.records[-1]["characters"]) > int(respondents.records[-1]["characters"])
    one = qcode("cases", "data", "--coder", "A. Mori", "-f", "csv").done()
    assert int(one.records[-1]["segments"]) < int(respondents.records[-1]["segments"])
    hidden = qcode("cases", "data", "--pseudonyms", "-f", "tsv", "--raw").done()
    shown = qcode("cases", "data", "--names", "-f", "tsv").done()
    assert "Minamihama" in shown.text
    assert "Minamihama" not in hidden.text
    qcode("cases", "data", "--output", str(tmp_path / "data.xlsx")).done()
    assert (tmp_path / "data.xlsx").exists()


def test_a_test_can_have_a_direction_or_be_of_the_whole_table(qcode: Qcode, study: Path) -> None:
    two = ("--columns", "case.population:200000", "--measure", "cases", "--themes")
    both = qcode("matrix", *two, "--test", "fisher", "-f", "csv").done()
    sides = [
        qcode("matrix", *two, "--test", "fisher", "--alternative", side, "-f", "csv").done()
        for side in ("greater", "less")
    ]
    for one, greater, less in zip(both.records, *(side.records for side in sides), strict=True):
        if one["p"]:
            assert min(float(greater["p"]), float(less["p"])) <= float(one["p"])
            assert float(greater["p"]) + float(less["p"]) > 1
    rows = ("--rows", "case.population:200000", "--columns", "case.centrality:50", "--measure", "cases")
    table = qcode("matrix", *rows, "--test", "fisher", "--whole-table", "-f", "csv").done()
    assert [bool(row["p"]) for row in table.records] == [False, False, True]
    codes = ("--columns", "case.centrality:50", "--measure", "cases", "--test", "chi2", "--whole-table")
    qcode("matrix", *codes).refused("in several rows", code=1)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--by", "case", "--per-coder"), "blocks already"),
        (("--by", "code"), "A coding has one code"),
        (("--by", "document.kind", "--test", "fisher", "--measure", "cases"), "one table"),
        (("--alternative", "less"), "belongs to a test"),
        (("--whole-table",), "belongs to a test"),
    ],
)
def test_what_makes_no_table_is_refused_with_a_reason(
    qcode: Qcode, study: Path, options: tuple[str, ...], said: str
) -> None:
    qcode("matrix", *options).refused(said, code=2)


def test_a_branch_that_is_not_there_is_asked_back_for(qcode: Qcode, study: Path) -> None:
    qcode("matrix", "--rows", "code:Orchestratoin").refused("Did you mean “Orchestration”", code=1)


def test_codes_by_codes_leave_out_facets_on_both_sides(qcode: Qcode, study: Path) -> None:
    meetings = qcode(
        "matrix", "--rows", "code", "--columns", "code", "--unit", "turn", "--themes", "--format", "csv"
    )
    header, *rows = meetings.done().rows
    names = [row[0] for row in rows if row[0] != "total"]
    assert names == [name for name in header[1:] if name != "total"]
    assert not any(name.startswith("Actor") for name in header)
    assert len(names) > 30
