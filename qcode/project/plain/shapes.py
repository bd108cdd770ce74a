"""The shape that each row of a folder must have, made of the columns of its table."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import cache, partial
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, create_model
from pydantic_core import PydanticCustomError

from qcode.model.cases import OPEN, AttributeType, Entity
from qcode.model.codings import AssignmentState, CodingState, Origin
from qcode.model.documents import Role
from qcode.model.rules import RuleUnit
from qcode.project.plain.columns import FILE, TURNS, StoredColumn, cell_columns, stored_columns
from qcode.project.plain.escapes import plain
from qcode.sheets.problems import quoted
from qcode.store.check import as_cuts
from qcode.text.dates import is_date

_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,18})")
_UID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_FLAGS = {("codes", "facet"), ("codes", "retired")}
_CHOICES: dict[tuple[str, str], type[StrEnum]] = {
    ("participants", "role"): Role,
    ("attributes", "entity"): Entity,
    ("attributes", "type"): AttributeType,
    ("codings", "origin"): Origin,
    ("codings", "state"): CodingState,
    ("assignments", "state"): AssignmentState,
    ("rules", "unit"): RuleUnit,
}


class Shape(BaseModel):
    """A row of a table, its cells by their headers."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@cache
def shape_of(table: str) -> type[Shape]:
    """Return the model of a row of a table's file: stored columns by header, `uid`, `file`."""
    fields: dict[str, Any] = {one.header: _field(table, one) for one in cell_columns(table)}
    if table != TURNS:
        fields["uid"] = Annotated[str, BeforeValidator(_uid)]
    if len(cell_columns(table)) < len(stored_columns(table)) or table == "documents":
        fields[FILE] = Annotated[str, Field(min_length=1)]
    # Under names of their own, so that no header is taken for something that a model has itself.
    named: dict[str, Any] = {f"of_{header}": (kind, Field(alias=header)) for header, kind in fields.items()}
    return create_model(f"{table}_row", __base__=Shape, **named)


def values_of(row: Shape) -> dict[str, Any]:
    """Return header -> value of a row."""
    return {name.removeprefix("of_"): value for name, value in row}


def _field(table: str, column: StoredColumn) -> Any:
    reader: Callable[[str], Any]
    kind: Any
    if column.parent is not None:
        kind, reader = str, _uid
    elif column.type == "INTEGER":
        kind, reader = int, _flag if (table, column.name) in _FLAGS else _whole
    elif column.type == "REAL":
        kind, reader = float, _number
    else:
        kind, reader = str, _text_reader(table, column)

    def read(cell: str) -> Any:
        text = plain(cell, column.nullable)
        if column.nullable and text is None:
            return None
        return reader(text or "")

    return Annotated[kind | None if column.nullable else kind, BeforeValidator(read)]


def _text_reader(table: str, column: StoredColumn) -> Callable[[str], str]:
    choices = _CHOICES.get((table, column.name))
    if choices is not None:
        return partial(_chosen, choices=tuple(one.value for one in choices))
    if column.is_list:
        return _LISTS.get((table, column.name), _texts)
    return _DATES.get((table, column.name), str)


def fault(what: str, expected: str) -> PydanticCustomError:
    """Return what pydantic is told, in our words."""
    # The texts go in as they are: a brace in them is not to be filled in.
    return PydanticCustomError("qcode", "{what}", {"what": what, "expected": expected})


def _uid(text: str) -> str:
    if not _UID.fullmatch(text):
        raise fault(f"{quoted(text)} is not a uid", "a UUID as the export wrote it")
    return text


def _whole(text: str) -> int:
    if not _WHOLE.fullmatch(text) or not -(2**63) <= int(text) < 2**63:
        raise fault(f"{quoted(text)} is not a whole number", "digits alone")
    return int(text)


def _flag(text: str) -> int:
    if text not in ("0", "1"):
        raise fault(f"{quoted(text)} is neither yes nor no", "1 or 0")
    return int(text)


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise fault(f"{quoted(text)} is not a number", "a number of seconds")
    return number


def _chosen(text: str, choices: Sequence[str]) -> str:
    if text not in choices:
        raise fault(f"{quoted(text)} cannot stand here", f"one of {', '.join(choices)}")
    return text


def _texts(text: str) -> str:
    return _list(text, _is_text, '["a", "b"]')


def _marks(text: str) -> str:
    return _list(text, _is_mark, "[[120, 3.5]]")


def _list(text: str, is_item: Callable[[object], bool], example: str) -> str:
    try:
        items = json.loads(text)
    except (ValueError, RecursionError):
        items = None
    if not isinstance(items, list) or not all(map(is_item, items)):
        raise fault(f"{quoted(text)} is not such a list", f"one in JSON as {example}")
    return text


def _cuts(text: str) -> str:
    try:
        as_cuts(text)
    except (ValueError, RecursionError):
        raise fault(f"{quoted(text)} are no cut points", 'numbers that rise, as ["5", "20.5"]') from None
    return text


def _date(text: str) -> str:
    if not is_date(text):
        raise fault(f"{quoted(text)} is no date", "2008, 2008-07 or 2008-07-15")
    return text


def _end(text: str) -> str:
    return text if text in ("", OPEN) else _date(text)


def _is_text(item: object) -> bool:
    return isinstance(item, str)


def _is_mark(item: object) -> bool:
    """Tell an offset with what stands there: a time, or the number of a page."""
    return (
        isinstance(item, list)
        and len(item) == 2
        and type(item[0]) is int
        and isinstance(item[1], str | int | float)
    )


_LISTS: dict[tuple[str, str], Callable[[str], str]] = {
    ("documents", "anchors"): _marks,
    ("documents", "pages"): _marks,
    ("classifications", "cuts"): _cuts,
}
_DATES: dict[tuple[str, str], Callable[[str], str]] = {("events", "date"): _date, ("events", "until"): _end}
