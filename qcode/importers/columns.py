"""Which column of a table holds what: by its header, by what stands in it, or as a person says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import fmean

from qcode.errors import DataError, UsageError
from qcode.text.display import safe, shorten
from qcode.text.names import counted, levelled, nearest
from qcode.text.times import parse_time, parse_timespan

FIELDS: Mapping[str, str] = {
    "text": "what is said",
    "speaker": "who says it",
    "start": "when it begins",
    "end": "when it ends",
    "document": "in which interview",
}
"""What a person can say a column is."""

DURATION = "duration"
_WORDS: Mapping[str, Sequence[str]] = {
    "text": (
        "text", "words", "utterance", "utterances", "transcript", "transcription", "speech", "content",
        "sentence", "body", "発言", "発言内容", "発話", "発話内容", "テキスト", "本文", "文字起こし", "内容",
    ),
    "speaker": (
        "speaker", "speakers", "speaker name", "speaker label", "speaker id", "who", "participant", "person",
        "name", "tier", "話者", "話者名", "発言者", "発話者", "話し手", "氏名", "名前",
    ),
    "start": (
        "start", "start time", "starttime", "begin", "begin time", "time start", "in", "timespan",
        "timestamp", "timestamps", "time", "time mark", "timecode", "time code", "tmin", "開始",
        "開始時間", "開始時刻", "タイムスタンプ", "時刻", "時間",
    ),
    "end": (
        "end", "end time", "endtime", "stop", "stop time", "time end", "out", "tmax", "終了", "終了時間",
        "終了時刻",
    ),
    DURATION: ("duration", "length", "dur", "長さ"),
    "document": (
        "interview", "interview id", "interview no", "interview number", "interview name", "document",
        "document id", "document name", "transcript id", "file", "filename", "file name", "source",
        "recording", "session", "conversation", "gespräch", "entrevista", "entretien", "インタビュー",
        "面談", "面接", "聞き取り", "文書", "資料", "ファイル", "ファイル名",
    ),
}  # fmt: skip
_UNIT = re.compile(r"[\s(\[]*\b(?P<unit>ms|msec|millis|milliseconds|s|sec|secs|seconds|ミリ秒|秒)[)\]\s]*$")
_NUMBER = re.compile(r"\d{1,12}(?:[.,]\d{1,15})?", re.ASCII)
_LETTER = re.compile(r"[^\W\d_]")
_SENTENCE = re.compile(r"[.?!。？！…]\s*$")
_LONGEST_HEADER = 40
_LONGEST_SPEAKER = 60
_LENGTH_OF_SPEECH = 20
_MOSTLY = 0.8
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table of speech."""

    headers: tuple[str, ...]
    """As written, blanks squeezed; empty for a column without a name."""
    has_header: bool
    """Whether the first row names the columns."""
    samples: tuple[str, ...]
    """What stands first in each column, below the header."""
    columns: Mapping[str, int]
    """Field of FIELDS (or DURATION) -> place of its column, from 0."""
    asked: frozenset[str]
    """Fields that the person spoke of, also to say that no column has them."""
    unit: float | None
    """Seconds of one unit of times that are plain numbers, where a header says it."""

    def name(self, place: int) -> str:
        """Return what a person calls a column: its header where no other has it, or its number from 1."""
        header = self.headers[place]
        alike = [other for other in self.headers if levelled(other) == levelled(header)]
        return header if header and len(alike) == 1 else str(place + 1)

    def named(self) -> dict[str, str]:
        """Return field -> name of its column."""
        return {
            field: self.name(self.columns[field]) for field in (*FIELDS, DURATION) if field in self.columns
        }

    def choice(self) -> str:
        """Return the columns to choose from, in words."""
        shown = [
            f"“{shorten(header, 40)}”" if header else f"{place + 1}{_told(sample)}"
            for place, (header, sample) in enumerate(zip(self.headers, self.samples, strict=True))
        ][:_SHOWN]
        more = f" and {len(self.headers) - _SHOWN} more" if len(self.headers) > _SHOWN else ""
        return f"Its {counted(len(self.headers), 'column')}: {', '.join(shown)}{more}."

    def others(self) -> list[str]:
        """Return the names of the columns that are not read."""
        read = set(self.columns.values())
        return [self.name(place) for place in range(len(self.headers)) if place not in read]


def number_in(text: str) -> float | None:
    """Return a plain number, not negative, with a point or a comma; None where it is something else."""
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def layout_of(name: str, rows: Sequence[Sequence[str]], asked: Mapping[str, str]) -> Layout:
    """Return which column holds what, by the first rows of a table (at least one, none of them blank).

    `asked` is what a person says: field -> header, number from 1, or nothing for a field that no
    column has. A field of which no column can be told is not among the columns. Raises DataError
    for a column that is not there, UsageError for a field that is none.
    """
    for field in asked:
        if field not in FIELDS:
            raise UsageError(f"“{safe(field)}” is nothing that a column can be.", f"Say {', '.join(FIELDS)}.")
    first = [" ".join(cell.split()) for cell in rows[0]]
    known, unit = _by_header(first)
    meant = {levelled(column) for column in asked.values()}
    named = sum(bool(cell) and not cell.isdecimal() and levelled(cell) in meant for cell in first)
    has_header = bool(named) or "text" in known or len(known) > 1 or _reads_as_header(first, rows[1:])
    width = len(first) if has_header else max(map(len, rows))
    headers = tuple(first) if has_header else ("",) * width
    samples = tuple(_first_filled(rows[has_header:], place) for place in range(width))
    bare = Layout(headers, has_header, samples, {}, frozenset(asked), unit if has_header else None)
    found = known if has_header else _by_content(rows, width)
    given = {field: _place(name, column, bare) for field, column in asked.items() if column.strip()}
    found = {
        field: place for field, place in found.items() if field not in asked and place not in given.values()
    } | given
    if "text" not in found and "speaker" in found and has_header and "text" not in asked:
        left = [place for place in range(width) if place not in found.values()]
        if len(left) == 1 and _is_speech([row[left[0]] for row in rows[1:] if len(row) > left[0]]):
            found["text"] = left[0]
    return replace(bare, columns=found)


def is_speech_header(cells: Sequence[str]) -> bool:
    """Tell whether a row names the columns of a transcript: a text, and who speaks or when."""
    known, _ = _by_header(cells)
    return "text" in known and bool({"speaker", "start"} & known.keys())


def _by_header(cells: Sequence[str]) -> tuple[dict[str, int], float | None]:
    """Return field -> place by the words of a header, and the unit of times that it names."""
    unit: float | None = None
    places: dict[str, int] = {}
    for place, cell in enumerate(cells):
        plain = " ".join(levelled(cell).replace("_", " ").replace("-", " ").strip(" :#").split())
        bare = _UNIT.sub("", plain) if len(plain) <= _LONGEST_HEADER else plain
        if bare != plain and any(bare in _WORDS[field] for field in ("start", "end", DURATION)):
            unit = 0.001 if plain[len(bare) :].strip(" ([")[:1] in "mミ" else 1.0
            plain = bare
        places.setdefault(plain, place)
    found = {
        field: next(places[word] for word in words if word in places)
        for field, words in _WORDS.items()
        if any(word in places for word in words)
    }
    return found, unit


def _reads_as_header(first: Sequence[str], rest: Sequence[Sequence[str]]) -> bool:
    """Tell whether a first row of unknown words names columns: short, no sentence, never again.

    So it does where it has words above a column of nothing but numbers or times.
    """
    if any(_names_numbers(cell, place, rest) for place, cell in enumerate(first)):
        return True
    if not rest or not all(first) or len({levelled(cell) for cell in first}) < len(first):
        return False
    return all(
        len(cell) <= _LONGEST_HEADER
        and _LETTER.search(cell)
        and not _SENTENCE.search(cell)
        and parse_time(cell) is None
        and parse_timespan(cell) is None
        and cell not in {row[place].strip() for row in rest if place < len(row)}
        for place, cell in enumerate(first)
    )


def _names_numbers(cell: str, place: int, rest: Sequence[Sequence[str]]) -> bool:
    """Tell whether a cell with words stands above two or more numbers or times, and nothing else."""
    below = [row[place].strip() for row in rest if place < len(row) and row[place].strip()]
    if len(below) < 2 or not _LETTER.search(cell) or len(cell) > _LONGEST_HEADER:
        return False
    return parse_time(cell) is None and all(
        number_in(one) is not None or parse_time(one) is not None for one in below
    )


def _place(name: str, column: str, layout: Layout) -> int:
    """Return the place of a column that a person names by its header or its number."""
    wanted = levelled(column)
    for place, header in enumerate(layout.headers):
        if header and levelled(header) == wanted:
            return place
    if column.strip().isdecimal() and 0 < int(column) <= len(layout.headers):
        return int(column) - 1
    raise DataError(
        f"{name} has no column “{safe(column)}”. {layout.choice()}", nearest(column, layout.headers)
    )


def _told(sample: str) -> str:
    return f" (“{shorten(sample, 24)}”)" if sample else ""


def _first_filled(rows: Sequence[Sequence[str]], place: int) -> str:
    return next((row[place] for row in rows if place < len(row) and row[place].strip()), "")


def _by_content(rows: Sequence[Sequence[str]], width: int) -> dict[str, int]:
    """Return field -> place for a table without a header; without `text` where it is no transcript."""
    columns = [[row[place].strip() if place < len(row) else "" for row in rows] for place in range(width)]
    found = _times(columns)
    words = [place for place, cells in enumerate(columns) if place not in found.values() and _is_words(cells)]
    # Names come again and again; of several such columns the one that tells most people apart.
    again = [
        place
        for place in words
        if len(words) > 1 and _distinct(columns[place]) * 2 <= len(list(filter(None, columns[place])))
        and max(map(len, columns[place])) <= _LONGEST_SPEAKER
    ]  # fmt: skip
    if not again and "start" in found and len(words) > 1:
        again = [place for place in words if max(map(len, columns[place])) <= _LONGEST_HEADER][:1]
    if again:
        found["speaker"] = max(again, key=lambda place: (_distinct(columns[place]) > 1, -place))
    words = [place for place in words if place != found.get("speaker")]
    if words and {"speaker", "start"} & found.keys():
        found["text"] = max(words, key=lambda place: fmean(map(len, columns[place])))
    return found


def _times(columns: Sequence[Sequence[str]]) -> dict[str, int]:
    """Return the columns of times: spans, clock times, or two columns of numbers that go together."""
    spans = [place for place, cells in enumerate(columns) if _share(cells, parse_timespan) >= _MOSTLY]
    if spans:
        return {"start": spans[0]}
    clocks = [
        place
        for place, cells in enumerate(columns)
        if _share(cells, lambda cell: None if number_in(cell) is not None else parse_time(cell)) >= _MOSTLY
    ]
    if clocks:
        return dict(zip(("start", "end", DURATION), clocks, strict=False))
    numbers = [place for place, cells in enumerate(columns) if _share(cells, number_in) == 1]
    for start, end in pairwise(numbers):
        pairs = [
            (float(number_in(a) or 0), float(number_in(b) or 0))
            for a, b in zip(columns[start], columns[end], strict=True)
        ]
        rising = sum(a[0] <= b[0] for a, b in pairwise(pairs))
        if all(a <= b for a, b in pairs) and rising >= _MOSTLY * (len(pairs) - 1) and len(set(pairs)) > 1:
            return {"start": start, "end": end}
    return {}


def _share(cells: Sequence[str], read: Callable[[str], object]) -> float:
    filled = [cell for cell in cells if cell]
    return sum(read(cell) is not None for cell in filled) / len(filled) if filled else 0.0


def _is_words(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    return bool(filled) and sum(bool(_LETTER.search(cell)) for cell in filled) >= _MOSTLY * len(filled)


def _is_speech(cells: Sequence[str]) -> bool:
    return _is_words(cells) and fmean(map(len, cells)) >= _LENGTH_OF_SPEECH


def _distinct(cells: Sequence[str]) -> int:
    return len({cell for cell in cells if cell})
