"""What single services do in a way of their own: names in another place, words told twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qcode.importers.json_segments.models import Segment, Word, speaker_label
from qcode.importers.json_segments.shapes import Found, Json


def with_names(segments: Sequence[Segment], found: Found) -> list[Segment]:
    """Return segments with the names that a list `speakers` gives to their numbers, as in Rev.

    Channels without speakers are speakers themselves where there are several, as in Deepgram. Raises
    ValueError where a name in the list is none.
    """
    names = _names(found.around[-1] if found.around else {})
    if names:
        return [
            segment.model_copy(update={"speaker": names.get(segment.speaker, segment.speaker)})
            for segment in segments
        ]
    if found.path.endswith("channels") and len(segments) > 1:
        return [
            segment if segment.speaker else segment.model_copy(update={"speaker": f"Channel {number}"})
            for number, segment in enumerate(segments, 1)
        ]
    return list(segments)


def _names(around: Mapping[str, Json]) -> dict[str, str]:
    listed = around.get("speakers")
    entries = [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
    names: dict[str, str] = {}
    for entry in entries:
        label, name = speaker_label(entry.get("id")), speaker_label(entry.get("name"))
        if label and name:
            names[label] = name
    return names


def without_repetition(segments: Sequence[Segment]) -> list[Segment]:
    """Return segments without those whose words the last one tells again with speakers, as in Google."""
    *before, last = segments or [Segment()]
    told = [len(segment.likeliest.words) for segment in before]
    words = last.likeliest.words
    again = before and all(told) and len(words) >= sum(told) and all(word.who for word in words)
    if again and not any(word.who for segment in before for word in segment.likeliest.words):
        return [last.model_copy(update={"text": "", "words": words, "readings": []})]
    return list(segments)


def with_labels(words: Sequence[Word], around: Sequence[Mapping[str, Json]]) -> list[Word]:
    """Return words with the speakers that a list beside them gives by time, as in AWS."""
    labels = _labels_by_time(around[-1].get("speaker_labels")) if around else {}
    if not labels:
        return list(words)
    return [
        word
        if word.who or word.start not in labels
        else word.model_copy(update={"speaker": labels[word.start]})
        for word in words
    ]


def _labels_by_time(listed: Json) -> dict[float | None, str]:
    segments = listed.get("segments") if isinstance(listed, dict) else None
    labels: dict[float | None, str] = {}
    for segment in segments if isinstance(segments, list) else ():
        items = segment.get("items") if isinstance(segment, dict) else None
        for item in items if isinstance(items, list) else ():
            if isinstance(item, dict):
                word = Word.model_validate(item)
                if word.start is not None:
                    labels[word.start] = word.speaker
    return labels
