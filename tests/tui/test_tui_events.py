"""Events on the screen: a list in the order of time, linked to the passages that speak of each."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from answering import Open, answer, choose, in_file, said
from at_a_view import until

from qcode import Project
from qcode.model.cases import Event
from qcode.tui.screens.events_links import dated


def events(project: Project) -> Sequence[Event]:
    return project.events.list()


def three_events(project: Project) -> None:
    """Make three events; the second has a quotation."""
    project.events.add("2012", "Plan adopted", case="Aoyama", until="open", source="Minutes")
    project.events.add("2008-07", "Port opened", case="Benten", codings=[project.codings.list()[5].id])
    project.events.add("2014", "National plan")


@pytest.mark.parametrize(
    ("typed", "date", "title"),
    [
        ("2008-07 Port opened", "2008-07", "Port opened"),
        ("2008: Port", "2008", "Port"),
        ("Port opened in 2008", "", "Port opened in 2008"),
        ("20081 Ports", "", "20081 Ports"),
    ],
)
def test_a_new_event_may_be_typed_with_its_date_before_it(typed: str, date: str, title: str) -> None:
    assert dated(typed) == (date, title)


async def test_events_are_listed_in_the_order_of_time_with_what_is_known_of_them(at: Open) -> None:
    async with at("events", before=three_events) as reader:
        titles = [one.title for one in reader.view.grid.source.events]
        assert titles == ["Port opened", "Plan adopted", "National plan"]
        assert "no one case" in reader.screen
        await reader.press("down")
        assert "since 2012 · Aoyama · 0 quotations · source: Minutes" in reader.screen


async def test_enter_leads_to_the_quotations_and_from_there_into_the_text(at: Open) -> None:
    async with at("events", before=three_events) as reader:
        await reader.press("enter")
        assert reader.view.focused is reader.view.quotations
        uid = reader.view.quotation.uid
        await reader.press("enter")
        await until(reader, lambda: reader.view.NAME == "coding")
        await until(reader, lambda: reader.view.text.focused_mark == uid)


async def test_an_event_is_added_edited_in_its_cells_and_removed(at: Open) -> None:
    async with at("events") as reader:
        await reader.press("a")
        await answer(reader, "2011-04 Office opened")
        await choose(reader, "Hamada")
        await said(reader, "✓ Added the event Office opened (2011-04).")
        reader.view.grid.go_to(0, 1)
        await reader.press("e")
        await answer(reader, "open")
        await said(reader, "✓ Changed the end of Office opened.")
        reader.view.grid.go_to(0, 0)
        await reader.press("e")
        await answer(reader, "2011-13")
        await said(reader, "“2011-13” is no date of an event.")
        (event,) = in_file(reader, events)
        assert (event.date, event.until, event.title) == ("2011-04", "open", "Office opened")
        await reader.press("minus")
        await until(reader, lambda: reader.view.prompt.asking)
        await reader.press("y")
        await said(reader, "✓ Removed Office opened")
        assert in_file(reader, events) == []
        await reader.press("u")
        await said(reader, "✓ Undid")
        assert len(in_file(reader, events)) == 1


async def test_the_events_of_one_case_alone_are_listed(at: Open) -> None:
    async with at("events", before=three_events) as reader:
        await reader.press("c")
        await choose(reader, "Aoyama")
        await until(reader, lambda: "Events > Aoyama" in reader.head)
        assert [one.title for one in reader.view.grid.source.events] == ["Plan adopted"]
        await reader.press("c")
        await choose(reader, "of no one")
        await until(reader, lambda: len(reader.view.grid.source) == 1)
        assert [one.title for one in reader.view.grid.source.events] == ["National plan"]


async def test_a_coding_in_the_text_is_linked_to_an_event_and_unlinked_again(at: Open) -> None:
    async with at("coding", before=three_events) as reader:
        await reader.press("E")
        await said(reader, "There is no coding here")
        await reader.press("right_square_bracket", "E")
        await choose(reader, "Plan adopted")
        await said(reader, "✓ Linked 1 quotation to Plan adopted (2012).")
        linked = {one.title: len(one.codings) for one in in_file(reader, events)}
        assert linked == {"Port opened": 1, "Plan adopted": 1, "National plan": 0}
        await reader.press("E")
        await choose(reader, "Plan adopted")
        await said(reader, "✓ Unlinked 1 quotation from Plan adopted.")


async def test_marked_quotations_become_a_new_event_of_their_case_in_one_step(at: Open) -> None:
    async with at("segments") as reader:
        await reader.press("space", "space", "E")
        await choose(reader, "2009-05 Fair")
        await said(reader, "✓ Added the event Fair (2009-05) of Aoyama with 2 quotations.")
        (event,) = in_file(reader, events)
        assert len(event.codings) == 2
        await reader.press("u")
        await said(reader, "✓ Undid")
        assert in_file(reader, events) == []


async def test_a_linked_quotation_is_unlinked_by_minus_and_stays_coded(at: Open) -> None:
    async with at("events", before=three_events) as reader:
        before = len(reader.codings())
        await reader.press("tab", "minus")
        await said(reader, "✓ Unlinked the quotation from Port opened; the coding stays.")
        assert [one.codings for one in in_file(reader, events)] == [(), (), ()]
        assert len(reader.codings()) == before
        assert reader.view.focused is reader.view.grid


async def test_the_timeline_is_one_key_away(at: Open) -> None:
    async with at("events", before=three_events) as reader:
        await reader.press("t")
        await until(reader, lambda: reader.view.NAME == "picture" and "Port opened" in reader.screen)
        assert "●" in reader.screen


async def test_events_are_read_from_a_table_and_written_to_one(at: Open, tmp_path: Path) -> None:
    async with at("events", size=(80, 24)) as reader:
        sheet = tmp_path / "events.csv"
        sheet.write_text("date,title,case\n2008,Port,Benten\n2010,Fair,\n", "utf-8")
        await reader.press("i")
        await until(reader, lambda: reader.view.path_field and reader.view.path_field.is_open)
        reader.view.path_field.settle(str(sheet))
        await until(reader, lambda: "2 new events · 0 changes · 0 as before" in reader.screen)
        assert "2008, Benten" in reader.screen
        assert in_file(reader, events) == []
        await reader.press("enter", "y")
        await said(reader, "✓ Imported events.csv: 2 events added.")
        await reader.press("x", "c")
        await until(reader, lambda: reader.view.picker.is_open)
        await reader.press("w")
        await until(reader, lambda: reader.view.path_field.is_open)
        reader.view.path_field.settle(str(tmp_path / "written.csv"))
        await said(reader, "✓ Wrote 2 rows")
        assert "2008" in (tmp_path / "written.csv").read_text("utf-8")
