"""Truth tables on the screen: an outcome, conditions, what leads there, and the cases behind each row."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from pathlib import Path

import pytest
from at_a_view import Reader, until
from coding_study import MORI

from qcode import Project
from qcode.tui.screens.truth_table import AskedTruth

At = Callable[..., AbstractAsyncContextManager[Reader]]
GATES = AskedTruth(
    outcome="LED=code:Orchestration>=2",
    conditions=("LARGE=case.population>=200000", 'GATE=code:"Gatekeeper"(0.5,1.5,3.5)'),
)


async def answer(reader: Reader, words: str) -> None:
    """Give an answer in place of what stands in the line that asks."""
    await until(reader, lambda: reader.view.prompt.asking)
    await reader.press("ctrl+u")
    await reader.type(words)
    await reader.press("enter")
    await rest(reader)


async def rest(reader: Reader) -> None:
    await until(
        reader, lambda: all(one.is_finished for one in reader.app.workers) or reader.view.prompt.asking
    )
    await reader.settle()


async def show(reader: Reader, **other: object) -> None:
    await reader.view.find(replace(GATES, **other))
    await reader.settle()


def rows(reader: Reader) -> dict[str, list[object]]:
    table = reader.view.truth.table
    return {row.label: list(values) for row, values in zip(table.rows, table.values, strict=True)}


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_an_outcome_and_conditions_are_chosen_and_make_a_table(at: At, size: tuple[int, int]) -> None:
    async with at("truth-table", size=size) as reader:
        assert "This needs an outcome and two conditions or more." in reader.screen
        await reader.press("y")
        await reader.type("orchestration")
        await reader.press("enter")
        await until(reader, lambda: reader.view.prompt.asking)
        await reader.type(">=2")
        await reader.press("enter")
        await rest(reader)
        assert reader.view.asked.outcome == "ORCHESTRATION=code:Orchestration>=2"
        await reader.press("c")
        await reader.type("LARGE=case.population>=200000")
        await reader.press("enter")
        await until(reader, lambda: reader.view.prompt.asking)
        await reader.press("enter")
        await rest(reader)
        assert "This needs a second condition." in reader.screen
        await reader.press("c")
        await reader.type("gatekeeper")
        await reader.press("enter")
        await until(reader, lambda: reader.view.prompt.asking)
        await reader.type("(0.5,1.5,3.5)")
        await reader.press("enter")
        await rest(reader)
        assert "Truth table of ORCHESTRATION" in reader.head
        assert rows(reader)["LARGE*~GATEKEEPER"][2:4] == [4, "1"]
        assert "LARGE*~GATEKEEPER" in reader.screen


async def test_the_cases_of_a_row_stand_below_it_with_what_they_are_members_of(at: At) -> None:
    async with at("truth-table") as reader:
        await show(reader)
        assert reader.view.told.told.plain.startswith("LARGE*~GATE")
        assert "Fukami: LARGE 1, GATE 0.19, LED 1" in reader.screen
        await reader.press("down")
        assert "Jinnai: LARGE 0, GATE" in reader.screen
        assert "Fukami: " not in reader.view.told.told.plain.partition("Notes")[0]
        await reader.press("enter")
        assert reader.view.NAME == "segments"
        await reader.press("q")
        assert reader.view.NAME == "truth-table"


async def test_solutions_necessity_and_sets_are_shown_of_the_same(at: At) -> None:
    async with at("truth-table") as reader:
        await show(reader)
        for key, title, word in (
            ("s", "What leads to LED", "parsimonious"),
            ("n", "What is necessary for LED", "RoN"),
            ("m", "Cases as members of sets", "Aoyama"),
        ):
            await reader.press("v", key)
            await rest(reader)
            assert title in reader.head
            assert word in reader.screen


async def test_cuts_and_frequency_decide_what_leads_to_the_outcome(at: At) -> None:
    async with at("truth-table") as reader:
        await show(reader)
        await reader.press("f")
        await answer(reader, "5")
        assert rows(reader)["LARGE*~GATE"][3] == "?"
        assert "5 cases at least" in reader.head
        await reader.press("f")
        await answer(reader, "1")
        await reader.press("i")
        await answer(reader, "nearly all")
        assert "“nearly all” is not a number from 0.5 to 1." in reader.hint
        await reader.press("i")
        await answer(reader, "0.95")
        assert "consistency 0.95" in reader.head
        await reader.press("N")
        assert "Truth table of ~LED" in reader.head
        await reader.press("N", "r")
        assert len(rows(reader)) == 4


async def test_what_is_wrong_with_an_outcome_is_told_before_there_are_conditions(at: At) -> None:
    async with at("truth-table") as reader:
        await reader.press("y")
        await reader.type("gatekeeper")
        await reader.press("enter")
        await answer(reader, "GATE=code:Nowhere")
        assert "This is not understood" in reader.screen
        assert "Nowhere" in reader.screen
        await answer(reader, "GATE=code:Gatekeeper>=3")
        assert reader.view.asked.outcome == "GATE=code:Gatekeeper>=3"
        assert "This needs two conditions or more." in reader.screen


async def test_a_condition_is_changed_removed_and_told_what_is_wrong_with_it(at: At) -> None:
    async with at("truth-table") as reader:
        await show(reader, expected=("GATE",))
        await reader.press("c", "down", "enter")
        await answer(reader, "GATE=code:Nowhere")
        assert "This is not understood" in reader.screen
        assert "Nowhere" in reader.screen
        await answer(reader, "GATE=code:Gatekeeper>=3")
        assert reader.view.asked.conditions[1] == "GATE=code:Gatekeeper>=3"
        await reader.press("c", "down", "enter")
        await answer(reader, "")
        assert reader.view.asked.conditions == GATES.conditions[:1]
        assert reader.view.asked.expected == ()
        assert "This needs a second condition." in reader.screen


async def test_what_is_expected_of_a_condition_gives_intermediate_solutions(at: At) -> None:
    async with at("truth-table") as reader:
        await show(reader, shown="solutions")
        await reader.press("x")
        await reader.press("2")
        await until(reader, lambda: "GATE leads there" in reader.screen)
        await reader.press("a")
        await rest(reader)
        assert reader.view.asked.expected == ("~GATE",)
        assert "intermediate" in reader.screen


async def test_configurations_become_classes_of_a_classification_undone_by_u(at: At) -> None:
    def classes(reader: Reader) -> dict[str, int]:
        with Project.open(reader.path, coder=MORI, keep_backups=0) as project:
            return {one.name: len(one.by_hand) for one in project.classifications.list()}

    async with at("truth-table") as reader:
        await show(reader)
        await reader.press("A", "enter", "enter")
        await until(reader, lambda: "Write this?" in reader.hint)
        assert "LARGE*~GATE: 4 cases" in reader.screen
        await reader.press("y")
        await until(reader, lambda: reader.hint.startswith("✓"))
        assert classes(reader)["Configurations"] == 8
        await reader.press("u")
        assert "Configurations" not in classes(reader)


async def test_a_table_of_it_is_written_to_a_file(at: At, tmp_path: Path) -> None:
    async with at("truth-table") as reader:
        await reader.press("e")
        assert "There is nothing to write yet" in reader.hint
        await show(reader)
        await reader.press("e", "2")
        await until(reader, lambda: "Export as" in reader.screen)
        await reader.press("c")
        await until(reader, lambda: "with names" in reader.screen)
        await reader.press("w")
        await until(reader, lambda: reader.view.path_field is not None and reader.view.path_field.is_open)
        reader.view.path_field.settle(str(tmp_path / "ways.csv"))
        await until(reader, lambda: reader.hint.startswith("✓ Wrote"))
        assert "conservative" in (tmp_path / "ways.csv").read_text("utf-8")


async def test_it_is_reached_from_the_typology_with_whose_codings_count_there(at: At) -> None:
    async with at("matrix") as reader:
        await reader.view.count(replace(reader.view.asked, condition="case.population > 0"))
        await reader.press("T", "T")
        await until(reader, lambda: reader.view.NAME == "truth-table")
        assert reader.view.asked.of.condition == "case.population > 0"
        await reader.press("q")
        assert reader.view.NAME == "typology"
