"""A terminal on a lab: types a line, knows when the program has answered, and says what it showed.

A bash says so itself, by marks. A program without marks is at its prompt when a prompt of the kind that the
page goes on with has stood still at the cursor.
"""

import time
from typing import Protocol

from lab.terminal import screen
from lab.terminal.marks import Arrival, Marks
from transcripts.errors import StepError
from transcripts.page.blocks import Command
from transcripts.prompts import PROMPT_KINDS, Line, PromptKind, kind_of
from transcripts.transcript import Step

STILL = 0.03
"""Seconds without output after which a prompt at the cursor counts as waiting for us."""
SILENCE = 20.0
"""Seconds that some other text may stand still at the cursor before it is taken for a question."""
LIMIT = 4 * 1024 * 1024
"""Bytes of output of one command beyond which it is taken to print without end."""
HOST = PROMPT_KINDS[0].name
TAKE_OVER = frozenset({"shell", "shell-brackets"})


class Stream(Protocol):
    """The two-way connection to a terminal, as a socket offers it."""

    def recv(self, size: int, /) -> bytes: ...
    def sendall(self, data: bytes, /) -> None: ...
    def settimeout(self, seconds: float | None, /) -> None: ...
    def close(self) -> None: ...


class Terminal:
    """One bash in a terminal of 100 columns, with whatever programs are started in it."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._marks = Marks()
        self._depth = 0
        self._marked = True
        self._prompt = "$ "
        self._data = bytearray()
        self._limit = LIMIT
        self._stream.settimeout(10)
        self._send(self._marks.command(0, '"$ "', f"stty cols {screen.COLUMNS} rows {screen.ROWS};"))
        self._await_mark(time.monotonic() + 10)

    def run(self, command: Command, then: PromptKind, *, timeout: float = 60, limit: int = LIMIT) -> Step:
        """Type a command and give what it showed, once a prompt of the kind `then` has come.

        Raises StepError where another prompt comes, none comes, or the output has no end.
        """
        self._limit = limit
        typed: list[Line] = []
        deadline = time.monotonic() + timeout
        for line, following in zip(command.lines, [*command.lines[1:], None], strict=True):
            typed.append(Line(self._prompt, line.text))
            wanted = then if following is None else kind_of(following.prompt)
            arrival = self._type(line.text, wanted, command, deadline, timeout)
            if following is not None and screen.text(arrival.output).strip():
                raise StepError(command.place, f"`{line.text}` did not wait for its next line", "end the command there")
        try:
            output = screen.text(arrival.output)
        except screen.NotText:
            raise StepError(
                command.place,
                f"`{command.lines[0].text}` printed bytes that are not text",
                "send them to a file or a pager",
            ) from None
        return Step(tuple(typed), output, arrival.status, time.monotonic() - deadline + timeout)

    def close(self) -> None:
        """Hang up."""
        self._stream.close()

    def _type(self, text: str, wanted: PromptKind, command: Command, deadline: float, timeout: float) -> Arrival:
        self._send(text)
        # A bash with marks waits at the end; there is nothing to guess from the screen.
        watch = None if wanted.name == HOST else self._watch()
        scanned = fed = 0
        moved = now = time.monotonic()
        while True:
            if self._marks.prompt_came(self._data, scanned):
                return self._at_mark(text, wanted, command)
            scanned = len(self._data)
            if scanned > self._limit:
                self._stream.sendall(b"\x03")
                raise StepError(
                    command.place, f"`{text}` printed more than {self._limit:,} bytes", "make it print less, or end"
                )
            if self._receive(STILL if watch else min(1.0, max(0.01, deadline - now)), command):
                moved = now = time.monotonic()
                continue
            here = ""
            if watch:
                watch.feed(bytes(self._data[fed:]))
                fed = scanned
                here = self._answer(watch)
                if fed and wanted.pattern.fullmatch(here) and (self._marked or len(watch.shown()) > 1):
                    return self._at_rest(watch, here, wanted)
            now = time.monotonic()
            if now > deadline or (here.strip() and now - moved > SILENCE):
                raise StepError(
                    command.place,
                    f"`{text}` brought no prompt of the kind {wanted.name} within {min(timeout, now - moved):.0f} s",
                    "raise timeout=, or mend the command or the prompt that follows it" + _shown(bytes(self._data)),
                )

    def _watch(self) -> screen.Screen:
        watch = screen.Screen()
        if not self._marked:
            watch.feed(self._prompt.encode())
        return watch

    def _answer(self, watch: screen.Screen) -> str:
        """Send what the screen's program asked of its terminal; give the text up to the cursor."""
        for reply in watch.replies:
            self._stream.sendall(reply.encode())
        watch.replies.clear()
        return watch.before_cursor()

    def _at_mark(self, text: str, wanted: PromptKind, command: Command) -> Arrival:
        arrival = self._marks.arrival(self._data, None if self._marked else self._prompt)
        self._depth, self._marked, self._prompt = arrival.depth, True, arrival.prompt
        self._data.clear()
        if not wanted.pattern.fullmatch(arrival.prompt):
            raise StepError(
                command.place,
                f"`{text}` came back to `{arrival.prompt}` with status {arrival.status}, "
                f"but the page goes on at a prompt of the kind {wanted.name}",
                "see what it printed, and mend the command or the prompt" + _shown(arrival.output),
            )
        return arrival

    def _at_rest(self, watch: screen.Screen, prompt: str, kind: PromptKind) -> Arrival:
        """Give what came from a program without marks, whose prompt stands still at the cursor."""
        lines = watch.shown()[1:-1]
        if self._marked:
            # The row above is not ours, but a program may go up to it and come back.
            again = screen.Screen()
            again.feed(b"\r\n" + self._marks.after_last(bytes(self._data)))
            lines = again.shown()[1:-1]
        self._data.clear()
        self._marked, self._prompt = False, prompt
        if kind.name in TAKE_OVER:
            self._take_over()
        return Arrival("".join(line.rstrip(" ") + "\r\n" for line in lines).encode(), prompt)

    def _take_over(self) -> None:
        """Make an inner bash send marks too; anything else is left as it is."""
        self._depth += 1
        prompt = self._prompt
        marks = self._marks.command(self._depth, '"$PS1"').strip()
        self._send(f' [ -n "$BASH_VERSION" ] && {{ {marks}; }}')
        try:
            self._await_mark(time.monotonic() + 2)
            self._marked = True
        except StepError:
            self._depth -= 1
            self._data.clear()
        self._prompt = prompt

    def _await_mark(self, deadline: float) -> None:
        while not self._marks.prompt_came(self._data):
            if time.monotonic() > deadline:
                raise StepError("terminal", "the shell did not take its marks", "see that bash is its shell")
            self._receive(max(0.01, deadline - time.monotonic()), None)
        self._data.clear()

    def _send(self, text: str) -> None:
        self._data.clear()
        self._stream.sendall(text.encode() + b"\r")

    def _receive(self, seconds: float, command: Command | None) -> bool:
        """Whether something came in that time; raise StepError where the terminal was closed."""
        self._stream.settimeout(seconds)
        try:
            chunk = self._stream.recv(1 << 16)
        except TimeoutError:
            return False
        except OSError:
            chunk = b""
        if not chunk:
            place = command.place if command else "terminal"
            raise StepError(place, "the terminal's shell is gone", "leave the shell of the page running")
        self._data += chunk
        return True


def _shown(data: bytes) -> str:
    """Give the last rows of a screen, to stand under an error."""
    rows = screen.emulated(data[-20_000:].decode(errors="replace").replace("\0", "")).splitlines()
    return "".join(f"\n  | {row}" for row in rows[-12:])
