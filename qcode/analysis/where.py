"""Reading a `--where` expression: text in, a tree of comparisons out.

What the names in it mean is settled by `conditions`; here only the language is known. The grammar
lies beside this file in `where.lark` and is read when the first expression comes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qcode.errors import QueryError

if TYPE_CHECKING:
    from lark import Lark
    from lark.exceptions import UnexpectedInput

_DEEPEST = 60
_WIDEST = 60
_COMPARISONS = "=, ==, !=, <, <=, >, >=, in, contains"
_QUOTATION_MARKS = "\"“”„＂'‘’＇「」『』"


class WhereError(QueryError):
    """A condition that cannot be understood; `position` is the offset of the place in `query`."""

    def __init__(self, message: str, query: str, position: int) -> None:
        self.query = query
        self.position = position
        super().__init__(f"{message}\n{_pointed(query, position)}")


class Operator(StrEnum):
    """How a field is compared with its values."""

    EQUAL = "="
    EXACTLY = "=="
    """On codes: without sub-codes; elsewhere the same as `=`."""
    UNEQUAL = "!="
    LESS = "<"
    AT_MOST = "<="
    GREATER = ">"
    AT_LEAST = ">="
    IN = "in"
    CONTAINS = "contains"


@dataclass(frozen=True, slots=True)
class Literal:
    """A value as it is written; `position` is its offset in the expression."""

    text: str
    position: int


@dataclass(frozen=True, slots=True)
class Field:
    """What is compared: `name`, or `owner.name`, or `owner:name`."""

    owner: str
    """Empty for a bare name."""
    name: str
    separator: str
    """`.` or `:` or nothing."""
    position: int
    name_position: int

    @property
    def path(self) -> str:
        return f"{self.owner}{self.separator}{self.name}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One field against one value, or against several (`in`)."""

    field: Field
    operator: Operator
    values: tuple[Literal, ...]
    position: int
    """Of the operator."""
    depth: int = 1


@dataclass(frozen=True, slots=True)
class Not:
    """True where its item is false; unknown stays unknown."""

    item: Node
    depth: int


@dataclass(frozen=True, slots=True)
class AllOf:
    """Conditions joined by `and`."""

    items: tuple[Node, ...]
    depth: int


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Conditions joined by `or`."""

    items: tuple[Node, ...]
    depth: int


Node = Comparison | Not | AllOf | AnyOf


class _TooDeepError(Exception):
    pass


def parse(query: str) -> Node:
    """Return the tree of a condition. Raises WhereError that points at the place."""
    from lark.exceptions import UnexpectedInput

    if not query.strip():
        raise WhereError("The condition is empty.", query, 0)
    try:
        tree: Node = _parser().parse(query)  # type: ignore[assignment]
    except UnexpectedInput as problem:
        message, position = _explained(query, problem)
        raise WhereError(message, query, position) from None
    except _TooDeepError:
        raise WhereError(f"More than {_DEEPEST} conditions lie inside each other.", query, 0) from None
    return tree


@cache
def _parser() -> Lark:
    from lark import Lark, Token, Transformer, v_args

    @v_args(inline=True)
    class Builder(Transformer[Token, Node]):
        def part(self, token: Token) -> Token:
            return token

        def value(self, token: Token) -> Literal:
            return Literal(_unquoted(token), token.start_pos or 0)

        def bare_field(self, name: Token) -> Field:
            place = name.start_pos or 0
            return Field("", _unquoted(name), "", place, place)

        def owned_field(self, owner: Token, separator: Token, name: Token) -> Field:
            sign = "." if separator.type == "DOT" else ":"
            return Field(str(owner), _unquoted(name), sign, owner.start_pos or 0, name.start_pos or 0)

        def choices(self, *values: Literal) -> tuple[Literal, ...]:
            return values

        def compared(self, field: Field, sign: Token, value: Literal) -> Node:
            return Comparison(field, _operator(sign), (value,), sign.start_pos or 0)

        def not_compared(self, field: Field, sign: Token, value: Literal) -> Node:
            return _negation(self.compared(field, sign, value))

        def listed(self, field: Field, sign: Token, values: tuple[Literal, ...]) -> Node:
            return Comparison(field, Operator.IN, values, sign.start_pos or 0)

        def not_listed(self, field: Field, sign: Token, values: tuple[Literal, ...]) -> Node:
            return _negation(self.listed(field, sign, values))

        def negated(self, item: Node) -> Node:
            return _negation(item)

        def all_of(self, *items: Node) -> Node:
            return items[0] if len(items) == 1 else AllOf(items, _deeper(items))

        def any_of(self, *items: Node) -> Node:
            return items[0] if len(items) == 1 else AnyOf(items, _deeper(items))

    grammar = Path(__file__).with_name("where.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", transformer=Builder())


def _negation(item: Node) -> Not:
    return Not(item, _deeper((item,)))


def _deeper(items: Iterable[Node]) -> int:
    depth = 1 + max(item.depth for item in items)
    if depth > _DEEPEST:
        raise _TooDeepError
    return depth


def _unquoted(token: str) -> str:
    return token[1:-1] if token[0] in _QUOTATION_MARKS else str(token)


def _operator(sign: str) -> Operator:
    plain = unicodedata.normalize("NFKC", sign).casefold()
    others = {
        "~": Operator.CONTAINS,
        "〜": Operator.CONTAINS,
        "<>": Operator.UNEQUAL,
        # Under NFKC the sign for "not equal" falls apart on some versions of Unicode's tables.
        "≠": Operator.UNEQUAL,
        "≤": Operator.AT_MOST,
        "≦": Operator.AT_MOST,
        "≥": Operator.AT_LEAST,
        "≧": Operator.AT_LEAST,
    }
    return others.get(plain) or Operator(plain)


def _explained(query: str, problem: UnexpectedInput) -> tuple[str, int]:
    """Say what the parser stumbled over in words of the language, and where."""
    expected = _names(problem)
    token = getattr(problem, "token", None)
    ends = token is not None and token.type == "$END"
    position = len(query.rstrip()) if ends else problem.pos_in_stream or 0
    found = "" if ends else query[position]
    if found and found in _QUOTATION_MARKS and not _closed(query, position):
        return "This quotation mark is never closed.", position
    if "BARE" in expected:
        return ("A value is missing here." if ends else f"A value is expected, not “{found}”."), position
    if {"COMPARE", "IN"} & expected:
        return f"Compared with what? A comparison is expected: {_COMPARISONS}.", position
    if "_AND" in expected and found in (",", "，") and query[:position].rstrip()[-1:].isdigit():
        return "A number is written without commas: 50000.", position
    if "_AND" in expected and not ends:
        hint = "A name with blanks or signs in it is written in quotation marks."
        return f"“and”, “or” or the end is expected here. {hint}", position
    if "_RIGHT" in expected and ends:
        return "A closing parenthesis is missing.", position
    if expected == {"_LEFT"}:
        return "After “in” the values stand in parentheses: in (a, b).", position
    if ends:
        return "A condition is missing here.", position
    if "NAME" in expected:
        return f"The name of a field is expected, not “{found}”: code, case, document, kind ...", position
    return f"“{found}” cannot stand here.", position


def _names(problem: UnexpectedInput) -> set[str]:
    """Return the names of the terminals that the parser would have taken."""
    known: Any = getattr(problem, "accepts", None) or getattr(problem, "expected", None)
    return set(known or getattr(problem, "allowed", None) or ())


def _closed(query: str, position: int) -> bool:
    """Tell whether the quotation mark at a place has its twin further on."""
    pairs = ('"“”„＂', "'‘’＇", "「」", "『』")
    twins = next(marks for marks in pairs if query[position] in marks)
    return any(character in twins for character in query[position + 1 :])


def _pointed(query: str, position: int) -> str:
    """Return the expression on one line and below it a mark at the place, aligned by cell width."""
    if position > _WIDEST:
        query, position = "…" + query[position - _WIDEST :], _WIDEST + 1
    if len(query) > 2 * _WIDEST:
        query = query[: 2 * _WIDEST] + "…"
    shown = "".join(character if character.isprintable() else " " for character in query)
    before = sum(
        0 if unicodedata.combining(character) else 2 if _wide(character) else 1
        for character in shown[:position]
    )
    return f"    {shown}\n    {' ' * before}^"


def _wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"
