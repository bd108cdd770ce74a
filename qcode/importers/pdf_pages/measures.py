"""What is usual in a document's print: size, distance of lines, edges of columns, indents."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qcode.importers.pdf_pages.pages import Line
from qcode.text.scripts import is_cjk

INDENT = 0.4
"""Of the font's size: the least difference between two left edges."""
_DOUBLE = 2.5
"""Of the font's size: lines further apart than double-spaced ones are no paragraph."""
_SUPPORT = 0.12
_SHARE = 0.03
_WIDEST = 0.65
"""Of the font's size: the mean width of letters, at most; those of a typewriter have 0.6."""
_FEWEST = 20
"""Lines of which the edges of left and right pages are told apart."""
_WORD = re.compile(r"\S+")
_STOPS = "。．！？」）"
_OPENING = "「『（［｛〈《【〔"
_CLOSING = "、。，．・：；？！」』）］｝〉》】〕ーっゃゅょッャュョ々"


@dataclass(frozen=True, slots=True)
class Measures:
    """What lines are measured by."""

    size: float
    """Size of the font of most characters."""
    pitch: float
    """Distance of baselines within a paragraph, of the font's size."""
    hanging: bool
    """True where lines that are indented go on with the one above."""


def measure(lines: Sequence[Line]) -> Measures:
    """Return what is usual in a document, having set every line's place in its column."""
    _set_edges(lines)
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    size = max(sizes, key=sizes.__getitem__)
    pitch = _pitch(lines)
    samples = [
        fills(one, other)
        for one, other in pairwise(lines)
        if beside(one, other)
        and other.indent - one.indent > INDENT * other.size
        and 0 < other.base - one.base < 1.3 * pitch * other.size
    ]
    return Measures(size, pitch, len(samples) >= 2 and sum(samples) >= 0.7 * len(samples))


def beside(one: Line, other: Line) -> bool:
    """Tell whether two lines stand in the same column of the same page."""
    return one.page == other.page and one.column == other.column


def fills(one: Line, other: Line) -> bool:
    """Tell whether a line is so full that the first word of the next had no room on it."""
    found = _WORD.match(other.text.lstrip("\u3000"))
    word = found[0] if found else ""
    if word and is_cjk(word[0]):
        length = 1
        while length < len(word) and word[length - 1] in _OPENING:
            length += 1
        while length < len(word) and word[length] in _CLOSING:
            length += 1
        # A sentence that ends where one more character had room is rather the last of its paragraph.
        return one.room < (length + (-0.1 if one.text[-1] in _STOPS else 0.3)) * other.size
    latin = 0
    while latin < len(word) and not is_cjk(word[latin]):
        latin += 1
    span = sum(2 if is_cjk(character) else 1 for character in other.text)
    # Gaps between the columns of a table make no letter wider.
    width = min((other.right - other.left) / span, _WIDEST * other.size) if span else 0.0
    return one.room < (latin + 0.5) * width + 0.3 * other.size


def _set_edges(lines: Sequence[Line]) -> None:
    """Set indent and room of each line, by the edges that its column has on all pages of its parity."""
    columns: dict[str, dict[int, list[Line]]] = defaultdict(lambda: defaultdict(list))
    for line in lines:
        columns[line.column][line.page % 2].append(line)
    for sides in columns.values():
        if min(map(len, sides.values())) < _FEWEST:
            sides = {0: [line for side in sides.values() for line in side]}
        edges = {}
        for parity, side in sides.items():
            size = max(side, key=lambda line: len(line.text)).size
            left = _edge((line.left for line in side), size)
            edges[parity] = left, -_edge((-_end(line) for line in side), size) - left
        width = max(width for _, width in edges.values())
        for parity, side in sides.items():
            left = edges[parity][0]
            for line in side:
                line.indent = max(0.0, line.left - left)
                line.room = max(0.0, left + width - line.right)


def _end(line: Line) -> float:
    """Return where a line ends without a comma or full stop, which may hang over the edge."""
    return line.right - line.size if line.text[-1] in "、。，．" else line.right


def _edge(places: Iterable[float], size: float) -> float:
    """Return the least place that is not alone: a few others lie within a character of it."""
    ordered = sorted(places)
    fewest = max(1, int(_SHARE * len(ordered)))
    for at in range(len(ordered) - fewest):
        if ordered[at + fewest] - ordered[at] <= size:
            return ordered[at]
    return ordered[0]


def _pitch(lines: Sequence[Line]) -> float:
    """Return the least distance of lines that is not rare: larger ones are between paragraphs."""
    distances: Counter[float] = Counter()
    for one, other in pairwise(lines):
        distance = (other.base - one.base) / max(other.size, 1.0)
        if beside(one, other) and 0.7 < distance < _DOUBLE:
            distances[round(distance, 1)] += 1
    common = [pitch for pitch, count in distances.items() if count >= _SUPPORT * distances.total()]
    return min(common, default=1.5)
