"""The Docker Engine that labs run on: how it is reached, and how everything of ours on it is found again."""

import os
import socket
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

import docker
import psutil
from docker.errors import APIError, DockerException, NotFound

from transcripts.errors import LabError

Say = Callable[[str], None]

RUN = "docker-workshop.run"
OWNER = "docker-workshop.owner"
FOREIGN_AGE = 6 * 3600
"""Seconds after which something that another host made is taken to be left behind."""


def connect(address: str | None = None) -> docker.DockerClient:
    """Give a client of the engine at an address, or the one that DOCKER_HOST or the current context names.

    Raises LabError if none answers.
    """
    address = address or os.environ.get("DOCKER_HOST")
    try:
        if address:
            client = docker.from_env(timeout=120, environment={**os.environ, "DOCKER_HOST": address})
        else:
            context = docker.ContextAPI.get_current_context()
            address = context.Host if context else None
            tls = context.TLSConfig if context else None
            client = docker.DockerClient(base_url=address, tls=tls or False, timeout=120)
        client.ping()
    except (DockerException, OSError) as error:
        raise LabError(
            "Docker Engine",
            f"none answers at {address or 'the default socket'} ({_short(error)})",
            "start Docker, or set DOCKER_HOST; as root on Debian or Ubuntu, make test installs one",
        ) from None
    return client


def labels(run: str) -> dict[str, str]:
    """Give the labels that everything of a run carries."""
    created = int(psutil.Process().create_time())
    return {RUN: run, OWNER: f"{socket.gethostname()}/{os.getpid()}/{created}"}


def sweep(client: docker.DockerClient) -> int:
    """Remove what runs that are over have left behind; give how many things that was."""
    return _remove(client, {"label": RUN}, lambda thing: not _lives(thing))


def remove_run(client: docker.DockerClient, run: str) -> int:
    """Remove everything that carries the label of a run; give how many things that was."""
    return _remove(client, {"label": f"{RUN}={run}"}, lambda thing: True)


def _remove(client: docker.DockerClient, filters: dict[str, str], which: Callable[[Any], bool]) -> int:
    removed = 0
    try:
        containers = client.containers.list(all=True, filters=filters, ignore_removed=True)
        for thing in [*containers, *client.networks.list(filters=filters), *client.volumes.list(filters=filters)]:
            if which(thing):
                removed += _remove_one(thing, **({"force": True, "v": True} if thing in containers else {}))
    except (DockerException, OSError) as error:
        raise LabError("Docker Engine", f"is gone while cleaning up ({_short(error)})", "the next run sweeps") from None
    return removed


def _remove_one(thing: Any, **options: bool) -> int:
    try:
        thing.remove(**options)
    except NotFound:
        return 0
    except APIError as error:
        # In use, or already going: another worker removes it, or the next sweep does.
        if error.status_code in (403, 409):
            return 0
        raise
    return 1


def _lives(thing: Any) -> bool:
    labels = thing.attrs.get("Labels") or thing.attrs.get("Config", {}).get("Labels") or {}
    host, _, rest = labels.get(OWNER, "//").partition("/")
    pid, _, created = rest.partition("/")
    if host != socket.gethostname():
        made = thing.attrs.get("Created") or thing.attrs.get("CreatedAt") or ""
        return _age(made) < FOREIGN_AGE
    try:
        process = psutil.Process(int(pid))
        # A killed process stays a zombie until its parent asks for it.
        return process.status() != psutil.STATUS_ZOMBIE and int(process.create_time()) == int(created)
    except (psutil.Error, ValueError):
        return False


def _age(made: str) -> float:
    try:
        return time.time() - datetime.fromisoformat(made[:19] + "+00:00").timestamp()
    except ValueError:
        return float("inf")


def _short(error: BaseException) -> str:
    return str(error).strip().split("\n")[0][:160]
