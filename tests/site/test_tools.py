"""The bar of a block: one tab stop, arrows within, targets that a finger hits, icons to be seen."""

from collections.abc import Iterator
from typing import Any

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.pages.conftest import EACH_LIVE, PAGES, Browser, url_of

pytestmark = pytest.mark.browser

PAGE = "volumes.md"
FIRST, SECOND = PAGES[PAGE].snippets[:2]
SEVERAL = next(snippet for snippet in PAGES[PAGE].snippets if len(snippet.commands) > 1)
STOPS = """
return [...document.querySelectorAll('.transcript[id]')].filter(one => one.checkVisibility()).map(block => [
  block.id,
  [...block.querySelectorAll('a[href], button, input:not([type=radio])')]
    .filter(one => one.tabIndex >= 0 && one.checkVisibility()).length,
]);
"""
SMALL = """
return [...document.querySelectorAll('article :is(.transcript, .t-progress, .highlight) :is(a[href], button, label)')]
  .filter(one => one.checkVisibility() && one.getClientRects().length)
  .map(one => [one.className, one.getBoundingClientRect()])
  .filter(([, box]) => Math.min(box.width, box.height) < 23.99)
  .map(([name, box]) => [name, box.width, box.height]);
"""
CONTRAST = """
const shown = (colour) => {
  const canvas = Object.assign(document.createElement('canvas'), {width: 1, height: 1});
  const pen = canvas.getContext('2d');
  pen.fillStyle = colour;
  pen.fillRect(0, 0, 1, 1);
  return [...pen.getImageData(0, 0, 1, 1).data];
};
const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
  .map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
  .reduce((sum, v, at) => sum + v * [.2126, .7152, .0722][at], 0);
return [...document.querySelectorAll('.t-copy, .t-copy-all, :not(.transcript) > pre .md-code__button')]
  .filter(one => one.checkVisibility()).map(one => {
  const ground = shown(getComputedStyle(one.closest('pre, .t-tools')).backgroundColor);
  const code = document.querySelector('.transcript code');
  const below = ground[3] ? ground : shown(getComputedStyle(code).backgroundColor);
  const ink = shown(getComputedStyle(one, '::after').backgroundColor);
  const opaque = ink[3] / 255 * getComputedStyle(one).opacity;
  const mixed = ink.slice(0, 3).map((v, at) => v * opaque + below[at] * (1 - opaque));
  const [high, low] = [light(mixed), light(below)].sort((a, b) => b - a);
  return (high + .05) / (low + .05);
});
"""
OVER = """
const parts = [...document.querySelectorAll('.transcript :is(.t-cmd, .t-out)')];
const typed = parts.filter(one => one.checkVisibility()).flatMap(one => [...one.getClientRects()]);
return [...document.querySelectorAll('.t-copy, .t-copy-all')].filter(one => one.checkVisibility()).filter(one => {
  const box = one.getBoundingClientRect();
  const middle = {top: box.top + box.height / 2 - 4, bottom: box.top + box.height / 2 + 4};
  return typed.some(t => t.left < box.right && t.right > box.left && t.top < middle.bottom && t.bottom > middle.top);
}).length;
"""


@pytest.fixture(autouse=True)
def as_before(browser: Browser) -> Iterator[None]:
    yield
    browser.emulate()


def script(browser: Browser, text: str, *arguments: object) -> Any:
    return browser.execute_script(text, *arguments)


def focused(browser: Browser) -> str:
    """Give the class, or the kind, of what has the focus; the theme adds a class of its own."""
    element = browser.switch_to.active_element
    names = (element.get_attribute("class") or "").replace("focus-visible", "").strip()
    return names or str(element.get_attribute("type"))


@EACH_LIVE
def test_a_block_is_one_tab_stop(browser: Browser, address: str, page: str) -> None:
    browser.look(address + url_of(page))
    stops = script(browser, STOPS)
    assert stops
    assert [stop for stop in stops if stop[1] != 1] == []


def test_arrows_go_through_the_bar_and_tab_leaves_it(browser: Browser, address: str) -> None:
    browser.get(address + url_of(PAGE))
    copy = browser.find_element(By.CSS_SELECTOR, f"#{FIRST.name} .t-copy-all")
    script(browser, "arguments[0].focus()", copy)
    keys = [Keys.ARROW_LEFT, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.END, Keys.HOME]
    seen = []
    for key in keys:
        browser.switch_to.active_element.send_keys(key)
        seen.append(focused(browser))
    assert seen == ["checkbox", "t-copy-all", "t-link", "t-copy-all", "t-link"]
    browser.switch_to.active_element.send_keys(Keys.TAB)
    assert script(browser, "return document.activeElement.closest('.transcript')?.id") != FIRST.name
    browser.switch_to.active_element.send_keys(Keys.SHIFT + Keys.TAB)
    assert focused(browser) == "t-link", "one comes back to where one was"


def test_a_button_that_comes_later_is_part_of_the_bar(browser: Browser, address: str) -> None:
    browser.get(address + url_of(PAGE))
    script(
        browser,
        "const late = Object.assign(document.createElement('button'), {type: 'button', className: 'late'});"
        "late.textContent = 'Late'; document.querySelector(arguments[0]).append(late)",
        f"#{FIRST.name} .t-tools",
    )
    assert dict(script(browser, STOPS))[FIRST.name] == 1
    link = browser.find_element(By.CSS_SELECTOR, f"#{FIRST.name} .t-link")
    script(browser, "arguments[0].focus()", link)
    met = []
    while (now := focused(browser)) not in met:
        met.append(now)
        browser.switch_to.active_element.send_keys(Keys.ARROW_RIGHT)
    assert "late" in met


def test_each_command_is_reached_by_keyboard(browser: Browser, address: str) -> None:
    browser.get(address + url_of(PAGE))
    tools = browser.find_elements(By.CSS_SELECTOR, f"#{SEVERAL.name} .t-copy")
    assert len(tools) == len(SEVERAL.commands)
    link = browser.find_element(By.CSS_SELECTOR, f"#{SEVERAL.name} .t-copy-all")
    script(browser, "arguments[0].focus()", link)
    link.send_keys(Keys.END)
    assert browser.switch_to.active_element == tools[-1]
    tools[-1].send_keys(Keys.ENTER)
    assert browser.clipboard() == SEVERAL.commands[-1].text


def test_a_bar_and_what_is_in_it_have_names(browser: Browser, address: str) -> None:
    browser.get(address + url_of(PAGE))
    bar = browser.find_element(By.CSS_SELECTOR, f"#{SECOND.name} .t-tools")
    assert (bar.aria_role, bar.accessible_name) == ("toolbar", SECOND.name)
    box = bar.find_element(By.CSS_SELECTOR, "input")
    assert box.accessible_name == f"{SECOND.name} done"
    assert bar.find_element(By.CSS_SELECTOR, ".t-copy-all").accessible_name == f"Copy the commands of {SECOND.name}"
    link = bar.find_element(By.CSS_SELECTOR, ".t-link")
    assert link.get_attribute("href") == f"{address}{url_of(PAGE)}#{SECOND.name}"


@pytest.mark.parametrize("width", [0, 390])
@EACH_LIVE
def test_what_is_pressed_is_large_enough(browser: Browser, address: str, page: str, width: int) -> None:
    browser.look(address + url_of(page), width=width, mobile=width > 0)
    assert script(browser, SMALL) == []


@pytest.mark.parametrize("width", [0, 390])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_icons_are_seen_and_lie_over_no_text(browser: Browser, address: str, dark: bool, width: int) -> None:
    browser.emulate(dark=dark, width=width)
    for page in (PAGE, "authoring.md") if "authoring.md" in PAGES else (PAGE,):
        browser.get(address + url_of(page))
        # Icons of single commands fade in under the mouse; here they are looked at as if it were there.
        script(
            browser,
            "document.head.append(Object.assign(document.createElement('style'),"
            "{textContent: '.t-copy, .t-tools > * {opacity: 1 !important; transition: none !important}'}))",
        )
        assert min(script(browser, CONTRAST)) >= 3
        assert script(browser, OVER) == 0


def test_what_does_not_scroll_is_no_tab_stop(browser: Browser, address: str) -> None:
    browser.get(address + url_of(PAGE))
    browser.unfold()
    wrong = """return [...document.querySelectorAll('.transcript pre > code, .t-more')].filter(
      one => one.hasAttribute('tabindex') && one.scrollWidth <= one.clientWidth).length"""
    browser.execute_async_script("setTimeout(arguments[0], 300)")
    assert script(browser, wrong) == 0
