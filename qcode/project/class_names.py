"""Names of classes, and how a classification stands in its row."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from qcode.analysis.classes import refuse_uncut
from qcode.analysis.grouping import NO_CLASS
from qcode.errors import DataError
from qcode.model.cases import Attribute, Classification, Membership
from qcode.project.names import new_name
from qcode.text.names import counted, levelled, quoted

Numbers = Sequence[int | float]


def read_classification(row: Sequence[Any], by_hand: Mapping[int, Membership]) -> Classification:
    """Return a classification as its row says; names that are missing are made up, to be seen.

    Raises ValueError for a row that cannot be read.
    """
    row_id, uid, name, position, attribute_id, cuts, classes, note = row
    limits = tuple(sorted({_number(text) for text in json.loads(cuts)})) if attribute_id is not None else ()
    number = len(limits) + 1 if limits else 0
    names = json.loads(classes)
    by_cut = (*names[:number], *(f"class {place + 1}" for place in range(len(names), number)))
    further = in_order([*names[number:], *(str(one.class_name) for one in by_hand.values())])
    everything = (*by_cut, *(one for one in further if one not in by_cut))
    return Classification(row_id, uid, name, position, attribute_id, limits, everything, note, by_hand)


def _number(text: str) -> int | float:
    try:
        return int(text)
    except ValueError:
        number = float(text)
        if not math.isfinite(number):
            raise
        return number


def as_texts(values: Iterable[int | float | str]) -> str:
    """Return cut points or names as a row holds them."""
    return json.dumps([str(one) for one in values], ensure_ascii=False)


def in_order(names: Iterable[str]) -> Sequence[str]:
    """Return names each once, where and as it is first written."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(levelled(name), name)
    return [*found.values()]


def check_cuts(attribute: Attribute, cuts: Numbers) -> None:
    """Refuse what cannot cut the values of an attribute.

    Raises DataError, and UsageError where the attribute holds no numbers.
    """
    refuse_uncut(attribute)
    if not cuts or not all(map(math.isfinite, cuts)) or any(low >= high for low, high in pairwise(cuts)):
        given = ", ".join(f"{cut:,}" for cut in cuts) or "there are none"
        raise DataError(f"Cut points are numbers that rise: {given}.")


def class_names(names: Iterable[str], cuts: Numbers) -> Sequence[str]:
    """Return names fit to be given to classes. Raises DataError, DuplicateNameError."""
    found: list[str] = []
    for name in names:
        clean = new_name(name, "class", found)
        if levelled(clean) == levelled(NO_CLASS):
            raise DataError(f"{quoted(clean)} is what cases without a class are under.")
        found.append(clean)
    if cuts and len(found) <= len(cuts):
        numbers = f"{counted(len(cuts), 'cut point')} make{'s' if len(cuts) == 1 else ''}"
        raise DataError(
            f"{numbers} {len(cuts) + 1} classes, and there are names for {len(found)}.",
            "Name them all, from low to high.",
        )
    return found
