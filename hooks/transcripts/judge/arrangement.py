"""The lines of an output that may come in any order, put in the order in which they were recorded.

What a bracket holds is one thing, which moves as a whole and keeps what is in it together; commas stay where they are
between such things.
"""

from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from transcripts.judge.alignment import joined, lines_of
from transcripts.judge.kinds import Value
from transcripts.judge.tolerance import Tolerance
from transcripts.judge.twins import Twins
from transcripts.transcript import Step, Transcript

CLOSING = {"{": "}", "[": "]"}
Unit = tuple[str, ...]
"""A line, or all lines from one that opens a bracket to the one that closes it."""


def arranged(old: Transcript, new: Transcript, twins: Twins, tolerance: Tolerance | None = None) -> Transcript:
    """Give the new transcript with each output's lines and blocks in the order of the old one, new ones last."""
    tolerance = tolerance or Tolerance()
    steps = zip(old.steps, new.steps, new.commands, strict=True)
    return Transcript(
        tuple(_arranged(was, now, twins.copy().within(), tolerance.of(command)) for was, now, command in steps)
    )


def _arranged(old: Step, new: Step, twins: Twins, tolerance: Tolerance) -> Step:
    units = _matched(_units(lines_of(old.output)), _units(lines_of(new.output)), twins, tolerance)
    return replace(new, output=joined([line for unit in units for line in unit], new.output))


def _units(lines: Sequence[str]) -> list[Unit]:
    closings: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        if line.lstrip().startswith(tuple(CLOSING.values())):
            closings[line[: _indent(line) + 1]].append(number)
    units, start = [], 0
    while start < len(lines):
        line, end = lines[start], start
        if line.endswith(tuple(CLOSING)):
            closes = closings[line[: _indent(line)] + CLOSING[line[-1]]]
            end = next(iter(closes[bisect(closes, start) :][:1]), start)
        units.append(tuple(lines[start : end + 1]))
        start = end + 1
    return units


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _matched(old: Sequence[Unit], new: Sequence[Unit], twins: Twins, tolerance: Tolerance) -> list[Unit]:
    """Give the new units in the order of the old ones: those that are wholly alike first, then blocks that begin so."""
    left, found = dict(enumerate(new)), dict[int, Unit]()
    for alike in (_whole, _head):
        numbers: dict[Unit, list[int]] = defaultdict(list)
        for number, unit in left.items():
            numbers[alike(unit, tolerance)].append(number)
        for place, unit in enumerate(old):
            if place not in found and (fitting := numbers[alike(unit, tolerance)]):
                fits = (n for n, number in enumerate(fitting) if _may_be(unit, left[number], twins, tolerance))
                chosen = fitting.pop(next(fits, 0) if len(fitting) > 1 else 0)
                found[place] = _inside(unit, left.pop(chosen), twins, tolerance)
    return [*(found[place] for place in sorted(found)), *left.values()]


def _whole(unit: Unit, tolerance: Tolerance) -> Unit:
    return tuple(sorted(tolerance.skeleton(line).removesuffix(",") for line in unit))


def _head(unit: Unit, tolerance: Tolerance) -> Unit:
    return (tolerance.skeleton(unit[0]),) if len(unit) > 1 else unit


def _may_be(old: Unit, new: Unit, twins: Twins, tolerance: Tolerance) -> bool:
    if len(old) == 1:
        return _agree(old, new, twins.may_agree, tolerance)
    twins = twins.copy()
    return _agree(old, _inside(old, new, twins, tolerance), twins.may_agree, tolerance)


def _agree(old: Unit, new: Unit, ask: Callable[[Value, Value], bool], tolerance: Tolerance) -> bool:
    """Whether all pairs of values do, of lines that are alike."""
    lines = zip(old, new, strict=False)
    alike = [pair for pair in lines if tolerance.skeleton(pair[0]) == tolerance.skeleton(pair[1])]
    return all(ask(*values) for pair in alike for values in tolerance.pairs(*pair))


def _inside(old: Unit, new: Unit, twins: Twins, tolerance: Tolerance) -> Unit:
    """Give the new one of two units with what is in it in the order of the old one; remember which is which."""
    _agree(old[:1], new[:1], twins.agree, tolerance)
    if len(new) == 1:
        return new
    units = _units(new[1:-1])
    found = _matched(_units(old[1:-1]), units, twins, tolerance)
    if [unit[-1].endswith(",") for unit in units] == [number < len(units) - 1 for number in range(len(units))]:
        found = [_with_comma(unit, number < len(found) - 1) for number, unit in enumerate(found)]
    return (new[0], *(line for unit in found for line in unit), new[-1])


def _with_comma(unit: Unit, there: bool) -> Unit:
    return (*unit[:-1], unit[-1].removesuffix(",") + "," * there)
