"""The pages that tell of all steps, in a browser: folded by page, opened by a link to a step, and fit for a phone."""

from collections.abc import Iterator

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from tests.pages.conftest import Browser

pytestmark = pytest.mark.browser

ROW = "volumes--remove-used-volume"
OPEN = "return [...document.querySelectorAll('.t-sheet[open]')].map(sheet => sheet.id)"


@pytest.fixture(params=["with scripts", "without scripts"])
def reader(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Browser]:
    if request.param == "with scripts":
        yield browser
        return
    bare = Browser("--blink-settings=scriptEnabled=false")
    yield bare
    bare.quit()


def test_a_link_to_a_step_opens_the_fold_of_its_page(reader: Browser, address: str) -> None:
    reader.get(f"{address}volumes.html")
    reader.get(f"{address}verified.html#{ROW}")
    row = reader.find_element(By.ID, ROW)
    WebDriverWait(reader, 10).until(lambda _: row.is_displayed(), "the fold is closed")
    other = reader.find_element(By.ID, "install-debian--refused")
    assert not other.is_displayed()
    reader.get(f"{address}verified.html#install-debian--refused")
    WebDriverWait(reader, 10).until(lambda _: reader.find_element(By.ID, "install-debian--refused").is_displayed())


def test_pages_are_told_by_title_and_folded(browser: Browser, address: str) -> None:
    browser.get(f"{address}verified.html")
    assert browser.execute_script(OPEN) == []
    summary = browser.find_element(By.CSS_SELECTOR, "#volumes > summary")
    assert summary.text.split() == "Volumes: data that outlives a container 18 live, 1 static".split()
    assert ".md" not in browser.find_element(By.CSS_SELECTOR, ".md-content").text
    summary.click()
    assert browser.execute_script(OPEN) == ["volumes"]


@pytest.mark.parametrize("page", ["verified.html", "errors.html", "authoring.html", "since-2016.html"])
def test_a_phone_needs_no_scrolling_sideways(page: str, browser: Browser, address: str) -> None:
    browser.emulate(width=390)
    try:
        browser.get(address + page)
        browser.unfold()
        assert browser.execute_script("return document.documentElement.scrollWidth") <= 390
        wide = (
            "return [...document.querySelectorAll('.t-said code, .t-sheet td')].filter(e => e.scrollWidth > 390).length"
        )
        assert browser.execute_script(wide) == 0
    finally:
        browser.emulate()


def test_code_in_a_table_breaks_no_word_on_a_phone(browser: Browser, address: str) -> None:
    """A word that is broken lies in more than one box."""
    broken = """return [...document.querySelectorAll(".md-typeset table code")].flatMap(code => {
      const text = document.createTreeWalker(code, NodeFilter.SHOW_TEXT), found = [];
      while (text.nextNode()) for (const word of text.currentNode.data.matchAll(/[\\w.]+/g)) {
        const range = document.createRange();
        range.setStart(text.currentNode, word.index);
        range.setEnd(text.currentNode, word.index + word[0].length);
        if (new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1) found.push(word[0]);
      }
      return found;
    })"""
    browser.emulate(width=390)
    try:
        for page in ("authoring.html", "errors.html", "install/index.html"):
            browser.get(address + page)
            assert browser.execute_script(broken) == []
    finally:
        browser.emulate()
