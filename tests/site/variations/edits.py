"""Changes of what no run decides: words, numbers, states, lines, statuses."""

import random
import re
from collections.abc import Callable, Sequence

from tests.site.variations.sheets import OUTPUT, Line, Part, Sheet, text
from tests.site.variations.tables import HEADER

Change = Callable[[random.Random, Sheet], Sheet | None]
VERSION = re.compile(r"(?<![\w.:/@-])(?!0\.)v?\d+\.\d+(?:\.\d+)?(?![\w.:/%])(?! ?(?:[kKMGT]?i?B|m?s)\b)")
STATES = {"Up": "Exited", "Exited": "Up", "running": "exited", "Running": "Pending", "healthy": "unhealthy"}
STATES |= {
    "active (running)": "failed",
    "Created": "Removed",
    "true": "false",
    "false": "true",
    "accepting": "rejecting",
}
STATES |= {"REACHABLE": "FAILED", "UP": "DOWN", "Done": "Terminated", "Connected": "Failed", "200 OK": "404 Not Found"}


def mirrored(word: str) -> str:
    """Give another word of the same letters."""
    return word[::-1] if word != word[::-1] else word + "x"


def plain(pattern: str | re.Pattern[str], change: Callable[[random.Random, str], str], beside: bool = False) -> Change:
    """Give the change of one match in plain text, or in such as touches a value."""

    def changed(rng: random.Random, sheet: Sheet) -> Sheet | None:
        found = [
            (s, n, p, match)
            for s, n in sheet.lines()
            for p, part in enumerate(sheet.snippets[s][n])
            if not part.kind and (not beside or len(sheet.snippets[s][n]) > 1)
            for match in re.compile(pattern).finditer(part.text, len(OUTPUT) if p == 0 else 0)
        ]
        if not found:
            return None
        s, n, p, match = rng.choice(found)
        old = sheet.snippets[s][n][p].text
        return sheet.with_part((s, n, p), old[: match.start()] + change(rng, match[0]) + old[match.end() :])

    return changed


word = plain(r"(?<![\w-])[A-Za-z]{4,}(?![\w-])", lambda rng, old: mirrored(old))
word_beside = plain(r"(?<=^ )[A-Za-z]{3,}\b|\b[A-Za-z]{3,}(?=[:=]? ?$)", lambda rng, old: mirrored(old), beside=True)
# A row that a later run lays out anew is plain text, its ages as well.
AGE = r"(?:second|minute|hour|day|week|month|year)s? ago"
number = plain(
    rf"(?<![\w.:/,-])(?<!Up )\d{{1,9}}(?![\w.:/,%-]| {AGE})", lambda rng, old: str(int(old) + rng.randrange(1, 5))
)
path = plain(r"(?<![\w.])/[a-z]+/[a-z]+\b", lambda rng, old: old + "x")
state = plain(rf"\b(?:{'|'.join(map(re.escape, STATES))})\b".replace(r"\)\b", r"\)"), lambda rng, old: STATES[old])
exit_code = plain(
    r"(?<=Exited \()\d+|(?<=with code )\d+|(?<=with status )\d+|(?<=exit code )\d+", lambda rng, old: str(int(old) + 1)
)


def later(rng: random.Random, version: str) -> str:
    """Give another version."""
    parts = version.split(".")
    at = rng.randrange(len(parts))
    return ".".join([*parts[:at], re.sub(r"\d+$", lambda m: str(int(m[0]) + 1), parts[at]), *parts[at + 1 :]])


version = plain(VERSION, later)


def status(rng: random.Random, sheet: Sheet) -> Sheet | None:
    """Let one command end with another status."""
    s, n = rng.choice(list(sheet.lines("$ ")) or [(-1, -1)])
    if s < 0:
        return None
    lines = sheet.snippets[s]
    # A command may have further lines, and then its output.
    end = next((k for k in range(n + 1, len(lines)) if text(lines[k])[0] not in "|>"), len(lines))
    if end < len(lines) and text(lines[end]).startswith("= "):
        return sheet.with_lines(s, end, (Part(f"= {int(text(lines[end])[2:]) + 1}"),))
    return sheet.with_lines(s, end - 1, lines[end - 1], (Part("= 1"),))


def lines(change: Callable[[random.Random, Sequence[Line]], Sequence[Line] | None], least: int) -> Change:
    """Give the change of the output of one command that has so many lines at least."""

    def changed(rng: random.Random, sheet: Sheet) -> Sheet | None:
        found = [run for run in outputs(sheet) if len(run) >= least]
        if not found:
            return None
        run = rng.choice(found)
        s = run[0][0]
        new = change(rng, [sheet.snippets[s][n] for _, n in run])
        if new is None:
            return None
        for _, n in reversed(run[1:]):
            sheet = sheet.with_lines(s, n)
        return sheet.with_lines(s, run[0][1], *new)

    return changed


def outputs(sheet: Sheet) -> list[list[tuple[int, int]]]:
    """Give the lines of each output, in order."""
    found: list[list[tuple[int, int]]] = []
    for s, n in sheet.lines():
        if found and found[-1][-1] == (s, n - 1):
            found[-1].append((s, n))
        else:
            found.append([(s, n)])
    return found


def unlike(one: Line, other: Line) -> bool:
    """Whether two lines differ in more than what varies."""
    return [part.kind if part.varies else part.text.strip() for part in one] != [
        part.kind if part.varies else part.text.strip() for part in other
    ]


def _swap(rng: random.Random, run: Sequence[Line], first: int = 0) -> Sequence[Line] | None:
    fitting = [at for at in range(first, len(run) - 1) if unlike(run[at], run[at + 1])]
    if not fitting:
        return None
    at = rng.choice(fitting)
    return [*run[:at], run[at + 1], run[at], *run[at + 2 :]]


def _rows(rng: random.Random, run: Sequence[Line]) -> Sequence[Line] | None:
    return _swap(rng, run, first=1) if HEADER.fullmatch(text(run[0]).rstrip()) else None


def _without(rng: random.Random, run: Sequence[Line]) -> Sequence[Line]:
    at = rng.randrange(len(run))
    return [*run[:at], *run[at + 1 :]]


def _twice(rng: random.Random, run: Sequence[Line]) -> Sequence[Line]:
    at = rng.randrange(len(run))
    return [*run[: at + 1], *run[at:]]


swapped, rows_swapped = lines(_swap, 2), lines(_rows, 3)
gone, doubled = lines(_without, 1), lines(_twice, 1)
