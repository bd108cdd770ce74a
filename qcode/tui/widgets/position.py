"""Where the mark stands at the edge of a list that tells which part of it is in view."""

from __future__ import annotations


def has_position_mark(line: int, top: int, height: int, length: int) -> bool:
    """Tell whether the mark stands at a line of the view, counted from 0.

    The view shows `height` of `length` rows, from row `top` on; where it shows all there is no mark.
    """
    if length <= height:
        return False
    size = max(1, height * height // length)
    start = round(top * (height - size) / (length - height))
    return start <= line < start + size
