"""Another run: at another time, on another machine, as fast or as slow as that one is."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Another:
    """What one other run shows where values vary; the same thing is the same wherever it stands."""

    def __init__(self, seed: str) -> None:
        self.rng = random.Random(seed)
        self.now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=self.rng.randrange(3 * 365 * 86400))
        self.growth = self.rng.uniform(0.75, 1.35)
        """Of all sizes alike, so that the greater one stays the greater one."""
        self.aging = self.rng.randrange(1, 50)
        """By how many seconds all is older."""
        self._known: dict[tuple[str, str], str] = {}
        self._hex: list[tuple[str, str]] = []

    def once(self, kind: str, text: str, make: Callable[[], str]) -> str:
        """Give what stands for a text, and for no other one of its kind."""
        if (kind, text) not in self._known:
            taken = {new for (of, _), new in self._known.items() if of == kind}
            new = make()
            while new in taken:
                new = make()
            self._known[kind, text] = new
        return self._known[kind, text]

    def id(self, text: str) -> str:
        """Give what stands for an id, at its length: a short one is the beginning of its long one."""
        for old, new in self._hex:
            if old.startswith(text) or text.startswith(old):
                return new[: len(text)]
        new = self.some("0123456789abcdef", 64)
        # As Docker has it, an id of digits alone is another kind of case.
        while new[:7].isdigit():
            new = self.some("0123456789abcdef", 64)
        self._hex.append((text, new))
        return new[: len(text)]

    def some(self, letters: str, count: int) -> str:
        """Give letters by chance."""
        return "".join(self.rng.choices(letters, k=count))

    def later(self) -> datetime:
        """Give the next moment of the run."""
        self.now += timedelta(seconds=self.rng.random() * 3)
        return self.now
