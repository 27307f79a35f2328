"""A new transcript made to look like the stored one where that still holds, so that a diff shows only the change."""

from collections.abc import Iterator
from dataclasses import replace

from transcripts.judge import difference
from transcripts.judge.alignment import aligned, joined, lines_of
from transcripts.judge.tolerance import Tolerance
from transcripts.judge.twins import Twins
from transcripts.prompts import Line
from transcripts.transcript import Step, Transcript


def carry_over(old: Transcript | None, new: Transcript, twins: Twins, tolerance: Tolerance | None = None) -> Transcript:
    """Give the new transcript with stored values where they still hold."""
    same = old if old and len(old.steps) == len(new.steps) else None
    befores = same.steps if same else [None] * len(new.steps)
    tolerance = tolerance or Tolerance()
    steps = zip(befores, new.steps, new.commands, strict=True)
    return Transcript(tuple(_carried(was, now, twins.within(), tolerance.of(command)) for was, now, command in steps))


def _carried(old: Step | None, new: Step, twins: Twins, tolerance: Tolerance) -> Step:
    before, after = lines_of(old.output) if old else (), lines_of(new.output)
    keys = [[tolerance.skeleton(line) for line in lines] for lines in (before, after)]
    hunks = list(aligned(before, after, *keys))
    for tag, was, now in hunks:
        for pair in zip(was, now, strict=True) if tag == "equal" else ():
            for values in tolerance.pairs(*pair):
                twins.agree(*values)
    lines = tuple(Line(_with_stored(line.prompt, twins, tolerance), line.text) for line in new.lines)
    kept = [line for hunk in hunks for line in _kept(*hunk, twins, tolerance)]
    carried = replace(new, lines=lines, output=joined(kept, new.output))
    plain = replace(carried, output=joined([_with_stored(line, twins, tolerance) for line in after], new.output))
    # An amount may hold by itself and no longer beside one that is new, as the larger of two.
    return plain if difference.contradict(carried.output, plain.output, tolerance) else carried


def _kept(tag: str, was: tuple[str, ...], now: tuple[str, ...], twins: Twins, tolerance: Tolerance) -> Iterator[str]:
    pairs = zip(was, now, strict=True) if tag == "equal" else ((None, line) for line in now)
    for old, new in pairs:
        holds = old is not None and all(
            (not a.kind.twin or twins.stored(b) == a.text) and (not a.kind.bound or a.kind.bound.holds(a.text, b.text))
            for a, b in tolerance.pairs(old, new)
        )
        yield old if holds and old is not None else _with_stored(new, twins, tolerance)


def _with_stored(line: str, twins: Twins, tolerance: Tolerance) -> str:
    parts, end = [], 0
    for value in tolerance.values(line):
        parts += [line[end : value.start], twins.stored(value) if value.kind.twin else value.text]
        end = value.end
    return "".join(parts) + line[end:]
