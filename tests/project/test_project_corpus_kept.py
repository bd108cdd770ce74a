"""What analyses look at is read once, and again as soon as anything is another."""

from pathlib import Path

import pytest

from qcode import Project
from qcode.model.documents import Transcript


def test_it_is_the_same_while_nothing_changes(project: Project, interview: Transcript) -> None:
    project.documents.import_transcript(interview, "talk.txt")
    before = project.corpus()
    assert project.corpus() is before
    assert list(project.segments().values) == []
    assert project.corpus() is before


def test_own_acts_undo_and_redo_are_seen(project: Project, interview: Transcript) -> None:
    document = project.documents.import_transcript(interview, "talk.txt").document
    code = project.codes.add("Gatekeeper")
    project.corpus()
    project.codings.apply(document, 40, 50, code)
    assert [row[2:4] for row in project.corpus().codings] == [(40, 50)]
    project.history.undo()
    assert not project.corpus().codings
    project.history.redo()
    assert [row[2:4] for row in project.corpus().codings] == [(40, 50)]


def test_what_another_coder_does_in_the_same_file_is_seen(path: Path, interview: Transcript) -> None:
    with Project.create(path, coder="A. Mori", keep_backups=0) as one:
        document = one.documents.import_transcript(interview, "talk.txt").document
        code = one.codes.add("Gatekeeper")
        assert not one.corpus().codings
        with Project.open(path, coder="B. Lind", keep_backups=0) as other:
            other.codings.apply(document, 40, 50, code)
        assert len(one.corpus().codings) == 1


def test_an_act_that_fails_leaves_nothing_behind(project: Project) -> None:
    """Also where the corpus was looked at in the midst of it."""

    def fail() -> None:
        with project.store.act("code.add", "") as recorder:
            recorder.insert_all("meta", [{"key": "title", "value": "Another title"}])
            assert project.corpus()
            raise RuntimeError("half way")

    before = project.corpus()
    with pytest.raises(RuntimeError, match="half way"):
        fail()
    assert project.corpus().title == before.title
