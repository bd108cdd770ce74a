"""What the JSON of transcription services holds: segments, their alternatives, and words.

The services agree on what there is and differ in what they call it, so each thing is one model whose
fields go by several names. What is not named here is ignored.
"""

from __future__ import annotations

import math
import re
from typing import Annotated, Any

from pydantic import AliasChoices, AliasPath, BaseModel, ConfigDict, Field, PlainValidator, model_validator

from qcode.text.times import parse_time

LONGEST_NAME = 200
LONGEST_TIME = 1e10
"""Of any unit; a hundred days of milliseconds are less."""

_ISO = re.compile(r"PT(?:(\d{1,4})H)?(?:(\d{1,4})M)?(?:(\d{1,6}(?:\.\d{1,9})?)S)?", re.ASCII)
_NUMBER = re.compile(r"\d{1,10}(?:\.\d{1,9})?", re.ASCII)


class Seconds(float):
    """A time whose unit the file tells: `"1.200s"`, `"PT1.2S"`, `"00:00:01,200"`."""


def _time(value: object) -> float | None:
    """Return a time, as Seconds where it says so itself, None for what is no time at all."""
    if isinstance(value, str):
        return _written_time(value.strip()[:40])
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    # Compared first: an integer may be too large for a float. NaN is what no comparison holds for.
    return float(value) if 0 <= value < LONGEST_TIME else None


def _written_time(text: str) -> float | None:
    if _NUMBER.fullmatch(text):
        return float(text)
    iso = _ISO.fullmatch(text)
    if iso is not None:
        hours, minutes, seconds = (float(part or 0) for part in iso.groups())
        return Seconds(hours * 3600 + minutes * 60 + seconds)
    clock = parse_time(text)
    return None if clock is None else Seconds(clock)


def speaker_label(value: object) -> str:
    """Return the label of a speaker, empty where nobody is named; a bare number gets a word before.

    Raises ValueError for what is no name.
    """
    if isinstance(value, dict):
        value = value.get("name", value.get("id"))
    if value is None or value == "":
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError("a speaker should be a name or a number")
    if not isinstance(value, str):
        if not math.isfinite(value) or not 0 <= value < LONGEST_TIME:
            raise ValueError("a speaker's number should be a small one")
        return f"Speaker {value:g}"
    if len(value) > LONGEST_NAME:
        raise ValueError(f"a speaker's name has {len(value):,} characters")
    return value


Time = Annotated[float | None, PlainValidator(_time)]
Name = Annotated[str, PlainValidator(speaker_label)]

_SPEAKER_NAMES = (
    *("speaker_name", "speakerName", "speakerDisplayName", "speaker", "speaker_label", "speakerLabel"),
    *("speaker_id", "speakerId", "speakerTag", "name"),
)
_START = AliasChoices(
    *("start", "start_time", "startTime", "start_ts", "startOffset", "offsetMilliseconds", "offset"),
    AliasPath("offsets", "from"),
    AliasPath("timestamp", 0),
    *("timestamp", "time"),
)
_END = AliasChoices(
    *("end", "end_time", "endTime", "end_ts", "endOffset"),
    AliasPath("offsets", "to"),
    AliasPath("timestamp", 1),
)


class Outside(BaseModel):
    """Anything out of such a file: other keys are ignored, null is the same as nothing."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _without_null(cls, data: Any) -> Any:
        return (
            {key: value for key, value in data.items() if value is not None} if type(data) is dict else data
        )


class Content(Outside):
    """The likeliest reading of one word, as AWS and Speechmatics keep it."""

    content: str = ""
    speaker: Name = Field(default="", validation_alias=AliasChoices(*_SPEAKER_NAMES))


class Word(Outside):
    """One word, or a sign of punctuation of its own."""

    text: str = Field(
        default="",
        validation_alias=AliasChoices(
            "punctuated_word", "punctuatedWord", "word", "text", "value", "content"
        ),
    )
    start: Time = Field(default=None, validation_alias=_START)
    end: Time = Field(default=None, validation_alias=_END)
    speaker: Name = Field(default="", validation_alias=AliasChoices(*_SPEAKER_NAMES))
    type: str = ""
    alternatives: list[Content] = Field(default_factory=list)

    @property
    def said(self) -> str:
        """The word as it is written."""
        return self.text or (self.alternatives[0].content if self.alternatives else "")

    @property
    def who(self) -> str:
        """The label of who says it; empty where nobody is named."""
        return self.speaker or (self.alternatives[0].speaker if self.alternatives else "")

    @property
    def ends(self) -> float | None:
        """Its end."""
        return self.end

    @property
    def is_sign(self) -> bool:
        """True for punctuation, which follows the word before without a blank."""
        return self.type.startswith("punct")


_WORDS = AliasChoices("words", "elements", "result")
_TEXTS = ("text", "transcript", "words_str", "body", "display", "utterance", "sentence", "content")


class Reading(Outside):
    """One of the readings of a segment; the first is the likeliest."""

    text: str = Field(default="", validation_alias=AliasChoices(*_TEXTS))
    words: list[Word] = Field(default_factory=list, validation_alias=_WORDS)


class Segment(Outside):
    """What one speaker says, from one time to another; in some files what everybody says."""

    text: str = Field(default="", validation_alias=AliasChoices(*_TEXTS))
    start: Time = Field(default=None, validation_alias=_START)
    end: Time = Field(default=None, validation_alias=_END)
    lasts: Time = Field(default=None, validation_alias=AliasChoices("durationMilliseconds", "duration"))
    speaker: Name = Field(default="", validation_alias=AliasChoices(*_SPEAKER_NAMES))
    words: list[Word] = Field(default_factory=list, validation_alias=_WORDS)
    readings: list[Reading] = Field(
        default_factory=list, validation_alias=AliasChoices("alternatives", "nBest")
    )

    @property
    def likeliest(self) -> Reading:
        """The segment's text and words, its own or those of its first reading."""
        first = self.readings[0] if self.readings else Reading()
        return Reading.model_construct(text=self.text or first.text, words=self.words or first.words)

    @property
    def ends(self) -> float | None:
        """Its end, by the file or by its length."""
        if self.end is not None or self.start is None or self.lasts is None:
            return self.end
        whole = self.start + self.lasts
        return Seconds(whole) if isinstance(self.lasts, Seconds) else whole
