"""Amounts that stand below each other: which of two is the larger does not change from run to run."""

from collections.abc import Iterator, Sequence

from transcripts.judge.kind import amount
from transcripts.judge.kinds import Value

CLEAR = 1.1
"""How many times as large an amount is that is clearly the larger one."""
Pairs = Sequence[tuple[Value, Value]]
"""The old and the new values of a line, from left to right."""


def exchanged(lines: Sequence[Pairs]) -> Iterator[tuple[int, int]]:
    """Give the numbers of lines whose amounts in one column changed places, at most one pair for each column."""
    for column in range(max(map(len, lines), default=0)):
        cells = [
            (amount(line[column][0].text), amount(line[column][1].text), number)
            for number, line in enumerate(lines)
            if column < len(line) and line[column][0].kind.ordered and line[column][1].kind.ordered
        ]
        if found := _exchanged(sorted(cells)) or _swapped(cells):
            yield found


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


def _swapped(cells: Sequence[tuple[float, float, int]]) -> tuple[int, int] | None:
    """Give two lines of which each shows the very amount that the other one showed."""
    seen: dict[tuple[float, float], int] = {}
    for old, new, number in cells:
        if old != new:
            if (new, old) in seen:
                return seen[new, old], number
            seen[old, new] = number
    return None
