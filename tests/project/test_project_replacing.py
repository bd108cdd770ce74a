"""A corrected transcript in the place of the old one: what becomes of codings, speakers, turns."""

import json
import random
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qcode import Project
from qcode.errors import DataError, SpanError, UndoError, UnknownNameError
from qcode.model.codings import AssignmentState, Coding, CodingRecord, CodingState
from qcode.model.documents import Document, ImportedTurn, Role, Speaker, Transcript
from qcode.text.carrying import Outcome

sys.path.append(str(Path(__file__).parents[1] / "text"))
from tracked_edits import edited, interview, passages

Talk = Callable[..., Transcript]
OLD = (
    ("Q", "Who keeps the contacts abroad?"),
    ("R", "The prot does. Without the port nobody would write to us."),
    ("Q", "And the mayor?"),
    ("R", "市長は国際交流に熱心です。He travels each year."),
)
NEW = (
    ("Q", "Who keeps the contacts abroad today?"),
    ("R", "The port does. Without the port nobody would write to us."),
    ("Q", "And the mayor?"),
    ("R", "市長は国際交流に熱心です。"),
)


@pytest.fixture
def study(project: Project, talk: Talk) -> Document:
    """An interview with four coded passages by A. Mori."""
    document = project.documents.import_transcript(talk(*OLD), "talk.txt").document
    for code, words in (
        ("Port", "The prot does."),
        ("Port", "Without the port nobody would write to us."),
        ("Mayor", "市長は国際交流に熱心です。"),
        ("Mayor", "He travels each year."),
    ):
        code_(project, document, code, words)
    return document


def code_(project: Project, document: Document, code: str, words: str) -> Coding:
    """Apply a code, made where there is none, to the first place of some words."""
    known = {one.name: one for one in project.codes.tree()}
    start = project.documents.text(document).index(words)
    return project.codings.apply(
        document, start, start + len(words), known.get(code) or project.codes.add(code)
    )


def now(project: Project, document: Document) -> Document:
    return project.documents.by_id(document.id)


def words(project: Project, state: CodingState = CodingState.PLACED) -> list[str]:
    return [project.codings.words(one) for one in project.codings.list() if one.state is state]


def tables(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return every row that people's acts write, tombstones aside, as the file has it."""
    with closing(sqlite3.connect(path)) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        left_out = ("changes", "texts")
        found: dict[str, list[tuple[object, ...]]] = {}
        for name in names:
            if name in left_out or name.startswith(("_", "sqlite")):
                continue
            live = "" if name == "turns" else "WHERE deleted = 0"
            columns = [row[1] for row in db.execute(f"PRAGMA table_info({name})") if row[1] != "id"]
            listed = ", ".join(f'"{column}"' for column in columns)
            found[name] = sorted(db.execute(f"SELECT {listed} FROM {name} {live}").fetchall(), key=repr)
        return found


def test_codings_are_carried_over_and_what_is_not_as_before_is_told(
    project: Project, study: Document, talk: Talk
) -> None:
    done = project.documents.replace(study, talk(*NEW), "talk_2.txt")
    assert done.summary == "4 codings: 2 in place, 1 on changed words, 1 unplaced"
    assert [(one.outcome, one.old_words, one.new_words) for one in done.told] == [
        (Outcome.CHANGED, "The prot does.", "The port does."),
        (Outcome.UNPLACED, "He travels each year.", ""),
    ]
    assert words(project) == [
        "The port does.",
        "Without the port nobody would write to us.",
        "市長は国際交流に熱心です。",
    ]
    assert words(project, CodingState.UNPLACED) == ["He travels each year."]
    assert project.check() == []


def test_the_document_is_the_same_with_another_text(project: Project, study: Document, talk: Talk) -> None:
    new = replace(
        talk(*NEW), format="md", encoding="utf-16", anchors=((3, 1.5),), pages=((0, "7"),), changes=("one",)
    )
    project.documents.replace(study, new, "talk_2.md")
    after = now(project, study)
    assert (after.uid, after.name, after.kind, after.created_at) == (
        study.uid,
        study.name,
        study.kind,
        study.created_at,
    )
    assert project.documents.text(after) == new.text
    assert (after.characters, after.format, after.encoding) == (len(new.text), "md", "utf-16")
    assert after.source_name == "talk_2.md"
    assert project.documents.anchors(after) == [(3, 1.5)]
    assert project.documents.pages(after) == [(0, "7")]
    assert [(one.start, one.end) for one in project.documents.turns(after)] == [
        one.speech for one in new.turns
    ]


def test_a_plan_writes_nothing(project: Project, study: Document, talk: Talk) -> None:
    before, mark = tables(project.path), project.newest_change()
    plan = project.documents.replacement(study, talk(*NEW))
    assert plan.number(Outcome.UNPLACED) == 1
    assert (tables(project.path), project.newest_change()) == (before, mark)


def test_a_plan_is_made_anew_where_somebody_coded_meanwhile(
    project: Project, other: Project, study: Document, talk: Talk
) -> None:
    plan = project.documents.replacement(study, talk(*NEW))
    code_(other, study, "Port", "the port nobody")
    done = project.documents.replace(study, plan)
    assert len(done.fates) == len(plan.fates) + 1
    assert "the port nobody" in words(project)
    assert project.check() == []


def test_one_undo_takes_all_of_it_back_and_redo_does_it_again(
    project: Project, study: Document, talk: Talk
) -> None:
    project.documents.finish(study)
    before = tables(project.path)
    project.documents.replace(study, talk(*NEW[:3], ("Z", "市長は国際交流に熱心です。")), "talk_2.txt")
    after = tables(project.path)
    assert "Replaced the text of talk" in project.history.undo()
    assert tables(project.path) == before
    assert project.check() == []
    project.history.redo()
    assert tables(project.path) == after
    assert project.check() == []


def test_undo_is_refused_where_anothers_coding_rests_on_the_new_text(
    project: Project, other: Project, study: Document, talk: Talk
) -> None:
    project.documents.replace(study, talk(*NEW))
    coding = code_(other, now(other, study), "Port", "contacts abroad today")
    with pytest.raises(UndoError, match=r"1 of the codings of “talk”, by B\. Lind, rest on another text"):
        project.history.undo()
    assert project.check() == []
    other.codings.remove([coding])
    project.history.undo()
    assert project.check() == []


def test_a_removed_coding_does_not_come_back_onto_another_text(
    project: Project, other: Project, study: Document, talk: Talk
) -> None:
    coding = code_(other, study, "Port", "contacts abroad")
    other.codings.remove([coding])
    project.documents.replace(study, talk(*NEW))
    with pytest.raises(UndoError, match="rest on another text"):
        other.history.undo()
    assert project.check() == []


def test_an_unplaced_coding_is_kept_with_its_memo_and_counts_nowhere(
    project: Project, study: Document, talk: Talk
) -> None:
    lost = next(one for one in project.codings.list() if project.codings.words(one).startswith("He"))
    project.memos.write("codings", lost.uid, "Every year?")
    project.documents.replace(study, talk(*NEW))
    (kept,) = project.codings.unplaced(now(project, study))
    assert (kept.uid, kept.start, kept.end, kept.text_sha256) == (
        lost.uid,
        lost.start,
        lost.end,
        lost.text_sha256,
    )
    assert project.codings.words(kept) == "He travels each year."
    assert [memo.text for memo in project.memos.list(kept.uid)] == ["Every year?"]
    assert len(project.corpus().codings) == 3
    with closing(sqlite3.connect(project.path)) as db:
        quotations = [one for (one,) in db.execute('SELECT quotation FROM coded_segments ORDER BY "start"')]
    assert quotations == words(project)


def test_an_unplaced_coding_is_placed_by_hand(project: Project, study: Document, talk: Talk) -> None:
    project.documents.replace(study, talk(*NEW))
    (lost,) = project.codings.unplaced()
    text = project.documents.text(now(project, study))
    placed = project.codings.place(lost, text.index("熱心"), text.index("熱心") + 2)
    assert (placed.uid, placed.state, project.codings.words(placed)) == (lost.uid, CodingState.PLACED, "熱心")
    assert project.codings.unplaced() == []
    assert project.check() == []
    with pytest.raises(DataError, match="lies in its place"):
        project.codings.place(placed, 0, 4)
    with pytest.raises(SpanError):
        project.codings.place(lost, 5, 5)
    project.history.undo()
    assert project.codings.unplaced() == [lost]


def test_a_list_of_codings_is_not_taken_for_what_has_no_place(
    project: Project, study: Document, talk: Talk
) -> None:
    lost = next(one for one in project.codings.list() if project.codings.words(one).startswith("He travels"))
    project.documents.replace(study, talk(*NEW, ("R", "She never went.")))
    tree = project.codes.tree()
    there = CodingRecord("talk", tree.path(lost.code_id), lost.start, lost.end)
    assert project.import_codings([there]).added == 1
    with pytest.raises(DataError, match="is in the project without a place"):
        project.import_codings([replace(there, start=1, end=3, uid=lost.uid)])
    assert [one.uid for one in project.codings.unplaced()] == [lost.uid]
    assert project.check() == []


def test_a_coding_placed_where_its_twin_lies_hands_over_its_memo(
    project: Project, study: Document, talk: Talk
) -> None:
    project.documents.replace(study, talk(*NEW))
    (lost,) = project.codings.unplaced()
    project.memos.write("codings", lost.uid, "Every year?")
    text = project.documents.text(now(project, study))
    start = text.index("市長")
    twin = project.codings.place(lost, start, start + 13)
    assert twin.uid != lost.uid
    assert [memo.text for memo in project.memos.list(twin.uid)] == ["Every year?"]
    assert project.check() == []


def test_two_codings_of_a_code_never_come_to_lie_on_each_other(project: Project, talk: Talk) -> None:
    document = project.documents.import_transcript(
        talk(("R", "We met the mayor of the port in May.")), "a.txt"
    ).document
    code_(project, document, "Port", "the port in May")
    code_(project, document, "Port", "of the port in May")
    project.documents.replace(document, talk(("R", "We met the mayor, the port in May.")))
    places = [(one.start, one.end) for one in project.codings.list() if one.state is CodingState.PLACED]
    assert len(places) == len(set(places))
    assert len(project.codings.list()) == 2
    assert project.check() == []


def test_a_wrong_text_and_the_right_one_again_lose_nothing(
    project: Project, study: Document, talk: Talk
) -> None:
    before = words(project)
    wrong = project.documents.replace(study, talk(("S", "Nothing of what was said before is here.")))
    assert wrong.number(Outcome.UNPLACED) == 4
    assert any("is it the right file?" in note for note in wrong.notes)
    project.documents.replace(now(project, study), talk(*OLD))
    assert words(project) == before
    assert project.check() == []


def test_the_same_text_is_nothing_to_replace(project: Project, study: Document, talk: Talk) -> None:
    with pytest.raises(DataError, match="There is nothing to replace: “talk” has this very text"):
        project.documents.replace(study, talk(*OLD))


def test_another_documents_text_is_warned_about(project: Project, study: Document, talk: Talk) -> None:
    project.documents.import_transcript(talk(*NEW), "twin.txt")
    plan = project.documents.replacement(study, talk(*NEW))
    assert "The same text is in the project already, as “twin”." in plan.notes


def test_a_text_that_was_replaced_meanwhile_is_not_replaced_again(
    project: Project, other: Project, study: Document, talk: Talk
) -> None:
    other.documents.replace(study, talk(*NEW))
    with pytest.raises(UnknownNameError, match="has a new text by now"):
        project.documents.replace(study, talk(*NEW))
    with pytest.raises(UnknownNameError, match="has a new text by now"):
        project.codings.apply(study, 0, 3, project.codes.find("Port"))


def test_turns_that_do_not_lie_in_the_text_are_refused(project: Project, study: Document) -> None:
    bad = Transcript("Short.", "txt", (ImportedTurn((0, 99), 0),), (Speaker("R"),))
    before = tables(project.path)
    with pytest.raises(SpanError):
        project.documents.replace(study, bad)
    assert tables(project.path) == before


def test_speakers_stay_who_they_are(project: Project, study: Document, talk: Talk) -> None:
    (speaker,) = [one for one in project.participants.list(study) if one.name == "R"]
    project.participants.set(
        [speaker], role=Role.OTHER, pseudonym="Aoki", attributes={"age": [(50, None, "")]}
    )
    project.documents.replace(study, talk(*NEW, ("N", "May I add something?")))
    people = {one.name: one for one in project.participants.list(now(project, study))}
    assert people["R"] == replace(speaker, role=Role.OTHER, pseudonym="Aoki")
    assert list(people) == ["Q", "R", "N"]


def test_a_speaker_whose_label_was_changed_everywhere_stays_who_they_are(
    project: Project, study: Document, talk: Talk
) -> None:
    (speaker,) = [one for one in project.participants.list(study) if one.name == "R"]
    project.participants.set([speaker], role=Role.OTHER, attributes={"age": [(50, None, "")]})
    renamed = [("Tanaka" if label == "R" else label, speech) for label, speech in NEW]
    done = project.documents.replace(study, talk(*renamed))
    (after,) = [one for one in project.participants.list() if one.name == "Tanaka"]
    assert (after.uid, after.role) == (speaker.uid, Role.OTHER)
    assert project.attributes.current(after.uid) == {"age": 50}
    assert "R is called Tanaka now, and stays who they were." in done.notes


def test_who_speaks_nowhere_any_more_goes_unless_something_is_noted_of_them(
    project: Project, talk: Talk
) -> None:
    old = talk(("Q", "Who is here?"), ("A", "Good morning to you all."), ("B", "Yes, so am I."))
    document = project.documents.import_transcript(old, "a.txt").document
    (noted,) = [one for one in project.participants.list() if one.name == "B"]
    project.participants.set([noted], attributes={"age": [(50, None, "")]})
    done = project.documents.replace(document, talk(("Q", "Who is here?"), ("C", "Nobody at all, it seems.")))
    assert [one.name for one in project.participants.list()] == ["Q", "B", "C"]
    assert set(done.notes) >= {
        "A speaks nowhere any more, and goes.",
        "B speaks nowhere any more, but stays for what is noted of them.",
        "C is new.",
    }


def test_a_role_given_by_hand_overrules(project: Project, study: Document, talk: Talk) -> None:
    plan = project.documents.replacement(study, talk(*NEW), roles={"r": Role.INTERVIEWER})
    project.documents.replace(study, plan)
    people = {one.name: one.role for one in project.participants.list()}
    assert people == {"Q": Role.INTERVIEWER, "R": Role.INTERVIEWER}


def test_a_document_is_open_again_for_those_whose_codings_are_not_as_before(
    project: Project, other: Project, study: Document, talk: Talk
) -> None:
    code_(other, study, "Mayor", "And the mayor?")
    project.documents.finish(study)
    other.documents.finish(study)
    done = project.documents.replace(study, talk(*NEW))
    states = {coder: state for (_, coder), state in project.documents.assignments().items()}
    mori, lind = (project.coders.find(name).id for name in ("A. Mori", "B. Lind"))
    assert states == {mori: AssignmentState.ASSIGNED, lind: AssignmentState.FINISHED}
    assert "No longer finished for A. Mori." in done.notes


def test_a_long_new_passage_opens_a_document_again_for_everybody(
    project: Project, study: Document, talk: Talk
) -> None:
    project.documents.finish(study)
    project.documents.replace(study, talk(*OLD, ("R", "What nobody has read yet is this. " * 6)))
    assert set(project.documents.assignments().values()) == {AssignmentState.ASSIGNED}


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32))
def test_whatever_is_edited_no_coding_is_lost_and_undo_brings_back_every_row(
    tmp_path_factory: pytest.TempPathFactory, number: int
) -> None:
    seed = random.Random(number)
    old = interview(seed, seed.randint(2, 20))
    made = edited(seed, old, seed.randint(1, 10))
    path = tmp_path_factory.mktemp("edited") / "study.qcode"
    with Project.create(path, coder="A. Mori", keep_backups=0) as project:
        document = project.documents.import_transcript(Transcript(old, "txt"), "a.txt").document
        codes = [project.codes.add(name) for name in ("One", "Two")]
        for start, end in passages(seed, old, 8):
            project.codings.apply(document, start, end, seed.choice(codes))
        before, coded = tables(path), {one.uid: project.codings.words(one) for one in project.codings.list()}
        if made.new == old:
            return
        done = project.documents.replace(document, Transcript(made.new, "txt"))
        assert project.check() == []
        told = {one.coding.uid for one in done.told}
        after = {one.uid: one for one in project.codings.list()}
        assert after.keys() == coded.keys()
        for uid, coding in after.items():
            same = project.codings.words(coding).split() == coded[uid].split()
            assert same or uid in told
            assert (coding.state is CodingState.PLACED) or uid in told
        project.history.undo()
        assert tables(path) == before
        assert project.check() == []
        project.history.redo()
        assert project.check() == []
        assert json.dumps(sorted(coded)) == json.dumps(sorted(one.uid for one in project.codings.list()))


def test_a_passage_that_somebody_else_says_now_is_told_though_its_words_are_the_same(
    project: Project, talk: Callable[..., Transcript]
) -> None:
    before = talk(("Q", "Who came?"), ("R", "The port came."), ("Q", "And?"), ("R", "Nobody else did."))
    document = project.documents.import_transcript(before, "talk.txt").document
    code = project.codes.add("Contacts")
    for words in ("The port came.", "Nobody else did."):
        start = before.text.index(words)
        project.codings.apply(document, start, start + len(words), code)
    project.documents.finish(document)
    after = talk(("Q", "Who came?"), ("Q", "The port came."), ("Q", "And?"), ("R", "Nobody else did."))
    plan = project.documents.replacement(document, after)
    assert [(one.old_words, one.why) for one in plan.told] == [
        ("The port came.", "said by “Q” now, by “R” before")
    ]
    assert plan.summary == "2 codings: 2 in place, 1 said by another now"
    project.documents.replace(document, plan)
    assert project.frequencies().values[0][0] == 1
    assert project.documents.assignments()[document.id, project.coders.acting().id] == "assigned"


def test_a_label_that_is_spelt_otherwise_is_nobody_else(
    project: Project, talk: Callable[..., Transcript]
) -> None:
    before = talk(("Q", "Who came?"), ("R", "The port came, with all its people."))
    document = project.documents.import_transcript(before, "talk.txt").document
    start = before.text.index("The port")
    project.codings.apply(document, start, start + 14, project.codes.add("Contacts"))
    after = talk(("Q", "Who came?"), ("Resp", "The port came, with all its people."))
    plan = project.documents.replacement(document, after)
    assert plan.told == []
    assert plan.summary == "1 coding: 1 in place"
