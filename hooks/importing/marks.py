"""Prompts as tutorials have them: those of our pages that output never begins with, and those of other machines."""

import re
from collections.abc import Sequence

from importing.vocabulary import known
from transcripts.prompts import PROMPT_KINDS, split_prompt

NODE = r"\[[\w.-]+\](?: \(local\) \S+@\S+ [~/]\S*?)? ?[$#] "
HOSTED = re.compile(
    rf"{NODE}|(?:[A-Za-z][\w.]*\d|[A-Za-z]+-[A-Za-z\d]+) ?[$#] |\$(?=[a-z]+ [\w-])|\$ |% (?=[a-z])|❯ |➜ +\S+ "
)
"""Prompts of a machine: of any name, or of none."""
BROKEN = re.compile(r"\w+@\S+:[#$]/ |\w+@<[^>]+>:\S* |[~/]\S*[#$] (?=\S)")
"""Prompts as authors type them from memory."""
SURE = frozenset(
    """shell shell-brackets small python python-continuation ipython ipython-continuation windows psql
    psql-continuation mariadb mariadb-continuation irb irb-continuation""".split()
)
"""The kinds of prompts that output never begins with; `#` alone is not one of them."""
CLIENT = re.compile(r"(?:mysql|redis|sqlite|jshell|mongo|test|ftp|lua|cqlsh|\d+\.\d+\.\d+\.\d+:\d+)> ")
ROOT = re.compile(r"# ?(?=\S)")
OPENS = re.compile(r" -(?:\w*i\w*t|\w*t\w*i)\b| --tty\b|^(?:sudo )?(?:su|unshare|chroot|nsenter)\b|^sudo -[si]\b")
"""What starts a shell in which `#` is the prompt."""
KINDS = [kind for kind in PROMPT_KINDS if kind.name in SURE]


def prompts(lines: Sequence[str]) -> list[str]:
    """Give the prompt of each line; what would go on with a command goes on with one of its own program."""
    found: list[str] = []
    program, opened = "", False
    for line in lines:
        prompt = _prompt(line)
        kind = split_prompt(line, KINDS)
        name = kind[0].name if prompt and kind else ""
        if name.endswith("-continuation") and name.removesuffix("-continuation") != program:
            prompt = ""
        elif prompt:
            program = name.removesuffix("-continuation")
            opened = OPENS.search(line[len(prompt) :]) is not None
        elif opened and line.startswith("# ") and known(line[2:]):
            prompt = "# "
        found.append(prompt)
    return found


def _prompt(line: str) -> str:
    """Give the prompt that a line begins with; nothing where it has none for certain."""
    padded = line + " "
    if match := HOSTED.match(padded):
        return match[0]
    split = split_prompt(line, KINDS)
    if split and split[1].strip() not in ("#", "$"):
        return split[1]
    match = BROKEN.match(padded) or CLIENT.match(padded)
    return match[0] if match else ""


def rooted(lines: Sequence[str]) -> bool:
    """Whether `#` is a prompt here and begins no comment."""
    marked = [line for line in lines if ROOT.match(line)]
    others = [line for line in lines if line and not ROOT.match(line)]
    return bool(marked) and all(known(line[1:].strip()) for line in marked) and not any(map(known, others))
