"""What a run hears: all that ends it, but for what it was started not to hear."""

import signal
from collections.abc import Iterator

import pytest

from lab.ends import ENDS, heed


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    before = {each: signal.signal(each, signal.SIG_DFL) for each in ENDS}
    yield
    for each, handler in before.items():
        signal.signal(each, handler)


@pytest.mark.parametrize("end", ENDS)
def test_whatever_ends_it_is_as_ctrl_c(end: signal.Signals) -> None:
    heed()
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(end)


def test_behind_nohup_a_terminal_that_closes_ends_nothing() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    heard: list[int] = []
    heed(lambda number, _: heard.append(number))
    for each in ENDS:
        signal.raise_signal(each)
    assert heard == [signal.SIGINT, signal.SIGTERM]
