"""Choosing a code by the keys of the text, for views in which something other than a selection is coded."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType

from qcode.model.codes import Code
from qcode.text.display import safe
from qcode.tui.code_choices import code_choices
from qcode.tui.going import as_many_as_fit
from qcode.tui.screens.view import View, guarded
from qcode.tui.widgets.picker import Choice, New


class ChoosesCodes(View):
    """A view in which pinned digits, `.`, `c` and `/` choose a code, as they do in the text.

    The bindings have the ids of the coding view's, so that a person's own keys hold here as well.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(
                str(digit), f"pinned({digit})", f"Apply the code pinned to {digit}", id=f"coding.pin{digit}"
            )
            for digit in range(1, 10)
        ),
        Binding("full_stop", "again", "Apply the last code again", id="coding.again"),
        Binding("c", "by_key", "Apply a code by its own key (then the key)", id="coding.by_key"),
        Binding("slash", "pick", "Pick a code by part of its name, or make a new one", id="coding.pick"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.last: Code | None = None
        """The code that was applied last."""

    async def apply(self, code: Code) -> None:
        """Apply a code to what is in hand."""
        raise NotImplementedError

    async def apply_new(self, name: str, parent: Code | None) -> None:
        """Make a code and apply it, in one act."""
        raise NotImplementedError

    def choices(self) -> list[Choice]:
        """Return all codes that can be applied, as something to pick from."""
        return code_choices(self.session.overview.tree)

    async def action_pinned(self, digit: int) -> None:
        """Apply the code of a digit."""
        pins = self.session.overview.pins
        code = pins[digit - 1] if digit <= len(pins) else None
        if code is None:
            self.say(f"No code is pinned to {digit}: in the codebook pane (B), p pins one.")
        else:
            await self.apply(code)

    async def action_again(self) -> None:
        """Apply the code that was applied last."""
        tree = self.session.overview.tree
        if self.last is None or self.last.id not in tree:
            self.say("No code was applied here yet.")
        else:
            await self.apply(tree[self.last.id])

    def action_by_key(self) -> None:
        """Wait for a code's own key."""
        self._by_key("")

    def _by_key(self, typed: str) -> None:
        codes = [one for one in self.session.overview.tree if one.fields.key and not one.retired]
        fitting = [one for one in codes if one.fields.key.lower().startswith(typed)]
        told = [safe(f"{one.fields.key} {one.name}") for one in fitting]
        words = as_many_as_fit(f"c {typed}…  ", told, self.app.size.width - 2)
        self.wait_for_key(words, partial(self._took_key, typed))

    async def _took_key(self, typed: str, key: events.Key) -> None:
        if key.key in ("backspace", "ctrl+h"):
            self._by_key(typed[:-1])
            return
        typed += (key.character or "").lower()
        codes = [one for one in self.session.overview.tree if one.fields.key and not one.retired]
        whole = next((one for one in codes if one.fields.key.lower() == typed), None)
        if whole is not None:
            await self.apply(whole)
        elif key.character and any(one.fields.key.lower().startswith(typed) for one in codes):
            self._by_key(typed)
        else:
            self.say(f"No code has the key “{typed}”.")

    def picking_for(self) -> str:
        """Return the question above the list of codes."""
        return "Code:"

    def picking_low(self) -> bool:
        """Tell whether what is coded stands in the lower half of the screen, where the list would hide it."""
        return False

    def action_pick(self) -> None:
        """Pick a code by typing; a name that fits none makes a new one."""

        async def chosen(choice: Choice | None) -> None:
            if choice is None:
                self.say("")
            elif isinstance(choice.value, New):
                await self._pick_new(choice.value.name)
            elif isinstance(choice.value, Code):
                await self.apply(choice.value)

        self.picker.open(self.picking_for(), self.choices(), chosen, new="new code", above=self.picking_low())

    @guarded
    async def _pick_new(self, path: str) -> None:
        """Make a code, below another where its path says so, and apply it."""
        above, _, name = path.rpartition(">")
        parent = self.session.overview.tree.find(above.strip()) if above.strip() else None
        await self.apply_new(name.strip(), parent)

    def ask_for_digit(self, code: Code) -> None:
        """Pin a code to the digit that is pressed next."""
        self.wait_for_key(f"Pin {code.name} to the digit …  1 to 9 · 0 none", partial(pin, self, code))


@guarded
async def pin(view: View, code: Code, key: events.Key) -> None:
    """Pin a code to a digit, or with 0 take its pin away, and say so."""
    digit = key.character or "-"
    pins = view.session.overview.pins
    if digit not in "0123456789":
        view.say("Pins are the digits 1 to 9; 0 takes a pin away.")
    elif digit != "0":
        place = int(digit)
        before = pins[place - 1]
        await view.session.ask(lambda project: project.pins.set(place, code))
        instead = f", in place of {before.name}" if before and before.id != code.id else ""
        view.say(f"{code.name} is pinned to {place}{instead}", done=True)
    else:
        places = [number for number, one in enumerate(pins, start=1) if one and one.id == code.id]
        for place in places:
            await view.session.ask(lambda project, place=place: project.pins.set(place, None))  # type: ignore[misc]
        view.say(
            f"{code.name} is pinned no longer" if places else f"{code.name} is not pinned.", done=bool(places)
        )
