"""There is room for a terminal: nothing of its width is cut on a screen, and on a phone and on paper commands wrap."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.pages.conftest import EACH, EACH_LIVE, LIVE, Browser, url_of
from transcripts import settings

pytestmark = pytest.mark.browser

COLUMNS = settings.load(ROOT).terminal.columns
FITS = 1.2
"""What was run and is a fifth wider fits in smaller letters."""
WIDE = ".transcript pre {letter-spacing: max(0px, calc(0.62em - 1ch))}"
"""A monospace font is at most .62 em wide; the one of a test machine may be narrower."""
CUT = """
return [...document.querySelectorAll('.transcript pre')].filter(pre => pre.checkVisibility()).flatMap(pre => {
  const pane = pre.querySelector('code') ?? pre;
  const rows = [...pane.querySelectorAll('.t-out, .t-status')].flatMap(part => part.textContent.split('\\n'));
  const columns = Math.max(0, ...rows.map(row => row.length));
  return pane.scrollWidth > pane.clientWidth ? [[pre.closest('.transcript').id, columns]] : [];
});
"""
OUTSIDE = """
return [...document.querySelectorAll('.t-line')].filter(line => line.checkVisibility()).flatMap(line => {
  const pane = line.closest('pre');
  const edge = pane.getBoundingClientRect().right;
  const typed = line.querySelector('.t-cmd, .t-keys');
  return [...typed.getClientRects()].some(part => part.right > edge) ? [typed.textContent] : [];
});
"""


def script(browser: Browser, text: str, *arguments: object) -> Any:
    return browser.execute_script(text, *arguments)


@contextmanager
def styled(browser: Browser, rule: str) -> Iterator[None]:
    added = script(
        browser,
        "const style = Object.assign(document.createElement('style'), {textContent: arguments[0]});"
        "document.head.append(style); return style",
        rule,
    )
    try:
        yield
    finally:
        script(browser, "arguments[0].remove()", added)


@pytest.mark.parametrize("width", [1280, 1440, 1920])
@EACH
def test_nothing_as_wide_as_the_terminal_scrolls_on_a_screen(
    browser: Browser, address: str, page: str, width: int
) -> None:
    browser.look(address + url_of(page), width=width)
    with styled(browser, WIDE):
        cut, fits = script(browser, CUT), script(browser, "return document.documentElement.scrollWidth <= innerWidth")
    assert [(name, columns) for name, columns in cut if columns <= COLUMNS * (FITS if name else 1)] == []
    assert fits


@pytest.mark.parametrize("width", [390, 1280])
@EACH_LIVE
def test_each_part_of_a_block_is_as_wide_as_the_block(browser: Browser, address: str, page: str, width: int) -> None:
    browser.look(address + url_of(page), width=width, mobile=width < 500)
    narrow = """return [...document.querySelectorAll('.transcript > :is(pre, details, section)')].filter(part =>
      part.checkVisibility() && part.offsetWidth < part.parentElement.clientWidth - 1).map(part => part.outerHTML)"""
    assert script(browser, narrow) == []


def test_the_room_is_measured_with_a_wide_font(browser: Browser, address: str) -> None:
    browser.look(address + url_of(LIVE[-1]), width=1280)
    with styled(browser, ".transcript pre {letter-spacing: 2ch}"):
        assert script(browser, CUT), "a font of three times the width is cut"


@EACH_LIVE
def test_commands_wrap_on_a_phone_and_what_they_say_does_not(browser: Browser, address: str, page: str) -> None:
    browser.look(address + url_of(page), width=390, mobile=True)
    assert script(browser, OUTSIDE) == []
    assert set(
        script(browser, "return [...document.querySelectorAll('.t-out')].map(o => getComputedStyle(o).whiteSpace)")
    ) == {"pre"}


@EACH
def test_a_phone_scrolls_no_page_sideways(browser: Browser, address: str, page: str) -> None:
    browser.look(address + url_of(page), width=360, mobile=True)
    assert script(browser, "return document.documentElement.scrollWidth") <= 360


@EACH_LIVE
def test_nothing_is_cut_on_paper(browser: Browser, address: str, page: str) -> None:
    browser.look(address + url_of(page), width=700)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert script(browser, CUT) == []
    assert script(browser, OUTSIDE) == []
    browser.emulate()


@pytest.mark.parametrize("width", [390, 1280, 1440])
def test_prose_has_lines_that_read_well(browser: Browser, address: str, width: int) -> None:
    browser.look(address + url_of(LIVE[-1]), width=width, mobile=width < 500)
    lines = """return [...document.querySelectorAll('.md-content__inner > p:not([class])')].map(p => {
      const range = document.createRange();
      range.selectNodeContents(p);
      const rows = new Set([...range.getClientRects()].map(r => Math.round(r.bottom / 12)));
      return p.textContent.length / rows.size;
    })"""
    assert max(script(browser, lines)) <= 90


@pytest.mark.parametrize("width", [1024, 1280, 1440])
def test_the_table_of_contents_is_seen_once(browser: Browser, address: str, width: int) -> None:
    browser.look(address + url_of(LIVE[-1]), width=width)
    seen = """return [...document.querySelectorAll('[data-md-component=toc]')].filter(one => {
      const box = one.getBoundingClientRect();
      return one.checkVisibility({visibilityProperty: true}) && box.width > 0 && box.left >= 0;
    }).length"""
    if width < 1220:
        assert script(browser, "return getComputedStyle(document.querySelector('label[for=__toc]')).display") == "flex"
    else:
        assert script(browser, seen) == 1


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_shadow_says_that_there_is_more(browser: Browser, address: str, dark: bool) -> None:
    browser.emulate(dark=dark)
    browser.get(address + url_of(LIVE[-1]))
    shade = script(
        browser,
        "const code = getComputedStyle(document.querySelector('.transcript code'));"
        "return [code.backgroundAttachment, code.backgroundImage.split('linear-gradient').length - 1]",
    )
    assert shade == ["local, local, scroll, scroll, scroll", 4]
    browser.emulate()
