"""Lines of a limited width; they are made in `qcode.text.prose`, which pictures share."""

from __future__ import annotations

from qcode.text.prose import aligned, display_width, wrapped

__all__ = ["aligned", "display_width", "wrapped"]
