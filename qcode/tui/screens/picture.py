"""A table as a picture in characters: scrolled, changed for another kind, exported, back to its numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from qcode.errors import DataError, QcodeError
from qcode.model.tables import Table
from qcode.project import Project
from qcode.tui.errands import PictureOf, Quotations
from qcode.tui.screens.guarding import on_screen
from qcode.tui.screens.matrix_asked import is_about
from qcode.tui.screens.matrix_menus import marked, spoken
from qcode.tui.screens.matrix_table import TableRows, in_words
from qcode.tui.screens.picture_table import AskedPicture
from qcode.tui.screens.table_export import export
from qcode.tui.screens.view import View, dialogue, guarded
from qcode.tui.session import News
from qcode.tui.widgets.grid import Grid
from qcode.tui.widgets.picker import Choice
from qcode.tui.widgets.read_out import FAINT, ReadOut

_SHAPES = re.compile(r"([░▒▓█▏▎▍▌▋▊▉▁▂▃▄▅▆▇●○◉•━⣿]+)")
_CHOICES = (
    ("h", "heatmap", "heat map", "the table, numbers as shades"),
    ("b", "bubbles", "bubbles", "the table, numbers as areas"),
    ("n", "network", "network", "codes that go together"),
    ("p", "periods", "periods", "what each case says of which period"),
    ("t", "timeline", "timeline", "dated documents and events, case by case"),
    ("s", "saturation", "saturation curve", "new codes by interview"),
    ("l", "codeline", "code line", "where codes lie in one document"),
    ("d", "dendrogram", "dendrogram", "which cases are alike; needs the extra stats"),
    ("m", "map", "map", "cases and codes in one plane; needs the extra stats"),
)
_NOTHING = "There is nothing to show."
_WORDS = {name: words for _, name, words, _ in _CHOICES}


class Picture(View):
    """One picture, as large as there is room; `t` shows the table it is of."""

    NAME = "picture"
    TITLE_WORDS = "Picture"
    CSS_PATH = "picture.tcss"
    HINTS = (
        ("picture.table", "its table"),
        ("picture.kind", "another picture"),
        ("picture.notes", "notes"),
        ("picture.export", "export"),
        ("view.back", "back"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "table", "The table of the picture, or the picture again", id="picture.table"),
        Binding("p", "kind", "Another kind of picture", id="picture.kind"),
        Binding("n", "notes", "Show or leave out the notes below", id="picture.notes"),
        Binding("e", "export", "Write the picture or its table to a file", id="picture.export"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.asked = AskedPicture()
        self.table: Table | None = None
        self.source: TableRows | None = None
        self.drawn = ""
        """The picture as it is shown, without what is said below it."""
        self._told: tuple[int, int] | None = None
        self._notes = False
        self._stale = True
        self._room = (0, 0)

    def compose_body(self) -> ComposeResult:
        yield ReadOut(id="drawing", ascii=self.qcode.options.ascii)
        yield Grid(ascii=self.qcode.options.ascii, id="drawn-table")

    @property
    def drawing(self) -> ReadOut:
        """The picture."""
        return self.query_one("#drawing", ReadOut)

    @property
    def grid(self) -> Grid:
        """The table that it is of."""
        return self.query_one("#drawn-table", Grid)

    @property
    def _shows_table(self) -> bool:
        return self.has_class("-table")

    async def begin(self) -> None:
        """Stand on the picture."""
        self.set_focus(self.drawing)

    async def arrive(self, errand: object) -> None:
        """Show a picture of what was sent along, or the one that was here."""
        if isinstance(errand, PictureOf):
            self._show_table(False)
            await self._show_or_say(errand.asked)
        elif self._stale:
            await self._show_or_say(self.asked)
        else:
            self._show_head()
            self.say("")

    async def take_news(self, news: News) -> None:
        """Draw anew, at once or when the view is gone to again."""
        if not is_about(self.asked.of, news):
            return
        self._stale = True
        if self.qcode.view is self:
            await self._show_or_say(self.asked)

    async def _show_or_say(self, asked: AskedPicture) -> None:
        """Draw a picture; where it cannot be, say in its place why, for there is nothing else to show."""
        try:
            await self._draw(asked)
        except QcodeError as error:
            self.asked, self.table, self.source, self.drawn = asked, None, None, ""
            self.drawing.show(None, Content(str(on_screen(error))))
            self._show_head()
            self.say_fault(error)

    async def _draw(self, asked: AskedPicture) -> None:
        """Draw what is asked for; where that cannot be, all stays as it was."""
        ascii = self.qcode.options.ascii
        width, height = self._room = self._room_now()

        def drawn(project: Project) -> tuple[Table, str]:
            from qcode import pictures

            table = asked.table(project)
            return table, pictures.draw(
                asked.kind, table, width=width, height=height, ascii=ascii, notes=False
            )

        table, text = await self.session.ask(drawn)
        before = self.source
        self.asked, self.table, self.drawn, self._stale = asked, table, text, False
        self.source = TableRows(table, bars=not asked.of.holdings, ascii=ascii)
        self._lay_out()
        if before is None or [one.title for one in before.columns] != [
            one.title for one in self.source.columns
        ]:
            self.grid.show(self.source, self.source.frozen, "cell", empty="There is nothing to draw.")
        else:
            self.grid.refresh_source(self.source)
        self._show_head()
        self._say_place()

    def say_fault(self, error: QcodeError) -> None:
        """Say in the hint line what went wrong and what to do here."""
        super().say_fault(on_screen(error))

    def _room_now(self) -> tuple[int, int]:
        """Return for how many columns and rows is room in the view; the edge is left free."""
        size = self.app.size
        return size.width - 4, size.height - 3

    def _lay_out(self) -> None:
        drawn = self.drawn if self.drawn.strip() else _NOTHING
        parts: list[Content | str | tuple[str, str]] = [
            (part, "$primary") if at % 2 else part for at, part in enumerate(_SHAPES.split(drawn))
        ]
        if self._notes and self.table is not None:
            parts += [(f"\n{note}", FAINT) for note in self.table.notes]
        self.drawing.show(self.asked, Content.assemble(*parts))

    def _show_head(self) -> None:
        of = self.asked.of
        right = [spoken(of.roles), of.coder or "", f"where {of.condition}" if of.condition else ""]
        title = self.table.title if self.table else _WORDS[self.asked.what]
        self.head("Picture", title, right=[part for part in right if part])

    def _place(self) -> tuple[int, int] | None:
        if self.source is None:
            return None
        return self.source.place(self.grid.cursor_row, self.grid.cursor_column)

    def _say_place(self) -> None:
        self._told = place = self._place() if self._shows_table else None
        self.say(in_words(self.table, place) if self.table is not None and place else "")

    def hints(self) -> Sequence[str]:
        """Return the keys that do something next; in the table, Enter leads to the quotations."""
        keys = super().hints()
        return [f"{self.key_of('list.choose')} quotations", *keys] if self._shows_table else keys

    @on(Grid.Moved, "#drawn-table")
    def _moved(self) -> None:
        if self._shows_table and self._place() != self._told:
            self._say_place()

    @on(Grid.Chosen, "#drawn-table")
    @guarded
    async def _chosen(self) -> None:
        place = self._place()
        if self.table is None or place is None:
            return
        codings = frozenset(self.table.behind(*place))
        if codings:
            await self.qcode.go("segments", Quotations(in_words(self.table, place), codings))
        else:
            self.say(f"{in_words(self.table, place)}: there is nothing to list.")

    def action_table(self) -> None:
        """Show the table, or the picture again."""
        self._show_table(not self._shows_table)
        self._say_place()

    def _show_table(self, shown: bool) -> None:
        self.set_class(shown, "-table")
        self.set_focus(self.grid if shown else self.drawing)

    def action_notes(self) -> None:
        """Show or leave out what is to be known of the table."""
        self._notes = not self._notes
        self._show_table(False)
        self._lay_out()

    @dialogue
    async def action_kind(self) -> None:
        """Choose another kind of picture."""
        choices = [Choice(words, name, what, key=key) for key, name, words, what in _CHOICES]
        chosen = await self.picker.choose("Picture:", marked(choices, self.asked.what), keys=True)
        asked = replace(self.asked, what=str(chosen.value))
        if asked.what == "codeline":
            documents = self.session.overview.documents.values()
            if not documents:
                raise DataError("There are no documents yet.")
            named = [Choice(one.name, one.uid, one.kind) for one in documents]
            asked = replace(asked, document=str((await self.pick("The document:", named)).value))
        await self._draw(asked)
        self._show_table(False)

    @dialogue
    async def action_export(self) -> None:
        """Write the picture, or its table, to a file."""
        asked = self.asked
        await export(self, asked.what, asked.table, asked.quotations, asked.singled_out, picture=asked.kind)

    def on_resize(self, event: events.Resize) -> None:
        """Draw anew for the room there is now."""
        super().on_resize(event)
        if self.table is not None and self._room != self._room_now() and self.qcode.view is self:
            self._redraw()
        elif self._room != self._room_now():
            self._stale = True

    @dialogue
    async def _redraw(self) -> None:
        await self._draw(self.asked)
