"""Looking at what goes on, beside whoever waits for its end."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

EVERY = 0.15
"""Seconds between two looks."""


@contextmanager
def glancing(look: Callable[[], str], tell: Callable[[str], None]) -> Iterator[None]:
    """Look again and again at what `look` gives, and tell it whenever it is another one."""
    over = threading.Event()

    def watch() -> None:
        seen = None
        while not over.wait(EVERY):
            before, seen = seen, look()
            if seen != before:
                tell(seen)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
