"""A page in a browser, and what a person does with it."""

from base64 import b64decode
from pathlib import Path
from typing import Any

from pypdfium2 import PdfDocument
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from qcode.exporters import write
from qcode.exporters.reports import write_report
from qcode.model.reports import Report
from qcode.model.tables import Column, Format, Header, Missing, Table

HOSTILE = (
    "</script><img src=x onerror=\"document.title='run'\"><!-- \u2028 <script>document.title='run'</script>"
)
CASES = ("北九州市", "豊田市", HOSTILE)
VALUES: tuple[tuple[int | Missing, ...], ...] = (
    (1, 0, Missing.NO_DATA, 1),
    (3, 1, Missing.NOT_CODED, 4),
    (12, 2, 0, 14),
    (2, 5, 4, 11),
    (18, 8, 4, 30),
)
NAMES = ("Strategy", "Gatekeeper", "Pipeline <b>&amp;</b>", "国際交流", "Total")


def behind(row: int, column: int) -> tuple[int, ...]:
    """Return the codings of a cell, numbered in reading order; totals have all of theirs."""
    rows = range(4) if row == 4 else (row,)
    columns = range(3) if column == 3 else (column,)
    found, number = [], 0
    for r in range(4):
        for c in range(3):
            value = VALUES[r][c]
            for _ in range(value if isinstance(value, int) else 0):
                number += 1
                if r in rows and c in columns:
                    found.append(number)
    return tuple(found)


def matrix() -> Table:
    rows = [
        Header(name, level=level, total=name == "Total", group=None)
        for name, level in zip(NAMES, (0, 1, 1, 0, 0), strict=True)
    ]
    columns = [Column(case, group="市", n=3, format=Format.COUNT) for case in CASES]
    columns.append(Column("Total", total=True, format=Format.COUNT))
    return Table(
        "matrix",
        "Codes by municipality",
        rows,
        columns,
        VALUES,
        "code",
        (HOSTILE,),
        behind,
        frozenset({(2, 0)}),
    )


def quotations(number: int = 30) -> Table:
    names = ("document", "code", "coder", "start", "end", "quote", "case", "participant", "memo", "uid")
    values = [
        (
            f"interview {one % 3}.txt",
            "Strategy > Gatekeeper",
            "A. Mori",
            one * 10,
            one * 10 + 5,
            f"市が窓口になる、その{one}。" if one % 5 else f"{HOSTILE} {one}",
            "北九州市",
            "R1",
            "A memo" if one == 2 else "",
            f"uid-{one}",
        )
        for one in range(1, number + 1)
    ]
    columns = [
        Column(name, format=Format.COUNT if name in ("start", "end") else Format.TEXT) for name in names
    ]
    rows = [Header("")] * number
    return Table("segments", "Coded segments", rows, columns, values, behind=lambda row, _: (row + 1,))


class Page:
    """A table or a report written to a page and opened in a browser."""

    def __init__(self, driver: Any, path: Path) -> None:
        self.driver = driver
        self.path = path

    def open(
        self, table: Table, detail: Table | None = None, *, place: str = "", scripts: bool = True
    ) -> None:
        write(table, self.path, "html", detail=detail)
        self._go(place, scripts)

    def open_report(self, report: Report, *, place: str = "", scripts: bool = True) -> None:
        write_report(report, self.path, "html")
        self._go(place, scripts)

    def _go(self, place: str, scripts: bool) -> None:
        self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not scripts})
        self.driver.get(f"{self.path.as_uri()}{place}")

    def printed(self) -> list[str]:
        """Return the texts of the pages as they come out of a printer."""
        made = self.driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
        sheets = PdfDocument(b64decode(made["data"]))
        return [sheet.get_textpage().get_text_bounded() for sheet in sheets]

    def all(self, selector: str) -> list[Any]:
        return list(self.driver.find_elements(By.CSS_SELECTOR, selector))

    def texts(self, selector: str) -> list[str]:
        return [one.get_property("textContent") for one in self.all(selector)]

    def rows(self) -> list[str]:
        """Return the names of the rows of a table, from top to bottom, but hidden ones."""
        return self.texts("tbody tr:not([hidden]) th[scope=row]")

    def cell(self, row: int, column: int) -> Any:
        return self.all(f"tr[data-row='{row}'] td[data-column='{column}'] button")[0]

    def sort(self, place: int) -> None:
        self.all(".heads button")[place].click()

    def press(self, *keys: str) -> None:
        self.driver.switch_to.active_element.send_keys(*keys)

    def focused(self) -> Any:
        return self.driver.switch_to.active_element

    def panel(self) -> Any | None:
        found = self.all("dialog[open]")
        return found[0] if found else None

    def fill(self, selector: str, text: str) -> None:
        field = self.all(selector)[0]
        field.clear()
        field.send_keys(text)

    def wait(self, condition: Any) -> None:
        WebDriverWait(self.driver, 5, poll_frequency=0.05).until(lambda _: condition())


ESCAPE, ENTER, RIGHT, DOWN = Keys.ESCAPE, Keys.ENTER, Keys.ARROW_RIGHT, Keys.ARROW_DOWN
