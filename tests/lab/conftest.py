"""What the tests of labs share: one run, and other engines to reach over a network."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any, Protocol

import docker
import pytest

from lab import engine
from lab.machine import Lab
from lab.run import Run
from transcripts.snippet import Machine


class Connection(Protocol):
    """What a relay needs of a connection."""

    def recv(self, size: int, /) -> bytes: ...
    def sendall(self, data: bytes, /) -> None: ...
    def shutdown(self, how: int, /) -> None: ...
    def close(self) -> None: ...


Dial = Callable[[], Connection]


@pytest.fixture(scope="session")
def run() -> Iterator[Run]:
    """A run on the real engine, removed at the end."""
    run = Run("mirror", print)
    yield run
    run.close()


@pytest.fixture(scope="module")
def lab(run: Run) -> Iterator[Lab]:
    """A lab that the tests of a module share."""
    with run.network() as network:
        yield network.labs([Machine("lab")])["lab"]


class Relay:
    """A local TCP address that leads to an engine, and that can be cut like a cable."""

    def __init__(self, dial: Dial) -> None:
        self._dial = dial
        self._open: list[Connection] = []
        self._server = socket.create_server(("127.0.0.1", 0))
        self.address = f"tcp://127.0.0.1:{self._server.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """End all connections, and take no more."""
        ends: list[Connection] = [self._server, *self._open]
        for end in ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._server.accept()
                far = self._dial()
                self._open += [near, far]
                for source, target in ((near, far), (far, near)):
                    threading.Thread(target=_pump, args=(source, target), daemon=True).start()


def _pump(source: Connection, target: Connection) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(1 << 16):
            target.sendall(data)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_WR)


@pytest.fixture
def relay() -> Iterator[Callable[[Dial], Relay]]:
    """Give relays that are cut at the end of the test."""
    made: list[Relay] = []

    def make(dial: Dial) -> Relay:
        made.append(Relay(dial))
        return made[-1]

    yield make
    for one in made:
        one.cut()


def ours(client: docker.DockerClient, pid: int) -> list[Any]:
    """Give what a process has left on the engine."""
    everything = {"label": engine.OWNER}
    found = [
        *client.containers.list(all=True, filters=everything, ignore_removed=True),
        *client.networks.list(filters=everything),
        *client.volumes.list(filters=everything),
    ]
    return [x for x in found if f"/{pid}/" in str(x.attrs.get("Labels") or x.attrs["Config"]["Labels"])]
