"""Codings that lost their words count nowhere, and no table pretends that nothing was found."""

from collections.abc import Callable

import pytest

from qcode import Project
from qcode.model.documents import Document, Transcript
from qcode.model.tables import Missing, Table


@pytest.fixture
def shortened(project: Project, talk: Callable[..., Transcript]) -> Document:
    """A finished interview whose one coded sentence is gone from its corrected transcript."""
    before = talk(("Q", "Who pays?"), ("R", "Our guild pays for the boat. It leaves at noon."))
    document = project.documents.import_transcript(before, "talk.txt", cases=["Kitaoka"]).document
    code = project.codes.add("Money")
    start = before.text.index("Our guild")
    project.codings.apply(document, start, start + len("Our guild pays for the boat."), code)
    after = talk(("Q", "Who pays?"), ("R", "It leaves at noon."))
    project.documents.replace(document, after)
    project.documents.finish(project.documents.find("talk"))
    return project.documents.find("talk")


def notes(table: Table) -> str:
    return "\n".join(table.notes)


def test_a_finished_document_with_such_codings_gives_no_firm_zero(
    project: Project, shortened: Document
) -> None:
    table = project.crosstab()
    assert table.values[0][0] is Missing.NOT_CODED
    assert "Not counted: 1 coding without a place, in 1 document" in notes(table)
    assert "Not counted: 1 coding" in notes(project.frequencies())
    assert "Not counted: 1 coding" in notes(project.segments())


def test_once_it_is_removed_nothing_was_found(project: Project, shortened: Document) -> None:
    project.codings.remove(project.codings.unplaced())
    table = project.crosstab()
    assert table.values[0][0] == 0
    assert "Not counted" not in notes(table)


def test_once_it_is_placed_it_counts(project: Project, shortened: Document) -> None:
    text = project.documents.text(shortened)
    start = text.index("It leaves")
    project.codings.place(project.codings.unplaced()[0], start, start + 9)
    table = project.crosstab()
    assert table.values[0][0] == 1
    assert table.incomplete == frozenset()
    assert "Not counted" not in notes(table)


def test_where_another_document_is_asked_for_nothing_is_said_of_it(
    project: Project, shortened: Document
) -> None:
    assert "Not counted" in notes(project.crosstab(selection=project.select(where="case = Kitaoka")))
    assert "Not counted" not in notes(project.crosstab(selection=project.select(where="not case = Kitaoka")))
