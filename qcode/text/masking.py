"""Replacing names in running text by what stands for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from unicodedata import normalize

_LATIN = "A-Za-z\u00c0-\u024f"
_FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}
_SPACE = re.compile(r"[ \t\u00a0\u3000]+")
_SHORTEST_LATIN, _SHORTEST_OTHER = 3, 2


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
            yield normalize(spelling, form)


def _key(form: str) -> str:
    return "".join(normalize("NFKC", form).split()).casefold()


def _pattern(forms: Iterable[str]) -> re.Pattern[str] | None:
    parts = [_part(form) for form in sorted(set(forms), key=lambda form: (-len(form), form)) if form]
    return re.compile("|".join(parts), re.IGNORECASE) if parts else None


def _part(form: str) -> str:
    words = [re.escape(word) for word in _SPACE.split(form)]
    latin = re.compile(f"[{_LATIN}]")
    between = r"[ \t\u00a0\u3000\n]+" if form.isascii() else r"[ \t\u00a0\u3000\n]*"
    before = f"(?<![{_LATIN}])" if latin.match(form[0]) else ""
    after = f"(?![{_LATIN}])" if latin.match(form[-1]) else ""
    return before + between.join(words) + after


Mask = Callable[[str], str]
"""What replaces names in a text."""
