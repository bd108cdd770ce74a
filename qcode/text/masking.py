"""Replacing names in running text by what stands for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from unicodedata import normalize

_LATIN = "A-Za-z\u00c0-\u024f"
_FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}
_IS_LATIN = re.compile(f"[{_LATIN}]")
_NO_LETTER = f"(?![{_LATIN}])"
_BLANK = r"[ \t\u00a0\u3000\n]"
_SPACE = re.compile(r"[ \t\u00a0\u3000]+")
_SHORTEST_LATIN, _SHORTEST_OTHER = 3, 2
_END = ""

_Tree = dict[str, "_Tree"]


def long_enough(name: str) -> bool:
    """Tell whether a name can be looked for in running text without hitting other words at every turn."""
    least = _SHORTEST_LATIN if name.isascii() else _SHORTEST_OTHER
    return len(name) >= least and any(character.isalpha() for character in name)


class Masker:
    """Replaces names in texts, the longest first, each by `[what stands for it]`.

    A name is found through case, width, composed forms and the kind of blank in it. A Latin name is
    found as a word of its own, one in another script wherever it stands: such scripts have no blanks.
    """

    def __init__(self, stands_for: Mapping[str, str]) -> None:
        """`stands_for` maps names, as they are written, to what stands for them."""
        forms = {form: stand for name, stand in stands_for.items() for form in _forms(name)}
        self._stands_for = {_key(form): stand for form, stand in forms.items()}
        self._pattern = _pattern(forms)
        self.replaced = 0
        """How many places were replaced so far."""

    def __call__(self, text: str) -> str:
        """Return a text with every known name replaced."""
        if self._pattern is None:
            return text
        masked, places = self._pattern.subn(self._stand_in, text)
        self.replaced += places
        return masked

    def _stand_in(self, found: re.Match[str]) -> str:
        return f"[{self._stands_for[_key(found[0])]}]"


def _forms(name: str) -> Iterable[str]:
    """Yield the ways in which a name may be written."""
    plain = _SPACE.sub(" ", name).strip()
    for form in (plain, plain.translate(_FULL_WIDTH)):
        for spelling in ("NFC", "NFD", "NFKC"):
            yield _SPACE.sub(" ", normalize(spelling, form))


def _key(form: str) -> str:
    return "".join(normalize("NFKC", form).split()).casefold()


def _pattern(forms: Iterable[str]) -> re.Pattern[str] | None:
    """Return the pattern that finds the longest form at a place.

    It is a tree of their beginnings, and begins with the characters that a form may begin with: so a
    search passes over most of a text at once. (A flag for case, or looking back first, would prevent that.)
    """
    tree: _Tree = {}
    for form in filter(None, forms):
        node = tree
        for token in _tokens(form):
            node = node.setdefault(token, {})
        node[_END] = {}
    return re.compile(_branches(tree)) if tree else None


def _branches(tree: _Tree) -> str:
    """Return the pattern of what may follow; what is longer is tried first."""
    ordered = sorted(tree.items(), key=lambda pair: (pair[0] == _NO_LETTER, pair[0]))
    parts = [token + _branches(node) for token, node in ordered if token != _END]
    if not parts:
        return ""
    follows = parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"
    return f"(?:{follows})?" if _END in tree else follows


def _tokens(form: str) -> Iterator[str]:
    """Yield the patterns of a form's characters, with what must not stand before and after it."""
    between = f"{_BLANK}+" if form.isascii() else f"{_BLANK}*"
    for place, character in enumerate(form):
        yield between if character == " " else _either(character)
        if place == 0 and _IS_LATIN.match(character):
            yield f"(?<![{_LATIN}].)"
    if _IS_LATIN.match(form[-1]):
        yield _NO_LETTER


def _either(character: str) -> str:
    """Return the pattern of a character through case."""
    cases = {one for one in (character, character.lower(), character.upper()) if len(one) == 1}
    return f"[{''.join(map(re.escape, sorted(cases)))}]" if len(cases) > 1 else re.escape(character)


Mask = Callable[[str], str]
"""What replaces names in a text."""
