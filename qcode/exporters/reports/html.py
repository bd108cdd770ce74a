"""A report as one page of HTML: its contents at the side, tables that sort, numbers that open quotations."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from importlib.resources import files

from qcode.errors import MissingExtraError
from qcode.exporters.html_page import markup, paper
from qcode.exporters.html_page.page import page
from qcode.exporters.reports.html_passages import HtmlPassages
from qcode.exporters.reports.numbering import Captions, bare
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

_DEEPEST = 5
_IN_CONTENTS = 2
"""Headings down to this level are listed in the contents."""
_FROM_HEADINGS = 4
"""A report of fewer headings needs no contents."""
_COLOUR = re.compile("#[0-9a-fA-F]{6}")
_ELEMENTS = {Style.STRONG: "strong", Style.EMPHASIS: "em", Style.FAINT: "small"}


def pieces(report: Report) -> Iterator[str]:
    """Yield a report as a page that needs no network and may run nothing but its own script."""
    passages = HtmlPassages([one for one in report.blocks if isinstance(one, Passage)])
    colours = _colours(report)
    tables = [one.table if isinstance(one, Figure) else one for one in report.blocks]
    once = {id(one): one for one in tables if isinstance(one, Table)}
    across = paper.lies_across([*once.values()])
    counting = any(one.stub is not None for one in once.values())
    return page(
        report.title,
        _Body(report, passages, colours, across=across).pieces(),
        [*once.values()],
        report.detail() if report.detail is not None and counting else None,
        kind="report",
        style=_asset("report.css") + _rules(colours) + passages.style,
        script=passages.script,
    )


class _Body:
    """What stands on the page below its title."""

    def __init__(
        self, report: Report, passages: HtmlPassages, colours: Mapping[str, str], *, across: bool
    ) -> None:
        self._report = report
        self._across = across
        self._colours = colours
        self._passages = passages
        self._captions = Captions()
        self._headings = [one for one in report.blocks if isinstance(one, Heading)]
        self._heading = 0
        self._tables: dict[int, int] = {}
        """Identity of a table -> its number, for those that stand on the page by now."""

    def pieces(self) -> Iterator[str]:
        yield from self._contents()
        for block in self._report.blocks:
            yield from self._block(block)
        yield markup.notes(self._report.notes)

    def _contents(self) -> Iterator[str]:
        if len(self._headings) < _FROM_HEADINGS:
            return
        yield '<nav aria-label="Contents">\n<ol>\n'
        for number, one in enumerate(self._headings, start=1):
            if one.level <= _IN_CONTENTS:
                kind = f' class="level-{one.level}"' if one.level > 1 else ""
                said = f'<a{markup.language(one.text)} href="#s{number}">{markup.text(one.text)}</a>'
                yield f"<li{kind}>{said}</li>\n"
        yield "</ol>\n</nav>\n"

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case Heading(said, level):
                self._heading += 1
                name = f"h{min(level + 1, _DEEPEST)}"
                yield f'<{name} id="s{self._heading}"{markup.language(said)}>{markup.text(said)}</{name}>\n'
            case Paragraph(said):
                yield f'<p class="text"{_language(said)}>{self._words(said)}</p>\n'
            case Listing(items):
                yield '<ul class="text">\n'
                yield "".join(f"<li{_language(item)}>{self._words(item)}</li>\n" for item in items)
                yield "</ul>\n"
            case Quotation():
                yield from _quotation(block)
            case Table():
                yield from self._tabulated(block, self._captions.of_table(block.title))
            case Figure():
                yield from self._figure(block)
            case Passage():
                yield from self._passages.pieces(block)

    def _words(self, said: Words) -> str:
        return markup.text(said) if isinstance(said, str) else "".join(map(self._run, said))

    def _run(self, run: Run) -> str:
        words = markup.text(run.text)
        colour = self._colours.get(run.colour.lower())
        if colour:
            words = f'<span class="{colour}">{words}</span>'
        name = _ELEMENTS.get(run.style)
        return f"<{name}>{words}</{name}>" if name else words

    def _tabulated(self, table: Table, caption: str) -> Iterator[str]:
        number = len(self._tables) + 1
        self._tables[id(table)] = number
        name = f"table-{number}"
        yield f'<section class="table">\n<p class="caption" id="{name}"{markup.language(caption)}>'
        yield f"{markup.text(caption)}</p>\n"
        yield from markup.table(table, name, across=self._across)
        yield markup.notes([*legend(table), *table.notes])
        yield "</section>\n"

    def _figure(self, figure: Figure) -> Iterator[str]:
        caption = self._captions.of_figure(figure.caption or figure.table.title)
        shown = markup.text(caption)
        yield f'<figure class="picture">\n{_picture(figure, shown)}'
        yield f"<figcaption{markup.language(caption)}>{shown}</figcaption>\n"
        above = self._tables.get(id(figure.table))
        if above is not None:
            yield f'<p><a href="#table-{above}">The numbers behind this picture</a></p>\n</figure>\n'
            return
        yield "</figure>\n"
        yield '<details class="behind">\n<summary>The numbers behind this picture</summary>\n'
        yield from self._tabulated(figure.table, figure.table.title or figure.caption)
        yield "</details>\n"


def _picture(figure: Figure, alternative: str) -> str:
    """Return a picture as an image that the page holds; in characters where it cannot be drawn."""
    from qcode import pictures

    try:
        drawn = pictures.svg(figure.kind, bare(figure.table))
    except MissingExtraError:
        lines = pictures.draw(figure.kind, figure.table, width=100, notes=False)
        return f"<pre>{markup.text(lines)}</pre>\n"
    data = b64encode(drawn.encode("utf-8")).decode("ascii")
    return f'<img alt="{alternative}" src="data:image/svg+xml;base64,{data}">\n'


def _quotation(one: Quotation) -> Iterator[str]:
    yield f'<figure class="quotation">\n<blockquote{markup.language(one.text)}>{markup.text(one.text)}'
    yield "</blockquote>\n"
    if one.translation:
        said = markup.text(one.translation)
        yield f'<p class="translation"{markup.language(one.translation)}>{said}</p>\n'
    if one.memo:
        yield f'<p class="memo"{markup.language(one.memo)}>{markup.text(one.memo)}</p>\n'
    if one.reference:
        reference = markup.text(one.reference)
        yield f"<figcaption{markup.language(one.reference)}>({reference})</figcaption>\n"
    yield "</figure>\n"


def _colours(report: Report) -> Mapping[str, str]:
    """Return colour -> class of the runs of words that are samples of one."""
    said = [one.words for one in report.blocks if isinstance(one, Paragraph)]
    said += [item for one in report.blocks if isinstance(one, Listing) for item in one.items]
    runs = (run for words in said if not isinstance(words, str) for run in words)
    found = dict.fromkeys(run.colour.lower() for run in runs if _COLOUR.fullmatch(run.colour))
    return {colour: f"colour-{number}" for number, colour in enumerate(found, start=1)}


def _rules(colours: Mapping[str, str]) -> str:
    return "".join(f".{name} {{ color: {colour}; }}\n" for colour, name in colours.items())


def _language(said: Words) -> str:
    return markup.language(said if isinstance(said, str) else "".join(run.text for run in said))


def _asset(name: str) -> str:
    return "\n" + files(__package__).joinpath(name).read_text(encoding="utf-8")
