"""Asking for another table in the matrix: one key each, a menu of what makes sense now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from qcode.errors import QcodeError
from qcode.tui.code_choices import code_choices
from qcode.tui.screens import matrix_menus as menus
from qcode.tui.screens.matrix_asked import Asked
from qcode.tui.screens.matrix_ready import ready_made
from qcode.tui.screens.view import View, dialogue, guarded
from qcode.tui.widgets.picker import Choice

_NO_SUCH = "This lists what data there is of the cases; {key} makes a table of codes."


class MatrixAsking(View):
    """The part of the matrix that asks what its table is to be."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "side('rows')", "What stands on the rows", id="matrix.rows"),
        Binding("c", "side('columns')", "What stands on the columns", id="matrix.columns"),
        Binding("B", "side('by')", "A third dimension: the columns once for each value", id="matrix.by"),
        Binding("m", "measure", "What is counted; how strongly codes go together", id="matrix.measure"),
        Binding("percent_sign", "percent", "Shares of the row, column, table ...", id="matrix.percent"),
        Binding("i", "unit", "Codes by codes: where two of them meet", id="matrix.unit"),
        Binding("t", "test", "Test whether the columns differ", id="matrix.test"),
        Binding(
            "a", "switch('aggregated')", "Count codes with their sub-codes, or alone", id="matrix.aggregated"
        ),
        Binding(
            "f", "frequencies", "Code frequencies (one column), or the matrix again", id="matrix.frequencies"
        ),
        Binding("x", "exchange", "Exchange rows and columns", id="matrix.exchange"),
        Binding("d", "switch('per_coder')", "Columns for each coder apart", id="matrix.per_coder"),
        Binding("F", "switch('facets')", "Show or leave out the rows of facets", id="matrix.facets"),
        Binding("E", "used", "Leave out or show empty rows and columns", id="matrix.used"),
        Binding("s", "speech", "Whose speech counts", id="matrix.speech"),
        Binding("o", "coder", "Whose codings count", id="matrix.coder"),
        Binding("W", "saved", "Count only what meets a saved query", id="matrix.saved"),
        Binding("P", "ready", "Ready-made tables", id="matrix.ready"),
        Binding("A", "afresh", "Codes by cases again, nothing narrowed", id="matrix.afresh"),
    ]
    asked: Asked

    async def count(self, asked: Asked) -> None:
        """Show the table that is asked for; where it cannot be made, all stays as it was."""
        raise NotImplementedError

    def put_condition(self, condition: str) -> None:
        """Show a condition in its field."""
        raise NotImplementedError

    @guarded
    async def change(self, /, **what: Any) -> None:
        """Show the table with something changed; a test that it does not bear is left out."""
        asked = replace(self.asked, **what)
        if asked.codes_by_codes or asked.holdings:
            asked = replace(asked, test="", residuals=False, whole_table=False)
        if asked.percent not in [choice.value for choice in menus.percents(asked)]:
            asked = replace(asked, percent=None)
        try:
            await self.count(asked)
        except QcodeError as refused:
            if not asked.test or "test" in what:
                raise
            await self.count(replace(asked, test="", residuals=False, whole_table=False))
            self.say(f"Without the test: {refused.message}")

    async def _menu(self, question: str, choices: Sequence[Choice]) -> Any:
        return (await self.picker.choose(question, choices, keys=True)).value

    # -- what stands where

    @dialogue
    async def action_side(self, side: str) -> None:
        """Choose what stands on the rows or on the columns, or makes blocks of columns."""
        sides = await self.session.ask(menus.sides_of)
        of_data = self.asked.holdings and side == "rows"
        question = f"On the {side}:" if side != "by" else "The columns once for each:"
        nothing = {"columns": "one column only", "by": "no third dimension"}.get(side, "")
        name = await self._menu(
            question,
            menus.dimensions(
                self.session.overview.tree,
                sides,
                current=getattr(self.asked, side),
                nothing=nothing,
                only_cases=of_data,
            ),
        )
        name = await self._whole_name(str(name), sides)
        chosen = None if name == menus.NOTHING else name
        await self.change(**{side: chosen, "holdings": of_data})

    async def _whole_name(self, name: str, sides: menus.Sides) -> str:
        """Ask what is still open of a dimension: which code, which groups, which limits."""
        tree = self.session.overview.tree
        if name == menus.BRANCH:
            code = (await self.pick("The code:", code_choices(tree, retired=True))).value
            return f"code:{tree.path(code.id)}"  # type: ignore[attr-defined]
        if name == menus.GROUPED:
            by = str((await self.pick("Cases in groups by:", menus.sorted_into(sides))).value)
            return f"{name}{await self._whole_name(by, sides)}"
        if menus.is_numeric(name, sides.attributes):
            question = f"Classes of {name}: limits such as 50000,200000; empty: every value"
            limits = await self.prompt.text(question)
            return f"{name}:{limits}" if limits else name
        return name

    async def action_exchange(self) -> None:
        """Exchange rows and columns."""
        if self.asked.holdings:
            self._say_no_table()
        elif self.asked.columns is None:
            self.say("There is one column only: nothing to exchange.")
        else:
            await self.change(rows=self.asked.columns, columns=self.asked.rows, order="")

    async def action_frequencies(self) -> None:
        """Show one column only, or cases again."""
        columns = "case" if self.asked.columns is None else None
        await self.change(columns=columns, rows="code", percent=None, by=None, holdings=False)

    @dialogue
    async def action_ready(self) -> None:
        """Choose a table that is ready made."""
        sides = await self.session.ask(menus.sides_of)
        tables = ready_made(self.session.overview.tree, sides)
        choices = [Choice(one.words, one, one.what, key=str(at)) for at, one in enumerate(tables, 1)]
        await self.change(**(await self._menu("Ready-made tables:", choices)).change)

    @dialogue
    async def make_ready(self, name: str) -> None:
        """Show a ready-made table by its name, asking which where there are several."""
        sides = await self.session.ask(menus.sides_of)
        tables = [one for one in ready_made(self.session.overview.tree, sides) if one.name == name]
        if not tables:
            key = f"{self.key_of('view.go')} p"
            self.say(f"There are no classes of cases yet: {key} goes to the cases, where they are made.")
        elif len(tables) == 1:
            await self.change(**tables[0].change)
        else:
            choices = [Choice(one.words, one, key=str(at)) for at, one in enumerate(tables, 1)]
            await self.change(**(await self._menu("Which classes:", choices)).change)

    async def action_afresh(self) -> None:
        """Show codes by cases, as at first."""
        self.put_condition("")
        await self.change(**{name: getattr(Asked(), name) for name in Asked.__slots__})

    # -- what is counted

    def _say_no_table(self) -> None:
        self.say(_NO_SUCH.format(key=self.key_of("matrix.columns")))

    @dialogue
    async def action_measure(self) -> None:
        """Choose what is counted, or how strongly codes go together."""
        if self.asked.holdings:
            self._say_no_table()
            return
        meeting = self.asked.codes_by_codes
        question = f"Two codes by {self.asked.unit}:" if meeting else "Count:"
        chosen = await self._menu(question, menus.measures(self.asked))
        await self.change(**{"strength" if meeting else "measure": chosen})

    @dialogue
    async def action_unit(self) -> None:
        """Choose where two codes meet."""
        if not self.asked.codes_by_codes:
            rows, columns = self.key_of("matrix.rows"), self.key_of("matrix.columns")
            self.say(f"Units are of codes by codes: {rows} and {columns} put codes on both sides.")
            return
        unit = await self._menu("Two codes meet in:", menus.units(self.asked))
        if unit == menus.APART:
            now = self.asked.unit.partition(":")[2] or "2"
            unit += await self.prompt.text(f"Turns apart at most (empty: {now}):") or now
        far = unit.startswith(menus.APART) and self.asked.strength not in ("", "presence", "c")
        await self.change(unit=unit, **({"strength": "c"} if far else {}))

    @dialogue
    async def action_percent(self) -> None:
        """Choose of what the numbers are shares."""
        if self.asked.holdings:
            self._say_no_table()
            return
        choices = menus.percents(self.asked)
        if len(choices) == 1:
            self.say("There are no percentages of this: it is no number of things.")
            return
        percent = await self._menu("Percent:", choices)
        await self.change(percent=None if percent == menus.NOTHING else percent)

    @dialogue
    async def action_test(self) -> None:
        """Choose a test of whether the columns differ."""
        if self.asked.holdings:
            self._say_no_table()
        elif self.asked.codes_by_codes:
            self.say(
                "Codes by codes are not tested; {} says how strongly they go together.".format(
                    self.key_of("matrix.measure")
                )
            )
        else:
            chosen = await self._menu("Do the columns differ?", menus.ways_of_testing(self.asked))
            await self.change(**chosen)
            if self.asked.test and self.asked.test == chosen["test"]:
                self.say(f"{self.key_of('matrix.notes')} tells what is tested, and of what.")

    @dialogue
    async def action_speech(self) -> None:
        """Choose whose speech counts."""
        await self.change(roles=await self._menu("Count codings in:", menus.speeches(self.asked.roles)))

    @dialogue
    async def action_coder(self) -> None:
        """Choose whose codings count."""
        names = [one.name for one in self.session.overview.coders.values()]
        chosen = await self._menu("Count the codings of:", menus.coders(names, self.asked.coder))
        await self.change(coder=chosen)

    async def action_switch(self, name: str) -> None:
        """Turn one of the table's ways round."""
        await self.change(**{name: not getattr(self.asked, name)})

    async def action_used(self) -> None:
        """Leave out the rows and columns in which there is nothing, or show them again."""
        await self.change(used=not self.asked.used)
        self.say(self.left_out() if self.asked.used else "")

    def left_out(self) -> str:
        """Return what the table says of its rows and columns that are not shown."""
        raise NotImplementedError

    @dialogue
    async def action_saved(self) -> None:
        """Choose a saved query as the condition, or keep the condition under a name."""
        queries = await self.session.ask(lambda project: project.queries.list())
        condition = self.asked.condition
        if not queries and not condition:
            self.say(f"No query is saved yet: {self.key_of('matrix.where')} types a condition to be saved.")
            return
        chosen = (await self.pick("Count only what meets:", menus.conditions(queries, condition))).value
        if chosen == menus.SAVE:
            name = await self.prompt.text("Save the condition as:")
            saved = await self.session.ask(lambda project: project.queries.save(name, condition))
            self.say(f"Saved the query {saved}", done=True)
        else:
            await self.change(condition=chosen)
            self.put_condition(self.asked.condition)
