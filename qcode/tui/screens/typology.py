"""Which cases are alike: the tree beside what characterises each class; a proposal to be accepted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content

from qcode.errors import QcodeError
from qcode.model.cases import Case
from qcode.project import Project
from qcode.text.cells import shown
from qcode.text.names import counted, listed
from qcode.tui.errands import PictureOf, Quotations, TypologyOf
from qcode.tui.screens import matrix_menus as menus
from qcode.tui.screens import typology_table as tables
from qcode.tui.screens.comparing import whose
from qcode.tui.screens.guarding import on_screen
from qcode.tui.screens.matrix_asked import is_about, quotations_behind
from qcode.tui.screens.picture_table import AskedPicture
from qcode.tui.screens.table_export import export
from qcode.tui.screens.typology_asking import TypologyAsking
from qcode.tui.screens.typology_table import AskedTypology, TypeRows, Types, find_types
from qcode.tui.screens.view import dialogue, guarded
from qcode.tui.session import News
from qcode.tui.widgets.grid import Grid
from qcode.tui.widgets.picker import Choice
from qcode.tui.widgets.read_out import Part, ReadOut, told

_OF_CLASSES = frozenset({"classifications", "class_cases"})


class Typology(TypologyAsking):
    """Cases put together by their codes, cut into classes that can be accepted."""

    NAME = "typology"
    TITLE_WORDS = "Typology"
    PROPOSED = "Types"
    CSS_PATH = "typology.tcss"
    HINTS = (
        ("list.choose", "quotations"),
        ("typology.number", "classes"),
        ("typology.codes", "codes"),
        ("typology.method", "method"),
        ("typology.accept", "accept"),
        ("typology.picture", "picture"),
        ("typology.truth", "truth table"),
        ("typology.export", "export"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "every", "Every code of each class, or those that tell it", id="typology.every"),
        Binding("t", "tree", "Show or hide the tree", id="typology.tree"),
        Binding("tab", "other", "From the classes to the tree, to scroll it, or back", id="typology.other"),
        Binding("p", "picture", "The tree as a picture", id="typology.picture"),
        Binding("T", "truth", "Which conditions go with an outcome: truth tables", id="typology.truth"),
        Binding("e", "export", "Write a table of this to a file", id="typology.export"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.asked = AskedTypology()
        self.types: Types | None = None
        self.source: TypeRows | None = None
        self._every = False
        self._stale = True
        self._room = (0, 0)

    def compose_body(self) -> ComposeResult:
        ascii = self.qcode.options.ascii
        with Container(id="types"):
            yield ReadOut(id="tree", ascii=ascii)
            yield Grid(ascii=ascii, id="classes")
        yield ReadOut(id="told", ascii=ascii)

    @property
    def grid(self) -> Grid:
        """The classes and their codes."""
        return self.query_one("#classes", Grid)

    @property
    def dendrogram(self) -> ReadOut:
        """The tree of cases."""
        return self.query_one("#tree", ReadOut)

    async def begin(self) -> None:
        """Stand on the classes."""
        self.set_focus(self.grid)

    async def arrive(self, errand: object) -> None:
        """Show the typology of what counts where the person comes from, or the one that was here."""
        self.set_focus(self.grid)
        asked = replace(self.asked, of=whose(errand.asked)) if isinstance(errand, TypologyOf) else self.asked
        if self._stale or asked != self.asked:
            await self._find_or_say(asked)
        else:
            self._show_head()
            self.tell()

    async def take_news(self, news: News) -> None:
        """Find anew, at once or when the view is gone to again."""
        of_classes = not news.everything and news.tables <= _OF_CLASSES
        if (of_classes and "class" not in self.asked.of.condition) or not is_about(self.asked.of, news):
            return
        self._stale = True
        if self.qcode.view is self and self._proposal is None:
            await self._find_or_say(self.asked)

    async def _find_or_say(self, asked: AskedTypology) -> None:
        """Show a typology; where there can be none, say in its place why."""
        try:
            await self.find(asked)
        except QcodeError as error:
            self.asked, self.types, self.source = asked, None, None
            self.dendrogram.show(None, Content(""))
            self.told.show(None, Content(""))
            self.add_class("-no-tree")
            self.grid.show(TypeRows(None, every=False), empty=str(on_screen(error)))
            self._show_head()
            self.say_fault(error)

    async def find(self, asked: AskedTypology) -> None:
        """Show what is asked for; where it cannot be, all stays as it was."""
        types = await self.session.ask(lambda project: find_types(project, asked))
        self.asked, self.types, self._stale = asked, types, False
        self.remove_class("-no-tree")
        self._list()
        await self._draw()
        self._show_head()
        self.tell()

    def _list(self) -> None:
        self.source = TypeRows(self.types, every=self._every)
        self.grid.show(self.source)

    async def _draw(self) -> None:
        """Draw the tree in the room it has."""
        if self.types is None:
            return
        types, ascii = self.types, self.qcode.options.ascii
        self._room = width, height = self._room_now()

        def drawn(_: Project) -> str:
            from qcode import pictures

            return pictures.draw(
                "dendrogram", types.tree, width=width, height=height, ascii=ascii, notes=False
            )

        text = await self.session.ask(drawn)
        self.dendrogram.show(types, Content(text))
        # One below the other, the tree takes the rows it needs, but leaves the classes some.
        room = max(8, (self.app.size.height - 2 - self.told.size.height) * 3 // 5)
        wide = self.has_class("-wide")
        self.dendrogram.styles.height = "1fr" if wide else min(text.rstrip().count("\n") + 1, room)

    def _room_now(self) -> tuple[int, int]:
        size = self.app.size
        return (size.width * 2 // 5 if self.has_class("-wide") else size.width) - 4, size.height - 3

    def _show_head(self) -> None:
        of, types = self.asked.of, self.types
        number = [counted(types.classes.number, "class", "classes")] if types else []
        method = f"{types.found.distance}, {types.found.linkage}" if types else ""
        right = [
            "" if self.asked.codes == "code" else self.asked.codes,
            self.asked.value,
            method,
            "with sub-codes" if self.asked.aggregated else "",
            menus.spoken(of.roles),
            of.coder or "",
            f"where {of.condition}" if of.condition else "",
        ]
        self.head("Typology", *number, right=[part for part in right if part])

    # -- the class or code under the cursor

    def _here(self) -> tuple[int, int | None] | None:
        row = self.grid.cursor_row
        entries = self.source.entries if self.source else []
        return entries[row] if 0 <= row < len(entries) else None

    def tell(self) -> None:
        """Say what there is to say of the class, or the code in it, under the cursor."""
        here, types = self._here(), self.types
        self._told_of = here
        if here is None or types is None or self._proposal is not None:
            return
        label, code = here
        members = f"{counted(len(types.members(label)), 'case')}: {listed(types.members(label))}."
        parts = [Part("", f"{types.reasons[label]}."), Part("", members)]
        title = types.classes.name(label).capitalize()
        if code is not None:
            title += f" × {types.found.profiles.codes[code].name}"
        parts.append(Part("Notes", "\n".join(types.notes)))
        self.told.show(here, told(title, parts))
        self.say(self._in_words(types, label, code))

    def _in_words(self, types: Types, label: int, code: int | None) -> str:
        if code is None:
            fit = types.silhouette(label)
            return f"{types.classes.name(label).capitalize()}: mean silhouette {fit:.2f}" + (
                "; the order of the cases decides" if types.classes.by_order else ""
            )
        trait, format = types.classes.traits[label][code], tables.format_of(types)
        far = "" if trait.v is None else f", v {trait.v:+z.2f}"
        mean, overall = shown(trait.mean, format), shown(types.classes.overall[code], format)
        name = types.found.profiles.codes[code].label
        return f"{name}: {mean} in {types.classes.name(label)}, {overall} in all{far}"

    @on(Grid.Moved, "#classes")
    def _moved(self) -> None:
        if self._here() != self._told_of:
            self.tell()

    @on(Grid.Chosen, "#classes")
    @guarded
    async def _chosen(self) -> None:
        """List the quotations of a class's codes, or of one code in it."""
        here, types = self._here(), self.types
        if here is None or types is None:
            return
        label, code = here
        codes = types.telling(label, every=self._every) if code is None else [code]
        codings = types.codings(label, codes)
        name = types.classes.name(label)
        if code is not None:
            name = f"{types.found.profiles.codes[code].name} × {name}"
        if codings:
            await self.qcode.go("segments", Quotations(name, codings))
        else:
            self.say(f"{name}: there is nothing to list.")

    def action_every(self) -> None:
        """List every code of each class, or those that tell it."""
        self._every = not self._every
        if self.types is not None:
            here = self._here()
            self._list()
            if here is not None and self.source is not None and here in self.source.entries:
                self.grid.go_to(self.source.entries.index(here))
            self.tell()

    def action_tree(self) -> None:
        """Show or hide the tree."""
        self.toggle_class("-no-tree")
        self.set_focus(self.grid)

    def action_other(self) -> None:
        """Go to the tree to scroll it, or back to the classes."""
        self.set_focus(self.grid if self.focused is self.dendrogram else self.dendrogram)

    def classed(self) -> Mapping[Case, tuple[str, str]]:
        """Return the cases with their classes and the reasons, to be accepted."""
        from qcode.analysis.typology.clusters import proposal

        if self.types is None:
            return {}
        cases = self.types.cases
        return {cases[case]: said for case, said in proposal(self.types.found, self.types.classes).items()}

    # -- taking it elsewhere

    @guarded
    async def action_picture(self) -> None:
        """Show the tree as a picture."""
        asked = self.asked
        await self.qcode.go("picture", PictureOf(AskedPicture("dendrogram", asked.of, types=asked)))

    @guarded
    async def action_truth(self) -> None:
        """Show truth tables of what counts here."""
        await self.qcode.go("truth-table", TypologyOf(self.asked.of))

    @dialogue
    async def action_export(self) -> None:
        """Write one of the tables to a file."""
        choices = [
            Choice(what, name, key=str(at)) for at, (name, what) in enumerate(tables.TABLES.items(), 1)
        ]
        name, asked = await self.menu("Write:", choices), self.asked
        await export(
            self,
            f"typology_{name}",
            lambda project: asked.table(project, name),
            lambda project, table: quotations_behind(project, asked.of.selection(project), table),
            picture="dendrogram" if name == "merges" else "",
        )

    def on_resize(self, event: events.Resize) -> None:
        """Draw anew for the room there is now."""
        super().on_resize(event)
        self.call_after_refresh(self._draw_again)

    @guarded
    async def _draw_again(self) -> None:
        if self._room != self._room_now():
            await self._draw()
