"""What the benchmarks share: a place for their figures, shown at the end of the run."""

from collections.abc import Callable, Iterator

import pytest

from lab.images.supply import Source
from lab.machine import Lab
from lab.run import Run
from tests.lab.conftest import LAB, SETTINGS
from tests.lab.conftest import workshop as workshop

FIGURES: list[str] = []


@pytest.fixture
def note() -> Callable[[str], None]:
    """Note a figure, to be shown when all is measured."""
    return FIGURES.append


@pytest.hookimpl
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show the figures."""
    if FIGURES:
        terminalreporter.section("figures")
        for figure in FIGURES:
            terminalreporter.write_line(figure)


@pytest.fixture(scope="session")
def run() -> Iterator[Run]:
    """A run with its images ready."""
    run = Run(SETTINGS, Source.MIRROR, print)
    run.network().close()
    yield run
    run.close()


@pytest.fixture
def lab(run: Run) -> Iterator[Lab]:
    """A lab of one's own."""
    with run.network() as network:
        yield network.labs([LAB])["lab"]
