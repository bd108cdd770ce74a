"""Saved queries in an expression: `@NAME` written out as the condition that it stands for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from qcode.analysis.where import AllOf, AnyOf, Node, Not, Related, Saved, WhereError, parse
from qcode.text.names import levelled, nearest

_LONGEST = 20_000


def written_out(query: str, queries: Mapping[str, str]) -> str:
    """Return an expression with each `@NAME` replaced by that query in parentheses.

    `queries` are name -> condition. Raises WhereError that points at the place: for what cannot be read,
    a name that is not there, a query that mentions itself, or more than 20,000 characters.
    """
    if "@" not in query and "＠" not in query:
        return query
    by_level = {levelled(name): name for name in queries}
    return _written_out(query, queries, by_level, ())


def _written_out(
    query: str, queries: Mapping[str, str], by_level: Mapping[str, str], inside: tuple[str, ...]
) -> str:
    for node in sorted(_saved(parse(query)), key=lambda one: one.position, reverse=True):
        name = by_level.get(levelled(node.name))
        if name is None:
            hint = nearest(node.name, queries, all_below=13) or "`qcode queries save` saves one."
            message = f"There is no saved query “{node.name}”. {hint}"
            raise WhereError(message, query, node.position)
        if name in inside:
            raise WhereError(f"The query “{name}” mentions itself.", query, node.position)
        meant = _written_out(queries[name], queries, by_level, (*inside, name))
        written = f"{query[: node.position]}({meant}){query[node.end :]}"
        if len(written) > _LONGEST:
            raise WhereError(
                f"Written out, the condition has more than {_LONGEST:,} characters.", query, node.position
            )
        query = written
    return query


def _saved(node: Node) -> Iterator[Saved]:
    """Yield the saved queries that an expression mentions."""
    match node:
        case Saved():
            yield node
        case Not():
            yield from _saved(node.item)
        case Related():
            yield from _saved(node.left)
            yield from _saved(node.right)
        case AllOf() | AnyOf():
            for item in node.items:
                yield from _saved(item)
