"""What is known of every fence of every page: when and on what it was recorded, and how its last run went."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transcripts.keep import store
from transcripts.page import fences
from transcripts.page.blocks import Block, Machine, Snippet, Static
from transcripts.page.front_matter import machines
from transcripts.tell import freshness, report
from transcripts.tell.report import PASSED, Report, Result

LIVE, STATIC, WAITING = "live", "static", "waiting for Docker Hub"


@dataclass(frozen=True)
class Page:
    """A page as its author wrote it."""

    path: str
    """Below docs/, as in `images/commit.md`."""
    blocks: tuple[Block, ...]
    machines: tuple[Machine, ...]
    key: freshness.Key
    """What of the checkout decides its output."""

    @property
    def name(self) -> str:
        """Below the project, as in `docs/images/commit.md`."""
        return f"docs/{self.path}"

    @property
    def snippets(self) -> tuple[Snippet, ...]:
        """Its snippets, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Snippet))


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
    stale: tuple[str, ...] = ()
    """The parts of its page's key that changed since the page was last found true."""
    last: Result | None = None
    """Its last run on this machine."""


def page(text: str, path: str, root: Path) -> Page:
    """Give a page by its text and its path below docs/; raise PageError for a bad fence."""
    name = f"docs/{path}"
    blocks, used = fences.find(text, name), machines(text, name)
    return Page(path, blocks, used, freshness.of_page(blocks, used, root))


def pages(root: Path) -> tuple[Page, ...]:
    """Give all pages of a project; raise PageError for one with a bad fence."""
    docs = root / "docs"
    found = sorted(docs.rglob("*.md"))
    return tuple(page(path.read_text("utf-8"), path.relative_to(docs).as_posix(), root) for path in found)


def stale(found: Page, captures: store.Captures, known: Report) -> tuple[str, ...]:
    """Give the parts of a page's key that are not as when it was recorded, or last found true on this machine."""
    if not captures.transcripts:
        return ()
    verified = known.pages.get(found.name)
    return freshness.stale(found.key, [captures.provenance.key, verified.key if verified else {}])


def statuses(root: Path) -> tuple[Status, ...]:
    """Give the status of each fence of a project, in the order of its pages; raise WorkshopError for a bad one."""
    return tuple(_statuses(root, report.load(root)))


def _statuses(root: Path, known: Report) -> Iterator[Status]:
    for found in pages(root):
        captures = store.load(store.folder_of(root / "snippets", found.path))
        changed = stale(found, captures, known)
        for block in found.blocks:
            if isinstance(block, Static):
                yield Status(found.path, block.place.line, block.why, STATIC, {})
            elif isinstance(block, Snippet):
                recorded = block.name in captures.transcripts
                kind = LIVE if recorded or not block.options.needs else WAITING
                facts, parts = (captures.provenance.facts, changed) if recorded else ({}, ())
                last = known.results.get(f"{found.name}::{block.name}")
                yield Status(found.path, block.place.line, block.name, kind, facts, parts, last)


def row(path: str, name: str) -> str:
    """Give the address of a snippet's row on the page that tells of all, for a page like `docs/images/commit.md`."""
    return f"{path.removeprefix('docs/').removesuffix('.md').replace('/', '-')}--{name}"


def verified(known: Report, snippet: Snippet) -> Result | None:
    """Give the last run of a snippet if it was found true; None where it went otherwise, or there was none."""
    last = known.results.get(f"{snippet.place.path}::{snippet.name}")
    return last if last and last.outcome == PASSED else None
