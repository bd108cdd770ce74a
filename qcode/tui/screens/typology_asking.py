"""Asking for another typology: one key each, a menu of what makes sense now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from qcode.analysis.where import WhereError
from qcode.errors import QcodeError
from qcode.tui.screens import matrix_menus as menus
from qcode.tui.screens import typology_table as tables
from qcode.tui.screens.guarding import on_screen
from qcode.tui.screens.typology_table import AskedTypology, Types
from qcode.tui.screens.view import View, dialogue, guarded
from qcode.tui.widgets.picker import Choice
from qcode.tui.widgets.prompt import GivenUp


class TypologyAsking(View):
    """The part of the typology that asks what it is to be."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "number", "Into how many classes", id="typology.number"),
        Binding("c", "codes", "By which codes cases are compared", id="typology.codes"),
        Binding("m", "measure", "What is compared", id="typology.measure"),
        Binding("d", "method", "How cases are put together", id="typology.method"),
        Binding("a", "aggregated", "Codes with their sub-codes, or alone", id="typology.aggregated"),
        Binding("s", "speech", "Whose speech counts", id="typology.speech"),
        Binding("o", "coder", "Whose codings count", id="typology.coder"),
        Binding("w", "where", "Count only what meets a condition", id="typology.where"),
    ]
    asked: AskedTypology
    types: Types | None

    async def find(self, asked: AskedTypology) -> None:
        """Show what is asked for; where it cannot be, all stays as it was."""
        raise NotImplementedError

    @guarded
    async def change(self, /, **what: Any) -> None:
        """Show the typology with something changed."""
        await self.find(replace(self.asked, **what))

    async def menu(self, question: str, choices: Sequence[Choice]) -> Any:
        """Return what the person chooses by a key. For dialogues."""
        return (await self.picker.choose(question, choices, keys=True)).value

    @dialogue
    async def action_number(self) -> None:
        """Choose into how many classes the tree is cut."""
        if self.types is None:
            self.say("There are no classes here.")
        else:
            await self.change(classes=await self.menu("How many classes:", tables.numbers(self.types)))

    @dialogue
    async def action_codes(self) -> None:
        """Choose the codes that cases are compared by."""
        choices = tables.compared(self.session.overview.tree, self.asked.codes)
        await self.change(codes=(await self.pick("Compare cases by:", choices)).value)

    @dialogue
    async def action_measure(self) -> None:
        """Choose what is compared."""
        await self.change(value=await self.menu("Compare:", tables.values(self.asked.value)))

    @dialogue
    async def action_method(self) -> None:
        """Choose how cases are put together."""
        found = self.types.found if self.types else None
        now = (str(found.distance), str(found.linkage)) if found else ("", "")
        distance, linkage = await self.menu(
            "Near is what has small distances; groups by:", tables.methods(*now)
        )
        await self.change(distance=distance, linkage=linkage)

    async def action_aggregated(self) -> None:
        """Compare codes with their sub-codes, or alone."""
        await self.change(aggregated=not self.asked.aggregated)

    async def _change_whose(self, **what: Any) -> None:
        await self.change(of=replace(self.asked.of, **what))

    @dialogue
    async def action_speech(self) -> None:
        """Choose whose speech counts."""
        roles = await self.menu("Count codings in:", menus.speeches(self.asked.of.roles))
        await self._change_whose(roles=roles)

    @dialogue
    async def action_coder(self) -> None:
        """Choose whose codings count."""
        names = [one.name for one in self.session.overview.coders.values()]
        coder = await self.menu("Count the codings of:", menus.coders(names, self.asked.of.coder))
        await self._change_whose(coder=coder)

    @dialogue
    async def action_where(self) -> None:
        """Type a condition."""
        condition, place = self.asked.of.condition, None
        while True:
            try:
                condition = await self.prompt.text("Where (empty: no condition):", condition, at=place)
                await self.find(replace(self.asked, of=replace(self.asked.of, condition=condition)))
            except WhereError as error:
                place = error.position
                self.show_fault("This is not understood", on_screen(error))
            except GivenUp:
                self.tell()
                raise
            else:
                return

    def tell(self) -> None:
        """Say what there is to say of what is under the cursor."""
        raise NotImplementedError

    def show_fault(self, title: str, error: QcodeError) -> None:
        """Show what is wrong in the place of what is told."""
        raise NotImplementedError
