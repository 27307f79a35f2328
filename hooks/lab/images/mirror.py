"""The mirror that labs pull from: a registry whose image has everything that it offers inside."""

import time
from collections.abc import Mapping
from typing import Any

from lab.images.builder import told
from lab.images.engine import Engine, Say
from transcripts.errors import LabError
from transcripts.recipes import digest

DIGEST = "digest."


def stocked(engine: Engine, mirror: str, offered: Mapping[str, str], run: str, say: Say) -> str:
    """Give the mirror's image with its store filled, made by pushing to a mirror and committing it.

    `offered` has the tag of each image by the name that pages pull; the digests are labels of the image that is given.
    """
    images = engine.client.images
    identity = "\n".join(f"{name} {images.get(tag).id}" for name, tag in sorted(offered.items()))
    version = digest((mirror.encode(), identity.encode()))[:12]
    tag = engine.tag("stock", version)
    if engine.has(tag):
        return tag
    say("filling the mirror")
    with told(say, "the mirror"):
        # The stubs do not know that the host's port may be left open, as the SDK's own documentation has it.
        containers: Any = engine.client.containers
        container = containers.run(
            mirror, detach=True, ports={"5000/tcp": ("127.0.0.1", None)}, labels=engine.labels(run)
        )
        try:
            container.reload()
            address = f"localhost:{container.ports['5000/tcp'][0]['HostPort']}"
            digests = {name: _pushed(engine, source, address, name) for name, source in offered.items()}
            changes = [f"LABEL {engine.label(DIGEST)}{name}={said}" for name, said in digests.items()]
            container.commit(tag.rpartition(":")[0], tag=version, changes="\n".join(changes))
        finally:
            container.remove(force=True, v=True)
    return tag


def digests(engine: Engine, stock: str) -> dict[str, str]:
    """Give the digest of each image in a stocked mirror, as a lab that pulls it sees it, by name."""
    label = engine.label(DIGEST)
    labels = engine.client.images.get(stock).labels
    return {name.removeprefix(label): said for name, said in sorted(labels.items()) if name.startswith(label)}


def _pushed(engine: Engine, source: str, address: str, name: str) -> str:
    repository, _, version = name.partition(":")
    target = f"{address}/library/{repository}"
    images = engine.client.images
    images.get(source).tag(target, version)
    try:
        for _ in range(50):
            said: list[dict[str, Any]] = list(images.push(target, tag=version, stream=True, decode=True))
            for entry in said:
                if "Digest" in entry.get("aux", {}):
                    return str(entry["aux"]["Digest"])
            time.sleep(0.2)
        raise LabError(f"image {name}", f"was not taken by the mirror: {said[-1]}", "run it again")
    finally:
        images.remove(f"{target}:{version}")
