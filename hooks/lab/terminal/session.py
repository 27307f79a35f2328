"""All snippets of one page, in order, in one terminal on each of its labs."""

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from lab.terminal.bound import Bound
from lab.terminal.emulator import Size
from lab.terminal.errors import (
    AskedError,
    EndedError,
    EndlessError,
    ForgedError,
    GoneError,
    IgnoredError,
    NeverAskedError,
    NoProgramError,
    NoPromptError,
    NotTextError,
    NotWaitingError,
    OtherPromptError,
    OtherQuestionError,
    OtherShellError,
    PagerError,
    SlowError,
    TerminalError,
    UnansweredError,
    UnfinishedError,
    WatchedError,
)
from lab.terminal.terminal import Terminal
from lab.terminal.wire import Stream
from transcripts.errors import LabError, StepError
from transcripts.judge.kinds import neutral
from transcripts.page.blocks import Block, Command, ProjectFile, Snippet
from transcripts.page.terminals import turns
from transcripts.prompts import NO_PAGER, PROMPT_KINDS
from transcripts.settings import Settings
from transcripts.transcript import Step, Transcript

HOST = PROMPT_KINDS[0]
FIRST_WAIT, LONGEST_WAIT = 0.1, 0.5

REMEDIES: Mapping[type[TerminalError], str] = {
    PagerError: f"type ++q++ in a line of its own below it, or turn the pager off: {NO_PAGER}",
    AskedError: "go on with a line at that prompt, or have the program not ask",
    OtherShellError: "start that shell by name, as `sh`, or give it a prompt that is not `$ `",
    OtherQuestionError: "write the question as it is asked; a star in one that the front matter names is what changes",
    UnansweredError: "if it asks there, write that with the answer as the next line; else raise timeout=, or mend it",
    NoPromptError: "raise timeout=, mend the command or the prompt that follows it, or end it with keys: ++ctrl+c++",
    IgnoredError: "type keys to which the program ends or asks for the next line, or raise timeout=",
    EndedError: "take the keys out, or have it run until they are typed",
    WatchedError: 'say on the fence of the keys for how long it is watched, for="2", or until what shows, for="regex"',
    NeverAskedError: "take the line out if it is output, which is never typed; else see what the program asks instead",
    NoProgramError: "begin that line with `$ ` if it is a command, or end the one above with a backslash if it goes on",
    UnfinishedError: "write the rest below it, each line at that prompt, or close what it opens",
    OtherPromptError: "see what it printed, and mend the command or the prompt",
    EndlessError: "make it print less, or end",
    SlowError: "make it move the cursor less, or raise timeout=",
    NotTextError: "send them to a file or a pager",
    NotWaitingError: "begin the next line with the prompt that comes; only an unfinished command has further lines",
    ForgedError: "leave the prompt of the shell, its marks and its echo to the terminal",
    GoneError: "leave the shell of the page running",
}
NOT_THERE = re.compile(
    r"Unable to find image '(?P<run>[^']+)' locally"
    r"|failed to resolve source metadata for docker\.io/(?:library/)?(?P<build>[^\s:]+:[^\s:]+)"
    r"|(?:manifest for|pull access denied for) (?P<pull>[^\s,]+)"
)
"""What engine, builder and client say of an image that the mirror does not have."""
ASKED_HUB, PULLED = "registry-1.docker.io", re.compile(r"\bpull (?:-\S+ )*(\S+)")
"""What an engine asked that has no such image in its mirror, and the image in a command: of a pull it names none."""


class HasTerminal(Protocol):
    """What a session needs of a lab."""

    def terminal(self) -> Stream:
        """Give the connection to a fresh bash."""

    def put(self, file: str, text: str) -> None:
        """Write a file below the user's home."""

    def load(self) -> float | None:
        """Give how many programs run or wait for each processor, over a minute; None where it does not tell."""


class Session:
    """Types the snippets of a page, each once and on its machine, and gives their transcripts."""

    def __init__(self, labs: Mapping[str, HasTerminal], blocks: Sequence[Block], settings: Settings) -> None:
        self._labs = labs
        self._size = Size(settings.terminal.columns, settings.terminal.rows)
        self._offered = settings.images
        self._terminals: dict[str, Terminal] = {}
        self._closed = False
        self.follow(blocks)

    def follow(self, blocks: Sequence[Block]) -> None:
        """Go on with these blocks; their files are still to be written."""
        self._files = [block for block in blocks if isinstance(block, ProjectFile)]
        self._turns = {turn.command.place: turn for found in turns(blocks).values() for turn in found}

    def run(self, snippet: Snippet) -> Transcript:
        """Write the files that stand above the snippet, type it, and give what it showed.

        Raises StepError where a command does not do what the page promises, LabError where there is no terminal.
        """
        while self._files and self._files[0].start < snippet.start:
            file = self._files.pop(0)
            self._labs[file.machine].put(file.file, file.body)
        if snippet.on not in self._terminals:
            self._terminals[snippet.on] = self._opened(snippet.machine)
            if self._closed:
                # Whoever hung up while it was opened has not seen it.
                self._terminals[snippet.on].close()
        *most, last = snippet.commands
        steps = [self._step(snippet, command, None if command.keys else 0, snippet.options.timeout) for command in most]
        return Transcript((*steps, self._last(snippet, last)))

    @property
    def waits(self) -> bool:
        """Whether the next command can be typed, in each of its terminals."""
        return all(terminal.waits for terminal in self._terminals.values())

    def so_far(self, snippet: Snippet) -> str:
        """Give what the command that runs in a snippet's terminal has shown; another thread may ask for it."""
        return self._terminals[snippet.on].so_far() if snippet.on in self._terminals else ""

    def close(self) -> None:
        """Hang up, for good; the labs stay. Another thread may do it while a snippet is typed, which fails then."""
        self._closed = True
        for terminal in [*self._terminals.values()]:
            terminal.close()

    def _opened(self, machine: str) -> Terminal:
        lab = self._labs[machine]
        try:
            return Terminal(lab.terminal(), self._size, lab.load)
        except TerminalError as error:
            raise LabError(
                machine, str(error), "see that bash is the shell of its user" + _listed(error.rows)
            ) from None

    def _step(self, snippet: Snippet, command: Command, status: int | None, timeout: float) -> Step:
        turn, terminal, how = self._turns[command.place], self._terminals[snippet.on], snippet.options.watch
        then, following = (turn.following.lines[0].kind, turn.following.text) if turn.following else (HOST, "")
        try:
            before = ""
            if command.running and command is turn.snippet.commands[0]:
                before = terminal.watch(how, command.text, timeout=timeout)
            shown = terminal.run(command.lines, then, watch=how, following=following, timeout=timeout)
        except TerminalError as error:
            raise StepError(command.place, str(error), REMEDIES[type(error)] + _listed(error.rows)) from None
        shown = replace(shown, output=before + shown.output)
        step = replace(shown, output=neutral(shown.output))
        if status is not None and step.status != status:
            raise StepError(
                command.place,
                f"`{command.lines[0].text}` ended with status {step.status}, not {status}",
                (self._missing(step) or f'mend it, or say exit="{step.status}" on its fence if that is what it shows')
                + _tail(step),
            )
        return step

    def _missing(self, step: Step) -> str:
        """Give what to do about an image that the mirror lacks; nothing where it is not that."""
        named = [next(filter(None, found.groups())) for found in NOT_THERE.finditer(step.output)]
        if ASKED_HUB in step.output:
            named += PULLED.findall(step.text)
        image = next((name for name in named if name not in self._offered), "")
        if not image:
            return ""
        return (
            f"the mirror has no {image}: it offers {', '.join(self._offered) or 'nothing'}; "
            f'add it to [images] of workshop.toml with a recipe in images/, or write needs="hub" on the fence'
        )

    def _last(self, snippet: Snippet, command: Command) -> Step:
        until, options = snippet.options.until, snippet.options
        if until is None:
            status = options.exit if options.promised or not command.keys else None
            return self._step(snippet, command, status, options.timeout)
        bound, wait = Bound(options.timeout, self._labs[snippet.machine].load), FIRST_WAIT
        while True:
            step = self._step(snippet, command, None, max(1.0, bound.left))
            if until.search(step.output) and step.status == options.exit:
                return step
            if time.monotonic() > bound.deadline:
                raise StepError(
                    command.place,
                    f"`{command.lines[0].text}` did not show /{until.pattern}/ within {bound}",
                    "raise timeout=, or mend until=" + _tail(step),
                )
            time.sleep(wait)
            wait = min(2 * wait, LONGEST_WAIT)


def _tail(step: Step) -> str:
    return _listed(step.output.splitlines()[-12:])


def _listed(rows: Sequence[str]) -> str:
    return "".join(f"\n  | {row}" for row in rows)
