"""A difference by its class, told in a sentence that a person understands."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transcripts.findings import Class, Finding
from transcripts.judge.tolerance import Tolerance
from transcripts.page.blocks import Command

SHOWN = 12
"""Lines of each side that a report shows."""
OTHERWISE = "shows something else than before"
VERSION = re.compile(r"\bv?\d+(?:\.\d+)+(?:[-+~:.]?\w)*")


@dataclass(frozen=True)
class Drift:
    """One difference, in the step where it is."""

    step: int
    kind: Class
    sentence: str
    """What the command does now, to stand after it."""
    old: tuple[str, ...] = ()
    new: tuple[str, ...] = ()


def changes(step: int, old: Sequence[str], new: Sequence[str], tolerance: Tolerance) -> Iterator[Drift]:
    """Give the drift between lines that took each other's place, by class; either side may have none."""
    if not old:
        yield Drift(step, Class.NEW_LINE, f"shows {_lines(new)} that it did not show before", (), tuple(new))
    elif not new:
        yield Drift(step, Class.MISSING_LINE, f"no longer shows {_lines(old)}", tuple(old))
    elif len(old) != len(new):
        yield Drift(step, Class.TEXT, OTHERWISE, tuple(old), tuple(new))
    else:
        for pair in zip(old, new, strict=True):
            yield _change(step, *pair, tolerance)


def _change(step: int, old: str, new: str, tolerance: Tolerance) -> Drift:
    before, after = tolerance.skeleton(old), tolerance.skeleton(new)
    was, now = VERSION.findall(before), VERSION.findall(after)
    if was and VERSION.sub("\0", before) == VERSION.sub("\0", after):
        pairs = dict.fromkeys(f"{a} is now {b}" for a, b in zip(was, now, strict=True) if a != b)
        return Drift(step, Class.VERSION, f"shows another version: {', '.join(pairs)}", (old,), (new,))
    was, now = ([value.kind.name for value in tolerance.values(line)] for line in (old, new))
    if lost := Counter(was) - Counter(now):
        return Drift(step, Class.KIND, f"shows no {next(iter(lost))} where one was", (old,), (new,))
    return Drift(step, Class.TEXT, OTHERWISE, (old,), (new,))


def _lines(lines: Sequence[str]) -> str:
    return "a line" if len(lines) == 1 else f"{len(lines)} lines"


def finding(drift: Drift, commands: Sequence[Command]) -> Finding:
    """Give a drift at the place of its command, with a small diff that a person can read."""
    command = commands[drift.step]
    shown = [f"  - {line}" for line in _short(drift.old)] + [f"  + {line}" for line in _short(drift.new)]
    said = f"{drift.kind}: `{command.lines[0].text}` {drift.sentence}"
    return Finding(drift.kind, str(command.place), "\n".join([said, *shown]))


def _short(lines: tuple[str, ...]) -> tuple[str, ...]:
    return lines if len(lines) <= SHOWN else (*lines[:SHOWN], f"... {len(lines) - SHOWN} more")
