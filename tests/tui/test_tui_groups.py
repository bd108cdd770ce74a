"""Groups on the screen: a tree with the cases in it."""

import asyncio
from collections.abc import Callable, Mapping, Sequence

import pytest
from answering import Open, answer, choose, in_file, said
from at_a_view import until

from qcode import Project


def groups(project: Project) -> Mapping[str, Sequence[str]]:
    """Return path of a group -> the cases put into it."""
    tree, names = project.groups.tree(), {one.id: one.name for one in project.cases.list()}
    return {tree.path(one.id): [names[case] for case in one.cases] for one in tree}


def two_coasts(project: Project) -> None:
    """Make two groups, one below the other."""
    coast = project.groups.add("Coast", cases=["Aoyama"])
    project.groups.add("North", coast, cases=["Benten", "Chidori"])


async def test_the_tree_shows_groups_with_their_cases_each_counted_once(at: Open) -> None:
    async with at("groups", before=two_coasts) as reader:
        lines = [line.split() for line in reader.screen.split("\n")[2:10]]
        assert [line[:3] for line in lines if line][:6] == [
            ["group", "cases", "note"],
            [">", "Coast", "3"],
            ["Aoyama"],
            ["North", "2"],
            ["Benten"],
            ["Chidori"],
        ]
        assert "(no group)" in reader.screen
        assert "3 cases · 1 put into it itself" in reader.screen


async def test_cases_are_put_in_and_taken_out_one_after_the_other(at: Open) -> None:
    async with at("groups", before=two_coasts) as reader:
        await reader.press("p")
        await choose(reader, "Hamada")
        await said(reader, "✓ Put Hamada into Coast.")
        await choose(reader, "Aoyama")
        await said(reader, "✓ Took Aoyama out of Coast.")
        await reader.press("escape")
        assert in_file(reader, groups)["Coast"] == ["Hamada"]
        assert "✓ Took Aoyama" in reader.hint


async def test_a_case_in_the_tree_is_taken_out_by_minus_and_undo_puts_it_back(at: Open) -> None:
    async with at("groups", before=two_coasts) as reader:
        await reader.press("down", "minus")
        await said(reader, "✓ Took Aoyama out of Coast.")
        assert in_file(reader, groups)["Coast"] == []
        await reader.press("u")
        await said(reader, "✓ Undid")
        assert in_file(reader, groups)["Coast"] == ["Aoyama"]


async def test_groups_are_made_renamed_moved_and_removed(at: Open) -> None:
    async with at("groups", before=two_coasts) as reader:
        await reader.press("A")
        await answer(reader, "South")
        await said(reader, "✓ Added the group South below Coast")
        await reader.press("r")
        await answer(reader, "Far south")
        await said(reader, "✓ South is now called Far south.")
        await reader.press("v")
        await choose(reader, "the top")
        await said(reader, "✓ Far south is at the top now.")
        await reader.press("K")
        await said(reader, "✓ Far south is number 1 of 2 now.")
        assert [*in_file(reader, groups)] == ["Far south", "Coast", "Coast > North"]
        await reader.press("minus")
        await until(reader, lambda: reader.view.prompt.asking)
        await reader.press("y")
        await said(reader, "✓ Removed the group Far south")
        assert [*in_file(reader, groups)] == ["Coast", "Coast > North"]


async def test_groups_are_made_of_the_values_of_an_attribute(at: Open) -> None:
    def prefectures(project: Project) -> None:
        for name, prefecture in (("Aoyama", "Shiomi"), ("Benten", "Kurogane"), ("Chidori", "Shiomi")):
            project.attributes.set(project.cases.find(name), "prefecture", prefecture)

    async with at("groups", before=prefectures) as reader:
        assert "No groups yet" in reader.screen
        await reader.press("f")
        await choose(reader, "prefecture")
        await choose(reader, "nothing more")
        await said(reader, "✓ 2 groups added, 3 cases put into groups.")
        assert in_file(reader, groups) == {"Shiomi": ["Aoyama", "Chidori"], "Kurogane": ["Benten"]}


async def test_the_cases_have_a_column_of_groups_which_is_edited_like_any(at: Open) -> None:
    async with at("cases", before=two_coasts) as reader:
        grid = reader.view.grid
        column = [one.title for one in grid.source.columns].index("groups")
        assert grid.source.cell(1, column).text == "North"
        grid.go_to(3, column)
        await reader.press("e")
        await choose(reader, "Valley")
        await said(reader, "into the new group Valley.")
        await reader.press("escape")
        name = grid.source.cases[3].name
        assert in_file(reader, groups)["Valley"] == [name]
        await reader.press("u")
        await said(reader, "✓ Undid")
        assert "Valley" not in in_file(reader, groups)


async def test_a_key_leads_from_a_case_to_its_place_in_the_tree(at: Open) -> None:
    async with at("cases", before=two_coasts) as reader:
        await reader.press("down", "G")
        await until(reader, lambda: reader.view.NAME == "groups")
        line = reader.view.line
        assert (line.group.name, line.case.name) == ("North", "Benten")


async def test_enter_on_a_group_lists_what_is_coded_in_it_and_below(at: Open) -> None:
    async with at("groups", before=two_coasts) as reader:
        await reader.press("enter")
        await until(reader, lambda: reader.view.NAME == "segments")
        assert len(reader.view.shown) == sum(map(len, ("ggggo", "ggggp", "gggo")))


async def test_a_list_that_takes_longer_than_keys_wait_for_comes_all_the_same(
    at: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qcode.tui.app.SECONDS_TO_TELL", 0.01)
    async with at("groups", before=two_coasts) as reader:
        ask, counted = reader.app.session.ask, asyncio.Event()

        async def ask_later(question: Callable[[Project], object]) -> object:
            await counted.wait()
            return await ask(question)

        monkeypatch.setattr(reader.app.session, "ask", ask_later)
        asyncio.get_running_loop().call_later(0.2, counted.set)
        await reader.press("enter")
        await until(reader, lambda: reader.view.NAME == "segments")


async def test_a_folded_group_hides_what_is_in_it(at: Open) -> None:
    async with at("groups", before=two_coasts, size=(80, 24)) as reader:
        await reader.press("z")
        assert "> Coast" in reader.screen
        assert "North" not in reader.screen
