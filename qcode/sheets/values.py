"""Which type the values of an attribute have, decided over all of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from qcode.model.cases import AttributeType, Value
from qcode.sheets.problems import quoted

NO_VALUE = "NA"
"""What an exported table has where there is no data; read as nothing."""

_INTEGER = re.compile(r"[+-]?(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)")
_NUMBER = re.compile(
    r"[+-]?(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?"
)
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})-|/([0-9]{1,2})/|年([0-9]{1,2})月)([0-9]{1,2})日?")
_LARGEST = 2**63 - 1
_MOSTLY = 0.5

Reader = Callable[[str], Value | None]


@dataclass(frozen=True, slots=True)
class Typed:
    """The values of one attribute, all of one type."""

    type: AttributeType
    values: Sequence[Value | None]
    """None for a cell without a value."""
    notes: Sequence[str]
    """What was rewritten, what kept a column from being numbers."""


def typed(name: str, texts: Sequence[str]) -> Typed:
    """Return the values of an attribute with the narrowest type that fits all of them.

    Whole numbers, numbers (1,234 and full-width digits are understood), dates (2023-04-01,
    2023/4/1, 2023年4月1日, all made ISO 8601), else texts. Codes with leading zeros are texts. Empty
    cells and `NA` are no values.
    """
    plain = [text.strip() for text in texts]
    given = [text for text in plain if text and text != NO_VALUE]
    notes = []
    if NO_VALUE in plain:
        notes.append(f"{quoted(name)}: {NO_VALUE} was read as no value.")
    for kind, reader in (
        (AttributeType.INTEGER, integer),
        (AttributeType.NUMBER, number),
        (AttributeType.DATE, iso_date),
    ):
        read = [reader(text) for text in given]
        if given and all(value is not None for value in read):
            notes += _rewritten(name, given, kind)
            return Typed(kind, [_value(text, reader) for text in plain], notes)
    notes += _spoiled(name, given)
    values = [text if text and text != NO_VALUE else None for text in plain]
    return Typed(AttributeType.TEXT, values, notes)


def integer(text: str) -> int | None:
    """Return a whole number of at most 63 bits, None for anything else."""
    plain = _halfwidth(text)
    if not _INTEGER.fullmatch(plain):
        return None
    value = int(plain.replace(",", ""))
    return value if abs(value) <= _LARGEST else None


def number(text: str) -> float | None:
    """Return a number, None for anything else."""
    plain = _halfwidth(text)
    if not _NUMBER.fullmatch(plain):
        return None
    value = float(plain.replace(",", ""))
    return value if abs(value) < float("inf") else None


def iso_date(text: str) -> str | None:
    """Return a date as ISO 8601, None for what is none."""
    found = _DATE.fullmatch(_halfwidth(text))
    if not found:
        return None
    month = found.group(2) or found.group(3) or found.group(4)
    if (found.group(4) is not None) != text.endswith("日"):
        return None
    try:
        return date(int(found.group(1)), int(month), int(found.group(5))).isoformat()
    except ValueError:
        return None


def _halfwidth(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("\N{MINUS SIGN}", "-").strip()


def _value(text: str, reader: Reader) -> Value | None:
    return reader(text) if text and text != NO_VALUE else None


def _rewritten(name: str, given: Sequence[str], kind: AttributeType) -> list[str]:
    """Say it where a value was not simply what its text is."""
    if kind is AttributeType.DATE:
        changed = [text for text in given if iso_date(text) != text]
        one, many = "a date", "dates"
    else:
        changed = [text for text in given if "," in text or not text.isascii()]
        one, many = "a number", "numbers"
    if not changed:
        return []
    read = f"was read as {one}" if len(changed) == 1 else f"were read as {many}"
    return [f"{quoted(name)}: {_such_as(changed)} {read}."]


def _such_as(texts: Sequence[str]) -> str:
    if len(texts) == 1:
        return f"the value {quoted(texts[0])}"
    return f"{len(texts)} values such as {quoted(texts[0])}"


def _spoiled(name: str, given: Sequence[str]) -> list[str]:
    """Say which value made a column of numbers or dates a column of texts."""
    for reader, what in ((number, "numbers"), (iso_date, "dates")):
        strangers = [text for text in given if reader(text) is None]
        if strangers and len(strangers) < len(given) * _MOSTLY:
            culprits = _such_as(strangers)
            return [f"{quoted(name)} was read as text, not as {what}, because of {culprits}."]
    return []
