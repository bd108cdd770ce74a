"""Dates as people know them: a day, a month or a year."""

from __future__ import annotations

import re
from datetime import date

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)


def is_date(text: str) -> bool:
    """Tell whether a text is a day, a month or a year of ISO 8601: 2024-07-31, 2024-07, 2024."""
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text + "0000-01-01"[len(text) :])
    except ValueError:
        return False
    return True
