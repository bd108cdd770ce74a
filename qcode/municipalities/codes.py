"""Codes of local governments (全国地方公共団体コード, JIS X 0401 and 0402) and how they go wrong.

A code is two digits of the prefecture, three of the municipality and a check digit. Files have it
with and without the check digit, as a number that lost its leading zero, as `401005.0`, in wide
digits. Codes are texts: read them with `normalise_code`, never with `int`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from qcode.errors import DataError
from qcode.municipalities.register import find, lookup, prefectures

_WEIGHTS = (6, 5, 4, 3, 2)
_FIVE_DIGITS = re.compile(r"[0-9]{5}")
_NUMBER = re.compile(r"(?:[0-9]{1,6}|[0-9]{1,3},[0-9]{3})(?:\.0+)?")
_EXPECTED = "A code is five digits, or six with the check digit, such as 40100 or 401005."


@dataclass(frozen=True, slots=True)
class CodeReading:
    """A municipality's code as it should be, and what had to be repaired to get there."""

    code6: str
    notes: tuple[str, ...] = ()
    """What was repaired and what is odd, one sentence each; empty for a code that was right."""


def check_digit(code5: str) -> str:
    """Return the sixth digit for five: the last digit of 11 minus the weighted sum modulo 11.

    The weights are 6, 5, 4, 3, 2 (Ministry of Internal Affairs and Communications, code of local
    governments). Raises DataError for anything but five digits.
    """
    if not _FIVE_DIGITS.fullmatch(code5):
        raise DataError(f"“{code5}” is not a municipality code of five digits.", _EXPECTED)
    total = sum(int(digit) * weight for digit, weight in zip(code5, _WEIGHTS, strict=True))
    return str(11 - total % 11)[-1]


def normalise_code(text: str, name: str = "") -> CodeReading:
    """Return the six-digit code that a text means, saying what was repaired.

    `name` is what the row calls the municipality; it only settles five digits that fit two
    municipalities (one of them having lost its leading zero). Raises DataError where the check
    digit is wrong (naming the right one), where the text is no code, and where it fits two codes.
    """
    notes: list[str] = []
    digits = _digits(text, notes)
    if len(digits) == 6:
        _require_prefecture(text, digits)
        _require_check_digit(text, digits)
        code6 = digits
    elif len(digits) == 5:
        code6 = _from_five(text, digits, name, notes)
    elif len(digits) == 4:
        code6 = _completed("0" + digits)
        _require_prefecture(text, code6)
        notes.append(f"“{digits}” lost its leading zero and has no check digit; read as {code6}.")
    else:
        raise DataError(f"“{text}” is not a municipality code.", _EXPECTED)
    if lookup(code6) is None:
        notes.append(_stranger(code6))
    return CodeReading(code6, tuple(notes))


def _digits(text: str, notes: list[str]) -> str:
    """Return the digits of a text, rid of wide forms, blanks, an apostrophe and a `.0`."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).removeprefix("'")
    if not _NUMBER.fullmatch(plain):
        raise DataError(f"“{text}” is not a municipality code.", _EXPECTED)
    digits = plain.split(".")[0].replace(",", "")
    if digits != text.strip():
        notes.append(f"“{text}” was read as {digits}.")
    return digits


def _from_five(text: str, digits: str, name: str, notes: list[str]) -> str:
    """Return the code that five digits mean: one without its check digit, or without its zero."""
    without_check = _completed(digits) if _is_plausible(digits) else ""
    without_zero = "0" + digits
    if not (_is_plausible(without_zero[:5]) and check_digit(without_zero[:5]) == without_zero[5]):
        without_zero = ""
    candidates = [code6 for code6 in (without_check, without_zero) if code6]
    listed = [code6 for code6 in candidates if lookup(code6)]
    candidates = listed or candidates
    if len(candidates) > 1 and name:
        candidates = [one.code6 for one in find(name) if one.code6 in candidates] or candidates
    if not candidates:
        raise DataError(f"“{text}” is not a municipality code.", _EXPECTED)
    if len(candidates) > 1:
        both = " or ".join(_described(code6) for code6 in candidates)
        raise DataError(f"“{text}” may be {both}.", "Write all six digits.")
    if candidates[0] == without_zero:
        notes.append(f"“{digits}” lost its leading zero; read as {without_zero}.")
    return candidates[0]


def _completed(code5: str) -> str:
    return code5 + check_digit(code5)


def _is_plausible(code5: str) -> bool:
    """Tell whether five digits are built like a prefecture's or a municipality's code."""
    return code5[:2] in prefectures() and (code5[2:] == "000" or code5[2] != "0")


def _require_check_digit(text: str, digits: str) -> None:
    right = _completed(digits[:5])
    if digits != right:
        raise DataError(
            f"“{text}” has a wrong check digit: with {digits[:5]} it is {_described(right)}.",
            "Correct the code, or leave out its last digit.",
        )


def _require_prefecture(text: str, code6: str) -> None:
    if code6[:2] not in prefectures():
        raise DataError(
            f"“{text}” is not a municipality code: there is no prefecture {code6[:2]}.", _EXPECTED
        )


def _described(code6: str) -> str:
    found = lookup(code6)
    return f"{code6} ({found.prefecture}{found.name_ja})" if found else code6


def _stranger(code6: str) -> str:
    if code6[2:5] == "000":
        return f"{code6} is the prefecture {prefectures()[code6[:2]]}, not a municipality."
    return f"{code6} is not one of the 1,741 municipalities (a ward? a code no longer in use?)."
