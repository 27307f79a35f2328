"""One run: the engine and the images that its labs share, and the duty to leave nothing behind."""

import datetime
import os
import uuid
from collections.abc import Iterable
from functools import cache, cached_property

from docker.errors import DockerException

from lab.circumstances import USUAL, Circumstances
from lab.images import borrowed, endpoint, supply
from lab.images.builder import trouble
from lab.images.engine import Engine, Say, connect
from lab.images.supply import Source, Supply
from lab.machine import Lab
from lab.network import Network
from lab.pool import Pool
from transcripts.keep.provenance import Facts
from transcripts.page.blocks import Block, Machine
from transcripts.settings import Settings
from transcripts.tell import freshness


class Run:
    """Gives networks for labs; close() removes everything that carries the run's label."""

    def __init__(self, settings: Settings, source: Source, say: Say, address: str | None = None) -> None:
        self.settings = settings
        self.pool = Pool(self.network)
        """Labs of this run, started ahead and removed in the background."""
        self._source = source
        self._address = address
        self._say = say
        self._say_once: Say = cache(say)
        self._id = uuid.uuid4().hex[:12]
        self._connected: Engine | None = None
        self._supply: Supply | None = None
        self._hub: bool | None = None
        self._lacks: str | None = None
        self._versions: dict[str, dict[str, str]] = {}

    @property
    def hub(self) -> bool:
        """Whether images that only Docker Hub has can be had: a mirror without an image leaves it to the Hub."""
        if self._hub is None:
            self._hub = supply.hub_answers(self._engine())
        return self._hub

    @property
    def lacks(self) -> str:
        """The image of a registry that an engine of its machines comes from, where that cannot be had here."""
        if self._lacks is None:
            wanted = sorted({machine.image for machine in self.settings.machines.values() if machine.image})
            self._lacks = next((image for image in wanted if not borrowed.there(self._engine(), image, self._say)), "")
        return self._lacks

    def network(self, circumstances: Circumstances = USUAL) -> Network:
        """Give a network for the labs of a page, getting the engine and its images ready first."""
        made = self._engine(), self.settings, self._prepared(), self._id, self._say_once
        return Network(*made, source=self._source, circumstances=circumstances)

    def prepare(self) -> None:
        """Get the engine and its images ready, which may take minutes the first time; raise LabError."""
        self._prepared()

    def _prepared(self) -> Supply:
        if self._supply is None:
            self._supply = supply.prepare(self._engine(), self.settings, self._id, self._say)
        return self._supply

    def _engine(self) -> Engine:
        if self._connected is None:
            if not self._address and (note := endpoint.overruled(os.environ)):
                self._say(note)
            self._connected = Engine(connect(self._address), self.settings.name)
            if swept := self._connected.sweep():
                self._say(f"removed {swept} things that an earlier run left")
        return self._connected

    @cached_property
    def _platform(self) -> str:
        """The platform of the engine that labs run on, as `linux/amd64`."""
        try:
            version = self._engine().client.version()
        except (DockerException, OSError) as error:
            raise trouble("Docker Engine", error) from None
        return f"{version['Os']}/{version['Arch']}"

    def facts(self, labs: Iterable[Lab], blocks: Iterable[Block]) -> Facts:
        """Give where a capture made now on these labs comes from; of the images, those that the blocks name."""
        labs = tuple(labs)
        known = next((lab.versions for lab in labs if lab.has_engine), {})
        load = next((said for lab in labs if (said := lab.load()) is not None), None)
        return Facts(
            recorded=datetime.datetime.now(datetime.UTC).date(),
            engine=known.get("engine", ""),
            client=known.get("client", ""),
            platform=known.get("platform") or self._platform,
            image_source=self._source.value,
            images=self._digests(blocks),
            bases=dict(self._prepared().bases),
            load=None if load is None else round(load, 1),
        )

    def environment(self, machines: Iterable[Machine], blocks: Iterable[Block]) -> Facts:
        """Give those of the facts that decide what a page shows, without starting a lab for it."""
        kinds = self.settings.machines
        kind = next((machine.kind for machine in machines if kinds[machine.kind].engine), None)
        if kind and kind not in self._versions:
            self._versions[kind] = supply.versions(self._engine(), self._prepared().machines[kind], self._id)
        known = self._versions[kind] if kind else {}
        return Facts(engine=known.get("engine", ""), client=known.get("client", ""), images=self._digests(blocks))

    def _digests(self, blocks: Iterable[Block]) -> dict[str, str]:
        known = self._prepared().digests if self._source is Source.MIRROR else {}
        return {name: known[name] for name in freshness.named(blocks, known)}

    def close(self) -> None:
        """Remove everything of this run, also what a lab could not remove itself."""
        self.pool.close()
        if self._connected:
            connected, self._connected = self._connected, None
            try:
                connected.remove_run(self._id)
            finally:
                connected.client.close()
