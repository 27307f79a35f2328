"""What it costs to verify the whole workshop, with one worker and with two, against the commands alone."""

import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from lab.run import Run
from tests.bench.scripts import played
from tests.conftest import ROOT
from transcripts.page.page import read_all

pytestmark = [pytest.mark.bench, pytest.mark.engine]


def verified(*arguments: str) -> float:
    """Give how long a verification of all pages takes, in seconds."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "pytest", "-q", "docs", "-p", "no:cacheprovider", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    return time.perf_counter() - start


def test_the_workshop_is_verified_in_hardly_more_time_than_its_commands_take(
    run: Run, note: Callable[[str], None]
) -> None:
    alone = 0.0
    for page in read_all(ROOT, run.settings.kinds):
        if any(not snippet.options.needs for snippet in page.snippets):
            start = time.perf_counter()
            with run.network() as network:
                played(page.blocks, network.labs(page.machines))
            took = time.perf_counter() - start
            note(f"{page.name} as scripts: {took:.1f} s")
            alone += took
    one, two = verified(), verified("-n", "2")
    note(f"the workshop: {one:.0f} s, with two workers {two:.0f} s; as scripts one after the other {alone:.0f} s")
    note(f"  ratio {one / alone:.2f}, with two workers {two / alone:.2f}")
    assert one / alone <= 1.15
    assert two / alone <= 0.7
