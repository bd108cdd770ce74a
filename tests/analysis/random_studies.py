"""Small random projects for tests against brute force."""

from __future__ import annotations

from hypothesis import strategies as st

from qcode.analysis.corpus import Corpus
from qcode.model.cases import Attribute, AttributeType, AttributeValue, Case, Entity
from qcode.model.codes import Code, CodeFields, CodeTree
from qcode.model.codings import AssignmentState, Coder, CodingRow
from qcode.model.documents import Document, Participant, Role, Turn

ROLES = (Role.RESPONDENT, Role.RESPONDENT, Role.INTERVIEWER, Role.OTHER, None)
_LETTERS = "abc, 漢字かなカナー0.5’-\n"


@st.composite
def corpora(draw: st.DrawFn) -> Corpus:
    """Draw a project of up to four documents, with everything that a counting rule speaks of."""
    cases = {number: Case(number, f"c{number}", f"Case {number}", number) for number in range(1, 4)}
    cases = {number: cases[number] for number in range(1, draw(st.integers(0, 3)) + 1)}
    participants = {
        number: Participant(
            number,
            f"p{number}",
            f"Person {number}",
            draw(st.sampled_from(ROLES)),
            "",
            draw(st.sampled_from([None, None, *cases])),
        )
        for number in range(1, draw(st.integers(1, 4)) + 1)
    }
    documents: dict[int, Document] = {}
    texts: dict[int, str] = {}
    turns: dict[int, list[Turn]] = {}
    document_cases: dict[int, tuple[int, ...]] = {}
    for number in range(1, draw(st.integers(1, 4)) + 1):
        text, front, spoken = draw(_transcripts(list(participants)))
        kind = draw(st.sampled_from(["interview", "strategy document"]))
        documents[number] = Document(
            number, f"d{number}", f"Doc {number}", kind, "", len(text), front, "", "txt", None, ""
        )
        texts[number] = text
        if spoken:
            turns[number] = spoken
        chosen = tuple(case for case in cases if draw(st.booleans()))
        if chosen:
            document_cases[number] = chosen
    codes = draw(_code_trees())
    coders = {number: Coder(number, f"k{number}", f"Coder {number}") for number in range(1, 4)}
    rows = draw(_codings(documents, list(codes), list(coders), list(cases)))
    assignments = {
        (document, coder): draw(st.sampled_from(AssignmentState))
        for document in documents
        for coder in coders
        if draw(st.integers(0, 3))
    }
    attributes, values = draw(_attributes(list(cases), list(documents), list(participants)))
    return Corpus(
        title="",
        documents=documents,
        turns=turns,
        participants=participants,
        cases=cases,
        document_cases=document_cases,
        codes=CodeTree(codes.values()),
        coders=coders,
        codings=rows,
        attributes=attributes,
        values=values,
        assignments=assignments,
        text=texts.__getitem__,
        newest_change="",
        version="0",
    )


@st.composite
def _transcripts(draw: st.DrawFn, people: list[int]) -> tuple[str, int, list[Turn]]:
    """Draw a text, the end of its front matter, and its turns."""
    front = draw(st.integers(0, 4))
    length = front
    turns: list[Turn] = []
    casts: list[list[int | None]] = [[*people], [*people, None], [None], []]
    named = draw(st.sampled_from(casts))
    for position in range(1, draw(st.integers(0, 6)) + 1 if named else 1):
        label = draw(st.integers(0, 2))
        speech = draw(st.integers(0, 7))
        gap = draw(st.integers(0, 1))
        start = length + label
        who = draw(st.sampled_from(named))
        turns.append(Turn(position, who, length, start, start, start + speech, None, None))
        length = start + speech + gap
    length += draw(st.integers(0, 8)) if not turns else 0
    text = draw(st.text(st.sampled_from(_LETTERS), min_size=length, max_size=length))
    return text, front, turns


@st.composite
def _code_trees(draw: st.DrawFn) -> dict[int, Code]:
    """Draw a tree of up to eight codes; facet heads may lie anywhere, also below themes."""
    codes: dict[int, Code] = {}
    for number in range(1, draw(st.integers(1, 8)) + 1):
        parent = draw(st.sampled_from([None, *codes]))
        facet = draw(st.integers(0, 3)) == 0
        position = draw(st.integers(0, 2))
        codes[number] = Code(
            number, f"k{number}", parent, position, CodeFields(f"Code {number}", facet=facet)
        )
    return codes


@st.composite
def studies_of_a_facet(draw: st.DrawFn) -> Corpus:
    """Draw one long document in which two coders have put a theme and the values of a facet."""
    length = 24
    names = ("Theme", "Who", "City", "Firm", "Small firm")
    parents = (None, None, 2, 2, 4)
    codes = [
        Code(number, f"k{number}", parent, number, CodeFields(name, facet=name == "Who"))
        for number, (name, parent) in enumerate(zip(names, parents, strict=True), start=1)
    ]
    documents = {1: Document(1, "d1", "Doc 1", "interview", "", length, 0, "", "txt", None, "")}
    coders = {number: Coder(number, f"k{number}", f"Coder {number}") for number in (1, 2)}
    rows = []
    for number in range(1, draw(st.integers(2, 10)) + 1):
        start = draw(st.integers(0, length - 1))
        end = min(length, start + draw(st.sampled_from([1, 2, 3, 5, 20])))
        code = draw(st.sampled_from([1, 1, 2, 3, 4, 5]))
        rows.append(CodingRow(number, 1, start, end, code, draw(st.integers(1, 2)), None))
    return Corpus(
        title="",
        documents=documents,
        turns={},
        participants={},
        cases={},
        document_cases={},
        codes=CodeTree(codes),
        coders=coders,
        codings=sorted(rows, key=lambda row: (row.document, row.start, row.end, row.code, row.coder)),
        attributes=[],
        values=[],
        assignments={},
        text={1: "x" * length}.__getitem__,
        newest_change="",
        version="0",
    )


@st.composite
def talks(draw: st.DrawFn) -> Corpus:
    """Draw one short talk, or a text of some lines, in which many codings of two codes lie close."""
    cases = {number: Case(number, f"c{number}", f"Case {number}", number) for number in (1, 2)}
    participants = {
        number: Participant(number, f"p{number}", f"Person {number}", role, "", own)
        for number, role, own in (
            (1, Role.INTERVIEWER, None),
            (2, Role.RESPONDENT, draw(st.sampled_from([None, 2]))),
        )
    }
    turns, length = [], draw(st.integers(0, 2))
    for position in range(1, draw(st.integers(2, 5)) + 1 if draw(st.booleans()) else 1):
        start = length + draw(st.integers(0, 1))
        length = start + draw(st.integers(0, 4))
        turns.append(Turn(position, draw(st.sampled_from([1, 2])), start, start, start, length, None, None))
    length = max(length, 1) if turns else 16
    text = draw(st.text(st.sampled_from("ab \n"), min_size=length, max_size=length))
    documents = {1: Document(1, "d1", "Doc 1", "interview", "", length, 0, "", "txt", None, "")}
    codes = [Code(number, f"k{number}", None, number, CodeFields(f"Code {number}")) for number in (1, 2)]
    rows = []
    for number in range(1, draw(st.integers(2, 8)) + 1):
        start = draw(st.integers(0, length - 1))
        end = min(length, start + draw(st.integers(1, 5)))
        code, coder = draw(st.sampled_from([1, 2])), draw(st.sampled_from([1, 1, 2]))
        rows.append(CodingRow(number, 1, start, end, code, coder, draw(st.sampled_from([None, None, 1, 2]))))
    return Corpus(
        title="",
        documents=documents,
        turns={1: turns} if turns else {},
        participants=participants,
        cases=cases,
        document_cases={1: draw(st.sampled_from([(), (1,), (1, 2)]))},
        codes=CodeTree(codes),
        coders={number: Coder(number, f"k{number}", f"Coder {number}") for number in (1, 2)},
        codings=sorted(rows, key=lambda row: (row.document, row.start, row.end, row.code, row.coder)),
        attributes=[],
        values=[],
        assignments={},
        text={1: text}.__getitem__,
        newest_change="",
        version="0",
    )


@st.composite
def _codings(
    draw: st.DrawFn, documents: dict[int, Document], codes: list[int], coders: list[int], cases: list[int]
) -> list[CodingRow]:
    rows: list[CodingRow] = []
    usable = [one for one in documents if documents[one].characters]
    for number in range(1, draw(st.integers(0, 14)) + 1 if usable else 1):
        document = draw(st.sampled_from(usable))
        start = draw(st.integers(0, documents[document].characters - 1))
        end = draw(st.integers(start + 1, documents[document].characters))
        rows.append(
            CodingRow(
                number,
                document,
                start,
                end,
                draw(st.sampled_from(codes)),
                draw(st.sampled_from(coders)),
                draw(st.sampled_from([None, None, None, *cases])),
            )
        )
    if draw(st.booleans()) and rows:
        again = draw(st.sampled_from(rows))
        rows.append(again._replace(id=len(rows) + 1, coder=draw(st.sampled_from(coders))))
    return sorted(rows, key=lambda row: (row.document, row.start, row.end, row.code, row.coder))


@st.composite
def _attributes(
    draw: st.DrawFn, cases: list[int], documents: list[int], participants: list[int]
) -> tuple[list[Attribute], list[AttributeValue]]:
    attributes = [
        Attribute(1, "a1", Entity.CASE, "population", AttributeType.INTEGER),
        Attribute(2, "a2", Entity.CASE, "region", AttributeType.TEXT),
        Attribute(3, "a3", Entity.DOCUMENT, "year", AttributeType.INTEGER),
        Attribute(4, "a4", Entity.PARTICIPANT, "office", AttributeType.TEXT),
    ]
    owners = {1: ("c", cases), 2: ("c", cases), 3: ("d", documents), 4: ("p", participants)}
    values = []
    for attribute in attributes:
        letter, things = owners[attribute.id]
        for thing in things:
            for year in draw(st.lists(st.sampled_from([None, 2000, 2020]), max_size=2)):
                number = draw(st.integers(0, 3))
                value = number * 10 if attribute.type is AttributeType.INTEGER else f"value {number}"
                values.append(AttributeValue(attribute.id, f"{letter}{thing}", value, year))
    return attributes, values
