"""Coded passages in the system's own browser: a code shows its words, words show their codes."""

from typing import Any

from browsing import HOSTILE, Page
from selenium.webdriver.common.action_chains import ActionChains

from qcode.exporters.reports import write_report
from qcode.model.reports import Mark, Passage, Report

FIRST = Passage(
    "The port does. Without it nobody would write.",
    (
        Mark(0, 14, "Gatekeeper > Port", "A. Mori", coding=1),
        Mark(4, 45, "Upkeep", "B. Lind", memo=HOSTILE, colour="#336699", coding=2),
    ),
    label="R",
    place="turn 2",
)
SECOND = Passage("港がある。", (Mark(0, 5, "Upkeep", "B. Lind", coding=2),), label=HOSTILE, place="turn 3")


def opened(page: Page, *, scripts: bool = True) -> None:
    write_report(Report("transcript", HOSTILE, (FIRST, SECOND)), page.path, "html")
    page.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not scripts})
    page.driver.get(page.path.as_uri())


def marked(page: Page, kind: str) -> list[str]:
    return page.texts(f".coded.{kind}")


def codes(page: Page) -> list[Any]:
    return page.all(".codes button")


def test_a_code_keeps_its_words_marked_on_every_passage_until_it_is_pressed_again(page: Page) -> None:
    opened(page)
    codes(page)[1].click()
    assert marked(page, "on") == ["port does.", " Without it nobody would write.", "港がある。"]
    codes(page)[0].click()
    assert marked(page, "on")[0] == "The "
    codes(page)[1].click()
    assert marked(page, "on") == ["The ", "port does."]
    assert page.driver.title != "run"


def test_words_show_their_codes_and_press_them(page: Page) -> None:
    opened(page)
    page.all(".coded")[0].click()
    pressed = [one.get_attribute("aria-pressed") for one in codes(page)]
    assert pressed == ["true", "false", "false"]


def test_a_code_shows_its_words_when_it_is_touched_by_mouse_or_keyboard(page: Page) -> None:
    opened(page)
    ActionChains(page.driver).move_to_element(codes(page)[0]).perform()
    assert marked(page, "near") == ["The ", "port does."]
    page.driver.execute_script("document.querySelectorAll('.codes button')[2].focus()")
    assert marked(page, "near")[-1] == "港がある。"


def test_the_parts_of_a_code_in_the_margin_stand_one_behind_the_other(page: Page) -> None:
    opened(page)
    above, name, coder = codes(page)[0].find_elements("css selector", "*")
    for before, after in ((above, name), (name, coder)):
        on_one_line = before.rect["x"] + before.rect["width"] <= after.rect["x"] + 1
        assert on_one_line or before.rect["y"] < after.rect["y"]


def test_colours_of_codes_are_shown_though_the_page_forbids_styles_of_elements(page: Page) -> None:
    opened(page)
    assert codes(page)[1].value_of_css_property("border-left-color") in (
        "rgb(51, 102, 153)",
        "rgba(51, 102, 153, 1)",
    )


def test_without_scripts_words_and_codes_are_there_to_be_read(page: Page) -> None:
    opened(page, scripts=False)
    assert page.texts(".said") == [FIRST.text, SECOND.text]
    assert len(codes(page)) == 3
