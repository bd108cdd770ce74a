"""The lazy command table: `qcode --help` imports click alone, each command what it needs."""

from __future__ import annotations

import gc
import io
import os
import sys
from contextlib import suppress
from importlib import import_module
from typing import NoReturn

import click

from qcode.errors import QcodeError
from qcode.version import __version__

COMMANDS: dict[str, str] = {
    "demo": "Make the sample study, print its tables, open it.",
    "open": "Open the coding screen on a project.",
    "init": "Make a project.",
    "import": "Bring transcripts and documents into a project.",
    "documents": "List, show and change documents.",
    "participants": "List, change and merge who speaks.",
    "cases": "List, import, export and change cases (municipalities).",
    "groups": "List, make and fill groups of cases.",
    "classes": "Sort cases into classes, by cut points or by hand.",
    "events": "List dated events of cases, and link codings to them.",
    "codebook": "Show, check, import, export and edit the codebook.",
    "codings": "Import, export, add and remove coded segments.",
    "pseudonyms": "List and set what stands for names, and when it does.",
    "freq": "Print the code frequency table.",
    "matrix": "Print the coded matrix: codes by cases, or any other two dimensions.",
    "segments": "Print the coded segments with their quotations.",
    "framework": "Show and write summaries: one for each case and code.",
    "picture": "Draw tables: heat map, network, dendrogram, map, timeline ...",
    "report": "Write reports: codebook, quotations, transcripts, methods.",
    "typology": "Find classes of cases: clusters, maps, truth tables.",
    "rules": "Let rules propose codings; accept or refuse them.",
    "queries": "List, save and remove conditions under a name, for --where @NAME.",
    "search": "Find words in the documents.",
    "log": "Print what was done, by whom.",
    "undo": "Take back your newest step.",
    "redo": "Do again what you took back.",
    "export": "Write the whole study as plain files, to read, to keep under git, to deposit.",
    "deposit": "Write a folder for a data archive, names kept back.",
    "backup": "Copy the project to a new file, checked.",
    "check": "Check the project file from end to end.",
}
"""Name -> what it does; the code of each is `qcode.commands.NAME`, its command the object `command`."""

_MODULES = {"import": "import_"}


class ReaderGoneError(Exception):
    """Who read our output wants no more of it, as `head` does: no fault of anybody."""


class LazyGroup(click.Group):
    """A group that imports a command when that command is run or asked for help."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"qcode.commands.{_MODULES.get(cmd_name, cmd_name)}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            close = get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean “{close[0]}”?" if close else ""
            raise click.UsageError(f"There is no command “{args[0]}”.{hint}", ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # Met here, before click turns it into a failure.
            raise ReaderGoneError from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="qcode", message="%(prog)s %(version)s")
@click.pass_context
def cli(context: click.Context) -> None:
    """Code interview transcripts, and count the codes case by case.

    Without a command, the start screen is shown: studies that were open, a new one, a tutorial.

    PROJECT is the first argument of a command where it ends in .qcode; left out, it is
    $QCODE_PROJECT, or the only *.qcode file in the current folder. You act as the coder given by
    --coder, else $QCODE_CODER, else the settings, else your login name.
    """
    if context.invoked_subcommand is not None:
        return
    if sys.stdin.isatty() and sys.stdout.isatty():
        from qcode.commands.open import show_screen

        show_screen(None)
    else:
        click.echo(context.get_help())


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run a command and leave with its exit code: 0 done, 1 the data, 2 the command line is at fault."""
    # What a command writes may quote interviews: let it be readable by its owner alone.
    os.umask(0o077)
    # Looking for cycles among a hundred thousand rows costs more than it could ever free in a command.
    gc.set_threshold(500_000, 50, 50)
    _show_what_can_be_shown()
    try:
        code = cli.main(args=arguments, prog_name="qcode", standalone_mode=False)
    except click.exceptions.Abort:
        leave(130, "Stopped. A step is done as a whole or not at all; `qcode log` lists what was done.")
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        leave(error.exit_code)
    except click.ClickException as error:
        leave(error.exit_code, error.format_message(), _usage(error))
    except QcodeError as error:
        leave(error.exit_code, error.message, error.hint)
    except (BrokenPipeError, ReaderGoneError):
        _write_nowhere()
        leave(0)
    except OSError as error:
        if error.filename is None:
            _write_nowhere()
            leave(1, f"The output could not be written: {error.strerror or error}.")
        leave(1, f"{error.filename} could not be read or written: {error.strerror}.")
    except Exception as error:
        if os.environ.get("QCODE_DEBUG"):
            raise
        leave(
            1,
            f"Something unexpected happened ({type(error).__name__}: {error}).",
            "This is a defect of qcode; what was reported as saved is saved. "
            "QCODE_DEBUG=1 shows where it happened.",
        )
    leave(code if isinstance(code, int) else 0)


def leave(code: int, message: str = "", hint: str = "") -> NoReturn:
    """End the program, with a word about why on standard error."""
    if message:
        from qcode.text.display import safe

        lines = f"qcode: {message}\n{hint}" if hint else f"qcode: {message}"
        shown = "\n".join(safe(line.rstrip()) for line in lines.split("\n") if line.strip())
        with suppress(OSError):
            click.echo(shown, err=True)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _write_nowhere()
    except OSError as error:
        _write_nowhere()
        if not message:
            leave(1, f"The output could not be written: {error.strerror}.")
    sys.exit(code)


def _usage(error: click.ClickException) -> str:
    """Return how a command is called and where to read more, for one that was called wrongly."""
    context = getattr(error, "ctx", None)
    if context is None:
        return ""
    usage = " ".join(context.get_usage().split())
    return f"{usage}\n`{context.command_path} --help` says more."


def _write_nowhere() -> None:
    """Let standard output lead nowhere, so that Python does not complain about it at the end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _show_what_can_be_shown() -> None:
    """Let a terminal or pipe that lacks a character show a stand-in for it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
