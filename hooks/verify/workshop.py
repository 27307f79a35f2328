"""What the pages of a run share, and what each worker tells at the end."""

import dataclasses
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from lab.images.supply import Source
from lab.play import Play
from lab.run import Run
from transcripts import settings
from transcripts.errors import LabError, WorkshopError
from transcripts.judge.player import Player
from transcripts.judge.review import Mode
from transcripts.keep import store
from transcripts.page import page
from transcripts.page.blocks import Block, Snippet
from transcripts.page.page import Page
from transcripts.tell import report
from transcripts.tell.report import plain, typed
from transcripts.tell.summary import Notes

from .parallel import engine_of

OUTPUT = "workshop"


@dataclasses.dataclass(frozen=True)
class Told:
    """What a worker tells the process that the user started."""

    notes: Notes
    verified: Mapping[str, Mapping[str, str]]


class Workshop:
    """The run: its engine, what it is to do, and what it noted."""

    def __init__(self, config: pytest.Config) -> None:
        self.root: Path = config.rootpath
        self.snippets = self.root / store.FOLDER
        self.mode: Mode = Mode(config.option.snippets) if config.option.snippets in list(Mode) else Mode.VERIFY
        self.source = Source(config.option.images)
        self.stale_only: bool = config.option.stale_only
        try:
            self.settings = settings.load(self.root)
        except WorkshopError as error:
            raise pytest.UsageError(str(error)) from None
        self.report = report.load(self.root, config.option.reports)
        """What was known before this run."""
        address = engine_of(os.environ.get("PYTEST_XDIST_WORKER", ""))
        self.run = Run(self.settings, self.source, self.say, address)
        self.notes = Notes()
        self.verified: dict[str, Mapping[str, str]] = {}
        """The keys of pages that were found true as a whole, by path below the project."""
        self._config = config

    def player(self, page: Page, blocks: Sequence[Block], *, otherwise: bool) -> Player:
        """Give the labs of a page, ready to play these of its blocks, as usual or otherwise."""
        return Play(self.run, page, blocks, otherwise=otherwise)

    def note(self, **more: Iterable[Any]) -> None:
        """Add to the notes, by the name of their fields."""
        self.notes = dataclasses.replace(
            self.notes, **{name: (*getattr(self.notes, name), *values) for name, values in more.items()}
        )

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """All pages; none where one has a bad fence, which its collection tells."""
        try:
            return page.read_all(self.root, self.settings.kinds)
        except WorkshopError:
            return ()

    @property
    def orphans(self) -> tuple[Path, ...]:
        """Captures that no page uses."""
        return store.orphans(self.snippets, self.pages) if self.pages else ()

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take over what a worker noted."""
        output = getattr(node, "workeroutput", {}).get(OUTPUT)
        if output:
            told: Told = typed(Told, output)
            # Every worker reads every page.
            broken = [found for found in told.notes.broken if found not in self.notes.broken]
            self.note(**{**vars(told.notes), "broken": broken})
            self.verified |= told.verified

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Remove everything of this run, also after Ctrl-C; a run that refused to store something has failed."""
        if (output := getattr(self._config, "workeroutput", None)) is not None:
            output[OUTPUT] = plain(Told, Told(self.notes, self.verified))
        if self.notes.refused and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        try:
            self.run.close()
        except LabError as error:
            self.say(str(error))

    def waits(self, snippet: Snippet) -> bool:
        """Whether a snippet needs Docker Hub and that does not answer."""
        return bool(snippet.options.needs) and not self.run.hub

    def say(self, text: str) -> None:
        """Show progress, also while pytest keeps what a test prints to itself."""
        plugins = self._config.pluginmanager
        reporter: Any = plugins.get_plugin("terminalreporter")
        capture: Any = plugins.get_plugin("capturemanager")
        if reporter:
            with capture.global_and_fixture_disabled() if capture else nullcontext():
                reporter.ensure_newline()
                if reporter.isatty():
                    reporter.rewrite("", erase=True)
                    reporter.write("\r")
                reporter.write_line(f"workshop: {text}")
