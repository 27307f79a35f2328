"""Each snippet of a page is a test, run by Sybil in the page's one terminal.

A snippet's commands are typed in the set-up of its test and judged in its call, so that pytest itself
tells a machine that failed (an error) from a page that is not true (a failure).
"""

import dataclasses
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sybil import Document, Example, Region, Sybil
from sybil.integration.pytest import SybilFile, SybilItem

from transcripts.errors import LabError, WorkshopError
from transcripts.judge import drift
from transcripts.keep import store
from transcripts.page import fences
from transcripts.page.blocks import Snippet
from transcripts.tell import status
from verify.visit import Visit
from verify.workshop import Workshop


class Pages(Sybil):  # type: ignore[misc]
    """Sybil, naming each test after its snippet."""

    def identify(self, example: Example) -> str:
        name: str = example.parsed.name
        return name


def collect(workshop: Workshop, path: Path, parent: pytest.Collector) -> "PageFile":
    """Give the collector of a page."""
    name = path.relative_to(workshop.root).as_posix()
    sybil = Pages(parsers=[partial(_parse, name)], pattern="*.md", path=str(path.parent.resolve()))
    page: PageFile = PageFile.from_parent(parent, path=path, sybils=[sybil])
    page.workshop = workshop
    return page


def _parse(name: str, document: Document) -> Iterator[Region]:
    for block in fences.find(document.text, name):
        if isinstance(block, Snippet):
            yield Region(block.start, block.end, parsed=block, evaluator=_judge)


def _judge(example: Example) -> str | None:
    file: PageFile = example.namespace["file"]
    return file.visit.judge(example.parsed)


class PageFile(SybilFile):  # type: ignore[misc]
    """The tests of a page; its visit does the work."""

    workshop: Workshop
    told = False
    """Whether it was said why the page does not go on."""

    def collect(self) -> Iterator["SnippetItem"]:
        """Give a test for each snippet."""
        [sybil] = self.sybils
        root = self.workshop.root
        try:
            document = sybil.parse(self.path)
            self.page = status.page(document.text, self.path.relative_to(root / "docs").as_posix(), root)
            self._orphans()
        except WorkshopError as error:
            self.workshop.note(broken=(drift.told(error),))
            raise self.CollectError(str(error)) from None
        self.documents.append(document)
        document.namespace["file"] = self
        for example in document.examples():
            yield SnippetItem.from_parent(self, sybil=sybil, example=example)

    def _orphans(self) -> None:
        root, names = self.workshop.root, {snippet.name for snippet in self.page.snippets}
        for path in sorted(store.folder_of(root / "snippets", self.page.path).glob(f"*{store.SUFFIX}")):
            if path.stem not in names and self.workshop.mode in ("verify", "create"):
                raise store.orphaned(path.relative_to(root))

    def setup(self) -> None:
        """Read the page's captures; skip the page if it is fresh and only stale ones are wanted."""
        self.visit = Visit(self.workshop, self.page)
        if self.workshop.stale_only:
            if why := self.visit.stale():
                self.workshop.note(stale=(f"{self.page.name}: {why}",))
            else:
                pytest.skip("fresh: nothing that decides the page's output has changed since it was found true")

    def teardown(self) -> None:
        """Store what is to be stored, and remove the labs."""
        visit: Visit | None = self.__dict__.pop("visit", None)
        if visit is not None:
            wanted = [item.example.parsed for item in self.session.items if item.parent is self]
            judged = {*visit.findings, *(snippet.name for snippet in wanted if self.workshop.waits(snippet))}
            visit.close(ended={snippet.name for snippet in wanted} <= judged)


class SnippetItem(SybilItem):  # type: ignore[misc]
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
        page, name = self.parent, self.snippet.name
        if page.workshop.waits(self.snippet):
            pytest.skip("needs images that only Docker Hub has, and it does not answer here")
        try:
            run = page.visit.run
        except LabError:
            if page.told:
                pytest.skip("not run: the page's labs did not start")
            page.told = True
            raise
        run.play(self.snippet)
        if run.stopped and name not in run.shown and run.stopped_at != name and page.told:
            pytest.skip(f"not run: the page stopped at {run.stopped_at}")
        page.told = bool(run.stopped)
        if name in run.shown:
            self.commands = [(step.lines[0].text, round(step.seconds, 3)) for step in run.shown[name].steps]
            self.user_properties.append(("seconds", " ".join(f"{seconds:.2f}" for _, seconds in self.commands)))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Give place and name."""
        return self.path, self.example.line - 1, f"{self.parent.page.name}::{self.name}"


def tell(item: SnippetItem, error: BaseException | None) -> dict[str, Any]:
    """Give what the reports need of a test, in types that pytest-xdist carries between processes."""
    visit: Visit | None = item.parent.__dict__.get("visit")
    found = visit.findings.get(item.name, ()) if visit else ()
    if isinstance(error, WorkshopError):
        found = (drift.told(error),)
    return {
        "page": item.parent.page.name,
        "name": item.name,
        "line": item.snippet.place.line,
        "commands": [list(command) for command in item.commands],
        "findings": [dataclasses.asdict(finding) for finding in found],
    }
