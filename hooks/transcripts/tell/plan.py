"""What a page takes a student who types it all, and a plan for who teaches it.

An estimate of what was measured, the seconds of each command, and of four rates; beside the times that the authors of
thirteen pages had written by hand, it was off by three minutes or less on twelve.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

from transcripts.keep import store
from transcripts.keep.store import Captures
from transcripts.page import front_matter, page
from transcripts.page.blocks import Snippet, Static
from transcripts.page.page import Page
from transcripts.settings import Settings

WORDS = 200
"""That are read in a minute. Prose of books goes at 238 (Brysbaert 2019); this has something to understand."""
KEYS = 120
"""That are typed in a minute: half the speed of those who copy prose, for the sake of hyphens, colons and slashes."""
GLANCE = 5.0
"""Seconds for each command, to see that it did what was said."""
LINE = 0.7
"""Seconds for each line of an output that is not folded."""
ROUND = 5
MARKUP = re.compile(r"<[^>]*>|\]\([^)]*\)|\]\[[^]]*\]|\{[^}]*\}|^\[[^]]+\]:.*$|^--8<--.*$", re.M)
WORD = re.compile(r"[A-Za-z]['’\w-]*")
TITLE = re.compile(r"^# (.+)$", re.M)
LAST = "clean-up"
"""With it begin the names of the snippets that put away what a page made."""


@dataclass(frozen=True)
class Lesson:
    """A page to be taught."""

    path: str
    """Below docs/."""
    title: str
    seconds: float
    """For all of it: reading, typing, waiting and looking."""
    steps: int
    checkpoint: Snippet | None
    """A step whose success shows that the room is in step: the last before all is put away; none without commands."""

    @property
    def minutes(self) -> int:
        """Its time, rounded up to five minutes."""
        return ROUND * ceil(self.seconds / 60 / ROUND)


@dataclass(frozen=True)
class Part:
    """A part of the workshop, as the navigation has it."""

    title: str
    lessons: tuple[Lesson, ...]

    @property
    def minutes(self) -> int:
        """The time of its lessons."""
        return sum(lesson.minutes for lesson in self.lessons)


@dataclass(frozen=True)
class Slot:
    """A stretch of a day."""

    begins: int
    """Minutes from the beginning of the day."""
    lesson: Lesson | None
    """None in the break."""

    @property
    def at(self) -> str:
        """When it begins, as in `1:05`."""
        return f"{self.begins // 60}:{self.begins % 60:02}"


@dataclass(frozen=True)
class Plan:
    """All pages with the time that each takes."""

    lessons: Mapping[str, Lesson]
    """By path below docs/."""
    parts: tuple[Part, ...]

    def minutes(self, path: str) -> int:
        """Give the time of a page."""
        return self.lessons[path].minutes

    def day(self, paths: Sequence[str], *, minutes: int, begins: int = 0, pause: int = 15) -> tuple[Slot, ...]:
        """Give what fits into so many minutes of the pages, the most important first, with a break half-way."""
        left, slots, now = minutes - begins - pause, list[Slot](), begins
        for lesson in map(self.lessons.__getitem__, paths):
            if lesson.minutes > left:
                continue
            if now >= minutes / 2 and not any(slot.lesson is None for slot in slots):
                slots.append(Slot(now, None))
                now += pause
            slots.append(Slot(now, lesson))
            now, left = now + lesson.minutes, left - lesson.minutes
        return tuple(slots)


def plan(root: Path, settings: Settings, nav: Sequence[Any]) -> Plan:
    """Give the plan of a project; `nav` as in mkdocs.yml. Raise WorkshopError for a page or capture that is bad."""
    lessons: dict[str, Lesson] = {}
    for found in page.read_all(root, settings.kinds):
        captures = store.load(store.folder_of(root / store.FOLDER, found.path))
        _, seconds = due(found, captures, settings.fold)
        title = TITLE.search(found.text)
        lessons[found.path] = Lesson(
            found.path, title[1] if title else found.path, seconds, len(found.snippets), _checkpoint(found)
        )
    parts = (
        Part(title, tuple(lessons[path] for path in _paths(below) if path in lessons))
        for each in nav
        if isinstance(each, dict)
        for title, below in each.items()
    )
    return Plan(lessons, tuple(parts))


def due(found: Page, captures: Captures, fold: int) -> tuple[dict[str, float], float]:
    """Give in how many seconds from the top of a page each of its snippets is done, and the whole page."""
    _, end = front_matter.split(found.text)
    now, each = 0.0, {}
    for block in found.blocks:
        now += _reading(found.text[end : block.start])
        end = block.end
        if isinstance(block, Snippet):
            now += _typing(block, captures, fold)
            each[block.name] = round(now, 1)
        elif isinstance(block, Static):
            now += LINE * min(block.body.count("\n") + 1, block.fold or fold)
    return each, round(now + _reading(found.text[end:]), 1)


def _reading(prose: str) -> float:
    return 60 / WORDS * len(WORD.findall(MARKUP.sub("", prose)))


def _typing(snippet: Snippet, captures: Captures, fold: int) -> float:
    steps = captures.transcripts[snippet.name].steps if snippet.name in captures.transcripts else ()
    keys = sum(len(command.text) for command in snippet.commands)
    lines = sum(min(len(step.output.splitlines()), snippet.options.fold or fold) for step in steps)
    waiting = sum(captures.provenance.seconds.get(snippet.name, ()))
    return 60 / KEYS * keys + GLANCE * len(snippet.commands) + LINE * lines + waiting


def _checkpoint(found: Page) -> Snippet | None:
    """Give the last snippet at the margin, where no answer to a question stands, that is to end well."""
    for each in reversed(found.snippets):
        line = found.text[: each.start].rpartition("\n")[2] + found.text[each.start]
        if not (line[0].isspace() or each.options.exit or each.name.startswith(LAST)):
            return each
    return None


def _paths(below: Any) -> Iterator[str]:
    if isinstance(below, str):
        yield below
    else:
        for each in below.values() if isinstance(below, dict) else below:
            yield from _paths(each)
