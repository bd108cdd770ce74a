"""A YAML text -> `Outline`.

Made from YAML's events and not from its values: every scalar stays the text that was written
(`2000-2013`, `No`, `None`, `1980s`), every part keeps its line, tags are never acted on, an alias
is never followed, and a deep or endless nesting is met before it costs anything.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import NoReturn

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)

from qcode.codebook.faults import Fault, UnparsableError, shown
from qcode.codebook.outline import (
    BOOK_KEYS,
    CODE_KEYS,
    DEEPEST,
    MOST_CODES,
    Data,
    Location,
    Outline,
)

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# The book, then a list and a mapping for each level, then a list in the deepest code.
_DEEPEST_NESTING = 2 * DEEPEST + 2

_MOST_PARTS = MOST_CODES * (len(CODE_KEYS) + 1)

_LINE_END = re.compile(r"\r\n?|\n")
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_SWALLOWED_KEY = re.compile(
    rf"(?:\A|[\r\n])[ \t]*({'|'.join(sorted({*BOOK_KEYS, *CODE_KEYS}))})(\uff1a|:(?=\S))"
)
_COLOUR_AS_COMMENT = re.compile(r"[ \t]*(#[0-9a-fA-F]{3,8})\b")


@dataclass(slots=True)
class _Frame:
    """A list or mapping that is still being read."""

    container: dict[str, Data] | list[Data]
    location: Location
    key: str | None = None
    """The mapping's key whose value comes next; None where a key comes next."""
    repeated: bool = False
    """True where that key stood before, so that its value is read and left out."""
    key_lines: dict[str, int] = field(default_factory=dict)


def outline_of_yaml(text: str) -> tuple[Outline, list[Fault]]:
    """Return a YAML text's data and the faults that did not hinder reading it.

    Raises UnparsableError with the first fault that did.
    """
    unprintable = _UNPRINTABLE.search(text)
    lines = _Lines(text)
    if unprintable:
        raise UnparsableError(
            lines.at(unprintable.start()),
            f"the character U+{ord(unprintable[0]):04X} is not allowed in YAML; expected text",
        )
    builder = _Builder(text, lines)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        raise _syntax_fault(error, text, lines) from None
    except yaml.YAMLError as error:
        raise UnparsableError(0, f"not YAML: {shown(str(error))}") from None
    return builder.outline(), builder.faults


class _Lines:
    """From an offset to the line that an editor shows for it, from 1.

    YAML counts U+0085, U+2028 and U+2029 as line ends too; editors do not.
    """

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
        self._length = len(text)

    def at(self, offset: int) -> int:
        found = bisect_right(self._starts, offset)
        past_the_end = offset >= self._length and self._starts[-1] == self._length
        return max(1, found - 1) if past_the_end else found


class _Builder:
    def __init__(self, text: str, lines: _Lines) -> None:
        self.faults: list[Fault] = []
        self._text = text
        self._lines = lines
        self._stack: list[_Frame] = []
        self._where: dict[Location, int] = {}
        self._root: Data = ""
        self._documents = 0

    def outline(self) -> Outline:
        if isinstance(self._root, dict):
            return Outline(self._root, self._where)
        if isinstance(self._root, str) and not self._root.strip():
            raise UnparsableError(0, "the file is empty; expected `title:` and `codes:`")
        found = "a list" if isinstance(self._root, list) else shown(self._root)
        raise UnparsableError(
            self._where.get((), 1),
            f"the file begins with {found}; expected keys such as `title:` and `codes:`, each with "
            "a colon and a blank after it",
        )

    def take(self, event: Event) -> None:
        if isinstance(event, DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._stop(event, "a second document begins (`---`); expected one codebook a file")
        elif isinstance(event, NodeEvent):
            self._take_node(event)
        elif isinstance(event, CollectionEndEvent):
            self._stack.pop()

    def _take_node(self, event: NodeEvent) -> None:
        self._refuse_specials(event)
        frame = self._stack[-1] if self._stack else None
        if frame and isinstance(frame.container, dict) and frame.key is None:
            self._take_key(frame, event)
            return
        if len(self._where) > _MOST_PARTS:
            self._stop(event, f"too much for a codebook; expected at most {MOST_CODES:,} codes")
        data: Data = []
        if isinstance(event, MappingStartEvent):
            data = {}
        elif isinstance(event, AliasEvent):
            data = f"*{event.anchor}"
        elif isinstance(event, ScalarEvent):
            data = self._scalar(event)
        location = self._attach(frame, data, self._line(event))
        if isinstance(data, dict | list):
            self._stack.append(_Frame(data, location))
            if len(self._stack) > _DEEPEST_NESTING:
                self._stop(event, f"nested too deep; expected at most {DEEPEST} levels of codes")

    def _take_key(self, frame: _Frame, event: NodeEvent) -> None:
        line = self._line(event)
        if not isinstance(event, ScalarEvent):
            self._stop(event, "a list or mapping stands where a key was expected, such as `name:`")
        key: str = event.value
        frame.key = key
        frame.repeated = key in frame.key_lines
        if frame.repeated:
            first = frame.key_lines[key]
            self._fault(event, f"the key {shown(key)} stands twice here, first in line {first}")
        else:
            frame.key_lines[key] = line
            self._where.setdefault((*frame.location, key), line)

    def _attach(self, frame: _Frame | None, data: Data, line: int) -> Location:
        if frame is None:
            self._root = data
            location: Location = ()
        elif isinstance(frame.container, list):
            location = (*frame.location, len(frame.container))
            frame.container.append(data)
        else:
            key = frame.key or ""
            location = (*frame.location, key)
            if not frame.repeated:
                frame.container[key] = data
            frame.key = None
        self._where.setdefault(location, line)
        return location

    def _scalar(self, event: ScalarEvent) -> str:
        value: str = event.value
        if event.style in ("|", ">"):
            # The break after a block is how the block ends, not what it says.
            return value.rstrip("\n")
        if event.style in ("'", '"'):
            return value
        start, end = _offset(event.start_mark), _offset(event.end_mark)
        swallowed = _SWALLOWED_KEY.search(self._text[start:end])
        if swallowed and (swallowed.start() or self._in_list()):
            line = self._lines.at(start + swallowed.start(1))
            self.faults.append(Fault(line, _swallowed(swallowed)))
        if not value:
            self._look_for_colour(event)
        return value

    def _in_list(self) -> bool:
        return not self._stack or isinstance(self._stack[-1].container, list)

    def _look_for_colour(self, event: ScalarEvent) -> None:
        if not self._stack or self._stack[-1].key not in ("colour", "color"):
            return
        comment = _COLOUR_AS_COMMENT.match(self._text, _offset(event.start_mark))
        if comment:
            self._fault(
                event,
                f'{comment[1]} is read as a comment; expected the colour in quotation marks: "{comment[1]}"',
            )

    def _refuse_specials(self, event: NodeEvent) -> None:
        if isinstance(event, AliasEvent):
            self._fault(
                event,
                f"YAML aliases (*{event.anchor}) are not read; expected the text itself, in "
                "quotation marks where it begins with *",
            )
            return
        if event.anchor is not None:
            self._fault(
                event,
                f"YAML anchors (&{event.anchor}) are not read; expected a text, in quotation marks "
                "where it begins with &",
            )
        if isinstance(event, ScalarEvent | CollectionStartEvent) and event.tag is not None:
            self._fault(
                event,
                f"YAML tags ({shown(event.tag)}) are not read; expected a text, in quotation marks "
                "where it begins with !",
            )

    def _line(self, event: Event) -> int:
        return self._lines.at(_offset(event.start_mark))

    def _fault(self, event: Event, message: str) -> None:
        self.faults.append(Fault(self._line(event), message))

    def _stop(self, event: Event, message: str) -> NoReturn:
        raise UnparsableError(self._line(event), message)


def _offset(mark: object) -> int:
    """Return the code point a mark stands at; both of PyYAML's parsers have their own marks."""
    index: int = getattr(mark, "index", 0)
    return index


def _swallowed(key: re.Match[str]) -> str:
    return f"{shown(key[1] + key[2])} is read as text; expected a colon (:) and a blank after {shown(key[1])}"


def _syntax_fault(error: yaml.MarkedYAMLError, text: str, lines: _Lines) -> UnparsableError:
    offset = _offset(error.problem_mark or error.context_mark)
    # A key whose colon is full-width or has no blank after it makes the parser fail a line later.
    before = text[: offset + 1].rstrip()
    for line in before.split("\n")[:-3:-1]:
        swallowed = _SWALLOWED_KEY.match(line.lstrip(" -"))
        if swallowed:
            return UnparsableError(lines.at(before.rindex(line)), _swallowed(swallowed))
    if "quoted scalar" in (error.context or "") and "end of stream" in (error.problem or ""):
        offset = _offset(error.context_mark)
    return UnparsableError(lines.at(offset), _syntax_message(error, text[offset : offset + 1]))


def _syntax_message(error: yaml.MarkedYAMLError, sign: str) -> str:
    """Say in the words of somebody who writes codebooks what the parser stumbled over."""
    context, problem = error.context or "", error.problem or ""
    if "quoted scalar" in context and "end of stream" in problem:
        return "a quotation mark is opened here and closed nowhere"
    if "escape" in problem:
        return (
            "a backslash before a letter that has no meaning there; expected '...' around the "
            "text, or the backslash doubled"
        )
    if "mapping values are not allowed" in problem:
        return (
            "a colon with a blank after it, inside a text or in a line that is indented unlike its "
            "neighbours; expected quotation marks around such a text"
        )
    if "scanning an alias" in context or "scanning an anchor" in context:
        return "a text begins with * or &; expected quotation marks around it"
    if "tab character" in problem or ("cannot start any token" in problem and sign == "\t"):
        return "a tab; expected blanks for indenting"
    if "cannot start any token" in problem:
        return f"a text begins with {shown(sign)}; expected quotation marks around it"
    if any(words in problem for words in ("expected", "could not find", "are not allowed")):
        return (
            "the line does not fit those above it; expected the same indentation as its "
            "neighbours, `- ` before each item of a list, `key: text`, and every quotation mark "
            "and bracket closed"
        )
    return f"not YAML ({problem}); expected `key: text` and lists with `- `"
