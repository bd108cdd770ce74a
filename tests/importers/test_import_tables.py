"""Transcripts that are tables: which column is what, times, speakers, several interviews in one file."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from readings import assert_sound, said

from qcode.errors import DataError, QcodeError, UnknownNameError, UsageError
from qcode.importers import holds_transcript, layout_of_table, read_transcript, read_transcripts
from qcode.model.documents import Role, Transcript
from qcode.text.formulas import defuse

TALK = "speaker,words,tags,timestamp\nInterviewer,How did it start?,x,00:01\nLund,With a letter.,,00:05\n"


def read_all(
    name: str, data: bytes | str, encoding: str | None = None, **columns: str
) -> Sequence[Transcript]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
        return read_transcripts(path, encoding=encoding, columns=columns)


def read_one(name: str, data: bytes | str, encoding: str | None = None, **columns: str) -> Transcript:
    (transcript,) = read_all(name, data, encoding, **columns)
    assert_sound(transcript)
    return transcript


def times(transcript: Transcript) -> list[tuple[float | None, float | None]]:
    return [(turn.time_start, turn.time_end) for turn in transcript.turns]


def test_each_row_is_a_turn_and_a_line() -> None:
    transcript = read_one("a.csv", TALK)
    assert transcript.text == "Interviewer: How did it start?\nLund: With a letter."
    assert said(transcript) == [("Interviewer", "How did it start?"), ("Lund", "With a letter.")]
    assert times(transcript) == [(1.0, None), (5.0, None)]
    assert transcript.format == "csv"
    assert transcript.name == ""
    assert [speaker.role for speaker in transcript.speakers] == [Role.INTERVIEWER, Role.RESPONDENT]


def test_what_was_read_from_which_column_is_kept_and_what_was_not_read_is_named() -> None:
    assert read_one("a.csv", TALK).changes == (
        "columns: text = words, speaker = speaker, start = timestamp",
        "columns not read: tags",
    )


@pytest.mark.parametrize(
    "header",
    [
        "Speaker,Text,Start,End",
        " SPEAKER ,text,Start Time,end_time",
        "who,utterance,begin,stop",
        "name,Transcript,開始,終了",
        "話者,発言,開始時刻,終了時刻",
        "発言者,内容,開始,終了",
        "話者,テキスト,start (s),end (s)",
        "Ｓｐｅａｋｅｒ,Content,tmin,tmax",
    ],
)
def test_columns_are_known_by_many_names(header: str) -> None:
    transcript = read_one("a.csv", f"{header}\nBo,Hello.,1.5,2\nAnn,Hi.,2,3\n")
    assert said(transcript) == [("Bo", "Hello."), ("Ann", "Hi.")]
    assert times(transcript) == [(1.5, 2.0), (2.0, 3.0)]


@pytest.mark.parametrize(
    ("name", "data", "turns", "when"),
    [
        (
            "nvivo.txt",
            "Timespan\tContent\tSpeaker\n0:00.0 - 0:12.3\tWhy?\tI\n0:12.3 - 0:20.0\tSo.\tBo\n",
            [("I", "Why?"), ("Bo", "So.")],
            [(0.0, 12.3), (12.3, 20.0)],
        ),
        (
            "nvivo.csv",
            ("0:00.0 - 0:12.3,How did it start?,Ito\n0:12.3 - 0:20.0,With a letter.,Bo\n"
            "0:20.0 - 0:21.5,Yes?,Ito\n0:21.5 - 0:33.0,So it was.,Bo\n"),
            [("Ito", "How did it start?"), ("Bo", "With a letter."), ("Ito", "Yes?"), ("Bo", "So it was.")],
            [(0.0, 12.3), (12.3, 20.0), (20.0, 21.5), (21.5, 33.0)],
        ),
        (
            "elan.tab",
            ("Ito\t\t00:00:01.200\t00:00:03.900\t00:00:02.700\tWhere from?\n"
            "Ito\t\t00:00:06.000\t00:00:07.000\t00:00:01.000\tAnd now?\n"
            "Bo\t\t00:00:04.200\t00:00:05.900\t00:00:01.700\tFrom the port.\n"
            "Bo\t\t00:00:08.200\t00:00:09.900\t00:00:01.700\tStill there.\n"),
            [("Ito", "Where from?"), ("Bo", "From the port."), ("Ito", "And now?"), ("Bo", "Still there.")],
            [(1.2, 3.9), (4.2, 5.9), (6.0, 7.0), (8.2, 9.9)],
        ),
        (
            "inqscribe.tsv",
            "[00:00:01.00]\t[00:00:03.00]\tIto\tWhy?\n[00:00:03.00]\t[00:00:05.00]\tBo\tSo.\n",
            [("Ito", "Why?"), ("Bo", "So.")],
            [(1.0, 3.0), (3.0, 5.0)],
        ),
        (
            "transcriber.csv",
            "0.0,1.25,Bo,Hello.\n1.25,2.5,Ann,Hi.\n2.5,9,Bo,Well.\n",
            [("Bo", "Hello."), ("Ann", "Hi."), ("Bo", "Well.")],
            [(0.0, 1.25), (1.25, 2.5), (2.5, 9.0)],
        ),
        (
            "whisper.tsv",
            'start\tend\ttext\n0\t4200\tHello and\n4200\t6000\twelcome.\n6000\t9000\t"Yes," he said.\n',
            [(None, "Hello and welcome."), (None, '"Yes," he said.')],
            [(0.0, 6.0), (6.0, 9.0)],
        ),
        (
            "bare.csv",
            "I,Wie kam es dazu?\nB,Durch einen Brief.\nI,Und dann?\nB,Ein Besuch.\n",
            [("I", "Wie kam es dazu?"), ("B", "Durch einen Brief."), ("I", "Und dann?"), ("B", "Ein Besuch.")],
            [(None, None)] * 4,
        ),
    ],
)  # fmt: skip
def test_tables_of_other_programs(
    name: str,
    data: str,
    turns: list[tuple[str | None, str]],
    when: list[tuple[float | None, float | None]],
) -> None:
    transcript = read_one(name, data)
    assert said(transcript) == turns
    assert times(transcript) == [
        (pytest.approx(start) if start else start, pytest.approx(end) if end else end) for start, end in when
    ]


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("75", 75.0), ("1:6", 66.0), ("00:01:02.5", 62.5), ("#00:01:23-4#", 83.4), ("", None), ("noon", None)],
)
def test_times_are_read_as_people_write_them(written: str, seconds: float | None) -> None:
    transcript = read_one("a.csv", f"speaker,text,time\nBo,Hello.,{written}\n")
    assert times(transcript) == [(seconds, None)]
    assert any("1 time cannot be read" in note for note in transcript.warnings) == (written == "noon")


@pytest.mark.parametrize(
    ("header", "rows", "first"),
    [
        ("start,end", "48,20048|20048,41000", (0.048, 20.048)),
        ("start,end", "48,60|60,90", (48.0, 60.0)),
        ("start,duration", "1000,2500|3500,2500", (1.0, 3.5)),
        ("start,note", "2000,|9000,", (2.0, None)),
        ("start,note", "2,|9,", (2.0, None)),
        ("start_ms,end_ms", "100,200|200,250", (0.1, 0.2)),
        ("start (s),end (s)", "0,900|900,1800", (0.0, 900.0)),
    ],
)
def test_numbers_are_milliseconds_where_turns_would_last_for_minutes(
    header: str, rows: str, first: tuple[float, float | None]
) -> None:
    lines = "".join(f"{row},Bo,Hello.\n" for row in rows.split("|"))
    assert times(read_one("a.csv", f"{header},speaker,text\n{lines}"))[0] == pytest.approx(first)


def test_rows_of_one_person_stay_turns_unless_their_times_show_a_cut_sentence() -> None:
    plain = read_one("a.csv", "speaker,text\nBo,I went\nBo,to the port.\nBo,Then home.\n")
    assert [speech for _, speech in said(plain)] == ["I went", "to the port.", "Then home."]
    rows = "0,2,Bo,I went\n2.5,4,Bo,to the port.\n4,5,Bo,Then\n9,10,Bo,home.\n10,11,Ann,Oh\n"
    timed = read_one("a.csv", f"start,end,speaker,text\n{rows}")
    assert said(timed) == [("Bo", "I went to the port."), ("Bo", "Then"), ("Bo", "home."), ("Ann", "Oh")]
    assert times(timed)[0] == (0.0, 4.0)


def test_a_cell_of_several_lines_becomes_one_and_blanks_of_names_are_squeezed() -> None:
    transcript = read_one(
        "a.csv", 'speaker,text\n"  Mayor   Lund : ","One,\r\ntwo\u2028three."\nIto,"市の\n窓口です。"\n'
    )
    assert transcript.text == "Mayor Lund: One, two three.\nIto: 市の窓口です。"


def test_empty_rows_repeated_headers_and_rows_without_words_are_left_out_and_counted() -> None:
    data = "speaker,text\n,\nBo,One.\n\nspeaker,text\nBo,\nBo,Two.\n"
    transcript = read_one("a.csv", data)
    assert transcript.text == "Bo: One.\nBo: Two."
    assert transcript.warnings == (
        "left out: 1 row repeating the names of the columns, 1 row in which nothing is said",
    )


def test_a_row_in_which_nobody_is_named_is_nobodys() -> None:
    transcript = read_one("a.csv", "speaker,text\nBo,One.\n,Two.\n")
    assert said(transcript) == [("Bo", "One."), (None, "Two.")]
    assert "nobody is named as the speaker of 1 row" in transcript.warnings


def test_a_break_is_no_speech() -> None:
    transcript = read_one("a.csv", "speaker,text\nBo,One.\nBreak,(coffee)\nBo,Two.\n")
    assert [speech for _, speech in said(transcript)] == ["One.", "Two."]
    assert "Break: (coffee)" in transcript.text


def test_entities_are_resolved_only_where_every_ampersand_is_one() -> None:
    resolved = read_one("a.csv", "speaker,text\nBo,Yes &#8212; A&amp;B.\n")
    assert resolved.text == "Bo: Yes — A&B."
    assert "2 HTML entities resolved, such as &amp;" in resolved.changes
    as_it_is = read_one("a.csv", "speaker,text\nBo,Write &amp; for &.\n")
    assert as_it_is.text == "Bo: Write &amp; for &."


def test_what_an_export_defused_is_itself_again() -> None:
    assert read_one("a.csv", "speaker,text\nBo,'=1+1\nBo,'tis so\n").text == "Bo: =1+1\nBo: 'tis so"


def test_an_odd_encoding_is_found_as_for_every_text() -> None:
    data = "話者,発言\n聞き手,いつからですか。\n課長,昨年からです。\n".encode("cp932")
    transcript = read_one("a.csv", data)
    assert (transcript.encoding, transcript.encoding_guessed) == ("cp932", True)
    assert said(transcript)[1] == ("課長", "昨年からです。")
    with pytest.raises(DataError, match="is not utf-8"):
        read_one("a.csv", data, encoding="utf-8")


def test_rows_out_of_order_are_left_where_they_stand_unless_they_come_tier_by_tier() -> None:
    rows = "Bo,One.,1\nAnn,Two.,9\nBo,Three.,2\nAnn,Four.,3\n"
    transcript = read_one("a.csv", f"speaker,text,start\n{rows}")
    assert [speech for _, speech in said(transcript)] == ["One.", "Two.", "Three.", "Four."]
    assert any("1 row beginning before the one above" in note for note in transcript.warnings)
    tiers = "Bo,One.,1\nBo,Three.,5\nAnn,Two.,3\nAnn,Four.,7\n"
    transcript = read_one("a.csv", f"speaker,text,start\n{tiers}")
    assert [speech for _, speech in said(transcript)] == ["One.", "Two.", "Three.", "Four."]


# -- which column is what


def test_a_person_says_which_column_is_what_by_header_or_by_number() -> None:
    data = "Sprecher,Aussage,Notiz\nI,Wie kam es dazu?,x\nB,Durch einen Brief.,y\n"
    for columns in ({"text": "aussage ", "speaker": "Sprecher"}, {"text": "2", "speaker": "1"}):
        transcript = read_one("a.csv", data, **columns)
        assert said(transcript) == [("I", "Wie kam es dazu?"), ("B", "Durch einen Brief.")]
    assert said(read_one("a.csv", data, text="3"))[0] == (None, "x")


def test_a_person_can_say_that_no_column_is_something() -> None:
    assert said(read_one("a.csv", TALK, speaker="", start=""))[1] == (None, "With a letter.")
    assert times(read_one("a.csv", TALK, start="")) == [(None, None)] * 2


@pytest.mark.parametrize(
    "data",
    [
        "case,population,class\nToyota,422542,core\nKitakyushu,961286,designated\n",
        "document,code,coder,start,end,quote\na.txt,Strategy,Mori,0,4,What they said about it all\n",
        "document,code,start,end\na.txt,Strategy > Gatekeeper,3,9\n",
        "document,participant,role\na.txt,Bo,respondent\n",
        "code,name_ja,definition\nA,あ,What a person says about the port and the harbour\n",
        "1,2\n3,4\n",
        "word\n",
    ],
)
def test_a_table_in_which_no_text_can_be_told_is_refused_with_what_there_is(data: str) -> None:
    with pytest.raises(DataError) as caught:
        read_all("a.csv", data)
    assert "--column text=" in caught.value.hint
    assert data.split("\n")[0].split(",")[0] in caught.value.message


def test_a_column_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(DataError, match=r"no column “wrds”.*“speaker”, “words”.*Did you mean “words”"):
        read_all("a.csv", TALK, text="wrds")
    with pytest.raises(DataError, match="no column “9”"):
        read_all("a.csv", TALK, text="9")
    with pytest.raises(UsageError, match="“txt” is nothing that a column can be"):
        read_all("a.csv", TALK, txt="words")


def test_columns_of_one_name_are_told_apart_by_number() -> None:
    data = "speaker,text,text\nBo,first,second\n"
    assert read_one("a.csv", data, text="3").text == "Bo: second"


def test_a_cell_too_many_is_an_error_with_its_line_not_a_loss() -> None:
    with pytest.raises(DataError, match=r"a.csv, line 3: more cells than there are columns"):
        read_all("a.csv", "speaker,text\nBo,One.\nBo,Two, three.\n")


def test_the_layout_is_told_before_anything_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(TALK, "utf-8")
    layout = layout_of_table(path)
    assert layout is not None
    assert layout.headers == ("speaker", "words", "tags", "timestamp")
    assert layout.named() == {"text": "words", "speaker": "speaker", "start": "timestamp"}
    assert layout.samples == ("Interviewer", "How did it start?", "x", "00:01")
    path.write_text("a,b\n1,2\n", "utf-8")
    bare = layout_of_table(path)
    assert bare is not None
    assert "text" not in bare.columns
    (tmp_path / "a.txt").write_text("Bo: Hello.", "utf-8")
    assert layout_of_table(tmp_path / "a.txt") is None


def test_a_text_file_is_a_table_only_with_tabs_and_a_known_header() -> None:
    assert read_one("a.txt", "speaker\ttext\nBo\tHello.\n").format == "tsv"
    assert read_one("a.txt", "speaker,text\nBo,Hello.\n").format == "txt"
    assert read_one("a.txt", "Bo:\tHello.\nAnn:\tHi.\nBo:\tWell.\n").format == "txt"
    assert read_one("a.txt", "Person\tAussage\nBo\tHallo.\n", text="Aussage").format == "tsv"


def test_columns_for_what_has_none_are_not_used_and_this_is_said() -> None:
    assert "no columns were looked for" in read_one("a.md", "Bo: Hello.\nBo: Hi.", text="x").warnings[-1]


# -- several interviews in one file

SEVERAL = "Set,Interview,Page,Speaker,Text\n1,S.1,1,Q ,Why?\n1,S.1,1,Bo ,So.\n1,S.2,1,Q ,Why not?\n1,S.2,2,Ann ,Who knows.\n"


def test_interviews_are_parted_by_a_column_that_does_so_beyond_doubt() -> None:
    found = read_all("a.csv", SEVERAL)
    assert [one.name for one in found] == ["S.1", "S.2"]
    assert [one.text for one in found] == ["Q: Why?\nBo: So.", "Q: Why not?\nAnn: Who knows."]
    for one in found:
        assert_sound(one)


@pytest.mark.parametrize(
    "ids", [["a", "b", "a", "b"], ["a", "b", "c", "d"], ["a", "a", "", ""], ["a", "a", "b", "a"]]
)
def test_a_column_that_may_be_something_else_parts_nothing_and_this_is_said(ids: list[str]) -> None:
    data = "interview,speaker,text\n" + "".join(f"{one},Bo,Hello.\n" for one in ids)
    transcript = read_one("a.csv", data)
    assert transcript.name == ""
    assert len(transcript.turns) == 4
    assert any(
        "read as one interview, though the column “interview” has" in note for note in transcript.warnings
    )


def test_a_person_parts_interviews_whose_rows_are_mixed() -> None:
    data = "who,id,text\nBo,A 1,One.\nAnn,b,Two.\nBo, a  1,Three.\n"
    found = read_all("a.csv", data, document="id")
    assert [(one.name, one.text) for one in found] == [("A 1", "Bo: One.\nBo: Three."), ("b", "Ann: Two.")]


def test_a_person_can_keep_together_what_would_be_parted() -> None:
    assert len(read_one("a.csv", SEVERAL, document="").turns) == 4


def test_a_row_of_no_interview_is_refused_with_its_line() -> None:
    with pytest.raises(DataError, match=r"a.csv, line 3: the column “id” does not say which interview"):
        read_all("a.csv", "id,speaker,text\n1,Bo,One.\n,Bo,Two.\n", document="id")


def test_one_is_read_from_a_file_of_one_only(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(SEVERAL, "utf-8")
    with pytest.raises(DataError, match=r"a.csv holds 2 interviews, “S.1” and “S.2”"):
        read_transcript(path)
    path.write_text(TALK, "utf-8")
    assert read_transcript(path) == read_transcripts(path)[0]


def test_a_role_needs_to_fit_a_speaker_of_one_of_the_interviews(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(SEVERAL, "utf-8")
    first, second = read_transcripts(path, roles={"ann": Role.OTHER})
    assert Role.OTHER not in [one.role for one in first.speakers]
    assert [one.role for one in second.speakers] == [Role.INTERVIEWER, Role.OTHER]
    with pytest.raises(UnknownNameError, match="“Q”, “Bo”, “Ann”"):
        read_transcripts(path, roles={"Zed": Role.OTHER})


# -- whatever the file


def test_among_the_files_of_a_folder_only_tables_of_speech_are_transcripts(tmp_path: Path) -> None:
    for name, data in [
        ("talk.csv", TALK),
        ("cases.csv", "case,population\nA,1\n"),
        ("a.txt", ""),
        ("b.xyz", ""),
    ]:
        (tmp_path / name).write_text(data, "utf-8")
    assert [path.name for path in sorted(tmp_path.iterdir()) if holds_transcript(path)] == [
        "a.txt",
        "talk.csv",
    ]


def test_a_table_has_bounds() -> None:
    for data, words in [
        ("speaker,text\n" + "A,b\n" * 250_001, "more than 250,000 rows"),
        ("\n" * 2_000_001, "more than 2,000,000 lines"),
        ("speaker,text" + "," * 1_000_001, "more than 1,000,000 cells"),
        ("speaker,text" + "," * 1_001, "more than 1,000 columns"),
    ]:
        with pytest.raises(DataError, match=words):
            read_all("a.csv", data)


WORDS = st.text(alphabet="ab c.?,;\"'=\t\n\r市\u2028\u3000&;#<:", max_size=12)


@given(st.lists(st.tuples(st.sampled_from(["Ito", "B o", "市長"]), WORDS), min_size=1, max_size=8))
def test_what_a_csv_writer_wrote_is_said_by_the_same_people_in_the_same_words(
    rows: list[tuple[str, str]],
) -> None:
    page = io.StringIO(newline="")
    writer = csv.writer(page)
    writer.writerow(["speaker", "text"])
    # As our own exports write them; an apostrophe before a formula's sign goes on the way back.
    writer.writerows((who, defuse(text)) for who, text in rows)
    spoken = [(who, "".join(text.split())) for who, text in rows if text.strip()]
    try:
        transcript = read_one("a.csv", page.getvalue())
    except QcodeError:
        assert not spoken
        return
    assert [(who, "".join(text.split())) for who, text in said(transcript)] == spoken


@given(st.binary(max_size=200), st.sampled_from(["a.csv", "a.tsv", "a.tab", "a.txt"]))
def test_any_bytes_are_read_or_refused_never_worse(data: bytes, name: str) -> None:
    for start in (b"", b"speaker\ttext\n", b"speaker,text\n"):
        try:
            for transcript in read_all(name, start + data):
                assert_sound(transcript)
        except QcodeError:
            continue


def test_words_above_numbers_and_times_are_names_of_columns_in_any_language() -> None:
    data = (
        "Nr.;Gespräch;Wer spricht?;hh:mm:ss;Was gesagt wurde\n"
        "1;Kitaoka;Vogt;00:00:03;Wie fing es an?\n2;Kitaoka;Mai;00:00:09;Mit einem Brief.\n"
        "3;Nagi;Vogt;00:00:02;Und hier?\n4;Nagi;Lenz;00:00:08;Mit dem Hafen.\n"
    )
    with pytest.raises(DataError, match="“Wer spricht"):
        read_all("a.csv", data)
    both = read_all("a.csv", data, text="5", speaker="3", document="Gespräch")
    assert [one.name for one in both] == ["Kitaoka", "Nagi"]
    assert said(both[1]) == [("Vogt", "Und hier?"), ("Lenz", "Mit dem Hafen.")]


def test_interviews_in_one_table_are_told_apart_in_japanese_too() -> None:
    data = "番号,面談,発言者,発言\n1,南,聞き手,はじめに\n2,南,課長,港です\n3,北,聞き手,次に\n4,北,市長,ええ\n"
    assert [one.name for one in read_all("a.csv", data)] == ["南", "北"]
