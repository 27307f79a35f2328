"""What a lab and a page in it cost."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median

import pytest

from lab.machine import Lab
from lab.run import Run
from lab.terminal.session import Session
from tests.bench.scripts import script
from tests.conftest import ROOT
from tests.lab.conftest import LAB
from transcripts.page import fences
from transcripts.page.blocks import Command, Place, Snippet
from transcripts.prompts import Line

pytestmark = [pytest.mark.bench, pytest.mark.engine]

PAGE = "docs/volumes.md"


@contextmanager
def fresh(run: Run) -> Iterator[Lab]:
    with run.network() as network:
        yield network.labs([LAB])["lab"]


def test_a_lab_is_ready_soon(run: Run, note: Callable[[str], None]) -> None:
    times = []
    for _ in range(5):
        start = time.perf_counter()
        with fresh(run):
            times.append(time.perf_counter() - start)
    note(f"a lab ready: {median(times):.2f} s, median of {len(times)}")
    assert median(times) <= 2


def test_a_page_takes_hardly_longer_than_its_commands_in_a_script(run: Run, note: Callable[[str], None]) -> None:
    blocks = fences.find((ROOT / PAGE).read_text("utf-8"), PAGE)
    as_script = script([block for block in blocks if isinstance(block, Snippet)])
    command = Command((Line("$ ", "bash page.sh; true"),), Place(PAGE, 1))
    once = Snippet(Place(PAGE, 1), 0, 0, "console", command.text, "script", "lab", (command,))
    pages, scripts = [], []
    for _ in range(3):
        with fresh(run) as lab:
            session = Session({"lab": lab}, blocks, run.settings)
            start = time.perf_counter()
            for block in blocks:
                if isinstance(block, Snippet):
                    session.run(block)
            pages.append(time.perf_counter() - start)
            session.close()
        with fresh(run) as lab:
            lab.put("page.sh", as_script)
            session = Session({"lab": lab}, [once], run.settings)
            start = time.perf_counter()
            shown = session.run(once).steps[0].output
            scripts.append(time.perf_counter() - start)
            session.close()
            assert "Data outlives a container" in shown
            assert "Local Volumes   0" in shown
    ratio = median(pages) / median(scripts)
    note(f"{PAGE}: {median(pages):.1f} s; as one bash script: {median(scripts):.1f} s")
    note(f"  ratio {ratio:.2f}")
    assert ratio <= 1.15
