"""What there is to see of cases put together: the tree, how well they fall into classes, the classes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qcode.analysis import notes
from qcode.analysis.selection import Selection
from qcode.analysis.typology.clusters import Classes, Clusters, telling
from qcode.analysis.typology.profiles import Value
from qcode.model.cases import Entity
from qcode.model.tables import CellValue, Column, Format, Header, Table
from qcode.pictures.kinds import STEPS_NAMED
from qcode.text.names import counted, listed

_DISTANCES_IN_WORDS = {
    "chi2": "chi-square distances between the shares of codes in cases",
    "jaccard": "Jaccard distances: codes that only one of two cases has, of those that either has",
    "euclidean": "Euclidean distances",
    "cosine": "cosine distances",
}


def merges_table(found: Clusters, selection: Selection) -> Table:
    """Return the tree: a row for each merge, nearest first, that pictures draw as a dendrogram.

    Row headers are the steps `#1`, `#2` ...; the columns are `left` and `right` (texts: a case's name,
    or `#STEP` of an earlier merge), `height` (the distance at which they meet) and `size` (how many
    cases are together then). The codings behind a row are those of its cases.
    """
    cases = [one.label for one in found.profiles.cases]
    names = [*cases, *(f"#{step}" for step in range(1, len(found.steps) + 1))]
    members: list[list[int]] = [[one] for one in range(len(cases))]
    for step in found.steps:
        members.append(sorted(members[step.left] + members[step.right]))
    every = range(len(found.profiles.codes))
    return Table(
        name="merges",
        title="Cases by how alike they are",
        rows=[Header(f"#{step}") for step in range(1, len(found.steps) + 1)],
        columns=[
            Column("left", names=Entity.CASE),
            Column("right", names=Entity.CASE),
            Column("height", format=Format.DECIMAL),
            Column("size", format=Format.COUNT),
        ],
        values=[[names[one.left], names[one.right], one.height, one.size] for one in found.steps],
        stub="step",
        notes=[
            "Each step puts together what is nearest.",
            STEPS_NAMED,
            *_said(found),
            _fit_in_words(found.fits),
            *notes.of_selection(selection),
        ],
        behind=lambda row, _: found.profiles.codings(members[len(cases) + row], every),
    )


def distances_table(found: Clusters, selection: Selection) -> Table:
    """Return how far each case is from each: cases by cases, 0 where they are alike.

    The codings behind a number are those of the two cases.
    """
    cases = found.profiles.cases
    every = range(len(found.profiles.codes))
    return Table(
        name="distances",
        title="How far cases are from each other",
        rows=cases,
        columns=[Column(one.label, one.uid, key=one.key, format=Format.DECIMAL) for one in cases],
        values=found.distances,
        stub="case",
        notes=["0: alike in what is compared.", *_said(found), *notes.of_selection(selection)],
        behind=lambda row, column: found.profiles.codings(dict.fromkeys((row, column)), every),
    )


def cuts_table(found: Clusters, selection: Selection) -> Table:
    """Return how well the cases fall into 2, 3 ... classes: a row for each number of classes.

    Columns: `silhouette` (mean over the cases), `height` (at which two of the classes would be put
    together next) and `sizes` (cases in each class).
    """
    rows: list[Sequence[CellValue]] = []
    for number, fit in found.fits.items():
        of = found.cut(number)
        sizes = ", ".join(str(of.count(label)) for label in range(number))
        rows.append([fit, found.steps[len(of) - number].height, sizes])
    return Table(
        name="cuts",
        title="How well the cases fall into classes",
        rows=[Header(str(number)) for number in found.fits],
        columns=[
            Column("silhouette", format=Format.DECIMAL),
            Column("height", format=Format.DECIMAL),
            Column("sizes"),
        ],
        values=rows,
        stub="classes",
        notes=[
            "Silhouette: how much nearer cases are to their class than to the next; 1 at best.",
            "Height: the distance at which two of the classes become one.",
            *_said(found),
            *notes.of_selection(selection),
        ],
    )


def members_table(found: Clusters, classes: Classes, selection: Selection) -> Table:
    """Return a row for each case, class by class, with `class` and `silhouette`.

    `more` and `less` name the codes that its class has more of than all cases, and less.

    The codings behind a row are those of the case that its class is told by, else all that were compared.
    """
    order = [case for label in range(classes.number) for case in classes.members(label)]
    told = [
        ["; ".join(found.profiles.codes[code].label for code, _ in several) for several in sides]
        for sides in (telling(classes, label) for label in range(classes.number))
    ]

    def behind(row: int, _column: int) -> Sequence[int]:
        case = order[row]
        more = [code for code, _ in telling(classes, classes.of[case])[0]]
        return found.profiles.codings([case], more) or found.profiles.codings(
            [case], range(len(found.profiles.codes))
        )

    return Table(
        name="clusters",
        title=f"Cases in {classes.number} classes",
        rows=[_of_class(found.profiles.cases[case], classes.name(classes.of[case])) for case in order],
        columns=[
            Column("class", format=Format.COUNT),
            Column("silhouette", format=Format.DECIMAL),
            Column("more"),
            Column("less"),
        ],
        values=[[classes.of[case] + 1, classes.silhouettes[case], *told[classes.of[case]]] for case in order],
        stub="case",
        notes=[
            "A proposal: the classes are yours to name, change and accept.",
            "More, less: the codes whose mean in the class is furthest from that of all, two at most.",
            "They are a standard error away at least.",
            *_said(found, classes),
            _fit_in_words(found.fits),
            *notes.of_selection(selection),
        ],
        behind=behind,
    )


def _of_class(case: Header, name: str) -> Header:
    return Header(case.label, case.uid, name, key=case.key)


def codes_table(found: Clusters, classes: Classes, selection: Selection) -> Table:
    """Return what characterises each class: codes by classes, with the mean of a class's cases.

    Columns: for each class its mean (`class 1`; header `n`: how many cases) and how far that is from
    the mean of all cases (`v 1`); then `all`. The codings behind a number are those of the class's
    cases with the code; v rests on the same.
    """
    n = len(found.profiles.cases)
    of_shares = found.distance == "chi2" or found.profiles.value in (Value.SHARE, Value.PRESENCE)
    shown = Format.SHARE if of_shares else Format.DECIMAL
    columns: list[Column] = []
    values: list[list[CellValue]] = [[] for _ in found.profiles.codes]
    for label in range(classes.number):
        size, group = len(classes.members(label)), classes.name(label)
        columns.append(Column("mean", None, group, n=size, key=group, format=shown))
        columns.append(Column("v", None, group, key=f"v {label + 1}", format=Format.DECIMAL, of_row=True))
        for row, trait in zip(values, classes.traits[label], strict=True):
            row += [trait.mean, trait.v]
    columns.append(Column("all", n=n, key="all", total=True, format=shown))
    for row, mean in zip(values, classes.overall, strict=True):
        row.append(mean)

    def behind(row: int, column: int) -> Sequence[int]:
        whole = column == len(columns) - 1
        return found.profiles.codings(range(n) if whole else classes.members(column // 2), [row])

    what = "shares of a case's segments" if found.distance == "chi2" else found.profiles.value
    return Table(
        name="classes",
        title=f"What characterises {classes.number} classes of cases",
        rows=found.profiles.codes,
        columns=columns,
        values=values,
        stub="code",
        notes=[
            f"Mean: of the class's cases, in {what}.",
            "v: how far that is from the mean of all, in standard errors of a mean of so many cases.",
            "Beyond 2 is much; it is no test, for the classes were made of these very numbers.",
            *_said(found, classes),
            *notes.of_selection(selection),
        ],
        behind=behind,
    )


def _said(found: Clusters, classes: Classes | None = None) -> list[str]:
    """Say what was compared, and how."""
    n, codes = len(found.profiles.cases), len(found.profiles.codes)
    codings = counted(found.profiles.number_of_codings, "coding")
    kept = "" if found.cophenetic is None else f" Cophenetic correlation: {found.cophenetic:.3f}."
    ties = "Where distances are equal, the order of the cases settles which goes first"
    if classes is not None and classes.by_order:
        ties += "; here this decides: listed in another order, some cases would be in other classes"
    return [
        *found.profiles.notes,
        f"N: {counted(n, 'case')} by {counted(codes, 'code')}, with {codings}.",
        f"Distance: {_DISTANCES_IN_WORDS[found.distance]}. Linkage: {found.linkage}.{kept} {ties}.",
    ]


def _fit_in_words(fits: Mapping[int, float]) -> str:
    if not fits:
        return "There is no silhouette: the cases are alike."
    best = max(fits, key=lambda number: (round(fits[number], 9), -number))
    each = listed(f"{number} classes {fit:.2f}" for number, fit in fits.items())
    return f"Mean silhouette: {each}; highest with {best}."
