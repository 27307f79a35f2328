"""MkDocs's door: its events. What readers get is made on the text side; the Markdown extension puts it into pages."""

import logging
from pathlib import Path
from typing import Any

from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from pymdownx.superfences import SuperFencesException

from transcripts import settings
from transcripts.errors import WorkshopError
from transcripts.keep import store
from transcripts.page import claims, fences
from transcripts.page import page as pages
from transcripts.settings import Settings
from transcripts.show import site as built
from transcripts.show.extension import Transcripts
from transcripts.show.showing import Showing, Site, showing
from transcripts.tell import failures, report

MACROS = "render_macros"
"""With this in its front matter a page asks mkdocs-macros to work on it."""
STALE = "{0}: stale, since it was recorded changed: {1}\n  run: make record PAGE={0}"

log = logging.getLogger("workshop")
"""Outside of MkDocs's own loggers: a stale page is to be run again, but not known to be untrue, and ends no build."""


class BuildRefused(PluginError, SuperFencesException):  # type: ignore[misc]
    """Ends the build cleanly, from an event as well as from inside SuperFences."""


def _refuse(place: str, problem: str, remedy: str) -> BuildRefused:
    return BuildRefused(f"{place}: {problem}\n  {remedy}")


class Door:
    """One build after another, of one project: what its pages share, and what was shown of each."""

    def __init__(self) -> None:
        self.live = False
        self.extension = Transcripts()
        self.extension.refuse = _refuse
        self.settings: Settings
        self.site: Site
        self.shown: dict[str, Showing] = {}
        self.hidden: tuple[str, ...] = ()


_door = Door()


def on_startup(*, command: str, dirty: bool) -> None:
    """Note whether this is the live server, which shows a placeholder where a build would stop."""
    _door.live = command == "serve"


@event_priority(100)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Add the extension, last, and the styles and scripts that pages with transcripts need.

    Before any plugin: Material's offline plugin takes a worker from another host where it finds none.
    """
    try:
        _door.settings = settings.load(Path(config.docs_dir).parent)
    except WorkshopError as error:
        raise BuildRefused(str(error)) from None
    extensions: list[Any] = config.markdown_extensions
    extensions[:] = [each for each in extensions if not isinstance(each, Transcripts)] + [_door.extension]
    config.extra_css += [style for style in built.styles(_door.settings) if style not in config.extra_css]
    for name in built.SCRIPTS:
        if name not in map(str, config.extra_javascript):
            script = ExtraScriptValue(name)
            script.defer = True
            config.extra_javascript.append(script)
    if not config.repo_url:
        config.edit_uri = None
    polyfills = config.extra.setdefault("polyfills", [])
    polyfills += [script for script in (*built.early(_door.settings), built.QUERY) if script not in polyfills]
    return config


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Read what all pages share; let the live server, which builds only changed pages, build changed captures too."""
    root = Path(config.docs_dir).parent
    _door.site = Site(root, _door.settings, report.load(root), config.use_directory_urls, _door.live)
    _door.shown.clear()
    for file in files.documentation_pages() if _door.live else ():
        path, folder = Path(file.abs_dest_path), store.folder_of(_door.site.root / store.FOLDER, file.src_uri)
        if path.exists() and any(each.stat().st_mtime > path.stat().st_mtime for each in folder.glob("*")):
            path.unlink()
    return files


@event_priority(100)
def _before_macros(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    text, _door.hidden = fences.hidden(claims.told(markdown)) if page.meta.get(MACROS) else (markdown, ())
    return text


@event_priority(-100)
def _after_macros(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Hand over what is to be shown of the page."""
    try:
        source = pages.read(page.file.content_string, page.file.src_uri, _door.site.settings.kinds)
        shown = showing(source, _door.site)
    except WorkshopError as error:
        raise BuildRefused(str(error)) from None
    if shown.stale:
        log.warning(STALE.format(source.name, ", ".join(shown.stale)))
    for doubt in shown.doubts:
        log.warning(doubt)
    _door.shown[source.path] = _door.extension.handed = shown
    return fences.restored(markdown, _door.hidden)


on_page_markdown = CombinedEvent(_before_macros, _after_macros)


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Let other pages link to the snippets of this one."""
    names = {snippet.name for snippet in _door.shown[page.file.src_uri].page.snippets}
    page.present_anchor_ids = (page.present_anchor_ids or set()) | names
    return html


def on_post_build(*, config: MkDocsConfig) -> None:
    """Add what the pages need; refuse captures that no page uses, and errors that no page explains."""
    built.finish(Path(config.site_dir), _door.shown.values(), _door.settings, config.site_url or "")
    if _door.live:
        return
    found = [(shown.page, shown.captures) for shown in _door.shown.values()]
    if error := built.orphan(_door.site, [page for page, _ in found]) or failures.untold(found, _door.settings):
        raise BuildRefused(str(error))
