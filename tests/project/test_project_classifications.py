"""Classifications of cases in a project."""

import pytest

from qcode import Project
from qcode.errors import DataError, DuplicateNameError, QcodeError, UnknownNameError, UsageError
from qcode.model.cases import ClassedBy, Classification, Membership
from qcode.model.documents import Transcript
from qcode.sheets.records import ClassRow


@pytest.fixture
def cities(project: Project) -> Project:
    """A project with four cases; the population of the last is not known."""
    for name, population in (
        ("Minamihama", 1_124_000),
        ("Kitaoka", 311_000),
        ("Nagisawa", 18_400),
        ("雪森町", None),
    ):
        case = project.cases.add(name)
        if population:
            project.attributes.set(case, "population", population, year=2020, source="census")
    project.attributes.set(case, "prefecture", "Shiomi")
    return project


def classes(project: Project, one: Classification) -> list[str | None]:
    return [member.class_name for member in project.classifications.members(one).values()]


def test_cases_are_sorted_by_cut_points_whose_ranges_are_the_names(cities: Project) -> None:
    one = cities.classifications.add(
        " size ", attribute="population", cuts=[50_000, 400_000], note="by scale"
    )
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
    one = cities.classifications.add(
        "size", attribute="population", cuts=[100_000], classes=["small", "large"]
    )
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


def test_ranges_follow_the_cut_points_and_names_that_were_given_stay(cities: Project) -> None:
    ranges = cities.classifications.add("ranges", attribute="population", cuts=[50_000])
    named = cities.classifications.add(
        "named", attribute="population", cuts=[50_000], classes=["small", "large"]
    )
    ranges = cities.classifications.set(ranges, cuts=[20_000, 400_000])
    assert ranges.classes == ("< 20,000", "20,000-399,999", ">= 400,000")
    named = cities.classifications.set(named, cuts=[400_000])
    assert named.classes == ("small", "large")
    assert classes(cities, named) == ["large", "small", "small", None]
    with pytest.raises(
        DataError, match="2 cut points make 3 classes, and there are names for 2: small and large"
    ):
        cities.classifications.set(named, cuts=[50_000, 400_000])
    named = cities.classifications.set(
        named, name="scale", cuts=[50_000, 400_000], classes=["small", "middle", "large"], note="three"
    )
    assert (named.name, named.note) == ("scale", "three")
    assert classes(cities, named) == ["large", "middle", "small", None]
    assert cities.history.undo() == "Changed name, cut points, classes and note of named"
    assert cities.classifications.find("named").cuts == (400_000,)


def test_a_class_that_is_renamed_in_its_place_takes_its_cases_along(cities: Project) -> None:
    one = cities.classifications.add("type", classes=["A", "B", "C"])
    for case, name in (("Minamihama", "A"), ("Kitaoka", "B"), ("Nagisawa", "C")):
        one = cities.classifications.assign(one, case, name, "seen there")
    one = cities.classifications.set(one, classes=["gatekeeper", "B", "C"])
    assert classes(cities, one) == ["gatekeeper", "B", "C", None]
    one = cities.classifications.set(one, classes=["C", "gatekeeper", "b"])
    assert one.classes == ("C", "gatekeeper", "b")
    assert classes(cities, one) == ["gatekeeper", "b", "C", None]
    assert cities.classifications.members(one)[1].reason == "seen there"
    with pytest.raises(DataError, match="Nagisawa would lose the class that was said by hand: “C”"):
        cities.classifications.set(one, classes=["gatekeeper", "b"])
    one = cities.classifications.set(one, classes=["gatekeeper", "b", "C", "D"])
    assert one.classes[-1] == "D"


def test_a_range_said_by_hand_moves_with_its_place_or_keeps_the_cuts_from_changing(cities: Project) -> None:
    one = cities.classifications.add("size", attribute="population", cuts=[50_000])
    one = cities.classifications.assign(one, "雪森町", "< 50,000")
    one = cities.classifications.set(one, cuts=[20_000])
    assert classes(cities, one)[3] == "< 20,000"
    with pytest.raises(DataError, match="雪森町 would lose"):
        cities.classifications.set(one, cuts=[10_000, 400_000])
    assert cities.classifications.find("size").cuts == (20_000,)


def test_several_classifications_stand_side_by_side_and_touch_no_coding(
    cities: Project, interview: Transcript
) -> None:
    document = cities.documents.import_transcript(interview, "talk.txt", cases=["Kitaoka"]).document
    cities.codings.apply(document, 35, 40, cities.codes.add("Gate"))
    before = cities.store.tuples("SELECT * FROM codings")
    one = cities.classifications.add("size", attribute="population", cuts=[50_000], classes=["s", "l"])
    cities.classifications.add("type", classes=["x"])
    assert [known.name for known in cities.classifications.list()] == ["size", "type"]
    cities.classifications.set(one, cuts=[500_000])
    table = cities.crosstab("code", "class:size")
    assert [header.name for header in table.columns] == ["s", "l", "(no class)", "total"]
    assert table.values[0][:2] == [1, table.values[0][1]]
    cities.classifications.remove(one)
    assert cities.store.tuples("SELECT * FROM codings") == before


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"cuts": [5]}, "Cut points are those of an attribute"),
        ({"attribute": "population"}, "Cut points are those of an attribute"),
        ({"attribute": "population", "cuts": [5, 5]}, "Cut points are numbers that rise: 5, 5"),
        ({"attribute": "population", "cuts": [float("nan")]}, "numbers that rise"),
        ({"attribute": "population", "cuts": [5], "classes": ["a"]}, "1 cut point makes 2 classes"),
        ({"classes": ["a", "Ａ"]}, "There is a class “Ａ” already"),
        ({"classes": [" "]}, "A class needs a name"),
        ({"classes": ["(No class)"]}, "what cases without a class are under"),
    ],
)
def test_a_classification_that_cannot_be_is_refused(
    cities: Project, how: dict[str, list[float]], words: str
) -> None:
    with pytest.raises(QcodeError) as refused:
        cities.classifications.add("size", **how)  # type: ignore[arg-type]
    assert words in refused.value.message
    assert cities.classifications.list() == []


def test_only_numbers_are_cut_and_names_are_given_once(cities: Project) -> None:
    with pytest.raises(UsageError, match=r"case\.prefecture cannot be cut"):
        cities.classifications.add("area", attribute="prefecture", cuts=[5])
    with pytest.raises(UnknownNameError, match="no attribute “area”"):
        cities.classifications.add("area", attribute="area", cuts=[5])
    one = cities.classifications.add("type", classes=["a"])
    with pytest.raises(DuplicateNameError):
        cities.classifications.add("TYPE")
    with pytest.raises(DataError, match="is by hand"):
        cities.classifications.set(one, cuts=[5])
    with pytest.raises(UnknownNameError, match="There is no classification “typ”"):
        cities.classifications.find("typ")


def test_a_proposal_that_is_accepted_is_a_classification_by_hand_in_one_act(cities: Project) -> None:
    proposal = {"Kitaoka": ("type 2", "more pipelines"), cities.cases.find("Minamihama"): ("type 1", "gates")}
    one = cities.classifications.accept("typology", proposal, note="Ward, three clusters")
    assert (one.classes, one.note) == (("type 2", "type 1"), "Ward, three clusters")
    assert classes(cities, one) == ["type 1", "type 2", None, None]
    assert [one.by_hand[case].reason for case in sorted(one.by_hand)] == ["gates", "more pipelines"]
    one = cities.classifications.accept("Typology", {"雪森町": ("type 1", "")})
    assert classes(cities, one) == [None, None, None, "type 1"]
    assert (one.name, one.classes, one.note) == ("typology", ("type 1",), "Ward, three clusters")
    assert cities.history.undo() == "Accepted typology: 1 case in 1 class"
    assert cities.history.undo() == "Accepted typology: 2 cases in 2 classes"
    assert cities.classifications.list() == []
    assert cities.history.redo() == "Accepted typology: 2 cases in 2 classes"
    assert classes(cities, cities.classifications.find("typology")) == ["type 1", "type 2", None, None]
    with pytest.raises(DataError, match="twice"):
        cities.classifications.accept("x", {"Kitaoka": ("a", ""), cities.cases.find("Kitaoka"): ("b", "")})
    with pytest.raises(DataError, match="says nothing"):
        cities.classifications.accept("typology", {})


def test_a_proposal_for_a_classification_with_cut_points_leaves_these(cities: Project) -> None:
    one = cities.classifications.add(
        "size", attribute="population", cuts=[50_000], classes=["small", "large"]
    )
    one = cities.classifications.accept("size", {"Kitaoka": ("special", "a port")})
    assert one.classes == ("small", "large", "special")
    assert classes(cities, one) == ["large", "special", "small", None]


def test_classes_of_a_table_are_brought_in_as_a_whole_or_not_at_all(cities: Project) -> None:
    rows = [ClassRow("Kitaoka", "b", "why", 2), ClassRow("minamihama", "a", "", 3)]
    assert cities.classifications.import_rows("type", rows) == ["2 cases in “type” by hand."]
    one = cities.classifications.find("type")
    assert one.classes == ("b", "a")
    assert classes(cities, one) == ["a", "b", None, None]
    cities.classifications.import_rows(
        one, [ClassRow("Kitaoka", None, "", 2), ClassRow("雪森町", "c", "", 3)], new=True
    )
    assert classes(cities, cities.classifications.find("type")) == ["a", None, None, "c"]
    bad = [ClassRow("Nagisawa", "a", "", 2), ClassRow("Nagisaw", "a", "", 3), ClassRow("Kitaoka", "d", "", 4)]
    with pytest.raises(DataError) as refused:
        cities.classifications.import_rows(one, bad, source="types.csv")
    assert refused.value.message.split("\n") == [
        "types.csv, line 3, column case: There is no case “Nagisaw”. Did you mean “Nagisawa”?",
        "types.csv, line 4, column class: “type” has no class “d”. There are: “b”, “a”, “c”. --new makes it.",
    ]
    assert classes(cities, cities.classifications.find("type")) == ["a", None, None, "c"]
    with pytest.raises(DataError):
        cities.classifications.import_rows("new one", bad[1:2])
    assert len(cities.classifications.list()) == 1


def test_what_is_said_of_a_case_goes_and_comes_back_with_it(cities: Project) -> None:
    one = cities.classifications.add("type", classes=["a"])
    cities.classifications.assign(one, "Kitaoka", "a", "why")
    assert "1 class" in cities.cases.what_goes(cities.cases.find("Kitaoka"))
    cities.cases.remove(cities.cases.find("Kitaoka"))
    assert cities.classifications.find("type").by_hand == {}
    cities.history.undo()
    assert classes(cities, cities.classifications.find("type")) == [None, "a", None, None]


def test_another_coders_word_takes_the_place_of_the_first_and_is_theirs(
    cities: Project, other: Project
) -> None:
    one = cities.classifications.add("type", classes=["a", "b"])
    cities.classifications.assign(one, "Kitaoka", "a")
    one = other.classifications.assign(one, "Kitaoka", "b", "I was there")
    (said,) = one.by_hand.values()
    assert (said.class_name, said.reason) == ("b", "I was there")
    assert said.coder_id == other.coders.acting().id
    assert len(other.store.tuples("SELECT 1 FROM class_cases WHERE deleted = 0")) == 1
