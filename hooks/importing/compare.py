"""Which of the outputs that the author of a tutorial typed are still true, told by the classes of drift."""

import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from importing.elision import without
from importing.kept import Kept
from importing.pairing import exchanged, paired
from transcripts.judge import difference, tolerance
from transcripts.judge.drift import Drift
from transcripts.judge.twins import Twins
from transcripts.keep.store import Captures
from transcripts.page.page import Page
from transcripts.transcript import Step, Transcript

PULLED = re.compile(r"\AUnable to find image (?:.*\n)*?Status: Downloaded .*\n")
GONE = "the command is not on the page any more"
Typed = tuple[str, int]
"""A command of the page: the name of its snippet, and its number there."""
Outputs = Mapping[Typed, Sequence[str]]
Words = Callable[[str], str]


@dataclass(frozen=True)
class Verdict:
    """What became of an output of the tutorial."""

    was: Kept
    place: str = ""
    drifts: tuple[Drift, ...] = ()
    why: str = ""
    """Why it is not compared."""

    @property
    def told(self) -> str:
        """In a few words: the same, in which way it differs, or why nobody can say."""
        if self.why:
            return f"not compared: {self.why}"
        return ", ".join(dict.fromkeys(drift.kind for drift in self.drifts)) or "the same"


def verdicts(page: Page, captures: Captures, outputs: Sequence[Kept]) -> tuple[Verdict, ...]:
    """Give what became of each output of a tutorial, in the order of the tutorial."""
    commands = {(each.name, n): command for each in page.snippets for n, command in enumerate(each.commands)}
    where = list(commands)
    pairs = paired([each.command for each in outputs], [command.text for command in commands.values()])
    places = {number: where[other] for number, other in pairs.items()}
    words = _words(outputs, {number: commands[here].text for number, here in places.items()})
    old = {places[n]: each.output for n, each in enumerate(outputs) if n in places and each.output}
    judged = _judged(page, captures, old, words)
    found = []
    for number, each in enumerate(outputs):
        if each.output:
            here = places.get(number)
            place = str(commands[here].place) if here else ""
            drifts = judged.get(here) if here else None
            why = "" if drifts is not None else "it was not recorded" if here else each.why or GONE
            found.append(Verdict(each, place, drifts or (), why))
    return tuple(found)


def _words(outputs: Sequence[Kept], commands: Mapping[int, str]) -> Words:
    """Give what writes into a line the words that somebody exchanged in the commands, as another image."""
    words: dict[str, str] = {}
    for number, command in commands.items():
        words |= exchanged(outputs[number].command, command)
    any_word = re.compile("|".join(rf"(?<![\w.-]){re.escape(word)}(?![\w-])" for word in words) or r"(?!)")
    return lambda line: any_word.sub(lambda found: words[found[0]], line)


def _judged(page: Page, captures: Captures, outputs: Outputs, words: Words) -> dict[Typed, tuple[Drift, ...]]:
    """Give how the outputs of a tutorial differ from what was recorded, by their commands."""
    twins = Twins()
    found: dict[Typed, tuple[Drift, ...]] = {}
    for snippet in page.snippets:
        new = captures.transcripts.get(snippet.name)
        if new is None or len(new.steps) != len(snippet.commands):
            continue
        may = tolerance.of_page(page)(snippet)
        steps = [_bare(step, (snippet.name, n) in outputs) for n, step in enumerate(new.steps)]
        sides = [_sides(step, outputs.get((snippet.name, n)), words, may.of(step.text)) for n, step in enumerate(steps)]
        was, now = (Transcript(tuple(side)) for side in zip(*sides, strict=True))
        drifts = difference.compare(was, now, twins, may)
        found |= {(snippet.name, n): tuple(each for each in drifts if each.step == n) for n in range(len(steps))}
    return found


def _bare(step: Step, compared: bool) -> Step:
    """Give a step at a prompt that says nothing, and with its output only if that is compared."""
    line = replace(step.lines[0], prompt="$ ", known=None)
    return replace(step, lines=(line,), output=_plain(step.output.split("\n")) if compared else "")


def _plain(lines: Sequence[str]) -> str:
    """Give an output without what authors lose when they copy one: spaces at the ends of lines, and around it all."""
    text = textwrap.dedent("\n".join(line.rstrip() for line in lines)).strip("\n")
    return text + "\n" if text else ""


def _sides(new: Step, was: Sequence[str] | None, words: Words, may: tolerance.Tolerance) -> tuple[Step, Step]:
    """Give a step as it would have been if the author of the tutorial were right, and as it is."""
    if was is None:
        return new, new
    shown = new.output.split("\n")
    old = _plain([line if line in shown else words(line) for line in was])
    # Which command of a page is the first to pull an image is no property of the command.
    there = new.output if "Unable to find image" in old else PULLED.sub("", new.output)
    before, after = without(old, there, may)
    return replace(new, output=before), replace(new, output=after)
