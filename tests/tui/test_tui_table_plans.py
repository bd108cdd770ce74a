"""Tables of groups, classes and events on the screen: foretold, then imported as one step, and written."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from answering import Open, choose, in_file, said
from at_a_view import Reader, until
from coding_study import MORI

from qcode import Project
from qcode.sheets import read_classes, read_events, read_groups
from qcode.tui.screens.table_import import Plan
from qcode.tui.screens.table_plans import plan_classes, plan_events, plan_groups

GROUPS = "group,cases,note\nNorth,Aoyama; Benten,by the sea\nNorth > Upper,Chidori,\n"
CLASSES = "case,class,reason\nAoyama,port,its harbour\nBenten,inland,\n"
EVENTS = "date,until,title,case\n2008,,Port,Benten\n2010,open,Law,\n"


def groups(project: Project) -> dict[str, set[str]]:
    tree, cases = project.groups.tree(), {one.id: one.name for one in project.cases.list()}
    return {tree.path(one.id): {cases[case] for case in one.cases} for one in tree}


def by_hand(project: Project) -> dict[str, dict[str, str | None]]:
    cases = {one.id: one.name for one in project.cases.list()}
    return {
        one.name: {cases[case]: said.class_name for case, said in one.by_hand.items()}
        for one in project.classifications.list()
    }


def titles(project: Project) -> list[str]:
    return [one.title for one in project.events.list()]


async def name_file(reader: Reader, path: Path) -> None:
    await until(reader, lambda: reader.view.path_field and reader.view.path_field.is_open)
    reader.view.path_field.settle(str(path))


async def foretold(reader: Reader, words: str) -> None:
    await until(reader, lambda: words in reader.screen and reader.app.screen is not reader.view)


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_a_table_of_groups_is_shown_before_it_is_written_and_undone_at_once(
    at: Open, tmp_path: Path, size: tuple[int, int]
) -> None:
    sheet = tmp_path / "groups.csv"
    sheet.write_text(GROUPS, "utf-8")
    async with at("groups", size=size) as reader:
        await reader.press("i")
        await name_file(reader, sheet)
        await foretold(reader, "2 new groups · 3 changes · 0 as before")
        assert "+ Aoyama, Benten" in reader.screen
        assert in_file(reader, groups) == {}
        await reader.press("i", "y")
        await said(reader, "✓ Imported groups.csv: 2 groups added, 3 cases put into groups.")
        assert in_file(reader, groups) == {"North": {"Aoyama", "Benten"}, "North > Upper": {"Chidori"}}
        await reader.press("u")
        assert in_file(reader, groups) == {}


async def test_a_table_of_classes_goes_into_the_classification_that_is_chosen(
    at: Open, tmp_path: Path
) -> None:
    sheet = tmp_path / "classes.csv"
    sheet.write_text(CLASSES, "utf-8")
    async with at("classes") as reader:
        await reader.press("i")
        await name_file(reader, sheet)
        await choose(reader, "size")
        await foretold(reader, "2 new classes · 2 changes")
        assert "small (by cut points)" in reader.screen
        assert "port: its harbour" in reader.screen
        await reader.press("q")
        assert in_file(reader, by_hand) == {"size": {}}
        await reader.press("i")
        await name_file(reader, sheet)
        await choose(reader, "kind of place")
        await foretold(reader, "2 new classes")
        await reader.press("enter", "y")
        await said(reader, "✓ Imported classes.csv: 2 cases in “kind of place” by hand.")
        assert in_file(reader, by_hand)["kind of place"] == {"Aoyama": "port", "Benten": "inland"}
        await reader.press("u")
        assert in_file(reader, by_hand) == {"size": {}}


async def test_a_table_with_a_case_that_is_not_there_says_so_and_shows_nothing(
    at: Open, tmp_path: Path
) -> None:
    sheet = tmp_path / "groups.csv"
    sheet.write_text("group,cases\nNorth,Nowhere\n", "utf-8")
    async with at("groups") as reader:
        await reader.press("i")
        await name_file(reader, sheet)
        await said(reader, "Nowhere")
        assert "groups.csv" in reader.hint
        assert reader.app.screen is reader.view


@pytest.mark.parametrize(("view", "word"), [("groups", "North"), ("classes", "cut")])
async def test_groups_and_classes_are_written_as_they_can_be_imported(
    at: Open, tmp_path: Path, view: str, word: str
) -> None:
    target = tmp_path / "written.csv"
    async with at(view, before=lambda project: project.groups.add("North", cases=["Aoyama"])) as reader:
        await reader.press("x", "c")
        await until(reader, lambda: "with names" in reader.screen)
        await reader.press("w")
        await name_file(reader, target)
        await said(reader, "✓ Wrote")
    assert word in target.read_text("utf-8")
    assert (read_groups if view == "groups" else read_classes)(target).rows


@pytest.mark.parametrize(
    ("text", "read", "plan", "write", "state"),
    [
        (GROUPS, read_groups, plan_groups, lambda project, rows: project.groups.import_rows(rows), groups),
        (
            CLASSES,
            read_classes,
            lambda project, rows, source: plan_classes(project, "size", rows, source),
            lambda project, rows: project.classifications.import_rows("size", rows, new=True),
            by_hand,
        ),
        (EVENTS, read_events, plan_events, lambda project, rows: project.events.import_rows(rows), titles),
    ],
    ids=["groups", "classes", "events"],
)
def test_after_the_import_the_same_table_changes_nothing(
    towns: Path,
    tmp_path: Path,
    text: str,
    read: Callable[[Path], Sequence[object]],
    plan: Callable[[Project, Sequence[object], str], Plan],
    write: Callable[[Project, Sequence[object]], object],
    state: Callable[[Project], object],
) -> None:
    sheet = tmp_path / "table.csv"
    sheet.write_text(text, "utf-8")
    rows = read(sheet)
    with Project.open(towns, coder=MORI, keep_backups=0) as project:
        before = state(project)
        assert plan(project, rows, "table.csv").added == 2
        assert state(project) == before
        write(project, rows)
        again = plan(project, rows, "table.csv")
        assert list(again.changes) == []
        assert again.same == len(rows)
