"""The real captures of this workshop, changed: no change goes unseen, and what only varies raises no alarm."""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from tests.conftest import ROOT
from transcripts.findings import Class
from transcripts.judge.difference import compare
from transcripts.judge.kinds import Value, skeleton, values
from transcripts.judge.twins import Twins
from transcripts.keep import provenance, store
from transcripts.transcript import Step, Transcript

PAGES = {
    path.parent.relative_to(ROOT / "snippets").as_posix(): list(store.load(path.parent).transcripts.values())
    for path in sorted((ROOT / "snippets").rglob(provenance.NAME))
}
EACH = 40
Page = list[Transcript]
Change = Callable[[random.Random, Page], Page | None]


def alarms(old: Page, new: Page) -> list[Class]:
    """Give the classes of drift that a page's comparison finds, from its first snippet to its last."""
    twins = Twins()
    return [drift.kind for pair in zip(old, new, strict=True) for drift in compare(*pair, twins)]


def with_lines(page: Page, place: tuple[int, int], lines: list[str]) -> Page:
    """Give a page whose step at a place shows other lines."""
    number, index = place
    steps = list(page[number].steps)
    end = "\n" if steps[index].output.endswith("\n") else ""
    steps[index] = replace(steps[index], output="\n".join(lines) + end if lines else "")
    return [*page[:number], Transcript(tuple(steps)), *page[number + 1 :]]


def steps(page: Page) -> Iterator[tuple[tuple[int, int], Step]]:
    for number, transcript in enumerate(page):
        for index, step in enumerate(transcript.steps):
            yield (number, index), step


def a_step(rng: random.Random, page: Page, lines: int) -> tuple[tuple[int, int], list[str]] | None:
    """Give a step with at least that many lines of output."""
    found = [(place, step.output.splitlines()) for place, step in steps(page) if len(step.output.splitlines()) >= lines]
    return rng.choice(found) if found else None


def outside(line: str, pattern: str) -> list[re.Match[str]]:
    """Give the matches in a line that touch no volatile value."""
    taken = [range(value.start - 1, value.start + len(value.text) + 1) for value in values(line)]
    return [m for m in re.finditer(pattern, line) if not any(m.start() in t or m.end() - 1 in t for t in taken)]


def text(pattern: str, change: Callable[[str], str]) -> Change:
    """Give the change of one piece of text that no volatile value touches."""

    def changed(rng: random.Random, page: Page) -> Page | None:
        found = a_step(rng, page, 1)
        if found is None:
            return None
        place, lines = found
        spots = [(number, match) for number, line in enumerate(lines) for match in outside(line, pattern)]
        if not spots:
            return None
        number, match = rng.choice(spots)
        line = lines[number]
        lines[number] = line[: match.start()] + change(match[0]) + line[match.end() :]
        # A change can turn a word into something that varies (a port into another one); that is no mutation.
        return with_lines(page, place, lines) if skeleton(lines[number]) != skeleton(line) else None

    return changed


def status(rng: random.Random, page: Page) -> Page | None:
    place, step = rng.choice(list(steps(page)))
    number, index = place
    new = list(page[number].steps)
    new[index] = replace(step, status=step.status + 1)
    return [*page[:number], Transcript(tuple(new)), *page[number + 1 :]]


def moved(change: Callable[[random.Random, list[str]], list[str] | None], lines: int) -> Change:
    """Give the change of the lines of one step."""

    def changed(rng: random.Random, page: Page) -> Page | None:
        found = a_step(rng, page, lines)
        new = change(rng, found[1]) if found else None
        return with_lines(page, found[0], new) if found and new is not None else None

    return changed


def gone(rng: random.Random, lines: list[str]) -> list[str]:
    at = rng.randrange(len(lines))
    return lines[:at] + lines[at + 1 :]


def doubled(rng: random.Random, lines: list[str]) -> list[str]:
    at = rng.randrange(len(lines))
    return [*lines[: at + 1], *lines[at:]]


def swapped(rng: random.Random, lines: list[str]) -> list[str] | None:
    at = rng.randrange(len(lines) - 1)
    if skeleton(lines[at]) == skeleton(lines[at + 1]):
        return None
    return [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]


def spots_of(page: Page) -> list[tuple[tuple[int, int], int, Value]]:
    """Give every value that may vary, with its step and its line."""
    return [
        (place, number, value)
        for place, step in steps(page)
        for number, line in enumerate(step.output.splitlines())
        for value in values(line)
    ]


def parted(rng: random.Random, page: Page) -> Page | None:
    """Make one of two places name another id than the other."""
    spots = [spot for spot in spots_of(page) if spot[2].kind.name in ("id", "short id", "digest")]
    count = Counter(value.key for _, _, value in spots)
    twins = [spot for spot in spots if count[spot[2].key] > 1]
    if not twins:
        return None
    place, at, value = rng.choice(twins)
    lines = page[place[0]].steps[place[1]].output.splitlines()
    line = lines[at]
    fresh = value.text[:-12] + "".join(rng.choices("0123456789abcdef", k=12))
    if value.kind.name != "short id":
        head = "sha256:" if value.text.startswith("sha256:") else ""
        fresh = head + "".join(rng.choices("0123456789abcdef", k=64))
    lines[at] = line[: value.start] + fresh + line[value.start + len(value.text) :]
    return with_lines(page, place, lines)


def exchanged(rng: random.Random, page: Page) -> Page | None:
    """Put an error where one value stood that may vary."""
    spots = spots_of(page)
    if not spots:
        return None
    place, at, value = rng.choice(spots)
    lines = page[place[0]].steps[place[1]].output.splitlines()
    lines[at] = lines[at][: value.start] + "error" + lines[at][value.start + len(value.text) :]
    return with_lines(page, place, lines)


def later(version: str) -> str:
    first, _, last = version.rpartition(".")
    return f"{first}.{int(last) + 1}"


MUTATIONS: dict[str, Change] = {
    "word": text(r"\b[A-Za-z]{4,}\b", lambda word: word[::-1] if word != word[::-1] else word + "x"),
    "number": text(r"(?<![\w.:/-])\d+(?![\w.:/-])", lambda number: str(int(number) + 1)),
    "version": text(r"\b\d+\.\d+(?:\.\d+)?\b", later),
    "path": text(r"/[a-z]+/[a-z]+", lambda path: path + "x"),
    "state": text(r"\b(?:Up|Exited|running|Created|true|false)\b", lambda state: "Dead"),
    "status": status,
    "line gone": moved(gone, 1),
    "line doubled": moved(doubled, 1),
    "lines swapped": moved(swapped, 2),
    "id parted from its twin": parted,
    "error where a value stood": exchanged,
}
CLASSES: dict[str, Class] = {
    "version": Class.VERSION,
    "status": Class.STATUS,
    "line gone": Class.MISSING_LINE,
    "line doubled": Class.NEW_LINE,
    "lines swapped": Class.ORDER,
    "id parted from its twin": Class.TWIN,
    "error where a value stood": Class.KIND,
}
"""What each change is told as; as changed text, where it is not named."""


@pytest.mark.parametrize("kind", MUTATIONS)
def test_a_change_of_what_a_page_tells_is_seen(kind: str) -> None:
    rng = random.Random(f"mutation {kind}")
    seen = 0
    for _ in range(EACH * 50):
        name = rng.choice(list(PAGES))
        changed = MUTATIONS[kind](rng, PAGES[name])
        if changed is not None:
            told = alarms(PAGES[name], changed)
            assert told, f"{name}: {kind} was not seen"
            assert CLASSES.get(kind, Class.TEXT) in told, f"{name}: {kind} was told as {', '.join(told)}"
            seen += 1
        if seen == EACH:
            return
    raise AssertionError(f"only {seen} changes of the kind {kind} could be made")


OTHERS: dict[str, Callable[[random.Random], str]] = {
    "port": lambda rng: str(rng.randrange(32768, 60999)),
    "pid": lambda rng: str(rng.randrange(2, 99999)),
    "kernel": lambda rng: rng.choice(["6.1.0-18-amd64", "6.8.0-1021-azure", "5.15.167.4-microsoft-standard-WSL2"]),
    "cgroup version": lambda rng: rng.choice("12"),
    "archive": lambda rng: "package-archive",
    "mac": lambda rng: ":".join(f"{rng.randrange(256):02x}" for _ in range(6)),
    "address": lambda rng: f"172.{rng.randrange(16, 32)}.{rng.randrange(256)}.{rng.randrange(2, 255)}",
    "namespace": lambda rng: f"[{rng.randrange(4026531835, 4026539999)}]",
    "layer": lambda rng: "/overlay2/l/" + "".join(rng.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", k=26)),
    "fingerprint": lambda rng: "SHA256:" + "".join(rng.choices("abcXYZ0123+/", k=43)),
}


def near(rng: random.Random, number: str) -> str:
    """Give a number that is some hundredths larger or smaller, with as many decimals."""
    return f"{float(number) * rng.uniform(0.96, 1.04):.{len(number.partition('.')[2])}f}"


def another(rng: random.Random, value: Value, known: dict[str, str]) -> str:
    """Give another value of the same kind, and the same one wherever its twin stands."""
    name = value.kind.name
    if name in ("digest", "id", "short id"):
        long = known.setdefault(value.key, "".join(rng.choices("0123456789abcdef", k=64)))
        return ("sha256:" if value.text.startswith("sha256:") else "") + long[: 12 if name == "short id" else 64]
    if value.kind.bound:
        return re.sub(r"\d+(?:\.\d+)?", lambda number: near(rng, number[0]), value.text)
    fresh = OTHERS[name](rng) if name in OTHERS else rng.choice(value.kind.examples)
    if name == "namespace":
        fresh = value.text.split("[")[0] + fresh
    if not value.kind.twin:
        return fresh
    while value.key not in known and fresh in known.values():
        fresh = fresh[:-1] + rng.choice("0123456789") if name != "layer" else OTHERS[name](rng)
    return known.setdefault(value.key, fresh)


def on_another_machine(rng: random.Random, page: Page) -> Page:
    """Give a page as another run would have shown it: every value that varies is another one."""
    known: dict[str, str] = {}

    def line_of(line: str) -> str:
        parts, end = [], 0
        for value in values(line):
            parts += [line[end : value.start], another(rng, value, known)]
            end = value.start + len(value.text)
        return "".join(parts) + line[end:]

    return [
        Transcript(
            tuple(
                replace(
                    step,
                    lines=tuple(replace(line, prompt=line_of(line.prompt)) for line in step.lines),
                    output="\n".join(map(line_of, step.output.split("\n"))),
                )
                for step in transcript.steps
            )
        )
        for transcript in page
    ]


@pytest.mark.parametrize("page", PAGES)
def test_a_run_on_another_machine_raises_no_alarm(page: str) -> None:
    rng = random.Random(f"harmless {page}")
    for _ in range(15):
        assert alarms(PAGES[page], on_another_machine(rng, PAGES[page])) == []


def test_there_are_enough_of_both() -> None:
    assert len(MUTATIONS) * EACH >= 200
    assert len(PAGES) * 15 >= 200
