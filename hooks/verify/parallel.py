"""Several workers, by pytest-xdist: a page stays on one of them, and each has an engine to use."""

import os
from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

from lab.container import capacity
from lab.images import engine
from transcripts import settings
from transcripts.errors import WorkshopError
from transcripts.judge.review import Mode
from transcripts.tell import report

ENGINES = "WORKSHOP_ENGINES"
"""Addresses of engines, as DOCKER_HOST has them, separated by spaces; workers take them in turn."""


class PageScheduling(LoadFileScheduling):  # type: ignore[misc]
    """Keeps the snippets of a page on one worker, on each engine or, where they are recorded, on all of them."""

    def _split_scope(self, nodeid: str) -> str:
        page, _, engine = report.split(nodeid)
        # What is kept of another engine is what differs from the first one, which is recorded before it.
        apart = page.endswith(".md") and self.config.option.snippets == Mode.VERIFY
        return report.on(page, engine) if apart else page


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling:
    """Keep the snippets of a page together."""
    return PageScheduling(config, log)


@pytest.hookimpl(optionalhook=True, tryfirst=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Give as many workers as the engines have cores and memory for; raise UsageError if one does not answer."""
    room = 0
    try:
        memory = max(kind.memory for kind in settings.load(config.rootpath).machines.values())
        for address in engines() or [""]:
            client = engine.connect(address)
            room += capacity(client.info(), memory)
            client.close()
    except WorkshopError as error:
        raise pytest.UsageError(str(error)) from None
    return room


def engines() -> list[str]:
    """Give the addresses of the engines that workers spread over; none for the usual one."""
    return os.environ.get(ENGINES, "").replace(",", " ").split()


def engine_of(worker: str) -> str | None:
    """Give the address of the engine that a worker uses, for a name like `gw1`; None for the usual one."""
    addresses = engines()
    number = int("".join(filter(str.isdigit, worker)) or 0)
    return addresses[number % len(addresses)] if addresses else None
