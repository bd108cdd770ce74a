"""Classifications of cases in a project."""

import pytest

from qcode import Project
from qcode.errors import DataError, DuplicateNameError, UnknownNameError, UsageError
from qcode.model.cases import ClassedBy, Classification, Membership
from qcode.model.documents import Transcript
from qcode.sheets.records import ClassRow


@pytest.fixture
def cities(project: Project) -> Project:
    """A project with four cases; the population of the last is not known."""
    for name, population in (("Minamihama", 1_124_000), ("Kitaoka", 311_000), ("Nagisawa", 18_400), ("雪森町", None)):
        case = project.cases.add(name)
        if population:
            project.attributes.set(case, "population", population, year=2020, source="census")
    project.attributes.set(case, "prefecture", "Shiomi")
    return project


def classes(project: Project, one: Classification) -> list[str | None]:
    return [member.class_name for member in project.classifications.members(one).values()]


def test_cases_are_sorted_by_cut_points_whose_ranges_are_the_names(cities: Project) -> None:
    one = cities.classifications.add(" size ", attribute="population", cuts=[50_000, 400_000], note="by scale")
    assert one.classes == ("< 50,000", "50,000-399,999", ">= 400,000")
    assert (one.name, one.note) == ("size", "by scale")
    assert classes(cities, one) == [">= 400,000", "50,000-399,999", "< 50,000", None]
    members = cities.classifications.members(one)
    assert [member.by for member in members.values()] == [ClassedBy.CUT] * 3 + [None]
    (first, *_) = cities.classifications.values(one).values()
    assert (first.value, first.year, first.source) == (1_124_000, 2020, "census")


def test_a_value_on_the_cut_lies_in_the_class_above_it(cities: Project) -> None:
    one = cities.classifications.add("size", attribute="case.Population", cuts=[311_000], classes=["s", "l"])
    assert classes(cities, one) == ["l", "l", "s", None]


def test_the_newest_value_counts_and_follows_when_it_changes(cities: Project) -> None:
    one = cities.classifications.add("size", attribute="population", cuts=[100_000], classes=["s", "l"])
    cities.attributes.set(cities.cases.find("Nagisawa"), "population", 120_000, year=2025)
    assert classes(cities, one) == ["l", "l", "l", None]


def test_what_is_said_by_hand_goes_before_the_cut_until_it_is_taken_back(cities: Project) -> None:
    one = cities.classifications.add("size", attribute="population", cuts=[100_000], classes=["small", "large"])
    one = cities.classifications.assign(one, "Nagisawa", "LARGE", " the prefecture's seat ")
    one = cities.classifications.assign(one, cities.cases.find("雪森町"), "small")
    said = cities.classifications.members(one)[3]
    assert said == Membership("large", ClassedBy.HAND, "the prefecture's seat", 1)
    assert classes(cities, one) == ["large", "large", "large", "small"]
    cities.classifications.assign(one, "Nagisawa", "large", "the prefecture's seat")
    assert cities.rows_changed == 0
    one = cities.classifications.assign(one, "Nagisawa", None)
    assert classes(cities, one) == ["large", "large", "small", "small"]
    assert cities.history.undo() == "Took back what was said of Nagisawa in size"
    assert classes(cities, cities.classifications.find("size"))[2] == "large"
    assert cities.check() == []


def test_a_class_that_is_not_there_is_made_only_where_that_is_asked_for(cities: Project) -> None:
    one = cities.classifications.add("type", classes=["gatekeeper", "follower"])
    with pytest.raises(UnknownNameError, match="“type” has no class “gatekeper”") as refused:
        cities.classifications.assign(one, "Kitaoka", "gatekeper")
    assert refused.value.hint == "Did you mean “gatekeeper”? --new makes it."
    one = cities.classifications.assign(one, "Kitaoka", " pipeline ", new=True)
    assert one.classes == ("gatekeeper", "follower", "pipeline")
    assert cities.history.undo() == "Put Kitaoka into the class pipeline of type"
    assert cities.classifications.find("type").classes == ("gatekeeper", "follower")


def test_other_cut_points_keep_names_that_were_given_and_redraw_ranges(cities: Project) -> None:
    ranges = cities.classifications.add("ranges", attribute="population", cuts=[50_000])
    ranges = cities.classifications.assign(ranges, "雪森町", "< 50,000")
    ranges = cities.classifications.set(ranges, cuts=[20_000, 400_000])
    assert ranges.classes == ("< 20,000", "20,000-399,999", ">= 400,000")
