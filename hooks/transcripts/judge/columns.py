"""Amounts that stand below each other: which of two is the larger does not change from run to run."""

import re
from collections.abc import Iterator, Sequence

from transcripts.judge.kind import amount
from transcripts.judge.kinds import Value

DIGIT = re.compile(r"\d")
MANY = 5
"""Digits of two amounts that are too many for both to come by chance."""
CLEAR = 1.1
"""How many times as large an amount is that is clearly the larger one."""
Pairs = Sequence[tuple[Value, Value]]
"""The old and the new values of a line, from left to right."""


def exchanged(lines: Sequence[Pairs]) -> Iterator[tuple[int, int]]:
    """Give the numbers of lines whose amounts changed places, at most one pair for each column."""
    everywhere = [(*pair, number) for number, line in enumerate(lines) for pair in line if pair[0].kind.ordered]
    if found := _swapped(everywhere):
        yield found
        return
    # Another value may stand left of an amount in one line alone, as what a base was made with in a history.
    amounts = [[pair for pair in line if pair[0].kind.ordered] for line in lines]
    for column in range(max(map(len, lines), default=0)):
        ordered = [(amount(a.text), amount(b.text), line) for a, b, line in _column(amounts, column)]
        if found := _exchanged(sorted(ordered)) or _swapped(_column(lines, column)):
            yield found


def _column(lines: Sequence[Pairs], column: int) -> list[tuple[Value, Value, int]]:
    return [(*line[column], number) for number, line in enumerate(lines) if column < len(line)]


def _exchanged(cells: Sequence[tuple[float, float, int]]) -> tuple[int, int] | None:
    """Give two lines of which one was clearly the larger and the other one is, for cells in the order of the old."""
    smaller, largest = 0, (0.0, -1)
    for old, new, number in cells:
        while cells[smaller][0] * CLEAR <= old and smaller < len(cells):
            largest = max(largest, (cells[smaller][1], cells[smaller][2]))
            smaller += 1
        if largest[1] >= 0 and largest[0] >= new * CLEAR:
            return min(largest[1], number), max(largest[1], number)
    return None


def _swapped(cells: Sequence[tuple[Value, Value, int]]) -> tuple[int, int] | None:
    """Give two lines of which each shows the very amount that the other one showed, in digits too many for chance."""
    seen: dict[tuple[str, str], int] = {}
    for old, new, number in cells:
        if old.text.endswith("B") and old.text != new.text and len(DIGIT.findall(old.text + new.text)) >= MANY:
            if (new.text, old.text) in seen:
                return seen[new.text, old.text], number
            seen[old.text, new.text] = number
    return None
