"""JSON of transcription services: whoever wrote it, one turn a line with its times."""

import json

import pytest
from readings import assert_sound, read, said

from qcode.errors import DataError
from qcode.model.documents import Role, Transcript

QUESTION = "How did it start?"
ANSWER = "With a letter."
TALK = [("Mori", QUESTION), ("Hayashi", ANSWER), ("Mori", "And then?")]


def reading(content: object, **options: object) -> Transcript:
    transcript = read("a.json", json.dumps(content), **options)  # type: ignore[arg-type]
    assert_sound(transcript)
    return transcript


def times(transcript: Transcript) -> list[tuple[float | None, float | None]]:
    return [(turn.time_start, turn.time_end) for turn in transcript.turns]


def listed(text: str, speaker: str, start: str, end: str, scale: float = 1) -> list[dict[str, object]]:
    """The talk as a list of segments, under the names that a service has for things."""
    return [
        {text: words, speaker: who, start: at * scale, end: (at + 4) * scale}
        for (who, words), at in zip(TALK, (0, 4.5, 9), strict=True)
    ]


SHAPES = {
    "whisperx": {"segments": listed("text", "speaker", "start", "end"), "word_segments": []},
    "bare list": listed("text", "speaker", "start", "end"),
    "assemblyai": {"id": "t", "utterances": listed("text", "speaker", "start", "end", 1000), "words": []},
    "otter": {"title": "T", "speech_segments": listed("transcript", "speaker_name", "start_ts", "end_ts")},
    "fireflies": {"data": {"transcript": {"sentences": listed("text", "speaker_name", "start_time", "end_time")}}},
    "sembly": {"transcript": listed("words_str", "speaker_name", "start_time", "end_time")},
    "made by hand": [
        {"name": who, "text": words, "timestamp": at, "end": to}
        for (who, words), (at, to) in zip(TALK, (("0:00", "0:04"), ("0:04.5", "0:08.5"), ("0:09", "0:13")), strict=True)
    ],
    "podcast": {"version": "1.0.0", "segments": listed("body", "speaker", "startTime", "endTime")},
    "gladia": {"result": {"transcription": {"utterances": listed("text", "speaker", "start", "end")}}},
    "aws, with segments": {
        "jobName": "j",
        "results": {
            "transcripts": [{"transcript": "all of it"}],
            "audio_segments": [
                {**one, "start_time": str(one["start_time"]), "end_time": str(one["end_time"])}
                for one in listed("transcript", "speaker_label", "start_time", "end_time")
            ],
        },
    },
    "azure": {
        "combinedRecognizedPhrases": [{"display": "all of it"}],
        "recognizedPhrases": [
            {"offset": f"PT{at}S", "duration": "PT4S", "speaker": who, "nBest": [{"display": words}]}
            for (who, words), at in zip(TALK, (0, 4.5, 9), strict=True)
        ],
    },
    "azure, fast": {
        "phrases": [
            {"offsetMilliseconds": at, "durationMilliseconds": 4000, "speaker": who, "text": words}
            for (who, words), at in zip(TALK, (0, 4500, 9000), strict=True)
        ]
    },
    "teams": {
        "entries": [
            {"startOffset": f"00:00:{at}00000", "endOffset": f"00:00:{to}00000", "speakerDisplayName": who, "text": words}
            for (who, words), (at, to) in zip(TALK, (("00.00", "04.00"), ("04.50", "08.50"), ("09.00", "13.00")), strict=True)
        ]
    },
    "deepgram": {
        "metadata": {"duration": 13},
        "results": {"channels": [], "utterances": listed("transcript", "speaker", "start", "end")},
    },
}  # fmt: skip


@pytest.mark.parametrize("content", SHAPES.values(), ids=SHAPES.keys())
def test_every_service_says_who_says_what_and_when(content: object) -> None:
    transcript = reading(content)
    assert transcript.text == f"Mori: {QUESTION}\nHayashi: {ANSWER}\nMori: And then?"
    assert said(transcript) == TALK
    assert times(transcript) == [(0, 4), (4.5, 8.5), (9, 13)]
    assert [seconds for _, seconds in transcript.anchors] == [0, 4.5, 9]
    assert transcript.warnings == ()


def test_segments_without_speakers_are_joined_to_sentences_of_nobody_known() -> None:
    segments = [
        {"id": 0, "seek": 0, "start": 0.0, "end": 2.0, "text": " It began", "avg_logprob": float("nan")},
        {"id": 1, "seek": 0, "start": 2.0, "end": 4.2, "text": " with a letter."},
        {"id": 2, "seek": 0, "start": 4.2, "end": 6.0, "text": " We met."},
    ]
    transcript = reading({"text": " It began ...", "segments": segments, "language": "en"})
    assert said(transcript) == [(None, "It began with a letter."), (None, "We met.")]
    assert times(transcript) == [(0, 4.2), (4.2, 6)]
    assert transcript.anchors == ((0, 0.0), (9, 2.0), (24, 4.2))
    assert transcript.metadata == {"language": "en"}


def test_japanese_segments_are_joined_without_a_blank() -> None:
    segments = [
        {"start": 0, "end": 2, "text": "人口が", "speaker": "森"},
        {"start": 2, "end": 4, "text": "減りまして（笑）。", "speaker": "森"},
        {"start": 4, "end": 5, "text": "それで？", "speaker": "林"},
    ]
    assert reading({"segments": segments}).text == "森: 人口が減りまして（笑）。\n林: それで？"


def test_whisper_cpp_and_transformers_write_times_of_their_own() -> None:
    spoken = [("Well.", 0, 1.5), ("It rained.", 1.5, 3)]
    cpp = [
        {
            "timestamps": {"from": "00:00"},
            "offsets": {"from": start * 1000, "to": end * 1000},
            "text": f" {text}",
        }
        for text, start, end in spoken
    ]
    chunks = [{"timestamp": [start, end], "text": text} for text, start, end in spoken]
    assert times(reading({"transcription": cpp})) == [(0, 1.5), (1.5, 3)]
    assert times(reading({"text": "Well. It rained.", "chunks": chunks})) == [(0, 1.5), (1.5, 3)]


def word(text: str, start: float, speaker: object = None, **more: object) -> dict[str, object]:
    return {"word": text, "start": start, "end": start + 0.5, "speaker": speaker, **more}


def test_words_with_speakers_cut_a_segment_that_has_none() -> None:
    words = [word("Let", 5.2, "A"), word("us", 5.5, "B"), word("start.", 5.8, "A")]
    transcript = reading({"segments": [{"start": 5.2, "end": 8, "text": "Let  us start.", "words": words}]})
    assert said(transcript) == [("A", "Let"), ("B", "us"), ("A", "start.")]
    assert times(transcript) == [(5.2, 5.7), (5.5, 6.0), (5.8, 6.3)]


def test_a_segments_own_speaker_holds_over_that_of_its_words() -> None:
    segment = {
        "start": 0,
        "end": 2,
        "text": "Let us",
        "speaker": "A",
        "words": [word("Let", 0, "A"), word("us", 1, "B")],
    }
    assert said(reading([segment, {"start": 2, "end": 3, "text": "go", "speaker": "B"}])) == [
        ("A", "Let us"),
        ("B", "go"),
    ]


def test_a_segment_keeps_its_own_spelling_where_its_words_are_found_in_it() -> None:
    words = [word("人口", 0, "森"), word("が", 0.5, "森"), word("はい", 1, "林")]
    transcript = reading({"segments": [{"start": 0, "end": 2, "text": "人口　が…はい！", "words": words}]})
    assert said(transcript) == [("森", "人口　が"), ("林", "…はい！")]


def test_a_segment_that_has_more_than_its_words_is_kept_whole() -> None:
    text = "In 1998 we met at the harbour, all of us, and it rained for two days. So?"
    words = [word("In", 0, "A"), word("So?", 9, "B")]
    assert said(reading({"segments": [{"start": 0, "end": 10, "text": text, "words": words}]})) == [
        ("A", text)
    ]
    spoken = [word("nineteen", 0, "A"), word("ninety-eight", 1, "A"), word("yes", 2, "B")]
    transcript = reading({"segments": [{"start": 0, "end": 10, "text": "1998, yes", "words": spoken}]})
    assert said(transcript) == [("A", "nineteen ninety-eight"), ("B", "yes")]


def test_a_word_of_nobody_known_is_of_the_speaker_around_it() -> None:
    words = [{"word": "1998,"}, word("we", 0, "A"), {"word": "2"}, word("met.", 1, "A"), word("Yes.", 2, "B")]
    segment = {"start": 0, "end": 3, "text": "1998, we 2 met. Yes.", "words": words}
    transcript = reading({"segments": [segment]})
    assert said(transcript) == [("A", "1998, we 2 met."), ("B", "Yes.")]


def test_revs_elements_are_words_and_its_speakers_have_names() -> None:
    monologues = [
        {"speaker": 0, "elements": [
            {"type": "text", "value": "Hello", "ts": 0.5}, {"type": "punct", "value": " "},
            {"type": "text", "value": "all"}, {"type": "punct", "value": "."},
        ]},
        {"speaker": 1, "elements": [{"type": "text", "value": "Yes"}, {"type": "punct", "value": "?"}]},
    ]  # fmt: skip
    assert said(reading({"monologues": monologues})) == [("Speaker 0", "Hello all."), ("Speaker 1", "Yes?")]
    named = {"monologues": monologues, "speakers": [{"id": 0, "name": "Mori"}, {"id": 1, "name": "Hayashi"}]}
    assert said(reading(named)) == [("Mori", "Hello all."), ("Hayashi", "Yes?")]


def test_deepgrams_words_and_channels_are_read_where_there_are_no_utterances() -> None:
    words = [
        {**word("so", 0, 0), "punctuated_word": "So?"},
        {**word("well", 1, 1), "punctuated_word": "Well,"},
        {**word("yes", 2, 1), "punctuated_word": "yes."},
    ]
    one = {"alternatives": [{"transcript": "So? Well, yes.", "words": words}]}
    assert said(reading({"results": {"channels": [one]}})) == [
        ("Speaker 0", "So?"),
        ("Speaker 1", "Well, yes."),
    ]
    left, right = (
        {"alternatives": [{"transcript": text, "words": [{"word": text, "start": at, "end": at + 1}]}]}
        for text, at in (("So?", 0), ("Yes.", 2))
    )
    assert said(reading({"results": {"channels": [left, right]}})) == [
        ("Channel 1", "So?"),
        ("Channel 2", "Yes."),
    ]


def test_aws_items_have_their_speakers_beside_them_or_on_them() -> None:
    def item(text: str, at: str | None, **more: object) -> dict[str, object]:
        timed = {"type": "pronunciation", "start_time": at, "end_time": at} if at else {"type": "punctuation"}
        return {**timed, "alternatives": [{"confidence": "0.9", "content": text}], **more}

    items = [item("So", "0.0"), item("?", None), item("Yes", "1.0"), item(",", None), item("well", "1.5")]
    labels = [
        {"speaker_label": who, "items": [{"start_time": at, "speaker_label": who} for at in starts]}
        for who, starts in (("spk_0", ["0.0"]), ("spk_1", ["1.0", "1.5"]))
    ]
    expected = [("spk_0", "So?"), ("spk_1", "Yes, well")]
    assert said(reading({"results": {"items": items, "speaker_labels": {"segments": labels}}})) == expected
    own = [
        {**one, "speaker_label": who} for one, who in zip(items, ["spk_0"] * 2 + ["spk_1"] * 3, strict=True)
    ]
    assert said(reading({"results": {"items": own}})) == expected


def test_googles_last_result_tells_all_words_again_with_speakers() -> None:
    plain = [
        {"word": "So?", "startTime": "0s", "endTime": "0.5s"},
        {"word": "Yes.", "startTime": "1.200s", "endTime": "2s"},
    ]
    results = [
        *({"alternatives": [{"transcript": one["word"], "words": [one]}]} for one in plain),
        {"alternatives": [{"words": [{**one, "speakerTag": tag} for tag, one in enumerate(plain, 1)]}]},
    ]
    transcript = reading({"results": results})
    assert said(transcript) == [("Speaker 1", "So?"), ("Speaker 2", "Yes.")]
    assert times(transcript) == [(0, 0.5), (1.2, 2)]


def test_words_alone_are_a_transcript_in_seconds_or_milliseconds() -> None:
    for scale in (1, 1000):
        words = [
            {"text": text, "start": at * scale, "end": (at + 0.25) * scale, "speaker": who}
            for text, at, who in (("So?", 0, "A"), ("Yes,", 1, "B"), ("well.", 1.5, "B"))
        ]
        transcript = reading({"text": "So? Yes, well.", "words": words, "utterances": None})
        assert said(transcript) == [("A", "So?"), ("B", "Yes, well.")]
        assert times(transcript) == [(0, 0.25), (1, 1.75)]


def test_punctuation_and_blanks_may_be_words_of_their_own() -> None:
    speechmatics = [
        {"type": kind, "start_time": at, "end_time": at, "alternatives": [{"content": text, "speaker": "S1"}]}
        for kind, at, text in (("word", 0.1, "Well"), ("punctuation", 0.2, ","), ("word", 0.3, "yes"))
    ]
    elevenlabs = [
        {"type": kind, "start": at, "end": at + 0.1, "text": text, "speaker_id": "speaker_0"}
        for kind, at, text in (("word", 0.1, "Well,"), ("spacing", 0.2, " "), ("word", 0.3, "yes"))
    ]
    assert said(reading({"results": speechmatics})) == [("S1", "Well, yes")]
    assert said(reading({"text": "Well, yes", "words": elevenlabs})) == [("speaker_0", "Well, yes")]


def test_whoever_is_not_named_among_named_speakers_is_nobody_known() -> None:
    segments = listed("text", "speaker", "start", "end")
    segments[1]["speaker"] = None
    assert said(reading(segments)) == [("Mori", QUESTION), (None, ANSWER), ("Mori", "And then?")]


def test_a_long_segment_has_anchors_at_its_sentences() -> None:
    words = [word(f"Word{number}{'.' if number % 20 == 19 else ''}", number) for number in range(80)]
    segment = {
        "start": 0,
        "end": 80,
        "text": " ".join(str(one["word"]) for one in words),
        "speaker": "Mori",
        "words": words,
    }
    transcript = reading([segment])
    assert said(transcript) == [("Mori", segment["text"])]
    assert [seconds for _, seconds in transcript.anchors] == [0, 20, 40, 60]


def test_a_text_alone_is_turns_without_times() -> None:
    transcript = reading({"text": "Mori: So?\nHayashi: Yes.\nMori: Well."})
    assert said(transcript) == [("Mori", "So?"), ("Hayashi", "Yes."), ("Mori", "Well.")]
    assert transcript.warnings == ("it has no times that can be read; the text is kept",)


def test_lines_of_json_are_a_list() -> None:
    lines = "\n".join(map(json.dumps, listed("text", "speaker", "start", "end")))
    assert said(read("a.jsonl", lines)) == TALK
    assert said(read("a.json", lines + "\n")) == TALK


def test_roles_are_given_by_label_and_guessed_as_everywhere() -> None:
    segments = [
        {"text": "So?", "speaker": "Interviewer", "start": 0, "end": 1},
        {"text": "Yes.", "speaker": "SPEAKER_01", "start": 1, "end": 2},
    ]
    assert [one.role for one in reading(segments).speakers] == [Role.INTERVIEWER, Role.RESPONDENT]
    given = reading(segments, SPEAKER_01=Role.OTHER)
    assert given.speakers[1].role is Role.OTHER


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp932"]
)
def test_the_first_bytes_tell_the_encoding(encoding: str) -> None:
    content = json.dumps(
        {"segments": [{"start": 0, "end": 1, "text": "人口が減りました。", "speaker": "森"}]},
        ensure_ascii=False,
    )
    transcript = read("a.json", content.encode(encoding))
    assert said(transcript) == [("森", "人口が減りました。")]
    assert transcript.encoding in (encoding.removesuffix("-sig"), f"{encoding}-le")


def test_a_file_without_an_ending_is_known_by_how_it_begins() -> None:
    assert read("talk", json.dumps({"segments": listed("text", "speaker", "start", "end")})).format == "json"
    assert read("talk", "{000}: Yes.\n{101}: No.\n{000}: So?").format == "txt"


def test_title_date_and_language_are_metadata() -> None:
    content = {
        "meeting": {
            "title": "  Harbour\n talk",
            "date": "2025-01-15",
            "sentences": listed("text", "speaker", "start", "end"),
        }
    }
    assert reading(content).metadata == {"title": "Harbour talk", "date": "2025-01-15"}


def test_no_transcript_is_told_by_its_keys() -> None:
    with pytest.raises(DataError) as caught:
        reading({"name": "harbour", "version": 1, "dependencies": {"a": "b"}})
    assert "“name”, “version”, “dependencies”" in str(caught.value)
    assert "segments, utterances, monologues" in str(caught.value)
