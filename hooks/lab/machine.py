"""A lab: a disposable machine with its own Docker Engine, or one on which that is still to be installed."""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import PurePosixPath
from typing import Any, cast

import docker
from docker.errors import APIError, DockerException
from docker.utils.socket import frames_iter

from lab.archive import archive
from lab.circumstances import USUAL, Circumstances
from lab.container import PRIVILEGES, cgroup_options, daemon, limits, sizes
from lab.images.engine import explained
from lab.images.supply import Source
from lab.terminal.wire import Stream
from transcripts.errors import LabError
from transcripts.page.blocks import Machine
from transcripts.settings import Settings

VERSIONS = "{{.Server.Version}} {{.Client.Version}} {{.Server.Os}}/{{.Server.Arch}}"
READY = 120.0
"""Seconds that an inner engine may take to answer: it takes one, and a minute on a slow host that is busy."""
TIMED_OUT = 124
DETACH_KEYS = "ctrl-^,ctrl-_,ctrl-^,ctrl-_"
"""What leaves a machine's terminal: not the usual keys, which a page types to a container inside it."""
TROUBLE = re.compile("^trouble: (?P<problem>.+); (?P<remedy>.+)$", re.M)
"""How the entry point of a machine tells why it ends."""
LOG = "/var/log/docker.log"
DISK = "findmnt --noheadings --output FSTYPE /var/lib/docker"
# What began before the machine had moved onto its disk would see for ever what lay below.
ON_ITS_DISK = "nsenter --mount=/proc/self/ns/mnt"
# An engine that has given up is not waited for.
GIVEN_UP = f"{ON_ITS_DISK} grep --quiet '^failed to start daemon' {LOG} 2> /dev/null"
UNTIL = f'until {ON_ITS_DISK} sh -c "$0" 2> /dev/null; do ! {GIVEN_UP} || exit 1; sleep 0.05; done'
# Whether there is an IPv6 loopback is up to the engine of the host; where there is, engines publish ports there, too.
NO_IPV6 = "{ echo 1 > /proc/sys/net/ipv6/conf/lo/disable_ipv6; } 2> /dev/null || true"
WRITTEN = 'cd "$0" && mkdir --parents "$(dirname "$1")" && rm --force "$1" && cat > "$1"'
# Input that nobody reads would reset the connection, and with it goes the reason.
WRITE = f'head --bytes "$2" | {{ {WRITTEN} || {{ cat > /dev/null; false; }}; }}'


class Lab:
    """One running lab; close() removes it."""

    def __init__(
        self,
        client: docker.DockerClient,
        machine: Machine,
        settings: Settings,
        image: str,
        network: str,
        circumstances: Circumstances = USUAL,
        source: Source = Source.MIRROR,
        **options: Any,
    ) -> None:
        self._client = client
        self._kind = settings.machines[machine.kind]
        self._user = settings.terminal.user
        self._home = PurePosixPath("/home") / self._user
        self._circumstances = circumstances
        self._told = [*sizes(self._kind), source.value, daemon(self._kind)]
        self.machine = machine
        self.name = machine.name
        self.versions = dict.fromkeys(("engine", "client", "platform"), "")
        """Of the inner engine and its client, once wait() returned."""
        self.in_memory = False
        """Whether its disk is memory, for want of a loop device; known once wait() returned."""
        self._host: dict[str, Any] = client.info()
        self._container = self._start(image, network, options)

    @property
    def _processors(self) -> int:
        return int(self._host["NCPU"])

    @property
    def has_engine(self) -> bool:
        """Whether an engine runs on it from the beginning."""
        return self._kind.engine

    def terminal(self) -> Stream:
        """Give the connection to a fresh bash of the page's user in a terminal."""
        try:
            made = self._client.api.exec_create(
                self._container.id,
                ["sh", "/usr/local/sbin/shell", self._user],
                tty=True,
                stdin=True,
                workdir=str(self._home),
                environment={"TERM": "xterm-256color", **self._circumstances.environment},
                detach_keys=DETACH_KEYS,
            )
            return _stream(self._client.api.exec_start(made["Id"], tty=True, socket=True))
        except (DockerException, OSError) as error:
            raise LabError(self.name, f"gives no terminal: {explained(error)}", "run it again") from None

    def put(self, file: str, text: str) -> None:
        """Write a file below the user's home, owned by the user, with the directories it needs."""
        data = text.encode()
        try:
            said = self._fed(["sh", "-c", WRITE, str(self._home), file, str(len(data))], data)
        except (DockerException, OSError) as error:
            said = explained(error)
        if said:
            raise LabError(self.name, f"takes no file {file}: {said}", "run it again")

    def _fed(self, command: list[str], data: bytes) -> str:
        """Run a command of the user's on some input; give in a line why it failed, and nothing where it did not."""
        # What the engine itself puts into a container goes below the machine's disk, where nobody finds it.
        api = self._client.api
        made = api.exec_create(self._container.id, command, stdin=True, user=self._user)
        stream = _stream(api.exec_start(made["Id"], socket=True))
        try:
            stream.sendall(data)
            frames: Iterator[tuple[int, bytes]] = cast(Any, frames_iter)(stream, tty=False)
            said = b"".join(chunk for _, chunk in frames).decode(errors="replace").strip()
        finally:
            stream.close()
        return (said or "no reason given").split("\n")[0] if api.exec_inspect(made["Id"])["ExitCode"] else ""

    def healthy(self) -> bool:
        """Whether the lab runs, and its engine answers if it has one."""
        try:
            probe = "! command -v docker > /dev/null || docker version > /dev/null"
            return bool(self._container.exec_run(["sh", "-c", probe]).exit_code == 0)
        except (DockerException, OSError):
            return False

    def load(self) -> float | None:
        """Give how many programs of its host run or wait for each processor, over a minute; None if unknown."""
        try:
            return float(self._container.exec_run(["cat", "/proc/loadavg"]).output.split()[0]) / self._processors
        except (DockerException, OSError, IndexError, ValueError):
            return None

    def close(self) -> None:
        """Remove the lab; that it is gone already does not matter."""
        # What cannot be removed now, the sweep of the next run finds by its label.
        with suppress(DockerException, OSError):
            self._container.remove(force=True, v=True)

    def wait(self) -> None:
        """Return once the machine is on its disk and its engine answers, if it has one; raise LabError elsewhere."""
        probe = f"docker version --format '{VERSIONS}' && {DISK}" if self.has_engine else DISK
        try:
            found = self._container.exec_run(["timeout", f"{READY:.0f}", "sh", "-c", f"{NO_IPV6}; {UNTIL}", probe])
            log = b"" if found.exit_code == 0 else self._container.exec_run(["tail", "--lines=8", LOG]).output
        except (DockerException, OSError) as error:
            said = self._said()
            if known := TROUBLE.search(said.decode(errors="replace")):
                raise LabError(self.name, known["problem"], known["remedy"]) from None
            gone = f"is gone while it starts: {explained(error)}"
            raise LabError(self.name, gone, "run it again" + _listed(said)) from None
        if found.exit_code != 0:
            late = f"its engine did not answer within {READY:.0f} s"
            problem = late if found.exit_code == TIMED_OUT else "its engine does not start"
            raise LabError(self.name, problem, "see its log below" + _listed(log))
        *said, disk = found.output.decode().split()
        self.in_memory = disk == "tmpfs"
        if self.has_engine:
            self.versions = dict(zip(self.versions, said[-len(self.versions) :], strict=True))

    def _said(self) -> bytes:
        """Give the end of what the entry point said."""
        with suppress(DockerException, OSError):
            return bytes(self._container.logs(tail=8))
        return b""

    def _start(self, image: str, network: str, options: dict[str, Any]) -> Any:
        api: Any = self._client.api
        cgroups = cgroup_options(str(self._host.get("CgroupVersion", "2")))
        given = self._circumstances
        host = api.create_host_config(
            network_mode=network, sysctls=dict(given.sysctls), **limits(self._kind, self._processors), **cgroups
        )
        networking = api.create_networking_config({network: api.create_endpoint_config(aliases=[self.name])})
        last: APIError | None = None
        for privileges in PRIVILEGES:
            made = api.create_container(
                image,
                self._told,
                hostname=self.name,
                host_config={**host, **privileges},
                networking_config=networking,
                **options,
            )
            container = self._client.containers.get(made["Id"])
            try:
                if self.has_engine:
                    for path, text in given.files.items():
                        container.put_archive("/", archive(path[1:], text))
                container.start()
            except APIError as error:
                last = error
                container.remove(force=True, v=True)
                continue
            return container
        said = explained(last) if last else "no reason given"
        raise LabError(self.name, f"the engine refuses it: {said}", "the engine must allow privileged containers")


def _stream(connection: Any) -> Stream:
    # What the SDK gives for a local engine only reads; the socket below it does both.
    stream: Stream = getattr(connection, "_sock", connection)
    return stream


def _listed(log: bytes) -> str:
    return "".join(f"\n  | {line}" for line in log.decode(errors="replace").splitlines())
