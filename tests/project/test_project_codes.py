"""The codebook of a project: names, keys, places, merging, retiring, removing."""

from collections.abc import Sequence

import pytest

from qcode import Project
from qcode.errors import (
    AmbiguousNameError,
    CodebookError,
    DataError,
    DuplicateNameError,
    UnknownNameError,
)
from qcode.model.codes import Code, Codebook, CodebookEntry, CodeFields
from qcode.model.documents import Document, Transcript


def paths(project: Project) -> list[str]:
    tree = project.codes.tree()
    return [tree.path(code.id) for code in tree]


@pytest.fixture
def tree(project: Project) -> Sequence[Code]:
    """Actor (with Mayor and Port below it) and Growth."""
    actor = project.codes.add("Actor")
    return (
        actor,
        project.codes.add("Mayor", actor),
        project.codes.add("Port", actor),
        project.codes.add("Growth"),
    )


@pytest.fixture
def document(project: Project, interview: Transcript) -> Document:
    return project.documents.import_transcript(interview, "talk.txt").document


@pytest.mark.usefixtures("tree")
def test_codes_stand_in_the_order_of_their_making_below_their_parents(project: Project) -> None:
    assert paths(project) == ["Actor", "Actor > Mayor", "Actor > Port", "Growth"]


def test_facets_stand_last(project: Project) -> None:
    project.codes.add("Level", facet=True)
    project.codes.add("Growth")
    assert paths(project) == ["Growth", "Level"]


def test_all_fields_of_a_code_are_kept(project: Project) -> None:
    fields = CodeFields(
        name="Gate",
        name_ja="門",
        brief="b",
        definition="d",
        include="i",
        exclude="e",
        examples=("one", "二"),
        source="s",
        note="n",
        colour="#aabbcc",
        key="zz",
        aliases=("door",),
    )
    details = {name: getattr(fields, name) for name in CodeFields.__slots__ if name != "name"}
    assert project.codes.add("Gate", **details).fields == fields
    with Project.open(project.path) as again:
        assert again.codes.find("門").fields == fields


@pytest.mark.parametrize("name", ["actor", "Actor > Port", "ACTOR>port", " Actor  >  Port ", "門番", "door"])
def test_a_code_is_found_by_path_name_japanese_name_alias_or_key(project: Project, name: str) -> None:
    actor = project.codes.add("Actor", key="aa")
    port = project.codes.add("Port", actor, name_ja="門番", aliases=("door",), key="ap")
    assert project.codes.find(name).id == (actor if name == "actor" else port).id
    assert project.codes.find("ap").id == port.id


@pytest.mark.usefixtures("tree")
def test_a_name_that_no_code_has_is_answered_with_the_nearest(project: Project) -> None:
    with pytest.raises(UnknownNameError, match=r"no code “Mayer”\. Did you mean “Actor > Mayor”\?"):
        project.codes.find("Mayer")


@pytest.mark.usefixtures("tree")
def test_a_name_that_two_codes_have_needs_the_path(project: Project) -> None:
    growth = project.codes.find("Growth")
    project.codes.add("Mayor", growth)
    with pytest.raises(AmbiguousNameError, match="several codes: Actor > Mayor; Growth > Mayor"):
        project.codes.find("mayor")
    assert project.codes.find("growth > mayor").parent_id == growth.id


def test_two_siblings_have_not_the_same_name(project: Project, tree: Sequence[Code]) -> None:
    with pytest.raises(DuplicateNameError, match="There is a code “MAYOR” already"):
        project.codes.add("MAYOR", tree[0])
    with pytest.raises(DuplicateNameError):
        project.codes.edit(tree[1], name="port")
    project.codes.add("Mayor")
    with pytest.raises(DuplicateNameError):
        project.codes.move(tree[1], None)
    assert paths(project) == ["Actor", "Actor > Mayor", "Actor > Port", "Growth", "Mayor"]


@pytest.mark.parametrize("name", ["", " ", "a > b", "a\tb", "x" * 501])
def test_a_name_that_cannot_be_one_is_refused(project: Project, name: str) -> None:
    with pytest.raises((DataError, CodebookError)):
        project.codes.add(name)
    assert paths(project) == []


def test_a_key_is_proposed_and_no_key_begins_another(project: Project) -> None:
    gate = project.codes.add("Gate")
    assert gate.fields.key == "gg"
    assert project.codes.add("Harbour", gate).fields.key == "gh"
    for key in ("g", "ggx", "gg"):
        with pytest.raises(CodebookError, match=r"“gg” of Gate.*cannot be told apart|“gg”.*of Gate"):
            project.codes.add("Other", key=key)
    with pytest.raises(CodebookError, match="expected 1 to 12 letters"):
        project.codes.edit(gate, key="é")
    assert project.codes.edit(gate, key="").fields.key == ""
    assert paths(project) == ["Gate", "Gate > Harbour"]


def test_an_edit_changes_what_it_names_and_nothing_else(
    project: Project, other: Project, tree: Sequence[Code]
) -> None:
    other.codes.edit(tree[3], definition="more people")
    edited = project.codes.edit(tree[3], colour="#112233")
    assert (edited.fields.definition, edited.fields.colour) == ("more people", "#112233")
    project.codes.edit(edited, colour="#112233")
    assert project.history.undo() == "Changed colour of the code Growth"
    assert project.codes.find("Growth").fields.definition == "more people"
    assert project.codes.edit(tree[3], name="Decline").name == "Decline"
    assert project.history.next_steps()[0] == "Changed name of the code Growth to Decline"


def test_only_a_top_code_heads_a_facet(project: Project, tree: Sequence[Code]) -> None:
    with pytest.raises(CodebookError, match="lies below another code"):
        project.codes.edit(tree[1], facet=True)
    with pytest.raises(CodebookError, match="would lie below another code"):
        project.codes.add("Level", tree[0], facet=True)
    level = project.codes.add("Level", facet=True)
    with pytest.raises(CodebookError, match="heads a facet and stays at the top"):
        project.codes.move(level, tree[0])
    assert project.codes.edit(tree[3], facet=True).fields.facet


def test_a_code_is_moved_to_another_parent_and_place(project: Project, tree: Sequence[Code]) -> None:
    actor, mayor, port, growth = tree
    project.codes.move(growth, actor, 1)
    assert paths(project) == ["Actor", "Actor > Growth", "Actor > Mayor", "Actor > Port"]
    project.codes.move(port, None, 1)
    assert paths(project) == ["Port", "Actor", "Actor > Growth", "Actor > Mayor"]
    project.codes.move(project.codes.find("Growth"), project.codes.find("Mayor"))
    assert paths(project)[-1] == "Actor > Mayor > Growth"
    for _ in range(3):
        project.history.undo()
    assert paths(project) == ["Actor", "Actor > Mayor", "Actor > Port", "Growth"]
    assert mayor.parent_id == actor.id


def test_a_code_is_never_moved_below_itself(project: Project, other: Project, tree: Sequence[Code]) -> None:
    actor, mayor, _, growth = tree
    for parent in (actor, mayor):
        with pytest.raises(CodebookError, match="cannot be moved below itself"):
            project.codes.move(actor, parent)
    other.codes.move(actor, growth)
    with pytest.raises(CodebookError, match="cannot be moved below itself"):
        project.codes.move(growth, actor)
    assert len(project.codes.tree()) == 4


def test_merging_moves_codings_children_memos_and_drops_no_words(
    project: Project, other: Project, tree: Sequence[Code], document: Document
) -> None:
    actor, mayor, _, growth = tree
    city = project.codes.add("City", growth)
    own = project.codings.apply(document, 5, 20, growth, memo="said by growth")
    twin = project.codings.apply(document, 5, 20, actor)
    elsewhere = project.codings.apply(document, 6, 20, growth)
    theirs = other.codings.apply(document, 5, 20, growth)
    project.memos.write("codes", growth.uid, "about growth")
    assert project.codes.merge(growth, actor) == 3
    assert paths(project) == ["Actor", "Actor > Mayor", "Actor > Port", "Actor > City"]
    left = {coding.uid: coding.code_id for coding in project.codings.list()}
    assert left == dict.fromkeys((twin.uid, elsewhere.uid, theirs.uid), actor.id)
    assert own.uid not in left
    assert [memo.text for memo in project.memos.list(twin.uid)] == ["said by growth"]
    assert [memo.text for memo in project.memos.list(actor.uid)] == ["about growth"]
    assert project.codes.tree()[city.id].parent_id == actor.id
    assert project.check() == []
    assert project.history.undo() == "Merged the code Growth into Actor: 3 codings"
    assert project.codings.get(own.uid).code_id == growth.id
    assert [memo.text for memo in project.memos.list(own.uid)] == ["said by growth"]
    assert mayor.id in project.codes.tree()


def test_a_code_is_not_merged_into_itself_its_own_branch_or_over_a_name(
    project: Project, tree: Sequence[Code]
) -> None:
    actor, mayor, _, growth = tree
    for into in (actor, mayor):
        with pytest.raises(CodebookError, match="cannot be merged into itself or what lies below it"):
            project.codes.merge(actor, into)
    project.codes.add("mayor", growth)
    with pytest.raises(DuplicateNameError, match="Both have a code “mayor” below them"):
        project.codes.merge(growth, actor)
    assert len(project.codes.tree()) == 5


def test_a_child_is_merged_into_its_parent_also_where_its_own_child_has_its_name(project: Project) -> None:
    top = project.codes.add("Port")
    middle = project.codes.add("Growth", top)
    project.codes.add("Growth", middle)
    project.codes.merge(middle, top)
    assert paths(project) == ["Port", "Port > Growth"]


def test_a_retired_code_keeps_its_codings_and_takes_no_new_ones(
    project: Project, tree: Sequence[Code], document: Document
) -> None:
    growth = tree[3]
    coding = project.codings.apply(document, 5, 20, growth)
    project.codes.retire(growth)
    assert project.codes.find("Growth").retired
    assert project.codings.get(coding.uid) == coding
    with pytest.raises(CodebookError, match=r"“Growth” is retired\. Reinstate it"):
        project.codings.apply(document, 6, 20, growth)
    with pytest.raises(CodebookError, match="is retired"):
        project.codings.recode([coding], growth)
    assert "Growth" not in [entry.fields.name for entry in project.codes.codebook().entries]
    project.codes.retire(growth, retired=False)
    project.codings.apply(document, 6, 20, growth)


def test_a_code_with_codings_is_removed_only_when_they_are_meant_too(
    project: Project, other: Project, tree: Sequence[Code], document: Document
) -> None:
    actor, mayor, _, _ = tree
    project.codings.apply(document, 5, 20, mayor, memo="strong")
    other.codings.apply(document, 5, 20, actor)
    project.memos.write("codes", mayor.uid, "who?")
    assert project.codes.count_codings(actor) == 2
    with pytest.raises(CodebookError, match=r"“Actor” has 2 codings\. Retire or merge it"):
        project.codes.remove(actor)
    assert project.codes.remove(actor, with_codings=True) == 2
    assert paths(project) == ["Growth"]
    assert (list(project.codings.list()), list(project.memos.list())) == ([], [])
    assert project.check() == []
    assert project.history.undo() == "Removed the code Actor with 2 codings and 2 memos"
    assert project.codes.count_codings(actor) == 2
    assert [memo.text for memo in project.memos.list()] == ["strong", "who?"]
    assert project.check() == []


def test_what_is_gone_is_said_to_be_gone(
    project: Project, other: Project, tree: Sequence[Code], document: Document
) -> None:
    actor, _, _, growth = tree
    coding = project.codings.apply(document, 5, 20, actor)
    other.codes.remove(growth)
    for do in (
        lambda: project.codes.edit(growth, colour="#112233"),
        lambda: project.codes.retire(growth),
        lambda: project.codes.remove(growth),
        lambda: project.codes.merge(growth, actor),
        lambda: project.codes.merge(actor, growth),
        lambda: project.codes.move(growth, actor),
        lambda: project.codes.move(actor, growth),
        lambda: project.codes.add("Below", growth),
        lambda: project.codings.apply(document, 6, 20, growth),
        lambda: project.codings.recode([coding], growth),
        lambda: project.memos.write("codes", growth.uid, "note"),
    ):
        with pytest.raises(UnknownNameError, match="This code is no longer in the project"):
            do()
    assert paths(project) == ["Actor", "Actor > Mayor", "Actor > Port"]


def test_a_codebook_is_taken_in_and_given_out(project: Project) -> None:
    mayor = CodebookEntry(CodeFields("Mayor", key="am"))
    level = CodebookEntry(CodeFields("Level", facet=True), (CodebookEntry(CodeFields("National")),))
    book = Codebook("Themes", (CodebookEntry(CodeFields("Actor", aliases=("who",)), (mayor,)), level))
    done = project.codes.import_codebook(book)
    assert (done.added, done.changed, done.unchanged) == (4, 0, 0)
    assert project.codes.codebook("Themes") == book
    assert project.codes.codebook().title == "Harbour study"
    again = project.codes.import_codebook(book)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 4)
    assert project.history.undo() == "Imported the codebook Themes: 4 codes added"
    assert paths(project) == []


def test_a_codebook_taken_in_again_changes_what_it_says_and_leaves_the_rest(
    project: Project, tree: Sequence[Code]
) -> None:
    project.codes.edit(tree[1], definition="head of the city", note="mine")
    project.codes.retire(tree[1])
    mayor = CodebookEntry(CodeFields("mayor", definition="who leads the city"))
    done = project.codes.import_codebook(Codebook("New", (CodebookEntry(CodeFields("ACTOR"), (mayor,)),)))
    assert (done.added, done.changed) == (0, 2)
    fields = project.codes.find("actor > mayor").fields
    assert (fields.definition, fields.note, fields.key) == ("who leads the city", "mine", tree[1].fields.key)
    assert project.codes.find("actor > mayor").retired
    assert paths(project) == ["ACTOR", "ACTOR > mayor", "ACTOR > Port", "Growth"]


def test_a_codebook_whose_key_clashes_brings_nothing(project: Project, tree: Sequence[Code]) -> None:
    key = tree[0].fields.key
    book = Codebook("New", (CodebookEntry(CodeFields("Fine")), CodebookEntry(CodeFields("Clash", key=key))))
    with pytest.raises(CodebookError, match="cannot be told apart"):
        project.codes.import_codebook(book)
    assert paths(project) == ["Actor", "Actor > Mayor", "Actor > Port", "Growth"]
