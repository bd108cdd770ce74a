"""The fonts of pictures: which are asked for, how wide a text is in them, and what they lack."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from qcode.model.tables import Table

LATIN = ("Arial", "Helvetica", "Liberation Sans", "DejaVu Sans")
EAST_ASIAN = (
    "Noto Sans CJK JP",
    "Noto Sans JP",
    "Source Han Sans JP",
    "IPAexGothic",
    "IPAGothic",
    "Yu Gothic",
    "YuGothic",
    "Meiryo",
    "Hiragino Sans",
    "Hiragino Kaku Gothic ProN",
    "MS Gothic",
    "TakaoGothic",
    "VL Gothic",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
)


@contextmanager
def quiet() -> Iterator[None]:
    """Let matplotlib not complain on standard error of the fonts that this computer has not."""
    logger = logging.getLogger("matplotlib.font_manager")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


@lru_cache(maxsize=1)
def installed() -> tuple[str, ...]:
    """Return the families to draw with here: one for Latin script, one for East Asian, one for signs."""
    from matplotlib import font_manager

    there = {font.name for font in font_manager.fontManager.ttflist}
    chosen = (next((name for name in names if name in there), "") for names in (LATIN, EAST_ASIAN))
    return tuple(dict.fromkeys(name for name in (*chosen, "DejaVu Sans") if name))


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a text is, in points; its signs one by one, without kerning."""
    return sum(_advance(sign, bold) for sign in text) * size / _UNIT


_UNIT = 100.0


@lru_cache(maxsize=20_000)
def _advance(sign: str, bold: bool) -> float:
    return _drawn_width(f"x{sign}x", bold) - _drawn_width("xx", bold)


def _drawn_width(text: str, bold: bool) -> float:
    renderer, properties = _measuring(bold)
    with quiet(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return float(renderer.get_text_width_height_descent(text, properties, False)[0])


@lru_cache(maxsize=2)
def _measuring(bold: bool) -> tuple[Any, Any]:
    from matplotlib.backends.backend_agg import RendererAgg
    from matplotlib.font_manager import FontProperties

    weight = "bold" if bold else "normal"
    renderer: Any = RendererAgg  # its parameters have no types
    return renderer(8, 8, 72), FontProperties(family=list(installed()), size=_UNIT, weight=weight)


def families(text: str) -> list[str]:
    """Return the families to draw a text with: plain text needs no looking for its signs."""
    return list(installed()[:1] if text.isascii() else installed())


def as_written(svg: str) -> str:
    """Return an SVG that names all our families once, not for each text those that this computer has."""
    everywhere = ", ".join(f"'{name}'" for name in (*LATIN, *EAST_ASIAN)) + ", sans-serif"
    svg = re.sub(r'(<text style="[^"]*?)font-family: [^";]*; ', r"\1", svg)
    return re.sub(r"<svg ", f'<svg font-family="{everywhere}" ', svg, count=1)


def missing_for(table: Table) -> str:
    """Return a sentence where no installed font has some sign of the table's texts, else nothing."""
    from matplotlib import font_manager

    texts = [table.title, *table.notes, *(row.label for row in table.rows)]
    texts += [column.label for column in table.columns]
    texts += [value for row in table.values for value in row if isinstance(value, str)]
    wanted = {ord(sign) for text in texts for sign in text if not sign.isascii() and sign.isprintable()}
    if not wanted:
        return ""
    with quiet():
        for name in installed():
            font = font_manager.get_font(font_manager.findfont(name))
            wanted -= set(font.get_charmap())
    if not wanted:
        return ""
    example = "".join(sorted(map(chr, wanted)))[:3]
    return (
        f"No font found here has “{example}”, so that the picture shows boxes: install Noto Sans CJK JP or"
        " IPAexGothic, or write it as SVG, whose reader chooses the font."
    )
