"""A field to type in with its label before it, and what is wrong with what was typed below it."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Label, Static

from qcode.text.display import safe
from qcode.text.widths import cell_width
from qcode.tui.widgets.fields import Field

_LABEL_WIDTH = 10


class LabelledField(Vertical):
    """One line to type in, out of sight while it is empty and nobody types."""

    DEFAULT_CSS = f"""
    LabelledField {{ height: auto; display: none; }}
    LabelledField.-shown {{ display: block; }}
    LabelledField > Horizontal {{ height: 1; }}
    LabelledField Label {{ width: {_LABEL_WIDTH}; color: $text-muted; }}
    LabelledField Input, LabelledField Input:focus {{ border: none; padding: 0; height: 1; width: 1fr; }}
    LabelledField > Static {{
        display: none; height: auto; max-height: 5; padding-left: {_LABEL_WIDTH}; color: $error;
    }}
    LabelledField > Static.-shown {{ display: block; }}
    """

    def __init__(self, label: str, placeholder: str, *, id: str) -> None:
        """Make a field; `label` and `placeholder` are the program's own words."""
        super().__init__(id=id)
        self._label, self._placeholder = label, placeholder

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Label(self._label, markup=False)
            yield Field(placeholder=self._placeholder)
        yield Static(markup=False)

    @property
    def field(self) -> Field:
        """The field itself."""
        return self.query_one(Field)

    @property
    def value(self) -> str:
        """What stands in the field."""
        return self.field.value

    def edit(self) -> None:
        """Let the person type."""
        self.add_class("-shown")
        self.screen.set_focus(self.field)

    def put(self, value: str) -> None:
        """Set what stands in the field, without telling anybody; nothing is wrong with it."""
        self.field.put(value)
        self.forgive()
        self.settle()

    def settle(self) -> None:
        """Go out of sight where the field is empty."""
        self.set_class(bool(self.value), "-shown")

    def forgive(self) -> None:
        """Take back what was said to be wrong."""
        self.query_one(Static).remove_class("-shown")

    def point_at(self, position: int, message: str) -> None:
        """Say what is wrong, and at which code point of the field."""
        self.field.cursor_position = min(position, len(self.value))
        cells = min(cell_width(safe(self.value[:position])), max(0, self.field.size.width - 1))
        fault = self.query_one(Static)
        fault.update(Content(f"{' ' * cells}^\n{safe(message, keep_newlines=True)}"))
        fault.add_class("-shown")

    def take_key(self, key: events.Key, *, give_up: Callable[[], None], leave: Callable[[], None]) -> bool:
        """Take the keys that leave the field while somebody types in it; True where it was taken.

        Escape and ctrl+g give up what was typed, down and tab leave it as it is.
        """
        if self.screen.focused is not self.field:
            return False
        if key.key in ("escape", "ctrl+g"):
            give_up()
        elif key.key in ("down", "tab"):
            leave()
        else:
            return False
        return True

    def on_input_changed(self) -> None:
        """What was wrong is being mended."""
        self.forgive()
