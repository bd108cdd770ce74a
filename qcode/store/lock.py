"""Which computer is writing a project that lies where several can reach it.

SQLite's own locks hold among the programs of one computer. In a folder that a sync client or a network
carries to others, a small file beside the project, `NAME.qcode.lock`, says which computer writes it at
present; another one then reads and does not write. In a plain folder no such file is made.
"""

from __future__ import annotations

import json
import os
import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from qcode.errors import ProjectFileError
from qcode.store.identity import stamp_to_iso
from qcode.store.place import Place, place_of

HOURS_TRUSTED = 12.0
"""A lock that nobody has renewed for so long was left behind by a computer that lost its power."""
_MINUTES_BETWEEN = 10.0
_LONGEST = 4096


@dataclass(frozen=True, slots=True)
class Holder:
    """Who writes a project: a computer and a program on it."""

    host: str
    pid: int
    at: float
    """Seconds since 1970 by that computer's clock; when it last wrote, within ten minutes."""

    @property
    def is_here(self) -> bool:
        return self.host == host()

    @property
    def is_stale(self) -> bool:
        return abs(time.time() - self.at) > HOURS_TRUSTED * 3600

    @property
    def lives_here(self) -> bool:
        """Whether it is a program on this computer that still runs (or one that cannot be looked for)."""
        if not self.is_here or self.pid == os.getpid():
            return False
        if os.name != "posix":
            return True
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        except OSError:
            return True
        return True


@cache
def host() -> str:
    """Return the name by which this computer is known to itself."""
    return socket.gethostname() or "?"


def lock_file(path: Path) -> Path:
    """Return where the lock of a project lies."""
    return path.with_name(f"{path.name}.lock")


def holder_of(path: Path) -> Holder | None:
    """Return who holds a project; None where there is no lock, or one that says nothing."""
    try:
        with lock_file(path).open("rb") as file:
            said = json.loads(file.read(_LONGEST))
        return Holder(str(said["host"])[:100], int(said["pid"]), float(said["at"]))
    except (OSError, ValueError, TypeError, KeyError, RecursionError, OverflowError):
        return None


def take_over(path: Path) -> Holder | None:
    """Take a project's lock away, whoever holds it; return who did."""
    found = holder_of(path)
    with suppress(FileNotFoundError):
        lock_file(path).unlink()
    return found


class Lock:
    """The claim of one open project on being written by this computer.

    `hold` costs a look at one small file; nothing at all is written in a plain folder.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._place: Place | None = None
        self._renewed = 0.0
        self.note = ""
        """What is to be said of another computer's claim: it holds, or was left behind and passed over."""

    @property
    def place(self) -> Place:
        """Where the project lies; looked for once."""
        if self._place is None:
            self._place = place_of(self._path)
        return self._place

    def refuse_half_written(self) -> None:
        """Raise ProjectFileError where another computer's unfinished write has been carried here.

        SQLite would take the journal for one of this computer's and roll the file back by it.
        """
        holder = self._other()
        if holder is None:
            return
        if os.path.lexists(f"{self._path}-journal"):
            raise ProjectFileError(
                f"{self._path} is just being written on the computer “{holder.host}”.",
                "Let it arrive as a whole, then open it again.",
            )
        self.note = (
            f"It is being worked on at the computer “{holder.host}”; until that is done, only read it here."
        )

    def hold(self) -> None:
        """Claim the project before a write; raises ProjectFileError where another computer writes it."""
        holder = self._other()
        if holder:
            raise ProjectFileError(
                f"{self._path} has been written on the computer “{holder.host}” since "
                f"{stamp_to_iso(f'{int(holder.at * 1000)}-')}; nothing was changed.",
                f"Close it there first. Where that is done: `qcode check {self._path.name} --take-over`.",
            )
        if self.place.shared and time.time() - self._renewed > _MINUTES_BETWEEN * 60:
            self._write()

    def release(self) -> None:
        """Give the claim back, if it is this program's."""
        if self._renewed:
            self._renewed = 0.0
            holder = holder_of(self._path)
            if holder and holder.is_here and holder.pid == os.getpid():
                with suppress(OSError):
                    lock_file(self._path).unlink()

    def _other(self) -> Holder | None:
        """Return the other computer that holds the project at present."""
        if not os.path.lexists(lock_file(self._path)):
            self._renewed = 0.0
            return None
        holder = holder_of(self._path)
        if holder is None or holder.is_here:
            return None
        if holder.is_stale:
            self.note = f"The lock of the computer “{holder.host}” was left behind and passed over."
            self._renewed = 0.0
            return None
        return holder

    def _write(self) -> None:
        holder = holder_of(self._path)
        self._renewed = time.time()
        if holder and holder.lives_here and not holder.is_stale:
            return
        said = json.dumps({"host": host(), "pid": os.getpid(), "at": round(self._renewed)})
        # A folder that takes no lock takes no project either; who may not write is told by SQLite.
        with suppress(OSError):
            draft = self._path.with_name(f".{self._path.name}.{os.getpid()}.lock")
            try:
                draft.write_text(said + "\n", "utf-8")
                draft.replace(lock_file(self._path))
            finally:
                draft.unlink(missing_ok=True)
