"""Codes and the tree they form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from qcode.model.trees import PATH_SEPARATOR as PATH_SEPARATOR
from qcode.model.trees import Tree


@dataclass(frozen=True, slots=True)
class CodeFields:
    """What a codebook says of one code, wherever it is written down."""

    name: str
    name_ja: str = ""
    brief: str = ""
    definition: str = ""
    include: str = ""
    """When to use."""
    exclude: str = ""
    """When not to use."""
    examples: tuple[str, ...] = ()
    source: str = ""
    note: str = ""
    colour: str = ""
    """`#rrggbb`, or empty: the parent's."""
    key: str = ""
    """Letters that apply the code on the screen; prefix-free over a codebook."""
    aliases: tuple[str, ...] = ()
    facet: bool = False
    """True for the head of a facet branch; its descendants belong to the facet by their place."""


@dataclass(frozen=True, slots=True)
class CodebookEntry:
    """A code of a codebook file with its children, in the file's order."""

    fields: CodeFields
    children: tuple[CodebookEntry, ...] = ()
    line: int = field(default=0, compare=False)
    """Line of the file where the entry begins, from 1; 0 where there is no file."""


@dataclass(frozen=True, slots=True)
class Codebook:
    """A codebook as a file holds it."""

    title: str
    entries: tuple[CodebookEntry, ...]
    title_ja: str = ""
    version: str = ""
    language: str = ""
    description: str = ""

    def walk(self) -> Iterator[tuple[str, CodebookEntry]]:
        """Yield (path, entry) in reading order, parents before their children."""

        def below(prefix: str, entries: Iterable[CodebookEntry]) -> Iterator[tuple[str, CodebookEntry]]:
            for entry in entries:
                path = prefix + entry.fields.name
                yield path, entry
                yield from below(path + PATH_SEPARATOR, entry.children)

        return below("", self.entries)


@dataclass(frozen=True, slots=True)
class Code:
    """A code in a project."""

    id: int
    uid: str
    parent_id: int | None
    position: int
    """Order among its siblings."""
    fields: CodeFields
    retired: bool = False
    """Kept with its codings, no longer offered for new ones."""

    @property
    def name(self) -> str:
        return self.fields.name


class CodeTree(Tree[Code]):
    """The codes of a project in reading order: themes first, facets last, parents before children."""

    noun = "code"

    def __init__(self, codes: Iterable[Code]) -> None:
        super().__init__(codes, last=lambda code: code.fields.facet)
        self._facet: dict[int, int] = {}
        for code in self:
            above = self.ancestors(code.id)
            head = self._facet.get(above[-1]) if above else None
            if head is not None or code.fields.facet:
                self._facet[code.id] = head or code.id

    def facet_of(self, code_id: int) -> int | None:
        """Return the head of the facet branch a code lies in (or is), None for a theme."""
        return self._facet.get(code_id)

    def facets(self) -> list[Code]:
        """Return the heads of the facet branches."""
        return [code for code in self if self._facet.get(code.id) == code.id]

    def other_names(self, one: Code) -> Sequence[str]:
        """Return a code's Japanese name, its aliases and its key."""
        return (one.fields.name_ja, *one.fields.aliases, one.fields.key)
