"""What authors leave out of an output, and mark as left out: it is taken to be as it is now."""

import re
from itertools import zip_longest

from transcripts.judge.alignment import aligned, lines_of
from transcripts.judge.tolerance import Tolerance

MARK = re.compile(
    r"\s*[\[<({]*\s*(?:\.{3,}|…|snip\w*|(?:output )?(?:omitted|truncated|snipped)|\.+ ?[\w -]+ ?\.+)\s*[\])>}]*\s*",
    re.I,
)

CUT = re.compile(r"\.{3}|…|snip|omitted|truncated", re.I)


def without(old: str, new: str, tolerance: Tolerance) -> tuple[str, str]:
    """Give an old output and the new one without what was left out of the old one, and what stands there now."""
    before, after = lines_of(old), lines_of(new)
    if not any(map(CUT.search, before)):
        return old, new
    olds: list[str] = []
    news: list[str] = []
    for _, was, now in aligned(before, after, [*map(tolerance.skeleton, before)], [*map(tolerance.skeleton, after)]):
        marks = [number for number, line in enumerate(was) if MARK.fullmatch(line)]
        if marks:
            head, tail = was[: marks[0]], was[marks[-1] + 1 :]
            olds += [*head, *tail]
            news += now if len(now) < len(head) + len(tail) else [*now[: len(head)], *now[len(now) - len(tail) :]]
        else:
            left = [len(was) == len(now) and _agrees(*pair, tolerance) for pair in zip(was, now, strict=False)]
            olds += [line for line, agrees in zip_longest(was, left[: len(was)]) if not agrees]
            news += [line for line, agrees in zip_longest(now, left[: len(now)]) if not agrees]
    return "".join(f"{line}\n" for line in olds), "".join(f"{line}\n" for line in news)


def _agrees(old: str, new: str, tolerance: Tolerance) -> bool:
    """Whether an old line in which columns were left out agrees with the new one in what is left."""
    pieces = re.split(r"\s*(?:\.{3}|…)\s*", tolerance.skeleton(old))
    return len(pieces) > 1 and bool(re.fullmatch(".*?".join(map(re.escape, pieces)), tolerance.skeleton(new)))
