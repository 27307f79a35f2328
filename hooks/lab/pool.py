"""Labs that start before anybody asks for them, and are removed behind the back of whoever goes on."""

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress

from lab.circumstances import USUAL, Circumstances
from lab.machine import Lab
from lab.network import Network
from transcripts.errors import LabError
from transcripts.page.blocks import Machine

Started = tuple[Network, Mapping[str, Lab]]
"""A network, and by name the labs that run on it."""


class Pool:
    """Gives labs, those that are ready first; close() removes what nobody took and waits for all that is removed."""

    def __init__(self, network: Callable[[Circumstances], Network]) -> None:
        self._network = network
        # One after the other: labs that start at once are all ready later.
        self._starter = ThreadPoolExecutor(max_workers=1)
        self._remover = ThreadPoolExecutor(max_workers=1)
        self._lock = threading.Lock()
        self._ahead: dict[tuple[Machine, ...], Future[Started]] = {}

    def prepare(self, machines: Sequence[Machine]) -> None:
        """Have labs for these machines started, unless some are ready or on their way."""
        with self._lock:
            if tuple(machines) not in self._ahead:
                self._ahead[tuple(machines)] = self._starter.submit(self._start, machines, USUAL)

    def take(self, machines: Sequence[Machine], circumstances: Circumstances = USUAL) -> Started:
        """Give running labs for these machines; raise LabError where they do not start."""
        ahead = self._ahead.pop(tuple(machines), None) if circumstances == USUAL else None
        return (ahead or self._starter.submit(self._start, machines, circumstances)).result()

    def drop(self, machines: Sequence[Machine]) -> None:
        """Have what is ready for these machines removed."""
        if unused := self._ahead.pop(tuple(machines), None):
            self._remover.submit(_end, unused)

    def remove(self, network: Network) -> None:
        """Have a network and its labs removed."""
        self._remover.submit(network.close)

    def close(self) -> None:
        """Remove the labs that nobody took, and return once all is removed that was to be."""
        for machines in tuple(self._ahead):
            self.drop(machines)
        self._starter.shutdown()
        self._remover.shutdown()

    def _start(self, machines: Sequence[Machine], circumstances: Circumstances) -> Started:
        network = self._network(circumstances)
        try:
            return network, network.labs(machines)
        except LabError:
            network.close()
            raise


def _end(unused: Future[Started]) -> None:
    # That it did not start matters to nobody.
    with suppress(LabError):
        unused.result()[0].close()
