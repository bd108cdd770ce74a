"""The shapes that rows from outside must have, and what to say where one has not."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Any
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from qcode.model.documents import Role
from qcode.sheets.problems import RowProblem, quoted

_WHOLE = re.compile(r"([0-9]{1,15})(?:\.0+)?")


def _whole_number(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    found = _WHOLE.fullmatch(unicodedata.normalize("NFKC", text).strip().replace(",", ""))
    if not found:
        raise fault(f"{quoted(text)} is not a whole number", "digits, counted from 0")
    return int(found.group(1))


def _from_one(value: int) -> int:
    if value < 1:
        raise fault("0 is no turn", "the number of a turn, from 1")
    return value


def _uid(text: str) -> str:
    try:
        return str(UUID(text.strip()))
    except ValueError:
        raise fault(f"{quoted(text)} is not a uid", "a UUID as an export writes it") from None


def _role(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    try:
        return Role(text.strip().casefold())
    except ValueError:
        roles = ", ".join(role.value for role in Role)
        raise fault(f"{quoted(text)} is not a role", f"one of {roles}") from None


def fault(what: str, expected: str) -> PydanticCustomError:
    """Return what pydantic is told, in our words."""
    # The texts go in as they are: a brace in them is not to be filled in.
    return PydanticCustomError("qcode", "{what}", {"what": what, "expected": expected})


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Offset = Annotated[int, BeforeValidator(_whole_number)]


Uid = Annotated[str, AfterValidator(_uid)]


class Row(BaseModel):
    """A row of texts; an empty cell is as good as no cell."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _without_blanks(cls, cells: Any) -> Any:
        return {field: text for field, text in cells.items() if text.strip() or _is_kept(field, text)}


def _is_kept(field: str, text: str) -> bool:
    """Tell a quotation of nothing but white space, which is one all the same."""
    return field == "quote" and text != ""


class CodingSchema(Row):
    """A row of `codings import`."""

    document: Name
    code: Name
    start: Offset | None = None
    end: Offset | None = None
    quote: str | None = None
    turn: Annotated[int, BeforeValidator(_whole_number), AfterValidator(_from_one)] | None = None
    coder: Name | None = None
    memo: str = ""
    translation: str = ""
    case_override: Name | None = None
    uid: Uid | None = None

    @model_validator(mode="after")
    def _has_a_place(self) -> CodingSchema:
        if (self.start is None) != (self.end is None):
            raise fault("only one of start and end is given", "both, or neither and a quotation")
        if self.start is None and self.quote is None:
            raise fault("nothing says where the coding lies", "start and end, or a quotation")
        if self.start is not None and self.end is not None and self.end <= self.start:
            raise fault(f"the end {self.end} is not after the start {self.start}", "start < end")
        return self


class CaseSchema(Row):
    """The fixed part of a row of `cases import`."""

    case: Name
    municipality_code: str = ""
    documents: str = ""


class DocumentSchema(Row):
    """The fixed part of a row of documents' attributes."""

    document: Name


class ParticipantSchema(Row):
    """The fixed part of a row of participants."""

    document: Name
    participant: Name
    role: Annotated[Role, BeforeValidator(_role)] | None = None
    pseudonym: Name | None = None
    case: Name | None = None


_EXPECTED = {
    "document": "the name of a document",
    "code": "a code: its path, name, alias or key",
    "case": "the name of a case",
    "participant": "a speaker's label",
    "group": "the path of a group",
    "title": "the title of an event",
    "date": "a date: 2008, 2008-07 or 2008-07-15",
}


def problems_of(error: ValidationError, file: str, line: int) -> list[RowProblem]:
    """Return what pydantic found wrong with a row, in our words."""
    found = []
    for one in error.errors(include_url=False):
        column = str(one["loc"][0]).rstrip("_") if one["loc"] else ""
        context = one.get("ctx", {})
        if one["type"] == "missing":
            what, expected = "empty", _EXPECTED.get(column, "a value")
        else:
            what, expected = str(context.get("what", one["msg"])), str(context.get("expected", ""))
        found.append(RowProblem(file, line, column, what, expected))
    return found
