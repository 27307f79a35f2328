"""Which line of one output stands for which line of another one."""

import difflib
from collections.abc import Iterator, Sequence
from itertools import groupby

MANY = 2000
"""Lines in doubt from which on a quick look at them must do."""
Hunk = tuple[str, tuple[str, ...], tuple[str, ...]]
"""`equal` or what else became of these old lines, and the new ones in their place; either may be none."""
Opcodes = Sequence[tuple[str, int, int, int, int]]


def lines_of(output: str) -> tuple[str, ...]:
    """Give the lines of an output."""
    return tuple(output.removesuffix("\n").split("\n")) if output else ()


def joined(lines: Sequence[str], like: str) -> str:
    """Give the lines as an output that ends as another one does."""
    return "\n".join(lines) + ("\n" if like.endswith("\n") else "")


def aligned(old: Sequence[str], new: Sequence[str], before: Sequence[str], after: Sequence[str]) -> Iterator[Hunk]:
    """Give the hunks of two outputs, in order, for what of each line must not change."""
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    yield from _hunk("equal", old[:head], new[:head])
    ends = len(old) - tail, len(new) - tail
    doubt = before[head : ends[0]], after[head : ends[1]]
    for tag, a, b, c, d in _opcodes(*doubt):
        yield from _hunk(tag, old[head + a : head + b], new[head + c : head + d])
    yield from _hunk("equal", old[ends[0] :], new[ends[1] :])


def _hunk(tag: str, old: Sequence[str], new: Sequence[str]) -> Iterator[Hunk]:
    if old or new:
        yield tag, tuple(old), tuple(new)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Give how many items two sequences begin with alike."""
    shorter = min(len(one), len(other))
    return next((number for number in range(shorter) if one[number] != other[number]), shorter)


def _opcodes(before: Sequence[str], after: Sequence[str]) -> Opcodes:
    there = _in_place(before, after)
    if there and _changed(there) * 10 <= len(before):
        return there
    many = max(len(before), len(after)) > MANY
    codes = difflib.SequenceMatcher(None, before, after, autojunk=many).get_opcodes()
    # Among lines that are alike, one that changed looks like one that went and one that came.
    return there if there and _changed(there) < _changed(codes) else codes


def _changed(codes: Opcodes) -> int:
    return sum(max(b - a, d - c) for tag, a, b, c, d in codes if tag != "equal")


def _in_place(before: Sequence[str], after: Sequence[str]) -> Opcodes:
    """Give the same as a matcher's opcodes, line by line; nothing where there is another number of lines."""
    if len(before) != len(after):
        return []
    groups = [list(group) for _, group in groupby(range(len(before)), lambda n: before[n] == after[n])]
    return [("equal" if before[g[0]] == after[g[0]] else "replace", g[0], g[-1] + 1, g[0], g[-1] + 1) for g in groups]
