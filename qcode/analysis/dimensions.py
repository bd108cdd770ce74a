"""What can stand on the rows and columns of a cross-table.

A dimension has headers, and places: for each code, case, document ... the headers it falls under.
`(no case)` and the like are headers too, dropped where nothing falls under them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from qcode.analysis.attributes import find_attributes, shown_value, variable
from qcode.analysis.classes import class_labels, class_of, read_cuts
from qcode.analysis.conditions import Axis
from qcode.analysis.facets import facet_named, family, rolled_into
from qcode.analysis.scope import admitted
from qcode.analysis.selection import Selection
from qcode.errors import UsageError
from qcode.model.cases import AttributeType, Entity
from qcode.model.documents import DOCUMENT_KINDS, Role
from qcode.model.tables import Header
from qcode.text.names import nearest, quoted

NO_CASE = "(no case)"
NO_PARTICIPANT = "(no participant)"
NO_VALUE = "(no value)"
NO_ROLE = "(role not known)"
NONE = "(none)"

_NAMES = (
    "code",
    "code:BRANCH",
    "facet:NAME",
    "case",
    "case.ATTRIBUTE",
    "group",
    "group:BRANCH",
    "class:NAME",
    "document",
    "document.kind",
    "document.ATTRIBUTE",
    "participant",
    "participant.role",
    "participant.ATTRIBUTE",
    "coder",
)


@dataclass(frozen=True, slots=True)
class Dimension:
    """One side of a cross-table."""

    spec: str
    """As it was asked for, without class limits: `code`, `case.population` ..."""
    axis: Axis
    headers: tuple[Header, ...]
    places: Mapping[int | None, tuple[int, ...]]
    """Row id of a code, case ... (None: there is none) -> the headers it falls under."""
    optional: frozenset[int] = frozenset()
    """Headers that are dropped when no coding falls under them."""
    facet: int | None = None
    """Head of the facet's branch, for a facet."""
    codes: tuple[int, ...] = ()
    """The codes that the headers are of, for codes."""
    subtotals: frozenset[int] = frozenset()
    """Headers that stand for all that others stand for one by one."""
    said: tuple[str, ...] = ()
    """What is to be said of it below a table, one sentence each."""
    branch: bool = False
    """Whether the codes are some only: then no other codings are counted, in totals neither."""

    def of(self, key: int | None) -> tuple[int, ...]:
        """Return the headers that a thing falls under."""
        return self.places.get(key, ())

    @property
    def of_readings(self) -> bool:
        """Whether a coding can fall under several headers by its cases and participants."""
        return self.axis in (Axis.CASE, Axis.PARTICIPANT)

    @property
    def narrows(self) -> bool:
        """Whether a header stands for some of the documents, or some of the speech, only."""
        return self.axis in (Axis.CASE, Axis.PARTICIPANT, Axis.DOCUMENT)

    @property
    def stub(self) -> str:
        """What the column of its headers is called: `code` for any codes, `group` for any groups."""
        if self.subtotals:
            return "case"
        part_of_tree = self.spec.startswith("group:") or self.axis is Axis.CODE
        return self.spec.partition(":")[0] if part_of_tree else self.spec


def dimension(selection: Selection, spec: str, *, aggregated: bool = False) -> Dimension:
    """Return a dimension by its name. Raises UsageError for a name that means nothing here."""
    from qcode.analysis import case_dimensions

    plain = spec.strip()
    builders: dict[str, Callable[[], Dimension]] = {
        "code": lambda: _codes(selection, aggregated),
        "case": lambda: _cases(selection),
        "document": lambda: _documents(selection),
        "document.kind": lambda: _kinds(selection),
        "participant": lambda: _participants(selection),
        "participant.role": lambda: _roles(selection),
        "coder": lambda: _coders(selection),
        "group": lambda: case_dimensions.groups(selection),
    }
    if plain in builders:
        return builders[plain]()
    if plain.startswith("facet:"):
        return _facet(selection, plain)
    if plain.startswith("group:"):
        return case_dimensions.groups(selection, plain.removeprefix("group:"))
    if plain.startswith("class:"):
        return case_dimensions.classes(selection, plain.removeprefix("class:"))
    if plain.startswith(f"case{case_dimensions.BY}"):
        return case_dimensions.cases_by(selection, plain)
    if plain.startswith("code:"):
        return _branch(selection, plain.removeprefix("code:"), aggregated)
    owner, dot, rest = plain.partition(".")
    if dot and owner in set(Entity):
        return _attribute(selection, Entity(owner), rest)
    raise UsageError(f"There is no dimension “{spec}”.", _dimension_hint(selection, plain))


def _dimension_hint(selection: Selection, wanted: str) -> str:
    corpus = selection.corpus
    known = [name for name in _NAMES if name == name.lower()]
    known += [f"{one.entity}.{one.name}" for one in corpus.attributes]
    known += [f"facet:{facet.name}" for facet in corpus.codes.facets()]
    known += [f"class:{one.name}" for one in corpus.classifications]
    same = [name for name in known if name.lower().endswith((f".{wanted.lower()}", f":{wanted.lower()}"))]
    if same:
        return f"Did you mean {' or '.join(map(quoted, same))}?"
    return nearest(wanted, known) or f"Dimensions are {', '.join(_NAMES)}."


def _codes(selection: Selection, aggregated: bool) -> Dimension:
    return _of_codes(selection, "code", selection.codes, aggregated, 0)


def _branch(selection: Selection, name: str, aggregated: bool) -> Dimension:
    """Return the codes of a branch: `PATH` is a code and what lies below it, `PATH > *` its children.

    `*` alone stands for the top codes. Raises UnknownNameError, AmbiguousNameError.
    """
    tree = selection.corpus.codes
    path, found = tree.branch(name.strip().strip("\"'“”"))
    chosen = set(found if path.endswith("*") else family(tree, found[0]))
    codes = tuple(one for one in selection.codes if one in chosen)
    top = min(map(tree.level, codes), default=0)
    return replace(_of_codes(selection, f"code:{path}", codes, aggregated, top), branch=True)


def _of_codes(
    selection: Selection, spec: str, codes: tuple[int, ...], aggregated: bool, top: int
) -> Dimension:
    tree = selection.corpus.codes
    headers = []
    for one in codes:
        code, head = tree[one], tree.facet_of(one)
        group = None if head is None else tree[head].name
        headers.append(Header(code.name, code.uid, group, tree.level(one) - top, key=tree.path(one)))
    row_of = {one: place for place, one in enumerate(codes)}
    places: dict[int | None, tuple[int, ...]] = {}
    for code in tree:
        line = rolled_into(tree, code.id) if aggregated else (code.id,)
        places[code.id] = tuple(row_of[one] for one in line if one in row_of)
    return Dimension(spec, Axis.CODE, tuple(headers), places, codes=codes)


def _facet(selection: Selection, spec: str) -> Dimension:
    tree = selection.corpus.codes
    head = facet_named(tree, spec.removeprefix("facet:").strip())
    # A coding with the head itself says: of this facet, and no more. It comes after the values.
    values = [*(value.id for value in tree.children(head.id)), head.id]
    headers = [Header(tree[one].name, tree[one].uid, head.name, key=tree.path(one)) for one in values]
    places: dict[int | None, tuple[int, ...]] = {one: (place,) for place, one in enumerate(values)}
    places[None] = (len(values),)
    return Dimension(
        f"facet:{head.name}",
        Axis.FACET,
        (*headers, Header(NONE, group=head.name)),
        places,
        frozenset({len(values) - 1, len(values)}),
        head.id,
    )


def _cases(selection: Selection) -> Dimension:
    corpus = selection.corpus
    headers = [Header(corpus.cases[one].name, corpus.cases[one].uid) for one in selection.scope.cases]
    return _listed("case", Axis.CASE, headers, selection.scope.cases, NO_CASE)


def _documents(selection: Selection) -> Dimension:
    documents = selection.corpus.documents
    shown = selection.scope.shown
    headers = [Header(documents[one].name, documents[one].uid) for one in shown]
    return _listed("document", Axis.DOCUMENT, headers, shown, None)


def _participants(selection: Selection) -> Dimension:
    shown = _speaking(selection)
    people = selection.corpus.participants
    headers = [Header(people[one].name, people[one].uid) for one in shown]
    return _listed("participant", Axis.PARTICIPANT, headers, shown, NO_PARTICIPANT)


def _coders(selection: Selection) -> Dimension:
    corpus = selection.corpus
    shown = shown_coders(selection)
    headers = [Header(corpus.coders[one].name, corpus.coders[one].uid) for one in shown]
    return _listed("coder", Axis.CODER, headers, shown, None)


def _kinds(selection: Selection) -> Dimension:
    documents = selection.corpus.documents
    kinds = {one: documents[one].kind for one in selection.scope.shown}
    order = [*DOCUMENT_KINDS, *dict.fromkeys(kinds.values())]
    return sorted_into("document.kind", Axis.DOCUMENT, kinds, sorted(set(kinds.values()), key=order.index))


def _roles(selection: Selection) -> Dimension:
    people = selection.corpus.participants
    roles: dict[int, str] = {one: people[one].role or NO_ROLE for one in _speaking(selection)}
    order = [role for role in (*Role, NO_ROLE) if role in roles.values()]
    return sorted_into("participant.role", Axis.PARTICIPANT, roles, order, missing=NO_PARTICIPANT)


def _attribute(selection: Selection, entity: Entity, rest: str) -> Dimension:
    """Return the values of an attribute, or its classes, as a dimension."""
    corpus = selection.corpus
    found = find_attributes(corpus, rest, entity)
    name, _, limits = rest.rpartition(":")
    cut = not found and bool(name)
    if cut:
        found = find_attributes(corpus, name, entity)
    if not found:
        known = [one.name for one in corpus.attributes if one.entity == entity]
        wanted = name if cut else rest
        hint = nearest(wanted, known, all_below=13)
        raise UsageError(f"A {entity} has no attribute “{wanted}”.", hint)
    meant = variable(corpus, found[0])
    axis, shown, missing = _owners(selection, entity)
    values = {one: meant.values[one] for one in shown if one in meant.values}
    if cut:
        cuts = read_cuts(meant, limits)
        labels = class_labels(meant.attribute, cuts)
        classes = {one: labels[class_of(value, cuts)] for one, value in values.items()}
        return sorted_into(meant.path, axis, classes, labels, shown, missing)
    order = list(dict.fromkeys(values.values()))
    if meant.numeric or meant.attribute.type is AttributeType.DATE:
        order.sort()
    texts = {one: shown_value(value) for one, value in values.items()}
    ordered = list(dict.fromkeys(shown_value(value) for value in order))
    return sorted_into(meant.path, axis, texts, ordered, shown, missing)


def _owners(selection: Selection, entity: Entity) -> tuple[Axis, Sequence[int], str | None]:
    """Return where the things of a kind stand, which of them are shown, and what none is called."""
    if entity is Entity.CASE:
        return Axis.CASE, selection.scope.cases, NO_CASE
    if entity is Entity.DOCUMENT:
        return Axis.DOCUMENT, selection.scope.shown, None
    return Axis.PARTICIPANT, _speaking(selection), NO_PARTICIPANT


def shown_coders(selection: Selection) -> tuple[int, ...]:
    """Return the coders to be shown: those asked for, else those who have coded or are to code."""
    corpus = selection.corpus
    chosen: Iterable[int] = selection.coders
    if selection.every_coder:
        chosen = [one for one in selection.coders if one in corpus.at_work()]
    return admitted(selection.condition, Axis.CODER, chosen)


def _speaking(selection: Selection) -> tuple[int, ...]:
    """Return the participants who have counted speech anywhere, in the project's order."""
    heard = {turn.participant_id for speech in selection.speech.values() for turn in speech.turns}
    chosen = [one for one in selection.corpus.participants if one in heard]
    return admitted(selection.condition, Axis.PARTICIPANT, chosen)


def _listed(
    spec: str, axis: Axis, headers: list[Header], shown: Sequence[int], missing: str | None
) -> Dimension:
    """Return a dimension with one header for each thing, and one for what has none."""
    places: dict[int | None, tuple[int, ...]] = {one: (place,) for place, one in enumerate(shown)}
    if missing is None:
        return Dimension(spec, axis, tuple(headers), places)
    places[None] = (len(headers),)
    return Dimension(spec, axis, (*headers, Header(missing)), places, frozenset({len(headers)}))


def sorted_into(
    spec: str,
    axis: Axis,
    groups: Mapping[int, str],
    order: Sequence[str],
    shown: Sequence[int] = (),
    missing: str | None = None,
    *,
    without: str = NO_VALUE,
) -> Dimension:
    """Return a dimension with one header for each group of things, and for what is in none.

    `order` are the names of the groups; the things of `shown` that are in none are under `without`, and
    what is of no thing at all under `missing`.
    """
    headers = [Header(label) for label in order]
    row_of = {label: (place,) for place, label in enumerate(order)}
    places: dict[int | None, tuple[int, ...]] = {one: row_of[label] for one, label in groups.items()}
    others = [one for one in shown if one not in groups]
    if others:
        places.update(dict.fromkeys(others, (len(headers),)))
        headers.append(Header(without))
    optional: frozenset[int] = frozenset()
    if missing is not None:
        places[None] = (len(headers),)
        optional = frozenset({len(headers)})
        headers.append(Header(missing))
    return Dimension(spec, axis, tuple(headers), places, optional)
