"""Steps are ticked off: named, remembered, counted on the page and in the workshop, and taken back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from tests.pages.conftest import LIVE, PAGES, Browser, url_of

pytestmark = pytest.mark.browser

PAGE = "volumes.md"
COUNTED = [snippet.name for snippet in PAGES[PAGE].snippets if not PAGES[PAGE].optional(snippet)]
OPTIONAL = [snippet.name for snippet in PAGES[PAGE].snippets if PAGES[PAGE].optional(snippet)]
ALL = sum(not page.optional(snippet) for page in PAGES.values() for snippet in page.snippets)
OFF = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('', 'SecurityError'); }})"
FULL = "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); }"


@pytest.fixture(autouse=True)
def empty(browser: Browser, address: str) -> Iterator[None]:
    browser.get(address + url_of(PAGE))
    browser.execute_script("localStorage.clear()")
    browser.refresh()
    yield
    browser.get(address)
    browser.execute_script("localStorage.clear()")


@contextmanager
def beforehand(browser: Browser, script: str) -> Iterator[None]:
    """Let a script run in each page before anything of its own."""
    added = browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": script})
    yield
    browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", added)


def tick(browser: Browser, *names: str) -> None:
    for name in names:
        box = browser.find_element(By.CSS_SELECTOR, f"#{name} .t-done input")
        browser.execute_script("arguments[0].click()", box)


def ticked(browser: Browser) -> list[str]:
    script = "return [...document.querySelectorAll('.t-done :checked')].map(box => box.closest('.transcript').id)"
    return list(browser.execute_script(script))


def told(browser: Browser) -> str:
    return browser.find_element(By.CSS_SELECTOR, ".t-progress").text


def soon(browser: Browser, text: str) -> None:
    WebDriverWait(browser, 10).until(lambda _: text in told(browser), told(browser))


def press(browser: Browser, text: str) -> None:
    browser.find_element(By.XPATH, f'//*[@class="t-progress"]/button[.="{text}"]').click()


def test_what_was_ticked_is_remembered(browser: Browser) -> None:
    assert told(browser) == ""
    tick(browser, *COUNTED[:2])
    browser.refresh()
    assert ticked(browser) == COUNTED[:2]
    assert f"2 of {len(COUNTED)} steps done" in told(browser)


def test_questions_may_be_left_out(browser: Browser) -> None:
    tick(browser, *OPTIONAL)
    assert f"0 of {len(COUNTED)} steps done" in told(browser)
    tick(browser, *COUNTED)
    assert f"{len(COUNTED)} of {len(COUNTED)} steps done" in told(browser)
    browser.refresh()
    assert sorted(ticked(browser)) == sorted(COUNTED + OPTIONAL)


def test_the_whole_workshop_is_counted(browser: Browser, address: str) -> None:
    tick(browser, *COUNTED, *OPTIONAL)
    other = LIVE[0]
    browser.get(address + url_of(other))
    first = next(snippet.name for snippet in PAGES[other].snippets if not PAGES[other].optional(snippet))
    tick(browser, first)
    soon(browser, f"{len(COUNTED) + 1} of {ALL} in the whole workshop")
    marks = """return Object.fromEntries(
      [...document.querySelectorAll('.md-nav .t-count')].map(mark => [mark.closest('a').href, mark.textContent]))"""
    total = sum(not PAGES[other].optional(snippet) for snippet in PAGES[other].snippets)
    assert browser.execute_script(marks) == {
        address + url_of(PAGE): "\u2713",
        address + url_of(other): f"1/{total}",
    }


def test_a_page_is_taken_back_and_that_is_undone(browser: Browser) -> None:
    tick(browser, *COUNTED[:3])
    press(browser, "reset")
    assert ticked(browser) == []
    kept = "return Object.keys(localStorage).filter(key => key.startsWith('workshop-done'))"
    assert browser.execute_script(kept) == []
    press(browser, "undo")
    assert ticked(browser) == COUNTED[:3]
    browser.refresh()
    assert ticked(browser) == COUNTED[:3]


def test_the_workshop_is_taken_back(browser: Browser, address: str) -> None:
    tick(browser, COUNTED[0])
    browser.get(address + url_of(LIVE[0]))
    tick(browser, PAGES[LIVE[0]].snippets[0].name)
    soon(browser, f"of {ALL} in the whole workshop")
    press(browser, "reset all")
    browser.get(address + url_of(PAGE))
    assert ticked(browser) == []
    assert told(browser) == ""


@pytest.mark.parametrize("state", [OFF, FULL], ids=["off", "full"])
def test_without_storage_ticks_hold_for_the_page(browser: Browser, address: str, state: str) -> None:
    with beforehand(browser, state):
        browser.get(address + url_of(PAGE))
        tick(browser, COUNTED[0])
        assert f"1 of {len(COUNTED)} steps done" in told(browser)
        press(browser, "reset")
        assert ticked(browser) == []
        press(browser, "undo")
        assert ticked(browser) == [COUNTED[0]]
        browser.refresh()
        assert ticked(browser) == []


@pytest.mark.parametrize("kept", ["{", "5", '{"a": 1}', "null", '["no-such-step"]'])
def test_what_is_kept_may_be_broken(browser: Browser, address: str, kept: str) -> None:
    key = f"workshop-done:/{url_of(PAGE)}"
    browser.execute_script("localStorage.setItem(arguments[0], arguments[1])", key, kept)
    browser.refresh()
    assert ticked(browser) == []
    tick(browser, COUNTED[0])
    assert f"1 of {len(COUNTED)} steps done" in told(browser)


def test_nothing_is_loaded_for_it_before_something_is_done(browser: Browser) -> None:
    browser.requests()
    browser.refresh()
    assert not [url for url in browser.requests() if url.endswith("steps.js")]


def test_it_works_from_a_disk(browser: Browser, built: Path) -> None:
    browser.get((built / url_of(PAGE)).as_uri())
    tick(browser, COUNTED[0])
    soon(browser, f"1 of {ALL} in the whole workshop")
    browser.execute_script("localStorage.clear()")
