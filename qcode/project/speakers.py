"""Who of a document's participants is who in a corrected text of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from qcode.model.documents import Document, Participant, Role, Transcript, Turn
from qcode.model.spans import Span
from qcode.project.part import Part
from qcode.store.changes import Recorder, Row
from qcode.text.carrying import Carrier
from qcode.text.names import levelled


@dataclass(frozen=True, slots=True)
class Cast:
    """Who speaks in a corrected text, and who does so no longer."""

    participants: Sequence[Participant | None]
    """For each of the transcript's speakers who they are; None for somebody new."""
    renamed: frozenset[int]
    """Row ids of the participants who are called as the new text calls them from now on."""
    dismissed: Sequence[Participant]
    """Who spoke in the old text alone, and of whom nothing is known."""
    notes: Sequence[str]
    """What a person should know of it, one sentence each."""


class Casting(Part):
    """Finds and writes who speaks in a corrected text."""

    def plan(self, document: Document, transcript: Transcript, text: str, carrier: Carrier) -> Cast:
        """Return who is who; `text` is the old one. All that is known of participants stays."""
        participants = self._project.participants.list(document)
        turns = self._project.documents.turns(document)
        found = match_speakers(transcript, participants, turns, text, carrier)
        notes: list[str] = []
        renamed: set[int] = set()
        for speaker, known in zip(transcript.speakers, found, strict=True):
            if known is None:
                notes.append(f"{speaker.label} is new.")
            elif levelled(known.name) != levelled(speaker.label) and not self._speaks_elsewhere(
                known, document
            ):
                mine = (turn for turn in turns if turn.participant_id == known.id)
                if any(levelled(known.name) in label for label in _labels(text, mine)):
                    renamed.add(known.id)
                    notes.append(f"{known.name} is called {speaker.label} now, and stays who they were.")
        dismissed: list[Participant] = []
        for one in _free(participants, {known.id for known in found if known}):
            if self._speaks_elsewhere(one, document):
                notes.append(f"{one.name} no longer speaks here.")
            elif one.pseudonym or one.case_id is not None or self._bears(one):
                notes.append(f"{one.name} speaks nowhere any more, but stays for what is noted of them.")
            else:
                dismissed.append(one)
                notes.append(f"{one.name} speaks nowhere any more, and goes.")
        return Cast(found, frozenset(renamed), dismissed, notes)

    def write(
        self, recorder: Recorder, cast: Cast, transcript: Transcript, roles: Mapping[str, Role]
    ) -> Sequence[int]:
        """Write who is new or called otherwise; return the row ids of the transcript's speakers.

        `roles` by levelled label are given by hand; otherwise who had a role keeps it.
        """
        people: list[int] = []
        for speaker, known in zip(transcript.speakers, cast.participants, strict=True):
            given = roles.get(levelled(speaker.label))
            role = given or (known.role if known else None) or speaker.role
            columns: Row = {"role": role.value if role else None}
            if known is None:
                uid = recorder.insert("participants", {"name": speaker.label, **columns})
                people.append(recorder.id_of("participants", uid))
                continue
            if known.id in cast.renamed:
                columns["name"] = speaker.label
            recorder.update("participants", known.uid, **columns)
            people.append(known.id)
        return people

    def _speaks_elsewhere(self, one: Participant, document: Document) -> bool:
        query = "SELECT 1 FROM turns WHERE participant_id = ? AND document_id <> ? LIMIT 1"
        return bool(self._store.tuples(query, [one.id, document.id]))

    def _bears(self, one: Participant) -> bool:
        return any(
            self._store.tuples(
                f"SELECT 1 FROM {table} WHERE owner_uid = ? AND deleted = 0 LIMIT 1", [one.uid]
            )
            for table in ("attribute_values", "memos")
        )


def match_speakers(
    transcript: Transcript,
    participants: Sequence[Participant],
    turns: Sequence[Turn],
    text: str,
    carrier: Carrier,
) -> Sequence[Participant | None]:
    """Return the participant who each speaker is, None for somebody new.

    They are known by name, else by the label in the text, else by what they say: where most of a
    speaker's words were one participant's, and those were most of that one's words. `turns` and `text`
    are the old ones.
    """
    found: dict[int, Participant] = {}
    labels = {
        one.id: _labels(text, (turn for turn in turns if turn.participant_id == one.id))
        for one in participants
    }
    wanted = [levelled(speaker.label) for speaker in transcript.speakers]
    for number, label in enumerate(wanted):
        named = [one for one in participants if levelled(one.name) == label and one not in found.values()]
        if len(named) == 1:
            found[number] = named[0]
    for number, label in enumerate(wanted):
        whole = re.compile(rf"(?<!\w){re.escape(label)}(?!\w)")
        labelled = [
            one
            for one in _free(participants, _ids(found))
            if any(whole.search(known) for known in labels[one.id])
        ]
        if number not in found and len(labelled) == 1:
            found[number] = labelled[0]
    shared = _shared_words(transcript, turns, carrier)
    for number in range(len(wanted)):
        if number in found:
            continue
        for one in _free(participants, _ids(found)):
            mine = sum(turn.end - turn.start for turn in turns if turn.participant_id == one.id)
            theirs = sum(
                turn.speech[1] - turn.speech[0] for turn in transcript.turns if turn.speaker == number
            )
            if 2 * shared[one.id, number] > max(mine, theirs):
                found[number] = one
                break
    return [found.get(number) for number in range(len(wanted))]


def _free(participants: Iterable[Participant], taken: Container[int]) -> Sequence[Participant]:
    return [one for one in participants if one.id not in taken]


def _ids(found: Mapping[int, Participant]) -> frozenset[int]:
    return frozenset(one.id for one in found.values())


def _labels(text: str, turns: Iterable[Turn]) -> frozenset[str]:
    return frozenset(levelled(text[turn.label_start : turn.label_end]) for turn in turns)


def _shared_words(
    transcript: Transcript, turns: Sequence[Turn], carrier: Carrier
) -> Counter[tuple[int, int]]:
    """Return (participant id, number of the speaker) -> characters that the one said and the other says."""
    shared: Counter[tuple[int, int]] = Counter()
    starts = [turn.speech[0] for turn in transcript.turns]
    for turn in turns:
        if turn.participant_id is None:
            continue
        for span in carrier.stretches(turn.start, turn.end):
            for speaker, size in _speakers_of(transcript, starts, span):
                shared[turn.participant_id, speaker] += size
    return shared


def _speakers_of(transcript: Transcript, starts: Sequence[int], span: Span) -> Iterable[tuple[int, int]]:
    """Yield (number of a speaker, characters of theirs) for the turns that a span touches."""
    place = max(0, bisect_right(starts, span[0]) - 1)
    while place < len(starts) and starts[place] < span[1]:
        turn = transcript.turns[place]
        size = min(span[1], turn.speech[1]) - max(span[0], turn.speech[0])
        if size > 0 and turn.speaker is not None:
            yield turn.speaker, size
        place += 1
