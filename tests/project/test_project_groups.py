"""Groups of cases in a project."""

import pytest

from qcode import Project
from qcode.errors import (
    AmbiguousNameError,
    DataError,
    DuplicateNameError,
    UndoError,
    UnknownNameError,
    UsageError,
)
from qcode.model.cases import Group
from qcode.sheets.records import GroupRow


@pytest.fixture
def sea(project: Project) -> Project:
    """A project with four cases, of whose region and prefecture not all is known."""
    for name, region, prefecture in (
        ("Minamihama", "Chubu", "Aichi"),
        ("Kitaoka", "Chubu", "Gifu"),
        ("Tokiwada", "Kyushu", ""),
        ("雪森町", "", "Oita"),
    ):
        case = project.cases.add(name)
        project.attributes.set(case, "region", region)
        project.attributes.set(case, "prefecture", prefecture)
    return project


def outline(project: Project) -> dict[str, list[str]]:
    """Return path -> names of the cases put into it, in reading order."""
    tree, names = project.groups.tree(), {case.id: case.name for case in project.cases.list()}
    return {tree.path(group.id): [names[case] for case in group.cases] for group in project.groups.list()}


def test_a_group_lies_below_another_and_takes_cases_by_name_or_themselves(sea: Project) -> None:
    chukyo = sea.groups.add(" Chukyo ", note="the city-region")
    aichi = sea.groups.add("Aichi", chukyo)
    assert sea.groups.put(aichi, ["Kitaoka", sea.cases.find("Minamihama"), "kitaoka"]) == 2
    assert sea.groups.put(aichi, ["Minamihama"]) == 0
    assert sea.rows_changed == 0
    sea.groups.put(chukyo, ["Tokiwada"])
    # In the order of the cases, whatever the order in which they came.
    assert outline(sea) == {"Chukyo": ["Tokiwada"], "Chukyo > Aichi": ["Minamihama", "Kitaoka"]}
    tree = sea.groups.tree()
    assert len(tree.within(chukyo.id)) == 3
    assert tree.of_cases()[sea.cases.find("Kitaoka").id] == (chukyo.id, aichi.id)
    assert sea.groups.find("chukyo>aichi") == sea.groups.find("Aichi")
    assert sea.corpus().groups.path(aichi.id) == "Chukyo > Aichi"
    assert sea.groups.find("Chukyo").note == "the city-region"


def test_names_are_refused_that_are_taken_beside_or_could_not_be_written(sea: Project) -> None:
    chukyo = sea.groups.add("Chukyo")
    sea.groups.add("City", chukyo)
    sea.groups.add("City", sea.groups.add("Kitakyushu"))
    with pytest.raises(DuplicateNameError):
        sea.groups.add("ＣＩＴＹ", chukyo)
    with pytest.raises(DuplicateNameError):
        sea.groups.move(sea.groups.find("Kitakyushu > City"), chukyo)
    with pytest.raises(DataError, match="writes paths"):
        sea.groups.add("A > B")
    with pytest.raises(AmbiguousNameError, match="Chukyo > City; Kitakyushu > City"):
        sea.groups.find("City")


def test_groups_are_renamed_described_moved_and_taken_back(sea: Project) -> None:
    a, b = sea.groups.add("A"), sea.groups.add("B")
    c = sea.groups.add("C", a)
    assert sea.groups.rename(c, "Z").name == "Z"
    assert sea.groups.describe(a, " of METI ").note == "of METI"
    sea.groups.move(c, b)
    assert list(outline(sea)) == ["A", "B", "B > Z"]
    sea.groups.move(b, None, 1)
    assert list(outline(sea)) == ["B", "B > Z", "A"]
    with pytest.raises(DataError, match="below itself"):
        sea.groups.move(b, sea.groups.find("Z"))
    assert sea.history.undo() == "Moved the group B to the top"
    assert sea.history.undo() == "Moved the group Z to B"
    assert list(outline(sea)) == ["A", "A > Z", "B"]
    assert sea.history.redo() == "Moved the group Z to B"
    assert sea.check() == []


def test_a_group_goes_with_those_below_it_and_the_cases_stay(sea: Project) -> None:
    a = sea.groups.add("A")
    sea.groups.put(sea.groups.add("B", a), ["Kitaoka"])
    before = outline(sea)
    assert sea.groups.remove(a) == 2
    assert outline(sea) == {}
    assert len(sea.cases.list()) == 4
    assert sea.history.undo() == "Removed the group A with 1 below it"
    assert outline(sea) == before
    with pytest.raises(UnknownNameError, match="no longer"):
        sea.groups.put(Group(99, "gone", None, "X", 1), ["Kitaoka"])


def test_a_case_that_goes_leaves_its_groups_and_comes_back_into_them(sea: Project) -> None:
    sea.groups.put(sea.groups.add("A"), ["Kitaoka", "Tokiwada"])
    assert "1 place in a group" in sea.cases.what_goes(sea.cases.find("Kitaoka"))
    sea.cases.remove(sea.cases.find("Kitaoka"))
    assert outline(sea) == {"A": ["Tokiwada"]}
    sea.history.undo()
    assert outline(sea) == {"A": ["Kitaoka", "Tokiwada"]}


def test_a_case_is_taken_out_of_the_group_that_it_was_put_into(sea: Project) -> None:
    a = sea.groups.add("A")
    b = sea.groups.add("B", a)
    sea.groups.put(b, ["Kitaoka", "Tokiwada"])
    with pytest.raises(UnknownNameError, match="“Kitaoka” was not put into the group “A” itself") as refused:
        sea.groups.take_out(a, ["Kitaoka"])
    assert refused.value.hint == "It lies in “A > B”."
    with pytest.raises(UnknownNameError, match="There is no case “Kitaok”"):
        sea.groups.take_out(b, ["Tokiwada", "Kitaok"])
    assert sea.groups.take_out(b, ["Kitaoka"]) == 1
    assert outline(sea) == {"A": [], "A > B": ["Tokiwada"]}


def test_groups_are_made_of_the_values_of_attributes(sea: Project) -> None:
    notes = sea.groups.fill(["region", "case.prefecture"])
    assert outline(sea) == {
        "Chubu": [],
        "Chubu > Aichi": ["Minamihama"],
        "Chubu > Gifu": ["Kitaoka"],
        "Kyushu": ["Tokiwada"],
    }
    assert notes == ["4 groups added, 3 cases put into groups.", "Without a value: Tokiwada and 雪森町."]
    sea.groups.fill(["region", "prefecture"])
    assert sea.rows_changed == 0
    sea.groups.fill(["prefecture"], sea.groups.add("All"))
    assert outline(sea)["All > Oita"] == ["雪森町"]
    with pytest.raises(UnknownNameError, match="no attribute “prefectur”"):
        sea.groups.fill(["prefectur"])
    with pytest.raises(UsageError):
        sea.groups.fill([])
    sea.history.undo()
    assert "All > Oita" not in outline(sea)


def test_a_table_of_groups_is_brought_in_as_a_whole_or_not_at_all(sea: Project) -> None:
    rows = [
        GroupRow(("Chubu",), note="the bureau's area", line=2),
        GroupRow(("Chubu", "Aichi"), ("Minamihama", "Kitaoka"), line=3),
        GroupRow(("chubu", "Gifu"), ("kitaoka",), line=4),
    ]
    assert sea.groups.import_rows(rows) == ["3 groups added, 3 cases put into groups."]
    assert outline(sea) == {
        "Chubu": [],
        "Chubu > Aichi": ["Minamihama", "Kitaoka"],
        "Chubu > Gifu": ["Kitaoka"],
    }
    sea.groups.import_rows(rows)
    assert sea.rows_changed == 0
    bad = [*rows, GroupRow(("New",), ("Kitaok", "Nowhere"), line=7), GroupRow(("x" * 501,), line=9)]
    with pytest.raises(DataError) as refused:
        sea.groups.import_rows(bad, source="groups.csv")
    lines = refused.value.message.split("\n")
    assert lines[0] == (
        "groups.csv, line 7, column cases: There is no case “Kitaok”. Did you mean “Kitaoka”?"
    )
    assert lines[1] == "groups.csv, line 7, column cases: There is no case “Nowhere”."
    assert lines[2].startswith("groups.csv, line 9, column group: The name of a group has at most")
    assert "New" not in outline(sea)


def test_two_people_cannot_undo_into_two_groups_of_one_name(sea: Project, other: Project) -> None:
    group = sea.groups.add("Coast")
    sea.groups.rename(group, "Sea")
    other.groups.add("Coast")
    with pytest.raises(UndoError, match="There would be two groups “Coast”"):
        sea.history.undo()


def test_a_group_is_made_with_cases_in_it_in_one_step(sea: Project) -> None:
    sea.groups.add("Coast", cases=["Minamihama", "Kitaoka"])
    assert outline(sea) == {"Coast": ["Minamihama", "Kitaoka"]}
    sea.history.undo()
    assert outline(sea) == {}
    with pytest.raises(UnknownNameError):
        sea.groups.add("Coast", cases=["Nowhere"])
    assert outline(sea) == {}
