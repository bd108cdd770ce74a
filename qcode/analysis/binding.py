"""What a `--where` expression means in a project: names settled, comparisons made ready to ask.

`a != b` is `not a = b` throughout. A coding may have several values of a facet: `=` holds where one
of them is the value or lies below it, `!=` where none does and there is one.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from qcode.analysis.attributes import Variable, find_attributes, variable
from qcode.analysis.comparisons import Candidates, compare_dates, compare_numbers, compare_texts
from qcode.analysis.conditions import Axis, Condition, all_of, any_of, by_table, negated
from qcode.analysis.corpus import Corpus
from qcode.analysis.facets import FacetIndex, family, find_facet
from qcode.analysis.grouping import class_names, find_classification
from qcode.analysis.passages import PassageSearch
from qcode.analysis.relations import Relations
from qcode.analysis.where import (
    AllOf,
    AnyOf,
    Comparison,
    Literal,
    Node,
    Not,
    Operator,
    Related,
    Saved,
    WhereError,
    parse,
)
from qcode.errors import QcodeError
from qcode.model.cases import AttributeType, Entity
from qcode.model.codings import CodingRow
from qcode.model.documents import DOCUMENT_KINDS, Role
from qcode.text.names import levelled, listed, nearest


def bind(query: str, corpus: Corpus, roles: Collection[Role] | None) -> Condition:
    """Return what an expression means in a project where these roles count (None: any).

    Saved queries have to be written out before (`queries.written_out`). Raises QueryError that points
    at the place.
    """
    return Binder(query, corpus, roles).condition(parse(query))


class Binder:
    """Gives the names in one expression their meaning."""

    def __init__(self, query: str, corpus: Corpus, roles: Collection[Role] | None) -> None:
        self._query = query
        self._corpus = corpus
        self._relations = Relations(corpus, roles)
        self._candidates = Candidates(query)

    def condition(self, node: Node) -> Condition:
        if isinstance(node, Comparison):
            return self._comparison(node)
        if isinstance(node, Not):
            item = self.condition(node.item)
            return Condition(item.axes, negated(item.test))
        if isinstance(node, Related):
            return self._related(node)
        assert not isinstance(node, Saved)
        parts = tuple(map(self.condition, node.items))
        axes = frozenset().union(*(part.axes for part in parts))
        tests = tuple(part.test for part in parts)
        if isinstance(node, AllOf):
            return Condition(axes, all_of(tests), parts)
        assert isinstance(node, AnyOf)
        return Condition(axes, any_of(tests))

    def _related(self, node: Related) -> Condition:
        """Return that a coding meets the left side and some other one, so related to it, the right."""
        left = self.condition(node.left)
        beside = self._relations.beside(node, self.condition(node.right))
        return Condition(left.axes | beside.axes, all_of((left.test, beside.test)), (left, beside))

    def _comparison(self, node: Comparison) -> Condition:
        field = node.field
        owner, name = levelled(field.owner), levelled(field.name)
        if field.separator == ":":
            if owner == "facet":
                return self._facet(node)
            if owner == "class":
                return self._class(node)
            raise self._unknown(node)
        if field.separator == ".":
            if (owner, name) == ("document", "kind"):
                return self._kind(node)
            if (owner, name) == ("participant", "role"):
                return self._role(node)
            if owner in set(Entity):
                return self._attribute(node, Entity(owner))
            raise self._unknown(node)
        bare = find_attributes(self._corpus, name)
        built_in = {
            "code": self._code,
            "case": self._case,
            # An attribute of that name keeps its meaning in a project without groups.
            "group": self._group if self._corpus.groups or not bare else None,
            "document": self._document,
            "kind": self._kind,
            "participant": self._participant,
            "role": self._role,
            "coder": self._coder,
            "text": self._text,
        }.get(name)
        return built_in(node) if built_in else self._attribute(node, None)

    def _code(self, node: Comparison) -> Condition:
        wanted = self._wanted_codes(node, [code.id for code in self._corpus.codes], "There is no code")
        opposite = node.operator is Operator.UNEQUAL
        table = {code.id: (code.id in wanted) != opposite for code in self._corpus.codes}
        return by_table(Axis.CODE, table)

    def _facet(self, node: Comparison) -> Condition:
        head = find_facet(self._corpus.codes, node.field.name)
        if head is None:
            known = [facet.name for facet in self._corpus.codes.facets()]
            hint = nearest(node.field.name, known, all_below=13)
            message = f"There is no facet “{node.field.name}”. {hint}".rstrip()
            raise self._error(message, node.field.name_position)
        branch = family(self._corpus.codes, head.id)
        wanted = frozenset(self._wanted_codes(node, branch, f"The facet “{head.name}” has no value"))
        opposite = node.operator is Operator.UNEQUAL
        overlapping = FacetIndex(self._corpus, head.id).codes

        def test(row: CodingRow, _case: int | None, _participant: int | None) -> bool | None:
            codes = overlapping(row)
            return wanted.isdisjoint(codes) == opposite if codes else None

        return Condition(frozenset({Axis.FACET}), test)

    def _wanted_codes(self, node: Comparison, ids: list[int], absent: str) -> set[int]:
        """Return the codes that a comparison names, with their sub-codes unless it says `==`."""
        tree = self._corpus.codes
        if node.operator is Operator.CONTAINS:
            needle = self._candidates.needle(node)
            return {one for one in ids if needle in levelled(tree.path(one))}
        self._candidates.refuse_order(node, "a code is a name")
        wanted: set[int] = set()
        for literal in node.values:
            found = self._candidates.code(tree, ids, literal, absent)
            wanted.update([found] if node.operator is Operator.EXACTLY else family(tree, found))
        return wanted

    def _case(self, node: Comparison) -> Condition:
        names = {case.id: (case.name,) for case in self._corpus.cases.values()}
        return by_table(Axis.CASE, self._candidates.by_name(node, names, "case"))

    def _group(self, node: Comparison) -> Condition:
        """Ask in which groups a case is, with those below them unless `==` says the group itself."""
        tree = self._corpus.groups
        of_cases = tree.of_cases()
        if node.operator is Operator.CONTAINS:
            needle = self._candidates.needle(node)
            wanted = {group.id for group in tree if needle in levelled(tree.path(group.id))}
        else:
            self._candidates.refuse_order(node, "a group is a name")
            wanted = {self._found_group(literal) for literal in node.values}
        if node.operator is Operator.EXACTLY:
            cases = {case for group in wanted for case in tree[group].cases}
            return by_table(Axis.CASE, {case: case in cases for case in of_cases})
        opposite = node.operator is Operator.UNEQUAL
        table = {case: wanted.isdisjoint(several) == opposite for case, several in of_cases.items()}
        return by_table(Axis.CASE, table)

    def _found_group(self, literal: Literal) -> int:
        try:
            return self._corpus.groups.find(literal.text).id
        except QcodeError as error:
            raise self._error(f"{error.message} {error.hint}".rstrip(), literal.position) from None

    def _class(self, node: Comparison) -> Condition:
        one = find_classification(self._corpus, node.field.name)
        if one is None:
            known = [known.name for known in self._corpus.classifications]
            hint = nearest(node.field.name, known, all_below=13)
            message = f"There is no classification “{node.field.name}”. {hint}".rstrip()
            raise self._error(message, node.field.name_position)
        names = {case: (name,) for case, name in class_names(self._corpus, one).items()}
        return by_table(Axis.CASE, self._candidates.by_name(node, names, "class", also=one.classes))

    def _document(self, node: Comparison) -> Condition:
        names = {document.id: (document.name,) for document in self._corpus.documents.values()}
        return by_table(Axis.DOCUMENT, self._candidates.by_name(node, names, "document"))

    def _participant(self, node: Comparison) -> Condition:
        people = self._corpus.participants.values()
        names = {one.id: tuple(name for name in (one.name, one.pseudonym) if name) for one in people}
        return by_table(Axis.PARTICIPANT, self._candidates.by_name(node, names, "participant"))

    def _coder(self, node: Comparison) -> Condition:
        names = {coder.id: (coder.name,) for coder in self._corpus.coders.values()}
        return by_table(Axis.CODER, self._candidates.by_name(node, names, "coder"))

    def _kind(self, node: Comparison) -> Condition:
        names = {document.id: (document.kind,) for document in self._corpus.documents.values()}
        table = self._candidates.by_name(node, names, "kind of document", also=DOCUMENT_KINDS)
        return by_table(Axis.DOCUMENT, table)

    def _role(self, node: Comparison) -> Condition:
        names = {one.id: (one.role.value,) for one in self._corpus.participants.values() if one.role}
        table = self._candidates.by_name(node, names, "role", also=tuple(Role))
        return by_table(Axis.PARTICIPANT, table)

    def _text(self, node: Comparison) -> Condition:
        if node.operator is not Operator.CONTAINS:
            hint = f"text contains {written(node.values[0].text, always=True)}"
            raise self._error(f"The text of a quotation is searched: {hint}.", node.position)
        self._candidates.needle(node)
        search = PassageSearch(self._corpus.text, node.values[0].text)

        def test(row: CodingRow, _case: int | None, _participant: int | None) -> bool | None:
            return search.within(row.document, row.start, row.end)

        return Condition(frozenset({Axis.TEXT}), test)

    def _attribute(self, node: Comparison, entity: Entity | None) -> Condition:
        found = find_attributes(self._corpus, node.field.name, entity)
        if not found:
            raise self._unknown(node)
        if len({one.entity for one in found}) > 1:
            paths = listed(f"{one.entity}.{written(one.name)}" for one in found)
            message = f"“{node.field.name}” is an attribute of several kinds of things: write one of {paths}."
            raise self._error(message, node.field.position)
        meant: Variable = variable(self._corpus, found[0])
        if meant.numeric:
            table = compare_numbers(self._query, node, meant)
        elif meant.attribute.type is AttributeType.DATE:
            table = compare_dates(self._query, node, meant)
        else:
            table = compare_texts(self._query, node, meant)
        return by_table(_AXIS_OF[meant.attribute.entity], table)

    def _unknown(self, node: Comparison) -> WhereError:
        field = node.field
        full = [f"{one.entity}.{written(one.name)}" for one in self._corpus.attributes]
        full += [f"facet:{written(facet.name)}" for facet in self._corpus.codes.facets()]
        full += [f"class:{written(one.name)}" for one in self._corpus.classifications]
        groups = ["group"] if self._corpus.groups else []
        bare = [*_FIELDS, *groups, *(written(one.name) for one in self._corpus.attributes)]
        wanted = levelled(field.name)
        same = [path for path in full if levelled(re.split("[.:]", path)[1].strip('"')) == wanted]
        if same:
            hint = f"Did you mean {' or '.join(f'“{path}”' for path in same)}?"
        else:
            hint = nearest(field.path, full if field.separator else bare + full)
            hint = hint or f"Fields are {', '.join([*_FIELDS, *groups, *full])}."
        return self._error(f"There is no field “{field.path}”. {hint}", field.position)

    def _error(self, message: str, position: int) -> WhereError:
        return WhereError(message, self._query, position)


_FIELDS = ("code", "case", "document", "kind", "participant", "role", "coder", "text")
_AXIS_OF = {Entity.CASE: Axis.CASE, Entity.DOCUMENT: Axis.DOCUMENT, Entity.PARTICIPANT: Axis.PARTICIPANT}


def written(name: str, *, always: bool = False) -> str:
    """Return a name as an expression writes it: in quotation marks where it has blanks or signs."""
    return name if re.fullmatch(r"[\w・]+", name) and not always else f'"{name}"'
