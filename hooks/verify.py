"""pytest's door: each snippet of a page is a test, run by Sybil in the page's one terminal.

A snippet's commands are typed in the set-up of its test and judged in its call, so that pytest itself
tells a machine that failed (an error) from a page that is not true (a failure).
"""

from collections.abc import Generator, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sybil import Document, Example, Region, Sybil
from sybil.example import SybilFailure
from sybil.integration.pytest import SybilFile, SybilItem
from xdist.scheduler import LoadFileScheduling

from lab.page import PageRun
from lab.run import Run
from transcripts import fences, status, store
from transcripts.errors import CaptureError, LabError, PageError, WorkshopError
from transcripts.machines import machines
from transcripts.review import MODES, Review
from transcripts.snippet import Block, Snippet


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of the workshop."""
    group = parser.getgroup("workshop")
    group.addoption(
        "--snippets",
        choices=(*MODES, "trim"),
        default="verify",
        help="verify: compare, write nothing (default); create: fill gaps; update: also rewrite what drifted; "
        "trim: remove captures that no page uses",
    )
    group.addoption(
        "--images", choices=("mirror", "hub"), default="mirror", help="where labs pull from: the mirror, or Docker Hub"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Make the one workshop of this run."""
    config.pluginmanager.register(Workshop(config), "workshop")


def pytest_cmdline_main(config: pytest.Config) -> int | None:
    """Do --snippets=trim, which needs no test; leave all else to pytest."""
    if config.option.snippets != "trim":
        return None
    root = config.rootpath
    try:
        names = {
            page: [block.name for block in blocks if isinstance(block, Snippet)]
            for page, blocks in status.pages(root / "docs").items()
        }
        for orphan in store.orphans(root / "snippets", names):
            store.remove(orphan)
            print(f"removed {orphan.relative_to(root)}")
    except WorkshopError as error:
        print(error)
        return 1
    return 0


class Workshop:
    """What pytest and the pages of a run share."""

    def __init__(self, config: pytest.Config) -> None:
        self.root: Path = config.rootpath
        self.mode: str = config.option.snippets
        self.source: str = config.option.images
        self.run = Run(self.source, self.say)
        self.recorded: list[str] = []
        self.outcomes: dict[str, str] = {}
        self._config = config

    @pytest.hookimpl
    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> "PageFile | None":
        """Take the Markdown files below docs/."""
        if file_path.suffix != ".md" or not file_path.is_relative_to(self.root / "docs"):
            return None
        name = file_path.relative_to(self.root).as_posix()
        sybil = Pages(parsers=[partial(_parse, name)], pattern="*.md", path=str(file_path.parent.resolve()))
        page: PageFile = PageFile.from_parent(parent, path=file_path, sybils=[sybil])
        page.workshop = self
        return page

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: Any) -> LoadFileScheduling:
        """Keep the snippets of a page on one worker."""
        return LoadFileScheduling(config, log)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take over what a worker recorded."""
        self.recorded += getattr(node, "workeroutput", {}).get("recorded", [])

    @pytest.hookimpl
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note the outcome of each snippet."""
        if ".md::" in report.nodeid and self.outcomes.get(report.nodeid, "passed") == "passed":
            failed_before = report.failed and report.when != "call"
            self.outcomes[report.nodeid] = "error" if failed_before else report.outcome

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self) -> None:
        """Keep the outcomes, and remove everything of this run, also after Ctrl-C."""
        if (output := getattr(self._config, "workeroutput", None)) is not None:
            output["recorded"] = self.recorded
        elif self.outcomes:
            status.save_run(self.root, self.outcomes)
        try:
            self.run.close()
        except LabError as error:
            self.say(str(error))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Show our own errors as their two lines, without a traceback."""
        report = yield
        if call.excinfo and isinstance(call.excinfo.value, WorkshopError | SybilFailure):
            value = call.excinfo.value
            report.longrepr = value.args[0] if isinstance(value, WorkshopError) else value.result
        return report

    @pytest.hookimpl
    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say what was recorded."""
        if self.recorded:
            terminalreporter.section("recorded")
            for line in self.recorded:
                terminalreporter.write_line(line)

    def say(self, text: str) -> None:
        """Show progress."""
        reporter: Any = self._config.pluginmanager.get_plugin("terminalreporter")
        if reporter:
            reporter.ensure_newline()
            reporter.write_line(f"workshop: {text}")


class Pages(Sybil):  # type: ignore[misc]
    """Sybil, naming each test after its snippet."""

    def identify(self, example: Example) -> str:
        name: str = example.parsed.name
        return name


def _parse(name: str, document: Document) -> Iterator[Region]:
    blocks = fences.find(document.text, name)
    document.namespace |= {"blocks": blocks, "machines": machines(document.text, name)}
    for block in blocks:
        if isinstance(block, Snippet):
            yield Region(block.start, block.end, parsed=block, evaluator=_judge)


def _judge(example: Example) -> str | None:
    judged: str | None = example.namespace["page"].judge(example.parsed)
    return judged


class PageFile(SybilFile):  # type: ignore[misc]
    """A page: its lab and session, what they showed so far, and what is to be stored of it."""

    workshop: Workshop
    blocks: Sequence[Block] = ()
    told = False

    def collect(self) -> Iterator["SnippetItem"]:
        """Give a test for each snippet."""
        [sybil] = self.sybils
        try:
            document = sybil.parse(self.path)
        except PageError as error:
            raise self.CollectError(str(error)) from None
        self.documents.append(document)
        document.namespace["page"] = self
        self.machines = document.namespace["machines"]
        self.blocks = document.namespace["blocks"]
        self._orphans(document.namespace["blocks"])
        for example in document.examples():
            yield SnippetItem.from_parent(self, sybil=sybil, example=example)

    def waits(self, block: Block) -> bool:
        """Whether a snippet needs Docker Hub and that does not answer."""
        return isinstance(block, Snippet) and bool(block.options.needs) and not self.workshop.run.hub

    def _orphans(self, blocks: Iterable[Block]) -> None:
        names = {block.name for block in blocks if isinstance(block, Snippet)}
        for path in sorted(self._folder.glob(f"*{store.SUFFIX}")):
            if path.stem not in names and self.workshop.mode in ("verify", "create"):
                raise self.CollectError(str(store.orphaned(path.relative_to(self.workshop.root))))

    @property
    def _folder(self) -> Path:
        page = self.path.relative_to(self.workshop.root / "docs").as_posix()
        return store.folder_of(self.workshop.root / "snippets", page)

    def setup(self) -> None:
        """Read the page's captures and start its labs."""
        try:
            captures = store.load(self._folder)
        except CaptureError:
            if self.workshop.mode != "update":
                raise
            captures = store.Captures(self._folder, store.Provenance(), {})
        self.review = Review(captures, self.workshop.mode)
        blocks = [block for block in self.blocks if not self.waits(block)]
        if any(isinstance(block, Snippet) for block in blocks):
            self.run = PageRun(self.workshop.run, blocks, self.machines)

    def teardown(self) -> None:
        """Store what is to be stored, if the page came to its end, and remove the labs."""
        run: PageRun | None = self.__dict__.pop("run", None)
        if run is None:
            return
        try:
            kept = self.review.kept()
            if kept and run.stopped is None:
                store.save(self._folder, kept, run.facts())
                self.workshop.recorded += [f"{self.name}: {name}" for name in kept]
            elif kept:
                self.workshop.recorded.append(f"{self.name}: nothing, because the page stopped at {run.stopped_at}")
        finally:
            run.close()

    def judge(self, snippet: Snippet) -> str | None:
        """Give what is wrong with what a snippet showed."""
        if snippet.name in self.run.shown:
            return self.review.judge(snippet, self.run.shown[snippet.name])
        return str(self.run.stopped)


class SnippetItem(SybilItem):  # type: ignore[misc]
    """The test of one snippet."""

    def __init__(self, parent: PageFile, sybil: Sybil, example: Example) -> None:
        super().__init__(parent, sybil, example)
        self.add_marker("engine")

    def setup(self) -> None:
        """Type the snippet's commands."""
        super().setup()
        page: PageFile = self.parent
        snippet: Snippet = self.example.parsed
        if page.waits(snippet):
            pytest.skip("needs images that only Docker Hub has, and it does not answer here")
        run = page.run
        run.play(snippet)
        if run.stopped and snippet.name not in run.shown and run.stopped_at != snippet.name and page.told:
            pytest.skip(f"not run: the page stopped at {run.stopped_at}")
        page.told = bool(run.stopped)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Give place and name."""
        return self.path, self.example.line - 1, f"{self.parent.name}::{self.name}"
