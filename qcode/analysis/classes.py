"""Cutting a numeric attribute into classes: `case.population:50000,200000`."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from qcode.analysis.attributes import NUMERIC, Variable
from qcode.errors import UsageError
from qcode.model.cases import Attribute, AttributeType, Value

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)


def read_cuts(meant: Variable, text: str) -> list[int | float]:
    """Return the class limits written after the colon. Raises UsageError.

    Each limit is the smallest value of the class above it.
    """
    refuse_uncut(meant.attribute)
    return read_limits(text, f"for example {meant.path}:50000,200000")


def refuse_uncut(attribute: Attribute) -> None:
    """Raise UsageError unless an attribute holds numbers."""
    if attribute.type not in NUMERIC:
        path = f"{attribute.entity}.{attribute.name}"
        hint = f"It holds {attribute.type}; its values themselves can be a dimension: {path}."
        raise UsageError(f"{path} cannot be cut into classes.", hint)


def read_limits(text: str, example: str) -> list[int | float]:
    """Return the numbers of a list of class limits. Raises UsageError unless they rise."""
    cuts: list[int | float] = []
    for part in unicodedata.normalize("NFKC", text).split(","):
        if not _NUMBER.fullmatch(part.strip()):
            raise UsageError(f"“{part}” is not a limit of classes.", f"Write numbers, {example}.")
        cuts.append(float(part) if "." in part else int(part))
    if any(low >= high for low, high in pairwise(cuts)):
        raise UsageError(f"The limits “{text}” do not rise.", f"Write them from small to large, {example}.")
    return cuts


def class_of(value: Value, cuts: Sequence[int | float]) -> int:
    """Return the number of the class that a value lies in, from 0."""
    return bisect_right(cuts, value)


def class_labels(attribute: Attribute, cuts: Sequence[int | float]) -> list[str]:
    """Return the names of the classes: `< 50,000`, `50,000-199,999`, `>= 200,000`."""
    whole = attribute.type is AttributeType.INTEGER and all(isinstance(cut, int) for cut in cuts)
    labels = [f"< {cuts[0]:,}"]
    for low, high in pairwise(cuts):
        if not whole:
            labels.append(f"{low:,} to < {high:,}")
        else:
            labels.append(f"{low:,}" if high - low == 1 else f"{low:,}-{high - 1:,}")
    return [*labels, f">= {cuts[-1]:,}"]
