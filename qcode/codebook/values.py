"""What a single value of a codebook may be.

The functions whose name ends in `_fault` return what is wrong with a value and what was expected,
or an empty text.
"""

from __future__ import annotations

import re
import unicodedata

from qcode.codebook.faults import shown

ALIAS_SEPARATOR = ";"

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}", re.ASCII)
_SEPARATORS = re.compile("[;\uff1b]")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_TRUE = frozenset({"true", "yes", "on", "1"})
_FALSE = frozenset({"false", "no", "off", "0", ""})


def folded(text: str) -> str:
    """Return a text as names are compared: NFKC, without case, blanks levelled."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def label_fault(text: str) -> str:
    """Judge a text of one line (a Japanese name, an alias, a title); it may be empty."""
    for sign in text:
        if unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"}:
            return (
                f"{shown(text)} holds a line break or a control character (U+{ord(sign):04X}); "
                "expected one line of text"
            )
    return ""


def name_fault(name: str) -> str:
    """Judge the name of a code, without the blanks around it."""
    if not name.strip():
        return "the name is empty; expected a text"
    if ">" in name:
        return f"the name {shown(name)} holds “>”, which parts the names of a path; leave it out"
    return label_fault(name)


def alias_fault(alias: str) -> str:
    """Judge one alias."""
    if not alias.strip():
        return "an alias is empty; expected a text"
    if _SEPARATORS.search(alias):
        return f"the alias {shown(alias)} holds “;”, which parts aliases; expected one item for each"
    return label_fault(alias)


def colour_fault(colour: str) -> str:
    """Judge a colour; none is fine."""
    if not colour or _COLOUR.fullmatch(colour):
        return ""
    return f'the colour is {shown(colour)}; expected “#” and six digits 0-9 a-f, as in "#1f77b4"'


def text_fault(text: str) -> str:
    """Judge a text of any length."""
    unstorable = _UNSTORABLE.search(text)
    if unstorable:
        return f"the text holds U+{ord(unstorable[0]):04X}, which is no character; leave it out"
    return ""


def split_aliases(text: str) -> list[str]:
    """Return the aliases of a text in which `;` parts them; empty parts are left out."""
    return [part.strip() for part in _SEPARATORS.split(text) if part.strip()]


def truth(text: str) -> bool | None:
    """Return what a word for yes or no means, None where it is neither; empty is no."""
    word = folded(text)
    return True if word in _TRUE else False if word in _FALSE else None
