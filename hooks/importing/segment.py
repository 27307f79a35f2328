"""What will stand in one fence, and the fence that it makes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from importing.fate import Fate
from importing.typed import Typed
from importing.vocabulary import SHELL_LANGUAGES
from transcripts.errors import PageError
from transcripts.page import fences
from transcripts.page.blocks import Snippet

LANGUAGE = re.compile(r"[\w#.+-]+")


@dataclass
class Segment:
    """Commands of one fate, with the lines that they make."""

    fate: Fate
    lines: list[str] = field(default_factory=list)
    items: list[Typed] = field(default_factory=list)
    _texts: list[str] = field(default_factory=list)
    """What is typed, command by command."""

    def add(self, prompt: str, lines: Sequence[str]) -> None:
        """Add a command at a prompt; at none where the line has one."""
        further = _further(prompt)
        self.lines += [f"{prompt}{lines[0]}", *(f"{further}{line}" for line in lines[1:])]
        self._texts.append("\n".join(lines))

    @property
    def first(self) -> str:
        """Its first command."""
        return self._texts[0]

    def reads(self, header: str) -> bool:
        """Whether our own scanner takes the fence for just these commands."""
        try:
            [found] = fences.find("\n".join([f"```{header}", *self.lines, "```", ""]), "")
        except (PageError, ValueError):
            return False
        typed = list(found.copied) if isinstance(found, Snippet) else []
        return len(typed) == len(self._texts) and all(map(str.endswith, self._texts, typed))


def header(language: str, **options: str) -> str:
    """Give the header of a fence with these options, but for those that are empty."""
    said = {name: " ".join(re.sub(r'["`]', "", value).split()) for name, value in options.items() if value}
    return " ".join([language, *(f'{name}="{value}"' for name, value in said.items())])


def language(said: str) -> str:
    """Give the language of a fence that is none of ours."""
    return said if LANGUAGE.fullmatch(said) and said not in SHELL_LANGUAGES else "text"


def fenced(column: int, header: str, lines: Sequence[str]) -> list[str]:
    """Give a fence with these lines in it."""
    marks = [len(found[0]) for line in lines if (found := re.match(r"`+", line.lstrip()))]
    fence = "`" * max([3, *(mark + 1 for mark in marks)])
    return [" " * column + line if line else "" for line in (fence + header, *lines, fence)]


def _further(prompt: str) -> str:
    """Give the prompt of further lines."""
    if prompt == ">>> ":
        return "... "
    return prompt.replace("=", "-") if "=" in prompt and "@" not in prompt else "> "
