"""The first page: studies that were open, another one, a new one, the sample study."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Hashable, Iterable, Sequence
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from qcode.errors import DataError, QcodeError
from qcode.model.codes import Codebook
from qcode.project.sample import FILE_NAME, SampleStudy, Step
from qcode.settings import load_settings
from qcode.text.display import safe
from qcode.tui.moments import days_ago
from qcode.tui.new_study import SUFFIX, Plan, file_name, project_path, read_sources
from qcode.tui.paths import exists, make_folder
from qcode.tui.screens.view import View, dialogue
from qcode.tui.state import Recent
from qcode.tui.widgets.grid import Cell, CellKind, Grid, GridColumn, Rows
from qcode.tui.widgets.picker import Choice
from qcode.tui.widgets.progress_line import ProgressLine
from qcode.tui.widgets.prompt import GivenUp
from qcode.tui.widgets.side_line import SideLine

_COLUMNS = (
    GridColumn("", width=2),
    GridColumn("", least=16, most=44),
    GridColumn("", grow=True, least=12, most=60),
    GridColumn("", least=0, most=12, align="right"),
)
MOST_SHOWN = 8


class Offer(NamedTuple):
    """One thing that can be begun with."""

    key: str
    label: str
    beside: str = ""
    when: str = ""
    path: Path | None = None
    action: str = ""


_ACTIONS = (
    Offer("o", "Open another study", "by its file", action="open"),
    Offer("n", "New study", "texts, codebook, cases", action="new"),
    Offer("s", "The sample study", "fictional, to try things on", action="sample"),
    Offer("t", "Tutorial", "five minutes", action="tutorial"),
    Offer("q", "Quit", action="leave"),
)


class Start(View):
    """What to begin with; there need not be a project."""

    NAME = "start"
    TITLE_WORDS = "Start"
    CSS_PATH = "start.tcss"
    HINTS = (
        ("list.choose", "begin"),
        ("start.new", "new"),
        ("start.tutorial", "tutorial"),
        ("start.leave", "quit"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(digit), f"recent({digit})", f"Open study {digit}", id=f"start.recent{digit}")
            for digit in range(1, MOST_SHOWN + 1)
        ),
        Binding("o", "open", "Open another study by its file", id="start.open"),
        Binding("n", "new", "Make a new study", id="start.new"),
        Binding("s", "sample", "Make or open the sample study", id="start.sample"),
        Binding("t", "tutorial", "Five minutes on the sample study", id="start.tutorial"),
        Binding("q", "leave", "Quit", id="start.leave"),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._offers: list[Offer | None] = []
        self._row = 0

    def compose_body(self) -> ComposeResult:
        with Vertical(id="start-page"):
            yield Static(Content.styled("qcode", "bold $primary"), id="start-name", markup=False)
            yield Static(
                Content.styled(
                    "Code interview transcripts; count the codes case by case.", "$foreground-muted"
                ),
                id="start-what",
                markup=False,
            )
            yield Grid(id="start-list", ascii=self.qcode.options.ascii)
            yield Static(id="start-plan", markup=False)
        yield ProgressLine()

    @property
    def grid(self) -> Grid:
        """What there is to begin with."""
        return self.query_one("#start-list", Grid)

    def head(self, *parts: str, right: Sequence[str] = ()) -> None:
        """Say in the head line where we are; there is no title of a study."""
        self.query_one("#head", SideLine).show(" > ".join(parts), right, "bold")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Leave out what needs an open study."""
        return self.qcode.has_session if action in ("go", "undo", "redo", "back") else True

    async def arrive(self, errand: object) -> None:  # noqa: ARG002
        """Show the studies that are still there."""
        self._offers = [*offers(self.qcode.state.projects, self.qcode.found), None, *_ACTIONS]
        if self._offers[0] is None:
            self._offers.pop(0)
        rows = [_row(one) for one in self._offers]
        self.grid.show(Rows(_COLUMNS, rows, [_key(one) for one in self._offers]))
        self.set_focus(self.grid)
        self._tell(())
        self.say("")

    @on(Grid.Moved, "#start-list")
    def _moved(self, event: Grid.Moved) -> None:
        """Step over the blank row."""
        before, self._row = self._row, event.row
        if 0 <= event.row < len(self._offers) and self._offers[event.row] is None:
            self.grid.go_to(event.row + (1 if event.row >= before else -1))

    @on(Grid.Chosen, "#start-list")
    async def _chosen(self, event: Grid.Chosen) -> None:
        offer = self._offers[event.row]
        if offer is not None and offer.path is not None:
            self._begin_with(offer.path)
        elif offer is not None:
            await self.run_action(offer.action)

    async def action_leave(self) -> None:
        """Leave the program, or go back to the study that is open."""
        if self.qcode.has_session:
            await self.qcode.go("coding")
        else:
            await self.qcode.action_quit()

    def action_recent(self, number: int) -> None:
        """Open the study with that number."""
        offer = next((one for one in self._offers if one and one.key == str(number)), None)
        if offer is None or offer.path is None:
            self.say(f"There is no study {number}.")
        else:
            self._begin_with(offer.path)

    @dialogue
    async def _begin_with(self, path: Path) -> None:
        await self.open_study(path)

    async def open_study(self, path: Path) -> None:
        """Open a study; what keeps it closed is raised."""
        if not exists(path):
            raise DataError(f"{path} is not there any more.")
        self.say(f"Opening {path.name} …")
        # What cannot be opened is told here, before the page gives way to a study.
        await asyncio.to_thread(lambda: self.qcode.opener(path).close())
        await self.qcode.open_project(path)

    @dialogue
    async def action_open(self) -> None:
        """Ask for a project file and open it."""
        await self.open_study(
            await self.ask_path("Open which study?", f"{Path.cwd()}{os.sep}", suffixes=(SUFFIX,))
        )

    # -- the sample study

    @dialogue
    async def action_sample(self) -> None:
        """Make the sample study where the person says, or open it where it is there."""
        await self._sample()

    @dialogue
    async def action_tutorial(self) -> None:
        """Open the sample study with somebody at one's side."""
        await self._sample()
        from qcode.tui.tutorial_guide import begin

        await begin(self.qcode)

    async def _sample(self) -> None:
        known = next(
            (one.path for one in self._offers if one and one.path and one.path.name == FILE_NAME), None
        )
        path = known or await self.ask_path("Make the sample study in which folder?", f"{Path.cwd()}{os.sep}")
        if path.suffix != SUFFIX:
            path = path / FILE_NAME
        if not exists(path):
            make_folder(path.parent)
            coder = os.environ.get("QCODE_CODER", "") or load_settings().coder
            study = SampleStudy(path, coder, undoable=False)
            await self._run("Making the sample study", study.steps(), study.discard)
        await self.open_study(path)

    async def _run(self, what: str, steps: Iterable[Step], discard: Callable[[], None]) -> None:
        """Carry out steps beside the screen, telling each; where one fails, `discard` and raise."""
        todo, progress = list(steps), self.query_one(ProgressLine)
        self.say("")
        try:
            for number, step in enumerate(todo):
                progress.show(what, number, len(todo), step.name)
                await asyncio.to_thread(step.run)
        except OSError as error:
            discard()
            raise DataError(f"{error.filename or what}: {error.strerror}.") from None
        except BaseException:
            discard()
            raise
        finally:
            progress.end()

    # -- a new study

    @dialogue
    async def action_new(self) -> None:
        """Ask what a new study is to hold, tell it, and make it."""
        try:
            plan = await self._plan()
            self._tell(plan.summary())
            await self.prompt.sure("Make this study?")
        finally:
            self._tell(())
        opener = self.qcode.opener
        await self._run(
            f"Making {plan.path.name}", plan.steps(opener), lambda: plan.path.unlink(missing_ok=True)
        )
        await self.open_study(plan.path)
        view = self.qcode.view
        if plan.problems and view is not None:
            others = f" ({len(plan.problems)} problems in all)" if len(plan.problems) > 1 else ""
            view.say_fault(QcodeError(f"{plan.problems[0]}{others}"))

    async def _plan(self) -> Plan:
        self._tell([("New study", "nothing is written before you say so")])
        title = await self.prompt.text("Title of the study:")
        if not title:
            raise GivenUp
        plan = Plan(project_path(await self.ask_path("Its file:", str(Path.cwd() / file_name(title)))), title)
        self._tell(plan.summary()[:2])
        plan.codebook = await self._codebook()
        self._tell(plan.summary()[:3])
        if await self._wants("Transcripts", "from a folder, or one file"):
            source = await self.ask_path("Which folder, or file?", f"{Path.cwd()}{os.sep}")
            plan.readings, plan.passed = await asyncio.to_thread(read_sources, source, self._reading)
            self.say("")
        self._tell(plan.summary()[:-1])
        if await self._wants("Cases (municipalities)", "from a table, CSV or XLSX"):
            from qcode.sheets import read_cases

            table = await self.ask_path(
                "Which table?", f"{Path.cwd()}{os.sep}", suffixes=(".csv", ".tsv", ".xlsx")
            )
            plan.cases = list(await asyncio.to_thread(read_cases, table))
        return plan

    def _reading(self, name: str) -> None:
        self.app.call_from_thread(self.say, f"Reading {name} …")

    async def _wants(self, what: str, how: str) -> bool:
        choices = [Choice(how, True, key="y"), Choice("not now", False, key="n")]
        return bool((await self.picker.choose(what, choices, keys=True)).value)

    async def _codebook(self) -> Codebook | None:
        from qcode.codebook import bundled_codebooks, read_codebook

        books = bundled_codebooks()
        choices = [Choice(name.replace("_", " "), path, "comes with qcode") for name, path in books.items()]
        choices += [
            Choice("a file of my own", "file", "YAML or CSV"),
            Choice("none yet", None, "codes are made while reading"),
        ]
        value: object = (await self.pick("Which codebook?", choices)).value
        if value == "file":
            value = await self.ask_path(
                "Which codebook file?", f"{Path.cwd()}{os.sep}", suffixes=(".yaml", ".yml", ".csv")
            )
        return await asyncio.to_thread(read_codebook, value) if isinstance(value, Path) else None

    def _tell(self, lines: Sequence[tuple[str, str]]) -> None:
        """Show what the new study is to hold, below the list."""
        parts: list[Any] = []
        for name, words in lines:
            parts += [(f"{name:<13}", "$foreground-muted"), safe(words), "\n"]
        # The page may be gone by now, where the person left in the middle of a question.
        for shown in self.query("#start-plan").results(Static):
            shown.display = bool(lines)
            self.grid.display = not lines
            shown.update(Content.assemble(*parts[:-1]))


def offers(projects: Iterable[Recent], found: Path | None) -> list[Offer]:
    """Return the studies that are still there, the one found here first, then the newest."""
    paths: dict[Path, Recent] = {}
    if found is not None:
        paths[found.absolute()] = Recent(str(found.absolute()))
    for recent in projects:
        path = Path(recent.path)
        if path in paths or _is_there(path):
            paths[path] = recent
    return [
        Offer(str(number), one.title or path.stem, _short(path.parent), days_ago(one.at), path)
        for number, (path, one) in enumerate(list(paths.items())[:MOST_SHOWN], start=1)
    ]


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


def _short(folder: Path) -> str:
    """Return a folder with `~` for the home folder."""
    try:
        return f"~{os.sep}{folder.relative_to(Path.home())}".rstrip(f"{os.sep}.")
    except (ValueError, RuntimeError):
        return str(folder)


def _row(offer: Offer | None) -> Sequence[Cell]:
    if offer is None:
        return (Cell(""),) * len(_COLUMNS)
    return (
        Cell(offer.key, CellKind.FAINT),
        Cell(offer.label, CellKind.STRONG if offer.path else CellKind.PLAIN),
        Cell(offer.beside, CellKind.FAINT),
        Cell(offer.when, CellKind.FAINT),
    )


def _key(offer: Offer | None) -> Hashable:
    return None if offer is None else offer.path or offer.action
