"""Any text can be shown without the terminal obeying it, and fits the cells it is given."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from qcode.text.display import safe, shorten
from qcode.text.widths import cell_width, fit

BIDI_CONTROLS = [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
        ("a\tb", "a b"),
        ("a\nb", "a␊b"),
        ("\x7f\x00", "␡␀"),
        ("\x9b31m", "\ufffd31m"),
        ("\u202eevil\u2066", "\ufffdevil\ufffd"),
        ("line\u2028line\u2029", "line\ufffdline\ufffd"),
        ("half \ud83d of a pair", "half \ufffd of a pair"),
        ("国際戦略（笑）👩‍👩‍👧 é", "国際戦略（笑）👩‍👩‍👧 é"),
    ],
)
def test_what_a_terminal_would_obey_becomes_visible(raw: str, shown: str) -> None:
    assert safe(raw) == shown


def test_newlines_stay_where_lines_are_wanted() -> None:
    assert safe("one\r\ntwo\x1b", keep_newlines=True) == "one␍\ntwo␛"


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec=None), max_size=60), st.booleans())
def test_safe_text_has_no_control_left_and_keeps_every_offset(text: str, keep: bool) -> None:
    shown = safe(text, keep_newlines=keep)
    assert len(shown) == len(text)
    for before, after in zip(text, shown, strict=True):
        if keep and before == "\n":
            assert after == "\n"
            continue
        assert unicodedata.category(after) not in ("Cc", "Cs", "Zl", "Zp")
        assert ord(after) not in BIDI_CONTROLS
        assert after == before or safe(before) == after
    assert safe(shown, keep_newlines=keep) == shown


def test_a_text_is_cut_at_a_blank_where_its_words_have_blanks_between_them() -> None:
    assert shorten("We waited for two years here", 19) == "We waited for two…"
    assert shorten("We waited for two years here", 18) == "We waited for two…"
    assert shorten("We waited, and then", 11) == "We waited,…"
    assert shorten("Donaudampfschifffahrt zu zweit", 12) == "Donaudampfs…"
    assert shorten("港へ船が二隻、南の島から来ました", 17) == "港へ船が二隻、南…"
    assert shorten("a longwordwithoutblanks", 12) == "a longwordw…"


def test_a_long_quotation_is_shortened_to_one_line() -> None:
    assert shorten("The port\nis  the\u3000gate.", 30) == "The port is the gate."
    assert shorten("国際戦略をつくりました", 9) == "国際戦略…"
    assert shorten("a\x1b[2Jb", 10) == "a␛[2Jb"
    assert shorten("anything", 0) == ""


@settings(deadline=None)
@given(st.text(max_size=80), st.integers(0, 40))
def test_fitted_text_has_exactly_the_width_asked_for(text: str, width: int) -> None:
    fitted = fit(safe(text), width)
    assert cell_width(fitted) == cell_len(fitted) == width


@settings(deadline=None)
@given(st.text(alphabet="aé国ｶ（ー👩‍❤️🇯🇵 ", max_size=40), st.integers(1, 30))
def test_wide_letters_and_emoji_never_stick_out(text: str, width: int) -> None:
    assert cell_width(shorten(text, width)) <= width
    assert cell_width(fit(text, width)) == width
