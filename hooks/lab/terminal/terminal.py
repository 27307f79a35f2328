"""A terminal on a lab: types a line, knows when the program has answered, and says what it showed.

A bash says so itself, by marks, and is asked whether it was it. A program without marks is at its prompt when a
prompt of the kind that the page goes on with has stood still at the cursor. A small shell may have `$ `, as ours has:
it is at its prompt if the command is one that opens a shell, and `$ ` has stood still there for longer. A program to
which keys are typed next is watched instead; `running` knows of that.
"""

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from lab.terminal import marks, screen, shell
from lab.terminal.bound import Bound, Load, seconds, unknown
from lab.terminal.echo import below, beside
from lab.terminal.emulator import NotInTime, Size
from lab.terminal.errors import (
    FORGED,
    EndlessError,
    ForgedError,
    IgnoredError,
    NeverAskedError,
    NoProgramError,
    NoPromptError,
    NotTextError,
    NotWaitingError,
    OtherPromptError,
    SlowError,
    UnansweredError,
    UnfinishedError,
)
from lab.terminal.exchange import Arrival, Task
from lab.terminal.running import SETTLED, Running, Watching
from lab.terminal.watch import QUESTION, Watch
from lab.terminal.wire import Stream, Wire
from transcripts import keys
from transcripts.prompts import PROMPT_KINDS, RUNNING, Line, PromptKind
from transcripts.transcript import Step

STILL = 0.03
"""Seconds without output after which a prompt at the cursor counts as waiting for us."""
OTHER_SHELL = 0.3
"""Seconds that `$ ` must stand still, behind a command that opens a shell, to be the prompt of that."""
SILENCE = 20.0
"""Seconds that some other text may stand still at the cursor before it is taken for a question."""
SURE = 3.0
"""Seconds after which a pager, or a known kind of prompt that the page does not have there, is not waited for."""
SETTLE = 0.3
"""Seconds that a new job in the background has to say what it says at once."""
LIMIT = 4 * 1024 * 1024
"""Bytes of output of one command beyond which it is taken to print without end."""
HOST = PROMPT_KINDS[0].name
TAKE_OVER = frozenset({"shell", "shell-brackets", "shell-host"})
KNOWN = frozenset(kind.name for kind in PROMPT_KINDS)
OPENS = re.compile(
    r"(?:^|[\s;|&/'\"])(?:-\w*t\w*|--tty|run|exec|(?:ba|da|a|k|z)?sh|busybox|su|sudo|ssh|chroot|nsenter|unshare|login|script|"
    r"newgrp|sg|kubectl|machinectl)(?=$|[\s;&'\"])"
)
"""What a command has in it that opens a shell."""
SETS = re.compile(r"""(?:export )?PS1=(?:'[^']*'|"[^"]*"|\S+)""")
"""A command that gives the shell another prompt, and so takes its marks."""
TAKE_BACK = b"\x15"
"""What editors of lines take for: the line up to here."""


class Terminal:
    """One bash in a terminal, with whatever programs are started in it."""

    def __init__(self, stream: Stream, size: Size, load: Load = unknown) -> None:
        self._wire = Wire(stream)
        self._load = load
        self._size = size
        self._depth = self._jobs = 0
        self._marked = True
        self._prompt = "$ "
        self._indent = ""
        """What the program has put behind its prompt."""
        self._asked: tuple[str, ...] = ()
        self.waits = True
        """Whether the next line can be typed: not while one is, nor after one that came to no end of the page's."""
        self._running: Running | None = None
        self._wire.write(marks.command(0, '"$ "', f"stty cols {size.columns} rows {size.rows};").encode() + b"\r")
        shell.await_mark(self._wire, time.monotonic() + 10)

    def run(
        self,
        lines: Sequence[Line],
        then: PromptKind,
        *,
        watch: Watching = None,
        following: str = "",
        timeout: float = 60,
        limit: int = LIMIT,
    ) -> Step:
        """Type the lines of a command and give what it showed, once a prompt of the kind `then` has come.

        Where it is to run on, it is watched as `watch` says, until the keys `following` may be typed. Raises
        TerminalError where another prompt comes, none comes in `timeout` seconds, of which a busy machine has more,
        or the output has no end.
        """
        task = Task(lines[0].text, lines[0].text, Bound(timeout, self._load), limit)
        with self._told(task):
            return self._run(task, lines, then, watch, following)

    def watch(self, how: Watching, following: str, *, timeout: float = 60, limit: int = LIMIT) -> str:
        """Watch the program that runs until the keys that follow may be typed, and give what it showed meanwhile.

        Raises TerminalError as `run` does.
        """
        assert self._running
        task = Task(following, following, Bound(timeout, self._load), limit)
        with self._told(task):
            return self._running.watch(how, following, task)

    def so_far(self) -> str:
        """Give what has come up to now that was not told yet; it may be asked for from another thread."""
        sent, running = bytes(self._wire.data), self._running
        begun = marks.of_output(sent) if self._marked else sent.partition(b"\n")[2]
        try:
            shown = screen.text(begun, self._size)
        except screen.NotText:
            return ""
        return running.rest(shown) if running else shown

    def close(self) -> None:
        """Hang up."""
        self._wire.close()

    @contextmanager
    def _told(self, task: Task) -> Iterator[None]:
        self.waits = False
        try:
            yield
            self.waits = True
        except screen.NotText as error:
            raise NotTextError(task.name, f"printed bytes that are not text: {error}") from None
        except NotInTime:
            raise SlowError(task.name, f"printed more than a terminal draws within {task.bound}") from None

    def _run(self, task: Task, lines: Sequence[Line], then: PromptKind, watch: Watching, following: str) -> Step:
        typed: list[Line] = []
        output = ""
        for line, further in zip(lines, [*lines[1:], None], strict=True):
            typed.append(Line("" if line.known is RUNNING else self._prompt, line.text))
            asked, wanted = self._task(task, line), further.kind if further else then
            if wanted is RUNNING:
                self._begin(asked, line)
                assert self._running
                return Step(tuple(typed), output + self._running.watch(watch, following, asked), 0, task.bound.elapsed)
            arrival = self._pressed(asked, wanted) if line.known is RUNNING else self._type(asked, wanted)
            shown = screen.text(arrival.output, self._size, task.deadline)
            if further and shown.strip():
                raise NotWaitingError(line.text, "did not wait for its next line")
            output += arrival.late + (self._running.rest(shown) if self._running else shown)
            self._running = None
        before, self._jobs = self._jobs, arrival.jobs
        if arrival.jobs > before:
            output = below(output, self._settled(task, then))
        return Step(tuple(typed), output, arrival.status, task.bound.elapsed)

    def _task(self, task: Task, line: Line) -> Task:
        if keys.are_keys(line.text):
            sent = keys.sent(line.text, application=keys.application(self._wire.data))
            return replace(task, name=line.text, text=sent.decode(), keys=True)
        return replace(task, name=line.text, text=line.text)

    def _begin(self, task: Task, line: Line) -> None:
        """Type a line whose program is to run on, or keys to one that does."""
        if self._running and line.known is RUNNING:
            self._running.press(line.text, task)
        else:
            prompt = self._prompt + self._indent
            self._running = Running(self._wire, self._size, prompt, line.text, marked=self._marked)
            self._wire.write((TAKE_BACK if self._indent else b"") + task.sent)

    def _pressed(self, task: Task, wanted: PromptKind) -> Arrival:
        """Type keys to the program that runs, after which it ends at a prompt."""
        assert self._running
        watch = self._running.screen()
        self._running.press(task.name, task)
        return self._await(task, wanted, watch)

    def _settled(self, task: Task, kind: PromptKind) -> str:
        """Give what a new job says at once; an empty line, as a person types it, has the shell tell of its end."""
        deadline = time.monotonic() + 4 * SETTLE
        while time.monotonic() < deadline and self._wire.receive(SETTLE):
            pass
        if marks.prompt_came(self._wire.data):
            raise ForgedError(task.name, FORGED)
        said = "".join(beside(bytes(self._wire.data), *self._asked))
        self._forget()
        arrival = self._type(replace(task, text="", bound=Bound(shell.ANSWER, self._load)), kind)
        self._jobs = arrival.jobs
        return below(said, arrival.late + arrival.output.decode(errors="replace").replace("\r", ""))

    def _type(self, task: Task, wanted: PromptKind) -> Arrival:
        # A key that interrupts would undo what the shell is about to take back of its question.
        while task.keys and self._wire.receive(SETTLED):
            pass
        watch = Watch(self._wire, self._size, self._prompt + self._indent, marked=self._marked)
        self._wire.write((TAKE_BACK if self._indent else b"") + task.sent)
        return self._await(task, wanted, watch)

    def _await(self, task: Task, wanted: PromptKind, watch: Watch) -> Arrival:
        data = self._wire.data
        scanned = len(data)
        # A bash with marks waits at the end; there is nothing to guess from the screen, unless another has its prompt.
        guess = wanted.name != HOST or not self._marked
        opens = not guess and bool(OPENS.search(task.text) or SETS.fullmatch(task.text))
        rest = STILL if guess else OTHER_SHELL if opens else 1.0
        moved = now = time.monotonic()
        here = ""
        while True:
            if marks.prompt_came(data, scanned):
                return self._at_mark(task, wanted)
            scanned = len(data)
            if scanned > task.limit:
                self._wire.write(b"\x03")
                raise EndlessError(task.name, f"printed more than {task.limit:,} bytes")
            came = self._wire.receive(rest if guess else min(rest, max(0.01, task.deadline - now)))
            now = time.monotonic()
            if came:
                moved, here = now, ""
                if self._running and self._running.settle():
                    watch = self._running.screen()
            elif now < task.deadline:
                here = watch.look(task.deadline)
                if (guess or opens) and not marks.prompt_began(data) and (prompt := watch.prompt(here, wanted)):
                    return self._at_rest(task, watch, prompt, here[len(prompt) :], wanted)
            if now - moved > SURE:
                watch.refuse(here, task.name, wanted)
            if now > task.deadline or (wanted.name != HOST and here.strip() and now - moved > SILENCE):
                waited = str(task.bound) if now > task.deadline else seconds(now - moved)
                problem = f"brought no prompt {_of(wanted)} within {waited}"
                if QUESTION.fullmatch(here):
                    raise UnansweredError(task.name, f"{problem}, and stands at `{here}`", watch.sent(), self._size)
                raise (IgnoredError if task.keys else NoPromptError)(task.name, problem, watch.sent(), self._size)

    def _at_mark(self, task: Task, wanted: PromptKind) -> Arrival:
        try:
            came = marks.split(self._wire.data, self._prompt, marked=self._marked)
        except marks.Forged:
            raise ForgedError(task.name, FORGED) from None
        output, late, silent = came.output, "", self._marked and not came.begun
        if came.begun:
            late = "" if task.keys else "".join(beside(came.typed, *self._asked, task.echo))
        elif silent:
            late, said = beside(came.output, *self._asked, task.echo)
            output = keys.without_echo(said.encode(), task.sent) if task.keys else said.encode()
        else:
            # Such a program may draw the line that is typed more than once.
            watch = screen.Screen(self._size)
            watch.feed(self._prompt.encode() + came.output, task.deadline)
            output = "\r\n".join(line.rstrip(" ") for line in watch.shown()[1:]).encode()
        del self._wire.data[: came.end]
        self._depth, self._marked, self._prompt, self._indent = came.depth, True, came.prompt, ""
        status, self._asked = shell.ask(self._wire, task.name, came.prompt, self._size)
        if silent and not task.keys:
            # The shell still tells of the command before: a remark is well, any complaint is not.
            status = (status or 1) if output.strip() else 0
        if came.further and not wanted.continuation:
            problem = f"is unfinished: its shell waits for the rest at `{came.prompt}`"
            raise UnfinishedError(task.name, problem, output, self._size)
        if came.further != wanted.continuation or not wanted.pattern.fullmatch(came.prompt):
            problem = (
                f"came back to `{came.prompt}` with status {status}, but the page goes on at a prompt {_of(wanted)}"
            )
            errors = {"asked": NeverAskedError, "angle": NoProgramError}
            raise errors.get(wanted.name, OtherPromptError)(task.name, problem, output, self._size)
        return Arrival(output, came.prompt, status, late, came.jobs)

    def _at_rest(self, task: Task, watch: Watch, prompt: str, indent: str, kind: PromptKind) -> Arrival:
        """Give what came from a program without marks, whose prompt stands still at the cursor."""
        if self._running:
            watch = self._running.screen()
        output, late = watch.output(), ""
        if self._marked and kind.name == "continuation":
            raise NotWaitingError(task.name, f"started a program with the prompt `{prompt}`", watch.sent(), self._size)
        if self._marked and not task.keys:
            late = "".join(beside(marks.before_output(self._wire.data), *self._asked, task.echo))
        self._forget()
        self._marked, self._prompt, self._indent = False, prompt, indent
        if kind.name in TAKE_OVER or (kind.shell and kind.name not in KNOWN) or SETS.fullmatch(task.text):
            self._take_over()
        return Arrival(output, prompt, late=late)

    def _take_over(self) -> None:
        """Make an inner bash send marks too; anything else is left as it is."""
        line = marks.command(self._depth + 1, '"$PS1"').strip()
        self._wire.write(f' [ -n "$BASH_VERSION" ] && {{ {line}; }}\r'.encode())
        try:
            shell.await_mark(self._wire, time.monotonic() + 2)
            self._depth, self._marked = self._depth + 1, True
        except NoPromptError:
            self._forget()

    def _forget(self) -> None:
        self._wire.data.clear()
        self._asked = ()


def _of(wanted: PromptKind) -> str:
    return f"`{wanted.example}`" if wanted.name in ("asked", "angle") else f"of the kind {wanted.name}"
