"""What the tests of labs share: one run, and other engines to reach over a network."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import docker
import pytest

from lab.ends import ENDS
from lab.images import engine
from lab.images.supply import Source
from lab.machine import Lab
from lab.run import Run
from tests.conftest import ROOT
from transcripts import settings
from transcripts.page.blocks import Machine

SETTINGS = settings.load(ROOT)
LAB = Machine("lab", SETTINGS.kinds[0])


class Connection(Protocol):
    """What a relay needs of a connection."""

    def recv(self, size: int, /) -> bytes: ...
    def sendall(self, data: bytes, /) -> None: ...
    def shutdown(self, how: int, /) -> None: ...
    def close(self) -> None: ...


Dial = Callable[[], Connection]


def heard() -> None:
    """Have a program hear what ends it, which those that run behind nohup or in a background hand down ignored."""
    for each in ENDS:
        signal.signal(each, signal.SIG_DFL)


@pytest.fixture(scope="session")
def run() -> Iterator[Run]:
    """A run on the real engine, removed at the end."""
    run = Run(SETTINGS, Source.MIRROR, print)
    yield run
    run.close()


@pytest.fixture(scope="module")
def lab(run: Run) -> Iterator[Lab]:
    """A lab that the tests of a module share."""
    with run.network() as network:
        yield network.labs([LAB])["lab"]


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


def dialled(path: str) -> socket.socket:
    """Give a connection to an engine on a local socket."""
    end = socket.socket(socket.AF_UNIX)
    end.connect(path)
    return end


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
    everything: dict[str, str | list[str] | bool] = {"label": f"{SETTINGS.name}.owner"}
    found = [
        *client.containers.list(all=True, filters=everything, ignore_removed=True),
        *client.networks.list(filters=everything),
        *client.volumes.list(filters=everything),
    ]
    return [x for x in found if f"/{pid}/" in str(x.attrs.get("Labels") or x.attrs["Config"]["Labels"])]


class Workshop:
    """A project of its own with pages, on which pytest runs as a user runs it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "docs").mkdir()
        # Its pages are not those of which the page on errors tells.
        known = (ROOT / settings.NAME).read_text("utf-8")
        (root / settings.NAME).write_text(known.replace('errors = "errors.md"\n', ""), "utf-8")
        shutil.copytree(ROOT / settings.IMAGES, root / settings.IMAGES)
        (root / "pytest.ini").write_text(f"[pytest]\npythonpath = {ROOT / 'hooks'}\naddopts = -p verify\n")

    def page(self, name: str, text: str) -> None:
        (self.root / "docs" / f"{name}.md").write_text(text, "utf-8")

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "pytest", "docs", "-p", "no:cacheprovider", *arguments],
            cwd=self.root,
            env={**os.environ, **environment},
            preexec_fn=heard,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def captures(self) -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in self.root.glob("snippets/**/*") if path.is_file()}


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    """A project of its own."""
    return Workshop(tmp_path)


ONE = '```console snippet="{}"\n$ {}\n```\n\n'


def page(**commands: str) -> str:
    """Give the text of a page with snippets of one command, by name."""
    return "".join(ONE.format(name, command) for name, command in commands.items())


def said(workshop: Workshop, *arguments: str, status: int = 0, **environment: str) -> str:
    """Run pytest on all pages, and give what it said."""
    with workshop.start(*arguments, **environment) as run:
        text: str = run.communicate()[0]
    assert run.returncode == status, text
    assert "Traceback" not in text
    assert ours(engine.connect(), run.pid) == []
    return text


from tests.lab.fake_engine import fake  # noqa: E402, F401
