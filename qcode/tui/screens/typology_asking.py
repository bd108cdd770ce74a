"""Asking for another typology: one key each, a menu of what makes sense now."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from qcode.tui.screens import typology_table as tables
from qcode.tui.screens.comparing import Comparing
from qcode.tui.screens.typology_table import AskedTypology, Types
from qcode.tui.screens.view import dialogue


class TypologyAsking(Comparing):
    """The part of the typology that asks what it is to be."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "number", "Into how many classes", id="typology.number"),
        Binding("c", "codes", "By which codes cases are compared", id="typology.codes"),
        Binding("m", "measure", "What is compared", id="typology.measure"),
        Binding("d", "method", "How cases are put together", id="typology.method"),
        Binding("a", "aggregated", "Codes with their sub-codes, or alone", id="typology.aggregated"),
    ]
    asked: AskedTypology
    types: Types | None

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
