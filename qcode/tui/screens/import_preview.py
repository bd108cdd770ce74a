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
from qcode.project.batch import CasePattern, SourceFile
from qcode.text.names import counted, levelled
from qcode.tui.screens.editing import Editing
from qcode.tui.screens.import_plan import (
    ENCODINGS,
    PlannedFile,
    bring_in,
    matched,
    plan,
    plan_names,
    read_as,
    with_roles_of,
)
from qcode.tui.screens.import_rows import file_rows, preview, role_word, speaker_rows
from qcode.tui.screens.view import dialogue, guarded
from qcode.tui.widgets.grid import Grid
from qcode.tui.widgets.picker import Choice, New
from qcode.tui.widgets.progress_line import ProgressLine
from qcode.tui.widgets.read_out import ReadOut

_MOVING = {"up", "down", "j", "k", "pageup", "pagedown", "home", "end", "tab", "shift+tab"}
"""Keys that do something while files are imported, besides those that stop it."""
_NO_CASE = "no case"
_WAIT = "Still reading …"


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


class ImportPreview(Editing):
    """The files that are to be imported, before anything is written."""

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
        Binding("e", "edit", "Change encoding, kind, case or roles of the file", id="import.edit"),
        Binding("E", "edit_all", "Change kind, cases, encoding or roles of all files", id="import.edit_all"),
        Binding("escape,ctrl+g", "back", "Leave; nothing is imported", id="import.leave"),
    ]

    def __init__(self, sources: Sequence[SourceFile], passed: int, then: Callable[[str], None]) -> None:
        """Show what files would bring. `passed` files of other kinds were passed over.

        `then` is told in words what was done, when the preview is left after an import.
        """
        super().__init__()
        self._sources, self._passed, self._tell = sources, passed, then
        self.files: list[PlannedFile] = []
        self._is_reading = self._importing = self._stopping = False

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
                self.files.append(await plan(source))
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
        said = f"{going} of {counted(len(self.files), 'file')} will be"
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
        self.head("Documents", "import", right=[f"{going} of {counted(len(self.files), 'file')}"])
        self._show_file()

    def _show_file(self) -> None:
        one = self.file
        self.query_one("#speakers", Grid).refresh_source(speaker_rows(one))
        cases = {case.name for case in self.session.overview.cases.values()}
        self.query_one("#preview", ReadOut).show(
            str(one.source.path) if one else None, preview(one, cases) if one else Content("")
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

    def _put(self, one: PlannedFile) -> None:
        self.files = [one if one.source == other.source else other for other in self.files]

    @guarded
    async def action_skip(self) -> None:
        """Skip the file in hand, or take it after all."""
        if self._is_reading:
            self.say(_WAIT)
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

    @dialogue
    async def action_edit(self) -> None:
        """Change something of the file in hand."""
        await self._edit(self.file, False)

    @dialogue
    async def action_edit_all(self) -> None:
        """Change something of all files."""
        await self._edit(self.file, True)

    async def _edit(self, one: PlannedFile | None, everything: bool) -> None:
        if one is None or self._is_reading:
            self.say(_WAIT)
            return
        choices = [
            Choice("kind of document", "kind", one.kind or one.planned_kind, key="k"),
            Choice("case", "case", "; ".join(one.cases), key="c"),
            Choice("encoding", "encoding", one.encoding or "as found", key="e"),
            Choice(
                "roles of those who speak", "roles", ", ".join(who.label for who in one.speakers), key="r"
            ),
        ]
        if everything:
            choices[1:2] = [
                Choice("case: from the names of the files", "pattern", "{case}_* or {case}/*", key="p"),
                Choice("case: one for all", "case", key="c"),
            ]
            choices[-1] = Choice("roles: as in this file, for the same labels", "roles", key="r")
        what = f"all {counted(len(self.files), 'file')}" if everything else one.source.below
        chosen = (await self.picker.choose(f"Change for {what}", choices, keys=True)).value
        files = list(self.files) if everything else [one]
        words = await self._changed(str(chosen), one, files, everything)
        if words:
            await self._replan()
            self.say(words)

    async def _changed(
        self, what: str, one: PlannedFile, files: Sequence[PlannedFile], everything: bool
    ) -> str:
        """Change something of some files; return what was done, in words; empty where more is to come."""
        if what == "kind":
            kind = await self._pick_kind()
            changed, words = [replace(file, kind=kind) for file in files], f"Kind: {kind}."
        elif what == "case":
            cases = await self._pick_case()
            changed = [replace(file, cases=cases) for file in files]
            words = f"Case: {cases[0]}." if cases else "No case."
        elif what == "pattern":
            typed = await self.prompt.text("Where the case stands in the names:", "{case}_*")
            changed, misfits = matched(files, CasePattern(typed))
            words = f"{len(changed) - misfits} of {counted(len(changed), 'name')} fit the pattern {typed}"
            words += f"; the other {misfits} have no case." if misfits else "."
        elif what == "encoding":
            encoding = await self._pick_encoding()
            changed = [await read_as(file, encoding) for file in files]
            words = f"Read as {encoding}." if encoding else "Read as found."
        elif everything:
            changed, number = with_roles_of(files, one)
            words = f"Roles changed in {counted(number, 'file')}."
        else:
            self.set_focus(self.query_one("#speakers", Grid))
            self.say("i interviewer · r respondent · o other · n not known · tab goes back to the files")
            return ""
        for file in changed:
            self._put(file)
        return words

    async def _pick_kind(self) -> str:
        kinds = await self.session.ask(lambda project: project.documents.kinds())
        chosen = (
            await self.pick("Kind of document", [Choice(kind, kind) for kind in kinds], new="new kind")
        ).value
        name = chosen.name if isinstance(chosen, New) else str(chosen)
        return await self.session.ask(lambda project: project.documents.kind(name))

    async def _pick_case(self) -> tuple[str, ...]:
        names = [case.name for case in self.session.overview.cases.values()]
        planned = {levelled(name): name for one in self.files for name in one.cases}
        new = [name for key, name in planned.items() if key not in {levelled(known) for known in names}]
        choices = [Choice(_NO_CASE, None), *(Choice(name, name) for name in (*names, *new))]
        chosen = (await self.pick("Case", choices, new="new case")).value
        if chosen is None:
            return ()
        return (chosen.name if isinstance(chosen, New) else str(chosen),)

    async def _pick_encoding(self) -> str | None:
        choices = [Choice("as found", None), *(Choice(name, name, words) for name, words in ENCODINGS)]
        chosen = (await self.pick("Encoding of the text", choices, new="encoding")).value
        return None if chosen is None else chosen.name if isinstance(chosen, New) else str(chosen)

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
        """Import the files that are not skipped, one act a file."""
        going = [one for one in self.files if one.goes_in]
        if self._is_reading or not going:
            self.say(_WAIT if self._is_reading else f"There is nothing to import: {self._in_words()}.")
            return
        left = len(self.files) - len(going)
        rest = f"; {left} left out" if left else ""
        await self.sure(f"Import {counted(len(going), 'file')}?", f"Each file is one step of undo{rest}.")
        self._importing, self._stopping = True, False
        try:
            done, notes = await self._bring_in(going)
        finally:
            self._importing = False
            self.progress.end()
        await self._report(done, len(going), notes)

    async def _bring_in(self, going: Sequence[PlannedFile]) -> tuple[int, list[str]]:
        """Import files one by one until stopped; what was imported stays. Refused ones say why."""
        done, notes = 0, []
        self.say("Escape stops after the file in hand; what is imported stays.")
        for number, one in enumerate(going):
            if self._stopping:
                break
            self.progress.show("Importing", number, len(going), one.source.path.name)
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
        words = f"Imported {counted(done, 'file')}; {undo} takes them back one by one."
        if notes:
            words = f"{words} {notes[0]}" + (f" (and {len(notes) - 1} more notes)" if len(notes) > 1 else "")
        if done == of:
            self.dismiss()
            self._tell(words)
            return
        self._show()
        if self._stopping:
            self.say(
                f"Stopped: {done} of {counted(of, 'file')} imported, which stay; the rest is listed here."
            )
        else:
            self.say(f"{words} {counted(of - done, 'file')} refused: see there.")

    async def action_back(self) -> None:
        """Leave; what was not imported is not."""
        self.workers.cancel_group(self, "reading")
        self.dismiss()
