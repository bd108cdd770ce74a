"""Comparing what a project holds with what an expression says: names, numbers, dates, texts."""

from __future__ import annotations

import operator as signs
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from qcode.analysis.attributes import Variable
from qcode.analysis.where import Comparison, Literal, Operator, WhereError
from qcode.model.cases import Value
from qcode.model.codes import CodeTree
from qcode.text.names import levelled, nearest

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?|[+-]?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
_ORDER: dict[Operator, Callable[[Any, Any], bool]] = {
    Operator.LESS: signs.lt,
    Operator.AT_MOST: signs.le,
    Operator.GREATER: signs.gt,
    Operator.AT_LEAST: signs.ge,
}


class Candidates:
    """The names a project knows, for the names an expression gives."""

    def __init__(self, query: str) -> None:
        self._query = query

    def by_name(
        self,
        node: Comparison,
        names: Mapping[int, tuple[str, ...]],
        noun: str,
        also: Iterable[str] = (),
    ) -> dict[int, bool | None]:
        """Return for each thing whether the comparison of its names holds.

        `also` are names that nothing bears but that are no mistake either. Raises WhereError.
        """
        own = {one: {levelled(name) for name in several} for one, several in names.items()}
        if node.operator is Operator.CONTAINS:
            needle = self.needle(node)
            return {one: any(needle in name for name in several) for one, several in own.items()}
        self.refuse_order(node, f"a {noun} is a name")
        known = {levelled(name): name for several in names.values() for name in several}
        known |= {levelled(name): name for name in also}
        wanted = set()
        for literal in node.values:
            name = levelled(literal.text)
            if name not in known:
                hint = nearest(literal.text, known.values(), all_below=13)
                message = f"There is no {noun} “{literal.text}”. {hint}".rstrip()
                raise WhereError(message, self._query, literal.position)
            wanted.add(name)
        opposite = node.operator is Operator.UNEQUAL
        return {one: wanted.isdisjoint(several) == opposite for one, several in own.items()}

    def code(self, tree: CodeTree, ids: Sequence[int], literal: Literal, absent: str) -> int:
        """Return the one code of some that a path, a name, an alias or a key means.

        `absent` begins the message where there is none: "There is no code".
        """
        wanted = _levelled_path(literal.text)
        readings: tuple[Callable[[int], tuple[str, ...]], ...] = (
            lambda one: (tree.path(one),),
            lambda one: (tree[one].name,),
            lambda one: (tree[one].fields.name_ja, *tree[one].fields.aliases, tree[one].fields.key),
        )
        for reading in readings:
            found = [one for one in ids if wanted and wanted in map(_levelled_path, reading(one))]
            if len(found) == 1:
                return found[0]
            if found:
                paths = "; ".join(f"“{tree.path(one)}”" for one in found)
                message = f"“{literal.text}” fits several codes; give the whole path: {paths}."
                raise WhereError(message, self._query, literal.position)
        names = [name for one in ids for name in (tree.path(one), tree[one].name, tree[one].fields.name_ja)]
        hint = nearest(literal.text, names, all_below=40)
        message = f"{absent} “{literal.text}”. {hint}".rstrip()
        raise WhereError(message, self._query, literal.position)

    def needle(self, node: Comparison) -> str:
        """Return what `contains` looks for, levelled. Raises WhereError where it is empty."""
        needle = levelled(node.values[0].text)
        if not needle:
            raise WhereError("There is nothing to look for.", self._query, node.values[0].position)
        return needle

    def refuse_order(self, node: Comparison, reason: str) -> None:
        """Raise WhereError where names are asked for their order."""
        if node.operator in _ORDER:
            message = f"“{node.operator}” makes no sense here: {reason}; compare with =, !=, in or contains."
            raise WhereError(message, self._query, node.position)


def compare_numbers(query: str, node: Comparison, meant: Variable) -> dict[int, bool | None]:
    """Return for each thing with a number whether the comparison holds. Raises WhereError."""
    _refuse_contains(query, node, meant, "numbers")
    wanted = [_number(query, literal, meant) for literal in node.values]
    test = _scalar_test(node.operator, wanted)
    return {one: test(value) for one, value in meant.values.items()}


def compare_dates(query: str, node: Comparison, meant: Variable) -> dict[int, bool | None]:
    """Return for each thing with a date whether the comparison holds. Raises WhereError.

    A date of the expression may be a year or a month: it equals every day in it, what is less is
    before it and what is greater after it. A stored date that is coarser than the one it is compared
    with and lies around it is neither: unknown.
    """
    _refuse_contains(query, node, meant, "dates")
    wanted = []
    for literal in node.values:
        text = unicodedata.normalize("NFKC", literal.text).strip()
        if not _DATE.fullmatch(text):
            example = "written 2023, 2023-04 or 2023-04-01"
            message = f"{meant.path} is a date, {example}; “{literal.text}” is none."
            raise WhereError(message, query, literal.position)
        wanted.append(text)

    def test(value: str) -> bool | None:
        if any(len(value) < len(date) and date.startswith(value) for date in wanted):
            return None
        if node.operator in _ORDER:
            return _ORDER[node.operator](value[: len(wanted[0])], wanted[0])
        equal = any(value[: len(date)] == date for date in wanted)
        return equal != (node.operator is Operator.UNEQUAL)

    return {one: test(str(value)) for one, value in meant.values.items()}


def compare_texts(query: str, node: Comparison, meant: Variable) -> dict[int, bool | None]:
    """Return for each thing with a text whether the comparison holds. Raises WhereError."""
    own = {one: levelled(str(value)) for one, value in meant.values.items()}
    if node.operator is Operator.CONTAINS:
        needle = Candidates(query).needle(node)
        return {one: needle in value for one, value in own.items()}
    if node.operator not in _ORDER:
        known = set(own.values())
        for literal in node.values:
            if levelled(literal.text) not in known:
                hint = nearest(literal.text, map(str, meant.values.values()), all_below=13)
                owner, name = meant.attribute.entity, meant.attribute.name
                message = f"No {owner} has “{literal.text}” as its {name}. {hint}"
                raise WhereError(message.rstrip(), query, literal.position)
    test = _scalar_test(node.operator, [levelled(literal.text) for literal in node.values])
    return {one: test(value) for one, value in own.items()}


def _scalar_test(sign: Operator, wanted: Sequence[Value]) -> Callable[[Value], bool]:
    if sign in _ORDER:
        compare, limit = _ORDER[sign], wanted[0]
        return lambda value: compare(value, limit)
    if sign is Operator.UNEQUAL:
        return lambda value: value not in wanted
    return lambda value: value in wanted


def _number(query: str, literal: Literal, meant: Variable) -> int | float:
    text = unicodedata.normalize("NFKC", literal.text).strip()
    if not _NUMBER.fullmatch(text):
        raise WhereError(f"{meant.path} is a number; “{literal.text}” is none.", query, literal.position)
    text = text.replace(",", "")
    return float(text) if "." in text else int(text)


def _refuse_contains(query: str, node: Comparison, meant: Variable, kind: str) -> None:
    if node.operator is Operator.CONTAINS:
        message = f"“contains” searches text; {meant.path} holds {kind}."
        raise WhereError(message, query, node.position)


def _levelled_path(text: str) -> str:
    return ">".join(levelled(part) for part in unicodedata.normalize("NFKC", text).split(">"))
