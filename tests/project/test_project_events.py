"""Dated events in a project."""

import pytest

from qcode import Project
from qcode.errors import AmbiguousNameError, DataError, UnknownNameError
from qcode.model.documents import Transcript
from qcode.sheets.records import EventRow


@pytest.fixture
def harbour(project: Project, interview: Transcript) -> Project:
    """A project with two cases and an interview of one of them, coded twice."""
    project.cases.add("Minamihama")
    project.cases.add("Kitaoka")
    document = project.documents.import_transcript(interview, "talk.txt", cases=["Kitaoka"]).document
    start = project.documents.text(document).index("The port")
    project.codings.apply(document, start, start + 8, project.codes.add("Gate"))
    project.codings.apply(document, start, start + 13, project.codes.add("Port"))
    return project


def told(project: Project) -> list[tuple[str, str, str]]:
    return [(one.date, one.until, one.title) for one in project.events.list()]


def test_events_stand_in_the_order_of_time_the_less_exact_first(harbour: Project) -> None:
    for date, title, case in (
        ("2008-07-15", "Day", "Kitaoka"),
        ("2008", "Year", None),
        ("1901-02", "Steel works", "Kitaoka"),
        ("2008-07", "Month", "Minamihama"),
    ):
        harbour.events.add(date, title, case=case)
    assert [one.title for one in harbour.events.list()] == ["Steel works", "Year", "Month", "Day"]
    assert [one.title for one in harbour.events.list(harbour.cases.find("Kitaoka"))] == ["Steel works", "Day"]
    assert [one.date for one in harbour.corpus().events] == ["1901-02", "2008", "2008-07", "2008-07-15"]


def test_an_event_is_a_point_in_time_or_lasts_until_a_date_or_goes_on(harbour: Project) -> None:
    harbour.events.add("2001", "Cluster policy", until="2019", source="White paper, p. 3", note=" national ")
    harbour.events.add("2011-12-22", "Special zone", until="OPEN", case="Kitaoka")
    harbour.events.add("2020", "Within the year", until="2020")
    assert told(harbour) == [
        ("2001", "2019", "Cluster policy"),
        ("2011-12-22", "open", "Special zone"),
        ("2020", "2020", "Within the year"),
    ]
    first = harbour.events.find("cluster policy")
    assert (first.case_id, first.source, first.note) == (None, "White paper, p. 3", "national")


@pytest.mark.parametrize(
    ("date", "until", "title", "words"),
    [
        ("July 2008", "", "T", "“July 2008” is no date of an event"),
        ("2008-02-30", "", "T", "is no date"),
        ("", "", "T", "is no date"),
        ("2008", "soon", "T", "“soon” is no end of an event"),
        ("2008-05", "2008-04-30", "T", "would end in 2008-04-30, before it begins in 2008-05"),
        ("2008", "", " \n ", "needs a title"),
    ],
)
def test_what_is_no_event_is_refused(harbour: Project, date: str, until: str, title: str, words: str) -> None:
    with pytest.raises(DataError) as refused:
        harbour.events.add(date, title, until=until)
    assert words in refused.value.message
    assert harbour.events.list() == []


def test_an_event_is_changed_and_taken_back(harbour: Project) -> None:
    event = harbour.events.add("2008", "Eco-model  city", case="Kitaoka")
    assert event.title == "Eco-model city"
    changed = harbour.events.set(event, date="2008-07", until="2013", note="one of six", case="")
    assert (changed.date, changed.until, changed.case_id) == ("2008-07", "2013", None)
    with pytest.raises(DataError, match="before it begins"):
        harbour.events.set(changed, date="2014")
    with pytest.raises(DataError, match="has no “place”"):
        harbour.events.set(changed, place="x")
    assert harbour.history.undo() == "Changed the event Eco-model city (2008)"
    assert harbour.events.find(event.uid).case_id == harbour.cases.find("Kitaoka").id
    harbour.events.remove(event)
    assert harbour.events.list() == []
    assert harbour.history.undo() == "Removed the event Eco-model city (2008)"
    assert told(harbour) == [("2008", "", "Eco-model city")]
    harbour.events.remove(event)
    with pytest.raises(UnknownNameError, match="no longer"):
        harbour.events.set(event, note="x")


def test_events_of_one_title_are_told_apart_by_their_dates(harbour: Project) -> None:
    harbour.events.add("2008", "Zone")
    harbour.events.add("2011", "Zone")
    with pytest.raises(AmbiguousNameError, match="There are 2 events named “Zone”"):
        harbour.events.find("Zone")
    assert harbour.events.find("zone (2011)").date == "2011"
    with pytest.raises(UnknownNameError, match="There is no event “Zine”"):
        harbour.events.find("Zine")


def test_codings_speak_of_events_until_one_of_them_goes(harbour: Project) -> None:
    event = harbour.events.add("2008", "Zone", case="Kitaoka")
    ids = [row.id for row in harbour.select(roles=None)]
    assert harbour.events.link(event, ids) == 2
    assert harbour.events.link(event, ids) == 0
    assert harbour.rows_changed == 0
    first = harbour.codings.list()[0]
    assert harbour.events.unlink(event, first) == 1
    assert harbour.events.link(event, first) == 1
    table = harbour.events.as_table()
    place = [column.name for column in table.columns].index("quotations")
    assert table.values[0][place] == 2
    assert sorted(table.behind(0, place)) == sorted(ids)
    assert table.behind(0, 0) == ()
    harbour.codings.remove([first])
    assert len(harbour.events.list()[0].codings) == 1
    harbour.history.undo()
    assert len(harbour.events.list()[0].codings) == 2
    harbour.events.remove(event)
    assert len(harbour.codings.list()) == 2
    harbour.history.undo()
    assert len(harbour.events.list()[0].codings) == 2
    assert harbour.check() == []


def test_events_go_and_come_back_with_their_case(harbour: Project) -> None:
    event = harbour.events.add("2008", "Zone", case="Kitaoka")
    harbour.events.link(event, [row.id for row in harbour.select(roles=None)])
    assert "1 event" in harbour.cases.what_goes(harbour.cases.find("Kitaoka"))
    harbour.cases.remove(harbour.cases.find("Kitaoka"))
    assert harbour.events.list() == []
    harbour.history.undo()
    assert [len(one.codings) for one in harbour.events.list()] == [2]


def test_the_list_says_all_that_a_timeline_needs(harbour: Project) -> None:
    harbour.events.add("2008-07", "市制施行", case="Minamihama", source="市史")
    harbour.events.add("2011", "Special zone", until="open")
    table = harbour.events.as_table()
    assert [column.name for column in table.columns] == [
        "case", "date", "until", "title", "kind", "source", "note", "quotations", "uid",
    ]  # fmt: skip
    assert [row[:6] for row in table.values] == [
        ["Minamihama", "2008-07", "", "市制施行", "event", "市史"],
        ["", "2011", "open", "Special zone", "event", ""],
    ]


def test_a_table_of_events_is_brought_in_as_a_whole_and_nothing_twice(harbour: Project) -> None:
    rows = [
        EventRow("2008-07", "Eco-model city", "kitaoka", line=2),
        EventRow("2001", "Cluster policy", until="2019", source="White paper", line=3),
        EventRow("2001", "cluster policy", until="2019", line=4),
    ]
    assert harbour.events.import_rows(rows) == ["2 events added, 1 there already."]
    known = harbour.events.find("Cluster policy")
    bad = [
        EventRow("2010", "New", line=2),
        EventRow("2008-13", "Bad", line=3),
        EventRow("2009", "X", "Kitaok", line=4),
        EventRow("2002", "Cluster policy", until="2019", uid=known.uid, line=5),
    ]
    with pytest.raises(DataError) as refused:
        harbour.events.import_rows(bad, source="events.csv")
    assert [line.partition(": ")[0] for line in refused.value.message.split("\n")] == [
        "events.csv, line 3",
        "events.csv, line 4, column case",
        "events.csv, line 5",
    ]
    assert "The event of this uid has another date" in refused.value.message
    assert len(harbour.events.list()) == 2


def test_events_keep_their_uid_from_one_project_to_another(
    harbour: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    event = harbour.events.add("2008", "Zone")
    with Project.create(
        tmp_path_factory.mktemp("two") / "two.qcode", coder="A. Mori", keep_backups=0
    ) as second:
        row = EventRow(event.date, event.title, uid=event.uid, line=2)
        second.events.import_rows([row])
        assert second.events.list()[0].uid == event.uid
        assert second.events.import_rows([row]) == ["0 events added, 1 there already."]
        second.events.remove(second.events.list()[0])
        assert second.events.import_rows([row, row]) == ["1 event added, 1 there already."]
        assert second.events.list()[0].uid == event.uid
        assert second.check() == []


def test_an_event_is_made_with_the_codings_that_speak_of_it_in_one_step(harbour: Project) -> None:
    ids = [one.id for one in harbour.codings.list()]
    made = harbour.events.add("2008", "Port opened", codings=[*ids, ids[0]])
    assert made.codings == tuple(sorted(ids))
    harbour.history.undo()
    assert harbour.events.list() == []
    assert len(harbour.codings.list()) == len(ids)
