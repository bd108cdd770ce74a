"""The report of quotations, by code, by case, or by both."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from qcode.analysis import notes
from qcode.model.reports import Block, Heading, Paragraph, Report, Run, Style
from qcode.project.reports.quoted import Quoted, Quotes
from qcode.text.names import counted

if TYPE_CHECKING:
    from qcode.analysis.selection import Selection
    from qcode.model.codes import Code
    from qcode.project.project import Project

REFERENCES = (
    "References say who speaks (a position where one is known), the case, the document where it is not "
    "clear from these, and the turn, page or paragraph in which the quotation begins."
)
_NO_CASE = "(no case)"


class By(StrEnum):
    """What the quotations stand below."""

    CODE = "code"
    CASE = "case"
    """Cases, and the codes of each below it."""
    BOTH = "both"
    """Codes, and the cases of each below it."""


@dataclass(slots=True)
class _Page:
    """What is written, and what of it was left out."""

    selection: Selection
    limit: int | None
    shown: set[int]
    left_out: int = 0

    def quotations(self, quoted: Sequence[Quoted]) -> Iterator[Block]:
        """Yield the quotations of one heading, the first so many."""
        kept = quoted[: self.limit]
        self.left_out += len(quoted) - len(kept)
        for one in kept:
            self.shown.update(row.id for row in one.rows)
            yield one.quotation


def quotations_report(
    project: Project,
    *,
    selection: Selection | None = None,
    by: By = By.CODE,
    limit: int | None = None,
    memos: bool = True,
    themes: bool = False,
) -> Report:
    """Return the counted quotations with their references, translations and `memos`.

    A passage stands once below a code, whoever coded it. `limit` is how many stand below one heading
    at most; `themes` leaves out the codes of facets. `selection`: what counts by default.
    """
    chosen = project.select() if selection is None else selection
    tree = chosen.corpus.codes
    codes = [code for code in tree if code.id in chosen.codes and not (themes and tree.facet_of(code.id))]
    quotes = Quotes(project, chosen, memos=memos)
    page = _Page(chosen, limit, set())
    by_code = {code.id: quotes.of([code.id]) for code in codes}
    blocks = list(_by_case(page, by_code) if by is By.CASE else _by_code(page, by_code, both=by is By.BOTH))
    if not blocks:
        blocks = [Paragraph("There is no such quotation.")]
    said = [REFERENCES, *notes.of_selection(chosen)]
    if page.left_out:
        said.insert(0, f"At most {limit} below a heading: {counted(page.left_out, 'quotation')} left out.")
    if themes:
        said.insert(-1, "Facets are not shown.")
    return Report(
        name="quotations",
        title=f"{chosen.corpus.title}: quotations",
        blocks=blocks,
        notes=said,
        detail=lambda: project.segments(selection=chosen, only=page.shown),
    )


def _by_code(page: _Page, by_code: Mapping[int, Sequence[Quoted]], *, both: bool) -> Iterator[Block]:
    tree = page.selection.corpus.codes
    for code in headed(page.selection, lambda one: bool(by_code.get(one))):
        quoted = by_code.get(code.id, ())
        level = tree.level(code.id) + 1
        yield Heading(code_title(code), level)
        if not quoted:
            continue
        yield Paragraph((Run(_how_many(quoted), Style.FAINT),))
        if not both:
            yield from page.quotations(quoted)
            continue
        for case, several in _cases(page.selection, quoted):
            yield Heading(case, level + 1)
            yield from page.quotations(several)


def _by_case(page: _Page, by_code: Mapping[int, Sequence[Quoted]]) -> Iterator[Block]:
    tree = page.selection.corpus.codes
    everything = [one for quoted in by_code.values() for one in quoted]
    for case, of_case in _cases(page.selection, everything):
        yield Heading(case, 1)
        yield Paragraph((Run(_how_many(of_case, of_cases=False), Style.FAINT),))
        below: dict[int, list[Quoted]] = {}
        for one in of_case:
            below.setdefault(one.code, []).append(one)
        for code, quoted in below.items():
            yield Heading(tree.path(code), 2)
            yield from page.quotations(quoted)


def _cases(selection: Selection, quoted: Sequence[Quoted]) -> Iterator[tuple[str, Sequence[Quoted]]]:
    """Yield each case that has any of some quotations, with these; those of no case last."""
    below: dict[int | None, list[Quoted]] = {}
    for one in quoted:
        for case in one.cases or (None,):
            below.setdefault(case, []).append(one)
    for case in (*selection.corpus.cases, None):
        if case in below:
            yield _NO_CASE if case is None else selection.corpus.cases[case].name, below[case]


def headed(selection: Selection, wanted: Callable[[int], bool]) -> Iterator[Code]:
    """Yield the codes that are wanted with those above them, in reading order."""
    tree = selection.corpus.codes
    kept = {code.id for code in tree if wanted(code.id)}
    kept |= {above for one in kept for above in tree.ancestors(one)}
    return (code for code in tree if code.id in kept)


def code_title(code: Code) -> str:
    """Return what heads a code: its name, and its Japanese one where it has another."""
    other = code.fields.name_ja
    return f"{code.name} · {other}" if other and other != code.name else code.name


def _how_many(quoted: Sequence[Quoted], *, of_cases: bool = True) -> str:
    passages = {(one.rows[0].document, one.rows[0].start, one.rows[0].end) for one in quoted}
    documents = {one.rows[0].document for one in quoted}
    cases = {case for one in quoted for case in one.cases}
    segments = counted(len(quoted), "segment")
    many = segments if len(passages) == len(quoted) else f"{segments} on {counted(len(passages), 'passage')}"
    of = f" of {counted(len(cases), 'case')}" if cases and of_cases else ""
    return f"{many} in {counted(len(documents), 'document')}{of}."
