"""How much a text document of an office program may hold, and how its faults are told."""

from __future__ import annotations

from qcode.files.packages import Fault, Limits, Messages
from qcode.importers.kinds import LOCKED

LIMITS = Limits(
    parts=4096,
    in_part=64 * 1024 * 1024,
    in_all=256 * 1024 * 1024,
    ratio=150,
    tree=40 * 1024 * 1024,
)


def messages(what: str, suffix: str) -> Messages:
    """Return how the faults of a kind of file are told: `what` it should be, the ending it has."""
    save = f"Open it in a word processor and save it again as {suffix}."
    return {
        Fault.DAMAGED: (f"{{name}} is damaged, or no {what}.", save),
        Fault.ENCRYPTED: (f"{{name}} is {LOCKED.description}.", LOCKED.hint),
        Fault.MANY_PARTS: (f"{{name}} has more than {LIMITS.parts:,} parts.", save),
        Fault.TOO_LARGE: (
            "{name} would unpack to far more than a transcript has, so it is not opened.",
            "Save its text as a new file.",
        ),
        Fault.TWICE: ("{name} has two parts of one name, which no word processor writes.", save),
        Fault.DOCTYPE: ("{name} has a document type declaration, which no word processor writes.", save),
    }
