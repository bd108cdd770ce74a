"""The study in one report: what data there is, what was coded how often, where, when and with what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qcode.analysis import notes
from qcode.analysis.crosstab import crosstab
from qcode.analysis.frequencies import frequencies
from qcode.analysis.holdings import holdings
from qcode.analysis.saturation import saturation
from qcode.model.reports import Block, Figure, Heading, Paragraph, Report, Run, Style
from qcode.model.tables import Column, Header, Table, themes_only
from qcode.project.pictures import network_table, timeline_table
from qcode.project.reports.frequencies import FEWEST

if TYPE_CHECKING:
    from qcode.analysis.selection import Selection
    from qcode.model.cases import Classification
    from qcode.model.summaries import Summary
    from qcode.project.project import Project

_COMMON = "What follows holds for every table that does not say otherwise."


def study_report(
    project: Project, *, selection: Selection | None = None, unit: str = "turn", pictures: bool = True
) -> Report:
    """Return what a reader of the study wants to see, each number with the quotations behind it.

    That is: the project's memos, the data of each case, code frequencies, codes by case, by each
    classification, by kind of document and by facet, codes that meet in a `unit`, what is dated,
    saturation, the framework matrix as far as it is written, memos on cases. Codes count with their
    sub-codes. `pictures`: with pictures of the tables, or without. Raises UsageError for a unit that
    there is not.
    """
    chosen = project.select() if selection is None else selection
    with project.reading():
        blocks, common = _common_apart(list(_Sections(project, chosen, unit, pictures).blocks()))
        return Report(
            name="study",
            title=chosen.corpus.title,
            blocks=blocks,
            notes=[_COMMON, *common] if common else [],
            detail=lambda: project.segments(selection=chosen),
        )


@dataclass(slots=True)
class _Sections:
    """The sections of the report, those left out of which there is nothing to say."""

    project: Project
    selection: Selection
    unit: str
    pictures: bool

    def blocks(self) -> Iterator[Block]:
        yield from self._memos("meta", {self.project.uid: ""})
        yield Heading("The data")
        yield holdings(self.selection)
        yield Heading("The codes")
        yield frequencies(self.selection, aggregated=True)
        yield Heading("Codes by case")
        yield from self._drawn("heatmap", self._codes_by("case"))
        for one in self.project.classifications.list():
            yield from self._classified(one)
        if len({self.selection.corpus.documents[one].kind for one in self.selection.scope.holdings}) > 1:
            yield Heading("Codes by kind of document")
            yield self._codes_by("document.kind", "documents")
        for facet in self.selection.corpus.codes.facets():
            table = self._codes_by(f"facet:{facet.name}")
            if any(isinstance(values[-1], int) and values[-1] for values in table.values):
                yield Heading(f"Codes by {facet.name}")
                yield table
        yield from self._meetings()
        yield from self._dated()
        yield from self._framework()
        cases = {case.uid: case.name for case in self.selection.corpus.cases.values()}
        yield from self._memos("cases", cases, "Notes on the cases")

    def _codes_by(self, columns: str, measure: str = "segments") -> Table:
        """Return the themes, each with its sub-codes, by something; presence as shares of an N worth them."""
        whole = {
            "documents": len(self.selection.scope.holdings),
            "cases": len(self.selection.scope.cases_with_data),
        }
        percent = measure if whole.get(measure, 0) >= FEWEST else None
        return themes_only(crosstab(self.selection, "code", columns, measure, percent, aggregated=True))

    def _drawn(self, kind: str, table: Table) -> Iterator[Block]:
        """Yield a table, and its picture if it has two rows or columns to compare."""
        yield table
        if self.pictures and max(len(table.rows), len(table.columns)) > 2:
            yield Figure(kind, table, table.title)

    def _memos(self, owner: str, names: dict[str, str], heading: str = "") -> Iterator[Block]:
        texts = self.project.memos.texts(owner)
        found = [(name, texts[uid]) for uid, name in names.items() if uid in texts]
        if found and heading:
            yield Heading(heading)
        for name, text in found:
            if name:
                yield Heading(name, 2)
            yield Paragraph(text)

    def _classified(self, one: Classification) -> Iterator[Block]:
        yield Heading(f"Codes by class: {one.name}")
        if one.note:
            yield Paragraph(one.note)
        yield self._members(one)
        of_class = f'class:"{one.name}"'
        yield self._codes_by(of_class, "cases")
        yield from self._drawn("bubbles", self._codes_by(of_class, "rate"))

    def _members(self, one: Classification) -> Table:
        """Return which case is in which class, and why."""
        cases = self.selection.corpus.cases
        members = [(cases[case], what) for case, what in self.project.classifications.members(one).items()]
        order = {name: place for place, name in enumerate(one.classes)}
        members.sort(key=lambda pair: order.get(pair[1].class_name or "", len(order)))
        return Table(
            name="classes",
            title=f"Cases by class: {one.name}",
            rows=[Header(case.name, case.uid) for case, _ in members],
            columns=[Column("class"), Column("by"), Column("reason")],
            values=[[what.class_name or "", str(what.by or ""), what.reason] for _, what in members],
            stub="case",
        )

    def _meetings(self) -> Iterator[Block]:
        table = network_table(self.selection, self.unit)
        if table.rows:
            yield Heading("Codes that go together")
            yield from self._drawn("network", table)

    def _dated(self) -> Iterator[Block]:
        table = timeline_table(self.selection)
        if table.rows:
            # What was chosen stands below all tables once.
            chosen = notes.of_choice(self.selection)
            table = replace(table, notes=[note for note in table.notes if note not in chosen])
            yield Heading("What is dated")
            yield from self._drawn("timeline", table)
        growth = saturation(self.selection)
        if len(growth.rows) > 1:
            yield Heading("New codes by interview")
            # Behind the codes so far lies all that was coded until then, again and again.
            only_new = replace(growth, behind=lambda row, at: growth.behind(row, at) if at == 1 else ())
            yield from self._drawn("curve", only_new)

    def _framework(self) -> Iterator[Block]:
        corpus = self.selection.corpus
        said: dict[tuple[int, int], list[Summary]] = {}
        for one in self.project.summaries.list():
            said.setdefault((one.code_id, one.case_id), []).append(one)
        if said:
            yield Heading("Summaries")
        for code in corpus.codes:
            texts = [(case, said[code.id, case]) for case in corpus.cases if (code.id, case) in said]
            if texts:
                yield Heading(corpus.codes.path(code.id), 2)
            for case, several in texts:
                for one in several:
                    by = f" ({corpus.coders[one.coder_id].name})" if len(several) > 1 else ""
                    head = Run(f"{corpus.cases[case].name}{by}: ", Style.STRONG)
                    yield Paragraph((head, Run(one.text)))


def _common_apart(blocks: Sequence[Block]) -> tuple[list[Block], list[str]]:
    """Return the blocks without the notes that all counting tables share, and these notes."""
    tables = {id(table): table for table in map(_table_of, blocks) if table is not None and table.notes}
    seen = Counter(note for table in tables.values() for note in set(table.notes))
    newest = max(seen, key=lambda note: seen[note], default="")
    counting = sum(1 for table in tables.values() if newest in table.notes)
    common = {note for note, times in seen.items() if times == counting and counting > 1}
    kept = {
        key: replace(table, notes=[note for note in table.notes if note not in common])
        for key, table in tables.items()
    }

    def stripped(block: Block) -> Block:
        if isinstance(block, Figure):
            return replace(block, table=kept.get(id(block.table), block.table))
        return kept.get(id(block), block) if isinstance(block, Table) else block

    first = next((table.notes for table in tables.values() if common <= set(table.notes)), ())
    return [stripped(block) for block in blocks], [note for note in first if note in common]


def _table_of(block: Block) -> Table | None:
    if isinstance(block, Figure):
        return block.table
    return block if isinstance(block, Table) else None
