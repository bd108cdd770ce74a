"""Corrected transcripts whose truth is known: every character carries its identity through the edits.

What a corrected text is made of is written down while it is made, so that for each passage of the old
text it can be said, without looking at any words, which of its characters are where in the new one.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_ENGLISH = [
    "the",
    "city",
    "office",
    "port",
    "partner",
    "council",
    "budget",
    "firm",
    "university",
    "network",
    "channel",
    "visit",
    "ministry",
    "engineer",
    "export",
    "bridge",
    "we",
    "they",
    "asked",
    "never",
    "often",
    "because",
    "harbour",
    "trade",
    "delegation",
    "each",
    "year",
    "money",
    "went",
]
_JAPANESE = [
    "国際交流",
    "戦略",
    "自治体",
    "地域",
    "企業",
    "連携",
    "課題",
    "人材",
    "会議",
    "市長は",
    "港の",
    "仕事を",
    "県と",
    "一緒に",
    "進めた",
    "思います",
    "とても",
]
_MANY_ENGLISH = [
    first + middle + last
    for first in ("bar", "con", "dis", "fen", "gor", "hal", "lim", "mer", "pol", "ter")
    for middle in ("a", "e", "ilo", "on", "ura")
    for last in ("ble", "der", "ging", "ment", "port", "red", "ses", "tive", "tion", "ty")
]
_MANY_JAPANESE = [
    first + last
    for first in (
        "外国",
        "市民",
        "職員",
        "予算",
        "港湾",
        "大学",
        "商工",
        "観光",
        "姉妹",
        "議会",
        "海外",
        "周辺",
    )
    for last in (
        "を",
        "に聞く",
        "とは",
        "計画",
        "団体",
        "担当",
        "事業",
        "から学ぶ",
        "が来た",
        "窓口",
        "制度",
        "の話",
    )
]
_NEW_WORDS = [
    "zephyr",
    "quoll",
    "鯨鮫",
    "ξένος",
    "vext",
    "鱈",
    "😀",
    "jumbuck",
    "糶",
    "naïve",
]
"""Words that no old text has: what is put in is never taken for something that was there."""

Cell = tuple[int, str, bool]
"""Identity (place in the old text, -1 for what is new), character, whether it is a copy."""


@dataclass(frozen=True, slots=True)
class Edited:
    """An old text, the new one, and where each old character is now."""

    old: str
    new: str
    now: Sequence[int]
    """For each character of the old text its offset in the new one, -1 where it is gone."""
    copied_from: Sequence[int]
    """For each character of the new text its offset in the old one, also of a copy; -1 for what is new."""


def interview(seed: random.Random, turns: int, words: int = 14, *, many_words: bool = False) -> str:
    """Return an interview; some answers come again and again.

    In one of few words the same few stand together all the time, as they do in no language; one of
    `many_words` is nearer to that.
    """
    vocabulary = (_MANY_ENGLISH, _MANY_JAPANESE) if many_words else (_ENGLISH, _JAPANESE)
    stock = ["Yes.", "はい。", "No, never.", "I think so.", "そうですね。"]
    lines: list[str] = []
    for number in range(turns):
        label = "Q" if number % 2 == 0 else f"R{seed.randrange(2) + 1}"
        if seed.random() < 0.25:
            speech = seed.choice(stock)
        else:
            speech = " ".join(_sentence(seed, words, *vocabulary) for _ in range(seed.randint(1, 3)))
        lines.append(f"{label}: {speech}")
    return "\n".join(lines) + "\n"


def _sentence(seed: random.Random, words: int, english: Sequence[str], japanese: Sequence[str]) -> str:
    if seed.random() < 0.4:
        return "".join(seed.choices(japanese, k=seed.randint(2, words))) + "。"
    return " ".join(seed.choices(english, k=seed.randint(2, words))).capitalize() + "."


def passages(seed: random.Random, text: str, number: int) -> list[tuple[int, int]]:
    """Return spans such as people code: words, sentences, speeches, across turns, and a few odd ones."""
    marks = [0, *(at + 1 for at, one in enumerate(text) if one in " .。\n"), len(text)]
    found: list[tuple[int, int]] = []
    while len(found) < number:
        place = seed.randrange(len(marks) - 1)
        start, end = marks[place], marks[min(len(marks) - 1, place + seed.choice((1, 1, 2, 3, 5, 9, 25)))]
        if seed.random() < 0.1:
            start = seed.randrange(len(text))
            end = start + seed.randint(1, 40)
        start, end = start, min(end, len(text))
        while end > start + 1 and text[end - 1].isspace():
            end -= 1
        if start < end and text[start:end].strip():
            found.append((start, end))
    return found


def edited(seed: random.Random, old: str, edits: int) -> Edited:
    """Return a text after so many random edits of the kinds that people make."""
    cells: list[Cell] = [(place, character, False) for place, character in enumerate(old)]
    for _ in range(edits):
        if cells:
            seed.choices(_EDITS, weights=_WEIGHTS)[0](seed, cells)
    now = [-1] * len(old)
    for place, (identity, _, copied) in enumerate(cells):
        if identity >= 0 and not copied:
            now[identity] = place
    return Edited(old, _text(cells), now, [identity for identity, _, _ in cells])


def _text(cells: Sequence[Cell]) -> str:
    return "".join(character for _, character, _ in cells)


def _new(text: str) -> list[Cell]:
    return [(-1, character, False) for character in text]


def _stretch(seed: random.Random, cells: Sequence[Cell], cuts: str) -> tuple[int, int]:
    """Return a stretch between two of the characters at which a text is cut."""
    at = seed.randrange(len(cells))
    start = at
    while start > 0 and cells[start - 1][1] not in cuts:
        start -= 1
    while at < len(cells) - 1 and cells[at][1] not in cuts:
        at += 1
    return start, at + 1


def _type_over(seed: random.Random, cells: list[Cell]) -> None:
    at = seed.randrange(len(cells))
    cells[at : at + seed.randint(0, 2)] = _new(seed.choice("zq鯨ξ"))


def _replace_word(seed: random.Random, cells: list[Cell]) -> None:
    start, end = _stretch(seed, cells, " .。\n")
    cells[start : max(start, end - 1)] = _new(seed.choice(_NEW_WORDS))


def _insert_words(seed: random.Random, cells: list[Cell]) -> None:
    start, end = _stretch(seed, cells, " .。\n")
    at = seed.choice((start, end))
    cells[at:at] = _new(" ".join(seed.choices(_NEW_WORDS, k=seed.randint(1, 6))) + " ")


def _insert_line(seed: random.Random, cells: list[Cell]) -> None:
    start, _ = _stretch(seed, cells, "\n")
    cells[start:start] = _new(f"R1: {' '.join(seed.choices(_NEW_WORDS, k=5))}.\n")


def _copy(seed: random.Random, cells: list[Cell]) -> None:
    cuts = seed.choice(("\n", ".。\n"))
    start, end = _stretch(seed, cells, cuts)
    copied = [(identity, character, True) for identity, character, _ in cells[start:end]]
    at = _stretch(seed, cells, cuts)[0]
    cells[at:at] = copied


def _delete(seed: random.Random, cells: list[Cell]) -> None:
    start, end = _stretch(seed, cells, seed.choice(("\n", ".。\n", " .。\n")))
    del cells[start:end]


def _move(seed: random.Random, cells: list[Cell]) -> None:
    cuts = seed.choice(("\n", "\n", ".。\n"))
    start, end = _stretch(seed, cells, cuts)
    taken = cells[start:end]
    del cells[start:end]
    at = _stretch(seed, cells, cuts)[0] if cells else 0
    cells[at:at] = taken


def _rename(seed: random.Random, cells: list[Cell]) -> None:
    label, name = seed.choice((("Q: ", "Interviewer: "), ("R1: ", "山田: "), ("R2: ", "B: ")))
    text = _text(cells)
    at = len(text)
    while (at := text.rfind(label, 0, at)) >= 0:
        if at == 0 or text[at - 1] == "\n":
            cells[at : at + len(label)] = _new(name)


_EDITS: tuple[Callable[[random.Random, list[Cell]], None], ...] = (
    _type_over, _replace_word, _insert_words, _insert_line, _copy, _delete, _move, _rename,
)  # fmt: skip
_WEIGHTS = (6, 6, 4, 2, 2, 4, 2, 0.3)


def fault(edited_text: Edited, span: tuple[int, int], place: tuple[int, int]) -> str:
    """Return what is wrong with a passage's being told to lie unchanged at a place; empty for nothing.

    It is right on its very characters; on a copy of them where its own are edited or gone, or where
    the copy's surroundings are at least as alike; on equal words between equal neighbours; and beside
    one equal neighbour where its own characters do not stand between both of theirs.
    """
    old, new, now = edited_text.old, edited_text.new, edited_text.now
    (start, end), (low, high) = span, place
    words, own = old[start:end], [now[at] for at in range(start, end)]
    if own == list(range(low, high)):
        return ""
    if _letters(new[low:high]) != _letters(words):
        return "other words"
    here = _alike(edited_text, start, end, low, high)
    if here == (_NEAR, _NEAR):
        return ""
    whole = own[0] >= 0 and own == list(range(own[0], own[0] + end - start))
    there = _alike(edited_text, start, end, own[0], own[-1] + 1) if whole else (0, 0)
    if _NEAR in here and there != (_NEAR, _NEAR):
        return ""
    copied = sum(start <= at < end for at in edited_text.copied_from[low:high])
    if 2 * copied >= end - start:
        return "the worse of two copies" if sum(there) > sum(here) else ""
    if any(low <= at < high for at in own) and old.count(words) == new.count(words) == 1:
        return ""
    return "another place"


_NEAR = 12


def _alike(edited_text: Edited, start: int, end: int, low: int, high: int) -> tuple[int, int]:
    """Return how many characters before and after two places are the same, up to a few.

    White space is no character here; where both texts begin or end, all are the same.
    """
    old, new = edited_text.old, edited_text.new
    return (
        _common(
            _letters(old[max(0, start - _FAR) : start])[::-1], _letters(new[max(0, low - _FAR) : low])[::-1]
        ),
        _common(_letters(old[end : end + _FAR]), _letters(new[high : high + _FAR])),
    )


_FAR = 4 * _NEAR


def _common(one: str, other: str) -> int:
    if one == other:
        return _NEAR
    return next((at for at in range(_NEAR) if one[at : at + 1] != other[at : at + 1]), _NEAR)


def _letters(words: str) -> str:
    return "".join(words.split())
