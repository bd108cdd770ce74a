"""Codings: put on words, moved, recoded, removed; one for one code, span and coder."""

import pytest

from qcode import Project
from qcode.errors import SpanError, UnknownNameError
from qcode.model.codes import Code
from qcode.model.codings import CodingState, Origin
from qcode.model.documents import Document, Transcript


@pytest.fixture
def document(project: Project, interview: Transcript) -> Document:
    return project.documents.import_transcript(interview, "talk.txt").document


@pytest.fixture
def gate(project: Project) -> Code:
    return project.codes.add("Gate")


@pytest.fixture
def door(project: Project) -> Code:
    return project.codes.add("Door")


def test_a_code_is_put_on_words_by_the_acting_coder(project: Project, document: Document, gate: Code) -> None:
    coding = project.codings.apply(document, 3, 8, gate)
    assert (coding.document_id, coding.start, coding.end, coding.code_id) == (document.id, 3, 8, gate.id)
    assert coding.coder_id == project.coders.find("A. Mori").id
    assert (coding.origin, coding.state, coding.case_id) == (Origin.HAND, CodingState.PLACED, None)
    assert list(project.codings.list()) == list(project.codings.list(document)) == [coding]
    assert project.history.next_steps()[0] == "Gate: 5 characters of talk"


def test_the_first_and_the_last_character_can_be_coded(
    project: Project, document: Document, gate: Code
) -> None:
    last = document.characters
    project.codings.apply(document, 0, 1, gate)
    project.codings.apply(document, last - 1, last, gate)
    project.codings.apply(document, 0, last, gate)
    assert project.check() == []


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (8, 3), (0, 10_000), (10_000, 10_001)])
def test_a_span_outside_the_text_or_without_words_is_refused(
    project: Project, document: Document, gate: Code, start: int, end: int
) -> None:
    with pytest.raises(
        SpanError, match=rf"The span {start} to {end} does not lie in “talk” \(\d+ characters"
    ):
        project.codings.apply(document, start, end, gate)
    coding = project.codings.apply(document, 3, 8, gate)
    with pytest.raises(SpanError):
        project.codings.move_edges(coding, start, end)
    assert list(project.codings.list()) == [coding]


def test_the_same_again_makes_no_second_coding_but_keeps_what_is_new(
    project: Project, other: Project, document: Document, gate: Code
) -> None:
    first = project.codings.apply(document, 3, 8, gate)
    events = len(project.history.list())
    assert project.codings.apply(document, 3, 8, gate) == first
    assert len(project.history.list()) == events
    case = project.cases.add("Kitaoka")
    again = project.codings.apply(document, 3, 8, gate, case=case, memo="strong")
    assert (again.uid, again.case_id) == (first.uid, case.id)
    assert [memo.text for memo in project.memos.list(first.uid)] == ["strong"]
    assert other.codings.apply(document, 3, 8, gate).uid != first.uid
    assert len(project.codings.list()) == 2


def test_codings_are_listed_in_the_order_of_the_texts(
    project: Project, plain: Transcript, document: Document, gate: Code, door: Code
) -> None:
    second = project.documents.import_transcript(plain, "plan.txt").document
    for where, start, end, code in (
        (second, 0, 3, gate),
        (document, 9, 12, gate),
        (document, 3, 12, door),
        (document, 3, 12, gate),
        (document, 3, 8, gate),
    ):
        project.codings.apply(where, start, end, code)
    told = [
        (coding.document_id, coding.start, coding.end, coding.code_id) for coding in project.codings.list()
    ]
    assert told == sorted(told)
    assert len(project.codings.list(second)) == 1


def test_a_coding_is_found_by_the_beginning_of_its_uid(
    project: Project, document: Document, gate: Code
) -> None:
    first = project.codings.apply(document, 3, 8, gate)
    assert project.codings.get(first.uid[:30]) == first
    project.codings.apply(document, 4, 8, gate)
    with pytest.raises(UnknownNameError, match="more than one coding whose uid begins with “0”"):
        project.codings.get("0")
    for uid in ("", "zz", "%", first.uid + "0"):
        with pytest.raises(UnknownNameError):
            project.codings.get(uid)


def test_removing_takes_the_memos_along(project: Project, document: Document, gate: Code) -> None:
    coding = project.codings.apply(document, 3, 8, gate, memo="strong")
    kept = project.codings.apply(document, 4, 8, gate, memo="weak")
    project.codings.remove([coding])
    assert list(project.codings.list()) == [kept]
    assert [memo.text for memo in project.memos.list()] == ["weak"]
    assert project.history.undo() == "Removed Gate, 5 characters of talk"
    assert [memo.text for memo in project.memos.list()] == ["strong", "weak"]


def test_many_are_removed_in_one_step(project: Project, document: Document, gate: Code) -> None:
    codings = [project.codings.apply(document, start, 20, gate) for start in range(5)]
    project.codings.remove([*codings, codings[0]])
    assert not project.codings.list()
    assert project.check() == []
    project.history.undo()
    assert list(project.codings.list()) == codings


def test_a_coding_that_another_removed_is_said_to_be_gone(
    project: Project, other: Project, document: Document, gate: Code, door: Code
) -> None:
    coding, kept = (project.codings.apply(document, start, 8, gate) for start in (3, 4))
    other.codings.remove([coding])
    for do in (
        lambda: project.codings.remove([kept, coding]),
        lambda: project.codings.move_edges(coding, 2, 8),
        lambda: project.codings.recode([kept, coding], door),
        lambda: project.codings.set_case([coding], None),
        lambda: project.memos.write("codings", coding.uid, "note"),
    ):
        with pytest.raises(UnknownNameError, match="This coding is no longer in the project"):
            do()
    assert list(project.codings.list()) == [kept]


def test_edges_are_moved_and_the_words_follow(project: Project, document: Document, gate: Code) -> None:
    coding = project.codings.apply(document, 3, 8, gate)
    moved = project.codings.move_edges(coding, 2, 30)
    assert (moved.uid, moved.start, moved.end) == (coding.uid, 2, 30)
    assert project.check() == []
    assert project.history.undo() == "Moved the edges of Gate, 5 characters of talk"
    assert project.codings.get(coding.uid) == coding


def test_edges_moved_onto_the_same_coding_make_one_of_two(
    project: Project, other: Project, document: Document, gate: Code
) -> None:
    first = project.codings.apply(document, 3, 8, gate, memo="strong")
    second = project.codings.apply(document, 4, 8, gate, memo="weak")
    theirs = other.codings.apply(document, 4, 8, gate)
    assert project.codings.move_edges(first, 4, 8).uid == second.uid
    assert {coding.uid for coding in project.codings.list()} == {second.uid, theirs.uid}
    assert {memo.text for memo in project.memos.list(second.uid)} == {"strong", "weak"}
    project.history.undo()
    assert [memo.text for memo in project.memos.list(first.uid)] == ["strong"]


def test_of_two_codings_that_become_one_nothing_is_lost(
    project: Project, document: Document, gate: Code
) -> None:
    kitaoka, odamura = project.cases.add("Kitaoka"), project.cases.add("Odamura")
    kept = project.codings.apply(document, 0, 5, gate)
    for end, case, translation in ((4, kitaoka, "港"), (3, odamura, "港"), (2, None, "門")):
        coding = project.codings.apply(document, 0, end, gate, case=case)
        project.translations.write(coding, translation)
        project.codings.move_edges(project.codings.get(coding.uid), 0, 5)
    (only,) = project.codings.list()
    assert (only.uid, only.case_id) == (kept.uid, kitaoka.id)
    assert project.translations.texts() == {kept.id: "港\n門"}
    project.history.undo()
    assert project.translations.texts()[kept.id] == "港"
    assert project.check() == []


def test_recoding_gives_another_code_and_makes_no_twins(
    project: Project, document: Document, gate: Code, door: Code
) -> None:
    first = project.codings.apply(document, 3, 8, gate, memo="strong")
    second = project.codings.apply(document, 9, 12, gate)
    twin = project.codings.apply(document, 3, 8, door)
    project.codings.recode([first, second], door)
    assert {(coding.uid, coding.code_id) for coding in project.codings.list()} == {
        (second.uid, door.id),
        (twin.uid, door.id),
    }
    assert [memo.text for memo in project.memos.list(twin.uid)] == ["strong"]
    assert project.check() == []
    assert project.history.undo() == "Recoded 2 codings as Door"
    assert {coding.code_id for coding in project.codings.list()} == {gate.id, door.id}


def test_the_case_of_a_coding_is_given_and_taken(project: Project, document: Document, gate: Code) -> None:
    case = project.cases.add("Kitaoka")
    codings = [project.codings.apply(document, start, 20, gate) for start in (1, 2)]
    project.codings.set_case(codings, case)
    assert {coding.case_id for coding in project.codings.list()} == {case.id}
    project.codings.set_case(codings[:1], None)
    assert [coding.case_id for coding in project.codings.list()] == [None, case.id]
    assert project.history.next_steps()[0] == "Case of Gate, 19 characters of talk: by rule"


def test_a_code_is_applied_to_many_passages_in_one_step(
    project: Project, plain: Transcript, document: Document, gate: Code
) -> None:
    second = project.documents.import_transcript(plain, "plan.txt").document
    known = project.codings.apply(document, 3, 8, gate)
    passages = [(document, 3, 8), (document, 9, 12), (second, 0, 3), (second, 0, 3)]
    assert project.codings.apply_all(passages, gate, origin=Origin.SEARCH, found_by="the search “a”") == 2
    made = [one for one in project.codings.list() if one.uid != known.uid]
    assert {(one.document_id, one.start, one.end) for one in made} == {
        (document.id, 9, 12),
        (second.id, 0, 3),
    }
    assert {(one.code_id, one.origin) for one in made} == {(gate.id, Origin.SEARCH)}
    assert project.check() == []
    assert project.history.undo() == "Gate: 2 codings found by the search “a”"
    assert list(project.codings.list()) == [known]


def test_where_one_passage_cannot_be_coded_none_is(
    project: Project, other: Project, plain: Transcript, document: Document, gate: Code
) -> None:
    second = project.documents.import_transcript(plain, "plan.txt").document
    with pytest.raises(SpanError):
        project.codings.apply_all([(document, 3, 8), (second, 3, 10_000)], gate)
    other.documents.remove(second)
    other.documents.import_transcript(plain, "plan.txt")
    with pytest.raises(UnknownNameError, match="This document is no longer in the project"):
        project.codings.apply_all([(document, 3, 8), (second, 0, 3)], gate)
    replace_text(other, document)
    with pytest.raises(UnknownNameError, match="“talk” has a new text by now"):
        project.codings.apply_all([(document, 3, 8)], gate)
    other.codes.remove(gate)
    with pytest.raises(UnknownNameError, match="This code is no longer in the project"):
        project.codings.apply_all([(other.documents.find("talk"), 3, 8)], gate)
    assert not project.codings.list()


def test_a_codes_own_codings_are_listed_in_the_order_of_the_texts(
    project: Project, document: Document, gate: Code, door: Code
) -> None:
    below = project.codes.add("Hinge", parent=gate)
    for start, code in ((9, gate), (3, gate), (4, door), (5, below)):
        project.codings.apply(document, start, 12, code)
    assert [one.start for one in project.codings.of_code(gate)] == [3, 9]
    mine = project.coders.find("A. Mori").id
    assert project.codings.numbers() == {
        (document.id, gate.id, mine): 2,
        (document.id, door.id, mine): 1,
        (document.id, below.id, mine): 1,
    }


def test_removed_codings_keep_their_row_ids(project: Project, document: Document, gate: Code) -> None:
    kept, removed = (project.codings.apply(document, start, 8, gate) for start in (3, 4))
    project.codings.remove([removed])
    assert project.codings.row_ids([kept.uid, removed.uid, "none"]) == {
        kept.uid: kept.id,
        removed.uid: removed.id,
    }
    assert project.codings.uids() == {kept.id: kept.uid}


def replace_text(project: Project, document: Document) -> None:
    """Give a document a text that has a word more before everything."""
    text = f"Before: {project.documents.text(document)}"
    with project.act("documents.replace") as recorder:
        digest = project.store.add_text(text)
        recorder.update("documents", document.uid, text_sha256=digest, characters=len(text))
        recorder.put_turns(document.uid, [])
        recorder.summary = "Replaced talk"


def test_a_coding_of_a_text_that_was_replaced_meanwhile_is_refused(
    project: Project, other: Project, document: Document, gate: Code
) -> None:
    coding = project.codings.apply(document, 3, 8, gate)
    project.codings.remove([coding])
    replace_text(other, document)
    with pytest.raises(UnknownNameError, match="“talk” has a new text by now"):
        project.codings.apply(document, 3, 8, gate)
    assert not project.codings.list()


def test_edges_seen_in_a_text_that_was_replaced_meanwhile_are_not_moved(
    project: Project, other: Project, document: Document, gate: Code
) -> None:
    coding = project.codings.apply(document, 3, 8, gate)
    replace_text(other, document)
    with pytest.raises(UnknownNameError, match="“talk” has a new text by now"):
        project.codings.move_edges(coding, 3, 12)
    assert [(one.start, one.end) for one in project.codings.list()] == [(3, 8)]


def test_edges_that_moved_meanwhile_are_not_moved_from_where_they_were(
    project: Project, document: Document, gate: Code
) -> None:
    coding = project.codings.apply(document, 3, 8, gate)
    with Project.open(project.path, coder="A. Mori", keep_backups=0) as elsewhere:
        elsewhere.codings.move_edges(coding, 3, 20)
    with pytest.raises(SpanError, match="was moved meanwhile: it lies at 3 to 20 of “talk” now"):
        project.codings.move_edges(coding, 2, 8)
    assert [(one.start, one.end) for one in project.codings.list()] == [(3, 20)]
