"""The time of a command: its seconds, and more of them on a busy machine."""

from types import SimpleNamespace

import pytest

from lab.terminal import bound
from lab.terminal.bound import Bound, seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A clock that stands still until it is set."""
    clock = SimpleNamespace(now=1000.0)
    clock.monotonic = lambda: clock.now
    monkeypatch.setattr(bound, "time", clock)
    return clock


def test_it_asks_for_the_load_once_and_not_before_its_seconds_are_over(clock: SimpleNamespace) -> None:
    asked: list[float] = []

    def load() -> float:
        asked.append(clock.now)
        return 4.0

    one = Bound(10, load)
    for now, deadline in ((1000, 1010), (1010, 1010), (1010.5, 1040), (1030, 1040), (1041, 1040)):
        clock.now = now
        assert one.deadline == deadline
    assert asked == [1010.5]
    assert one.elapsed == 41


@pytest.mark.parametrize(
    ("load", "deadline", "told"),
    [
        (None, 1060, "60 s"),
        (0.0, 1060, "60 s"),
        (3.0, 1060, "60 s"),
        (3.5, 1210, "60 s and 150 s more, for the machine is busy"),
        (400.0, 1600, "60 s and 540 s more, for the machine is busy"),
    ],
)
def test_it_has_as_many_times_them_as_programs_share_a_processor(
    load: float | None, deadline: float, told: str, clock: SimpleNamespace
) -> None:
    one = Bound(60, lambda: load)
    clock.now = 1061.0
    assert (one.deadline, str(one)) == (deadline, told)


def test_what_is_left_is_not_multiplied_twice(clock: SimpleNamespace) -> None:
    one = Bound(60, lambda: 4.0)
    left = []
    for clock.now in (1000.0, 1030.0, 1120.0, 1240.0):
        left.append(one.left)
    assert left == [60, 30, 30, 0]


@pytest.mark.parametrize(("number", "told"), [(60.0, "60 s"), (1, "1 s"), (0.45, "0.5 s")])
def test_less_than_one_second_is_not_none(number: float, told: str) -> None:
    assert seconds(number) == told
