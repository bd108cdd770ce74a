"""What cases are said to have, as memberships from 0 to 1: `TRADE=code:"Global pipeline">=3`.

A condition is a name, `=`, and what is looked at in each case:

    NAME=code:CODE              the code with its sub-codes is found in the case
    NAME=code:CODE>=3           ... so many times (or at such a rate); also > <= <
    NAME=code:CODE(1,3,8)       more and more so: fully out at 1, neither at 3, fully in at 8
    NAME=case.ATTRIBUTE>=50000  a number; with three anchors likewise, falling ones for "few"
    NAME=case.ATTRIBUTE=TEXT    a value; or of another dimension of cases, as class:NAME=small
    NAME=case.ATTRIBUTE         a number from 0 to 1 that says so itself

Names with blanks or one of `>` `<` `=` `(` are quoted. Full membership and full exclusion are 0.95 and
0.05, 0.5 is neither: x is the logistic function of ln 19 times the distance from the middle anchor, in
units of that of the outer one (direct calibration, Ragin 2008).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, isfinite, log

from qcode.analysis.attributes import Variable, find_attributes, variable
from qcode.analysis.conditions import Axis
from qcode.analysis.dimensions import NO_CASE, NO_VALUE, dimension
from qcode.analysis.grouping import NO_CLASS
from qcode.analysis.selection import Selection
from qcode.analysis.typology.profiles import CaseCounts
from qcode.errors import UsageError
from qcode.model.cases import Entity
from qcode.model.tables import Missing
from qcode.text.names import levelled, nearest, quoted

_LOG_ODDS = log(0.95 / 0.05)
_UNKNOWN = (NO_CASE, NO_VALUE, NO_CLASS)
_WRITTEN = re.compile(
    r"""\s*(?P<name>[^\s=<>()*+~"]+)\s*=\s*
    (?P<kind>code:|case\.|[^\s=<>()"]+?:(?=\S))?
    (?P<source>"[^"]*"|[^=<>("]+?)\s*
    (?:(?P<sign>>=|<=|==|=|>|<)\s*(?P<value>"[^"]*"|[^"]+?)|\((?P<anchors>[^()]*)\))?\s*""",
    re.VERBOSE,
)
_COMPARED: dict[str, Callable[[float, float], bool]] = {
    ">=": lambda one, other: one >= other,
    ">": lambda one, other: one > other,
    "<=": lambda one, other: one <= other,
    "<": lambda one, other: one < other,
}


@dataclass(frozen=True, slots=True)
class Written:
    """A condition as it was asked for."""

    name: str
    text: str
    """What stands behind the name."""
    source: str
    """`code:CODE`, `case.ATTRIBUTE` or another dimension of cases, without quotation marks."""
    sign: str = ""
    value: str = ""
    anchors: tuple[float, ...] = ()
    """Fully out, neither, fully in; or none."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition with what it says of each case."""

    written: Written
    members: dict[int, float]
    """Case (row id) -> membership; no entry where nothing is known of it."""
    code: int | None = None
    """The code that it rests on."""


def read_condition(text: str) -> Written:
    """Read a condition. Raises UsageError."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        hint = 'Write NAME=code:"CODE">=3 or NAME=case.ATTRIBUTE(1,2,3); blanks in names are quoted.'
        raise UsageError(f"“{text}” is not a condition of cases.", hint)
    kind, source = found["kind"] or "", _bare(found["source"])
    anchors = _anchors(found["anchors"], text) if found["anchors"] is not None else ()
    behind = text.partition("=")[2].strip()
    return Written(
        found["name"], behind, kind + source, found["sign"] or "", _bare(found["value"] or ""), anchors
    )


def calibrated(written: Written, selection: Selection, counts: CaseCounts) -> Condition:
    """Return what a condition says of the cases that are counted.

    `counts` count codes with their sub-codes. Raises UsageError where it cannot say anything.
    """
    if written.source.startswith("code:"):
        return _of_code(written, selection, counts)
    entity, dot, name = written.source.partition(".")
    found = find_attributes(selection.corpus, name, Entity.CASE) if dot and entity == Entity.CASE else []
    if found and written.sign not in ("=", "=="):
        return _of_number(written, variable(selection.corpus, found[0]), counts)
    return _of_class(written, selection, counts)


def membership(value: float, anchors: Sequence[float]) -> float:
    """Return how far a number is in a set: 0.05 at the first anchor, 0.5 at the second, 0.95 at the third."""
    out, middle, full = anchors
    above = (value > middle) == (full > middle)
    distance = abs(value - middle) / abs((full if above else out) - middle)
    # What lies further out than this is in or out for all that can be written.
    strength = min(_LOG_ODDS * distance, 700.0)
    return 1 / (1 + exp(-strength if above else strength))


def _of_code(written: Written, selection: Selection, counts: CaseCounts) -> Condition:
    code = selection.corpus.codes.find(written.source.removeprefix("code:")).id
    if code not in selection.codes:
        raise UsageError(f"The code of {written.name} is not among those that are counted.")
    if written.sign in ("=", "=="):
        raise UsageError(f"{written.name}: a code is found so often or more; it is not equal to a text.")
    members = {}
    for case in counts.cases:
        value = counts.value(case, code)
        number = 0.0 if isinstance(value, Missing) or not isinstance(value, int | float) else float(value)
        plain = not written.sign and not written.anchors
        members[case] = float(number > 0) if plain else _member(written, number)
    return Condition(written, members, code)


def _of_number(written: Written, meant: Variable, counts: CaseCounts) -> Condition:
    if not meant.numeric:
        hint = f"Write {written.name}={meant.path}=VALUE."
        raise UsageError(f"{written.name}: {meant.path} holds no numbers.", hint)
    values = {case: float(meant.values[case]) for case in counts.cases if case in meant.values}
    if written.sign or written.anchors:
        return Condition(written, {case: _member(written, value) for case, value in values.items()})
    if not all(0 <= value <= 1 for value in values.values()):
        hint = f"Give a threshold ({meant.path}>=NUMBER) or three anchors ({meant.path}(OUT,MIDDLE,IN))."
        raise UsageError(f"{written.name}: {meant.path} is not all from 0 to 1.", hint)
    return Condition(written, values)


def _of_class(written: Written, selection: Selection, counts: CaseCounts) -> Condition:
    side = dimension(selection, written.source)
    if side.axis is not Axis.CASE:
        hint = "Take code:CODE, case.ATTRIBUTE or class:NAME."
        raise UsageError(f"{written.name}: {quoted(written.source)} is nothing that cases have.", hint)
    labels = [header.label for header in side.headers if header.label not in _UNKNOWN]
    if written.sign not in ("=", "=="):
        hint = f"Write {written.name}={written.source}=VALUE."
        raise UsageError(f"{written.name}: {written.source} needs the value that is meant.", hint)
    if levelled(written.value) not in map(levelled, labels):
        hint = nearest(written.value, labels, all_below=13)
        raise UsageError(f"{written.name}: no case has the value “{written.value}”.", hint)
    members = {}
    for case in counts.cases:
        own = [side.headers[place].label for place in side.of(case)]
        if any(label in labels for label in own):
            members[case] = float(levelled(written.value) in map(levelled, own))
    return Condition(written, members)


def _member(written: Written, value: float) -> float:
    if written.anchors:
        return membership(value, written.anchors)
    return float(_COMPARED[written.sign](value, _number(written.value, written.text)))


def _anchors(text: str, whole: str) -> tuple[float, ...]:
    numbers = tuple(_number(one, whole) for one in text.split(","))
    rising = numbers == tuple(sorted(set(numbers)))
    falling = numbers == tuple(sorted(set(numbers), reverse=True))
    if len(numbers) != 3 or not (rising or falling):
        hint = "Give fully out, neither and fully in, rising or falling: (1,3,8)."
        raise UsageError(f"“({text})” are no three anchors of a set.", hint)
    return numbers


def _number(text: str, whole: str) -> float:
    try:
        number = float(text.strip())
    except ValueError:
        number = float("nan")
    if not isfinite(number):
        raise UsageError(f"“{text.strip()}” is not a number.", f"It stands in “{whole}”.")
    return number


def _bare(text: str) -> str:
    return text.strip().strip('"').strip()
