"""MkDocs's door: puts the captured output under the commands of a page, or ends the build with the reason.

SuperFences decides where a fence stands and calls `_format`; everything that can be wrong is found
before, in `on_page_markdown`, because SuperFences swallows what a formatter raises.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from pymdownx.superfences import SuperFencesException

from transcripts import fences, render, store
from transcripts.errors import WorkshopError
from transcripts.options import SHELLS
from transcripts.snippet import Block, ProjectFile, Snippet, Static

WAITING = "Not recorded yet: it needs images that only Docker Hub has. make record adds it where the Hub answers."
PENDING = "Not recorded yet. To record it, run: make record PAGE="


class BuildRefused(PluginError, SuperFencesException):  # type: ignore[misc]
    """Ends the build cleanly, from an event as well as from inside SuperFences."""


@dataclass
class _Page:
    """The page that MkDocs is working on: what was found in it, and what was shown of that."""

    found: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """HTML by fence, in order; a fence is known by its name or reason, and its body."""
    places: dict[tuple[str, str], list[str]] = field(default_factory=dict)


@dataclass
class _Site:
    page: _Page = field(default_factory=_Page)
    names: dict[str, list[str]] = field(default_factory=dict)
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
    _site.names.clear()
    return config


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Find the page's blocks, make their HTML, and give project files a title that SuperFences shows."""
    source = page.file.content_string
    name = Path(config.docs_dir).name + "/" + page.file.src_uri
    _site.page = _Page()
    try:
        blocks = fences.find(source, name)
        captures = store.load(store.folder_of(_snippets(config), page.file.src_uri))
        for block in blocks:
            _prepare(block, captures)
    except WorkshopError as error:
        raise BuildRefused(str(error)) from None
    _site.names[page.file.src_uri] = [block.name for block in blocks if isinstance(block, Snippet)]
    for block in blocks:
        if isinstance(block, ProjectFile):
            markdown = markdown.replace(f'file="{block.file}"', f'title="{block.file}"')
    return markdown


def _snippets(config: MkDocsConfig) -> Path:
    return Path(config.docs_dir).parent / "snippets"


def _prepare(block: Block, captures: store.Captures) -> None:
    if isinstance(block, Static):
        key, html = (block.why, block.body), render.static(block)
    elif isinstance(block, Snippet):
        key, html = (block.name, block.body), _snippet(block, captures)
    else:
        return
    _site.page.found.setdefault(key, []).append(html)
    _site.page.places.setdefault(key, []).append(str(block.place))


def _snippet(block: Snippet, captures: store.Captures) -> str:
    try:
        transcript = store.check(block, captures)
    except WorkshopError:
        if not _site.live:
            raise
        return render.waiting(block, PENDING + block.place.path)
    return render.live(block, transcript) if transcript else render.waiting(block, WAITING)


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Refuse a page on which a block that was found is not shown."""
    left = [place for key, places in _site.page.places.items() if _site.page.found[key] for place in places]
    if left:
        raise BuildRefused(
            f"{left[0]}: this fence was found but is not shown on the page\n  move it out of raw HTML or code"
        )
    return html


def on_post_build(*, config: MkDocsConfig) -> None:
    """Refuse captures that no page uses."""
    for path in store.orphans(_snippets(config), _site.names):
        raise BuildRefused(str(store.orphaned(path.relative_to(Path(config.docs_dir).parent))))


def _validate(language: str, inputs: dict[str, str], options: dict[str, Any], attrs: dict[str, str], md: Any) -> bool:
    key = inputs.get("snippet") or inputs.get("static")
    if "title" in inputs and key is None:
        return False
    if not any(found[0] == key and htmls for found, htmls in _site.page.found.items()):
        raise BuildRefused(
            f"a {language} fence ({key}) is shown but was not found by the scanner\n  write it as a plain fence"
        )
    options["key"] = key
    return True


def _format(source: str, language: str, css_class: str, options: dict[str, Any], md: Any, **_: Any) -> str:
    waiting = _site.page.found.get((options["key"], source))
    if not waiting:
        raise BuildRefused(
            f"the fence {options['key']} is shown with another text than was found\n  write it as a plain fence"
        )
    return waiting.pop(0)
