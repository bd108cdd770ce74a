"""Small tables of an invented study, as an analysis would return them."""

from collections.abc import Sequence

from qcode.model.tables import CellValue, Column, Format, Header, Missing, Table

MATRIX_VALUES: Sequence[Sequence[CellValue]] = (
    (0, 2, Missing.NO_DATA, 2),
    (3, Missing.NOT_CODED, Missing.NO_DATA, 3),
    (12, 1, Missing.NO_DATA, 13),
    (1, 0, Missing.NO_DATA, 1),
    (16, 3, Missing.NO_DATA, 19),
)
SEGMENT_COLUMNS = (
    "document",
    "code",
    "coder",
    "start",
    "end",
    "quote",
    "case",
    "case_override",
    "participant",
    "role",
    "memo",
    "uid",
)
SEGMENTS = 19


def matrix() -> Table:
    """Codes by municipality with groups of columns, N, both marks, an unfinished cell and totals."""
    rows = (
        Header("Strategy", uid="s", key="Strategy"),
        Header("Gatekeeper", uid="g", level=1, key="Strategy > Gatekeeper"),
        Header("Pipeline", uid="p", level=1, key="Strategy > Pipeline"),
        Header("国際交流", uid="k"),
        Header("Total", total=True, key="total"),
    )
    columns = (
        Column("北九州市", uid="1", group="Designated cities", n=3, format=Format.COUNT),
        Column("豊田市", uid="2", group="Other cities", n=2, format=Format.COUNT),
        Column("南三陸町", uid="3", group="Other cities", n=0, format=Format.COUNT),
        Column("Total", total=True, n=5, key="total", format=Format.COUNT),
    )
    return Table(
        name="matrix",
        title="Codes by municipality",
        rows=rows,
        columns=columns,
        values=MATRIX_VALUES,
        stub="code",
        notes=("Segments of respondents.", "N is the number of documents."),
        behind=codings_behind,
        incomplete=frozenset({(2, 0)}),
    )


def codings_behind(row: int, column: int) -> tuple[int, ...]:
    """Return the codings of a cell of the matrix: numbered in reading order, totals their union."""
    rows = range(4) if row == 4 else (row,)
    columns = range(3) if column == 3 else (column,)
    found = []
    number = 0
    for r in range(4):
        for c in range(3):
            value = MATRIX_VALUES[r][c]
            for _ in range(value if isinstance(value, int) else 0):
                number += 1
                if r in rows and c in columns:
                    found.append(number)
    return tuple(found)


def segments(number: int = SEGMENTS, quote: str = "") -> Table:
    """A list of coded segments, one coding a row, its uid made of its id."""
    values = [
        (
            f"interview {coding % 3}.txt",
            "Strategy > Gatekeeper",
            "A. Mori",
            coding * 10,
            coding * 10 + 5,
            quote or f"市が窓口になる、その{coding}。",
            "北九州市",
            "",
            "R1",
            "respondent",
            "",
            f"uid-{coding}",
        )
        for coding in range(1, number + 1)
    ]
    return list_of(SEGMENT_COLUMNS, values, ("start", "end"))


def list_of(names: Sequence[str], values: Sequence[Sequence[CellValue]], counts: Sequence[str] = ()) -> Table:
    """A plain list; the columns named in `counts` hold numbers."""
    columns = [
        Column(name.capitalize(), key=name, format=Format.COUNT if name in counts else Format.TEXT)
        for name in names
    ]
    rows = [Header("") for _ in values]
    return Table(
        "segments",
        "Coded segments",
        rows,
        columns,
        values,
        notes=("Everything.",),
        behind=lambda row, _: (row + 1,),
    )
