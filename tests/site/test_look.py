"""The face of this workshop: its fonts, with and without them, the marks on its first page, and what a page weighs."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.support.wait import WebDriverWait

from tests.pages.conftest import PAGES, Browser, url_of
from transcripts.show import fonts

pytestmark = pytest.mark.browser

FIRST, LATER = 300_000, 40_000
"""Bytes that a reader loads, compressed: with the first page, and with each after that."""
HEIGHT = "return document.querySelector('.md-content').getBoundingClientRect().height"


@pytest.fixture(autouse=True)
def as_before(browser: Browser) -> Iterator[None]:
    yield
    browser.emulate()
    browser.execute_cdp_cmd("Network.setBlockedURLs", {"urls": []})
    browser.execute_cdp_cmd("Network.setCacheDisabled", {"cacheDisabled": False})


def settled(browser: Browser) -> None:
    """Wait until the fonts of a page are there, or known not to come."""
    browser.execute_async_script("document.fonts.ready.then(() => setTimeout(arguments[0], 100))")
    heights: list[float] = []

    def still(_: Browser) -> bool:
        heights.append(browser.execute_script(HEIGHT))
        ready = browser.execute_script("return document.readyState") == "complete"
        return ready and len(heights) > 4 and len(set(heights[-4:])) == 1

    WebDriverWait(browser, 30, 0.15).until(still)


def loaded(browser: Browser) -> set[str]:
    script = "return [...document.fonts].filter(face => face.status == 'loaded').map(face => face.family)"
    return set(browser.execute_script(script))


def test_a_page_is_set_in_its_fonts(browser: Browser, address: str) -> None:
    browser.get(address + "volumes.html")
    settled(browser)
    assert {"Text", "Code"} <= loaded(browser)
    for where, family in (("h1", "Text"), (".transcript code", "Code")):
        shown = browser.execute_script(f"return getComputedStyle(document.querySelector('{where}')).fontFamily")
        assert shown.split(",")[0] == family
    assert int(browser.execute_script("return getComputedStyle(document.querySelector('h2')).fontWeight")) >= 600


@pytest.mark.parametrize("page", ["index.html", "volumes.html"])
def test_a_page_whose_fonts_do_not_load_keeps_its_place(browser: Browser, address: str, page: str) -> None:
    browser.get(address + page)
    settled(browser)
    with_fonts = browser.execute_script(HEIGHT)
    browser.execute_cdp_cmd("Network.enable", {})
    browser.execute_cdp_cmd("Network.setCacheDisabled", {"cacheDisabled": True})
    browser.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*.woff2"]})
    browser.get(address + page)
    settled(browser)
    assert not {"Text", "Code"} & loaded(browser)
    assert browser.execute_script(HEIGHT) == pytest.approx(with_fonts, rel=0.02)


def test_what_the_marks_of_the_first_page_say_is_at_the_marks(browser: Browser, address: str) -> None:
    browser.get(address)
    marks = browser.execute_script(
        "return [...document.querySelectorAll('.t-about, .annotated .transcript *')]"
        ".flatMap(node => ['::before', '::after']"
        '.map(where => getComputedStyle(node, where).content).filter(text => /^"\\d" \\/ ""$/.test(text))'
        ".map(text => [text[1], node.className.split(' ')[0]]))"
    )
    assert dict(marks).items() >= {"1": "t-cmd", "2": "t-var", "3": "t-status", "4": "t-about"}.items()
    assert len(marks) == len(dict(marks)), "each mark stands once"
    points = browser.execute_script("return document.querySelectorAll('.annotated > ol > li').length")
    assert len(marks) == points


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_link_in_a_sentence_is_underlined(browser: Browser, address: str, dark: bool) -> None:
    browser.emulate(dark=dark)
    browser.get(address + "concepts/stack.html")
    bare = browser.execute_script(
        "return [...document.querySelectorAll('.md-typeset :is(p, li, td) a:not(.md-button, .headerlink)')]"
        ".filter(a => getComputedStyle(a).textDecorationLine != 'underline').map(a => a.outerHTML)"
    )
    assert bare == []


def test_paper_is_white_for_who_reads_in_the_dark(browser: Browser, address: str) -> None:
    browser.emulate(media="print", dark=True)
    browser.get(address + "volumes.html")
    for where in ("h1", "p", "p a[href]", "code", ".t-cmd", ".t-out"):
        shown = browser.execute_script(f"return getComputedStyle(document.querySelector('article {where}')).color")
        assert sum(map(int, re.findall(r"\d+", shown)[:3])) < 3 * 128, f"{where} is {shown}"


def test_the_logo_and_the_tabs_are_there(browser: Browser, address: str) -> None:
    browser.get(address + "images/dockerfile.html")
    assert browser.execute_script("return document.querySelector('.md-logo img').naturalWidth") > 0
    active = browser.execute_script("return document.querySelector('.md-tabs__item--active').innerText")
    assert active == "Images"


def test_what_a_reader_loads_is_small(browser: Browser, address: str, built: Path) -> None:
    """Measured as a server sends it, compressed; fonts are so already."""
    seen: set[str] = set()
    sizes: dict[str, int] = {}
    for page in sorted(PAGES, key=lambda path: path != "index.md"):
        browser.get("about:blank")
        browser.requests()
        browser.get(address + url_of(page))
        settled(browser)
        asked = {url.removeprefix(address).split("#")[0].split("?")[0] for url in browser.requests()} - seen
        files = [built / url for url in asked if (built / url).is_file()]
        assert len(files) >= 1
        sizes[page] = sum(
            len(data) if path.suffix == ".woff2" else len(gzip.compress(data))
            for path in files
            for data in [path.read_bytes()]
        )
        seen |= asked
    assert any(url.startswith(fonts.FOLDER) for url in seen)
    assert any("search" in url for url in seen)
    assert sizes.pop("index.md") <= FIRST
    assert {page: size for page, size in sizes.items() if size > LATER} == {}
