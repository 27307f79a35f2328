"""What a reader meets: folds, selections, print, phones, keyboards, search, playback, and no scripts."""

import gzip
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import html5lib
import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from tests.pages.conftest import LIVE, PAGES, Browser, url_of
from transcripts.page.blocks import ProjectFile
from transcripts.show import mine, site

pytestmark = pytest.mark.browser

VOLUMES = "volumes.html"


@pytest.fixture(autouse=True)
def as_before(browser: Browser) -> Iterator[None]:
    yield
    browser.emulate()


def soon(browser: Browser, condition: Callable[[Browser], object], seconds: float = 10) -> None:
    WebDriverWait(browser, seconds).until(lambda _: condition(browser))


def test_one_command_of_several_is_copied_alone(browser: Browser, address: str) -> None:
    browser.get(address + VOLUMES + "#write-a-row")
    buttons = browser.find_elements(By.CSS_SELECTOR, "#write-a-row .t-copy")
    copied = []
    for button in buttons:
        button.click()
        copied.append(browser.clipboard())
    assert copied[2] == "INSERT INTO lesson (id, title)\nVALUES (1, 'Data outlives a container');"
    assert [len(text.splitlines()) for text in copied] == [1, 1, 2, 1, 1]


def copied(browser: Browser, block: str) -> str:
    button = browser.find_element(By.CSS_SELECTOR, f"{block} :is(.t-copy-all, :not(.transcript *).md-code__button)")
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
    button.click()
    return browser.clipboard()


def test_what_is_not_run_copies_its_commands_too(browser: Browser, address: str) -> None:
    browser.get(address + "action/ubuntu.html")
    assert copied(browser, ".transcript-static") == "sudo docker run -i -t ubuntu /bin/bash"
    assert copied(browser, "#run-ubuntu").startswith("docker run --interactive --tty --rm ubuntu:24.04 bash\ngrep ")


def test_a_project_file_copies_as_a_file(browser: Browser, address: str) -> None:
    browser.get(address + "concepts/cgroups.html")
    page = PAGES["concepts/cgroups.md"].blocks
    [script, _] = [block.body for block in page if isinstance(block, ProjectFile)]
    assert copied(browser, ".highlight:has(.filename)") == script.removesuffix("\n")


def test_a_here_document_is_copied_whole(browser: Browser, address: str) -> None:
    browser.get(address + "authoring.html")
    heredocs = [block for block in PAGES["authoring.md"].snippets if "<<" in block.body]
    assert heredocs
    for block in heredocs:
        assert copied(browser, f"#{block.name}") == "\n".join(command.text for command in block.commands)


FIRST = 18 * 1024
"""Bytes, compressed, of ours that any page loads."""
WHEN_USED = {"playing and presenting": 11 * 1024, "check mine": 27 * 1024}
"""And what is loaded when it is used."""
PAGE = 60 * 1024


def test_pages_and_what_they_load_are_small(built: Path) -> None:
    used = {
        "playing and presenting": set(site.WHEN_USED),
        "check mine": {mine.STYLE, mine.KINDS, *mine.PARTS},
        "ticks": {site.STEPS},
    }
    sizes = {
        path.relative_to(built).as_posix(): len(gzip.compress(path.read_bytes()))
        for path in (built / "assets").iterdir()
        if path.suffix in (".css", ".js")
    }
    later = {name for names in used.values() for name in names}
    assert {what: size for what, most in WHEN_USED.items() if (size := sum(sizes[n] for n in used[what])) > most} == {}
    assert sum(size for name, size in sizes.items() if name not in later) <= FIRST
    assert {
        page: size for page in PAGES if (size := len(gzip.compress((built / url_of(page)).read_bytes()))) > PAGE
    } == {}


def test_marking_a_block_with_the_mouse_takes_no_prompt(browser: Browser, address: str) -> None:
    browser.get(address + VOLUMES)
    text = browser.execute_script(
        "getSelection().selectAllChildren(document.querySelector('#write-a-row code'));return getSelection().toString()"
    )
    assert "CREATE TABLE lesson" in text
    assert "(1 row)" in text
    assert "postgres=#" not in text
    assert "$ " not in text


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("page", PAGES)
def test_an_accessibility_engine_finds_nothing(browser: Browser, address: str, page: str, dark: bool) -> None:
    browser.emulate(dark=dark)
    browser.get(address + url_of(page))
    browser.unfold()
    assert browser.violations() == []


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_valid_html(built: Path, page: str) -> None:
    parser = html5lib.HTMLParser()
    parser.parse((built / url_of(page)).read_text("utf-8"))
    # The theme's own SVG and templates are not ours to judge; everything of ours stands in the article.
    errors = [code for _, code, data in parser.errors if code not in ("expected-doctype-but-got-start-tag",)]
    assert errors == []
    ids = re.findall(r'\bid="([^"]+)"', (built / url_of(page)).read_text("utf-8"))
    assert sorted({name for name in ids if ids.count(name) > 1}) == []


def a_fold(browser: Browser, address: str, built: Path) -> str:
    """Go to a page with a fold, and give its block's id."""
    for page in LIVE:
        if "t-fold" in (built / url_of(page)).read_text("utf-8"):
            browser.get(address + url_of(page))
            return str(browser.execute_script("return document.querySelector('.t-fold').closest('[id]').id"))
    raise AssertionError("no page folds anything")


def fold_shown(browser: Browser, name: str) -> bool:
    return bool(browser.execute_script(f"return document.querySelector('#{name} .t-fold .t-more').checkVisibility()"))


def test_what_is_folded_opens_by_keyboard_and_in_print(browser: Browser, address: str, built: Path) -> None:
    name = a_fold(browser, address, built)
    assert not fold_shown(browser, name)
    browser.emulate(media="print")
    assert fold_shown(browser, name)
    browser.emulate()
    summary = browser.find_element(By.CSS_SELECTOR, f"#{name} .t-fold > summary")
    assert re.fullmatch(r"\d+ more lines", summary.text)
    summary.send_keys(Keys.ENTER)
    assert fold_shown(browser, name)


def test_a_long_line_is_scrolled_by_keyboard(browser: Browser, address: str) -> None:
    browser.get(address + "since-2016.html")
    code = browser.find_element(By.CSS_SELECTOR, "#not-in-the-group code")
    browser.execute_script("arguments[0].focus()", code)
    assert browser.switch_to.active_element == code
    code.send_keys(Keys.ARROW_RIGHT * 5)
    soon(browser, lambda b: b.execute_script("return arguments[0].scrollLeft", code) > 0)


def searched(browser: Browser, words: str, expected: str) -> None:
    """Type words into the search field, and wait for what it shall show."""
    box = browser.find_element(By.CSS_SELECTOR, "[data-md-component=search-query]")
    box.click()
    box.clear()
    box.send_keys(words)
    soon(
        browser, lambda b: expected in b.execute_script("return document.querySelector('.md-search-result').innerText")
    )


def test_search_finds_commands_and_no_output(browser: Browser, address: str) -> None:
    browser.get(address)
    searched(browser, "pg_isready", "Start a database")
    searched(browser, "pg_dynshmem", "No matching documents")


def test_a_page_is_played_back(browser: Browser, address: str) -> None:
    browser.get("about:blank")
    browser.requests()
    browser.get(address + VOLUMES)
    assert not [url for url in browser.requests() if "asciinema" in url or "casts" in url]
    browser.find_element(By.CSS_SELECTOR, ".t-play").click()
    soon(browser, lambda b: "docker volume create" in b.find_element(By.CSS_SELECTOR, ".t-screen").text, 20)
    assert all(url.startswith((address, "data:", "blob:")) for url in browser.requests())


def test_a_page_lacks_nothing_without_scripts(address: str) -> None:
    browser = Browser("--blink-settings=scriptEnabled=false")
    try:
        browser.get(address + VOLUMES)
        block = browser.find_element(By.ID, "write-a-row")
        assert "CREATE TABLE lesson" in block.text
        assert "(1 row)" in block.text
        controls = browser.find_elements(By.CSS_SELECTOR, "article :is(button, input, progress)")
        assert not [each.get_attribute("class") for each in controls if each.is_displayed()]
        link = browser.find_element(By.CSS_SELECTOR, "#write-a-row .t-link")
        assert link.text == "write-a-row"
        assert link.value_of_css_property("opacity") == "1"
    finally:
        browser.quit()


def test_a_page_works_from_a_disk(browser: Browser, built: Path) -> None:
    browser.get((built / VOLUMES).as_uri())
    searched(browser, "pg_isready", "Start a database")
    browser.refresh()
    browser.find_element(By.CSS_SELECTOR, ".t-play").click()
    soon(browser, lambda b: "docker volume create" in b.find_element(By.CSS_SELECTOR, ".t-screen").text, 20)
