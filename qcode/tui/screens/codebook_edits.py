"""What the keys of the codebook view do to codes: add, edit, move, merge, split, retire, remove."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from qcode.errors import CodebookError
from qcode.model.codes import Code, CodeTree
from qcode.project import Project
from qcode.text.names import counted, levelled
from qcode.tui.code_choices import code_choices
from qcode.tui.errands import ReportOn
from qcode.tui.screens.codebook_files import SUFFIXES, compared, save_codebook
from qcode.tui.screens.codebook_rows import CodebookFacts, by_whom
from qcode.tui.screens.editing import Editing, goes_with_it
from qcode.tui.screens.view import dialogue, guarded
from qcode.tui.themes import wheel_colour
from qcode.tui.widgets.picker import Choice, New

_FIELDS = {
    "n": ("name", "name"), "j": ("name_ja", "Japanese name"), "b": ("brief", "in a few words"),
    "d": ("definition", "definition"), "w": ("include", "when to use"), "x": ("exclude", "when not to use"),
    "m": ("examples", "examples"), "a": ("aliases", "other names"), "s": ("source", "source of the idea"),
    "o": ("note", "note"), "k": ("key", "key"), "c": ("colour", "colour"), "f": ("facet", "facet or theme"),
}  # fmt: skip
"""Key in the menu of `e` -> field of CodeFields and what people call it."""
_LONG = ("definition", "include", "exclude", "examples", "note")
_COLOURS = ("blue", "orange", "green", "pink", "violet", "yellow", "teal", "red", "grey", "brown")
"""Names of the colours of the wheel, in its order."""
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_TOP = "at the top of the codebook"


class CodeEdits(Editing):
    """Editing the codebook by keys; what touches codings says how many before it does."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add a code: a child, a sibling or at the top", id="codebook.add"),
        Binding("e", "edit", "Edit a field of the code (then the field's letter)", id="codebook.edit"),
        Binding("m", "memo", "Memo on the code", id="codebook.memo"),
        Binding("v", "move", "Move the code below another", id="codebook.move"),
        Binding("K", "shift(-1)", "Move the code up among its siblings", id="codebook.up"),
        Binding("J", "shift(1)", "Move the code down among its siblings", id="codebook.down"),
        Binding("M", "merge", "Merge the code into another, with its codings", id="codebook.merge"),
        Binding("s", "split", "Split the code: give some of its codings to a new one", id="codebook.split"),
        Binding(
            "r",
            "retire",
            "Retire the code (keep it, offer it no longer), or reinstate it",
            id="codebook.retire",
        ),
        Binding("minus,delete", "remove", "Remove the code with all below it", id="codebook.remove"),
        Binding("i", "import", "Import a codebook file (yaml, csv)", id="codebook.import"),
        Binding("x", "export", "Export the codebook to a file (yaml, csv)", id="codebook.export"),
        Binding("X", "report", "Write the codebook as a report, to be read", id="codebook.report"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.facts = CodebookFacts()

    @property
    def code(self) -> Code | None:
        """The code in hand."""
        raise NotImplementedError

    def select(self, uid: str) -> bool:
        """Put the cursor on a code."""
        raise NotImplementedError

    @property
    def codes(self) -> CodeTree:
        """The codebook as it is."""
        return self.session.overview.tree

    def _in_hand(self) -> Code:
        code = self.code
        if code is None:
            raise CodebookError("There is no code in hand.", "a adds one, i imports a codebook.")
        return code

    def _codings_of(self, *codes: int) -> Mapping[int, int]:
        return self.facts.codings_of(codes)

    def _whose(self, *codes: int) -> str:
        return by_whom(self._codings_of(*codes), self.session.overview.coders)

    # -- adding

    @dialogue
    async def action_add(self) -> None:
        """Add a code beside or below the one in hand, or at the top."""
        here = self.code
        parent: Code | None = None
        if here is not None:
            choices = [
                Choice(f"a child, below {here.name}", "child", key="c"),
                Choice(f"a sibling, beside {here.name}", "sibling", key="s"),
                Choice(_TOP, "top", key="t"),
            ]
            where = (await self.picker.choose("Add a code", choices, keys=True)).value
            above = self.codes.ancestors(here.id)
            parent = (
                here if where == "child" else self.codes[above[-1]] if where == "sibling" and above else None
            )
        place = f" below {self.codes.path(parent.id)}" if parent else ""
        name = await self.prompt.text(f"Name of the new code{place}:")
        made = await self.session.ask(lambda project: project.codes.add(name, parent))
        self.select(made.uid)
        key = f" (key {made.fields.key})" if made.fields.key else ""
        self.say(f"Added {self.codes.path(made.id)}{key}.", done=True)

    # -- fields

    @dialogue
    async def action_edit(self) -> None:
        """Edit one field of the code in hand."""
        code = self._in_hand()
        choices = [
            Choice(words, field, _short(getattr(code.fields, field)), key=key)
            for key, (field, words) in _FIELDS.items()
        ]
        chosen = await self.picker.choose(f"Edit {self.codes.path(code.id)}", choices, keys=True)
        field, words = str(chosen.value), chosen.label
        if field in _LONG:
            self._write(code, field, words)
        elif field == "colour":
            await self._edit(code, {field: await self._picked_colour(code)}, words)
        elif field == "facet":
            await self._switch_facet(code)
        else:
            await self._type(code, field, words)

    async def _type(self, code: Code, field: str, words: str) -> None:
        value = getattr(code.fields, field)
        hint = " (with commas between)" if field == "aliases" else ""
        text = await self.new_text(
            f"{code.name}: {words}{hint}:", ", ".join(value) if field == "aliases" else value
        )
        if text is not None:
            await self._edit(code, {field: _several(text, "[,、，]") if field == "aliases" else text}, words)

    def _write(self, code: Code, field: str, words: str) -> None:
        value = getattr(code.fields, field)
        hint = ", an empty line between two" if field == "examples" else ""
        text = "\n\n".join(value) if field == "examples" else value

        async def save(written: str) -> None:
            said = _several(written, r"\n\s*\n") if field == "examples" else written
            await self._edit(code, {field: said}, words)

        self.write_long(f"{self.codes.path(code.id)}: {words}{hint}", text, save)

    async def _edit(self, code: Code, details: Mapping[str, Any], words: str) -> None:
        changed = await self.session.ask(lambda project: project.codes.edit(code, **details))
        if "name" in details:
            self.say(f"{code.name} is now called {changed.name}; its codings stay with it.", done=True)
        else:
            self.say(f"Changed of {changed.name}: {words}.", done=True)

    async def _picked_colour(self, code: Code) -> str:
        colours = [
            Choice(name, wheel_colour(number), wheel_colour(number)) for number, name in enumerate(_COLOURS)
        ]
        question = f"Colour of {code.name}: one of these, or six digits such as #1f77b4"
        chosen = await self.pick(question, [*colours, Choice("that of the code above", "")], new="colour")
        if not isinstance(chosen.value, New):
            return str(chosen.value)
        colour = f"#{chosen.value.name.strip().lstrip('#')}"
        if not _HEX.fullmatch(colour):
            raise CodebookError(f"“{chosen.value.name}” is no colour.", "Write six digits, such as #1f77b4.")
        return colour.lower()

    async def _switch_facet(self, code: Code) -> None:
        facet = not code.fields.facet
        what = "a facet: its codes say who, where, when" if facet else "a theme again"
        await self.sure(f"Make it {'a facet' if facet else 'a theme'}?", f"{code.name} would be {what}.")
        await self.change(lambda project: project.codes.edit(code, facet=facet), f"{code.name} is {what}.")

    @guarded
    async def action_memo(self) -> None:
        """Write on the code in hand."""
        code = self._in_hand()
        await self.write_memo("codes", code.uid, self.codes.path(code.id))

    # -- its place

    @dialogue
    async def action_move(self) -> None:
        """Put the code in hand below another."""
        code = self._in_hand()
        below = self.codes.descendants(code.id)
        choices = [Choice(_TOP, None), *code_choices(self.codes, retired=True, without=below)]
        chosen = (await self.pick(f"Move {self.codes.path(code.id)} below", choices)).value
        parent = chosen if isinstance(chosen, Code) else None
        if parent is not None and parent.id == code.parent_id:
            self.say(f"{code.name} lies below {parent.name} already; J and K move it among its siblings.")
            return
        await self.session.ask(lambda project: project.codes.move(code, parent))
        self.select(code.uid)
        with_what = f" with the {counted(len(below) - 1, 'code')} below it" if len(below) > 1 else ""
        self.say(f"Moved: {self.codes.path(code.id)}{with_what}; codings stay with their codes.", done=True)

    @guarded
    async def action_shift(self, by: int) -> None:
        """Move the code in hand among its siblings."""
        code = self._in_hand()
        siblings = [one.id for one in self.codes.children(code.parent_id)]
        place = siblings.index(code.id) + by
        if not 0 <= place < len(siblings) or self.codes[siblings[place]].fields.facet != code.fields.facet:
            self.say(
                f"{code.name} is the {'first' if by < 0 else 'last'} already; v moves it below another code."
            )
            return
        parent = self.codes[code.parent_id] if code.parent_id in self.codes and code.parent_id else None
        await self.change(
            lambda project: project.codes.move(code, parent, place + 1),
            f"{code.name} is number {place + 1} of {len(siblings)} now.",
        )

    # -- merging, splitting, retiring, removing

    @dialogue
    async def action_merge(self) -> None:
        """Merge the code in hand into another."""
        code = self._in_hand()
        below = self.codes.descendants(code.id)
        choices = code_choices(self.codes, retired=True, without=below)
        chosen = (await self.pick(f"Merge {self.codes.path(code.id)} into", choices)).value
        if not isinstance(chosen, Code):
            return
        into = chosen
        children = len(self.codes.children(code.id))
        subs = f" and {counted(children, 'sub-code')}" if children else ""
        await self.sure(
            f"Merge {code.name} into {into.name}?", f"{self._whose(code.id)}{subs} would move to {into.name}."
        )
        moved = await self.session.ask(lambda project: project.codes.merge(code, into))
        self.select(into.uid)
        self.say(
            f"Merged {code.name} into {self.codes.path(into.id)}: {counted(moved, 'coding')} moved.",
            done=True,
        )

    @guarded
    async def action_split(self) -> None:
        """Choose some of the code's codings, to give them to a new code."""
        from qcode.tui.screens.code_split import CodeSplit

        code = self._in_hand()
        if not self._codings_of(code.id):
            self.say(f"{code.name} has no codings of its own that could be given to a new code.")
            return
        await self.app.push_screen(CodeSplit(code, self.select))

    @guarded
    async def action_retire(self) -> None:
        """Retire the code in hand, or reinstate it."""
        code = self._in_hand()
        retired = not code.retired
        words = (
            f"Retired {code.name}: it is offered no longer; it keeps {self._whose(code.id)}."
            if retired
            else f"Reinstated {code.name}: it is offered again."
        )
        await self.change(lambda project: project.codes.retire(code, retired=retired), words)

    @dialogue
    async def action_remove(self) -> None:
        """Remove the code in hand with all below it."""
        code = self._in_hand()
        below = self.codes.descendants(code.id)
        subs = f" with {counted(len(below) - 1, 'sub-code')}" if len(below) > 1 else ""
        path, number = self.codes.path(code.id), sum(self._codings_of(*below).values())
        gone = await self.session.ask(lambda project: project.codes.what_goes(code))
        said = goes_with_it(f"with {gone}" if gone else "", number, self._whose(*below))
        await self.sure(f"Remove {code.name}{subs}?", said)
        await self.session.ask(lambda project: project.codes.remove(code, with_codings=True))
        aside = f"{', ' if subs else ' with '}{gone}" if gone else ""
        self.say(f"Removed {path}{subs}{aside}; {self.key_of('view.undo')} brings all back.", done=True)

    # -- files

    @dialogue
    async def action_import(self) -> None:
        """Add the codes of a codebook file."""
        from qcode.codebook import bundled_codebooks, read_codebook

        bundled = bundled_codebooks()
        choices = [
            Choice("a file …", None),
            *(Choice(name.replace("_", " "), path, "comes with qcode") for name, path in bundled.items()),
        ]
        chosen = (await self.pick("Import a codebook from", choices)).value
        path = (
            chosen if isinstance(chosen, Path) else await self.ask_path("Codebook file:", suffixes=SUFFIXES)
        )
        book = await asyncio.to_thread(read_codebook, path)
        new, known = compared(book, self.codes)
        if not new + known:
            self.say(f"{path.name} has no codes.")
            return
        await self.sure(
            f"Import {path.name}?",
            f"{counted(new, 'new code')}; {known} known by path take over what it says.",
        )
        done = await self.session.ask(lambda project: project.codes.import_codebook(book))
        self.say(
            f"Imported {path.name}: {counted(done.added, 'code')} added, {done.changed} changed, "
            f"{done.unchanged} as before.",
            done=True,
        )

    @dialogue
    async def action_export(self) -> None:
        """Write the codebook to a file."""
        target = await self.ask_target("Write the codebook to a .yaml or .csv file:", "codebook.yaml")

        def export(project: Project) -> None:
            save_codebook(project.codes.codebook(), target)

        await self.session.ask(export)
        retired = sum(one.retired for one in self.codes)
        aside = f" without the {counted(retired, 'retired code')}" if retired else ""
        self.say(f"Wrote the codebook{aside} to {target}.", done=True)

    @guarded
    async def action_report(self) -> None:
        """Go to the report on the codebook."""
        await self.qcode.go("reports", ReportOn("codebook"))


def _several(text: str, between: str) -> tuple[str, ...]:
    """Return the parts of a text, without blank and repeated ones."""
    found: dict[str, str] = {}
    for part in re.split(between, text):
        if part.strip():
            found.setdefault(levelled(part), part.strip())
    return tuple(found.values())


def _short(value: object) -> str:
    """Return what a field says now, for the menu."""
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
