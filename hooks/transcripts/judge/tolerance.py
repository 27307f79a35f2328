"""What may differ in the output of one snippet: the table, but for what its author knows better."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from transcripts.judge import kinds
from transcripts.judge.kinds import VARIES, Value
from transcripts.judge.said import Said, said
from transcripts.page.blocks import Options, Snippet
from transcripts.page.page import Page


@dataclass(frozen=True, eq=False)
class Tolerance:
    """What may differ in the output of a command."""

    say: Callable[[], Said] = Said
    """Gives what the author said; asked only where a value is found, since few outputs have one."""
    options: Options = field(default_factory=Options)
    command: str = ""
    _found: dict[str, tuple[Value, ...]] = field(default_factory=dict, repr=False)

    @property
    def said(self) -> Said:
        """What the author said."""
        return self.say()

    def of(self, command: str) -> "Tolerance":
        """Give what may differ in the output of that command."""
        return replace(self, command=command, _found={})

    def values(self, line: str) -> tuple[Value, ...]:
        """Give the values of a line that may differ, from left to right."""
        if line not in self._found:
            self._found[line] = self._search(line)
        return self._found[line]

    def skeleton(self, line: str) -> str:
        """Give what of a line must not change; in a network that the author chose, an address stays."""
        found = self.values(line)
        places = "".join(f"\uf8f0{number}" for value in found if (number := self.said.network(value)))
        return kinds.skeleton(line, found) + places

    def pairs(self, old: str, new: str) -> tuple[tuple[Value, Value], ...]:
        """Give each old value with the new one in its place, for two lines that are alike but for values."""
        before, after = self.values(old), self.values(new)
        if len(before) != len(after):
            before, after = (tuple(v for v in found if not v.kind.optional) for found in (before, after))
        return tuple(zip(before, after, strict=True))

    def _search(self, line: str) -> tuple[Value, ...]:
        own = self._own(line)
        found = () if self.options.exact else kinds.values(line, self.command)
        table = [
            v for v in found if not self.said.holds(v) and not any(o.start < v.end and v.start < o.end for o in own)
        ]
        return tuple(sorted([*own, *table], key=lambda value: value.start))

    def _own(self, line: str) -> list[Value]:
        pattern = self.options.varies
        return [Value(VARIES, m[0], m.start()) for m in pattern.finditer(line) if m[0]] if pattern else []


Tolerances = Callable[[Snippet], Tolerance]
"""Gives what may differ in each snippet of a page."""


def by_options(snippet: Snippet) -> Tolerance:
    """Give what may differ in a snippet, whatever its page says."""
    return Tolerance(options=snippet.options)


@lru_cache(maxsize=256)
def of_page(page: Page) -> Tolerances:
    """Give what may differ in the snippets of a page."""
    return lru_cache(maxsize=None)(
        lambda snippet: Tolerance(cache(lambda: said(page.blocks, snippet, page.beside(snippet))), snippet.options)
    )
