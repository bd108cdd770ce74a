"""Transcripts that are tables, one turn a row, in CSV or TSV; perhaps several interviews in one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape
from itertools import islice, pairwise
from statistics import median

from qcode.errors import DataError
from qcode.files.delimited import Delimited, RawRow, read_delimited
from qcode.files.encoding import Decoded
from qcode.importers.columns import DURATION, Layout, is_speech_header, layout_of, number_in
from qcode.importers.cues import Cue, transcript_of_cues
from qcode.importers.left_out import told_left_out
from qcode.importers.pieces import Piece, is_apart, transcript_of_pieces
from qcode.importers.source import Options, Source
from qcode.model.documents import Transcript
from qcode.text.clean import clean
from qcode.text.display import safe
from qcode.text.names import counted, levelled, listed, quoted
from qcode.text.times import parse_time, parse_timespan

MOST_ROWS = 250_000
MOST_COLUMNS = 1_000
MOST_INTERVIEWS = 2_000
_LOOKED_AT = 500
"""Rows by which the columns are told."""

_LONGEST_TURN = 300
"""Seconds; where most turns are longer, the numbers are milliseconds."""

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_NAMED = 3


@dataclass(frozen=True, slots=True)
class _Row:
    """One row, what stands in its columns as written."""

    line: int
    text: str
    speaker: str
    start: str
    end: str
    duration: str
    document: str


@dataclass(slots=True)
class _Clock:
    """Reads the times of a table; counts those it cannot."""

    unit: float
    """Seconds of one unit of a plain number."""
    is_span: bool
    """Whether the beginnings are whole spans, there being no column of ends."""
    unread: int = 0

    def times(self, row: _Row) -> tuple[float | None, float | None]:
        """Return the seconds at which a row begins and ends."""
        if self.is_span and (span := parse_timespan(row.start)) is not None:
            return span if span[0] <= span[1] else (span[0], None)
        start, end, length = self._seconds(row.start), self._seconds(row.end), self._seconds(row.duration)
        if end is None and start is not None and length is not None:
            end = start + length
        return start, None if end is None or start is None or end < start else end

    def _seconds(self, text: str) -> float | None:
        if not text.strip():
            return None
        number = number_in(text.strip())
        seconds = parse_time(text.strip()) if number is None else number * self.unit
        self.unread += seconds is None
        return seconds


def is_transcript(source: Source, options: Options) -> bool:
    """Tell whether text that may be anything is clearly a table of speech: TABs, and a known header."""
    try:
        table = read_delimited(source.data, source.name, options.encoding, tabs=True)
        first = next((cells for _, cells in islice(table.rows(), 20) if _is_filled(cells)), [])
    except DataError:
        return False
    if table.delimiter != "\t":
        return False
    return is_speech_header(first) or (bool(options.columns) and len(first) > 1)


def layout(source: Source, options: Options) -> Layout:
    """Return which column holds what, as far as the first rows show it; perhaps there is no text.

    Raises DataError for a column that is not there, and for bad quoting.
    """
    return _opened(source, options)[1]


def read_several(source: Source, options: Options) -> Sequence[Transcript]:
    """Return the transcripts in a table, one for each value of the column of interviews if there is one.

    A row is a turn. Where one person's rows follow each other, they stay turns of their own, but for
    rows with times that cut a sentence; rows in which nobody is named are joined as captions are.
    Rows that are grouped by speaker, as tiers are exported, are put in the order of their times.

    Raises DataError where no column can be told to be the text, for a row with more cells than the
    header has, and for bad quoting.
    """
    table, layout = _opened(source, options)
    if "text" not in layout.columns:
        raise DataError(
            f"{source.name}: no column can be told to be the text. {layout.choice()}",
            "Say which it is: --column text=NAME, with the header or its number.",
        )
    left_out: Counter[str] = Counter()
    rows = list(_rows(table, layout, left_out))
    if not rows:
        raise DataError(f"{source.name}: below the names of its columns nothing is said.")
    notes = told_left_out(left_out)
    changes = [*clean(table.decoded.text).changes]
    if table.nul_characters:
        changes.append(f"{counted(table.nul_characters, 'NUL character')} made U+2400")
    changes += _account(layout)
    rows, resolved = _resolved(rows)
    if resolved:
        changes.append(f"{counted(resolved, 'HTML entity', 'HTML entities')} resolved, such as &amp;")
    place = layout.columns.get("document")
    groups = {"": rows}
    if place is not None:
        groups, told = _interviews(source.name, rows, layout)
        notes += told
    spans = any(parse_timespan(row.start) for row in rows[:_LOOKED_AT])
    clock = _Clock(layout.unit or _unit(groups.values()), spans and "end" not in layout.columns)
    decoded = table.decoded
    name = "tsv" if table.delimiter == "\t" else "csv"
    made = []
    for interview, own in groups.items():
        transcript = _transcript(own, name, layout, options, clock, decoded, notes, changes)
        made.append(replace(transcript, name=interview))
        # What is said of the file is said once.
        notes, decoded = [], replace(decoded, warnings=())
    return made


def _opened(source: Source, options: Options) -> tuple[Delimited, Layout]:
    tabs = not source.name.lower().endswith(".csv")
    table = read_delimited(source.data, source.name, options.encoding, tabs=tabs)
    first = list(islice(_filled(table), _LOOKED_AT))
    if not first:
        raise DataError(f"{source.name}: nothing stands in this table.")
    return table, layout_of(source.name, [cells for _, cells in first], options.columns)


def _is_filled(cells: Sequence[str]) -> bool:
    return any(cell.strip() for cell in cells)


def _filled(table: Delimited) -> Iterator[RawRow]:
    for count, (line, cells) in enumerate(row for row in table.rows() if _is_filled(row[1])):
        if count > MOST_ROWS:
            raise DataError(f"{table.name}: more than {MOST_ROWS:,} rows.", "Split the table.")
        if len(cells) > MOST_COLUMNS:
            raise DataError(f"{table.name}, line {line}: more than {MOST_COLUMNS:,} columns.")
        yield line, cells


def _rows(table: Delimited, layout: Layout, left_out: Counter[str]) -> Iterator[_Row]:
    """Yield the rows in which something is said, and count the others."""
    places = [
        layout.columns.get(field, -1) for field in ("text", "speaker", "start", "end", DURATION, "document")
    ]
    header = list(layout.headers)
    width = len(header)
    for number, (line, cells) in enumerate(_filled(table)):
        if layout.has_header:
            if number == 0:
                continue
            if [" ".join(cell.split()) for cell in cells] == header:
                left_out["row repeating the names of the columns"] += 1
                continue
            if _is_filled(cells[width:]):
                raise DataError(
                    f"{table.name}, line {line}: more cells than there are columns.",
                    "A text with the sign between the cells in it must stand in quotation marks.",
                )
        text, *rest = ["" if place < 0 or place >= len(cells) else cells[place] for place in places]
        if not text.strip():
            left_out["row in which nothing is said"] += 1
            continue
        yield _Row(line, text, *rest)


def _account(layout: Layout) -> Iterator[str]:
    """Yield in words which columns were read as what, and which were not."""
    head = "columns" if layout.has_header else "columns by their numbers"
    yield f"{head}: " + ", ".join(f"{field} = {safe(name)}" for field, name in layout.named().items())
    if others := layout.others():
        yield f"columns not read: {safe(listed(others))}"


def _resolved(rows: list[_Row]) -> tuple[list[_Row], int]:
    """Return the rows with HTML entities resolved, if all `&` of the file are such, and their number."""
    signs = sum(row.text.count("&") + row.speaker.count("&") for row in rows)
    if not signs:
        return rows, 0
    found = (one for row in rows for cell in (row.text, row.speaker) for one in _ENTITY.findall(cell))
    entities = sum(unescape(one) != one for one in found)
    if entities < signs:
        return rows, 0
    return [replace(row, text=unescape(row.text), speaker=unescape(row.speaker)) for row in rows], entities


def _interviews(name: str, rows: list[_Row], layout: Layout) -> tuple[dict[str, list[_Row]], list[str]]:
    """Return the rows of each interview by its name, in the order in which they come; and what to say.

    Unless the person said which column it is, it parts the file only where it does so beyond doubt:
    it is filled throughout, and the rows of an interview stand together, two at least on average.
    """
    groups: dict[str, list[_Row]] = {}
    names: dict[str, str] = {}
    runs = 0
    last: str | None = None
    for row in rows:
        key = levelled(row.document)
        runs += key != last
        last = key
        if key not in names:
            names[key] = " ".join(_cleaned(row.document).split())
        groups.setdefault(key, []).append(row)
    column = quoted(layout.name(layout.columns["document"]))
    if "document" not in layout.asked:
        if len(groups) == 1:
            return {"": rows}, []
        if "" in groups or runs > len(groups) or 2 * len(groups) > len(rows):
            values = listed([*map(quoted, list(names.values())[:_NAMED]), "others"][: len(names)])
            hint = f"read as one interview, though the column {column} has {len(groups):,} values, {values}"
            return {"": rows}, [hint]
    elif "" in groups:
        raise DataError(
            f"{name}, line {groups[''][0].line}: the column {column} does not say which interview this is.",
            "Fill it, or say --column document= for no such column.",
        )
    if len(groups) > MOST_INTERVIEWS:
        raise DataError(
            f"{name}: the column {column} has {len(groups):,} values, which would be as many interviews.",
            "Say which column it is: --column document=NAME.",
        )
    return {names[key]: own for key, own in groups.items()}, []


def _unit(groups: Iterable[Sequence[_Row]]) -> float:
    """Return the seconds of one unit of plain numbers: a turn is shorter than five minutes."""
    lengths: list[float] = []
    gaps: list[float] = []
    for rows in groups:
        for row in rows:
            start, end = number_in(row.start.strip()), number_in(row.end.strip())
            length = number_in(row.duration.strip())
            if start is not None and end is not None:
                lengths.append(end - start)
            elif length is not None:
                lengths.append(length)
        starts = [number_in(row.start.strip()) for row in rows]
        gaps += [
            after - before for before, after in pairwise(starts) if before is not None and after is not None
        ]
    known = lengths or gaps
    return 0.001 if known and median(known) > _LONGEST_TURN else 1.0


def _transcript(
    rows: Sequence[_Row],
    name: str,
    layout: Layout,
    options: Options,
    clock: _Clock,
    decoded: Decoded,
    notes: Sequence[str],
    changes: Sequence[str],
) -> Transcript:
    """Return the transcript of one interview's rows."""
    clock.unread = 0
    said: list[Piece] = []
    for row in rows:
        start, end = clock.times(row)
        speaker = " ".join(_cleaned(row.speaker).split()).rstrip(":： ") or None
        words = [line for part in _cleaned(row.text).split("\n") if (line := part.strip())]
        if words:
            said.append(Piece(words, start, end, speaker))
    told = list(notes)
    if clock.unread:
        told.append(f"{counted(clock.unread, 'time')} cannot be read; the text is kept")
    if "speaker" not in layout.columns and any(one.start is not None for one in said):
        cues = [Cue(one.start, one.end, tuple((None, line) for line in one.lines)) for one in said]
        return transcript_of_cues(cues, name, options, decoded=decoded, notes=told, changes=changes)
    nameless = sum(one.speaker is None for one in said) if "speaker" in layout.columns else 0
    if nameless:
        told.append(f"nobody is named as the speaker of {counted(nameless, 'row')}")
    said, note = _in_order(said)
    told += [note] if note else []
    last: Piece | None = None
    for one in said:
        timed = last is not None and last.end is not None and one.start is not None
        goes_on = last is not None and timed and one.speaker == last.speaker and not is_apart(last, one)
        one.is_turn = not goes_on
        last = one
    return transcript_of_pieces(said, name, options, decoded=decoded, notes=told, changes=changes)


def _cleaned(cell: str) -> str:
    # What is printable has neither line ends nor surrogates; most cells are, and they are many.
    return cell if cell.isprintable() else clean(cell).text


def _in_order(said: list[Piece]) -> tuple[list[Piece], str]:
    """Return pieces in the order of their times where they come tier by tier; else as they came."""
    starts = [one.start for one in said]
    back = sum(b < a for a, b in pairwise(one for one in starts if one is not None))
    if not back:
        return said, ""
    speakers = [one.speaker for one in said]
    runs = sum(a != b for a, b in pairwise(speakers)) + 1
    within = all(
        a.speaker != b.speaker or (a.start is not None and b.start is not None and a.start <= b.start)
        for a, b in pairwise(said)
    )
    if 1 < runs == len(set(speakers)) and 2 * runs <= len(said) and within:
        ordered = sorted(said, key=lambda one: one.start or 0.0)
        return ordered, "grouped by speaker; sorted by the times of the rows"
    return said, f"out of order: {counted(back, 'row')} beginning before the one above; left as they stand"
