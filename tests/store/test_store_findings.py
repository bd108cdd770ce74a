"""`check` and `repair` on what is made of cases and codings: groups, classes, events, summaries, rules."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from live_rows import live_rows
from tampering import full_project, tamper

from qcode import Project
from qcode.model.documents import Transcript
from qcode.store.repair import repair


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory, talk: Callable[..., Transcript]) -> Path:
    path = full_project(tmp_path_factory.mktemp("findings") / "study.qcode", talk)
    with Project.open(path, coder="A. Mori", keep_backups=0) as project:
        kitaoka = project.cases.find("Kitaoka")
        chubu = project.groups.add("Chubu")
        project.groups.add("Aichi", chubu, cases=["Kitaoka"])
        size = project.classifications.add("size", attribute="population", cuts=(50_000,), classes=("a", "b"))
        project.classifications.assign(size, kitaoka, "b", "it grew")
        event = project.events.add("2008-07", "Sister port", case=kitaoka)
        project.events.link(event, [one.id for one in project.codings.list()])
        project.summaries.write(kitaoka, project.codes.find("Gate"), "The port decides.")
        rule = project.rules.add(project.codes.find("Harbour"), "port")
        project.rules.refuse(project.rules.proposals(rules=[rule]).proposals)
    return path


@pytest.fixture
def closed(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(original, tmp_path / "study.qcode"))


DAMAGE = [
    ("UPDATE classifications SET cuts = '['", "The cuts of “size” cannot be read"),
    ("UPDATE classifications SET cuts = '[5, 9]'", "The cuts of “size” cannot be read"),
    ("""UPDATE classifications SET cuts = '["9", "5"]'""", "The cuts of “size” cannot be read"),
    ("""UPDATE classifications SET cuts = '["inf"]'""", "The cuts of “size” cannot be read"),
    ("UPDATE classifications SET cuts = '[]'", "an attribute without cut points"),
    ("UPDATE classifications SET attribute_id = NULL", "cut points without an attribute"),
    ("UPDATE classifications SET classes = '{\"a\": 1}'", "The classes of “size” cannot be read"),
    ("UPDATE classifications SET classes = '\"ab\"'", "The classes of “size” cannot be read"),
    ("UPDATE classifications SET classes = '[1, null]'", "The classes of “size” cannot be read"),
    (
        "UPDATE class_cases SET class = 'c'",
        "“Kitaoka” is in the class “c” of “size”, which has no such class",
    ),
    ("UPDATE class_cases SET classification_id = 77", "points at a row of classifications that does not"),
    ("UPDATE groups SET parent_id = 2 WHERE id = 1", "The group “Chubu” lies below itself"),
    (
        "UPDATE groups SET deleted = 1 WHERE id = 2",
        "of group_cases rests on a row of groups that was removed",
    ),
    ("DELETE FROM group_cases", "of group_cases that is not there"),
    ("UPDATE events SET \"date\" = 'spring'", "The event “Sister port” has a date that is none"),
    ("UPDATE events SET until = '2008-13'", "The event “Sister port” has a date that is none"),
    (
        "UPDATE codings SET deleted = 1 WHERE id = 1",
        "of event_codings rests on a row of codings that was removed",
    ),
    ("UPDATE summaries SET text = 'Nobody decides.'", "of summaries differs from what the log says"),
    ("DELETE FROM summaries", "of summaries that is not there"),
    ("UPDATE rules SET code_id = 99", "of rules points at a row of codes that does not"),
    ("UPDATE refusals SET rule_id = 99", "of refusals points at a row of rules that does not"),
]


@pytest.mark.parametrize(("statement", "words"), DAMAGE, ids=[words for _, words in DAMAGE])
def test_damage_is_found_and_put_right_from_the_log(closed: Path, statement: str, words: str) -> None:
    before = live_rows(closed)
    tamper(closed, statement)
    with Project.open(closed, coder="A. Mori", keep_backups=0) as project:
        problems = project.check()
    assert any(words in problem for problem in problems), problems
    result = repair(closed)
    assert result.is_whole, result
    assert live_rows(closed) == before


def test_a_class_that_is_none_is_said_and_left_where_the_log_says_it_too(closed: Path) -> None:
    with Project.open(closed, coder="A. Mori", keep_backups=0) as project:
        (row,) = project.store.rows("SELECT uid FROM class_cases")
        with project.store.act("tests.odd", "") as recorder:
            recorder.update("class_cases", row["uid"], **{"class": "lost"})
            recorder.summary = "Odd"
        shown = project.classifications.find("size")
        assert shown.classes == ("a", "b", "lost")
    result = repair(closed)
    assert "which has no such class" in " ".join(result.left)
    assert not result.done


@pytest.mark.parametrize("cuts", ["[", json.dumps(["x"]), json.dumps({"a": 1})])
def test_a_damaged_classification_is_told_as_damage_wherever_it_is_read(closed: Path, cuts: str) -> None:
    tamper(closed, f"UPDATE classifications SET cuts = '{cuts}'")
    with Project.open(closed, coder="A. Mori", keep_backups=0) as project:
        with pytest.raises(Exception, match="is damaged") as told:
            project.corpus()
        assert type(told.value).__name__ == "ProjectFileError"
