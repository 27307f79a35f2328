"""The bench in one table: each kind with how many were made, and how many were caught or raised an alarm."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from tests.site.variations import harmless, minded
from tests.site.variations.pages import alarms
from tests.site.variations.sheets import Sheet
from transcripts.transcript import dump

SHOWN = 3
"""Cases that a failure shows."""


@dataclass
class Row:
    """What became of the cases of one kind."""

    kind: str
    made: int = 0
    told: Counter[str] = field(default_factory=Counter)
    """The classes, by how many cases were told as each; a case may be told as several."""
    alarmed: int = 0
    right: int = 0
    """How many were told as they should be."""
    wrong: list[str] = field(default_factory=list)
    """Some of the others."""

    def count(self, old: Sheet, new: Sheet, right: Callable[[list[str]], bool]) -> None:
        """Compare two runs of a page, and count what is told of them."""
        told = [str(kind) for kind in alarms(old.source, old.page, new.page)]
        self.made += 1
        self.alarmed += bool(told)
        self.told.update(set(told))
        if right(told):
            self.right += 1
        elif len(self.wrong) < SHOWN:
            lines = "".join(f"\n    - {was}\n    + {now}" for was, now in differing(old, new)[:2])
            self.wrong.append(f"  {old.name}: told as {', '.join(told) or 'nothing'}{lines}")

    def __str__(self) -> str:
        told = ", ".join(f"{kind} {count}" for kind, count in self.told.most_common())
        share = 100 * self.alarmed / max(1, self.made)
        return f"{self.kind[:58]:58} {self.made:5} {self.alarmed:5} {share:5.0f} % {self.right:5}  {told}"


def differing(old: Sheet, new: Sheet) -> list[tuple[str, str]]:
    """Give the stored lines that differ, where both sides have as many."""
    sides = [[line for each in sheet.page for line in dump(each).split("\n")] for sheet in (old, new)]
    return [(was, now) for was, now in zip(*sides, strict=False) if was != now]


def of_harmless(kind: str, pairs: Iterable[harmless.Pair]) -> Row:
    """Give the row of something that no reader minds."""
    row = Row(kind)
    for pair in pairs:
        row.count(pair.old, pair.new, lambda told: not told)
    return row


def all_harmless() -> Iterator[Row]:
    """Give the rows of all that no reader minds."""
    for kind, pairs in harmless.rows().items():
        yield of_harmless(kind, pairs())


def of_minded(kind: str, later: bool = False) -> Row:
    """Give the row of something that a reader minds, by itself or among all that varies."""
    row = Row(kind)
    for pair in minded.pairs(kind, later):
        row.count(pair.old, pair.new, lambda told: bool({*told} & {*minded.MINDED[kind].told}))
    return row


def all_minded() -> Iterator[Row]:
    """Give the rows of all that a reader minds."""
    yield from map(of_minded, minded.MINDED)
