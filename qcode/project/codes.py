"""The codebook of a project: the tree of codes and its edits."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from qcode.errors import CodebookError, DataError, DuplicateNameError
from qcode.model.codes import PATH_SEPARATOR, Code, Codebook, CodebookEntry, CodeFields, CodeTree
from qcode.model.codings import Coding
from qcode.project.kept import Kept
from qcode.project.names import new_name
from qcode.project.part import Part
from qcode.project.removal import goes_with_codes, take_along
from qcode.store.changes import Recorder, Row
from qcode.text.names import counted, levelled

if TYPE_CHECKING:
    from qcode.project.project import Project

_LISTS = ("examples", "aliases")
_FIELDS = tuple(field.name for field in fields(CodeFields))


@dataclass(frozen=True, slots=True)
class CodebookImport:
    """What importing a codebook did: numbers of codes."""

    added: int
    changed: int
    unchanged: int


class Codes(Part):
    """The codes of a project."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._kept = Kept(project.store, "codes", self._read)

    def tree(self) -> CodeTree:
        """Return the codebook."""
        return self._kept.get()

    def _read(self) -> CodeTree:
        names = ", ".join(f'"{name}"' for name in _FIELDS)
        rows = self._store.rows(
            f"SELECT id, uid, parent_id, position, retired, {names} FROM codes WHERE deleted = 0"
        )
        with self._store.decoding():
            return CodeTree([_code(row) for row in rows])

    def find(self, name: str) -> Code:
        """Return a code by path, name, Japanese name, alias or key; raises UnknownNameError."""
        return self.tree().find(name)

    def codebook(self, title: str = "") -> Codebook:
        """Return the codes as a codebook, ready to be written to a file; retired ones are left out."""
        tree = self.tree()

        def entries(parent: int | None) -> tuple[CodebookEntry, ...]:
            return tuple(
                CodebookEntry(code.fields, entries(code.id))
                for code in tree.children(parent)
                if not code.retired
            )

        return Codebook(title=title or self._project.title, entries=entries(None))

    def import_codebook(self, codebook: Codebook) -> CodebookImport:
        """Add a codebook's codes in one act; a code of the same path takes over what the file says.

        Codes that the file does not have stay, and of a code the fields on which the file says nothing.
        Raises CodebookError where a key would clash.
        """
        added = changed = unchanged = 0
        with self._act("codebook.import") as recorder:
            tree = self.tree()
            by_path = {levelled(tree.path(code.id)): code for code in tree}
            ids: dict[str, int] = {path: code.id for path, code in by_path.items()}
            for place, (path, entry) in enumerate(codebook.walk(), start=1):
                known = by_path.get(levelled(path))
                row = _row(entry.fields)
                if known is None:
                    parent = path.rpartition(PATH_SEPARATOR)[0]
                    row |= {"parent_id": ids[levelled(parent)] if parent else None, "position": place}
                    ids[levelled(path)] = recorder.id_of("codes", recorder.insert("codes", row))
                    added += 1
                elif recorder.update("codes", known.uid, **_said(row)):
                    changed += 1
                else:
                    unchanged += 1
            self._check_keys()
            recorder.summary = f"Imported the codebook {codebook.title}: {counted(added, 'code')} added" + (
                f", {changed} changed" if changed else ""
            )
        return CodebookImport(added, changed, unchanged)

    def add(self, name: str, parent: Code | None = None, **details: Any) -> Code:
        """Make a code, last among its siblings; `details` are fields of CodeFields.

        A key that is not given is proposed from the name. Raises DuplicateNameError, CodebookError.
        """
        with self._act("codes.add") as recorder:
            code = self.record_new(recorder, name, parent, **details)
            recorder.summary = f"Added the code {self.tree().path(code.id)}"
        return code

    def record_new(self, recorder: Recorder, name: str, parent: Code | None, **details: Any) -> Code:
        """Make a code inside an act that is under way."""
        from qcode.codebook.keys import key_for

        tree = self.tree()
        if parent is not None and details.get("facet"):
            raise CodebookError(f"“{name}” would lie below another code; only a top code heads a facet.")
        siblings = tree.children(parent.id if parent else None)
        clean = _new_code_name(name, siblings)
        taken = [code.fields.key for code in tree if code.fields.key]
        details.setdefault("key", key_for(clean, taken, parent.fields.key if parent else ""))
        position = max((code.position for code in tree), default=0) + 1
        row = _row(CodeFields(name=clean, **details))
        row |= {"parent_id": parent.id if parent else None, "position": position}
        uid = recorder.insert("codes", row)
        self._check_keys()
        return next(code for code in self.tree() if code.uid == uid)

    def edit(self, code: Code, **details: Any) -> Code:
        """Change fields of a code (those of CodeFields); raises DuplicateNameError, CodebookError."""
        with self._act("codes.edit") as recorder:
            recorder.require("codes", code.uid)
            tree = self.tree()
            # As it is now: another may have edited other fields since this one was read.
            code = tree[code.id]
            if "name" in details:
                siblings = [one for one in tree.children(code.parent_id) if one.id != code.id]
                details["name"] = _new_code_name(details["name"], siblings)
            changed = replace(code.fields, **details)
            if changed.facet and code.parent_id is not None:
                raise CodebookError(f"“{code.name}” lies below another code; only a top code heads a facet.")
            recorder.update("codes", code.uid, **_row(changed))
            self._check_keys()
            renamed = f" to {changed.name}" if changed.name != code.name else ""
            recorder.summary = f"Changed {', '.join(details)} of the code {code.name}{renamed}"
        return self.tree()[code.id]

    def move(self, code: Code, parent: Code | None, position: int | None = None) -> None:
        """Put a code below another (None: at the top), at a place among its new siblings (from 1)."""
        with self._act("codes.move") as recorder:
            tree = self.tree()
            if parent is not None and parent.id in tree.descendants(code.id):
                raise CodebookError(f"“{code.name}” cannot be moved below itself.")
            if parent is not None and code.fields.facet:
                raise CodebookError(f"“{code.name}” heads a facet and stays at the top.")
            siblings = [one for one in tree.children(parent.id if parent else None) if one.id != code.id]
            _new_code_name(code.name, siblings)
            siblings.insert(len(siblings) if position is None else max(0, position - 1), code)
            recorder.update("codes", code.uid, parent_id=parent.id if parent else None)
            self._record_order(recorder, siblings)
            where = tree.path(parent.id) if parent else "the top"
            recorder.summary = f"Moved the code {code.name} to {where}"

    def _record_order(self, recorder: Recorder, siblings: Sequence[Code]) -> None:
        """Let siblings stand in this order."""
        for code, position in zip(siblings, self._positions(siblings), strict=True):
            recorder.update("codes", code.uid, position=position)

    def _positions(self, siblings: Sequence[Code]) -> list[int]:
        """Return as many different places as there are siblings, near those they have."""
        places: list[int] = []
        for position in sorted(code.position for code in siblings):
            places.append(max(position, places[-1] + 1) if places else position)
        return places

    def split(self, code: Code, codings: Sequence[Coding], name: str, parent: Code | None = None) -> Code:
        """Make a code that takes some of another's codings, in one act.

        It stands right behind the old one, with its colour, or last below `parent` where that is given.
        Raises DataError for no codings or for one of another code, DuplicateNameError, CodebookError,
        UnknownNameError where something is gone.
        """
        if not codings:
            raise DataError("No codings were chosen that the new code could take.")
        if any(one.code_id != code.id for one in codings):
            raise DataError(f"Not all of these codings are of “{code.name}”.", "Nothing was changed.")
        with self._act("codes.split") as recorder:
            recorder.require("codes", code.uid)
            recorder.require("codings", *(one.uid for one in codings))
            tree = self.tree()
            code = tree[code.id]
            above = tree[code.parent_id] if code.parent_id is not None else None
            facet = code.fields.facet and parent is None
            new = self.record_new(recorder, name, parent or above, colour=code.fields.colour, facet=facet)
            if parent is None:
                siblings = tree.children(code.parent_id)
                siblings.insert(siblings.index(code) + 1, new)
                self._record_order(recorder, siblings)
            self._project.codings.record_recoding(recorder, codings, new.id)
            recorder.summary = (
                f"Split {self.tree().path(new.id)} from {tree.path(code.id)}: "
                f"{counted(len(codings), 'coding')}"
            )
        return self.tree()[new.id]

    def merge(self, code: Code, into: Code) -> int:
        """Make all codings of a code codings of another and remove it; return how many moved.

        Its children move below the other. A coding that the other code has already, by the same coder
        on the same span, is not made twice; its memos go to the one that stays.
        """
        with self._act("codes.merge") as recorder:
            recorder.require("codes", code.uid, into.uid)
            tree = self.tree()
            if into.id in tree.descendants(code.id):
                raise CodebookError(f"“{code.name}” cannot be merged into itself or what lies below it.")
            names = {levelled(one.name) for one in tree.children(into.id) if one.id != code.id}
            clash = next((one for one in tree.children(code.id) if levelled(one.name) in names), None)
            if clash:
                raise DuplicateNameError(f"Both have a code “{clash.name}” below them.", "Merge those first.")
            mine = self._store.tuples("SELECT uid FROM codings WHERE deleted = 0 AND code_id = ?", [code.id])
            for (uid,) in mine:
                self._project.codings.record_change(recorder, uid, code_id=into.id)
            for child in tree.children(code.id):
                recorder.update("codes", child.uid, parent_id=into.id)
            self._hand_over(recorder, code, into)
            recorder.delete("codes", code.uid)
            recorder.summary = (
                f"Merged the code {tree.path(code.id)} into {tree.path(into.id)}: "
                f"{counted(len(mine), 'coding')}"
            )
        return len(mine)

    def _hand_over(self, recorder: Recorder, code: Code, into: Code) -> None:
        """Give memos, summaries and rules of a code that goes to the code that stays."""
        for row in self._store.rows("SELECT uid FROM memos WHERE deleted = 0 AND owner_uid = ?", [code.uid]):
            recorder.update("memos", row["uid"], owner_uid=into.uid)
        self._project.summaries.hand_over(recorder, code.id, into.id)
        for row in self._store.rows("SELECT uid FROM rules WHERE deleted = 0 AND code_id = ?", [code.id]):
            recorder.update("rules", row["uid"], code_id=into.id)

    def retire(self, code: Code, *, retired: bool = True) -> None:
        """Keep a code and its codings, but offer it no longer; or offer it again."""
        with self._act("codes.retire") as recorder:
            recorder.update("codes", code.uid, retired=int(retired))
            recorder.summary = f"{'Retired' if retired else 'Reinstated'} the code {code.name}"

    def count_codings(self, code: Code) -> int:
        """Return how many codings a code and its descendants have, of all coders."""
        below = self.tree().descendants(code.id)
        marks = ", ".join("?" * len(below))
        return int(
            self._store.tuples(
                f"SELECT count(*) FROM codings WHERE deleted = 0 AND code_id IN ({marks})", below
            )[0][0]
        )

    def what_goes(self, code: Code) -> str:
        """Return in words what removing a code and all below it takes along, to be asked before."""
        return goes_with_codes(self._store, self.tree().descendants(code.id))

    def remove(self, code: Code, *, with_codings: bool = False) -> int:
        """Remove a code and all below it, with their summaries, rules and memos; return how many codings
        went.

        Raises CodebookError where there are codings and `with_codings` was not asked for.
        """
        with self._act("codes.remove") as recorder:
            recorder.require("codes", code.uid)
            tree = self.tree()
            below = tree.descendants(code.id)
            marks = ", ".join("?" * len(below))
            rows = self._store.rows(
                f"SELECT uid FROM codings WHERE deleted = 0 AND code_id IN ({marks})", below
            )
            codings = [row["uid"] for row in rows]
            if codings and not with_codings:
                raise CodebookError(
                    f"“{tree.path(code.id)}” has {counted(len(codings), 'coding')}.",
                    "Retire or merge it, or say that they go too with `--with-codings`.",
                )
            gone = goes_with_codes(self._store, below)
            self._project.codings.record_removal(recorder, codings)
            uids = [tree[one].uid for one in reversed(below)]
            take_along(self._store, recorder, "codes", uids)
            recorder.delete("codes", *uids)
            recorder.summary = f"Removed the code {tree.path(code.id)}" + (f" with {gone}" if gone else "")
        return len(codings)

    def _check_keys(self) -> None:
        """Refuse an act that would let one key be the beginning of another."""
        from qcode.codebook.keys import key_clash, key_fault

        tree = self.tree()
        for code in tree:
            fault = key_fault(code.fields.key)
            if fault:
                raise CodebookError(f"The code {code.name}: {fault}.")
        clash = key_clash([(code.fields.key, tree.path(code.id)) for code in tree])
        if clash:
            (key, path), (other, other_path) = clash
            raise CodebookError(
                f"The keys “{key}” of {path} and “{other}” of {other_path} cannot be told apart.",
                "No key may be the beginning of another.",
            )


def _new_code_name(name: str, siblings: Sequence[Code]) -> str:
    clean = new_name(name, "code", (code.name for code in siblings))
    if ">" in clean:
        raise CodebookError(f"The name of a code holds no “>” (it writes paths): “{clean}”.")
    return clean


def _row(details: CodeFields) -> Row:
    row: Row = {name: getattr(details, name) for name in _FIELDS}
    for name in _LISTS:
        row[name] = json.dumps(list(row[name]), ensure_ascii=False)
    row["facet"] = int(row["facet"])
    return row


def _said(row: Row) -> Row:
    """Return the columns of a code on which a codebook file says something."""
    return {name: value for name, value in row.items() if value not in ("", "[]", 0)}


def _code(row: Row) -> Code:
    details = {name: row[name] for name in _FIELDS}
    for name in _LISTS:
        details[name] = tuple(json.loads(details[name]))
    details["facet"] = bool(details["facet"])
    return Code(
        row["id"], row["uid"], row["parent_id"], row["position"], CodeFields(**details), bool(row["retired"])
    )
