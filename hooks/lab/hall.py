"""A hall: the site and the images for a room without internet, served from one machine at one address.

Two containers of components that others keep: the registry that labs pull from, with its store as labs see it, and
nginx before it, which has the site inside. Only what nginx lets through reaches the registry, and that is reading.
"""

import http.client
import io
import re
import tarfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from docker.errors import APIError, DockerException

from lab.images.engine import Engine, explained
from lab.images.supply import Offer
from transcripts.errors import LabError
from transcripts.page.front_matter import MIRROR

PORTS = (80, 8000, 8080, 8888)
"""In the order in which they are tried: the first need not be typed."""
TAKEN = re.compile("already allocated|already in use|permission denied|not permitted|Ports are not available", re.I)
"""What engines say of a port that they cannot have."""
INSIDE = "80/tcp"
SITE = "/srv/site"
START = 30.0
"""Seconds in which both must answer."""


class Hall:
    """An open hall on a port of the engine's host; what it made goes with its run."""

    def __init__(self, engine: Engine, offer: Offer, run: str, site: Path, ports: Sequence[int] = PORTS) -> None:
        self._client = engine.client
        self._labels = engine.labels(run)
        packed = _packed(site)
        try:
            network: Any = engine.client.networks.create(f"{engine.prefix}-hall-{run}", labels=self._labels)
            # Nobody writes to it, not even who comes past nginx.
            registry: Any = engine.client.containers.create(offer.stock, labels=self._labels, read_only=True)
            network.connect(registry, aliases=[MIRROR])
            registry.start()
            self.port, door = self._opened(offer.door, network.name, packed, ports)
        except (DockerException, OSError) as error:
            raise LabError("hall", f"does not start: {explained(error)}", "run it again") from None
        self._parts: tuple[Any, ...] = (registry, door)

    def _opened(self, image: str, network: str, packed: bytes, ports: Sequence[int]) -> tuple[int, Any]:
        api: Any = self._client.api
        for port in ports:
            bound = api.create_host_config(port_bindings={INSIDE: ("0.0.0.0", port)}, network_mode=network)
            made = api.create_container(image, labels=self._labels, ports=[(80, "tcp")], host_config=bound)
            door: Any = self._client.containers.get(made["Id"])
            door.put_archive(SITE, packed)
            try:
                door.start()
            except APIError as error:
                if not TAKEN.search(str(error.explanation or error)):
                    raise
                door.remove(force=True)
                continue
            return port, door
        tried = ", ".join(map(str, ports))
        raise LabError(f"port {tried}", "is taken, or not for this user", "name another one: make hall PORT=8123")

    def wait(self, host: str, clock: Callable[[], float] = time.monotonic) -> None:
        """Return once site and registry answer at the host; raise LabError where one does not."""
        end = clock() + START
        while not all(_answers(host, self.port, path) for path in ("/", "/v2/")):
            self.check()
            if clock() > end:
                raise LabError("hall", f"does not answer at {host}:{self.port}", "see that no firewall closes the port")
            time.sleep(0.1)

    def check(self) -> None:
        """Raise LabError where a part of it no longer runs, or its engine is gone."""
        for part in self._parts:
            try:
                part.reload()
                if part.attrs["State"]["Running"]:
                    continue
                said = part.logs(tail=8).decode(errors="replace")
            except (DockerException, OSError) as error:
                raise LabError("hall", f"is closed: {explained(error)}", "run it again") from None
            log = "".join(f"\n  | {line}" for line in said.splitlines())
            raise LabError("hall", "is closed: a part of it has ended", f"run it again{log}")


def _answers(host: str, port: int, path: str) -> bool:
    # Straight there: a proxy does not know the way to a room.
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _packed(site: Path) -> bytes:
    """Give an archive of the site, which everybody may read, whatever the user's umask made of its files."""
    if not (site / "index.html").is_file():
        raise LabError(f"{site.name}/", "has no site", "build it first: make site")

    def readable(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.mode = 0o755 if entry.isdir() else 0o644
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = ""
        return entry

    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as tar:
        tar.add(site, ".", filter=readable)
    return data.getvalue()
