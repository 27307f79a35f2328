"""What readers get of a page: the HTML of each of its blocks, and the session that can be played back."""

from dataclasses import dataclass
from pathlib import Path

from transcripts.errors import CaptureError
from transcripts.judge.tolerance import of_page
from transcripts.keep import store
from transcripts.keep.store import Captures
from transcripts.page.blocks import Snippet, Static
from transcripts.page.page import Page
from transcripts.settings import Settings
from transcripts.show import address, playback, render
from transcripts.tell import status
from transcripts.tell.report import Report

WAITING = "Not recorded yet: it needs images that only Docker Hub has. make record adds it where the Hub answers."
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
    fences: tuple[Fence, ...]
    session: str
    """The script of the session to be played back; empty where there is none."""
    button: str
    """The HTML that plays it."""
    stale: tuple[str, ...] = ()
    """What of its key has changed since it was recorded."""


def showing(page: Page, site: Site) -> Showing:
    """Give what readers get of a page; raise CaptureError where a capture is missing, stale or damaged."""
    captures = store.load(store.folder_of(site.root / store.FOLDER, page.path))
    here = address.of_page(page.path, directories=site.directories)
    checks = _checks(site, here)
    fences = tuple(
        Fence(str(block.place), *_shown(block, page, captures, site, checks))
        for block in page.blocks
        if isinstance(block, Static | Snippet)
    )
    session = playback.script(page, captures, site.settings.terminal.columns)
    button = playback.button(playback.path(page.path), address.relative("", here)) if session else ""
    return Showing(page, fences, session, button, status.stale(page, site.settings, captures, site.report))


def words(body: str) -> str:
    """Give a text without its white space."""
    return " ".join(body.split())


def _checks(site: Site, here: str) -> str:
    checks = site.settings.checks
    return address.relative(address.of_page(checks, directories=site.directories), here) if checks else ""


def _shown(block: Static | Snippet, page: Page, captures: Captures, site: Site, checks: str) -> tuple[str, str, str]:
    if isinstance(block, Static):
        return block.why, words(block.body), render.static(block)
    return block.name, words(block.body), _snippet(block, page, captures, site, checks)


def _snippet(block: Snippet, page: Page, captures: Captures, site: Site, checks: str) -> str:
    machine = block.machine if page.several else None
    try:
        transcript = store.check(block, captures)
    except CaptureError:
        if not site.lenient:
            raise
        return render.waiting(block, render.Frame(machine, PENDING + block.place.path))
    if transcript is None:
        return render.waiting(block, render.Frame(machine, WAITING))
    row = f"{checks}#{status.row(block.place.path, block.name)}" if checks else ""
    last = status.verified(site.report, block)
    note = render.note(captures.provenance.facts, last.when if last else None, row, exact=block.options.exact)
    return render.live(block, transcript, render.Frame(machine, note), site.settings.fold, of_page(page)(block))
