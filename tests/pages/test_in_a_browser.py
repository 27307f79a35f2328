"""What a reader can do with a page."""

import pytest
from selenium.webdriver.common.by import By

from tests.pages.conftest import LIVE, PAGES, Browser, url_of

pytestmark = pytest.mark.browser

TO_THE_FRONT = """
const tab = arguments[0].closest(".tabbed-block");
if (!tab) return;
const inputs = tab.closest(".tabbed-set").querySelectorAll(":scope > input");
inputs[[...tab.parentElement.children].indexOf(tab)].click();
"""
"""Choose the tab in which something stands."""


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_asked_of_another_host(browser: Browser, address: str, page: str) -> None:
    browser.get("about:blank")
    browser.requests()
    browser.get(address + url_of(page))
    asked = browser.requests()
    assert len(asked) > 5
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []


@pytest.mark.parametrize("page", LIVE)
def test_the_copy_button_gives_the_commands_and_nothing_else(browser: Browser, address: str, page: str) -> None:
    browser.get(address + url_of(page))
    browser.unfold()
    for block in PAGES[page].snippets:
        if not block.copied:
            assert not browser.find_elements(By.CSS_SELECTOR, f"#{block.name} .t-copy-all")
            continue
        button = browser.find_element(By.CSS_SELECTOR, f"#{block.name} .t-copy-all")
        browser.execute_script(TO_THE_FRONT, button)
        browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
        button.click()
        assert browser.clipboard() == "\n".join(block.copied)
