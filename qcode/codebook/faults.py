"""What is wrong in a codebook file, collected so that a person mends it in one go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qcode.errors import CodebookError

MOST_SHOWN = 20
LONGEST_SHOWN = 40


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong."""

    line: int
    """Line of the file, from 1; 0 where the fault is the whole file's."""
    message: str
    """What is wrong and what was expected, without the place."""


class UnparsableError(Exception):
    """The file cannot be read further than this fault. Never leaves `qcode.codebook`."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.fault = Fault(line, message)


def codebook_error(file: str, faults: Iterable[Fault]) -> CodebookError:
    """Return the error that tells all `faults` (at least one), one a line, in the file's order.

    At most MOST_SHOWN are told, the rest is counted.
    """
    ordered = sorted(set(faults))
    lines = [
        f"{file}, line {fault.line}: {fault.message}" if fault.line else f"{file}: {fault.message}"
        for fault in ordered[:MOST_SHOWN]
    ]
    if len(ordered) > MOST_SHOWN:
        lines.append(f"and {len(ordered) - MOST_SHOWN} more")
    return CodebookError("\n".join(lines))


def shown(text: str) -> str:
    """Return words of the file as a message quotes them: short, on one line, in quotation marks."""
    # Widths, which the module of display needs, load rich; keys and names do without it.
    from qcode.text.display import safe

    short = text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
    return f"“{safe(short)}”"
