"""Cases and codes in one plane: what is alike lies together (correspondence analysis)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isclose
from typing import TYPE_CHECKING

from qcode.analysis import notes
from qcode.analysis.conditions import Axis
from qcode.analysis.dimensions import Dimension, dimension
from qcode.analysis.rounding import settled
from qcode.analysis.typology.extra import need_stats
from qcode.analysis.typology.profiles import THEMES, Profiles, Value, profiles
from qcode.errors import DataError, UsageError
from qcode.model.tables import CellValue, Column, Format, Header, Table
from qcode.text.names import counted, listed, quoted

if TYPE_CHECKING:
    from qcode.analysis.selection import Selection
    from qcode.analysis.typology.correspondence import Correspondence, Points

CASE, CODE, CLASS = "case", "code", "class"
"""Kinds of points; a class is one of those that cases fall into."""
Behind = Callable[[int], Sequence[int]]


@dataclass(frozen=True, slots=True)
class Category:
    """A column of what is laid out: a code, that it lacks, or a class of cases."""

    header: Header
    kind: str
    cases: tuple[int, ...] = ()
    """Places of the cases that have it; of multiple correspondences only."""


@dataclass(frozen=True)
class Plane:
    """Cases and codes on the axes that tell them apart; made by `layout`."""

    profiles: Profiles
    solution: Correspondence
    columns: tuple[Category, ...]
    behind: Callable[[int], Sequence[int]]
    """`behind(column)`: ids of the codings that a column rests on."""
    classes: tuple[Category, ...] = ()
    """Laid into the plane afterwards: they lie in the middle of their cases and move nothing."""
    variables: int = 0
    """How many variables have categories; 0 where counts were laid out."""

    @property
    def corrected(self) -> list[float] | None:
        """The inertias of axes by Benzécri's correction; None where counts were laid out."""
        from qcode.analysis.typology.correspondence import benzecri

        return benzecri(self.solution.inertias, self.variables) if self.variables else None

    @property
    def corrected_total(self) -> float:
        """What corrected inertias are shares of, by Greenacre."""
        from qcode.analysis.typology.correspondence import greenacre_total

        return greenacre_total(self.solution.inertias, self.variables, len(self.columns))

    @property
    def shares(self) -> list[float]:
        """What each axis explains: of counts its share of inertia, else of corrected inertia."""
        corrected = self.corrected
        if corrected is None:
            return self.solution.shares
        return [*(one / self.corrected_total for one in corrected), *([0.0] * len(self.solution.inertias))][
            : len(self.solution.inertias)
        ]

    def middle(self, category: Category) -> list[float]:
        """Return where the cases of a class lie together, each with its mass."""
        points = self.solution.rows
        whole = sum(points.masses[one] for one in category.cases)
        return [
            settled(sum(points.masses[one] * points.coordinates[one][axis] for one in category.cases) / whole)
            for axis in range(len(self.solution.inertias))
        ]


def layout(
    selection: Selection,
    codes: Sequence[str] = (THEMES,),
    value: Value | str = Value.SEGMENTS,
    *,
    aggregated: bool = False,
    with_classes: Sequence[str] = (),
    multiple: bool = False,
) -> Plane:
    """Lay out cases and codes by how often each case has each code; `codes` and `value` as of `profiles`.

    `with_classes` are dimensions of cases (`case.ATTRIBUTE`, `case.population:50000`): where their
    classes lie is shown beside. With `multiple` it is laid out whether cases have codes or lack them
    (multiple correspondences), and the classes are variables like codes. Raises UsageError, DataError
    for fewer than three cases or codes, MissingExtraError.
    """
    if multiple and value not in (Value.SEGMENTS, Value.PRESENCE):
        raise UsageError(f"Multiple correspondences are of presence: {value} has no part in them.")
    need_stats("A map")
    from qcode.analysis.typology.correspondence import correspondence

    found = profiles(selection, codes, Value.PRESENCE if multiple else value, aggregated=aggregated)
    compared = found.without_empty(cases=not multiple)
    sides = [_classes_of(selection, one) for one in with_classes]
    classes = [_categories(side, compared, single=multiple) for side in sides]
    beside = tuple(one for several in classes for one in several)
    if not multiple:
        compared.at_least(3, 3)
        plain = tuple(Category(one, CODE) for one in compared.codes)
        solution = correspondence(compared.values)
        every = range(len(compared.cases))
        plane = Plane(compared, solution, plain, lambda at: compared.codings(every, [at]), beside)
    else:
        plane = _multiple(compared, beside, sum(1 for several in classes if len(several) > 1))
    if len(plane.solution.inertias) < 2:
        how = "differ in one way only" if plane.solution.inertias else "are all alike in this"
        left_out = " ".join(plane.profiles.notes[1:])
        raise DataError(f"The cases {how}: there is nothing to lay out in a plane.", left_out)
    return plane


def _multiple(found: Profiles, classes: Sequence[Category], grouped: int) -> Plane:
    """Lay out presence and absence; `classes` of `grouped` variables are laid out with them."""
    from qcode.analysis.typology.correspondence import correspondence

    varied = [at for at in range(len(found.codes)) if not all(row[at] for row in found.values)]
    alike = len(found.codes) - len(varied)
    said = [f"Left out: {counted(alike, 'code')} that every case has."] if alike else []
    compared = found.kept(range(len(found.cases)), varied, *said).at_least(3, 2)
    columns: list[Category] = []
    for at, code in enumerate(compared.codes):
        having = tuple(case for case, row in enumerate(compared.values) if row[at])
        lacking = tuple(case for case, row in enumerate(compared.values) if not row[at])
        columns.append(Category(code, CODE, having))
        columns.append(Category(Header(f"no {code.label}", key=f"no {code.name}"), CODE, lacking))
    # A class that all cases share says nothing, and would have no variable of its own.
    columns += [one for one in classes if len(one.cases) < len(compared.cases)]
    indicator = [[float(case in one.cases) for one in columns] for case in range(len(compared.cases))]

    def behind(at: int) -> Sequence[int]:
        code, lacks = divmod(at, 2)
        found = code < len(compared.codes) and not lacks
        return compared.codings(range(len(compared.cases)), [code]) if found else ()

    return Plane(
        compared, correspondence(indicator), tuple(columns), behind, (), len(compared.codes) + grouped
    )


def _classes_of(selection: Selection, spec: str) -> Dimension:
    side = dimension(selection, spec)
    if side.axis is not Axis.CASE or side.spec == "case":
        hint = "Take case.ATTRIBUTE, numbers in classes as case.population:50000,200000."
        raise UsageError(f"{quoted(spec)} does not put cases into classes.", hint)
    return side


def _categories(side: Dimension, found: Profiles, *, single: bool) -> list[Category]:
    """Return the classes of a dimension that some case is in; each case in one where `single`."""
    places = [side.of(case) for case in found.case_ids]
    if single and any(len(of_case) != 1 for of_case in places):
        raise UsageError(f"{quoted(side.spec)} puts cases into several classes: they cannot be laid out.")
    return [
        Category(
            Header(header.label, header.uid, side.spec, key=f"{side.spec} = {header.name}"), CLASS, cases
        )
        for at, header in enumerate(side.headers)
        if (cases := tuple(case for case, of_case in enumerate(places) if at in of_case))
    ]


def points_table(plane: Plane, selection: Selection, axes: int = 2) -> Table:
    """Return where everything lies, in the shape that pictures draw as a map.

    A row for each point (header: its name), the cases first. Columns by name: `kind` (case, code or
    class), then `axis 1`, `axis 2` ... (the label of an axis carries its share of inertia, as in
    `axis 1 (87.8%)`), then `mass`, and for each axis `contribution 1` and `cos2 1` ... Classes that were
    laid in afterwards have no mass and no contribution. The codings behind a row are those of the case
    or of the code.
    """
    shown = range(min(axes, len(plane.solution.inertias)))
    rows: list[Header] = []
    values: list[list[CellValue]] = []
    ids: list[Behind] = []
    compared = plane.profiles
    for at, case in enumerate(compared.cases):
        rows.append(case)
        values.append(_cells(CASE, plane.solution.rows, at, shown))
        ids.append(lambda at: compared.codings([at], range(len(compared.codes))))
    for at, one in enumerate(plane.columns):
        rows.append(one.header)
        values.append(_cells(one.kind, plane.solution.columns, at, shown))
        ids.append(plane.behind)
    for one in plane.classes:
        middle = plane.middle(one)
        own = sum(value * value for value in middle)
        rows.append(one.header)
        cos2 = [middle[axis] ** 2 / own if own else 0.0 for axis in shown]
        parts = [part for axis in shown for part in (None, cos2[axis])]
        values.append([CLASS, *(middle[axis] for axis in shown), None, *parts])
        ids.append(lambda _: ())
    starts = [*range(len(compared.cases)), *range(len(plane.columns)), *range(len(plane.classes))]
    return Table(
        name="map",
        title="Cases and codes laid out by how they go together",
        rows=rows,
        columns=_columns(plane, shown),
        values=values,
        stub="point",
        notes=[*_said(plane, shown), *notes.of_selection(selection)],
        behind=lambda row, _: ids[row](starts[row]),
    )


def _cells(kind: str, points: Points, at: int, shown: Sequence[int]) -> list[CellValue]:
    where = [points.coordinates[at][axis] for axis in shown]
    parts = [part for axis in shown for part in (points.contributions[at][axis], points.cos2[at][axis])]
    return [kind, *where, points.masses[at], *parts]


def _columns(plane: Plane, shown: Sequence[int]) -> list[Column]:
    columns = [Column("kind")]
    for axis in shown:
        share = f"axis {axis + 1} ({plane.shares[axis]:.1%})"
        columns.append(Column(share, key=f"axis {axis + 1}", format=Format.DECIMAL))
    columns.append(Column("mass", format=Format.SHARE, of_row=True))
    for axis in shown:
        for name in ("contribution", "cos2"):
            key = f"{name} {axis + 1}"
            columns.append(Column(key, key=key, format=Format.SHARE, of_row=True))
    return columns


def axes_table(plane: Plane, selection: Selection) -> Table:
    """Return how much each axis tells: a row for each, with `inertia`, `share`, `cumulated`.

    Of multiple correspondences also `benzecri` (the corrected inertia; blank for axes that tell
    nothing but how the variables are coded), `benzecri_share` (of all corrected inertias) and
    `greenacre_share` (of the inertia that there is to be explained; these sum to less than 1).
    """
    inertias, shares = plane.solution.inertias, plane.solution.shares
    values: list[list[CellValue]] = [
        [one, shares[axis], sum(shares[: axis + 1])] for axis, one in enumerate(inertias)
    ]
    columns = [
        Column("inertia", format=Format.PROBABILITY),
        Column("share", format=Format.SHARE),
        Column("cumulated", format=Format.SHARE),
    ]
    corrected = plane.corrected
    if corrected is not None:
        columns += [
            Column("Benzécri", key="benzecri", format=Format.PROBABILITY),
            Column("share of Benzécri's", key="benzecri_share", format=Format.SHARE),
            Column("share by Greenacre", key="greenacre_share", format=Format.SHARE),
        ]
        whole = sum(corrected)
        for axis, row in enumerate(values):
            one = corrected[axis] if axis < len(corrected) else None
            row += [one, *(None if one is None else one / by for by in (whole, plane.corrected_total))]
    return Table(
        name="axes",
        title="What the axes tell",
        rows=[Header(f"axis {axis + 1}") for axis in range(len(inertias))],
        columns=columns,
        values=values,
        stub="axis",
        notes=[*_said(plane, ()), *notes.of_selection(selection)],
    )


def _said(plane: Plane, shown: Sequence[int]) -> list[str]:
    """Say what was laid out, and how it is to be read."""
    solution = plane.solution
    kinds = Counter(one.kind for one in plane.columns)
    sizes = [counted(len(plane.profiles.cases), "case"), counted(len(plane.profiles.codes), "code")]
    if kinds[CLASS]:
        sizes.append(counted(kinds[CLASS], "class", "classes"))
    codings = counted(plane.profiles.number_of_codings, "coding")
    said = [*plane.profiles.notes, f"N: {listed(sizes)}, with {codings}."]
    if plane.variables:
        said.append(
            f"Multiple correspondence analysis of {counted(plane.variables, 'variable')} with"
            f" {len(plane.columns)} categories; inertia in all {solution.total:.4f}. The shares of axes are"
            " Greenacre's, of corrected inertias."
        )
    else:
        said.append(f"Correspondence analysis; inertia in all {solution.total:.4f}.")
    if shown:
        said.append(
            "Principal coordinates; cases near each other have like shares of codes, and a code lies on the"
            " side of the cases that have more of it than others. cos2: how well a point is shown."
        )
        if any(isclose(solution.inertias[axis], other) for axis, other in enumerate(solution.inertias[1:])):
            said.append("Some axes tell as much as the next: how these two lie in their plane is arbitrary.")
        if plane.classes:
            said.append("Classes lie in the middle of their cases and have no part in the axes.")
    return said
