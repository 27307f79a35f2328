"""What a run found, where people and machines look for it: the terminal while it runs, and files at its end."""

import os
import time
from collections import Counter
from collections.abc import Generator, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from transcripts import files
from transcripts.tell import engines as told
from transcripts.tell import report, summary
from transcripts.tell.engines import Part
from transcripts.tell.report import Outcome, Result, Verified, typed
from verify.workshop import Workshop

SUMMARY = "summary.md"


class Reporter:
    """Notes each result as it comes; only the process that the user started has one."""

    def __init__(self, config: pytest.Config, workshop: Workshop) -> None:
        self._config = config
        self._workshop = workshop
        self._folder = workshop.root / config.option.reports
        self._results: dict[str, Result] = {}
        self._left: Counter[str] = Counter()
        self._begun: dict[str, float] = {}
        for folder in [self._folder, *([Path(config.option.xmlpath).parent] if config.option.xmlpath else [])]:
            _writable(folder)

    @pytest.hookimpl
    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Note how many snippets each page has."""
        self._expect([item.nodeid for item in session.items])

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: Sequence[str]) -> None:
        """Note the same, of which each worker tells."""
        self._expect(ids)

    def _expect(self, ids: Iterable[str]) -> None:
        self._left = Counter(page for page in map(_visited, ids) if page)

    @pytest.hookimpl
    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """Show which snippet runs, where the terminal can take it back."""
        if page := _visited(nodeid):
            self._begun.setdefault(page, time.monotonic())
            reporter: Any = self._config.pluginmanager.get_plugin("terminalreporter")
            if reporter and reporter.isatty() and reporter.verbosity < 1:
                took = time.monotonic() - self._begun[page]
                name = report.split(nodeid)[1]
                reporter.rewrite(f"{len(self._results)} done, now {page} {name}, {took:.0f} s", erase=True)

    @pytest.hookimpl
    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        """Tell of a page once its last snippet has run."""
        page = _visited(nodeid)
        self._left[page] -= 1
        if page in self._begun and self._left[page] == 0:
            outcomes = Counter(result.outcome for ident, result in self._results.items() if _visited(ident) == page)
            said = ", ".join(f"{count} {outcome}" for outcome, count in outcomes.items())
            self._workshop.say(f"{page}: {said}, {time.monotonic() - self._begun[page]:.0f} s")

    @pytest.hookimpl
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note how a phase of a snippet's test went."""
        told = getattr(report, "workshop", None)
        if told is None:
            return
        before = self._results.get(report.nodeid)
        if before is None or before.outcome is Outcome.PASSED:
            self._results[report.nodeid] = typed(Result, told)

    @pytest.hookimpl
    def pytest_report_teststatus(self, report: pytest.TestReport) -> tuple[str, str, str] | None:
        """Draw no letter for a snippet: its page has a line."""
        if getattr(report, "workshop", None) is None or self._config.option.verbose > 0:
            return None
        if report.passed and report.when != "call":
            return "", "", ""
        outcome = "error" if report.failed and report.when != "call" else report.outcome
        return outcome, "", outcome.upper()

    @pytest.hookimpl
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write the files, if snippets ran."""
        parts = self._parts()
        if not any(part.results or part.notes.broken for part in parts):
            return
        when, tours = datetime.now(UTC).replace(microsecond=0), self._workshop.tours
        verified = [(tour.name, *item) for tour in tours for item in tour.told.verified.items()]
        pages = {report.on(page, engine): Verified(when, key) for engine, page, key in verified}
        said = told.markdown(parts)
        snippets = [f"{page.name}::{snippet.name}" for page in self._workshop.pages for snippet in page.snippets]
        engines = ("", *self._workshop.settings.others)
        idents = {report.on(ident, engine) for ident in snippets for engine in engines}
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            # Another run may have written since this one began.
            with files.locked(self._folder):
                files.sweep(self._folder)
                before = report.load(self._workshop.root, self._config.option.reports)
                known = report.merged(report.only(before, idents), self._results, pages)
                report.save(self._folder / report.NAME, known)
                files.write(self._folder / SUMMARY, said.encode())
            if step := os.environ.get("GITHUB_STEP_SUMMARY"):
                with open(step, "a", encoding="utf-8") as file:
                    file.write(said)
        except OSError as error:
            self._workshop.say(f"{self._folder}: the reports cannot be written: {error}\n  free some space")
            session.exitstatus = pytest.ExitCode.INTERNAL_ERROR

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> Generator[None]:
        """Lead with one sentence, and end with what was stored and what was not."""
        parts = self._parts()
        if any(part.results or part.notes.broken for part in parts):
            for sentence in told.sentences(parts):
                self._workshop.say(sentence)
        yield
        for part in parts:
            _tell(terminalreporter, part, f" on {part.engine}" if len(parts) > 1 else "")
        if len(parts) > 1:
            terminalreporter.section("engines")
            terminalreporter.write("\n".join(told.table(parts)) + "\n")

    def _parts(self) -> list[Part]:
        """Give what was found on each engine."""
        tours, results = self._workshop.tours, self._results.values()
        return [
            Part(
                tour.engine,
                [result for result in results if result.engine == tour.name],
                tour.told.notes,
                tour.told.kept,
            )
            for tour in tours
        ]


def _tell(terminal: pytest.TerminalReporter, part: Part, on: str) -> None:
    results, notes = part.results, part.notes
    for title, lines in (
        ("stale", notes.stale),
        ("recorded", notes.recorded),
        ("on a busy machine", notes.busy),
        ("what changed", tuple(map(str, notes.changes))),
        ("refused", tuple(map(str, notes.refused))),
        ("not the same in two runs", tuple(map(str, notes.candidates))),
        ("slowest commands", tuple(f"{s:6.1f} s  {ident}  {text}" for s, ident, text in summary.slowest(results))),
    ):
        if lines:
            terminal.section(title + on)
            terminal.write("\n".join(lines) + "\n")
    if os.environ.get("GITHUB_ACTIONS") == "true":
        engine = part.engine if on else ""
        terminal.write("".join(f"{line}\n" for line in summary.annotations(results, notes, engine)))


def _writable(folder: Path) -> None:
    there = next(parent for parent in [folder, *folder.parents] if parent.exists())
    if not there.is_dir() or not os.access(there, os.W_OK):
        raise pytest.UsageError(f"{there}: reports cannot be written there\n  name another folder, or mend this one")


def _visited(ident: str) -> str:
    """Give the page of a test's id, with the engine on which it is visited; nothing for a test of something else."""
    page, _, engine = report.split(ident)
    return (f"{page} on {engine}" if engine else page) if page.endswith(".md") else ""
