"""What an author writes: the frozen values that the scanner finds in a page."""

import re
from dataclasses import dataclass, field

from transcripts.keys import are_keys
from transcripts.prompts import RUNNING, Line


@dataclass(frozen=True)
class Place:
    """A line of a file, shown as `docs/volumes.md:23`."""

    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


@dataclass(frozen=True)
class Command:
    """A command with its continuation lines, as the author wrote it."""

    lines: tuple[Line, ...]
    place: Place

    @property
    def text(self) -> str:
        """What is typed, without prompts, lines joined by newlines."""
        return "\n".join(line.text for line in self.lines)

    @property
    def keys(self) -> bool:
        """Whether it is typed in keys."""
        return are_keys(self.text)

    @property
    def running(self) -> bool:
        """Whether it is typed to a program that runs, and not at a prompt."""
        return self.lines[0].kind is RUNNING


@dataclass(frozen=True)
class Machine:
    """A machine that a page uses."""

    name: str
    """Its host name, by which the page's other machines find it."""
    kind: str
    """One of the kinds of the settings."""


@dataclass(frozen=True)
class Options:
    """What a fence asks beyond its commands; the table is in docs/authoring.md."""

    exit: int = 0
    promised: bool = False
    """Whether the status was said at all; that of keys need not be."""
    timeout: float = 60.0
    until: re.Pattern[str] | None = None
    watch: float | re.Pattern[str] | None = None
    """For how many seconds, or until what shows, a program is watched that runs on."""
    needs: str | None = None
    unordered: bool = False
    """Whether the lines of an output may come in any order."""
    exact: bool = False
    """Whether nothing may differ, not even what else varies."""
    varies: re.Pattern[str] | None = None
    """What may differ beside what always may."""
    fold: int | None = None


@dataclass(frozen=True)
class Block:
    """A fence that means something to us: where it stands in its page and what it holds."""

    place: Place
    start: int
    """Offset of the opening fence's first character in the page's text."""
    end: int
    """Offset just past the closing fence."""
    language: str
    body: str
    """The lines between the fences, without the fence's indentation."""


@dataclass(frozen=True)
class Snippet(Block):
    """Commands that run and whose transcript is kept."""

    name: str
    machine: str
    commands: tuple[Command, ...]
    options: Options = field(default_factory=Options)
    terminal: int = 1
    """Which of the terminals on its machine."""

    @property
    def on(self) -> str:
        """The name of its terminal, as a fence has it: `lab`, or `lab/2` for the second one."""
        return self.machine if self.terminal == 1 else f"{self.machine}/{self.terminal}"

    @property
    def copied(self) -> tuple[str, ...]:
        """Its commands without those in keys, which nobody can paste."""
        return tuple(command.text for command in self.commands if not command.keys)


@dataclass(frozen=True)
class Static(Block):
    """Text that is shown as typed and never run, with the reason why."""

    why: str
    fold: int | None = None


@dataclass(frozen=True)
class ProjectFile(Block):
    """A file that is written into the lab before the next snippet runs."""

    file: str
    """Path relative to the student's home directory."""
    machine: str
