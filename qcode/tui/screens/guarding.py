"""Actions that say what went wrong in the hint line, and actions that ask the person things."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Coroutine
from functools import update_wrapper
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar, cast

from textual import work
from textual.worker import Worker

from qcode.errors import QcodeError
from qcode.tui.widgets.prompt import GivenUp

if TYPE_CHECKING:
    from qcode.tui.screens.view import View

Parameters = ParamSpec("Parameters")
AnyView = TypeVar("AnyView", bound="View")
Action = Callable[Concatenate[AnyView, Parameters], Awaitable[None]]


_OF_COMMANDS = re.compile(r"(^|\s)--[a-z]|`qcode ")


def on_screen(error: QcodeError) -> QcodeError:
    """Return an error as it is said on the screen: without what only helps at the command line."""
    sentences = re.split(r"(?<=[.!?])\s+", error.hint)
    hint = " ".join(one for one in sentences if not _OF_COMMANDS.search(one))
    return error if hint == error.hint else QcodeError(error.message, hint)


def guarded(
    action: Action[AnyView, Parameters],
) -> Callable[Concatenate[AnyView, Parameters], Coroutine[Any, Any, None]]:
    """Let an action say what went wrong in the hint line, instead of ending the program."""

    async def run(self: AnyView, /, *args: Parameters.args, **options: Parameters.kwargs) -> None:
        try:
            await action(self, *args, **options)
        except GivenUp:
            self.say("Nothing was changed.")
        except QcodeError as error:
            self.say_fault(error)

    update_wrapper(run, action)
    return run


def dialogue(action: Action[AnyView, Parameters]) -> Callable[Concatenate[AnyView, Parameters], Worker[None]]:
    """Let an action ask the person things: it runs beside the keys, one at a time, guarded."""
    return cast(
        Callable[Concatenate[AnyView, Parameters], Worker[None]],
        work(exclusive=True, group="dialogue")(guarded(action)),
    )
