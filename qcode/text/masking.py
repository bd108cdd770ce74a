"""Replacing names in running text by what stands for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from unicodedata import normalize

from qcode.text.label_words import words
from qcode.text.scripts import CJK, is_cjk

_LATIN = "A-Za-z\u00c0-\u024f\u1e00-\u1eff"
_FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}
_HALF_WIDTH = {ord(normalize("NFKC", chr(code))): code for code in range(0xFF66, 0xFF9E)}
_HALF_WIDTH |= {0x3099: 0xFF9E, 0x309A: 0xFF9F}
_IS_LATIN = re.compile(f"[{_LATIN}]")
_NO_LETTER = f"(?=[sS]?(?![{_LATIN}]))"
"""Behind a Latin name: nothing, or the s of a possessive or of a family."""
_SIGNS = ("-\u2010\u2011\u2012\u2013\u2014\u2212", "'\u2019\u2018\u02bc")
"""Hyphens, and apostrophes, that are written for each other."""
_SAME_SIGN = {ord(sign): signs[0] for signs in _SIGNS for sign in signs}
_EITHER_SIGN = {sign: f"[{re.escape(signs)}]" for signs in _SIGNS for sign in signs}
_FILLER = "\ufdd0"
"""A code point that is no character; stands in the place of each of those that break a name."""
_IN_LINE = " \t\u00a0\u2000-\u200a\u202f\u205f\u3000"
_UNSEEN = "\u00ad\u200b-\u200d\u2060\ufeff"
"""Soft hyphens, and what joins or parts characters without taking room."""
_BLANK = f"[{_IN_LINE}\n{_FILLER}]"
_SPACE = re.compile(f"[{_IN_LINE}]+")
_ADDRESS = (
    f"(?={_BLANK}*+(?:さん|さま|様|氏|君|くん|ちゃん|先生|副?[市町村区]長|知事|[部課係局次室館所会社]長|補佐|"
    "主[任事査幹]|参事|理事|議員|教授|秘書))"
)
"""Behind a surname: what people are called by beside it."""
_AT_END = (_NO_LETTER, _ADDRESS)
_UNSEEN_ONES = re.compile(f"[{_UNSEEN}]+")
_LINE_END = f"[{_IN_LINE}]*+\n[{_IN_LINE}\n{_UNSEEN}{_FILLER}]*+"
_BREAK = re.compile(f"[{_UNSEEN}]++(?:[-\u2010\u2011]?{_LINE_END})?|[-\u2010\u2011][{_UNSEEN}]*+{_LINE_END}")
"""What is unseen, and a hyphen with the line end behind it."""
_CAPITAL = "".join(
    one
    for one in map(chr, (*range(0x41, 0x250), *range(0x1E00, 0x1F00)))
    if one.isupper() and _IS_LATIN.match(one)
)
_IN_WORD = f"{_LATIN}{_FILLER}{''.join(map(re.escape, _SIGNS))}"
_LONGEST_WORD = 60
_OTHER_LETTER = f"[^\\W\\d_{_LATIN}{CJK}]"
_PARTED = re.compile(
    f"[{_CAPITAL}](?<![{_LATIN}].)[{_IN_WORD}]{{0,{_LONGEST_WORD}}}+({_LINE_END})(?=[{_IN_WORD}])"
    f"|{_OTHER_LETTER}({_LINE_END})(?={_OTHER_LETTER})"
)
"""A word across a bare line end; a Latin one has a capital: `in` and `a` on two lines are no Ina."""
_SHORTEST_LATIN, _SHORTEST_OTHER = 3, 2
_SHORT = 80
"""Characters of a text that may well come again."""
_SAID_TO_BE = "(?:case|participant|document) *[!=＝≠]+ *[\"'“「『]?|“"
"""What stands before a name in a condition, and in a message."""
_NOT_BEFORE_ONE = r"[^\s\"'“‘「『(\[=＝:,;、・/]"
_AFTER_ONE = r"[\s\"'”’」』)\],.;:、。・/]|$"
_END = ""
_CUT = "…"
_PLAIN_WORDS = words(
    """
    april art baker bill black brown cook day dean faith field frank gene grace gray green grey hill hope
    hunter jack joy june king lane long mark may miles page parks pat price rice rich rob rose short
    stone sue summer white will wood young
    """
)
"""Names that are words as well: a name only with a capital."""

_Tree = dict[str, "_Tree"]


def long_enough(name: str) -> bool:
    """Tell whether a name can be looked for in running text without hitting other words at every turn."""
    least = _SHORTEST_LATIN if name.isascii() else _SHORTEST_OTHER
    return len(name) >= least and any(character.isalpha() for character in name)


class Masker:
    """Replaces names in texts, the longest first, each by `[what stands for it]`.

    A name is found through case, width, composed forms, the kind of blank, hyphen and apostrophe in it,
    and through what breaks it: a line end, with a hyphen or without, and characters that nobody sees. A
    Latin name is found as a word of its own, one in another script wherever it stands: such scripts have
    no blanks, and where somebody put some between two characters of a name it is found all the same.
    """

    def __init__(self, stands_for: Mapping[str, str], addressed: Mapping[str, str] | None = None) -> None:
        """`stands_for` maps names, as they are written, to what stands for them.

        So does `addressed`, of names that are such only before さん, 部長 and the like.
        """
        forms = {form: stand for name, stand in stands_for.items() for form in _forms(name)}
        before = {form: stand for name, stand in (addressed or {}).items() for form in _forms(name)}
        self._stands_for = {_key(form): stand for form, stand in (before | forms).items()}
        self._unbroken = {_unbroken(key): stand for key, stand in self._stands_for.items()}
        self._written: dict[str, str] = {}
        """What stands in the place of a name as it was found, in brackets."""
        self._done: dict[str, tuple[str, int]] = {}
        """Short texts, such as codes and roles that come again and again, and what became of them."""
        self._pattern = _pattern([*map(_tokens, forms), *map(_addressed, before)])
        self.replaced = 0
        """How many places were replaced so far."""

    def __call__(self, text: str) -> str:
        """Return a text with every known name replaced."""
        if self._pattern is None:
            return text
        done = self._done.get(text)
        if done is None:
            said, at, number = [], 0, 0
            for start, end, stand_in in self._found(text):
                said += [text[at:start], stand_in]
                at = end
                number += 1
            done = "".join((*said, text[at:])), number
            if len(text) <= _SHORT:
                self._done[text] = done
        self.replaced += done[1]
        return done[0]

    def places(self, text: str) -> Sequence[tuple[int, int, str]]:
        """Return (start, end, what is written there instead) of every known name in a text, in order."""
        found = [*self._found(text)]
        self.replaced += len(found)
        return found

    def parts(self, texts: Sequence[str], *, whole: bool = False) -> Sequence[str]:
        """Return the parts of one text with every known name replaced, also one that is cut by their edges.

        Such a name is replaced in the part that it begins in. What may be the end of a name where the
        first part begins, or the beginning of one where the last part ends, gives way to `…`; not so
        where the text is `whole`, cut from no other.
        """
        if self._pattern is None:
            return texts
        *others, last = texts if whole else self._without_pieces(texts)
        joined, ends = "".join((*others, last)), list(accumulate(map(len, (*others, last))))
        masked = [""] * len(texts)
        at = 0
        for start, end, stand_in in (*self._found(joined), (len(joined), len(joined), "")):
            for number, (low, high) in enumerate(zip((0, *ends), ends, strict=False)):
                masked[number] += joined[max(at, low) : min(start, high)]
                if low <= start < high:
                    masked[number] += stand_in
                    self.replaced += 1
            at = end
        return masked

    def is_piece(self, text: str) -> bool:
        """Tell whether a text of two characters or more is a part of a known name, not all of it."""
        key = _key(text)
        return len(key) > 1 and any(key in one and key != one for one in self._stands_for)

    @cached_property
    def _pieces(self) -> tuple[frozenset[str], frozenset[str]]:
        """What names may begin with, and what they may end with, if they are cut."""
        return (
            frozenset(key[:at] for key in self._unbroken for at in range(2, len(key))),
            frozenset(key[at:] for key in self._unbroken for at in range(1, len(key) - 1)),
        )

    def _without_pieces(self, texts: Sequence[str]) -> Sequence[str]:
        """Return parts of a text without pieces of names at its two ends."""
        beginnings, ends = self._pieces
        longest = 2 * max(map(len, self._stands_for))
        whole = [*texts]
        for size in range(min(longest, len(whole[0])), 1, -1):
            if _unbroken(whole[0][:size]) in ends and not _glued(whole[0], size):
                whole[0] = _CUT + whole[0][size:]
                break
        for size in range(min(longest, len(whole[-1])), 1, -1):
            at = len(whole[-1]) - size
            if _unbroken(whole[-1][at:]) in beginnings and not _glued(whole[-1], at):
                whole[-1] = whole[-1][:at] + _CUT
                break
        return whole

    def _found(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield (start, end, what is written there instead) of every known name."""
        for found in self._pattern.finditer(_filled(text)) if self._pattern else ():
            start, end = found.span()
            yield start, end, self._stand_in(text[start:end])

    def _stand_in(self, name: str) -> str:
        if name not in self._written:
            # The hyphen may be the name's own, or that of a line end.
            known = self._stands_for.get(_key(name)) or self._unbroken[_unbroken(name)]
            self._written[name] = f"[{known}]"
        return self._written[name]


class ShortNames:
    """Replaces names too short for `Masker` in what is said of a study, each by `[what stands for it]`.

    One in Latin letters or digits is a name only in quotation marks, or behind `case =` and the like:
    `1` may be a document, and how many there are. One in another script is a name where it stands alone
    between blanks and signs as well.
    """

    def __init__(self, stands_for: Mapping[str, str]) -> None:
        """`stands_for` maps names, as they are written, to what stands for them."""
        self._stands_for = {_key(name): stand for name, stand in stands_for.items() if _key(name)}
        told: list[str] = []
        alone: list[str] = []
        for name in sorted(filter(_key, stands_for), key=lambda one: (-len(one), one)):
            (told if name.isascii() else alone).append(re.escape(name))
        parts = [
            f"(?P<before>{_SAID_TO_BE})(?P<told>{'|'.join([*told, *alone])})(?={_AFTER_ONE})",
            f"(?<!{_NOT_BEFORE_ONE})(?P<alone>{'|'.join(alone)})(?={_AFTER_ONE})" if alone else "(?!)",
        ]
        self._pattern = re.compile("|".join(parts)) if self._stands_for else None
        self.replaced = 0
        """How many places were replaced so far."""

    def __call__(self, text: str) -> str:
        """Return a text with every name that stands as one replaced."""
        if self._pattern is None:
            return text
        said, number = self._pattern.subn(self._stand_in, text)
        self.replaced += number
        return said

    def _stand_in(self, found: re.Match[str]) -> str:
        return f"{found['before'] or ''}[{self._stands_for[_key(found['told'] or found['alone'])]}]"


def _glued(text: str, at: int) -> bool:
    """Tell whether a place lies inside of a Latin word."""
    return all(_IS_LATIN.match(one) for one in (text[at - 1 : at], text[at : at + 1]))


def _forms(name: str) -> Iterable[str]:
    """Yield the ways in which a name may be written."""
    plain = _SPACE.sub(" ", name).strip()
    for form in (plain, plain.translate(_FULL_WIDTH)):
        for spelling in ("NFC", "NFD", "NFKC"):
            yield _SPACE.sub(" ", normalize(spelling, form))
    yield _SPACE.sub(" ", normalize("NFKD", plain).translate(_HALF_WIDTH))


def _key(form: str) -> str:
    """Return what all forms of a name share; in capitals a dotless i is an I like any other."""
    seen = _UNSEEN_ONES.sub("", form)
    plain = "".join(normalize("NFKC", seen).split()).translate(_SAME_SIGN)
    return plain.casefold().replace("\u0131", "i")


def _unbroken(form: str) -> str:
    """Return the same without hyphens, which may be those of a line end."""
    return _key(form).replace("-", "")


def _filled(text: str) -> str:
    """Return a text of the same length in which all that may break a name is one character."""
    filled = _BREAK.sub(_filler, text)
    return _PARTED.sub(_filler_at_end, filled) if "\n" in filled else filled


def _filler(found: re.Match[str]) -> str:
    return _FILLER * len(found[0])


def _filler_at_end(found: re.Match[str]) -> str:
    line_end = found[1] or found[2]
    return found[0][: -len(line_end)] + _FILLER * len(line_end)


def _pattern(forms: Iterable[Iterable[str]]) -> re.Pattern[str] | None:
    """Return the pattern that finds the longest form at a place; a form comes as its tokens.

    It is a tree of their beginnings, and begins with the characters that a form may begin with: so a
    search passes over most of a text at once. (A flag for case, or looking back first, would prevent that.)
    """
    tree: _Tree = {}
    for form in forms:
        node = tree
        for token in form:
            node = node.setdefault(token, {})
        if node is not tree:
            node[_END] = {}
    return re.compile(_branches(tree)) if tree else None


def _branches(tree: _Tree) -> str:
    """Return the pattern of what may follow; what is longer is tried first."""
    ordered = sorted(tree.items(), key=lambda pair: (pair[0] in _AT_END, pair[0]))
    parts = [token + _branches(node) for token, node in ordered if token != _END]
    if not parts:
        return ""
    follows = parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"
    return f"(?:{follows})?" if _END in tree else follows


def _tokens(form: str) -> Iterator[str]:
    """Yield the patterns of a form's characters, with what must not stand before and after it."""
    between = f"{_BLANK}+" if form.isascii() else f"{_BLANK}*"
    plain = form.casefold() in _PLAIN_WORDS
    for place, character in enumerate(form):
        before = form[place - 1] if place else " "
        if place and is_cjk(character) and is_cjk(before):
            yield f"{_BLANK}*"
        elif not {before, character} & {" ", *_EITHER_SIGN}:
            yield f"{_FILLER}*+"
        if place == 0 and plain:
            yield character.upper()
        else:
            yield between if character == " " else _either(character)
        if place == 0 and _IS_LATIN.match(character):
            yield f"(?<![{_LATIN}].)"
    if _IS_LATIN.match(form[-1:]):
        yield _NO_LETTER


def _addressed(form: str) -> Iterator[str]:
    """Yield the tokens of a form that is a name only where somebody is spoken of politely, or by office."""
    yield from _tokens(form)
    yield _ADDRESS


def _either(character: str) -> str:
    """Return the pattern of a character through case; of a hyphen or an apostrophe, of any such."""
    if character in _EITHER_SIGN:
        sign = f"{_FILLER}*+{_EITHER_SIGN[character]}{_FILLER}*+"
        # A hyphen of the name's own before a line end is part of what breaks it.
        return f"(?:{sign}|{_FILLER}++)" if character in _SIGNS[0] else sign
    cases = {one for one in (character, character.lower(), character.upper()) if len(one) == 1}
    return f"[{''.join(map(re.escape, sorted(cases)))}]" if len(cases) > 1 else re.escape(character)


Mask = Callable[[str], str]
"""What replaces names in a text."""
