"""The codebook on the screen: looking at codes, and every way of changing them."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from at_a_view import Reader, reading
from coding_study import LIND, MORI

from qcode import Project
from qcode.codebook import read_codebook
from qcode.tui.app import QcodeApp
from qcode.tui.errands import EditCode, OfCode
from qcode.tui.screens.codebook import Codebook
from qcode.tui.screens.view import View

Open = Callable[..., AbstractAsyncContextManager[Reader]]
Answer = TypeVar("Answer")


@pytest.fixture
def codebook(study: Path, app_on: Callable[..., QcodeApp]) -> Open:
    """Return what opens the codebook of the study."""

    @asynccontextmanager
    async def opened(size: tuple[int, int] = (120, 34), **options: object) -> AsyncIterator[Reader]:
        async with reading(app_on(study, **options), study, "codebook", size=size) as reader:
            yield reader

    return opened


def in_file(reader: Reader, question: Callable[[Project], Answer]) -> Answer:
    """Ask the project's file, past the screen."""
    with Project.open(reader.path, coder=MORI, keep_backups=0) as project:
        return question(project)


def paths(reader: Reader) -> list[str]:
    """Return the codes in the file, in reading order."""
    return in_file(
        reader, lambda project: [project.codes.tree().path(one.id) for one in project.codes.tree()]
    )


def view_of(reader: Reader) -> Codebook:
    view = reader.view
    assert isinstance(view, Codebook)
    return view


def stand_on(reader: Reader, name: str) -> None:
    """Put the cursor on a code."""
    view = view_of(reader)
    assert view.select(view.codes.find(name).uid)


async def answer(reader: Reader, words: str) -> None:
    """Answer the question in the line, faster than by typing."""
    screen = reader.app.screen
    assert isinstance(screen, View)
    assert screen.prompt.asking
    screen.prompt.settle(words)
    await reader.settle()


async def test_the_tree_shows_keys_names_and_counts_and_folds_the_facet(codebook: Open) -> None:
    async with codebook() as reader:
        lines = reader.screen.split("\n")
        first = next(line for line in lines if " gg " in line)
        assert first.split()[:5] == [">", "1", "gg", "Gatekeeper", "ゲートキーパー"]
        facet = next(one for one in view_of(reader).codes if one.fields.facet)
        assert any(f"> {facet.name}" in line for line in lines)
        below = view_of(reader).codes.children(facet.id)[0]
        assert below.name not in reader.screen


async def test_the_code_in_hand_is_told_in_full(codebook: Open) -> None:
    async with codebook(size=(140, 60)) as reader:
        for words in ("When to use", "When not to use", "Also called", "門番", "codings: A. Mori 2"):
            assert words in reader.screen


async def test_the_arrows_fold_and_unfold(codebook: Open) -> None:
    async with codebook() as reader:
        await reader.press("left")
        assert "External search" not in reader.screen
        await reader.press("right")
        assert "External search" in reader.screen
        await reader.press("j", "left")
        code = view_of(reader).code
        assert code is not None
        assert code.name == "Gatekeeper"


async def test_an_errand_selects_a_code_in_a_folded_branch(codebook: Open) -> None:
    async with codebook() as reader:
        tree = view_of(reader).codes
        hidden = tree.children(tree.facets()[0].id)[-1]
        await reader.go("codebook", EditCode(hidden.uid))
        assert view_of(reader).code == hidden


async def test_enter_goes_to_the_codes_segments(codebook: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    async with codebook() as reader:
        went: list[tuple[str, object]] = []

        async def go(name: str, errand: object = None) -> None:
            went.append((name, errand))

        monkeypatch.setattr(reader.app, "go", go)
        code = view_of(reader).code
        await reader.press("enter")
        assert code is not None
        assert went == [("segments", OfCode(code.uid))]


async def test_a_child_and_a_sibling_are_added(codebook: Open) -> None:
    async with codebook() as reader:
        await reader.press("a", "c")
        await reader.type("Night desk")
        await reader.press("enter")
        assert "Gatekeeper > Night desk" in paths(reader)
        assert "Added Gatekeeper > Night desk (key g" in reader.hint
        await reader.press("a", "s")
        await answer(reader, "Day desk")
        assert "Gatekeeper > Day desk" in paths(reader)
        await reader.press("u", "u")
        assert not [path for path in paths(reader) if "desk" in path]


async def test_a_name_that_is_taken_is_refused_in_words(codebook: Open) -> None:
    async with codebook() as reader:
        before = paths(reader)
        await reader.press("a", "t")
        await answer(reader, "gatekeeper")
        assert reader.hint.startswith("! ")
        assert paths(reader) == before


async def test_short_fields_are_edited_in_the_line(codebook: Open) -> None:
    async with codebook() as reader:
        await reader.press("e", "n")
        await reader.press("s", "enter")
        assert paths(reader)[0] == "Gatekeepers"
        assert "is now called Gatekeepers" in reader.hint
        await reader.press("e", "a")
        await answer(reader, "go-between, 門番, 門番")
        assert in_file(reader, lambda project: project.codes.find("Gatekeepers").fields.aliases) == (
            "go-between",
            "門番",
        )


async def test_a_field_that_stays_as_it_is_makes_no_step(codebook: Open) -> None:
    async with codebook() as reader:
        before = in_file(reader, lambda project: project.newest_change())
        await reader.press("e", "n", "enter")
        assert reader.hint == "Nothing was changed."
        assert in_file(reader, lambda project: project.newest_change()) == before


async def test_long_fields_are_written_in_a_panel(codebook: Open) -> None:
    async with codebook() as reader:
        await reader.press("e", "d")
        panel = view_of(reader).text_panel
        assert panel.is_open
        panel.area.load_text("Who stands between.\nIn two lines.")
        await reader.press("ctrl+s")
        code = in_file(reader, lambda project: project.codes.find("Gatekeeper"))
        assert code.fields.definition == "Who stands between.\nIn two lines."
        await reader.press("e", "m")
        panel.area.load_text("One passage.\n\nAnother one.\n")
        await reader.press("f2")
        code = in_file(reader, lambda project: project.codes.find("Gatekeeper"))
        assert code.fields.examples == ("One passage.", "Another one.")


async def test_leaving_a_changed_text_asks_and_loses_nothing(codebook: Open) -> None:
    async with codebook() as reader:
        await reader.press("e", "d")
        panel = view_of(reader).text_panel
        panel.area.load_text("Half a thought")
        await reader.press("escape")
        assert panel.is_open
        await reader.press("escape", "escape", "y")
        assert not panel.is_open
        code = in_file(reader, lambda project: project.codes.find("Gatekeeper"))
        assert code.fields.definition == "Half a thought"


async def test_a_colour_is_chosen_by_name_or_by_digits(codebook: Open) -> None:
    async with codebook() as reader:
        await reader.press("e", "c")
        await reader.type("teal")
        await reader.press("enter")
        assert in_file(reader, lambda project: project.codes.find("Gatekeeper").fields.colour) == "#4fb3a5"
        await reader.press("e", "c")
        await reader.type("1F77B4")
        await reader.press("enter")
        assert in_file(reader, lambda project: project.codes.find("Gatekeeper").fields.colour) == "#1f77b4"
        await reader.press("e", "c")
        await reader.type("mauve-ish")
        await reader.press("enter")
        assert "is no colour" in reader.hint


async def test_a_key_that_clashes_is_refused(codebook: Open) -> None:
    async with codebook() as reader:
        await reader.press("e", "k", "backspace", "backspace", "g", "enter")
        assert "cannot be told apart" in reader.hint
        assert in_file(reader, lambda project: project.codes.find("Gatekeeper").fields.key) == "gg"


async def test_a_code_moves_below_another_and_among_its_siblings(codebook: Open) -> None:
    async with codebook() as reader:
        tree = view_of(reader).codes
        first, second = tree.children(tree.find("Gatekeeper").id)[:2]
        stand_on(reader, first.name)
        await reader.press("J")
        tree = view_of(reader).codes
        assert [one.name for one in tree.children(first.parent_id)][:2] == [second.name, first.name]
        await reader.press("v")
        await reader.type("orchestration")
        await reader.press("enter")
        assert f"Orchestration > {first.name}" in paths(reader)
        assert "codings stay with their codes" in reader.hint


async def test_merging_says_whose_codings_move_before_it_does(codebook: Open) -> None:
    async with codebook() as reader:
        stand_on(reader, "External search and access")
        await reader.press("M")
        await reader.type("orchestration")
        await reader.press("enter")
        assert "Merge External search and access into Orchestration?  y yes · n no" in reader.screen
        assert reader.hint == "1 coding by A. Mori would move to Orchestration."
        await reader.press("y")
        assert ("Orchestration", MORI) in reader.codings()
        assert "1 coding moved" in reader.hint
        await reader.press("u")
        assert ("Gatekeeper > External search and access", MORI) in reader.codings()


async def test_a_code_is_split_by_marking_its_quotations(codebook: Open) -> None:
    async with codebook() as reader:
        await reader.press("s")
        split = reader.app.screen
        assert "I would begin with the harbour" in reader.screen
        await reader.press("j", "space", "s")
        await answer(reader, "Pays")
        assert "1 coding would go to Pays, 2 stay with Gatekeeper." in reader.screen
        await reader.press("y")
        assert reader.app.screen is not split
        assert ("Pays", MORI) in reader.codings()
        assert "2 stayed" in reader.hint
        code = view_of(reader).code
        assert code is not None
        assert code.name == "Pays"


async def test_retiring_keeps_codings_and_is_taken_back_by_the_same_key(codebook: Open) -> None:
    async with codebook() as reader:
        before = reader.codings()
        await reader.press("r")
        assert in_file(reader, lambda project: project.codes.find("Gatekeeper").retired)
        assert "keeps 3 codings of 2 coders (A. Mori 2, B. Lind 1)" in reader.hint
        assert reader.codings() == before
        await reader.press("r")
        assert not in_file(reader, lambda project: project.codes.find("Gatekeeper").retired)


def summarised(project: Project) -> None:
    project.summaries.write(
        project.cases.find("Minamihama"), project.codes.find("Gatekeeper"), "It looks abroad."
    )


async def test_removing_says_what_goes_and_undo_brings_it_back(codebook: Open) -> None:
    async with codebook() as reader:
        before = reader.codings()
        await reader.press("minus")
        assert "4 codings of 2 coders (A. Mori 3, B. Lind 1) would go with it." in reader.hint
        await reader.press("n")
        assert reader.codings() == before
        in_file(reader, summarised)
        await reader.press("minus")
        assert reader.hint == ("4 codings of 2 coders (A. Mori 3, B. Lind 1) and 1 summary would go with it.")
        await reader.press("y")
        assert reader.codings() == []
        assert reader.hint.startswith("✓ Removed Gatekeeper with 4 sub-codes, 4 codings and 1 summary;")
        await reader.press("u")
        assert reader.codings() == before


async def test_a_code_is_pinned_to_a_digit(codebook: Open) -> None:
    async with codebook() as reader:
        stand_on(reader, "External search and access")
        await reader.press("p", "5")
        pins = in_file(reader, lambda project: project.pins.list())
        assert pins[4] is not None
        assert pins[4].name == "External search and access"
        await reader.press("p", "0")
        pins = in_file(reader, lambda project: project.pins.list())
        assert "External search and access" not in [one.name for one in pins if one]


async def test_the_codebook_goes_to_a_file_and_comes_from_one(codebook: Open, tmp_path: Path) -> None:
    async with codebook() as reader:
        target = tmp_path / "book.yaml"
        await reader.press("x")
        view_of(reader).path_field._put(str(target))
        await reader.press("enter")
        assert read_codebook(target).entries[0].fields.name == "Gatekeeper"

        more = tmp_path / "more.csv"
        more.write_text("code,definition\nGatekeeper,Another one\nHarbour,The sea\n", "utf-8")
        await reader.press("i", "enter")
        view_of(reader).path_field._put(str(more))
        await reader.press("enter")
        assert "1 new code; 1 known by path" in reader.hint
        await reader.press("y")
        assert "Harbour" in paths(reader)
        assert "1 code added, 1 changed" in reader.hint


async def test_what_another_person_changes_is_seen(codebook: Open) -> None:
    async with codebook() as reader:
        with Project.open(reader.path, coder=LIND, keep_backups=0) as other:
            other.codes.add("Seen from afar")
        await reader.app.session.look()
        await reader.settle()
        assert "Seen from afar" in reader.screen


async def test_hostile_names_are_shown_as_they_are(codebook: Open) -> None:
    async with codebook() as reader:
        with Project.open(reader.path, coder=LIND, keep_backups=0) as other:
            other.codes.add("[/] a\u202eb", definition="[@click=app.quit]x[/] \x1b]52;c;x\x07\x9b31m")
        await reader.app.session.look()
        await reader.settle()
        stand_on(reader, "[/] a\u202eb")
        await reader.settle()
        assert "[/] a\ufffdb" in reader.screen
        assert "[@click=app.quit]x[/]" in reader.screen
        assert not set("\x1b\x07\x9b\u202e") & set(reader.screen)


async def test_an_empty_codebook_says_how_to_begin(tmp_path: Path, app_on: Callable[..., QcodeApp]) -> None:
    path = tmp_path / "empty.qcode"
    Project.create(path, "Empty", coder=MORI, keep_backups=0).close()
    async with reading(app_on(path), path, "codebook") as reader:
        assert "No codes yet: a adds one, i imports a codebook." in reader.screen
        await reader.press("e")
        assert "There is no code in hand." in reader.hint
        await reader.press("a")
        await answer(reader, "First")
        assert paths(reader) == ["First"]


async def test_everything_is_seen_in_a_small_terminal(codebook: Open) -> None:
    async with codebook(size=(80, 24), ascii=True) as reader:
        assert "Gatekeeper" in reader.screen
        assert "key gg" in reader.screen
        assert "e edit" in reader.screen
