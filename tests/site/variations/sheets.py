"""A page with what it showed, in which each value that a run decides is marked with its kind."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from tests.site.variations.tables import aligned
from transcripts.transcript import Transcript, parse

OUTPUT = "| "
MARK = re.compile(r"«(?P<text>[^«»|]*)\|(?P<kind>[^«»]+)»")


@dataclass(frozen=True)
class Part:
    """A piece of a line."""

    text: str
    kind: str = ""
    """What decides it; nothing where it is plain text."""

    @property
    def varies(self) -> bool:
        """Whether another run shows another one."""
        return bool(self.kind) and not self.kind.startswith(("fixed ", "typed ")) and self.kind != "zero"


Line = tuple[Part, ...]
Spot = tuple[int, int, int]
"""The number of a snippet, of a line in it, and of a part in that."""


def text(line: Line) -> str:
    """Give a line as it is stored."""
    return "".join(part.text for part in line)


def marked(line: str) -> Line:
    """Read a line with marks."""
    parts, end = [], 0
    for mark in MARK.finditer(line):
        parts += [Part(line[end : mark.start()]), Part(mark["text"], mark["kind"])]
        end = mark.end()
    return tuple(part for part in (*parts, Part(line[end:])) if part.text or part.kind)


@lru_cache(maxsize=4096)
def _parsed(stored: str) -> Transcript:
    return parse(stored)


@dataclass(frozen=True)
class Sheet:
    """A page with what it showed."""

    name: str
    source: str
    """The page as its author wrote it."""
    snippets: tuple[tuple[Line, ...], ...]
    """The lines of each snippet, in the stored form."""

    @cached_property
    def page(self) -> list[Transcript]:
        """What it showed."""
        return [_parsed("".join(f"{text(line)}\n" for line in lines)) for lines in self.snippets]

    @cached_property
    def spots(self) -> tuple[Spot, ...]:
        """Where it has marks."""
        return tuple((s, n, p) for s, n in self.lines("") for p, part in enumerate(self.snippets[s][n]) if part.kind)

    def lines(self, start: str = OUTPUT) -> Iterator[tuple[int, int]]:
        """Give the lines that begin so, each by its snippet and its number."""
        for s, lines in enumerate(self.snippets):
            for n, line in enumerate(lines):
                if text(line).startswith(start):
                    yield s, n

    def part(self, spot: Spot) -> Part:
        """Give the part at a spot."""
        return self.snippets[spot[0]][spot[1]][spot[2]]

    def with_part(self, spot: Spot, new: str) -> "Sheet":
        """Give the same sheet with another text at a spot."""
        s, n, p = spot
        line = self.snippets[s][n]
        return self.with_lines(s, n, (*line[:p], replace(line[p], text=new), *line[p + 1 :]))

    def with_lines(self, s: int, n: int, *new: Line) -> "Sheet":
        """Give the same sheet with any number of lines in place of one."""
        lines = self.snippets[s]
        changed = (*lines[:n], *new, *lines[n + 1 :])
        return replace(self, snippets=(*self.snippets[:s], changed, *self.snippets[s + 1 :]))

    def filled(self, fill: Callable[[Part], str]) -> "Sheet":
        """Give the sheet as another run shows it, with tables in columns as wide as they must be then."""
        filled = tuple(
            tuple(tuple(replace(part, text=fill(part)) if part.varies else part for part in line) for line in lines)
            for lines in self.snippets
        )
        return replace(self, snippets=tuple(map(_aligned, self.snippets, filled)))


def _aligned(old: tuple[Line, ...], new: tuple[Line, ...]) -> tuple[Line, ...]:
    pairs = [[(a.text, b.text) for a, b in zip(*lines, strict=True)] for lines in zip(old, new, strict=True)]
    plain = aligned(pairs)
    return tuple(line if text(line) == now else (Part(now),) for line, now in zip(new, plain, strict=True))
