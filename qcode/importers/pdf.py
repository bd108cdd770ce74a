"""PDF: the text of its pages in reading order, lines joined to paragraphs, paragraphs by newlines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from qcode.errors import UnreadableFileError
from qcode.importers.left_out import told_left_out
from qcode.importers.pdf_pages.columns import blocks_of
from qcode.importers.pdf_pages.extraction import extract_pages
from qcode.importers.pdf_pages.margins import Margins, without_margins
from qcode.importers.pdf_pages.pages import Line, Page
from qcode.importers.pdf_pages.paragraphs import write
from qcode.importers.pdf_pages.rows import line_of, rows_of, without_readings
from qcode.importers.source import Options, Source
from qcode.model.documents import Transcript
from qcode.text.clean import clean
from qcode.text.names import counted
from qcode.text.speakers import find_turns

_MARK = b"%PDF-"
_HEAD = 1024
"""Bytes in which a viewer looks for the mark."""
_SHOWN = 12


def read(source: Source, options: Options) -> Transcript:
    """Return the transcript of a PDF, with the places where its pages begin.

    Running heads, feet and page numbers are left out, and words put together that were divided at
    the end of a line; both are told. Raises UnreadableFileError for what is protected, damaged,
    without text, or too large.
    """
    if _MARK not in source.data[:_HEAD]:
        raise UnreadableFileError(f"{source.name} is no PDF.", "Give it the ending of what it is.")
    pages = extract_pages(source)
    margins = without_margins(pages)
    lines, readings = _lines(margins.pages)
    printed = "\n".join(line.text for line in lines)
    written = write(lines, _labelled(printed, options))
    text, changes = clean(written.text)
    talk = find_turns(text, headings=written.headings, roles=options.roles)
    return Transcript(
        text,
        "pdf",
        talk.turns,
        talk.speakers,
        talk.front_matter,
        talk.metadata,
        anchors=talk.anchors,
        changes=changes,
        warnings=(*_told(pages, margins, readings, written.undivided), *talk.warnings),
        pages=_page_starts(pages, lines, written.starts, len(text)),
    )


def _lines(pages: Sequence[Page | None]) -> tuple[list[Line], int]:
    """Return the lines of all pages in reading order, and the number of readings that were left out."""
    lines: list[Line] = []
    readings = 0
    for number, page in enumerate(pages):
        for block in blocks_of(page.runs) if page is not None else ():
            rows, more = without_readings(rows_of(block.runs))
            readings += more
            lines += [line_of(row, number, block.column) for row in rows]
    return [line for line in lines if line.text], readings


def _labelled(printed: str, options: Options) -> set[int]:
    """Return the numbers of the printed lines that begin with a speaker's label."""
    starts = [0]
    while (end := printed.find("\n", starts[-1])) >= 0:
        starts.append(end + 1)
    turns = find_turns(printed, roles=options.roles).turns
    return {bisect_right(starts, turn.label[0]) - 1 for turn in turns if turn.label is not None}


def _page_starts(
    pages: Sequence[Page | None], lines: Sequence[Line], starts: Sequence[int], length: int
) -> tuple[tuple[int, str], ...]:
    """Return where each page begins; one without text begins where the text goes on."""
    first: dict[int, int] = {}
    for line, start in zip(lines, starts, strict=True):
        first.setdefault(line.page, start)
    found: list[tuple[int, str]] = []
    upto = length
    for number in range(len(pages) - 1, -1, -1):
        upto = first.get(number, upto)
        page = pages[number]
        found.append((upto, (page.label if page is not None else "") or str(number + 1)))
    return tuple(reversed(found))


def _told(pages: Sequence[Page | None], margins: Margins, readings: int, undivided: int) -> list[str]:
    """Return what was left out or looks odd."""
    sound = [page for page in pages if page is not None]
    left_out = {
        "running head or foot": margins.heads,
        "page number": margins.numbers,
        "ruby reading": readings,
        "character outside the page": sum(page.outside for page in sound),
        "character at an angle": sum(page.aslant for page in sound),
    }
    told = told_left_out(left_out)
    if undivided:
        told.append(f"{counted(undivided, 'word')} divided at the end of a line put together")
    vertical = [number for number, page in enumerate(pages, 1) if page is not None and page.vertical]
    if vertical:
        told.append(f"written vertically, so check its lines: {_numbers(vertical)}")
    empty = [number for number, page in enumerate(pages, 1) if page is not None and not page.runs]
    if empty:
        told.append(f"no text, being empty or pictures: {_numbers(empty)}")
    damaged = [number for number, page in enumerate(pages, 1) if page is None]
    if damaged:
        told.append(f"too damaged to be read: {_numbers(damaged)}")
    unknown = sum(page.unknown for page in sound)
    if unknown:
        told.append(f"the file does not say what {counted(unknown, 'character')} mean: made U+FFFD")
    return told


def _numbers(pages: Sequence[int]) -> str:
    """Return page numbers, counted from 1, for a warning."""
    shown = ", ".join(map(str, pages[:_SHOWN]))
    more = f" and {len(pages) - _SHOWN:,} more" if len(pages) > _SHOWN else ""
    return f"{'page' if len(pages) == 1 else 'pages'} {shown}{more}"
