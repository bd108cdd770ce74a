"""Editing single values, and what goes when something is removed."""

import pytest

from qcode import Project
from qcode.errors import DataError, UnknownNameError
from qcode.model.cases import Case
from qcode.model.documents import Document, Transcript


@pytest.fixture
def document(project: Project, interview: Transcript) -> Document:
    return project.documents.import_transcript(interview, "talk.txt").document


@pytest.fixture
def case(project: Project) -> Case:
    return project.cases.add("Kitaoka")


def values(project: Project, uid: str) -> list[tuple[object, int | None, str]]:
    return [(one.value, one.year, one.source) for one in project.attributes.values(uid)]


def test_a_value_of_anything_is_set_and_cleared_in_one_step(
    project: Project, document: Document, case: Case
) -> None:
    person = project.participants.list(document)[1]
    for owner, said in ((case, "Kitaoka"), (document, "talk"), (person, "R")):
        project.attributes.set(owner, "size", 41_000, year=2020, source="census")
        assert values(project, owner.uid) == [(41_000, 2020, "census")]
        assert project.history.next_steps()[0] == f"Set size of {said} to 41000 (2020, census)"
        project.attributes.set(owner, "size", None, year=2020)
        assert values(project, owner.uid) == []
        assert project.history.undo() == f"Removed size of {said} (2020)"
        assert values(project, owner.uid) == [(41_000, 2020, "census")]
    assert project.check() == []


def test_a_value_gets_another_year_or_loses_its_source(project: Project, case: Case) -> None:
    project.attributes.set(case, "size", 41_000, year=2020, source="census")
    (known,) = project.attributes.values(case.uid)
    project.attributes.set(case, "size", 42_000, year=2021, source="register", replaces=known)
    assert values(project, case.uid) == [(42_000, 2021, "register")]
    (known,) = project.attributes.values(case.uid)
    project.attributes.set(case, "size", 42_000, replaces=known)
    assert values(project, case.uid) == [(42_000, None, "")]
    project.history.undo()
    assert values(project, case.uid) == [(42_000, 2021, "register")]
    project.attributes.set(case, "size", 42_000, year=2021)
    assert values(project, case.uid) == [(42_000, 2021, "")]


def test_a_value_that_does_not_fit_or_belongs_to_nothing_is_refused(
    project: Project, other: Project, case: Case
) -> None:
    project.attributes.set(case, "size", 41_000)
    with pytest.raises(DataError, match="“large” is no integer"):
        project.attributes.set(case, "size", "large")
    other.cases.remove(case)
    with pytest.raises(UnknownNameError, match="This case is no longer"):
        project.attributes.set(case, "size", 1)


def test_a_municipality_code_is_checked_and_fills_in_what_is_known(project: Project, case: Case) -> None:
    with pytest.raises(DataError):
        project.attributes.set(case, "municipality_code", "999999")
    project.attributes.set(case, "municipality_code", "011002")
    assert project.attributes.current(case.uid)["name_ja"] == "札幌市"


def test_what_was_changed_of_a_case_is_said(project: Project, case: Case) -> None:
    other = project.cases.add("Sakuragi")
    project.cases.set(other, position=1)
    assert [one.name for one in project.cases.list()] == ["Sakuragi", "Kitaoka"]
    project.cases.set(case, name="Kitaoka City")
    assert project.history.undo() == "Renamed the case Kitaoka to Kitaoka City"
    assert project.history.undo() == "Moved the case Sakuragi to place 1"
    project.cases.set(case, name="K.", attributes={"size": [(1, None, "")]})
    assert project.history.undo() == "Changed name, size of the case Kitaoka"


def test_what_goes_with_a_case_is_told_before_and_after(
    project: Project, document: Document, case: Case
) -> None:
    assert project.cases.what_goes(case) == ""
    project.documents.attach(document, "Kitaoka")
    project.attributes.set(case, "size", 1)
    project.memos.write("cases", case.uid, "a thought")
    project.participants.set(project.participants.list(document)[:1], case="Kitaoka")
    project.codings.apply(document, 3, 8, project.codes.add("Gate"), case=case)
    told = "with 1 link to a document, 1 value and 1 memo; 1 coding and 1 participant no longer given to it"
    assert project.cases.what_goes(case) == told
    assert project.cases.remove(case) == told
    assert project.history.undo() == f"Removed the case Kitaoka {told}"
    assert project.cases.what_goes(case) == told


def test_what_goes_with_a_document_is_told_before(project: Project, document: Document, case: Case) -> None:
    coding = project.codings.apply(document, 3, 8, project.codes.add("Gate"), memo="strong")
    project.memos.write("documents", document.uid, "read twice")
    project.documents.attach(document, "Kitaoka")
    assert project.documents.what_goes(document) == (
        "with 1 coding, 2 memos, 1 link to a case and 2 participants who speak only there"
    )
    before = len(project.memos.list())
    project.documents.remove(document)
    assert before - len(project.memos.list()) == 2
    assert list(project.codings.by_uids([coding.uid])) == []
    assert list(project.participants.list()) == []
