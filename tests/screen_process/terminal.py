"""A pseudo-terminal with a person before it: starts a program, presses keys, reads what is shown.

POSIX only; import it where `os.name == "posix"`. Nothing waits for a length of time: a wait ends with
what was waited for, and its limit is an error.
"""

from __future__ import annotations

import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import process_figures
import pyte
from pressed_keys import bytes_of
from terminal_output import UNFINISHED, answers, private_modes
from wcwidth import wcswidth, wcwidth

QUIET = 0.03
"""Seconds without output after which a program at rest has said all it had to say."""
QUIET_AFTER_ESCAPE = 0.15
"""The same after Escape, which a program holds back to see whether more is coming."""
_BREATHING = 0.03
"""Share of one CPU that a program may use and yet be at rest."""
LIMIT = 30.0
"""Seconds after which waiting is given up; far more than anything takes."""
# The private sequences of the kitty keyboard protocol mean something else to the emulator.
_KITTY = re.compile(rb"\x1b\[[<>=][0-9;]*u")

Wanted = str | Callable[[list[str]], object]
"""Words to be shown anywhere, or a question to the lines of the screen."""


class NotShownError(AssertionError):
    """What was waited for did not come; the message shows the screen."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """What one key, or anything else done to the program, cost until it was at rest again."""

    wall: float
    """Seconds from writing the key to the last byte received."""
    first: float
    """Seconds from writing the key to the first byte received."""
    cpu: float
    """CPU seconds of the program and its children."""
    written: int
    """Bytes that the program wrote."""


@dataclass(frozen=True, slots=True)
class _Chunk:
    at: float
    data: bytes


class Terminal:
    """A program in a pseudo-terminal of its own; use it as a context: what still runs is killed at the end."""

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        columns: int = 80,
        rows: int = 24,
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> None:
        """Start a program. `environment` is all of it but TERM and COLORTERM, by default this process's."""
        self.size = (columns, rows)
        self._chunks: list[_Chunk] = []
        self._emulated = 0
        self._unanswered = b""
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._master, self._slave = os.openpty()
        os.set_blocking(self._master, False)
        self._set_size()
        self.settings_before = termios.tcgetattr(self._slave)
        self._alive, held = os.pipe()
        # The shell opens the terminal itself, which makes it the session's controlling one; no Python
        # runs between fork and exec, so that threads of the caller do no harm.
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            ["/bin/sh", "-c", 'exec "$@" <>"$0" >&0 2>&0', os.ttyname(self._slave), *map(str, command)],
            env=_environment(environment),
            cwd=folder,
            pass_fds=(held,),
            start_new_session=True,
        )
        os.close(held)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    # What a person does

    def write(self, text: str) -> None:
        """Send characters as they are, all at once."""
        data = text.encode("utf-8")
        while data:
            self._receive(0)
            try:
                data = data[os.write(self._master, data) :]
            except BlockingIOError:
                self._receive(0.01)

    def keys(self, *names: str) -> None:
        """Press keys one after the other, each once the program rests: `keys("j", "ctrl+r", "tab", "あ")`.

        Raises NotShownError where the program has ended before the last of them.
        """
        for name in names:
            if not self.running:
                raise NotShownError(self._report(name, f"was not pressed: {self._ended()}"))
            self.write(bytes_of(name))
            self.settle(QUIET_AFTER_ESCAPE if name == "escape" else QUIET)

    def type(self, text: str) -> None:
        """Type a text into a field, character by character."""
        self.keys(*text)

    def paste(self, text: str) -> None:
        """Paste a text as a terminal does that knows bracketed paste."""
        self.write(f"\x1b[200~{text}\x1b[201~")
        self.settle()

    def click(self, column: int, row: int, times: int = 1) -> None:
        """Click on a cell, both counted from 1, with the left button."""
        for _ in range(times):
            self.write(f"\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m")
        self.settle()

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size."""
        self._emulate()
        self.size = (columns, rows)
        self._screen.resize(rows, columns)
        self._set_size()
        self.settle()

    # What a person sees

    @property
    def screen(self) -> list[str]:
        """The lines that are shown now, without blanks at their ends."""
        self._receive(0)
        self._emulate()
        return lines_of(self._screen)

    @property
    def text(self) -> str:
        """The screen as one string."""
        return "\n".join(self.screen)

    def styled(self, words: str) -> pyte.screens.Char:
        """Return the first cell of the words where they are first shown: its fg, bg, bold, reverse ...

        Raises NotShownError.
        """
        for row, line in enumerate(self.screen):
            found = line.find(words)
            if found >= 0:
                return self._screen.buffer[row][wcswidth(line[:found])]
        raise NotShownError(self._report(words, "is not shown"))

    def read_until(self, wanted: Wanted, limit: float = LIMIT) -> list[str]:
        """Wait until something is shown; return the screen. Raises NotShownError after `limit` seconds."""
        end = time.perf_counter() + limit
        while not _fits(wanted, self.screen):
            left = end - time.perf_counter()
            if left <= 0 or not self._receive(left):
                if _fits(wanted, self.screen):
                    break
                why = "was not shown in time" if self.running else f"did not come: {self._ended()}"
                raise NotShownError(self._report(wanted, why))
        return self.screen

    def wait_for_output(self, limit: float) -> bool:
        """Wait up to `limit` seconds until the program writes something; tell whether it did."""
        return self._receive(limit)

    def settle(self, quiet: float = QUIET, limit: float = LIMIT) -> None:
        """Wait until the program has taken all keys, rests, and has written nothing for `quiet` seconds."""
        end = time.perf_counter() + limit
        while time.perf_counter() < end:
            before = self.cpu()
            if self._receive(quiet):
                continue
            if not self.running:
                return
            worked = self.cpu() - before > _BREATHING * quiet
            if not worked and self._keys_taken() and process_figures.at_rest(self.pid):
                return
        raise NotShownError(self._report("rest", "did not come in time"))

    # What it costs

    def timed(self, act: str | Callable[[], None], quiet: float = 0.06) -> Stroke:
        """Press a key (or do something), wait until the program rests again; return what that cost.

        The quiet time at the end is no part of it. Raises NotShownError where nothing was written.
        """
        self.settle(quiet)
        before, seen = self.cpu(), len(self._chunks)
        began = time.perf_counter()
        if isinstance(act, str):
            self.write(bytes_of(act))
        else:
            act()
        if len(self._chunks) == seen and not self._receive(LIMIT):
            raise NotShownError(self._report(str(act), "had no answer"))
        self.settle(quiet)
        new = self._chunks[seen:]
        written = sum(len(chunk.data) for chunk in new)
        return Stroke(new[-1].at - began, new[0].at - began, self.cpu() - before, written)

    def shown_after(self, wanted: Wanted) -> float:
        """Return seconds from the start to when this was first shown, by what has been received.

        Raises NotShownError where it never was. Resizes are not played again.
        """
        screen = pyte.Screen(*self.size)
        stream = pyte.ByteStream(screen)
        for chunk in self._chunks:
            stream.feed(_KITTY.sub(b"", chunk.data))
            if _fits(wanted, lines_of(screen)):
                return chunk.at - self.started
        raise NotShownError(self._report(wanted, "was never shown"))

    def cpu(self) -> float:
        """Return CPU seconds of the program and its children so far."""
        return process_figures.cpu_seconds(self.pid)

    def memory(self) -> process_figures.Memory:
        """Return the memory of the program and its children now."""
        return process_figures.memory(self.pid)

    # What it wrote

    @property
    def output(self) -> bytes:
        """Everything that the program wrote."""
        self._receive(0)
        return b"".join(chunk.data for chunk in self._chunks)

    @property
    def modes(self) -> dict[int, bool]:
        """The DEC private modes it touched, as they are now."""
        return private_modes(self.output)

    @property
    def settings(self) -> list[object]:
        """The terminal's line settings (echo, line by line ...) as they are now."""
        return termios.tcgetattr(self._slave)

    # Its end

    def wait(self, limit: float = LIMIT) -> int:
        """Wait until the program has ended; return its exit code (minus the signal that ended it)."""
        end = time.perf_counter() + limit
        while self.running:
            left = end - time.perf_counter()
            if left <= 0:
                raise NotShownError(self._report("the end", "did not come in time"))
            self._receive(left)
        while self._receive(0):
            pass
        return self._process.wait()

    def terminate(self) -> None:
        """Ask the program to end, as a closing session does (SIGTERM)."""
        self._process.send_signal(signal.SIGTERM)

    def kill9(self) -> None:
        """End the program without a word (SIGKILL), and read what had been written."""
        self._process.kill()
        self.wait()

    def close(self) -> None:
        """End what still runs and give everything back; may be called again."""
        if self._master < 0:
            return
        if self.running:
            self.kill9()
        for descriptor in (self._master, self._slave, self._alive):
            os.close(descriptor)
        self._master = -1

    # Underneath

    def _set_size(self) -> None:
        columns, rows = self.size
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def _receive(self, seconds: float) -> bool:
        """Read what is there, waiting up to so many seconds for the first of it; tell whether there was any."""
        running = self.running
        watched = [self._master, self._alive] if running else [self._master]
        ready, _, _ = select.select(watched, [], [], seconds if running else 0)
        if self._alive in ready:
            # Its end: reap it, then take what is left.
            self._process.wait()
        try:
            data = os.read(self._master, 1 << 16)
        except BlockingIOError:
            return False
        self._chunks.append(_Chunk(time.perf_counter(), data))
        self._answer(data)
        return True

    def _answer(self, data: bytes) -> None:
        asked = self._unanswered + data
        unfinished = UNFINISHED.search(asked)
        complete = asked[: unfinished.start()] if unfinished else asked
        self._unanswered = asked[len(complete) :]
        cursor = self._screen.cursor
        said = answers(complete, cursor.y + 1, cursor.x + 1)
        if said:
            os.write(self._master, said)

    def _emulate(self) -> None:
        for chunk in self._chunks[self._emulated :]:
            self._stream.feed(_KITTY.sub(b"", chunk.data))
        self._emulated = len(self._chunks)

    def _keys_taken(self) -> bool:
        waiting = fcntl.ioctl(self._slave, termios.FIONREAD, struct.pack("i", 0))
        return bytes(4) == waiting

    def _ended(self) -> str:
        return f"the program ended with {self._process.returncode}"

    def _report(self, wanted: Wanted, why: str) -> str:
        what = repr(wanted) if isinstance(wanted, str) else "what was asked for"
        frame = "─" * self.size[0]
        return f"{what} {why}\n{frame}\n{self.text}\n{frame}"


def lines_of(screen: pyte.Screen) -> list[str]:
    """Return the lines of an emulated screen, without blanks at their ends.

    Of a wide character that was half overwritten nothing is left, as in a terminal.
    """
    lines = []
    for row in range(screen.lines):
        shown = ""
        cells = [screen.buffer[row][column].data for column in range(screen.columns)]
        for cell, following in zip(cells, [*cells[1:], " "], strict=True):
            whole = bool(cell) and (wcwidth(cell[0]) < 2 or not following)
            # The second cell of a wide character is empty.
            shown += cell if whole else "" if shown and not cell and wcwidth(shown[-1]) == 2 else " "
        lines.append(shown.rstrip())
    return lines


def _environment(given: Mapping[str, str] | None) -> dict[str, str]:
    chosen = dict(os.environ if given is None else given)
    for name in ("COLUMNS", "LINES"):
        chosen.pop(name, None)
    return {**chosen, "TERM": "xterm-256color", "COLORTERM": "truecolor"}


def _fits(wanted: Wanted, lines: list[str]) -> bool:
    if isinstance(wanted, str):
        return any(wanted in line for line in lines)
    return bool(wanted(lines))
