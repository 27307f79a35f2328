"""What a run found, as reports/report.json keeps it: each snippet's last outcome, and each page's key when it was true.

A run writes anew what it ran, and leaves what it did not run as it was.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from transcripts import files
from transcripts.findings import Finding

FORMAT: Literal[1] = 1
FOLDER = "reports"
NAME = "report.json"


class Outcome(StrEnum):
    """How the run of a snippet went."""

    PASSED = "passed"
    FAILED = "failed"
    """The page is not true."""
    ERROR = "error"
    """It could not run."""
    SKIPPED = "skipped"


def on(what: str, engine: str) -> str:
    """Give the name of a page or a test on an engine; nothing stands for the first one."""
    return f"{what}[{engine}]" if engine else what


def split(ident: str) -> tuple[str, str, str]:
    """Give page, snippet and engine of a test's id; no engine for the first one."""
    page, _, rest = ident.partition("::")
    name, _, engine = rest.partition("[")
    return page, name, engine.removesuffix("]")


@dataclass(frozen=True)
class Result:
    """How the last run of a snippet went."""

    page: str
    """Path below the project, as in `docs/volumes.md`."""
    name: str
    line: int
    outcome: Outcome
    when: datetime
    """When it ended, in UTC."""
    commands: tuple[tuple[str, float], ...] = ()
    """The first line of each command, and the seconds that it took."""
    findings: tuple[Finding, ...] = ()
    reason: str = ""
    """Why it was skipped."""
    engine: str = ""
    """The engine that it ran on, if that was not the first one."""

    @property
    def ident(self) -> str:
        """Its id as a test."""
        return on(f"{self.page}::{self.name}", self.engine)

    @property
    def seconds(self) -> float:
        """How long its commands took."""
        return sum(seconds for _, seconds in self.commands)


@dataclass(frozen=True)
class Verified:
    """That a whole page was found true."""

    when: datetime
    key: Mapping[str, str]


@dataclass(frozen=True)
class Report:
    """What is known of all snippets and pages."""

    results: Mapping[str, Result] = field(default_factory=dict)
    """By test id."""
    pages: Mapping[str, Verified] = field(default_factory=dict)
    """By path below the project, and the engine as `on` adds it; only pages that were true when they were last run."""


@dataclass(frozen=True)
class _File:
    format: Literal[1]
    pages: Mapping[str, Verified]
    snippets: tuple[Result, ...]


def plain(kind: Any, value: object) -> Any:
    """Give a value of that type in JSON's types, as files and pytest-xdist carry it."""
    return _adapter(kind).dump_python(value, mode="json")


def typed(kind: Any, said: object) -> Any:
    """Give back what `plain` made of a value of that type; raise ValidationError, a ValueError, for anything else."""
    return _adapter(kind).validate_python(said)


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def load(root: Path, folder: str = FOLDER) -> Report:
    """Read the report of a project; an empty one where there is none, or none that can be read."""
    try:
        said: _File = _adapter(_File).validate_json((root / folder / NAME).read_bytes())
    except (OSError, ValidationError):
        return Report()
    return Report({result.ident: result for result in said.snippets}, said.pages)


def merged(old: Report, results: Mapping[str, Result], pages: Mapping[str, Verified]) -> Report:
    """Give a report with what a run found; a page that was run and is not true any more is no verified page."""
    ran = {on(result.page, result.engine) for result in results.values() if result.outcome is not Outcome.SKIPPED}
    kept = {name: page for name, page in old.pages.items() if name not in ran}
    news = {
        ident: result
        for ident, result in results.items()
        if result.outcome != Outcome.SKIPPED or ident not in old.results
    }
    return Report({**old.results, **news}, {**kept, **pages})


def only(report: Report, idents: Collection[str]) -> Report:
    """Give a report without what it says of snippets and pages that are gone."""
    pages = {on(page, engine) for page, _, engine in map(split, idents)}
    results = {ident: result for ident, result in report.results.items() if ident in idents}
    return Report(results, {name: page for name, page in report.pages.items() if name in pages})


def save(path: Path, report: Report) -> None:
    """Write a report."""
    pages, results = dict(sorted(report.pages.items())), dict(sorted(report.results.items()))
    table = plain(_File, _File(FORMAT, pages, tuple(results.values())))
    files.write(path, (json.dumps(table, indent=1, ensure_ascii=False) + "\n").encode())
