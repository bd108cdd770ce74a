"""Moments as people read them: in the time of the place where they sit."""

from __future__ import annotations

from datetime import UTC, datetime

_DAYS_IN_WORDS = 7


def _local(iso: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone()


def moment(iso: str) -> str:
    """Return an ISO 8601 time (UTC where it says nothing else) as `2024-03-07 14:05`, in local time.

    What is no such time is returned as it is.
    """
    local = _local(iso)
    return local.strftime("%Y-%m-%d %H:%M") if local else iso


def days_ago(iso: str, now: datetime | None = None) -> str:
    """Return `today`, `yesterday`, `3 days ago`, later the date; empty for what is no time."""
    local = _local(iso)
    if local is None:
        return ""
    days = ((now or datetime.now(UTC)).astimezone().date() - local.date()).days
    if days <= 0:
        return "today"
    if days == 1:
        return "yesterday"
    return f"{days} days ago" if days < _DAYS_IN_WORDS else local.strftime("%Y-%m-%d")
