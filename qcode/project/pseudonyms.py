"""What stands for the names of participants, cases and documents where names are kept back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, MutableSequence, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qcode.errors import DataError
from qcode.model.cases import Case, Entity
from qcode.model.documents import Document, Participant, Role
from qcode.model.tables import Table
from qcode.project.part import Part
from qcode.store.changes import Recorder
from qcode.text.names import counted, levelled

if TYPE_CHECKING:
    from qcode.analysis.pseudonyms import StandIns
    from qcode.analysis.selection import Selection
    from qcode.model.reports import Report

ALIASES = "aliases"
"""Attribute of a case or participant with further names to be looked for in texts, joined by `;`."""
_IDENTIFYING = ("name_ja", "name_en", ALIASES)
_SETTING = "pseudonyms"
_SOMEBODY = "a name"
"""What stands in texts for a name of several people, or of one who is gone."""
_SOME_DOCUMENT = "a document"
"""The same for a document that is gone."""
_LIKE_A_FILE = re.compile(r"[\d_.]")
_LETTERS = {Role.RESPONDENT: "R", Role.INTERVIEWER: "I", Role.OTHER: "O", None: "P"}


@dataclass(frozen=True, slots=True)
class Called:
    """A thing with a name, and what stands for it."""

    entity: Entity
    uid: str
    name: str
    pseudonym: str
    given: bool
    """Whether a person gave it; else it follows from the order of the project."""


class Pseudonyms(Part):
    """The pseudonyms of a project: those that were given, and for the rest ones made from their order."""

    @property
    def always(self) -> bool:
        """Whether names are kept back in all tables that are put out, unless names are asked for."""
        return bool(self._setting())

    def set_always(self, always: bool) -> None:
        """Let names always be kept back, or no longer; what stands for them is fixed in the same act."""
        with self._act("pseudonyms.always") as recorder:
            standing = self._setting()
            if always and not standing:
                recorder.insert("meta", {"key": _SETTING, "value": "always"})
                self._record_given(recorder)
            elif not always:
                recorder.delete("meta", *standing)
            recorder.summary = f"Names are {'kept back' if always else 'shown'} in tables from now on"

    def _setting(self) -> Sequence[str]:
        rows = self._store.tuples("SELECT uid FROM meta WHERE deleted = 0 AND key = ?", [_SETTING])
        return [uid for (uid,) in rows]

    def list(self) -> Sequence[Called]:
        """Return all participants, cases and documents with what stands for each, in their order."""
        people, cases = self._project.participants.list(), self._project.cases.list()
        documents = self._project.documents.list()
        return [
            *_named(Entity.CASE, [(one.uid, one.name, one.pseudonym, "Case ") for one in cases], _letters),
            *_named(
                Entity.PARTICIPANT,
                [(one.uid, one.name, one.pseudonym, _LETTERS[one.role]) for one in people],
                str,
            ),
            *_named(
                Entity.DOCUMENT, [(one.uid, one.name, one.pseudonym, "Document ") for one in documents], str
            ),
        ]

    def fix(self) -> int:
        """Give everything without a pseudonym the one it has by its order; return how many that were."""
        with self._act("pseudonyms.fix") as recorder:
            number = self._record_given(recorder)
            recorder.summary = f"Gave {counted(number, 'pseudonym')}"
        return number

    def _record_given(self, recorder: Recorder) -> int:
        made = [one for one in self.list() if not one.given]
        for one in made:
            recorder.update(f"{one.entity}s", one.uid, pseudonym=one.pseudonym)
        return len(made)

    def give(self, entity: Entity, name: str, pseudonym: str) -> None:
        """Say what stands for a case, participant or document (empty: what its order says).

        Raises UnknownNameError, and DataError where it stands for another of the kind already, or another
        case has it for a name.
        """
        finders: Mapping[Entity, Callable[[str], Case | Participant | Document]] = {
            Entity.CASE: self._project.cases.find,
            Entity.PARTICIPANT: self._project.participants.find,
            Entity.DOCUMENT: self._project.documents.find,
        }
        uid = finders[entity](name).uid
        wanted = pseudonym.strip()
        for case in self._project.cases.list():
            if case.uid != uid and levelled(case.name) == levelled(wanted):
                raise DataError(f"“{wanted}” is the name of a case: it keeps nothing back.")
        self.refuse_shared(entity, {uid: wanted})
        with self._act("pseudonyms.give") as recorder:
            recorder.update(f"{entity}s", uid, pseudonym=wanted)
            recorder.summary = f"{wanted or 'Nothing of its own'} stands for the {entity} {name}"

    def refuse_shared(self, entity: Entity, wanted: Mapping[str, str]) -> None:
        """Raise DataError where a pseudonym that things (by uid) are to have stands for two of the kind."""
        called = [one for one in self.list() if one.entity is entity]
        names = {one.uid: one.name for one in called}
        others = [(one.uid, one.pseudonym) for one in called if one.given and one.uid not in wanted]
        taken: dict[str, str] = {}
        for uid, pseudonym in (*others, *wanted.items()):
            known = taken.setdefault(levelled(pseudonym), uid) if pseudonym else uid
            if known != uid and uid in wanted:
                raise DataError(
                    f"“{pseudonym}” stands for the {entity} “{names[known]}” already.",
                    "Tables would take two for one."
                    + (" `qcode participants merge` makes them one." if entity is Entity.PARTICIPANT else ""),
                )

    def keep_back(self, table: Table, warnings: Sequence[str] = ()) -> Table:
        """Return a table with pseudonyms for names, in its texts and notes as well."""
        return self.keep_back_both(table, None, warnings)[0]

    def keep_back_both(
        self, table: Table, detail: Table | None, warnings: Sequence[str] = ()
    ) -> tuple[Table, Table | None]:
        """Return a table and the quotations behind it as `keep_back` does, the names read once."""
        from qcode.analysis.pseudonyms import kept_back

        names = self.names()
        return kept_back(table, names, warnings), kept_back(detail, names) if detail else None

    def keep_back_report(self, report: Report, warnings: Sequence[str] = ()) -> Report:
        """Return a report with pseudonyms for names in all it says; `warnings` are added to its notes."""
        from qcode.analysis.pseudonyms_in_reports import report_kept_back

        return report_kept_back(report, self.names(), warnings)

    def singled_out(self, selection: Selection, *dimensions: str) -> Sequence[str]:
        """Return warnings about attributes in which fewer than three cases or people are alike."""
        from qcode.analysis.pseudonyms import singled_out

        return singled_out(selection, dimensions)

    def names(self) -> StandIns:
        """Return all that tables need to keep names back."""
        from qcode.analysis.pseudonyms import StandIns
        from qcode.text.masking import long_enough
        from qcode.text.name_forms import addressed_forms, person_forms

        called, files = self.list(), self._files()
        by_name: dict[Entity, dict[str, str]] = {entity: {} for entity in Entity}
        for one in called:
            if one.uid in files:
                by_name[Entity.DOCUMENT][files[one.uid]] = one.pseudonym
        by_uid = {one.uid: one.pseudonym for one in called}
        in_text: dict[str, set[str]] = {}
        addressed: dict[str, set[str]] = {}
        forms = self._further_forms()
        for uid, before in self._former_names("participants", "cases").items():
            forms.setdefault(uid, []).extend(before)
        documents = self._documents_ever(called)
        # `Oda_mayor.txt` or `Interview 4` stands for the document only; `Minutes` is a word like others.
        like_files = (name for name in documents if long_enough(name) and _LIKE_A_FILE.search(name))
        in_text |= {name: {*documents[name]} for name in like_files}
        short = {name: {*several} for name, several in documents.items() if not long_enough(name)}
        for one in called:
            if not long_enough(one.name):
                short.setdefault(one.name, set()).add(one.pseudonym)
            known = by_name[one.entity].setdefault(one.name, one.pseudonym)
            if known != one.pseudonym:
                by_name[one.entity][one.name] = f"a {one.entity}"
            further = forms.pop(one.uid, ())
            for form in _forms(one, further) if one.entity is not Entity.DOCUMENT else ():
                in_text.setdefault(form, set()).add(one.pseudonym)
            for name in (one.name, *further) if one.entity is Entity.PARTICIPANT else ():
                for form in addressed_forms(name):
                    addressed.setdefault(form, set()).add(one.pseudonym)
        # What is left was removed, or is another by now; documents may speak of it all the same.
        for name in (name for several in forms.values() for name in several):
            for form in person_forms(name):
                in_text.setdefault(form, {_SOMEBODY})
        return StandIns(
            by_uid,
            by_name,
            self._in_documents(by_uid),
            _unambiguous(in_text),
            _unambiguous({name: several for name, several in documents.items() if long_enough(name)}),
            _unambiguous(short),
            _unambiguous(addressed),
            _warnings(called),
        )

    def _in_documents(self, by_uid: Mapping[str, str]) -> Mapping[tuple[str, str], str]:
        """Return (document, participant), by name -> what stands for the participant."""
        documents = {one.id: one.name for one in self._project.documents.list()}
        return {
            (documents[one.document_id], one.participant.name): by_uid[one.participant.uid]
            for one in self._project.participants.presences()
        }

    def _files(self) -> Mapping[str, str]:
        """Return uid of a document -> the file it came from."""
        return {one.uid: one.source_name for one in self._project.documents.list() if one.source_name}

    def _documents_ever(self, called: Sequence[Called]) -> dict[str, set[str]]:
        """Return each name that a document has, or had by the log -> what stands for it."""
        stands_for = {one.uid: one.pseudonym for one in called if one.entity is Entity.DOCUMENT}
        found: dict[str, set[str]] = {}
        for one in called:
            if one.entity is Entity.DOCUMENT:
                found.setdefault(one.name, set()).add(one.pseudonym)
        former: dict[str, set[str]] = {}
        for uid, names in self._former_names("documents").items():
            for name in names:
                former.setdefault(name, set()).add(stands_for.get(uid, _SOME_DOCUMENT))
        return former | found

    def _former_names(self, *tables: str) -> Mapping[str, Sequence[str]]:
        """Return uid -> names that the rows of tables ever had, by the log; of removed ones too."""
        found: dict[str, MutableSequence[str]] = {}
        for uid, name in self._store.tuples(
            "SELECT DISTINCT row_uid, json_extract(data, '$.name') FROM changes "
            f"WHERE table_name IN ({', '.join('?' for _ in tables)}) AND operation = 'put' ORDER BY id",
            tables,
        ):
            found.setdefault(uid, []).append(str(name))
        return found

    def _further_forms(self) -> dict[str, MutableSequence[str]]:
        """Return uid -> other names that attributes tell, of cases and participants."""
        wanted = {one.id for one in self._project.attributes.list() if levelled(one.name) in _IDENTIFYING}
        found: dict[str, MutableSequence[str]] = {}
        for value in self._project.attributes.values():
            if value.attribute_id in wanted:
                parts = (part.strip() for part in str(value.value).split(";"))
                found.setdefault(value.owner_uid, []).extend(filter(None, parts))
        return found


def _named(
    entity: Entity, things: Sequence[tuple[str, str, str, str]], number: Callable[[int], str]
) -> Iterator[Called]:
    """Yield things (uid, name, pseudonym, beginning of one made) with what stands for them."""
    taken = {levelled(given) for _, _, given, _ in things if given}
    counts: Counter[str] = Counter()
    for uid, name, given, beginning in things:
        counts[beginning] += 1
        made = f"{beginning}{number(counts[beginning])}"
        while levelled(made) in taken and not given:
            counts[beginning] += 1
            made = f"{beginning}{number(counts[beginning])}"
        yield Called(entity, uid, name, given or made, bool(given))


def _warnings(called: Sequence[Called]) -> Sequence[str]:
    """Say of how many names a part may be missed."""
    from qcode.text.name_forms import has_no_blank

    glued = sum(one.entity is Entity.PARTICIPANT and has_no_blank(one.name) for one in called)
    if not glued:
        return ()
    names = counted(glued, "name is", "names are")
    found = "the surname is found only before さん and the like"
    return (f"{names} written without a blank between surname and given name: {found}.",)


def _unambiguous(stands_for: Mapping[str, set[str]]) -> Mapping[str, str]:
    """Return name -> what stands for it; a name of several stands for somebody."""
    return {name: min(several) if len(several) == 1 else _SOMEBODY for name, several in stands_for.items()}


def _letters(number: int) -> str:
    """Return A, B ... Z, AA, AB ... for 1, 2 ..."""
    letters = ""
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


def _forms(one: Called, further: Sequence[str]) -> Iterator[str]:
    """Yield the names of a case or participant to be looked for in running text."""
    from qcode.text.name_forms import person_forms, place_forms

    forms = place_forms if one.entity is Entity.CASE else person_forms
    for name in (one.name, *further):
        yield from forms(name)
