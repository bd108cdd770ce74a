"""Ways to sort the cases into classes: by cut points of an attribute, by hand, several side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from qcode.analysis.attributes import find_case_attribute, newest_values
from qcode.analysis.classes import class_labels
from qcode.analysis.grouping import memberships
from qcode.errors import DataError, UnknownNameError
from qcode.model.cases import (
    Attribute,
    AttributeValue,
    Case,
    ClassedBy,
    Classification,
    Entity,
    Membership,
)
from qcode.project.class_names import (
    Numbers,
    as_texts,
    check_cuts,
    class_names,
    in_order,
    read_classification,
)
from qcode.project.names import find, new_name
from qcode.project.part import Part
from qcode.project.removal import take_along
from qcode.project.row_problems import RowProblems
from qcode.store.changes import Recorder, gone
from qcode.text.names import counted, levelled, listed, nearest, quoted

if TYPE_CHECKING:
    from qcode.sheets.records import ClassRow

_NOUN = "classification"
_MOST_NAMED = 5


class Classifications(Part):
    """The classifications of a project. None of them touches a coding."""

    def list(self) -> Sequence[Classification]:
        """Return all classifications in their order, with what was said by hand."""
        by_hand: dict[int, dict[int, Membership]] = {}
        for one, case_id, name, reason, coder_id in self._store.tuples(
            "SELECT classification_id, case_id, class, reason, coder_id FROM class_cases "
            "JOIN cases ON cases.id = case_id AND cases.deleted = 0 "
            "WHERE class_cases.deleted = 0 ORDER BY class_cases.id"
        ):
            by_hand.setdefault(one, {})[case_id] = Membership(name, ClassedBy.HAND, reason, coder_id)
        rows = self._store.tuples(
            "SELECT id, uid, name, position, attribute_id, cuts, classes, note FROM classifications "
            "WHERE deleted = 0 ORDER BY position, id"
        )
        with self._store.decoding():
            return [read_classification(row, by_hand.get(row[0], {})) for row in rows]

    def find(self, name: str) -> Classification:
        """Return a classification by name. Raises UnknownNameError."""
        return find(self.list(), name, _NOUN, lambda one: (one.name,))

    def attribute(self, one: Classification) -> Attribute | None:
        """Return the attribute whose values are cut, None for a classification by hand alone."""
        return next((known for known in self._attributes() if known.id == one.attribute_id), None)

    def members(self, one: Classification) -> Mapping[int, Membership]:
        """Return the class of every case, by its id in the order of the cases, and why it is in it."""
        cases = {case.id: case for case in self._project.cases.list()}
        return memberships(one, self.attribute(one), cases, self._project.attributes.values())

    def values(self, one: Classification) -> Mapping[int, AttributeValue]:
        """Return the values that are cut, with year and source, by the case's id."""
        attribute = self.attribute(one)
        if attribute is None:
            return {}
        cases = {case.id: case for case in self._project.cases.list()}
        return newest_values(attribute, cases, self._project.attributes.values())

    def add(
        self,
        name: str,
        *,
        attribute: str | None = None,
        cuts: Numbers = (),
        classes: Sequence[str] = (),
        note: str = "",
    ) -> Classification:
        """Make a classification: by cut points of a numeric attribute of cases, or by hand (no cuts).

        Each cut is the least value of the class above it. `classes` are names in their order, one more
        than there are cuts (further ones are for cases by hand); without them the ranges are the names.
        Raises DuplicateNameError, UnknownNameError, UsageError for an attribute that holds no numbers,
        DataError.
        """
        cut = None if attribute is None else find_case_attribute(self._attributes(), attribute)
        if (cut is None) != (not cuts):
            hint = "Give both; or neither, and say by hand which case is in which class."
            raise DataError("Cut points are those of an attribute of cases.", hint)
        if cut is not None:
            check_cuts(cut, cuts)
        names = class_names(classes or (class_labels(cut, cuts) if cut else ()), cuts)
        with self._act("classifications.add") as recorder:
            uid = self._record_new(recorder, name, cut, cuts, names, note)
            recorder.summary = f"Added the classification {name.strip()}"
        return self._again(uid)

    def _record_new(
        self,
        recorder: Recorder,
        name: str,
        attribute: Attribute | None,
        cuts: Numbers,
        classes: Sequence[str],
        note: str,
    ) -> str:
        there = self.list()
        row = {
            "name": _free_name(name, there),
            "position": max((one.position for one in there), default=0) + 1,
            "attribute_id": attribute.id if attribute else None,
            "cuts": as_texts(cuts),
            "classes": as_texts(classes),
            "note": note.strip(),
        }
        return recorder.insert("classifications", row)

    def set(
        self,
        one: Classification,
        *,
        name: str | None = None,
        cuts: Numbers | None = None,
        classes: Sequence[str] | None = None,
        note: str | None = None,
    ) -> Classification:
        """Change a classification; codings stay as they are, and so does what was said by hand.

        Other cut points keep the names of the classes where there are as many as before; names that are
        the ranges themselves follow the cuts. A class that gets another name in its place takes its cases
        along. Raises DataError where a class would go that cases are in by hand, DuplicateNameError.
        """
        with self._act("classifications.set") as recorder:
            recorder.require("classifications", one.uid)
            one = self._again(one.uid)
            changed: dict[str, str] = {}
            if name is not None and name != one.name:
                changed["name"] = _free_name(name, self.list(), one)
            if note is not None:
                changed["note"] = note.strip()
            if cuts is not None or classes is not None:
                new_cuts, names = self._recut(one, cuts, classes)
                self._rename_by_hand(recorder, one, names)
                changed |= {"cuts": as_texts(new_cuts), "classes": as_texts(names)}
            recorder.update("classifications", one.uid, **changed)
            what = [what for what, new in (("name", name), ("cut points", cuts), ("classes", classes)) if new]
            recorder.summary = (
                f"Changed {listed([*what, *(['note'] if note is not None else [])])} of {one.name}"
            )
        return self._again(one.uid)

    def _recut(
        self, one: Classification, cuts: Numbers | None, classes: Sequence[str] | None
    ) -> tuple[Numbers, Sequence[str]]:
        """Return the cut points and names that a classification gets."""
        attribute = self.attribute(one)
        if cuts is not None:
            if attribute is None:
                hint = "Make another: qcode classes add NAME --attribute ATTRIBUTE --cuts ..."
                raise DataError(f"{quoted(one.name)} is by hand: it has no attribute to cut.", hint)
            check_cuts(attribute, cuts)
        new = one.cuts if cuts is None else cuts
        if classes is not None:
            return new, class_names(classes, new)
        by_cut, further = one.classes[: len(one.cuts) + 1], one.classes[len(one.cuts) + 1 :]
        if attribute is not None and list(by_cut) == class_labels(attribute, one.cuts):
            return new, class_names([*class_labels(attribute, new), *further], new)
        if len(new) != len(one.cuts):
            raise DataError(
                f"{len(new)} cut points make {len(new) + 1} classes, and there are names for {len(by_cut)}: "
                f"{listed(by_cut)}.",
                "Say how the classes are called: --classes A,B,C.",
            )
        return new, one.classes

    def _rename_by_hand(self, recorder: Recorder, one: Classification, names: Sequence[str]) -> None:
        """Let cases by hand follow their class's new name. Raises DataError where it is gone."""
        new = {levelled(name): name for name in names}
        old = {levelled(name) for name in one.classes}
        renamed: dict[str, str] = {}
        for place, name in enumerate(one.classes):
            if levelled(name) in new:
                renamed[name] = new[levelled(name)]
            elif len(names) == len(one.classes) and levelled(names[place]) not in old:
                renamed[name] = names[place]
        lost = [case for case, said in one.by_hand.items() if said.class_name not in renamed]
        if lost:
            cases = {case.id: case.name for case in self._project.cases.list()}
            shown = listed([cases[case] for case in lost[:_MOST_NAMED]])
            more = f" and {len(lost) - _MOST_NAMED} more" if lost[_MOST_NAMED:] else ""
            gone = listed(
                quoted(str(name)) for name in dict.fromkeys(one.by_hand[x].class_name for x in lost)
            )
            raise DataError(
                f"{shown}{more} would lose the class that was said by hand: {gone}.",
                "Give the class another name in its place, or put these cases elsewhere first.",
            )
        for uid, name in (row for rows in self._rows_by_hand(one).values() for row in rows):
            if name in renamed:
                recorder.update("class_cases", uid, **{"class": renamed[name]})

    def _rows_by_hand(self, one: Classification) -> Mapping[int, Sequence[tuple[str, str]]]:
        """Return case id -> (uid, class) of what was said by hand of it, the newest last."""
        found: dict[int, list[tuple[str, str]]] = {}
        for case_id, uid, name in self._store.tuples(
            "SELECT case_id, uid, class FROM class_cases WHERE deleted = 0 AND classification_id = ? "
            "ORDER BY id",
            [one.id],
        ):
            found.setdefault(case_id, []).append((uid, name))
        return found

    def assign(
        self,
        one: Classification,
        case: Case | str,
        class_name: str | None,
        reason: str = "",
        *,
        new: bool = False,
    ) -> Classification:
        """Say by hand which class a case is in, in place of what was said or cut; None takes it back.

        Raises UnknownNameError for a case, and for a class that is not there unless `new` makes it.
        """
        (chosen,) = self._project.cases.resolve([case])
        with self._act("classifications.assign") as recorder:
            recorder.require("classifications", one.uid)
            one = self._again(one.uid)
            name = None if class_name is None else self._class(recorder, one, class_name, new=new)
            self._record(recorder, one, chosen, name, reason, self._rows_by_hand(one))
            recorder.summary = (
                f"Put {chosen.name} into the class {name} of {one.name}"
                if name
                else f"Took back what was said of {chosen.name} in {one.name}"
            )
        return self._again(one.uid)

    def _class(self, recorder: Recorder, one: Classification, wanted: str, *, new: bool) -> str:
        """Return a class as it is written, made where it is to be."""
        known = {levelled(name): name for name in one.classes}
        if levelled(wanted) in known:
            return known[levelled(wanted)]
        if not new:
            hint = nearest(wanted, one.classes, all_below=13)
            raise UnknownNameError(
                f"{quoted(one.name)} has no class {quoted(wanted.strip())}.",
                f"{hint} --new makes it.".strip(),
            )
        names = class_names([*one.classes, wanted], one.cuts)
        recorder.update("classifications", one.uid, classes=as_texts(names))
        return names[-1]

    def _record(
        self,
        recorder: Recorder,
        one: Classification,
        case: Case,
        name: str | None,
        reason: str,
        there: Mapping[int, Sequence[tuple[str, str]]],
    ) -> None:
        """Write, or take back, what is said by hand of one case; `there` is what was, of all."""
        uids = [uid for uid, _ in there.get(case.id, ())]
        if name is None:
            recorder.delete("class_cases", *uids)
            return
        row = {"class": name, "reason": reason.strip()}
        if uids:
            recorder.delete("class_cases", *uids[:-1])
            known = one.by_hand.get(case.id)
            if known is None or (known.class_name, known.reason) != (name, row["reason"]):
                coder = self._project.coders.acting()
                recorder.update("class_cases", uids[-1], coder_id=coder.id, created_at=recorder.now, **row)
            return
        recorder.require("cases", case.uid)
        recorder.insert(
            "class_cases",
            {
                "classification_id": one.id,
                "case_id": case.id,
                "coder_id": self._project.coders.acting().id,
                "created_at": recorder.now,
                **row,
            },
        )

    def accept(
        self, name: str, classes: Mapping[Case | str, tuple[str, str]], *, note: str = ""
    ) -> Classification:
        """Make of a proposal (case -> class and reason) a classification by hand, in one act.

        One of that name is taken over: what was said by hand in it is replaced by the proposal, cut points
        stay. Classes are made in the order in which they first come. Raises DataError for an empty
        proposal, UnknownNameError for a case.
        """
        if not classes:
            raise DataError("The proposal says nothing of any case.")
        cases = self._project.cases.resolve(classes)
        if len(cases) < len(classes):
            raise DataError("The proposal names a case twice.")
        said = dict(zip(cases, classes.values(), strict=True))
        with self._act("classifications.accept") as recorder:
            one = self._taken_over(recorder, name, note)
            by_cut = one.classes[: len(one.cuts) + 1] if one.cuts else ()
            names = class_names(
                in_order([*by_cut, *(class_name for class_name, _ in said.values())]), one.cuts
            )
            written = {levelled(class_name): class_name for class_name in names}
            recorder.update("classifications", one.uid, classes=as_texts(names))
            there = self._rows_by_hand(one)
            for case in self._project.cases.list():
                class_name, reason = said.get(case, (None, ""))
                chosen = class_name and written[levelled(class_name)]
                self._record(recorder, one, case, chosen, reason, there)
            number = counted(len(names), "class", "classes")
            recorder.summary = f"Accepted {one.name}: {counted(len(said), 'case')} in {number}"
        return self._again(one.uid)

    def _taken_over(self, recorder: Recorder, name: str, note: str) -> Classification:
        """Return the classification of a name, made where there is none, with a note if one is given."""
        there = [one for one in self.list() if levelled(one.name) == levelled(name)]
        uid = there[0].uid if there else self._record_new(recorder, name, None, (), (), note)
        if there and note.strip():
            recorder.update("classifications", uid, note=note.strip())
        return self._again(uid)

    def import_rows(
        self, one: Classification | str, rows: Iterable[ClassRow], *, new: bool = False, source: str = ""
    ) -> Sequence[str]:
        """Say by hand of many cases which class they are in, in one act; return notes for people.

        A row without a class takes back what was said of its case; cases without a row stay as they are.
        `new` makes classes that are not there, in the order in which they come; so it is with a
        classification of a name that is not there, which is made. Raises DataError that names the rows,
        with `source` and line, whose case or class does not exist.
        """
        rows = [*rows]
        problems, cases = RowProblems(source), self._project.cases.list()
        with self._act("classifications.import") as recorder:
            if isinstance(one, str):
                known = len(self.list())
                one = self._taken_over(recorder, one, "")
                new = new or len(self.list()) > known
            recorder.require("classifications", one.uid)
            one = self._again(one.uid)
            there = self._rows_by_hand(one)
            for row in rows:
                case = None
                with problems.of(row.line, "case"):
                    case = find(cases, row.case, "case", lambda case: (case.name,))
                with problems.of(row.line, "class"):
                    name = None
                    if row.class_name is not None:
                        name = self._class(recorder, one, row.class_name, new=new)
                    if name is not None and name not in one.classes:
                        one = self._again(one.uid)
                    if case is not None:
                        self._record(recorder, one, case, name, row.reason, there)
            problems.settle()
            where = f" from {PurePath(source).name}" if source else ""
            recorder.summary = f"Imported classes of {one.name}{where}"
        said = sum(row.class_name is not None for row in rows)
        return [f"{counted(said, 'case')} in {quoted(one.name)} by hand."]

    def remove(self, one: Classification) -> None:
        """Remove a classification with what was said by hand; cases and codings stay."""
        with self._act("classifications.remove") as recorder:
            recorder.require("classifications", one.uid)
            take_along(self._store, recorder, "classifications", [one.uid])
            recorder.delete("classifications", one.uid)
            recorder.summary = f"Removed the classification {one.name}"

    def _attributes(self) -> Sequence[Attribute]:
        return self._project.attributes.list(Entity.CASE)

    def _again(self, uid: str) -> Classification:
        found = [one for one in self.list() if one.uid == uid]
        if not found:
            raise gone("classifications")
        return found[0]


def _free_name(name: str, there: Iterable[Classification], but: Classification | None = None) -> str:
    return new_name(name, _NOUN, (one.name for one in there if but is None or one.uid != but.uid))
