"""A page presented in a browser: one step a screen, typed and answered on a key, with notes in a second window."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from selenium.webdriver import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from tests.pages.conftest import Browser, url_of

pytestmark = pytest.mark.browser

PAGE = "volumes.html"
STILL = [{"name": "prefers-reduced-motion", "value": "reduce"}]
HEADINGS = "return document.querySelector('.p-slide h2').textContent"
TERMINAL = "return document.querySelector('.p-terminal pre')?.innerText ?? ''"
COUNT = "return document.querySelector('.p-count').textContent"


@pytest.fixture(autouse=True)
def as_before(browser: Browser) -> Iterator[None]:
    yield
    first, *others = browser.window_handles
    for other in others:
        browser.switch_to.window(other)
        browser.close()
    browser.switch_to.window(first)
    browser.emulate()


def soon(browser: Browser, true: Callable[[Browser], object]) -> None:
    WebDriverWait(browser, 20).until(true)


def press(browser: Browser, *keys: str) -> None:
    ActionChains(browser).send_keys(*keys).perform()


def leave(browser: Browser) -> None:
    """Go back to the page, which hears of it a moment after the key."""
    press(browser, Keys.ESCAPE)
    soon(browser, lambda b: not b.find_elements(By.CSS_SELECTOR, ".p-stage"))


def said(browser: Browser, script: str) -> str:
    return str(browser.execute_script(script))


def present(browser: Browser, url: str, step: str = "", *, still: bool = True) -> None:
    """Begin to present a page at one of its steps, by key."""
    if still:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": STILL})
    browser.get("about:blank")
    browser.get(url)
    if step:
        browser.execute_script(f"document.getElementById({step!r}).scrollIntoView({{behavior: 'instant'}})")
    press(browser, "t")
    soon(browser, lambda b: b.find_elements(By.CSS_SELECTOR, ".p-stage[open] h2"))


def test_a_key_types_a_command_and_then_shows_its_answer(browser: Browser, address: str) -> None:
    present(browser, address + PAGE, "list-volumes", still=False)
    assert said(browser, HEADINGS) == "Make a volume"
    assert "docker" not in said(browser, TERMINAL), "nothing is typed before it is asked for"
    # The page itself watches: who asks from outside may ask too seldom.
    browser.execute_script(
        f"""const shown = () => {{ {TERMINAL} }};
        window.lengths = [];
        new MutationObserver(() => window.lengths.push(shown().length))
          .observe(document.querySelector(".p-terminal"), {{ childList: true, characterData: true, subtree: true }});"""
    )
    press(browser, " ")
    soon(browser, lambda b: "pgdata" in said(b, TERMINAL))
    assert len(set(browser.execute_script("return window.lengths"))) > 3, "it is typed, not shown at once"
    assert "docker volume ls" in said(browser, TERMINAL)


def test_the_cursor_waits_behind_the_last_prompt(browser: Browser, address: str) -> None:
    present(browser, address + PAGE, "write-a-row")
    press(browser, " ")
    before = "return document.querySelector('.p-cursor').previousElementSibling.dataset.prompt"
    assert said(browser, before) == "postgres=# "


def test_a_key_pressed_while_it_is_typed_shows_the_rest(browser: Browser, address: str) -> None:
    present(browser, address + PAGE, "run-postgres", still=False)
    press(browser, " ", " ")
    assert "Pull complete" in said(browser, TERMINAL)


def test_with_reduced_motion_nothing_is_typed(browser: Browser, address: str) -> None:
    present(browser, address + PAGE, "run-postgres")
    press(browser, " ")
    assert "Pull complete" in said(browser, TERMINAL)


def test_commands_of_one_step_come_one_by_one_and_then_the_next_step(browser: Browser, address: str) -> None:
    present(browser, address + PAGE, "delete-container")
    at = said(browser, COUNT)
    press(browser, Keys.PAGE_DOWN)
    assert "docker ps" not in said(browser, TERMINAL)
    press(browser, Keys.PAGE_DOWN)
    assert "docker ps" in said(browser, TERMINAL)
    assert said(browser, COUNT) == at
    press(browser, Keys.PAGE_DOWN)
    assert "docker" not in said(browser, TERMINAL)
    assert said(browser, COUNT) != at
    press(browser, Keys.PAGE_UP)
    assert said(browser, COUNT) == at
    assert "docker ps" in said(browser, TERMINAL), "a step that was shown is whole when it comes back"


def test_a_command_over_several_lines_is_typed_as_one(browser: Browser, address: str) -> None:
    present(browser, address + PAGE, "write-a-row")
    for shown in ("psql --username", "CREATE TABLE", "VALUES (1, 'Data"):
        assert shown not in said(browser, TERMINAL)
        press(browser, " ")
        assert shown in said(browser, TERMINAL)


@pytest.mark.parametrize("page", ["volumes.md", "images/commit.md", "concepts/architecture.md"])
def test_all_that_a_page_shows_is_presented_in_order(browser: Browser, address: str, page: str) -> None:
    """Nothing typed is lost, nothing of a terminal is shown twice; of tabs and engines, what the reader chose."""
    present(browser, address + url_of(page))
    found = []
    for _ in range(int(said(browser, COUNT).split(" of ")[1])):
        while browser.execute_script("return document.querySelector('.p-terminal [hidden]') !== null"):
            press(browser, " ")
        found += browser.execute_script(
            "return [...document.querySelectorAll('.p-terminal pre')].map(pre => pre.textContent)"
        )
        press(browser, Keys.ARROW_RIGHT)
    shown = browser.execute_script(
        """const seen = (each) => !each || getComputedStyle(each).display !== "none";
        const blocks = [...document.querySelectorAll(".md-content .transcript")];
        return blocks.filter((block) => seen(block.closest(".tabbed-block"))).map((block) => {
          const engine = [...block.querySelectorAll(".t-engine")].find(seen);
          return [...(engine ?? block).querySelectorAll("pre")].map((pre) => {
            const copy = (pre.querySelector("code") ?? pre).cloneNode(true);
            copy.querySelectorAll("button, nav").forEach((each) => each.remove());
            return copy.textContent;
          }).join("");
        })"""
    )
    assert found == shown


def test_escape_goes_back_to_the_step_in_the_page(browser: Browser, address: str) -> None:
    present(browser, address + PAGE)
    while "Delete the container" not in said(browser, HEADINGS):
        press(browser, Keys.ARROW_RIGHT)
    leave(browser)
    top = "return document.querySelector('#delete-container').getBoundingClientRect().top"
    assert 0 <= browser.execute_script(top) <= 200


def test_without_going_on_escape_leaves_the_page_where_it_was(browser: Browser, address: str) -> None:
    browser.get(address + PAGE)
    button = browser.find_element(By.CSS_SELECTOR, ".t-present")
    browser.execute_script("scrollTo({top: 137, behavior: 'instant'})")
    browser.execute_script("arguments[0].focus({preventScroll: true}); arguments[0].click()", button)
    soon(browser, lambda b: b.find_elements(By.CSS_SELECTOR, ".p-stage[open] h2"))
    leave(browser)
    assert browser.execute_script("return scrollY") == 137
    assert browser.execute_script("return document.activeElement.matches('.t-present')")


def test_the_keys_of_the_theme_do_not_leave_the_page(browser: Browser, address: str) -> None:
    present(browser, address + PAGE)
    here = browser.current_url
    press(browser, "p", ",", ".", "s", "/")
    browser.execute_async_script("setTimeout(arguments[0], 300)")
    assert browser.current_url == here
    assert browser.find_elements(By.CSS_SELECTOR, ".p-stage[open]")


def test_the_key_does_nothing_while_somebody_types(browser: Browser, address: str) -> None:
    browser.get(address + PAGE)
    box = browser.find_element(By.CSS_SELECTOR, "[data-md-component=search-query]")
    box.click()
    box.send_keys("t")
    browser.execute_async_script("setTimeout(arguments[0], 500)")
    assert browser.find_elements(By.CSS_SELECTOR, ".p-stage") == []
    assert box.get_attribute("value") == "t"


def test_a_question_comes_before_its_answer(browser: Browser, address: str) -> None:
    present(browser, address + PAGE)
    while "Can you remove a volume" not in said(browser, HEADINGS):
        press(browser, Keys.ARROW_RIGHT)
    assert browser.find_element(By.CSS_SELECTOR, ".p-slide").text == said(browser, HEADINGS)
    press(browser, " ")
    assert browser.find_elements(By.CSS_SELECTOR, ".p-terminal [data-prompt='$ ']")


def test_what_is_not_run_is_shown_with_the_reason(browser: Browser, address: str) -> None:
    present(browser, address + "since-2016.html")
    while not browser.find_elements(By.CSS_SELECTOR, ".p-terminal .t-note"):
        press(browser, Keys.ARROW_RIGHT)
    assert "Not run:" in browser.find_element(By.CSS_SELECTOR, ".p-terminal").text


def test_the_machine_is_said_where_a_page_has_several(browser: Browser, address: str) -> None:
    present(browser, address + "concepts/architecture.html", "on-development")
    assert "on development" in browser.find_element(By.CSS_SELECTOR, ".p-slide").text


def test_a_long_answer_scrolls_within_the_screen_and_is_followed(browser: Browser, address: str) -> None:
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 1280, "height": 500, "deviceScaleFactor": 1, "mobile": False}
    )
    present(browser, address + PAGE, "run-postgres")
    press(browser, " ")
    slide = "const s = document.querySelector('.p-slide'); return "
    assert browser.execute_script(slide + "s.scrollHeight > s.clientHeight")
    last = "[...s.querySelectorAll('.t-out span:not([hidden])')].at(-1).getBoundingClientRect().bottom"
    assert browser.execute_script(f"{slide} {last} <= s.getBoundingClientRect().bottom")
    assert browser.execute_script("return document.querySelector('.p-strip').getBoundingClientRect().bottom") <= 501


@pytest.mark.parametrize("width", [1440, 1280])
def test_the_widest_line_fits_and_letters_are_large(browser: Browser, address: str, width: int) -> None:
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    present(browser, address + PAGE, "list-containers")
    press(browser, " ")
    pre = "const p = document.querySelector('.p-terminal pre'); return "
    assert browser.execute_script(pre + "p.scrollWidth <= p.clientWidth + 1")
    assert browser.execute_script(pre + "parseFloat(getComputedStyle(p).fontSize)") >= 15


def test_the_strip_says_the_next_step_and_how_the_time_stands(browser: Browser, address: str) -> None:
    present(browser, address + PAGE, "create-volume")
    strip = browser.find_element(By.CSS_SELECTOR, ".p-strip").text
    assert "Next: docker volume ls" in strip
    assert "on time" in strip
    browser.execute_script("const now = Date.now; Date.now = () => now() + 600_000")
    soon(browser, lambda b: "min behind" in b.find_element(By.CSS_SELECTOR, ".p-clock").text)
    browser.find_element(By.CSS_SELECTOR, ".p-clock").click()
    assert "on time" in browser.find_element(By.CSS_SELECTOR, ".p-clock").text


@pytest.mark.parametrize("way", ["served", "from a disk"])
def test_the_teacher_has_notes_in_a_second_window(browser: Browser, address: str, built: Path, way: str) -> None:
    url = address + PAGE if way == "served" else (built / PAGE).as_uri()
    present(browser, url, "delete-container")
    room = browser.current_window_handle
    press(browser, "n")
    soon(browser, lambda b: len(b.window_handles) == 2)
    [notes] = [each for each in browser.window_handles if each != room]
    browser.switch_to.window(notes)
    text = "return document.body.innerText"
    soon(browser, lambda b: "docker rm --force pgdb" in said(b, text))
    assert "PostgreSQL recovers from its log" in said(browser, text)
    assert browser.title.startswith("Notes: Volumes")
    assert browser.execute_script("return getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    press(browser, Keys.ARROW_RIGHT)
    soon(browser, lambda b: "docker volume ls" in said(b, text))
    browser.switch_to.window(room)
    assert "docker volume ls" not in said(browser, TERMINAL), "the room is at that step, and sees what was typed so far"
    press(browser, Keys.ESCAPE)
    soon(browser, lambda b: b.window_handles == [room])


def test_a_window_that_the_browser_blocks_is_told(browser: Browser, address: str) -> None:
    present(browser, address + PAGE)
    browser.execute_script("window.open = () => null")
    press(browser, "n")
    assert "blocked" in browser.find_element(By.CSS_SELECTOR, ".p-coming").text


def test_nothing_of_it_is_loaded_before_it_is_used(browser: Browser, address: str) -> None:
    browser.get("about:blank")
    browser.requests()
    browser.get(address + PAGE)
    assert not [url for url in browser.requests() if "present" in url or "slides" in url]
    press(browser, "t")
    soon(browser, lambda b: b.find_elements(By.CSS_SELECTOR, ".p-stage[open] h2"))
    assert all(url.startswith((address, "data:", "blob:")) for url in browser.requests())
