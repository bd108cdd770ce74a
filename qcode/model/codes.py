"""Codes and the tree they form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from qcode.errors import AmbiguousNameError, UnknownNameError

PATH_SEPARATOR = " > "


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


class CodeTree:
    """The codes of a project in reading order: themes first, facets last, parents before children."""

    def __init__(self, codes: Iterable[Code]) -> None:
        everything = sorted(codes, key=lambda code: (code.position, code.id))
        self._by_id = {code.id: code for code in everything}
        self._children: dict[int | None, list[Code]] = {}
        for code in everything:
            parent = code.parent_id if code.parent_id in self._by_id else None
            self._children.setdefault(parent, []).append(code)
        heads = self._children.get(None, [])
        heads.sort(key=lambda code: code.fields.facet)
        self._order: list[Code] = []
        self._level: dict[int, int] = {}
        self._path: dict[int, str] = {}
        self._facet: dict[int, int] = {}
        self._ancestors: dict[int, tuple[int, ...]] = {}
        pending: list[tuple[Code, int, str, int, tuple[int, ...]]] = [
            (head, 0, "", 0, ()) for head in reversed(heads)
        ]
        while pending:
            code, level, prefix, facet, above = pending.pop()
            facet = code.id if code.fields.facet and not facet else facet
            path = prefix + code.name
            self._order.append(code)
            self._level[code.id] = level
            self._path[code.id] = path
            self._ancestors[code.id] = above
            if facet:
                self._facet[code.id] = facet
            pending.extend(
                (child, level + 1, path + PATH_SEPARATOR, facet, (*above, code.id))
                for child in reversed(self._children.get(code.id, []))
            )

    def __iter__(self) -> Iterator[Code]:
        return iter(self._order)

    def __len__(self) -> int:
        return len(self._order)

    def __contains__(self, code_id: object) -> bool:
        return code_id in self._by_id

    def __getitem__(self, code_id: int) -> Code:
        return self._by_id[code_id]

    def path(self, code_id: int) -> str:
        """Return `Parent > Child` for a code."""
        return self._path[code_id]

    def level(self, code_id: int) -> int:
        """Return how deep a code lies: 0 at the top."""
        return self._level[code_id]

    def ancestors(self, code_id: int) -> tuple[int, ...]:
        """Return the ids above a code, from the top down; without the code itself."""
        return self._ancestors[code_id]

    def children(self, code_id: int | None) -> list[Code]:
        """Return the codes right below one (None: the top ones), in order."""
        return list(self._children.get(code_id, ()))

    def descendants(self, code_id: int) -> list[int]:
        """Return the ids of a code and of everything below it, in reading order."""
        return [code.id for code in self._order if code.id == code_id or code_id in self._ancestors[code.id]]

    def facet_of(self, code_id: int) -> int | None:
        """Return the head of the facet branch a code lies in (or is), None for a theme."""
        return self._facet.get(code_id)

    def facets(self) -> list[Code]:
        """Return the heads of the facet branches."""
        return [code for code in self._order if self._facet.get(code.id) == code.id]

    def find(self, name: str) -> Code:
        """Return the code meant by a path, a name, a Japanese name, an alias or a key.

        A path or a name is compared without regard to case and to blanks around `>`. Raises
        UnknownNameError (with the nearest names) or AmbiguousNameError (with the paths that fit).
        """
        wanted = _levelled_path(name)
        for names_of in (
            self._paths_of,
            lambda code: (code.name,),
            lambda code: (code.fields.name_ja, *code.fields.aliases, code.fields.key),
        ):
            found = [
                code
                for code in self._order
                if wanted and wanted in {_levelled_path(text) for text in names_of(code)}
            ]
            if len(found) == 1:
                return found[0]
            if found:
                paths = "; ".join(self._path[code.id] for code in found)
                raise AmbiguousNameError(f"“{name}” fits several codes: {paths}.", "Give the whole path.")
        raise UnknownNameError(f"There is no code “{name}”.", self._nearest(name))

    def _paths_of(self, code: Code) -> tuple[str, ...]:
        return (self._path[code.id],)

    def _nearest(self, name: str) -> str:
        from difflib import get_close_matches

        by_text = {_levelled_path(path): path for path in self._path.values()}
        by_text.update({_levelled_path(code.name): self._path[code.id] for code in self._order})
        close = get_close_matches(_levelled_path(name), by_text, n=3, cutoff=0.6)
        meant = _levelled_path(name)
        if not close and len(meant) > 2:
            close = [text for text in by_text if meant in text][:3]
        paths = list(dict.fromkeys(by_text[text] for text in close))
        return f"Did you mean {' or '.join(f'“{path}”' for path in paths)}?" if paths else ""


def _levelled_path(text: str) -> str:
    return ">".join(part.strip().casefold() for part in text.split(">"))
