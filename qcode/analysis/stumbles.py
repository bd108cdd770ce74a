"""What is wrong with an expression that the parser of conditions cannot read, and where."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from qcode.analysis.where import QUOTATION_MARKS, Relation
from qcode.text.names import nearest

if TYPE_CHECKING:
    from lark.exceptions import UnexpectedInput

_RELATIONS = tuple(Relation)
_COMPARISONS = "=, ==, !=, <, <=, >, >=, in, contains"
_DISTANCE = "near 2 turns, near 200 characters, followed by ... within 3 turns"
_ONE_WAY_ON = (
    ("NUMBER", f"How far? A whole number of turns or characters is expected: {_DISTANCE}."),
    ("UNIT", f"Turns or characters? A distance is written so: {_DISTANCE}."),
    ("SHARED", "The same what? same case as, same document as or same turn as."),
    ("_AS", "“as” is expected here: same case as, same document as, same turn as."),
    ("ANY", "Whose? “by any coder” or “by same coder” is expected."),
    ("_CODER", "“coder” is expected here: by any coder, by same coder."),
)
"""A terminal that stands for one place in the language, and what is said there."""


def explained(query: str, problem: UnexpectedInput) -> tuple[str, int]:
    """Say what the parser stumbled over in words of the language, and where (a code point offset)."""
    expected = expected_names(problem)
    token = getattr(problem, "token", None)
    ends = token is not None and token.type == "$END"
    position = len(query.rstrip()) if ends else problem.pos_in_stream or 0
    found = "" if ends else query[position]
    if found and found in QUOTATION_MARKS and not _closed(query, position):
        return "This quotation mark is never closed.", position
    if "BARE" in expected:
        return ("A value is missing here." if ends else f"A value is expected, not “{found}”."), position
    for terminal, message in _ONE_WAY_ON:
        if terminal in expected:
            return message, position
    if expected == {"_BY"}:
        return "“by” is expected here: followed by, preceded by.", position
    if {"COMPARE", "IN"} & expected:
        return _without_comparison(query[:position]), position
    if "_AND" in expected and not ends:
        return _after_a_condition(query, position, related="OVERLAPS" not in expected), position
    if "_RIGHT" in expected and ends:
        return "A closing parenthesis is missing.", position
    if expected == {"_LEFT"}:
        return "After “in” the values stand in parentheses: in (a, b).", position
    if "OVERLAPS" in expected:
        return f"A relation is expected after this “not”: {', '.join(_RELATIONS)}.", position
    if query[:position].rstrip().endswith(("@", "＠")):
        return "The name of a saved query is expected after “@”.", position
    if ends:
        return "A condition is missing here.", position
    if "NAME" in expected:
        return f"The name of a field is expected, not “{found}”: code, case, document, kind ...", position
    return f"“{found}” cannot stand here.", position


def _without_comparison(before: str) -> str:
    """Say what is wrong where a field, or what is taken for one, is compared with nothing."""
    relations = "|".join(relation.split()[-1] for relation in _RELATIONS)
    if re.search(rf"(?<!\w)(?:{relations})\s+not\s*$", before, re.IGNORECASE):
        return "“not” stands before the relation (not overlaps), or in parentheses with what it denies."
    if re.search(r"(?<!\w)within\s+\d+\s*$", before, re.IGNORECASE):
        return "“within” says that a coding lies inside another; how close it lies is said by “near”."
    return f"Compared with what? A comparison is expected: {_COMPARISONS}."


def _after_a_condition(query: str, position: int, *, related: bool) -> str:
    """Say what may follow a condition; `related`: it is the second one of a relation."""
    if query[position] in (",", "，") and query[:position].rstrip()[-1:].isdigit():
        return "A number is written without commas: 50000."
    word = re.match(r"\w*", query[position:])
    said = word[0].casefold() if word else ""
    if related and said and any(said == relation.split()[0] for relation in _RELATIONS):
        return "A relation joins two conditions; which ones, parentheses have to say: (a overlaps b) near ..."
    hint = nearest(said, [relation.split()[0] for relation in _RELATIONS]) if said else ""
    hint = hint or "A name with blanks or signs in it is written in quotation marks."
    return f"“and”, “or”, {'' if related else 'a relation '}or the end is expected here. {hint}"


def expected_names(problem: UnexpectedInput) -> set[str]:
    """Return the names of the terminals that the parser would have taken."""
    known: Any = getattr(problem, "accepts", None) or getattr(problem, "expected", None)
    return set(known or getattr(problem, "allowed", None) or ())


def _closed(query: str, position: int) -> bool:
    """Tell whether the quotation mark at a place has its twin further on."""
    pairs = ('"“”„＂', "'‘’＇", "「」", "『』")
    twins = next(marks for marks in pairs if query[position] in marks)
    return any(character in twins for character in query[position + 1 :])
