"""Things that lie below each other, each known by a path of names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import ClassVar, Generic, Protocol, TypeVar

from qcode.errors import AmbiguousNameError, UnknownNameError

PATH_SEPARATOR = " > "


class Node(Protocol):
    """What can lie in a tree."""

    @property
    def id(self) -> int: ...
    @property
    def parent_id(self) -> int | None: ...
    @property
    def position(self) -> int:
        """Order among its siblings."""
        ...

    @property
    def name(self) -> str: ...


One = TypeVar("One", bound=Node)
Naming = Callable[[One], Sequence[str]]


class Tree(Generic[One]):
    """Things in reading order, parents before children; what lies below itself is in no tree."""

    noun: ClassVar[str] = "thing"

    def __init__(self, things: Iterable[One], *, last: Callable[[One], bool] = lambda _: False) -> None:
        """Order things; `last` tells which of the top ones come behind the others."""
        everything = sorted(things, key=lambda one: (one.position, one.id))
        self._by_id = {one.id: one for one in everything}
        self._children: dict[int | None, list[One]] = {}
        for one in everything:
            parent = one.parent_id if one.parent_id in self._by_id else None
            self._children.setdefault(parent, []).append(one)
        heads = self._children.get(None, [])
        heads.sort(key=last)
        self._order: list[One] = []
        self._path: dict[int, str] = {}
        self._ancestors: dict[int, tuple[int, ...]] = {}
        pending: list[tuple[One, str, tuple[int, ...]]] = [(head, "", ()) for head in reversed(heads)]
        while pending:
            one, prefix, above = pending.pop()
            path = prefix + one.name
            self._order.append(one)
            self._path[one.id] = path
            self._ancestors[one.id] = above
            pending.extend(
                (child, path + PATH_SEPARATOR, (*above, one.id))
                for child in reversed(self._children.get(one.id, []))
            )

    def __iter__(self) -> Iterator[One]:
        return iter(self._order)

    def __len__(self) -> int:
        return len(self._order)

    def __contains__(self, thing_id: object) -> bool:
        return thing_id in self._by_id

    def __getitem__(self, thing_id: int) -> One:
        return self._by_id[thing_id]

    def path(self, thing_id: int) -> str:
        """Return `Parent > Child` for a thing."""
        return self._path[thing_id]

    def level(self, thing_id: int) -> int:
        """Return how deep a thing lies: 0 at the top."""
        return len(self._ancestors[thing_id])

    def ancestors(self, thing_id: int) -> tuple[int, ...]:
        """Return the ids above a thing, from the top down; without the thing itself."""
        return self._ancestors[thing_id]

    def children(self, thing_id: int | None) -> list[One]:
        """Return the things right below one (None: the top ones), in order."""
        return list(self._children.get(thing_id, ()))

    def descendants(self, thing_id: int) -> list[int]:
        """Return the ids of a thing and of everything below it, in reading order."""
        return [one.id for one in self._order if one.id == thing_id or thing_id in self._ancestors[one.id]]

    def find(self, name: str) -> One:
        """Return the thing meant by a path, a name, or another of its names.

        A path or a name is compared without regard to case and to blanks around `>`. Raises
        UnknownNameError (with the nearest names) or AmbiguousNameError (with the paths that fit).
        """
        wanted = levelled_path(name)
        for names_of in (lambda one: (self._path[one.id],), lambda one: (one.name,), self.other_names):
            found = [
                one
                for one in self._order
                if wanted and wanted in {levelled_path(text) for text in names_of(one)}
            ]
            if len(found) == 1:
                return found[0]
            if found:
                paths = "; ".join(self._path[one.id] for one in found)
                raise AmbiguousNameError(
                    f"“{name}” fits several {self.noun}s: {paths}.", "Give the whole path."
                )
        raise UnknownNameError(f"There is no {self.noun} “{name}”.", self._nearest(name))

    def branch(self, written: str) -> tuple[str, list[int]]:
        """Return a part of the tree by how it is written, and that as it is written in full.

        `PATH` is a thing with all below it, `PATH > *` what is right below it, `*` the top ones. Raises
        as `find` does.
        """
        above, _, last = written.strip().rpartition(">")
        if last.strip() != "*":
            head = self.find(written)
            return self._path[head.id], self.descendants(head.id)
        if not above.strip():
            return "*", [one.id for one in self.children(None)]
        head = self.find(above)
        return f"{self._path[head.id]}{PATH_SEPARATOR}*", [one.id for one in self.children(head.id)]

    def other_names(self, one: One) -> Sequence[str]:  # noqa: ARG002
        """Return what a thing is called besides its name and path."""
        return ()

    def _nearest(self, name: str) -> str:
        from difflib import get_close_matches

        by_text = {levelled_path(path): path for path in self._path.values()}
        by_text.update({levelled_path(one.name): self._path[one.id] for one in self._order})
        close = get_close_matches(levelled_path(name), by_text, n=3, cutoff=0.6)
        meant = levelled_path(name)
        if not close and len(meant) > 2:
            close = [text for text in by_text if meant in text][:3]
        paths = list(dict.fromkeys(by_text[text] for text in close))
        return f"Did you mean {' or '.join(f'“{path}”' for path in paths)}?" if paths else ""


def levelled_path(text: str) -> str:
    """Return what two spellings of one path have in common."""
    return ">".join(part.strip().casefold() for part in text.split(">"))
