"""The keys of a view, made from the bindings themselves."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from qcode.text.display import safe
from qcode.text.names import levelled
from qcode.text.widths import fit
from qcode.tui.bindings import bindings_of, of_class
from qcode.tui.keys import KeyLine, key_lines, plainly
from qcode.tui.screens.view import View
from qcode.tui.widgets.fields import Field
from qcode.tui.widgets.side_line import SideLine

_TITLES = {
    "text": "In the text",
    "coding": "Coding",
    "codes": "In the codebook pane",
    "list": "In lists and tables",
    "memo": "While a memo is open",
    "view": "Everywhere",
    "app": "The program",
}
_LAST = ("list", "memo", "view", "app")
_NUMBER = re.compile(r"\d+")
_WIDE = 100
_GAP = 4
_LEAST_KEYS, _MOST_KEYS = 8, 20

Group = tuple[str, Sequence[KeyLine]]
Line = tuple[str, str]
"""Text and style; every line of a column is as wide as the column."""


class Help(ModalScreen[None]):
    """What every key does in a view, narrowed by typing after `/`; q, `?` or Escape closes it.

    Letters do nothing before that: a word typed by somebody who thinks to be in the field must not be
    carried out by the view behind once its first letter has closed the help.
    """

    CSS_PATH = "help.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash,f", "find", "Find a key by typing", id="help.find"),
        Binding("q,question_mark", "close", "Close the help", id="help.close"),
        Binding(
            "escape,ctrl+g,enter", "back", "Close the help, or leave the field", id="help.back", priority=True
        ),
        Binding("up", "scroll('up')", "Scroll up", id="help.up", priority=True),
        Binding("down", "scroll('down')", "Scroll down", id="help.down", priority=True),
        Binding("pageup", "scroll('page_up')", "Page up", id="help.page_up", priority=True),
        Binding("pagedown", "scroll('page_down')", "Page down", id="help.page_down", priority=True),
    ]

    def __init__(self, view: View) -> None:
        """Prepare the help of a view."""
        super().__init__()
        self._plain, self._name = view.qcode.options.ascii, view.NAME
        self._lines = together(key_lines(active_bindings(view), view.qcode.keymap))
        if self._plain:
            self._lines = [replace(one, keys=plainly(one.keys)) for one in self._lines]
        self._title = view.TITLE_WORDS or view.NAME

    @property
    def lines(self) -> Sequence[KeyLine]:
        """The keys that are told of, all of them."""
        return self._lines

    def compose(self) -> ComposeResult:
        with Vertical(id="help"):
            yield SideLine(id="help-title")
            yield Field(id="help-words", placeholder="/ finds a key by what it does")
            with VerticalScroll(id="help-keys", can_focus=False):
                yield Static(markup=False)

    def on_mount(self) -> None:
        """Show all keys."""
        how = (
            "/ finds",
            "up down scroll" if self._plain else "↑ ↓ scroll",
            "your own keys: keys.toml beside the settings",
            "q closes",
        )
        self.query_one("#help-title", SideLine).show(f"Keys: {self._title}", how, "bold")
        self._show()

    def on_resize(self) -> None:
        """Fit the keys to the new width."""
        self._show()

    @on(Input.Changed)
    def _show(self) -> None:
        groups = list(self.groups(self.query_one(Field).value))
        width = max(40, self.query_one("#help-keys").size.width - 1)
        self.query_one(Static).update(written(groups, width))
        self.query_one("#help-keys").scroll_home(animate=False)

    def groups(self, words: str = "") -> Iterator[Group]:
        """Yield the groups of keys, each with its title; those alone that hold every word."""
        wanted = levelled(words).split()
        found: dict[str, list[KeyLine]] = {}
        for line in self._lines:
            if all(word in levelled(f"{line.keys} {line.does}") for word in wanted):
                found.setdefault(line.id.partition(".")[0], []).append(line)
        for name in sorted(found, key=lambda one: _LAST.index(one) + 1 if one in _LAST else 0):
            yield _TITLES.get(name) or (self._title if name == self._name else name.capitalize()), found[name]

    def action_find(self) -> None:
        """Go to the field."""
        self.set_focus(self.query_one(Field))

    def action_close(self) -> None:
        """Close the help."""
        self.dismiss()

    def action_back(self) -> None:
        """Leave the field, then show all keys again, then close the help."""
        field = self.query_one(Field)
        if self.focused is field:
            self.set_focus(None)
        elif field.value:
            field.value = ""
        else:
            self.dismiss()

    def action_scroll(self, how: str) -> None:
        """Scroll the keys."""
        getattr(self.query_one("#help-keys"), f"scroll_{how}")(animate=False)


def active_bindings(view: View) -> Sequence[Binding]:
    """Return the bindings that do something in a view as it is now."""
    nodes = (*view.walk_children(), view, view.app)
    active = {
        binding.id
        for node in nodes
        for binding in of_class(type(node))
        if node.check_action(binding.action.partition("(")[0].rpartition(".")[2], ()) is not False
    }
    return [binding for binding in bindings_of(view) if binding.id in active]


def together(lines: Sequence[KeyLine]) -> Sequence[KeyLine]:
    """Return the lines with those of one action on several digits made one: `1 … 9`."""
    runs: list[list[KeyLine]] = []
    for line in lines:
        if runs and _NUMBER.sub("", runs[-1][-1].id) == _NUMBER.sub("", line.id) and line.keys.isdigit():
            runs[-1].append(line)
        else:
            runs.append([line])
    return [
        run[0]
        if len(run) == 1
        else KeyLine(run[0].id, f"{run[0].keys} … {run[-1].keys}", _NUMBER.sub("that number", run[0].does))
        for run in runs
    ]


def written(groups: Sequence[Group], width: int) -> Content:
    """Return the groups as text of this width in cells: in two columns where it is wide, else in one."""
    if not groups:
        return Content.styled("No key does anything like that.", "$foreground-muted")
    wide = width >= _WIDE
    column = (width - _GAP) // 2 if wide else width
    keys = max(_LEAST_KEYS, min(_MOST_KEYS, max(len(one.keys) for _, lines in groups for one in lines)))
    blocks = [list(_block(title, lines, keys, column)) for title, lines in groups]
    if not wide:
        return _joined([*line] for block in blocks for line in block)
    left, right = _halves(blocks)
    blank = [(" " * column, "")]
    rows = max(len(left), len(right))
    left += [blank] * (rows - len(left))
    right += [blank] * (rows - len(right))
    return _joined([*one, (" " * _GAP, ""), *other] for one, other in zip(left, right, strict=True))


def _halves(blocks: Sequence[list[list[Line]]]) -> tuple[list[list[Line]], list[list[Line]]]:
    """Deal the blocks out to two columns, in their order, as even as whole blocks allow."""
    sizes = [len(block) for block in blocks]
    cut = min(range(1, len(blocks) + 1), key=lambda place: abs(sum(sizes[:place]) - sum(sizes[place:])))
    return [line for one in blocks[:cut] for line in one], [line for one in blocks[cut:] for line in one]


def _block(title: str, lines: Sequence[KeyLine], keys: int, width: int) -> Iterator[list[Line]]:
    yield [(fit(safe(title).upper(), width), "bold")]
    room = max(10, width - keys - 4)
    for line in lines:
        pressed = textwrap.wrap(safe(line.keys), keys) or [""]
        does = textwrap.wrap(safe(line.does), room) or [""]
        for row in range(max(len(pressed), len(does))):
            key = pressed[row] if row < len(pressed) else ""
            words = does[row] if row < len(does) else ""
            yield [("  ", ""), (fit(key, keys), "$primary"), ("  ", ""), (fit(words, room), "")]
    yield [(" " * width, "")]


def _joined(rows: Iterator[list[Line]] | Sequence[list[Line]]) -> Content:
    parts: list[Line] = []
    for row in rows:
        parts += [*row, ("\n", "")]
    return Content.assemble(*parts[:-1])
