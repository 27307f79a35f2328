"""The labs of one page, on a network of their own with the mirror and nothing else."""

import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from docker.errors import DockerException

from lab.circumstances import USUAL, Circumstances
from lab.images.engine import Engine, Say, explained, remedy
from lab.images.supply import Source, Supply
from lab.machine import Lab
from transcripts.errors import LabError
from transcripts.page.blocks import Machine
from transcripts.page.front_matter import MIRROR
from transcripts.settings import Settings


class Network:
    """Gives labs that find each other by name; close() removes them, the mirror and the network."""

    def __init__(
        self,
        engine: Engine,
        settings: Settings,
        supply: Supply,
        run: str,
        say: Say,
        *,
        source: Source = Source.MIRROR,
        circumstances: Circumstances = USUAL,
    ) -> None:
        self._client = engine.client
        self._settings = settings
        self._supply = supply
        self._labels = engine.labels(run)
        self._say = say
        self._source = source
        self._circumstances = circumstances
        self._labs: list[Lab] = []
        self._mirror: Any = None
        name = f"{engine.prefix}-{run}-{time.monotonic_ns():x}"
        try:
            self._network = engine.client.networks.create(name, labels=self._labels)
        except (DockerException, OSError) as error:
            raise _no_start("network", error) from None

    def __enter__(self) -> "Network":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def labs(self, machines: Iterable[Machine]) -> Mapping[str, Lab]:
        """Give a running lab for each machine, by name; those with an engine answer already."""
        made = [self._lab(machine) for machine in machines]
        # While the engines start: they ask for the mirror at their first pull.
        if self._source is Source.MIRROR and self._mirror is None:
            self._start_mirror()
        for lab in made:
            lab.wait()
            if lab.in_memory:
                self._say("the engine has no loop device for the disk of a lab, which is in memory instead")
        return {lab.name: lab for lab in made}

    def close(self) -> None:
        """Remove everything; what is gone already does not matter."""
        while self._labs:
            self._labs.pop().close()
        # What cannot be removed now, the sweep of the next run finds by its label.
        with suppress(DockerException, OSError):
            if self._mirror:
                self._mirror.remove(force=True, v=True)
        with suppress(DockerException, OSError, AttributeError):
            self._network.remove()

    def _lab(self, machine: Machine) -> Lab:
        image = self._supply.machines[machine.kind]
        try:
            lab = Lab(
                self._client,
                machine,
                self._settings,
                image,
                self._network.name or "",
                self._circumstances,
                self._source,
                labels=self._labels,
            )
        except (DockerException, OSError) as error:
            raise _no_start(machine.name, error) from None
        self._labs.append(lab)
        return lab

    def _start_mirror(self) -> None:
        try:
            self._mirror = self._client.containers.create(self._supply.stock, labels=self._labels)
            self._network.connect(self._mirror, aliases=[MIRROR])
            self._mirror.start()
        except (DockerException, OSError) as error:
            raise _no_start("mirror", error) from None


def _no_start(place: str, error: Exception) -> LabError:
    said = explained(error)
    return LabError(place, f"does not start: {said}", remedy(said, "run it again; make clean removes old images"))
