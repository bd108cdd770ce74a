"""ELAN annotation files: tiers of annotations on one line of time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qcode.errors import DataError, UnreadableFileError
from qcode.files.packages import Element, Fault, tree_of
from qcode.files.regular import MEGABYTE, check_size
from qcode.importers.cues import Cue, transcript_of_cues
from qcode.importers.source import Options, Source
from qcode.model.documents import Transcript
from qcode.text.clean import clean
from qcode.text.names import counted, quoted

LARGEST_FILE = 40 * MEGABYTE
"""Bytes; in memory the tree takes ten times as much."""

LONGEST_NAME = 200
_MOST_DIGITS = 12
_MOST_REFERENCES = 20
_SHOWN = 3
_MESSAGES = {
    Fault.DAMAGED: ("{name} is damaged, or no ELAN file.", "Open it in ELAN and save it again."),
    Fault.DOCTYPE: ("{name} has a document type declaration, which ELAN never writes.", ""),
}
_METADATA = ("AUTHOR", "DATE")


@dataclass(frozen=True, slots=True)
class _Annotation:
    text: str
    start: float | None
    end: float | None


@dataclass(frozen=True, slots=True)
class _Tier:
    name: str
    participant: str
    parent: str
    annotations: Sequence[_Annotation]

    @property
    def has_text(self) -> bool:
        return any(annotation.text.strip() for annotation in self.annotations)


def read(source: Source, options: Options) -> Transcript:
    """Return the transcript of an ELAN file: the annotations of all speakers in the order of time.

    A speaker is a tier that depends on no other, or the first tier with words that depends on an
    empty one; it is called after its participant, or by its own name where another tier has the same
    participant. Tiers that depend on them (translations, glosses) are left out and told.
    Raises UnreadableFileError for what is no sound ELAN file, DataError where it has no annotation.
    """
    check_size(len(source.data), source.name, LARGEST_FILE, "Split it in ELAN.")
    root = tree_of(source.data, source.name, _MESSAGES)
    if root.tag != "ANNOTATION_DOCUMENT":
        raise UnreadableFileError(
            f"{source.name} is XML, but no ELAN file: its outermost element is not ANNOTATION_DOCUMENT.",
            "Save it as .eaf from ELAN, or its text as .txt.",
        )
    tiers = _tiers(root)
    if any(len(name) > LONGEST_NAME for tier in tiers for name in (tier.name, tier.participant)):
        raise DataError(
            f"{source.name} has a tier with a name of more than {LONGEST_NAME} characters.", "Rename it."
        )
    spoken = _spoken(tiers)
    if not spoken:
        raise DataError(f"{source.name} has no tier with words.", "Transcribe in ELAN first.")
    labels = _labels(spoken)
    said = [
        (annotation, label)
        for tier, label in zip(spoken, labels, strict=True)
        for annotation in tier.annotations
    ]
    said.sort(key=lambda one: one[0].start or 0.0)
    cues = [
        Cue(annotation.start, annotation.end, tuple((label, line) for line in lines))
        for annotation, label in said
        if (lines := [line for line in clean(annotation.text).text.split("\n") if line.strip()])
    ]
    read_tiers = {id(tier) for tier in spoken}
    left_out = [tier.name for tier in tiers if tier.has_text and id(tier) not in read_tiers]
    return transcript_of_cues(
        cues,
        "eaf",
        options,
        metadata={key.capitalize(): value for key in _METADATA if (value := root.get(key, "").strip())},
        notes=_told(left_out),
        changes=clean("\n".join(annotation.text for annotation, _ in said)).changes,
    )


def _told(left_out: Sequence[str]) -> list[str]:
    if not left_out:
        return []
    depend = "depends on another" if len(left_out) == 1 else "depend on others"
    names = ", ".join(map(quoted, left_out[:_SHOWN])) + (" ..." if len(left_out) > _SHOWN else "")
    return [f"left out: {counted(len(left_out), 'tier')} that {depend} ({names})"]


def _tiers(root: Element) -> list[_Tier]:
    """Return the tiers of a file; an annotation that refers to another has its times."""
    slots = {
        slot.get("TIME_SLOT_ID"): _seconds(slot.get("TIME_VALUE"))
        for slot in root.iterfind("TIME_ORDER/TIME_SLOT")
    }
    times: dict[str, tuple[float | None, float | None]] = {}
    refers: dict[str, str] = {}
    tiers = [(tier, tier.findall("ANNOTATION/*")) for tier in root.iterfind("TIER")]
    for one in (one for _, inside in tiers for one in inside):
        name = one.get("ANNOTATION_ID", "")
        if one.tag == "ALIGNABLE_ANNOTATION":
            times[name] = (slots.get(one.get("TIME_SLOT_REF1")), slots.get(one.get("TIME_SLOT_REF2")))
        elif one.tag == "REF_ANNOTATION":
            refers[name] = one.get("ANNOTATION_REF", "")
    return [
        _Tier(
            _name(tier.get("TIER_ID")),
            _name(tier.get("PARTICIPANT")),
            _name(tier.get("PARENT_REF")),
            [
                _Annotation(
                    one.findtext("ANNOTATION_VALUE") or "",
                    *_times_of(one.get("ANNOTATION_ID", ""), times, refers),
                )
                for one in inside
            ],
        )
        for tier, inside in tiers
    ]


def _name(value: str | None) -> str:
    return " ".join(clean(value or "").text.split())


def _times_of(
    name: str, times: Mapping[str, tuple[float | None, float | None]], refers: Mapping[str, str]
) -> tuple[float | None, float | None]:
    # No chain of references is deeper than the tiers are; one that bites its tail ends here as well.
    for _ in range(_MOST_REFERENCES):
        if name in times:
            return times[name]
        name = refers.get(name, "")
    return None, None


def _seconds(value: str | None) -> float | None:
    if value is None or not value.isascii() or not value.isdecimal() or len(value) > _MOST_DIGITS:
        return None
    return int(value) / 1000


def _spoken(tiers: Sequence[_Tier]) -> list[_Tier]:
    """Return the tiers of speech: those that depend on none, or what stands in for an empty one."""
    below: dict[str, _Tier] = {}
    for tier in tiers:
        if tier.parent and tier.has_text:
            below.setdefault(tier.parent, tier)
    found = (tier if tier.has_text else below.get(tier.name) for tier in tiers if not tier.parent)
    return [tier for tier in found if tier is not None]


def _labels(tiers: Sequence[_Tier]) -> list[str]:
    people = Counter(tier.participant for tier in tiers)
    return [
        tier.participant if tier.participant and people[tier.participant] == 1 else tier.name
        for tier in tiers
    ]
