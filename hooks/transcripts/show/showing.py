"""What readers get of a page: the HTML of each of its blocks, and the session that can be played back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from transcripts.errors import CaptureError
from transcripts.judge.tolerance import of_page
from transcripts.keep import drafts, store
from transcripts.keep.drafts import Draft
from transcripts.keep.store import Captures
from transcripts.page.blocks import Snippet, Static
from transcripts.page.page import Page
from transcripts.settings import Settings
from transcripts.show import address, choice, mine, nesting, notes, playback, render, whereabouts
from transcripts.show.choice import Variant
from transcripts.show.markup import VARIES
from transcripts.tell import held, recorded, status
from transcripts.tell.held import Held
from transcripts.tell.recorded import Engine
from transcripts.tell.report import Report

WAITING = "Not recorded yet: it needs images that only Docker Hub has. make record adds it where the Hub answers."
NOT_HELD = "record its snippet, where that can run"
PENDING = "Not recorded yet. To record it, run: make record PAGE="


@dataclass(frozen=True)
class Site:
    """What all pages of a site share."""

    root: Path
    """The project's folder."""
    settings: Settings
    report: Report
    """What is known of earlier runs."""
    directories: bool = True
    """Whether addresses of pages end in / (MkDocs's use_directory_urls)."""
    lenient: bool = False
    """Whether a snippet without a good capture is shown as still to be recorded, as a live server does."""


@dataclass(frozen=True)
class Fence:
    """A fence that the scanner found, and what readers get in its place."""

    place: str
    key: str
    """Its name, or the reason for which it is not run."""
    body: str
    """Without its white space, which SuperFences changes."""
    html: str


@dataclass(frozen=True)
class Showing:
    """What readers get of a page."""

    page: Page
    captures: Captures = field(compare=False, repr=False)
    """Those that it is made of."""
    fences: tuple[Fence, ...]
    session: str
    """The script of the session to be played back; empty where there is none."""
    top: str
    """The HTML below its title: buttons that play and present the session, and a switch where engines differ."""
    address: str = ""
    """Where it lies below the site's root."""
    stale: tuple[str, ...] = ()
    """What of its key has changed since it was recorded."""
    doubts: tuple[str, ...] = ()
    """What is told of its claims: those that cannot be held yet, and on a live server those that do not hold."""


Shown = tuple[Variant, ...] | None
"""What a snippet showed; nothing where that is to be recorded, and None where it waits for Docker Hub."""


@dataclass(frozen=True)
class _Shared:
    """What the blocks of a page share."""

    engines: tuple[Engine, ...]
    depths: Mapping[str, Sequence[int]]
    terminals: Mapping[str, str]
    checks: str
    """The address of the page that tells of all checks; empty where there is none."""
    drafts: Mapping[str, Draft]
    """What its author, who is writing it, is shown in place of captures."""


def showing(page: Page, site: Site) -> Showing:
    """Give what readers get of a page; raise CaptureError where a capture is missing, stale or damaged.

    Raises PageError for a claim that does not hold.
    """
    captures = store.load(store.folder_of(site.root / store.FOLDER, page.path))
    here = address.of_page(page.path, directories=site.directories)
    engines = recorded.of_page(site.settings, captures)
    written = _drafts(page, site)
    given = {
        snippet.name: (Variant(written[snippet.name].transcript),)
        if snippet.name in written
        else _variants(snippet, captures, site, engines)
        for snippet in page.snippets
    }
    shared = _Shared(engines, nesting.of_page(page), whereabouts.of(page.snippets), _checks(site, here), written)
    fences = tuple(
        Fence(str(block.place), *_shown(block, page, given, site, shared))
        for block in page.blocks
        if isinstance(block, Static | Snippet)
    )
    session = playback.script(page, captures, site.settings, engines)
    base = address.relative("", here)
    varies = any(f"<{VARIES}" in fence.html for fence in fences)
    top = notes.of_page(page, captures.provenance, engines, site.report, shared.checks, varies=varies)
    top += playback.button(playback.path(page.path), base) + mine.place(page.path, base) if session else ""
    if any(shown and len(shown) > 1 for shown in given.values()):
        top += choice.switch(engines, recorded.several(site.settings))
    stale = status.stale(page, site.settings, captures, site.report)
    doubts = _doubts(held.of_page(page, captures, site.root, site.settings), site)
    return Showing(page, captures, fences, session, top, here, stale, doubts)


def _doubts(found: Held, site: Site) -> tuple[str, ...]:
    if found.wrong and not site.lenient:
        raise found.wrong[0]
    return (*map(str, found.wrong), *(f"{claim} is not held yet\n  {NOT_HELD}" for claim in found.waiting))


def _drafts(page: Page, site: Site) -> dict[str, Draft]:
    """Give the drafts of a live server; of a snippet that has changed since, there is none."""
    found = drafts.load(site.root, page.path) if site.lenient else {}
    typed = {snippet.name: [command.text for command in snippet.commands] for snippet in page.snippets}
    return {
        name: draft
        for name, draft in found.items()
        if typed.get(name) == [step.text for step in draft.transcript.steps]
    }


def words(body: str) -> str:
    """Give a text without its white space."""
    return " ".join(body.split())


def _checks(site: Site, here: str) -> str:
    checks = site.settings.checks
    return address.relative(address.of_page(checks, directories=site.directories), here) if checks else ""


def _variants(snippet: Snippet, captures: Captures, site: Site, engines: Sequence[Engine]) -> Shown:
    try:
        return choice.variants(snippet, captures, engines, recorded.several(site.settings))
    except CaptureError:
        if not site.lenient:
            raise
        return ()


def _shown(
    block: Static | Snippet, page: Page, given: Mapping[str, Shown], site: Site, shared: _Shared
) -> tuple[str, str, str]:
    if isinstance(block, Static):
        return block.why, words(block.body), render.static(block)
    return block.name, words(block.body), _snippet(block, page, given[block.name], site, shared)


def _snippet(block: Snippet, page: Page, shown: Shown, site: Site, shared: _Shared) -> str:
    several = bool(shown and len(shown) > 1)
    draft = shared.drafts.get(block.name)
    frame = render.Frame(
        machine=block.machine if page.several else None,
        terminal=shared.terminals[block.name],
        note=notes.of_draft(draft, block.place.path)
        if draft
        else notes.of_block(block, status.last(site.report, block))
        if shown
        else WAITING
        if shown is None
        else PENDING + block.place.path,
        switch=choice.switch(shared.engines, recorded.several(site.settings), block.name) if several else "",
        depths=shared.depths[block.name],
        checked=f"{shared.checks}#{status.row(block.place.path, block.name)}" if shared.checks and not draft else "",
        optional=page.optional(block),
        columns=site.settings.terminal.columns,
        draft=draft.state if draft else "",
    )
    if not shown:
        return render.waiting(block, frame)
    return render.live(block, shown, frame, site.settings.fold, of_page(page)(block))
