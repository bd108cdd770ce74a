"""What the style sheets of an OpenDocument text say that matters for its text."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from qcode.files.packages import Element
from qcode.importers.flow.blocks import is_heading_style
from qcode.importers.odt_body.names import attribute, short

_NAME = attribute("style", "name")
_SHOWN_NAME = attribute("style", "display-name")
_PARENT = attribute("style", "parent-style-name")
_NUMBERS = attribute("style", "num-format")
_DISPLAY = attribute("text", "display")
_WEIGHT = attribute("xsl-fo-compatible", "font-weight")
_BOLD = ("bold", "600", "700", "800", "900")
_DEEPEST = 20


@dataclass(slots=True)
class Styles:
    """Names of styles, as elements refer to them."""

    headings: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    bold: dict[str, bool] = field(default_factory=dict)
    """Whether a style sets text in bold, where it says so."""
    numbered: set[str] = field(default_factory=set)
    """List styles that number their items."""


def read_styles(roots: Iterable[Element]) -> Styles:
    """Return what the styles of some parts (their root elements) say, those they inherit from included."""
    styles = Styles()
    parents: dict[str, str] = {}
    for root in roots:
        for element in root.iter():
            kind = short(element.tag)
            name = element.get(_NAME, "")
            if kind == "style:style":
                parents[name] = element.get(_PARENT, "")
                if is_heading_style(element.get(_SHOWN_NAME, name)):
                    styles.headings.add(name)
                if any(child.get(_DISPLAY) == "none" for child in element):
                    styles.hidden.add(name)
                weight = next(filter(None, (child.get(_WEIGHT) for child in element)), None)
                if weight is not None:
                    styles.bold[name] = weight in _BOLD
            elif kind == "text:list-style" and any(child.get(_NUMBERS) for child in element):
                styles.numbered.add(name)
            elif kind == "office:body":
                break
    for name in parents:
        for wanted in (styles.headings, styles.hidden):
            if _teller(name, parents, wanted):
                wanted.add(name)
        if teller := _teller(name, parents, styles.bold):
            styles.bold[name] = styles.bold[teller]
    return styles


def _teller(name: str, parents: dict[str, str], tellers: Collection[str]) -> str:
    """Return the style that tells something for another: itself or the nearest it inherits from, or none."""
    for _ in range(_DEEPEST):
        if name in tellers:
            return name
        name = parents.get(name, "")
        if not name:
            break
    return ""
