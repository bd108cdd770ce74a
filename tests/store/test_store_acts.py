"""An act is all or nothing, and what the log has once, it has for good."""

import sqlite3
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from live_rows import live_rows, replayed

from qcode import Project
from qcode.errors import DataError, ProjectFileError, UndoError, UnknownNameError
from qcode.model.documents import Transcript
from qcode.store.identity import Clock, new_uid, new_uids, stamp_to_iso


@pytest.fixture
def raw(project: Project) -> Iterator[sqlite3.Connection]:
    """The file as any other program sees it."""
    with closing(sqlite3.connect(project.path, isolation_level=None)) as db:
        yield db


def test_an_act_writes_its_rows_and_one_entry_of_who_did_what(project: Project) -> None:
    project.cases.add("Minamihama")
    event = project.history.list()[-1]
    assert (event.coder, event.kind, event.summary) == ("A. Mori", "cases.add", "Added the case Minamihama")
    assert live_rows(project.path) == replayed(project.path)


def test_an_act_that_changes_nothing_leaves_no_trace(project: Project) -> None:
    case = project.cases.add("Minamihama")
    before = project.history.list()
    project.cases.set(case, name="Minamihama", position=1)
    assert project.history.list() == before


def add_a_case_and(project: Project, do: Callable[[], object]) -> None:
    """Begin an act, write a row, and let something happen before it ends."""
    with project.store.act("cases.add", "") as recorder:
        recorder.insert("cases", {"name": "Kitaoka", "position": 1})
        recorder.summary = "Added the case Kitaoka"
        do()


def throw(error: BaseException) -> None:
    raise error


@pytest.mark.parametrize("error", [RuntimeError(), KeyboardInterrupt(), UndoError("no"), UnicodeError()])
def test_an_error_inside_an_act_undoes_all_of_it(project: Project, error: BaseException) -> None:
    before = live_rows(project.path), project.history.list()
    with pytest.raises(type(error)):
        add_a_case_and(project, lambda: throw(error))
    assert not project.store.db.conn.in_transaction
    assert (live_rows(project.path), project.history.list()) == before
    assert project.cases.add("Kitaoka").name == "Kitaoka"
    assert project.check() == []


def test_a_reference_into_nothing_found_only_at_the_commit_undoes_the_act(project: Project) -> None:
    before = live_rows(project.path)
    stray = "INSERT INTO document_cases (uid, document_id, case_id) VALUES ('stray', 77, 77)"
    with pytest.raises(ProjectFileError, match="FOREIGN KEY"):
        add_a_case_and(project, lambda: project.store.db.conn.execute(stray))
    assert not project.store.db.conn.in_transaction
    assert live_rows(project.path) == before
    project.cases.add("Kitaoka")
    assert project.check() == []


def test_half_a_character_is_refused_and_nothing_stays(project: Project) -> None:
    code = project.codes.add("Gate")
    before = live_rows(project.path)
    with pytest.raises(DataError, match=r"“a note ”.*U\+D83D"):
        project.memos.write("codes", code.uid, "a note \ud83d")
    with pytest.raises(DataError, match="half a character"):
        project.documents.import_transcript(Transcript(text="\udc00", format="txt"), "a.txt")
    with pytest.raises(DataError, match="half a character"):
        project.codings.get("\udc00")
    assert live_rows(project.path) == before


REST = "action, at, coder_uid, device, table_name, row_uid, operation, previous, data, schema_version"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE changes SET data = NULL",
        "UPDATE changes SET uid = 'other' WHERE id = 1",
        "DELETE FROM changes",
        "INSERT OR REPLACE INTO changes SELECT * FROM changes",
        f"REPLACE INTO changes (id, uid, {REST}) SELECT id, 'new', {REST} FROM changes WHERE id = 1",
        f"REPLACE INTO changes (uid, {REST}) SELECT uid, {REST} FROM changes",
        "UPDATE OR REPLACE changes SET id = id + 1",
        "UPDATE texts SET text = ''",
        "DELETE FROM texts",
        "INSERT OR REPLACE INTO texts SELECT sha256, 'other' FROM texts",
        "INSERT INTO texts SELECT sha256, 'other' FROM texts WHERE true ON CONFLICT DO UPDATE SET text = ''",
    ],
)
def test_log_and_texts_can_only_grow(
    statement: str, project: Project, interview: Transcript, raw: sqlite3.Connection
) -> None:
    project.documents.import_transcript(interview, "talk.txt")
    everything = "SELECT * FROM changes", "SELECT * FROM texts"
    before = [raw.execute(query).fetchall() for query in everything]
    with pytest.raises(sqlite3.DatabaseError, match="append-only"):
        raw.execute(statement)
    assert [raw.execute(query).fetchall() for query in everything] == before


def test_a_text_lies_in_the_file_once(
    project: Project, interview: Transcript, raw: sqlite3.Connection
) -> None:
    project.documents.import_transcript(interview, "one.txt")
    project.documents.import_transcript(interview, "two.txt")
    assert raw.execute("SELECT text FROM texts").fetchall() == [(interview.text,)]


def test_the_log_carries_the_hash_of_a_text_and_not_the_text(
    project: Project, interview: Transcript, raw: sqlite3.Connection
) -> None:
    project.documents.import_transcript(interview, "talk.txt")
    logged = " ".join(data or "" for (data,) in raw.execute("SELECT data FROM changes"))
    assert "国際交流" not in logged
    assert raw.execute("SELECT sha256 FROM texts").fetchone()[0] in logged


def test_a_change_points_at_the_one_before_it_of_the_same_row(
    project: Project, raw: sqlite3.Connection
) -> None:
    case = project.cases.add("Kitaoka")
    project.cases.set(case, name="Kitaoka City")
    project.cases.remove(case)
    chain = raw.execute(
        "SELECT uid, previous, operation FROM changes WHERE row_uid = ? ORDER BY id", [case.uid]
    ).fetchall()
    assert [operation for _, _, operation in chain] == ["put", "put", "delete"]
    assert [previous for _, previous, _ in chain] == [None, chain[0][0], chain[1][0]]


def test_a_row_that_is_gone_is_neither_changed_nor_referred_to(project: Project, other: Project) -> None:
    case = project.cases.add("Kitaoka")
    other.cases.remove(case)
    after = live_rows(project.path)
    with pytest.raises(UnknownNameError, match="case is no longer in the project"):
        project.cases.set(case, name="Kitaoka City")
    with pytest.raises(UnknownNameError, match="case is no longer in the project"):
        project.cases.remove(case)
    with pytest.raises(UnknownNameError), project.store.act("test", "") as recorder:
        recorder.insert("participants", {"name": "R", "case_id": case.id})
    with pytest.raises(UnknownNameError), project.store.act("test", "") as recorder:
        recorder.insert("participants", {"name": "R", "case_id": 4711})
    assert live_rows(project.path) == after


def test_uids_are_uuids_of_version_7_in_the_order_of_their_making() -> None:
    made = new_uids()
    uids = [next(made) for _ in range(5000)]
    assert uids == sorted(set(uids))
    assert {(uuid.UUID(uid).version, uuid.UUID(uid).variant) for uid in uids} == {(7, uuid.RFC_4122)}
    assert all(str(uuid.UUID(uid)) == uid for uid in uids)


def test_a_uid_holds_the_milliseconds_of_its_making(monkeypatch: pytest.MonkeyPatch) -> None:
    # the example of RFC 9562, appendix A.6: Tuesday, February 22, 2022 2:22:22.00 PM GMT-05:00
    monkeypatch.setattr("time.time_ns", lambda: 0x017F22E279B0 * 1_000_000)
    assert new_uid().startswith("017f22e2-79b0-7")


def test_uids_keep_their_order_when_the_clock_of_the_computer_is_set_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    moments = iter([2_000, 1_000, 1_500, *[2_000] * 10_000])
    monkeypatch.setattr("time.time_ns", lambda: next(moments) * 1_000_000)
    made = new_uids()
    uids = [next(made) for _ in range(6000)]
    assert uids == sorted(set(uids))


@given(st.lists(st.integers(0, 2_000_000_000_000), min_size=1, max_size=20))
def test_the_log_s_clock_never_goes_backwards(moments: list[int]) -> None:
    stamps: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        for moment in moments:
            patch.setattr("time.time_ns", lambda moment=moment: moment * 1_000_000)
            clock = Clock(stamps[-1] if stamps else "")
            stamps += [clock.tick(), clock.tick()]
    assert stamps == sorted(set(stamps))


def test_the_log_s_clock_has_a_new_stamp_for_every_one_of_a_million_ticks_in_a_millisecond(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("time.time_ns", lambda: 1_700_000_000_000 * 1_000_000)
    clock = Clock()
    last = ""
    for _ in range(1_000_001):
        stamp = clock.tick()
        assert stamp > last
        last = stamp
    assert last == "1700000000001-000000"


def test_acts_stay_in_order_in_the_log_of_a_computer_whose_clock_was_set_back(
    project: Project, monkeypatch: pytest.MonkeyPatch, raw: sqlite3.Connection
) -> None:
    project.cases.add("Kitaoka")
    monkeypatch.setattr("time.time_ns", lambda: 1_000_000_000_000_000)
    project.cases.add("Sakuragi")
    stamps = [at for (at,) in raw.execute("SELECT at FROM changes ORDER BY id")]
    assert stamps == sorted(set(stamps))
    assert project.history.undo() == "Added the case Sakuragi"
    assert project.check() == []


def test_a_stamp_is_read_as_a_time_in_utc() -> None:
    assert stamp_to_iso("1700000000123-000007") == "2023-11-14T22:13:20Z"
    assert stamp_to_iso("") == ""


def test_every_change_is_by_the_acting_coder_on_this_device(path: Path) -> None:
    with Project.create(path, coder="A. Mori", device="laptop", keep_backups=0) as project:
        project.cases.add("Kitaoka")
        mori = project.coders.find("A. Mori")
        acts = project.store.tuples("SELECT coder_uid, device FROM changes WHERE operation = 'act'")
    assert acts[-1] == (mori.uid, "laptop")
