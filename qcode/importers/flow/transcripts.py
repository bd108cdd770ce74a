"""From the blocks of a document to a transcript: lines, headings, turns of labels and of tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qcode.files.encoding import Decoded
from qcode.importers.flow.blocks import Block, Body, Cell, Paragraph, Table, one_line, row_line
from qcode.importers.flow.talk import Columns, label_of, talk_columns
from qcode.importers.left_out import told_left_out
from qcode.importers.source import Options
from qcode.model.documents import ImportedTurn, Transcript
from qcode.model.spans import Span
from qcode.text.clean import BOM, clean
from qcode.text.front_matter import metadata_of
from qcode.text.label_words import is_non_speech
from qcode.text.speakers import Conversation, find_turns, name_roles
from qcode.text.times import parse_time, times_in
from qcode.text.turns import anchors_in, speech_inside


def transcript_of(
    body: Body,
    options: Options,
    format: str,
    *,
    metadata: Mapping[str, str] | None = None,
    decoded: Decoded | None = None,
    warnings: Sequence[str] = (),
) -> Transcript:
    """Return the transcript of a document's blocks: paragraphs and rows of tables, one a line.

    A table in which people talk gives turns, if it gives more than the labels in the text do.
    `metadata` is what the file says of itself (the text's own front matter goes before it), `decoded`
    how its bytes were read, `warnings` what else is to be told.
    """
    written = _Writer()
    for block in body.blocks:
        written.add(block)
    text, changes = clean("\n".join(written.lines))
    talk = _conversation(text, written, options)
    return Transcript(
        text,
        format,
        talk.turns,
        talk.speakers,
        talk.front_matter,
        {**(metadata or {}), **talk.metadata},
        decoded.encoding if decoded else None,
        decoded.guessed if decoded else False,
        talk.anchors,
        changes,
        (*(decoded.warnings if decoded else ()), *warnings, *told_left_out(body.left_out), *talk.warnings),
    )


def _conversation(text: str, written: _Writer, options: Options) -> Conversation:
    """Return who speaks: in tables of talk or by labels in the text, whichever shows more named turns."""
    labelled = find_turns(text, headings=written.headings, roles=options.roles, bold=written.bold)
    named = sum(turn.speaker is not None for turn in labelled.turns)
    if len(written.turns) < max(2, named):
        return labelled
    front = text[: written.first_turn].rstrip()
    metadata = metadata_of(front)
    speakers, warnings = name_roles(text, written.turns, list(written.names), metadata, options.roles)
    start = len(front) - len(front.lstrip())
    return Conversation(
        tuple(written.turns),
        speakers,
        (start, len(front)) if front.strip() else None,
        metadata,
        tuple(anchors_in(text, written.turns)),
        tuple(warnings),
    )


@dataclass(slots=True)
class _Writer:
    """The lines of the text as they come, with the turns of its tables."""

    lines: list[str] = field(default_factory=list)
    headings: list[Span] = field(default_factory=list)
    bold: list[Span] = field(default_factory=list)
    turns: list[ImportedTurn] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)
    first_turn: int = 0
    _at: int = 0

    def add(self, block: Block) -> None:
        """Write one block of the body."""
        if isinstance(block, Paragraph):
            start = self._write(block.text)
            if block.heading and block.text.strip():
                self.headings.append((start, start + len(block.text)))
            elif block.bold and block.text.strip():
                self.bold.append((start, start + len(block.text)))
            return
        columns = talk_columns(block)
        if columns is None:
            self._write_table(block)
        else:
            self._write_talk(block, columns)

    def _write(self, line: str) -> int:
        """Add one line; return the offset where it begins."""
        if not self.lines:
            line = line.lstrip(BOM)
        start = self._at
        self.lines.append(line)
        self._at += len(line) + 1
        return start

    def _write_table(self, table: Table) -> None:
        for row in table.rows:
            if len(row) == 1:
                # A table of one column lays a page out; its paragraphs are paragraphs.
                for paragraph in row[0].paragraphs:
                    self.add(paragraph)
            else:
                self._write(row_line(row))

    def _write_talk(self, table: Table, columns: Columns) -> None:
        speaking: str | None = None
        for number, row in enumerate(table.rows):
            texts = [_flat(cell, keep_lines=column == columns.what) for column, cell in enumerate(row)]
            start = self._write("\t".join(texts))
            if columns.header and number == 0:
                continue
            cell = row[columns.who] if columns.who < len(row) else None
            name = label_of(cell) if cell is not None and cell.text else speaking
            speaking = None if name is None or is_non_speech(name) else name
            if speaking is not None and columns.what < len(row):
                self._add_turn(speaking, start, texts, columns)

    def _add_turn(self, name: str, start: int, texts: list[str], columns: Columns) -> None:
        offsets = [start]
        for text in texts:
            offsets.append(offsets[-1] + len(text) + 1)
        said = texts[columns.what]
        first, last, begins, ends = speech_inside(said, 0, len(said))
        if first >= last:
            return
        speech = (offsets[columns.what] + first, offsets[columns.what] + last)
        who = _inside(offsets[columns.who], texts[columns.who])
        time = texts[columns.when] if columns.when is not None and columns.when < len(texts) else ""
        told: list[float | None] = [*times_in(time)] or [parse_time(time)]
        if not self.turns:
            self.first_turn = start
        self.turns.append(
            ImportedTurn(
                speech,
                self.names.setdefault(name, len(self.names)),
                who if who is not None and who[1] <= speech[0] else None,
                begins if told[0] is None else told[0],
                told[1] if len(told) > 1 else ends,
            )
        )


def _flat(cell: Cell, *, keep_lines: bool) -> str:
    """Return a cell's text with no TAB in it, and with its line ends where they are wanted."""
    return cell.text.replace("\t", " ") if keep_lines else one_line(cell.text)


def _inside(start: int, text: str) -> Span | None:
    kept = text.strip()
    if not kept:
        return None
    first = start + text.index(kept[0])
    return first, first + len(kept)
