"""Keys: folded where an input method was left on, held where a paste would run as commands, remapped."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from textual import events
from textual.binding import Binding
from textual.keys import KEY_NAME_REPLACEMENTS, format_key

from qcode.errors import DataError
from qcode.files.toml import read_toml
from qcode.text.names import nearest, quoted

FILE = "keys.toml"
MOST_IN_A_BURST = 8
BURST_SECONDS = 0.02
SECONDS_AFTER = 0.2
"""A paste may come in pieces, with pauses up to this long between them."""
_MARKS = str.maketrans("。、「」・ー￥", ".,[]/-\\")
"""What a Japanese layout gives for the keys that a Latin one has in their place."""
_NAMES = {
    "up": "↑", "down": "↓", "left": "←", "right": "→", "enter": "Enter", "escape": "Esc", "tab": "tab",
    "space": "space", "backspace": "backspace", "pageup": "PgUp", "pagedown": "PgDn", "home": "Home",
    "end": "End", "delete": "Del",
}  # fmt: skip


def folded(key: events.Key) -> events.Key:
    """Return the key that was meant: full-width letters, digits and marks become plain ones."""
    character = key.character
    if character is None or character.isascii():
        return key
    plain = unicodedata.normalize("NFKC", character.translate(_MARKS))
    if plain == character or len(plain) != 1 or not plain.isascii() or not plain.isprintable():
        return key
    return events.Key(key_name(plain), plain)


def key_name(character: str) -> str:
    """Return Textual's name of the key for a printable character: `question_mark` for `?`."""
    if character.isalnum():
        return character
    name = unicodedata.name(character).lower().replace("-", "_").replace(" ", "_")
    return KEY_NAME_REPLACEMENTS.get(name, name)


class Burst:
    """Tells a paste from typing: many different printable keys within a blink, and what follows them."""

    def __init__(self) -> None:
        self._held: list[events.Key] = []
        self._quiet_from = 0.0
        """Until then keys belong to the paste that was just swallowed."""

    @property
    def holding(self) -> bool:
        """Whether keys wait to be told from a paste."""
        return bool(self._held)

    @property
    def newest(self) -> float:
        """When the last of the keys that are held came, in seconds of the events' clock."""
        return self._held[-1].time if self._held else 0.0

    def wants(self, key: events.Key, waiting: int) -> bool:
        """Take a key that came together with others (`waiting` of them); True where it was taken.

        While some are held every key is taken, so that none overtakes another.
        """
        together = key.is_printable and (waiting or key.time < self._quiet_from)
        if not self._held and not together:
            return False
        self._held.append(key)
        return True

    def released(self) -> tuple[list[events.Key], int]:
        """Return the keys to carry out, and how many were swallowed as a paste."""
        keys, self._held = self._held, []
        kept: list[events.Key] = []
        swallowed = 0
        for run in _runs(keys):
            typed = [key.key for key in run if key.is_printable]
            many = len(typed) > MOST_IN_A_BURST and len(set(typed)) > 1
            if many or run[0].time < self._quiet_from:
                swallowed += len(run)
                self._quiet_from = run[-1].time + SECONDS_AFTER
            else:
                kept.extend(run)
        return kept, swallowed


def _runs(keys: list[events.Key]) -> Iterator[list[events.Key]]:
    """Yield keys that came one right after the other."""
    run: list[events.Key] = []
    for key in keys:
        if run and key.time - run[-1].time > BURST_SECONDS:
            yield run
            run = []
        run.append(key)
    if run:
        yield run


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One line of the help: a binding as it holds now."""

    id: str
    keys: str
    does: str


def shown_key(key: str) -> str:
    """Return a key as people write it: `?` for `question_mark`, `ctrl+r`, `↑`."""
    *modifiers, last = key.split("+")
    name = _NAMES.get(last) or format_key(last)
    return "+".join([*modifiers, name])


_PLAIN = {"↑": "up", "↓": "down", "←": "left", "→": "right", "…": "..."}


def plainly(keys: str) -> str:
    """Return shown keys in words of ASCII."""
    for sign, word in _PLAIN.items():
        keys = keys.replace(sign, word)
    return keys


def key_lines(bindings: Iterable[Binding], keymap: Mapping[str, str]) -> list[KeyLine]:
    """Return the help for some bindings, keys of one action together, as the keymap has them."""
    lines: dict[str, list[str]] = {}
    does: dict[str, str] = {}
    for binding in bindings:
        if not binding.id or not binding.description:
            continue
        keys = keymap.get(binding.id, binding.key).split(",")
        known = lines.setdefault(binding.id, [])
        known.extend(shown for key in keys if (shown := shown_key(key.strip())) not in known)
        does[binding.id] = binding.description
    return [KeyLine(name, " ".join(keys), does[name]) for name, keys in lines.items()]


def read_keymap(path: Path, known: Mapping[str, str]) -> dict[str, str]:
    """Return a person's own keys, binding id -> keys; empty where there is no such file.

    `known` are the ids there are, with their descriptions. Raises DataError where the file cannot be
    understood or names an id that is not there.
    """
    said = read_toml(path, 'A line looks like "coding.undo" = "u".')
    if said is None:
        return {}
    keymap: dict[str, str] = {}
    for name, keys in _flat(said):
        if name not in known:
            raise DataError(f"{path}: there is no action {quoted(name)}.", nearest(name, known))
        if not isinstance(keys, str) or not keys.strip():
            raise DataError(f'{path}: the keys of {quoted(name)} are to be a text such as "u" or "u,ctrl+z".')
        keymap[name] = ",".join(part.strip() for part in keys.split(",") if part.strip()) or keys.strip()
    return keymap


def _flat(table: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Yield the entries of nested tables under their dotted names."""
    waiting = list(table.items())[::-1]
    while waiting:
        name, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [(f"{name}.{key}", inner) for key, inner in list(value.items())[::-1]]
        else:
            yield name, value
