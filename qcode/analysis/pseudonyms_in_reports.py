"""Reports with the names of participants, cases and documents kept back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from qcode.analysis.pseudonyms import (
    SENTENCES,
    StandIns,
    title_without_names,
    what_is_kept_back,
    without_names,
)
from qcode.model.reports import (
    Block,
    Figure,
    Heading,
    Listing,
    Mark,
    Paragraph,
    Passage,
    Quotation,
    Report,
    Words,
)
from qcode.model.tables import Table

PARTS = ", "
"""What stands between the parts of a reference."""
JOINED = " and "
"""What stands between several names in one part of it."""
_REFERENCE = re.compile(r" \(((?:[^()\n]|\([^()\n]*\))*)\)$", re.MULTILINE)
"""A reference in brackets at the end of a line; a name in it may have brackets of its own."""


def report_kept_back(report: Report, names: StandIns, warnings: Sequence[str] = ()) -> Report:
    """Return a report in which pseudonyms stand for names in every block.

    The note that says so counts what was replaced inside texts. `warnings` are added behind it.
    """
    before = names.replaced
    title = title_without_names(report.title, names)
    blocks = [_block(block, names) for block in report.blocks]
    notes = [*map(names.mask_sentence, report.notes)]
    said = what_is_kept_back(names, before)
    made = report.detail
    detail = None if made is None else lambda: without_names(made(), names)
    further = [said, *names.warnings, *map(names.mask_sentence, warnings)]
    return replace(report, title=title, blocks=blocks, notes=[*notes, *further], detail=detail)


def _block(block: Block, names: StandIns) -> Block:
    match block:
        case Heading(text, _, uid):
            return replace(block, text=names.by_uid.get(uid or "") or called(text, names))
        case Paragraph(words):
            return Paragraph(_words(words, names))
        case Listing(items):
            return Listing([_words(item, names) for item in items])
        case Quotation():
            return replace(
                block,
                text=names.mask(block.text),
                reference=reference_without_names(block.reference, names),
                translation=names.mask(block.translation),
                memo=names.mask_sentence(block.memo),
            )
        case Table():
            return _table(block, names)
        case Figure(_, table, caption):
            return replace(block, table=_table(table, names), caption=title_without_names(caption, names))
        case Passage():
            return _passage(block, names)


def _table(table: Table, names: StandIns) -> Table:
    """Return a table with names replaced, also in references that stand behind quotations in its cells."""
    masked = without_names(table, names)
    quoting = [column.name not in SENTENCES for column in table.columns]
    values = [
        [
            _quoted(value, names) if quotes and isinstance(value, str) and _REFERENCE.search(value) else kept
            for quotes, value, kept in zip(quoting, before, after, strict=True)
        ]
        for before, after in zip(table.values, masked.values, strict=True)
    ]
    return replace(masked, values=values)


def _quoted(text: str, names: StandIns) -> str:
    """Return quotations, each with its reference at the end of a line, with names replaced."""
    said, place = [], 0
    for found in _REFERENCE.finditer(text):
        said += [names.mask(text[place : found.start()]), f" ({reference_without_names(found[1], names)})"]
        place = found.end()
    return "".join([*said, names.mask(text[place:])])


def called(text: str, names: StandIns) -> str:
    """Return a pseudonym for a text that is a name, any other text with the names in it replaced."""
    return names.of_name(text) or names.mask_sentence(text)


def reference_without_names(reference: str, names: StandIns) -> str:
    """Return a reference with pseudonyms for the parts that are names, also those with a comma in them."""
    parts = reference.split(PARTS)
    said: list[str] = []
    rest: list[str] = []
    place = 0
    while place < len(parts):
        ends = range(len(parts), place, -1)
        found = next(
            ((end, known) for end in ends if (known := _named(PARTS.join(parts[place:end]), names))), None
        )
        if found is None and not any(map(names.of_name, parts[place].split(JOINED))):
            rest.append(parts[place])
            place += 1
            continue
        place, known = found or (place + 1, _one_by_one(parts[place], names))
        said += [names.mask_sentence(PARTS.join(rest))] * bool(rest) + [known]
        rest = []
    return PARTS.join([*said, *[names.mask_sentence(PARTS.join(rest))] * bool(rest)])


def _named(text: str, names: StandIns) -> str | None:
    """Return what stands for a name, or for several that are joined; None where there is none."""
    known = names.of_name(text)
    if known is not None or not all(map(names.of_name, text.split(JOINED))):
        return known
    return _one_by_one(text, names)


def _one_by_one(text: str, names: StandIns) -> str:
    return JOINED.join(names.of_name(one) or names.mask_sentence(one) for one in text.split(JOINED))


def _words(words: Words, names: StandIns) -> Words:
    """Return words with names replaced, also one that begins in one run and ends in another."""
    if isinstance(words, str):
        return called(words, names)
    masked = (
        names.mask.parts([names.mask_short(names.mask_documents(run.text)) for run in words], whole=True)
        if words
        else ()
    )
    return [
        replace(run, text=names.of_name(run.text) or text) for run, text in zip(words, masked, strict=True)
    ]


def _passage(passage: Passage, names: StandIns) -> Passage:
    """Return a passage with names replaced, and its marks on the words that they lay on."""
    size = len(passage.text)
    edges = sorted(
        {0, size, *(min(max(edge, 0), size) for one in passage.marks for edge in (one.start, one.end))}
    )
    parts = [passage.text[start:end] for start, end in pairwise(edges)]
    masked = names.mask.parts(parts, whole=True) if parts else ()
    moved = dict(zip(edges, accumulate(map(len, masked), initial=0), strict=True))

    def mark(one: Mark) -> Mark:
        start, end = moved[min(max(one.start, 0), size)], moved[min(max(one.end, 0), size)]
        while start == end and start > 0:
            # It lay on the end of a name, which was replaced where it begins.
            start = max(edge for edge in moved.values() if edge < end)
        code, memo = names.mask_sentence(one.code), names.mask_sentence(one.memo)
        return replace(one, start=start, end=end, code=code, memo=memo)

    return replace(
        passage,
        text="".join(masked),
        marks=[mark(one) for one in passage.marks],
        label=names.by_uid.get(passage.uid or "") or called(passage.label, names),
        place=names.mask_sentence(passage.place),
    )
