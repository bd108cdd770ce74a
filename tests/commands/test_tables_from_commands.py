"""Counting, and the quotations behind: freq, matrix, segments, search."""

import io
import json
from collections import defaultdict
from pathlib import Path

import openpyxl
import pytest
from running import LIND, MORI, Qcode, Run

FREQ = [
    "code",
    "segments",
    "segments_aggregated",
    "documents",
    "documents_aggregated",
    "cases",
    "cases_aggregated",
    "participants",
    "characters",
    "coverage",
]
CASES = [
    "Minamihama",
    "Kitaoka",
    "Tokiwada",
    "Sakuragi",
    "Hoshikawa",
    "Nagisawa",
    "Yukimori",
    "Uonoura",
    "Kazehara",
]
SEGMENTS = [
    "document",
    "code",
    "coder",
    "start",
    "end",
    "quote",
    "case",
    "case_override",
    "participant",
    "role",
    "memo",
    "uid",
]


def recount(segments: list[dict[str, str]], code: str, *, below: bool = False) -> dict[str, int]:
    """Count a code anew from the list of segments, in the plainest way."""
    own = [one for one in segments if one["code"] == code]
    if below:
        own = [one for one in segments if one["code"] == code or one["code"].startswith(f"{code} > ")]
    cases = {case for one in own for case in one["case"].split("; ") if case}
    return {
        "segments": len({(one["document"], one["start"], one["end"]) for one in own}),
        "documents": len({one["document"] for one in own}),
        "cases": len(cases),
    }


def number(text: str) -> int:
    return int(text or 0)


def test_freq_has_the_promised_columns_and_every_code_facets_last(qcode: Qcode, study: Path) -> None:
    table = qcode("freq", "--format", "csv").done()
    assert table.rows[0] == FREQ
    codes = [one["code"] for one in table.records]
    assert len(codes) == len(set(codes)) == 91
    assert codes[0] == "Gatekeeper"
    facets = [
        one["code"] for one in qcode("codebook", "show", "-f", "csv").records if one["state"] == "facet"
    ]
    first = min(codes.index(facet) for facet in facets)
    assert all(code.partition(" > ")[0] in facets for code in codes[first:])
    assert "total" not in (code.casefold() for code in codes)


@pytest.mark.parametrize(
    "options", [[], ["--role", "any"], ["--coder", LIND], ["--where", "kind = interview"]]
)
def test_freq_agrees_with_a_count_of_the_segments(qcode: Qcode, study: Path, options: list[str]) -> None:
    segments = qcode("segments", "--format", "csv", *options).done().records
    assert len(segments) > 50
    for row in qcode("freq", "--format", "csv", *options).done().records:
        own, rolled = recount(segments, row["code"]), recount(segments, row["code"], below=True)
        for measure in ("segments", "documents", "cases"):
            assert number(row[measure]) == own[measure], (row["code"], measure)
            assert number(row[f"{measure}_aggregated"]) == rolled[measure], (row["code"], measure)


def test_the_matrix_agrees_with_a_count_of_the_segments(qcode: Qcode, study: Path) -> None:
    spans: dict[tuple[str, str], set[tuple[str, ...]]] = defaultdict(set)
    for one in qcode("segments", "--format", "csv").records:
        for case in one["case"].split("; "):
            spans[one["code"], case].add((one["document"], one["start"], one["end"]))
    table = qcode("matrix", "--format", "csv").done()
    assert table.rows[0] == ["code", *CASES, "total"]
    assert table.rows[-1][0] == "total"
    for row in table.records[:-1]:
        for case in CASES:
            assert number(row[case]) == len(spans[row["code"], case]), (row["code"], case)


def test_codes_meet_in_the_documents_that_the_list_of_segments_has(qcode: Qcode, study: Path) -> None:
    table = qcode("matrix", "--rows", "code", "--columns", "code", "--unit", "document", "-f", "csv").done()
    segments = qcode("segments", "--role", "respondent", "--format", "csv").done().records
    documents = defaultdict(set)
    for one in segments:
        documents[one["code"]].add(one["document"])
    counted = [one for one in table.records if one["code"] != "total"]
    assert len(counted) == len(table.rows[0]) - 2 == 91
    for line in counted:
        for other in table.rows[0][1:-1]:
            number = line[other]
            assert int(number or 0) == len(documents[line["code"]] & documents[other])
    wrong = qcode("matrix", "--rows", "code", "--columns", "code", "--unit", "segment", "--measure", "cases")
    wrong.refused("segments are counted, not cases", code=2)


def test_the_shapes_of_segments_and_search_hold(qcode: Qcode, study: Path) -> None:
    assert qcode("segments", "-f", "csv").done().rows[0] == SEGMENTS
    assert list(qcode("segments", "-f", "json").json["rows"][0]) == SEGMENTS
    found = qcode("search", "国際", "--format", "csv").done().records
    assert {one["match"] for one in found} == {"国際"}
    assert all(int(one["end"]) - int(one["start"]) == 2 for one in found)


def test_json_has_the_same_rows_as_csv(qcode: Qcode, study: Path) -> None:
    for command in ("freq", "matrix"):
        told = qcode(command, "--format", "json").done().json
        plain = qcode(command, "--format", "csv").done().records
        assert set(told) == {"table", "title", "columns", "rows", "notes"}
        assert [
            {key: "" if cell is None else str(cell) for key, cell in row.items()} for row in told["rows"]
        ] == plain
        assert told["notes"]


def test_a_spreadsheet_has_the_numbers_as_numbers_and_the_quotations_behind(
    qcode: Qcode, study: Path, desk: Path
) -> None:
    qcode("matrix", "--output", "m.xlsx").done()
    book = openpyxl.load_workbook(desk / "m.xlsx")
    assert len(book.worksheets) >= 2
    rows = [
        row for row in book.worksheets[0].iter_rows(values_only=True) if str(row[0]).strip() == "Gatekeeper"
    ]
    plain = qcode("matrix", "--format", "csv").records[0]
    numbers = [cell for cell in rows[0] if isinstance(cell, int | float)]
    assert numbers[: len(CASES) - 1] == [int(plain[case]) for case in CASES[:-1]]
    quotes = {
        cell for sheet in book.worksheets[1:] for row in sheet.iter_rows(values_only=True) for cell in row
    }
    wanted = {one["quote"] for one in qcode("segments", "--format", "csv", "--raw").records}
    assert len(wanted) > 300
    assert wanted <= quotes
    assert openpyxl.load_workbook(io.BytesIO(qcode("freq", "--format", "xlsx").out)).worksheets


def test_the_same_command_gives_the_same_bytes(qcode: Qcode, study: Path) -> None:
    for arguments in (["freq", "-f", "xlsx"], ["matrix", "-f", "json"], ["segments", "-f", "csv"], ["freq"]):
        assert qcode(*arguments).done().out == qcode(*arguments).done().out


def test_freq_may_leave_out_facets_roll_up_and_tell_coders_apart(
    qcode: Qcode, study: Path, desk: Path
) -> None:
    themes = qcode("freq", "--themes", "--format", "csv").done().records
    assert 30 < len(themes) < 91
    assert not any(one["code"].startswith("Actor") for one in themes)
    header = qcode("freq", "--per-coder", "--format", "csv").done().rows[0]
    assert header == [*FREQ, f"segments ({MORI})", f"segments ({LIND})"]
    alone = qcode("freq", "--format", "csv").done().records
    rolled = qcode("freq", "--aggregated", "--format", "csv").done().records
    for measure in ("participants", "characters"):
        assert measure not in rolled[0]
        assert int(rolled[0][f"{measure}_aggregated"]) > int(alone[0][measure])
        assert rolled[1][f"{measure}_aggregated"] == alone[1][measure]
    assert [row["segments"] for row in rolled] == [row["segments"] for row in alone]
    qcode(
        "freq", "--output", "f.tsv", "--raw", "--role", "any", "--coder", MORI, "--where", "kind = interview"
    ).done()
    assert (desk / "f.tsv").read_text("utf-8-sig").startswith("code\tsegments\t")


def test_what_was_not_used_may_be_left_out(qcode: Qcode, study: Path) -> None:
    everything = qcode("matrix", "--format", "csv").done().records
    used = qcode("matrix", "--used", "--format", "csv").done().records
    names = list(used[0])
    counted = [row["code"] for row in everything if any(row[one] not in ("0", "", "NA") for one in names[1:])]
    assert used == [
        {name: row[name] for name in names}
        for row in everything
        if row["code"] in ("Total", *counted) or any(one.startswith(f"{row['code']} > ") for one in counted)
    ]
    assert len(used) < len(everything)
    for name in set(everything[0]) - set(names):
        assert {row[name] for row in everything} <= {"0", "", "NA"}
    codes = {row["code"] for row in qcode("freq", "--used", "--format", "csv").done().records}
    every = qcode("freq", "--format", "csv").done().records
    assert (
        codes
        == {row["code"] for row in every if row["segments_aggregated"] not in ("0", "")}
        < {row["code"] for row in every}
    )


def test_the_role_decides_whose_speech_counts(qcode: Qcode, study: Path) -> None:
    def total(*options: str) -> int:
        return len(qcode("segments", "--format", "csv", *options).done().records)

    assert total("--role", "respondent") == total() == 802
    assert total("--role", "any") == 810
    assert qcode("segments", "--role", "interviewer", "--role", "respondent").done().out
    assert total("--role", "interviewer", "--role", "respondent") == 810


def test_segments_are_chosen_by_condition_and_coder(qcode: Qcode, study: Path, desk: Path) -> None:
    rows = qcode(
        "segments", "--where", "code = Gatekeeper and case = Sakuragi", "--coder", LIND, "--role", "any",
        "--format", "csv",
    ).done().records  # fmt: skip
    assert rows
    assert {one["coder"] for one in rows} == {LIND}
    assert {one["case"] for one in rows} == {"Sakuragi"}
    assert all(one["code"].startswith("Gatekeeper") for one in rows)
    qcode("segments", "--output", "s.csv", "--raw").done()
    assert len((desk / "s.csv").read_bytes()) > 10_000


@pytest.mark.parametrize(
    "options",
    [
        ["--rows", "facet:Actor", "--columns", "case.city_type"],
        ["--rows", "case.population:50000,200000", "--columns", "document.kind"],
        ["--rows", "document", "--columns", "coder"],
        ["--rows", "participant", "--columns", "code", "--themes"],
        ["--rows", "case", "--columns", "case.prefecture"],
        ["--measure", "documents", "--percent", "documents"],
        ["--measure", "cases", "--percent", "cases"],
        *(["--percent", percent] for percent in ("row", "column", "table")),
        *(
            ["--measure", measure, "--aggregated"]
            for measure in [
                "documents",
                "cases",
                "participants",
                "turns",
                "characters",
                "words",
                "coverage",
                "presence",
                "rate",
                "per-document",
                "quotes",
            ]
        ),
        *(
            ["--rows", "code", "--columns", "code", "--unit", unit, "--measure", measure]
            for unit, measure in [
                ("overlap", "c"),
                ("turn", "jaccard"),
                ("case", "phi"),
                ("turns:2", "presence"),
            ]
        ),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("format", ["csv", "table"])
def test_any_dimension_can_be_counted_against_any_other(
    qcode: Qcode, study: Path, options: list[str], format: str
) -> None:
    table = qcode("matrix", "--format", format, *options).done()
    assert table.text.count("\n") > 3
    assert len({len(row) for row in table.rows}) == 1 if format == "csv" else "Filter: none" in table.text


def test_the_matrix_takes_every_option_together(qcode: Qcode, study: Path, desk: Path) -> None:
    qcode(
        "matrix", "--rows", "code", "--columns", "document", "--measure", "segments", "--percent", "column",
        "--aggregated", "--per-coder", "--themes", "--role", "any", "--coder", MORI, "--coder", LIND,
        "--where", "case.population > 200000", "--format", "tsv", "--output", "m.tsv", "--raw",
    ).done()  # fmt: skip
    lines = (desk / "m.tsv").read_text("utf-8-sig").rstrip("\n").split("\n")
    assert len({line.count("\t") for line in lines}) == 1


def test_shares_of_a_row_come_to_one_where_each_segment_is_of_one_case(qcode: Qcode, study: Path) -> None:
    for row in qcode("matrix", "--percent", "row", "--format", "csv").records:
        shares = [float(row[case]) for case in CASES if row[case] not in ("", "NA")]
        if row["total"] and any(shares):
            assert sum(shares) == pytest.approx(1)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("matrix", "--rows", "vibes"), "no dimension “vibes”"),
        (("matrix", "--rows", "case.vibes"), "population"),
        (("matrix", "--columns", "facet:Vibes"), "Actor"),
        (("matrix", "--percent", "cases"), "cases"),
        (("matrix", "--rows", "case.population:x"), "x"),
        (("freq", "--where", "code ="), "\n    code =\n"),
        (("freq", "--where", "code = Gatekeper"), "Did you mean “Gatekeeper”?"),
        (("freq", "--where", "case.popul > 3"), "Did you mean “case.population”?"),
        (("segments", "--where", "(((("), "(((("),
        (("search", "(", "--regex"), "“(”"),
        (("search", ""), "nothing to search for"),
        (("search", "x", "--where", "kindd = a"), "kindd"),
        (("freq", "--output", "x.pdf"), "--format"),
        (("freq", "--output", "."), "--output"),
    ],
)
def test_a_question_that_makes_no_sense_is_answered_in_few_lines(
    qcode: Qcode, study: Path, words: tuple[str, ...], said: str
) -> None:
    qcode(*words).refused(said, code=2, lines=4)


def test_an_error_in_a_condition_points_at_its_place(qcode: Qcode, study: Path) -> None:
    said = qcode("freq", "--where", "kind = interview and cose = 1").err.split("\n")
    at = next(place for place, line in enumerate(said) if line.strip() == "^")
    assert said[at - 1][said[at].index("^") :].startswith("cose")


def test_unknown_coders_are_met_with_those_there_are(qcode: Qcode, study: Path) -> None:
    for command in ("freq", "matrix", "segments"):
        qcode(command, "--coder", "Nobody").refused(LIND)


@pytest.mark.parametrize(
    ("target", "said"), [("nowhere/t.csv", "folder does not exist"), ("file/t.csv", "folder")]
)
def test_a_table_that_cannot_be_written_says_why(
    qcode: Qcode, study: Path, desk: Path, target: str, said: str
) -> None:
    (desk / "file").write_text("x", "utf-8")
    qcode("freq", "--output", target).refused(said)
    assert sorted(one.name for one in desk.iterdir() if one.suffix != ".qcode-backups") == [
        "file",
        "study.qcode",
    ]


def test_an_output_file_is_replaced_as_a_whole(qcode: Qcode, study: Path, desk: Path) -> None:
    (desk / "t.json").write_text("old " * 100_000, "utf-8")
    qcode("freq", "--output", "t.json").done()
    assert json.loads((desk / "t.json").read_text("utf-8"))["table"] == "freq"


def test_search_finds_whatever_the_width_and_case(qcode: Qcode, study: Path, desk: Path) -> None:
    def hits(run: Run) -> set[tuple[str, str]]:
        return {(one["document"], one["start"]) for one in run.done().records}

    plain = hits(qcode("search", "mayor", "--format", "csv"))
    assert len(plain) > 5
    assert hits(qcode("search", "ＭＡＹＯＲ", "--format", "csv")) == plain
    some = hits(qcode("search", "mayor", "--role", "respondent", "--where", "kind = interview", "-f", "csv"))
    assert some < plain
    assert hits(qcode("search", "[Mm]ayor", "--regex", "--format", "csv")) == plain
    assert qcode("search", "no such words", "--format", "csv").done().records == []
    qcode("search", "mayor", "--output", "hits.csv", "--raw").done()
    assert (desk / "hits.csv").is_file()


@pytest.mark.parametrize("command", ["freq", "matrix", "segments"])
@pytest.mark.parametrize("choice", [("--where", "text contains zzzz"), ("--coder", "Ito")])
def test_a_choice_that_nothing_meets_counts_nothing(
    qcode: Qcode, study: Path, command: str, choice: tuple[str, str]
) -> None:
    qcode("codebook", "add", "Ito's", "--coder", "Ito").done()
    rows = qcode(command, "-f", "csv", *choice).done().rows[1:]
    cells = [cell for row in rows for cell in row[1:]]
    assert all(cell in ("", "0", "0.0", "NA") for cell in cells)
    if choice[0] == "--where":
        assert "Filter: text contains zzzz" in qcode(command, *choice).done().text
