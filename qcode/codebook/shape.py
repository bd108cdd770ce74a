"""The shape of a codebook, as pydantic models: which keys there are and what each may hold."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from qcode.codebook.faults import Fault, shown
from qcode.codebook.keys import key_fault
from qcode.codebook.outline import BOOK_KEYS, CODE_KEYS, Location, Outline
from qcode.codebook.values import (
    alias_fault,
    colour_fault,
    folded,
    label_fault,
    name_fault,
    split_aliases,
    text_fault,
    truth,
)
from qcode.model.codes import Codebook, CodebookEntry, CodeFields


def _checked(fault_of: Callable[[str], str], strip: bool = True) -> AfterValidator:
    def check(value: str) -> str:
        value = value.strip() if strip else value
        fault = fault_of(value)
        if fault:
            raise ValueError(fault)
        return value

    return AfterValidator(check)


def _wrong_kind(value: object, expected: str) -> PydanticCustomError:
    # The text goes in as context, because pydantic reads braces in a message as its own.
    message = f"{_kind(value)} stands here; expected {expected}"
    return PydanticCustomError("wrong_kind", "{message}", {"message": message})


def _example_fault(text: str) -> str:
    return text_fault(text) if text.strip() else "an example is empty; expected a text"


def _list_of_codes(value: object) -> object:
    if value == "":
        return []
    if not isinstance(value, list):
        raise _wrong_kind(value, "a list of codes (`- name: ...`)")
    return value


def _list_of_texts(value: object) -> object:
    return ([value] if value.strip() else []) if isinstance(value, str) else value


def _list_of_aliases(value: object) -> object:
    return split_aliases(value) if isinstance(value, str) else value


def _flag(value: object) -> bool:
    meant = truth(value) if isinstance(value, str) else None
    if meant is None:
        raise _wrong_kind(value, "true or false")
    return meant


Text = Annotated[str, _checked(text_fault, strip=False)]
Label = Annotated[str, _checked(label_fault)]
Name = Annotated[str, _checked(name_fault)]
Key = Annotated[str, _checked(key_fault)]
Colour = Annotated[str, _checked(colour_fault)]
Alias = Annotated[str, _checked(alias_fault)]
Example = Annotated[str, _checked(_example_fault, strip=False)]


class _CodeModel(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Name
    name_ja: Label = ""
    brief: Text = ""
    definition: Text = ""
    include: Text = ""
    exclude: Text = ""
    examples: Annotated[tuple[Example, ...], BeforeValidator(_list_of_texts)] = ()
    source: Text = ""
    note: Text = ""
    colour: Colour = ""
    key: Key = ""
    aliases: Annotated[tuple[Alias, ...], BeforeValidator(_list_of_aliases)] = ()
    facet: Annotated[bool, BeforeValidator(_flag)] = False
    codes: Annotated[list[_CodeModel], BeforeValidator(_list_of_codes)] = Field(default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def _bare_name(cls, value: object) -> object:
        return {"name": value} if isinstance(value, str) else value


class _BookModel(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Label
    title_ja: Label = ""
    version: Label = ""
    language: Label = ""
    description: Text = ""
    codes: Annotated[list[_CodeModel], BeforeValidator(_list_of_codes)]


def shaped(outline: Outline) -> tuple[Codebook | None, list[Fault]]:
    """Return the codebook of an outline, or None and what is wrong with its single parts."""
    try:
        book = _BookModel.model_validate(outline.data)
    except ValidationError as error:
        return None, [_fault(details, outline) for details in error.errors(include_url=False)]
    return (
        Codebook(
            title=book.title,
            title_ja=book.title_ja,
            version=book.version,
            language=book.language,
            description=book.description,
            entries=_entries(book.codes, ("codes",), outline),
        ),
        [],
    )


def _entries(models: list[_CodeModel], location: Location, outline: Outline) -> tuple[CodebookEntry, ...]:
    return tuple(
        CodebookEntry(
            CodeFields(**model.model_dump(exclude={"codes"})),
            _entries(model.codes, (*location, index, "codes"), outline),
            outline.line((*location, index)),
        )
        for index, model in enumerate(models)
    )


def _fault(details: ErrorDetails, outline: Outline) -> Fault:
    location = tuple(details["loc"])
    return Fault(outline.line(location), _message(details, location))


def _message(details: ErrorDetails, location: Location) -> str:
    named = next((part for part in reversed(location) if isinstance(part, str)), "")
    match details["type"]:
        case "value_error":
            return str(details["ctx"]["error"])
        case "extra_forbidden":
            return _unknown_key(named, CODE_KEYS if len(location) > 1 else BOOK_KEYS)
        case "missing" if named == "name":
            return "a code without a name; expected `name:` and a text"
        case "missing":
            return f"the key {shown(named)} is missing; expected `{named}:`"
        case "string_type":
            found = _kind(details["input"])
            return f"{shown(named)}: {found} stands here; expected a text"
        case "tuple_type":
            found = _kind(details["input"])
            return f"{shown(named)}: {found} stands here; expected a text or a list of texts"
        case "model_type":
            return f"{_kind(details['input'])} stands here; expected a code (`- name: ...`)"
        case _:
            return f"{shown(named)}: {details['msg']}"


def _unknown_key(key: str, known: tuple[str, ...]) -> str:
    close = get_close_matches(folded(key), known, n=1)
    hint = f"did you mean {shown(close[0])}?" if close else f"expected one of {', '.join(known)}"
    return f"unknown key {shown(key)}; {hint}"


def _kind(value: object) -> str:
    if isinstance(value, str):
        return shown(value) if value else "an empty text"
    return "a list" if isinstance(value, list) else "a mapping"
