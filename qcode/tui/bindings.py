"""All key bindings there are: for the help, the command palette and a person's own keys."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from textual.app import SystemCommand
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen

from qcode.tui.themes import NAMES

if TYPE_CHECKING:
    from qcode.tui.app import QcodeApp


def of_class(kind: type[DOMNode]) -> list[Binding]:
    """Return the bindings with ids that a class of ours has or inherits, the inherited ones last."""
    found: dict[str, Binding] = {}
    for one in kind.__mro__:
        for binding in vars(one).get("BINDINGS", ()):
            if isinstance(binding, Binding) and binding.id:
                found.setdefault(binding.id, binding)
    return list(found.values())


def bindings_of(screen: Screen[Any]) -> list[Binding]:
    """Return the bindings of everything on a screen and of the program: first those of the parts."""
    kinds = dict.fromkeys(type(node) for node in screen.walk_children())
    found: dict[str, Binding] = {}
    for kind in (*kinds, type(screen), type(screen.app)):
        for binding in of_class(kind):
            found.setdefault(binding.id or "", binding)
    return list(found.values())


@cache
def known_ids() -> dict[str, str]:
    """Return the ids of all bindings there are anywhere in the program, with what they do."""
    import qcode.tui

    for module in pkgutil.walk_packages(qcode.tui.__path__, "qcode.tui."):
        import_module(module.name)
    return {
        binding.id: binding.description
        for kind in _below(DOMNode)
        if kind.__module__.startswith("qcode.tui.")
        for binding in of_class(kind)
        if binding.id
    }


def _below(kind: type[DOMNode]) -> Iterator[type[DOMNode]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)


def commands_of(app: QcodeApp, screen: Screen[Any]) -> Iterable[SystemCommand]:
    """Yield everything that can be done here: the actions of the view, the views, the themes."""
    seen = set()
    for key, active in screen.active_bindings.items():
        binding = active.binding
        if not (binding.id and binding.description) or binding.id in seen or binding.id == "app.palette":
            continue
        seen.add(binding.id)
        callback = _doing(app, active.node, binding.action)
        yield SystemCommand(binding.description, f"key: {_shown(app, binding, key)}", callback)
    yield SystemCommand("Tutorial", "five minutes on the sample study", _tutorial(app))
    if app.has_session:
        from qcode.tui.app import VIEWS
        from qcode.tui.going import GO_KEYS

        letters = {name: letter for letter, name in GO_KEYS.items()}
        for name in VIEWS:
            way = f"another view, g {letters[name]}" if name in letters else "another view"
            yield SystemCommand(f"Go to: {name}", way, _going(app, name))
        yield from _ready_made(app)
        yield from _reports(app)
    for name, theme in NAMES.items():
        yield SystemCommand(f"Colours: {name}", "theme of the screen", _theming(app, theme))


def _ready_made(app: QcodeApp) -> Iterable[SystemCommand]:
    from qcode.tui.errands import ReadyMade
    from qcode.tui.screens.matrix_ready import in_palette

    for one in in_palette(app.session.overview.tree):
        yield SystemCommand(f"Table: {one.words}", one.what, _going(app, "matrix", ReadyMade(one.name)))


def _reports(app: QcodeApp) -> Iterable[SystemCommand]:
    from qcode.tui.errands import ReportOn
    from qcode.tui.screens.report_writing_kinds import KINDS

    for one in KINDS.values():
        yield SystemCommand(f"Report: {one.words}", one.what, _going(app, "reports", ReportOn(one.name)))


def _shown(app: QcodeApp, binding: Binding, key: str) -> str:
    from qcode.tui.keys import shown_key

    keys = app.keymap.get(binding.id or "", key)
    return " ".join(shown_key(one.strip()) for one in keys.split(","))


def _doing(app: QcodeApp, node: DOMNode, action: str) -> Any:
    async def run() -> None:
        await app.run_action(action, node)

    return run


def _going(app: QcodeApp, name: str, errand: object = None) -> Any:
    async def run() -> None:
        await app.go(name, errand)

    return run


def _tutorial(app: QcodeApp) -> Any:
    async def run() -> None:
        await app.go("start")
        if app.view is not None:
            await app.view.run_action("tutorial")

    return run


def _theming(app: QcodeApp, theme: str) -> Any:
    return lambda: app.set_theme(theme)
