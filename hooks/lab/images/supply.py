"""The images that labs and pages need, ready on the engine."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import docker
from docker.errors import DockerException

from lab.images.bases import REPOSITORY, Base, base
from lab.images.builder import RECIPES, built, told, trouble
from lab.images.engine import Say, labels
from lab.images.mirror import DIGEST, stocked
from transcripts.files import locked

OFFERED = {"postgres:17": "postgres", "python:3.13": "python"}
"""What the mirror offers beside debian:trixie, by the name that pages use, and the recipe behind it."""
MACHINES = {"docker": ("lab/Dockerfile", "testing"), "bare": ("lab/Dockerfile.bare", "trixie")}
"""The kinds of machines: the recipe, and the Debian suite below it."""
ON_THE_HUB = "ubuntu:24.04"
"""An image that only Docker Hub offers, to ask whether it answers."""


@dataclass(frozen=True)
class Images:
    """Tags on the engine, and what is worth knowing about what pages pull."""

    machines: Mapping[str, str]
    """By kind, as in MACHINES."""
    stock: str
    """The mirror with everything that it offers inside."""
    bases: Mapping[str, str]
    """Where each base came from, by name: hub or mmdebstrap."""
    digests: Mapping[str, str]
    """The digest of each offered image, as a lab that pulls it sees it."""


def prepare(client: docker.DockerClient, run: str, say: Say) -> Images:
    """Give the images, building those that the engine does not have; raise LabError where that fails."""
    try:
        # The workers of a run wait for the one that builds.
        with locked(RECIPES):
            return _prepared(client, run, say)
    except (DockerException, OSError) as error:
        raise trouble("images", error) from None


def _prepared(client: docker.DockerClient, run: str, say: Say) -> Images:
    bases: dict[str, Base] = {}
    for suite in ("trixie", "testing"):
        with told(say, f"debian:{suite}"):
            bases[suite] = base(client, suite, say)
    machines = {kind: built(client, recipe, bases[suite], say) for kind, (recipe, suite) in MACHINES.items()}
    mirror = built(client, "mirror/Dockerfile", bases["trixie"], say)
    offered = {"debian:trixie": bases["trixie"].tag}
    for name, recipe in OFFERED.items():
        offered[name] = built(client, f"{recipe}/Dockerfile", bases["trixie"], say)
    stock = stocked(client, mirror, offered, run, say)
    known = client.images.get(stock).labels
    digests = {name: known[DIGEST + name] for name in offered}
    return Images(machines, stock, {item.name: item.source for item in bases.values()}, digests)


def versions(client: docker.DockerClient, lab: str, run: str) -> dict[str, str]:
    """Give the versions of engine and client in a lab's image; raise LabError where that fails."""
    try:
        said = client.containers.run(
            lab, ["-c", "dockerd --version; docker --version"], entrypoint="sh", remove=True, labels=labels(run)
        )
    except (DockerException, OSError) as error:
        raise trouble("images", error) from None
    return dict(zip(("engine", "client"), re.findall(r"version (\S+),", said.decode()), strict=True))


def hub_answers(client: docker.DockerClient) -> bool:
    """Whether the engine reaches Docker Hub."""
    try:
        client.images.get_registry_data(ON_THE_HUB)
    except (DockerException, OSError):
        return False
    return True


def remove_all(client: docker.DockerClient) -> int:
    """Remove every image that the workshop made; give how many that was."""
    tags = [tag for image in client.images.list() for tag in image.tags if tag.startswith(f"{REPOSITORY}/")]
    for tag in tags:
        client.images.remove(tag, force=True)
    return len(tags)
