"""A hundred recordings that are killed at any moment, and one at each step of a save."""

from collections.abc import Callable

import pytest

from tests.lab.conftest import Workshop
from tests.lab.test_killed import STEPS, Killed

pytestmark = [pytest.mark.bench, pytest.mark.engine, pytest.mark.timeout(7200)]

KILLS, RUNS = 100, 10
"""How many are killed, and after how many of them the page is recorded to its end."""


def test_a_hundred_recordings_that_are_killed(workshop: Workshop, note: Callable[[str], None]) -> None:
    page = Killed(workshop)
    for number in range(KILLS):
        page.at_random()
        if number % RUNS == RUNS - 1:
            page.recover()
    note(f"killed at random moments of a recording of {page.seconds:.0f} s: {len(page.killed)}, all captures whole")


def test_one_that_is_killed_at_each_step_of_its_save(workshop: Workshop, note: Callable[[str], None]) -> None:
    page = Killed(workshop)
    for step in range(STEPS):
        page.in_the_save(step)
        page.recover()
    note(f"killed inside a save: {len(page.killed)}, all captures whole, each next run green")
