"""What is known of every fence of every page: when and on what it was recorded, and how its last run went."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from transcripts.keep.provenance import Facts
from transcripts.keep.store import Captures, Recorded
from transcripts.page.blocks import Snippet, Static
from transcripts.page.page import Page
from transcripts.settings import Settings
from transcripts.tell import freshness, recorded
from transcripts.tell.recorded import Engine
from transcripts.tell.report import Outcome, Report, Result


class State(StrEnum):
    """What a reader sees of a fence."""

    LIVE = "live"
    STATIC = "static"
    WAITING = "waiting for Docker Hub"


@dataclass(frozen=True)
class Status:
    """One fence that shows a terminal."""

    page: str
    """Path below docs/, as in `images/commit.md`."""
    line: int
    name: str
    """The snippet's name, or for what is static the reason."""
    kind: State
    recorded: Facts | None
    """What it was recorded on; None for what has no capture."""
    stale: tuple[str, ...] = ()
    """The parts of its page's key that changed since the page was last found true."""
    last: Result | None = None
    """Its last run on this machine."""
    engines: tuple[Engine, ...] = ()
    """The engines that its page was recorded on, where the workshop has several; the first is the page's own."""
    differs: frozenset[str] = frozenset()
    """The names of those that show something else than the first."""
    outdated: frozenset[str] = frozenset()
    """The names of those on which its page would have to be recorded anew."""

    @property
    def bad(self) -> bool:
        """Whether its last run did not go well."""
        return self.last is not None and self.last.outcome in (Outcome.FAILED, Outcome.ERROR)


@dataclass(frozen=True)
class Sheet:
    """All that is known of a page."""

    page: str
    title: str
    blocks: tuple[Status, ...]

    @property
    def well(self) -> bool:
        """Whether nobody has to do anything about it."""
        return not any(block.bad or block.stale or block.outdated for block in self.blocks)

    @property
    def sentence(self) -> str:
        """What one wants to know of it at a glance."""
        kinds = Counter(block.kind for block in self.blocks)
        bad = sum(block.bad for block in self.blocks)
        said = [f"{kinds[State.LIVE]} live" if kinds[State.LIVE] else ""]
        said += [f"{kinds[kind]} {kind}" for kind in (State.STATIC, State.WAITING) if kinds[kind]]
        said += [f"{bad} not well"] if bad else []
        said += ["stale"] if any(block.stale or block.outdated for block in self.blocks) else []
        return ", ".join(filter(None, said))


def stale(found: Page, settings: Settings, captures: Captures, known: Report) -> tuple[str, ...]:
    """Give the parts of a page's key that are not as when it was recorded, or last found true on this machine."""
    if not captures.transcripts:
        return ()
    verified = known.pages.get(found.name)
    key = freshness.of_page(found, settings)
    return freshness.stale(key, [captures.provenance.key, verified.key if verified else {}])


def outdated(found: Page, settings: Settings, captures: Captures) -> frozenset[str]:
    """Give the other engines for which something changed that decides what a page shows there."""
    known = captures.provenance.engines
    return frozenset(
        name
        for name in settings.others
        if name in known and known[name].key != freshness.on_engine(found, settings.on(name), captures)
    )


def statuses(pages: Iterable[Recorded], settings: Settings, known: Report) -> tuple[Status, ...]:
    """Give the status of each fence of some pages, in their order, by the reports of this machine."""
    return tuple(_statuses(pages, settings, known))


def _statuses(pages: Iterable[Recorded], settings: Settings, known: Report) -> Iterator[Status]:
    for found, captures in pages:
        changed = stale(found, settings, captures, known)
        engines = recorded.of_page(settings, captures)
        old = outdated(found, settings, captures)
        there = {engine.name: recorded.differing(captures, engine.name) for engine in engines[1:]}
        for block in found.blocks:
            if isinstance(block, Static):
                yield Status(found.path, block.place.line, block.why, State.STATIC, None)
            elif isinstance(block, Snippet):
                is_there = block.name in captures.transcripts
                kind = State.LIVE if is_there or not block.options.needs else State.WAITING
                facts, parts = (captures.provenance.facts, changed) if is_there else (None, ())
                ran = last(known, block)
                differs = frozenset(name for name, shown in there.items() if block.name in shown)
                yield Status(found.path, block.place.line, block.name, kind, facts, parts, ran, engines, differs, old)


def sheets(found: Iterable[Status], pages: Iterable[Page]) -> tuple[Sheet, ...]:
    """Give what is known page by page, in the order of the pages; those that show no terminal are left out."""
    of: dict[str, list[Status]] = {}
    for status in found:
        of.setdefault(status.page, []).append(status)
    return tuple(Sheet(page.path, page.title, tuple(of[page.path])) for page in pages if page.path in of)


def engines(found: Iterable[Status]) -> tuple[str, ...]:
    """Give the engines that all this was recorded on, each once, as readers know it."""
    named = [engine.exactly for each in found for engine in each.engines if engine.version]
    own = [recorded.numbers(each.recorded.engine) for each in found if each.recorded and each.recorded.engine]
    return tuple(dict.fromkeys(named or own))


def row(path: str, name: str) -> str:
    """Give the address of a snippet's row on the page that tells of all, for a page like `docs/images/commit.md`."""
    return f"{path.removeprefix('docs/').removesuffix('.md').replace('/', '-')}--{name}"


def last(known: Report, snippet: Snippet) -> Result | None:
    """Give the last run of a snippet; None where there was none on this machine."""
    return known.results.get(f"{snippet.place.path}::{snippet.name}")
