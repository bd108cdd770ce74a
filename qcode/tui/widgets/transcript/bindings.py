"""The keys of the transcript view; every one has an id, by which a person may give it other keys."""

from __future__ import annotations

from textual.binding import Binding, BindingType


def _key(name: str, keys: str, action: str, does: str) -> Binding:
    return Binding(keys, action, does, show=False, id=f"text.{name}")


BINDINGS: list[BindingType] = [
    _key("left", "left,h", "cursor_left", "One character back"),
    _key("right", "right,l", "cursor_right", "One character on"),
    _key("up", "up,k", "cursor_up", "One line up"),
    _key("down", "down,j", "cursor_down", "One line down"),
    _key("page_up", "pageup,ctrl+u", "page_up", "One page up"),
    _key("page_down", "pagedown,ctrl+d", "page_down", "One page down"),
    _key("row_start", "home,circumflex_accent", "row_start", "Beginning of the line"),
    _key("row_end", "end,dollar_sign", "row_end", "End of the line"),
    _key("start", "ctrl+home,A", "document_start", "Beginning of the document"),
    _key("end", "ctrl+end,Z", "document_end", "End of the document"),
    _key("next_unit", "tab", "next_unit", "Next unit"),
    _key("previous_unit", "shift+tab", "previous_unit", "Previous unit"),
    _key("next_word", "w", "next_word", "Next word"),
    _key("previous_word", "b", "previous_word", "Previous word"),
    _key("next_sentence", "right_parenthesis", "next_sentence", "Next sentence"),
    _key("previous_sentence", "left_parenthesis", "previous_sentence", "Previous sentence"),
    _key("next_turn", "right_curly_bracket,J", "next_turn", "Next turn"),
    _key("previous_turn", "left_curly_bracket,K", "previous_turn", "Previous turn"),
    _key("unit", "t", "change_unit", "Change the unit: sentence, paragraph, turn"),
    _key("select", "space", "select_unit", "Select the unit; again: the next one too"),
    _key("take_back", "backspace", "take_back", "Take the last unit back from the selection"),
    _key("grow", "x", "grow", "Grow the selection: word, sentence, paragraph, turn, question with answer"),
    _key("shrink", "X", "shrink", "Shrink the selection again"),
    _key("free", "v", "select_freely", "Select freely from here on"),
    _key("select_left", "shift+left", "cursor_left(True)", "Select one character back"),
    _key("select_right", "shift+right", "cursor_right(True)", "Select one character on"),
    _key("select_up", "shift+up", "cursor_up(True)", "Select one line up"),
    _key("select_down", "shift+down", "cursor_down(True)", "Select one line down"),
    _key("select_page_up", "shift+pageup", "page_up(True)", "Select one page up"),
    _key("select_page_down", "shift+pagedown", "page_down(True)", "Select one page down"),
    _key("select_row_start", "shift+home", "row_start(True)", "Select to the beginning of the line"),
    _key("select_row_end", "shift+end", "row_end(True)", "Select to the end of the line"),
    _key("next_coding", "right_square_bracket", "next_coding", "Next coding"),
    _key("previous_coding", "left_square_bracket,P", "previous_coding", "Previous coding"),
    _key("next_uncoded", "n", "next_uncoded", "Next stretch without codings; while searching the next hit"),
    _key("next_or_hit", "N", "next_coding_or_hit", "Next coding; while searching the previous hit"),
    _key("clear", "escape,ctrl+g", "clear", "Let go of the selection, the hits, the coding in focus"),
]
