"""The system's own browser, for pages that were written to a file: no network, no downloads."""

import json
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from browsing import Page

BROWSER, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")


@pytest.fixture(scope="session")
def driver() -> Iterator[Any]:
    if BROWSER is None or DRIVER is None:
        pytest.skip("needs chromium and chromedriver (Debian: chromium, chromium-driver)")
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = BROWSER
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1200,900"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    made = webdriver.Chrome(options=options, service=Service(executable_path=DRIVER))
    yield made
    made.quit()


@pytest.fixture
def page(driver: Any, tmp_path: Any) -> Iterator[Page]:
    """A page to open; at the end nothing was complained of and nothing asked of any network."""
    driver.get_log("browser")
    driver.get_log("performance")
    yield Page(driver, tmp_path / "page.html")
    complaints = driver.get_log("browser")
    events = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
    asked = [
        event["params"]["request"]["url"]
        for event in events
        if event["method"] == "Network.requestWillBeSent"
        # Pictures lie in the page itself.
        and not event["params"]["request"]["url"].startswith("data:")
    ]
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    driver.get("about:blank")
    assert complaints == []
    assert [url for url in asked if not url.startswith("file://")] == []
    assert len(asked) <= 1
