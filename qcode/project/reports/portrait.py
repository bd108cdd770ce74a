"""The portrait of a document: where its codes lie, how much of it they take, in which order they come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from qcode.errors import DataError
from qcode.model.codings import CodingRow
from qcode.model.documents import Document
from qcode.model.reports import Block, Figure, Heading, Paragraph, Report
from qcode.model.spans import Cover, length
from qcode.model.tables import CellValue, Column, Format, Header, Table
from qcode.project.reports.transcript import Stretch, stretches
from qcode.text.names import counted
from qcode.text.widths import whole_words

if TYPE_CHECKING:
    from qcode.analysis.selection import Selection
    from qcode.project.project import Project

_MOST_WORDS = 60
"""Characters of a passage that are shown."""
_CUT = " …"

Segment = tuple[int, int, int]
"""Start, end, code: what several coders coded alike is one."""


def portrait_report(project: Project, document: Document, selection: Selection | None = None) -> Report:
    """Return the codes of a document by turns or paragraphs, their shares of its counted characters, and
    its segments in their order. Raises DataError where nothing in it is coded.
    """
    from qcode.analysis import notes

    chosen = (project.select() if selection is None else selection).of_document(document.id)
    corpus = chosen.corpus
    rows = chosen.rows.get(document.id, ())
    if not rows:
        raise DataError(
            f"No coding of “{document.name}” counts.", "Choose others with --role any, --coder or --where."
        )
    names = {one.id: one.name for one in corpus.participants.values()}
    units = list(stretches(document, corpus.text(document.id), corpus.turns.get(document.id, ()), names))
    drawing = _Portrait(chosen, document, units, rows)
    cover = chosen.speech[document.id].cover
    size = f"{counted(document.characters, 'character')}, {length(cover.spans):,} of them counted"
    blocks: list[Block] = [
        Heading(document.name, uid=document.uid),
        Paragraph(
            f"{document.kind.capitalize()}; {counted(len(drawing.read), drawing.unit)}; "
            f"{size}; {counted(len(drawing.segments), 'segment')} of {counted(len(drawing.codes), 'code')}."
        ),
        Figure("codeline", drawing.code_line(), f"Code line of {document.name}"),
        drawing.shares(),
        drawing.order(),
    ]
    return Report(
        name="portrait",
        title=f"{project.title}: portrait of a document",
        blocks=blocks,
        notes=["Segments: passages coded alike by several coders count once.", *notes.of_selection(chosen)],
        detail=lambda: project.segments(selection=chosen, only=[row.id for row in rows]),
    )


class _Portrait:
    """One document's counted codings, in the places where it is read."""

    def __init__(
        self, selection: Selection, document: Document, units: Sequence[Stretch], rows: Sequence[CodingRow]
    ) -> None:
        self._corpus = selection.corpus
        self._text = selection.corpus.text(document.id)
        self._cover = selection.speech[document.id].cover
        self._units = units
        self.read = [unit for unit in units if unit.speech and unit.place]
        """The turns or paragraphs: no front matter, no words between turns."""
        self.unit = "turn" if selection.corpus.turns.get(document.id) else "paragraph"
        self._behind: dict[Segment, list[int]] = {}
        for row in rows:
            self._behind.setdefault((row.start, row.end, row.code), []).append(row.id)
        self.segments: Sequence[Segment] = list(self._behind)
        found = {code for *_, code in self.segments}
        self.codes = [code.id for code in self._corpus.codes if code.id in found]
        """In the order of the codebook."""
        self._of_code: Mapping[int, Sequence[Segment]] = {
            code: [one for one in self.segments if one[2] == code] for code in self.codes
        }

    def _headers(self, codes: Sequence[int]) -> list[Header]:
        tree = self._corpus.codes
        return [Header(tree.path(code), tree[code].uid) for code in codes]

    def code_line(self) -> Table:
        """Return codes by turns or paragraphs: how many segments of a code lie in each."""
        places = [self._of_code[code] for code in self.codes]
        cells = [[self._in_unit(several, unit) for unit in self.read] for several in places]
        return Table(
            name="codeline",
            title="Segments by code and place",
            rows=self._headers(self.codes),
            columns=[
                Column(str(number), format=Format.COUNT, key=unit.place)
                for number, unit in enumerate(self.read, 1)
            ],
            values=[[len(several) for several in row] for row in cells],
            stub="code",
            notes=[f"Columns are the {self.unit}s of the document in their order."],
            behind=lambda row, column: [one for each in cells[row][column] for one in self._behind[each]],
        )

    @staticmethod
    def _in_unit(several: Sequence[Segment], unit: Stretch) -> Sequence[Segment]:
        return [one for one in several if one[0] < unit.end and unit.start < one[1]]

    def shares(self) -> Table:
        """Return for each code its segments, its characters and their share, where it first and last lies."""
        whole = length(self._cover.spans)
        ordered = sorted(self.codes, key=lambda code: self._of_code[code][0][:2])
        values: list[tuple[CellValue, ...]] = []
        for code in ordered:
            several = self._of_code[code]
            spans = Cover((start, end) for start, end, _ in several).spans
            characters = sum(length(self._cover.clip(*span)) for span in spans)
            values.append(
                (
                    len(several),
                    characters,
                    characters / whole if whole else None,
                    self._place(several[0][0]),
                    self._place(max(one[0] for one in several)),
                )
            )
        return Table(
            name="portrait",
            title="Codes by their first place",
            rows=self._headers(ordered),
            columns=[
                Column("segments", format=Format.COUNT),
                Column("characters", format=Format.COUNT),
                Column("share", format=Format.SHARE, n=whole),
                Column("first"),
                Column("last"),
            ],
            values=values,
            stub="code",
            notes=[
                "Characters are those of counted speech, each once for a code.",
                f"Shares are of all counted characters of the document, N = {whole:,}; they overlap.",
            ],
            behind=lambda row, _: [one for each in self._of_code[ordered[row]] for one in self._behind[each]],
        )

    def order(self) -> Table:
        """Return the segments in the order of the text."""
        tree = self._corpus.codes
        return Table(
            name="order",
            title="Segments in their order",
            rows=[Header("")] * len(self.segments),
            columns=[
                Column("place"),
                Column("code"),
                Column("characters", format=Format.COUNT),
                Column("begins"),
            ],
            values=[
                (self._place(start), tree.path(code), end - start, self._begin(start, end))
                for start, end, code in self.segments
            ],
            behind=lambda row, _: self._behind[self.segments[row]],
        )

    def _begin(self, start: int, end: int) -> str:
        words = " ".join(self._text[start:end].split())
        return words if len(words) <= _MOST_WORDS else whole_words(words, _MOST_WORDS) + _CUT

    def _place(self, offset: int) -> str:
        return next(self._places_from(offset), "")

    def _places_from(self, offset: int) -> Iterator[str]:
        """Yield what the piece that holds an offset, or the next after it, is found by."""
        return (unit.place for unit in self._units if offset < unit.end)
