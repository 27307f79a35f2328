"""The two kinds of parts that a tutorial has, and what the header of a block of code says."""

import re
from dataclasses import dataclass, replace

QUOTED = re.compile(r'\{\{ *(["\'])([^"\']*(?:\{\{|\}\}|\{%|%\})[^"\']*)\1 *\}\}')
"""What Liquid shows to the letter."""
TITLE = re.compile(r"""\b(?:title|file|filename|name|caption)\s*[=:]\s*["']?([\w./-]+)""")
RUNS = re.compile(r"term\d*|exec\w*")
"""What says that a tutorial's own page runs a block."""
TEXTS = frozenset({"text", "txt", "plain", "plaintext", "none", "nohighlight"})


@dataclass(frozen=True)
class Prose:
    """A line of prose, as it stands on the page."""

    line: int
    text: str


@dataclass(frozen=True)
class Code:
    """A block of code."""

    line: int
    """Where its first line of code stands in the tutorial."""
    column: int
    """Where it stands on the page."""
    language: str
    """In small letters; nothing where it does not say one."""
    title: str
    lines: tuple[str, ...]
    closed: bool = True
    runs: bool = False
    """Whether the tutorial has a button that runs it."""


def dedent(lines: list[str]) -> tuple[str, ...]:
    """Give the lines of a block without the indentation that they share, and without empty ones at the end."""
    spread = [line.replace("\u00a0", " ").rstrip() for line in lines]
    before = [line[: len(line) - len(line.lstrip(" \t"))] for line in spread if line]
    indent = min((len(each) for each in before), default=0) if len({each[:1] for each in before}) < 2 else 0
    cut = [line[indent:] for line in spread]
    while cut and not cut[-1]:
        cut.pop()
    return tuple(QUOTED.sub(lambda found: found[2], line) for line in cut)


def said(code: Code, info: str) -> Code:
    """Give a block with what the header of its fence, or the line below it, says."""
    words = re.findall(r"[\w#+-]+", TITLE.sub("", info).replace(".", " ").lower())
    runs = any(RUNS.fullmatch(word) for word in words)
    first = next((word.removeprefix("language-") for word in words if not RUNS.fullmatch(word)), code.language)
    title = TITLE.search(info) or re.match(r"\s*[\w-]+:([\w./-]+\w)", info)
    language = "" if first in TEXTS else first
    return replace(code, language=language, title=title[1] if title else code.title, runs=code.runs or runs)
