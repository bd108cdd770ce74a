"""Coding rules: kept, asked what they propose, and their proposals accepted or refused."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from qcode.errors import DataError, QcodeError, UnknownNameError
from qcode.model.codes import Code
from qcode.model.codings import Origin
from qcode.model.rules import Refusal, Rule, RuleRecord, RuleUnit
from qcode.project.coding_rows import new_coding, quote_hash
from qcode.project.names import find, new_name
from qcode.project.part import Part
from qcode.project.removal import take_along
from qcode.project.rules_answers import meaning, named, taken_by, unchanged
from qcode.store.changes import Recorder
from qcode.text.clean import clean
from qcode.text.names import counted, levelled

if TYPE_CHECKING:
    from qcode.analysis.coding_rules import Proposal, Proposed, Question
    from qcode.analysis.corpus import Corpus

_NOUN = "rule"
_LONGEST_NOTE = 10_000


class Rules(Part):
    """The coding rules of a project, and what each coder refused of their proposals."""

    def list(self) -> Sequence[Rule]:
        """Return the rules in the order in which they were made."""
        rows = self._store.rows(
            "SELECT id, uid, code_id, name, condition, unit, position, note FROM rules "
            "WHERE deleted = 0 ORDER BY position, id"
        )
        with self._store.decoding():
            return [Rule(**{**row, "unit": RuleUnit(row["unit"])}) for row in rows]

    def find(self, name: str) -> Rule:
        """Return a rule by its name. Raises UnknownNameError, AmbiguousNameError."""
        return find(self.list(), name, _NOUN, lambda one: (one.name,))

    def by_id(self, rule_id: int) -> Rule:
        """Return a rule by its row id. Raises UnknownNameError."""
        found = next((one for one in self.list() if one.id == rule_id), None)
        if found is None:
            raise UnknownNameError("This rule is no longer in the project.")
        return found

    def add(
        self,
        code: Code,
        condition: str,
        *,
        name: str = "",
        unit: RuleUnit = RuleUnit.SENTENCE,
        note: str = "",
    ) -> Rule:
        """Make a rule that proposes a code; its name is by default the code's.

        Raises QueryError for a condition that cannot be understood in this project, DuplicateNameError.
        """
        with self._act("rules.add") as recorder:
            recorder.require("codes", code.uid)
            known = self.list()
            uid = self._record_new(recorder, code, condition, name, unit, note, known)
            rule = self._checked(uid)
            recorder.summary = f"Made the rule {rule.name}"
        return rule

    def set(
        self,
        rule: Rule,
        *,
        name: str | None = None,
        code: Code | None = None,
        condition: str | None = None,
        unit: RuleUnit | None = None,
        note: str | None = None,
    ) -> Rule:
        """Change a rule; raises as `add` does.

        Where it proposes something else by then (another code, condition or unit), what was refused of it
        is forgotten.
        """
        with self._act("rules.set") as recorder:
            recorder.require("rules", rule.uid)
            self._record_change(recorder, rule, name, code, condition, unit, note)
            rule = self._checked(rule.uid)
            recorder.summary = f"Changed the rule {rule.name}"
        return rule

    def remove(self, rule: Rule) -> None:
        """Remove a rule with what was refused of it; codings that it proposed stay."""
        with self._act("rules.remove") as recorder:
            recorder.require("rules", rule.uid)
            take_along(self._store, recorder, "rules", [rule.uid])
            recorder.delete("rules", rule.uid)
            recorder.summary = f"Removed the rule {rule.name}"

    def bring(
        self,
        records: Sequence[RuleRecord],
        *,
        unit: RuleUnit = RuleUnit.SENTENCE,
        add_codes: bool = False,
        source: str = "",
    ) -> tuple[int, int]:
        """Take over the rules of a file in one act; return how many were made and how many changed.

        A rule of the same name is made what the file says; `unit` holds where a record names none. With
        `add_codes` a code that is not there is made, at the top. Raises DataError with the line.
        """
        made: set[str] = set()
        changed: set[str] = set()
        with self._act("rules.bring") as recorder:
            lines: dict[str, int] = {}
            for record in records:
                place = f"{source}, line {record.line}: " if source else f"Line {record.line}: "
                with _told(place):
                    code = self._code_for(recorder, record.code, add_codes=add_codes)
                    known = self.list()
                    same = [one for one in known if levelled(one.name) == levelled(record.name or code.name)]
                    meant = record.unit or unit
                    note = record.note or None
                    if same and same[0].uid not in made | changed:
                        before = recorder.changed
                        self._record_change(recorder, same[0], None, code, record.condition, meant, note)
                        if recorder.changed > before:
                            changed.add(same[0].uid)
                        uid = same[0].uid
                    else:
                        uid = self._record_new(
                            recorder, code, record.condition, record.name, meant, record.note, known
                        )
                        made.add(uid)
                    lines[uid] = record.line
            self._check_all(lines, source)
            recorder.summary = f"Took over {counted(len(made) + len(changed), 'rule')}" + (
                f" of {source}" if source else ""
            )
        return len(made), len(changed)

    def proposals(self, question: Question | None = None, rules: Collection[Rule] | None = None) -> Proposed:
        """Return what the rules propose to the acting coder (`rules`: only these), nothing being applied.

        Raises QueryError for a `where` that cannot be understood.
        """
        return self.proposals_in(self._project.corpus(), question, rules)

    def proposals_in(
        self, corpus: Corpus, question: Question | None = None, rules: Collection[Rule] | None = None
    ) -> Proposed:
        """Return the same in a corpus that was read before."""
        from qcode.analysis.coding_rules import Question, proposals

        coder = self._project.coders.known()
        return proposals(
            corpus,
            self.list(),
            question or Question(),
            coder=coder.id if coder else None,
            refusals=self.refusals(),
            quote_hash=quote_hash,
            only=None if rules is None else {one.id for one in rules},
        )

    def refusals(self) -> Sequence[Refusal]:
        """Return what the acting coder refused."""
        coder = self._project.coders.known()
        if coder is None:
            return []
        rows = self._store.rows(
            'SELECT rule_id, document_id, "start", "end", quote_sha256 FROM refusals '
            "WHERE deleted = 0 AND coder_id = ? ORDER BY id",
            [coder.id],
        )
        return [Refusal(**row) for row in rows]

    def origins(self) -> Mapping[int, str]:
        """Return how the codings came to be that a rule proposed, by row id."""
        rule = Origin.RULE.value
        rows = self._store.tuples("SELECT id FROM codings WHERE deleted = 0 AND origin = ?", [rule])
        return {row_id: rule for (row_id,) in rows}

    def accept(self, proposals: Sequence[Proposal]) -> int:
        """Apply what was proposed, for the acting coder, in one act; return how many codings came.

        A passage that shares a character with a coding of the code by then, another one of the same act
        too, gets none. Raises DataError where a rule or a text is another by now: nothing is applied.
        """
        coder = self._project.coders.acting()
        with self._act("rules.accept") as recorder:
            documents = unchanged(self._project, proposals)
            free = taken_by(self._store, coder.id)
            rows = [
                new_coding(
                    *documents[one.document],
                    one.start,
                    one.end,
                    one.rule.code_id,
                    coder.id,
                    None,
                    Origin.RULE,
                    recorder.now,
                )
                for one in proposals
                if free[one.document, one.rule.code_id].add(one.start, one.end)
            ]
            recorder.insert_all("codings", rows)
            recorder.summary = f"{counted(len(rows), 'coding')} proposed by {named(proposals)}"
        return len(rows)

    def refuse(self, proposals: Sequence[Proposal]) -> int:
        """Let what was proposed not be proposed to the acting coder again, in one act; return how many.

        Raises DataError where a rule or a text is another by now.
        """
        coder = self._project.coders.acting()
        with self._act("rules.refuse") as recorder:
            unchanged(self._project, proposals)
            # With the words: a corrected text may have others where some were refused before.
            known = set(self.refusals())
            refused = dict.fromkeys(
                Refusal(one.rule.id, one.document, one.start, one.end, quote_hash(one.quote))
                for one in proposals
            )
            rows = [
                {**asdict(one), "coder_id": coder.id, "created_at": recorder.now}
                for one in refused
                if one not in known
            ]
            recorder.insert_all("refusals", rows)
            recorder.summary = f"Refused {counted(len(rows), 'proposal')} of {named(proposals)}"
        return len(rows)

    def _record_new(
        self,
        recorder: Recorder,
        code: Code,
        condition: str,
        name: str,
        unit: RuleUnit,
        note: str,
        known: Sequence[Rule],
    ) -> str:
        names = [one.name for one in known]
        return recorder.insert(
            "rules",
            {
                "code_id": code.id,
                "name": new_name(name, _NOUN, names) if name.strip() else _free_name(code.name, names),
                "condition": clean(condition).text.strip(),
                "unit": unit.value,
                "position": max((one.position for one in known), default=0) + 1,
                "note": _short(note),
            },
        )

    def _record_change(
        self,
        recorder: Recorder,
        rule: Rule,
        name: str | None,
        code: Code | None,
        condition: str | None,
        unit: RuleUnit | None,
        note: str | None,
    ) -> None:
        now = self.by_id(rule.id)
        others = [one.name for one in self.list() if one.id != rule.id]
        new = replace(
            now,
            name=now.name if name is None else new_name(name, _NOUN, others),
            code_id=now.code_id if code is None else code.id,
            condition=now.condition if condition is None else clean(condition).text.strip(),
            unit=now.unit if unit is None else unit,
            note=now.note if note is None else _short(note),
        )
        recorder.update(
            "rules",
            rule.uid,
            name=new.name,
            code_id=new.code_id,
            condition=new.condition,
            unit=new.unit.value,
            note=new.note,
        )
        if meaning(new) != meaning(now):
            take_along(self._store, recorder, "rules", [rule.uid])

    def _code_for(self, recorder: Recorder, name: str, *, add_codes: bool) -> Code:
        try:
            return self._project.codes.find(name)
        except UnknownNameError:
            if not add_codes:
                raise
            return self._project.codes.record_new(recorder, name, None)

    def _checked(self, uid: str) -> Rule:
        """Return a rule that was just written, and can be understood. Raises QueryError."""
        from qcode.analysis.coding_rules import check_rule

        rules = self.list()
        rule = next(one for one in rules if one.uid == uid)
        check_rule(self._project.corpus(), rules, rule)
        return rule

    def _check_all(self, lines: Mapping[str, int], source: str) -> None:
        """Raise DataError with the line for the first of some rules that cannot be understood."""
        from qcode.analysis.coding_rules import check_rule

        rules, corpus = self.list(), self._project.corpus()
        for rule in rules:
            if rule.uid in lines:
                with _told(f"{source}, line {lines[rule.uid]}: " if source else ""):
                    check_rule(corpus, rules, rule)


def _free_name(name: str, taken: Iterable[str]) -> str:
    """Return a name that no rule has: the code's, with a number behind it where that is taken."""
    levels = set(map(levelled, taken))
    number, free = 1, name
    while levelled(free) in levels:
        number += 1
        free = f"{name} {number}"
    return free


def _short(note: str) -> str:
    if len(note) > _LONGEST_NOTE:
        raise DataError(
            f"The note on a rule has at most {_LONGEST_NOTE:,} characters; this one has {len(note):,}."
        )
    return clean(note).text.strip()


@contextmanager
def _told(place: str) -> Iterator[None]:
    """Say of what goes wrong inside on which line of a file it does."""
    try:
        yield
    except QcodeError as error:
        raise DataError(f"{place}{error.message}", error.hint) from None
