"""Injection, as an extension of Python-Markdown: whichever builder loads it shows the same blocks.

A builder that has doors of its own hands over what is to be shown; where it has none, as with Zensical, the page is
known from the context that the builder registers.
"""

from pathlib import Path
from typing import Any

from markdown import Extension, Markdown
from pymdownx.superfences import SuperFencesCodeExtension, SuperFencesException

from transcripts import settings
from transcripts.errors import WorkshopError
from transcripts.page import page
from transcripts.page.header import SHELLS
from transcripts.show.conversion import CONTEXT, Conversion, Refuse
from transcripts.show.passes import Html, Lines, Tree
from transcripts.show.showing import Showing, Site, showing
from transcripts.tell import report

NAME = "transcripts"
BEFORE_MACROS, AFTER_MACROS, LAST = 1000, 34, -1
"""Priorities: macros of Zensical have 35, snippets of pymdownx 32, SuperFences 25."""
FENCES = "fenced_code_block"


class Refused(WorkshopError, SuperFencesException):  # type: ignore[misc]
    """Ends a build, also from inside SuperFences."""


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
        conversion = Conversion(md, self._found, self.refuse)
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

    def _found(self, md: Markdown) -> Showing | None:
        """Give what is shown of the page that comes next; nothing where it is none of a project."""
        if self.handed or CONTEXT not in md.preprocessors:
            return self.handed
        context: Any = md.preprocessors[CONTEXT]
        root = Path(self.getConfig("root"))
        text = (Path(context.config["docs_dir"]) / context.page.path).read_text("utf-8")
        try:
            known = settings.load(root)
            site = Site(root, known, report.load(root), bool(context.config["use_directory_urls"]))
            return showing(page.read(text, context.page.path, known.kinds), site)
        except WorkshopError as error:
            raise self.refuse(error.place, error.problem, error.remedy) from None


def makeExtension(**options: Any) -> Transcripts:
    """Give the extension, as Python-Markdown asks a module for it."""
    return Transcripts(**options)
