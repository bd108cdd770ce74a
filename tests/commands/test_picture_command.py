"""Pictures as a person asks for them: drawn here, written as SVG or PNG, or the table in their place."""

import csv
import html
import io
from pathlib import Path

import pytest
from lxml import etree
from running import Qcode

from qcode import Project

DATES = """document,talk date
Minamihama_official,2023-05-12
Minamihama_port,2023-05-02
Kitaoka_consortium,2023-06-01
Sakuragi_official,2023-04-10
Sakuragi_chamber,2023-07-03
Yukimori_official,2023-09-11
"""


@pytest.fixture
def dated(qcode: Qcode, study: Path, desk: Path) -> Path:
    """The sample study with the dates of six interviews."""
    (desk / "dates.csv").write_text(DATES, "utf-8")
    qcode("documents", "set", "--from", "dates.csv").done()
    return study


def written(path: str) -> str:
    """Return an SVG file, having made sure that it can be read."""
    text = Path(path).read_text("utf-8")
    assert etree.fromstring(text.encode(), etree.XMLParser(no_network=True)).tag.endswith("svg")
    return text


def test_a_heat_map_is_the_matrix_with_shades(qcode: Qcode, study: Path) -> None:
    drawn = qcode("picture", "heatmap", "--themes", "--width", "80").done().text
    matrix = qcode("matrix", "--themes", "--format", "csv").done()
    assert drawn.startswith("Segments: code by case\n")
    for record in matrix.records[:-1]:
        name = record["code"].rpartition(" > ")[2]
        row = next(line for line in drawn.split("\n") if line.strip().startswith(name[:20]))
        numbers = row[31:].replace("░", " ").replace("▒", " ").replace("▓", " ").replace("█", " ").split()
        counts = [value for key, value in record.items() if key not in ("code", "total")]
        assert numbers == [{"not coded yet": "·", "": "·", "no data": "–"}.get(one, one) for one in counts]


def test_every_picture_is_also_its_table(qcode: Qcode, study: Path) -> None:
    options = (
        "--rows",
        "case",
        "--columns",
        "document.kind",
        "--measure",
        "documents",
        "--percent",
        "column",
    )
    of_picture = qcode("picture", "heatmap", *options, "--format", "csv").done()
    assert of_picture.rows == qcode("matrix", *options, "--format", "csv").done().rows
    qcode("picture", "bubbles", "--output", "table.xlsx").done()
    assert Path("table.xlsx").read_bytes().startswith(b"PK")


def test_heat_maps_take_all_that_the_matrix_takes(qcode: Qcode, study: Path) -> None:
    done = qcode(
        "picture", "heatmap", "--rows", "code", "--columns", "case", "--measure", "rate", "--aggregated", "--themes",
        "--role", "any", "--coder", "A. Mori", "--where", "kind = interview", "--pseudonyms", "--ascii", "--width", "90",
    ).done()  # fmt: skip
    assert "Minamihama" not in done.text
    assert "Names of participants, cases and documents are kept back" in done.text
    assert "A. Mori" in done.text
    assert "::" in done.text and not set("░▒▓█│┐") & set(done.text)
    share = qcode("picture", "heatmap", "--measure", "documents", "--percent", "documents", "--names").done()
    assert "%" in share.text


def test_bubbles_are_of_classes(qcode: Qcode, study: Path) -> None:
    done = qcode(
        "picture", "bubbles", "--rows", "code", "--columns", "case.population:50000", "--measure", "segments",
        "--percent", "column", "--aggregated", "--themes", "--role", "respondent", "--coder", "A. Mori",
        "--where", "kind = interview", "--names", "--pseudonyms", "--format", "svg", "--output", "b.svg",
        "--width", "80", "--ascii", "--dpi", "80",
    )  # fmt: skip
    assert done.code == 0, done.err
    assert "&gt;= 50,000" in written("b.svg")


def test_a_network_names_the_pairs_that_go_together_most(qcode: Qcode, study: Path) -> None:
    table = qcode(
        "picture", "network", "--unit", "document", "--measure", "count", "--edges", "5", "--aggregated",
        "--role", "any", "--coder", "A. Mori", "--where", "kind = interview", "--pseudonyms", "--format", "csv",
    ).done()  # fmt: skip
    assert len(table.records) == 5
    strengths = [int(one["strength"]) for one in table.records]
    assert strengths == sorted(strengths, reverse=True)
    matrix = qcode(
        "matrix", "--columns", "code", "--unit", "document", "--aggregated", "--role", "any", "--coder", "A. Mori",
        "--where", "kind = interview", "-f", "csv",
    ).done()  # fmt: skip
    cells = {
        frozenset((row["code"].rpartition(" > ")[2], column.rpartition(" > ")[2])): value
        for row in matrix.records
        for column, value in row.items()
    }
    for one in table.records:
        left, right = one["left"].rpartition(" > ")[2], one["right"].rpartition(" > ")[2]
        assert cells[frozenset((left, right))] == one["strength"]
    qcode("picture", "network", "--names", "--output", "n.png", "--dpi", "60").done()
    assert Path("n.png").read_bytes().startswith(b"\x89PNG")
    drawn = qcode("picture", "network", "--ascii", "--width", "70").done().text
    assert "####" in drawn and max(map(len, drawn.split("\n"))) <= 70


def test_dendrogram_and_map_are_of_the_typology(qcode: Qcode, study: Path) -> None:
    options = ("--codes", "code:Gatekeeper", "--measure", "share", "--where", "kind = interview")
    merges = qcode("typology", "clusters", *options, "--format", "csv").done()
    assert qcode("picture", "dendrogram", *options, "--format", "csv").done().rows == merges.rows
    drawn = qcode(
        "picture", "dendrogram", "--codes", "code", "--measure", "presence", "--aggregated", "--distance", "jaccard",
        "--linkage", "complete", "--role", "any", "--coder", "A. Mori", "--where", "kind = interview", "--names",
        "--pseudonyms", "--width", "70", "--ascii",
    ).done()  # fmt: skip
    assert "Kitaoka" not in drawn.text and "+" in drawn.text
    qcode("picture", "dendrogram", "--output", "d.svg", "--dpi", "100").done()
    assert "Kitaoka" in written("d.svg")

    points = qcode("typology", "map", "--codes", "code:Gatekeeper", "--format", "csv").done()
    assert qcode("picture", "map", "--codes", "code:Gatekeeper", "--format", "csv").done().rows == points.rows
    done = qcode(
        "picture", "map", "--measure", "presence", "--aggregated", "--multiple", "--with", "case.city_type",
        "--role", "any", "--coder", "A. Mori", "--where", "kind = interview", "--pseudonyms", "--names",
        "--width", "100", "--ascii", "--dpi", "90", "--output", "m.svg",
    )  # fmt: skip
    assert done.code == 0, done.err
    assert "core city" in written("m.svg")


def first_of_each(segments: list[dict[str, str]], documents: list[str]) -> list[tuple[int, int]]:
    """Count by brute force which codes come up first in which document: (new, so far) for each."""
    seen: set[str] = set()
    counts = []
    for document in documents:
        codes = {one["code"] for one in segments if one["document"] == document}
        counts.append((len(codes - seen), len(codes | seen)))
        seen |= codes
    return counts


def test_saturation_counts_new_codes_interview_by_interview(qcode: Qcode, dated: Path) -> None:
    facets = ("Actor", "Governance level", "Period", "Stance", "Mission field")
    segments = [
        one
        for one in qcode("segments", "--role", "respondent", "--format", "csv").done().records
        if one["code"].partition(" > ")[0] not in facets
    ]
    table = qcode("picture", "saturation", "--date", "talk date", "--format", "csv").done()
    assert table.rows[0] == ["document", "date", "new_codes", "codes"]
    order = [one["document"] for one in table.records]
    assert order[:6] == [
        "Sakuragi_official", "Minamihama_port", "Minamihama_official", "Kitaoka_consortium", "Sakuragi_chamber",
        "Yukimori_official",
    ]  # fmt: skip
    assert [one["date"] for one in table.records][6:] == [""] * 5
    counts = [(int(one["new_codes"]), int(one["codes"])) for one in table.records]
    assert counts == first_of_each(segments, order)


def test_saturation_in_another_order_and_of_everything(qcode: Qcode, dated: Path) -> None:
    done = qcode(
        "picture", "saturation", "--order", "import", "--date", "talk date", "--every-document", "--role", "any",
        "--coder", "A. Mori", "--where", "case = Sakuragi", "--names", "--format", "csv",
    ).done()  # fmt: skip
    assert {one["document"] for one in done.records} == {
        "Sakuragi_official", "Sakuragi_chamber", "Sakuragi_strategy_2019",
    }  # fmt: skip
    drawn = qcode("picture", "saturation", "--ascii", "--width", "60", "--pseudonyms").done().text
    assert "Sakuragi" not in drawn and "#" in drawn
    qcode("picture", "saturation", "--dpi", "50", "--output", "s.png").done()
    assert Path("s.png").read_bytes().startswith(b"\x89PNG")


def test_of_a_project_without_documents_a_picture_says_that_there_is_nothing(
    qcode: Qcode, empty: Path
) -> None:
    assert "\nThere is nothing to show.\n" in qcode("picture", "saturation").done().text


def test_a_saturation_table_as_a_page_has_the_quotations_of_the_new_codes(qcode: Qcode, dated: Path) -> None:
    qcode("picture", "saturation", "--date", "talk date", "--output", "s.html").done()
    page = html.unescape(Path("s.html").read_text("utf-8"))
    first = qcode("segments", "--where", "document = Sakuragi_official", "--format", "csv").done().records[0]
    assert first["quote"][:40] in page


def test_a_timeline_has_dated_documents_by_case(qcode: Qcode, dated: Path) -> None:
    table = qcode("picture", "timeline", "--date", "talk date", "--no-events", "--format", "csv").done()
    assert table.rows[0] == ["what", "case", "kind", "from", "until"]
    assert [one["what"] for one in table.records][:2] == ["Minamihama_port", "Minamihama_official"]
    assert {one["what"] for one in table.records} == {
        line.partition(",")[0] for line in DATES.split("\n")[1:] if line
    }
    drawn = qcode(
        "picture", "timeline", "--date", "talk date", "--events", "--role", "any", "--coder", "A. Mori",
        "--where", "case = Sakuragi", "--names", "--width", "70", "--ascii",
    ).done()  # fmt: skip
    assert "Left out: 1 document without a date." in drawn.text
    assert "Filter: case = Sakuragi" in drawn.text
    assert "Codings counted" not in drawn.text
    assert "counted speech" not in drawn.text
    assert drawn.text.split("\n")[3] == "Sakuragi"
    done = qcode("picture", "timeline", "--pseudonyms", "--output", "t.svg", "--dpi", "100")
    assert "Sakuragi" not in written("t.svg"), done.err


def test_dates_that_are_none_are_told(qcode: Qcode, dated: Path) -> None:
    qcode("picture", "timeline", "--date", "tlk date").refused("talk date")
    qcode("documents", "set", "Kitaoka_consortium", "issuer=City").done()
    qcode("picture", "saturation", "--date", "issuer").refused("holds no dates", code=2)


def test_periods_are_a_strip_for_each_case(qcode: Qcode, study: Path) -> None:
    table = qcode(
        "picture", "periods", "--facet", "Period", "--measure", "documents", "--role", "any", "--coder", "A. Mori",
        "--where", "kind = interview", "--names", "--pseudonyms", "--names", "--format", "csv",
    ).done()  # fmt: skip
    assert table.rows[0][:3] == ["case", "Period > Before 1980", "Period > 1980s"]
    assert "(none)" not in table.rows[0]
    full = qcode(
        "matrix", "--rows", "case", "--columns", "facet:Period", "--measure", "documents", "--role", "any",
        "--coder", "A. Mori", "--where", "kind = interview", "-f", "csv",
    ).done()  # fmt: skip
    for record, whole in zip(table.records, full.records, strict=True):
        assert record == {key: value for key, value in whole.items() if key in record}
    assert "░" in qcode("picture", "periods").done().text
    qcode("picture", "periods", "--output", "p.svg", "--width", "80", "--ascii", "--dpi", "90").done()
    qcode("picture", "periods", "--facet", "Weather").refused("Weather", "Period", code=2)


def test_a_code_line_goes_turn_by_turn(qcode: Qcode, study: Path) -> None:
    table = qcode(
        "picture", "codeline", "Minamihama_official", "--role", "respondent", "--coder", "A. Mori",
        "--where", "kind = interview", "--names", "--format", "csv",
    ).done()  # fmt: skip
    segments = qcode(
        "segments", "--where", "document = Minamihama_official and coder = 'A. Mori'", "-f", "csv"
    ).done()
    assert {one["code"] for one in table.records} == {one["code"] for one in segments.records}
    assert len(table.rows[0]) == 1 + 32
    drawn = (
        qcode("picture", "codeline", "Minamihama_official", "--width", "80", "--ascii", "--pseudonyms")
        .done()
        .text
    )
    assert "Minamihama" not in drawn
    notes = qcode("picture", "codeline", "Minamihama_official").done().text
    assert "N in scope with counted speech: 1 document, 1 case, 1 participant." in notes
    everybodys = qcode("segments", "--where", "document = Minamihama_official", "-f", "csv").done()
    assert f"Codings counted: {len(everybodys.records)} by" in notes
    every = qcode("picture", "codeline", "Minamihama_official", "--role", "any").done().text
    assert "Not counted" not in every
    paragraphs = qcode("picture", "codeline", "Kitaoka_strategy_2022").done().text
    assert "paragraph by paragraph" in paragraphs
    qcode("picture", "codeline", "Minamihama_official", "--output", "c.png", "--dpi", "40").done()
    qcode("picture", "codeline", "Minamihma").refused("Minamihama")


def test_a_picture_on_standard_output_is_nothing_but_the_picture(qcode: Qcode, study: Path) -> None:
    assert qcode("picture", "heatmap", "--format", "svg").done().text.startswith("<?xml")
    assert qcode("picture", "heatmap", "--format", "png", "--dpi", "30").done().out.startswith(b"\x89PNG")
    assert csv.reader(io.StringIO(qcode("picture", "heatmap", "-f", "csv").done().text))


def test_the_ending_of_a_file_says_what_is_written(qcode: Qcode, study: Path) -> None:
    qcode("picture", "heatmap", "-o", "drawn.txt").done()
    assert "░░" in Path("drawn.txt").read_text("utf-8")
    qcode("picture", "heatmap", "-o", "table.md").done()
    assert "| " in Path("table.md").read_text("utf-8")
    qcode("picture", "heatmap", "-o", "what.pdf").refused(".svg", code=2)
    assert not Path("what.pdf").exists()


def test_the_same_study_gives_the_same_picture(qcode: Qcode, study: Path) -> None:
    for name in ("one.svg", "two.svg"):
        qcode("picture", "network", "-o", name).done()
    assert Path("one.svg").read_bytes() == Path("two.svg").read_bytes()


def test_a_study_of_nothing_is_drawn_or_refused_in_words(qcode: Qcode, empty: Path) -> None:
    for verb in ("heatmap", "bubbles", "network", "saturation", "timeline"):
        assert qcode("picture", verb).done().text
    qcode("picture", "periods").refused("no facets", code=2)
    for verb in ("dendrogram", "map"):
        qcode("picture", verb).refused("case")


def test_events_stand_among_the_documents_of_their_case(qcode: Qcode, dated: Path) -> None:
    with Project.open(dated, coder="A. Mori") as project:
        project.events.add("2016-04", "EU project", case="Minamihama", until="2020-03")
        project.events.add("1998", "姉妹都市", case="Sakuragi", until="open")
        project.events.add("2011-03-11", "National plan")
    table = qcode("picture", "timeline", "--format", "csv").done()
    added = ("EU project", "姉妹都市", "National plan")
    events = [one for one in table.records if one["what"] in added]
    assert [(one["what"], one["case"], one["from"], one["until"]) for one in events] == [
        ("EU project", "Minamihama", "2016-04", "2020-03"),
        ("姉妹都市", "Sakuragi", "1998", "open"),
        ("National plan", "", "2011-03-11", ""),
    ]
    lines = qcode("picture", "timeline", "--width", "100").done().text.split("\n")
    assert next(line for line in lines if "姉妹都市" in line).endswith("━→")
    assert lines.index("(no case)") > lines.index("Sakuragi") > lines.index("Minamihama")
    of_one = qcode("picture", "timeline", "--where", "case = Sakuragi", "--format", "csv").done().text
    assert "EU project" not in of_one
    assert "National plan" in of_one
