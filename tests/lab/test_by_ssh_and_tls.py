"""Engines elsewhere, by ssh and by TLS: a page runs there as here, and one that is not reached is told in two lines.

The engine is the one of these tests, behind an sshd in a container that has its socket, and behind a TLS of our own.
"""

import asyncio
import contextlib
import json
import os
import shutil
import signal
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from docker.context.config import get_context_id

from lab.images import engine
from lab.images.engine import Engine
from lab.machine import Lab
from tests.lab.conftest import SETTINGS, Workshop, ours, said
from tests.lab.test_pages import LONG, until_it_types
from tests.lab.told import told
from transcripts.errors import LabError

pytestmark = pytest.mark.engine

SOCKET = "/var/run/docker.sock"
PAGE = """
```text file="greeting"
hello
```

```console snippet="here"
$ cat greeting
```

```console snippet="inside" timeout="300"
$ docker run --interactive --tty --rm debian:trixie bash
root@lab:/# echo $((6 * 7))
root@lab:/# exit
```
"""
SSHD = 'mkdir --parents /run/sshd /root/.ssh && echo "$0" > /root/.ssh/authorized_keys && exec /usr/sbin/sshd -D'
HOSTS = """
Host unknown
  UserKnownHostsFile {folder}/none
Host changed
  UserKnownHostsFile {folder}/changed
Host *
  HostName 127.0.0.1
  Port {port}
  User root
  IdentityFile {folder}/key
  IdentitiesOnly yes
  UserKnownHostsFile {folder}/known
  GlobalKnownHostsFile none
"""
CERTIFICATES = """
set -e
name=$1; shift
openssl req -newkey rsa:2048 -nodes -keyout $name-key.pem -subj /CN=$name -addext subjectAltName=IP:127.0.0.1 \
  -out $name.csr
openssl x509 -req -in $name.csr -CA ca.pem -CAkey ca-key.pem -CAcreateserial -copy_extensions copy "$@" -out $name.pem
"""
AUTHORITY = "openssl req -x509 -newkey rsa:2048 -nodes -keyout ca-key.pem -subj /CN=ca -days 2 -out ca.pem"


class Client:
    """A user's ssh with files of its own; it would read those of the user's home, whatever the environment says."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        (folder / "config").write_text(HOSTS.format(port=port, folder=folder), "utf-8")
        program = folder / "bin/ssh"
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\nexec {shutil.which("ssh")} -F {folder}/config "$@"\n', "utf-8")
        program.chmod(0o755)
        self.path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"

    def knows(self, port: int) -> bool:
        """Whether the sshd answers; its key is known from then on, and another one in its place to one that errs."""
        asked = subprocess.run(
            ["ssh-keyscan", "-t", "ed25519", "-p", str(port), "127.0.0.1"], capture_output=True, text=True, check=False
        )
        (self.folder / "known").write_text(asked.stdout, "utf-8")
        mine = (self.folder / "key.pub").read_text().split()
        (self.folder / "changed").write_text(f"[127.0.0.1]:{port} {mine[0]} {mine[1]}\n", "utf-8")
        return bool(asked.stdout)


@pytest.fixture(scope="module")
def door(lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """An sshd that leads to the engine, and a user's ssh that may come in."""
    client = engine.connect()
    if os.environ.get("DOCKER_HOST") or not Path(SOCKET).is_socket():
        pytest.skip("the engine is not on a local socket")
    if not shutil.which("ssh"):
        pytest.skip("there is no ssh here: install openssh-client")
    folder = tmp_path_factory.mktemp("ssh")
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / "key")], check=True)
    container = client.containers.run(
        lab._container.image.id,
        [(folder / "key.pub").read_text().strip()],
        entrypoint=["sh", "-c", SSHD],
        volumes={SOCKET: {"bind": SOCKET, "mode": "rw"}},
        ports={"22/tcp": ("127.0.0.1", 0)},
        labels=Engine(client, SETTINGS.name).labels("door"),
        detach=True,
    )
    try:
        container.reload()
        port = int((container.ports["22/tcp"] or [])[0]["HostPort"])
        user = Client(folder, port)
        until = time.monotonic() + 20
        while not user.knows(port):
            assert time.monotonic() < until, container.logs().decode()
            time.sleep(0.1)
        yield user
    finally:
        container.remove(force=True, v=True)


class TestBySsh:
    """What the user's own ssh does, and nothing that it would ask."""

    def test_a_page_runs_and_leaves_nothing(self, door: Client, workshop: Workshop) -> None:
        workshop.page("there", PAGE)
        text = said(workshop, "--snippets=update", DOCKER_HOST="ssh://Known", PATH=door.path)
        assert "2 passed" in text
        captures = {path.name: data.decode() for path, data in workshop.captures().items()}
        assert "hello" in captures["here.console"]
        assert "42" in captures["inside.console"]

    def test_a_run_that_is_ended_cleans_up_through_it(self, door: Client, workshop: Workshop) -> None:
        workshop.page("long", LONG)
        with workshop.start("--snippets=update", DOCKER_HOST="ssh://Known", PATH=door.path) as run:
            until_it_types(run)
            os.kill(run.pid, signal.SIGINT)
            run.communicate()
        assert ours(engine.connect(), run.pid) == []

    def test_a_line_that_is_cut_is_told_and_the_next_run_sweeps(self, door: Client, workshop: Workshop) -> None:
        workshop.page("long", LONG)
        with workshop.start("--snippets=update", DOCKER_HOST="ssh://Known", PATH=door.path) as run:
            until_it_types(run)
            [ssh] = [each for each in psutil.Process(run.pid).children(recursive=True) if each.name() == "ssh"]
            ssh.kill()
            text = run.communicate()[0]
        assert run.returncode != 0
        assert "docs/long.md:6: the lab's engine is gone" in text
        assert "Traceback" not in text
        assert workshop.captures() == {}
        client = engine.connect()
        Engine(client, SETTINGS.name).sweep()
        assert ours(client, run.pid) == []

    def test_a_context(self, door: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", door.path)
        in_context(tmp_path, "ssh://Known", monkeypatch)
        client = engine.connect()
        assert client.info()["ID"]
        client.close()

    @pytest.mark.parametrize(
        ("url", "problem", "remedy"),
        [
            ("ssh://unknown", "its host key is not known here", "log in once with ssh, .+"),
            ("ssh://changed", "its host key is another than before", ".+ ssh-keygen -R .+"),
            ("ssh://student@password", "it takes no key of yours and wants a password", ".+ssh-add.+"),
            ("ssh://Known/nowhere.sock", "ssh comes through, and finds no engine there", "start Docker there, .+"),
            ("ssh://Known:1", "Connection refused", "see that the machine is up .+"),
        ],
    )
    def test_one_that_is_not_reached_is_told(
        self, url: str, problem: str, remedy: str, door: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PATH", door.path)
        monkeypatch.setenv("DOCKER_HOST", url)
        begun = time.monotonic()
        with told(LabError, "Docker Engine", rf"none answers at {url} \({problem}\)", remedy):
            engine.connect()
        assert time.monotonic() - begun < 10


class Guard:
    """An engine that is reached by TLS only, and only by who has a certificate of its authority."""

    def __init__(self, folder: Path, name: str) -> None:
        self._context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=str(folder / "ca.pem"))
        self._context.verify_mode = ssl.CERT_REQUIRED
        # From 3.13 on Python asks more of an authority than Docker does.
        self._context.verify_flags &= ~ssl.VERIFY_X509_STRICT
        self._context.load_cert_chain(folder / f"{name}.pem", folder / f"{name}-key.pem")
        self._loop = asyncio.new_event_loop()
        self._server = self._loop.run_until_complete(
            asyncio.start_server(self._lead, "127.0.0.1", 0, ssl=self._context)
        )
        self.address = f"tcp://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    async def _lead(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far = await asyncio.open_unix_connection(SOCKET)
        await asyncio.gather(_pump(reader, far[1]), _pump(far[0], writer))


async def _pump(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await source.read(1 << 16):
            target.write(data)
            await target.drain()
    target.close()


class Authority:
    """Files of an authority, made in a lab, which has what that takes."""

    def __init__(self, lab: Lab, folder: Path) -> None:
        self._lab = lab
        self.folder = folder
        self._there = f"/tmp/{folder.name}"
        self._do("mkdir", self._there, where="/")
        self._do("sh", "-c", AUTHORITY)
        self._take("ca.pem")

    def signs(self, name: str, *options: str) -> None:
        self._do("sh", "-c", CERTIFICATES, "sh", name, *(options or ("-days", "2")))
        self._take(f"{name}.pem", f"{name}-key.pem")

    def gives(self, *files: tuple[str, str]) -> Path:
        """Give a folder as DOCKER_CERT_PATH names it, with files under other names."""
        made = self.folder / "-".join(["with", *(name for name, _ in files)])
        made.mkdir(exist_ok=True)
        for name, new in files:
            shutil.copy(self.folder / name, made / new)
        return made

    def _do(self, *command: str, where: str = "") -> bytes:
        done = self._lab._container.exec_run(list(command), workdir=where or self._there)
        assert done.exit_code == 0, done.output.decode()
        return bytes(done.output)

    def _take(self, *names: str) -> None:
        for name in names:
            # On a busy machine the engine may lose what a command says that is over at once.
            while not (data := self._do("cat", name)):
                pass
            (self.folder / name).write_bytes(data)


@pytest.fixture(scope="module")
def authority(lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """An authority that has signed for an engine and for a user."""
    made = Authority(lab, tmp_path_factory.mktemp("tls"))
    made.signs("server")
    made.signs("client")
    return made


@pytest.fixture(scope="module")
def guarded(authority: Authority) -> Iterator[str]:
    """The address of an engine by TLS."""
    if os.environ.get("DOCKER_HOST") or not Path(SOCKET).is_socket():
        pytest.skip("the engine is not on a local socket")
    guard = Guard(authority.folder, "server")
    yield guard.address
    guard.stop()


WHOLE = (("ca.pem", "ca.pem"), ("client.pem", "cert.pem"), ("client-key.pem", "key.pem"))


class TestByTls:
    """Certificates as docker's command line has them."""

    def test_a_page_runs_and_leaves_nothing(self, guarded: str, authority: Authority, workshop: Workshop) -> None:
        workshop.page("there", PAGE)
        folder = str(authority.gives(*WHOLE))
        text = said(
            workshop,
            "--snippets=update",
            DOCKER_HOST=guarded,
            DOCKER_TLS_VERIFY="1",
            DOCKER_CERT_PATH=folder,
            # What a proxy that looks into TLS makes people set, and what knows nothing of this authority.
            REQUESTS_CA_BUNDLE=str(authority.folder / "server.pem"),
        )
        assert "2 passed" in text

    def test_a_context(
        self, guarded: str, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        in_context(tmp_path, guarded, monkeypatch)
        keeps = tmp_path / "contexts/tls" / get_context_id("mine") / "docker"
        shutil.copytree(authority.gives(*WHOLE), keeps)
        client = engine.connect()
        assert client.info()["ID"]
        client.close()

    def test_one_of_another_authority_is_told(
        self, guarded: str, lab: Lab, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        other = Authority(lab, tmp_path)
        folder = authority.gives(*WHOLE[1:])
        shutil.copy(other.folder / "ca.pem", folder)
        self.refused(guarded, folder, "its certificate is signed by somebody else", "put the ca.pem .+", monkeypatch)

    def test_one_that_has_expired_is_told(self, authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
        authority.signs("old", "-not_before", "20200101000000Z", "-not_after", "20200102000000Z")
        guard = Guard(authority.folder, "old")
        folder = authority.gives(*WHOLE)
        self.refused(guard.address, folder, "its certificate has expired", "renew .+", monkeypatch)
        guard.stop()

    def test_a_name_that_is_not_in_it_is_told(
        self, guarded: str, authority: Authority, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        address = guarded.replace("127.0.0.1", "localhost")
        folder = authority.gives(*WHOLE)
        self.refused(address, folder, "its certificate is for another name", "use a name .+", monkeypatch)

    def test_one_that_wants_to_see_a_certificate_is_told(
        self, guarded: str, authority: Authority, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = authority.gives(WHOLE[0])
        reason = "(it hangs up without a word|it takes no certificate of yours)"
        self.refused(guarded, folder, reason, ".+DOCKER_CERT_PATH.*", monkeypatch)

    def refused(self, address: str, folder: Path, problem: str, remedy: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DOCKER_HOST", address)
        monkeypatch.setenv("DOCKER_TLS_VERIFY", "1")
        monkeypatch.setenv("DOCKER_CERT_PATH", str(folder))
        with told(LabError, "Docker Engine", rf"none answers at {address} \({problem}\)", remedy):
            engine.connect()


def in_context(folder: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the context `mine`, and have the environment name it."""
    monkeypatch.delenv("DOCKER_HOST", raising=False)
    monkeypatch.setenv("DOCKER_CONFIG", str(folder))
    monkeypatch.setenv("DOCKER_CONTEXT", "mine")
    meta = folder / "contexts/meta" / get_context_id("mine") / "meta.json"
    meta.parent.mkdir(parents=True)
    endpoint = {"Host": address, "SkipTLSVerify": False}
    meta.write_text(json.dumps({"Name": "mine", "Metadata": {}, "Endpoints": {"docker": endpoint}}), "utf-8")
