"""Where lines stand once lists are indented by four, as our pages have them."""

import re
from dataclasses import dataclass

from transcripts.page.fences import CONTAINER

CODE = 4
"""Spaces beyond the text around it, from which on a line is code."""


@dataclass(frozen=True)
class _Item:
    source: int
    """Where its mark stands in the source."""
    content: int
    """Where its text does."""
    column: int
    """Where what is in it stands on the page."""


class Containers:
    """The list items and notes that are open at a line."""

    def __init__(self) -> None:
        self._open: list[_Item] = []

    def column(self, indent: int) -> int:
        """Give where a line that is indented like this stands on the page, and leave what it stands outside of."""
        while self._open and indent <= self._open[-1].source:
            self._open.pop()
        return self._open[-1].column if self._open else 0

    def beyond(self, indent: int) -> int:
        """Give how far a line is indented beyond the text around it."""
        return indent - max((item.content for item in self._open if item.content <= indent), default=0)

    def prose(self, text: str) -> str:
        """Give a line of prose as it stands on the page."""
        bare = text.strip()
        if not bare:
            return ""
        indent = width(text)
        column = self.column(indent)
        if found := CONTAINER.match(bare):
            content = CODE if found[0][0] in "!?=[:" else len(found[0])
            self._open.append(_Item(indent, indent + content, column + CODE))
        return " " * column + bare


def width(text: str) -> int:
    """Give by how many columns a line is indented."""
    return len(re.match(r"\s*", text.expandtabs(CODE))[0]) if text.strip() else 0  # type: ignore[index]
