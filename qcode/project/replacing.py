"""A corrected text for a document: what becomes of its codings, and the act that puts it in its place."""

from __future__ import annotations

from collections.abc import Mapping, MutableSequence, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from qcode.errors import DataError
from qcode.model.codings import AssignmentState, Coding, CodingState
from qcode.model.documents import Document, Role, Transcript
from qcode.project.coding_rows import quote_hash
from qcode.project.part import Part
from qcode.project.respoken import Respoken
from qcode.project.speakers import Cast, Casting
from qcode.project.transcripts import file_name, text_columns, turn_rows
from qcode.store.changes import Recorder, Row
from qcode.text.alignment import align
from qcode.text.carrying import Carried, Carrier, Outcome
from qcode.text.names import counted, levelled, listed

_NEW_PASSAGE = 120
"""Characters of a passage that is new to everybody who has finished the document."""
_SAME_TEXT = 0.3
"""Share of the old text below which the new one is probably that of another document."""
_TAKEN = "its coder has the same code there already"
_WORDED = {
    Outcome.IN_PLACE: "in place",
    Outcome.MOVED: "moved",
    Outcome.CHANGED: "on changed words",
    Outcome.UNPLACED: "unplaced",
}


class Fate(NamedTuple):
    """What becomes of one coding."""

    coding: Coding
    """As it was."""
    outcome: Outcome
    start: int
    end: int
    """In the new text; both 0 for an unplaced one."""
    old_words: str
    new_words: str
    why: str
    """Of an unplaced one the reason; of another who says its words now, where that is somebody else."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """What giving a document a corrected text does; values only, nothing is written by making one."""

    document: Document
    """As it was."""
    transcript: Transcript
    source_name: str
    fates: Sequence[Fate]
    """Of all codings that had a place, and of those that find it again; in the order of the old text."""
    cast: Cast
    reopened: Sequence[int]
    """Row ids of the coders for whom the document is finished no longer."""
    notes: Sequence[str]
    """What a person should know of it, one sentence each."""
    roles: Mapping[str, Role]
    """Roles given by hand, by the label's levelled name; they overrule those known so far."""
    basis: tuple[Sequence[object], ...]
    """The rows that all this was made from."""

    def number(self, outcome: Outcome) -> int:
        """Return how many codings have an outcome."""
        return sum(one.outcome is outcome for one in self.fates)

    @property
    def told(self) -> Sequence[Fate]:
        """The codings that a person should look at: on changed words, said by another, without a place."""
        return [one for one in self.fates if _is_touched(one)]

    @property
    def summary(self) -> str:
        """In words: 2 codings in place, 1 on changed words."""
        numbers = [(self.number(outcome), words) for outcome, words in _WORDED.items()]
        said = [f"{number:,} {words}" for number, words in numbers if number]
        respoken = sum(bool(one.why) and one.outcome is not Outcome.UNPLACED for one in self.fates)
        said += [f"{respoken:,} said by another now"] if respoken else []
        return f"{counted(len(self.fates), 'coding')}: {', '.join(said)}" if said else "no codings"


def corrected_transcript(
    document: Document,
    path: Path,
    *,
    encoding: str | None = None,
    roles: Mapping[str, Role] | None = None,
    columns: Mapping[str, str] | None = None,
) -> Transcript:
    """Read the one interview of a file, or of several the one that is called as the document is.

    The options are those of `read_transcripts`, and so are the errors; DataError where none of several
    is called so.
    """
    from qcode.importers.reading import read_transcripts

    found = read_transcripts(path, encoding=encoding, roles=roles, columns=columns)
    named = [one for one in found if levelled(one.name) == levelled(document.name)]
    if len(found) > 1 and len(named) != 1:
        raise DataError(
            f"{path.name} holds {len(found)} interviews, none of them called “{document.name}”.",
            f"They are {listed(one.name for one in found[:5])}.",
        )
    return named[0] if named else found[0]


class Replacing(Part):
    """Plans and writes the replacing of a document's text."""

    def plan(
        self,
        document: Document,
        transcript: Transcript,
        source_name: str = "",
        roles: Mapping[str, Role] | None = None,
    ) -> Replacement:
        """Return what would become of everything that rests on the text; see `Documents.replacement`."""
        with self._project.reading():
            self._project.codings.check_current(document)
            return self._planned(document, transcript, source_name, roles or {})

    def replace(
        self,
        document: Document,
        new: Transcript | Replacement,
        source_name: str = "",
        roles: Mapping[str, Role] | None = None,
    ) -> Replacement:
        """Put the new text in place of the old one, in one act; see `Documents.replace`."""
        with self._act("documents.replace") as recorder:
            self._project.codings.check_current(document)
            if isinstance(new, Transcript):
                plan = self._planned(document, new, source_name, roles or {})
            elif new.basis != self._basis(document):
                plan = self._planned(document, new.transcript, new.source_name, new.roles)
            else:
                plan = new
            self._write(recorder, plan)
            recorder.summary = f"Replaced the text of {document.name}; {plan.summary}"
        return plan

    # -- planning

    def _basis(self, document: Document) -> tuple[Sequence[object], ...]:
        return (
            self._project.codings.list(document),
            self._project.participants.list(document),
            sorted(one for one in self._project.documents.assignments().items() if one[0][0] == document.id),
        )

    def _planned(
        self, document: Document, transcript: Transcript, source_name: str, roles: Mapping[str, Role]
    ) -> Replacement:
        text = self._project.documents.text(document)
        if transcript.text == text:
            raise DataError(f"There is nothing to replace: “{document.name}” has this very text.")
        turn_rows(transcript, range(len(transcript.speakers)))
        carrier = Carrier(align(text, transcript.text))
        codings = self._project.codings.list(document)
        fates = self._fates(codings, text, transcript.text, carrier)
        cast = Casting(self._project).plan(document, transcript, text, carrier)
        fates = self._heard(document, transcript, cast, fates)
        reopened = self._reopened(document, fates, everybody=bool(carrier.fresh(_NEW_PASSAGE)))
        return Replacement(
            document=document,
            transcript=transcript,
            source_name=source_name,
            fates=fates,
            cast=cast,
            reopened=reopened,
            notes=[*self._notes(document, transcript, carrier, fates, reopened, len(codings)), *cast.notes],
            roles={levelled(label): role for label, role in roles.items()},
            basis=self._basis(document),
        )

    def _fates(self, codings: Sequence[Coding], old: str, new: str, carrier: Carrier) -> Sequence[Fate]:
        """Return what becomes of each coding; one that lost its place earlier may find it again."""
        digest = sha256(new.encode("utf-8", "replace")).hexdigest()
        carried: dict[tuple[int, int], Carried] = {}
        found: list[Fate] = []
        for coding in codings:
            span = coding.start, coding.end
            if coding.state is CodingState.UNPLACED:
                if coding.text_sha256 == digest:
                    words = new[slice(*span)]
                    found.append(Fate(coding, Outcome.IN_PLACE, *span, words, words, ""))
                continue
            if span not in carried:
                carried[span] = carrier.span(*span)
            outcome, start, end, why = carried[span]
            found.append(Fate(coding, outcome, start, end, old[slice(*span)], new[start:end], why))
        return _without_twins(found)

    def _heard(
        self, document: Document, transcript: Transcript, cast: Cast, fates: Sequence[Fate]
    ) -> Sequence[Fate]:
        """Return fates that tell where somebody else says the words now: it may no longer count."""
        people = {one.id: one for one in self._project.participants.list(document)}
        respoken = Respoken(self._project.documents.turns(document), people, transcript, cast)
        return [
            one
            if one.why or one.coding.state is CodingState.UNPLACED
            else one._replace(why=respoken.change((one.coding.start, one.coding.end), (one.start, one.end)))
            for one in fates
        ]

    def _reopened(self, document: Document, fates: Sequence[Fate], *, everybody: bool) -> Sequence[int]:
        touched = {one.coding.coder_id for one in fates if _is_touched(one)}
        return [
            coder
            for (where, coder), state in self._project.documents.assignments().items()
            if where == document.id and state is AssignmentState.FINISHED and (everybody or coder in touched)
        ]

    def _notes(
        self,
        document: Document,
        transcript: Transcript,
        carrier: Carrier,
        fates: Sequence[Fate],
        reopened: Sequence[int],
        codings: int,
    ) -> Sequence[str]:
        """Return what a person should know before it is done."""
        notes: MutableSequence[str] = []
        digest = sha256(transcript.text.encode("utf-8", "replace")).hexdigest()
        others = [one.name for one in self._project.documents.list() if one.text_sha256 == digest]
        if others:
            notes.append(f"The same text is in the project already, as “{others[0]}”.")
        elif carrier.share() < _SAME_TEXT:
            notes.append(
                f"Little of the old text of “{document.name}” is in the new one: is it the right file?"
            )
        kept = (Outcome.IN_PLACE, Outcome.MOVED)
        respelt = sum(one.outcome in kept and one.old_words != one.new_words for one in fates)
        if respelt:
            notes.append(
                f"{counted(respelt, 'coding')} on words that are only spaced or encoded differently now."
            )
        if codings > len(fates):
            notes.append(f"{counted(codings - len(fates), 'coding')} had no place before and still has none.")
        if reopened:
            names = {one.id: one.name for one in self._project.coders.list()}
            notes.append(f"No longer finished for {listed(names[one] for one in reopened)}.")
        return notes

    # -- writing

    def _write(self, recorder: Recorder, plan: Replacement) -> None:
        document, transcript = plan.document, plan.transcript
        columns = text_columns(transcript, self._store.add_text(transcript.text))
        name = file_name(plan.source_name)
        others = {one.source_name for one in self._project.documents.list() if one.uid != document.uid}
        if name and name not in others:
            columns["source_name"] = name
        recorder.update("documents", document.uid, **columns)
        people = Casting(self._project).write(recorder, plan.cast, transcript, plan.roles)
        recorder.put_turns(document.uid, turn_rows(transcript, people))
        recorder.delete("participants", *(one.uid for one in plan.cast.dismissed))
        self._move_codings(recorder, plan, columns["text_sha256"])
        for coder in plan.reopened:
            (row,) = self._store.rows(
                "SELECT uid FROM assignments WHERE document_id = ? AND coder_id = ? AND deleted = 0",
                [document.id, coder],
            )
            recorder.update("assignments", row["uid"], state=AssignmentState.ASSIGNED.value)

    def _move_codings(self, recorder: Recorder, plan: Replacement, digest: str) -> None:
        columns: dict[str, Row] = {}
        for one in plan.fates:
            if one.outcome is Outcome.UNPLACED:
                columns[one.coding.uid] = {"state": CodingState.UNPLACED.value}
            else:
                columns[one.coding.uid] = {
                    "text_sha256": digest,
                    "start": one.start,
                    "end": one.end,
                    "quote_sha256": quote_hash(one.new_words),
                    "state": CodingState.PLACED.value,
                }
        recorder.update_all("codings", columns)


def _is_touched(one: Fate) -> bool:
    return one.outcome in (Outcome.CHANGED, Outcome.UNPLACED) or bool(one.why)


def _without_twins(fates: Sequence[Fate]) -> Sequence[Fate]:
    """Return fates in which no coding comes to lie on another one of the same code and coder."""
    places: dict[tuple[int, int, int, int], tuple[int, int]] = {}
    kept: dict[str, Fate] = {}
    for one in sorted(fates, key=lambda one: one.outcome is Outcome.CHANGED):
        coding = one.coding
        place = (one.start, one.end, coding.code_id, coding.coder_id)
        before = places.setdefault(place, (coding.start, coding.end))
        if one.outcome is not Outcome.UNPLACED and before != (coding.start, coding.end):
            kept[coding.uid] = one._replace(
                outcome=Outcome.UNPLACED, start=0, end=0, new_words="", why=_TAKEN
            )
        else:
            kept[coding.uid] = one
    return [kept[one.coding.uid] for one in fates]
