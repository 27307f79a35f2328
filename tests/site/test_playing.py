"""A page played back in a browser: from any step, at any speed, in a size that can be read, and closed again."""

from collections.abc import Callable, Iterator

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from tests.pages.conftest import Browser

pytestmark = pytest.mark.browser

PAGE = "volumes.html"
STILL = [{"name": "prefers-reduced-motion", "value": "reduce"}]


@pytest.fixture(autouse=True)
def as_before(browser: Browser) -> Iterator[None]:
    yield
    browser.emulate()


def soon(browser: Browser, true: Callable[[Browser], object]) -> None:
    WebDriverWait(browser, 20).until(true)


def text(browser: Browser) -> str:
    return str(browser.execute_script("return document.querySelector('.ap-term-text')?.innerText ?? ''"))


def play(browser: Browser, address: str, step: str = "") -> None:
    browser.get(address + PAGE)
    button = f"#{step} .t-from-here" if step else ".t-play"
    browser.execute_script(f"document.querySelector({button!r}).click()")
    soon(browser, text)


def test_playback_starts_at_a_step_with_what_came_before_it_on_the_screen(browser: Browser, address: str) -> None:
    play(browser, address, "list-volumes")
    assert "docker volume create" in text(browser)
    soon(browser, lambda b: "docker volume ls" in text(b))
    assert browser.execute_script(
        "return document.querySelector('#list-volumes').nextElementSibling.matches('.t-screen')"
    )


def test_two_buttons_open_one_screen(browser: Browser, address: str) -> None:
    play(browser, address)
    browser.execute_script("document.querySelector('#list-volumes .t-from-here').click()")
    soon(browser, lambda b: b.find_elements(By.CSS_SELECTOR, "#list-volumes + .t-screen"))
    assert len(browser.find_elements(By.CSS_SELECTOR, ".t-screen")) == 1


@pytest.mark.parametrize("way", ["button", "escape"])
def test_closing_gives_the_focus_back(browser: Browser, address: str, way: str) -> None:
    play(browser, address)
    if way == "button":
        browser.find_element(By.CSS_SELECTOR, ".t-close").click()
    else:
        browser.find_element(By.CSS_SELECTOR, ".t-close").send_keys(Keys.ESCAPE)
    assert browser.find_elements(By.CSS_SELECTOR, ".t-screen") == []
    assert browser.execute_script("return document.activeElement.matches('.t-play')")
    browser.find_element(By.CSS_SELECTOR, ".t-play").click()
    soon(browser, lambda b: b.find_elements(By.CSS_SELECTOR, ".t-screen"))


def choose_speed(browser: Browser, speed: str) -> None:
    choice = browser.find_element(By.CSS_SELECTOR, ".t-controls select")
    browser.execute_script(
        "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('change', {bubbles: true}))",
        choice,
        speed,
    )


def test_speed_is_a_choice_and_changing_it_goes_on_from_the_same_moment(browser: Browser, address: str) -> None:
    # What stands still can be looked at, however slow the machine is that looks.
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": STILL})
    play(browser, address, "write-a-row")
    choose_speed(browser, "2")
    soon(browser, text)
    assert "Downloaded" in text(browser), "what came before the step is still there"
    assert "docker rm" not in text(browser)
    browser.emulate()
    choose_speed(browser, "3")
    soon(browser, lambda b: "docker rm --force pgdb" in text(b))


def test_whatever_takes_the_focus_in_the_player_has_a_name(browser: Browser, address: str) -> None:
    play(browser, address)
    nameless = """return [...document.querySelectorAll(".t-screen :is(button, select, [tabindex])")].filter((node) =>
      !(node.ariaLabel || node.labels?.[0]?.textContent || node.textContent).trim() || (node.tabIndex >= 0 &&
      !node.matches("button, select") && !node.role)).map((node) => node.outerHTML)"""
    assert browser.execute_script(nameless) == []
    assert browser.find_element(By.CSS_SELECTOR, ".ap-playback-button").get_attribute("aria-label") == "Pause"
    assert browser.find_element(By.CSS_SELECTOR, ".t-screen").aria_role == "region"


def test_with_reduced_motion_nothing_plays_by_itself(browser: Browser, address: str) -> None:
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": STILL})
    play(browser, address, "write-a-row")
    before = text(browser)
    assert "Pull complete" in before, "the poster shows where it would begin"
    browser.execute_async_script("setTimeout(arguments[0], 1500)")
    assert text(browser) == before
    browser.find_element(By.CSS_SELECTOR, ".ap-playback-button").click()
    soon(browser, lambda b: text(b) != before)


@pytest.mark.parametrize("width", [1440, 1280, 390])
def test_letters_are_of_a_size_that_can_be_read(browser: Browser, address: str, width: int) -> None:
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    play(browser, address)
    size_of = "return parseFloat(getComputedStyle(document.querySelector('.ap-term-text')).fontSize)"
    assert browser.execute_script(size_of) >= 14


def test_on_a_phone_the_view_follows_what_is_typed_and_comes_back_for_the_answer(
    browser: Browser, address: str
) -> None:
    browser.emulate(width=390)
    play(browser, address, "run-postgres")
    left = "return document.querySelector('.t-player').scrollLeft"
    soon(browser, lambda b: b.execute_script(left) > 50)
    soon(browser, lambda b: "Pull complete" in text(b))
    soon(browser, lambda b: b.execute_script(left) == 0)
    bar = browser.find_element(By.CSS_SELECTOR, ".ap-fullscreen-button").rect
    assert bar["x"] + bar["width"] <= 390
