"""The images that labs and pages need, ready on the engine."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
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


@dataclass(frozen=True)
class Offer:
    """Tags on the engine of what a hall is made of."""

    stock: str
    """The mirror with everything that it offers inside."""
    door: str
    """The web server."""


def prepare(engine: Engine, settings: Settings, run: str, say: Say) -> Supply:
    """Give the images, building those that the engine does not have; raise LabError where that fails."""
    with _alone(engine):
        room(settings, int(engine.client.info()["MemTotal"]))
        maker = _Maker(engine, settings, say)
        offered = maker.offered()
        machines = {
            kind: maker.made(machine, LAB_USER=settings.terminal.user, **_lent(engine, machine, say))
            for kind, machine in settings.machines.items()
        }
        stock = maker.stocked(offered, run)
        sources = {item.name: item.source for item in maker.bases.values()}
        return Supply(machines, stock, sources, digests(engine, stock))


def offer(engine: Engine, settings: Settings, door: Image, run: str, say: Say) -> Offer:
    """Give the images of a hall in the same way; it needs none of the machines."""
    with _alone(engine):
        maker = _Maker(engine, settings, say)
        return Offer(maker.stocked(maker.offered(), run), maker.made(door))


@contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    """Let whoever needs the same images of the same engine wait for the one who builds them."""
    try:
        with locked(engine.meeting_place("images")):
            yield
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


class _Maker:
    """Makes images, and each base that they need once."""

    def __init__(self, engine: Engine, settings: Settings, say: Say) -> None:
        self._engine = engine
        self._settings = settings
        self._say = say
        self.bases: dict[str, Base] = {}

    def made(self, image: Image, **arguments: str) -> str:
        """Give the tag of an image."""
        if image.suite not in self.bases:
            with told(self._say, f"debian:{image.suite}"):
                self.bases[image.suite] = base(self._engine, self._settings.recipes[BASE], image.suite, self._say)
        recipe, parent = self._settings.recipes[image.recipe], self.bases[image.suite]
        if BOOTSTRAP in recipe.files:
            return parent.tag
        return built(self._engine, image.recipe, recipe, parent, self._say, **arguments)

    def offered(self) -> dict[str, str]:
        """Give the tag of each image that pages pull, by the name that they use."""
        return {name: self.made(image) for name, image in self._settings.images.items()}

    def stocked(self, offered: Mapping[str, str], run: str) -> str:
        """Give the tag of the mirror with all that inside."""
        return stocked(self._engine, self.made(self._settings.mirror), offered, run, self._say)


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
