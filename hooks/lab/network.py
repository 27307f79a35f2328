"""The labs of one page, on a network of their own with the mirror and nothing else."""

import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

import docker
from docker.errors import DockerException

from lab.images.engine import labels
from lab.images.supply import Images
from lab.machine import Lab
from transcripts.errors import LabError
from transcripts.page.blocks import ENGINE, Machine


class Network:
    """Gives labs that find each other by name; close() removes them, the mirror and the network."""

    def __init__(self, client: docker.DockerClient, images: Images, run: str, *, source: str = "mirror") -> None:
        self._client = client
        self._images = images
        self._labels = labels(run)
        self._source = source
        self._labs: list[Lab] = []
        self._mirror: Any = None
        name = f"workshop-{run}-{time.monotonic_ns():x}"
        try:
            self._network = client.networks.create(name, labels=self._labels)
        except (DockerException, OSError) as error:
            self.close()
            raise _no_start("network", error) from None

    def __enter__(self) -> "Network":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def labs(self, machines: Iterable[Machine]) -> Mapping[str, Lab]:
        """Give a running lab for each machine, by name; those with an engine answer already."""
        made = [self._lab(machine) for machine in machines]
        # While the engines start: they ask for the mirror at their first pull.
        if self._source == "mirror" and self._mirror is None:
            self._start_mirror()
        for lab in made:
            if lab.machine.kind == ENGINE:
                lab.wait()
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
        image = self._images.machines[machine.kind]
        environment = {"WORKSHOP_IMAGES": self._source}
        try:
            lab = Lab(self._client, machine, image, self._network.name, labels=self._labels, environment=environment)
        except (DockerException, OSError) as error:
            raise _no_start(machine.name, error) from None
        self._labs.append(lab)
        return lab

    def _start_mirror(self) -> None:
        try:
            self._mirror = self._client.containers.create(self._images.stock, labels=self._labels)
            self._network.connect(self._mirror, aliases=["mirror"])
            self._mirror.start()
        except (DockerException, OSError) as error:
            raise _no_start("mirror", error) from None


def _no_start(place: str, error: Exception) -> LabError:
    return LabError(place, f"does not start: {error}", "run it again; make clean removes old images")
