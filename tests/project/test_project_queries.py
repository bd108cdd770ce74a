"""Conditions saved under a name in a project."""

from pathlib import Path

import pytest

from qcode import Project
from qcode.errors import DataError, QueryError, UnknownNameError
from qcode.model.documents import Transcript
from qcode.project.plain import export_plain, import_plain


@pytest.fixture
def coded(project: Project, interview: Transcript) -> Project:
    """A project with one interview, in which “the port” is coded twice."""
    document = project.documents.import_transcript(interview, "talk.txt").document
    gate = project.codes.add("Gate")
    start = project.documents.text(document).index("The port")
    project.codings.apply(document, start, start + 8, gate)
    project.codings.apply(document, start, start + 13, project.codes.add("Port"))
    return project


def found(project: Project, where: str) -> int:
    return len(project.select(where=where))


def test_a_query_is_saved_for_everybody_and_used_by_its_name(coded: Project, other: Project) -> None:
    assert coded.queries.save(" @from abroad ", " code = Gate ") == "from abroad"
    assert other.queries.list() == {"from abroad": "code = Gate"}
    assert found(other, '@"From  Abroad"') == 1
    assert found(other, '@"from abroad" overlaps code = Port by any coder') == 1
    assert len(other.search("port", where='@"from abroad"').values) == 1
    assert coded.check() == []


def test_saving_replacing_and_removing_are_steps_that_are_taken_back(coded: Project) -> None:
    coded.queries.save("gates", "code = Gate")
    coded.queries.save("Gates", "code = Gate or code = Port")
    assert coded.queries.list() == {"Gates": "code = Gate or code = Port"}
    coded.queries.save("Gates", "code = Gate or code = Port")
    assert coded.rows_changed == 0
    assert coded.queries.remove("gates") == "Gates"
    assert coded.queries.list() == {}
    assert coded.history.undo() == "Removed the saved query Gates"
    assert coded.history.undo() == "Saved the query Gates"
    assert coded.queries.list() == {"gates": "code = Gate"}
    assert coded.history.undo() == "Saved the query gates"
    assert coded.queries.list() == {}
    assert coded.history.redo() == "Saved the query gates"
    assert found(coded, "@gates") == 1


def test_queries_are_listed_by_their_names(coded: Project) -> None:
    for name in ("b", "C", "a"):
        coded.queries.save(name, "code = Gate")
    assert list(coded.queries.list()) == ["a", "b", "C"]


@pytest.mark.parametrize(
    ("name", "condition", "message"),
    [
        ("x", "", "The condition is empty"),
        ("x", "code =", "A value is missing here"),
        ("x", "code = Nowhere", "There is no code “Nowhere”"),
        ("x", "code = Gate or @x", "The query “x” mentions itself"),
        ("x", "@y", "There is no saved query “y”"),
        ("x", "code = Gate or " * 700 + "code = Gate", "at most 10,000 characters"),
        ("@", "code = Gate", "A saved query needs a name"),
        ('the "old" one', "code = Gate", "no quotation marks"),
        ("a\nb", "code = Gate", "control character"),
    ],
)
def test_what_cannot_be_used_is_not_saved(coded: Project, name: str, condition: str, message: str) -> None:
    with pytest.raises((DataError, QueryError), match=message):
        coded.queries.save(name, condition)
    assert coded.queries.list() == {}


def test_a_query_that_is_not_there_cannot_be_removed(coded: Project) -> None:
    coded.queries.save("gates", "code = Gate")
    with pytest.raises(UnknownNameError, match=r"There is no saved query “gate”[.] Did you mean “gates”"):
        coded.queries.remove("gate")


def test_saved_queries_go_with_the_study_into_plain_files_and_back(coded: Project, tmp_path: Path) -> None:
    coded.queries.save("from abroad", "code = Gate overlaps code = Port")
    export_plain(coded, tmp_path / "plain")
    import_plain(tmp_path / "plain", tmp_path / "again.qcode")
    with Project.open(tmp_path / "again.qcode", keep_backups=0) as again:
        assert again.queries.list() == {"from abroad": "code = Gate overlaps code = Port"}
        assert found(again, '@"from abroad"') == 1
