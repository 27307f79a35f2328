"""A lab: a disposable machine with its own Docker Engine, or one on which that is still to be installed."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import PurePosixPath
from typing import Any

import docker
from docker.errors import APIError, DockerException

from lab.archive import archive
from lab.circumstances import USUAL, Circumstances
from lab.images.engine import explained
from lab.terminal.wire import Stream
from transcripts.errors import LabError
from transcripts.page.blocks import Machine
from transcripts.settings import MachineKind, Settings

VERSIONS = "{{.Server.Version}} {{.Client.Version}} {{.Server.Os}}/{{.Server.Arch}}"
READY = 30.0
"""Seconds that an inner engine may take to answer."""
ROOT, USER = 0, 1000
STORE, LOG = "/var/lib/docker", "/var/log/docker.log"
PRIVILEGES: tuple[Mapping[str, Any], ...] = (
    {"Privileged": True},
    {
        "CapAdd": ["ALL"],
        "CapDrop": ["SYS_RESOURCE"],
        "SecurityOpt": ["seccomp=unconfined", "apparmor=unconfined"],
        "MaskedPaths": [],
        "ReadonlyPaths": [],
    },
)
"""What a lab is allowed, in the order in which it is tried: the second is for engines without CAP_SYS_RESOURCE."""


def cgroup_options(version: str) -> dict[str, Any]:
    """Give how a container is to see cgroups, for the version that the engine reports."""
    if version == "1":
        return {"cgroupns": "host", "binds": ["/sys/fs/cgroup:/sys/fs/cgroup:rw"]}
    return {"cgroupns": "private"}


def limits(kind: MachineKind) -> dict[str, Any]:
    """Give what a container of this kind may take, as the Docker SDK names it."""
    return {
        "mem_limit": int(kind.memory),
        "memswap_limit": int(kind.memory),
        "nano_cpus": int(kind.processors * 1e9),
        "pids_limit": kind.processes,
        "tmpfs": {STORE: f"size={int(kind.disk)},mode=0710,exec"},
    }


def capacity(info: Mapping[str, Any], memory: int) -> int:
    """Give how many labs of so many bytes may work at once on an engine, for what `docker info` tells of it.

    It is at least one.
    """
    return max(1, min(int(info["NCPU"]), int(info["MemTotal"]) // memory))


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
        **options: Any,
    ) -> None:
        self._client = client
        self._kind = settings.machines[machine.kind]
        self._user = settings.terminal.user
        self._home = PurePosixPath("/home") / self._user
        self._circumstances = circumstances
        self.machine = machine
        self.name = machine.name
        self.versions = dict.fromkeys(("engine", "client", "platform"), "")
        """Of the inner engine and its client, once wait() returned."""
        self._container = self._start(image, network, options)

    @property
    def has_engine(self) -> bool:
        """Whether an engine runs on it from the beginning."""
        return self._kind.engine

    def terminal(self) -> Stream:
        """Give the connection to a fresh bash of the page's user in a terminal."""
        try:
            made = self._client.api.exec_create(
                self._container.id,
                ["bash", "--login"],
                tty=True,
                stdin=True,
                user=self._user,
                workdir=str(self._home),
                environment={"TERM": "xterm-256color", "LANG": "C.UTF-8", **self._circumstances.environment},
            )
            connection = self._client.api.exec_start(made["Id"], tty=True, socket=True)
        except (DockerException, OSError) as error:
            raise LabError(self.name, f"gives no terminal: {explained(error)}", "run it again") from None
        # What the SDK gives for a local engine only reads; the socket below it does both.
        made_of: Any = connection
        stream: Stream = getattr(made_of, "_sock", made_of)
        return stream

    def put(self, file: str, text: str) -> None:
        """Write a file below the user's home, owned by the user, with the directories it needs."""
        try:
            self._container.put_archive(str(self._home), archive(file, text, USER))
        except (DockerException, OSError) as error:
            raise LabError(self.name, f"takes no file {file}: {explained(error)}", "run it again") from None

    def healthy(self) -> bool:
        """Whether the lab runs, and its engine answers if it has one."""
        try:
            probe = "! command -v docker > /dev/null || docker version > /dev/null"
            return bool(self._container.exec_run(["sh", "-c", probe]).exit_code == 0)
        except (DockerException, OSError):
            return False

    def load(self) -> float | None:
        """Give how many programs of its host run or wait, over a minute; None where it does not tell."""
        try:
            return float(self._container.exec_run(["cat", "/proc/loadavg"]).output.split()[0])
        except (DockerException, OSError, IndexError, ValueError):
            return None

    def close(self) -> None:
        """Remove the lab; that it is gone already does not matter."""
        # What cannot be removed now, the sweep of the next run finds by its label.
        with suppress(DockerException, OSError):
            self._container.remove(force=True, v=True)

    def wait(self) -> None:
        """Return once the inner engine answers; raise LabError where it does not."""
        script = f"until docker version --format '{VERSIONS}' 2> /dev/null; do sleep 0.05; done"
        try:
            found = self._container.exec_run(["timeout", f"{READY:.0f}", "sh", "-c", script])
            log = b"" if found.exit_code == 0 else self._container.exec_run(["tail", "--lines=8", LOG]).output
        except (DockerException, OSError) as error:
            raise LabError(self.name, f"is gone while its engine starts: {explained(error)}", "run it again") from None
        if found.exit_code != 0:
            shown = "".join(f"\n  | {line}" for line in log.decode(errors="replace").splitlines())
            raise LabError(self.name, f"its engine did not answer within {READY:.0f} s", "see its log below" + shown)
        said = found.output.decode().split()[-len(self.versions) :]
        self.versions = dict(zip(self.versions, said, strict=True))

    def _start(self, image: str, network: str, options: dict[str, Any]) -> Any:
        api: Any = self._client.api
        cgroups = cgroup_options(str(self._client.info().get("CgroupVersion", "2")))
        given = self._circumstances
        host = api.create_host_config(
            network_mode=network, sysctls=dict(given.sysctls), **limits(self._kind), **cgroups
        )
        networking = api.create_networking_config({network: api.create_endpoint_config(aliases=[self.name])})
        last: APIError | None = None
        for privileges in PRIVILEGES:
            made = api.create_container(
                image, hostname=self.name, host_config={**host, **privileges}, networking_config=networking, **options
            )
            container = self._client.containers.get(made["Id"])
            try:
                if self.has_engine:
                    for path, text in given.files.items():
                        container.put_archive("/", archive(path[1:], text, ROOT))
                container.start()
            except APIError as error:
                last = error
                container.remove(force=True, v=True)
                continue
            return container
        said = explained(last) if last else "no reason given"
        raise LabError(self.name, f"the engine refuses it: {said}", "the engine must allow privileged containers")
