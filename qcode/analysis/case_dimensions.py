"""Dimensions made of how cases are sorted: their groups, their classes, and cases laid out by these."""

from __future__ import annotations

from dataclasses import replace

from qcode.analysis.conditions import Axis
from qcode.analysis.dimensions import NO_CASE, Dimension, dimension, sorted_into
from qcode.analysis.grouping import NO_CLASS, NO_GROUP, OTHER_GROUP, class_names, classification_named
from qcode.analysis.selection import Selection
from qcode.errors import UsageError
from qcode.model.cases import Classification
from qcode.model.tables import Header
from qcode.text.names import counted, listed, quoted

BY = " by "
_SORTED = "class:NAME, group or case.ATTRIBUTE"


def classes(selection: Selection, name: str) -> Dimension:
    """Return the classes of a classification in their order. Raises UsageError where there is none."""
    one = classification_named(selection.corpus, name)
    names = class_names(selection.corpus, one)
    shown = selection.scope.cases
    of_shown = {case: names[case] for case in shown if case in names}
    found = sorted_into(
        f"class:{one.name}", Axis.CASE, of_shown, one.classes, shown, NO_CASE, without=NO_CLASS
    )
    return replace(found, said=(_said(selection, one),))


def _said(selection: Selection, one: Classification) -> str:
    """Say by what the cases in scope are in their classes."""
    by_hand = sum(case in one.by_hand for case in selection.scope.cases)
    attribute = next((known for known in selection.corpus.attributes if known.id == one.attribute_id), None)
    said = []
    if attribute is not None and one.cuts:
        said.append(f"{attribute.name}, its newest value, cut at {listed(f'{cut:,}' for cut in one.cuts)}")
    if by_hand or not said:
        said.append(f"{counted(by_hand, 'case')} by hand")
    return f"Classes of {quoted(one.name)}: {'; '.join(said)}."


def groups(selection: Selection, branch: str = "") -> Dimension:
    """Return the groups that cases in scope lie in, each above those below it; or only those of a branch.

    A branch is a group with all below it, `PATH > *` what is right below it, `*` the top ones. A case
    falls under the groups it was put into and all above them, under each once. Raises UnknownNameError,
    AmbiguousNameError for a branch.
    """
    tree = selection.corpus.groups
    spec, chosen = tree.branch(branch.strip("\"'“” ")) if branch else ("", [group.id for group in tree])
    wanted = set(chosen)
    of_cases = {
        case: several
        for case, everything in tree.of_cases().items()
        if (several := [group for group in everything if group in wanted])
    }
    shown = [case for case in selection.scope.cases if case in of_cases]
    used = {group for case in shown for group in of_cases[case]}
    order = [group for group in tree if group.id in used]
    top = min((tree.level(group.id) for group in order), default=0)
    headers = [
        Header(group.name, group.uid, level=tree.level(group.id) - top, key=tree.path(group.id))
        for group in order
    ]
    place = {group.id: number for number, group in enumerate(order)}
    places: dict[int | None, tuple[int, ...]] = {
        case: tuple(place[group] for group in of_cases[case]) for case in shown
    }
    without = [case for case in selection.scope.cases if case not in places]
    if without:
        places |= dict.fromkeys(without, (len(headers),))
        headers.append(Header(OTHER_GROUP if branch else NO_GROUP))
    places[None] = (len(headers),)
    return Dimension(
        f"group:{spec}" if branch else "group",
        Axis.CASE,
        (*headers, Header(NO_CASE)),
        places,
        frozenset({len(headers)}),
        said=("A case is in the groups that it was put into and in all above them; it counts in each once.",),
    )


def cases_by(selection: Selection, spec: str) -> Dimension:
    """Return the cases under what sorts them (`case by class:NAME`), a total of each behind its cases.

    A case of several groups stands under each. Raises UsageError for what does not sort cases.
    """
    wanted = spec.partition(BY)[2].strip()
    by = dimension(selection, wanted)
    if by.axis is not Axis.CASE or by.subtotals or by.spec == "case":
        raise UsageError(f"Cases are not grouped by {quoted(wanted)}.", f"They are by {_SORTED}.")
    corpus, shown = selection.corpus, selection.scope.cases
    repeated = any(len(by.of(case)) > 1 for case in shown)
    headers: list[Header] = []
    places: dict[int | None, list[int]] = {case: [] for case in (*shown, None)}
    subtotals: set[int] = set()
    optional: set[int] = set()
    members: dict[int, list[int]] = {}
    for case in shown:
        for place in by.of(case):
            members.setdefault(place, []).append(case)
    for place, above in enumerate(by.headers):
        if place in by.of(None):
            places[None].append(len(headers))
            optional.add(len(headers))
            headers.append(above)
            continue
        own = members.get(place, [])
        for case in own:
            places[case].append(len(headers))
            one = corpus.cases[case]
            key = f"{above.name}: {one.name}" if repeated else ""
            headers.append(Header(one.name, one.uid, above.name, key=key))
        for case in own:
            places[case].append(len(headers))
        subtotals.add(len(headers))
        headers.append(Header("Subtotal", group=above.name, total=True, key=f"{above.name}: total"))
    return Dimension(
        f"case{BY}{by.spec}",
        Axis.CASE,
        tuple(headers),
        {case: tuple(several) for case, several in places.items()},
        frozenset(optional),
        subtotals=frozenset(subtotals),
        said=by.said,
    )
