"""What a server shows in place of a page that it does not have, for a site below any path."""

from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from tests.pages.conftest import Browser, Quiet

pytestmark = pytest.mark.browser


class Pages(Quiet):
    """A server that does as GitHub Pages does: the site lies below a path, and 404.html stands for the rest."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = (Path(self.directory) / "project" / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page)


@pytest.fixture(scope="module")
def host(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("host")
    (root / "project").symlink_to(built)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Pages, directory=str(root))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.parametrize("path", ["volume.html", "concepts/volume.html", "no/such/folder/volume.html", "volume/"])
def test_it_knows_the_way_back_from_any_depth(path: str, browser: Browser, host: str) -> None:
    browser.get(f"{host}project/{path}")
    assert browser.find_element(By.ID, "asked").text == f"/project/{path}: not found"
    link = browser.find_element(By.CSS_SELECTOR, "a")
    WebDriverWait(browser, 10).until(lambda _: link.get_attribute("href") == f"{host}project/index.html")
    link.click()
    assert "Docker workshop" in browser.title


def test_it_looks_for_what_was_asked(browser: Browser, host: str) -> None:
    browser.get(f"{host}project/no/permission-denied.html")
    form = browser.find_element(By.CSS_SELECTOR, "form")
    WebDriverWait(browser, 10).until(lambda _: form.get_attribute("action") == f"{host}project/index.html")
    form.submit()
    result = ".md-search-result__item a[href*='install/debian.html']"
    WebDriverWait(browser, 20).until(lambda _: browser.find_elements(By.CSS_SELECTOR, result))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_it_can_be_read_on_a_phone_in_both_schemes(dark: bool, browser: Browser, host: str) -> None:
    browser.emulate(dark=dark, width=390)
    try:
        browser.get(f"{host}project/a-rather-long-address-of-a-page-that-is-not-there-and-never-was.html")
        assert browser.execute_script("return document.documentElement.scrollWidth") <= 390
        ground = browser.execute_script("return matchMedia('(prefers-color-scheme: dark)').matches")
        assert ground == dark
    finally:
        browser.emulate()
