"""Which cases are alike: classes beside their tree, what tells them, and a proposal to be accepted."""

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from at_a_view import Reader, reading, until
from coding_study import MORI

from qcode import Project
from qcode.model.cases import ClassedBy
from qcode.tui.app import QcodeApp

Open = Callable[..., AbstractAsyncContextManager[Reader]]


@pytest.fixture
def typology(towns: Path, app_on: Callable[..., QcodeApp]) -> Open:
    """Return what opens the typology of the towns."""

    @asynccontextmanager
    async def opened(size: tuple[int, int] = (140, 40), **options: object) -> AsyncIterator[Reader]:
        async with reading(app_on(towns, **options), towns, "typology", None, size) as reader:
            yield reader

    return opened


def members(reader: Reader) -> list[list[str]]:
    types = reader.view.types
    return [sorted(types.members(label)) for label in range(types.classes.number)]


async def choose(reader: Reader, *keys: str) -> None:
    await reader.press(*keys)
    await until(reader, lambda: not reader.view.picker.is_open)
    await reader.app.workers.wait_for_complete()
    await reader.settle()


def accepted(reader: Reader) -> dict[str, dict[str, str | None]]:
    """Return the classifications in the file: name -> case -> class by hand."""
    with Project.open(reader.path, coder=MORI, keep_backups=0) as project:
        cases = {case.id: case.name for case in project.cases.list()}
        return {
            one.name: {
                cases[case]: said.class_name
                for case, said in project.classifications.members(one).items()
                if said.by is ClassedBy.HAND and said.class_name
            }
            for one in project.classifications.list()
        }


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_cases_stand_in_their_classes_beside_the_tree(typology: Open, size: tuple[int, int]) -> None:
    async with typology(size=size) as reader:
        assert members(reader)[0] == ["Aoyama", "Benten", "Chidori", "Jinnai"]
        assert "1 Jinnai" in reader.screen
        assert "class 1: 4 cases" in reader.screen
        assert "class 1 of" in reader.screen
        assert reader.hint.startswith("Class 1: mean silhouette 0.")


async def test_the_number_of_classes_is_chosen_by_how_well_they_fit(typology: Open) -> None:
    async with typology() as reader:
        await reader.press("n")
        assert "mean silhouette" in reader.screen
        await choose(reader, "2")
        assert members(reader) == [
            ["Aoyama", "Benten", "Chidori", "Jinnai"],
            ["Fukami", "Hamada", "Ishiki", "Kobuse", "Mikuma"],
        ]


async def test_enter_on_a_code_lists_its_quotations_in_the_class_and_on_a_class_those_of_its_codes(
    typology: Open,
) -> None:
    async with typology() as reader:
        await choose(reader, "n", "2")
        await reader.press("j")
        assert reader.hint.startswith("Gatekeeper: ")
        await reader.press("enter")
        assert reader.view.NAME == "segments"
        assert len(reader.view.shown) == 15
        await reader.press("q")
        assert reader.view.NAME == "typology"
        await reader.press("k", "enter")
        assert len(reader.view.shown) >= 15


async def test_what_is_compared_and_how_is_changed_by_one_key_each(typology: Open) -> None:
    async with typology() as reader:
        await choose(reader, "m", "x")
        assert "presence · jaccard, average" in reader.head
        await reader.press("d")
        await reader.type("zzz")
        await choose(reader, "escape")
        await reader.press("c")
        await reader.type("top codes")
        await choose(reader, "enter")
        assert "code:*" in reader.head
        await reader.press("a")
        assert "with sub-codes" in reader.head


async def test_a_proposal_is_told_before_it_is_written_and_undone_by_u(typology: Open) -> None:
    async with typology() as reader:
        await choose(reader, "n", "2")
        before = accepted(reader)
        await reader.press("A")
        await until(reader, lambda: reader.view.prompt.asking)
        await reader.type("Kinds")
        await reader.press("enter")
        await until(reader, lambda: "Memo" in reader.screen)
        await reader.type("by their codes")
        await reader.press("enter")
        await until(reader, lambda: "Write this?" in reader.hint)
        for words in (
            "Classification “Kinds”",
            "by their codes",
            "class 1: 4 cases",
            "Aoyama, Benten",
            "It is new",
        ):
            assert words in reader.screen
        await reader.press("m")
        assert accepted(reader) == before
        await reader.press("y")
        await until(reader, lambda: reader.hint.startswith("✓"))
        assert reader.hint == "✓ Accepted 9 cases in 2 classes as “Kinds”"
        assert accepted(reader)["Kinds"]["Jinnai"] == "class 1"
        assert accepted(reader)["Kinds"]["Ishiki"] == "class 2"
        await reader.press("u")
        assert accepted(reader) == before


async def test_a_proposal_for_a_name_that_is_there_says_what_it_replaces_and_can_be_left(
    typology: Open,
) -> None:
    async with typology() as reader:
        before = accepted(reader)
        await reader.press("A")
        await until(reader, lambda: reader.view.prompt.asking)
        await reader.type("SIZE")
        await reader.press("enter", "enter")
        await until(reader, lambda: "Write this?" in reader.hint)
        assert "It is there already" in reader.screen
        await reader.press("n")
        assert reader.hint == "Nothing was changed."
        assert accepted(reader) == before
        assert "class 1: 4 cases" in reader.screen


async def test_what_counts_in_the_matrix_counts_here(typology: Open) -> None:
    async with typology() as reader:
        await reader.go("matrix")
        await reader.press("w")
        await reader.type("not case = Ishiki")
        await reader.press("enter", "T")
        await until(reader, lambda: reader.view.NAME == "typology" and "Ishiki" in reader.head)
        assert all("Ishiki" not in several for several in members(reader))


async def test_the_tree_becomes_a_picture_and_tables_are_exported(typology: Open, tmp_path: Path) -> None:
    async with typology() as reader:
        await reader.press("p")
        await until(reader, lambda: reader.view.NAME == "picture" and reader.view.drawn)
        assert "┬" in reader.view.drawn
        await reader.press("q")
        await reader.press("e", "2")
        await until(reader, lambda: "Export as" in reader.screen)
        await reader.press("c")
        await until(reader, lambda: "Names of cases" in reader.screen)
        await reader.press("k")
        await until(reader, lambda: reader.view.path_field is not None and reader.view.path_field.is_open)
        reader.view.path_field.query_one("#path").value = str(tmp_path / "members.csv")
        await reader.press("enter")
        await until(reader, lambda: reader.hint.startswith("✓ Wrote 9 rows, names kept back"))
    text = (tmp_path / "members.csv").read_text("utf-8-sig")
    assert "Case A" in text and "Aoyama" not in text


async def test_too_few_cases_are_said_in_the_place_of_the_classes(
    study: Path, app_on: Callable[..., QcodeApp]
) -> None:
    async with reading(app_on(study), study, "typology") as reader:
        assert "too few cases to compare" in reader.screen
        await reader.press("n", "A", "j", "enter", "p")
        assert reader.view.NAME == "picture"
        assert "too few cases to compare" in reader.screen


async def test_the_missing_extra_is_named_with_the_command_that_installs_it(
    typology: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "scipy.cluster.hierarchy", None)
    async with typology(size=(80, 24)) as reader:
        assert "needs the extra `stats`. pip install 'qcode[stats]'" in reader.screen


async def test_in_ascii_the_view_has_no_other_signs(typology: Open) -> None:
    async with typology(ascii=True) as reader:
        assert "\n".join(reader.screen.split("\n")[1:-2]).isascii()


async def test_what_is_wrong_with_a_condition_is_pointed_at_and_mended_where_it_stands(
    typology: Open,
) -> None:
    async with typology() as reader:
        before = members(reader)
        await reader.press("w", *"case=", "enter")
        await until(reader, lambda: "This is not understood" in reader.screen)
        assert "^" in reader.screen and reader.view.prompt.asking
        assert members(reader) == before
        await reader.press("escape")
        await until(reader, lambda: "This is not understood" not in reader.screen)
        assert reader.hint == "Nothing was changed."


async def test_a_study_without_codes_is_told_so(tmp_path: Path, app_on: Callable[..., QcodeApp]) -> None:
    empty = tmp_path / "empty.qcode"
    Project.create(empty, "Empty", coder=MORI, keep_backups=0).close()
    async with reading(app_on(empty), empty, "typology") as reader:
        assert "There are no codes yet" in reader.hint
        await reader.press("n")
        assert reader.hint == "There are no classes here."
        await reader.go("framework")
        await reader.press("n")
        assert reader.hint == "There is nothing to write of yet."
