"""Before an import: what each file would bring, to be corrected; then the import itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.message import Message

from qcode.errors import QcodeError
from qcode.model.documents import Role
from qcode.project.batch import SourceFile
from qcode.tui.screens.import_edits import WAIT, ImportEdits
from qcode.tui.screens.import_plan import PlannedFile, bring_in, noun, plan, plan_names
from qcode.tui.screens.import_rows import file_rows, preview, role_word, speaker_rows
from qcode.tui.screens.view import dialogue, guarded
from qcode.tui.widgets.grid import Grid
from qcode.tui.widgets.picker import Choice
from qcode.tui.widgets.progress_line import ProgressLine
from qcode.tui.widgets.read_out import ReadOut

_MOVING = {"up", "down", "j", "k", "pageup", "pagedown", "home", "end", "tab", "shift+tab"}
"""Keys that do something while files are imported, besides those that stop it."""


class SpeakerGrid(Grid):
    """The speakers of a file; a letter says who somebody is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "role('interviewer')", "Speaker: interviewer", id="import.interviewer"),
        Binding("r", "role('respondent')", "Speaker: respondent", id="import.respondent"),
        Binding("o", "role('other')", "Speaker: other", id="import.other"),
        Binding("n", "role('')", "Speaker: role not known", id="import.unknown"),
    ]

    class RoleGiven(Message):
        """The person says who the speaker in hand is; None: not known."""

        def __init__(self, speaker: int, role: Role | None) -> None:
            super().__init__()
            self.speaker = speaker
            self.role = role

    def action_role(self, role: str) -> None:
        """Say who the speaker in hand is."""
        if self.cursor_row >= 0:
            self.post_message(self.RoleGiven(self.cursor_row, Role(role) if role else None))


class ImportPreview(ImportEdits):
    """The documents that are to be imported, before anything is written."""

    NAME = "import"
    TITLE_WORDS = "Import"
    CSS_PATH = "import_preview.tcss"
    HINTS = (
        ("import.begin", "import"),
        ("import.skip", "skip"),
        ("import.edit", "change"),
        ("import.edit_all", "change for all"),
        ("view.back", "leave"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i,enter", "import", "Import the files that are not skipped", id="import.begin"),
        Binding("space", "skip", "Skip the file, or take it after all", id="import.skip"),
        Binding("escape,ctrl+g", "back", "Leave; nothing is imported", id="import.leave"),
    ]

    def __init__(self, sources: Sequence[SourceFile], passed: int, then: Callable[[str], None]) -> None:
        """Show what files would bring. `passed` files of other kinds were passed over.

        `then` is told in words what was done, when the preview is left after an import.
        """
        super().__init__()
        self._sources, self._passed, self._tell = sources, passed, then
        self._importing = self._stopping = False

    def compose_body(self) -> ComposeResult:
        plain = self.qcode.options.ascii
        with Container(id="panes"):
            yield Grid(id="files", ascii=plain, empty="Reading …")
            with Container(id="file"):
                yield SpeakerGrid(id="speakers", ascii=plain, empty="Nobody speaks in this file.")
                yield ReadOut(id="preview", ascii=self.qcode.options.ascii)
        yield ProgressLine(id="progress")

    @property
    def grid(self) -> Grid:
        """The list of files."""
        return self.query_one("#files", Grid)

    @property
    def progress(self) -> ProgressLine:
        """How far reading or importing is."""
        return self.query_one("#progress", ProgressLine)

    @property
    def file(self) -> PlannedFile | None:
        """The file in hand."""
        row = self.grid.cursor_row
        return self.files[row] if 0 <= row < len(self.files) else None

    async def begin(self) -> None:
        """Begin to read the files."""
        self.set_focus(self.grid)
        self.head("Documents", "import")
        self._read()

    async def refresh_facts(self) -> None:
        """Plan the names anew; others may have brought documents in."""
        if not (self._importing or self._is_reading) and self.files:
            await self._replan()

    @work(exclusive=True, group="reading")
    async def _read(self) -> None:
        """Read the files one by one, beside the keys."""
        self._is_reading = True
        try:
            for number, source in enumerate(self._sources):
                self.progress.show("Reading", number, len(self._sources), source.path.name)
                self.files += await plan(source)
                self._noun = noun(self.files)
                self._show()
        finally:
            self._is_reading = False
            self.progress.end()
        await self._replan()
        passed = f"; {self._passed} of other kinds passed over" if self._passed else ""
        self.say(f"Not imported yet: {self._in_words()}{passed}.")

    def _in_words(self) -> str:
        going = sum(one.goes_in for one in self.files)
        refused = sum(bool(one.problem) and not one.skip for one in self.files)
        said = f"{going} of {self.number(len(self.files))} will be"
        return said + (f", {refused} cannot" if refused else "")

    @guarded
    async def _replan(self) -> None:
        files = list(self.files)
        planned = await self.session.ask(lambda project: plan_names(project, files))
        if len(planned) == len(self.files):
            self.files = planned
        self._show()

    # -- what is shown

    def _show(self) -> None:
        self.grid.refresh_source(file_rows(self.files))
        going = sum(one.goes_in for one in self.files)
        self.head("Documents", "import", right=[f"{going} of {self.number(len(self.files))}"])
        self._show_file()

    def _show_file(self) -> None:
        one = self.file
        self.query_one("#speakers", Grid).refresh_source(speaker_rows(one))
        cases = {case.name for case in self.session.overview.cases.values()}
        self.query_one("#preview", ReadOut).show(
            one.key if one else None, preview(one, cases) if one else Content("")
        )

    @on(Grid.Moved, "#files")
    def _moved(self, event: Grid.Moved) -> None:
        event.stop()
        self._show_file()

    @on(Grid.Chosen, "#files")
    def _chosen(self, event: Grid.Chosen) -> None:
        event.stop()
        self.action_import()

    # -- correcting

    @guarded
    async def action_skip(self) -> None:
        """Skip the file in hand, or take it after all."""
        if self._is_reading:
            self.say(WAIT)
            return
        if self.file is not None:
            self._put(replace(self.file, skip=not self.file.skip))
            row = self.grid.cursor_row
            await self._replan()
            self.grid.go_to(row + 1)
            self.say(f"{self._in_words()}.")

    @on(SpeakerGrid.RoleGiven)
    def _role_given(self, event: SpeakerGrid.RoleGiven) -> None:
        event.stop()
        self._give_role(event.speaker, event.role)

    def _give_role(self, speaker: int, role: Role | None) -> None:
        one = self.file
        if one is not None and speaker < len(one.speakers):
            self._put(replace(one, roles={**one.roles, speaker: role}))
            self._show()
            self.say(f"{one.speakers[speaker].label} in {one.source.below}: {role_word(role)}.")

    @on(Grid.Chosen, "#speakers")
    def _speaker_chosen(self, event: Grid.Chosen) -> None:
        event.stop()
        self._ask_role(event.row)

    @dialogue
    async def _ask_role(self, speaker: int) -> None:
        if self.file is not None and speaker < len(self.file.speakers):
            label = self.file.speakers[speaker].label
            choices = [Choice(role_word(role), role, key=role_word(role)[0]) for role in (*Role, None)]
            chosen = (await self.picker.choose(f"{label} is", choices, keys=True)).value
            self._give_role(speaker, chosen if isinstance(chosen, Role) else None)

    # -- importing

    async def take_key(self, key: events.Key) -> bool:
        """While files are imported, take Escape, ctrl+g and q to stop, and keep all else away."""
        if not self._importing:
            return await super().take_key(key)
        if key.key in ("escape", "ctrl+g", "q"):
            self._stopping = True
            self.say("Stopping after this file …")
        return key.key not in _MOVING

    @dialogue
    async def action_import(self) -> None:
        """Import the documents that are not skipped, each in one act."""
        going = [one for one in self.files if one.goes_in]
        if self._is_reading or not going:
            self.say(WAIT if self._is_reading else f"There is nothing to import: {self._in_words()}.")
            return
        left = len(self.files) - len(going)
        rest = f"; {left} left out" if left else ""
        await self.sure(f"Import {self.number(len(going))}?", f"Each is one step of undo{rest}.")
        self._importing, self._stopping = True, False
        try:
            done, notes = await self._bring_in(going)
        finally:
            self._importing = False
            self.progress.end()
        await self._report(done, len(going), notes)

    async def _bring_in(self, going: Sequence[PlannedFile]) -> tuple[int, list[str]]:
        """Import documents one by one until stopped; what was imported stays. Refused ones say why."""
        done, notes = 0, []
        self.say("Escape stops after the file in hand; what is imported stays.")
        for number, one in enumerate(going):
            if self._stopping:
                break
            self.progress.show("Importing", number, len(going), one.source.name or one.source.path.name)
            await asyncio.sleep(0)
            try:
                told = await self.session.ask(lambda project, one=one: bring_in(project, one))  # type: ignore[misc]
            except QcodeError as error:
                self._put(replace(one, refused=str(error)))
                continue
            done += 1
            notes += [f"{one.source.below}: {note}" for note in told]
            self.files = [other for other in self.files if other.source != one.source]
        return done, notes

    async def _report(self, done: int, of: int, notes: Sequence[str]) -> None:
        undo = self.key_of("view.undo")
        words = f"Imported {self.number(done)}; {undo} takes them back one by one."
        if notes:
            words = f"{words} {notes[0]}" + (f" (and {len(notes) - 1} more notes)" if len(notes) > 1 else "")
        if done == of:
            self.dismiss()
            self._tell(words)
            return
        self._show()
        if self._stopping:
            self.say(f"Stopped: {done} of {self.number(of)} imported, which stay; the rest is listed here.")
        else:
            self.say(f"{words} {self.number(of - done)} refused: see there.")

    async def action_back(self) -> None:
        """Leave; what was not imported is not."""
        self.workers.cancel_group(self, "reading")
        self.dismiss()
