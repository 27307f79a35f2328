"""The labs of the page that comes next: they start while the one before cleans up, and nobody waits for them."""

from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress

from transcripts.errors import WorkshopError
from transcripts.judge.player import Player

Begin = Callable[[], Player]


class Ahead:
    """Begins one thing before it is asked for; close() ends what nobody took."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1)
        self._begun: dict[Hashable, Future[Player]] = {}

    def prepare(self, name: Hashable, begin: Begin) -> None:
        """Begin what will be asked for by this name."""
        self._begun[name] = self._pool.submit(begin)

    def take(self, name: Hashable, begin: Begin) -> Player:
        """Give what goes by a name, which is begun now if it was not before; raise what its beginning raised."""
        begun = self._begun.pop(name, None)
        return begun.result() if begun else begin()

    def close(self) -> None:
        """End what was begun for nothing."""
        self._pool.shutdown(wait=True)
        for begun in self._begun.values():
            with suppress(WorkshopError):
                begun.result().close()
        self._begun.clear()
