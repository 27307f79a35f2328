"""What is left of a difference between two transcripts when volatile values are put aside."""

import difflib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from transcripts.findings import Class
from transcripts.judge.drift import Drift, changes
from transcripts.judge.kinds import ANY, skeleton, values
from transcripts.judge.twins import Twins
from transcripts.prompts import Line
from transcripts.transcript import Step, Transcript

OTHER = "names another one than elsewhere on this page"


def compare(old: Transcript, new: Transcript, twins: Twins) -> tuple[Drift, ...]:
    """Give the drift of a new transcript of the same commands."""
    return tuple(
        drift
        for number, pair in enumerate(zip(old.steps, new.steps, strict=True))
        for drift in _step(number, *pair, twins)
    )


def _step(number: int, old: Step, new: Step, twins: Twins) -> Iterator[Drift]:
    for prompt, other in ((line.prompt, after.prompt) for line, after in zip(old.lines, new.lines, strict=True)):
        if skeleton(prompt) != skeleton(other):
            yield Drift(number, Class.PROMPT, "is typed at another prompt", (prompt,), (other,))
        elif not _agree(prompt, other, twins):
            yield Drift(number, Class.TWIN, f"{OTHER} in its prompt", (prompt,), (other,))
    if old.status != new.status:
        yield Drift(number, Class.STATUS, f"ended with status {new.status}, where it was {old.status}")
    hunks = list(_aligned(_lines(old.output), _lines(new.output)))
    changed = [(was, now) for tag, was, now in hunks if tag != "equal"]
    was = tuple(line for hunk, _ in changed for line in hunk)
    now = tuple(line for _, hunk in changed for line in hunk)
    if was and Counter(map(skeleton, was)) == Counter(map(skeleton, now)):
        yield Drift(number, Class.ORDER, "shows the same lines in another order", was, now)
    else:
        for hunk in changed:
            yield from changes(number, *hunk)
    for tag, before, after in hunks:
        for line, other in zip(before, after, strict=True) if tag == "equal" else ():
            if not _agree(line, other, twins):
                yield Drift(number, Class.TWIN, OTHER, (line,), (other,))


def _agree(old: str, new: str, twins: Twins) -> bool:
    if old == new and not ANY.search(old):
        return True
    return all(twins.agree(*pair) for pair in zip(values(old), values(new), strict=True))


def _lines(output: str) -> tuple[str, ...]:
    return tuple(output.removesuffix("\n").split("\n")) if output else ()


def _aligned(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    before, after = [skeleton(line) for line in old], [skeleton(line) for line in new]
    if before == after:
        yield "equal", tuple(old), tuple(new)
        return
    codes = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    there = _in_place(before, after)
    # Among lines that are alike, one that changed looks like one that went and one that came.
    for tag, a, b, c, d in there if there and _changed(there) < _changed(codes) else codes:
        yield tag, tuple(old[a:b]), tuple(new[c:d])


Opcodes = Sequence[tuple[str, int, int, int, int]]


def _changed(codes: Opcodes) -> int:
    return sum(max(b - a, d - c) for tag, a, b, c, d in codes if tag != "equal")


def _in_place(before: Sequence[str], after: Sequence[str]) -> Opcodes:
    """Give the same as a matcher's opcodes, line by line; nothing where there is another number of lines."""
    if len(before) != len(after):
        return []
    groups = [list(group) for _, group in groupby(range(len(before)), lambda n: before[n] == after[n])]
    return [("equal" if before[g[0]] == after[g[0]] else "replace", g[0], g[-1] + 1, g[0], g[-1] + 1) for g in groups]


def arranged(old: Transcript, new: Transcript, twins: Twins) -> Transcript:
    """Give the new transcript with each output's lines in the order of the old one, those that are new last."""
    return Transcript(tuple(_arranged(*pair, twins) for pair in zip(old.steps, new.steps, strict=True)))


def _arranged(old: Step, new: Step, twins: Twins) -> Step:
    left, lines = list(_lines(new.output)), []
    for line in _lines(old.output):
        alike = [other for other in left if skeleton(other) == skeleton(line)]
        fitting = [other for other in alike if all(map(twins.may_agree, values(line), values(other)))]
        if alike:
            lines.append((fitting or alike)[0])
            left.remove(lines[-1])
    return replace(new, output=_joined(lines + left, new.output))


def _joined(lines: Sequence[str], like: str) -> str:
    """Give the lines as an output that ends as another one does."""
    return "\n".join(lines) + ("\n" if like.endswith("\n") else "")


def carry_over(old: Transcript | None, new: Transcript, twins: Twins) -> Transcript:
    """Give the new transcript with stored values where they still hold, so that a diff shows only the change."""
    same = old if old and len(old.steps) == len(new.steps) else None
    befores = same.steps if same else [None] * len(new.steps)
    return Transcript(tuple(_carried(*pair, twins) for pair in zip(befores, new.steps, strict=True)))


def _carried(old: Step | None, new: Step, twins: Twins) -> Step:
    lines = tuple(Line(_with_stored(line.prompt, twins), line.text) for line in new.lines)
    kept: list[str] = []
    for tag, was, now in _aligned(_lines(old.output) if old else (), _lines(new.output)):
        if tag == "equal":
            kept += [a if _still_holds(a, b, twins) else _with_stored(b, twins) for a, b in zip(was, now, strict=True)]
        else:
            kept += [_with_stored(line, twins) for line in now]
    return replace(new, lines=lines, output=_joined(kept, new.output))


def _still_holds(old: str, new: str, twins: Twins) -> bool:
    pairs = zip(values(old), values(new), strict=True)
    return all(not was.kind.twin or twins.stored(now) == was.text for was, now in pairs)


def _with_stored(line: str, twins: Twins) -> str:
    parts, end = [], 0
    for value in values(line):
        parts += [line[end : value.start], twins.stored(value) if value.kind.twin else value.text]
        end = value.start + len(value.text)
    return "".join(parts) + line[end:]
