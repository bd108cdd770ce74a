"""A codebook -> YAML that a person likes to edit and that reads back as what it was."""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from qcode.codebook.outline import BOOK_KEYS, CODE_KEYS
from qcode.model.codes import Codebook, CodebookEntry

_WIDTH = 88
_FITS_A_LINE = 80

# Blocks are written only of what they carry unchanged: no blank at either end of a line, and no
# sign that YAML escapes or takes for a line end. All else is quoted; there YAML escapes what it
# must.
_WORDS = (
    r"[!-~\xa1-\u1fff\u2010-\u2027\u2030-\ud7ff\uf900-\ufefe\uff00-\ufffd"
    r"\U00010000-\U0010ffff]+"
)
_PARAGRAPH = re.compile(rf"{_WORDS}(?: {_WORDS})*")
_LINES = re.compile(rf"{_WORDS}(?: {_WORDS})*(?:\n+{_WORDS}(?: {_WORDS})*)+")

_BREAKS = re.compile("[\n\r\x85\u2028\u2029]")


def write_yaml(codebook: Codebook) -> str:
    """Return a codebook as YAML, keys in a fixed order, empty ones left out.

    Reading it gives an equal codebook, provided that the codebook keeps the rules that reading
    demands. The same codebook gives the same text.
    """
    head = [
        (key, _text(getattr(codebook, key)))
        for key in BOOK_KEYS
        if key == "title" or (key != "codes" and getattr(codebook, key))
    ]
    parts = [_rendered(_mapping(head))]
    if not codebook.entries:
        return parts[0] + "codes: []\n"
    parts.append("codes:\n")
    for entry in codebook.entries:
        parts.append("\n")
        parts.append(_indented(_rendered(_sequence([_code(entry)]))))
    return "".join(parts)


def _code(entry: CodebookEntry) -> MappingNode:
    fields = entry.fields
    values: list[tuple[str, Node]] = []
    for key in CODE_KEYS:
        if key == "codes":
            if entry.children:
                values.append((key, _sequence([_code(child) for child in entry.children])))
        elif key == "aliases":
            if fields.aliases:
                aliases = [_scalar(alias) for alias in fields.aliases]
                values.append((key, SequenceNode("tag:yaml.org,2002:seq", aliases, flow_style=True)))
        elif key == "examples":
            if len(fields.examples) == 1:
                values.append((key, _text(fields.examples[0])))
            elif fields.examples:
                values.append((key, _sequence([_text(example) for example in fields.examples])))
        elif key == "facet":
            if fields.facet:
                values.append((key, ScalarNode("tag:yaml.org,2002:bool", "true")))
        elif key == "name" or getattr(fields, key):
            values.append((key, _text(getattr(fields, key))))
    return _mapping(values)


def _text(text: str) -> ScalarNode:
    long = max(len(line) for line in text.split("\n")) > _FITS_A_LINE
    if _LINES.fullmatch(text):
        return _scalar(text, ">" if long else "|")
    if long and _PARAGRAPH.fullmatch(text):
        return _scalar(text, ">")
    return _scalar(text, '"' if text != text.strip() or _BREAKS.search(text) else None)


def _scalar(text: str, style: str | None = None) -> ScalarNode:
    return ScalarNode("tag:yaml.org,2002:str", text, style=style)


def _mapping(values: list[tuple[str, Any]]) -> MappingNode:
    pairs = [(_scalar(key), value) for key, value in values]
    return MappingNode("tag:yaml.org,2002:map", pairs, flow_style=False)


def _sequence(items: list[Any]) -> SequenceNode:
    return SequenceNode("tag:yaml.org,2002:seq", items, flow_style=False)


class _Dumper(yaml.SafeDumper):
    """Lists indented below their key, as people write them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, indentless=False)


def _rendered(node: Node) -> str:
    text: str = yaml.serialize(
        node, Dumper=_Dumper, allow_unicode=True, width=_WIDTH, indent=2, line_break="\n"
    )
    return text


def _indented(text: str) -> str:
    return "".join(f"  {line}\n" if line else "\n" for line in text.removesuffix("\n").split("\n"))
