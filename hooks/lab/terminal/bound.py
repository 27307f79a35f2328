"""How long a command may take: the seconds that its page gives it, and more of them where its machine is busy."""

import time
from collections.abc import Callable

from transcripts.keep.provenance import BUSY

Load = Callable[[], float | None]
"""Gives how many programs run or wait for each processor, over a minute; None where that is not known."""
MOST = 10.0
"""How many times its seconds a command may take at most."""


def unknown() -> float | None:
    """Give the load of a machine that does not tell any."""
    return None


class Bound:
    """So many seconds from now.

    On a busy machine a program has a processor for one part in as many as its load: then it has as many times the
    seconds. The load is asked for once, when they are over, for only then does it matter, and is that of the wait.
    """

    def __init__(self, seconds: float, load: Load = unknown) -> None:
        self._load = load
        self._seconds = seconds
        self._begun = time.monotonic()
        self._more: float | None = None

    @property
    def deadline(self) -> float:
        """When it is over, on the clock of `time.monotonic`."""
        end = self._begun + self._seconds
        if self._more is None and time.monotonic() > end:
            load = self._load() or 0.0
            self._more = self._seconds * (min(load, MOST) - 1) if load > BUSY else 0.0
        return end + (self._more or 0.0)

    @property
    def left(self) -> float:
        """Seconds that are left, as a bound has them that begins now: a busy machine has more of them again."""
        left = self.deadline - time.monotonic()
        return left * self._seconds / (self._seconds + (self._more or 0.0))

    @property
    def elapsed(self) -> float:
        """Seconds since it began."""
        return time.monotonic() - self._begun

    def __str__(self) -> str:
        """Give how long that was, as `60 s`."""
        more = f" and {seconds(self._more)} more, for the machine is busy" if self._more else ""
        return f"{seconds(self._seconds)}{more}"


def seconds(number: float) -> str:
    """Give seconds with their unit; less than one is not none."""
    return f"{number:.0f} s" if number >= 1 else f"{number:.1f} s"
