"""Coding rules against a twin that tries every pair of places and every unit, and folds nothing twice."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from random_studies import corpora

from qcode.analysis.coding_rules import Proposal, Question, Reaching, proposals
from qcode.analysis.corpus import Corpus
from qcode.model.codes import Code, CodeFields, CodeTree
from qcode.model.codings import Coder, CodingRow
from qcode.model.documents import Document, Role
from qcode.model.rules import Rule, RuleUnit
from qcode.model.spans import Span, union
from qcode.text.units import paragraphs, sentences
from qcode.text.words import words

Tree = tuple[Any, ...]
_WORDS = ("a", "b", "ab", "ca", "a*", "*b", "*c*", "漢", "漢字", "かな", "0", "Ａ", "a b", "b* c", "ー")


_WORD = st.sampled_from(_WORDS).map(lambda one: ("word", one))


def nears() -> st.SearchStrategy[Tree]:
    some = st.lists(_WORD, min_size=2, max_size=3).map(lambda words: ("or", *words))
    side = st.one_of(_WORD, _WORD, some)
    unit = st.sampled_from(["words", "characters"])
    return st.tuples(st.just("near"), side, side, st.integers(0, 4), unit, st.booleans())


def trees() -> st.SearchStrategy[Tree]:
    asked = st.sampled_from([("role", "respondent"), ("kind", "interview"), ("code",)])
    leaf = st.one_of(_WORD, _WORD, nears(), asked)
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.tuples(st.just("not"), inner),
            st.tuples(st.just("and"), inner, inner),
            st.tuples(st.just("or"), inner, inner),
        ),
        max_leaves=5,
    )


def written(tree: Tree, code: str) -> str:
    match tree:
        case ("word", word):
            return f'"{word}"'
        case ("near", left, right, number, unit, ordered):
            sides = written(left, code), written(right, code)
            if ordered:
                return f"({sides[0]} then {sides[1]} within {number} {unit})"
            return f"({sides[0]} near {number} {unit} {sides[1]})"
        case ("not", item):
            return f"(not {written(item, code)})"
        case ("and" | "or" as how, *items):
            return f"({f' {how} '.join(written(item, code) for item in items)})"
        case ("code",):
            return f'code == "{code}"'
    return f"{tree[0]} = {tree[1]}"


def is_letter(character: str) -> bool:
    """Tell whether a character belongs to a script with blanks, by its Unicode name."""
    if not (character.isalnum() or character == "_"):
        return False
    return not unicodedata.name(character).startswith(("CJK", "HIRAGANA", "KATAKANA"))


@dataclass(frozen=True)
class Unit:
    """A unit with all that the twin looks at."""

    text: str
    start: int
    end: int
    role: Role | None
    kind: str
    coded: bool


def places(unit: Unit, word: str) -> set[Span]:
    """Return where a word stands in a unit: every pair of edges is tried."""
    folded = unicodedata.normalize("NFKC", word).casefold()
    pieces = [re.escape(piece).replace(r"\*", "[a-c0-9]*") for piece in folded.split()]
    core = re.compile(r"\s+".join(pieces))
    found = set()
    for start in range(unit.start, unit.end):
        for end in range(start + 1, unit.end + 1):
            if not core.fullmatch(unit.text[start:end].casefold()):
                continue
            joined_before = start and is_letter(unit.text[start - 1]) and is_letter(unit.text[start])
            joined_after = (
                end < len(unit.text) and is_letter(unit.text[end]) and is_letter(unit.text[end - 1])
            )
            if not joined_before and not joined_after:
                found.add((start, end))
    return found


def side_places(unit: Unit, tree: Tree) -> set[Span]:
    if tree[0] == "word":
        return places(unit, tree[1])
    return set().union(*(side_places(unit, one) for one in tree[1:]))


def pairs(unit: Unit, tree: Tree) -> list[tuple[Span, Span]]:
    _, left, right, number, measure, ordered = tree
    found = []
    for one in side_places(unit, left):
        for other in side_places(unit, right):
            first, second = sorted((one, other))
            if first[1] > second[0] or (ordered and one != first):
                continue
            gap = (first[1], second[0])
            size = gap[1] - gap[0] if measure == "characters" else len(list(words(unit.text, gap)))
            if size <= number:
                found.append((one, other))
    return found


def holds(unit: Unit, tree: Tree) -> bool | None:
    match tree:
        case ("word", word):
            return bool(places(unit, word))
        case ("near", *_):
            return bool(pairs(unit, tree))
        case ("not", item):
            answer = holds(unit, item)
            return None if answer is None else not answer
        case ("and", *items):
            answers = [holds(unit, item) for item in items]
            return False if False in answers else None if None in answers else True
        case ("or", *items):
            answers = [holds(unit, item) for item in items]
            return True if True in answers else None if None in answers else False
        case ("code",):
            return unit.coded
        case ("kind", kind):
            return unit.kind == kind
    return None if unit.role is None else unit.role == tree[1]


def units_of(corpus: Corpus, document_id: int, unit: RuleUnit, code: int, coder: int) -> list[Unit]:
    """Return the units of respondents' speech, from DESIGN's first rule on what counts."""
    document, text = corpus.documents[document_id], corpus.text(document_id)
    turns = [turn for turn in corpus.turns.get(document_id, ()) if turn.start < turn.end]
    roles = {
        turn.position: corpus.participants[turn.participant_id].role
        for turn in turns
        if turn.participant_id is not None
    }
    pieces: list[tuple[Span, Role | None]] = []
    if not corpus.turns.get(document_id):
        rest = (document.front_matter_end, len(text))
        pieces = [(span, None) for span in paragraphs(text, rest)]
    elif not roles:
        pieces = [((t.start, t.end), None) for t in turns if t.start >= document.front_matter_end]
    else:
        known = any(roles.values())
        pieces = [
            ((t.start, t.end), roles.get(t.position))
            for t in turns
            if not known or roles.get(t.position) is Role.RESPONDENT
        ]
    own = [row for row in corpus.codings if (row.document, row.code, row.coder) == (document_id, code, coder)]
    cut = {RuleUnit.TURN: lambda _text, span: [span], RuleUnit.SENTENCE: sentences}.get(unit, paragraphs)
    return [
        Unit(text, start, end, role, document.kind, any(r.start < end and start < r.end for r in own))
        for piece, role in pieces
        for start, end in cut(text, piece)
    ]


def proposed(
    corpus: Corpus, condition: str, unit: RuleUnit, code: int, coder: int, reaching: Reaching
) -> list[Proposal]:
    rule = Rule(1, "r", code, "rule", condition, unit, 1, "")
    found = proposals(
        corpus,
        [rule],
        Question(reaching=reaching),
        coder=coder,
        quote_hash=lambda quote: sha256(quote.encode()).hexdigest(),
    )
    assert not found.faults
    return list(found.proposals)


@given(corpora(), trees(), st.sampled_from(RuleUnit), st.data())
def test_rules_propose_what_trying_everything_finds(
    corpus: Corpus, tree: Tree, unit: RuleUnit, data: st.DataObject
) -> None:
    code = data.draw(st.sampled_from([one.id for one in corpus.codes if not one.retired] or [0]))
    other = data.draw(st.sampled_from([one.id for one in corpus.codes] or [0]))
    if not code:
        return
    condition = written(tree, corpus.codes.path(other))
    expected = []
    for document in corpus.documents:
        own = units_of(corpus, document, unit, code, 1)
        asked = units_of(corpus, document, unit, other, 1)
        expected += [
            (document, one.start, one.end)
            for mine, one in zip(own, asked, strict=True)
            if holds(one, tree) and not mine.coded
        ]
    found = proposed(corpus, condition, unit, code, 1, Reaching.UNIT)
    assert [(one.document, one.start, one.end) for one in found] == expected


@st.composite
def crowded(draw: st.DrawFn) -> Corpus:
    """Draw a study of one paper that says little but the words that are looked for."""
    said = draw(
        st.lists(st.sampled_from(["a", "b", "ab", "ca", "漢字", "漢", "かな", "c-", ".", "\n"]), max_size=25)
    )
    text = draw(st.sampled_from([" ", ""])).join(said) + " a b"
    document = Document(1, "d", "Paper", "interview", "", len(text), 0, "", "txt", None, "")
    code = Code(1, "c", None, 1, CodeFields("Code"))
    coder = Coder(1, "k", "Coder")
    start = draw(st.integers(0, len(text) - 1))
    codings = [CodingRow(1, 1, start, start + 1, 1, 1, None)] if draw(st.booleans()) else []
    return Corpus(
        "", {1: document}, {}, {}, {}, {}, CodeTree([code]), {1: coder}, codings, [], [], {},
        {1: text}.__getitem__, "", "0",
    )  # fmt: skip


@settings(max_examples=150)
@given(crowded(), trees(), st.sampled_from(RuleUnit))
def test_rules_propose_the_same_where_words_stand_close_together(
    corpus: Corpus, tree: Tree, unit: RuleUnit
) -> None:
    units = units_of(corpus, 1, unit, 1, 1)
    expected = [(one.start, one.end) for one in units if holds(one, tree) and not one.coded]
    found = proposed(corpus, written(tree, "Code"), unit, 1, 1, Reaching.UNIT)
    assert [(one.start, one.end) for one in found] == expected


@settings(max_examples=120)
@given(crowded(), nears())
def test_what_is_coded_of_near_words_is_from_one_to_the_nearest_other(corpus: Corpus, tree: Tree) -> None:
    corpus = replace(corpus, codings=[])
    spans: list[Span] = []
    for one in units_of(corpus, 1, RuleUnit.PARAGRAPH, 1, 1):
        found = pairs(one, tree)
        for left in {pair[0] for pair in found}:
            after = [right for first, right in found if first == left and right >= first]
            before = [right for first, right in found if first == left and right < first]
            if after:
                spans.append((left[0], max(left[1], min(after, key=lambda right: right[:2])[1])))
            if before:
                spans.append((max(before, key=lambda right: (right[1], right[0]))[0], left[1]))
    condition = written(tree, "Code")
    found_here = proposed(corpus, condition, RuleUnit.PARAGRAPH, 1, 1, Reaching.MATCH)
    assert [(one.start, one.end) for one in found_here] == union(spans)


@given(corpora(), st.sampled_from(_WORDS), st.sampled_from(RuleUnit))
def test_the_words_of_a_proposal_are_all_places_of_the_word(
    corpus: Corpus, word: str, unit: RuleUnit
) -> None:
    codes = [one.id for one in corpus.codes if not one.retired]
    if not codes:
        return
    for one in proposed(corpus, f'"{word}"', unit, codes[0], 99, Reaching.UNIT):
        whole = Unit(corpus.text(one.document), one.start, one.end, None, "", coded=False)
        covered = {place for start, end in one.words for place in range(start, end)}
        assert covered == {p for start, end in places(whole, word) for p in range(start, end)}
        assert one.marked.replace("[", "").replace("]", "") == one.quote
