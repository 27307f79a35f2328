"""Places in the work of Python-Markdown at which a function gets what is converted: lines, tree and page."""

from collections.abc import Callable
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor


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
