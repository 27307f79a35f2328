"""All snippets of one page, in order, in one terminal on each of its labs."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

from lab.machine import Lab
from lab.terminal.terminal import Terminal
from transcripts.errors import StepError
from transcripts.judge.kinds import neutral
from transcripts.page.blocks import Block, Command, Place, ProjectFile, Snippet
from transcripts.prompts import PROMPT_KINDS, PromptKind, kind_of
from transcripts.transcript import Step, Transcript

HOST = PROMPT_KINDS[0]
FIRST_WAIT, LONGEST_WAIT = 0.1, 2.0


class Session:
    """Types the snippets of a page, each once and on its machine, and gives their transcripts."""

    def __init__(self, labs: Mapping[str, Lab], blocks: Sequence[Block]) -> None:
        self._labs = labs
        self._terminals: dict[str, Terminal] = {}
        self._files = [block for block in blocks if isinstance(block, ProjectFile)]
        self._then: dict[Place, PromptKind] = {}
        for name in labs:
            typed = [b for b in blocks if isinstance(b, Snippet) and b.machine == name]
            commands = [command for snippet in typed for command in snippet.commands]
            following = [kind_of(command.lines[0].prompt) for command in commands[1:]] + [HOST]
            self._then |= zip((command.place for command in commands), following, strict=False)

    def run(self, snippet: Snippet) -> Transcript:
        """Write the files that stand above the snippet, type it, and give what it showed.

        Raises StepError where a command does not do what the page promises.
        """
        while self._files and self._files[0].start < snippet.start:
            file = self._files.pop(0)
            self._labs[file.machine].put(file.file, file.body)
        if snippet.machine not in self._terminals:
            self._terminals[snippet.machine] = Terminal(self._labs[snippet.machine].terminal())
        *most, last = snippet.commands
        steps = [self._step(snippet, command, 0, snippet.options.timeout) for command in most]
        return Transcript((*steps, self._last(snippet, last)))

    def close(self) -> None:
        """Hang up; the labs stay."""
        for terminal in self._terminals.values():
            terminal.close()

    def _step(self, snippet: Snippet, command: Command, status: int | None, timeout: float) -> Step:
        then: PromptKind = self._then[command.place]
        shown = self._terminals[snippet.machine].run(command, then, timeout=timeout)
        step = replace(shown, output=neutral(shown.output))
        if status is not None and step.status != status:
            raise StepError(
                command.place,
                f"`{command.lines[0].text}` ended with status {step.status}, not {status}",
                f'mend it, or say exit="{step.status}" on its fence if that is what it shows' + _tail(step),
            )
        return step

    def _last(self, snippet: Snippet, command: Command) -> Step:
        until, options = snippet.options.until, snippet.options
        if until is None:
            return self._step(snippet, command, options.exit, options.timeout)
        deadline, wait = time.monotonic() + options.timeout, FIRST_WAIT
        while True:
            step = self._step(snippet, command, None, max(1.0, deadline - time.monotonic()))
            if until.search(step.output) and step.status == options.exit:
                return step
            if time.monotonic() + wait > deadline:
                raise StepError(
                    command.place,
                    f"`{command.lines[0].text}` did not show /{until.pattern}/ within {options.timeout:.0f} s",
                    "raise timeout=, or mend until=" + _tail(step),
                )
            time.sleep(wait)
            wait = min(2 * wait, LONGEST_WAIT)


def _tail(step: Step) -> str:
    return "".join(f"\n  | {line}" for line in step.output.splitlines()[-12:])
