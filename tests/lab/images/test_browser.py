"""A browser and a driver that fits are found as Debian, Ubuntu and GitHub's runners keep them.

The programs are scripts that tell a version, as the real ones do.
"""

import os
from pathlib import Path

import pytest

from lab.images.browser import Browser, found

CHROME, CHROMIUM, DRIVER = (
    "Google Chrome {}.0.7339.80",
    "Chromium {}.0.7339.0 built on Debian GNU/Linux 13 (trixie)",
    "ChromeDriver {}.0.7339.80 (2c2e8e1d-refs/branch-heads/7339)",
)


class Machine:
    """A machine with a folder of programs on its path, and others beside it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.environment = {"PATH": str(root / "usr/bin")}

    def has(self, path: str, text: str, version: int) -> str:
        """Make a program that tells its version; give where it is."""
        return self.runs(path, f"echo '{text.format(version)}'")

    def runs(self, path: str, script: str) -> str:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        file.chmod(0o755)
        return str(file)

    def found(self, *folders: str) -> Browser | None:
        return found(self.environment, tuple(str(self.root / folder) for folder in folders))


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine without a browser."""
    return Machine(tmp_path)


def test_debian(machine: Machine) -> None:
    chromium = machine.has("usr/bin/chromium", CHROMIUM, 140)
    driver = machine.has("usr/bin/chromedriver", DRIVER, 140)
    assert machine.found() == Browser(chromium, driver)


def test_a_runner_of_github(machine: Machine) -> None:
    # images/ubuntu/Ubuntu2404-Readme.md of actions/runner-images, and scripts/build/install-google-chrome.sh there.
    chrome = machine.has("usr/bin/google-chrome", CHROME, 140)
    machine.has("usr/bin/chromium", CHROMIUM, 140)
    machine.has("usr/bin/chromium-browser", CHROMIUM, 140)
    driver = machine.has("usr/local/share/chromedriver-linux64/chromedriver", DRIVER, 140)
    on_path = machine.root / "usr/bin/chromedriver"
    on_path.symlink_to(driver)
    assert machine.found() == Browser(chrome, str(on_path)), "sudo may drop the variable"
    machine.environment["CHROMEWEBDRIVER"] = str(Path(driver).parent)
    assert machine.found() == Browser(chrome, driver)


def test_ubuntu_with_the_snap(machine: Machine) -> None:
    chromium = machine.has("snap/bin/chromium", "Chromium {}.0.7339.80 snap", 140)
    driver = machine.has("snap/bin/chromium.chromedriver", DRIVER, 140)
    assert machine.found() is None
    assert machine.found("snap/bin") == Browser(chromium, driver)


def test_ubuntu_with_packages_that_stand_for_a_snap_which_is_not_there(machine: Machine) -> None:
    for name in ("chromium-browser", "chromedriver"):
        machine.runs(f"usr/bin/{name}", "echo 'requires the chromium snap to be installed' >&2; exit 1")
    assert machine.found("snap/bin") is None


def test_a_driver_beside_the_path(machine: Machine) -> None:
    chromium = machine.has("usr/bin/chromium-browser", CHROMIUM, 140)
    driver = machine.has("usr/lib/chromium-browser/chromedriver", DRIVER, 140)
    assert machine.found("usr/lib/chromium", "usr/lib/chromium-browser") == Browser(chromium, driver)


def test_the_browser_is_taken_that_the_driver_fits(machine: Machine) -> None:
    machine.has("usr/bin/google-chrome", CHROME, 141)
    chromium = machine.has("usr/bin/chromium", CHROMIUM, 140)
    driver = machine.has("usr/bin/chromedriver", DRIVER, 140)
    assert machine.found() == Browser(chromium, driver)


def test_a_driver_for_another_version_is_none(machine: Machine) -> None:
    machine.has("usr/bin/google-chrome", CHROME, 141)
    assert machine.found() is None
    machine.has("usr/bin/chromedriver", DRIVER, 140)
    assert machine.found() is None


@pytest.mark.parametrize(
    "script", ["exit 0", "echo Chromium", "echo 140.0.7339.80; exit 1", "printf '\\377'", "kill $$"]
)
def test_a_program_that_tells_no_version_is_none(script: str, machine: Machine) -> None:
    machine.runs("usr/bin/chromium", script)
    machine.has("usr/bin/chromedriver", DRIVER, 140)
    assert machine.found() is None


def test_nothing_is_looked_for_where_no_path_is_named(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.has("chromium", CHROMIUM, 140)
    machine.has("chromedriver", DRIVER, 140)
    monkeypatch.chdir(machine.root)
    monkeypatch.setenv("PATH", os.pathsep.join([str(machine.root), os.environ["PATH"]]))
    assert found({}, ()) is None
    assert found({"PATH": "", "CHROMEWEBDRIVER": ""}, ()) is None
