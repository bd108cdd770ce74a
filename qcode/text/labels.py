"""The shapes in which transcripts say who speaks, and where a text has them.

Each shape is one pattern over whole lines. What it finds is a candidate only: whether a label is a
speaker is decided over the whole text, by `label_choice`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from unicodedata import normalize

from qcode.text.label_words import speaker_name
from qcode.text.times import ARROW, CLOCK, MARK, SPOKEN, parse_time


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


@dataclass(frozen=True, slots=True)
class Mark:
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
_LEAD = rf"\n{_S}*(?:>{{1,3}}[ \t]*)?"
_TIME = rf"(?:{MARK}|{CLOCK}|{SPOKEN})"
_RANGE = rf"{_TIME}(?:{_S}*(?:{ARROW}|[-–—~〜～]){_S}*{_TIME})?"
_EOL = rf"{_S}*(?=\n|\Z)"
_EMPHASIS = r"[*_]{0,3}"
_COLON_SIGN = r"(?:(?<![0-9０-９])[:：]|[:：](?![0-9０-９]))(?!//)"

_PATTERNS = {
    Shape.CUE: re.compile(
        rf"{_LEAD}(?P<time>{CLOCK}{_S}*(?:{ARROW}){_S}*{CLOCK}){_EOL}(?:\n{_S}*)+"
        rf"(?P<name>[^\n]{{1,60}}){_EOL}(?=(?:\n{_S}*)+[^\n])"
    ),
    Shape.BRACED: re.compile(
        rf"{_LEAD}\{{{_S}*(?P<name>\w{{1,12}})(?P<close>[}}{{\])]?){_S}*[:：]{_S}*"
    ),
    Shape.QUESTION: re.compile(
        rf"{_LEAD}(?P<open>[*_#]{{0,4}}){_S}*"
        r"(?P<name>[QqＱAaＡ]|(?i:question|answer|pergunta|resposta|pregunta|respuesta|frage|antwort)|"
        rf"質問|回答|問|答){_S}*(?P<number>[0-9０-９]{{0,3}}){_S}*"
        rf"(?:[:：.．)）、]|(?<=[0-9０-９])\u3000|(?<=[問答])\u3000)(?P<close>{_EMPHASIS}){_S}*"
    ),
    Shape.COLON: re.compile(
        rf"{_LEAD}(?:(?P<before>{_RANGE}){_S}*[-–—]?{_S}*)?"
        rf"(?P<open>{_EMPHASIS})(?P<name>[^:：\n]{{1,60}}?)(?P<inside>{_S}*{MARK}|{_S}+{CLOCK})?"
        rf"{_S}*(?P<middle>{_EMPHASIS}){_S}*{_COLON_SIGN}(?P<close>{_EMPHASIS}){_S}*"
        rf"(?P<after>{MARK}|{CLOCK}(?={_S}*\n))?{_S}*"
    ),
    Shape.TIMED: re.compile(
        rf"{_LEAD}(?P<open>[*_#]{{0,6}}){_S}*(?:(?P<before>{_RANGE}){_S}+(?P<named>[^\n:：]{{1,60}}?)"
        rf"|(?P<name>[^\n]{{1,60}}?)(?P<middle>{_EMPHASIS}){_S}*(?:{_S}|(?=[(（\[［]))"
        rf"(?P<after>{_RANGE}))"
        rf"{_EMPHASIS}{_EOL}"
    ),
    Shape.DASHES: re.compile(rf"{_LEAD}[―—─–‐]{{2,4}}{_S}*(?=[^\s―—─–‐\-=>|])"),
    Shape.TERM: re.compile(
        r"\n(?P<name>[^\s:：][^\n]{0,38}?)(?:!\[[^\n]{0,200})?[ \t]*\n[ \t]*[:：][ \t]+(?=\S)"
    ),
    Shape.MARKER: re.compile(
        rf"{_LEAD}[○◎●△▲□■◇◆〇]{_S}*"
        r"(?:（(?P<named>[^\n（）]{1,24})）|(?P<name>[^\s（）。、：:]{1,20}(?:（[^\n（）]{1,20}）)?))\u3000+"
    ),
    Shape.BRACKET: re.compile(
        rf"{_LEAD}{_EMPHASIS}(?:【(?P<a>[^】\n]{{1,40}})】|［(?P<b>[^］\n]{{1,40}})］|"
        r"\\?\[(?P<c>[^\]\n\\]{1,40})\\?\]|（(?P<d>[^）\n]{1,40})）|\((?P<e>[^)\n]{1,40})\)|"
        rf"〔(?P<f>[^〕\n]{{1,40}})〕|[〈<](?P<g>[^〉>\n]{{1,40}})[〉>]){_EMPHASIS}{_S}*"
    ),
    Shape.HEADING: re.compile(r"\n(?P<open>#{1,6})[ \t]+(?P<name>[^\n]{1,200})"),
    Shape.BOLD: re.compile(
        rf"{_LEAD}(?P<open>\*\*|__)(?P<name>[^*_\n:：]{{1,60}})(?P=open)(?:{_S}+(?=\S)|{_EOL})"
    ),
    Shape.TAB: re.compile(rf"\n[ ]*(?P<name>[^\t\n]{{1,60}}?)[ ]*\t(?:[ \t]*(?:{CLOCK})[ ]*\t)*[ \t]*"),
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

    def marks(self, shape: Shape) -> Iterator[Mark]:
        """Yield the candidates of one shape in the order of the text."""
        if self.has(shape):
            for found in _PATTERNS[shape].finditer(self.source):
                mark = _mark(shape, found)
                if mark is not None:
                    yield mark


def _mark(shape: Shape, found: re.Match[str]) -> Mark | None:
    parts = {key: value for key, value in found.groupdict().items() if value is not None}
    name = _name(shape, found, parts)
    if name is None:
        return None
    times = [
        seconds
        for key in ("time", "before", "inside", "after")
        for piece in _TIME_PATTERN.findall(parts.get(key, ""))
        if (seconds := parse_time(piece)) is not None
    ]
    opened = parts.get("open", "") if shape in (Shape.COLON, Shape.QUESTION) else ""
    closed = parts.get("middle", "") + parts.get("close", "")
    # The newline that the pattern began with stands for the one before the text.
    start = found.start() + len(found[0]) - len(found[0].lstrip()) - 1
    return Mark(
        shape,
        name,
        start,
        max(start, found.end() - 1),
        times[0] if times else None,
        times[1] if len(times) > 1 else None,
        emphasis=opened.strip("#") if opened and not closed else "",
        number=int(normalize("NFKC", parts["number"])) if parts.get("number") else None,
        damaged=shape is Shape.BRACED and parts.get("close") != "}",
    )


_TIME_PATTERN = re.compile(f"{CLOCK}|{SPOKEN}")


def _name(shape: Shape, found: re.Match[str], parts: dict[str, str]) -> str | None:
    if shape is Shape.DASHES:
        return DASH_NAME
    if shape is Shape.BRACKET:
        raw = next(value for key, value in parts.items() if len(key) == 1)
        return speaker_name(raw)
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
