"""A lab: a disposable machine with its own Docker Engine, on a network with nothing but the mirror."""

import io
import tarfile
import time
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

import docker
from docker.errors import APIError, DockerException, NotFound

from transcripts.errors import LabError

from .engine import labels
from .images import Images
from .terminal import Stream

HOME = PurePosixPath("/home/student")
READY = 30.0
"""Seconds that an inner engine may take to answer."""
LIMITS: Mapping[str, Any] = {"mem_limit": "4g", "memswap_limit": "4g", "nano_cpus": 2_000_000_000, "pids_limit": 2048}
DISK = {"/var/lib/docker": "size=6g,mode=0710"}
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


class Lab:
    """One running lab with its network and mirror; close() removes all three."""

    def __init__(self, client: docker.DockerClient, images: Images, run: str, *, source: str = "mirror") -> None:
        self._client = client
        self._labels = labels(run)
        self._made: list[Any] = []
        try:
            self._network = client.networks.create(f"workshop-{run}-{time.monotonic_ns():x}", labels=self._labels)
            self._made.append(self._network)
            if source == "mirror":
                self._mirror(images.stock)
            self._container = self._start(images.lab, source)
            self._wait()
        except BaseException as error:
            self.close()
            if isinstance(error, (DockerException, OSError)):
                raise LabError(
                    "lab", f"does not start: {error}", "run it again; make clean removes old images"
                ) from None
            raise

    def __enter__(self) -> "Lab":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def terminal(self) -> Stream:
        """Give the connection to a fresh bash of the student in a terminal."""
        try:
            made = self._client.api.exec_create(
                self._container.id,
                ["bash", "--login"],
                tty=True,
                stdin=True,
                user="student",
                workdir=str(HOME),
                environment={"TERM": "xterm-256color", "LANG": "C.UTF-8"},
            )
            connection = self._client.api.exec_start(made["Id"], tty=True, socket=True)
        except (DockerException, OSError) as error:
            raise LabError("lab", f"gives no terminal: {error}", "run it again") from None
        stream: Stream = getattr(connection, "_sock", connection)
        return stream

    def put(self, file: str, text: str) -> None:
        """Write a file below the student's home, owned by the student, with the directories it needs."""
        data = io.BytesIO()
        with tarfile.open(fileobj=data, mode="w") as tar:
            for parent in reversed(PurePosixPath(file).parents[:-1]):
                tar.addfile(_entry(str(parent), tarfile.DIRTYPE, 0o755, 0))
            body = text.encode()
            tar.addfile(_entry(file, tarfile.REGTYPE, 0o644, len(body)), io.BytesIO(body))
        try:
            self._container.put_archive(str(HOME), data.getvalue())
        except (DockerException, OSError) as error:
            raise LabError("lab", f"takes no file {file}: {error}", "run it again") from None

    def healthy(self) -> bool:
        """Whether the inner engine answers."""
        try:
            return bool(self._container.exec_run(["docker", "version"]).exit_code == 0)
        except (DockerException, OSError):
            return False

    def versions(self) -> dict[str, str]:
        """Give the versions of the inner engine and its client, and the platform."""
        template = "{{.Server.Version}} {{.Client.Version}} {{.Server.Os}}/{{.Server.Arch}}"
        try:
            said = self._container.exec_run(["docker", "version", "--format", template]).output.decode().split()
        except (DockerException, OSError) as error:
            raise LabError("lab", f"is gone: {error}", "run it again") from None
        return dict(zip(("engine", "client", "platform"), said, strict=True))

    def close(self) -> None:
        """Remove the lab, its mirror and its network; what is gone already does not matter."""
        while self._made:
            thing = self._made.pop()
            try:
                thing.remove(**({} if thing is getattr(self, "_network", None) else {"force": True, "v": True}))
            except NotFound:
                continue
            except (DockerException, OSError):
                # The sweep of the next run finds it by its label.
                continue

    def _mirror(self, image: str) -> None:
        mirror = self._client.containers.create(image, labels=self._labels)
        self._made.append(mirror)
        self._network.connect(mirror, aliases=["mirror"])
        mirror.start()

    def _start(self, image: str, source: str) -> Any:
        api = self._client.api
        cgroups = cgroup_options(str(self._client.info().get("CgroupVersion", "2")))
        host = api.create_host_config(network_mode=self._network.name, tmpfs=dict(DISK), **LIMITS, **cgroups)
        last: APIError | None = None
        for privileges in PRIVILEGES:
            made = api.create_container(
                image,
                hostname="lab",
                labels=self._labels,
                environment={"WORKSHOP_IMAGES": source},
                host_config={**host, **privileges},
            )
            container = self._client.containers.get(made["Id"])
            self._made.append(container)
            try:
                container.start()
            except APIError as error:
                last = error
                self._made.remove(container)
                container.remove(force=True, v=True)
                continue
            return container
        raise LabError("lab", f"the engine refuses it: {last}", "the engine must allow privileged containers")

    def _wait(self) -> None:
        script = "until docker version > /dev/null 2>&1; do sleep 0.05; done"
        found = self._container.exec_run(["timeout", f"{READY:.0f}", "sh", "-c", script])
        if found.exit_code != 0:
            log = self._container.exec_run(["tail", "--lines=8", "/var/log/dockerd.log"]).output.decode(
                errors="replace"
            )
            shown = "".join(f"\n  | {line}" for line in log.splitlines())
            raise LabError("lab", f"its engine did not answer within {READY:.0f} s", "see its log below" + shown)


def _entry(name: str, kind: bytes, mode: int, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.mode, info.size, info.uid, info.gid, info.mtime = kind, mode, size, 1000, 1000, time.time()
    return info
