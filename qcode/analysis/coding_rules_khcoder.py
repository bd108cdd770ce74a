"""Coding rule files of KH Coder, as conditions of coding rules here.

A line that begins with ＊ or * names a code; the lines below it, up to the next name, are one
condition. A line of its own that begins with # is a remark. Read are words, `a+b` (behind each other),
'text', near(a-b)[n], seq(a-b)[n], <＊code>, <>variable-->value, and, or, not, & | ! and parentheses.
What asks for a morphological analysis (parts of speech, inflections), for lengths, headings or how
often something occurs is refused: it has no twin here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qcode.analysis.coding_rules_reading import parse_rule
from qcode.analysis.coding_rules_words import is_letter
from qcode.analysis.where import WhereError
from qcode.text.scripts import join_words

_NAME = re.compile(r"\s*[＊*](.*)")
_REMARK = re.compile(r"\s*[#＃]")
_ATOM = re.compile(
    r"\s+|(?P<raw>'(?:[^']|'')*')|(?P<code><[＊*][^<>]*>)|(?P<variable><>\S+)"
    r"|(?P<near>(?:near|seq)\([^()]*\)(?:\[[^\]]*\])?)|(?P<paren>[()（）])"
    r"|(?P<sign>[&|!]+)|(?P<word>[^\s()（）']+)"
)
_JOINED = re.compile(r"(near|seq)\(([^()]*)\)(?:\[([^\]]*)\])?")
_COUNTING = re.compile(r"[<>=]=?|[-+*/]|[0-9.]+")
_LENGTHS = ("lw", "lc", "No.")
_WORDS_APART = 10
_RESERVED = frozenset({"and", "or", "not"})
_MARKS = ('""', "''", "「」", "『』")


@dataclass(frozen=True, slots=True)
class ForeignRule:
    """One code of a rule file: its name, and the condition as it is written here."""

    code: str
    condition: str
    line: int
    """Of the name, from 1."""


@dataclass(frozen=True, slots=True)
class RuleFault:
    """What cannot be taken over, and on which line."""

    line: int
    what: str


def read_rule_file(text: str) -> tuple[list[ForeignRule], list[RuleFault]]:
    """Return the rules of a file, and what is wrong with those that cannot be taken over."""
    rules: list[ForeignRule] = []
    faults: list[RuleFault] = []
    for name, line, lines in _blocks(text, faults):
        problems: list[RuleFault] = []
        condition = " ".join(_conditions(lines, problems))
        if not name:
            problems.append(RuleFault(line, "the code has no name"))
        elif not lines:
            problems.append(RuleFault(line, f"the code “{name}” has no condition"))
        if not problems:
            try:
                parse_rule(condition)
            except WhereError as error:
                problems.append(RuleFault(lines[0][0], error.message))
        faults += problems
        if not problems:
            rules.append(ForeignRule(name, condition, line))
    if not rules and not faults:
        faults.append(RuleFault(1, "there is no code: a line that begins with ＊ names one"))
    return rules, sorted(faults, key=lambda fault: fault.line)


def _blocks(text: str, faults: list[RuleFault]) -> Iterator[tuple[str, int, list[tuple[int, str]]]]:
    """Yield the name of each code, its line, and the lines of its condition with their numbers."""
    name: str | None = None
    begun = 0
    lines: list[tuple[int, str]] = []
    for number, line in enumerate(text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n"), 1):
        if not line.strip() or _REMARK.match(line):
            continue
        head = _NAME.match(line)
        if head:
            if name is not None:
                yield name, begun, lines
            name, begun, lines = head[1].strip(), number, []
        elif name is None:
            faults.append(RuleFault(number, "a condition stands before the first code, which ＊ would name"))
        else:
            lines.append((number, line))
    if name is not None:
        yield name, begun, lines


def _conditions(lines: list[tuple[int, str]], problems: list[RuleFault]) -> Iterator[str]:
    for number, line in lines:
        at = 0
        while at < len(line):
            found = _ATOM.match(line, at)
            if found is None:
                problems.append(RuleFault(number, "a quotation mark is never closed"))
                return
            at = found.end()
            kind = found.lastgroup
            if kind is None:
                continue
            try:
                yield _written(kind, found[0])
            except ValueError as error:
                problems.append(RuleFault(number, str(error)))


def _written(kind: str, atom: str) -> str:
    """Return an atom as it is written here. Raises ValueError."""
    if kind == "raw":
        return _within_words(atom[1:-1].replace("''", "'"))
    if kind == "code":
        return f"code = {_quoted(atom[2:-1].strip())}"
    if kind == "variable":
        variable, arrow, value = atom[2:].partition("-->")
        if not arrow or not variable or not value or re.fullmatch("見出し[1-5]|h[1-5]", variable):
            raise ValueError(f"“{atom}” asks for a heading, which is nothing that is known here")
        return f"{_quoted(variable)} = {_quoted(value)}"
    if kind == "near":
        return _joined(atom)
    if kind == "paren":
        return "(" if atom in "(（" else ")"
    if kind == "sign":
        return " ".join({"&": "and", "|": "or", "!": "not"}[sign] for sign in atom.strip())
    return _word(atom)


def _word(atom: str) -> str:
    if atom in _RESERVED:
        return atom
    if _COUNTING.fullmatch(atom) or atom in _LENGTHS:
        raise ValueError(f"“{atom}” counts or measures, which a rule cannot do here")
    if any(arrow in atom for arrow in ("->", "=>")):
        raise ValueError(f"“{atom}” asks for a part of speech or a form, which are not known here")
    pieces = [piece for piece in atom.split("+") if piece]
    if not pieces:
        raise ValueError(f"“{atom}” is no word")
    return _quoted(join_words(pieces))


def _joined(atom: str) -> str:
    found = _JOINED.fullmatch(atom)
    assert found is not None
    how, inside, reach = found.groups()
    sides = [side.strip() for side in inside.split("-")]
    if len(sides) != 2 or not all(sides):
        raise ValueError(f"“{atom}”: two words can be near each other, not {len(sides)}; join pairs by and")
    if reach is not None and not re.fullmatch("[1-9][0-9]{0,4}", reach):
        raise ValueError(f"“{atom}”: [n] is a number of words; b and d are said by the unit of the rule")
    between = int(reach or _WORDS_APART) - 1
    left, right = map(_word, sides)
    if how == "near":
        return f"{left} near {between} words {right}"
    return f"{left} then {right} within {between} words"


def _within_words(text: str) -> str:
    """Return a text that may stand inside of a word: the language here asks for whole ones."""
    text = text.strip()
    if not text:
        raise ValueError("there is nothing between the quotation marks")
    before = "*" if is_letter(text[0]) else ""
    after = "*" if is_letter(text[-1]) else ""
    return _quoted(f"{before}{text}{after}")


def _quoted(text: str) -> str:
    for marks in _MARKS:
        if not any(mark in text for mark in marks):
            return f"{marks[0]}{text}{marks[1]}"
    raise ValueError(f"“{text}” holds too many kinds of quotation marks")
