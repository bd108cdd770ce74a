"""Cases and participants on the screen: two tables, edited cell by cell."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from at_a_view import Reader, reading
from coding_study import LIND, MORI

from qcode import Project
from qcode.model.cases import AttributeValue
from qcode.model.documents import Role
from qcode.sheets import read_cases
from qcode.tui.app import QcodeApp
from qcode.tui.errands import OfCase
from qcode.tui.screens.case_import import planned_changes
from qcode.tui.screens.cases import Cases
from qcode.tui.screens.table_import import TableImport
from qcode.tui.screens.view import View

Open = Callable[..., AbstractAsyncContextManager[Reader]]
Answer = TypeVar("Answer")


@pytest.fixture
def cases(study: Path, app_on: Callable[..., QcodeApp]) -> Open:
    """Return what opens the cases of the study; Minamihama has a population."""
    with Project.open(study, coder=MORI, keep_backups=0) as project:
        case = project.cases.find("Minamihama")
        project.cases.set(case, attributes={"population": [(311000, 2020, "census")]})

    @asynccontextmanager
    async def opened(size: tuple[int, int] = (120, 34), **options: object) -> AsyncIterator[Reader]:
        async with reading(app_on(study, **options), study, "cases", size=size) as reader:
            yield reader

    return opened


def in_file(reader: Reader, question: Callable[[Project], Answer]) -> Answer:
    """Ask the project's file, past the screen."""
    with Project.open(reader.path, coder=MORI, keep_backups=0) as project:
        return question(project)


def names(reader: Reader) -> list[str]:
    """Return the cases in the file, in their order."""
    return in_file(reader, lambda project: [one.name for one in project.cases.list()])


def values(reader: Reader, case: str) -> list[AttributeValue]:
    return in_file(reader, lambda project: list(project.attributes.values(project.cases.find(case).uid)))


def view_of(reader: Reader) -> Cases:
    view = reader.view
    assert isinstance(view, Cases)
    return view


async def answer(reader: Reader, *answers: str) -> None:
    """Answer the questions in the line, faster than by typing."""
    for words in answers:
        screen = reader.app.screen
        assert isinstance(screen, View)
        assert screen.prompt.asking
        screen.prompt.settle(words)
        await reader.settle()


async def stand_on(reader: Reader, column: int) -> None:
    """Put the cursor in a column of the table in front."""
    grid = view_of(reader).grid
    grid.go_to(grid.cursor_row, column)
    await reader.settle()


async def test_each_case_shows_documents_segments_and_attributes(cases: Open) -> None:
    async with cases() as reader:
        line = next(line for line in reader.screen.split("\n") if line.startswith("> Minamihama"))
        assert line.split()[2:6] == ["2", "4", "·", "311,000"]
        await stand_on(reader, 4)
        assert "311,000 (2020, census)" in reader.screen
        await stand_on(reader, 1)
        assert "Minamihama_interview; Minamihama_strategy" in reader.screen


async def test_tab_shows_the_participants_and_back(cases: Open) -> None:
    async with cases() as reader:
        await reader.press("tab")
        assert reader.head.startswith("Harbour study > Participants")
        line = next(line for line in reader.screen.split("\n") if line.lstrip("> ").startswith("R1"))
        assert "respondent" in line
        assert "Minamihama_interview" in line
        await reader.press("tab")
        assert reader.head.startswith("Harbour study > Cases")


async def test_enter_on_a_case_goes_to_its_segments(cases: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    async with cases() as reader:
        went: list[tuple[str, object]] = []

        async def go(name: str, errand: object = None) -> None:
            went.append((name, errand))

        monkeypatch.setattr(reader.app, "go", go)
        await reader.press("enter")
        uid = in_file(reader, lambda project: project.cases.find("Minamihama").uid)
        assert went == [("segments", OfCase(uid))]


async def test_a_value_is_changed_in_its_cell_with_year_and_source(cases: Open) -> None:
    async with cases() as reader:
        await stand_on(reader, 4)
        await reader.press("e")
        await answer(reader, "298000", "2015", "census")
        await reader.press("y")
        assert [(one.value, one.year) for one in values(reader, "Minamihama")] == [
            (298000, 2015),
            (311000, 2020),
        ]
        assert "311,000 +" in reader.screen
        assert "311,000 (2020, census); 298,000 (2015, census)" in reader.screen
        await reader.press("e")
        await answer(reader, "many")
        assert "“many” is no whole number" in reader.hint
        await reader.press("e")
        await answer(reader, "３１１，０００", "2020", "census")
        assert "Nothing was changed" in reader.hint or "unchanged" in reader.hint
        await reader.press("e")
        await answer(reader, "")
        assert [one.year for one in values(reader, "Minamihama")] == [2015]


async def test_an_attribute_is_added_and_becomes_a_column(cases: Open) -> None:
    async with cases() as reader:
        await reader.press("A")
        await answer(reader, "city type", "core city", "", "")
        assert "city type of Minamihama is core city." in reader.hint
        assert "city type" in reader.screen
        await reader.press("u")
        assert [one.value for one in values(reader, "Minamihama")] == [311000]


async def test_cases_are_added_put_in_order_and_found(cases: Open) -> None:
    async with cases() as reader:
        await reader.press("a")
        await answer(reader, "Sakuragi")
        await reader.press("K")
        assert names(reader) == ["Minamihama", "Sakuragi", "Kitaoka"]
        assert "in every matrix" in reader.hint
        view_of(reader).case_grid.go_to(0)
        await reader.press("slash")
        await reader.type("saku")
        await reader.press("enter")
        case = view_of(reader).case
        assert case is not None
        assert case.name == "Sakuragi"


async def test_a_case_is_renamed(cases: Open) -> None:
    async with cases() as reader:
        await reader.press("r")
        await answer(reader, "Minamihama City")
        assert names(reader) == ["Minamihama City", "Kitaoka"]
        await reader.press("r")
        await answer(reader, "kitaoka")
        assert reader.hint.startswith("! ")


async def test_documents_are_attached_from_the_case(cases: Open) -> None:
    async with cases() as reader:
        await stand_on(reader, 1)
        await reader.press("e")
        await reader.type("kitaoka")
        await reader.press("enter")
        attached = in_file(
            reader,
            lambda project: [
                one.name for one in project.documents.cases(project.documents.find("Kitaoka_interview"))
            ],
        )
        assert attached == ["Minamihama", "Kitaoka"]


async def test_removing_a_case_says_what_goes_and_what_stays(cases: Open) -> None:
    async with cases() as reader:
        before = reader.codings()
        await reader.press("minus")
        assert reader.hint == (
            "2 links to documents and 1 value would go with it. Documents and codings stay."
        )
        await reader.press("y")
        assert names(reader) == ["Kitaoka"]
        assert reader.codings() == before
        await reader.press("u")
        assert names(reader) == ["Minamihama", "Kitaoka"]


async def test_a_participant_gets_role_pseudonym_and_a_case_of_their_own(cases: Open) -> None:
    async with cases() as reader:
        await reader.press("tab", "j")
        who = view_of(reader).participant
        assert who is not None
        await stand_on(reader, 1)
        await reader.press("e", "o")
        await stand_on(reader, 2)
        await reader.press("e")
        await answer(reader, "City official")
        await stand_on(reader, 3)
        await reader.press("e")
        await reader.type("Prefecture")
        await reader.press("enter")
        now = in_file(
            reader, lambda project: next(one for one in project.participants.list() if one.id == who.id)
        )
        assert now.role is Role.OTHER
        assert now.pseudonym == "City official"
        assert names(reader)[-1] == "Prefecture"
        assert "speaks for the new case Prefecture" in reader.hint
        await reader.press("u")
        assert "Prefecture" not in names(reader)


async def test_two_participants_become_one(cases: Open) -> None:
    async with cases() as reader:
        await reader.press("tab")
        before = in_file(reader, lambda project: len(project.participants.list()))
        await reader.press("j", "M", "enter")
        assert "1 turn would become turns of R1." in reader.hint
        await reader.press("y")
        assert in_file(reader, lambda project: len(project.participants.list())) == before - 1
        assert "Merged R1 into R1: 1 turn." in reader.hint


async def test_counted_columns_are_not_edited(cases: Open) -> None:
    async with cases() as reader:
        await reader.press("tab")
        await stand_on(reader, 5)
        await reader.press("e")
        assert "cannot be edited" in reader.hint


TABLE = "case,population@2020 census,class,documents\nMinamihama,311000,port,\nKitaoka,90000,,Kitaoka_interview\nHoshi,,,Minamihama_strategy\n"


async def test_a_table_of_cases_is_previewed_then_imported(cases: Open, tmp_path: Path) -> None:
    table = tmp_path / "cases.csv"
    table.write_text(TABLE, "utf-8")
    async with cases() as reader:
        before = in_file(reader, lambda project: project.newest_change())
        await reader.press("i")
        view_of(reader).path_field.settle(str(table))
        for _ in range(50):
            await reader.settle()
            if isinstance(reader.app.screen, TableImport) and reader.app.screen.plan.changes:
                break
        assert "1 new case · 3 changes · 0 as before" in reader.screen
        assert in_file(reader, lambda project: project.newest_change()) == before
        await reader.press("enter", "y")
        assert names(reader) == ["Minamihama", "Kitaoka", "Hoshi"]
        assert [one.value for one in values(reader, "Kitaoka")] == [90000]
        assert "Imported cases.csv" in reader.hint


def test_the_preview_tells_what_the_import_then_does(study: Path, tmp_path: Path) -> None:
    table = tmp_path / "cases.csv"
    table.write_text(TABLE, "utf-8")
    rows = read_cases(table)
    with Project.open(study, coder=MORI, keep_backups=0) as project:
        case = project.cases.find("Minamihama")
        project.cases.set(case, attributes={"population": [(300000, 2020, "census")]})
        plan = planned_changes(project, rows)
        changes = {(one.of, one.what): (one.now, one.after) for one in plan.changes}
        assert changes == {
            ("Minamihama", "population"): ("300,000 (2020, census)", "311,000 (2020, census)"),
            ("Minamihama", "class"): ("", "port"),
            ("Kitaoka", "population"): ("", "90,000 (2020, census)"),
            ("Hoshi", "new case"): ("", ""),
            ("Hoshi", "documents"): ("", "+ Minamihama_strategy"),
        }
        assert (plan.added, plan.same) == (1, 0)
        project.cases.import_rows(rows)
        again = planned_changes(project, rows)
        assert list(again.changes) == []
        assert (again.added, again.same) == (0, 3)


def test_what_a_code_fills_in_is_foretold_too(study: Path, tmp_path: Path) -> None:
    table = tmp_path / "cases.csv"
    table.write_text("case,municipality_code\nKitakyushu,40100\n", "utf-8")
    rows = read_cases(table)
    with Project.open(study, coder=MORI, keep_backups=0) as project:
        project.cases.add("Kitakyushu")
        project.cases.set(
            project.cases.find("Kitakyushu"), attributes={"prefecture": [("my own", None, "me")]}
        )
        told = {one.what for one in planned_changes(project, rows).changes}
        project.cases.import_rows(rows)
        names = {one.id: one.name for one in project.attributes.list()}
        uid = project.cases.find("Kitakyushu").uid
        written = {names[one.attribute_id] for one in project.attributes.values(uid) if one.source != "me"}
        assert told == written
        assert "prefecture" not in told


async def test_the_cases_go_to_a_file_that_can_be_imported(cases: Open, tmp_path: Path) -> None:
    async with cases() as reader:
        await reader.press("x")
        view_of(reader).path_field.settle(str(tmp_path / "out.csv"))
        await reader.settle()
        rows = read_cases(tmp_path / "out.csv")
        assert rows[0].name == "Minamihama"
        assert rows[0].attributes["population"] == [(311000, 2020, "census")]


async def test_what_another_person_changes_is_seen(cases: Open) -> None:
    async with cases() as reader:
        with Project.open(reader.path, coder=LIND, keep_backups=0) as other:
            other.cases.add("[/] Seen")
        await reader.app.session.look()
        await reader.settle()
        assert "[/] Seen" in reader.screen


async def test_a_small_terminal_shows_the_table_and_what_lies_behind_a_cell(cases: Open) -> None:
    async with cases(size=(80, 24), ascii=True) as reader:
        assert "Minamihama" in reader.screen
        assert "Minamihama_interview; Minamihama_strategy" in reader.screen


async def test_an_empty_project_says_how_to_begin(tmp_path: Path, app_on: Callable[..., QcodeApp]) -> None:
    path = tmp_path / "empty.qcode"
    Project.create(path, "Empty", coder=MORI, keep_backups=0).close()
    async with reading(app_on(path), path, "cases") as reader:
        assert "No cases yet: a adds one, i imports a table of them." in reader.screen
        await reader.press("e")
        assert reader.hint == "There is nothing to edit here yet."
        await reader.press("minus")
        assert "There is no case in hand." in reader.hint
