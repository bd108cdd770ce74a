"""A report opened from a mail: its contents, tables that sort, numbers that open quotations, pictures."""

from dataclasses import replace

from browsing import ESCAPE, HOSTILE, Page, matrix, quotations

from qcode.model.reports import Figure, Heading, Listing, Paragraph, Quotation, Report, Run, Style
from qcode.model.tables import Column, Format, Header, Table


def report() -> Report:
    second = replace(matrix(), title="The same again")
    return Report(
        "study",
        f"Findings {HOSTILE}",
        [
            Heading("What there is"),
            Paragraph((Run("Nine "), Run("municipalities", Style.STRONG), Run(HOSTILE, Style.FAINT))),
            Listing(("first", HOSTILE)),
            Heading("国際交流", 2),
            Quotation(
                "市が窓口になる。\n" + HOSTILE, "city official, City A, turn 31", "The city is the door."
            ),
            Heading("Codes"),
            matrix(),
            second,
            Heading("Pictures"),
            Figure("heatmap", matrix(), f"Codes by municipality {HOSTILE}"),
        ],
        ("A note.", HOSTILE),
        quotations,
    )


def test_a_number_of_any_table_opens_its_quotations_and_escape_leads_back(page: Page) -> None:
    page.open_report(report())
    tables = page.all("table")
    assert len(tables) == 3
    for number in (0, 1):
        tables[number].find_elements("css selector", "tr[data-row='1'] td[data-column='1'] button")[0].click()
        assert page.texts("dialog h2") == ["Gatekeeper × 豊田市"]
        assert len(page.all("dialog blockquote")) == 1
        page.press(ESCAPE)
        page.wait(lambda: page.panel() is None)
    assert len(page.all("dialog")) == 1


def test_an_address_leads_to_a_number_of_the_second_table(page: Page) -> None:
    page.open_report(report(), place="#t2.3.2")
    assert page.texts("dialog [role=status]") == ["4 quotations"]


def test_each_table_sorts_by_itself(page: Page) -> None:
    page.open_report(report())
    first, second, _ = page.all("table")

    def rows(table: object) -> list[str]:
        heads = table.find_elements("css selector", "th[scope=row]")  # type: ignore[attr-defined]
        return [one.get_property("textContent") for one in heads]

    before = rows(second)
    first.find_elements("css selector", ".heads button")[1].click()
    assert rows(first) != before
    assert rows(second) == before


def test_the_contents_lead_to_every_section(page: Page) -> None:
    page.open_report(report())
    assert page.texts("nav a") == ["What there is", "国際交流", "Codes", "Pictures"]
    page.all("nav a")[2].click()
    assert page.driver.current_url.endswith("#s3")
    assert page.panel() is None


def test_pictures_are_seen_and_the_numbers_behind_them_lie_below(page: Page) -> None:
    page.open_report(report())
    (picture,) = page.all("figure.picture img")
    page.wait(lambda: picture.get_property("complete"))
    assert picture.get_property("naturalWidth") > 200
    page.all("details.behind summary")[0].click()
    cells = page.all("details.behind td button")
    page.wait(lambda: cells[0].is_displayed())
    cells[0].click()
    assert len(page.all("dialog blockquote")) == 1


def test_no_text_of_a_report_is_markup(page: Page) -> None:
    page.open_report(report())
    assert page.driver.title.startswith("Findings </script><img")
    assert len(page.all("img")) == 1
    assert page.all("main script") == []
    assert page.texts("blockquote")[0].endswith(HOSTILE.replace("\u2028", "\ufffd"))


def test_without_scripts_all_of_it_can_be_read(page: Page) -> None:
    page.open_report(report(), scripts=False)
    assert len(page.all("table tbody tr[data-row]")) == 15
    assert page.all("td button") == []


def test_on_paper_nothing_lies_on_anything_else(page: Page) -> None:
    rows = [Header(f"Code {number}") for number in range(120)]
    columns = [Column("Segments", format=Format.COUNT)]
    table = Table("long", "A long table", rows, columns, [[one] for one in range(120)], "code")
    page.open_report(Report("long", "A long report", [table, Paragraph("What comes afterwards.")]))
    sheets = page.printed()
    last = len(sheets) - 1
    assert last > 1
    assert [number for number, sheet in enumerate(sheets) if "Code 119" in sheet] == [last]
    assert [number for number, sheet in enumerate(sheets) if "afterwards" in sheet] == [last]
    assert all("Segments" in sheet for sheet in sheets)
