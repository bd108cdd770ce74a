"""What coding rules propose, on the screen: looked at, accepted, refused, taken back."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path

import pytest
from at_a_view import Reader, reading
from coding_study import MORI

from qcode import Project
from qcode.model.codings import Origin
from qcode.model.rules import RuleUnit
from qcode.tui.app import QcodeApp

Open = Callable[..., AbstractAsyncContextManager[Reader]]
GATE = "Gatekeeper"


@pytest.fixture
def at(study: Path, app_on: Callable[..., QcodeApp]) -> Open:
    """Return what opens the list of proposals on a study with two rules."""
    with Project.open(study, coder=MORI, keep_backups=0) as project:
        gate, other = [code for code in project.codes.tree() if not code.retired][:2]
        project.rules.add(gate, "city or office or 港", name="places")
        project.rules.add(other, "chamber", name="firms")
    return partial(reading, app_on(study), study, "rules")


def by_rule(reader: Reader) -> list[str]:
    """Return the quotations that rules have coded in the file."""
    with Project.open(reader.path, coder=MORI, keep_backups=0) as project:
        return [project.codings.words(one) for one in project.codings.list() if one.origin is Origin.RULE]


def shown(reader: Reader) -> list[tuple[str, str]]:
    return [(one.rule.name, one.marked) for one in reader.view.proposals]


PLACES = [
    ("places", "[港]の仕事は県と一緒に進めました。"),
    ("places", "I would begin with the harbour [office]."),
    ("places", "Yes, the valley [office] holds the strings."),
    ("places", "The [city] seeks partners."),
]
FIRMS = [
    ("firms", "After that the [chamber] of commerce rang us first, and not the other way round."),
]


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_passages_are_listed_by_rule_with_the_words_that_were_found(
    at: Open, size: tuple[int, int]
) -> None:
    async with at(size=size) as reader:
        assert shown(reader) == PLACES + FIRMS
        assert by_rule(reader) == []
        assert "1 of 5" in reader.head
        assert "[港]の仕事は" in reader.screen and "R2 · respondent" in reader.screen
        await reader.press("end")
        assert "5 of 5" in reader.head and "[chamber]" in reader.screen
        assert "Q" not in {one.whose for one in ()} and "How did your office" not in reader.screen


@pytest.mark.parametrize(
    ("size", "passage"),
    [((80, 24), "…harbour [office]."), ((140, 40), "I would begin with the harbour [office].")],
)
async def test_what_stands_before_the_word_found_is_cut_between_words_where_there_is_no_room(
    at: Open, size: tuple[int, int], passage: str
) -> None:
    async with at(size=size) as reader:
        assert f" {passage}" in reader.screen


async def test_one_is_accepted_the_next_refused_and_undo_brings_both_back(at: Open) -> None:
    async with at() as reader:
        await reader.press("a")
        assert by_rule(reader) == ["港の仕事は県と一緒に進めました。"]
        assert reader.hint == "✓ Gatekeeper: 16 characters; u takes it back"
        assert "1 of 5 answered" in reader.head and "1 of 4" in reader.head
        await reader.press("r")
        assert shown(reader) == PLACES[2:] + FIRMS
        assert "2 of 5 answered" in reader.head
        await reader.press("u")
        assert shown(reader) == PLACES[1:] + FIRMS
        await reader.press("u")
        assert shown(reader) == PLACES + FIRMS
        assert by_rule(reader) == []


async def test_keys_that_come_fast_answer_one_after_the_other(at: Open) -> None:
    async with at() as reader:
        await reader.press("a", "minus", "a")
        assert len(by_rule(reader)) == 2
        assert shown(reader) == PLACES[3:] + FIRMS


async def test_all_of_a_rule_are_accepted_after_a_question_that_tells_their_number(at: Open) -> None:
    async with at() as reader:
        await reader.press("A")
        assert "Accept all 4 proposals of “places”?" in reader.screen
        await reader.press("n")
        assert by_rule(reader) == []
        await reader.press("A", "y")
        assert len(by_rule(reader)) == 4
        assert reader.hint == "✓ 4 codings; u takes it back"
        assert shown(reader) == FIRMS
        await reader.press("R", "y")
        assert reader.hint == "✓ Refused 1 proposal; u takes it back"
        assert "Nothing is proposed" in reader.screen
        await reader.press("a", "r", "A", "enter")
        assert reader.view.NAME == "rules"


async def test_enter_leads_to_the_passage_in_the_transcript_and_back(at: Open) -> None:
    async with at() as reader:
        await reader.press("down", "enter")
        assert reader.view.NAME == "coding"
        text = reader.view.open.reading.text
        assert text[reader.view.text.cursor :].startswith("I would begin")
        await reader.press("q")
        assert reader.view.NAME == "rules" and reader.view.here.marked == PLACES[1][1]


async def test_only_the_words_are_coded_where_the_person_says_so(at: Open) -> None:
    async with at() as reader:
        await reader.press("t")
        assert "only the words" in reader.head
        await reader.press("a")
        assert by_rule(reader) == ["港"]


async def test_what_another_coder_changes_is_never_coded_unseen(at: Open) -> None:
    async with at() as reader:
        with Project.open(reader.path, coder="B. Lind", keep_backups=0) as project:
            project.rules.set(project.rules.find("places"), condition="port")
        await reader.press("a")
        assert by_rule(reader) == []
        assert "another by now" in reader.hint
        await reader.settle()
        await reader.app.session.look()
        await reader.settle()
        assert shown(reader)[0] == ("places", "The [port] is its gate.")


async def test_rules_that_ask_for_codes_are_asked_anew_after_each_answer(
    study: Path, app_on: Callable[..., QcodeApp]
) -> None:
    with Project.open(study, coder=MORI, keep_backups=0) as project:
        gate, other = [code for code in project.codes.tree() if not code.retired][:2]
        project.rules.add(gate, "calls and not strings", name="first")
        coded = f'valley and code == "{project.codes.tree().path(gate.id)}"'
        project.rules.add(other, coded, name="second", unit=RuleUnit.TURN)
    async with reading(app_on(study), study, "rules") as reader:
        assert [name for name, _ in shown(reader)] == ["first"]
        await reader.press("a")
        assert [name for name, _ in shown(reader)] == ["second"]


async def test_a_rule_that_cannot_be_asked_says_why(study: Path, app_on: Callable[..., QcodeApp]) -> None:
    with Project.open(study, coder=MORI, keep_backups=0) as project:
        gate, other = [code for code in project.codes.tree() if not code.retired][:2]
        project.rules.add(gate, f'code == "{project.codes.tree().path(other.id)}"', name="stale")
        project.codes.edit(other, name="Renamed")
    async with reading(app_on(study), study, "rules") as reader:
        assert "“stale” proposes nothing" in reader.hint and "There is no code" in reader.hint


def rules_of(reader: Reader) -> list[tuple[str, str, str]]:
    """Return the rules in the file: (name, condition, unit)."""
    with Project.open(reader.path, coder=MORI, keep_backups=0) as project:
        return [(one.name, one.condition, one.unit.value) for one in project.rules.list()]


async def test_a_rule_is_made_and_what_it_proposes_is_listed(at: Open) -> None:
    async with at() as reader:
        await reader.press("n")
        await reader.type("gatekeeper")
        await reader.press("enter", "s")
        assert "A condition holds words" in reader.screen
        await reader.type("valley")
        await reader.press("enter")
        assert rules_of(reader)[2:] == [("Gatekeeper", "valley", "sentence")]
        assert reader.hint == "✓ Made the rule “Gatekeeper”: 1 proposal"
        assert (reader.view.here.rule.name, reader.view.here.marked) == (
            "Gatekeeper",
            "Yes, the [valley] office holds the strings.",
        )
        assert "answered" not in reader.head
        await reader.press("u")
        assert len(rules_of(reader)) == 2 and shown(reader) == PLACES + FIRMS


async def test_what_is_wrong_with_a_condition_is_pointed_at_and_what_was_typed_is_mended(at: Open) -> None:
    async with at() as reader:
        await reader.press("n", "enter", "t")
        await reader.type("valley and")
        await reader.press("enter")
        assert "This is not understood" in reader.screen and "^" in reader.screen
        assert len(rules_of(reader)) == 2
        await reader.press(*["backspace"] * 4, "enter")
        assert rules_of(reader)[2][1:] == ("valley", "turn")
        await reader.press("n", "enter", "t", "escape")
        assert "This is not understood" not in reader.screen and len(rules_of(reader)) == 3


async def test_each_part_of_a_rule_is_changed_by_a_key(at: Open) -> None:
    async with at() as reader:
        # The rule under the cursor comes first where there are several.
        await reader.press("end", "e", "enter", "c", "end")
        await reader.type(" or valley")
        await reader.press("enter")
        assert rules_of(reader)[1] == ("firms", "chamber or valley", "sentence")
        assert reader.hint == "✓ Changed “firms”: 2 proposals"
        await reader.press("e", "enter", "u", "t")
        assert rules_of(reader)[1][2] == "turn"
        await reader.press("e", "enter", "n", "ctrl+u")
        await reader.type("trade")
        await reader.press("enter")
        assert rules_of(reader)[1][0] == "trade"
        await reader.press("e", "enter", "u", "t")
        assert reader.hint == "Nothing was changed."


async def test_a_rule_is_removed_after_a_question_and_comes_back_by_undo(at: Open) -> None:
    async with at() as reader:
        await reader.press("d", "enter")
        assert "Remove the rule “places”?" in reader.screen
        await reader.press("n")
        assert len(rules_of(reader)) == 2
        await reader.press("d", "enter", "y")
        assert shown(reader) == FIRMS and "answered" not in reader.head
        await reader.press("d", "y")
        assert "n makes a rule" in reader.screen and rules_of(reader) == []
        await reader.press("e")
        assert reader.hint == "There are no rules yet: n makes one."
        await reader.press("u", "u")
        assert shown(reader) == PLACES + FIRMS


async def test_a_rule_that_another_removes_meanwhile_is_not_changed(at: Open) -> None:
    async with at() as reader:
        await reader.press("end", "e", "enter", "c")
        with Project.open(reader.path, coder="B. Lind", keep_backups=0) as project:
            project.rules.remove(project.rules.find("firms"))
        await reader.type(" or city")
        await reader.press("enter")
        assert reader.hint.startswith("! ") and [name for name, *_ in rules_of(reader)] == ["places"]
