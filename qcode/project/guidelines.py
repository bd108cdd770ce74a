"""What reporting guidelines for qualitative studies ask for, as numbers and topics in our own words.

COREQ: Tong, Sainsbury and Craig 2007, 32 items. SRQR: O'Brien and others 2014, 21 items.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from qcode.errors import UnknownNameError
from qcode.text.names import nearest


@dataclass(frozen=True, slots=True)
class Item:
    """Something that a report on a study is asked to say."""

    guideline: str
    number: int
    domain: str
    topic: str
    known: tuple[str, ...] = ()
    """Names of what a project may know of it, as of `qcode.project.reports.methods_facts`."""

    @property
    def key(self) -> str:
        """How the item is named by people: `coreq.6`."""
        return f"{self.guideline}.{self.number}"


TITLES: Mapping[str, str] = MappingProxyType({"coreq": "COREQ", "srqr": "SRQR"})
_COREQ = {
    "Research team and reflexivity": (
        ("Who held the interviews", ("interviewers",)),
        ("Their credentials", ()),
        ("Their occupation then", ()),
        ("Their gender", ()),
        ("Their experience and training", ()),
        ("Relationship with participants before", ()),
        ("What participants knew of the interviewer", ()),
        ("What the interviewer brought along: interests, assumptions", ()),
    ),
    "Design": (
        ("Methodological orientation", ()),
        ("How participants were chosen", ("case_attributes",)),
        ("How they were approached", ()),
        ("Sample size", ("sample",)),
        ("Who did not take part, and why", ("cases_without_data",)),
        ("Setting of data collection", ("setting",)),
        ("Who else was present", ("company",)),
        ("The sample described", ("participants", "case_attributes")),
        ("Interview guide, pilot", ()),
        ("Repeated interviews", ("repeats",)),
        ("Recording", ("recording",)),
        ("Field notes", ("field_notes",)),
        ("Duration", ("durations",)),
        ("Saturation", ("saturation",)),
        ("Transcripts returned to participants", ("corrections",)),
    ),
    "Analysis and findings": (
        ("Number of coders", ("coders",)),
        ("The coding tree", ("tree",)),
        ("Where themes come from", ("derivation",)),
        ("Software", ("software",)),
        ("Checking by participants", ()),
        ("Quotations, each with its participant", ("quotations",)),
        ("Data and findings agree", ("support",)),
        ("Major themes", ("themes",)),
        ("Minor themes and diverse cases", ("minor_themes",)),
    ),
}
_SRQR = {
    "Title and abstract": (("Title", ("title",)), ("Abstract", ())),
    "Introduction": (("The problem and why it matters", ()), ("Purpose or question", ())),
    "Methods": (
        ("Approach and paradigm", ()),
        ("Researchers and reflexivity", ("interviewers",)),
        ("Context: setting and site", ("case_attributes", "setting")),
        ("Sampling, and when it was enough", ("sample", "saturation")),
        ("Ethics and consent", ("keeping_back",)),
        ("Data collection: kinds, dates, changes", ("dates", "durations")),
        ("Instruments and technologies", ("recording",)),
        ("Units of study: number and characteristics", ("sample", "participants")),
        ("Data processing: transcription, entry, de-identification", ("processing", "keeping_back")),
        ("Analysis: how themes came about, by whom", ("coders", "tree", "derivation", "software")),
        ("Trustworthiness: trail, several coders, checks", ("trail", "agreement")),
    ),
    "Results": (
        ("Main findings", ("themes", "minor_themes")),
        ("Evidence: quotations, notes", ("quotations", "support")),
    ),
    "Discussion": (("Findings in the light of other work", ()), ("Limitations", ("limits",))),
    "Other": (("Conflicts of interest", ()), ("Funding", ())),
}


def _items(guideline: str, domains: Mapping[str, Sequence[tuple[str, tuple[str, ...]]]]) -> list[Item]:
    flat = [(domain, topic, known) for domain, items in domains.items() for topic, known in items]
    return [
        Item(guideline, number, domain, topic, known) for number, (domain, topic, known) in enumerate(flat, 1)
    ]


ITEMS: Mapping[str, Item] = MappingProxyType(
    {item.key: item for item in [*_items("coreq", _COREQ), *_items("srqr", _SRQR)]}
)
"""The items by their keys, in the order of the guidelines."""


def find_item(key: str) -> Item:
    """Return the item of a key such as `coreq.6`, `COREQ 6`. Raises UnknownNameError."""
    wanted = ".".join(key.casefold().replace(".", " ").split())
    if wanted not in ITEMS:
        ends = [next(reversed([one for one in ITEMS if one.startswith(guideline)])) for guideline in TITLES]
        hint = nearest(wanted, ITEMS) or f"They are coreq.1 to {ends[0]} and srqr.1 to {ends[1]}."
        raise UnknownNameError(f"There is no item “{key}”.", hint)
    return ITEMS[wanted]
