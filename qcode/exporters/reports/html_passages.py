"""Passages of coded text in a page of HTML: the words marked, their codes in the margin.

A code in the margin shows its words when it is touched, and keeps them marked when it is pressed;
words show their codes likewise. Without scripts words and codes stand beside each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from importlib.resources import files
from itertools import pairwise

from qcode.exporters.html_page.markup import language, text
from qcode.model.codes import PATH_SEPARATOR
from qcode.model.reports import Mark, Passage

_DEEPEST = 3
"""Codings on the same words beyond which these get no darker."""


class HtmlPassages:
    """The passages of one page, and the style and the script that the page needs for them.

    Colours are classes in the style, so that a page may forbid styles of single elements.
    """

    def __init__(self, passages: Sequence[Passage]) -> None:
        colours = dict.fromkeys(mark.colour for one in passages for mark in one.marks if mark.colour)
        self._colours = {colour: number for number, colour in enumerate(colours, 1)}
        self._any = bool(passages)
        self._unnamed = 0

    @cached_property
    def style(self) -> str:
        """The CSS for the passages; empty where there are none."""
        rules = (f".code-{number} {{ --code: {colour}; }}\n" for colour, number in self._colours.items())
        return _asset("passages.css") + "".join(rules) if self._any else ""

    @cached_property
    def script(self) -> str:
        """The JavaScript for the passages, to run when the page is there; empty where there are none."""
        return _asset("passages.js") if self._any else ""

    def pieces(self, passage: Passage) -> Iterator[str]:
        """Yield one passage as an element."""
        ids = [self._id(mark) for mark in passage.marks]
        yield f'<section class="passage{"" if passage.counted else " quiet"}">\n<p class="who">'
        label = f"<b{language(passage.label)}>{text(passage.label)}</b> " if passage.label else ""
        place = f"<span>{text(passage.place)}</span>" if passage.place else ""
        yield f'{label}{place}</p>\n<p class="said"{language(passage.text)}>'
        yield from _words(passage, ids)
        yield "</p>\n"
        yield from self._margin(passage, ids)
        yield "</section>\n"

    def _id(self, mark: Mark) -> str:
        """Return what a coding is called on the page: on all passages that it lies on the same."""
        if mark.coding is not None:
            return str(mark.coding)
        self._unnamed += 1
        return f"x{self._unnamed}"

    def _margin(self, passage: Passage, ids: Sequence[str]) -> Iterator[str]:
        """Yield the codes of a passage; what several coders coded alike stands once."""
        alike: dict[tuple[int, int, str], list[int]] = {}
        for number, mark in enumerate(passage.marks):
            alike.setdefault((mark.start, -mark.end, mark.code), []).append(number)
        if not alike:
            return
        yield '<ul class="codes">\n'
        for (_, _, code), numbers in sorted(alike.items(), key=lambda pair: pair[0][:2]):
            marks = [passage.marks[number] for number in numbers]
            coded = " ".join(ids[number] for number in numbers)
            colour = self._colours.get(marks[0].colour)
            yield f'<li><button type="button" aria-pressed="false" data-codings="{coded}"'
            yield f' class="code-{colour}">' if colour else ">"
            above, _, name = code.rpartition(PATH_SEPARATOR)
            yield f'<span class="above">{text(above + PATH_SEPARATOR)}</span>' if above else ""
            coders = ", ".join(dict.fromkeys(mark.coder for mark in marks if mark.coder))
            yield f"<span{language(name)}>{text(name)}</span>"
            yield f" <small>{text(coders)}</small></button>" if coders else "</button>"
            for memo in filter(None, (mark.memo for mark in marks)):
                yield f'<p class="memo"{language(memo)}>{text(memo)}</p>'
            yield "</li>\n"
        yield "</ul>\n"


def _words(passage: Passage, ids: Sequence[str]) -> Iterator[str]:
    """Yield the words of a passage, cut where a coding begins or ends."""
    size = len(passage.text)
    edges = {0, size, *(edge for one in passage.marks for edge in (one.start, one.end))}
    for start, end in pairwise(sorted(edges)):
        words = text(passage.text[start:end])
        here = [
            ids[number] for number, one in enumerate(passage.marks) if one.start <= start and end <= one.end
        ]
        if here:
            depth = f" deep-{min(len(here), _DEEPEST)}" if len(here) > 1 else ""
            words = f'<span class="coded{depth}" data-codings="{" ".join(here)}">{words}</span>'
        yield words


def _asset(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
