"""What the pages of a run share, and what each worker tells at the end."""

import dataclasses
import os
from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from lab.run import Run
from transcripts.errors import LabError, WorkshopError
from transcripts.judge.drift import Finding
from transcripts.keep import store
from transcripts.page.blocks import Snippet
from transcripts.tell import report, status
from transcripts.tell.summary import Notes
from verify.parallel import engine_of

OUTPUT = "workshop"


def _finding(said: Mapping[str, str]) -> Finding:
    return Finding(**said)


class Workshop:
    """The run: its engine, what it is to do, and what it noted."""

    def __init__(self, config: pytest.Config) -> None:
        self.root: Path = config.rootpath
        self.mode: str = config.option.snippets
        self.source: str = config.option.images
        self.stale_only: bool = config.option.stale_only
        self.report = report.load(self.root, config.option.reports)
        """What was known before this run."""
        self.run = Run(self.source, self.say, engine_of(os.environ.get("PYTEST_XDIST_WORKER", "")))
        self.notes = Notes()
        self.verified: dict[str, Mapping[str, str]] = {}
        """The keys of pages that were found true as a whole, by path below the project."""
        self._config = config

    def note(self, **more: Iterable[Any]) -> None:
        """Add to the notes, by the name of their fields."""
        self.notes = dataclasses.replace(
            self.notes, **{name: (*getattr(self.notes, name), *values) for name, values in more.items()}
        )

    @cached_property
    def pages(self) -> tuple[status.Page, ...]:
        """All pages; none where one has a bad fence, which its collection tells."""
        try:
            return status.pages(self.root)
        except WorkshopError:
            return ()

    @property
    def orphans(self) -> tuple[Path, ...]:
        """Captures that no page uses."""
        names = {page.path: [snippet.name for snippet in page.snippets] for page in self.pages}
        return store.orphans(self.root / "snippets", names) if names else ()

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take over what a worker noted."""
        said = getattr(node, "workeroutput", {}).get(OUTPUT)
        if said:
            findings = {name: list(map(_finding, said[name])) for name in ("changes", "refused", "candidates")}
            # Every worker reads every page.
            findings["broken"] = [each for each in map(_finding, said["broken"]) if each not in self.notes.broken]
            self.note(recorded=said["recorded"], stale=said["stale"], **findings)
            self.verified |= said["verified"]

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Remove everything of this run, also after Ctrl-C; a run that refused to store something has failed."""
        if (output := getattr(self._config, "workeroutput", None)) is not None:
            output[OUTPUT] = {**dataclasses.asdict(self.notes), "verified": self.verified}
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
