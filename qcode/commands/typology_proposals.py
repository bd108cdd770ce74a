"""Accepting proposed classes: the options for it, what is refused, and what is said of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import click

from qcode.commands.output import say
from qcode.errors import DuplicateNameError, UsageError
from qcode.text.names import counted, levelled, listed, quoted

if TYPE_CHECKING:
    from qcode.analysis.selection import Selection
    from qcode.project import Project

Function = TypeVar("Function", bound=Callable[..., Any])


def proposal_options(function: Function) -> Function:
    """Give a command that proposes classes `--accept`, `--replace` and `--memo`."""
    chosen: Any = function
    for option in (
        click.option(
            "--replace",
            is_flag=True,
            help="With --accept: in place of what is said by hand in one of that name.",
        ),
        click.option("--memo", metavar="TEXT", help="With --accept: kept with the classification."),
        click.option(
            "--accept",
            metavar="NAME",
            help="Make the proposed classes a classification of this name, each case with its reason.",
        ),
    ):
        chosen = option(chosen)
    return chosen  # type: ignore[no-any-return]


def refuse_unclear(
    accept: str | None, memo: str | None, shown: str | None, members: str, *, replace: bool
) -> None:
    """Raise UsageError for a proposal that would be accepted without a name, or without being seen.

    `shown` is the table that was asked for (None: the usual one), `members` the one that says which case
    is in which class.
    """
    if accept is None and (memo is not None or replace):
        told = "A memo is kept with what is accepted." if memo is not None else "Nothing is accepted."
        raise UsageError(told, "Give --accept NAME as well.")
    if accept is not None and shown not in (None, members):
        raise UsageError(
            f"What is accepted has to be seen: --show {shown} does not say which case is in which class.",
            f"Say --show {members}, or leave --show out.",
        )


def accept_proposal(
    study: Project,
    selection: Selection,
    name: str,
    proposed: Mapping[int, tuple[str, str]],
    memo: str | None,
    *,
    replace: bool,
) -> None:
    """Make proposed classes of cases (row ids) a classification."""
    cases = selection.corpus.cases
    there = study.classifications.list()
    if not replace and any(
        levelled(one.name) == levelled(name) and (one.by_hand or one.cuts) for one in there
    ):
        hint = "Choose another name, or say --replace: what is said by hand in it goes then."
        raise DuplicateNameError(f"There is a classification {quoted(name)} already.", hint)
    before = {one.uid: one.by_hand for one in there}
    made = study.classifications.accept(
        name, {cases[case]: classed for case, classed in proposed.items()}, note=memo or ""
    )
    sizes = Counter(label for label, _ in proposed.values())
    number, classes = counted(len(proposed), "case"), counted(len(sizes), "class", "classes")
    each = listed(f"{label} ({size})" for label, size in sizes.items())
    say(f"Accepted: {number} in {classes}, as {quoted(made.name)}: {each}.", study)
    if before.get(made.uid):
        said = counted(len(before[made.uid]), "case")
        say(f"This is in place of what was said by hand of {said}; `qcode undo` brings it back.", study)
