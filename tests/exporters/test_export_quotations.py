"""From every number in a workbook to exactly the quotations behind it, and back."""

import io
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from study_tables import SEGMENTS, codings_behind, matrix, segments

from qcode.exporters import write
from qcode.exporters.behind import quotations_behind
from qcode.exporters.xlsx import plan as plans
from qcode.model.tables import Column, Format, Header, Missing, Table


def workbook_of(table: Table, detail: Table) -> Any:
    stream = io.BytesIO()
    write(table, stream, "xlsx", detail=detail)
    return openpyxl.load_workbook(io.BytesIO(stream.getvalue()))


def target_of(cell: Any) -> str:
    """Return the address on the sheet of quotations that a cell leads to."""
    sheet, _, address = cell.hyperlink.location.partition("!")
    assert sheet == "'Quotations'"
    return str(address)


def listed_at(quotations: Any, address: str) -> list[str]:
    """Return the uids in the block that begins at an address, down to the blank line."""
    heads = [cell.value for cell in quotations[1]]
    uid = heads.index("Uid") + 1
    line = quotations[address].row + 1
    found = []
    while quotations.cell(line, uid).value is not None:
        found.append(quotations.cell(line, uid).value)
        line += 1
    return found


def test_every_number_leads_to_exactly_its_quotations() -> None:
    table = matrix()
    workbook = workbook_of(table, segments())
    sheet, quotations = workbook["Matrix"], workbook["Quotations"]
    seen = 0
    for row in range(5):
        for column in range(4):
            cell = sheet.cell(6 + row, 2 + column)
            codings = codings_behind(row, column)
            if not codings or isinstance(table.values[row][column], Missing):
                assert cell.hyperlink is None
                continue
            seen += 1
            assert cell.value == table.values[row][column]
            assert listed_at(quotations, target_of(cell)) == [f"uid-{one}" for one in codings]
    assert seen == 12


def test_a_count_of_0_is_no_link() -> None:
    columns = [Column("n", format=Format.COUNT), Column("mean", format=Format.DECIMAL)]
    table = Table("data", "", [Header("a")], columns, [[0, 0.0]], "case", behind=lambda row, column: (1, 2))
    found, missing = quotations_behind(table, {1: 0, 2: 1})
    assert [one.places for one in found] == [[(0, 1)]]
    assert not missing


def test_a_number_with_a_link_keeps_its_looks() -> None:
    sheet = workbook_of(matrix(), segments())["Matrix"]
    assert sheet["B8"].hyperlink is not None
    assert (sheet["B8"].value, sheet["B8"].number_format) == (12, '0"+"')
    assert sheet["B8"].data_type == "n"
    assert [str(shaded.sqref) for shaded in sheet.conditional_formatting] == ["B6:D9"]
    assert sheet["E10"].font.bold


def test_the_heading_names_row_column_and_count_and_leads_back() -> None:
    workbook = workbook_of(matrix(), segments())
    sheet, quotations = workbook["Matrix"], workbook["Quotations"]
    heading = quotations[target_of(sheet["B8"])]
    assert quotations.cell(heading.row, 2).value == "Strategy > Pipeline × 北九州市: 12"
    assert heading.value == "↑ B8"
    assert heading.hyperlink.location == "'Matrix'!B8"


def test_numbers_that_rest_on_the_same_codings_share_one_block() -> None:
    workbook = workbook_of(matrix(), segments())
    sheet, quotations = workbook["Matrix"], workbook["Quotations"]
    assert target_of(sheet["B7"]) == target_of(sheet["E7"])
    heading = quotations.cell(quotations[target_of(sheet["B7"])].row, 2).value
    assert heading == "Strategy > Gatekeeper × 北九州市: 3; Strategy > Gatekeeper × Total: 3"


def test_a_count_that_is_not_the_number_of_codings_says_both() -> None:
    table = Table(
        "matrix",
        "",
        [Header("Gatekeeper")],
        [Column("豊田市", format=Format.COUNT), Column("Share", format=Format.SHARE)],
        [[1, 0.5]],
        "code",
        behind=lambda _, column: (1, 2) if column == 0 else (1,),
    )
    workbook = workbook_of(table, segments(2))
    headings = [row[1].value for row in workbook["Quotations"].iter_rows() if row[0].value]
    assert headings == [
        "Gatekeeper × 豊田市: 1 (2 codings)",
        "interview 1.txt",
        "interview 2.txt",
        "Gatekeeper × Share: 50.0% (1 coding)",
        "interview 1.txt",
    ]


def test_quotations_come_in_the_order_of_their_documents_not_of_their_ids() -> None:
    detail = segments(3)
    turned = replace(detail, values=list(reversed(detail.values)), behind=lambda row, _: (3 - row,))
    table = Table(
        "matrix",
        "",
        [Header("a")],
        [Column("n", format=Format.COUNT)],
        [[3]],
        "code",
        behind=lambda *_: (1, 2, 3, 3),
    )
    workbook = workbook_of(table, turned)
    address = target_of(workbook["Matrix"]["B4"])
    assert listed_at(workbook["Quotations"], address) == ["uid-3", "uid-2", "uid-1"]


def test_columns_without_anything_in_them_are_not_shown() -> None:
    quotations = workbook_of(matrix(), segments())["Quotations"]
    heads = [cell.value for cell in quotations[1]]
    assert heads[1:5] == ["Document", "Case", "Participant", "Role"]
    assert "Memo" not in heads
    assert "Case_override" not in heads


def test_without_quotations_there_are_no_links() -> None:
    stream = io.BytesIO()
    write(matrix(), stream, "xlsx")
    workbook = openpyxl.load_workbook(io.BytesIO(stream.getvalue()))
    assert workbook.sheetnames == ["Matrix"]
    assert workbook["Matrix"]["B8"].hyperlink is None


def test_codings_that_are_not_in_the_list_are_counted_in_the_notes() -> None:
    sheet = workbook_of(matrix(), segments(SEGMENTS - 2))["Matrix"]
    notes = [row[0].value for row in sheet.iter_rows() if row[0].value]
    assert notes[-1] == "Codings behind these numbers whose quotation is not in this file: 2."


def test_a_long_text_has_its_quotations_listed_though_it_is_no_link() -> None:
    table = Table(
        "framework",
        "",
        [Header("豊田市")],
        [Column("Gatekeeper")],
        [["summary " * 60]],
        "case",
        behind=lambda *_: (1,),
    )
    workbook = workbook_of(table, segments(1))
    assert workbook["Framework"]["B4"].hyperlink is None
    assert "on the sheet Quotations" in workbook["Framework"]["A2"].value
    assert workbook["Quotations"]["C2"].value is None
    assert workbook["Quotations"]["B2"].value.startswith("豊田市 × Gatekeeper")


@pytest.mark.parametrize(
    ("limit", "left_out"),
    [
        (88, set()),
        (87, {(4, 3)}),
        (67, {(4, 3)}),
        (66, {(4, 3), (4, 0)}),
        (49, {(4, 3), (4, 0)}),
        (48, {(4, 3), (4, 0), (2, 3)}),
    ],
)
def test_with_too_many_rows_the_largest_totals_are_left_out_first(
    limit: int, left_out: set[tuple[int, int]]
) -> None:
    everything = {
        (row, column)
        for row in range(5)
        for column in range(4)
        if codings_behind(row, column) and not isinstance(matrix().values[row][column], Missing)
    }
    made = plans.plan(matrix(), segments(), limit)
    assert everything - made.block_of.keys() == left_out
    assert sum(block.height for block in made.blocks) <= limit
    if left_out:
        assert f"Numbers without a link: {len(left_out)}." in made.notes[0]


def test_sums_over_sub_codes_are_left_out_before_their_parts() -> None:
    rows = [Header("Strategy"), Header("Gatekeeper", level=1), Header("Pipeline", level=1)]
    table = Table(
        "matrix",
        "",
        rows,
        [Column("n", format=Format.COUNT)],
        [[4], [2], [2]],
        "code",
        behind=lambda row, _: ((1, 2, 3, 4), (1, 2), (3, 4))[row],
    )
    assert set(plans.plan(table, segments(4), 8).block_of) == {(1, 0), (2, 0)}


def test_aggregated_columns_are_left_out_before_plain_ones() -> None:
    columns = [
        Column("All", key="segments_aggregated", format=Format.COUNT),
        Column("Own", key="segments", format=Format.COUNT),
    ]
    table = Table(
        "freq",
        "",
        [Header("a")],
        columns,
        [[1, 3]],
        "code",
        behind=lambda _, column: (1,) if column == 0 else (2, 3, 4),
    )
    assert set(plans.plan(table, segments(4), 5).block_of) == {(0, 1)}


def test_links_end_where_excel_ends_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "LINK_LIMIT", 5)
    made = plans.plan(matrix(), segments())
    assert len(made.block_of) <= 5
