"""A page's transcripts as a terminal session that can be played back, in the format asciicast v2.

Format: https://docs.asciinema.org/manual/asciicast/v2/
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from transcripts.keys import labels
from transcripts.page.blocks import Snippet
from transcripts.show import whereabouts
from transcripts.transcript import Step, Transcript

ROWS = 28
KEY = 0.03
"""Seconds for each character that is typed."""
THINK = 0.8
"""Seconds between an answer and the next command."""
LONGEST = 2.0
"""Seconds after which waiting for a command is cut short."""
Event = tuple[float, str, str]


@dataclass(frozen=True)
class Cast:
    """A session that can be played back."""

    text: str
    """In the format asciicast v2."""
    begins: Mapping[str, float]
    """The second at which each snippet begins, by name."""


def asciicast(
    snippets: Iterable[Snippet],
    transcripts: Mapping[str, Transcript],
    seconds: Mapping[str, Sequence[float]],
    *,
    title: str,
    columns: int,
    several: bool = False,
    whose: str = "",
) -> Cast:
    """Give the session of a page: what was typed, as markers too, and what came back in the time that it took.

    `whose` is the engine that answered, where that is to be said.
    """
    header = {"version": 2, "width": columns, "height": ROWS, "title": title}
    events: list[Event] = [(0.0, "o", _said(f"on {whose}"))] if whose else []
    begins: dict[str, float] = {}
    now, on = 0.0, ""
    snippets = tuple(snippets)
    terminals = whereabouts.of(snippets)
    for snippet in snippets:
        if snippet.name not in transcripts:
            continue
        steps = transcripts[snippet.name].steps
        begins[snippet.name] = round(now, 3)
        where = " ".join(filter(None, [terminals[snippet.name], f"on {snippet.machine}" if several else ""]))
        if where and snippet.on != on:
            events.append((now, "o", _said(where)))
        on = snippet.on
        for step, took in zip(steps, seconds.get(snippet.name, [0.0] * len(steps)), strict=False):
            for event in _played(step, min(took, LONGEST), now):
                events.append(event)
                now = event[0]
            now += THINK
    lines = [header, *([round(at, 3), kind, text] for at, kind, text in events)]
    return Cast("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), begins)


def _said(text: str) -> str:
    return f"\x1b[36m({text})\x1b[0m\r\n"


def _played(step: Step, took: float, now: float) -> Iterator[Event]:
    yield now, "m", labels(step.text) if step.keys else step.lines[0].text
    if step.keys:
        yield now, "o", f"\x1b[32m{step.lines[0].prompt}\x1b[0m\x1b[7m {labels(step.text)} \x1b[0m\r\n"
    for typed in () if step.keys else step.lines:
        yield now, "o", f"\x1b[32m{typed.prompt}\x1b[0m"
        for word in typed.text.replace(" ", " \0").split("\0"):
            now += KEY * len(word)
            yield now, "o", word
        yield now, "o", "\r\n"
    lines = step.output.splitlines(keepends=True)
    for line in lines:
        now += took / len(lines)
        yield now, "o", line.replace("\n", "\r\n")
    if not lines:
        yield now + took, "o", ""
