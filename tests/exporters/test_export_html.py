"""A page of one file: what its source promises before any browser opens it."""

import hashlib
import io
import json
import re
from base64 import b64encode
from dataclasses import replace
from html.parser import HTMLParser
from itertools import accumulate
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from study_tables import codings_behind, list_of, matrix, segments

from qcode.exporters import write
from qcode.model.tables import Column, Format, Header, Missing, Table
from qcode.text.display import safe


def page_of(table: Table, detail: Table | None = None) -> str:
    stream = io.BytesIO()
    write(table, stream, "html", detail=detail)
    return stream.getvalue().decode("utf-8")


class Reader(HTMLParser):
    """An HTML parser's idea of a page: its elements, and the text of scripts and cells."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.cells: list[str] = []
        self.scripts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append(tag)
        if tag in ("td", "th"):
            self.cells.append("")
        elif tag == "script":
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1] == "script":
            self.scripts[-1] += data
        elif self.cells:
            self.cells[-1] += data


def data_of(page: str) -> dict[str, Any]:
    """Return what a page of one table holds: the table's own data, and that of its quotations."""
    data = json.loads(Reader(page).scripts[0])
    (table,) = data["tables"]
    return {**(data["quotations"] or {"rows": 0, "columns": []}), **table}


def columns_of(data: dict[str, Any]) -> dict[str, list[Any]]:
    """Return the values of each column, words put back where they stand."""
    return {
        one["name"]: [one["words"][at] for at in one["at"]] if "at" in one else one["values"]
        for one in data["columns"]
    }


def test_the_policy_lets_nothing_load_and_only_the_page_s_own_script_run() -> None:
    page = page_of(matrix(), segments())
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy.startswith("default-src 'none'; ")
    for kind, pattern in (("style", r"<style>(.*?)</style>"), ("script", r"<script>(.*?)</script>")):
        (source,) = re.findall(pattern, page, re.DOTALL)
        assert f"{kind}-src 'sha256-{b64encode(hashlib.sha256(source.encode()).digest()).decode()}'" in policy
    assert not re.search(r"(?:src|href)=|url\(|@import|https?:", page)


def test_the_data_holds_for_every_number_exactly_its_quotations_each_once() -> None:
    data = data_of(page_of(matrix(), segments()))
    columns = columns_of(data)
    assert len(columns["quote"]) == data["rows"] == 19
    for row in range(5):
        for column in range(4):
            codings = codings_behind(row, column)
            if isinstance(matrix().values[row][column], Missing) or not codings:
                assert f"{row}.{column}" not in data["cells"]
            else:
                rows = accumulate(data["sets"][data["cells"][f"{row}.{column}"]])
                assert [columns["quote"][one] for one in rows] == [
                    f"市が窓口になる、その{one}。" for one in codings
                ]
    assert "uid" not in columns


def test_numbers_that_rest_on_the_same_quotations_share_one_set() -> None:
    data = data_of(page_of(matrix(), segments()))
    assert data["cells"]["1.0"] == data["cells"]["1.3"]
    assert len(data["sets"]) < len(data["cells"])


def test_a_table_without_quotations_has_none() -> None:
    data = data_of(page_of(matrix()))
    assert data == {"rows": 0, "columns": [], "sets": [], "cells": {}}


def test_groups_levels_marks_totals_and_n_are_all_in_the_markup() -> None:
    page = page_of(matrix())
    assert '<th class="group" colspan="2" scope="colgroup"><span>Other cities</span></th>' in page
    assert '<th scope="col" class="num short" lang="ja">北九州市<small>N = 3</small></th>' in page
    assert 'class="level-1" data-name="Strategy &gt; Gatekeeper"' in page
    assert 'title="no data">–</td>' in page and 'title="not coded yet">·</td>' in page
    assert 'data-value="12">12<span>+</span></td>' in page
    assert page.count('<tbody class="totals">') == 1


def test_rows_that_come_in_groups_have_a_body_each_and_their_n() -> None:
    rows = [Header("a", group="Cities", n=3), Header("b", group="Towns", n=2), Header("c", group="Towns")]
    table = Table("t", "", rows, [Column("n", format=Format.COUNT)], [[1], [2], [3]], "case")
    page = page_of(table)
    assert page.count("<tbody>") == 2
    cells = Reader(page).cells
    assert [cell.strip() for cell in cells][3:][:4] == ["Cities", "a", "3", "1"]


def test_shares_and_rates_are_shown_as_everywhere_and_sorted_by_their_full_values() -> None:
    columns = [Column("coverage", format=Format.SHARE), Column("rate", format=Format.DECIMAL)]
    table = Table("t", "", [Header("")] * 2, columns, [[0.1234, 1 / 3], [Missing.NO_DATA, 1]])
    coverage, rate = data_of(page_of(table))["columns"]
    assert (coverage["values"], coverage["shown"]) == ([0.1234, "–"], ["12.3%", "–"])
    assert (rate["values"], rate["shown"]) == ([1 / 3, 1], ["0.33", "1.00"])


@given(st.text(max_size=40))
def test_whatever_a_text_holds_the_page_has_the_same_elements_and_the_text(text: str) -> None:
    hostile = f"</script><!--{text}<img src=x>"
    plain, loaded = (
        replace(list_of(("quote", "case"), [(one, "A")]), title=one, notes=(one,)) for one in ("x", hostile)
    )
    first, second = Reader(page_of(plain)), Reader(page_of(loaded))
    assert second.tags == first.tags
    assert second.cells[2] == safe(hostile, keep_newlines=True)
    assert columns_of(data_of(page_of(loaded)))["quote"] == [safe(hostile, keep_newlines=True)]


@pytest.mark.parametrize("rows", [500, 501])
def test_a_long_list_has_its_beginning_in_the_markup_and_all_in_the_data(rows: int) -> None:
    page = page_of(segments(rows))
    assert page.count("<tr>") == 500
    assert len(columns_of(data_of(page))["uid"]) == rows
    assert ("<noscript>" in page) is (rows > 500)
