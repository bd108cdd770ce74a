"""The signs that stripes and map are drawn with, and a form of them for plain ASCII."""

from __future__ import annotations

from typing import NamedTuple


class StripeGlyphs(NamedTuple):
    """Signs of one kind of stripe, from its first row to its last."""

    first: str
    middle: str
    last: str
    only: str
    """For a coding that begins and ends in one row."""
    joint: str
    """For a row in which one coding ends and another of the same lane begins."""


class Glyphs(NamedTuple):
    """All signs of the view that are not text."""

    own: StripeGlyphs
    others: StripeGlyphs
    focused: StripeGlyphs
    more: str
    """Stands where codings overlap more than there are lanes."""
    densities: str
    """Four signs for the map, from nothing to much."""
    between: str
    """Stands between the names of two codes."""


LINES = Glyphs(
    own=StripeGlyphs("╭", "│", "╰", "▪", "├"),
    others=StripeGlyphs("┌", "┆", "└", "▫", "├"),
    focused=StripeGlyphs("┏", "┃", "┗", "■", "┣"),
    more="+",
    densities=" ┆│┃",
    between=" · ",
)
ASCII = Glyphs(
    own=StripeGlyphs("/", "|", "\\", "*", "+"),
    others=StripeGlyphs(".", ":", "'", "o", ":"),
    focused=StripeGlyphs("#", "#", "#", "#", "#"),
    more="+",
    densities=" .:#",
    between=", ",
)
QUESTION = "Q"
"""Stands before the name of who asks, in every language; respondents have none."""
