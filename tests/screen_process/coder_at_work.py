"""Somebody who codes at a terminal: what they press, what the hint line answers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qcode_program import qcode_command, qcode_environment
from terminal import Terminal, Wanted

_CODED = re.compile(r"✓ (?P<code>.+?): (?P<characters>[0-9,]+) characters?")
_DONE = re.compile(r"^\W*✓ ")


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A coding as the hint line confirms it."""

    code: str
    """Its path."""
    characters: int


class CoderAtWork(Terminal):
    """The screen opened on a project, at rest, with somebody before it who counts their keys."""

    def __init__(
        self,
        project: Path,
        home: Path,
        columns: int,
        rows: int,
        options: Sequence[str] = (),
        *,
        coder: str,
        environment: Mapping[str, str] | None = None,
        until: Wanted = lambda lines: lines[0].strip(),
    ) -> None:
        home.mkdir(parents=True, exist_ok=True)
        super().__init__(
            qcode_command("open", project, *options),
            columns=columns,
            rows=rows,
            environment=qcode_environment(home, coder, environment),
            folder=home,
        )
        self.pressed = 0
        """Keys so far."""
        self.read_until(until)
        self.settle(0.1)

    def keys(self, *names: str) -> None:
        self.pressed += len(names)
        super().keys(*names)

    @property
    def hint(self) -> str:
        """The hint line, the last one of the screen."""
        return self.screen[-1].strip()

    @property
    def head(self) -> str:
        """The head line, the first one of the screen."""
        return self.screen[0].strip()

    def done(self, *names: str) -> str:
        """Press keys that change something; return what the hint line confirms, without its mark."""
        self.keys(*names)
        self.read_until(lambda lines: _DONE.match(lines[-1]))
        return _DONE.sub("", self.screen[-1]).strip()

    def codes(self, *names: str) -> Confirmed:
        """Press keys that code a passage; return what the hint line confirms."""
        self.keys(*names)
        self.read_until(lambda lines: _CODED.search(lines[-1]))
        found = _CODED.search(self.screen[-1])
        assert found
        return Confirmed(found["code"], int(found["characters"].replace(",", "")))
