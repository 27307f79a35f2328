"""The reader's engine in a browser: chosen once, kept, and shown from the first moment on."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import html5lib
import pytest
import yaml
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from tests.conftest import CONFIG, ENGINES, ROOT, Project
from tests.pages.conftest import Browser, Quiet
from transcripts import settings
from transcripts.keep import store
from transcripts.keep.provenance import Checked
from transcripts.keep.store import Captures
from transcripts.transcript import Transcript

pytestmark = pytest.mark.browser

PAGE = """# Errors

```console snippet="same"
$ docker ps
```

```console snippet="differs"
$ docker ps --all
$ docker volume rm pgdata
```

## More

??? question "In a fold"

    ```console snippet="folded" fold="3"
    $ docker info
    ```
"""
OTHER = "26.1"
CHECKED = {name: Checked(f"{name[:4]}.5+dfsg1", date(2026, 11, 25), "k") for name in ("28.5-containerd", OTHER)}
LINES = "".join(f"first line {number}\n" for number in range(8))


def elsewhere(captures: Captures) -> Captures:
    """Give captures that say something else on another engine."""
    first = {
        name: Transcript(tuple(replace(step, output=LINES, status=int("rm" in step.text)) for step in shown.steps))
        for name, shown in captures.transcripts.items()
    }
    other = {
        name: Transcript(tuple(replace(step, output=step.output.replace("first", "otherwise")) for step in shown.steps))
        for name, shown in first.items()
        if name in ("differs", "folded")
    }
    provenance = replace(captures.provenance, engines=CHECKED)
    return replace(captures, transcripts=first, others={OTHER: other}, provenance=provenance)


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with two pages that differ on another engine, and one that does not."""
    project = Project(tmp_path_factory.mktemp("engines"))
    known = project.root / settings.NAME
    known.write_text(known.read_text("utf-8") + ENGINES, "utf-8")
    path = project.root / "mkdocs.yml"
    config = yaml.safe_load(path.read_text("utf-8"))
    config |= {name: CONFIG[name] for name in ("theme", "extra", "extra_css")} | {"plugins": ["search", "offline"]}
    shutil.copytree(ROOT / "docs" / "assets", project.root / "docs" / "assets")
    path.write_text(yaml.safe_dump(config), "utf-8")
    project.page(PAGE.replace(' fold="3"', ""), "index.md")
    project.page(PAGE, "two.md")
    project.page('# Plain\n\n```console snippet="same"\n$ docker ps\n```\n', "plain.md")
    load = store.load
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(store, "load", lambda folder: elsewhere(load(folder)))
        project.html()
    return project.root / "site"


@pytest.fixture(scope="module")
def home(engines: Path) -> Iterator[str]:
    """The address of that site, with a slash at the end."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=engines)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(autouse=True)
def as_before(browser: Browser, home: str) -> Iterator[None]:
    yield
    browser.emulate()
    browser.get(home)
    browser.execute_script("localStorage.clear()")


@contextmanager
def beforehand(browser: Browser, script: str) -> Iterator[None]:
    """Let a script run in each page before anything of its own."""
    added = browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": script})
    yield
    browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", added)


def choose(browser: Browser, engine: str = OTHER, where: str = "#differs") -> None:
    browser.find_element(By.CSS_SELECTOR, f'{where} input[value="{engine}"]').click()


def shown(browser: Browser, block: str = "differs") -> list[str]:
    """Give which engine's lines are to be seen in a block."""
    lines = browser.find_elements(By.CSS_SELECTOR, f"#{block} .t-out")
    return sorted({line.text.split()[0] for line in lines if line.is_displayed()})


def soon(browser: Browser, where: str, text: str) -> None:
    script = f"return document.querySelector('{where}')?.innerText ?? ''"
    WebDriverWait(browser, 20).until(lambda _: text in browser.execute_script(script), browser.execute_script(script))


def checked(browser: Browser) -> set[str]:
    script = "return [...document.querySelectorAll('.t-choice input:checked')].map(input => input.value)"
    return set(browser.execute_script(script))


def test_one_choice_holds_for_all_blocks_and_all_pages(browser: Browser, home: str) -> None:
    browser.get(home)
    assert shown(browser) == ["first"]
    assert checked(browser) == {"28.5"}
    choose(browser)
    assert shown(browser) == ["otherwise"]
    assert checked(browser) == {OTHER}
    browser.get(home + "two.html")
    assert shown(browser) == ["otherwise"]
    choose(browser, "28.5-containerd", ".t-of-page")
    assert shown(browser) == ["first"], "where an engine differs not, the first says what it says"
    assert checked(browser) == {"28.5-containerd"}
    assert shown(browser, "same") == ["first"]
    browser.get(home)
    assert checked(browser) == {"28.5-containerd"}


def test_the_choice_is_known_before_there_is_a_body(browser: Browser, home: str) -> None:
    browser.get(home)
    choose(browser)
    watch = """new MutationObserver((_, watch) => {
      if (!document.body) return;
      window.early = document.documentElement.dataset.engine;
      watch.disconnect();
    }).observe(document, {childList: true, subtree: true});"""
    with beforehand(browser, watch):
        browser.get(home + "two.html")
        assert browser.execute_script("return window.early") == OTHER


def test_without_storage_the_choice_holds_for_the_page(browser: Browser, home: str) -> None:
    off = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('', 'SecurityError'); }})"
    with beforehand(browser, off):
        browser.get(home)
        assert shown(browser) == ["first"]
        choose(browser)
        assert shown(browser) == ["otherwise"]
        browser.get(home + "two.html")
        assert shown(browser) == ["first"]


def test_without_scripts_the_first_is_shown_and_the_others_are_folded_below(home: str) -> None:
    browser = Browser("--blink-settings=scriptEnabled=false")
    try:
        browser.get(home)
        assert shown(browser) == ["first"]
        assert [each.is_displayed() for each in browser.find_elements(By.CSS_SELECTOR, ".t-switch")] == [False] * 3
        assert "Engine 28.5 and 28.5 (containerd)\n" in browser.find_element(By.ID, "differs").text
        summary = browser.find_element(By.CSS_SELECTOR, "#differs summary")
        assert summary.text.endswith("Engine 26.1")
        summary.click()
        assert shown(browser) == ["first", "otherwise"]
        browser.emulate(media="print")
        assert shown(browser) == ["first"]
    finally:
        browser.quit()


def test_an_engine_that_is_gone_is_the_first(browser: Browser, home: str) -> None:
    browser.get(home)
    browser.execute_script("localStorage.setItem('workshop-engine', '19.03')")
    browser.refresh()
    assert shown(browser) == ["first"]
    assert checked(browser) == {"28.5"}


def test_a_page_that_does_not_differ_has_no_switch(browser: Browser, home: str) -> None:
    browser.get(home)
    choose(browser)
    browser.get(home + "plain.html")
    assert not browser.find_elements(By.CSS_SELECTOR, ".t-switch")
    assert shown(browser, "same") == ["first"]


def test_it_is_chosen_by_keyboard_and_stays_in_view(browser: Browser, home: str) -> None:
    browser.get(home + "two.html")
    first = browser.find_element(By.CSS_SELECTOR, '#differs input[value="28.5"]')
    browser.execute_script("arguments[0].focus()", first)
    place = "return arguments[0].closest('fieldset').getBoundingClientRect().top"
    before = browser.execute_script(place, first)
    first.send_keys(Keys.ARROW_LEFT)
    assert shown(browser) == ["otherwise"], "the last comes before the first"
    assert abs(browser.execute_script(place, first) - before) < 1
    outline = "return getComputedStyle(document.activeElement.nextElementSibling).outlineStyle"
    assert browser.execute_script(outline) == "solid"
    legends = "return [...document.querySelectorAll('fieldset')].map(one => one.querySelector('legend').textContent)"
    assert all(browser.execute_script(legends))


def test_a_phone_has_room_for_it(browser: Browser, home: str) -> None:
    browser.emulate(width=390)
    browser.get(home)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 390
    sizes = [label.size for label in browser.find_elements(By.CSS_SELECTOR, ".t-choice") if label.is_displayed()]
    assert len(sizes) >= 6
    assert all(min(size.values()) >= 24 for size in sizes)
    assert browser.execute_script("return document.querySelector('#differs legend').getBoundingClientRect().left") > 8


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_an_accessibility_engine_finds_nothing(browser: Browser, home: str, dark: bool) -> None:
    browser.emulate(dark=dark)
    for engine in ("28.5", OTHER):
        browser.get(home)
        choose(browser, engine)
        browser.unfold()
        assert browser.violations() == []


def test_paper_shows_the_choice_and_whose_it_is(browser: Browser, home: str) -> None:
    browser.get(home)
    for engine, lines, whose in (
        ("28.5", "first", "Engine 28.5 and 28.5 (containerd)"),
        (OTHER, "otherwise", "Engine 26.1"),
    ):
        choose(browser, engine)
        browser.emulate(media="print")
        assert shown(browser) == [lines]
        assert browser.find_element(By.ID, "differs").text.startswith(f"{whose}\n")
        assert not browser.find_element(By.CSS_SELECTOR, "#differs .t-switch").is_displayed()
        browser.emulate()


@pytest.mark.parametrize("engine", ["28.5", OTHER])
def test_the_copy_button_gives_the_commands_once(browser: Browser, home: str, engine: str) -> None:
    browser.get(home)
    choose(browser, engine)
    buttons = browser.find_elements(By.CSS_SELECTOR, "#differs .t-copy-all")
    [button] = [button for button in buttons if button.is_displayed()]
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
    button.click()
    assert browser.clipboard() == "docker ps --all\ndocker volume rm pgdata"


def test_a_search_finds_the_error_of_each_engine(engines: Path, browser: Browser, home: str) -> None:
    browser.get(home)
    for words in ("first", "otherwise"):
        box = browser.find_element(By.CSS_SELECTOR, "[data-md-component=search-query]")
        box.click()
        box.clear()
        box.send_keys(words)
        soon(browser, ".md-search-result", f"{words} line")
    index = (engines / "search" / "search_index.json").read_text("utf-8")
    assert index.count("docker volume rm pgdata") == 2, "once on each of two pages"
    assert "Engine 26.1" not in index


def test_the_player_plays_the_choice_and_says_whose_it_is(browser: Browser, home: str) -> None:
    browser.get(home)
    choose(browser)
    browser.find_element(By.CSS_SELECTOR, ".t-play").click()
    soon(browser, ".t-screen", "(on Engine 26.1.5)")
    soon(browser, ".t-screen", "otherwise line")


def test_it_works_from_a_disk(browser: Browser, engines: Path) -> None:
    browser.get((engines / "index.html").as_uri())
    choose(browser)
    assert shown(browser) == ["otherwise"]
    choose(browser, "28.5")
    assert shown(browser) == ["first"]


@pytest.mark.parametrize("page", ["index.html", "two.html"])
def test_a_page_is_valid_html_and_its_anchors_are_unique(engines: Path, page: str) -> None:
    text = (engines / page).read_text("utf-8")
    parser = html5lib.HTMLParser()
    tree = parser.parse(text)
    assert [code for _, code, _ in parser.errors if code != "expected-doctype-but-got-start-tag"] == []
    ids = [each.get("id") for each in tree.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
