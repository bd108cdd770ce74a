"""`qcode typology`: which cases are alike, and what goes together with what in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from qcode.commands.arguments import Choice, ProjectGroup, open_project, selection_options, words
from qcode.commands.output import Output, output_options, say, show
from qcode.commands.quotations import behind
from qcode.errors import DuplicateNameError, UsageError
from qcode.model.tables import Table
from qcode.text.names import counted, levelled, listed, quoted

if TYPE_CHECKING:
    from qcode.analysis.selection import Selection
    from qcode.project import Project

Function = TypeVar("Function", bound=Callable[..., Any])
VALUES = ("segments", "presence", "rate", "per-document", "share")
NUMBERS = ("segments", "documents", "rate", "per-document")


@click.group("typology", cls=ProjectGroup, short_help="Find types of cases: clusters, maps, truth tables.")
def command() -> None:
    """Compare cases by what is coded in them, and propose types.

    A proposal becomes a classification with --accept NAME; without it nothing is changed. Clusters
    and maps need the extra stats (pip install 'qcode[stats]'), truth tables need nothing.
    """


@dataclass(frozen=True, slots=True)
class Compared:
    """What cases are compared by."""

    codes: tuple[str, ...]
    value: str
    aggregated: bool


def comparison_options(function: Function) -> Function:
    """Give a command `--codes`, `--measure` and `--aggregated`, which it gets as one `compared`."""

    @wraps(function)
    def command(*args: Any, codes: tuple[str, ...], measure: str, aggregated: bool, **options: Any) -> Any:
        return function(*args, compared=Compared(codes or ("code",), measure, aggregated), **options)

    chosen: Any = command
    for option in (
        click.option("--aggregated", is_flag=True, help="Count codes with their sub-codes."),
        click.option(
            "--measure",
            type=click.Choice(VALUES),
            default="segments",
            show_default=True,
            help="What is compared: numbers of segments; presence: whether a case has a code at all; rate:"
            " per 1,000 characters; per-document; share: of all segments of the compared codes in a case.",
        ),
        click.option(
            "--codes",
            multiple=True,
            metavar="DIMENSION",
            help="Compare by these: code:BRANCH, 'code:BRANCH > *' for what lies right below it, 'code:*' for"
            " the top codes; may be repeated  [default: all themes].",
        ),
    ):
        chosen = option(chosen)
    return chosen  # type: ignore[no-any-return]


def proposal_options(function: Function) -> Function:
    """Give a command that proposes classes `--accept`, `--replace` and `--memo`."""
    chosen: Any = function
    for option in (
        click.option(
            "--replace",
            is_flag=True,
            help="With --accept: in place of what is said by hand in one of that name.",
        ),
        click.option("--memo", metavar="TEXT", help="With --accept: kept with the classification."),
        click.option(
            "--accept",
            metavar="NAME",
            help="Make the proposed types a classification of this name, each case with its reason.",
        ),
    ):
        chosen = option(chosen)
    return chosen  # type: ignore[no-any-return]


def likeness_options(function: Function) -> Function:
    """Give a command that puts cases together `--distance` and `--linkage`."""
    chosen: Any = function
    for option in (
        click.option(
            "--linkage",
            type=click.Choice(("ward", "average", "complete", "single")),
            help="How far groups are apart: ward, so that they stay compact; average of all pairs; complete,"
            " the furthest pair; single, the nearest  [default: ward; of jaccard and cosine average].",
        ),
        click.option(
            "--distance",
            type=click.Choice(("chi2", "jaccard", "euclidean", "cosine")),
            help="How far cases are apart: chi2, in the shares of codes, rare ones weighing more; jaccard, in"
            " which codes they have; euclidean, in the numbers as they are; cosine, in their proportions"
            "  [default: chi2; of presence jaccard].",
        ),
    ):
        chosen = option(chosen)
    return chosen  # type: ignore[no-any-return]


@command.command("clusters", short_help="Put cases together that are alike.")
@words()
@comparison_options
@likeness_options
@click.option("--classes", type=click.IntRange(2), metavar="K", help="Cut the tree into K classes.")
@click.option(
    "--show",
    "shown",
    type=click.Choice(("merges", "distances", "cuts", "members", "codes")),
    help="The tree; how far each case is from each; how well 2, 3 ... classes fit; with --classes who is in"
    " each, and the codes that characterise each  [default: merges, with --classes members].",
)
@proposal_options
@selection_options
@output_options
def clusters_(
    project: Path,
    compared: Compared,
    distance: str | None,
    linkage: str | None,
    classes: int | None,
    shown: str | None,
    accept: str | None,
    replace: bool,
    memo: str | None,
    choice: Choice,
    output: Output,
) -> None:
    """Put cases together that are alike in their codes, step by step (hierarchical clustering)."""
    if classes is None and (shown in ("members", "codes") or accept is not None):
        raise UsageError("It has to be said into how many classes.", "Give --classes K.")
    _refuse_without(accept, memo, replace=replace)
    from qcode.analysis.typology import cluster_tables as tables
    from qcode.analysis.typology.clusters import clusters, proposal

    with open_project(project) as study:
        selection = choice.of(study)
        found = clusters(
            selection,
            compared.codes,
            compared.value,
            aggregated=compared.aggregated,
            distance=distance,
            linkage=linkage,
        )
        cut = None if classes is None else found.classes(classes)
        if shown in ("cuts", "distances"):
            make = tables.cuts_table if shown == "cuts" else tables.distances_table
            table = make(found, selection)
        elif cut is None or shown == "merges":
            table = tables.merges_table(found, selection)
        else:
            table = (tables.codes_table if shown == "codes" else tables.members_table)(found, cut, selection)
        _show(study, selection, table, output)
        if accept is not None and cut is not None:
            _accept(study, selection, accept, proposal(found, cut), memo, replace=replace)


@command.command("map", short_help="Lay out cases and codes in a plane.")
@words()
@comparison_options
@click.option(
    "--with",
    "beside",
    multiple=True,
    metavar="DIMENSION",
    help="Show where classes of cases lie: case.ATTRIBUTE, case.population:50000,200000, class:NAME.",
)
@click.option(
    "--multiple",
    is_flag=True,
    help="Multiple correspondences: whether cases have codes or lack them, with the classes of --with.",
)
@click.option("--axes", type=click.IntRange(2, 20), default=2, show_default=True, help="How many are shown.")
@click.option(
    "--show",
    "shown",
    type=click.Choice(("points", "axes")),
    default="points",
    show_default=True,
    help="Where everything lies, or how much each axis tells.",
)
@selection_options
@output_options
def map_(
    project: Path,
    compared: Compared,
    beside: tuple[str, ...],
    multiple: bool,
    axes: int,
    shown: str,
    choice: Choice,
    output: Output,
) -> None:
    """Lay out cases and codes so that what goes together lies together (correspondence analysis)."""
    from qcode.analysis.typology.maps import axes_table, layout, points_table

    with open_project(project) as study:
        selection = choice.of(study)
        plane = layout(
            selection,
            compared.codes,
            compared.value,
            aggregated=compared.aggregated,
            with_classes=beside,
            multiple=multiple,
        )
        table = axes_table(plane, selection) if shown == "axes" else points_table(plane, selection, axes)
        _show(study, selection, table, output)


@command.command("truth-table", short_help="Compare conditions of an outcome as sets.")
@words()
@click.option(
    "--condition",
    "conditions",
    multiple=True,
    required=True,
    metavar="NAME=WHAT",
    help="A condition, written as above; to be repeated.",
)
@click.option("--outcome", required=True, metavar="NAME=WHAT", help="The outcome, written likewise.")
@click.option("--negated", is_flag=True, help="Look into the absence of the outcome.")
@click.option(
    "--measure",
    type=click.Choice(NUMBERS),
    default="segments",
    show_default=True,
    help="What numbers of codes are numbers of.",
)
@click.option(
    "--inclusion",
    type=click.FloatRange(0.5, 1),
    default=0.8,
    show_default=True,
    help="Consistency from which on a configuration leads to the outcome.",
)
@click.option(
    "--pri",
    type=click.FloatRange(0, 1),
    default=0.0,
    show_default=True,
    help="Least PRI as well: the proportional reduction in inconsistency, low where a configuration leads to"
    " the outcome and to its absence.",
)
@click.option(
    "--least",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="Fewest cases; configurations with fewer are remainders.",
)
@click.option(
    "--expect",
    "expected",
    multiple=True,
    metavar="NAME",
    help="This condition should lead to the outcome (~NAME: its absence): gives an intermediate solution;"
    " may be repeated.",
)
@click.option("--remainders", is_flag=True, help="Show configurations without cases too.")
@click.option(
    "--show",
    "shown",
    type=click.Choice(("rows", "solutions", "necessity", "sets")),
    default="rows",
    show_default=True,
    help="The truth table; the shortest ways to the outcome; what is necessary; each case's memberships.",
)
@proposal_options
@selection_options
@output_options
def truth_table(
    project: Path,
    conditions: tuple[str, ...],
    outcome: str,
    negated: bool,
    measure: str,
    inclusion: float,
    pri: float,
    least: int,
    expected: tuple[str, ...],
    remainders: bool,
    shown: str,
    accept: str | None,
    replace: bool,
    memo: str | None,
    choice: Choice,
    output: Output,
) -> None:
    """Sort cases by conditions, and sum up which lead to an outcome (crisp and fuzzy sets, QCA).

    \b
    NAME=code:CODE              the code with its sub-codes is found in the case
    NAME=code:"TWO WORDS">=3    found so often; also > <= <
    NAME=code:CODE(1,3,8)       a fuzzy set: fully out at 1, neither at 3, fully in at 8
    NAME=case.population>=50000 a number; (OUT,MIDDLE,IN) likewise, falling for "small"
    NAME=case.region=Kansai     a value; also class:NAME=small, group=Chukyo
    NAME=case.openness          a number from 0 to 1 that is a membership itself

    With --accept cases are classed by their configurations.
    """
    _refuse_without(accept, memo, replace=replace)
    from qcode.analysis.typology import configuration_tables as tables
    from qcode.analysis.typology.configurations import configurations, proposal

    with open_project(project) as study:
        selection = choice.of(study)
        found = configurations(
            selection,
            conditions,
            outcome,
            measure=measure,
            negated=negated,
            inclusion=inclusion,
            pri=pri,
            least=least,
            expected=expected,
        )
        if shown == "rows":
            table = tables.rows_table(found, selection, remainders=remainders)
        else:
            makers = {
                "solutions": tables.solutions_table,
                "necessity": tables.necessity_table,
                "sets": tables.sets_table,
            }
            table = makers[shown](found, selection)
        _show(study, selection, table, output)
        if accept is not None:
            _accept(study, selection, accept, proposal(found), memo, replace=replace)


def _show(study: Project, selection: Selection, table: Table, output: Output) -> None:
    show(
        study,
        table,
        output,
        detail=lambda: behind(study, selection, table),
        warnings=lambda: study.pseudonyms.singled_out(selection, "case", "code"),
    )


def _refuse_without(accept: str | None, memo: str | None, *, replace: bool) -> None:
    if accept is None and (memo is not None or replace):
        told = "A memo is kept with what is accepted." if memo is not None else "Nothing is accepted."
        raise UsageError(told, "Give --accept NAME as well.")


def _accept(
    study: Project,
    selection: Selection,
    name: str,
    proposed: Mapping[int, tuple[str, str]],
    memo: str | None,
    *,
    replace: bool,
) -> None:
    """Make proposed classes of cases (row ids) a classification."""
    cases = selection.corpus.cases
    there = study.classifications.list()
    if not replace and any(
        levelled(one.name) == levelled(name) and (one.by_hand or one.cuts) for one in there
    ):
        hint = "Choose another name, or say --replace: what is said by hand in it goes then."
        raise DuplicateNameError(f"There is a classification {quoted(name)} already.", hint)
    before = {one.uid: one.by_hand for one in there}
    made = study.classifications.accept(
        name, {cases[case]: classed for case, classed in proposed.items()}, note=memo or ""
    )
    sizes = Counter(label for label, _ in proposed.values())
    number, classes = counted(len(proposed), "case"), counted(len(sizes), "class", "classes")
    each = listed(f"{label} ({size})" for label, size in sizes.items())
    say(f"Accepted: {number} in {classes}, as {quoted(made.name)}: {each}.", study)
    if before.get(made.uid):
        said = counted(len(before[made.uid]), "case")
        say(f"This is in place of what was said by hand of {said}; `qcode undo` brings it back.", study)
