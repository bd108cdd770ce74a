"""The text of a web page in its order: from a stream of tags, without a tree and without bounds on depth."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from qcode.importers.flow.blocks import Body, Table
from qcode.importers.flow.building import Builder, Region, Rows, table_of
from qcode.importers.flow.talk import talk_columns
from qcode.text.scripts import CJK

_LEFT_OUT = {
    "script": "script",
    "style": "style sheet",
    "template": "template",
    "noscript": "scriptless part",
    "nav": "navigation menu",
    "rt": "ruby reading",
    "rtc": "ruby reading",
    "rp": "",
    "del": "deletion",
    "svg": "drawing",
    "canvas": "drawing",
    "math": "equation",
    "audio": "recording",
    "video": "recording",
    "iframe": "embedded page",
    "object": "embedded object",
    "select": "choice list",
    "datalist": "choice list",
}
"""Elements left out with all they hold, and what is said about them."""

_ARTICLES = frozenset(("article", "section", "blockquote", "main", "figure"))
"""What may have a foot of its own; another foot is the page's."""
_MARGINS = {"header": "page header", "footer": "page footer"}
_COUNTED = {"img": "picture", "embed": "embedded object"}
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_TABLES = frozenset(("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "dl", "dt", "dd"))
_PARTS = frozenset(
    ("html", "body", "title", "main", "section", "article", "aside", "header", "footer", "search")
)
_GROUPS = frozenset(
    ("form", "fieldset", "legend", "details", "summary", "dialog", "figure", "figcaption", "hgroup")
)
_FRAMES = frozenset(("frameset", "frame", "center", "hr", "option", "optgroup"))
_PARAGRAPHS = frozenset(("p", "div", "pre", "listing", "xmp", "plaintext", "address", "blockquote", "li"))
_LISTS = frozenset(("ol", "ul", "menu", "dir"))
_BLOCKS = _HEADINGS | _TABLES | _PARTS | _GROUPS | _FRAMES | _PARAGRAPHS | _LISTS
_CELLS = {"table": ("td", "th"), "dl": ("dt", "dd"), "": ()}
_VERBATIM = frozenset(("pre", "textarea", "listing", "xmp", "plaintext"))
_STRONG = frozenset(("b", "strong"))
_ROOTS = frozenset(("html", "body"))
_META = {
    **dict.fromkeys(
        ("author", "dc.creator", "dcterms.creator", "article:author", "citation_author"), "author"
    ),
    **dict.fromkeys(
        (
            "date",
            "dc.date",
            "dcterms.date",
            "dcterms.created",
            "dcterms.issued",
            "article:published_time",
            "pubdate",
            "publication_date",
            "citation_publication_date",
        ),
        "date",
    ),
}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)

_WEIGHT = re.compile(r"font-weight\s*:\s*(?:(bold|[6-9]00)|[a-z0-9])", re.IGNORECASE)

_SEGMENT = "\0"
"""Divides white space that is layout from what stands as it is; a page cannot hold it."""
_NEWLINE = f"{_SEGMENT}\n{_SEGMENT}"
_WHITE = "[ \t\n\r\f]"
_BETWEEN_CJK = re.compile(f"(?<=[{CJK}])[ \t]*[\n\r\f]{_WHITE}*(?=[{CJK}])")
_WHITE_RUN = re.compile(f"{_WHITE}+")

_DEEPEST_TABLE = 20
_WIDEST_SPAN = 4
_LONG_CELL = 3
_LONGEST_METADATA = 300


@dataclass(slots=True)
class _OpenTable:
    """What is known of a table while it is open."""

    kind: str
    """`table`, `dl`, or empty for one that lies too deep to be one."""
    cells: int = 0
    """How many cells are open: a page may begin one before it has ended another."""
    spans: dict[int, int] = field(default_factory=dict)
    """Columns that cells above reach into, and for how many rows more."""
    taken: frozenset[int] = frozenset()
    """The columns so taken in the open row."""


_NO_TABLE = _OpenTable("")
_CONTINUED = Region(continues=True)


class Page:
    """Takes the tags of a page as a parser meets them; `body` and `metadata` are what it makes of them.

    Every end answers a beginning: the parser sees to that, whatever the page.
    """

    def __init__(self) -> None:
        self.builder = Builder()
        self.metadata: dict[str, str] = {}
        self._skipping = 0
        self._verbatim = 0
        self._articles = 0
        """How many open elements may have a foot of their own."""
        self._title: list[str] | None = None
        self._tables: list[_OpenTable] = []
        self._lists: list[str] = []
        self._bold: list[bool] = [False]
        """Whether the text in each open element is in bold."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        if self._skipping:
            self._skipping += 1
            return
        left_out = "page footer" if tag == "footer" and not self._articles else _LEFT_OUT.get(tag)
        if left_out is None and attributes and tag not in _ROOTS:
            left_out = _left_out_by(tag, attributes)
        if left_out is not None:
            self._skipping = 1
            if left_out:
                self.builder.left_out[left_out] += 1
            return
        self._bold.append(self._is_bold(tag, attributes))
        if tag in _COUNTED:
            self.builder.left_out[_COUNTED[tag]] += 1
        elif tag == "br":
            self.builder.add(_NEWLINE, bold=True)
        elif tag == "meta":
            self._note(attributes)
        elif tag in _BLOCKS:
            self._end_paragraph(heading=False)
            self._begin_block(tag, attributes)
        if tag in _VERBATIM:
            self._verbatim += 1
        self._articles += tag in _ARTICLES

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        if self._skipping:
            self._skipping -= 1
            return
        self._bold.pop()
        if tag in _BLOCKS:
            self._end_paragraph(heading=tag in _HEADINGS)
            self._end_block(tag)
        if tag in _VERBATIM:
            self._verbatim -= 1
        self._articles -= tag in _ARTICLES

    def data(self, text: str) -> None:
        """Take a piece of text."""
        if self._skipping:
            return
        if self._title is not None:
            self._title.append(text)
        elif self._verbatim:
            self.builder.add(_SEGMENT + text + _SEGMENT, bold=self._bold[-1] or text.isspace())
        else:
            self.builder.add(text, bold=self._bold[-1])

    def close(self) -> Body:
        """Return what was read."""
        self._end_paragraph(heading=False)
        return self.builder.body()

    def _begin_block(self, tag: str, attributes: Mapping[str, str]) -> None:
        table = self._table
        if tag == "title":
            self._title = []
        elif tag in ("table", "dl"):
            self._open_table(tag)
        elif tag in _LISTS:
            self._lists.append(tag)
        elif tag == "li":
            self.builder.left_out["automatic list number"] += bool(self._lists) and self._lists[-1] == "ol"
        elif table.kind == "table" and tag == "tr":
            self._open_row(table)
        elif tag in _CELLS[table.kind]:
            if table.cells:
                self.builder.close_cell()
            table.cells += 1
            if table.kind == "table":
                self._place_cell(table, attributes)
            else:
                self._place_entry(tag)
            self.builder.open_cell()

    def _end_block(self, tag: str) -> None:
        table = self._table
        if tag == "title" and self._title is not None:
            if title := _one_line("".join(self._title)):
                self.metadata.setdefault("title", title)
            self._title = None
        elif tag in ("table", "dl"):
            self._close_table()
        elif tag in _LISTS:
            self._lists.pop()
        elif tag in _CELLS[table.kind]:
            table.cells -= 1
            if not table.cells:
                self.builder.close_cell()

    def _end_paragraph(self, *, heading: bool) -> None:
        """Finish the open paragraph; one without text is none."""
        if not self.builder.region.pieces:
            return
        paragraph = self.builder.region.take()
        paragraph.text = _as_shown(paragraph.text)
        paragraph.heading = heading
        if paragraph.text.strip("\n"):
            self.builder.put(paragraph)

    def _is_bold(self, tag: str, attributes: Mapping[str, str]) -> bool:
        weight = _WEIGHT.search(attributes.get("style", "")[:2000]) if attributes else None
        return tag in _STRONG or self._bold[-1] if weight is None else weight[1] is not None

    @property
    def _table(self) -> _OpenTable:
        return self._tables[-1] if self._tables else _NO_TABLE

    def _open_table(self, tag: str) -> None:
        is_table = len(self._tables) < _DEEPEST_TABLE
        self._tables.append(_OpenTable(tag if is_table else ""))
        if is_table:
            self.builder.open_table()

    def _close_table(self) -> None:
        kind = self._tables.pop().kind
        if not kind:
            return
        rows = self.builder.take_table()
        table = None if _holds_tables(rows) else table_of(rows)
        if table is None or (kind == "table" and _lays_out(table)):
            self.builder.put(*(block for row in rows for region in row for block in region.finished()))
        elif table.rows:
            self.builder.put(table)

    def _open_row(self, table: _OpenTable) -> None:
        self.builder.open_row()
        table.taken = frozenset(table.spans)
        table.spans = {column: rows - 1 for column, rows in table.spans.items() if rows > 1}

    def _place_cell(self, table: _OpenTable, attributes: Mapping[str, str]) -> None:
        """Put before a cell the rest of those that reach into its row."""
        row = self.builder.row()
        column = 0
        if row is not None:
            while len(row) in table.taken:
                row.append(_CONTINUED)
            column = len(row)
        rows = attributes.get("rowspan", "")
        if column < _WIDEST_SPAN and rows.isascii() and rows.isdecimal() and int(rows[:6]) > 1:
            table.spans[column] = int(rows[:6]) - 1

    def _place_entry(self, tag: str) -> None:
        """Begin a row of a list of terms: a term begins one, and so does a further text for it."""
        row = self.builder.row()
        if tag == "dt" or row is None or len(row) != 1:
            self.builder.open_row()
            if tag == "dd":
                self.builder.open_cell(continues=True)
                self.builder.close_cell()

    def _note(self, attributes: Mapping[str, str]) -> None:
        """Keep what a `meta` element says of author and date."""
        name = attributes.get("name") or attributes.get("property") or ""
        key = _META.get(name.strip().lower())
        value = _one_line(attributes.get("content", ""))
        if key is not None and value:
            self.metadata.setdefault(key, value)


def _left_out_by(tag: str, attributes: Mapping[str, str]) -> str | None:
    """Return what an element is by its attributes if it is left out for them."""
    if "hidden" in attributes or _HIDDEN.search(attributes.get("style", "")[:2000]):
        return "hidden element"
    # So word processors save what stands at the head and the foot of their pages.
    return _MARGINS.get(attributes.get("title", "")) if tag == "div" else None


def _holds_tables(rows: Rows) -> bool:
    return any(isinstance(block, Table) for row in rows for region in row for block in region.blocks)


def _lays_out(table: Table) -> bool:
    """Tell whether a table only lays a page out: long cells or headings in it, and no talk."""
    long = any(
        len(cell.paragraphs) > _LONG_CELL or any(paragraph.heading for paragraph in cell.paragraphs)
        for row in table.rows
        for cell in row
    )
    return long and talk_columns(table) is None


def _as_shown(marked: str) -> str:
    """Return text as a browser shows it: white space is one blank, and nothing around a line's ends.

    A line end between two CJK characters is no blank, as they are written without blanks.
    """
    if _SEGMENT not in marked:
        return _collapsed(marked).strip(" ")
    shown: list[str] = []
    at_line_start = True
    for number, segment in enumerate(marked.split(_SEGMENT)):
        if number % 2:
            if segment.startswith("\n") and shown:
                shown[-1] = shown[-1].rstrip(" ")
        else:
            segment = _collapsed(segment)
            segment = segment.lstrip(" ") if at_line_start else segment
        if segment:
            shown.append(segment)
            at_line_start = segment.endswith("\n")
    text = "".join(shown)
    return text.rstrip(" \n").removeprefix("\n")


def _collapsed(text: str) -> str:
    return _WHITE_RUN.sub(" ", _BETWEEN_CJK.sub("", text))


def _one_line(text: str) -> str:
    return " ".join(text.split())[:_LONGEST_METADATA]
