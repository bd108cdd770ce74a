"""Cases sorted into classes, and lying in groups, as dimensions and conditions need them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from qcode.analysis.attributes import newest_values
from qcode.analysis.classes import class_of
from qcode.analysis.corpus import Corpus
from qcode.errors import UsageError
from qcode.model.cases import Attribute, AttributeValue, Case, ClassedBy, Classification, Membership
from qcode.text.names import levelled, nearest

NO_CLASS = "(no class)"
NO_GROUP = "(no group)"
OTHER_GROUP = "(none of these)"
"""Where only some of the groups are looked at."""


def memberships(
    one: Classification,
    attribute: Attribute | None,
    cases: Mapping[int, Case],
    values: Iterable[AttributeValue],
) -> dict[int, Membership]:
    """Return the class of each case, by its id in the order of the cases.

    What was said by hand goes before the cut points of the attribute; a case with neither has no class.
    """
    known = newest_values(attribute, cases, values) if attribute is not None and one.cuts else {}
    found = {}
    for case in cases:
        by_hand, value = one.by_hand.get(case), known.get(case)
        if by_hand is not None:
            found[case] = by_hand
        elif value is not None:
            found[case] = Membership(one.classes[class_of(value.value, one.cuts)], ClassedBy.CUT)
        else:
            found[case] = Membership(None, None)
    return found


def members(corpus: Corpus, one: Classification) -> Mapping[int, Membership]:
    """Return the class of each case of a project, by its id."""
    attribute = next((known for known in corpus.attributes if known.id == one.attribute_id), None)
    return memberships(one, attribute, corpus.cases, corpus.values)


def class_names(corpus: Corpus, one: Classification) -> Mapping[int, str]:
    """Return case id -> class, for the cases that have one."""
    return {
        case: member.class_name
        for case, member in members(corpus, one).items()
        if member.class_name is not None
    }


def find_classification(corpus: Corpus, name: str) -> Classification | None:
    """Return the classification of a name, if there is one."""
    wanted = levelled(name)
    return next((one for one in corpus.classifications if levelled(one.name) == wanted), None)


def classification_named(corpus: Corpus, name: str) -> Classification:
    """Return the classification of a name. Raises UsageError that tells which there are."""
    name = name.strip().strip("\"'“”")
    found = find_classification(corpus, name)
    if found is None:
        known = [one.name for one in corpus.classifications]
        hint = nearest(name, known, all_below=13) or "Make one with `qcode classes add`."
        raise UsageError(f"There is no classification “{name}”.", hint)
    return found
