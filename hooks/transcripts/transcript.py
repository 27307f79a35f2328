"""What a terminal showed, and its plain-text form.

A stored transcript has one gutter character for each kind of line, so that no output can be taken
for a command: typed lines stand at the margin with their prompt, output after `| `, an exit status
other than 0 after `= `, and `\\ ` marks a missing newline at the end. A prompt that cannot be told
from the line alone, as a question, stands in quotes behind `@ `, and behind `@+ ` if it continues the command above.
Keys that were typed to a running program stand at the margin as they are written, `++ctrl+c++`.
"""

import json
import re
from dataclasses import dataclass, field

from transcripts.keys import are_keys
from transcripts.prompts import Line, PromptKind
from transcripts.reading import Reader

FORMAT = 1
"""To be raised whenever the same terminal would be stored otherwise; captures of a higher one are not read."""
NO_NEWLINE = "\\ no newline at the end of the output"
TOLD = re.compile(r'@(\+?) ("(?:[^"\\]|\\.)*") (.*)')
"""A typed line that tells its prompt."""
TELLS = {more: PromptKind("told", re.compile(".*", re.S), continuation=more) for more in (False, True)}
"""What is known of the kind of such a prompt."""


@dataclass(frozen=True)
class Step:
    """One command as the terminal showed it."""

    lines: tuple[Line, ...]
    """The typed lines with their real prompts; at least one."""
    output: str
    status: int
    """The exit status; 0 also where the program at the prompt does not tell."""
    seconds: float = field(default=0.0, compare=False)
    """How long it took until the next prompt; 0 where that was not measured."""

    @property
    def text(self) -> str:
        """What was typed, lines joined by newlines."""
        return "\n".join(line.text for line in self.lines)

    @property
    def keys(self) -> bool:
        """Whether it was typed in keys."""
        return are_keys(self.text)

    @property
    def running(self) -> bool:
        """Whether it was typed to a program that ran, so that its output goes on below that of the step before."""
        return self.keys and not self.lines[0].prompt


@dataclass(frozen=True)
class Transcript:
    """The steps of one snippet, in order."""

    steps: tuple[Step, ...]

    @property
    def commands(self) -> tuple[str, ...]:
        """What decides each output: what was typed, or the command of the program to which keys were typed."""
        found: list[str] = []
        for step in self.steps:
            found.append(found[-1] if step.running and found else step.text)
        return tuple(found)


def dump(transcript: Transcript) -> str:
    """Give the stored form, which `parse` reads back to an equal transcript."""
    reader = Reader()
    return "".join(line + "\n" for step in transcript.steps for line in _step_lines(step, reader))


def _step_lines(step: Step, reader: Reader) -> list[str]:
    lines = [_typed_line(line, bool(number), reader) for number, line in enumerate(step.lines)]
    if step.output:
        body, newline, rest = step.output.rpartition("\n")
        output = (body if newline and not rest else step.output).split("\n")
        lines += [f"| {line}" if line else "|" for line in output]
        if rest:
            lines.append(NO_NEWLINE)
    if step.status:
        lines.append(f"= {step.status}")
    return lines


def _typed_line(line: Line, more: bool, reader: Reader) -> str:
    plain = line.prompt + line.text
    found = reader.peek(plain)
    if found == line and found.kind.continuation == more:
        reader.typed(found)
        return plain
    reader.typed(Line(line.prompt, line.text, TELLS[more]))
    return f"@{'+' if more else ''} {json.dumps(line.prompt, ensure_ascii=False)} {line.text}"


def _read(text: str, reader: Reader) -> Line | None:
    """Give a typed line as it is stored; None where it is none."""
    told = TOLD.fullmatch(text)
    if told is None:
        return reader.read(text)
    line = Line(json.loads(told[2]), told[3], TELLS[bool(told[1])])
    reader.typed(line)
    return line


def parse(text: str) -> Transcript:
    """Read the stored form back; raise ValueError with the line number where it is not one."""
    *lines, last = text.split("\n")
    if last:
        raise ValueError("the last line is cut short")
    steps: list[Step] = []
    typed: list[Line] = []
    output: list[str] = []
    ending = "\n"
    status = 0
    reader = Reader()

    def close() -> None:
        if typed:
            steps.append(Step(tuple(typed), "\n".join(output) + ending if output else "", status))

    for number, line in enumerate(lines, 1):
        if typed and (line == "|" or line.startswith("| ")):
            output.append(line[2:])
        elif output and line == NO_NEWLINE:
            ending = ""
        elif typed and line.startswith("= "):
            status = int(line[2:])
        elif (found := _read(line, reader)) is None:
            raise ValueError(f"line {number} is neither a command nor its output")
        else:
            if not (typed and found.kind.continuation):
                close()
                typed, output, ending, status = [], [], "\n", 0
            typed.append(found)
    close()
    return Transcript(tuple(steps))
