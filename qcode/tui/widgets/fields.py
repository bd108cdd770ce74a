"""Where text is typed: what a terminal would obey is made visible in the picture, never in the text."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from rich.text import Text
from textual.filter import LineFilter
from textual.widgets import Input, TextArea
from textual.widgets.text_area import Document, DocumentNavigator, EditResult, Location, WrappedDocument

from qcode.text.display import safe
from qcode.text.widths import cell_width
from qcode.tui.plain_signs import as_they_are


class Field(Input):
    """One line to type in; `value` is what was typed, given or pasted, code point by code point."""

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return the filters of its lines; what the study says stays as it is."""
        return as_they_are(super().get_line_filters())

    @property
    def _value(self) -> Text:
        return Text(safe(self.value), no_wrap=True, overflow="ignore", end="")

    # Where Textual measures the text itself, it would measure what is not shown.

    def _position_to_cell(self, position: int) -> int:
        return cell_width(safe(self.value[:position]))

    def _cell_offset_to_index(self, offset: int) -> int:
        cells = -self.scroll_offset.x
        for index, sign in enumerate(safe(self.value)):
            cells += cell_width(sign)
            if cells > offset:
                return index
        return len(self.value)

    def put(self, value: str) -> None:
        """Set what stands in the field, with the cursor behind it, without telling anybody."""
        with self.prevent(Input.Changed):
            self.value = value
        self.cursor_position = len(value)

    async def all_typed(self) -> str:
        """Return what stands in the field once all is in it that was typed before."""
        ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.call_later(ready.set_result, None)
        await ready
        return self.value


class _Lines(Document):
    """Lines ended by a newline alone: no other sign is a line's end, and none is lost or exchanged.

    What is drawn and measured is each line made safe, as long as the line itself in code points.
    """

    def __init__(self, text: str) -> None:
        super().__init__("")
        self._lines = text.split("\n")

    @property
    def lines(self) -> list[str]:
        """The lines as they are shown."""
        return [_shown(line) for line in self._lines]

    def get_line(self, index: int) -> str:
        """Return a line as it is shown."""
        return _shown(self._lines[index])

    def replace_range(self, start: Location, end: Location, text: str) -> EditResult:
        """Put a text in place of another; line ends of other systems, as pastes have them, are newlines."""
        (row, column), (last, behind) = sorted((start, end))
        replaced = self.get_text_range((row, column), (last, behind))
        made = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        made[0] = self._lines[row][:column] + made[0] if row < len(self._lines) else made[0]
        end_column = len(made[-1])
        if last < len(self._lines):
            made[-1] += self._lines[last][behind:]
        self._lines[row : last + 1] = made
        return EditResult((row + len(made) - 1, end_column), replaced)


def _shown(line: str) -> str:
    return "\t".join(map(safe, line.split("\t")))


class Pages(TextArea):
    """Lines to type in; `text` is what was typed, given or pasted, code point by code point."""

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return the filters of its lines; what the study says stays as it is."""
        return as_they_are(super().get_line_filters())

    def _set_document(self, text: str, language: str | None) -> None:  # noqa: ARG002
        super()._set_document("", None)
        self.document = _Lines(text)
        self.wrapped_document = WrappedDocument(self.document, tab_width=self.indent_width)
        self.navigator = DocumentNavigator(self.wrapped_document)
        self._rewrap_and_refresh_virtual_size()
