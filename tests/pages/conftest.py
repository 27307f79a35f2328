"""The built site, served on this machine, and a Chrome or Chromium that looks at it."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from lab.images import needs
from lab.images.browser import found as chosen
from tests.conftest import ROOT
from transcripts import settings
from transcripts.page import page

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--window-size=1280,1000",
    # A mouse: where there is none, the theme takes what scrolls out of the order of the keyboard.
    "--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4",
    # Every name but the site's own leads nowhere.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)


PAGES = {found.path: found for found in page.read_all(ROOT, settings.load(ROOT).kinds)}
LIVE = [path for path, found in PAGES.items() if found.snippets]
# In this scope pytest brings the tests of a page together, by its place in the list: so both begin with the live ones.
EACH_LIVE = pytest.mark.parametrize("page", LIVE, scope="module")
EACH = pytest.mark.parametrize("page", [*LIVE, *(path for path in PAGES if path not in LIVE)], scope="module")


def url_of(page: str) -> str:
    stem = page.removesuffix(".md")
    return f"{stem}.html"


BUILD = """
import sys

met = []


def guard(event, args):
    if event in ("socket.connect", "socket.bind", "socket.getaddrinfo"):
        met.append((event, args[-1] if event == "socket.bind" else args[1:]))
    elif event == "subprocess.Popen":
        met.append((event, args[0]))
    else:
        return
    raise RuntimeError(f"the build does {event}")


sys.addaudithook(guard)
from mkdocs.commands.build import build
from mkdocs.config import load_config

config = load_config(sys.argv[1], site_dir=sys.argv[2], strict=True)
config.plugins.on_startup(command="build", dirty=False)
build(config)
# mkdocs-macros asks git for the last commit, and imports requests, whose urllib3 tries at import whether ::1 exists.
assert set(met) <= {("subprocess.Popen", "git"), ("socket.bind", ("::1", 0))}, met
loaded = {"docker", "sybil", "pytest", "_pytest", "lab", "verify"} & set(sys.modules)
assert not loaded, loaded
"""
"""A strict build that may open no socket and start no program, and loads nothing that only runs of pages need."""


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built strictly."""
    site = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-EB", "-c", BUILD, str(ROOT / "mkdocs.yml"), str(site)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return site


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def address(built: Path) -> Iterator[str]:
    """The address of the served site, with a slash at the end."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=built)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class Browser(webdriver.Chrome):
    """Chrome or Chromium, with the clipboard open to us and a note of every request."""

    def __init__(self, *flags: str) -> None:
        found = chosen(os.environ)
        assert found, f"no Chrome or Chromium with its driver: {needs.remedy([needs.BROWSER], needs.system())}"
        options = webdriver.ChromeOptions()
        for flag in (*FLAGS, *flags):
            options.add_argument(flag)
        options.binary_location = found.program
        options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
        super().__init__(options=options, service=Service(found.driver))
        # For axe on the longest page, on a busy machine.
        self.set_script_timeout(120)
        self.execute_cdp_cmd(
            "Browser.grantPermissions", {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}
        )

    def requests(self) -> list[str]:
        """Give the addresses asked for since the last call."""
        messages = [json.loads(entry["message"])["message"] for entry in self.get_log("performance")]  # type: ignore[no-untyped-call]
        return [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]

    def emulate(self, *, media: str = "", dark: bool = False, width: int = 0, mobile: bool = True) -> None:
        """Look as a printer, in the dark, or through a window of another width; as before if nothing is said."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": [scheme]})
        if width:
            size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": mobile}
            self.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        else:
            self.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

    def look(self, url: str, *, width: int = 0, mobile: bool = False) -> None:
        """Look at a page with all that it folds opened; it is loaded unless the last look was at it."""
        self.emulate(width=width, mobile=mobile)
        if not self.execute_script("return window.looked && location.href == arguments[0]", url):
            self.get(url)
            self.execute_script("window.looked = true")
            self.unfold()

    def unfold(self) -> None:
        """Open all that the page folds."""
        self.execute_script("for (const one of document.querySelectorAll('details')) one.open = true")

    def violations(self) -> list[list[str]]:
        """Give what axe-core finds that is serious: its rule, where it is first broken, and how it is mended."""
        self.execute_script((resources.files("axe_playwright_python") / "axe.min.js").read_text("utf-8"))
        found = self.execute_async_script(
            "axe.run({resultTypes: ['violations']}).then(r => arguments[0](r.violations.map("
            "v => [v.impact, v.id, `${v.nodes.length}`, v.nodes[0].html.slice(0, 200), v.nodes[0].failureSummary])))"
        )
        return [violation for violation in found if violation[0] in ("serious", "critical")]

    def clipboard(self) -> str:
        """Give what was copied last."""
        return str(self.execute_async_script("navigator.clipboard.readText().then(arguments[0], arguments[0])"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    browser = Browser()
    yield browser
    browser.quit()
