"""What is left of a difference between two transcripts when values are put aside as far as they may differ."""

from collections import Counter
from collections.abc import Iterator, Sequence

from transcripts.findings import Class
from transcripts.judge.alignment import aligned, lines_of
from transcripts.judge.columns import exchanged
from transcripts.judge.drift import Drift, changes
from transcripts.judge.kinds import Value
from transcripts.judge.tolerance import Tolerance
from transcripts.judge.twins import Twins
from transcripts.transcript import Step, Transcript

OTHER = "names another one than elsewhere on this page"
Pair = tuple[str, str]
"""An old line and the new one in its place, alike but for their values."""


def compare(old: Transcript, new: Transcript, twins: Twins, tolerance: Tolerance | None = None) -> tuple[Drift, ...]:
    """Give the drift of a new transcript of the same commands."""
    tolerance = tolerance or Tolerance()
    return tuple(
        drift
        for number, (was, now, command) in enumerate(zip(old.steps, new.steps, new.commands, strict=True))
        for drift in _step(number, was, now, twins.within(), tolerance.of(command))
    )


def contradict(one: str, other: str, tolerance: Tolerance) -> bool:
    """Whether two outputs with the same lines but for values disagree on which of two amounts is the larger."""
    pairs = [tolerance.pairs(*pair) for pair in zip(lines_of(one), lines_of(other), strict=True)]
    return any(True for _ in exchanged(pairs))


def _step(number: int, old: Step, new: Step, twins: Twins, tolerance: Tolerance) -> Iterator[Drift]:
    for prompt, other in ((line.prompt, after.prompt) for line, after in zip(old.lines, new.lines, strict=True)):
        if tolerance.skeleton(prompt) != tolerance.skeleton(other):
            yield Drift(number, Class.PROMPT, "is typed at another prompt", (prompt,), (other,))
        elif _differs(prompt, other, twins, tolerance):
            yield Drift(number, Class.TWIN, f"{OTHER} in its prompt", (prompt,), (other,))
    if old.status != new.status:
        yield Drift(number, Class.STATUS, f"ended with status {new.status}, where it was {old.status}")
    hunks = list(_hunks(old, new, tolerance))
    changed = [(was, now) for tag, was, now in hunks if tag != "equal"]
    was = tuple(line for hunk, _ in changed for line in hunk)
    now = tuple(line for _, hunk in changed for line in hunk)
    if was and Counter(map(tolerance.skeleton, was)) == Counter(map(tolerance.skeleton, now)):
        yield Drift(number, Class.ORDER, "shows the same lines in another order", was, now)
    else:
        for hunk in changed:
            yield from changes(number, *hunk, tolerance)
    pairs = [pair for tag, *sides in hunks if tag == "equal" for pair in zip(*sides, strict=True)]
    yield from _values(number, pairs, twins, tolerance)


def _hunks(old: Step, new: Step, tolerance: Tolerance) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    before, after = lines_of(old.output), lines_of(new.output)
    yield from aligned(before, after, [*map(tolerance.skeleton, before)], [*map(tolerance.skeleton, after)])


def _values(number: int, pairs: Sequence[Pair], twins: Twins, tolerance: Tolerance) -> Iterator[Drift]:
    """Give the drift of the values in lines that are alike but for them."""
    for old, new in pairs:
        if differs := _differs(old, new, twins, tolerance):
            yield Drift(number, *differs, (old,), (new,))
    for one, other in exchanged([tolerance.pairs(*pair) for pair in pairs]):
        was, now = zip(pairs[one], pairs[other], strict=True)
        yield Drift(number, Class.ORDER, "shows two amounts in each other's place", was, now)


def _differs(old: str, new: str, twins: Twins, tolerance: Tolerance) -> tuple[Class, str] | None:
    """Give how the values of two lines do not agree; nothing where they do."""
    found: list[tuple[Class, str]] = []
    for was, now in tolerance.pairs(old, new):
        if not twins.agree(was, now):
            found.append((Class.TWIN, OTHER))
        elif was.kind.bound and not was.kind.bound.holds(was.text, now.text):
            found.append((Class.AMOUNT, f"shows {now.text.strip()}, where {was.text.strip()} was"))
        elif _numbers(was, now):
            found.append((Class.TEXT, f"shows {now.text}, where {was.text} was"))
    return found[0] if found else None


def _numbers(old: Value, new: Value) -> bool:
    """Whether both are plain numbers of twelve digits, of which only one in a hundred thousand pairs of ids are."""
    return old.kind.name == "short id" and old.text != new.text and old.text.isdigit() and new.text.isdigit()
