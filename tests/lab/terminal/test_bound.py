"""The time of a command: its seconds, and more of them on a busy machine."""

import time

import pytest

from lab.terminal.bound import Bound, seconds


def test_it_asks_for_the_load_once_and_not_before_its_seconds_are_over() -> None:
    asked: list[float] = []

    def load() -> float:
        asked.append(time.monotonic())
        return 4.0

    bound = Bound(0.1, load)
    begun = bound.deadline - 0.1
    assert not asked
    time.sleep(0.15)
    assert bound.deadline == pytest.approx(begun + 0.4)
    time.sleep(0.3)
    assert bound.deadline == pytest.approx(begun + 0.4)
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("load", "times", "told"),
    [
        (None, 1, "0.0 s"),
        (0.0, 1, "0.0 s"),
        (3.0, 1, "0.0 s"),
        (3.1, 3.1, "0.0 s and 0.1 s more, for the machine is busy"),
        (400.0, 10, "0.0 s and 0.4 s more, for the machine is busy"),
    ],
)
def test_it_has_as_many_times_them_as_programs_share_a_processor(load: float | None, times: float, told: str) -> None:
    bound = Bound(0.04, lambda: load)
    begun = bound.deadline - 0.04
    time.sleep(0.05)
    assert bound.deadline - begun == pytest.approx(0.04 * times)
    assert str(bound) == told


@pytest.mark.parametrize(("number", "told"), [(60.0, "60 s"), (1, "1 s"), (0.45, "0.5 s")])
def test_less_than_one_second_is_not_none(number: float, told: str) -> None:
    assert seconds(number) == told
