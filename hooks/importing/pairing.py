"""Which command of a page is which one of its tutorial, also where somebody mended it by hand."""

from collections.abc import Sequence
from functools import cache

LIKE = 0.5
"""Of the words of a command, the share that one has which was mended."""


def paired(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Give the number of each old command's new one, in order; as many and as like ones as can be."""
    was, now = ([tuple(command.removeprefix("sudo ").split()) for command in commands] for commands in (old, new))
    # How like the best pairs of the first commands of both are, all together.
    scores = [[0.0] * (len(new) + 1)]
    for words in was:
        row = [0.0]
        for number, others in enumerate(now):
            share = _share(words, others)
            pair = scores[-1][number] + share if share >= LIKE else 0.0
            row.append(max(scores[-1][number + 1], row[number], pair))
        scores.append(row)
    found: dict[int, int] = {}
    one, other = len(old), len(new)
    while one and other:
        score = scores[one][other]
        if score == scores[one - 1][other]:
            one -= 1
        elif score == scores[one][other - 1]:
            other -= 1
        else:
            one, other = one - 1, other - 1
            found[one] = other
    return found


def exchanged(was: str, now: str) -> dict[str, str]:
    """Give the words of a command that were exchanged, with those in their place."""
    old, new = was.split(), now.split()
    return {a: b for a, b in zip(old, new, strict=True) if a != b} if len(old) == len(new) else {}


@cache
def _share(old: tuple[str, ...], new: tuple[str, ...]) -> float:
    """Give the share of the words of a command that another one has, in order; more for one that is the same."""
    if old == new:
        return 2.0
    if not old or not new or old[0] != new[0]:
        return 0.0
    row = [0] * (len(new) + 1)
    for word in old:
        above, row = row, [0]
        for number, other in enumerate(new):
            row.append(above[number] + 1 if word == other else max(row[number], above[number + 1]))
    return row[-1] / len(old)
