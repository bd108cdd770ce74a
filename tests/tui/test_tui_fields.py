"""Fields to type in: what is in them is as it was given, and what is shown of it is safe."""

import ast
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.app import App, ComposeResult

import qcode.tui
from qcode.text.widths import cell_width
from qcode.tui.widgets.fields import Field, Pages

HOSTILE = "a\x1b]52;c;x\x07 \x9b2J \u202eb\u2066\t\u200e\x7f市長"


class Bare(App[None]):
    """Two fields and nothing else."""

    def compose(self) -> ComposeResult:
        yield Field()
        yield Pages(soft_wrap=True)


def drawn(widget: Field | Pages) -> str:
    return "".join(widget.render_line(y).text for y in range(widget.size.height))


def steers(shown: str) -> set[str]:
    return {sign for sign in shown if sign in "\x1b\x07\x9b\x7f\u202e\u2066\u200e"}


async def test_a_line_keeps_what_it_was_given_and_shows_it_safely() -> None:
    async with Bare().run_test() as pilot:
        field = pilot.app.query_one(Field)
        field.put(HOSTILE)
        await pilot.pause()
        assert field.value == HOSTILE
        assert not steers(drawn(field))
        assert "␛]52;c;x␇" in drawn(field)


async def test_what_is_pasted_is_kept_and_shown_safely() -> None:
    from textual import events

    async with Bare().run_test() as pilot:
        for widget in (pilot.app.query_one(Field), pilot.app.query_one(Pages)):
            widget.focus()
            await pilot.pause()
            pilot.app.post_message(events.Paste("x\x9b2J\u202e"))
            await pilot.pause()
            kept = widget.value if isinstance(widget, Field) else widget.text
            assert kept == "x\x9b2J\u202e"
            assert not steers(drawn(widget))


async def test_the_cursor_stands_where_the_sign_is_shown() -> None:
    async with Bare().run_test() as pilot:
        field = pilot.app.query_one(Field)
        field.put("\x1b\t\x9b市x")
        field.cursor_position = 4
        await pilot.pause()
        assert field.cursor_screen_offset.x - field.content_region.x == cell_width("␛ �市")


async def test_lines_keep_every_sign_but_what_is_typed() -> None:
    stored = "one\r\ntwo\x0bthree\u2028four\x85\n\tfive\u200e\n"
    async with Bare().run_test() as pilot:
        pages = pilot.app.query_one(Pages)
        pages.text = stored
        assert pages.text == stored
        pages.move_cursor((0, 0))
        pages.insert("x")
        assert pages.text == f"x{stored}"
        pages.undo()
        assert pages.text == stored
        pages.move_cursor(pages.document.end)
        pages.insert("six\r\nseven\reight")
        assert pages.text == f"{stored}six\nseven\neight"


async def test_long_lines_of_signs_made_visible_are_all_shown() -> None:
    async with Bare().run_test(size=(40, 24)) as pilot:
        pages = pilot.app.query_one(Pages)
        pages.text = "\x1b" * 100
        await pilot.pause()
        assert drawn(pages).count("␛") == 100


@settings(max_examples=60, deadline=None)
@given(st.text(), st.data())
def test_lines_put_one_text_in_place_of_another_as_a_string_does(text: str, data: st.DataObject) -> None:
    from qcode.tui.widgets.fields import _Lines

    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    new = data.draw(st.text(alphabet=st.characters(exclude_characters="\r")))
    lines = _Lines(text)

    def place(offset: int) -> tuple[int, int]:
        before = text[:offset].split("\n")
        return len(before) - 1, len(before[-1])

    result = lines.replace_range(place(start), place(end), new)
    assert lines.text == text[:start] + new + text[end:]
    assert result.replaced_text == text[start:end]
    after = (text[:start] + new).split("\n")
    assert result.end_location == (len(after) - 1, len(after[-1]))


@pytest.mark.parametrize("bare", ["Input", "TextArea"])
def test_no_view_makes_a_field_that_shows_what_it_is_given_unsafely(bare: str) -> None:
    found = []
    for path in Path(qcode.tui.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            made = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == bare
            subclass = (
                isinstance(node, ast.ClassDef)
                and path.name != "fields.py"
                and any(isinstance(base, ast.Name) and base.id == bare for base in node.bases)
            )
            if made or subclass:
                found.append(f"{path.name}:{node.lineno}")
    assert found == []
