"""Tables that hold a conversation: one column says who, another what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from qcode.importers.flow.blocks import Cell, Table
from qcode.text.label_words import is_metadata_key, is_non_speech, speaker_name, words
from qcode.text.names import levelled
from qcode.text.roles import is_sure_label
from qcode.text.times import parse_time

_WHO = words(
    "speaker speakers name who participant label 話者 発言者 発話者 話し手 氏名 名前 発言者名 話者名"
    " スピーカー"
)
_WHAT = words(
    "content contents text utterance transcript transcription speech words said"
    " 発言 発言内容 発話 発話内容 内容 逐語 逐語録 本文 テキスト 会話"
)
_WHEN = words(
    "time timespan timestamp start begin timecode 時間 時刻 開始 タイム 開始時刻 タイムコード 経過時間"
    " タイムスパン"
)
_MOST_COLUMNS = 4
_NEARLY_ALL = 0.85
_SPEECH_LENGTH = 20


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a table mean what; counted from 0."""

    who: int
    what: int
    when: int | None
    header: bool
    """True where the first row only names the columns."""


def label_of(cell: Cell) -> str | None:
    """Return the speaker's name that a cell gives, without a colon or brackets around it."""
    text = " ".join(cell.text.split()).strip(" \u3000:：")
    if len(text) > 2 and text[0] in "[【（(［" and text[-1] in "]】）)］":
        text = text[1:-1]
    return speaker_name(text)


def talk_columns(table: Table) -> Columns | None:
    """Return the columns of a table in which people talk, None for any other table.

    A header row that names a speaker and a content column settles it. Without one, a column is the
    speakers' if nearly all its cells are names, some used again or naming a role, and another holds
    longer text.
    """
    rows = [row for row in table.rows if any(cell.text for cell in row)]
    width = max((len(row) for row in rows), default=0)
    if not 2 <= width <= _MOST_COLUMNS or len(rows) < 2:
        return None
    named = _by_header(rows[0], rows[1:])
    if named is not None:
        return named
    lengths = [sum(len(cell.text) for cell in _column(rows, column)) for column in range(width)]
    when = next((column for column in range(width) if _is_time(_column(rows, column))), None)
    what = max((column for column in range(width) if column != when), key=lambda column: lengths[column])
    for who in range(width):
        if who not in (what, when) and _is_who(_column(rows, who), _column(rows, what)):
            return Columns(who, what, when, header=False)
    return None


def _column(rows: Sequence[Sequence[Cell]], column: int) -> list[Cell]:
    return [row[column] for row in rows if column < len(row)]


def _by_header(header: Sequence[Cell], rows: Sequence[Sequence[Cell]]) -> Columns | None:
    names = [levelled(cell.text).strip(" :") for cell in header]
    who = next((column for column, name in enumerate(names) if name in _WHO), None)
    what = next((column for column, name in enumerate(names) if name in _WHAT), None)
    if who is None or what is None or who == what or not rows:
        return None
    when = next((column for column, name in enumerate(names) if name in _WHEN), None)
    return Columns(who, what, when, header=True)


def _is_time(cells: Sequence[Cell]) -> bool:
    filled = [cell.text for cell in cells if cell.text]
    times = sum(parse_time(text.replace("\n", " ").split(" ")[0]) is not None for text in filled)
    return bool(filled) and times >= _NEARLY_ALL * len(filled)


def _is_who(cells: Sequence[Cell], speech: Sequence[Cell]) -> bool:
    filled = [cell for cell in cells if cell.text]
    names = [name for cell in filled if (name := label_of(cell)) is not None]
    if not names or len(names) < _NEARLY_ALL * len(filled) or any(map(is_metadata_key, names)):
        return False
    said = [len(cell.text) for cell in speech if cell.text]
    mean = sum(said) / len(said) if said else 0.0
    if mean <= sum(map(len, names)) / len(names):
        return False
    people = [name for name in names if not is_non_speech(name)]
    used_again = max(Counter(people).values(), default=0) > 1
    return used_again or (any(map(is_sure_label, people)) and mean >= _SPEECH_LENGTH)
