"""The prompts at which a person types, by kind, and a line typed at one."""

import re
from dataclasses import dataclass


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


VENV = r"(?:\([\w.+-]+\) )?"
"""What a virtual environment of Python puts before the prompt of a shell."""
PROMPT_KINDS = (
    PromptKind("host", re.compile(VENV + r"\$ "), shell=True),
    PromptKind("continuation", re.compile(r"> "), continuation=True),
    PromptKind("python", re.compile(r">>> ")),
    PromptKind("python-continuation", re.compile(r"\.\.\. "), continuation=True),
    PromptKind("ipython", re.compile(r"In \[\d+\]: ")),
    PromptKind("ipython-continuation", re.compile(r" {3,}\.\.\.: "), continuation=True),
    PromptKind("shell", re.compile(VENV + r"[a-z_][\w.-]*@[\w.-]+:\S*[#$] ", re.I), shell=True),
    PromptKind("shell-brackets", re.compile(VENV + r"\[[a-z_][\w.-]*@[\w.-]+ [^\]\s]+\][#$] "), shell=True),
    PromptKind("root", re.compile(VENV + r"(?:/\S* )?# "), shell=True),
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
