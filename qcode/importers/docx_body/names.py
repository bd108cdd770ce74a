"""Names of WordprocessingML elements, in the transitional and in the strict namespace alike."""

from __future__ import annotations

from collections.abc import Iterable

_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_OTHER = {
    "Fallback": ("http://schemas.openxmlformats.org/markup-compatibility/2006",),
    "oMath": (
        "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "http://purl.oclc.org/ooxml/officeDocument/math",
    ),
    "pic": (
        "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "http://purl.oclc.org/ooxml/drawingml/picture",
    ),
    "chart": (
        "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "http://purl.oclc.org/ooxml/drawingml/chart",
    ),
    "relIds": (
        "http://schemas.openxmlformats.org/drawingml/2006/diagram",
        "http://purl.oclc.org/ooxml/drawingml/diagram",
    ),
    "imagedata": ("urn:schemas-microsoft-com:vml",),
}


def tags(names: Iterable[str]) -> dict[str, str]:
    """Return what lxml calls elements, mapped to their bare names; an element has several tags."""
    return {f"{{{space}}}{name}": name for name in names for space in _OTHER.get(name, _WORD)}


def spaces(tag: str) -> str:
    """Return the namespace of a tag in braces, to put before names of the same kind."""
    return tag[: tag.rindex("}") + 1] if tag.startswith("{") else ""
