"""What an author sees while a page is written: in Chromium, with a real shell of this machine."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from lab.run import Run
from tests.conftest import Project
from tests.pages.conftest import Browser
from tests.pages.conftest import browser as browser
from tests.write.conftest import Inn, fences
from write.desk import Desk
from write.preview import Preview
from write.server import Server

pytestmark = pytest.mark.browser

SEEN = """
const [text, done] = arguments;
const look = () => {
  if (document.body.innerText.includes(text)) done(true); else setTimeout(look, 20);
};
look();
"""


class Author:
    """A page, and a browser that shows it."""

    def __init__(self, root: Path, browser: Browser, address: str) -> None:
        self.page, self.browser = root / "docs" / "index.md", browser
        browser.set_script_timeout(60)
        browser.get(address)

    def saves(self, text: str, sees: str) -> float:
        """Save, and give the seconds until something is seen."""
        began = time.monotonic()
        self.page.write_text(f"# Title\n\n{text}", "utf-8")
        self.browser.execute_async_script(SEEN, sees)
        return time.monotonic() - began

    def ask(self, script: str) -> object:
        return self.browser.execute_script(f"return {script}")


@pytest.fixture
def author(project: Project, browser: Browser, tmp_path: Path) -> Iterator[Author]:
    """An author at work, on a page with nothing but a title."""
    config = tmp_path / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("name: mkdocs", "name: material\n  font: false"), "utf-8")
    project.page("# Title\n")
    inn, preview = Inn(tmp_path), Preview(tmp_path, tmp_path / ".cache" / "site")
    preview.target.mkdir(parents=True)
    desk = Desk(tmp_path, ["index.md"], cast(Run, inn), preview, lambda text: None)
    server = Server(preview.target, desk.events, 0, preview.whole)
    preview.show("index.md")
    desk.open()
    try:
        yield Author(tmp_path, browser, server.address)
    finally:
        desk.close()
        server.close()
        preview.close()


def test_what_is_saved_is_seen_without_a_reload(author: Author) -> None:
    author.ask("window.here = 'still'")
    author.saves(fences("$ echo $((6 * 7))"), "42")
    assert author.ask("window.here") == "still"
    assert author.ask("document.querySelector('.t-draft').dataset.draft") == "played"
    author.saves(fences("$ echo $((6 * 7))", "$ echo first; sleep 6; echo $((7 * 7))"), "running")
    assert author.ask("document.querySelector('.write-bar').dataset.state") == "busy"
    author.browser.execute_async_script(SEEN, "49")


def test_an_error_is_told_at_the_foot_and_at_its_place(author: Author) -> None:
    author.saves(fences("$ (exit 3)"), "mend it, or say exit=")
    assert author.ask("document.querySelector('.write-bar').dataset.state") == "trouble"
    assert author.ask("document.querySelector('.t-draft').dataset.draft") == "stopped"
    author.saves("```console\n$ echo\n```\n", "a console fence that neither runs nor says why")
    author.saves(fences("$ echo $((6 * 7))"), "42")
    author.browser.execute_async_script(SEEN, "1 command played")
    assert author.ask("document.querySelector('.write-bar').dataset.state") == "still"


def test_the_page_goes_to_what_changed_until_its_author_goes_elsewhere(author: Author) -> None:
    long = "\n\n".join(f"Paragraph {number}." for number in range(200)) + "\n\n"
    author.saves(long, "Paragraph 199.")
    author.saves(long + fences("$ echo $((77 * 11))"), "847")
    assert author.ask("document.querySelector('.transcript').getBoundingClientRect().top < innerHeight")
    author.ask("dispatchEvent(new Event('wheel')) && scrollTo({ top: 0, behavior: 'instant' })")
    author.browser.execute_async_script(SEEN, "1 command played")
    assert author.ask("scrollY") == 0
