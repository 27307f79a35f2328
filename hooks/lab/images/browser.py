"""A Chrome or Chromium with the driver that fits it, of those that a machine has."""

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from os import pathsep

PROGRAMS = ("google-chrome", "google-chrome-stable", "chromium", "chromium-browser")
DRIVERS = ("chromedriver", "chromium.chromedriver")
FOLDERS = ("/usr/lib/chromium", "/usr/lib/chromium-browser", "/snap/bin")
"""Where packages keep them that are not on the path: Debian's, older ones of Ubuntu, and Ubuntu's snap."""
RUNNER = "CHROMEWEBDRIVER"
"""The variable in which GitHub's runners name the folder of the driver."""
VERSION = re.compile(r"\b(\d+)(\.\d+){3}\b")


@dataclass(frozen=True)
class Browser:
    """A browser and its driver."""

    program: str
    driver: str


def found(environment: Mapping[str, str], folders: tuple[str, ...] = FOLDERS) -> Browser | None:
    """Give the first browser for which there is a driver of the same major version; None where there is no such pair.

    Nothing is downloaded: Selenium would, if it were not told both.
    """
    path = environment.get("PATH", "")
    more = pathsep.join(folders)
    drivers = [*_all(DRIVERS, environment.get(RUNNER, "")), *_all(DRIVERS, path), *_all(DRIVERS, more)]
    version = cache(_version)
    for program in (*_all(PROGRAMS, path), *_all(PROGRAMS, more)):
        for driver in drivers:
            if (major := version(program)) and major == version(driver):
                return Browser(program, driver)
    return None


def _all(names: tuple[str, ...], path: str) -> Iterator[str]:
    # An empty path would be the folder that this runs in, or the path of the system.
    yield from filter(None, (shutil.which(name, path=path) for name in names if path))


def _version(program: str) -> int | None:
    """Give the major version; None where it cannot be run, as Ubuntu's package without the snap that it stands for."""
    try:
        done = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return None
    said = VERSION.search(done.stdout)
    return int(said[1]) if said else None
