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
from typing import TYPE_CHECKING

from qcode.errors import QueryError

if TYPE_CHECKING:
    from lark import Lark, Token, Transformer

DEEPEST = 60
_WIDEST = 60
QUOTATION_MARKS = "\"“”„＂'‘’＇「」『』"


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


class Relation(StrEnum):
    """How the codings of the left side lie to those of the right."""

    OVERLAPS = "overlaps"
    WITHIN = "within"
    ENCLOSES = "encloses"
    NEAR = "near"
    FOLLOWED_BY = "followed by"
    PRECEDED_BY = "preceded by"
    SAME_TURN = "same turn as"
    SAME_DOCUMENT = "same document as"
    SAME_CASE = "same case as"


@dataclass(frozen=True, slots=True)
class Distance:
    """How far apart two codings may lie: a number of turns, or of code points."""

    number: int
    in_turns: bool


@dataclass(frozen=True, slots=True)
class Related:
    """A condition on a coding, and one on some other coding that lies so to it."""

    left: Node
    relation: Relation
    right: Node
    distance: Distance | None
    """Of `near` always, of what follows or precedes where it is said."""
    any_coder: bool | None
    """Whether the other may be another coder's; None where that is not said."""
    negative: bool
    """Whether there is to be no such coding."""
    depth: int


@dataclass(frozen=True, slots=True)
class Saved:
    """A query saved under a name; `[position, end)` is what stands for it in the expression."""

    name: str
    position: int
    end: int
    depth: int = 1


Node = Comparison | Not | AllOf | AnyOf | Related | Saved


class TooDeepError(Exception):
    """More conditions lie inside each other than DEEPEST."""


def parse(query: str) -> Node:
    """Return the tree of a condition. Raises WhereError that points at the place."""
    from lark.exceptions import UnexpectedInput

    if not query.strip():
        raise WhereError("The condition is empty.", query, 0)
    try:
        tree: Node = _parser().parse(query)  # type: ignore[assignment]
    except UnexpectedInput as problem:
        from qcode.analysis.stumbles import explained

        message, position = explained(query, problem)
        raise WhereError(message, query, position) from None
    except TooDeepError:
        raise WhereError(f"More than {DEEPEST} conditions lie inside each other.", query, 0) from None
    return tree


_How = tuple[Relation, Distance | None]


@cache
def _parser() -> Lark:
    from lark import Lark

    return Lark(grammar(), parser="lalr", transformer=builder()())


def grammar() -> str:
    """Return the language as lark reads it."""
    return Path(__file__).with_name("where.lark").read_text(encoding="utf-8")


@cache
def builder() -> type[Transformer[Token, Node]]:
    """Return the class that makes nodes of what was parsed; lark is loaded here, not before."""
    from lark import Token, Transformer, v_args

    @v_args(inline=True)
    class Builder(Transformer[Token, Node]):
        def part(self, token: Token) -> Token:
            return token

        def value(self, token: Token) -> Literal:
            return Literal(unquoted(token), token.start_pos or 0)

        def bare_field(self, name: Token) -> Field:
            place = name.start_pos or 0
            return Field("", unquoted(name), "", place, place)

        def owned_field(self, owner: Token, separator: Token, name: Token) -> Field:
            sign = "." if separator.type == "DOT" else ":"
            return Field(str(owner), unquoted(name), sign, owner.start_pos or 0, name.start_pos or 0)

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

        def plain_relation(self, word: Token) -> tuple[Relation, None]:
            said = word.casefold()
            return Relation(f"{said} by" if word.type in ("FOLLOWED", "PRECEDED") else said), None

        def near_relation(self, _word: Token, distance: Distance) -> tuple[Relation, Distance]:
            return Relation.NEAR, distance

        def same_relation(self, _word: Token, shared: Token) -> tuple[Relation, None]:
            return Relation(f"same {shared.casefold()} as"), None

        def distance(self, number: Token, unit: Token) -> Distance:
            return Distance(int(number), unit.casefold().startswith("turn"))

        def reach(self, _word: Token, distance: Distance) -> Distance:
            return distance

        def any_coder(self, _word: Token) -> bool:
            return True

        def same_coder(self, _word: Token) -> bool:
            return False

        def related(self, left: Node, how: _How, right: Node, coders: bool | None) -> Node:
            return _related(left, how[0], right, how[1], coders)

        def not_related(self, left: Node, how: _How, right: Node, coders: bool | None) -> Node:
            return _related(left, how[0], right, how[1], coders, negative=True)

        def in_sequence(
            self, left: Node, how: _How, right: Node, reach: Distance | None, coders: bool | None
        ) -> Node:
            return _related(left, how[0], right, reach, coders)

        def not_in_sequence(
            self, left: Node, how: _How, right: Node, reach: Distance | None, coders: bool | None
        ) -> Node:
            return _related(left, how[0], right, reach, coders, negative=True)

        def saved(self, sign: Token, name: Token) -> Node:
            return Saved(unquoted(name), sign.start_pos or 0, name.end_pos or 0)

        def negated(self, item: Node) -> Node:
            return _negation(item)

        def all_of(self, *items: Node) -> Node:
            return items[0] if len(items) == 1 else AllOf(items, deeper(items))

        def any_of(self, *items: Node) -> Node:
            return items[0] if len(items) == 1 else AnyOf(items, deeper(items))

    return Builder


def _related(
    left: Node,
    relation: Relation,
    right: Node,
    distance: Distance | None,
    any_coder: bool | None,
    *,
    negative: bool = False,
) -> Related:
    depth = deeper((left, right))
    return Related(left, relation, right, distance, any_coder, negative, depth)


def _negation(item: Node) -> Not:
    return Not(item, deeper((item,)))


def deeper(items: Iterable[Node]) -> int:
    """Return how deep what joins these items goes. Raises TooDeepError."""
    depth = 1 + max(item.depth for item in items)
    if depth > DEEPEST:
        raise TooDeepError
    return depth


def unquoted(token: str) -> str:
    """Return what a name or a value says, without quotation marks around it."""
    return token[1:-1] if token[0] in QUOTATION_MARKS else str(token)


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
