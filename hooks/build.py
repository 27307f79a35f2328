"""MkDocs's door: puts the captured output under the commands of a page, or ends the build with the reason.

SuperFences decides where a fence stands and calls `_format`; everything that can be wrong is found
before, in `on_page_markdown`, because SuperFences swallows what a formatter raises.
"""

import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markdown.extensions.toc import slugify
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url
from pymdownx.superfences import SuperFencesException

from transcripts.errors import WorkshopError
from transcripts.keep import store
from transcripts.page import fences
from transcripts.page.blocks import ProjectFile, Snippet, Static
from transcripts.page.header import SHELLS
from transcripts.show import playback, render
from transcripts.tell import report, status
from transcripts.tell.report import Report

WAITING = "Not recorded yet: it needs images that only Docker Hub has. make record adds it where the Hub answers."
ABOUT = "verified.md"
"""The page with the status of every snippet, if the site has one."""
STALE = "{0}: stale, since it was recorded changed: {1}\n  run: make record PAGE={0}"
PENDING = "Not recorded yet. To record it, run: make record PAGE="


log = logging.getLogger("workshop")
"""Outside of MkDocs's own loggers: a stale page is to be run again, but not known to be untrue, and ends no build."""


class BuildRefused(PluginError, SuperFencesException):  # type: ignore[misc]
    """Ends the build cleanly, from an event as well as from inside SuperFences."""


@dataclass(frozen=True)
class _Fence:
    """A fence that the scanner found, and what readers get in its place."""

    place: str
    key: str
    """Its name, or the reason for which it is not run."""
    body: str
    html: str


@dataclass
class _Page:
    """The page that MkDocs is working on: the fences found in it, and those not shown yet."""

    path: str = ""
    found: list[_Fence] = field(default_factory=list)
    waiting: list[_Fence] = field(default_factory=list)
    snippets: frozenset[str] = frozenset()
    cast: str = ""

    def place(self, key: str | None) -> str:
        return next((fence.place for fence in self.found if fence.key == key), self.path)


@dataclass
class _Site:
    page: _Page = field(default_factory=_Page)
    names: dict[str, list[str]] = field(default_factory=dict)
    report: Report = field(default_factory=Report)
    casts: dict[str, str] = field(default_factory=dict)
    """Sessions to be played back, by their path in the site."""
    live: bool = False


_site = _Site()


def on_startup(*, command: str, dirty: bool) -> None:
    """Note whether this is the live server, which shows a placeholder where a build would stop."""
    _site.live = command == "serve"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Register the fences with SuperFences, whatever else it was given."""
    custom = config.mdx_configs.setdefault("pymdownx.superfences", {}).setdefault("custom_fences", [])
    custom[:] = [fence for fence in custom if fence.get("format") is not _format]
    custom += [
        {"name": language, "class": "transcript", "validator": _validate, "format": _format}
        for language in sorted(SHELLS)
    ]
    config.mdx_configs.setdefault("toc", {})["slugify"] = _slug
    _site.names.clear()
    _site.casts.clear()
    _site.report = report.load(_root(config))
    return config


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Let the live server, which builds only pages that changed, build those too whose captures did."""
    for file in files.documentation_pages() if _site.live else ():
        built, folder = Path(file.abs_dest_path), store.folder_of(_snippets(config), file.src_uri)
        if built.exists() and any(path.stat().st_mtime > built.stat().st_mtime for path in folder.glob("*")):
            built.unlink()
    return files


def _slug(text: str, separator: str) -> str:
    """Give the anchor of a heading; one that is a snippet's already goes to the snippet."""
    slug = slugify(text, separator)
    return f"{slug}{separator}section" if slug in _site.page.snippets else slug


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Find the page's blocks, make their HTML, and give project files a title that SuperFences shows."""
    try:
        source = status.page(page.file.content_string, page.file.src_uri, _root(config))
        blocks, name, several = source.blocks, source.name, len(source.machines) > 1
        captures = store.load(store.folder_of(_snippets(config), page.file.src_uri))
        about = files.get_file_from_path(ABOUT)
        address = get_relative_url(about.url, page.url) if about else ""
        found = [_fence(block, captures, several, address) for block in blocks if isinstance(block, (Static, Snippet))]
    except WorkshopError as error:
        raise BuildRefused(str(error)) from None
    if stale := status.stale(source, captures, _site.report):
        log.warning(STALE.format(name, ", ".join(stale)))
    _site.page = _Page(name, found, found.copy())
    snippets = source.snippets
    _site.page.snippets = frozenset(snippet.name for snippet in snippets)
    _site.names[page.file.src_uri] = [block.name for block in snippets]
    if any(snippet.name in captures.transcripts for snippet in snippets):
        _site.page.cast = playback.path(page.file.src_uri)
        _site.casts[_site.page.cast] = playback.script(snippets, captures, page.file.src_uri, several)
    return fences.titled(markdown) if any(isinstance(block, ProjectFile) for block in blocks) else markdown


def _root(config: MkDocsConfig) -> Path:
    return Path(config.docs_dir).parent


def _snippets(config: MkDocsConfig) -> Path:
    return _root(config) / "snippets"


def _fence(block: Static | Snippet, captures: store.Captures, several: bool, address: str) -> _Fence:
    if isinstance(block, Static):
        return _Fence(str(block.place), block.why, _words(block.body), render.static(block))
    machine = block.machine if several else None
    return _Fence(str(block.place), block.name, _words(block.body), _snippet(block, captures, machine, address))


def _words(body: str) -> str:
    """Give a text without its white space, which SuperFences changes."""
    return " ".join(body.split())


def _snippet(block: Snippet, captures: store.Captures, machine: str | None, address: str) -> str:
    try:
        transcript = store.check(block, captures)
    except WorkshopError:
        if not _site.live:
            raise
        return render.waiting(block, render.Frame(machine, PENDING + block.place.path))
    if transcript is None:
        return render.waiting(block, render.Frame(machine, WAITING))
    row = f"{address}#{status.row(block.place.path, block.name)}" if address else ""
    last = status.verified(_site.report, block)
    note = render.note(captures.provenance.facts, last.when if last else None, row)
    return render.live(block, transcript, render.Frame(machine, note))


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Refuse a page on which a block that was found is not shown; let other pages link to its snippets."""
    for fence in _site.page.found:
        if html.count(fence.html) < _site.page.found.count(fence):
            raise BuildRefused(
                f"{fence.place}: this fence was found but is not shown on the page\n  move it out of raw HTML or code"
            )
    if _site.page.cast:
        html = html.replace(
            "</h1>", "</h1>" + playback.button(_site.page.cast, get_relative_url(".", page.url) + "/"), 1
        )
    page.present_anchor_ids = (page.present_anchor_ids or set()) | set(_site.names[page.file.src_uri])
    return html


def on_post_build(*, config: MkDocsConfig) -> None:
    """Add what is needed to play sessions back; refuse captures that no page uses."""
    playback.write(Path(config.site_dir), _site.casts)
    if _site.live:
        return
    for path in store.orphans(_snippets(config), _site.names):
        raise BuildRefused(str(store.orphaned(path.relative_to(_root(config)))))


def _validate(language: str, inputs: dict[str, str], options: dict[str, Any], attrs: dict[str, str], md: Any) -> bool:
    key = inputs.get("snippet") or inputs.get("static")
    if "title" in inputs and key is None:
        return False
    if not any(fence.key == key for fence in _site.page.waiting):
        raise BuildRefused(
            f"{_site.page.place(key)}: a {language} fence ({key}) is shown but was not found by the scanner\n"
            "  write it as a plain fence"
        )
    options["key"] = key
    return True


def _format(source: str, language: str, css_class: str, options: dict[str, Any], md: Any, **_: Any) -> str:
    key, body = options["key"], _words(source)
    for fence in _site.page.waiting:
        if (fence.key, fence.body) == (key, body):
            _site.page.waiting.remove(fence)
            return fence.html
    raise BuildRefused(
        f"{_site.page.place(key)}: the fence {key} is shown with another text than was found\n"
        "  write it as a plain fence"
    )
