"""The packages of the extra `stats`, asked for before they are imported."""

from __future__ import annotations

from importlib import import_module

from qcode.errors import MissingExtraError


def need_stats(what: str, *modules: str) -> None:
    """Make sure that numpy and some modules can be imported. Raises MissingExtraError for `what`."""
    try:
        for module in ("numpy", *modules):
            import_module(module)
    except ImportError:
        raise MissingExtraError(what, "stats") from None
