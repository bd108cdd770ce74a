"""Classifications: ways to sort the cases into classes, with who is in which class and why."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from qcode.errors import DataError
from qcode.model.cases import Case
from qcode.project.grouping_tables import classes_table, told_by_classes
from qcode.text.names import counted, levelled
from qcode.tui.errands import OfClassification, Quotations
from qcode.tui.screens.classes_edits import ClassEdits
from qcode.tui.screens.classes_rows import ClassLine, ClassRows, read_classes
from qcode.tui.screens.table_export import export
from qcode.tui.screens.table_import import ask_table, preview
from qcode.tui.screens.view import dialogue, guarded
from qcode.tui.widgets.grid import Grid
from qcode.tui.widgets.picker import Choice, New
from qcode.tui.widgets.read_out import ReadOut

_EMPTY = "No classifications yet: a makes one, by the cut points of a numeric attribute or by hand."


class Classes(ClassEdits):
    """Each classification with its classes below it; the pane tells who is in one and why."""

    NAME = "classes"
    TITLE_WORDS = "Classes of cases"
    CSS_PATH = "classes.tcss"
    HINTS = (
        ("list.choose", "quotations"),
        ("classes.cuts", "cut points"),
        ("classes.put", "put a case"),
        ("classes.add", "new"),
        ("classes.rename", "rename"),
        ("classes.import", "import"),
        ("view.undo", "undo"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "New classification: by cut points or by hand", id="classes.add"),
        Binding("e", "cuts", "Change the cut points, or the classes by hand", id="classes.cuts"),
        Binding("c", "put", "Put a case into this class, with a reason", id="classes.put"),
        Binding("r", "rename", "Rename the classification or class in hand", id="classes.rename"),
        Binding("m", "note", "Note on the classification", id="classes.note"),
        Binding("minus,delete", "remove", "Remove the classification; codings stay", id="classes.remove"),
        Binding("tab", "pane", "Between the list and what is told below it", id="classes.pane"),
        Binding("i", "import", "Import a table of classes (csv, xlsx)", id="classes.import"),
        Binding("x", "export", "Write the classes to a file", id="classes.export"),
    ]

    def compose_body(self) -> ComposeResult:
        yield Grid(id="classes", ascii=self.qcode.options.ascii, empty=_EMPTY)
        yield ReadOut(id="class-cases", ascii=self.qcode.options.ascii)

    @property
    def grid(self) -> Grid:
        """The list."""
        return self.query_one("#classes", Grid)

    @property
    def line(self) -> ClassLine:
        """The classification or class in hand. Raises DataError where there is none."""
        rows, row = self.grid.source, self.grid.cursor_row
        if not isinstance(rows, ClassRows) or not 0 <= row < len(rows):
            raise DataError("There is no classification in hand.", f"{self.key_of('classes.add')} makes one.")
        return rows.lines[row]

    async def begin(self) -> None:
        """Give the keys to the list."""
        self.set_focus(self.grid)

    async def arrive(self, errand: object) -> None:
        """Stand on the classification that another view sends the person to."""
        await super().arrive(errand)
        self.set_focus(self.grid)
        rows = self.grid.source
        if isinstance(errand, OfClassification) and isinstance(rows, ClassRows):
            places = [row for row, line in enumerate(rows.lines) if line.classed.one.uid == errand.uid]
            if places:
                self.grid.go_to(places[0])

    async def refresh_facts(self) -> None:
        """Read anew what there is, and show it."""
        classes = await self.session.ask(read_classes)
        names = {case.id: case.name for case in self.session.overview.cases.values()}
        self.grid.refresh_source(ClassRows(classes, names))
        self.head("Classes", right=[counted(len(classes), "classification"), counted(len(names), "case")])
        self._show_behind()

    def _show_behind(self) -> None:
        rows, row = self.grid.source, self.grid.cursor_row
        inside = isinstance(rows, ClassRows) and 0 <= row < len(rows)
        shown = rows.behind(row) if inside and isinstance(rows, ClassRows) else Content("")
        self.query_one("#class-cases", ReadOut).show(self.grid.cursor_key, shown)

    @on(Grid.Moved, "#classes")
    def _moved(self, event: Grid.Moved) -> None:
        event.stop()
        self._show_behind()

    @on(Grid.Chosen, "#classes")
    @guarded
    async def _chosen(self, event: Grid.Chosen) -> None:
        event.stop()
        line = self.line
        if line.is_head:
            self.action_cuts()
            return
        one, wanted = line.classed.one, line.class_name
        table = await self.session.ask(lambda project: project.crosstab(f"class:{one.name}", None))
        places = [
            row
            for row, header in enumerate(table.rows)
            if wanted and levelled(header.label) == levelled(wanted) and not header.total
        ]
        codings = frozenset(table.behind(places[0], 0)) if places else frozenset()
        if codings:
            await self.qcode.go("segments", Quotations(f"{one.name}: {wanted}", codings))
        else:
            self.say("No coding that counts is of these cases.")

    def action_pane(self) -> None:
        """Give the keys to the list, or to what is told of it."""
        pane = self.query_one("#class-cases", ReadOut)
        self.set_focus(pane if self.focused is self.grid else self.grid)

    @dialogue
    async def action_add(self) -> None:
        """Make a classification."""
        await self.new_classification()

    @dialogue
    async def action_cuts(self) -> None:
        """Change the cut points of the classification in hand."""
        await self.edit_classification(self.line.classed)

    @dialogue
    async def action_put(self) -> None:
        """Put a case into the class in hand."""
        line = self.line
        overview = self.session.overview
        choices = [
            Choice(case.name, case, f"{line.classed.of(case.id).class_name or 'no class'}")
            for case in overview.cases.values()
        ]
        into = line.class_name or line.classed.one.name
        chosen = (await self.pick(f"Which case into {into}?", choices)).value
        if not isinstance(chosen, Case):
            return
        if line.class_name is None:
            await self.put_in_class(line.classed, chosen)
        else:
            await self.say_class(line.classed, chosen, line.class_name)

    @dialogue
    async def action_rename(self) -> None:
        """Rename the classification or class in hand."""
        line = self.line
        one, old = line.classed.one, line.class_name
        if old is None:
            await self.rename_classification(one)
            return
        name = await self.new_text(f"New name of {old}:", old)
        if name is not None:
            classes = [name if place == line.place else known for place, known in enumerate(one.classes)]
            await self.change(
                lambda project: project.classifications.set(one, classes=classes),
                f"{old} of {one.name} is now called {name}; its cases stay in it.",
            )

    @dialogue
    async def action_note(self) -> None:
        """Write what the classification in hand is for."""
        one = self.line.classed.one

        async def save(text: str) -> None:
            await self.change(
                lambda project: project.classifications.set(one, note=text), f"Saved the note on {one.name}."
            )

        self.write_long(f"Note on {one.name}", one.note, save)

    @dialogue
    async def action_remove(self) -> None:
        """Remove the classification in hand."""
        await self.remove_classification(self.line.classed)

    # -- files

    @dialogue
    async def action_import(self) -> None:
        """Show what a table of classes would say of which case, and import it."""
        from qcode.sheets import read_classes as read_sheet
        from qcode.tui.screens.table_plans import classes_of

        file, rows = await ask_table(self, "classes", read_sheet)
        source = self.grid.source
        known = [line.classed.one.name for line in source.lines] if isinstance(source, ClassRows) else []
        # The one in hand comes first.
        first = [self.line.classed.one.name] if known else []
        choices = [Choice(name, name) for name in dict.fromkeys([*first, *known])]
        chosen = (await self.pick("Classes of", choices, new="new classification")).value
        await preview(self, classes_of(file, rows, chosen.name if isinstance(chosen, New) else str(chosen)))

    @dialogue
    async def action_export(self) -> None:
        """Write who is in which class of the classification in hand, as it can be imported."""
        one = self.line.classed.one
        await export(
            self,
            "classes",
            lambda project: classes_table(project, one),
            warnings=lambda project: told_by_classes(project, one),
        )
