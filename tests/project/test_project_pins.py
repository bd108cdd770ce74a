"""Codes on the number keys: nine places that belong to the project."""

import pytest

from qcode import Project
from qcode.errors import CodebookError, UndoError, UnknownNameError, UsageError


def names(project: Project) -> list[str | None]:
    return [code.name if code else None for code in project.pins.list()]


def test_where_nobody_pinned_the_first_themes_stand_on_the_keys(project: Project) -> None:
    assert names(project) == [None] * 9
    project.codes.add("Level", facet=True)
    head = project.codes.add("Theme 0")
    project.codes.add("Below", head)
    for number in range(1, 11):
        project.codes.add(f"Theme {number}")
    project.codes.retire(project.codes.find("Theme 1"))
    assert names(project) == ["Theme 0", *(f"Theme {number}" for number in range(2, 10))]


def test_a_code_is_pinned_for_everybody_and_the_other_places_stay(project: Project, other: Project) -> None:
    gate, door, hall = (project.codes.add(name) for name in ("Gate", "Door", "Hall"))
    project.pins.set(5, hall)
    assert names(other) == ["Gate", "Door", None, None, "Hall", None, None, None, None]
    project.pins.set(1, hall)
    assert names(other) == ["Hall", "Door", *[None] * 7]
    other.pins.set(2, None)
    project.codes.add("Yard")
    assert names(project) == ["Hall", *[None] * 8]
    assert gate != door
    assert project.check() == []


def test_pinning_is_one_step_and_is_taken_back(project: Project, other: Project) -> None:
    project.codes.add("Gate")
    hall = project.codes.add("Hall")
    project.pins.set(9, hall)
    project.pins.set(1, hall)
    assert project.history.undo() == "Pinned Hall to 1"
    assert names(project) == ["Gate", None, *[None] * 6, "Hall"]
    assert project.history.undo() == "Pinned Hall to 9"
    assert names(project)[:2] == ["Gate", "Hall"]
    project.pins.set(2, None)
    assert project.history.next_steps()[0] == "Unpinned Hall from 2"
    other.pins.set(2, hall)
    with pytest.raises(UndoError, match=r"B\. Lind changed settings of this step"):
        project.history.undo()


def test_pinning_what_is_pinned_there_leaves_no_trace(project: Project) -> None:
    gate = project.codes.add("Gate")
    events = len(project.history.list())
    project.pins.set(1, gate)
    project.pins.set(7, None)
    assert len(project.history.list()) == events


def test_a_code_that_is_gone_or_retired_leaves_its_place_empty_until_it_comes_back(project: Project) -> None:
    gate, hall = project.codes.add("Gate"), project.codes.add("Hall")
    project.pins.set(3, gate)
    project.codes.retire(gate)
    assert names(project)[:3] == [None, "Hall", None]
    project.codes.retire(gate, retired=False)
    assert names(project)[:3] == [None, "Hall", "Gate"]
    project.codes.remove(hall)
    assert names(project)[:3] == [None, None, "Gate"]
    with pytest.raises(UnknownNameError, match="This code is no longer"):
        project.pins.set(1, hall)
    project.codes.retire(gate)
    with pytest.raises(CodebookError, match="is retired"):
        project.pins.set(1, gate)


@pytest.mark.parametrize("place", [0, 10, -1])
def test_there_are_nine_places(project: Project, place: int) -> None:
    with pytest.raises(UsageError, match="no place"):
        project.pins.set(place, project.codes.add("Gate"))
