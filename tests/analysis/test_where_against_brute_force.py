"""Conditions drawn at random select what an independent reading of them selects."""

from __future__ import annotations

import operator
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from brute_force import TOTAL, Twin
from brute_force_strands import Strand
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_studies import corpora, talks

from qcode.analysis.corpus import Corpus
from qcode.analysis.crosstab import crosstab
from qcode.analysis.selection import select
from qcode.errors import QueryError
from qcode.model.codings import CodingRow
from qcode.model.documents import Role

quick = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
Answer = bool | None
Roles = tuple[Role, ...] | None
SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True)
class Expression:
    """A condition as text, and what it says of a strand of a coding."""

    text: str
    answer: Callable[[Strand, Roles], Answer]
    fields: frozenset[str]
    """What it speaks of: document, case, participant, code, coder, facet, text, relation."""


def negated(item: Expression) -> Expression:
    def answer(strand: Strand, roles: Roles) -> Answer:
        inner = item.answer(strand, roles)
        return None if inner is None else not inner

    return Expression(f"not ({item.text})", answer, item.fields)


def joined(items: list[Expression], word: str) -> Expression:
    decisive = word == "or"

    def answer(strand: Strand, roles: Roles) -> Answer:
        answers = [item.answer(strand, roles) for item in items]
        if decisive in answers:
            return decisive
        return None if None in answers else not decisive

    text = f" {word} ".join(f"({item.text})" for item in items)
    return Expression(text, answer, frozenset().union(*(item.fields for item in items)))


@st.composite
def comparisons(draw: st.DrawFn, corpus: Corpus) -> Expression:
    kinds = [_names(corpus), _numbers(corpus), _codes(corpus), _texts()]
    if corpus.codes.facets():
        kinds.append(_facets(corpus))
    drawn: Expression = draw(st.one_of(kinds))
    return drawn


@st.composite
def _names(draw: st.DrawFn, corpus: Corpus) -> Expression:
    """Compare a name with one or several of the names there are."""
    people = corpus.participants
    regions = {
        value.owner_uid: (-1 if value.year is None else value.year, value.value)
        for value in sorted(
            (one for one in corpus.values if one.attribute_id == 2),
            key=lambda one: -1 if one.year is None else one.year,
        )
    }
    fields: dict[str, tuple[str, Callable[[Strand], Any], list[Any]]] = {
        "kind": (
            "document",
            lambda strand: corpus.documents[strand.coding.document].kind,
            ["interview", "strategy document", "news"],
        ),
        "document": (
            "document",
            lambda strand: corpus.documents[strand.coding.document].name,
            [one.name for one in corpus.documents.values()],
        ),
        "case": (
            "case",
            lambda strand: None if strand.case is None else corpus.cases[strand.case].name,
            [one.name for one in corpus.cases.values()],
        ),
        "region": (
            "case",
            lambda strand: (
                None if strand.case is None else regions.get(corpus.cases[strand.case].uid, (0, None))[1]
            ),
            [value for _, value in regions.values()],
        ),
        "participant": (
            "participant",
            lambda strand: None if strand.participant is None else people[strand.participant].name,
            [one.name for one in people.values()],
        ),
        "role": (
            "participant",
            lambda strand: None if strand.participant is None else people[strand.participant].role,
            [str(role) for role in Role],
        ),
        "coder": (
            "coder",
            lambda strand: corpus.coders[strand.coding.coder].name,
            [one.name for one in corpus.coders.values()],
        ),
    }
    usable = [name for name, (_, _, known) in fields.items() if known]
    name = draw(st.sampled_from(usable))
    of, read, known = fields[name]
    wanted = draw(st.lists(st.sampled_from(known), min_size=1, max_size=2))
    values = ", ".join(f'"{one}"' for one in wanted)
    form = draw(st.sampled_from(["=", "==", "!=", "in", "not in", "contains"]))
    if form == "contains":
        part = wanted[0][2:5].casefold().strip() or wanted[0].casefold()
        return Expression(
            f'{name} contains "{part}"',
            lambda strand, _roles: None if read(strand) is None else part in read(strand).casefold(),
            frozenset({of}),
        )
    if "in" in form:
        text = f"{name} {form} ({values})"
    else:
        wanted = wanted[:1]
        text = f'{name} {form} "{wanted[0]}"'
    opposite = form in ("!=", "not in")
    return Expression(
        text,
        lambda strand, _roles: None if read(strand) is None else (read(strand) in wanted) != opposite,
        frozenset({of}),
    )


@st.composite
def _numbers(draw: st.DrawFn, corpus: Corpus) -> Expression:
    """Compare the population of a case or the year of a document."""
    name, owner = draw(st.sampled_from([("population", "case"), ("document.year", "document")]))
    attribute = 1 if owner == "case" else 3
    newest: dict[str, Any] = {}
    for value in sorted(
        (one for one in corpus.values if one.attribute_id == attribute),
        key=lambda one: -1 if one.year is None else one.year,
    ):
        newest[value.owner_uid] = value.value
    number = draw(st.integers(-5, 35))
    sign = draw(st.sampled_from([*SIGNS, "=", "!="]))

    def answer(strand: Strand, _roles: Roles = None) -> Answer:
        if owner == "document":
            value = newest.get(corpus.documents[strand.coding.document].uid)
        else:
            value = None if strand.case is None else newest.get(corpus.cases[strand.case].uid)
        if value is None:
            return None
        if sign in SIGNS:
            return bool(SIGNS[sign](value, number))
        return bool(value == number) == (sign == "=")

    return Expression(f"{name} {sign} {number}", answer, frozenset({owner}))


@st.composite
def _codes(draw: st.DrawFn, corpus: Corpus) -> Expression:
    tree = corpus.codes
    code = draw(st.sampled_from([one.id for one in tree]))
    sign = draw(st.sampled_from(["=", "==", "!="]))

    def answer(strand: Strand, _roles: Roles = None) -> Answer:
        own = strand.coding.code
        if sign == "==":
            return own == code
        below = code in (*tree.ancestors(own), own) and tree.facet_of(own) == tree.facet_of(code)
        return below == (sign == "=")

    return Expression(f'code {sign} "{tree.path(code)}"', answer, frozenset({"code"}))


@st.composite
def _facets(draw: st.DrawFn, corpus: Corpus) -> Expression:
    tree = corpus.codes
    head = draw(st.sampled_from([one.id for one in tree.facets()]))
    branch = [one.id for one in tree if head in (*tree.ancestors(one.id), one.id)]
    value = draw(st.sampled_from(branch))
    sign = draw(st.sampled_from(["=", "==", "!="]))

    def answer(strand: Strand, _roles: Roles = None) -> Answer:
        coding = strand.coding
        here = {
            other.code
            for other in corpus.codings
            if (other.document, other.coder) == (coding.document, coding.coder)
            and other.code in branch
            and set(range(other.start, other.end)) & set(range(coding.start, coding.end))
        }
        if not here:
            return None
        if sign == "==":
            return value in here
        found = any(value in (*tree.ancestors(one), one) for one in here)
        return found == (sign == "=")

    text = f'facet:"{tree[head].name}" {sign} "{tree.path(value)}"'
    return Expression(text, answer, frozenset({"facet"}))


@st.composite
def _texts(draw: st.DrawFn) -> Expression:
    needle = draw(st.sampled_from(["a", "B", "ab", "漢", "ナー", "ｶ", ", "]))
    folded = unicodedata.normalize("NFKC", needle).casefold()

    def answer(strand: Strand, _roles: Roles = None) -> Answer:
        text: str = TEXTS[strand.coding.document]
        return folded in text[strand.coding.start : strand.coding.end]

    return Expression(f'text ~ "{needle}"', answer, frozenset({"text"}))


def related(draw: st.DrawFn, corpus: Corpus, left: Expression, right: Expression, way: str) -> Expression:
    """Relate two conditions, read over every pair of codings and every character of them."""
    number, in_turns = draw(st.integers(0, 3)), draw(st.booleans())
    unit = ("turn" if in_turns else "character") + ("" if number == 1 else "s")
    distance = way == "near" or (way.endswith(" by") and draw(st.booleans()))
    whose = draw(st.sampled_from(["", " by any coder", " by same coder"]))
    negative = draw(st.booleans())
    any_coder = "any" in whose or (way == "same case as" and not whose)
    text = f"({left.text}) {'not ' * negative}{way}"
    if way == "near":
        text += f" {number} {unit}"
    text += f" ({right.text})"
    if distance and way != "near":
        text += f" within {number} {unit}"

    def far(one: CodingRow, other: CodingRow, roles: Roles) -> bool:
        if not distance:
            return False
        if in_turns:
            gaps = [abs(a - b) for a in turns_of(corpus, one, roles) for b in turns_of(corpus, other, roles)]
            return not gaps or min(gaps) > number
        apart = min(abs(a - b) for a in range(one.start, one.end) for b in range(other.start, other.end))
        return apart - 1 > number

    def answer(strand: Strand, roles: Roles) -> Answer:
        met = left.answer(strand, roles)
        if met is False:
            return False
        exists = any(
            other.coding.id != strand.coding.id
            and (any_coder or other.coding.coder == strand.coding.coder)
            and WAYS[way](corpus, strand, other, roles)
            and not far(strand.coding, other.coding, roles)
            and right.answer(other, roles)
            for other in everybody(corpus, roles)
        )
        return False if exists == negative else met

    return Expression(text + whose, answer, frozenset({"relation"}) | left.fields)


def everybody(corpus: Corpus, roles: Roles) -> list[Strand]:
    """Return the strands of all codings: of those that do not count, the ones under any role."""
    counted = Twin(corpus, roles, None).strands
    known = {strand.coding.id for strand in counted}
    return counted + [one for one in Twin(corpus, None, None).strands if one.coding.id not in known]


def turns_of(corpus: Corpus, coding: CodingRow, roles: Roles) -> set[int]:
    """Return the numbers of the turns that a coding lies in, of paragraphs where there are no turns."""
    if corpus.turns.get(coding.document):
        several = [one.turns for one in everybody(corpus, roles) if one.coding.id == coding.id]
        return set().union(*several)
    lines = corpus.text(coding.document).split("\n")
    found, offset, number = set(), 0, 0
    for line in lines:
        inside = {offset + place for place, _ in enumerate(line)}
        letters = {place for place in inside if line[place - offset].strip()}
        if letters:
            whole = set(range(min(letters), max(letters) + 1))
            if whole & set(range(coding.start, coding.end)):
                found.add(number)
            number += 1
        offset += len(line) + 1
    return found


def places(strand: Strand) -> set[tuple[int, int]]:
    return {(strand.coding.document, one) for one in range(strand.coding.start, strand.coding.end)}


def same_turn(corpus: Corpus, one: Strand, other: Strand, roles: Roles) -> bool:
    here = one.coding.document == other.coding.document
    return here and bool(turns_of(corpus, one.coding, roles) & turns_of(corpus, other.coding, roles))


WAYS: dict[str, Callable[[Corpus, Strand, Strand, Roles], bool]] = {
    "overlaps": lambda _c, one, other, _r: bool(places(one) & places(other)),
    "within": lambda _c, one, other, _r: places(one) <= places(other),
    "encloses": lambda _c, one, other, _r: places(one) >= places(other),
    "near": lambda _c, one, other, _r: one.coding.document == other.coding.document,
    "followed by": lambda _c, one, other, _r: (
        one.coding.document == other.coding.document and max(places(one)) < min(places(other))
    ),
    "preceded by": lambda _c, one, other, _r: (
        one.coding.document == other.coding.document and min(places(one)) > max(places(other))
    ),
    "same turn as": same_turn,
    "same document as": lambda _c, one, other, _r: one.coding.document == other.coding.document,
    "same case as": lambda _c, one, other, _r: one.case is not None and one.case == other.case,
}


TEXTS: dict[int, str] = {}
"""The texts of the corpus in hand."""


def expressions(corpus: Corpus) -> st.SearchStrategy[Expression]:
    @st.composite
    def relations(draw: st.DrawFn, inner: st.SearchStrategy[Expression]) -> Expression:
        return related(draw, corpus, draw(inner), draw(inner), draw(st.sampled_from(sorted(WAYS))))

    return st.recursive(
        comparisons(corpus),
        lambda inner: st.one_of(
            inner.map(negated),
            relations(inner),
            st.lists(inner, min_size=2, max_size=3).map(lambda items: joined(items, "and")),
            st.lists(inner, min_size=2, max_size=3).map(lambda items: joined(items, "or")),
        ),
        max_leaves=5,
    )


@quick
@given(data=st.data(), corpus=corpora(), roles=st.sampled_from([(Role.RESPONDENT,), None]))
def test_a_condition_selects_the_codings_and_the_cases_and_participants_of_each_that_meet_it(
    data: st.DataObject, corpus: Corpus, roles: tuple[Role, ...] | None
) -> None:
    TEXTS.update({one: corpus.text(one) for one in corpus.documents})
    expression = data.draw(expressions(corpus))
    selection = select(corpus, roles=roles, where=expression.text)
    expected: dict[int, set[tuple[int | None, int | None]]] = {}
    for strand in Twin(corpus, roles, None).strands:
        if expression.answer(strand, roles):
            expected.setdefault(strand.coding.id, set()).add((strand.case, strand.participant))
    actual = {
        one.id: set(pairs)
        for document in selection.rows
        for one, pairs in zip(selection.rows[document], selection.readings(document), strict=True)
    }
    assert actual == expected


@pytest.mark.parametrize("way", WAYS)
@quick
@given(data=st.data(), corpus=talks(), roles=st.sampled_from([(Role.RESPONDENT,), None]))
def test_a_relation_holds_of_the_codings_that_have_such_another_one(
    way: str, data: st.DataObject, corpus: Corpus, roles: Roles
) -> None:
    @st.composite
    def between_codes(draw: st.DrawFn) -> Expression:
        return related(draw, corpus, draw(_codes(corpus)), draw(_codes(corpus)), way)

    expression = data.draw(between_codes())
    strands = Twin(corpus, roles, None).strands
    expected = {strand.coding.id for strand in strands if expression.answer(strand, roles)}
    assert {one.id for one in select(corpus, roles=roles, where=expression.text)} == expected


class FilteredTwin(Twin):
    """A twin whose strands, and what is in scope, meet conditions joined by `and`."""

    def __init__(self, corpus: Corpus, roles: tuple[Role, ...] | None, parts: list[Expression]) -> None:
        super().__init__(corpus, roles, None)
        self.unfiltered = self.strands
        self.own_voice = any(part.fields == {"participant"} for part in parts)
        self.parts = parts
        self.roles_asked = roles
        self.strands = [
            strand for strand in self.strands if all(part.answer(strand, roles) for part in parts)
        ]
        codes = [part for part in parts if part.fields == {"code"}]
        self.shown = {
            code.id
            for code in corpus.codes
            if all(part.answer(_strand(code=code.id), roles) for part in codes)
        }

    def holdings(self) -> set[tuple[int, int | None, int | None]]:
        filtered, self.strands = self.strands, self.unfiltered
        everything = super().holdings()
        self.strands = filtered
        parts = [part for part in self.parts if part.fields <= {"document", "case", "participant"}]
        return {
            (document, case, who)
            for document, case, who in everything
            if all(part.answer(_strand(document, case, who), self.roles_asked) for part in parts)
        }


def _strand(document: int = 0, case: int | None = None, who: int | None = None, code: int = 0) -> Strand:
    return Strand(CodingRow(0, document, 0, 0, code, 0, None), case, who, frozenset())


@quick
@given(
    data=st.data(),
    corpus=corpora(),
    rows=st.sampled_from(["code", "case", "document.kind", "participant"]),
    columns=st.sampled_from([None, "case", "case.region", "document", "participant", "coder"]),
    measure=st.sampled_from(["segments", "cases", "participants", "turns", "characters", "coverage"]),
)
def test_a_filtered_table_is_what_brute_force_counts(
    data: st.DataObject, corpus: Corpus, rows: str, columns: str | None, measure: str
) -> None:
    TEXTS.update({one: corpus.text(one) for one in corpus.documents})
    parts = data.draw(st.lists(comparisons(corpus), min_size=1, max_size=3))
    where = " and ".join(part.text for part in parts)
    table = crosstab(select(corpus, where=where), rows, columns, measure)
    twin = FilteredTwin(corpus, (Role.RESPONDENT,), parts)
    for row, header in enumerate(table.rows):
        for column, field in enumerate(table.columns):
            place = (header.name, TOTAL if columns is None else field.name)
            expected = twin.value(measure, rows, columns, place, False)
            assert table.values[row][column] == expected, (where, place)
            assert set(table.behind(row, column)) == twin.behind(rows, columns, place, False)


@quick
@given(corpus=corpora(), where=st.text(st.sampled_from("abcode ().=<>~'\"市:3,"), max_size=25))
def test_nothing_but_a_query_error_comes_of_any_condition(corpus: Corpus, where: str) -> None:
    try:
        select(corpus, where=where)
    except QueryError:
        return
