"""Which truth table a person asks for, the tables that come of it, and what can be chosen for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qcode.analysis.whose import SEPARATOR
from qcode.model.cases import AttributeType, Case, Entity
from qcode.model.codes import CodeTree
from qcode.model.tables import Format, Table
from qcode.project import Project
from qcode.text.cells import shown
from qcode.tui.code_choices import code_choices
from qcode.tui.screens.matrix_asked import Asked
from qcode.tui.screens.matrix_menus import Sides, marked
from qcode.tui.widgets.picker import Choice

if TYPE_CHECKING:
    from qcode.analysis.selection import Selection
    from qcode.analysis.typology.configurations import Configurations

TABLES = {
    "rows": "the truth table",
    "solutions": "the shortest ways to the outcome",
    "necessity": "what is necessary for it",
    "sets": "cases as members of sets",
}
"""What there is to see, as `qcode typology truth-table --show` calls it."""
_LETTERS = {"rows": "t", "solutions": "s", "necessity": "n", "sets": "m"}
_MEASURES = (
    ("s", "segments", "distinct passages of a code"),
    ("d", "documents", "with at least one"),
    ("r", "rate", "segments for every 1,000 characters of speech"),
    ("e", "per-document", "segments for every document with speech"),
)
_EXPECTED = ("present", "absent", "either")
_LONGEST_NAME = 16
_NO_NAME = re.compile(r"[\s=<>()*+~\"]+")


@dataclass(frozen=True, slots=True)
class AskedTruth:
    """A truth table as a person asks for it; the words are those of `qcode typology truth-table`."""

    outcome: str = ""
    """As `NAME=WHAT`; empty: not said yet."""
    conditions: tuple[str, ...] = ()
    negated: bool = False
    inclusion: float = 0.8
    pri: float = 0.0
    least: int = 1
    measure: str = "segments"
    expected: tuple[str, ...] = ()
    remainders: bool = False
    shown: str = "rows"
    """A key of TABLES."""
    of: Asked = field(default_factory=Asked)
    """Whose codings count."""

    @property
    def lacks(self) -> str:
        """What has still to be said before there can be a table; empty: nothing."""
        parts = ["" if self.outcome else "an outcome"]
        if len(self.conditions) < 2:
            parts.append("a second condition" if self.conditions else "two conditions or more")
        return " and ".join(part for part in parts if part)

    def check(self, project: Project) -> None:
        """Raise what is wrong with what has been said so far, while there is no table of it yet."""
        from qcode.analysis.typology.configurations import check

        if written := [one for one in (*self.conditions, self.outcome) if one]:
            check(self.of.selection(project), written, measure=self.measure)

    def found(self, project: Project) -> tuple[Configurations, Selection]:
        """Return the cases in configurations. Raises UsageError, DataError, QueryError."""
        from qcode.analysis.typology.configurations import configurations

        selection = self.of.selection(project)
        found = configurations(
            selection,
            self.conditions,
            self.outcome,
            measure=self.measure,
            negated=self.negated,
            inclusion=self.inclusion,
            pri=self.pri,
            least=self.least,
            expected=self.expected,
        )
        return found, selection

    def table(self, project: Project, name: str) -> Table:
        """Return one of TABLES."""
        return self.table_of(*self.found(project), name)

    def table_of(self, found: Configurations, selection: Selection, name: str) -> Table:
        """Return one of TABLES of what was found."""
        from qcode.analysis.typology import configuration_tables as tables

        if name == "rows":
            return tables.rows_table(found, selection, remainders=self.remainders)
        make = {"solutions": tables.solutions_table, "necessity": tables.necessity_table}
        return make.get(name, tables.sets_table)(found, selection)


Put = Callable[[str], AskedTruth]
"""Returns what is asked for with a condition as it was written."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What was found: the table that is shown, and what each case is a member of."""

    table: Table
    sets: Table
    names: Sequence[str]
    """Of the conditions."""
    cases: Mapping[Case, tuple[str, str]]
    """Case -> its configuration, and why."""

    def cases_of(self, row: int) -> list[str]:
        """Return the names of the cases in a row; a row may be a case itself."""
        places = [at for at, column in enumerate(self.table.columns) if column.names is Entity.CASE]
        if not places:
            return [self.table.rows[row].label] if self.table.name == self.sets.name else []
        return [name for name in str(self.table.values[row][places[0]] or "").split(SEPARATOR) if name]

    def members(self, names: Iterable[str]) -> list[str]:
        """Return for each case how far it is in each set: `Aoyama: LARGE 0 · GATE 1 · LED 0.95`."""
        sets = {header.label: values for header, values in zip(self.sets.rows, self.sets.values, strict=True)}
        heads = [column.label for column in self.sets.columns]
        return [
            f"{name}: "
            + ", ".join(
                f"{head} {shown(value, Format.DECIMAL).replace('.00', '')}"
                for head, value in zip(heads, sets[name], strict=True)
            )
            for name in names
            if name in sets
        ]


def find_truth(project: Project, asked: AskedTruth) -> Truth:
    """Return what is asked for. Raises UsageError, DataError, QueryError."""
    from qcode.analysis.typology.configurations import proposal

    found, selection = asked.found(project)
    cases = {selection.corpus.cases[case]: said for case, said in proposal(found).items()}
    table = asked.table_of(found, selection, asked.shown)
    return Truth(table, asked.table_of(found, selection, "sets"), found.names, cases)


# -- what can be chosen


def tables(current: str) -> list[Choice]:
    """Return what there is to see."""
    return marked([Choice(what, name, key=_LETTERS[name]) for name, what in TABLES.items()], current)


def measures(current: str) -> list[Choice]:
    """Return what numbers of codes can be numbers of."""
    return marked([Choice(name, name, what, key=key) for key, name, what in _MEASURES], current)


def expectations(name: str, expected: Sequence[str]) -> list[Choice]:
    """Return how a condition can be expected to lead to the outcome; the values are those of `expected`."""
    values = (name, f"~{name}", "")
    now = next((one for one in values if one in expected), "")
    words = {
        "present": "leads to the outcome where it is there",
        "absent": "leads there where it is not",
        "either": "nothing is expected of it",
    }
    choices = [
        Choice(word, value, words[word], key=word[0]) for word, value in zip(_EXPECTED, values, strict=True)
    ]
    return marked(choices, now)


def sources(tree: CodeTree, sides: Sides) -> list[Choice]:
    """Return what a condition can be of; the values are conditions to be written on."""
    found = []
    for choice in code_choices(tree):
        path = choice.label
        found.append(choice._replace(value=f"{_name(path)}=code:{_quoted(path)}", extra="found in the case"))
    for one in sides.attributes:
        if one.entity is Entity.CASE:
            sign = ">=" if one.type in (AttributeType.INTEGER, AttributeType.NUMBER) else "="
            written = f"{_name(one.name)}=case.{_quoted(one.name)}{sign}"
            found.append(Choice(f"case.{one.name}", written, str(one.type)))
    for name in sides.classes:
        found.append(Choice(f"class:{name}", f"{_name(name)}=class:{_quoted(name)}=", "classes of cases"))
    if sides.groups:
        found.append(Choice("group", "GROUP=group=", "groups of cases"))
    return found


def _name(path: str) -> str:
    """Return a short name for a condition: the last code of a path, its first words, in capitals."""
    words = _NO_NAME.sub(" ", path.rpartition(">")[2]).split()
    name = "_".join(words).upper()
    while len(name) > _LONGEST_NAME and len(words) > 1:
        words.pop()
        name = "_".join(words).upper()
    return name[:_LONGEST_NAME] or "SET"


def _quoted(name: str) -> str:
    return f'"{name}"' if re.search(r"[\s=<>()]", name) else name
