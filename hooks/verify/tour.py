"""The pages on one engine of the settings: its run, what was noted there, and what was found true."""

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

from lab.images.engine import Say
from lab.images.supply import Source
from lab.run import Run
from transcripts.findings import Class
from transcripts.page.blocks import Block, Snippet
from transcripts.page.page import Page
from transcripts.settings import Settings
from transcripts.tell.summary import Notes


@dataclasses.dataclass(frozen=True)
class Told:
    """What of a tour a worker tells the process that the user started."""

    notes: Notes = dataclasses.field(default_factory=Notes)
    verified: Mapping[str, Mapping[str, str]] = dataclasses.field(default_factory=dict)
    """The keys of pages that were found true as a whole, by path below the project."""
    kept: Mapping[str, Mapping[str, tuple[Class, ...]]] = dataclasses.field(default_factory=dict)
    """How what is kept differs from the first engine, by page and snippet."""


class Tour:
    """A tour of the pages on one engine."""

    def __init__(self, settings: Settings, engine: str, source: Source, say: Say, address: str | None) -> None:
        """Tour on an engine of these settings, which is none where they name none."""
        self.engine = engine
        self.name = "" if engine == settings.first else engine
        """Of an engine that is not the first one."""
        self.settings = settings.on(engine)
        self.run = Run(self.settings, source, say, address)
        self.told = Told()

    def title(self, page: str) -> str:
        """Give a page as it is told of."""
        return f"{page} on {self.name}" if self.name else page

    def skips(self, page: Page) -> bool:
        """Whether a page shows the same on each engine, since none runs on its machines when it begins."""
        return bool(self.name) and not any(self.settings.machines[each.kind].engine for each in page.machines)

    def waits(self, snippet: Snippet) -> bool:
        """Whether a snippet needs Docker Hub and that does not answer."""
        return bool(snippet.options.needs) and not self.run.hub

    def played(self, page: Page) -> list[Block]:
        """Give the blocks of a page but for the snippets that wait."""
        return [block for block in page.blocks if not (isinstance(block, Snippet) and self.waits(block))]

    def note(self, **more: Iterable[Any]) -> None:
        """Add to the notes, by the name of their fields."""
        news = {name: (*getattr(self.told.notes, name), *values) for name, values in more.items()}
        self.told = dataclasses.replace(self.told, notes=dataclasses.replace(self.told.notes, **news))

    def verified(self, page: str, key: Mapping[str, str]) -> None:
        """Note that a page was found true as a whole."""
        self.told = dataclasses.replace(self.told, verified={**self.told.verified, page: key})

    def keeps(self, page: str, kept: Mapping[str, tuple[Class, ...]]) -> None:
        """Note how what is kept of a page differs from the first engine."""
        self.told = dataclasses.replace(self.told, kept={**self.told.kept, page: kept})

    def take(self, told: Told) -> None:
        """Add what a worker noted."""
        # Every worker reads every page.
        broken = [found for found in told.notes.broken if found not in self.told.notes.broken]
        self.note(**{**vars(told.notes), "broken": broken})
        verified, kept = {**self.told.verified, **told.verified}, {**self.told.kept, **told.kept}
        self.told = dataclasses.replace(self.told, verified=verified, kept=kept)
