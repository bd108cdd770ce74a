"""What must hold between the codes of one codebook, each breach with both places.

Judged on the outline and not on the finished codebook, so that these faults are told together with
those of single values.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qcode.codebook.faults import Fault, shown
from qcode.codebook.keys import key_fault, prefix_clashes
from qcode.codebook.outline import DEEPEST, Data, Location, Outline, level
from qcode.codebook.values import folded, split_aliases, truth


@dataclass(frozen=True, slots=True)
class _Word:
    """A word by which a code can be called."""

    text: str
    code: Location
    line: int
    alias: bool
    """False for the code's name, in either language."""


def breaches(outline: Outline) -> list[Fault]:
    """Return every breach of the rules between codes."""
    return [
        *_same_name_twice(outline),
        *_clashing_keys(outline),
        *_ambiguous_aliases(outline),
        *_facets_below(outline),
        *_too_deep(outline),
    ]


def _same_name_twice(outline: Outline) -> Iterator[Fault]:
    first: dict[tuple[Location, str], Location] = {}
    for location, code in outline.codes():
        name = _text(code, "name").strip()
        earlier = first.setdefault((location[:-1], folded(name)), location)
        if name and earlier != location:
            yield Fault(
                outline.line((*location, "name")),
                f"the name {shown(name)} is taken by its sibling in line {outline.line(earlier)}; "
                "expected names that differ in more than case and width",
            )


def _clashing_keys(outline: Outline) -> Iterator[Fault]:
    keyed = [
        (_text(code, "key").strip(), _text(code, "name"), outline.line((*location, "key")))
        for location, code in outline.codes()
    ]
    keyed = [entry for entry in keyed if entry[0] and not key_fault(entry[0])]
    for index, earlier in prefix_clashes([key for key, _, _ in keyed]):
        key, _, line = keyed[index]
        other, name, other_line = keyed[earlier]
        how = "is also" if key == other else "begins" if other.startswith(key) else "begins with"
        yield Fault(
            line,
            f"the key {shown(key)} {how} {shown(other)}, the key of {shown(name)} in line "
            f"{other_line}; expected a key that neither begins another nor is begun by one",
        )


def _ambiguous_aliases(outline: Outline) -> Iterator[Fault]:
    callers: dict[str, list[_Word]] = {}
    for location, code in outline.codes():
        for word in _words(outline, location, code):
            callers.setdefault(folded(word.text), []).append(word)
    for words in callers.values():
        for index, word in enumerate(words):
            if not word.alias:
                continue
            others = [other for other in words if not other.alias and other.code != word.code]
            others += [other for other in words[:index] if other.alias]
            if others:
                what = "an alias" if others[0].alias else "the name"
                yield Fault(
                    word.line,
                    f"the alias {shown(word.text)} is also {what} of the code in line "
                    f"{others[0].line}; expected aliases that mean one code",
                )


def _words(outline: Outline, location: Location, code: dict[str, Data]) -> Iterator[_Word]:
    for key in ("name", "name_ja"):
        text = _text(code, key).strip()
        if text:
            yield _Word(text, location, outline.line((*location, key)), alias=False)
    aliases = code.get("aliases", "")
    if isinstance(aliases, str):
        aliases = list(split_aliases(aliases))
    if isinstance(aliases, list):
        for index, alias in enumerate(aliases):
            if isinstance(alias, str) and alias.strip():
                line = outline.line((*location, "aliases", index))
                yield _Word(alias.strip(), location, line, alias=True)


def _facets_below(outline: Outline) -> Iterator[Fault]:
    for location, code in outline.codes():
        if level(location) > 1 and truth(_text(code, "facet")):
            yield Fault(
                outline.line((*location, "facet")),
                f"{shown(_text(code, 'name'))} is marked as a facet below another code; expected "
                "`facet: true` on a code of the top level only (what is below belongs to it)",
            )


def _too_deep(outline: Outline) -> Iterator[Fault]:
    for location, code in outline.codes():
        if level(location) == DEEPEST + 1:
            yield Fault(
                outline.line(location),
                f"{shown(_text(code, 'name'))} lies deeper than {DEEPEST} levels; expected at most that many",
            )


def _text(code: dict[str, Data], key: str) -> str:
    value = code.get(key, "")
    return value if isinstance(value, str) else ""
