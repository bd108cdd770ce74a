"""The language of conditions: what is understood, and where an error points."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qcode.analysis.where import AllOf, Comparison, Node, Not, Related, Saved, WhereError, parse
from qcode.errors import QueryError


def shown(node: Node) -> str:
    """Return a condition in one plain form."""
    if isinstance(node, Comparison):
        values = ",".join(value.text for value in node.values)
        return f"[{node.field.path} {node.operator} {values}]"
    if isinstance(node, Not):
        return f"not{shown(node.item)}"
    if isinstance(node, Saved):
        return f"@{node.name}"
    if isinstance(node, Related):
        how = f"not {node.relation}" if node.negative else str(node.relation)
        if node.distance:
            how += f" {node.distance.number} {'turns' if node.distance.in_turns else 'characters'}"
        if node.any_coder is not None:
            how += " any" if node.any_coder else " same"
        return f"{{{shown(node.left)} {how} {shown(node.right)}}}"
    joint = "&" if isinstance(node, AllOf) else "|"
    return "(" + joint.join(shown(item) for item in node.items) + ")"


@pytest.mark.parametrize(
    ("query", "meaning"),
    [
        ("kind = interview", "[kind = interview]"),
        ("code==Gatekeeper", "[code == Gatekeeper]"),
        ('case.population >= 50000 and kind != "news"', "([case.population >= 50000]&[kind != news])"),
        ("a = 1 or b = 2 and c = 3", "([a = 1]|([b = 2]&[c = 3]))"),
        ("(a = 1 or b = 2) and c = 3", "(([a = 1]|[b = 2])&[c = 3])"),
        ("not a = 1 and b = 2", "(not[a = 1]&[b = 2])"),
        ("not (a = 1 and b = 2)", "not([a = 1]&[b = 2])"),
        ("NOT a = 1 OR b IN (x, 'y z')", "(not[a = 1]|[b in x,y z])"),
        ("a not in (1)", "not[a in 1]"),
        ("text contains port", "[text contains port]"),
        ('text ~ "the port"', "[text contains the port]"),
        ("memo not contains x", "not[memo contains x]"),
        ('facet:Actor = "City department"', "[facet:Actor = City department]"),
        ('facet:"Governance level" = National', "[facet:Governance level = National]"),
        ('case."city type" = core', "[case.city type = core]"),
        ('"city type" = core', "[city type = core]"),
        ("facet:Period = 2014-2018", "[facet:Period = 2014-2018]"),
        ("date >= 2023-04-01", "[date >= 2023-04-01]"),
        ("x = -3.5", "[x = -3.5]"),
        ("case = 南浜市", "[case = 南浜市]"),
        ("case = “Kitaoka” or case = 「北岡市」", "([case = Kitaoka]|[case = 北岡市])"),
        ("人口\u3000＞＝\u3000５００００", "[人口 >= ５００００]"),
        ("（種別 ＝ 面接）", "[種別 = 面接]"),
        ("case in （南浜市、北岡市）", "[case in 南浜市,北岡市]"),
        ("a ≠ 1 and b ≤ 2 and c ≧ 3 and d <> 4", "([a != 1]&[b <= 2]&[c >= 3]&[d != 4])"),
        ("notes = 1 and order = 2 and inside = 3", "([notes = 1]&[order = 2]&[inside = 3])"),
        ("code = 'Global pipeline > Inward flow'", "[code = Global pipeline > Inward flow]"),
        ("a = 1 overlaps b = 2", "{[a = 1] overlaps [b = 2]}"),
        ("a = 1 WITHIN b = 2 and c = 3", "({[a = 1] within [b = 2]}&[c = 3])"),
        ("a = 1 encloses (b = 2 and c = 3)", "{[a = 1] encloses ([b = 2]&[c = 3])}"),
        ("not a = 1 near 2 turns b = 2", "not{[a = 1] near 2 turns [b = 2]}"),
        ("a = 1 not near １００ characters b = 2", "{[a = 1] not near 100 characters [b = 2]}"),
        ("a = 1 followed by b = 2 or c = 3", "({[a = 1] followed by [b = 2]}|[c = 3])"),
        ("a = 1 followed by b = 2 within 1 turn", "{[a = 1] followed by 1 turns [b = 2]}"),
        (
            "a = 1 not preceded by b = 2 within 3 turns by same coder and c = 3",
            "({[a = 1] not preceded by 3 turns same [b = 2]}&[c = 3])",
        ),
        ("a = 1 same case as b = 2 by any coder", "{[a = 1] same case as any [b = 2]}"),
        ("a = 1 Same  Document As b = 2", "{[a = 1] same document as [b = 2]}"),
        ("a in (1) same turn as @x", "{[a in 1] same turn as @x}"),
        ("(a = 1 overlaps b = 2) within c = 3", "{{[a = 1] overlaps [b = 2]} within [c = 3]}"),
        ('@x or ＠"my own" and @渡り鳥', "(@x|(@my own&@渡り鳥))"),
        ("near = within and same = by", "([near = within]&[same = by])"),
        ("followed = 1 followed by coder = by by any coder", "{[followed = 1] followed by any [coder = by]}"),
        ("(" * 500 + "a = 1" + ")" * 500, "[a = 1]"),
    ],
)
def test_what_is_written_is_what_is_understood(query: str, meaning: str) -> None:
    assert shown(parse(query)) == meaning


@pytest.mark.parametrize(
    ("query", "place", "message"),
    [
        ("", 0, "The condition is empty"),
        ("population", 10, "Compared with what?"),
        ("population of 5", 11, "Compared with what?"),
        ("population >", 12, "A value is missing here"),
        ("population > and a = 1", 13, "A value is expected"),
        ("population > 50,000", 15, "written without commas: 50000"),
        ("kind = strategy document", 16, "A name with blanks or signs in it is written in quotation marks"),
        ("code = Gatekeeper > Search", 18, "is written in quotation marks"),
        ("kind = 'news", 7, "never closed"),
        ("case = \u201cKitaoka", 7, "never closed"),
        ("(a = 1", 6, "A closing parenthesis is missing"),
        ("a = 1)", 5, "“)” cannot stand here"),
        ("a = 1 and", 9, "A condition is missing here"),
        ("= 1", 0, "The name of a field is expected"),
        ("a in 1", 5, "After “in” the values stand in parentheses"),
        ("a in ()", 6, "A value is expected"),
        ("a in (1", 7, "A closing parenthesis is missing"),
        ("a = = b", 4, "A value is expected"),
        ("a = 1 overlap b = 2", 6, "Did you mean “overlaps”?"),
        ("a = 1 overlaps", 14, "A condition is missing here"),
        ("a = 1 overlaps b", 16, "Compared with what?"),
        ("a = 1 overlaps not b = 2", 19, "“not” stands before the relation (not overlaps)"),
        ("a = 1 not b = 2", 10, "A relation is expected after this “not”"),
        ("a = 1 overlaps b = 2 near 1 turn c = 3", 21, "parentheses have to say"),
        ("a = 1 overlaps b = 2 within 3 turns", 21, "parentheses have to say"),
        ("a = 1 near b = 2", 11, "How far?"),
        ("a = 1 near 2.5 turns b = 2", 11, "How far?"),
        ("a = 1 near 99999999999 turns b = 2", 11, "How far?"),
        ("a = 1 near 2 b = 2", 13, "Turns or characters?"),
        ("a = 1 within 2 turns b = 2", 15, "how close it lies is said by “near”"),
        ("a = 1 followed b = 2", 15, "“by” is expected here"),
        ("a = 1 followed by b = 2 within c = 3", 31, "How far?"),
        ("a = 1 same place as b = 2", 11, "The same what?"),
        ("a = 1 same case b = 2", 16, "“as” is expected here"),
        ("a = 1 overlaps b = 2 by all", 24, "“by any coder” or “by same coder”"),
        ("a = 1 overlaps b = 2 by any", 27, "“coder” is expected here"),
        ("a = 1 and @", 11, "The name of a saved query is expected"),
        ("(" * 70 + "a = 1" + " overlaps b = 2)" * 70, 0, "lie inside each other"),
        ("not " * 90 + "a = 1", 0, "lie inside each other"),
    ],
)
def test_an_error_says_what_is_wrong_and_points_at_the_place(query: str, place: int, message: str) -> None:
    with pytest.raises(WhereError) as caught:
        parse(query)
    assert message in caught.value.message
    assert caught.value.position == place


def test_the_mark_stands_below_the_place_also_behind_wide_characters() -> None:
    with pytest.raises(QueryError) as caught:
        parse("南浜市 of 5")
    assert str(caught.value).split("\n")[1:] == ["    南浜市 of 5", "           ^"]


def test_a_long_condition_is_shown_around_the_place() -> None:
    with pytest.raises(QueryError) as caught:
        parse("a = 1 and " * 40 + "b" + " and c = 3" * 40)
    lines = str(caught.value).split("\n")
    assert lines[1][lines[2].index("^") :].startswith("and c")
    assert max(map(len, lines)) < 150


words = st.sampled_from(
    [
        *"()=!<>~.,:'\"“”「」　＝（",
        "and",
        "or",
        "not",
        "in",
        "contains",
        "overlaps",
        "within",
        "near",
        "2 turns",
        "followed by",
        "same case as",
        "by any coder",
        "@",
        "code",
        "case.x",
        "facet:",
        "3",
        "市",
    ]
)


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(st.text(max_size=40), st.lists(words, max_size=14).map(" ".join), st.lists(words).map("".join))
)
def test_nothing_but_a_query_error_comes_of_any_text(query: str) -> None:
    try:
        parse(query)
    except QueryError as problem:
        position = getattr(problem, "position", None)
        assert position is not None
        assert 0 <= position <= len(query)
