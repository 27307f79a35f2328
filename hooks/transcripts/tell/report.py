"""What a run found, as reports/report.json keeps it: each snippet's last outcome, and each page's key when it was true.

A run writes anew what it ran, and leaves what it did not run as it was.
"""

import dataclasses
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from transcripts import files
from transcripts.judge.drift import Finding

FORMAT = 1
FOLDER = "reports"
NAME = "report.json"
PASSED, FAILED, ERROR, SKIPPED = "passed", "failed", "error", "skipped"


@dataclass(frozen=True)
class Result:
    """How the last run of a snippet went."""

    page: str
    """Path below the project, as in `docs/volumes.md`."""
    name: str
    line: int
    outcome: str
    """PASSED, FAILED (the page is not true), ERROR (it could not run) or SKIPPED."""
    when: datetime
    """When it ended, in UTC."""
    commands: tuple[tuple[str, float], ...] = ()
    """The first line of each command, and the seconds that it took."""
    findings: tuple[Finding, ...] = ()
    reason: str = ""
    """Why it was skipped."""

    @property
    def ident(self) -> str:
        """Its id as a test."""
        return f"{self.page}::{self.name}"

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
    """By path below the project; only pages that were true when they were last run."""


def load(root: Path, folder: str = FOLDER) -> Report:
    """Read the report of a project; an empty one where there is none, or none that can be read."""
    try:
        said = json.loads((root / folder / NAME).read_text("utf-8"))
        if said["format"] != FORMAT:
            return Report()
        results = [_result(each) for each in said["snippets"]]
        pages = {name: Verified(datetime.fromisoformat(p["when"]), p["key"]) for name, p in said["pages"].items()}
        return Report({result.ident: result for result in results}, pages)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Report()


def _result(said: dict[str, Any]) -> Result:
    return Result(
        **{
            **said,
            "when": datetime.fromisoformat(said["when"]),
            "commands": tuple((text, float(seconds)) for text, seconds in said["commands"]),
            "findings": tuple(Finding(**each) for each in said["findings"]),
        }
    )


def merged(old: Report, results: Mapping[str, Result], pages: Mapping[str, Verified]) -> Report:
    """Give a report with what a run found; a page that was run and is not true any more is no verified page."""
    ran = {result.page for result in results.values() if result.outcome != SKIPPED}
    kept = {name: page for name, page in old.pages.items() if name not in ran}
    news = {ident: result for ident, result in results.items() if result.outcome != SKIPPED or ident not in old.results}
    return Report({**old.results, **news}, {**kept, **pages})


def only(report: Report, idents: Collection[str]) -> Report:
    """Give a report without what it says of snippets and pages that are gone."""
    pages = {ident.partition("::")[0] for ident in idents}
    results = {ident: result for ident, result in report.results.items() if ident in idents}
    return Report(results, {name: page for name, page in report.pages.items() if name in pages})


def save(path: Path, report: Report) -> None:
    """Write a report."""
    table = {
        "format": FORMAT,
        "pages": {
            name: {"when": page.when.isoformat(), "key": page.key} for name, page in sorted(report.pages.items())
        },
        "snippets": [
            {**dataclasses.asdict(result), "when": result.when.isoformat()}
            for _, result in sorted(report.results.items())
        ],
    }
    files.write(path, (json.dumps(table, indent=1, ensure_ascii=False) + "\n").encode())
