"""Pictures in characters: readable, no wider than there is room, and harmless whatever a text says."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from picture_tables import TABLES, renamed, table, unfinished

from qcode.errors import UsageError
from qcode.model.tables import Column, Format, Header, Missing
from qcode.pictures import KINDS, draw
from qcode.text.widths import cell_width

HOSTILE = "\x1b[31mred\x07 \u202e$x^2$ [b]bold[/b] <script>\t南\u200d浜\r\nline2"


def test_there_is_a_table_to_try_every_kind_with() -> None:
    assert set(TABLES) == set(KINDS)
    assert all(kind.what and kind.shape for kind in KINDS.values())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", [40, 57, 80, 200])
def test_no_line_is_wider_than_there_is_room(kind: str, width: int) -> None:
    drawn = draw(kind, TABLES[kind], width=width)
    assert max(cell_width(line) for line in drawn.split("\n")) <= width


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_stands_between_its_title_and_its_notes(kind: str) -> None:
    drawn = draw(kind, TABLES[kind])
    assert drawn.startswith("A title\n\n")
    assert drawn.endswith("\nCounted: segments.\nN: 3 documents.\n")
    bare = draw(kind, TABLES[kind], notes=False)
    assert bare in drawn
    assert "A title" not in bare


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=25)
@given(
    name=st.one_of(st.just(HOSTILE), st.text(max_size=60)), width=st.integers(40, 110), ascii=st.booleans()
)
def test_no_text_breaks_a_picture_or_steers_the_terminal(
    kind: str, name: str, width: int, ascii: bool
) -> None:
    drawn = draw(kind, renamed(TABLES[kind], name), width=width, ascii=ascii)
    lines = drawn.split("\n")
    assert all(unicodedata.category(sign) not in ("Cc", "Cs") for line in lines for sign in line)
    assert not any(sign in drawn for sign in "\u202e\u2066\u200e")
    assert max(cell_width(line) for line in lines) <= width


@pytest.mark.parametrize("kind", KINDS)
def test_ascii_pictures_have_only_ascii_signs(kind: str) -> None:
    plain = renamed(TABLES[kind], "Name")
    # What pairs and merges name stands in their columns.
    english = {"ローカル・バズ": "Name", "桜木市": "Sakuragi"}
    values = [
        [english.get(value, value) if isinstance(value, str) else value for value in row]
        for row in plain.values
    ]
    drawn = draw(kind, table(plain.stub, plain.rows, plain.columns, values), ascii=True)
    assert drawn.isascii(), [line for line in drawn.split("\n") if not line.isascii()]


def test_nothing_found_no_data_and_not_coded_yet_are_three_different_things() -> None:
    drawn = draw("heatmap", TABLES["heatmap"], notes=False)
    rows = {line.split()[0]: line for line in drawn.split("\n") if line.strip()}
    assert rows["Gatekeeper"].endswith(" 0")
    assert rows["ローカル・バズ"].endswith(" –")
    assert "·" in rows["1990s"]
    assert "– no data" in drawn
    assert "· not coded yet" in drawn


@pytest.mark.parametrize("kind", ["heatmap", "bubbles"])
@pytest.mark.parametrize("ascii", [False, True])
def test_a_number_that_may_grow_has_its_mark_and_the_others_their_place_above_it(
    kind: str, ascii: bool
) -> None:
    drawn = draw(kind, unfinished(TABLES[kind], (1, 0), (0, 2), (3, 0)), notes=False, ascii=ascii)
    rows = [row for row in drawn.split("\n") if row.strip()]
    marked, whole = (
        next(row for row in rows if row.split()[0] == name) for name in ("ローカル・バズ", "Gatekeeper")
    )
    assert "3+" in marked and "+" not in whole
    assert cell_width(marked[: marked.index("3+")]) == cell_width(whole[: whole.index("12") + 1])
    assert sum(row.count("+") for row in rows) == 2
    assert "+ so far: not every document is finished" in rows
    assert "so far" not in draw(kind, TABLES[kind], notes=False)


def test_a_curve_marks_what_may_grow_and_what_is_not_coded_yet() -> None:
    waiting = [["2023-05-01", 7, 7], ["2023-06", 2, 9], ["", Missing.NOT_CODED, 9]]
    one = unfinished(replace(TABLES["curve"], values=waiting), (1, 1), (1, 2), (2, 2))
    rows = draw("curve", one, notes=False).split("\n")
    assert [row.split()[2:5] for row in rows[:2]] == [["7", "new", "7"], ["2+", "new", "9+"]]
    assert rows[2].split()[1:3] == ["·", "9+"]
    assert "+ so far: not every document is finished" in rows
    assert any(row.startswith("· not coded yet") for row in rows)
    assert "~ " in draw("curve", one, notes=False, ascii=True).split("\n")[2]


def test_totals_would_outshine_everything_and_are_left_out() -> None:
    drawn = draw("heatmap", TABLES["heatmap"], notes=False)
    assert "999" not in drawn
    assert "Total" not in drawn
    assert "██ to 12" in drawn


def test_shades_are_quarters_of_the_largest_number() -> None:
    one = table("code", ["a", "b", "c", "d", "e"], [("x", Format.COUNT)], [[0], [25], [26], [75], [100]])
    shades = [line[-6:].strip() for line in draw("heatmap", one, notes=False).split("\n")[1:6]]
    assert shades == ["0", "░░ 25", "▒▒ 26", "▓▓ 75", "██100"]


def test_many_columns_are_led_down_to_and_very_many_folded() -> None:
    names = [f"Municipality {number}" for number in range(30)]
    wide = table("code", ["Gatekeeper"], [(name, Format.COUNT) for name in names], [list(range(30))])
    drawn = draw("heatmap", wide, width=80, notes=False)
    assert all(drawn.count(f"Municipality {number} ") == 1 for number in range(30))
    assert drawn.count("Gatekeeper") > 1
    first = drawn.split("\n")[0]
    assert first.index("┐") == max(
        line.rindex("┐") for line in drawn.split("\n\n")[0].split("\n") if "┐" in line
    )


def test_a_dendrogram_joins_at_the_height_where_two_meet() -> None:
    rows = draw("dendrogram", TABLES["dendrogram"], width=80, notes=False).split("\n")
    assert [row.split()[0] for row in rows[:4]] == ["Uonoura", "Kitaoka", "桜木市", "Yukimori"]
    scale = rows[5]
    end = len(rows[4]) - rows[4].index("┬") - 1
    assert scale.split() == ["0", "0.5", "1", "1.5"]
    # Kitaoka and 桜木市 meet at 0.2 of 1.5.
    assert rows[1].index("┬" if "┬" in rows[1] else "┐") - rows[4].index("┬") == pytest.approx(
        end * 0.2 / 1.5, abs=1
    )


def test_a_timeline_tells_points_spans_and_what_goes_on_apart() -> None:
    lines = draw("timeline", TABLES["timeline"], notes=False).split("\n")
    of = {line.split()[0]: line for line in lines if line.strip()}
    assert of["Strategy"].endswith("▲") and "▲ strategy document" in lines[-2]
    assert "━" in of["EU"] and "→" not in of["EU"]
    assert of["Sister"].endswith("━→")
    assert not any("no date" in line for line in lines)
    assert [line for line in lines[1:-3] if not line.startswith(" ")] == ["Kitaoka", "桜木市"]


def test_names_without_room_on_a_map_are_listed_below_by_number() -> None:
    crowd = [f"Place number {number}" for number in range(40)]
    columns = [
        Column("kind"),
        Column("axis 1", format=Format.DECIMAL),
        Column("axis 2", format=Format.DECIMAL),
    ]
    same = table("point", crowd, columns, [["case", 1.0 + n % 3 / 100, 1.0] for n in range(40)])
    drawn = draw("map", same, width=70, height=20, notes=False)
    assert all(name in drawn for name in crowd)


def test_a_code_line_marks_the_turns_a_code_lies_in() -> None:
    rows = draw("codeline", TABLES["codeline"], notes=False).split("\n")
    assert rows[1].split()[1] == "·██·············█·············"
    assert rows[2].split()[1] == "·" * 29 + "█"
    assert rows[0].split() == ["1", "11", "21"]


def test_a_curve_says_what_is_new_and_what_there_is() -> None:
    rows = draw("curve", TABLES["curve"], notes=False).split("\n")
    assert rows[0].split()[:4] == ["Kitaoka_official", "2023-05-01", "7", "new"]
    assert rows[0].split()[4] == "7"
    assert not any("+" in row for row in rows)
    assert rows[1].rstrip("█").endswith("▒")
    assert "█" not in rows[2]


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_of_another_shape_is_refused_in_words(kind: str) -> None:
    plain = table(None, [""], [("name", Format.TEXT)], [["Kitaoka"]])
    with pytest.raises(UsageError, match=r"cannot be shown as"):
        draw(kind, plain)


def test_an_unknown_kind_is_refused_with_those_there_are() -> None:
    with pytest.raises(UsageError, match=r"heatmap, bubbles"):
        draw("pie", TABLES["heatmap"])


@pytest.mark.parametrize("kind", ["heatmap", "bubbles", "codeline"])
def test_a_table_without_rows_is_drawn_as_such(kind: str) -> None:
    assert draw(kind, table("code", [], [("x", Format.COUNT)], []))


@pytest.mark.parametrize("kind", ["network", "dendrogram", "map", "timeline", "curve"])
def test_a_list_without_rows_is_drawn_as_such(kind: str) -> None:
    one = TABLES[kind]
    assert draw(kind, table(one.stub, [], one.columns, []))


@pytest.mark.parametrize(
    "values",
    [
        [["A", "B", 0.2, 2], ["#1", "#1", 0.3, 3]],
        [["A", "B", 0.2, 2], ["#2", "C", 0.3, 3]],
        [["A", "B", 0.2, 2], ["#1", "C", 0.3, 3], ["#1", "D", 0.4, 4]],
        [["A", "B", Missing.NO_DATA, 2]],
    ],
)
def test_merges_that_cannot_be_are_refused(values: list[list[object]]) -> None:
    columns = TABLES["dendrogram"].columns
    with pytest.raises(UsageError, match=r"step \d"):
        draw("dendrogram", table("step", [Header("")] * len(values), columns, values))


def test_shares_are_never_without_their_n() -> None:
    columns = [Column("interview", format=Format.SHARE, n=6), Column("strategy", format=Format.SHARE, n=1200)]
    drawn = draw("heatmap", table("code", ["Gatekeeper"], columns, [[0.5, 0.25]]), notes=False)
    assert "interview (N=6)" in drawn.replace("\n", " ") or "(N=6)" in drawn
    assert "(N=1,200)" in drawn
    rows = [Header("Kitaoka", n=40)]
    assert "Kitaoka (N=40)" in draw(
        "bubbles", table("case", rows, [("x", Format.SHARE)], [[0.5]]), notes=False
    )


@pytest.mark.parametrize("largest", range(1, 9))
def test_the_key_of_small_counts_names_each_limit_once(largest: int) -> None:
    counts = [[number] for number in range(largest + 1)]
    rows = [Header(f"row {number}") for number in range(largest + 1)]
    drawn = draw("heatmap", table("code", rows, [Column("Kitaoka", format=Format.COUNT)], counts), ascii=True)
    key = next(line for line in drawn.split("\n") if " to " in line)
    limits = [int(part.split()[-1]) for part in key.split("  ") if part.strip()]
    assert limits == sorted(set(limits))
    assert limits[0] >= 1
    assert limits[-1] == largest
