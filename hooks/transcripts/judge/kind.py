"""What a kind of volatile value is, and how far such a value may go from one run to the next."""

import re
from dataclasses import dataclass
from functools import lru_cache
from math import inf

UNITS = {
    "B": 1.0,
    **{f"{letter}{end}": size for letter, size in zip("kKMGT", (1e3, 1e3, 1e6, 1e9, 1e12), strict=True) for end in "B"},
    **{f"{letter}iB": 1024.0**power for letter, power in zip("kKMGT", (1, 1, 2, 3, 4), strict=True)},
    **{"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0},
    **{"second": 1.0, "minute": 60.0, "hour": 3600.0, "day": 86400.0},
    **{"week": 7 * 86400.0, "month": 30 * 86400.0, "year": 365 * 86400.0},
    **{"K": 1e3, "k": 1e3, "M": 1e6, "G": 1e9, "%": 1.0, "": 1.0},
}
"""What one of each unit is in bytes, seconds or percent."""
FINER = 50
"""How much finer a bound's floor is where the units differ, as milliseconds do from seconds."""
PART = re.compile(r"(?P<number>\d[\d,]*(?:\.\d+)?|An?\b|an?\b) ?(?P<unit>[A-Za-zµ%]*)")


@lru_cache(maxsize=4096)
def amount(text: str) -> float:
    """Give the bytes, seconds or percent of a text, as in `1.5GiB`, `0m0.4s`, `3 weeks` or `12.3 MB/s`."""
    total = 0.0
    for part in PART.finditer(text.partition("/")[0]):
        number = part["number"].replace(",", "")
        unit = part["unit"]
        scale = UNITS[unit] if unit in UNITS else UNITS.get(unit.rstrip("s"), 1.0)
        total += (float(number) if number[0].isdigit() else 1.0) * scale
    return total


@dataclass(frozen=True)
class Bound:
    """How far an amount may go: `ratio` times as much or as little, whatever is below `floor` counting as that."""

    ratio: float
    floor: float = 0.0
    """In bytes, seconds or percent. Where there is none, nothing is a state of its own: zero stays zero."""

    def __str__(self) -> str:
        return "anything" if self.ratio == inf else f"{self.ratio:g} times as much or as little"

    def holds(self, old: str, new: str) -> bool:
        """Whether an amount may be another one in the next run; the same number of another unit is a mistake."""
        parts = [[(part["number"], part["unit"]) for part in PART.finditer(text)] for text in (old, new)]
        numbers, units = ([[part[n] for part in side] for side in parts] for n in (0, 1))
        if numbers[0] == numbers[1] and units[0] != units[1] and any(n.strip("0.") for n in numbers[0]):
            return False
        floor = self.floor if units[0] == units[1] else self.floor / FINER
        one, other = max(amount(old), floor), max(amount(new), floor)
        return max(one, other) <= self.ratio * min(one, other)


@dataclass(frozen=True)
class Kind:
    """A type of volatile value."""

    name: str
    pattern: str
    """Matches a value, or its surroundings with each value in a group of its own.

    A group that is named, but for a number at the end, is a value of the kind of that name.
    """
    examples: tuple[str, ...] = ()
    counter: tuple[str, ...] = ()
    source: str = ""
    """Who writes such a value, and why it varies as far as the bound lets it."""
    lines: tuple[str, ...] = ()
    """Lines in which each value stands between ‹ and ›; for a kind of one command's own, behind `$ command: `."""
    twin: bool = False
    """Whether the same value in two places of a page must be the same in both."""
    digits: int = 0
    """How many of its digits are the value, where it is cut here and written with colons there; all if 0."""
    local: bool = False
    """Whether that holds within the output of one command only, since such numbers are soon used again."""
    bound: Bound | None = None
    """How far an amount may go; any value of the kind may take the place of another where there is none."""
    ordered: bool = False
    """Whether the larger of two such amounts in a column stays the larger."""
    optional: bool = False
    """Whether it may be missing in the next run."""
    momentary: bool = False
    """Whether it tells of the moment only, so that it never is what the author typed, even if it looks like that."""
    command: str = ""
    """Matches the command whose output alone has such values; any command where it is empty."""
    unless: str = ""
    """Matches commands in whose output such a text is no value; none where it is empty."""
    behind: str = ""
    """Matches what stands before a text that is no value, since somebody chose it; nothing where it is empty."""

    @property
    def borrows(self) -> bool:
        """Whether it only says where values of other kinds stand."""
        return "(?P<" in self.pattern

    @property
    def example(self) -> str:
        """A text with such a value, which stands between angle quotes where the text is longer."""
        return next(iter((*self.examples, *self.lines)))
