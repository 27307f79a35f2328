"""The images that labs and pages need, ready on the engine."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from docker.errors import DockerException
from urllib3.exceptions import HTTPError

from lab.images.bases import Base, base
from lab.images.borrowed import borrowed
from lab.images.builder import built, told, trouble
from lab.images.engine import Engine, Say
from lab.images.mirror import digests, stocked
from transcripts.errors import LabError
from transcripts.files import locked
from transcripts.recipes import BASE, BOOTSTRAP
from transcripts.settings import Image, MachineKind, Settings

ON_THE_HUB = "ubuntu:24.04"
"""An image that only Docker Hub offers, to ask whether it answers."""
GIB = 2**30
PROGRAMS = ("engine", "client")


class Source(StrEnum):
    """Where labs pull from."""

    MIRROR = "mirror"
    HUB = "hub"
    """Docker Hub."""


@dataclass(frozen=True)
class Supply:
    """Tags on the engine, and what is worth knowing about what pages pull."""

    machines: Mapping[str, str]
    """By kind, as in the settings."""
    stock: str
    """The mirror with everything that it offers inside."""
    bases: Mapping[str, str]
    """Where each base came from, by name: hub or mmdebstrap."""
    digests: Mapping[str, str]
    """The digest of each offered image, as a lab that pulls it sees it."""


def prepare(engine: Engine, settings: Settings, run: str, say: Say) -> Supply:
    """Give the images, building those that the engine does not have; raise LabError where that fails."""
    try:
        room(settings, int(engine.client.info()["MemTotal"]))
        # Whoever needs the same images of the same engine waits for the one who builds them.
        with locked(engine.meeting_place("images")):
            return _prepared(engine, settings, run, say)
    # The SDK hands on as it is what ends a stream of progress.
    except (DockerException, OSError, HTTPError) as error:
        raise trouble("images", error) from None


def room(settings: Settings, memory: int) -> None:
    """Raise LabError where a kind of machine asks for more memory than the engine has bytes."""
    for kind, machine in settings.machines.items():
        if machine.memory > memory:
            raise LabError(
                f"workshop.toml: machines.{kind}.memory",
                f"asks for {machine.memory / GIB:.1f} GiB, and the engine has {memory / GIB:.1f}",
                "ask for less, or set DOCKER_HOST to an engine that has more",
            )


def _prepared(engine: Engine, settings: Settings, run: str, say: Say) -> Supply:
    bases: dict[str, Base] = {}

    def made(image: Image, **arguments: str) -> str:
        if image.suite not in bases:
            with told(say, f"debian:{image.suite}"):
                bases[image.suite] = base(engine, settings.recipes[BASE], image.suite, say)
        recipe, parent = settings.recipes[image.recipe], bases[image.suite]
        return (
            parent.tag if BOOTSTRAP in recipe.files else built(engine, image.recipe, recipe, parent, say, **arguments)
        )

    offered = {name: made(image) for name, image in settings.images.items()}
    machines = {
        kind: made(machine, LAB_USER=settings.terminal.user, **_lent(engine, machine, say))
        for kind, machine in settings.machines.items()
    }
    stock = stocked(engine, made(settings.mirror), offered, run, say)
    sources = {item.name: item.source for item in bases.values()}
    return Supply(machines, stock, sources, digests(engine, stock))


def _lent(engine: Engine, machine: MachineKind, say: Say) -> dict[str, str]:
    return {"ENGINE": borrowed(engine, machine.image, say)} if machine.image else {}


def versions(engine: Engine, lab: str, run: str) -> dict[str, str]:
    """Give the versions of engine and client in a lab's image; raise LabError where that fails."""
    try:
        said = engine.client.containers.run(
            lab, ["-c", "dockerd --version; docker --version"], entrypoint="sh", remove=True, labels=engine.labels(run)
        )
    except (DockerException, OSError) as error:
        raise trouble("images", error) from None
    found = re.findall(r"version (\S+),", said.decode())
    if len(found) != len(PROGRAMS):
        raise LabError(f"image {lab}", "does not tell the versions of its engine and client", "mend its recipe")
    return dict(zip(PROGRAMS, found, strict=True))


def hub_answers(engine: Engine) -> bool:
    """Whether the engine reaches Docker Hub."""
    try:
        engine.client.images.get_registry_data(ON_THE_HUB)
    except (DockerException, OSError):
        return False
    return True
