"""Pictures as SVG and PNG, a module for each kind; the one place that knows matplotlib."""

from __future__ import annotations

from importlib import import_module

from qcode.errors import MissingExtraError

try:
    import_module("matplotlib")
except ImportError:
    raise MissingExtraError("A picture as SVG or PNG", "plots") from None
