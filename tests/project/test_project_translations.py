"""The words of a coding in another language."""

import pytest

from qcode import Project
from qcode.errors import UnknownNameError
from qcode.model.codings import Coding
from qcode.model.documents import Transcript


@pytest.fixture
def coding(project: Project, interview: Transcript) -> Coding:
    document = project.documents.import_transcript(interview, "talk.txt").document
    start = interview.text.index("市長は")
    return project.codings.apply(document, start, start + 12, project.codes.add("Mayor"))


def text(project: Project, coding: Coding) -> str:
    return project.codings.get(coding.uid).translation


def test_a_translation_stands_beside_the_words_and_is_one_step(project: Project, coding: Coding) -> None:
    project.translations.write(coding, "The mayor is keen.")
    table = project.segments()
    assert [column.name for column in table.columns][-1] == "translation"
    assert table.values[0][-1] == "The mayor is keen."
    assert project.history.undo() == "Translated 12 characters of Mayor"
    assert text(project, coding) == ""
    assert [column.name for column in project.segments().columns][-1] == "uid"


def test_one_sitting_is_one_step_however_often_it_is_saved(project: Project, coding: Coding) -> None:
    for words in ("The", "The mayor", "The mayor is keen."):
        project.translations.write(coding, words, visit="now")
    project.history.undo()
    assert text(project, coding) == ""
    project.history.redo()
    assert text(project, coding) == "The mayor is keen."
    assert project.check() == []


def test_after_something_else_a_sitting_goes_on_as_a_step_of_its_own(
    project: Project, coding: Coding
) -> None:
    project.translations.write(coding, "The", visit="now")
    project.codes.add("Port")
    project.translations.write(coding, "The mayor", visit="now")
    project.history.undo()
    assert text(project, coding) == "The"


def test_blanks_alone_are_no_translation(project: Project, coding: Coding) -> None:
    project.translations.write(coding, "keen")
    project.translations.write(coding, " \n")
    assert project.translations.texts() == {}


def test_a_coding_that_is_gone_cannot_be_translated(project: Project, coding: Coding) -> None:
    project.codings.remove([coding])
    with pytest.raises(UnknownNameError, match="no longer in the project"):
        project.translations.write(coding, "keen")
