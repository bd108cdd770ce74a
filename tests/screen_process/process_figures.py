"""What a running process and its children use: CPU time, memory, whether they rest. Linux; elsewhere less."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

LINUX = sys.platform.startswith("linux")
_PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Memory:
    """Memory of a process and its children, in megabytes (of 1,000,000 bytes)."""

    resident: float
    """RSS: what lies in memory, shared pages counted in full."""
    proportional: float | None
    """PSS: shared pages divided among those who share them; None where the system does not say."""


def tree(pid: int) -> list[int]:
    """Return a process and its living descendants; the process alone where they cannot be listed."""
    found = [pid]
    for one in found:
        with suppress(OSError):
            for thread in (_PROC / str(one) / "task").iterdir():
                found += map(int, (thread / "children").read_text("ascii").split())
    return found


def cpu_seconds(pid: int) -> float:
    """Return the CPU time of a process and its living descendants; NaN where it cannot be known.

    On Linux by the processes' own clocks, exact to the nanosecond; elsewhere as `ps` rounds it.
    """
    if LINUX:
        used = 0.0
        for one in tree(pid):
            with suppress(OSError):
                # The clock of a whole process, as the C library makes it: clock_getcpuclockid(3).
                used += time.clock_gettime((~one << 3) | 2)
        return used
    said = _ps(pid, "time=")
    parts = [float(part) for part in said.replace("-", ":").split(":")] if said else [float("nan")]
    return sum(part * unit for part, unit in zip(reversed(parts), (1, 60, 3600, 86400), strict=False))


def memory(pid: int) -> Memory:
    """Return the memory of a process and its living descendants."""
    if not LINUX:
        said = _ps(pid, "rss=")
        return Memory(int(said) * 1024 / 1e6 if said else float("nan"), None)
    resident = proportional = 0
    complete = True
    for one in tree(pid):
        resident += _kilobytes(_PROC / str(one) / "status", "VmRSS:") or 0
        share = _kilobytes(_PROC / str(one) / "smaps_rollup", "Pss:")
        complete = complete and share is not None
        proportional += share or 0
    return Memory(resident * 1024 / 1e6, proportional * 1024 / 1e6 if complete else None)


def at_rest(pid: int) -> bool:
    """Tell whether no thread of a process or its descendants works or waits for a disk.

    True where that cannot be known, and for processes that have ended.
    """
    if not LINUX:
        return True
    for one in tree(pid):
        with suppress(OSError):
            for thread in (_PROC / str(one) / "task").iterdir():
                with suppress(OSError):
                    # `pid (name) state ...`; the name may hold blanks and brackets.
                    if (thread / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[0] in "RD":
                        return False
    return True


def _kilobytes(path: Path, field: str) -> int | None:
    with suppress(OSError):
        for line in path.read_text("ascii", "replace").split("\n"):
            if line.startswith(field):
                return int(line.split()[1])
    return None


def _ps(pid: int, column: str) -> str:
    done = subprocess.run(["ps", "-o", column, "-p", str(pid)], capture_output=True, text=True, check=False)
    return done.stdout.strip()
