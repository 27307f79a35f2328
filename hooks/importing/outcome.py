"""What is known of a command's end from what its author shows: its status, and what is to be answered."""

import re

from importing.typed import KEYS, Typed

ERRORS = (
    (re.compile(r"(?:.*\n)*docker: (?:Error response from daemon|invalid|.*: conflict)", re.I), "125"),
    (re.compile(r"(?:.*\n)*(?:Error response from daemon|Error: No such)", re.I), "1"),
    (re.compile(r"(?:.*\n)*(?:-?\w*sh: )(?:\d+: |line \d+: )?[\w.-]+: (?:command )?not found"), "127"),
)
PRUNE = re.compile(
    r"^(?:sudo )?docker (?:container|image|volume|network|system|builder) prune\b(?!.* (?:-\w*f|--force))"
)
ANSWER = "Are you sure you want to continue? [y/N] y"


def exit_of(item: Typed) -> str:
    """Give the status with which a command ended, where its output is an error of engine or shell; else nothing."""
    shown = "\n".join(item.output)
    found = next((status for pattern, status in ERRORS if pattern.match(shown)), "")
    if found != "125":
        return found
    if re.search(r"executable file not found|no such file or directory: unknown", shown):
        return "127"
    return "126" if "permission denied: unknown" in shown else found


def answers(item: Typed) -> tuple[str, ...]:
    """Give what is to be typed below a command that asks, with the question: most tutorials do not show it."""
    return item.answers or ((ANSWER,) if PRUNE.match(item.text) else ())


def shown(item: Typed) -> list[tuple[str, tuple[str, ...]]]:
    """Give what its author shows below a command, and below each answer to what it asks, with what was typed."""
    typed, below = item.text, list[str]()
    found = []
    for line in item.output:
        if KEYS.fullmatch(line.strip()):
            continue
        if line in item.answers:
            found.append((typed, tuple(below)))
            typed, below = line.split()[-1], []
        else:
            below.append(line)
    return [*found, (typed, tuple(below))]
