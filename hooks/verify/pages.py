"""Each snippet of a page is a test, run by Sybil in the page's one terminal.

A snippet's commands are typed in the set-up of its test and judged in its call, so that pytest itself
tells a machine that failed (an error) from a page that is not true (a failure).
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from sybil import Document, Example, Region, Sybil
from sybil.integration.pytest import SybilFile, SybilItem

from transcripts.errors import LabError, WorkshopError
from transcripts.judge.review import Mode
from transcripts.keep import store
from transcripts.page import page
from transcripts.page.blocks import Snippet
from transcripts.page.page import DOCS, Page
from transcripts.tell.report import Outcome, Result

from .visit import Visit
from .workshop import Workshop


class Snippets(Sybil):
    """Sybil, naming each test after its snippet."""

    def identify(self, example: Example) -> str:
        name: str = example.parsed.name
        return name


def collect(workshop: Workshop, path: Path, parent: pytest.Collector) -> "PageFile":
    """Give the collector of a page."""
    sybil = Snippets(parsers=[partial(_parse, workshop, path)], pattern="*.md", path=str(path.parent.resolve()))
    file: PageFile = PageFile.from_parent(parent, path=path, sybils=[sybil])
    file.workshop = workshop
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
    source: Page
    visit: Visit
    told = False
    """Whether it was said why the page does not go on."""

    def collect(self) -> Iterator["SnippetItem"]:
        """Give a test for each snippet."""
        [sybil] = self.sybils
        try:
            document = sybil.parse(self.path)
            self.source = _read(self.workshop, self.path, document.text)
            self._orphans()
        except WorkshopError as error:
            self.workshop.note(broken=(error.finding,))
            raise self.CollectError(str(error)) from None
        self.documents.append(document)
        document.namespace["file"] = self
        for example in document.examples():
            yield SnippetItem.from_parent(self, sybil=sybil, example=example)

    def _orphans(self) -> None:
        names = {snippet.name for snippet in self.source.snippets}
        for path in sorted(store.folder_of(self.workshop.snippets, self.source.path).glob(f"*{store.SUFFIX}")):
            if path.stem not in names and self.workshop.mode is not Mode.UPDATE:
                raise store.orphaned(path.relative_to(self.workshop.root))

    def setup(self) -> None:
        """Read the page's captures; skip the page if it is fresh and only stale ones are wanted."""
        wanted = frozenset(item.name for item in self.session.items if item.parent is self)
        self.visit = Visit(self.workshop, self.source, wanted)
        if self.workshop.stale_only:
            if why := self.visit.stale():
                self.workshop.note(stale=(f"{self.source.name}: {why}",))
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
        if file.workshop.waits(self.snippet):
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


def result(item: SnippetItem, report: pytest.TestReport, error: BaseException | None) -> Result:
    """Give how a phase of a snippet's test went."""
    visit: Visit | None = item.parent.__dict__.get("visit")
    found = visit.trial.findings(item.snippet) if visit and report.when == "call" else ()
    if isinstance(error, WorkshopError):
        found = (error.finding,)
    return Result(
        page=item.parent.source.name,
        name=item.name,
        line=item.snippet.place.line,
        outcome=Outcome.ERROR if report.failed and report.when != "call" else Outcome(report.outcome),
        when=datetime.now(UTC).replace(microsecond=0),
        commands=tuple(item.commands),
        findings=found if report.failed else (),
        reason=report.longrepr[2].removeprefix("Skipped: ") if isinstance(report.longrepr, tuple) else "",
    )
