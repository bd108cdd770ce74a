"""Reading the condition of a coding rule: text in, a tree of words and comparisons out.

The language is that of `--where` with words in it: `coding_rules.lark` lies beside this file and says
what is different. What names mean is settled by `coding_rules_binding`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from qcode.analysis.where import (
    DEEPEST,
    AllOf,
    AnyOf,
    Node,
    Not,
    TooDeepError,
    WhereError,
    builder,
    deeper,
    grammar,
    unquoted,
)

if TYPE_CHECKING:
    from lark import Lark, Token
    from lark.exceptions import UnexpectedInput

LONGEST = 10_000
"""A condition has at most so many characters."""


@dataclass(frozen=True, slots=True)
class Words:
    """A word or words that stand behind each other; `position` is their offset in the condition."""

    text: str
    """As written, without quotation marks; a `*` at the edge of a word stands for the rest of it."""
    position: int
    depth: int = 1


@dataclass(frozen=True, slots=True)
class Reach:
    """How many words, or code points, there may be between two places at most."""

    number: int
    in_words: bool


@dataclass(frozen=True, slots=True)
class Near:
    """Two places with little between them; where `ordered`, the right one comes later."""

    left: RuleNode
    right: RuleNode
    reach: Reach | None
    """None: any distance within the unit."""
    ordered: bool
    position: int
    """Of the word that joins them."""
    depth: int


RuleNode: TypeAlias = Node | Words | Near


def parse_rule(condition: str) -> RuleNode:
    """Return the tree of a rule's condition. Raises WhereError that points at the place."""
    from lark.exceptions import UnexpectedInput

    if not condition.strip():
        raise WhereError("The condition is empty.", condition, 0)
    if len(condition) > LONGEST:
        raise WhereError(f"A condition has at most {LONGEST:,} characters.", condition[:100], 0)
    try:
        tree: RuleNode = _parser().parse(condition)  # type: ignore[assignment]
    except UnexpectedInput as problem:
        message, position = _explained(condition, problem)
        raise WhereError(message, condition, position) from None
    except TooDeepError:
        raise WhereError(f"More than {DEEPEST} conditions lie inside each other.", condition, 0) from None
    for node in nodes_of(tree):
        if isinstance(node, Near):
            _check_sides(node, condition)
    return tree


def nodes_of(node: RuleNode) -> Iterator[RuleNode]:
    """Yield a node and all that lie inside it."""
    yield node
    match node:
        case Not():
            yield from nodes_of(node.item)
        case AllOf() | AnyOf():
            for item in node.items:
                yield from nodes_of(item)
        case Near():
            yield from nodes_of(node.left)
            yield from nodes_of(node.right)


def alternatives(node: RuleNode) -> list[Words]:
    """Return the words on one side of `near` or `then`: any of them will do."""
    return [one for one in nodes_of(node) if isinstance(one, Words)]


def _check_sides(node: Near, condition: str) -> None:
    """Raise WhereError unless there are words on both sides, or several joined by `or`."""
    for side in (node.left, node.right):
        if not all(isinstance(one, (Words, AnyOf)) for one in nodes_of(side)):
            message = (
                "“near” and “then” join words, or words in parentheses: (port or harbour) near 5 words city."
            )
            raise WhereError(message, condition, node.position)


@cache
def _parser() -> Lark:
    from lark import Lark, v_args

    base: Any = builder()

    @v_args(inline=True)
    class Builder(base):  # type: ignore[misc]
        def words(self, token: Token) -> Words:
            return Words(unquoted(token), token.start_pos or 0)

        def distance(self, number: Token, unit: Token) -> Reach:
            return Reach(int(number), unit.casefold().startswith("word"))

        def near(self, left: RuleNode, word: Token, reach: Reach, right: RuleNode) -> Near:
            return _joined(left, right, reach, word, ordered=False)

        def followed(self, left: RuleNode, word: Token, right: RuleNode, reach: Reach | None) -> Near:
            return _joined(left, right, reach, word, ordered=True)

    more = Path(__file__).with_name("coding_rules.lark").read_text(encoding="utf-8")
    return Lark(f"{grammar()}\n{more}", parser="lalr", transformer=Builder())


def _joined(left: RuleNode, right: RuleNode, reach: Reach | None, word: Token, *, ordered: bool) -> Near:
    depth = deeper((left, right))  # type: ignore[arg-type]
    return Near(left, right, reach, ordered, word.start_pos or 0, depth)


def _explained(condition: str, problem: UnexpectedInput) -> tuple[str, int]:
    """Say what the parser stumbled over, and where; as for `--where`, but for what words add to it."""
    from qcode.analysis.stumbles import expected_names, explained

    expected = expected_names(problem)
    token = getattr(problem, "token", None)
    ends = token is not None and token.type == "$END"
    position = len(condition.rstrip()) if ends else problem.pos_in_stream or 0
    message, place = explained(condition, problem)
    if "quotation mark" in message or "BARE" in expected:
        return message, place
    if "NUMBER" in expected or "UNIT" in expected:
        how = "port near 5 words city, port near 20 characters city"
        return f"How far? A whole number of words or characters is expected: {how}.", position
    if "NAME" in expected:
        found = re.match(r"\w+|.", condition[position:])
        return (
            f"Words are expected, not “{found[0]}”." if found and not ends else "Words are missing here.",
            place,
        )
    if "_AND" in expected and not ends:
        known = "“and”, “or”, “near”, “then” or the end is expected here."
        return (
            f'{known} Words that stand together are written in quotation marks: "port authority".',
            position,
        )
    return message, place
