"""What the name of a column says: a known field, or an attribute with its year and source."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from qcode.errors import DataError
from qcode.sheets.problems import quoted
from qcode.sheets.sheet import Sheet
from qcode.text.names import levelled

_YEAR = re.compile(r"([0-9]{4})(?![0-9])\s*(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class AttributeHeader:
    """The name of a column that holds an attribute."""

    column: str
    """As written."""
    name: str
    year: int | None = None
    source: str = ""


def attribute_header(column: str) -> AttributeHeader:
    """Read `population@2020 census`: the attribute population, as of 2020, from the source census.

    Year, source or both may be left out with the `@`.
    """
    name, _, rest = column.replace("\uff20", "@").partition("@")
    rest = rest.strip()
    found = _YEAR.fullmatch(rest)
    year = int(found.group(1)) if found else None
    source = found.group(2).strip() if found else rest
    return AttributeHeader(column, name.strip(), year, source)


def fields(sheet: Sheet, known: Sequence[str], required: Sequence[str]) -> dict[str, str]:
    """Return field -> column as written, for the known fields that a table has.

    Case, width and blanks in a column's name do not matter. Raises DataError naming the required
    fields that are missing.
    """
    by_name = {levelled(column): column for column in sheet.header}
    found = {field: by_name[field] for field in known if field in by_name}
    missing = [field for field in required if field not in found]
    if missing:
        lines = [
            f"{sheet.file}: there is no column “{field}”" + _resembling(field, sheet.header)
            for field in missing
        ]
        raise DataError("\n".join(lines))
    return found


def refuse_others(sheet: Sheet, found: Collection[str], known: Sequence[str]) -> None:
    """Raise DataError for columns that are none of the known ones, with the nearest name."""
    unknown = [column for column in sheet.header if column not in found]
    if not unknown:
        return
    lines = []
    for column in unknown:
        close = get_close_matches(levelled(column), known, n=1, cutoff=0.6)
        hint = f" Did you mean “{close[0]}”?" if close else ""
        lines.append(f"{sheet.file}: {quoted(column)} is not a column this table can have.{hint}")
    raise DataError("\n".join(lines), f"Known are {', '.join(known)}.")


def attribute_headers(sheet: Sheet, taken: Collection[str]) -> list[AttributeHeader]:
    """Return the columns that hold attributes: all that are not taken.

    Raises DataError for a column without a name before its `@`, and for two of one attribute and
    year.
    """
    headers = [attribute_header(column) for column in sheet.header if column not in taken]
    lines = []
    seen: dict[tuple[str, int | None], str] = {}
    for header in headers:
        if not header.name:
            lines.append(f"{sheet.file}: the column {quoted(header.column)} names no attribute.")
            continue
        key = (levelled(header.name), header.year)
        if key in seen:
            lines.append(
                f"{sheet.file}: {quoted(seen[key])} and {quoted(header.column)} are the same "
                "attribute of the same year."
            )
        seen[key] = header.column
    if lines:
        raise DataError("\n".join(lines), "Write NAME, NAME@YEAR or NAME@YEAR SOURCE.")
    return headers


def _resembling(field: str, header: Sequence[str]) -> str:
    close = get_close_matches(field, [levelled(column) for column in header], n=1, cutoff=0.6)
    written = next((column for column in header if close and levelled(column) == close[0]), None)
    return f"; is it {quoted(written)}?" if written else "."
