"""Codebooks that keep the rules, with texts that try to break out of their file."""

from __future__ import annotations

import string
import unicodedata
from dataclasses import replace

from hypothesis import strategies as st

from qcode.model.codes import Codebook, CodebookEntry, CodeFields

HOSTILE = [
    "=cmd|'/c calc'!A1",
    "'=quoted already",
    "＝cmd",
    "@sum",
    "- not a list",
    "key: value # comment",
    "#1f77b4",
    "He said: \"no\", 'twice'",
    "{a: b}",
    "[x, y]",
    "*alias &anchor !tag",
    "%percent",
    "| > ? ! ` ~",
    "No",
    "null",
    "~",
    "2000-2013",
    "1980s",
    "2024-05-01",
    "0x1f",
    "1e3",
    "---",
    "...",
    "文字、記号：「引用」",
    "𠮷野家",
    "back\\slash \\n",
    "<<",
]
HOSTILE_TEXTS = [
    *HOSTILE,
    "first line\nsecond line",
    "  two blanks before\nand a line",
    "    deep\n  less\nnone",
    "ends with a break\n",
    "ends with breaks\n\n\n",
    "\nbegins with a break",
    "blank at the end of a line \nnext",
    "\u3000段落の字下げ\n\u3000次の段落",
    "a\u2028b\u2029c\x85d",
    "carriage\r\nreturn\r",
    "tab\tinside\n\ttab before",
    "\ufeffmark",
    "bell\x07 escape\x1b[31m",
    "word " * 60,
    ("word " * 60).strip(),
    "a: b\n\n\n# not a comment\n- x: y " + "z" * 100,
    "長い文章" * 60,
    " ",
]


def folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


labels = (
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=12)
    | st.sampled_from(HOSTILE)
).map(str.strip)
names = labels.map(lambda text: text.replace(">", "").strip()).filter(folded)
texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30
) | st.sampled_from(HOSTILE_TEXTS)
aliases = labels.map(lambda text: text.replace(";", "").replace("；", "").strip()).filter(folded)
keys = st.text(string.ascii_letters + string.digits, min_size=3, max_size=3) | st.just("")
colours = st.sampled_from(["", "#1f77b4", "#ABCDEF", "#000000"])

fields = st.builds(
    CodeFields,
    name=names,
    name_ja=labels,
    brief=texts,
    definition=texts,
    include=texts,
    exclude=texts,
    examples=st.lists(texts.filter(str.strip), max_size=3).map(tuple),
    source=texts,
    note=texts,
    colour=colours,
    key=keys,
    aliases=st.lists(aliases, max_size=3).map(tuple),
    facet=st.booleans(),
)
entries = st.recursive(
    st.builds(CodebookEntry, fields),
    lambda children: st.builds(CodebookEntry, fields, st.lists(children, max_size=3).map(tuple)),
    max_leaves=6,
)


@st.composite
def codebooks(draw: st.DrawFn) -> Codebook:
    book = draw(
        st.builds(
            Codebook,
            title=labels,
            entries=st.lists(entries, max_size=3).map(tuple),
            title_ja=labels,
            version=labels,
            language=labels,
            description=texts,
        )
    )
    taken = {folded(word) for _, entry in book.walk() for word in (entry.fields.name, entry.fields.name_ja)}
    return replace(book, entries=_lawful(book.entries, taken, set(), top=True))


def _lawful(
    entries: tuple[CodebookEntry, ...], words: set[str], keys: set[str], top: bool
) -> tuple[CodebookEntry, ...]:
    """Leave out what breaks a rule between codes."""
    siblings: set[str] = set()
    kept = []
    for entry in entries:
        if folded(entry.fields.name) in siblings:
            continue
        siblings.add(folded(entry.fields.name))
        aliases = []
        for alias in entry.fields.aliases:
            if folded(alias) not in words:
                words.add(folded(alias))
                aliases.append(alias)
        key = "" if entry.fields.key in keys else entry.fields.key
        keys.add(key)
        lawful = replace(entry.fields, aliases=tuple(aliases), key=key, facet=top and entry.fields.facet)
        kept.append(CodebookEntry(lawful, _lawful(entry.children, words, keys, top=False)))
    return tuple(kept)
