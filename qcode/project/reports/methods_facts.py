"""What a project knows of how its study was made, one sentence each, for the items of guidelines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from statistics import median
from typing import TYPE_CHECKING

from qcode.model.cases import AttributeType, Entity, Value
from qcode.model.codings import AssignmentState, Origin
from qcode.model.documents import INTERVIEW_KIND, Participant, Role
from qcode.text.names import counted, levelled, listed
from qcode.version import __version__

if TYPE_CHECKING:
    from qcode.analysis.selection import Selection
    from qcode.project.project import Project

_FEW = 6
"""Values of an attribute that are all named."""
_SETTINGS = ("place", "location", "setting", "mode", "venue", "場所", "会場", "方法")
_DURATIONS = ("duration", "minutes", "length", "所要時間", "録音時間")
_ORIGINS = {
    Origin.HAND: "made by hand",
    Origin.IMPORT: "brought in from lists",
    Origin.SEARCH: "made from search results",
    Origin.RULE: "proposed by a rule and accepted",
}
_MINUTE = 60
_OWNERS = {"meta": "the project", "codings": "passages"}


class Facts:
    """A project as it is now, asked for what methods sections say. Each answer is a list of sentences."""

    def __init__(self, project: Project, counted_codings: Selection | None = None) -> None:
        """Read the project; `counted_codings` are those that count by default, where they are at hand."""
        self._project = project
        self._counted = project.select() if counted_codings is None else counted_codings
        self.corpus = self._counted.corpus
        self.documents = list(self.corpus.documents.values())
        self._interviews = [one for one in self.documents if one.kind == INTERVIEW_KIND]
        self._acts = project.history.list()
        self._said: dict[str, Sequence[str]] = {}
        """Several items of several guidelines ask for the same topic."""

    def say(self, name: str) -> Sequence[str]:
        """Return what is known of a topic by its name, nothing where nothing is known."""
        if name not in self._said:
            self._said[name] = list(getattr(self, f"_say_{name}")())
        return self._said[name]

    @cached_property
    def speakers(self) -> Mapping[int, Sequence[Participant]]:
        """By document id: who speaks there, in the order of their first turn."""
        people = self.corpus.participants
        return {
            document: [
                people[who]
                for who in dict.fromkeys(turn.participant_id for turn in turns)
                if who is not None and who in people
            ]
            for document, turns in self.corpus.turns.items()
        }

    def _people(self, role: Role | None) -> Sequence[Participant]:
        return [one for one in self.corpus.participants.values() if one.role is role]

    @cached_property
    def minutes(self) -> Mapping[int, float]:
        """By document id: how long an interview was, by an attribute or by its last time mark."""
        given = dict(self._values(Entity.DOCUMENT, _DURATIONS))
        found: dict[int, float] = {}
        for one in self._interviews:
            said = given.get(one.uid)
            times = [
                time
                for turn in self.corpus.turns.get(one.id, ())
                for time in (turn.time_start, turn.time_end)
                if time is not None
            ]
            if isinstance(said, int | float):
                found[one.id] = float(said)
            elif times:
                found[one.id] = max(times) / _MINUTE
        return found

    @cached_property
    def dates(self) -> Mapping[str, str]:
        """By document uid: its date, where an attribute tells one."""
        wanted = [
            one.name
            for one in self.corpus.attributes
            if one.entity is Entity.DOCUMENT
            and (one.type is AttributeType.DATE or levelled(one.name) in ("date", "日付"))
        ]
        return {uid: str(value) for uid, value in self._values(Entity.DOCUMENT, map(levelled, wanted))}

    def _values(self, entity: Entity, names: Iterable[str]) -> Iterator[tuple[str, Value]]:
        """Yield (uid of the thing, value) of the attributes of these names, of several years the newest."""
        wanted = set(names)
        ids = {
            one.id for one in self.corpus.attributes if one.entity is entity and levelled(one.name) in wanted
        }
        yield from ((one.owner_uid, one.value) for one in self.corpus.values if one.attribute_id in ids)

    def _say_title(self) -> Iterator[str]:
        yield f"“{self.corpus.title}”."

    def _say_interviewers(self) -> Iterator[str]:
        people = self._people(Role.INTERVIEWER)
        if people:
            yield f"{counted(len(people), 'participant speaks', 'participants speak')} as interviewer."

    def _say_sample(self) -> Iterator[str]:
        people = self._people(Role.RESPONDENT)
        yield f"{counted(len(people), 'respondent')} in {counted(len(self._interviews), 'interview')}."
        kinds = Counter(one.kind for one in self.documents)
        yield f"{counted(len(self.documents), 'document')}: {_numbers(kinds)}."
        if self.corpus.cases:
            yield f"{counted(len(self.corpus.cases), 'case')}."

    def _say_cases_without_data(self) -> Iterator[str]:
        with_data = {case for cases in self.corpus.document_cases.values() for case in cases}
        without = [one.name for one in self.corpus.cases.values() if one.id not in with_data]
        if without:
            yield f"Cases without any document: {_shortened(without)}."

    def _say_setting(self) -> Iterator[str]:
        yield from self._described(Entity.DOCUMENT, only=_SETTINGS)

    def _say_company(self) -> Iterator[str]:
        several = sum(
            sum(one.role is Role.RESPONDENT for one in self.speakers.get(document.id, ())) > 1
            for document in self._interviews
        )
        others = self._people(Role.OTHER)
        if self._interviews:
            interviews = counted(len(self._interviews), "interview")
            yield f"More than one respondent speaks in {several} of {interviews}."
        if others:
            yield f"{counted(len(others), 'participant')} neither ask nor answer."

    def _say_participants(self) -> Iterator[str]:
        roles = Counter(one.role or "role not known" for one in self.corpus.participants.values())
        if roles:
            yield f"Participants by role: {_numbers(roles)}."
        yield from self._described(Entity.PARTICIPANT)

    def _say_case_attributes(self) -> Iterator[str]:
        yield from self._described(Entity.CASE)

    def _described(self, entity: Entity, only: Sequence[str] = ()) -> Iterator[str]:
        """Yield a sentence for each attribute: its values with their numbers, or from where to where."""
        from qcode.analysis.pseudonyms import TELLING

        owners = {
            Entity.CASE: self.corpus.cases,
            Entity.DOCUMENT: self.corpus.documents,
            Entity.PARTICIPANT: self.corpus.participants,
        }[entity]
        for attribute in self.corpus.attributes:
            name = levelled(attribute.name)
            if attribute.entity is not entity or name in TELLING or (only and name not in only):
                continue
            values = dict(self._values(entity, (name,))).values()
            if values:
                known = f"known of {len(values)} of {counted(len(owners), entity)}"
                yield f"{attribute.name} ({known}): {_range(list(values), attribute.type)}."

    def _say_repeats(self) -> Iterator[str]:
        times = Counter(
            one.id
            for document in self._interviews
            for one in self.speakers.get(document.id, ())
            if one.role is Role.RESPONDENT
        )
        again = sum(number > 1 for number in times.values())
        if times:
            yield f"{counted(again, 'respondent speaks', 'respondents speak')} in more than one interview."

    def _say_recording(self) -> Iterator[str]:
        timed = sum(
            any(turn.time_start is not None for turn in self.corpus.turns.get(one.id, ()))
            for one in self._interviews
        )
        if timed:
            yield f"{timed} of {counted(len(self._interviews), 'transcript')} hold times of a recording."

    def _say_field_notes(self) -> Iterator[str]:
        notes = [one for one in self.documents if one.kind == "field notes"]
        memos = [one for one in self._project.memos.list() if one.owner_table == "documents"]
        if notes:
            yield f"{counted(len(notes), 'document')} of field notes."
        if memos:
            yield f"{counted(len(memos), 'memo')} on documents."

    def _say_durations(self) -> Iterator[str]:
        known = [*self.minutes.values()]
        if known:
            span = f"{min(known):.0f} to {max(known):.0f} minutes, median {median(known):.0f}"
            yield f"Known of {len(known)} of {counted(len(self._interviews), 'interview')}: {span}."

    def _say_dates(self) -> Iterator[str]:
        known = [self.dates[one.uid] for one in self._interviews if one.uid in self.dates]
        if known:
            of_how_many = f"known of {len(known)} of {len(self._interviews)}"
            yield f"Interviews from {min(known)} to {max(known)} ({of_how_many})."
        yield from self._say_sample()

    def _say_saturation(self) -> Iterator[str]:
        from qcode.analysis.saturation import saturation

        if not self._interviews or not self.corpus.codings:
            return
        numbers = saturation(self._counted).values
        with_new = [place for place, (_, new, _) in enumerate(numbers, 1) if new and isinstance(new, int)]
        if with_new:
            yield (
                f"The last interview in which a code came up for the first time is number {with_new[-1]} of "
                f"{len(numbers)}; by then there were {numbers[-1][-1]} (see report saturation)."
            )

    def _say_corrections(self) -> Iterator[str]:
        replaced = sum(act.kind == "documents.replace" and act.state == "done" for act in self._acts)
        if replaced:
            yield f"{counted(replaced, 'transcript was', 'transcripts were')} replaced by a corrected one."

    def _say_coders(self) -> Iterator[str]:
        numbers = Counter(row.coder for row in self.corpus.codings)
        names = [f"{self.corpus.coders[one].name} ({number:,})" for one, number in numbers.most_common()]
        if names:
            yield f"{counted(len(names), 'coder')}, with codings: {listed(names)}."
        yield from self._say_agreement()

    def _say_agreement(self) -> Iterator[str]:
        by_document: dict[int, set[int]] = {}
        for row in self.corpus.codings:
            by_document.setdefault(row.document, set()).add(row.coder)
        both = sum(len(coders) > 1 for coders in by_document.values())
        if by_document:
            yield f"{both} of {counted(len(by_document), 'coded document')} coded by more than one coder."
        states = Counter(self.corpus.assignments.values())
        done = states[AssignmentState.FINISHED]
        if states:
            all_of_them = counted(sum(states.values()), "assignment")
            yield f"Finished: {done} of {all_of_them} of a document to a coder."

    def _say_tree(self) -> Iterator[str]:
        tree = self.corpus.codes
        if not len(tree):
            return
        themes = [one for one in tree if tree.facet_of(one.id) is None]
        depth = 1 + max(tree.level(one.id) for one in tree)
        tops = [one for one in themes if tree.level(one.id) == 0]
        yield f"{counted(len(tree), 'code')} in {counted(depth, 'level')}, {len(tops)} of them at the top."
        if tops:
            yield f"At the top: {_shortened([one.name for one in tops], 20)}."
        if tree.facets():
            yield f"Facets: {_shortened([one.name for one in tree.facets()], 20)}."
        defined = sum(bool(one.fields.definition or one.fields.brief) for one in tree)
        yield f"{defined} of {counted(len(tree), 'code')} have a definition."

    def _say_derivation(self) -> Iterator[str]:
        before, while_coding = self.derivation
        if before or while_coding:
            yield (
                f"{counted(before, 'code')} came with a codebook, {while_coding:,} were made while coding "
                "(of those in the codebook now, by the log)."
            )
        origins = Counter(
            dict(
                self._project.store.tuples(
                    "SELECT origin, count(*) FROM codings WHERE deleted = 0 GROUP BY 1"
                )
            )
        )
        if origins:
            known = [f"{origins[one]:,} {words}" for one, words in _ORIGINS.items() if origins[one]]
            yield f"Codings: {listed(known)}."

    @cached_property
    def derivation(self) -> tuple[int, int]:
        """How many of the codes came with a codebook, and how many were made one by one."""
        imports = {act.uid for act in self._acts if act.kind == "codebook.import"}
        first: dict[str, str] = {}
        for uid, action in self._project.store.tuples(
            "SELECT row_uid, action FROM changes WHERE table_name = 'codes' AND operation = 'put' ORDER BY id"
        ):
            first.setdefault(uid, action)
        made = [first[one.uid] in imports for one in self.corpus.codes if one.uid in first]
        return sum(made), len(made) - sum(made)

    def _say_software(self) -> Iterator[str]:
        yield f"qcode {__version__}."

    def _say_quotations(self) -> Iterator[str]:
        respondents = self._people(Role.RESPONDENT)
        given = sum(bool(one.pseudonym) for one in respondents)
        yield (
            "Each quotation is written with its participant or document, its case and its turn or page; "
            f"{given} of {counted(len(respondents), 'respondent')} have a pseudonym given by hand."
        )

    def _say_support(self) -> Iterator[str]:
        used = {row.code for row in self.corpus.codings}
        themes = [one for one in self.corpus.codes if self.corpus.codes.facet_of(one.id) is None]
        empty = sum(used.isdisjoint(self.corpus.codes.descendants(one.id)) for one in themes)
        if themes:
            codings = counted(len(self.corpus.codings), "coding")
            yield f"{codings}; {empty} of {counted(len(themes), 'theme')} have none."

    def _say_themes(self) -> Iterator[str]:
        yield from self._spread(level=0)

    def _say_minor_themes(self) -> Iterator[str]:
        tree = self.corpus.codes
        minor = [one for one in tree if tree.level(one.id) and tree.facet_of(one.id) is None]
        used = {row.code for row in self.corpus.codings}
        if minor:
            with_codings = sum(one.id in used for one in minor)
            yield f"{counted(len(minor), 'sub-code')}, {with_codings} of them with codings."

    def _spread(self, level: int) -> Iterator[str]:
        """Say in how many documents each code of a level was found, sub-codes included."""
        tree = self.corpus.codes
        found: dict[int, set[int]] = {}
        for own, document in {(row.code, row.document) for row in self.corpus.codings}:
            for code in (own, *tree.ancestors(own)):
                found.setdefault(code, set()).add(document)
        themes = [one for one in tree if tree.level(one.id) == level and tree.facet_of(one.id) is None]
        said = [f"{one.name} ({len(found[one.id])})" for one in themes if one.id in found]
        if said:
            yield f"With the number of documents that have them: {_shortened(said, 20)}."

    def _say_processing(self) -> Iterator[str]:
        formats = Counter(one.format for one in self.documents)
        if formats:
            yield f"Documents were brought in as {_numbers(formats)}; their words are kept as they came."
        yield from self._say_corrections()

    def _say_keeping_back(self) -> Iterator[str]:
        always = self._project.pseudonyms.always
        yield f"Names are {'always kept back' if always else 'kept back where asked'} in what is put out."

    def _say_trail(self) -> Iterator[str]:
        yield f"{counted(len(self._acts), 'step')} in the log, each with its time and coder (report audit)."
        memos = Counter(_OWNERS.get(one.owner_table, one.owner_table) for one in self._project.memos.list())
        if memos:
            yield f"Memos on {_numbers(memos)}."

    def _say_limits(self) -> Iterator[str]:
        yield from self._say_cases_without_data()
        unfinished = sum(
            all(
                self.corpus.assignments.get((one.id, coder)) is not AssignmentState.FINISHED
                for coder in self.corpus.coders
            )
            for one in self.documents
        )
        if unfinished:
            yield f"{counted(unfinished, 'document is', 'documents are')} finished by no coder."


def _numbers(numbers: Mapping[str, int]) -> str:
    """Return `interview 11, strategy document 4`, the most frequent first."""
    ordered = sorted(numbers.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{name} {number:,}" for name, number in ordered)


def _shortened(names: Sequence[str], most: int = 12) -> str:
    names = list(dict.fromkeys(names))
    more = [f"{len(names) - most} more"] if len(names) > most else []
    return listed([*names[:most], *more])


def _range(values: Sequence[Value], kind: AttributeType) -> str:
    if kind is not AttributeType.TEXT:
        ordered = sorted(values, key=lambda one: (isinstance(one, str), one))
        return f"{_number(ordered[0])} to {_number(ordered[-1])}"
    numbers = Counter(map(str, values))
    if len(numbers) <= _FEW:
        return _numbers(numbers)
    return counted(len(numbers), "different value")


def _number(value: Value) -> str:
    return value if isinstance(value, str) else f"{value:,}"
