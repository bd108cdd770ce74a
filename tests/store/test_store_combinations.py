"""Acts on findings one after another and by two people: nothing doubled, nothing lost, all taken back."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from live_rows import live_rows

from qcode import Project
from qcode.errors import DataError, QcodeError, UndoError
from qcode.model.cases import Case
from qcode.model.codes import Code
from qcode.model.documents import Document, Transcript
from qcode.model.summaries import SummaryRecord
from qcode.sheets.records import ClassRow, EventRow


class Desk:
    """A study in which one thing rests on the other, open in two coders' programs."""

    def __init__(self, path: Path, talk: Callable[..., Transcript]) -> None:
        self.path = path
        self.mori = Project.create(path, coder="A. Mori", keep_backups=0)
        self.lind = Project.open(path, coder="B. Lind", keep_backups=0)
        for project in (self.mori, self.lind):
            project.coders.acting()
        interview = talk(("Q", "Who?"), ("R", "The port does."), ("R", "No port, no trade."))
        self.document: Document = self.mori.documents.import_transcript(
            interview, "talk.txt", cases=["Kitaoka"]
        ).document
        self.case: Case = self.mori.cases.find("Kitaoka")
        self.gate: Code = self.mori.codes.add("Gate")
        self.port: Code = self.mori.codes.add("Port")
        self.text = self.mori.documents.text(self.document)
        self.start = self.text.index("The port")

    def fill(self) -> None:
        """Let everything that there is hang on the case, the codes and the document."""
        mori, case = self.mori, self.case
        coded = [
            mori.codings.apply(self.document, self.start, self.start + 8, code, case=case, memo="why")
            for code in (self.gate, self.port)
        ]
        mori.cases.set(case, attributes={"population": [(48_000, 2020, "census")]})
        mori.groups.add("Aichi", mori.groups.add("Chubu"), cases=[case])
        size = mori.classifications.add("size", attribute="population", cuts=(50_000,), classes=("s", "l"))
        mori.classifications.assign(size, case, "l", "it grew")
        event = mori.events.add("2008-07", "Sister port", case=case)
        mori.events.link(event, [one.id for one in coded])
        mori.summaries.write(case, self.gate, "The port decides.")
        mori.summaries.write(case, self.port, "The port trades.")
        self.lind.summaries.write(case, self.gate, "The port decides.")
        self.lind.summaries.write(case, self.port, "The port decides.")
        rule = mori.rules.add(self.gate, "trade")
        mori.rules.refuse(mori.rules.proposals(rules=[rule]).proposals)

    def close(self) -> None:
        assert self.mori.check() == []
        self.mori.close()
        self.lind.close()


@pytest.fixture
def desk(tmp_path: Path, talk: Callable[..., Transcript]) -> Iterator[Desk]:
    made = Desk(tmp_path / "study.qcode", talk)
    yield made
    made.close()


@pytest.mark.parametrize("what", ["case", "code", "merge", "document", "codings", "group", "event", "rule"])
def test_whatever_is_removed_with_all_that_hangs_on_it_comes_back_and_goes_again(
    desk: Desk, what: str
) -> None:
    desk.fill()
    mori, before = desk.mori, live_rows(desk.path)
    removing: dict[str, Callable[[], object]] = {
        "case": lambda: mori.cases.remove(desk.case),
        "code": lambda: mori.codes.remove(desk.gate, with_codings=True),
        "merge": lambda: mori.codes.merge(desk.gate, desk.port),
        "document": lambda: mori.documents.remove(desk.document),
        "codings": lambda: mori.codings.remove(mori.codings.list()),
        "group": lambda: mori.groups.remove(mori.groups.find("Chubu")),
        "event": lambda: mori.events.remove(mori.events.find("Sister port")),
        "rule": lambda: mori.rules.remove(mori.rules.find("Gate")),
    }
    steps = len(mori.store.steps(mori.coders.acting().uid)[0])
    removing[what]()
    assert len(mori.store.steps(mori.coders.acting().uid)[0]) == steps + 1
    after = live_rows(desk.path)
    assert mori.check() == []
    mori.history.undo()
    assert live_rows(desk.path) == before
    mori.history.redo()
    assert live_rows(desk.path) == after != before


def test_what_a_code_takes_along_is_said_before_and_afterwards(desk: Desk) -> None:
    desk.fill()
    assert desk.mori.codes.what_goes(desk.gate) == "1 coding, 2 summaries, 1 rule and 1 memo"
    desk.mori.codes.remove(desk.gate, with_codings=True)
    assert desk.mori.history.undo() == "Removed the code Gate with 1 coding, 2 summaries, 1 rule and 1 memo"


def test_two_codes_merged_leave_one_summary_a_coder_and_one_quotation_of_an_event(desk: Desk) -> None:
    desk.fill()
    desk.mori.codes.merge(desk.gate, desk.port)
    assert sorted(one.text for one in desk.mori.summaries.list()) == [
        "The port decides.",
        "The port trades.\n\nThe port decides.",
    ]
    assert desk.mori.store.tuples("SELECT count(*) FROM event_codings WHERE deleted = 0") == [(1,)]
    (event,), (coding,) = desk.mori.events.list(), desk.mori.codings.list()
    assert event.codings == (coding.id,)


def test_a_merge_is_not_redone_where_its_coder_has_written_there_meanwhile(desk: Desk) -> None:
    desk.mori.summaries.write(desk.case, desk.gate, "of the gate")
    desk.lind.codes.merge(desk.gate, desk.port)
    desk.lind.history.undo()
    desk.mori.summaries.write(desk.case, desk.port, "of the port")
    before = live_rows(desk.path)
    with pytest.raises(UndoError, match="two summaries of one coder for the same case and code"):
        desk.lind.history.redo()
    assert live_rows(desk.path) == before


def test_a_link_is_not_redone_where_another_has_made_it(desk: Desk) -> None:
    coding = desk.mori.codings.apply(desk.document, desk.start, desk.start + 8, desk.gate)
    event = desk.lind.events.add("2008", "Sister port")
    desk.mori.events.link(event, coding)
    desk.mori.history.undo()
    desk.lind.events.link(event, coding)
    with pytest.raises(UndoError, match="the same coding twice"):
        desk.mori.history.redo()


def test_a_class_does_not_go_by_undo_from_under_a_case_that_another_put_into_it(desk: Desk) -> None:
    size = desk.mori.classifications.add("size", classes=("small", "large"))
    desk.mori.classifications.set(size, classes=("small", "large", "vast"))
    desk.lind.classifications.assign(size, desk.case, "vast")
    with pytest.raises(UndoError, match="in the class “vast” of “size”, which has no such class"):
        desk.mori.history.undo()


@pytest.mark.parametrize("new", [False, True])
def test_a_class_without_a_name_is_none(desk: Desk, new: bool) -> None:
    size = desk.mori.classifications.add("size", classes=("small", "large"))
    with pytest.raises(QcodeError):
        desk.mori.classifications.assign(size, desk.case, " ", new=new)
    row = ClassRow("Kitaoka", "", "why", 2)
    with pytest.raises(DataError, match=r"classes\.csv, line 2, column class: "):
        desk.mori.classifications.import_rows(size, [row], new=new, source="classes.csv")
    assert desk.mori.classifications.find("size").by_hand == {}


def test_what_was_refused_of_a_corrected_text_stays_refused(desk: Desk) -> None:
    mori = desk.mori
    paper = mori.documents.import_transcript(
        Transcript(text="A harbour dares.\nNothing else.", format="txt"), "paper.txt"
    ).document
    rule = mori.rules.add(desk.gate, "harbour")
    mori.rules.refuse(mori.rules.proposals(rules=[rule]).proposals)
    mori.documents.replace(paper, Transcript(text="A harbour cares.\nNothing else.", format="txt"))
    again = mori.rules.proposals(rules=[rule]).proposals
    assert [one.quote for one in again] == ["A harbour cares."]
    assert mori.rules.refuse(again) == 1
    assert not mori.rules.proposals(rules=[rule]).proposals


def doing_first(project: Project, monkeypatch: pytest.MonkeyPatch, first: Callable[[], object]) -> None:
    """Let something happen right before the next act of a project takes the write lock."""
    act = project.store.act

    def late(kind: str, coder_uid: str) -> object:
        monkeypatch.undo()
        first()
        return act(kind, coder_uid)

    monkeypatch.setattr(project.store, "act", late)


def test_two_programs_that_import_the_same_events_make_them_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [EventRow("2008", "Sister port", "Kitaoka", line=2)]
    doing_first(desk.mori, monkeypatch, lambda: desk.lind.events.import_rows(rows))
    assert desk.mori.events.import_rows(rows) == ["0 events added, 1 there already."]
    assert len(desk.mori.events.list()) == 1


def test_two_programs_of_one_coder_make_one_summary_of_a_cell(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Project.open(desk.path, coder="A. Mori", keep_backups=0) as twin:
        doing_first(desk.mori, monkeypatch, lambda: twin.summaries.write(desk.case, desk.gate, "first"))
        desk.mori.summaries.write(desk.case, desk.gate, "second")
    assert [one.text for one in desk.mori.summaries.list()] == ["second"]


def test_two_programs_that_put_a_case_somewhere_put_it_there_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = desk.mori.groups.add("Chubu")
    doing_first(desk.mori, monkeypatch, lambda: desk.lind.groups.put(group, [desk.case]))
    assert desk.mori.groups.put(group, [desk.case]) == 0
    size = desk.mori.classifications.add("size", classes=("small", "large"))
    doing_first(desk.mori, monkeypatch, lambda: desk.lind.classifications.assign(size, desk.case, "small"))
    desk.mori.classifications.assign(size, desk.case, "large")
    assert desk.mori.store.tuples("SELECT class FROM class_cases WHERE deleted = 0") == [("large",)]
    assert desk.mori.store.tuples("SELECT count(*) FROM group_cases WHERE deleted = 0") == [(1,)]


def test_of_two_texts_of_one_coder_for_a_cell_none_is_lost_in_silence(desk: Desk) -> None:
    records = [
        SummaryRecord("Kitaoka", "Gate", "nameless", "", 2, "summary"),
        SummaryRecord("Kitaoka", "Gate", "named", "A. Mori", 3, "summary"),
    ]
    with pytest.raises(DataError, match=r"line 3, .*stand on line 2 already"):
        desk.mori.summaries.import_records(records, source="list.csv")
    assert not desk.mori.summaries.list()


def test_removing_many_codings_reads_no_large_table_from_end_to_end(desk: Desk) -> None:
    desk.fill()
    codings, said = desk.mori.codings.list(), list[str]()
    connection = desk.mori.store.db.conn
    connection.set_trace_callback(said.append)
    desk.mori.codings.remove(codings)
    connection.set_trace_callback(None)
    reading = [one for one in said if one.lstrip().upper().startswith("SELECT")]
    plans = [
        (step[3], one)
        for one in reading
        for step in connection.execute(f"EXPLAIN QUERY PLAN {one}").fetchall()
    ]
    assert any("event_codings_of_coding" in step for step, _ in plans)
    for table in ("codings", "event_codings", "memos", "attribute_values"):
        assert not [one for one in plans if one[0].startswith(f"SCAN {table}")]
