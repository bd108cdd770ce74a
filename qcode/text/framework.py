"""What stands in a cell of a framework matrix, written and read back: summaries, and marks that are none.

A cell holds one summary, or several with the coder's name in brackets above each, then a mark in brackets
on a line of its own, and below it quotations, each on a line with its place. What somebody writes behind
a mark, or below it, is a summary. A line of a summary that would be taken for a name or a mark stands
behind a backslash, so that `read(written(...))` gives every text back without the white space around it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from qcode.text.clean import CUT_MARK
from qcode.text.names import counted, levelled

NO_QUOTATIONS = "[no quotations]"
_NOTHING = frozenset({"NA", "–", "·"})
"""What tables write where there is nothing: no data, not coded yet."""
_MARK = re.compile(
    r"\[(?:[0-9][0-9,]* quotations?, no summary|no quotations|[0-9][0-9,]* of [0-9][0-9,]* quotations?)\]"
)
_QUOTATION = re.compile(rf"“.*(?:” \(.+\)|{re.escape(CUT_MARK)})")
"""With its place, or cut where a cell of a workbook ended."""
_IN_BRACKETS = re.compile(r"\[(.+)\]")
_LINE = re.compile(r"(\s*)(\\*)(.*?)(\s*)", re.DOTALL)


def no_summary(quotations: int) -> str:
    """Return the mark of a cell that has quotations and no summary."""
    return f"[{counted(quotations, 'quotation')}, no summary]"


def some_of(shown: int, quotations: int) -> str:
    """Return the mark above quotations that are shown below a summary."""
    return f"[{shown:,} of {counted(quotations, 'quotation')}]"


def written(
    summaries: Iterable[tuple[str, str]], coders: Collection[str], mark: str = "", below: Sequence[str] = ()
) -> str:
    """Return a cell: summaries as (coder or nothing, text), a mark, quotations below the mark.

    `coders` are the names of all who may have written a summary.
    """
    known = frozenset(map(levelled, coders))
    blocks = ["\n".join([f"[{coder}]"] * bool(coder) + [_escaped(text, known)]) for coder, text in summaries]
    cell = "\n\n".join(blocks)
    return "\n".join(part for part in (cell, mark, *below) if part)


def read(cell: str, coders: Collection[str]) -> list[tuple[str, str]]:
    """Return the summaries of a cell as (coder as written or nothing, text); marks alone are none."""
    known = frozenset(map(levelled, coders))
    found: list[tuple[str, list[str]]] = [("", [])]
    below = False
    for line in [] if cell.strip() in _NOTHING else cell.split("\n"):
        words = line.strip()
        mark = _MARK.match(words)
        if mark:
            below, line = True, words[mark.end() :].lstrip()
            words = line
        if below and (not words or _QUOTATION.fullmatch(words)):
            continue
        coder = _IN_BRACKETS.fullmatch(words)
        if coder and levelled(coder[1]) in known:
            found.append((coder[1], []))
        else:
            found[-1][1].append(_plain(line, known))
    texts = [(coder, "\n".join(lines).strip()) for coder, lines in found]
    return [(coder, text) for coder, text in texts if text]


def _means_something(words: str, known: Collection[str]) -> bool:
    """Tell whether a line without blanks around it would be taken for something else than a summary."""
    coder = _IN_BRACKETS.fullmatch(words)
    return words in _NOTHING or bool(_MARK.match(words)) or bool(coder and levelled(coder[1]) in known)


def _escaped(text: str, known: Collection[str]) -> str:
    return "\n".join(_with_backslashes(line, known, 1) for line in text.strip().split("\n"))


def _plain(line: str, known: Collection[str]) -> str:
    return _with_backslashes(line, known, -1)


def _with_backslashes(line: str, known: Collection[str], more: int) -> str:
    """Return a line with so many more backslashes before its words, where these mean something."""
    parts = _LINE.fullmatch(line)
    if parts is None or not _means_something(parts[3], known):
        return line
    return parts[1] + "\\" * max(0, len(parts[2]) + more) + parts[3] + parts[4]
