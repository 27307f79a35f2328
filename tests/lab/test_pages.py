"""Pages that go wrong, run by pytest in real labs: told in two lines, captures untouched, nothing left behind."""

import contextlib
import json
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, cast

import docker
import pytest
from docker.errors import APIError
from docker.utils.socket import frames_iter
from pydantic import ByteSize

from lab.images import engine
from lab.images.bases import base
from lab.images.engine import Engine
from lab.images.supply import Source, prepare
from lab.machine import Lab
from lab.run import Run
from tests.conftest import step
from tests.lab.conftest import LAB, SETTINGS, Dial, Relay, Workshop, dialled, ours
from transcripts.errors import LabError
from transcripts.keep import store
from transcripts.keep.provenance import Facts
from transcripts.transcript import Transcript

pytestmark = pytest.mark.engine

FIRST = '```console snippet="first"\n$ echo one\n```\n\n```console snippet="second"{}\n{}\n```\n'
BAD = {
    "fails": ("", "$ ls /nowhere", 6, "`ls /nowhere` ended with status 2, not 0"),
    "hangs": (' timeout="1"', "$ sleep 600", 6, "`sleep 600` brought no prompt of the kind host within 1 s"),
    "floods": ("", "$ yes", 6, "`yes` printed more than 4,194,304 bytes"),
    "binary": ("", "$ head --bytes 99 /bin/ls", 6, "printed bytes that are not text"),
    "killed-shell": ("", "$ kill -9 $$", 6, "the terminal's shell is gone"),
    "other-prompt": (' timeout="2"', "$ cat\nroot@web:/# exit", 6, "no prompt of the kind shell"),
    "wrong-prompt": ("", "$ true\npostgres=# SELECT 1;", 6, "came back to `$ ` with status 0"),
    "never": (' until="ready" timeout="1"', "$ echo waiting", 6, "did not show /ready/ within 1 s"),
    "jobs": ("", "$ for i in $(seq 5000); do yes > /dev/null & done", 6, "done` ended with status 254, not 0"),
    "killed-engine": ("", "$ sudo pkill dockerd; sleep 1; docker ps", 6, "the lab's engine is gone"),
}


def test_each_bad_page_is_told_and_stores_nothing(workshop: Workshop) -> None:
    for name, (options, lines, _, _) in BAD.items():
        workshop.page(name, FIRST.format(options, lines))
        stored = {"first": Transcript((step("echo one", "another\n"),))}
        store.save(store.folder_of(workshop.root / "snippets", f"{name}.md"), stored, Facts(engine="1"))
    before = workshop.captures()
    with workshop.start("--snippets=update") as run:
        said = run.communicate()[0]
    assert run.returncode == 1
    assert workshop.captures() == before
    for name, (_, _, line, problem) in BAD.items():
        [told] = [text for text in said.split("\n") if text.startswith(f"docs/{name}.md:{line}: ")]
        assert problem in told
        assert f"\n{told}\n  " in said
    assert "Traceback" not in said
    assert "1 error" in said
    assert ours(engine.connect(), run.pid) == []


LONG = FIRST.format(' timeout="600"', "$ echo begun; sleep 300")


def until_it_types(run: subprocess.Popen[str]) -> None:
    client = engine.connect()
    deadline = time.monotonic() + 300
    while run.poll() is None and time.monotonic() < deadline:
        for found in ours(client, run.pid):
            with contextlib.suppress(AttributeError, APIError):
                if "sleep 300" in json.dumps(found.top()["Processes"]):
                    return
        time.sleep(0.2)
    raise AssertionError("the page does not get to its second snippet")


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_a_run_that_is_ended_leaves_nothing_or_the_next_one_sweeps(workshop: Workshop, end: signal.Signals) -> None:
    workshop.page("long", LONG)
    with workshop.start("--snippets=update") as run:
        until_it_types(run)
        run.send_signal(end)
        run.communicate()
    if end is not signal.SIGKILL:
        assert ours(engine.connect(), run.pid) == []
    workshop.page("long", LONG.replace("sleep 300", "true"))
    with workshop.start("--snippets=update") as again:
        said = again.communicate()[0]
    assert again.returncode == 0
    assert "2 passed" in said
    assert [ours(engine.connect(), each.pid) for each in (run, again)] == [[], []]


def test_an_engine_that_goes_in_the_middle(workshop: Workshop, relay: Callable[[Dial], Relay]) -> None:
    client = engine.connect()
    if not client.api.base_url.startswith("http+docker://"):
        pytest.skip("the engine is not on a local socket")
    cable = relay(lambda: dialled("/var/run/docker.sock"))
    workshop.page("long", LONG)
    with workshop.start("--snippets=update", DOCKER_HOST=cable.address) as run:
        until_it_types(run)
        cable.cut()
        said = run.communicate()[0]
    assert run.returncode != 0
    assert "docs/long.md:6: the lab's engine is gone" in said
    assert "Traceback" not in said
    assert workshop.captures() == {}
    Engine(client, SETTINGS.name).sweep()
    assert ours(client, run.pid) == []


def test_images_on_an_engine_whose_disk_is_full(
    run: Run, relay: Callable[[Dial], Relay], monkeypatch: pytest.MonkeyPatch
) -> None:
    outer = Engine(engine.connect(), SETTINGS.name)
    bases = [base(outer, SETTINGS.recipes["debian"], suite, print).tag for suite in ("trixie", "testing")]
    small = replace(SETTINGS.machines[LAB.kind], disk=ByteSize(400 * 2**20))
    with Run(replace(SETTINGS, machines={LAB.kind: small}), Source.MIRROR, print).network() as network:
        [lab] = network.labs([LAB]).values()
        monkeypatch.setenv("DOCKER_HOST", relay(lambda: Inside(outer.client, lab)).address)
        inner = Engine(engine.connect(), SETTINGS.name)
        for tag in bases:
            inner.client.images.load(b"".join(outer.client.images.get(tag).save(named=tag)))
        with pytest.raises(LabError, match=r"(?s)the engine's disk is full\n  free some") as told:
            prepare(inner, SETTINGS, "run", print)
        assert str(told.value).count("\n") == 1


class Inside:
    """A connection to the engine inside a lab, through the engine outside."""

    def __init__(self, outer: docker.DockerClient, lab: Lab) -> None:
        command = ["docker", "system", "dial-stdio"]
        made = outer.api.exec_create(lab._container.id, command, stdin=True, stderr=False)
        connection: Any = outer.api.exec_start(made["Id"], socket=True)
        self._socket: socket.socket = connection._sock
        self._frames: Iterator[bytes] = (data for _, data in cast(Any, frames_iter)(self._socket, tty=False))

    def recv(self, size: int, /) -> bytes:
        return next(self._frames, b"")

    def sendall(self, data: bytes, /) -> None:
        self._socket.sendall(data)

    def shutdown(self, how: int, /) -> None:
        self._socket.shutdown(how)

    def close(self) -> None:
        self._socket.close()
