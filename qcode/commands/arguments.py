"""What the commands' arguments have in common: the project, its coder, the choice of codings."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from qcode.errors import DataError, UndoError, UsageError
from qcode.model.documents import Role
from qcode.project import Project
from qcode.settings import device, load_settings
from qcode.text.display import safe

if TYPE_CHECKING:
    from qcode.analysis.selection import Selection

Function = TypeVar("Function", bound=Callable[..., Any])
SUFFIX = ".qcode"


class ProjectGroup(click.Group):
    """A group of commands on one noun; PROJECT may stand before or after the verb."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if len(args) > 1 and args[0].endswith(SUFFIX) and args[1] in self.commands:
            args = [args[1], args[0], *args[2:]]
        return super().parse_args(ctx, args)


def words(*names: str) -> Callable[[Function], Function]:
    """Give a command the arguments `[PROJECT] NAME ...`.

    The command is called with `project` (a path) and one keyword for each name in lower case. A name
    that ends in `?` may be left out (None), one that ends in `...` takes all that are left (a tuple,
    with `...?` perhaps empty).
    """
    required = [name for name in names if not name.endswith("?")]
    usage = " ".join(_shown(name) for name in names)

    def decorate(function: Function) -> Function:
        @click.argument("words", nargs=-1, metavar=f"[PROJECT] {usage}".strip(), type=click.UNPROCESSED)
        @wraps(function)
        def command(*args: Any, words: tuple[str, ...], **options: Any) -> Any:
            rest = list(words)
            given = rest.pop(0) if rest and rest[0].endswith(SUFFIX) else None
            if len(rest) < len(required):
                raise click.UsageError(f"Missing argument “{required[len(rest)].rstrip('.')}”.")
            for name in names:
                key = name.rstrip("?.").lower().replace("=", "_")
                if name.endswith(("...", "...?")):
                    options[key] = tuple(rest)
                    rest = []
                else:
                    options[key] = rest.pop(0) if rest else None
            if rest:
                raise _no_use(rest[0], project_given=given is not None)
            return function(*args, project=find_project(given), **options)

        return command  # type: ignore[return-value]

    return decorate


def _no_use(word: str, *, project_given: bool) -> click.UsageError:
    """Return what to say of one argument too many; in place of a project it is taken for one."""
    if project_given or not Path(word).suffix:
        return click.UsageError(f"There is no use for “{word}” here.")
    return click.UsageError(f"“{word}” is no project file: the name of one ends in {SUFFIX}.")


def _shown(name: str) -> str:
    if name.endswith("...?"):
        return f"[{name[:-4]}]..."
    return f"[{name[:-1]}]" if name.endswith("?") else name


def find_project(given: str | None) -> Path:
    """Return the project a command is about; raises UsageError where that is not clear."""
    if given:
        return Path(given)
    named = os.environ.get("QCODE_PROJECT", "")
    if named:
        return Path(named)
    found = sorted(path for path in Path.cwd().glob(f"*{SUFFIX}") if path.is_file())
    if len(found) == 1:
        return found[0]
    if not found:
        raise UsageError(
            "There is no project here.", "Name one (STUDY.qcode), or make one with `qcode init`."
        )
    names = ", ".join(path.name for path in found)
    raise UsageError(f"There are several projects here: {names}.", "Say which as the first argument.")


def acting_name(coder: str | None = None) -> str:
    """Return the name of who acts: --coder, else $QCODE_CODER, else the settings; empty: the login name."""
    return coder or os.environ.get("QCODE_CODER", "") or load_settings().coder


def open_project(path: Path, coder: str | None = None, *, warn: bool = True) -> Project:
    """Open a project for a command, as the coder that holds here.

    What is to be heeded where it lies is said on standard error, unless `warn` or the settings say no.
    """
    settings = load_settings()
    study = Project.open(
        path,
        coder=acting_name(coder),
        device=device(),
        keep_backups=settings.keep_backups,
        backup_hours=settings.backup_hours,
    )
    if warn and settings.warn and study.place_warning:
        click.echo(safe(f"Note: {study.place_warning}"), err=True)
    return study


def acting_coder(function: Function) -> Function:
    """Give a command that changes something the option `--coder`."""
    return click.option("--coder", metavar="NAME", help="Act as this coder.")(function)


def as_whom(study: Project, error: UndoError) -> UndoError:
    """Return the error with the name of whose steps were looked at, where it says nothing more."""
    others = [one.name for one in study.coders.list() if one.name != study.coder_name]
    if error.hint or not others:
        return error
    return UndoError(
        error.message, f"You act as {study.coder_name}; `--coder` acts as another ({', '.join(others)})."
    )


def ask(question: str, undone: str) -> None:
    """Ask a person to agree; raises DataError that says `undone` where they do not, or nobody answers."""
    try:
        agreed = click.confirm(safe(question), err=True)
    except click.exceptions.Abort:
        click.echo(err=True)
        raise DataError(undone, "`--yes` does it without a question.") from None
    if not agreed:
        raise DataError(undone)


ROLE_CHOICES = (*(role.value for role in Role), "any")


RESPONDENTS_COUNT = (Role.RESPONDENT,)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which codings a command is about, as --role, --coder and --where say it."""

    roles: Sequence[str]
    coders: Sequence[str]
    where: str | None

    def of(self, study: Project, default: tuple[Role, ...] | None = RESPONDENTS_COUNT) -> Selection:
        """Return the codings; `default` are the roles that count where none is named (None: any)."""
        roles = counted_roles(self.roles, default)
        return study.select(roles=roles, coders=self.coders or None, where=self.where)


def selection_options(function: Function, *, role: str = "respondent") -> Function:
    """Give a command the options --role, --coder and --where, which it gets as one `choice`.

    `role` says in the help what counts where none is given.
    """

    @wraps(function)
    def command(
        *args: Any, roles: tuple[str, ...], coders: tuple[str, ...], where: str | None, **options: Any
    ) -> Any:
        return function(*args, choice=Choice(roles, coders, where), **options)

    chosen: Any = command
    for option in (
        click.option(
            "--where",
            metavar="CONDITION",
            help="Count only codings for which this holds: kind = interview and case.population > 200000, "
            "code = A overlaps code = B, @QUERY (all of the language: qcode queries --help)",
        ),
        click.option(
            "--coder", "coders", multiple=True, metavar="NAME", help="Only this coder's; may be repeated."
        ),
        click.option(
            "--role",
            "roles",
            multiple=True,
            type=click.Choice(ROLE_CHOICES),
            help=f"Whose speech counts (default: {role}); may be repeated; any: every coding counts.",
        ),
    ):
        chosen = option(chosen)
    return chosen  # type: ignore[no-any-return]


selection_of_everything = partial(selection_options, role="any")
"""The same options for a command that takes every coding where no role is given."""


def counted_roles(
    chosen: Sequence[str], default: tuple[Role, ...] | None = RESPONDENTS_COUNT
) -> tuple[Role, ...] | None:
    """Return the roles that count; None stands for any."""
    if "any" in chosen:
        return None
    return tuple(Role(name) for name in dict.fromkeys(chosen)) or default


def assignments(texts: Sequence[str], form: str = "NAME=VALUE") -> list[tuple[str, str]]:
    """Read `NAME=VALUE` arguments as pairs; raises UsageError."""
    read: list[tuple[str, str]] = []
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or not name.strip():
            raise UsageError(f"“{text}” is not of the form {form}.")
        read.append((name.strip(), value.strip()))
    return read
