"""A plan for who teaches the pages: what fits into a day, and where to see that the room is in step."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from transcripts.keep.store import Recorded
from transcripts.page.page import Page
from transcripts.settings import Settings
from transcripts.tell import pace

ROUND = 5
HEADING = re.compile(r"^##+ (.+?)(?: \{.*\})?$", re.M)
REWRITTEN = "children"
"""A key of each entry of the navigation that Zensical has rewritten."""
LAST = "Clean up"
"""Heads the steps that put away what a page made."""


@dataclass(frozen=True)
class Checkpoint:
    """A step whose success shows that the room is in step."""

    name: str
    """Of its snippet."""
    heading: str
    """Below which it stands."""


@dataclass(frozen=True)
class Lesson:
    """A page to be taught."""

    path: str
    """Below docs/."""
    title: str
    seconds: float
    """For all of it: reading, typing, waiting and looking."""
    steps: int
    checkpoint: Checkpoint | None
    """The last before all is put away; None where nothing is typed."""

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


def plan(pages: Iterable[Recorded], settings: Settings, nav: Sequence[Any]) -> Plan:
    """Give the plan of a project's pages; `nav` as in mkdocs.yml."""
    lessons: dict[str, Lesson] = {}
    for found, captures in pages:
        _, seconds = pace.due(found, captures, settings.fold)
        title = found.title
        lessons[found.path] = Lesson(found.path, title, seconds, len(found.snippets), _checkpoint(found, title))
    parts = tuple(
        Part(title, tuple(lessons[path] for path in _paths(below) if path in lessons)) for title, below in _titled(nav)
    )
    return Plan(lessons, parts)


def _checkpoint(found: Page, title: str) -> Checkpoint | None:
    """Give the last step at the margin, where no answer to a question stands, that is to end well."""
    for each in reversed(found.snippets):
        above = found.text[: each.start]
        heading = [title, *HEADING.findall(above)][-1]
        inside = (above.rpartition("\n")[2] + found.text[each.start])[0].isspace()
        if not (inside or each.options.exit or heading == LAST):
            return Checkpoint(each.name, heading)
    return None


def _titled(nav: Sequence[Any]) -> Iterator[tuple[str, Any]]:
    """Give the entries at the top with what is below them, as mkdocs.yml has them or as Zensical rewrites them."""
    for each in nav:
        if isinstance(each, dict):
            yield from [(each["title"] or "", each)] if REWRITTEN in each else each.items()


def _paths(below: Any) -> Iterator[str]:
    if isinstance(below, str):
        yield below
    elif below:
        inside = [below["url"], *below[REWRITTEN]] if REWRITTEN in below else below
        for each in inside.values() if isinstance(inside, dict) else inside:
            yield from _paths(each)
