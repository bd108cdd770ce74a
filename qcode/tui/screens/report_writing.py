"""Reports: one is chosen, with its options; read on the screen, or written to a file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container

from qcode.errors import DataError, ExportError
from qcode.exporters.reports import report_format_for, write_report
from qcode.model.reports import Report
from qcode.project import Project
from qcode.project.guidelines import ITEMS
from qcode.text.names import counted
from qcode.tui.errands import ReportOn
from qcode.tui.screens.editing import Editing
from qcode.tui.screens.report_writing_kinds import KINDS, SPEECH, Ask, Kind, Option, defaults
from qcode.tui.screens.report_writing_options import (
    OptionFacts,
    OptionRows,
    ask_option,
    options_of,
    read_option_facts,
)
from qcode.tui.screens.report_writing_page import PageRows, page_lines
from qcode.tui.screens.view import dialogue, guarded
from qcode.tui.widgets.grid import Cell, CellKind, Grid, GridColumn, Rows
from qcode.tui.widgets.progress_line import ProgressLine
from qcode.tui.widgets.read_out import Part, ReadOut, told

_COLUMNS = (GridColumn("report", least=14, most=24), GridColumn("", grow=True, least=10, most=90))
_ENDINGS = ".docx, .html or .md"


class Reports(Editing):
    """The reports at the left, what can be chosen for one at the right; a report that is read takes all."""

    NAME = "reports"
    TITLE_WORDS = "Reports"
    CSS_PATH = "report_writing.tcss"
    HINTS = (
        ("reports.write", "write to a file"),
        ("reports.read", "read here"),
        ("reports.edit", "change a choice"),
        ("reports.switch", "its choices"),
        ("view.back", "back"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "write", "Write the report to a file", id="reports.write"),
        Binding("v", "read", "Read the report here, or close it", id="reports.read"),
        Binding("e", "edit", "Change the choice in hand, or say something of an item", id="reports.edit"),
        Binding("tab,shift+tab", "switch", "Between the reports and their choices", id="reports.switch"),
        Binding("A", "afresh", "All choices of this report as at first", id="reports.afresh"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.facts = OptionFacts()
        self._given: dict[str, dict[str, Any]] = {name: defaults(kind) for name, kind in KINDS.items()}
        self.report: Report | None = None
        """The one that is read."""
        self._width = 0

    def compose_body(self) -> ComposeResult:
        plain = self.qcode.options.ascii
        with Container(id="report-panes"):
            yield Grid(id="reports", ascii=plain)
            yield Grid(id="report-options", ascii=plain)
        about = ReadOut(id="report-about", ascii=plain)
        about.can_focus = False
        yield about
        yield Grid(id="report-page", ascii=plain)
        yield ProgressLine(id="report-progress")

    @property
    def grid(self) -> Grid:
        """The reports."""
        return self.query_one("#reports", Grid)

    @property
    def options(self) -> Grid:
        """What can be chosen for the report in hand."""
        return self.query_one("#report-options", Grid)

    @property
    def page(self) -> Grid:
        """The report that is read."""
        return self.query_one("#report-page", Grid)

    @property
    def kind(self) -> Kind:
        """The report in hand."""
        return [*KINDS.values()][max(0, self.grid.cursor_row)]

    @property
    def given(self) -> Mapping[str, Any]:
        """What was chosen for it."""
        return self._given[self.kind.name]

    @property
    def is_reading(self) -> bool:
        """Whether a report is in front."""
        return self.report is not None

    async def begin(self) -> None:
        """Show which reports there are."""
        rows = [(Cell(one.words, CellKind.HEAD), Cell(one.what, CellKind.FAINT)) for one in KINDS.values()]
        self.grid.show(Rows(_COLUMNS, rows))
        self.set_focus(self.grid)

    async def arrive(self, errand: object) -> None:
        """Stand on the report that another view wants, with what is to be in it."""
        if isinstance(errand, ReportOn):
            self._close_page()
            self.set_focus(self.grid)
            if errand.name in KINDS:
                self.grid.go_to([*KINDS].index(errand.name))
            self._take_over(errand)
        await super().arrive(errand)
        self._show()

    def _take_over(self, errand: ReportOn) -> None:
        """Let all reports be on what counts in the view that sent the person here."""
        if errand.condition is None:
            return
        for kind in KINDS.values():
            if SPEECH in kind.options:
                self._given[kind.name] |= {
                    "condition": errand.condition,
                    "speech": errand.speech,
                    "coder": errand.coder,
                }

    async def refresh_facts(self) -> None:
        """Read anew what there is to choose from."""
        items = self.kind.name == "methods" or bool(self.facts.known)
        self.facts = await self.session.ask(lambda project: read_option_facts(project, items=items))
        self._show()

    def _show(self) -> None:
        kind = self.kind
        rows = OptionRows(options_of(kind, self.given), self.given, self.session.overview, self.facts)
        self.options.refresh_source(rows)
        self._show_about()
        path = ["Reports", kind.words] if self.is_reading else ["Reports"]
        changed = sum(self.given[one.name] != one.default for one in kind.options)
        right = [f"{counted(changed, 'choice')} changed"] if changed else []
        if kind.name == "methods" and self.facts.known:
            blank = sum(key not in self.facts.said and not self.facts.known.get(key) for key in ITEMS)
            right.append(f"{blank} of {len(ITEMS)} items to be said")
        self.head(*path, right=right)

    def _show_about(self) -> None:
        """Say more of what is in hand: a report, or an item of a guideline."""
        rows, row = self.options.source, self.options.cursor_row
        about = told(self.kind.words, [Part("", self.kind.what)])
        on_option = self.focused is self.options and isinstance(rows, OptionRows) and 0 <= row < len(rows)
        if on_option and isinstance(rows, OptionRows):
            about = rows.behind(row)
        self.query_one("#report-about", ReadOut).show((self.kind.name, on_option, row), about)

    @on(Grid.Moved, "#reports")
    @guarded
    async def _moved(self, event: Grid.Moved) -> None:
        event.stop()
        self._show()
        if self.kind.name == "methods" and not self.facts.known:
            self.facts = await self.session.ask(lambda project: read_option_facts(project, items=True))
            self._show()

    @on(Grid.Moved, "#report-options")
    def _moved_in_options(self, event: Grid.Moved) -> None:
        event.stop()
        self._show_about()

    @on(Grid.Moved, "#report-page")
    def _moved_in_page(self, event: Grid.Moved) -> None:
        event.stop()

    @on(Grid.Chosen, "#reports")
    def _chosen(self, event: Grid.Chosen) -> None:
        event.stop()
        self.action_switch()

    @on(Grid.Chosen, "#report-options")
    def _option_chosen(self, event: Grid.Chosen) -> None:
        event.stop()
        self.action_edit()

    @on(Grid.Chosen, "#report-page")
    def _line_chosen(self, event: Grid.Chosen) -> None:
        event.stop()

    def action_switch(self) -> None:
        """Give the keys to the reports, or to the choices of the one in hand."""
        if not self.is_reading:
            self.set_focus(self.options if self.focused is self.grid else self.grid)
            self._show_about()
            self.say("")

    # -- choosing

    @dialogue
    async def action_edit(self) -> None:
        """Change the choice in hand."""
        rows, row = self.options.source, self.options.cursor_row
        if self.is_reading or not isinstance(rows, OptionRows) or not 0 <= row < len(rows):
            self.say(f"{self.key_of('reports.read')} leads back to the choices.")
            return
        self.set_focus(self.options)
        option = rows.options[row]
        if option.ask is Ask.ITEM:
            self._write_item(option)
            return
        chosen = await ask_option(self, option, self.given[option.name], self.facts)
        self._given[self.kind.name][option.name] = chosen
        self._show()
        self.say("")

    def _write_item(self, option: Option) -> None:
        """Let the person say something of an item of a guideline; it is kept in the project."""
        key = option.name

        async def save(text: str) -> None:
            words = f"Saved what you say of {key}." if text else f"Took back what was said of {key}."
            await self.change(lambda project: project.methods.set({key: text}), words)

        known = self.facts.known.get(key, "")
        about = f"{option.words}{f' (known: {known})' if known else ''}"
        self.write_long(about, self.facts.said.get(key, ""), save)

    def action_afresh(self) -> None:
        """Take back all that was chosen for the report in hand."""
        self._given[self.kind.name] = defaults(self.kind)
        self._show()
        self.say(f"{self.kind.words}: all as at first.")

    # -- making

    async def _made(self, steps: int) -> tuple[Report, bool]:
        """Return the report in hand, and whether names are kept back in it; says how far it is."""
        kind, given = self.kind, dict(self.given)
        make = kind.make
        if make is None:
            raise DataError("A deposit is a folder.", f"{self.key_of('reports.write')} writes it.")
        progress = self.query_one(ProgressLine)
        progress.show(kind.words, 0, steps, "reading and counting")
        report = await self.session.ask(lambda project: make(project, given))
        progress.show(kind.words, 1, steps, "looking after names")

        def kept(project: Project) -> tuple[Report, bool]:
            back = project.pseudonyms.always if given["names"] is None else bool(given["names"])
            if not back:
                return report, False
            return project.pseudonyms.keep_back_report(report, kind.warnings(project)), True

        return await self.session.ask(kept)

    @dialogue
    async def action_write(self) -> None:
        """Write the report in hand to a file."""
        kind = self.kind
        if kind.make is None:
            await self._deposit()
            return
        target = await self.ask_target(
            f"{kind.words}, to a {_ENDINGS} file:", f"{kind.name}.docx", with_ending
        )
        format = report_format_for(target)
        progress = self.query_one(ProgressLine)
        try:
            report, kept_back = await self._made(3)
            progress.show(kind.words, 2, 3, f"writing {target.name}")
            await self.session.ask(lambda _: write_report(report, target, format))
        finally:
            progress.end()
        aside = ", names kept back," if kept_back else ""
        self.say(f"Wrote the {kind.words.lower()}{aside} to {target.absolute()}", done=True)

    async def _deposit(self) -> None:
        from qcode.project.deposit import deposit

        given = dict(self.given)
        folder = await self.ask_path("Folder for the deposit (made, or an earlier one replaced):", "deposit")
        progress = self.query_one(ProgressLine)
        progress.show("Deposit", 0, 1, "writing all files")
        try:
            done = await self.session.ask(lambda project: deposit(project, folder, **given))
        finally:
            progress.end()
        files, said = done.written, next(iter(done.warnings), "")
        told = "It holds names." if given["names"] else "Read it: names that qcode was not told remain."
        what = "Replaced" if files.replaced else "Wrote"
        words = f"{what} {folder.absolute()}: {counted(files.files, 'file')}. {told} {said}"
        self.say(words.strip(), done=True)

    @dialogue
    async def action_read(self) -> None:
        """Show the report in hand on the screen, or close it."""
        if self.is_reading:
            self._close_page()
            return
        progress = self.query_one(ProgressLine)
        try:
            report, _ = await self._made(2)
        finally:
            progress.end()
        self.report = report
        self.add_class("-reading")
        await self._lay_out()
        self.page.go_to(0)
        self.set_focus(self.page)
        self._show()
        read, write = self.key_of("reports.read"), self.key_of("reports.write")
        self.say(f"{read} closes it, {write} writes it to a file.")

    async def _lay_out(self) -> None:
        """Lay the report that is read out for the width there is."""
        report, width, ascii = self.report, self.app.size.width - 6, self.qcode.options.ascii
        self._width = width
        if report is not None:
            lines = await self.session.ask(lambda _: page_lines(report, width, ascii=ascii))
            if report is self.report:
                self.page.refresh_source(PageRows(lines))

    @on(events.Resize)
    @guarded
    async def _resized(self) -> None:
        if self.is_reading and self.app.size.width - 6 != self._width:
            await self._lay_out()

    def _close_page(self) -> None:
        if self.is_reading:
            self.report = None
            self.remove_class("-reading")
            self.set_focus(self.grid)
            self._show()
            self.say("")

    async def action_back(self) -> None:
        """Close the report that is read, else go back to the view before."""
        if self.is_reading:
            self._close_page()
        else:
            await super().action_back()


def with_ending(typed: Path) -> Path:
    """Return a file's name as it was typed, with `.docx` where its ending says no format."""
    try:
        report_format_for(typed)
    except ExportError:
        return typed.with_name(f"{typed.name}.docx")
    return typed
