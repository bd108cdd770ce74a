"""Attributes: typed by their first value, widened where that loses nothing, refused where it would."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcode import Project
from qcode.errors import DataError
from qcode.model.cases import AttributeType, Entity, Value
from qcode.project.attributes import read_value, type_of, typed

T = AttributeType


def give(
    project: Project, value: Value | None, name: str = "x", year: int | None = None, source: str = ""
) -> None:
    """Give the one case of a project a value."""
    if not project.cases.list():
        project.cases.add("Kitaoka")
    project.cases.set(project.cases.list()[0], attributes={name: [(value, year, source)]})


def kept(project: Project) -> object:
    """Return what the one case has for `x`."""
    return project.attributes.current(project.cases.list()[0].uid).get("x")


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (41_000, T.INTEGER),
        (-1, T.INTEGER),
        (0.25, T.NUMBER),
        ("2021-04-01", T.DATE),
        ("2021-04", T.TEXT),
        ("2021-02-30", T.TEXT),
        ("人口減少", T.TEXT),
        ("=1+1", T.TEXT),
        (True, T.TEXT),
    ],
)
def test_the_first_value_gives_the_type(project: Project, value: Value, kind: AttributeType) -> None:
    give(project, value)
    (attribute,) = project.attributes.list()
    assert (attribute.entity, attribute.name, attribute.type) == (Entity.CASE, "x", kind)
    assert kept(project) == (str(value) if kind in (T.TEXT, T.DATE) else value)


@pytest.mark.parametrize(
    ("first", "then", "kind"),
    [
        (1, 2.5, T.NUMBER),
        (2.5, 1, T.NUMBER),
        ("a word", 7, T.TEXT),
        ("a word", "2021-04-01", T.TEXT),
        ("2021-04-01", "2022-04", T.DATE),
        ("2021-04-01", 2022, T.DATE),
    ],
)
def test_a_value_that_fits_or_widens_the_type_is_taken(
    project: Project, first: Value, then: Value, kind: AttributeType
) -> None:
    give(project, first)
    give(project, then, year=2020)
    assert [attribute.type for attribute in project.attributes.list()] == [kind]
    assert kept(project) == (str(then) if kind in (T.TEXT, T.DATE) else then)
    assert project.check() == []


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (1, "many"),
        (1, True),
        (1, math.nan),
        (1.5, "many"),
        (1.5, math.inf),
        ("2021-04-01", "spring"),
        ("2021-04-01", "2021-13"),
        ("2021-04-01", 20),
        (1, "2021-04-01"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_and_changes_nothing(
    project: Project, first: Value, then: Value
) -> None:
    give(project, first)
    before = project.attributes.list(), project.attributes.values()
    with pytest.raises(DataError, match=r"“.*” is no (integer|number|date), as “x” is\. Correct the value"):
        give(project, then)
    assert (project.attributes.list(), project.attributes.values()) == before


def test_a_number_that_is_none_makes_no_attribute(project: Project) -> None:
    with pytest.raises(DataError, match="“nan” is no number"):
        give(project, math.nan)
    assert list(project.attributes.list()) == []


def test_the_newest_year_is_the_current_one_and_the_others_stay(project: Project) -> None:
    give(project, 1)
    give(project, 3, year=2015, source="census")
    give(project, 4, year=2020)
    give(project, 2, year=2010)
    assert kept(project) == 4
    (case,) = project.cases.list()
    values = [(one.value, one.year, one.source) for one in project.attributes.values(case.uid)]
    assert values == [(1, None, ""), (2, 2010, ""), (3, 2015, "census"), (4, 2020, "")]


def test_a_value_is_corrected_in_place_and_keeps_its_source(project: Project) -> None:
    give(project, 3, year=2015, source="census")
    give(project, 5, year=2015)
    (case,) = project.cases.list()
    (only,) = project.attributes.values(case.uid)
    assert (only.value, only.year, only.source) == (5, 2015, "census")
    give(project, 5, year=2015, source="register")
    assert project.attributes.values(case.uid)[0].source == "register"


@pytest.mark.parametrize("nothing", [None, "", "  \t"])
def test_an_empty_value_takes_the_value_of_that_year_away(project: Project, nothing: str | None) -> None:
    give(project, "a word", year=2015)
    give(project, "other words", year=2020)
    give(project, nothing, year=2020)
    assert kept(project) == "a word"
    give(project, nothing, name="never had")
    assert [attribute.name for attribute in project.attributes.list()] == ["x"]


def test_an_attribute_is_known_however_its_name_is_written(project: Project) -> None:
    give(project, 1, name="Population  (total)")
    give(project, 2, name="ｐopulation (TOTAL)")
    assert [attribute.name for attribute in project.attributes.list()] == ["Population  (total)"]


def test_cases_documents_and_participants_have_attributes_of_their_own(
    project: Project, interview: object
) -> None:
    document = project.documents.import_transcript(interview, "talk.txt", attributes={"x": "text"}).document  # type: ignore[arg-type]
    project.participants.set(project.participants.list(), attributes={"x": [(1.5, None, "")]})
    give(project, 1)
    assert {(one.entity, one.type) for one in project.attributes.list()} == {
        (Entity.DOCUMENT, T.TEXT),
        (Entity.PARTICIPANT, T.NUMBER),
        (Entity.CASE, T.INTEGER),
    }
    assert [one.name for one in project.attributes.list(Entity.CASE)] == ["x"]
    assert project.attributes.current(document.uid) == {"x": "text"}


@pytest.mark.parametrize(
    ("typed_in", "meant"),
    [
        ("41000", 41_000),
        (" -3 ", -3),
        ("+7", 7),
        ("0", 0),
        ("0.50", 0.5),
        ("012050", "012050"),
        ("1e5", "1e5"),
        ("1,000", "1,000"),
        ("12345678901234567890", "12345678901234567890"),
        ("2021-04-01", "2021-04-01"),
        ("nan", "nan"),
        ("  two words ", "two words"),
    ],
)
def test_what_is_typed_on_a_command_line_is_a_number_only_where_nothing_is_lost(
    typed_in: str, meant: Value
) -> None:
    assert read_value(typed_in) == meant
    assert type(read_value(typed_in)) is type(meant)


@given(st.integers() | st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_comes_back_as_it_was_stored(value: Value) -> None:
    assert typed(str(value), type_of(value)) == value


def test_a_value_without_a_year_is_refused_beside_dated_ones_that_would_go_on_to_count(
    project: Project,
) -> None:
    case = project.cases.add("Elsewhere")
    project.cases.set(case, attributes={"size": [(4, 2020, "")]})
    with pytest.raises(DataError, match="has a value for 2020 there, which is the one that counts"):
        project.cases.set(case, attributes={"size": [(5, None, "")]})
    assert project.attributes.current(case.uid) == {"size": 4}
