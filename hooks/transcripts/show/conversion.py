"""The conversion of a page, in which each of its fences is shown once, in its place, or the build ends.

SuperFences decides where a fence stands and calls `Conversion.format`; everything that can be wrong is found before,
in the preprocessor, because SuperFences swallows what a formatter raises.
"""

from collections.abc import Callable
from typing import Any

from markdown import Markdown

from transcripts.page import claims, fences
from transcripts.show.showing import Fence, Showing, words

CONTEXT = "rendering_context"
"""The preprocessor of Zensical that knows which page is converted."""
Refuse = Callable[[str, str, str], Exception]
"""Makes the exception that ends a build, of place, problem and remedy."""


class Conversion:
    """The page that is being converted: the fences found in it, and those not shown yet."""

    def __init__(self, md: Markdown, found: Callable[[Markdown], Showing | None], refuse: Refuse) -> None:
        self._md = md
        self._found = found
        self._refused = refuse
        self.showing: Showing | None = None
        self._waiting: list[Fence] = []
        self._hidden: tuple[str, ...] = ()
        self._whole = False

    def begin(self, text: str) -> str:
        """Take the next page with the words of its claims, and hide its fences from macros on Markdown's own lines."""
        self.showing = self._found(self._md)
        self._waiting = list(self.showing.fences) if self.showing else []
        self._whole = False
        text = claims.told(text)
        text, self._hidden = fences.hidden(text) if CONTEXT in self._md.preprocessors else (text, ())
        return text

    def titled(self, text: str) -> str:
        """Give the text with its fences again, and with a title that SuperFences shows on each project file."""
        return fences.titled(fences.restored(text, self._hidden))

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
        return self._refused(place, problem, "write it as a plain fence")

    def grown(self) -> None:
        """Note that what comes now is the page itself: before, postprocessors are run on its headings, by toc."""
        self._whole = True

    def end(self, html: str) -> str:
        """Give the page with what stands below its title; refuse it if a block that was found is not shown."""
        if self.showing is None or not self._whole:
            return html
        found = self.showing.fences
        for fence in found:
            if html.count(fence.html) < found.count(fence):
                raise self._refused(
                    fence.place, "this fence was found but is not shown on the page", "move it out of raw HTML or code"
                )
        return html.replace("</h1>", f"</h1>{self.showing.top}", 1)

    def slug(self, slug: str, separator: str) -> str:
        """Give the anchor of a heading; one that is a snippet's already goes to the snippet."""
        names = {snippet.name for snippet in self.showing.page.snippets} if self.showing else set()
        return f"{slug}{separator}section" if slug in names else slug
