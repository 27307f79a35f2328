"""The search as a reader uses it: what is typed is what is looked for."""

from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from tests.pages.conftest import Browser

pytestmark = pytest.mark.browser

RESULTS = """return [...document.querySelectorAll(".md-search-result__item")].map(item => [
  item.querySelector("a").getAttribute("href").split(/[?#]/)[0].split("/").slice(-2).join("/"), item.textContent])"""
META = "return document.querySelector('.md-search-result__meta').innerText"
"""Says how many pages were found, or that none was."""

# Typed letter by letter, what is found for the first few would be read on a busy machine.
PASTE = "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('keyup'))"


def results(browser: Browser, words: str) -> dict[str, str]:
    """Give the text of each result, best first, by the end of its page's address."""
    box = browser.find_element(By.CSS_SELECTOR, "[data-md-component=search-query]")
    box.click()
    wait = WebDriverWait(browser, 10, 0.1)
    browser.execute_script(PASTE, box, "xyzzy")
    wait.until(lambda _: browser.execute_script(META).startswith("No "))
    browser.execute_script(PASTE, box, words)
    wait.until(lambda _: browser.execute_script(META)[:1].isdigit(), f"nothing is found for {words}")
    return dict(browser.execute_script(RESULTS))


@pytest.fixture
def searched(browser: Browser, address: str) -> Browser:
    browser.get(f"{address}volumes.html")
    return browser


def test_an_option_is_found_as_it_is_typed(searched: Browser) -> None:
    found = results(searched, "--rm")
    assert len(found) >= 5
    assert all("--rm" in text for text in found.values())


@pytest.mark.parametrize(
    ("words", "page", "said"),
    [
        ("permission denied", "install/debian.html", "permission denied while trying to connect"),
        ("volume is in use", "/volumes.html", "remove pgdata: volume is in use"),
        ("Error response from daemon: conflict: unable", "images/commit.html", "conflict: unable to remove"),
        ('"ipython": executable file not found in $PATH', "action/python.html", "And on your machine?"),
        ("/var/run/docker.sock", "install/debian.html", "unix:///var/run/docker.sock"),
        ("--pids-limit", "concepts/cgroups.html", "--pids-limit 20"),
        ("postgres:17", "/volumes.html", "postgres:17"),
        ("docker-machine", "/since-2016.html", "docker-machine"),
    ],
)
def test_what_a_student_types_is_found(words: str, page: str, said: str, searched: Browser) -> None:
    found = results(searched, words)
    [text] = [text for path, text in found.items() if path.endswith(page.lstrip("/"))]
    assert said in " ".join(text.split())


def test_what_good_commands_printed_is_not_found(searched: Browser) -> None:
    for text in results(searched, "Pull complete").values():
        assert "Pull complete" not in text


def test_an_error_leads_to_the_way_out_first(searched: Browser) -> None:
    for words in ("volume is in use", "Cannot connect to the Docker daemon", "certificate required"):
        assert next(iter(results(searched, words))).endswith("errors.html")


def test_an_option_is_no_word(searched: Browser) -> None:
    assert "install/fedora.html" not in results(searched, "--rm")
    for text in results(searched, "--rm").values():
        assert "--rm" in text


def test_lessons_come_before_the_page_for_authors_and_the_page_about_checks_never(searched: Browser) -> None:
    for words in ("docker volume create", "timeout", "docker run --interactive --tty"):
        pages = [path.split("/")[-1] for path in results(searched, words)]
        assert "verified.html" not in pages
        assert "authoring.html" not in pages[: len(pages) // 2]


def test_it_works_from_a_disk(browser: Browser, built: Path) -> None:
    browser.get((built / "volumes.html").as_uri())
    assert any("--rm" in text for text in results(browser, "--rm").values())
