"""A table for each kind of picture, of people and places that nobody knows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from qcode.model.tables import CellValue, Column, Format, Header, Missing, Table

TEXT, COUNT, DECIMAL = Format.TEXT, Format.COUNT, Format.DECIMAL


def table(
    stub: str | None,
    rows: Sequence[str | Header],
    columns: Sequence[tuple[str, Format] | Column],
    values: Sequence[Sequence[CellValue]],
    title: str = "A title",
) -> Table:
    """Return a table with a note."""
    return Table(
        name="test",
        title=title,
        rows=[row if isinstance(row, Header) else Header(row) for row in rows],
        columns=[one if isinstance(one, Column) else Column(one[0], format=one[1]) for one in columns],
        values=values,
        stub=stub,
        notes=["Counted: segments.", "N: 3 documents."],
    )


def heat() -> Table:
    return table(
        "code",
        [Header("Gatekeeper"), Header("ローカル・バズ", level=1), Header("1990s", group="Period"),
         Header("Total", total=True)],
        [("Minamihama", COUNT), ("南浜市", COUNT), Column("Total", format=COUNT, total=True)],
        [[12, 0, 12], [3, Missing.NO_DATA, 3], [Missing.NOT_CODED, 1, 1], [15, 0, 999]],
    )  # fmt: skip


def unfinished(one: Table, *places: tuple[int, int]) -> Table:
    """Return a table some of whose numbers may grow, by rows and columns."""
    return replace(one, incomplete=frozenset(places))


def merges() -> Table:
    return table(
        "step",
        ["#1", "#2", "#3"],
        [("left", TEXT), ("right", TEXT), ("height", DECIMAL), ("size", COUNT)],
        [["Kitaoka", "桜木市", 0.2, 2], ["Uonoura", "#1", 0.5, 3], ["#2", "Yukimori", 1.1, 4]],
    )


def points() -> Table:
    columns = [
        Column("kind"),
        Column("axis 1 (61.0%)", key="axis 1", format=DECIMAL),
        Column("axis 2 (21.5%)", key="axis 2", format=DECIMAL),
    ]
    values: list[list[CellValue]] = [["case", 0.5, 0.2], ["case", -0.6, 0.1], ["code", 0.1, -0.5]]
    return table("point", ["Kitaoka", "桜木市", "Gatekeeper"], columns, values)


def pairs() -> Table:
    columns = [
        ("left", TEXT),
        ("right", TEXT),
        ("strength", DECIMAL),
        ("size_left", COUNT),
        ("size_right", COUNT),
    ]
    values: list[list[CellValue]] = [
        ["Gatekeeper", "ローカル・バズ", 0.4, 9, 4],
        ["Gatekeeper", "Orchestration", 0.25, 9, 16],
        ["Top-down", "Bottom-up", 0.1, 2, 1],
    ]
    return table(None, ["", "", ""], columns, values)


def growing() -> Table:
    return table(
        "document",
        ["Kitaoka_official", "桜木市_2", "Uonoura"],
        [("date", TEXT), ("new_codes", COUNT), ("codes", COUNT)],
        [["2023-05-01", 7, 7], ["2023-06", 2, 9], ["", 0, 9]],
    )


def things() -> Table:
    return table(
        "what",
        ["Strategy", "市長の交代", "Sister city", "EU project", "no date"],
        [("case", TEXT), ("kind", TEXT), ("from", TEXT), ("until", TEXT)],
        [
            ["Kitaoka", "strategy document", "2021", ""],
            ["桜木市", "event", "2019-04-30", ""],
            ["桜木市", "event", "1998", "open"],
            ["Kitaoka", "event", "2016-04", "2020-03"],
            ["Kitaoka", "event", "", ""],
        ],
    )


def line() -> Table:
    columns = [(str(number), COUNT) for number in range(1, 31)]
    first = [1 if number in (2, 3, 17) else 0 for number in range(1, 31)]
    return table("code", ["Gatekeeper", "翻訳・吸収"], columns, [first, [0] * 29 + [2]])


TABLES: Mapping[str, Table] = {
    "heatmap": heat(),
    "bubbles": heat(),
    "network": pairs(),
    "dendrogram": merges(),
    "map": points(),
    "curve": growing(),
    "timeline": things(),
    "codeline": line(),
}


def renamed(one: Table, name: str) -> Table:
    """Return a table that says one thing wherever it names something."""

    def text(value: CellValue, column: Column) -> CellValue:
        keep = column.name in ("from", "until", "date", "left", "right")
        return name if isinstance(value, str) and not keep else value

    return replace(
        one,
        title=name,
        notes=[name],
        rows=[replace(row, label=name) for row in one.rows],
        columns=[
            replace(column, label=name, key=column.name) if column.format is not TEXT else column
            for column in one.columns
        ],
        values=[
            [text(value, column) for value, column in zip(row, one.columns, strict=True)]
            for row in one.values
        ],
    )
