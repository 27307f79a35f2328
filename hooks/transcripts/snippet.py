"""What an author writes: the frozen values that the scanner finds in a page."""

import re
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Place:
    """A line of a file, shown as `docs/volumes.md:23`."""

    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


@dataclass(frozen=True)
class PromptKind:
    """A family of prompts that differ only in parts that change: host name, directory, counter."""

    name: str
    pattern: re.Pattern[str]
    """Matches one prompt with its trailing space, from the start of a line."""
    shell: bool = False
    """Whether commands typed here end with an exit status."""
    continuation: bool = False
    """Whether a line typed here belongs to the command begun above it."""


PROMPT_KINDS = (
    PromptKind("host", re.compile(r"\$ "), shell=True),
    PromptKind("continuation", re.compile(r"> "), continuation=True),
    PromptKind("python", re.compile(r">>> ")),
    PromptKind("python-continuation", re.compile(r"\.\.\. "), continuation=True),
    PromptKind("ipython", re.compile(r"In \[\d+\]: ")),
    PromptKind("ipython-continuation", re.compile(r" {3,}\.\.\.: "), continuation=True),
    PromptKind("shell", re.compile(r"[a-z_][\w.-]*@[\w.-]+:\S*[#$] ", re.I), shell=True),
    PromptKind("shell-brackets", re.compile(r"\[[a-z_][\w.-]*@[\w.-]+ [^\]\s]+\][#$] "), shell=True),
    PromptKind("root", re.compile(r"(?:/\S* )?# "), shell=True),
    PromptKind("psql", re.compile(r"\w+=[*!?]?[#>] ")),
    PromptKind("psql-continuation", re.compile(r"\w+[-('\"$][*!?]?[#>] "), continuation=True),
    PromptKind("question", re.compile(r"\S.*(?:\(yes/no[^)]*\)\?|\[[Yy]/[Nn]\]) ")),
    PromptKind("password", re.compile(r"(?:[\w.@-]+'s password|[Pp]assword(?: for [\w.@-]+)?): ")),
    PromptKind("client", re.compile(r"[a-z][\w.:\[\]()/-]*> ")),
)


def split_prompt(line: str) -> tuple[PromptKind, str, str] | None:
    """Give the kind, the prompt and the typed text of a line, or None where it starts with no prompt."""
    padded = line + " "
    for kind in PROMPT_KINDS:
        if match := kind.pattern.match(padded):
            return kind, match[0], line[match.end() :]
    return None


def kind_of(prompt: str) -> PromptKind:
    """Give the kind of a prompt; raise ValueError for a text that is none."""
    found = split_prompt(prompt)
    if found is None or found[1] != prompt:
        raise ValueError(f"not a prompt: {prompt!r}")
    return found[0]


@dataclass(frozen=True)
class Line:
    """One line at a prompt: the prompt with its trailing space, and what is typed after it."""

    prompt: str
    text: str


@dataclass(frozen=True)
class Command:
    """A command with its continuation lines, as the author wrote it."""

    lines: tuple[Line, ...]
    place: Place

    @property
    def text(self) -> str:
        """What is typed, without prompts, lines joined by newlines."""
        return "\n".join(line.text for line in self.lines)


ENGINE, BARE = "docker", "bare"


@dataclass(frozen=True)
class Machine:
    """A machine that a page uses."""

    name: str
    """Its host name, by which the page's other machines find it."""
    kind: str = ENGINE
    """ENGINE, or BARE where the page itself installs Docker."""


@dataclass(frozen=True)
class Options:
    """What a fence asks beyond its commands; the table is in docs/authoring.md."""

    exit: int = 0
    timeout: float = 60.0
    until: re.Pattern[str] | None = None
    needs: str | None = None
    unordered: bool = False
    """Whether the lines of an output may come in any order."""
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
