"""Quotations to look through: those of a code, a case, a condition, with what is said of each."""

import pytest

from qcode import Project
from qcode.errors import QueryError
from qcode.model.codes import Code
from qcode.model.documents import Document, Transcript
from qcode.project.quotations import Wanted, read_quotations


@pytest.fixture
def document(project: Project, interview: Transcript) -> Document:
    return project.documents.import_transcript(interview, "talk.txt", cases=["Kitaoka"]).document


@pytest.fixture
def gate(project: Project) -> Code:
    return project.codes.add("Gate")


def words_of(project: Project, **wanted: object) -> list[str]:
    """Return the words of the quotations that are found."""
    found = read_quotations(project, Wanted(**wanted))  # type: ignore[arg-type]
    return [found.text(one) for one in found.quotations]


@pytest.fixture
def coded(project: Project, document: Document, gate: Code) -> dict[str, int]:
    """Code three passages, one a sub-code's and one the interviewer's; return words -> row id."""
    text = project.documents.text(document)
    below = project.codes.add("Search", parent=gate)
    made = {}
    for words, code in (("The port does.", gate), ("nobody", below), ("the mayor", gate)):
        start = text.index(words)
        made[words] = project.codings.apply(document, start, start + len(words), code).id
    return made


def test_the_quotations_of_a_code_are_those_of_its_sub_codes_too(
    project: Project, gate: Code, coded: dict[str, int]
) -> None:
    assert words_of(project) == words_of(project, code=gate.id) == ["The port does.", "nobody"]
    below = project.codes.find("Search")
    assert words_of(project, code=below.id) == ["nobody"]


def test_what_interviewers_say_is_listed_where_it_is_asked_for(
    project: Project, coded: dict[str, int]
) -> None:
    assert words_of(project, any_role=True) == ["The port does.", "nobody", "the mayor"]
    assert words_of(project, only=frozenset({coded["the mayor"]})) == ["the mayor"]


def test_a_case_and_a_condition_choose_and_a_broken_condition_is_refused(
    project: Project, coded: dict[str, int]
) -> None:
    case, none = project.cases.find("Kitaoka"), project.cases.add("Minamihama")
    assert len(words_of(project, case=case.id)) == 2
    assert words_of(project, case=none.id) == []
    assert words_of(project, condition='code = "Gate > Search"') == ["nobody"]
    with pytest.raises(QueryError):
        words_of(project, condition="code =")


def test_a_quotation_says_where_it_is_from_and_what_memos_say_of_it(
    project: Project, other: Project, coded: dict[str, int]
) -> None:
    uid = project.codings.uids()[coded["nobody"]]
    project.memos.write("codings", uid, "strong")
    other.memos.write("codings", uid, "weak")
    found = read_quotations(project, Wanted(only=frozenset({coded["nobody"]})))
    (one,) = found.quotations
    assert (one.uid, one.turn, one.case, one.memo) == (uid, 2, "Kitaoka", "strong\nweak")
    assert found.source(one) == "talk, turn 2, R, Kitaoka"
    assert found.codes[one.code] == "Gate > Search"
    assert found.everywhere == 3
