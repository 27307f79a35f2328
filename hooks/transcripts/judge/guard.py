"""What must not be stored: an engine's complaint that nobody expected, and what the next run shows otherwise."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest

from transcripts.judge import difference
from transcripts.judge.drift import Class, Drift, Finding
from transcripts.page.blocks import Snippet
from transcripts.transcript import Transcript

COMPLAINT = re.compile(r"^(?:(?:docker: )?Error response from daemon:|.*[Cc]annot connect to the Docker daemon)", re.M)
TOKEN = re.compile(r"\w+|\W")
BEFORE = 12
"""Characters of the text before a value that a suggested pattern looks back at."""


@dataclass(frozen=True)
class Run:
    """What a page showed in one run, as far as it came."""

    shown: Mapping[str, Transcript]
    """By snippet name."""
    stopped: str = ""
    """Why it did not come to its end."""


def refused(snippets: Sequence[Snippet], first: Run, second: Run) -> dict[str, Finding]:
    """Give what must not be stored of a page, by snippet name: each with the reason and what to do."""
    found: dict[str, Finding] = {}
    twins = difference.Twins()
    for snippet in snippets:
        shown, again = first.shown.get(snippet.name), second.shown.get(snippet.name)
        if shown is None:
            continue
        if complaint := _complaint(snippet, shown):
            found[snippet.name] = complaint
        elif again is None:
            text = f"a second run did not come here: {second.stopped}\n  mend the page, so that it runs twice alike"
            found[snippet.name] = Finding("fails now", str(snippet.place), text)
        else:
            if snippet.options.unordered:
                again = difference.arranged(shown, again, twins)
            if drifts := difference.compare(shown, again, twins):
                found[snippet.name] = _candidate(snippet, drifts[0])
    return found


def _complaint(snippet: Snippet, shown: Transcript) -> Finding | None:
    for command, step in zip(snippet.commands, shown.steps, strict=True):
        if step.status == 0 and (said := COMPLAINT.search(step.output)):
            line = step.output[said.start() :].split("\n")[0]
            text = f"`{command.lines[0].text}` ended with status 0, but the engine said: {line}\n  mend the command"
            return Finding("fails now", str(command.place), text)
    return None


def _candidate(snippet: Snippet, drift: Drift) -> Finding:
    command = snippet.commands[drift.step]
    text = f"`{command.lines[0].text}` shows something else in a second run"
    shown = "".join(f"\n  1 {line}" for line in drift.old[:3]) + "".join(f"\n  2 {line}" for line in drift.new[:3])
    return Finding("candidate", str(command.place), f"{text}\n  {_advice(drift)}{shown}")


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
