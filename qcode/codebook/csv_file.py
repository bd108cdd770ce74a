"""Codebooks as tables: one row a code, its path in the first column."""

from __future__ import annotations

import csv
import io
import re
from difflib import get_close_matches
from itertools import zip_longest

from qcode.codebook.faults import Fault, UnparsableError, shown
from qcode.codebook.outline import DEEPEST, MOST_CODES, Data, Location, Outline
from qcode.codebook.values import ALIAS_SEPARATOR, folded
from qcode.model.codes import Codebook, CodeFields
from qcode.text.formulas import restore

CSV_HEADER = (
    "code",
    "name_ja",
    "definition",
    "include",
    "exclude",
    "example",
    "colour",
    "key",
    "aliases",
    "facet",
    "brief",
    "source",
    "note",
)

_COLUMNS = (*CSV_HEADER, "examples")
_DELIMITERS = (",", ";", "\t")
_LINE_END = re.compile(r"\r\n?")


def write_csv(codebook: Codebook) -> list[dict[str, str]]:
    """Return one row a code in reading order, with the columns of CSV_HEADER.

    Examples are parted by line breaks, so that a break inside one becomes a blank; aliases are
    parted by `; `. What is said of the codebook as a whole has no place in a table. The cells are
    as they are: whoever writes them for a spreadsheet defuses what it would take for a formula.
    """
    return [_row(path, entry.fields) for path, entry in codebook.walk()]


def _row(path: str, fields: CodeFields) -> dict[str, str]:
    examples = (" ".join(example.split("\n")) for example in fields.examples)
    return {
        "code": path,
        "name_ja": fields.name_ja,
        "definition": fields.definition,
        "include": fields.include,
        "exclude": fields.exclude,
        "example": "\n".join(examples),
        "colour": fields.colour,
        "key": fields.key,
        "aliases": f"{ALIAS_SEPARATOR} ".join(fields.aliases),
        "facet": "true" if fields.facet else "",
        "brief": fields.brief,
        "source": fields.source,
        "note": fields.note,
    }


def outline_of_csv(text: str) -> tuple[Outline, list[Fault]]:
    """Return a CSV text's codes as an outline, and the faults of its rows.

    A code named only as another's parent is made, where it is first named. Line ends inside a cell
    become `\\n`. Raises UnparsableError where the table itself cannot be read.
    """
    lines, header, rows = _table(text)
    tree = _Tree(_header_faults(header))
    for line, row in zip(lines, rows, strict=True):
        cells = list(zip_longest(header, map(restore, row), fillvalue=""))
        stray = next((cell for name, cell in cells if not name and cell.strip()), None)
        if stray is not None:
            tree.faults.append(
                Fault(
                    line,
                    f"{shown(stray)} stands in a column without a name; expected cells below the "
                    "header only, in quotation marks where they hold the delimiter",
                )
            )
        elif any(cell.strip() for _, cell in cells):
            tree.add(line, {name: cell for name, cell in cells if name in _COLUMNS})
    return tree.outline(), tree.faults


def _table(text: str) -> tuple[list[int], list[str], list[list[str]]]:
    """Return (line of each row, names of the columns, rows without the header)."""
    if not text.strip():
        raise UnparsableError(0, "the file is empty; expected a header line with the column `code`")
    # newline="" leaves the breaks inside quoted cells to the csv module.
    records = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    lines: list[int] = []
    rows: list[list[str]] = []
    begins = 1
    try:
        for row in records:
            lines.append(begins)
            rows.append(row)
            begins = records.line_num + 1
    except csv.Error as error:
        raise UnparsableError(
            begins,
            f"the row that begins here is no CSV ({error}); expected quotation marks around cells "
            "that hold quotation marks, which are doubled inside",
        ) from None
    if len(rows) > MOST_CODES:
        raise UnparsableError(0, f"{len(rows):,} rows; expected at most {MOST_CODES:,} codes")
    header = [folded(restore(name)) for name in rows[0]]
    if "code" not in header:
        found = shown(", ".join(header))
        raise UnparsableError(
            1, f"the header is {found}; expected a column “code” with paths (`Parent > Child`)"
        )
    return lines[1:], header, rows[1:]


def _delimiter(text: str) -> str:
    """Return what parts the cells: spreadsheets of some countries write semicolons."""
    first = text.split("\n", 1)[0]
    for delimiter in _DELIMITERS:
        if "code" in [folded(name.strip('"\r ')) for name in first.split(delimiter)]:
            return delimiter
    return ","


def _header_faults(header: list[str]) -> list[Fault]:
    messages = []
    for name in dict.fromkeys(header):
        if name and name not in _COLUMNS:
            close = get_close_matches(name, _COLUMNS, n=1)
            hint = f"did you mean {shown(close[0])}?" if close else ""
            messages.append(f"unknown column {shown(name)}; {hint or 'expected ' + ', '.join(CSV_HEADER)}")
        elif name and header.count(name) > 1:
            messages.append(f"the column {shown(name)} stands twice; expected it once")
    if "example" in header and "examples" in header:
        messages.append("the columns “example” and “examples” mean the same; expected one of them")
    return [Fault(1, message) for message in messages]


class _Tree:
    """The codes of the rows met so far."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        self._top: list[Data] = []
        self._codes: dict[tuple[str, ...], dict[str, Data]] = {}
        self._locations: dict[tuple[str, ...], Location] = {}
        self._own_rows: dict[tuple[str, ...], int] = {}
        self._lines: dict[Location, int] = {(): 1}

    def outline(self) -> Outline:
        return Outline({"codes": self._top}, self._lines)

    def add(self, line: int, cells: dict[str, str]) -> None:
        names = [name.strip() for name in cells.pop("code", "").split(">")]
        path = tuple(folded(name) for name in names)
        fault = self._path_fault(names, path)
        if fault:
            self.faults.append(Fault(line, fault))
            return
        self._own_rows[path] = line
        for depth in range(1, len(path) + 1):
            if path[:depth] not in self._codes:
                self._make(path[:depth], names[depth - 1], line)
        code, location = self._codes[path], self._locations[path]
        self._lines[location] = line
        for key, value in {"name": names[-1], **_fields(cells)}.items():
            code[key] = value
            self._lines[*location, key] = line

    def _path_fault(self, names: list[str], path: tuple[str, ...]) -> str:
        shown_path = shown(" > ".join(names))
        if not all(names):
            return f"the code is {shown_path}; expected a path such as `Parent > Child`"
        if len(names) > DEEPEST:
            return f"{shown_path} lies deeper than {DEEPEST} levels; expected at most that many"
        if path in self._own_rows:
            return (
                f"the code {shown_path} stands in line {self._own_rows[path]} too; expected one "
                "row a code (names that differ only in case or width are the same)"
            )
        return ""

    def _make(self, path: tuple[str, ...], name: str, line: int) -> None:
        siblings = self._codes[path[:-1]].setdefault("codes", []) if path[1:] else self._top
        assert isinstance(siblings, list)
        parent = self._locations.get(path[:-1], ())
        location: Location = (*parent, "codes", len(siblings))
        code: dict[str, Data] = {"name": name}
        siblings.append(code)
        self._codes[path] = code
        self._locations[path] = location
        self._lines[location] = line


def _fields(cells: dict[str, str]) -> dict[str, Data]:
    """Return a row's cells under the keys of a YAML codebook, those that say nothing left out."""
    fields: dict[str, Data] = {}
    for column, cell in cells.items():
        text = _LINE_END.sub("\n", cell)
        if column in ("example", "examples"):
            fields["examples"] = [line for line in text.split("\n") if line.strip()]
        elif text:
            fields[column] = text
    return fields
