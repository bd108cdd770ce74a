"""A report in Markdown as GitHub and pandoc read it, in which no text is markup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from qcode.exporters.md_file import escaped, line, pipe_table, unopened
from qcode.exporters.reports.numbering import Captions
from qcode.exporters.reports.passages import codings_said, heading_of
from qcode.model.reports import (
    Block,
    Figure,
    Heading,
    Listing,
    Paragraph,
    Passage,
    Quotation,
    Report,
    Run,
    Style,
    Words,
)
from qcode.model.tables import Table
from qcode.text.cells import legend

_DEEPEST = 6
_DRAWN = frozenset({"codeline"})
"""Kinds of pictures whose tables are too wide to be read: a column for each turn of a document."""
_DRAWN_WIDTH = 110
_HARD_BREAK = "\\\n"
_MARKS = {Style.STRONG: ("**", "strong"), Style.EMPHASIS: ("*", "em")}


def pieces(report: Report) -> Iterator[str]:
    """Yield a report: its title, its blocks with an empty line between them, its notes as a list."""
    yield f"# {line(report.title)}\n"
    captions = Captions()
    for block in report.blocks:
        yield "\n"
        yield from _block(block, captions)
    if report.notes:
        yield "\n## Notes\n\n"
        yield from _points(report.notes)


def _block(block: Block, captions: Captions) -> Iterator[str]:
    match block:
        case Heading(text, level):
            yield f"{'#' * min(level + 1, _DEEPEST)} {line(text)}\n"
        case Paragraph(said):
            yield words(said) + "\n"
        case Listing(items):
            yield from _points(items)
        case Quotation():
            yield from _quotation(block)
        case Table():
            yield from _table(block, captions.of_table(block.title))
        case Figure(kind, table, caption) if kind in _DRAWN:
            yield from _drawing(kind, table, captions.of_figure(caption or table.title))
        case Figure(_, table, caption):
            yield from _table(table, captions.of_figure(caption or table.title))
        case Passage():
            yield from _passage(block)


def _drawing(kind: str, table: Table, caption: str) -> Iterator[str]:
    """Yield a picture in characters, as a block of code by its indentation: no line of it can end that."""
    from qcode.pictures import draw

    number, _, title = caption.partition(". ")
    yield f"**{number}.** {line(title)}\n\n"
    drawn = draw(kind, table, width=_DRAWN_WIDTH, notes=False).strip("\n")
    yield "".join(f"    {one}\n" if one else "\n" for one in drawn.split("\n"))


def _points(items: Sequence[Words]) -> Iterator[str]:
    for item in items:
        yield f"- {words(item, '  ')}\n"


def _quotation(one: Quotation) -> Iterator[str]:
    behind = f" ({escaped(one.reference)})" if one.reference else ""
    yield f"> {words(one.text, '> ')}{behind}\n"
    if one.translation:
        yield f">\n> {words((Run(one.translation, Style.EMPHASIS),), '> ')}\n"
    if one.memo:
        yield f">\n> Memo: {words(one.memo, '> ')}\n"


def _passage(one: Passage) -> Iterator[str]:
    head = heading_of(one)
    if head:
        yield f"**{line(head)}**\n\n"
    yield f"> {words(one.text, '> ')}\n"
    for said in codings_said(one):
        yield f">\n> \\[{escaped(said)}\\]\n"


def _table(table: Table, caption: str) -> Iterator[str]:
    number, _, title = caption.partition(". ")
    yield f"**{number}.** {line(title)}\n\n"
    yield from pipe_table(table)
    notes = [*legend(table), *table.notes]
    if notes:
        yield "\n"
        yield from _points(notes)


def words(said: Words, indent: str = "") -> str:
    """Return what a paragraph says; its line ends are kept, lines after the first begin with `indent`."""
    runs = (Run(said),) if isinstance(said, str) else said
    befores = [" ", *(run.text[-1:] or " " for run in runs)]
    afters = [*(run.text[:1] or " " for run in runs[1:]), " "]
    whole = "".join(map(_run, runs, befores, afters))
    lines = [unopened(one.strip(" ")) for one in whole.split("<br>")]
    stanzas = [
        _HARD_BREAK.join(f"{indent}{one}" for one in several)
        for full, several in groupby(lines, bool)
        if full
    ]
    return f"\n{indent.rstrip()}\n".join(stanzas).removeprefix(indent)


def _run(run: Run, before: str, after: str) -> str:
    """Return one run; `before` and `after` are the characters beside it, or a blank."""
    text = run.text
    if run.style not in _MARKS or not text.strip():
        return escaped(text)
    words = text.strip()
    left, right = text[: text.index(words[0])], text[len(text.rstrip()) :]
    sign, element = _MARKS[run.style]
    # Signs of Markdown do not hold between punctuation and a letter, as Japanese has them side by side.
    opens = words[0].isalnum() or (left or before)[-1].isspace()
    closes = words[-1].isalnum() or (right or after)[0].isspace()
    if opens and closes and "\n" not in words:
        return f"{escaped(left)}{sign}{escaped(words)}{sign}{escaped(right)}"
    return f"{escaped(left)}<{element}>{escaped(words)}</{element}>{escaped(right)}"
