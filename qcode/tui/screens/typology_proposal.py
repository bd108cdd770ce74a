"""What would be written where classes of cases are accepted, told before it is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qcode.errors import DataError
from qcode.model.cases import Case
from qcode.project import Project
from qcode.text.names import counted, levelled, listed, quoted
from qcode.tui.widgets.read_out import Part


@dataclass(frozen=True, slots=True)
class Proposal:
    """Cases with their classes and reasons, and the classification that they are to become."""

    name: str
    memo: str
    cases: Mapping[Case, tuple[str, str]]
    """Case -> class and reason."""
    replaced: int | None
    """How many cases by hand would be replaced in a classification of that name; None: it is new."""

    def parts(self) -> Sequence[Part]:
        """Return exactly what would be written, to be read."""
        what = "It is new."
        if self.replaced is not None:
            number = counted(self.replaced, "case")
            what = f"It is there already: what was said by hand of {number} in it is replaced, cuts stay."
        parts = [
            Part(
                "", f"{what} The classes are written by hand; no coding is touched, and undo takes it back."
            ),
            Part("Memo", self.memo or "(none)"),
        ]
        members: dict[str, list[str]] = {}
        reasons: dict[str, str] = {}
        for case, (label, reason) in self.cases.items():
            members.setdefault(label, []).append(case.name)
            reasons[label] = reason
        for label, names in members.items():
            text = f"{listed(names)}\nreason of each: {reasons[label]}"
            parts.append(Part(f"{label}: {counted(len(names), 'case')}", text))
        return parts

    def write(self, project: Project) -> str:
        """Write it, and return in words what was done. Raises DataError, UnknownNameError."""
        classed: dict[Case | str, tuple[str, str]] = {}
        classed.update(self.cases.items())
        made = project.classifications.accept(self.name, classed, note=self.memo)
        classes = len({label for label, _ in self.cases.values()})
        number = counted(len(self.cases), "case")
        return f"Accepted {number} in {counted(classes, 'class', 'classes')} as {quoted(made.name)}"


def propose(project: Project, cases: Mapping[Case, tuple[str, str]], name: str, memo: str) -> Proposal:
    """Return what accepting cases with their classes under a name would write.

    Raises DataError without a name.
    """
    name = " ".join(name.split())
    if not name:
        raise DataError("A classification needs a name.")
    known = [one for one in project.classifications.list() if levelled(one.name) == levelled(name)]
    replaced = len(known[0].by_hand) if known else None
    return Proposal(known[0].name if known else name, memo, cases, replaced)
