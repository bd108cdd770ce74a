"""Codes made while coding: with their first coding, by people's own words, split off from another."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qcode import Project
from qcode.errors import DataError, DuplicateNameError, QcodeError, SpanError, UnknownNameError
from qcode.model.codes import Code, Codebook, CodebookEntry, CodeFields
from qcode.model.codings import Origin
from qcode.model.documents import Document, Transcript
from qcode.project.in_vivo import LONGEST, name_of_passage
from qcode.text.names import levelled


@pytest.fixture
def document(project: Project, interview: Transcript) -> Document:
    return project.documents.import_transcript(interview, "talk.txt").document


@pytest.fixture
def gate(project: Project) -> Code:
    return project.codes.add("Gate", colour="#aabbcc")


def paths(project: Project) -> list[str]:
    tree = project.codes.tree()
    return [tree.path(code.id) for code in tree]


def test_a_new_code_and_its_coding_are_one_step(project: Project, document: Document, gate: Code) -> None:
    coding = project.codings.apply_new_code(document, 3, 8, "Harbour", gate, origin=Origin.SEARCH)
    code = project.codes.find("Gate > Harbour")
    assert (coding.code_id, coding.start, coding.end, coding.origin) == (code.id, 3, 8, Origin.SEARCH)
    assert code.fields.key == "gh"
    assert project.check() == []
    assert project.history.undo() == "New code Gate > Harbour: 5 characters of talk"
    assert (paths(project), list(project.codings.list())) == (["Gate"], [])
    project.history.redo()
    assert list(project.codings.list()) == [coding]


def test_nothing_stays_of_a_new_code_that_cannot_be_applied(
    project: Project, other: Project, document: Document, gate: Code
) -> None:
    with pytest.raises(SpanError):
        project.codings.apply_new_code(document, 3, 80_000, "Harbour")
    with pytest.raises(DuplicateNameError):
        project.codings.apply_new_code(document, 3, 8, "GATE")
    other.documents.remove(document)
    with pytest.raises(UnknownNameError):
        project.codings.apply_new_code(document, 3, 8, "Harbour")
    assert paths(project) == ["Gate"]


def test_a_code_is_named_by_the_words_it_lies_on(project: Project, document: Document) -> None:
    text = project.documents.text(document)
    start = text.index("The port does.")
    for name in ("The port does", "The port does 2"):
        coding = project.codings.apply_in_vivo(document, start, start + len("The port does."))
        assert project.codes.tree()[coding.code_id].name == name
    japanese = text.index("市長")
    coding = project.codings.apply_in_vivo(
        document, japanese, document.characters, project.codes.find("The port does")
    )
    assert project.codes.tree().path(coding.code_id) == "The port does > 市長は国際交流に熱心です"
    assert project.check() == []


@pytest.mark.parametrize(
    ("passage", "name"),
    [
        ("  one \n\t two  ", "one two"),
        ("search > find ＞ use", "search › find › use"),
        ("one\u200b\x07two\u202e", "onetwo"),
        (
            "we went to the port, and then we asked what the firms there need, and so on",
            "we went to the port, and then we asked what the firms there…",
        ),
        ("国際交流の担当者" * 10, None),
        ("x" * 200, "x" * 59 + "…"),
    ],
)
def test_a_passage_becomes_a_name_that_can_be_one(passage: str, name: str | None) -> None:
    made = name_of_passage(passage)
    assert len(made) <= LONGEST
    if name is None:
        assert made.endswith("…")
        assert passage.startswith(made[:-1])
    else:
        assert made == name


@pytest.mark.parametrize("passage", ["", " \n", "...", "――", "\x00"])
def test_a_passage_without_words_names_nothing(passage: str) -> None:
    with pytest.raises(DataError, match="hold nothing"):
        name_of_passage(passage)


@given(st.text(max_size=300), st.lists(st.text(min_size=1, max_size=5)))
def test_any_passage_gives_a_usable_name_or_is_refused(passage: str, taken: list[str]) -> None:
    try:
        name = name_of_passage(passage, taken)
    except DataError:
        return
    again = name_of_passage(passage, [*taken, name])
    assert levelled(again) not in {levelled(one) for one in [*taken, name]}
    for made in (name, again):
        assert len(made) <= LONGEST
        assert made == made.strip()
        assert ">" not in levelled(made)
        assert "\n" not in made


@given(st.lists(st.text(min_size=1, max_size=40), min_size=20, max_size=60))
@settings(max_examples=5, deadline=None)
def test_the_library_takes_every_name_made_of_a_passage(
    tmp_path_factory: pytest.TempPathFactory, passages: list[str]
) -> None:
    made: list[str] = []
    for passage in passages:
        with suppress(DataError):
            made.append(name_of_passage(passage, made))
    path = tmp_path_factory.mktemp("vivo") / "study.qcode"
    with Project.create(path, coder="A. Mori", keep_backups=0) as project:
        book = Codebook("", tuple(CodebookEntry(CodeFields(name)) for name in made))
        assert project.codes.import_codebook(book).added == len(made)
        for name in made[:5]:
            project.codes.remove(project.codes.find(name))
            assert project.codes.add(name).name == name


def test_splitting_takes_the_chosen_codings_to_a_code_beside_the_old(
    project: Project, other: Project, document: Document, gate: Code
) -> None:
    project.codes.add("Wall")
    mine = [project.codings.apply(document, start, 20, gate) for start in (1, 2, 3)]
    theirs = other.codings.apply(document, 1, 20, gate)
    new = project.codes.split(gate, [mine[0], theirs], "Harbour")
    assert paths(project) == ["Gate", "Harbour", "Wall"]
    assert (new.fields.colour, new.parent_id) == ("#aabbcc", None)
    assert {one.uid for one in project.codings.list() if one.code_id == new.id} == {mine[0].uid, theirs.uid}
    assert project.check() == []
    assert project.history.undo() == "Split Harbour from Gate: 2 codings"
    assert paths(project) == ["Gate", "Wall"]
    assert {one.code_id for one in project.codings.list()} == {gate.id}


def test_a_code_is_split_below_itself_or_elsewhere(project: Project, document: Document, gate: Code) -> None:
    wall = project.codes.add("Wall", gate)
    coding = project.codings.apply(document, 1, 20, wall)
    assert project.codes.split(wall, [coding], "Brick", wall).parent_id == wall.id
    assert paths(project) == ["Gate", "Gate > Wall", "Gate > Wall > Brick"]
    brick = project.codes.find("Brick")
    project.codes.split(brick, list(project.codings.list()), "Stone")
    assert paths(project)[2:] == ["Gate > Wall > Brick", "Gate > Wall > Stone"]


def test_a_facet_split_at_the_top_stays_a_facet(project: Project, document: Document) -> None:
    level = project.codes.add("Level", facet=True)
    coding = project.codings.apply(document, 1, 20, level)
    assert project.codes.split(level, [coding], "Scale").fields.facet


def test_only_live_codings_of_the_code_are_split_off(
    project: Project, other: Project, document: Document, gate: Code
) -> None:
    wall = project.codes.add("Wall")
    coding, stray = project.codings.apply(document, 1, 20, gate), project.codings.apply(document, 1, 20, wall)
    for chosen in ([], [coding, stray]):
        with pytest.raises(DataError):
            project.codes.split(gate, chosen, "Harbour")
    other.codings.remove([coding])
    with pytest.raises(QcodeError):
        project.codes.split(gate, [coding], "Harbour")
    assert paths(project) == ["Gate", "Wall"]


def test_recoding_says_how_many_had_another_code_and_whose_they_are_can_be_asked(
    project: Project, other: Project, document: Document, gate: Code
) -> None:
    wall = project.codes.add("Wall")
    mine = [project.codings.apply(document, start, 20, gate) for start in (1, 2)]
    mine.append(project.codings.apply(document, 3, 20, wall))
    theirs = other.codings.apply(document, 4, 20, gate)
    assert project.codings.of_others([*mine, theirs]) == 1
    assert project.codings.recode([*mine, theirs], wall) == 3
