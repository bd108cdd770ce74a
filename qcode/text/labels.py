"""The shapes in which transcripts say who speaks, and where a text has them.

Each shape is one pattern over whole lines. What it finds is a candidate only: whether a label is a
speaker is decided over the whole text, by `label_choice`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator
from enum import Enum, auto
from typing import NamedTuple
from unicodedata import normalize

from qcode.text.label_words import speaker_name
from qcode.text.roles import is_sure_label
from qcode.text.times import ARROW, CLOCK, MARK, RANGE, times_in


class Shape(Enum):
    """How a label is written. In the order in which they are believed."""

    CUE = auto()
    """`0:0:5.100 --> 0:0:8.250` on a line, the name on the next, speech on the next."""
    BRACED = auto()
    """`{104}: ...`"""
    QUESTION = auto()
    """`Q1. ...`, `問１　...`, `Pergunta 3: ...`: numbered questions, perhaps numbered answers."""
    COLON = auto()
    """`Name: ...`, with times, brackets or Markdown emphasis around the name."""
    TIMED = auto()
    """`Name  0:02` or `[00:02] Name` on a line, speech below."""
    DASHES = auto()
    """`――...`: the interviewer's line; answers are not labelled."""
    TERM = auto()
    """A name on a line and `: ...` on the next."""
    MARKER = auto()
    """`○Name　...`"""
    BRACKET = auto()
    """`【Name】...`, `[Name] ...`, `（Name）` on a line."""
    HEADING = auto()
    """`### Name` on a line, speech below."""
    BOLD = auto()
    """`**Name** ...`"""
    TAB = auto()
    """`Name`, TAB, perhaps times between TABs, speech."""
    BLANK = auto()
    """`Name　...` with an ideographic blank."""
    DASH = auto()
    """`I – ...`"""
    OWN_LINE = auto()
    """`Name` on a line, speech below."""


class Mark(NamedTuple):
    """A candidate: a place where somebody may begin to speak."""

    shape: Shape
    name: str
    """The label as the file has it, without brackets, numbers of questions, emphasis, times."""
    start: int
    end: int
    """From the first character of the line to where speech may begin."""
    time_start: float | None = None
    time_end: float | None = None
    emphasis: str = ""
    """Markdown emphasis that the label opens and does not close: speech ends with it."""
    number: int | None = None
    """Of a question."""
    damaged: bool = False


DASH_NAME = "――"

_S = r"[ \t\u3000]"
# Possessive: nothing that follows a run of blanks can begin with one, and long runs cost nothing.
_B = r"[ \t\u3000]*+"
_LEAD = rf"\n{_B}(?:>{{1,3}}[ \t]*)?"
_EOL = rf"{_B}(?=\n|\Z)"
_EMPHASIS = r"[*_]{0,3}"
_COLON_SIGN = r"(?:(?<![0-9０-９])[:：]|[:：](?![0-9０-９]))(?!//|:)"

_BEGINNING = re.compile(rf"\n{_B}(?P<name>[^:：\s][^:：\n]{{0,59}}){_COLON_SIGN}{_B}")
_PATTERNS = {
    Shape.CUE: re.compile(
        rf"{_LEAD}(?P<time>{CLOCK}{_B}(?:{ARROW}){_B}{CLOCK}){_EOL}(?:\n{_B})+"
        rf"(?P<name>[^\n]{{1,60}}){_EOL}(?=(?:\n{_B})+[^\n])(?!(?:\n{_B})+{CLOCK}{_B}(?:{ARROW}))"
    ),
    Shape.BRACED: re.compile(rf"{_LEAD}\{{{_B}(?P<name>\w{{1,12}})(?P<close>[}}{{\])]?){_B}[:：]{_B}"),
    Shape.QUESTION: re.compile(
        rf"{_LEAD}(?P<open>[*_#]{{0,4}}){_B}"
        r"(?P<name>[QqＱAaＡ]|(?i:question|answer|pergunta|resposta|pregunta|respuesta|frage|antwort)|"
        rf"質問|回答|問|答)[ \t]*+(?P<number>[0-9０-９]{{0,3}})[ \t]*+"
        rf"(?:[:：.．)）、]|(?<=[0-9０-９])\u3000|(?<=[問答])\u3000)(?P<close>{_EMPHASIS}){_B}"
    ),
    Shape.COLON: re.compile(
        rf"\n(?=[^\n:：]{{1,90}}[:：]){_LEAD[2:]}(?:(?P<before>{RANGE}){_B}[-–—]?{_B})?"
        rf"(?P<open>{_EMPHASIS})(?:(?P<name>[^:：\n]{{1,60}})"
        rf"|(?=[^\n:：]{{1,60}}[0-9０-９][:：][0-9０-９])"
        rf"(?P<named>[^:：\n]{{1,60}}?)(?P<inside>{_B}{MARK}|{_S}+{CLOCK}){_B}{_EMPHASIS})"
        rf"{_B}{_COLON_SIGN}(?P<close>{_EMPHASIS}){_B}(?P<after>{MARK}|{CLOCK}(?={_B}\n))?{_B}"
    ),
    Shape.TIMED: re.compile(
        rf"\n(?=[^\n]{{4,120}}(?:\n|\Z)){_LEAD[2:]}[*_#]{{0,6}}{_B}"
        rf"(?:(?P<before>{RANGE}){_S}+(?:[-–—]{_S}+)?(?P<named>[^\n:：]{{1,60}}?)"
        rf"|(?P<name>[^\n]{{1,60}}?){_EMPHASIS}{_B}(?:(?<={_S})|(?=[(（\[［]))(?P<after>{RANGE}))"
        rf"{_EMPHASIS}{_EOL}"
    ),
    Shape.DASHES: re.compile(rf"{_LEAD}[―—─–‐]{{2,4}}{_B}(?=[^\s―—─–‐\-=>|])"),
    Shape.TERM: re.compile(
        r"\n(?P<name>[^\s:：][^\n]{0,38}?)(?:!\[[^\n]{0,200})?[ \t]*\n[ \t]*[:：][ \t]+(?=\S)"
    ),
    Shape.MARKER: re.compile(
        rf"{_LEAD}[○◎●△▲□■◇◆〇]{_B}"
        r"(?:（(?P<named>[^\n（）]{1,24})）|(?P<name>[^\s（）。、：:]{1,20}(?:（[^\n（）]{1,20}）)?))\u3000+"
    ),
    Shape.BRACKET: re.compile(
        rf"{_LEAD}{_EMPHASIS}(?:【(?P<a>[^】\n]{{1,40}})】|［(?P<b>[^］\n]{{1,40}})］|"
        r"\\?\[(?P<c>[^\]\n\\]{1,40})\\?\]|（(?P<d>[^）\n]{1,40})）|\((?P<e>[^)\n]{1,40})\)|"
        rf"〔(?P<f>[^〕\n]{{1,40}})〕|[〈<](?P<g>[^〉>\n]{{1,40}})[〉>]){_EMPHASIS}{_B}"
    ),
    Shape.HEADING: re.compile(r"\n(?P<open>#{1,6})[ \t]+(?P<name>[^\n]{1,200})"),
    Shape.BOLD: re.compile(
        rf"{_LEAD}(?P<open>\*\*|__)(?P<name>[^*_\n:：]{{1,60}})(?P=open)(?:{_S}+(?=\S)|{_EOL})"
    ),
    Shape.TAB: re.compile(
        rf"\n[ ]*(?P<name>[^\t\n]{{1,60}}?)[ ]*\t(?P<time>(?:[ \t]*{RANGE}[ ]*\t){{0,4}})[ \t]*"
    ),
    Shape.BLANK: re.compile(r"\n(?P<name>[^\s。、「」（）]{1,10})\u3000+(?=\S)"),
    Shape.DASH: re.compile(
        rf"{_LEAD}(?P<open>{_EMPHASIS})(?P<name>[^\n–—:：]{{1,60}}?)(?P<close>{_EMPHASIS}){_S}+[-–—]{_S}+"
    ),
    Shape.OWN_LINE: re.compile(rf"{_LEAD}{_EMPHASIS}(?P<name>[^\n]{{1,46}}?){_EMPHASIS}{_EOL}"),
}
_SIGNS = {
    Shape.CUE: ("->", "→"),
    Shape.BRACED: ("{",),
    Shape.COLON: (":", "："),
    Shape.TIMED: (":", "：", "分"),
    Shape.DASHES: ("――", "——", "──", "––", "‐‐", "―—", "—―"),
    Shape.TERM: ("\n:", "\n："),
    Shape.HEADING: ("\n#",),
    Shape.BOLD: ("**", "__"),
    Shape.TAB: ("\t",),
    Shape.BLANK: ("\u3000",),
    Shape.MARKER: ("\u3000",),
    Shape.DASH: (" – ", " - ", " — ", "\u3000"),
}
"""What a text must contain for a shape to be worth a search."""

_OUTER = re.compile(r"^[\[(（【［〔〈<](?P<inner>[^\[\]()（）【】［］〔〕〈〉<>]+)[\])）】］〕〉>]$")


class Lines:
    """A text made ready for patterns that begin at a line: each begins with the newline before."""

    __slots__ = ("source", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.source = "\n" + text

    def has(self, shape: Shape) -> bool:
        """Tell at small cost whether marks of a shape are possible at all."""
        signs = _SIGNS.get(shape, ())
        return not signs or any(sign in self.source for sign in signs)

    def repeat_themselves(self) -> bool:
        """Tell whether two different short lines occur again, as names on their own lines do,
        or any is the word for a role."""
        counts = Counter(line.strip() for line in self.text.split("\n") if len(line) <= 50)
        counts.pop("", None)
        repeated = [line for line, count in counts.items() if count > 1]
        return len(repeated) > 1 or any(is_sure_label(line.strip("*_ ")) for line in counts)

    def marks(self, shape: Shape) -> Iterator[Mark]:
        """Yield the candidates of one shape in the order of the text."""
        if self.has(shape):
            for found in _PATTERNS[shape].finditer(self.source):
                mark = _mark(shape, found)
                if mark is not None:
                    yield mark

    def beginnings(self, besides: Container[int] = ()) -> Iterator[Mark]:
        """Yield what stands before a colon at the beginning of a line, whether or not it could be a name.

        What begins at one of the offsets `besides` is left out.
        """
        for found in _BEGINNING.finditer(self.source):
            start = found.start("name") - 1
            if start not in besides:
                yield Mark(Shape.COLON, " ".join(found["name"].split()), start, found.end() - 1)


def _mark(shape: Shape, found: re.Match[str]) -> Mark | None:
    parts = found.groupdict()
    name = _name(shape, parts)
    if name is None:
        return None
    times = [
        seconds for key in ("time", "before", "inside", "after") for seconds in times_in(parts.get(key) or "")
    ]
    opened = ""
    if parts.get("open") and shape in (Shape.COLON, Shape.QUESTION):
        closed = parts["close"] or (parts["name"] or "").rstrip().endswith(("*", "_"))
        opened = "" if closed else parts["open"].strip("#")
    # The newline that the pattern began with stands for the one before the text.
    start = found.end() - len(found[0].lstrip()) - 1
    return Mark(
        shape,
        name,
        start,
        max(start, found.end() - 1),
        times[0] if times else None,
        times[1] if len(times) > 1 else None,
        emphasis=opened,
        number=int(normalize("NFKC", parts["number"])) if parts.get("number") else None,
        damaged=shape is Shape.BRACED and parts["close"] != "}",
    )


def _name(shape: Shape, parts: dict[str, str | None]) -> str | None:
    if shape is Shape.DASHES:
        return DASH_NAME
    if shape is Shape.BRACKET:
        return speaker_name(next(filter(None, parts.values()), ""))
    raw = (parts.get("name") or parts.get("named") or "").strip(" \t\u3000")
    if shape in (Shape.BRACED, Shape.QUESTION):
        return raw
    if shape is Shape.HEADING:
        return raw.strip("*_# \t\u3000:：") or None
    outer = _OUTER.match(raw)
    if outer is not None and shape in (Shape.COLON, Shape.TIMED, Shape.CUE, Shape.DASH):
        raw = outer["inner"]
    if shape is Shape.COLON and raw.startswith("#"):
        raw = raw.lstrip("# \t").strip("*_")
    if shape is Shape.MARKER:
        raw = " ".join(raw.split())
    return speaker_name(raw.strip("*_"))
