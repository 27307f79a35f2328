"""Each snippet of a page is a test, run by Sybil in the page's one terminal.

A snippet's commands are typed in the set-up of its test and judged in its call, so that pytest itself
tells a machine that failed (an error) from a page that is not true (a failure).
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path

import pytest
from sybil import Document, Example, Region, Sybil
from sybil.integration.pytest import SybilFile, SybilItem

from transcripts.errors import LabError, WorkshopError
from transcripts.judge.review import Mode
from transcripts.keep import store
from transcripts.page import page
from transcripts.page.blocks import Machine, Snippet
from transcripts.page.page import DOCS, Page
from transcripts.tell import report
from transcripts.tell.report import Outcome, Result

from .other_visit import OtherVisit
from .tour import Tour
from .visit import Visit
from .workshop import Workshop


class Snippets(Sybil):
    """Sybil, naming each test after its snippet, and after the engine if that is not the first one."""

    engine: str

    def identify(self, example: Example) -> str:
        return report.on(example.parsed.name, self.engine)


class Collector:
    """Collects the pages on one engine."""

    def __init__(self, workshop: Workshop, tour: Tour) -> None:
        self._workshop = workshop
        self._tour = tour

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> "PageFile | None":
        """Take the Markdown files below docs/."""
        workshop = self._workshop
        if file_path.suffix != ".md" or not file_path.is_relative_to(workshop.root / DOCS):
            return None
        parsers, folder = [partial(_parse, workshop, file_path)], str(file_path.parent.resolve())
        sybil = Snippets(parsers=parsers, pattern="*.md", path=folder)
        sybil.engine = self._tour.name
        file: PageFile = PageFile.from_parent(parent, path=file_path, sybils=[sybil])
        file.workshop, file.tour = workshop, self._tour
        return file


def _parse(workshop: Workshop, path: Path, document: Document) -> Iterator[Region]:
    for snippet in _read(workshop, path, document.text).snippets:
        yield Region(snippet.start, snippet.end, parsed=snippet, evaluator=_judge)


def _read(workshop: Workshop, path: Path, text: str) -> Page:
    return page.read(text, path.relative_to(workshop.root / DOCS).as_posix(), workshop.settings.kinds)


def _judge(example: Example) -> str | None:
    file: PageFile = example.namespace["file"]
    return file.visit.judge(example.parsed)


class PageFile(SybilFile):
    """The tests of a page; its visit does the work."""

    workshop: Workshop
    tour: Tour
    source: Page
    visit: Visit
    told = False
    """Whether it was said why the page does not go on."""

    def collect(self) -> Iterator["SnippetItem"]:
        """Give a test for each snippet, of a page that can be read; of one that cannot, the first tour tells."""
        [sybil] = self.sybils
        try:
            document = sybil.parse(self.path)
            self.source = _read(self.workshop, self.path, document.text)
            self._orphans()
        except WorkshopError as error:
            if self.tour is not self.workshop.tours[0]:
                return
            self.tour.note(broken=(error.finding,))
            raise self.CollectError(str(error)) from None
        if self.tour.skips(self.source):
            self.workshop.passed_over(self.source, self.tour)
            return
        self.documents.append(document)
        document.namespace["file"] = self
        for example in document.examples():
            yield SnippetItem.from_parent(self, sybil=sybil, example=example)

    def _orphans(self) -> None:
        snippets, root = self.workshop.snippets, self.workshop.root
        used = store.paths(snippets, [self.source], self.workshop.settings.others)
        folder = store.folder_of(snippets, self.source.path)
        for path in sorted([*folder.glob(f"*{store.SUFFIX}"), *folder.glob(f"{store.ENGINE}*/*{store.SUFFIX}")]):
            if path not in used and self.workshop.mode is not Mode.UPDATE:
                raise store.orphaned(path.relative_to(root))

    @cached_property
    def ahead(self) -> tuple[Machine, ...]:
        """The machines whose labs may start before its turn comes: none of a page that may yet be skipped."""
        # What is wrong is told when its turn comes.
        with suppress(WorkshopError):
            may_skip = self.workshop.stale_only or (len(self.workshop.tours) > 1 and self.tour.run.lacks)
            if not may_skip and any(isinstance(block, Snippet) for block in self.tour.played(self.source)):
                return self.source.machines
        return ()

    def setup(self) -> None:
        """Read the page's captures; skip the page if it is fresh and only stale ones are wanted."""
        items = [item for item in self.session.items if isinstance(item, SnippetItem) and item.parent is self]
        if len(self.workshop.tours) > 1 and (lacks := self.tour.run.lacks):
            pytest.skip(f"{self.tour.engine} comes from {lacks}, which no registry gives here")
        kind = OtherVisit if self.tour.name else Visit
        self.visit = kind(self.workshop, self.tour, self.source, frozenset(item.snippet.name for item in items))
        if self.workshop.stale_only:
            if why := self.visit.stale():
                self.tour.note(stale=(f"{self.tour.title(self.source.name)}: {why}",))
            else:
                pytest.skip("fresh: nothing that decides the page's output has changed since it was found true")

    def teardown(self) -> None:
        """Store what is to be stored, and remove the labs."""
        visit: Visit | None = self.__dict__.pop("visit", None)
        if visit is not None:
            visit.close()


class SnippetItem(SybilItem):
    """The test of one snippet."""

    parent: PageFile
    commands: Sequence[tuple[str, float]] = ()
    """What was typed, and the seconds that it took."""

    def __init__(self, parent: PageFile, sybil: Sybil, example: Example) -> None:
        super().__init__(parent, sybil, example)
        self.snippet: Snippet = example.parsed
        self.add_marker("engine")

    def setup(self) -> None:
        """Type the snippet's commands."""
        super().setup()
        file, trial = self.parent, self.parent.visit.trial
        if file.tour.waits(self.snippet):
            pytest.skip("needs images that only Docker Hub has, and it does not answer here")
        try:
            trial.play(self.snippet)
        except LabError:
            if file.told:
                pytest.skip("not run: the page's labs did not start, or are gone")
            file.told = True
            raise
        if trial.unseen(self.snippet):
            pytest.skip("not run: the page stopped before it")
        if shown := trial.shown(self.snippet):
            self.commands = [(step.lines[0].text, round(step.seconds, 3)) for step in shown.steps]
            self.user_properties.append(("seconds", " ".join(f"{seconds:.2f}" for _, seconds in self.commands)))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Give place and name."""
        return self.path, self.example.line - 1, f"{self.parent.source.name}::{self.name}"


def result(item: SnippetItem, went: pytest.TestReport, error: BaseException | None) -> Result:
    """Give how a phase of a snippet's test went."""
    visit: Visit | None = item.parent.__dict__.get("visit")
    found = visit.trial.findings(item.snippet) if visit and went.when == "call" else ()
    if isinstance(error, WorkshopError):
        found = (error.finding,)
    return Result(
        page=item.parent.source.name,
        name=item.snippet.name,
        line=item.snippet.place.line,
        outcome=Outcome.ERROR if went.failed and went.when != "call" else Outcome(went.outcome),
        when=datetime.now(UTC).replace(microsecond=0),
        commands=tuple(item.commands),
        findings=found if went.failed else (),
        reason=went.longrepr[2].removeprefix("Skipped: ") if isinstance(went.longrepr, tuple) else "",
        engine=item.parent.tour.name,
    )
