"""The mirror that labs pull from: a registry whose image has everything that it offers inside."""

import hashlib
import time
from collections.abc import Mapping
from typing import Any

import docker

from lab.images.bases import RECIPE, REPOSITORY
from lab.images.builder import exists, told
from lab.images.engine import Say, labels
from transcripts.errors import LabError

DIGEST = "docker-workshop.digest."


def stocked(client: docker.DockerClient, mirror: str, offered: Mapping[str, str], run: str, say: Say) -> str:
    """Give the mirror's image with its store filled, made by pushing to a mirror and committing it."""
    identity = "\n".join(f"{name} {client.images.get(tag).id}" for name, tag in sorted(offered.items()))
    recipe = hashlib.sha256(f"{mirror}\n{identity}".encode()).hexdigest()[:12]
    tag = f"{REPOSITORY}/stock:{recipe}"
    if exists(client, tag):
        return tag
    say("filling the mirror")
    with told(say, "the mirror"):
        container = client.containers.run(
            mirror, detach=True, ports={"5000/tcp": ("127.0.0.1", None)}, labels=labels(run)
        )
        try:
            container.reload()
            address = f"localhost:{container.ports['5000/tcp'][0]['HostPort']}"
            digests = {name: _pushed(client, source, address, name) for name, source in offered.items()}
            changes = "\n".join(f"LABEL {DIGEST}{name}={digest}" for name, digest in digests.items())
            container.commit(f"{REPOSITORY}/stock", tag=recipe, changes=f"LABEL {RECIPE}={recipe}\n{changes}")
        finally:
            container.remove(force=True, v=True)
    return tag


def _pushed(client: docker.DockerClient, source: str, address: str, name: str) -> str:
    repository, _, version = name.partition(":")
    target = f"{address}/library/{repository}"
    client.images.get(source).tag(target, version)
    try:
        for _ in range(50):
            said: list[dict[str, Any]] = list(client.images.push(target, tag=version, stream=True, decode=True))
            for entry in said:
                if "Digest" in entry.get("aux", {}):
                    return str(entry["aux"]["Digest"])
            time.sleep(0.2)
        raise LabError(f"image {name}", f"was not taken by the mirror: {said[-1]}", "run it again")
    finally:
        client.images.remove(f"{target}:{version}")
