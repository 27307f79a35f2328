"""A hall on a real engine: a lab pulls from it what captures show, nobody writes to it, and nothing is left of it."""

import http.client
import os
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from lab.ends import ENDS
from lab.images import engine
from lab.machine import Lab
from tests.conftest import ROOT
from tests.lab.conftest import Workshop, heard, ours

pytestmark = pytest.mark.engine

RESTARTED = "service docker restart && until docker version > /dev/null 2>&1; do sleep 0.1; done"
PULL = "docker pull debian:trixie; docker image rm debian:trixie > /dev/null"


class Hosted:
    """A hall that `python -m lab hall` keeps open."""

    def __init__(self, workshop: Workshop) -> None:
        with socket.create_server(("", 0)) as free:
            self.port = free.getsockname()[1]
        for name, text in {"index": "home", "hall": "<p>HALL-ADDRESS</p>" * 99, "404": "not here"}.items():
            (workshop.root / "site").mkdir(exist_ok=True)
            (workshop.root / "site" / f"{name}.html").write_text(text)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "lab", "hall", f"--port={self.port}"],
            cwd=workshop.root,
            env={**os.environ, "PYTHONPATH": str(ROOT / "hooks")},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            preexec_fn=heard,
        )
        assert self.process.stdout
        self.said = ""
        for line in self.process.stdout:
            self.said += line
            if "site " in line or "The hall is open" in line:
                return
        raise AssertionError(self.said)

    def asked(self, method: str, path: str, **headers: str) -> tuple[int, http.client.HTTPResponse, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, path, headers={name.replace("_", "-"): said for name, said in headers.items()})
        answer = connection.getresponse()
        return answer.status, answer, answer.read()

    def end(self, how: signal.Signals) -> str:
        self.process.send_signal(how)
        return self.said + self.process.communicate(timeout=300)[0]


@contextmanager
def hosted(workshop: Workshop) -> Iterator[Hosted]:
    hall = Hosted(workshop)
    try:
        yield hall
    finally:
        if hall.process.poll() is None:
            hall.end(signal.SIGINT)


def typed(lab: Lab, command: str) -> str:
    done = lab._container.exec_run(["sh", "-c", command])
    assert done.exit_code == 0, done.output.decode()
    return str(done.output.decode())


def test_a_lab_that_names_it_pulls_the_layers_and_digests_of_captures(workshop: Workshop, lab: Lab) -> None:
    captured = typed(lab, PULL)
    with hosted(workshop) as hall:
        way = typed(lab, "ip route show default").split()[2]
        address = f"http://{way}:{hall.port}"
        typed(lab, f"sed --in-place s#http://mirror:5000#{address}# /etc/docker/daemon.json; {RESTARTED}")
        assert typed(lab, "docker info --format '{{.RegistryConfig.Mirrors}}'") == f"[{address}/]\n"
        assert "Digest: sha256:" in captured
        assert typed(lab, PULL).splitlines()[-3:] == captured.splitlines()[-3:]
        build = shlex.quote("FROM debian:trixie\nRUN true\n")
        assert "naming to" in typed(lab, f"printf %s {build} | docker build --tag made - 2>&1")


def test_site_and_registry_have_one_address(workshop: Workshop) -> None:
    with hosted(workshop) as hall:
        assert hall.asked("GET", "/")[2] == b"home"
        assert hall.asked("GET", "/nowhere.html")[::2] == (404, b"not here")
        assert b"debian" in hall.asked("GET", "/v2/_catalog")[2]
        for method, path in (
            ("POST", "/v2/library/debian/blobs/uploads/"),
            ("DELETE", "/v2/library/debian/manifests/x"),
        ):
            assert hall.asked(method, path)[0] == 403
        status, answer, page = hall.asked("GET", "/hall.html", Host="hall.lan:8123")
        assert (status, page) == (200, b"<p>hall.lan:8123</p>" * 99)
        assert hall.asked("GET", "/hall.html", Accept_Encoding="gzip")[1].headers["Content-Encoding"] == "gzip"
        # Browsers ask whether it is new.
        assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("end", ENDS)
def test_nothing_is_left_of_it(end: signal.Signals, workshop: Workshop) -> None:
    with hosted(workshop) as hall:
        assert len(ours(engine.connect(), hall.process.pid)) == 3
        said = hall.end(end)
        assert hall.process.returncode == 0
        assert said.endswith("workshop: the hall is closed\n")
        assert ours(engine.connect(), hall.process.pid) == []


def test_one_that_was_killed_is_gone_when_the_next_one_opens(workshop: Workshop) -> None:
    with hosted(workshop) as killed:
        killed.end(signal.SIGKILL)
        assert len(ours(engine.connect(), killed.process.pid)) == 3
    with hosted(workshop) as hall:
        assert "workshop: removed 3 things that an earlier run left" in hall.said
        assert ours(engine.connect(), killed.process.pid) == []


def test_a_port_that_is_taken_is_told(workshop: Workshop) -> None:
    with hosted(workshop) as first:
        taken = subprocess.run(
            [sys.executable, "-m", "lab", "hall", f"--port={first.port}"],
            cwd=workshop.root,
            env={**os.environ, "PYTHONPATH": str(ROOT / "hooks")},
            capture_output=True,
            text=True,
            check=False,
        )
        assert taken.returncode == 1
        assert taken.stderr == (
            f"port {first.port}: is taken, or not for this user\n  name another one: make hall PORT=8123\n"
        )
