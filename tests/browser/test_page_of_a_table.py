"""A page is read in a browser: sorted, searched, followed from a number to its quotations."""

from typing import Any

import pytest
from browsing import DOWN, ENTER, ESCAPE, HOSTILE, NAMES, RIGHT, Page, behind, matrix, quotations

from qcode.model.tables import Column, Format, Header, Table

MATRIX_ORDER = list(NAMES)


def shown_uids(page: Page) -> list[str]:
    """Return the quotations in the panel by where they begin, which is ten times their number."""
    places = page.texts("dialog figcaption span[title=characters]")
    return [place.split("–")[0] for place in places]


def test_every_number_opens_exactly_its_quotations(page: Page) -> None:
    page.open(matrix(), quotations())
    for row in range(5):
        for column in range(4):
            expected = [str(one * 10) for one in behind(row, column)]
            if not expected:
                assert not page.all(f"tr[data-row='{row}'] td[data-column='{column}'] button")
                continue
            page.driver.execute_script("arguments[0].click()", page.cell(row, column))
            assert shown_uids(page) == expected
            page.press(ESCAPE)
            page.wait(lambda: page.panel() is None)


def test_the_panel_says_what_it_shows_and_gives_the_focus_back(page: Page) -> None:
    page.open(matrix(), quotations())
    page.cell(1, 0).click()
    assert page.texts("dialog h2") == ["Gatekeeper × 北九州市"]
    assert page.texts("dialog [role=status]") == ["3 quotations"]
    assert page.texts("dialog blockquote")[0] == "市が窓口になる、その2。"
    assert page.texts("dialog .memo") == ["A memo"]
    said = page.texts("dialog figure:first-child figcaption span")
    assert said == ["interview 2.txt", "北九州市", "R1", "Strategy > Gatekeeper", "A. Mori", "20–25"]
    page.press(ESCAPE)
    page.wait(lambda: page.focused() == page.cell(1, 0))


def test_numbers_are_reached_and_opened_by_keys_alone(page: Page) -> None:
    page.open(matrix(), quotations())
    assert len(page.all("td button[tabindex='0']")) == 1
    page.driver.execute_script("arguments[0].focus()", page.cell(0, 0))
    page.press(DOWN)
    page.press(RIGHT)
    assert page.focused() == page.cell(1, 1)
    page.press(RIGHT)
    assert page.focused() == page.cell(1, 3)
    page.press(ENTER)
    assert page.texts("dialog h2") == ["Gatekeeper × Total"]


def test_an_address_leads_to_a_number(page: Page) -> None:
    page.open(matrix(), quotations(), place="#3.2")
    assert page.texts("dialog [role=status]") == ["4 quotations"]
    page.press(ESCAPE)
    page.wait(lambda: not page.driver.current_url.endswith("3.2"))


def test_a_head_sorts_siblings_and_leaves_totals_where_they_are(page: Page) -> None:
    page.open(matrix(), quotations())
    page.sort(1)
    assert page.rows() == ["国際交流", "Strategy", NAMES[2], "Gatekeeper", "Total"]
    assert page.all(".heads th")[1].get_attribute("aria-sort") == "descending"
    page.sort(1)
    assert page.rows() == ["Strategy", "Gatekeeper", NAMES[2], "国際交流", "Total"]
    assert page.all(".heads th")[1].get_attribute("aria-sort") == "ascending"
    page.sort(1)
    assert page.rows() == MATRIX_ORDER
    assert page.all(".heads th")[1].get_attribute("aria-sort") is None


@pytest.mark.parametrize("clicks", [1, 2])
def test_no_data_and_not_coded_come_last_either_way(page: Page, clicks: int) -> None:
    page.open(matrix(), quotations())
    for _ in range(clicks):
        page.sort(3)
    rows = page.rows()
    assert rows.index(NAMES[2]) < rows.index("Gatekeeper")
    assert rows.index("国際交流") < rows.index("Strategy")


def test_a_sorted_row_still_leads_to_its_own_quotations(page: Page) -> None:
    page.open(matrix(), quotations())
    page.sort(1)
    page.cell(3, 0).click()
    assert page.texts("dialog h2") == ["国際交流 × 北九州市"]
    assert shown_uids(page) == [str(one * 10) for one in behind(3, 0)]


def test_quotations_are_searched_whatever_the_width_of_letters(page: Page) -> None:
    page.open(matrix(), quotations())
    page.cell(4, 3).click()
    assert len(page.all("dialog figure")) == 30
    page.fill("dialog input", "その１２")
    page.wait(lambda: page.texts("dialog [role=status]") == ["1 of 30 quotations"])
    assert shown_uids(page) == ["120"]


def test_hostile_texts_are_shown_and_do_nothing(page: Page) -> None:
    page.open(matrix(), quotations())
    page.cell(4, 3).click()
    shown = [text for text in page.texts("dialog blockquote") if "onerror" in text]
    assert shown[0] == HOSTILE.replace("\u2028", "\ufffd") + " 5"
    assert page.driver.title == "Codes by municipality"
    assert page.all("img") == []
    assert page.rows()[2] == NAMES[2]
    assert len(page.all("script")) == 2


def test_without_scripts_the_table_is_all_there(page: Page) -> None:
    page.open(matrix(), quotations(), scripts=False)
    numbers = [td.text for td in page.all("tbody tr[data-row='3'] td")]
    assert numbers == ["2", "5", "4", "11"]
    assert page.texts(".heads th")[1].startswith("北九州市")
    assert page.all("td button") == []
    assert page.texts(".notes p")[-1] == HOSTILE.replace("\u2028", "\ufffd")


def test_a_list_is_sorted_by_any_of_its_columns(page: Page) -> None:
    page.open(quotations())
    page.sort(3)
    assert page.texts("tbody tr:first-child td:nth-child(4)") == ["300"]
    page.sort(0)
    assert page.texts("tbody tr:first-child td:first-child") == ["interview 0.txt"]
    page.sort(8)
    assert page.texts("tbody tr:first-child td:nth-child(9)") == ["A memo"]


def test_a_list_is_searched(page: Page) -> None:
    page.open(quotations())
    assert page.texts(".tools [role=status]") == ["30 rows"]
    page.fill(".tools input", "INTERVIEW 1")
    page.wait(lambda: page.texts(".tools [role=status]") == ["10 of 30 rows"])
    assert len(page.all("tbody tr")) == 10


def test_a_long_list_opens_at_once_and_goes_on_as_one_scrolls(page: Page) -> None:
    page.open(quotations(20_000))
    assert page.texts(".tools [role=status]") == ["20,000 rows"]
    first = len(page.all("tbody tr"))
    assert first < 1000
    page.driver.execute_script("const s = document.querySelector('.scroll'); s.scrollTop = s.scrollHeight")
    page.wait(lambda: len(page.all("tbody tr")) > first)
    page.sort(3)
    assert page.texts("tbody tr:first-child td:nth-child(4)") == ["200000"]


def test_a_long_list_without_scripts_says_what_is_missing(page: Page) -> None:
    page.open(quotations(600), scripts=False)
    assert len(page.all("tbody tr")) == 500
    assert page.texts("noscript p") == [
        "The first 500 of 600 rows; with scripts allowed the page shows all of them."
    ]


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 800)])
def test_nothing_sticks_out_of_a_window_large_or_small(page: Page, width: int, height: int) -> None:
    size: dict[str, Any] = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
    page.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        page.open(matrix(), quotations())
        inner = page.driver.execute_script("return [document.documentElement.scrollWidth, innerWidth]")
        assert inner[0] <= width
        page.driver.execute_script("arguments[0].click()", page.cell(3, 0))
        box = page.driver.execute_script(
            "return document.querySelector('dialog').getBoundingClientRect().toJSON()"
        )
        assert box["left"] >= 0 and box["right"] <= inner[1]
    finally:
        page.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_on_paper_a_wide_table_has_all_its_columns_and_its_heads_on_each_page(page: Page) -> None:
    columns = [Column(f"Town{number}", format=Format.COUNT) for number in range(18)]
    rows = [Header(f"Code {number}") for number in range(90)]
    values = [[row * 100 + column for column in range(18)] for row in range(90)]
    page.open(Table("wide", "Codes by town", rows, columns, values, "code", behind=lambda row, _: (row + 1,)))
    sheets = page.printed()
    assert len(sheets) > 1
    for sheet in sheets:
        assert "Town0" in sheet
        assert "Town17" in sheet
    words = " ".join(sheets).split()
    assert [str(row * 100 + 17) for row in range(90) if str(row * 100 + 17) not in words] == []
