"""References as they stand behind quotations in papers."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from qcode import Project
from qcode.model.documents import Document, Transcript
from qcode.project.reports.references import References, telling_positions


def reference(project: Project, document: Document, words: str) -> str:
    """Return the reference of a coding on these words."""
    code = next(iter(project.codes.tree()), None) or project.codes.add("Port")
    start = project.documents.text(document).index(words)
    coding = project.codings.apply(document, start, start + len(words), code)
    selection = project.select(roles=None)
    rows = {row.id: row for row in selection}
    row = rows[coding.id]
    (pairs,) = [
        pairs
        for one, pairs in zip(selection.rows[document.id], selection.readings(document.id), strict=True)
        if one.id == row.id
    ]
    return References(project, selection.corpus).of(row, pairs)


@pytest.fixture
def talked(project: Project, interview: Transcript) -> Document:
    return project.documents.import_transcript(interview, "talk.txt", cases=["Kitaoka"]).document


def test_without_a_position_the_name_tells_who_speaks(project: Project, talked: Document) -> None:
    assert reference(project, talked, "Without the port") == "R, Kitaoka, turn 2"
    assert telling_positions(project.corpus()) == []


@pytest.mark.parametrize("attribute", ["position", "Function", "役職", "肩書"])
def test_a_position_tells_it_better(project: Project, talked: Document, attribute: str) -> None:
    project.attributes.set(project.participants.find("R"), attribute, "国際課長")
    assert reference(project, talked, "市長は") == "国際課長, Kitaoka, turn 4"
    assert telling_positions(project.corpus())


def test_the_newest_of_several_positions_holds(project: Project, talked: Document) -> None:
    who = project.participants.find("R")
    project.attributes.set(who, "position", "mayor", year=2023)
    project.attributes.set(who, "position", "clerk", year=2011)
    assert reference(project, talked, "The port") == "mayor, Kitaoka, turn 2"


def test_a_quotation_of_two_speakers_tells_both(project: Project, talked: Document) -> None:
    words = project.documents.text(talked)[3:60]
    assert reference(project, talked, words) == "Q and R, Kitaoka, turn 1"


def test_an_interview_of_several_cases_tells_them(project: Project, interview: Transcript) -> None:
    document = project.documents.import_transcript(interview, "t.txt", cases=["Kitaoka", "Sakuragi"]).document
    assert reference(project, document, "The port") == "R, Kitaoka and Sakuragi, turn 2"


def test_two_talks_told_alike_in_one_case_have_their_names(
    project: Project, talked: Document, talk: Callable[..., Transcript]
) -> None:
    project.documents.import_transcript(talk(("R", "Again.")), "second.txt", cases=["Kitaoka"])
    elsewhere = project.documents.import_transcript(talk(("R", "Else.")), "third.txt", cases=["Sakuragi"])
    assert reference(project, talked, "The port") == "R, Kitaoka, talk, turn 2"
    assert reference(project, elsewhere.document, "Else") == "R, Sakuragi, turn 1"


@pytest.mark.parametrize(
    ("pages", "words", "place"),
    [
        ((), "The city", "para. 1"),
        ((), "its gate", "para. 2"),
        (((0, "11"), (26, "12")), "its gate", "p. 12"),
        (((0, "11"), (26, "12")), "partners.\nThe port", "pp. 11–12"),
    ],
)
def test_other_sources_tell_name_year_and_page(
    project: Project, plain: Transcript, pages: tuple[tuple[int, str], ...], words: str, place: str
) -> None:
    document = project.documents.import_transcript(
        replace(plain, pages=pages), "plan.md", cases=["Kitaoka"], attributes={"published": "2019-04-01"}
    ).document
    assert reference(project, document, words) == f"Kitaoka, plan, 2019, {place}"


def test_a_year_that_the_name_tells_is_not_told_twice(project: Project, plain: Transcript) -> None:
    document = project.documents.import_transcript(plain, "plan_2019.md", attributes={"year": 2019}).document
    assert reference(project, document, "The city") == "plan_2019, para. 1"
