"""Short ways to look at what `find_turns` made of a text."""

from __future__ import annotations

from qcode.model.documents import Role
from qcode.text.speakers import Conversation, find_turns


def said(text: str, **options: object) -> list[tuple[str | None, str]]:
    """Return (speaker's label, speech) of each turn of a text."""
    return spoken(text, find_turns(text, **options))  # type: ignore[arg-type]


def spoken(text: str, talk: Conversation) -> list[tuple[str | None, str]]:
    return [
        (None if turn.speaker is None else talk.speakers[turn.speaker].label, text[slice(*turn.speech)])
        for turn in talk.turns
    ]


def labels(text: str) -> list[str | None]:
    """Return the words of each turn's label in the text, None where it has none."""
    return [turn.label and text[slice(*turn.label)] for turn in find_turns(text).turns]


def roles(text: str) -> dict[str, Role | None]:
    """Return the role guessed for each speaker."""
    return {speaker.label: speaker.role for speaker in find_turns(text).speakers}
