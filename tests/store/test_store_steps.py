"""The next step of undo and redo, found from the end of the log, against the whole log played through."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qcode import Project
from qcode.errors import ProjectFileError
from qcode.model.codings import Origin
from qcode.model.documents import Transcript
from qcode.project.codings import new_coding
from qcode.store.store import Store

MOVES = st.lists(
    st.tuples(
        st.sampled_from([0, 0, 0, 1]), st.sampled_from(["add", "rename", "undo", "undo", "redo", "redo"])
    ),
    max_size=30,
)


def same_by_both_roads(store: Store, coder_uid: str) -> None:
    """See that the tops found from the end are those of the stacks played from the beginning."""
    undoable, redoable = store.steps(coder_uid)
    assert store.next_undo(coder_uid) == (undoable[-1] if undoable else None)
    assert store.next_redo(coder_uid) == (redoable[-1] if redoable else None)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(MOVES)
def test_what_comes_next_is_the_top_of_what_the_whole_log_tells(moves: list[tuple[int, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "study.qcode"
        with (
            Project.create(path, coder="A. Mori", keep_backups=0) as mori,
            Project.open(path, coder="B. Lind", keep_backups=0) as lind,
        ):
            for number, (who, move) in enumerate(moves):
                project = (mori, lind)[who]
                cases = [case for case in project.cases.list() if case.name.startswith("AB"[who])]
                if move == "rename" and cases:
                    project.cases.set(cases[0], name=f"{'AB'[who]} renamed {number}")
                elif move in ("add", "rename"):
                    project.cases.add(f"{'AB'[who]} {number}")
                elif project.history.next_steps()[move == "redo"]:
                    getattr(project.history, move)()
                for one in (mori, lind):
                    coder = one.coders.known()
                    if coder:
                        same_by_both_roads(one.store, coder.uid)


def test_a_coder_who_never_acted_has_no_step(project: Project) -> None:
    assert project.store.next_undo("-") is None
    assert project.store.next_redo("-") is None


@pytest.mark.parametrize(
    "said",
    ['{"kind":"undo","summary":"","undoes":"nothing"}', '{"kind":"redo","summary":"","redoes":"nothing"}'],
)
def test_a_log_that_takes_back_what_it_lacks_is_said_to_be_damaged(project: Project, said: str) -> None:
    project.cases.add("Kitaoka")
    coder = project.coders.acting()
    project.store.db.conn.execute(
        "INSERT INTO changes (uid, action, at, coder_uid, device, table_name, row_uid, operation, previous, data, "
        "schema_version) VALUES ('u', 'a', '9', ?, '', 'actions', 'a', 'act', NULL, ?, 1)",
        [coder.uid, said],
    )
    with pytest.raises(ProjectFileError, match="is damaged"):
        project.history.next_steps()


def work_of(project: Project, path_text: str, codings: int, acts: int) -> dict[str, int]:
    """Return how many instructions SQLite runs for each act on a project of that size."""
    document = project.documents.import_transcript(
        Transcript(text=path_text, format="txt"), "talk.txt"
    ).document
    gate, door = project.codes.add("Gate"), project.codes.add("Door")
    coder = project.coders.acting()

    def rows(count: int, first: int) -> None:
        with project.act("codings.apply") as recorder:
            recorder.insert_all(
                "codings",
                [
                    new_coding(
                        document,
                        path_text,
                        place,
                        place + 9,
                        gate.id,
                        coder.id,
                        None,
                        Origin.HAND,
                        recorder.now,
                    )
                    for place in range(first, first + count)
                ],
            )
            recorder.summary = "Coded"

    rows(codings, 100)
    for number in range(acts):
        rows(1, 100 + codings + number)
    coding = project.codings.apply(document, 1, 5, gate)
    steps = 0

    def tick() -> int:
        nonlocal steps
        steps += 1
        return 0

    work: dict[str, int] = {}
    project.store.db.conn.set_progress_handler(tick, 1)
    for name, do in (
        ("apply", lambda: project.codings.apply(document, 10, 20, gate)),
        ("move", lambda: project.codings.move_edges(coding, 2, 5)),
        ("recode", lambda: project.codings.recode([coding], door)),
        ("memo", lambda: project.memos.write("codings", coding.uid, "a thought")),
        ("next", project.history.next_steps),
        ("undo", project.history.undo),
        ("undo again", project.history.undo),
        ("redo", project.history.redo),
        ("remove", lambda: project.codings.remove([coding])),
        ("since", lambda: project.changes_since(project.newest_change() - 5)),
    ):
        steps = 0
        do()
        work[name] = steps
    project.store.db.conn.set_progress_handler(None, 0)
    return work


def test_no_act_costs_more_in_a_large_project_than_in_a_small_one(tmp_path: Path) -> None:
    works = []
    for codings, acts in ((20, 5), (3_000, 150)):
        with Project.create(tmp_path / f"{codings}.qcode", coder="A. Mori", keep_backups=0) as project:
            works.append(work_of(project, "The port is the gate. " * 200, codings, acts))
    small, large = works
    assert {name: large[name] for name in large if large[name] > 1.2 * small[name] + 50} == {}


def test_a_text_is_read_once_for_many_codings(
    project: Project, interview: Transcript, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = project.documents.import_transcript(interview, "talk.txt").document
    gate = project.codes.add("Gate")
    reads: list[str] = []
    read = Store.text
    monkeypatch.setattr(Store, "text", lambda self, digest: (reads.append(digest), read(self, digest))[1])
    for start in range(5):
        coding = project.codings.apply(document, start, 20, gate)
        project.codings.move_edges(coding, start, 21)
    assert reads == [document.text_sha256]
    assert project.documents.text(document) == interview.text
    assert project.check() == []


def test_an_import_of_many_codings_is_undone_and_done_again_exactly(
    project: Project, interview: Transcript
) -> None:
    from live_rows import live_rows

    document = project.documents.import_transcript(interview, "talk.txt").document
    gate = project.codes.add("Gate")
    coder = project.coders.acting()
    before = live_rows(project.path)
    with project.act("codings.import") as recorder:
        recorder.insert_all(
            "codings",
            [
                new_coding(
                    document, interview.text, start, end, gate.id, coder.id, None, Origin.IMPORT, recorder.now
                )
                for start in range(40)
                for end in range(start + 1, 41)
            ],
        )
        recorder.summary = "Imported 820 codings"
    after = live_rows(project.path)
    assert len(after["codings"]) == 820
    for _ in range(2):
        project.history.undo()
        assert live_rows(project.path) == before
        project.history.redo()
        assert live_rows(project.path) == after
    assert project.check() == []
