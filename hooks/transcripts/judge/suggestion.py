"""What an author may do about a command that shows something else each time."""

import re
from itertools import groupby, zip_longest

from transcripts.findings import Class, Finding
from transcripts.judge.drift import Drift
from transcripts.page.blocks import Snippet

TOKEN = re.compile(r"\w+|\W")
BEFORE = 12
"""Characters of the text before a value that a suggested pattern looks back at."""


def candidate(snippet: Snippet, drift: Drift) -> Finding:
    """Give what two runs of a page do not agree on, with both values and, where one would help, a row for the table."""
    command = snippet.commands[drift.step]
    text = f"`{command.lines[0].text}` shows something else in a second run"
    shown = "".join(f"\n  1 {line}" for line in drift.old[:3]) + "".join(f"\n  2 {line}" for line in drift.new[:3])
    return Finding(Class.CANDIDATE, str(command.place), f"{text}\n  {_advice(drift)}{shown}")


def _advice(drift: Drift) -> str:
    if drift.kind is Class.ORDER:
        return "sort the lines, or write unordered on the fence"
    if len(drift.old) == len(drift.new) == 1 and (kind := suggestion(drift.old[0], drift.new[0])):
        return f"make the command say less, or add to KINDS in hooks/transcripts/judge/kinds.py: {kind}"
    return "make the command show the same each time"


def suggestion(one: str, other: str) -> str:
    """Give the row of the table of volatile values that would put aside what differs first in two lines; or nothing."""
    before = ""
    for a, b in zip_longest(TOKEN.findall(one), TOKEN.findall(other), fillvalue=""):
        if a != b:
            if not (a.isalnum() and b.isalnum()):
                return ""
            behind = f"(?<={re.escape(before[-BEFORE:])})" if before else r"\b"
            return f'Kind("its name", r"{behind}{_pattern(a, b)}\\b", ("{a}", "{b}"))'
        before += a
    return ""


def _pattern(one: str, other: str) -> str:
    if one.isdigit() and other.isdigit():
        return r"\d+"
    letters = "".join(key for key, _ in groupby(sorted(one + other)))
    if re.fullmatch("[0-9a-f]+", letters):
        length = f"{{{len(one)}}}" if len(one) == len(other) else "+"
        return f"[0-9a-f]{length}"
    return r"\w+"
