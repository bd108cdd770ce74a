"""Writing a table to a file from a view: which format, which name, and a word where it went."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from qcode.errors import ExportError
from qcode.exporters import FORMATS, format_for, write
from qcode.exporters.files import replacing
from qcode.model.tables import Table
from qcode.project import Project
from qcode.text.names import counted
from qcode.tui.screens.view import View
from qcode.tui.widgets.picker import Choice

_WHAT = {
    "table": "plain aligned text",
    "csv": "for spreadsheets and scripts",
    "tsv": "columns set apart by tabs",
    "json": "for scripts",
    "xlsx": "a workbook, with the quotations behind its numbers",
    "md": "a table in Markdown",
    "html": "a page for a browser, with the quotations behind its numbers",
    "docx": "a table in a document",
}
_PICTURES = {"svg": "the picture, sharp at any size", "png": "the picture, as dots"}


async def export(
    view: View,
    name: str,
    table: Callable[[Project], Table],
    detail: Callable[[Project, Table], Table] | None = None,
    warnings: Callable[[Project], Sequence[str]] | None = None,
    *,
    picture: str = "",
) -> None:
    """Ask for a format and a file, and write a table there. For dialogues.

    Raises GivenUp, ExportError, MissingExtraError.

    `table` makes it, on the project's thread; `detail` the list of quotations behind it, for formats
    that can show it. `name` is what the file is called unless the person says otherwise. Where names are
    kept back, `warnings` say whom the table tells all the same. With a kind of `picture`, the table can be
    drawn as that too.
    """
    pictures = _PICTURES if picture else {}
    keys = _keys([*pictures, *FORMATS])
    choices = [Choice(f"{one}  {what}", one, key=keys[one]) for one, what in pictures.items()]
    choices += [
        Choice(f"{one.name}  {_WHAT.get(one.name, '')}", one.name, key=keys[one.name])
        for one in FORMATS.values()
    ]
    format_name = str((await view.picker.choose("Export as", choices, keys=True)).value)
    if format_name in pictures:
        await _write_picture(view, name, table, warnings, picture, format_name)
        return
    kept_back = await _names_kept_back(view)
    ending = FORMATS[format_name].suffixes[0]
    target = await view.ask_target("Write to", name + ending, lambda typed: with_ending(typed, ending))
    format_name = format_for(target)

    def written(project: Project) -> int:
        made = table(project)
        behind = detail(project, made) if detail and FORMATS[format_name].quotations else None
        if kept_back:
            said = warnings(project) if warnings else ()
            made, behind = project.pseudonyms.keep_back_both(made, behind, said)
        write(made, target, format_name, detail=behind)
        return len(made.rows)

    rows = await view.session.ask(written)
    aside = ", names kept back" if kept_back else ""
    view.say(f"Wrote {counted(rows, 'row')}{aside} to {target.absolute()}", done=True)


async def _write_picture(
    view: View,
    name: str,
    table: Callable[[Project], Table],
    warnings: Callable[[Project], Sequence[str]] | None,
    kind: str,
    format_name: str,
) -> None:
    """Ask for a file and draw a table there."""
    from qcode import pictures

    empty = Table(name="", title="", rows=[], columns=[], values=[])
    await view.session.ask(lambda _: pictures.fonts_missing(empty))  # says at once that the extra is missing
    kept_back = await _names_kept_back(view)
    ending = f".{format_name}"

    def whole(typed: Path) -> Path:
        return typed if typed.suffix.lower() == ending else typed.with_name(typed.name + ending)

    target = await view.ask_target("Write to", name + ending, whole)

    def written(project: Project) -> str:
        made = table(project)
        if kept_back:
            made = project.pseudonyms.keep_back(made, warnings(project) if warnings else ())
        drawn = pictures.svg(kind, made).encode("utf-8", "replace") if format_name == "svg" else None
        content = pictures.png(kind, made) if drawn is None else drawn
        with replacing(target) as stream:
            stream.write(content)
        return pictures.fonts_missing(made) if format_name == "png" else ""

    lacking = await view.session.ask(written)
    aside = ", names kept back" if kept_back else ""
    view.say(f"Wrote the picture{aside} to {target.absolute()}{f'. {lacking}' if lacking else ''}", done=True)


async def _names_kept_back(view: View) -> bool:
    """Return whether names are kept back: as the project says, else as the person chooses."""
    if await view.session.ask(lambda project: project.pseudonyms.always):
        return True
    choices = [
        Choice("with names", False, "as the project says", key="w"),
        Choice("names kept back", True, "pseudonyms stand for them", key="k"),
    ]
    return bool((await view.picker.choose("Names of cases, people and documents", choices, keys=True)).value)


def _keys(names: Sequence[str]) -> dict[str, str]:
    """Return a key for each format: the first letter of its name that is still free."""
    keys: dict[str, str] = {}
    for name in names:
        keys[name] = next((letter for letter in name if letter not in keys.values()), str(len(keys) + 1))
    return keys


def with_ending(typed: Path, ending: str) -> Path:
    """Return a file's name as it was typed, with the ending where it has none that says a format."""
    try:
        format_for(typed)
    except ExportError:
        return typed.with_name(typed.name + ending)
    return typed
