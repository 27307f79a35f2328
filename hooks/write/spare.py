"""A lab that is kept ready: the next time that a page is played anew, nobody waits for machines."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress

from lab.play import Play
from lab.run import Run
from transcripts.errors import WorkshopError
from transcripts.page.page import Page

_one_at_a_time = threading.Lock()
"""Labs start one after the other: two that start at once are both ready later."""


class Spare:
    """Gives labs to play a page on, and gets the next ones ready meanwhile; close() removes what was not used."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._pool = ThreadPoolExecutor(max_workers=3)
        self._ready: Future[Play] | None = None
        self._machines: object = None

    def prepare(self, page: Page) -> None:
        """Get labs for the machines of a page ready, where none are."""
        if self._ready and self._machines != page.machines:
            self.drop(self._ready)
            self._ready = None
        self._machines = page.machines
        self._ready = self._ready or self._pool.submit(self._start, page)

    def take(self, page: Page) -> Play:
        """Give labs for the machines of a page; raise LabError where they do not start."""
        self.prepare(page)
        ready, self._ready = self._ready, None
        assert ready
        found = ready.result()
        self.prepare(page)
        return found

    def drop(self, what: "Play | Future[Play]") -> None:
        """Have labs removed, behind the back of whoever goes on."""

        def remove() -> None:
            with suppress(WorkshopError):
                (what.result() if isinstance(what, Future) else what).close()

        self._pool.submit(remove)

    def close(self) -> None:
        """Remove the labs that are ready, and wait for all that is being removed."""
        if self._ready:
            self.drop(self._ready)
        self._pool.shutdown(wait=True)

    def _start(self, page: Page) -> Play:
        with _one_at_a_time:
            return Play(self._run, page, ())
