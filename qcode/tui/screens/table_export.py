"""Writing a table to a file from a view: which format, which name, and a word where it went."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from qcode.errors import ExportError
from qcode.exporters import FORMATS, format_for, write
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


async def export(
    view: View,
    name: str,
    table: Callable[[Project], Table],
    detail: Callable[[Project, Table], Table] | None = None,
    warnings: Callable[[Project], Sequence[str]] | None = None,
) -> None:
    """Ask for a format and a file, and write a table there. For dialogues; raises GivenUp, ExportError.

    `table` makes it, on the project's thread; `detail` the list of quotations behind it, for formats
    that can show it. `name` is what the file is called unless the person says otherwise. Where names are
    kept back, `warnings` say whom the table tells all the same.
    """
    keys = _keys()
    choices = [
        Choice(f"{one.name}  {_WHAT.get(one.name, '')}", one.name, key=keys[one.name])
        for one in FORMATS.values()
    ]
    chosen = await view.picker.choose("Export as", choices, keys=True)
    format_name = str(chosen.value)
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


async def _names_kept_back(view: View) -> bool:
    """Return whether names are kept back: as the project says, else as the person chooses."""
    if await view.session.ask(lambda project: project.pseudonyms.always):
        return True
    choices = [
        Choice("with names", False, "as the project says", key="w"),
        Choice("names kept back", True, "pseudonyms stand for them", key="k"),
    ]
    return bool((await view.picker.choose("Names of cases, people and documents", choices, keys=True)).value)


def _keys() -> dict[str, str]:
    """Return a key for each format: the first letter of its name that is still free."""
    keys: dict[str, str] = {}
    for name in FORMATS:
        keys[name] = next((letter for letter in name if letter not in keys.values()), str(len(keys) + 1))
    return keys


def with_ending(typed: Path, ending: str) -> Path:
    """Return a file's name as it was typed, with the ending where it has none that says a format."""
    try:
        format_for(typed)
    except ExportError:
        return typed.with_name(typed.name + ending)
    return typed
