"""Tables that studies need again and again, ready made: one choice in place of several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qcode.model.codes import Code, CodeTree
from qcode.text.names import levelled
from qcode.tui.screens.matrix_menus import Sides

CASES, CLASSES, CODES, FACETS, HOLDINGS = "cases", "classes", "codes", "facets", "holdings"
_NARRATIVES = ("narrative", "ナラティブ", "語り", "言説")
_ACTORS = ("actor", "アクター", "主体")
_AFRESH: Mapping[str, object] = {
    "rows": "code",
    "columns": "case",
    "by": None,
    "measure": "segments",
    "strength": "",
    "percent": None,
    "test": "",
    "residuals": False,
    "whole_table": False,
    "per_coder": False,
    "holdings": False,
    "used": False,
    "order": "",
}
"""What a ready-made table sets; whose codings count stays as it is."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A table that can be asked for by one choice."""

    name: str
    words: str
    what: str
    """Said faintly behind the words."""
    change: Mapping[str, object] = field(default_factory=dict)
    """What it makes of a question."""


def ready_made(tree: CodeTree, sides: Sides) -> Sequence[Ready]:
    """Return the tables that can be made of this project, the most usual first."""
    found = [_ready(CASES, "codes by case", "the coded matrix")]
    found += [
        _ready(CLASSES, f"codes by class: {name}", "classes of cases", columns=f"class:{name}")
        for name in sides.classes
    ]
    found.append(_ready(CODES, "codes by codes", "which go together in a turn", columns="code", unit="turn"))
    dimensions = three_dimensions(tree)
    if dimensions:
        rows, columns, by = (_path(tree, one) for one in dimensions)
        words = f"{rows[1]} × {columns[1]} by {by[1]}"
        sides_asked = {"rows": rows[0], "columns": columns[0], "by": by[0]}
        found.append(_ready(FACETS, words, "three dimensions", **sides_asked, used=True))
    found.append(
        _ready(HOLDINGS, "data by case", "documents, people, turns, words", rows="case", holdings=True)
    )
    return found


def _ready(name: str, words: str, what: str, **change: object) -> Ready:
    return Ready(name, words, what, {**_AFRESH, **change})


def three_dimensions(tree: CodeTree) -> tuple[Code | None, Code, Code] | None:
    """Return what stands on the rows, the columns and in blocks of a table of facets; rows None: any code.

    The blocks are of the facet of periods, else of the last facet; the columns of the facet of actors,
    else of the first other one; the rows of the narratives, in a facet or as a theme, else of what other
    facet there is. None for a codebook with fewer than two facets.
    """
    from qcode.project.pictures import facet_of_periods

    facets = list(tree.facets())
    if len(facets) < 2:
        return None
    by = facet_of_periods(tree) or facets[-1]
    others = [one for one in facets if one.id != by.id]
    columns = next((one for one in others if _is_called(one, _ACTORS)), others[0])
    left = [one for one in others if one.id != columns.id]
    rows = next((one for one in [*left, *tree] if not one.retired and _is_called(one, _NARRATIVES)), None)
    return rows or next(iter(left), None), columns, by


def _is_called(code: Code, words: Sequence[str]) -> bool:
    names = [levelled(name) for name in (code.name, code.fields.name_ja or "")]
    return any(word in name for word in words for name in names)


def _path(tree: CodeTree, code: Code | None) -> tuple[str, str]:
    """Return a code as a dimension, and what it is called."""
    if code is None:
        return "code", "codes"
    is_head = any(one.id == code.id for one in tree.facets())
    return f"{'facet' if is_head else 'code'}:{tree.path(code.id)}", code.name


def in_palette(tree: CodeTree) -> Sequence[Ready]:
    """Return what the palette offers of any project; which classes is asked when it is known."""
    classes = Ready(CLASSES, "codes by class", "classes of cases")
    known = {one.name: one for one in ready_made(tree, Sides())}
    return [known[CASES], classes, *(one for name, one in known.items() if name != CASES)]
