"""What is known of every fence of every page: when and on what it was recorded, and how its last run went."""

import datetime
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli_w

from . import fences, store
from .snippet import Block, Snippet, Static

LAST_RUN = ".last-run.toml"
Results = Mapping[str, Mapping[str, Any]]
"""Outcome and time of each snippet's last run, by test id."""
LIVE, STATIC, WAITING = "live", "static", "waiting for Docker Hub"


@dataclass(frozen=True)
class Status:
    """One fence that shows a terminal."""

    page: str
    """Path below docs/, as in `images/commit.md`."""
    line: int
    name: str
    """The snippet's name, or for what is static the reason."""
    kind: str
    """LIVE, STATIC or WAITING."""
    recorded: Mapping[str, Any]
    """The facts of the page's captured.toml; empty for what has no capture."""
    outcome: str = ""
    """passed, failed, error or skipped in its last run on this machine; empty where there was none."""
    when: datetime.datetime | None = None
    """When that run ended, in UTC."""


def pages(docs: Path) -> dict[str, tuple[Block, ...]]:
    """Give the blocks of all pages, by path below docs/; raise PageError for a page with a bad fence."""
    found = sorted(docs.rglob("*.md"))
    return {
        path.relative_to(docs).as_posix(): fences.find(
            path.read_text("utf-8"), path.relative_to(docs.parent).as_posix()
        )
        for path in found
    }


def statuses(root: Path) -> tuple[Status, ...]:
    """Give the status of each fence of a project, in the order of its pages; raise WorkshopError for a bad one."""
    return tuple(_statuses(root, last_run(root)))


def _statuses(root: Path, results: Results) -> Iterator[Status]:
    for page, blocks in pages(root / "docs").items():
        captures = store.load(store.folder_of(root / "snippets", page))
        for block in blocks:
            if isinstance(block, Static):
                yield Status(page, block.place.line, block.why, STATIC, {})
            elif isinstance(block, Snippet):
                known = block.name in captures.transcripts
                kind = LIVE if known or not block.options.needs else WAITING
                facts = captures.provenance.facts if known else {}
                yield Status(
                    page, block.place.line, block.name, kind, facts, **results.get(f"docs/{page}::{block.name}", {})
                )


def row(page: str, name: str) -> str:
    """Give the address of a snippet's row on the page that tells of all, for a page like `docs/images/commit.md`."""
    return f"{page.removeprefix('docs/').removesuffix('.md').replace('/', '-')}--{name}"


def verified(results: Results, snippet: Snippet) -> datetime.datetime | None:
    """Give when a snippet was last run and found true; None where its last run went otherwise, or there was none."""
    result = results.get(f"{snippet.place.path}::{snippet.name}", {})
    return result.get("when") if result.get("outcome") == "passed" else None


def last_run(root: Path) -> dict[str, dict[str, Any]]:
    """Give outcome and time of each snippet's last run here, by test id; empty where none is known."""
    try:
        return tomllib.loads((root / LAST_RUN).read_text("utf-8"))
    except (OSError, ValueError):
        return {}


def save_run(root: Path, outcomes: Mapping[str, str]) -> None:
    """Note the outcomes of a run that ends now; what it did not run keeps its own."""
    when = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    new = {name: {"outcome": outcome, "when": when} for name, outcome in outcomes.items()}
    store.write(root / LAST_RUN, tomli_w.dumps(dict(sorted((last_run(root) | new).items()))).encode())
