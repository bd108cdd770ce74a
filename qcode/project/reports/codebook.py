"""The codebook as a report: the tree of codes with counts, then each code with all that is said of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qcode.analysis import notes
from qcode.analysis.facets import family
from qcode.model.codes import Code, CodeTree
from qcode.model.reports import Block, Heading, Paragraph, Report, Run, Style
from qcode.model.tables import CellValue, Column, Header, Missing, Table
from qcode.project.reports.quotations import REFERENCES, code_title, headed
from qcode.project.reports.quoted import EXAMPLES, Quotes, examples
from qcode.text.cells import INCOMPLETE_MARK, is_number
from qcode.text.names import counted, listed

if TYPE_CHECKING:
    from qcode.analysis.selection import Selection
    from qcode.project.project import Project

_SHOWN = ("segments", "segments_aggregated", "documents_aggregated", "cases_aggregated")


@dataclass(frozen=True, slots=True)
class _Counts:
    """The frequency table, looked up by a code's uid and a column's key."""

    table: Table
    rows: Mapping[str, int]
    columns: Mapping[str, int]
    of: Mapping[str, int]
    """How many there are in scope with counted speech, by a column's key."""

    def value(self, code: Code, key: str) -> CellValue:
        return self.table.values[self.rows[code.uid]][self.columns[key]]

    def words(self, code: Code, key: str, noun: str) -> str:
        """Return `12 segments`, `7+ of 9 cases` where more may come."""
        row, column = self.rows[code.uid], self.columns[key]
        value = self.table.values[row][column]
        if not is_number(value):
            return ""
        number = int(value)  # type: ignore[arg-type]
        so_far = INCOMPLETE_MARK if (row, column) in self.table.incomplete else ""
        if key in self.of:
            return f"{number:,}{so_far} of {counted(self.of[key], noun)}"
        return counted(number, noun).replace(" ", f"{so_far} ", 1)


def codebook_report(
    project: Project,
    *,
    selection: Selection | None = None,
    most_examples: int = 2,
    memos: bool = True,
) -> Report:
    """Return the codebook: a table of all codes with counts, then each code with what is said of it.

    For each code at most `most_examples` quotations stand as examples, and with `memos` what coders
    noted on it. `selection` is what counts and is quoted: by default, what counts.
    """
    chosen = project.select() if selection is None else selection
    frequencies = project.frequencies(selection=chosen, aggregated=True)
    counts = _Counts(
        frequencies,
        {row.uid or "": place for place, row in enumerate(frequencies.rows)},
        {column.name: place for place, column in enumerate(frequencies.columns)},
        {
            "documents_aggregated": len(chosen.scope.holdings),
            "cases_aggregated": len(chosen.scope.cases_with_data),
        },
    )
    quotes = Quotes(project, chosen, memos=False)
    tree = chosen.corpus.codes
    used: set[str] = set()
    shown = {
        code.id: examples(quotes.of([code.id]), most_examples, used)
        for code in tree
        if code.uid in counts.rows
    }
    said = _memos(project) if memos else {}
    listed_codes = list(headed(chosen, lambda one: tree[one].uid in counts.rows))
    blocks: list[Block] = [Paragraph(_in_short(chosen, tree)), _table(counts, tree)]
    for heading, facets in (("Themes", False), ("Facets", True)):
        codes = [code for code in listed_codes if (tree.facet_of(code.id) is not None) is facets]
        if codes:
            blocks.append(Heading(heading if tree.facets() else "Codes", 1))
        for code in codes:
            blocks += _code(code, tree, counts, said)
            if shown.get(code.id):
                blocks.append(Paragraph((Run("Quotations", Style.STRONG),)))
                blocks += [one.quotation for one in shown[code.id]]
    sentences = [*notes.of_nothing(chosen, frequencies), *notes.of_selection(chosen)]
    if any(shown.values()):
        sentences = [EXAMPLES, REFERENCES, *sentences]
    return Report(
        name="codebook",
        title=f"{chosen.corpus.title}: codebook",
        blocks=blocks,
        notes=sentences,
        detail=lambda: project.segments(selection=chosen, only=quotes.ids(counted_codes(frequencies, tree))),
    )


def counted_codes(table: Table, tree: CodeTree) -> Sequence[int]:
    """Return the row ids of the codes that are rows of a table."""
    shown = {row.uid for row in table.rows}
    return [code.id for code in tree if code.uid in shown]


def _in_short(selection: Selection, tree: CodeTree) -> str:
    facets = tree.facets()
    themes = [code for code in tree if tree.facet_of(code.id) is None]
    heads = [code for code in themes if not tree.ancestors(code.id)]
    parts = [f"{counted(len(themes), 'code')} in {counted(len(heads), 'theme')}"]
    if facets:
        values = sum(tree.facet_of(code.id) is not None for code in tree) - len(facets)
        names = listed(head.name for head in facets)
        parts.append(f"{counted(len(facets), 'facet')} ({names}) with {counted(values, 'value')}")
    scope = selection.scope
    data = f"{counted(len(scope.holdings), 'document')} of {counted(len(scope.cases_with_data), 'case')}"
    return f"{'; '.join(parts)}. Counts are from {data} with counted speech."


def _table(counts: _Counts, tree: CodeTree) -> Table:
    """Return the tree of codes with its counts, and its Japanese names where there are any."""
    table = counts.table
    codes = {code.uid: code for code in tree}
    places = [counts.columns[key] for key in _SHOWN]
    both = any(code.fields.name_ja for code in tree)
    columns = [replace(table.columns[counts.columns[key]], n=counts.of.get(key)) for key in _SHOWN]
    if both:
        columns.insert(0, Column("Japanese", key="name_ja"))

    def cells(row: int, header: Header) -> Sequence[CellValue]:
        own = [table.values[row][place] for place in places]
        return [codes[header.uid or ""].fields.name_ja, *own] if both else own

    return replace(
        table,
        title="Codes and how often they were used",
        columns=columns,
        values=[cells(row, header) for row, header in enumerate(table.rows)],
        notes=(),
        behind=lambda row, column: () if column < both else table.behind(row, places[column - both]),
        incomplete=frozenset(
            (row, places.index(column) + both) for row, column in table.incomplete if column in places
        ),
    )


def _memos(project: Project) -> Mapping[str, Sequence[tuple[str, str]]]:
    """Return uid of a code -> its memos as (who and when, text)."""
    coders = {coder.id: coder.name for coder in project.coders.list()}
    return {
        uid: [(f"{coders.get(memo.coder_id, '')}, {memo.created_at[:10]}", memo.text) for memo in several]
        for uid, several in project.memos.by_owner("codes").items()
    }


def _code(
    code: Code, tree: CodeTree, counts: _Counts, said: Mapping[str, Sequence[tuple[str, str]]]
) -> Iterator[Block]:
    """Yield all that is said of a code."""
    fields = code.fields
    yield Heading(code_title(code), tree.level(code.id) + 2)
    small = [_numbers(code, tree, counts)]
    if code.retired:
        small.insert(0, "Retired: kept with its codings, no longer given to new ones.")
    yield Paragraph((Run(" ".join(small), Style.FAINT),))
    if fields.brief or fields.definition:
        yield Paragraph("\n".join(dict.fromkeys(filter(None, (fields.brief, fields.definition)))))
    said_of_it = [
        ("Use for", fields.include),
        ("Not for", fields.exclude),
        ("For example", "\n".join(fields.examples)),
        ("Source", fields.source),
        ("Note", fields.note),
        ("Also called", ", ".join(fields.aliases)),
        ("Key", fields.key),
    ]
    runs = [run for label, text in said_of_it if text for run in _labelled(label, text)]
    if fields.colour:
        runs += [*_labelled("Colour", ""), Run("■ ", colour=fields.colour), Run(fields.colour)]
    if runs:
        yield Paragraph([replace(runs[0], text=runs[0].text.lstrip("\n")), *runs[1:]])
    for who, text in said.get(code.uid, ()):
        yield Paragraph([Run(f"Memo ({who}): ", Style.STRONG), Run(text)])


def _labelled(label: str, text: str) -> Sequence[Run]:
    """Return what stands on a line of its own, behind what it says of the code."""
    return [Run(f"\n{label}: ", Style.STRONG), Run(text)]


def _numbers(code: Code, tree: CodeTree, counts: _Counts) -> str:
    """Say how often a code was used: `12 segments (92 with sub-codes), 13 documents, 8 of 9 cases.`"""
    if code.uid not in counts.rows:
        return "Not counted here."
    own = counts.words(code, "segments", "segment")
    whole = counts.words(code, "segments_aggregated", "segment")
    if not whole:
        reason = counts.value(code, "segments_aggregated")
        return "Not coded yet." if reason is Missing.NOT_CODED else "No data."
    parts = [own or "0 segments"]
    if len(family(tree, code.id)) > 1:
        parts[0] += f" ({whole.partition(' ')[0]} with sub-codes)"
    parts.append(counts.words(code, "documents_aggregated", "document"))
    parts.append(counts.words(code, "cases_aggregated", "case"))
    return f"{', '.join(filter(None, parts))}."
