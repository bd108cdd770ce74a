"""Names of OpenDocument elements and attributes, from and to what lxml calls them."""

from __future__ import annotations

_SPACE = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
_SVG = "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
SPACES = {
    **{_SPACE.format(name): name for name in ("office", "text", "table", "style")},
    _SPACE.format("drawing"): "draw",
    _SVG: "svg",
}


def short(tag: str) -> str:
    """Return a tag with its usual prefix (`text:p`), nothing for one of another namespace."""
    space, _, name = tag[1:].rpartition("}")
    prefix = SPACES.get(space)
    return f"{prefix}:{name}" if prefix else ""


def attribute(space: str, name: str) -> str:
    """Return an attribute's name in one of OpenDocument's own namespaces."""
    return f"{{{_SPACE.format(space)}}}{name}"
