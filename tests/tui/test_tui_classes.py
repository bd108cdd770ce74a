"""Classes on the screen: a column beside the cases, cut points seen before they are saved, reasons."""

from collections.abc import Mapping

import pytest
from answering import Open, answer, choose, in_file, said
from at_a_view import until

from qcode import Project
from qcode.errors import QcodeError
from qcode.model.cases import Attribute, AttributeType, AttributeValue, ClassedBy, Entity, Membership
from qcode.tui.screens.classes_cuts import Cutting, typed_cuts

PEOPLE = Attribute(1, "p", Entity.CASE, "population", AttributeType.INTEGER)


def classes(project: Project, name: str = "size") -> Mapping[str, str | None]:
    """Return case -> class."""
    cases = {one.id: one.name for one in project.cases.list()}
    members = project.classifications.members(project.classifications.find(name))
    return {cases[case]: member.class_name for case, member in members.items()}


def cutting(values: Mapping[str, int], by_hand: Mapping[str, str] | None = None) -> Cutting:
    """Return what is cut: cases by their names, in this order; 0 stands for no value."""
    names = dict(enumerate(values, 1))
    return Cutting(
        PEOPLE,
        {case: AttributeValue(1, name, values[name]) for case, name in names.items() if values[name]},
        names,
        {
            case: Membership(by_hand[name], ClassedBy.HAND, "so it is")
            for case, name in names.items()
            if by_hand and name in by_hand
        },
    )


TOWNS = {"Ao": 10, "Be": 20, "Chi": 30, "Do": 0}


def test_typed_cut_points_make_the_classes_they_would_make_when_saved() -> None:
    cut = typed_cuts(cutting(TOWNS), "30, 20", "low, middle, high")
    assert cut.cuts == (20, 30)
    assert cut.cases == {"low": ["Ao"], "middle": ["Be"], "high": ["Chi"], "(no class)": ["Do"]}


def test_without_names_the_ranges_are_the_names() -> None:
    assert [*typed_cuts(cutting(TOWNS), "２０", "").cases] == ["< 20", ">= 20", "(no class)"]


def test_a_case_by_hand_stays_where_it_was_put_whatever_is_cut() -> None:
    cut = typed_cuts(cutting(TOWNS, {"Ao": "high"}), "20", "low, high")
    assert cut.cases == {"low": [], "high": ["Ao (by hand)", "Be", "Chi"], "(no class)": ["Do"]}


@pytest.mark.parametrize(("cuts", "names"), [("", ""), ("many", ""), ("20, 20", ""), ("20", "all")])
def test_what_cannot_be_cut_is_refused_with_a_reason(cuts: str, names: str) -> None:
    with pytest.raises(QcodeError):
        typed_cuts(cutting(TOWNS), cuts, names)


async def test_the_cases_have_a_column_for_each_classification_and_the_pane_tells_why(at: Open) -> None:
    async with at("cases") as reader:
        grid = reader.view.grid
        titles = [one.title for one in grid.source.columns]
        grid.go_to(0, titles.index("size"))
        await reader.settle()
        assert grid.source.cell(0, titles.index("size")).text == "small"
        assert "by cut: population 20,000" in reader.screen


async def test_a_key_puts_a_case_into_a_class_with_a_reason_and_undo_takes_it_back(at: Open) -> None:
    async with at("cases") as reader:
        await reader.press("c")
        await choose(reader, "large")
        await answer(reader, "seat of the ministry")
        await said(reader, "✓ Aoyama is in large of size, by hand: seat of the ministry.")
        assert in_file(reader, classes)["Aoyama"] == "large"
        grid = reader.view.grid
        column = [one.title for one in grid.source.columns].index("size")
        assert grid.source.cell(0, column).text == "large, by hand"
        grid.go_to(0, column)
        await until(reader, lambda: "by hand: seat of the ministry" in reader.screen)
        await reader.press("u")
        await said(reader, "✓ Undid")
        assert in_file(reader, classes)["Aoyama"] == "small"


async def test_cut_points_show_their_classes_before_anything_is_saved(at: Open) -> None:
    async with at("cases") as reader:
        await reader.press("C", "e")
        await until(reader, lambda: reader.view.cut_panel is not None and reader.view.cut_panel.is_open)
        panel = reader.view.cut_panel
        assert "Fukami, Hamada, Kobuse, Mikuma" in panel.shown
        await reader.press(*["backspace"] * 6)
        await reader.type("400000")
        await until(reader, lambda: "Hamada, Kobuse, Mikuma" in panel.shown)
        assert "Chidori, Fukami, Jinnai" in panel.shown
        assert in_file(reader, classes)["Fukami"] == "large"
        await reader.press("enter")
        await said(reader, "✓ size: small 5, large 3, (no class) 1.")
        assert in_file(reader, classes)["Fukami"] == "small"
        assert not panel.is_open


async def test_cut_points_that_cannot_be_saved_stay_as_they_were_typed(at: Open) -> None:
    async with at("classes") as reader:
        await reader.press("e")
        await until(reader, lambda: reader.view.cut_panel is not None and reader.view.cut_panel.is_open)
        await reader.type(", 500000")
        await reader.press("enter")
        assert reader.view.cut_panel.is_open
        assert "2 cut points make 3 classes" in reader.screen
        await reader.press("escape")
        assert not reader.view.cut_panel.is_open
        assert in_file(reader, lambda project: project.classifications.find("size").cuts) == (100_000,)


async def test_a_classification_is_made_from_an_attribute(at: Open) -> None:
    async with at("classes") as reader:
        await reader.press("a")
        await choose(reader, "Cut pop")
        await answer(reader, "people")
        await until(reader, lambda: reader.view.cut_panel is not None and reader.view.cut_panel.is_open)
        await reader.press("enter")
        await said(reader, "✓ Added the classification people")
        found = in_file(reader, lambda project: project.classifications.find("people"))
        assert (found.cuts, found.classes) == ((300_000,), ("< 300,000", ">= 300,000"))


async def test_a_classification_by_hand_is_made_renamed_and_removed(at: Open) -> None:
    async with at("classes") as reader:
        await reader.press("a")
        await choose(reader, "By hand")
        await answer(reader, "coast", "coastal, inland")
        await said(reader, "✓ Added the classification coast, by hand: 2 classes.")
        await reader.press("end", "r")
        await reader.press("escape")
        reader.view.grid.go_to(
            [line.classed.one.name for line in reader.view.grid.source.lines].index("coast")
        )
        await reader.press("r")
        await answer(reader, "shore")
        await said(reader, "✓ coast is now called shore.")
        await reader.press("minus", "y")
        await said(reader, "✓ Removed shore")
        assert in_file(reader, lambda project: [one.name for one in project.classifications.list()]) == [
            "size"
        ]


async def test_enter_on_a_class_lists_the_quotations_of_its_cases(at: Open) -> None:
    async with at("classes") as reader:
        await reader.press("down", "down", "enter")
        await until(reader, lambda: reader.view.NAME == "segments")
        assert "size: large" in reader.head
        assert len(reader.view.shown) == sum(map(len, ("oooog", "ooooop", "oooo", "oooop")))


async def test_the_classes_fit_a_small_terminal(at: Open) -> None:
    async with at("classes", size=(80, 24)) as reader:
        await reader.press("down")
        assert "size: small" in reader.screen
        assert "Aoyama: by cut: population 20,000" in reader.screen
