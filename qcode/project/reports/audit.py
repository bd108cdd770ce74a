"""The audit trail: what was done when and by whom, and how the codebook came to be what it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from qcode.model.reports import Block, Heading, Paragraph, Report
from qcode.model.tables import CellValue, Column, Format, Header, Table
from qcode.text.names import counted, listed

if TYPE_CHECKING:
    from qcode.project.history import Event
    from qcode.project.project import Project

_DAY = len("2020-01-01")
_QCODE = "(qcode)"
"""Who acts where nobody is named: the program itself."""


@dataclass(frozen=True, slots=True)
class _Chapter:
    """A list of acts of some kinds."""

    title: str
    nothing: str
    """What is said not to have happened where there is none."""
    kinds: tuple[str, ...]
    """Kinds of acts; nouns or verbs with their dot stand for all of these."""


_CHAPTERS = (
    _Chapter("Codebook", "changes of the codebook", ("codebook.", "codes.", "codings.apply_new_code")),
    _Chapter("Imports", "imports", (".import",)),
    _Chapter("Replaced transcripts", "replaced transcripts", ("documents.replace", "codings.place")),
    _Chapter(
        "Groups, classes and events", "groups, classes, events", ("groups.", "classifications.", "events.")
    ),
    _Chapter("Rules", "rules", ("rules.",)),
    _Chapter(
        "Removed and merged",
        "removals",
        ("documents.remove", "cases.remove", "codings.remove", "participants.merge"),
    ),
)
_WRITTEN = {
    "codings": "codings",
    "codes": "codes",
    "memos": "memos",
    "summaries": "summaries",
    "documents": "documents",
    "cases": "cases",
}
"""Tables whose rows are counted by day."""


def audit_report(project: Project, since: date | None = None, until: date | None = None) -> Report:
    """Return what was done from one day to another, both included (None: no bound); days are those of UTC."""
    from qcode.analysis import notes

    with project.reading():
        acts = [one for one in project.history.list() if _within(one.time, since, until)]
        rows = _rows_written(project)
        corpus = project.corpus()
    chapters = [(one, [act for act in acts if _is_of(act, one)]) for one in _CHAPTERS]
    taken_back = [act for act in acts if act.state == "undone"]
    blocks: list[Block] = [Paragraph(_in_short(acts)), Heading("By day and coder"), _by_day(acts, rows)]
    for chapter, own in chapters:
        if own:
            blocks += [Heading(chapter.title), _listed(chapter.title, own)]
    if taken_back:
        blocks += [Heading("Taken back"), _listed("Steps that were taken back", taken_back)]
    missing = [chapter.nothing for chapter, own in chapters if not own]
    if missing:
        blocks.append(Paragraph(f"There were no {listed(missing)}."))
    return Report(
        name="audit",
        title=f"{project.title}: audit trail",
        blocks=blocks,
        notes=[
            f"{_between(since, until)} Days and times are UTC.",
            "Every step stands in the log with its time and coder; nothing is removed from it.",
            "Made, changed, removed: rows that the steps of a day wrote, those taken back later among them.",
            notes.of_version(corpus),
        ],
    )


def _within(time: str, since: date | None, until: date | None) -> bool:
    day = time[:_DAY]
    return (since is None or day >= since.isoformat()) and (until is None or day <= until.isoformat())


def _between(since: date | None, until: date | None) -> str:
    if since is None and until is None:
        return "From the beginning to the newest step."
    return f"From {since or 'the beginning'} to {until or 'the newest step'}."


def _is_of(act: Event, chapter: _Chapter) -> bool:
    return any(
        act.kind == one
        or (one.endswith(".") and act.kind.startswith(one))
        or (one.startswith(".") and act.kind.endswith(one))
        for one in chapter.kinds
    )


def _in_short(acts: Sequence[Event]) -> str:
    if not acts:
        return "Nothing was done."
    coders = list(dict.fromkeys(act.coder for act in acts if act.coder))
    back = sum(act.state == "undone" for act in acts)
    return (
        f"{counted(len(acts), 'step')} by {listed(coders) or 'nobody named'} on "
        f"{counted(len({act.time[:_DAY] for act in acts}), 'day')}, {back} of them taken back."
    )


def _rows_written(project: Project) -> Mapping[str, Mapping[str, int]]:
    """Return act -> `TABLE made`, `TABLE changed`, `TABLE removed` -> rows."""
    found: dict[str, Counter[str]] = {}
    for action, table, new, put, number in project.store.tuples(
        "SELECT action, table_name, previous IS NULL, operation = 'put', count(*) FROM changes "
        "WHERE operation <> 'act' GROUP BY 1, 2, 3, 4"
    ):
        if table in _WRITTEN:
            how = "made" if put and new else "changed" if put else "removed"
            found.setdefault(action, Counter())[f"{_WRITTEN[table]} {how}"] += number
    return found


def _by_day(acts: Sequence[Event], rows: Mapping[str, Mapping[str, int]]) -> Table:
    """Return a row for each day and coder, with a column for what was ever written in that time."""
    days: dict[tuple[str, str], Counter[str]] = {}
    for act in acts:
        day = days.setdefault((act.time[:_DAY], act.coder or _QCODE), Counter())
        day["steps"] += 1
        day["taken back"] += act.state == "undone"
        day.update(rows.get(act.uid, {}))
    used = {name for day in days.values() for name, number in day.items() if number}
    names = ["steps", *_in_order(used - {"steps", "taken back"}), "taken back"]
    ordered = sorted(days.items())
    return Table(
        name="audit",
        title="Steps and rows written, by day and coder",
        rows=[Header("")] * len(ordered),
        columns=[Column("day"), Column("coder"), *(Column(name, format=Format.COUNT) for name in names)],
        values=[(*key, *(numbers[name] for name in names)) for key, numbers in ordered],
    )


def _in_order(names: set[str]) -> Iterator[str]:
    for noun in _WRITTEN.values():
        for how in ("made", "changed", "removed"):
            if f"{noun} {how}" in names:
                yield f"{noun} {how}"


def _listed(title: str, acts: Sequence[Event]) -> Table:
    values: list[tuple[CellValue, ...]] = [
        (
            act.time[:19].replace("T", " "),
            act.coder or _QCODE,
            act.summary,
            "taken back" * (act.state == "undone"),
        )
        for act in acts
    ]
    return Table(
        name="audit",
        title=title,
        rows=[Header("")] * len(values),
        columns=[Column("time"), Column("coder"), Column("what"), Column("state")],
        values=values,
    )
