"""Correcting what an import would do: kind, case, encoding, columns and roles, of one document or all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from textual.binding import Binding, BindingType

from qcode.errors import DataError
from qcode.project.batch import FIELDS, CasePattern, Layout
from qcode.text.display import shorten
from qcode.text.names import counted, levelled
from qcode.tui.screens.editing import Editing
from qcode.tui.screens.import_plan import (
    ENCODINGS,
    PlannedFile,
    columns_of,
    matched,
    noun,
    one_of_each_file,
    read_as,
    with_roles_of,
)
from qcode.tui.screens.view import dialogue
from qcode.tui.widgets.grid import Grid
from qcode.tui.widgets.picker import Choice, New

WAIT = "Still reading …"
_NO_CASE = "no case"
_NO_COLUMN = "no column"
_SAMPLE = 60


class ImportEdits(Editing):
    """Changing something of the documents on their way in, by keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "edit", "Change encoding, kind, case, columns or roles of the file", id="import.edit"),
        Binding("E", "edit_all", "Change kind, cases, encoding or roles of all files", id="import.edit_all"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.files: list[PlannedFile] = []
        self._noun = "file"
        self._is_reading = False

    @property
    def grid(self) -> Grid:
        """The list of documents."""
        raise NotImplementedError

    @property
    def file(self) -> PlannedFile | None:
        """The document in hand."""
        raise NotImplementedError

    async def _replan(self) -> None:
        raise NotImplementedError

    def number(self, count: int) -> str:
        """Return a number of what is imported, in words: files, or documents where a file has several."""
        return counted(count, self._noun)

    def _put(self, one: PlannedFile) -> None:
        self.files = [one if one.source == other.source else other for other in self.files]

    @dialogue
    async def action_edit(self) -> None:
        """Change something of the document in hand."""
        await self._edit(self.file, False)

    @dialogue
    async def action_edit_all(self) -> None:
        """Change something of all documents."""
        await self._edit(self.file, True)

    async def _edit(self, one: PlannedFile | None, everything: bool) -> None:
        if one is None or self._is_reading:
            self.say(WAIT)
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
        if one.is_table:
            what = "columns: as in this file, for all tables" if everything else "columns of the table"
            choices.insert(-1, Choice(what, "columns", key="t"))
        what = f"all {self.number(len(self.files))}" if everything else one.source.below
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
            changed = []
            for file in one_of_each_file(files):
                await self._read_again(file, encoding, file.columns)
            words = f"Read as {encoding}." if encoding else "Read as found."
        elif what == "columns":
            return await self._change_columns(one, files, everything)
        elif everything:
            changed, number = with_roles_of(files, one)
            words = f"Roles changed in {self.number(number)}."
        else:
            self.set_focus(self.query_one("#speakers", Grid))
            self.say("i interviewer · r respondent · o other · n not known · tab goes back to the files")
            return ""
        for file in changed:
            self._put(file)
        return words

    async def _read_again(self, one: PlannedFile, encoding: str | None, columns: Mapping[str, str]) -> None:
        """Read the file of a document again; the documents it then brings stand in its place."""
        self.files = await read_as(self.files, one, encoding, columns)
        self._noun = noun(self.files)

    async def _change_columns(self, one: PlannedFile, files: Sequence[PlannedFile], everything: bool) -> str:
        if everything:
            tables = [file for file in one_of_each_file(files) if file.is_table and file.file != one.file]
            for file in tables:
                await self._read_again(file, file.encoding, one.columns)
            return f"Columns as in {one.file.below}, in {counted(len(tables), 'other table')}."
        found = await columns_of(one)
        if found is None:
            raise DataError(f"{one.file.below} is no table.", "It has no columns to choose.")
        field = await self._pick_field(found)
        column = await self._pick_column(field, found)
        row = self.grid.cursor_row
        await self._read_again(one, one.encoding, {**one.columns, field: column})
        self.grid.go_to(min(row, len(self.files) - 1))
        return (
            f"{field.capitalize()}: the column {column}." if column else f"{field.capitalize()}: no column."
        )

    async def _pick_field(self, found: Layout) -> str:
        named = found.named()
        choices = [
            Choice(f"{field}: {words}", field, named.get(field, _NO_COLUMN), key=field[0])
            for field, words in FIELDS.items()
        ]
        # start and speaker begin alike
        choices = [one._replace(key="b") if one.value == "start" else one for one in choices]
        return str((await self.picker.choose("Which column is", choices, keys=True)).value)

    async def _pick_column(self, field: str, found: Layout) -> str:
        choices = [
            Choice(found.name(place), found.name(place), shorten(sample, _SAMPLE))
            for place, sample in enumerate(found.samples)
        ]
        if field != "text":
            choices.append(Choice(_NO_COLUMN, ""))
        return str((await self.picker.choose(f"The {field} is in", choices)).value)

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
