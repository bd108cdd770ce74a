"""Whatever was printed comes back: paragraphs from lines of any width, words from any columns."""

import textwrap

from hypothesis import given, settings
from hypothesis import strategies as st

from qcode.importers.pdf_pages.columns import blocks_of
from qcode.importers.pdf_pages.margins import without_margins
from qcode.importers.pdf_pages.measures import fills
from qcode.importers.pdf_pages.pages import Line, Page, Run
from qcode.importers.pdf_pages.paragraphs import write
from qcode.importers.pdf_pages.rows import line_of, rows_of

WIDTH = 6.0
SIZE = 10.0
PITCH = 14.0

words = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=9)
paragraphs = st.lists(st.lists(words, min_size=1, max_size=60).map(" ".join), min_size=1, max_size=6)
japanese = st.lists(
    st.text("国際戦略町港学校人口窓かきくけこ", min_size=1, max_size=120), min_size=1, max_size=6
)


def run(text: str, left: float, base: float, *, size: float = SIZE, width: float = WIDTH) -> Run:
    return Run(text, left, left + len(text) * width, base, size)


def printed(lines: list[str], left: float = 72.0, width: float = WIDTH) -> list[Run]:
    """Lines one below the other; an empty one leaves room."""
    return [run(line, left, 100 + at * PITCH, width=width) for at, line in enumerate(lines) if line]


def lines_of(runs: list[Run], page: int = 0) -> list[Line]:
    return [line_of(row, page, block.column) for block in blocks_of(runs) for row in rows_of(block.runs)]


@given(paragraphs, st.integers(20, 90))
def test_paragraphs_with_room_between_them_come_back_from_lines_of_any_width(
    texts: list[str], width: int
) -> None:
    lines = [line for text in texts for line in [*textwrap.wrap(text, width), ""]]
    written = write(lines_of(printed(lines)), set())
    assert written.text == "\n".join(texts)


@given(japanese, st.integers(8, 40))
def test_japanese_paragraphs_come_back_from_lines_of_any_length(texts: list[str], length: int) -> None:
    ruler = "国" * length
    lines = [ruler, ""]
    for text in texts:
        lines += [text[at : at + length] for at in range(0, len(text), length)]
        lines.append("")
    assert write(lines_of(printed(lines, width=SIZE)), set()).text == "\n".join([ruler, *texts])


@given(paragraphs, st.integers(20, 60))
def test_every_line_is_found_where_the_text_says_it_starts(texts: list[str], width: int) -> None:
    lines = lines_of(printed([line for text in texts for line in textwrap.wrap(text, width)]))
    written = write(lines, set())
    for line, start in zip(lines, written.starts, strict=True):
        assert written.text.startswith(line.text, start)


@settings(max_examples=50)
@given(st.data(), st.integers(10, 30))
def test_columns_are_read_one_after_the_other_however_they_were_drawn(
    data: st.DataObject, count: int
) -> None:
    left = [f"L{at:02}" + "x" * 30 for at in range(count)]
    right = [f"R{at:02}" + "x" * 30 for at in range(count)]
    one, other = printed(left), printed(right, 320.0)
    across = data.draw(st.booleans())
    drawn = [run for pair in zip(one, other, strict=True) for run in pair] if across else one + other
    found = [line.text[:3] for line in lines_of(drawn)]
    assert found == [line[:3] for line in [*left, *right]]


@given(st.lists(st.tuples(words, st.floats(50, 500), st.floats(50, 750), st.floats(1, 40)), max_size=40))
def test_words_scattered_on_a_page_all_come_back_once(
    scattered: list[tuple[str, float, float, float]],
) -> None:
    runs = [run(word, left, base, size=size) for word, left, base, size in scattered]
    lines = lines_of(runs)
    assert sorted("".join(line.text for line in lines).replace("\t", "").replace(" ", "")) == sorted(
        "".join(word for word, *_ in scattered)
    )
    assert sorted(write(lines, set()).text.replace(" ", "").replace("\t", "").replace("\n", "")) == sorted(
        "".join(word for word, *_ in scattered)
    )


@given(st.lists(st.lists(words, min_size=4, max_size=20, unique=True), min_size=2, max_size=12))
def test_only_what_comes_again_at_its_place_is_left_out(bodies: list[list[str]]) -> None:
    pages = []
    for number, body in enumerate(bodies):
        unlike = [f"{word}{'qxz'[number % 3] * (1 + number)}" for word in body]
        runs = (run("Head", 72, 40), *printed(unlike), run(str(number + 1), 300, 800))
        pages.append(Page("", 595, 842, False, runs))
    left = without_margins(pages)
    assert (left.heads, left.numbers) == (len(bodies), len(bodies))
    assert [page and page.runs for page in left.pages] == [page.runs[1:-1] for page in pages]


def test_a_line_is_full_when_the_next_word_had_no_room() -> None:
    line, following = lines_of([run("words", 72, 100), run("further words", 72, 114)])
    line.room = 12 * WIDTH
    assert not fills(line, following)
    line.room = 5 * WIDTH
    assert fills(line, following)
