"""`qcode open`: the coding screen on a project; and the start screen of a bare `qcode`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from qcode.commands.arguments import acting_coder, find_project, open_project, words
from qcode.errors import ProjectFileError, UsageError
from qcode.settings import THEMES, load_settings


@click.command("open")
@words()
@acting_coder
@click.option(
    "--theme", type=click.Choice(THEMES), help="Colours of the screen (default: the settings', else as last)."
)
@click.option("--ascii", "plain", is_flag=True, help="Draw stripes and marks in ASCII.")
@click.option("--no-mouse", is_flag=True, help="Leave the mouse to the terminal.")
def command(project: Path, coder: str | None, theme: str | None, plain: bool, no_mouse: bool) -> None:
    """Open the coding screen on PROJECT, where you left it.

    In the screen, ? lists the keys. Keys of your own stand in keys.toml in the folder of the settings
    ($QCODE_CONFIG_DIR, else your system's usual one), one action a line: "coding.undo" = "u,ctrl+z".
    What is to hold always stands in settings.toml there, below [screen]: theme, ascii, mouse. NO_COLOR
    is respected.
    """
    if not project.exists():
        raise ProjectFileError(f"{project} does not exist.", "`qcode init` makes a project.")
    show_screen(project, coder, theme=theme or "", plain=plain, mouse=not no_mouse)


def show_screen(
    project: Path | None,
    coder: str | None = None,
    *,
    theme: str = "",
    plain: bool = False,
    mouse: bool = True,
) -> None:
    """Show the screen on a project, or its start page on None, until the person leaves it.

    What the settings say of the screen holds where the command line says nothing.
    """
    from qcode.tui.app import Options
    from qcode.tui.run import run

    settings = load_settings()
    run(
        lambda path: open_project(path, coder, warn=False),
        project,
        options=Options(
            theme or settings.theme, plain or settings.ascii, mouse and settings.mouse, settings.warn
        ),
        found=None if project else _found_here(),
    )


def on_terminal() -> bool:
    """Tell whether a person sits at both ends: a terminal to read from and one to write to."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _found_here() -> Path | None:
    """Return the project that commands without a PROJECT are about; None where that is not clear."""
    try:
        found = find_project(None)
    except UsageError:
        return None
    return found if found.is_file() else None
