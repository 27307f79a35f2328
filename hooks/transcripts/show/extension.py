"""Injection, as an extension of Python-Markdown: whichever builder loads it shows the same blocks.

SuperFences decides where a fence stands and calls `Conversion.format`; everything that can be wrong is found before,
in the preprocessor, because SuperFences swallows what a formatter raises. A builder that has doors of its own hands
over what is to be shown; where it has none, as with Zensical, the page is known from the context that the builder
registers.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from pymdownx.superfences import SuperFencesCodeExtension, SuperFencesException

from transcripts import settings
from transcripts.errors import WorkshopError
from transcripts.page import fences, page
from transcripts.page.header import SHELLS
from transcripts.show.showing import Fence, Showing, Site, showing, words
from transcripts.tell import report

NAME = "transcripts"
BEFORE_MACROS, AFTER_MACROS, LAST = 1000, 34, -1
"""Priorities: macros of Zensical have 35, snippets of pymdownx 32, SuperFences 25."""
FENCES = "fenced_code_block"
CONTEXT = "rendering_context"
"""The preprocessor of Zensical that knows which page is converted."""


class Refused(WorkshopError, SuperFencesException):  # type: ignore[misc]
    """Ends a build, also from inside SuperFences."""


Refuse = Callable[[str, str, str], Exception]
"""Makes the exception that ends a build, of place, problem and remedy."""


class Transcripts(Extension):
    """The extension; one instance serves page after page."""

    def __init__(self, **options: Any) -> None:
        """Take `root`, the project's folder, for builders that hand nothing over."""
        self.config = {"root": [".", "the project's folder"]}
        self.handed: Showing | None = None
        """What is shown of the next page, from a builder with doors of its own."""
        self.refuse: Refuse = Refused
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:
        """Put our preprocessors around SuperFences, and teach it our fences."""
        if FENCES not in md.preprocessors:
            md.registerExtensions(["pymdownx.superfences"], {})
        conversion = Conversion(md, self)
        superfences: SuperFencesCodeExtension = md.preprocessors[FENCES].extension  # type: ignore[attr-defined]
        for language in sorted(SHELLS):
            superfences.extend_super_fences(language, conversion.format, conversion.validate, None)
        md.preprocessors.register(Lines(md, conversion.begin), f"{NAME}-begin", BEFORE_MACROS)
        md.preprocessors.register(Lines(md, conversion.titled), f"{NAME}-titled", AFTER_MACROS)
        md.treeprocessors.register(Tree(md, conversion.grown), f"{NAME}-grown", LAST)
        md.postprocessors.register(Html(md, conversion.end), f"{NAME}-end", LAST)
        if "toc" in md.treeprocessors:
            toc: Any = md.treeprocessors["toc"]
            slugify = toc.slugify
            toc.slugify = lambda text, separator: conversion.slug(slugify(text, separator), separator)


class Conversion:
    """The page that is being converted: the fences found in it, and those not shown yet."""

    def __init__(self, md: Markdown, extension: Transcripts) -> None:
        self._md = md
        self._extension = extension
        self.showing: Showing | None = None
        self._waiting: list[Fence] = []
        self._hidden: tuple[str, ...] = ()
        self._whole = False

    def begin(self, text: str) -> str:
        """Take the next page, and hide its fences from macros that run on Markdown's own lines."""
        self.showing = self._extension.handed or self._from_context()
        self._waiting = list(self.showing.fences) if self.showing else []
        self._whole = False
        text, self._hidden = fences.hidden(text) if CONTEXT in self._md.preprocessors else (text, ())
        return text

    def titled(self, text: str) -> str:
        """Give the text with its fences again, and with a title that SuperFences shows on each project file."""
        return fences.titled(fences.restored(text, self._hidden))

    def _from_context(self) -> Showing | None:
        if CONTEXT not in self._md.preprocessors:
            return None
        context: Any = self._md.preprocessors[CONTEXT]
        root = Path(self._extension.getConfig("root"))
        text = (Path(context.config["docs_dir"]) / context.page.path).read_text("utf-8")
        try:
            known = settings.load(root)
            site = Site(root, known, report.load(root), bool(context.config["use_directory_urls"]))
            return showing(page.read(text, context.page.path, known.kinds), site)
        except WorkshopError as error:
            raise self._extension.refuse(error.place, error.problem, error.remedy) from None

    def validate(
        self, language: str, inputs: dict[str, str], options: dict[str, Any], attrs: dict[str, str], md: Markdown
    ) -> bool:
        """Accept a fence that was found; any other is refused, or is none of ours."""
        key = inputs.get("snippet") or inputs.get("static")
        if "title" in inputs and key is None:
            return False
        if not any(fence.key == key for fence in self._waiting):
            raise self._refuse(key, f"a {language} fence ({key}) is shown but was not found by the scanner")
        options["key"] = key
        return True

    def format(self, src: str, options: dict[str, Any], **_: Any) -> str:
        """Give the HTML of a fence."""
        key, body = options["key"], words(src)
        for fence in self._waiting:
            if (fence.key, fence.body) == (key, body):
                self._waiting.remove(fence)
                return fence.html
        raise self._refuse(key, f"the fence {key} is shown with another text than was found")

    def _refuse(self, key: str | None, problem: str) -> Exception:
        found = self.showing.fences if self.showing else ()
        name = self.showing.page.name if self.showing else "this page"
        place = next((fence.place for fence in found if fence.key == key), name)
        return self._extension.refuse(place, problem, "write it as a plain fence")

    def grown(self) -> None:
        """Note that what comes now is the page itself: before, postprocessors are run on its headings, by toc."""
        self._whole = True

    def end(self, html: str) -> str:
        """Give the page with its button; refuse it if a block that was found is not shown."""
        if self.showing is None or not self._whole:
            return html
        found = self.showing.fences
        for fence in found:
            if html.count(fence.html) < found.count(fence):
                raise self._extension.refuse(
                    fence.place, "this fence was found but is not shown on the page", "move it out of raw HTML or code"
                )
        return html.replace("</h1>", f"</h1>{self.showing.button}", 1)

    def slug(self, slug: str, separator: str) -> str:
        """Give the anchor of a heading; one that is a snippet's already goes to the snippet."""
        names = {snippet.name for snippet in self.showing.page.snippets} if self.showing else set()
        return f"{slug}{separator}section" if slug in names else slug


class Lines(Preprocessor):
    """Does something with the lines of a page."""

    def __init__(self, md: Markdown, work: Callable[[str], str]) -> None:
        super().__init__(md)
        self._work = work

    def run(self, lines: list[str]) -> list[str]:
        return self._work("\n".join(lines)).split("\n")


class Tree(Treeprocessor):
    """Does something when a page is parsed."""

    def __init__(self, md: Markdown, work: Callable[[], None]) -> None:
        super().__init__(md)
        self._work = work

    def run(self, root: Element) -> None:
        self._work()


class Html(Postprocessor):
    """Does something with a page as readers get it."""

    def __init__(self, md: Markdown, work: Callable[[str], str]) -> None:
        super().__init__(md)
        self._work = work

    def run(self, text: str) -> str:
        return self._work(text)


def makeExtension(**options: Any) -> Transcripts:
    """Give the extension, as Python-Markdown asks a module for it."""
    return Transcripts(**options)
