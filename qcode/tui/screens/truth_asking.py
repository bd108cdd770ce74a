"""Asking for another truth table: its outcome, its conditions, from what on they count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual.binding import Binding, BindingType

from qcode.analysis.typology.calibration import read_condition
from qcode.errors import QcodeError, UsageError
from qcode.tui.screens import matrix_menus as menus
from qcode.tui.screens import truth_table as tables
from qcode.tui.screens.comparing import Comparing
from qcode.tui.screens.guarding import on_screen
from qcode.tui.screens.truth_table import AskedTruth
from qcode.tui.screens.view import dialogue, guarded
from qcode.tui.widgets.picker import Choice, New
from qcode.tui.widgets.prompt import GivenUp
from qcode.tui.widgets.read_out import Part, told

_HOW = """\
NAME=code:CODE              found in the case, with its sub-codes
NAME=code:"TWO WORDS">=3    found so often; also > <= <
NAME=code:CODE(1,3,8)       a fuzzy set: out at 1, neither at 3, in at 8
NAME=case.population>=50000 a number; (OUT,MIDDLE,IN) likewise
NAME=case.region=Kansai     a value; also class:NAME=small, group=NAME
NAME=case.openness          a number from 0 to 1, itself a membership"""


class TruthAsking(Comparing):
    """The part of the truth tables that asks what they are to be."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "outcome", "The outcome that is looked into", id="truth.outcome"),
        Binding("c", "conditions", "Add, change or remove a condition", id="truth.conditions"),
        Binding("v", "shown", "The table, the solutions, what is necessary, the sets", id="truth.shown"),
        Binding("N", "switch('negated')", "Look into the absence of the outcome", id="truth.negated"),
        Binding("i", "inclusion", "From which consistency on it leads there", id="truth.inclusion"),
        Binding("P", "pri", "From which PRI on it leads there", id="truth.pri"),
        Binding("f", "least", "How many cases a configuration needs", id="truth.least"),
        Binding("m", "measure", "What numbers of codes are numbers of", id="truth.measure"),
        Binding("x", "expected", "What is expected of a condition", id="truth.expected"),
        Binding("r", "switch('remainders')", "Show configurations without cases too", id="truth.remainders"),
    ]
    asked: AskedTruth

    @dialogue
    async def action_outcome(self) -> None:
        """Choose the outcome and from what on it is there."""
        what = self.asked.outcome or await self._source("The outcome:", ())
        await self._ask_written("Outcome", what, self._with_outcome)

    def _with_outcome(self, written: str) -> AskedTruth:
        return replace(self.asked, outcome=written)

    @dialogue
    async def action_conditions(self) -> None:
        """Choose a condition, a new one or one that is there, and say from what on it holds."""
        conditions = self.asked.conditions
        there = [Choice(one, one, "change or remove") for one in conditions]
        what = await self._source("A condition:", there)
        at = conditions.index(what) if what in conditions else len(conditions)

        def put(written: str) -> AskedTruth:
            several = (*conditions[:at], *filter(None, [written]), *conditions[at + 1 :])
            names = [read_condition(one).name for one in several]
            expected = tuple(one for one in self.asked.expected if one.removeprefix("~") in names)
            return replace(self.asked, conditions=several, expected=expected)

        await self._ask_written("Condition", what, put)

    async def _source(self, question: str, there: Sequence[Choice]) -> str:
        """Return a condition to begin with: one of those there, one of what cases have, or as typed."""
        sides = await self.session.ask(menus.sides_of)
        choices = [*there, *tables.sources(self.session.overview.tree, sides)]
        chosen = (await self.pick(question, choices, new="as written")).value
        return chosen.name if isinstance(chosen, New) else str(chosen)

    async def _ask_written(self, noun: str, what: str, put: tables.Put) -> None:
        """Let the person write on at a condition until it is understood; an empty one is none."""
        self._told_of = None
        self.told.show(_HOW, told("How it is written", [Part("", _HOW)]))
        while True:
            try:
                what = await self.prompt.text(f"{noun} (empty: none):", what)
                if what:
                    read_condition(what)
                await self.find(put(what))
            except GivenUp:
                self.tell()
                raise
            except QcodeError as error:
                self.show_fault("This is not understood", on_screen(error))
            else:
                return

    @dialogue
    async def action_shown(self) -> None:
        """Choose what is shown of it."""
        await self.change(shown=await self.menu("Show:", tables.tables(self.asked.shown)))

    @guarded
    async def action_switch(self, what: str) -> None:
        """Turn something on or off."""
        await self.change(**{what: not getattr(self.asked, what)})

    @dialogue
    async def action_inclusion(self) -> None:
        """Say from which consistency on a configuration leads to the outcome."""
        value = await self._number("Consistency from which on, 0.5 to 1:", self.asked.inclusion, 0.5, 1)
        await self.change(inclusion=value)

    @dialogue
    async def action_pri(self) -> None:
        """Say from which PRI on a configuration leads to the outcome."""
        value = await self._number("PRI from which on, 0 to 1:", self.asked.pri, 0, 1)
        await self.change(pri=value)

    @dialogue
    async def action_least(self) -> None:
        """Say how many cases a configuration needs not to be a remainder."""
        value = await self._number("Fewest cases of a configuration:", self.asked.least, 1, 10_000)
        await self.change(least=int(value))

    async def _number(self, question: str, now: float, least: float, most: float) -> float:
        typed = await self.prompt.text(question, f"{now:g}")
        try:
            value = float(typed.replace(",", "."))
        except ValueError:
            value = float("nan")
        if not least <= value <= most:
            raise UsageError(f"“{typed}” is not a number from {least:g} to {most:,g}.")
        return value

    @dialogue
    async def action_measure(self) -> None:
        """Choose what numbers of codes are numbers of."""
        await self.change(measure=await self.menu("Numbers of:", tables.measures(self.asked.measure)))

    @dialogue
    async def action_expected(self) -> None:
        """Say how a condition should lead to the outcome; from this come intermediate solutions."""
        names = [read_condition(one).name for one in self.asked.conditions]
        if not names:
            self.say(f"There are no conditions yet: {self.key_of('truth.conditions')} adds one.")
            return
        choices = [Choice(name, name, key=str(at) if at < 10 else "") for at, name in enumerate(names, 1)]
        name = await self.menu("What is expected of:", choices)
        value = await self.menu(f"{name} leads there:", tables.expectations(name, self.asked.expected))
        others = [one for one in self.asked.expected if one.removeprefix("~") != name]
        await self.change(expected=tuple(filter(None, [*others, value])))
