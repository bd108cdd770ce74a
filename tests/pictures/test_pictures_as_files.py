"""Pictures as SVG and PNG: texts are texts, the same table gives the same bytes, and all of it fits."""

import io
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from picture_tables import TABLES, renamed, table, unfinished
from PIL import Image

from qcode.errors import UsageError
from qcode.model.tables import Format, Header
from qcode.pictures import KINDS, draw, fonts_missing, png, svg
from qcode.pictures.kinds import STEPS_NAMED
from qcode.pictures.plots import fonts

HOSTILE = "$\\frac{a}{b}$ <script>alert(1)</script> & \x1b[31m \u202e 南浜 %s {0}"
SVG = "{http://www.w3.org/2000/svg}"


def texts_of(picture: str) -> list[str]:
    """Return the texts of an SVG as a reader would find them."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(picture.encode(), parser)
    assert root.tag == f"{SVG}svg"
    return [one.text or "" for one in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_table_gives_the_same_bytes(kind: str) -> None:
    assert svg(kind, TABLES[kind]) == svg(kind, TABLES[kind])
    assert png(kind, TABLES[kind], dpi=60) == png(kind, TABLES[kind], dpi=60)


@pytest.mark.parametrize("kind", KINDS)
def test_texts_in_an_svg_are_texts_in_fonts_that_other_computers_have(kind: str) -> None:
    picture = svg(kind, TABLES[kind])
    found = texts_of(picture)
    assert "A title" in found
    assert any("Counted: segments." in text for text in found)
    assert any(re.search(r"[\u3040-\u9fff]", text) for text in found)
    assert "Noto Sans CJK JP" in picture
    assert "sans-serif" in picture
    assert "<dc:date>" not in picture


@pytest.mark.parametrize("kind", KINDS)
def test_no_text_is_read_as_a_formula_or_as_markup(kind: str) -> None:
    found = texts_of(svg(kind, renamed(TABLES[kind], HOSTILE)))
    assert any("$\\frac{a}{b}$ <script>" in text for text in found)
    assert png(kind, renamed(TABLES[kind], HOSTILE), dpi=40).startswith(b"\x89PNG")


@pytest.mark.parametrize("kind", KINDS)
def test_a_png_shows_something_and_keeps_its_margins_white(kind: str) -> None:
    image = Image.open(io.BytesIO(png(kind, TABLES[kind], dpi=72))).convert("L")
    width, height = image.size
    edges = [
        (0, 0, width, 8),
        (0, height - 8, width, height),
        (0, 0, 6, height),
        (width - 6, 0, width, height),
    ]
    assert image.getextrema()[0] < 100
    assert [image.crop(edge).getextrema()[0] for edge in edges] == [255] * 4


def boxes_of(picture: str) -> list[tuple[float, float, str]]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(picture.encode(), parser)
    return [(float(one.get("x")), float(one.get("y")), one.text or "") for one in root.iter(f"{SVG}text")]


def test_forty_codes_by_twenty_cases_do_not_cover_each_other() -> None:
    codes = [f"Code of a middling length, number {number}" for number in range(40)]
    cases = [f"Municipality {number}" for number in range(20)]
    big = table(
        "code",
        codes,
        [(case, Format.COUNT) for case in cases],
        [[row * column for column in range(20)] for row in range(40)],
    )
    rows = [y for _, y, text in boxes_of(svg("heatmap", big)) if text in codes]
    columns = [x for x, _, text in boxes_of(svg("heatmap", big)) if text in cases]
    assert len(rows) == 40 and len(columns) == 20
    assert min(b - a for a, b in zip(sorted(rows), sorted(rows)[1:], strict=False)) > 9
    assert min(b - a for a, b in zip(sorted(columns), sorted(columns)[1:], strict=False)) > 10


def test_what_is_said_by_a_shade_is_said_by_a_number_too() -> None:
    found = texts_of(svg("heatmap", TABLES["heatmap"]))
    assert {"12", "3", "0", "–", "·"} <= set(found)
    assert "999" not in found


@pytest.mark.parametrize("kind", ["heatmap", "bubbles"])
def test_a_number_that_may_grow_has_its_mark(kind: str) -> None:
    found = texts_of(svg(kind, unfinished(TABLES[kind], (1, 0), (0, 2), (3, 0))))
    assert "3+" in found and "12" in found
    assert any("+ may grow" in text for text in found)
    assert not any("+" in text for text in texts_of(svg(kind, TABLES[kind])))


@pytest.mark.parametrize(
    ("largest", "named"),
    [
        (1, ["0", "1"]),
        (5, ["0", "1", "2", "3", "4", "5"]),
        (8, ["0", "2", "4", "6", "8"]),
        (13, ["0", "5", "10", "13"]),
        (47, ["0", "20", "40", "47"]),
    ],
)
def test_shades_of_counts_are_named_by_whole_numbers_in_even_steps(largest: int, named: list[str]) -> None:
    one = table("code", ["a", "b"], [("x", Format.COUNT)], [[0], [largest]])
    low = max(y for _, y, _ in boxes_of(svg("heatmap", replace(one, notes=()))))
    found = [text for _, y, text in boxes_of(svg("heatmap", replace(one, notes=()))) if y == low]
    assert found == named


def test_what_is_new_stands_below_its_bar_where_no_line_runs() -> None:
    one = unfinished(TABLES["curve"], (1, 1), (1, 2))
    places = {text: y for _, y, text in boxes_of(svg("curve", one))}
    new, total = [places[text] for text in ("7 new", "2+ new", "0 new")], [places["7"], places["9+"]]
    assert len(set(new)) == 1
    assert min(new) > max(total) and min(new) > places["0"]
    assert any("+ may grow" in text for text in places)


def test_a_dendrogram_says_nothing_of_the_names_that_steps_have_in_its_table() -> None:
    named = replace(TABLES["dendrogram"], notes=["Each step.", STEPS_NAMED])
    assert not any("#1" in text for text in texts_of(svg("dendrogram", named)))
    assert "#1" not in draw("dendrogram", named)
    assert "Each step." in draw("dendrogram", named)


def test_what_heads_a_group_is_told_from_its_rows_without_bold_letters() -> None:
    rows = [Header("市役所"), Header("国の省庁", group="主体")]
    one = table("code", rows, [("1", Format.COUNT)], [[1], [0]])
    alone = replace(one, rows=[replace(row, group=None) for row in rows])
    lines = [len(re.findall(r'<g id="line2d_\d+">', svg("codeline", which))) for which in (one, alone)]
    assert lines[0] == lines[1] + 1


def test_kinds_of_points_have_shapes_of_their_own_as_well_as_colours() -> None:
    one = TABLES["map"]
    alike = replace(one, values=[["case", *row[1:]] for row in one.values])
    # Discs are drawn in curves; what is alike is all discs: two cases, a code, and their key.
    curves = [len(re.findall(r"^C ", svg("map", which), re.MULTILINE)) for which in (one, alike)]
    assert curves == [3 * 8, 4 * 8]


def test_without_title_and_notes_there_is_no_room_for_them() -> None:
    one = TABLES["dendrogram"]
    full, bare = (png("dendrogram", which, dpi=72) for which in (one, replace(one, title="", notes=())))
    heights = [Image.open(io.BytesIO(picture)).height for picture in (full, bare)]
    assert heights[0] - heights[1] > 30


def test_absurd_resolutions_are_refused() -> None:
    with pytest.raises(UsageError, match="dots per inch"):
        png("heatmap", TABLES["heatmap"], dpi=1_000_000)


def test_a_long_table_is_drawn_in_as_many_dots_as_can_be_read() -> None:
    long = table("code", [f"Code {n}" for n in range(250)], [("x", Format.COUNT)], [[n] for n in range(250)])
    image = Image.open(io.BytesIO(png("heatmap", long, dpi=1200)))
    assert 20_000 < max(image.size) <= 30_000


def test_a_picture_that_no_wall_could_hold_is_refused() -> None:
    names = [f"Code {n}" for n in range(2000)]
    endless = table("code", names, [("x", Format.COUNT)], [[1]] * 2000)
    with pytest.raises(UsageError, match="metres long"):
        svg("heatmap", endless)


def test_signs_that_no_font_here_has_are_named_in_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    assert fonts_missing(renamed(TABLES["curve"], "Kitaoka – Łódź")) == ""
    monkeypatch.setattr(fonts, "installed", lambda: ("DejaVu Sans",))
    assert fonts_missing(renamed(TABLES["curve"], "Kitaoka")) == ""
    said = fonts_missing(renamed(TABLES["curve"], "北岡市"))
    assert "“北岡市”" in said
    assert "Noto Sans CJK JP" in said


def test_without_matplotlib_only_files_are_missing_and_it_is_said_what_to_install(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "class Absent:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.partition('.')[0] in ('matplotlib', 'numpy'):\n"
        "            raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Absent())\n"
        "from picture_tables import TABLES\n"
        "from qcode.errors import MissingExtraError\n"
        "from qcode.pictures import draw, svg, png\n"
        "assert all(draw(kind, one) for kind, one in TABLES.items())\n"
        "for write in (svg, png):\n"
        "    try:\n"
        "        write('heatmap', TABLES['heatmap'])\n"
        "    except MissingExtraError as error:\n"
        "        print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        cwd=Path(__file__).parent,
        encoding="utf-8",
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout.count("needs the extra `plots`") == 2
    assert "pip install 'qcode[plots]'" in done.stdout


def test_settings_of_the_person_change_nothing_and_stay_as_they_are() -> None:
    import matplotlib

    before = png("heatmap", TABLES["heatmap"], dpi=50)
    with matplotlib.rc_context({"font.size": 40, "text.parse_math": True, "axes.facecolor": "red"}):
        assert png("heatmap", TABLES["heatmap"], dpi=50) == before
        assert matplotlib.rcParams["font.size"] == 40
    assert "matplotlib.pyplot" not in sys.modules
