"""A recording that is killed leaves the captures of one run, and nothing that the next run does not take away."""

import random
import signal
import time
from pathlib import Path

import pytest

from lab.images import engine
from tests.lab.conftest import Workshop, ours, page, said
from transcripts.keep import store

pytestmark = pytest.mark.engine

NOTE = '```text file="note"\n{}\n```\n\n'
KILLER = """
import os

left = int(os.environ["WORKSHOP_STEPS"])


def dying(call):
    def counted(path, *rest, **options):
        if "/snippets/" in os.fspath(path):
            step()
        done = call(path, *rest, **options)
        if "/snippets/" in os.fspath(path):
            step()
        return done

    return counted


def step():
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), 9)


os.replace, os.unlink = dying(os.replace), dying(os.unlink)
"""
"""A plugin that kills pytest after so many steps of a save: before and after each file takes its place, or goes."""
STEPS = 10
"""A journal, two captures and captured.toml that take their place, and the journal that goes."""


class Killed:
    """A page that is recorded again and again, each time with another number in all that it shows."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self.number = 0
        self.killed: list[int] = []
        (workshop.root / "killer.py").write_text(KILLER)
        self.edit()
        began = time.monotonic()
        said(workshop, "--snippets=update")
        self.seconds = time.monotonic() - began
        """How long a recording takes that is left alone."""

    def edit(self) -> None:
        """Let the page show another number."""
        self.number += 1
        snippets = page(one="cat note", two="docker run --rm debian:trixie echo $(cat note) 2> /dev/null")
        self.workshop.page("a", NOTE.format(self.number) + snippets)

    def at_random(self) -> None:
        """Record the page, and kill that at any moment."""
        self.edit()
        with self.workshop.start("--snippets=update") as run:
            time.sleep(random.uniform(0, self.seconds))
            run.send_signal(signal.SIGKILL)
            run.communicate()
        self.check(run.pid)

    def in_the_save(self, step: int) -> None:
        """Record the page, and kill that at a step of its save."""
        self.edit()
        with self.workshop.start("--snippets=update", "-p", "killer", PYTHONPATH=".", WORKSHOP_STEPS=str(step)) as run:
            told = run.communicate()[0]
        assert run.returncode == -signal.SIGKILL, told
        self.check(run.pid)

    def check(self, pid: int) -> None:
        """Check that the captures are those of one run."""
        self.killed.append(pid)
        captures = store.load(self.folder)
        assert captures.transcripts.keys() == {"one", "two"}
        assert len({step.output for shown in captures.transcripts.values() for step in shown.steps}) == 1

    def recover(self) -> None:
        """Check that the next run is a good one, and that nothing is left of all that were killed."""
        said(self.workshop, "--snippets=update")
        assert "2 passed" in said(self.workshop)
        client = engine.connect()
        assert [thing for pid in self.killed for thing in ours(client, pid)] == []
        assert list(self.workshop.root.rglob(".*")) == []

    @property
    def folder(self) -> Path:
        return self.workshop.root / "snippets" / "a"


def test_at_any_moment(workshop: Workshop) -> None:
    page = Killed(workshop)
    for _ in range(3):
        page.at_random()
    page.recover()


@pytest.mark.parametrize("step", [1, 4, 8])
def test_in_the_save(step: int, workshop: Workshop) -> None:
    page = Killed(workshop)
    page.in_the_save(step)
    page.recover()
