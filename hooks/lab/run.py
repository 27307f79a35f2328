"""One run: the engine and the images that its labs share, and the duty to leave nothing behind."""

import datetime
import uuid
from collections.abc import Iterable
from typing import Any

import docker

from lab.images import engine, supply
from lab.machine import Lab
from lab.network import Network
from transcripts.page.blocks import ENGINE, Machine


class Run:
    """Gives networks for labs; close() removes everything that carries the run's label."""

    def __init__(self, source: str, say: engine.Say, address: str | None = None) -> None:
        self._source = source
        self._address = address
        self._say = say
        self._id = uuid.uuid4().hex[:12]
        self._client: docker.DockerClient | None = None
        self._images: supply.Images | None = None
        self._hub: bool | None = None
        self._versions: dict[str, str] = {}

    @property
    def hub(self) -> bool:
        """Whether images that only Docker Hub has can be had: a mirror without an image leaves it to the Hub."""
        if self._hub is None:
            self._hub = supply.hub_answers(self._engine())
        return self._hub

    def network(self) -> Network:
        """Give a network for the labs of a page, getting the engine and its images ready first."""
        return Network(self._engine(), self._prepared(), self._id, source=self._source)

    def _prepared(self) -> supply.Images:
        if self._images is None:
            self._images = supply.prepare(self._engine(), self._id, self._say)
        return self._images

    def _engine(self) -> docker.DockerClient:
        if self._client is None:
            self._client = engine.connect(self._address)
            if swept := engine.sweep(self._client):
                self._say(f"removed {swept} things that an earlier run left")
        return self._client

    def facts(self, labs: Iterable[Lab], words: str) -> dict[str, Any]:
        """Give where a capture made now on these labs comes from, as captured.toml holds it.

        Of the images it names those that occur in `words`, the text of the page.
        """
        with_engine = [lab for lab in labs if lab.machine.kind == ENGINE]
        version = self._engine().version()
        return {
            "recorded": datetime.date.today(),
            **(with_engine[0].versions if with_engine else {"platform": f"{version['Os']}/{version['Arch']}"}),
            "image-source": self._source,
            "images": self._digests(words),
            "bases": dict(self._prepared().bases),
        }

    def environment(self, machines: Iterable[Machine], words: str) -> dict[str, Any]:
        """Give those of the facts that decide what a page shows, without starting a lab for it."""
        with_engine = any(machine.kind == ENGINE for machine in machines)
        if with_engine and not self._versions:
            self._versions = supply.versions(self._engine(), self._prepared().machines[ENGINE], self._id)
        return {**(self._versions if with_engine else {}), "images": self._digests(words)}

    def _digests(self, words: str) -> dict[str, str]:
        known = self._prepared().digests if self._source == "mirror" else {}
        return {name: digest for name, digest in known.items() if name in words}

    def close(self) -> None:
        """Remove everything of this run, also what a lab could not remove itself."""
        if self._client:
            engine.remove_run(self._client, self._id)
            self._client.close()
            self._client = None
