"""What the pages of a run share, and what each worker tells at the end."""

import os
from collections.abc import Mapping
from contextlib import nullcontext
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from lab.images.supply import Source
from lab.play import Play
from transcripts import settings
from transcripts.errors import LabError, SettingsError, WorkshopError
from transcripts.judge.player import Player
from transcripts.judge.review import Mode
from transcripts.keep import store
from transcripts.page import page
from transcripts.page.page import Page
from transcripts.settings import Settings
from transcripts.tell import report
from transcripts.tell.report import plain, typed

from .parallel import engine_of
from .tour import Told, Tour

OUTPUT = "workshop"
ALL = "all"
"""Stands for every engine of the settings."""


class Workshop:
    """The run: its engines, what it is to do, and what it noted."""

    def __init__(self, config: pytest.Config) -> None:
        self.root: Path = config.rootpath
        self.snippets = self.root / store.FOLDER
        self.mode: Mode = Mode(config.option.snippets) if config.option.snippets in list(Mode) else Mode.VERIFY
        self.stale_only: bool = config.option.stale_only
        self._config = config
        self._passed_over = False
        address = engine_of(os.environ.get("PYTEST_XDIST_WORKER", ""))
        try:
            self.settings = settings.load(self.root)
            engines = _asked(config.option.engine, self.settings)
        except WorkshopError as error:
            raise pytest.UsageError(str(error)) from None
        source = Source(config.option.images)
        self.tours = tuple(Tour(self.settings, engine, source, self.say, address) for engine in engines)
        """One for each engine that is asked for, the first one first."""
        self.report = report.load(self.root, config.option.reports)
        """What was known before this run."""

    def player(self, tour: Tour, page: Page, *, otherwise: bool) -> Player:
        """Give the labs of a page, ready to play it, as usual or otherwise."""
        return Play(tour.run, page, tour.played(page), otherwise=otherwise)

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
        return store.orphans(self.snippets, self.pages, self.settings.others) if self.pages else ()

    def passed_over(self, page: Page, tour: Tour) -> None:
        """Say that a page is not run on an engine, where that is all that is asked for."""
        if len(self.tours) == 1 and not hasattr(self._config, "workerinput"):
            self.say(f"{page.name} shows the same on {tour.name}: no engine runs on its machines when it begins")
            self._passed_over = True

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take over what a worker noted."""
        output = getattr(node, "workeroutput", {}).get(OUTPUT)
        if output:
            told: Mapping[str, Told] = typed(Mapping[str, Told], output)
            for tour in self.tours:
                tour.take(told[tour.engine])

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Remove everything of this run, also after Ctrl-C; a run that refused to store something has failed."""
        if (output := getattr(self._config, "workeroutput", None)) is not None:
            output[OUTPUT] = plain(Mapping[str, Told], {tour.engine: tour.told for tour in self.tours})
        if any(tour.told.notes.refused for tour in self.tours) and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        if self._passed_over and session.exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED:
            session.exitstatus = pytest.ExitCode.OK
        for tour in self.tours:
            try:
                tour.run.close()
            except LabError as error:
                self.say(str(error))

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


def _asked(engine: str, known: Settings) -> tuple[str, ...]:
    """Give the engines of the settings that a name stands for; none of it stands for the first one."""
    if engine == ALL:
        return tuple(known.engines) or (known.first,)
    if engine and engine not in known.engines:
        there = f"use {', '.join(known.engines)} or {ALL}" if known.engines else "name it there, below [engines]"
        raise SettingsError(f"--engine={engine}", f"is no engine of {settings.NAME}", there)
    return (engine or known.first,)
