"""A terminal on a lab: types a line, knows when the program has answered, and says what it showed.

A bash says so itself, by marks. A program without marks is at its prompt when a prompt of the kind that the
page goes on with has stood still at the cursor.
"""

import time
from collections.abc import Sequence
from typing import Protocol

from lab.terminal import screen
from lab.terminal.emulator import NotInTime, Size
from lab.terminal.errors import (
    EndlessError,
    GoneError,
    NoPromptError,
    NotTextError,
    NotWaitingError,
    OtherPromptError,
    SlowError,
    TerminalError,
)
from lab.terminal.marks import Arrival, Marks
from transcripts.prompts import PROMPT_KINDS, Line, PromptKind, kind_of
from transcripts.transcript import Step

STILL = 0.03
"""Seconds without output after which a prompt at the cursor counts as waiting for us."""
SILENCE = 20.0
"""Seconds that some other text may stand still at the cursor before it is taken for a question."""
LIMIT = 4 * 1024 * 1024
"""Bytes of output of one command beyond which it is taken to print without end."""
HOST = PROMPT_KINDS[0].name
GONE = "the terminal's shell is gone"
TAKE_OVER = frozenset({"shell", "shell-brackets"})


class Stream(Protocol):
    """The two-way connection to a terminal, as a socket offers it."""

    def recv(self, size: int, /) -> bytes: ...
    def sendall(self, data: bytes, /) -> None: ...
    def settimeout(self, seconds: float | None, /) -> None: ...
    def close(self) -> None: ...


class Terminal:
    """One bash in a terminal, with whatever programs are started in it."""

    def __init__(self, stream: Stream, size: Size) -> None:
        self._stream = stream
        self._size = size
        self._marks = Marks(size)
        self._depth = 0
        self._marked = True
        self._prompt = "$ "
        self._data = bytearray()
        self._limit = LIMIT
        self._stream.settimeout(10)
        self._send(self._marks.command(0, '"$ "', f"stty cols {size.columns} rows {size.rows};"))
        self._await_mark(time.monotonic() + 10)

    def run(self, lines: Sequence[Line], then: PromptKind, *, timeout: float = 60, limit: int = LIMIT) -> Step:
        """Type the lines of a command and give what it showed, once a prompt of the kind `then` has come.

        Raises TerminalError where another prompt comes, none comes in `timeout` seconds, or the output has no end.
        """
        self._limit = limit
        typed: list[Line] = []
        deadline = time.monotonic() + timeout
        for line, following in zip(lines, [*lines[1:], None], strict=True):
            typed.append(Line(self._prompt, line.text))
            wanted = then if following is None else kind_of(following.prompt)
            arrival = self._type(line.text, wanted, deadline, timeout)
            if following is not None and screen.text(arrival.output, self._size).strip():
                raise NotWaitingError(line.text, "did not wait for its next line")
        try:
            output = screen.text(arrival.output, self._size, deadline)
        except screen.NotText as error:
            raise NotTextError(lines[0].text, f"printed bytes that are not text: {error}") from None
        except NotInTime:
            raise SlowError(lines[0].text, f"printed more than a terminal draws within {timeout:.0f} s") from None
        return Step(tuple(typed), output, arrival.status, time.monotonic() - deadline + timeout)

    def close(self) -> None:
        """Hang up."""
        self._stream.close()

    def _type(self, text: str, wanted: PromptKind, deadline: float, timeout: float) -> Arrival:
        self._send(text)
        # A bash with marks waits at the end; there is nothing to guess from the screen.
        watch = None if wanted.name == HOST else self._watch()
        scanned = fed = 0
        moved = now = time.monotonic()
        while True:
            if self._marks.prompt_came(self._data, scanned):
                return self._at_mark(text, wanted)
            scanned = len(self._data)
            if scanned > self._limit:
                self._write(b"\x03")
                raise EndlessError(text, f"printed more than {self._limit:,} bytes")
            if self._receive(STILL if watch else min(1.0, max(0.01, deadline - now))):
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
                waited = f"brought no prompt of the kind {wanted.name} within {min(timeout, now - moved):.0f} s"
                raise NoPromptError(text, waited, bytes(self._data), self._size)

    def _watch(self) -> screen.Screen:
        watch = screen.Screen(self._size)
        if not self._marked:
            watch.feed(self._prompt.encode())
        return watch

    def _answer(self, watch: screen.Screen) -> str:
        """Send what the screen's program asked of its terminal; give the text up to the cursor."""
        for reply in watch.replies:
            self._write(reply.encode())
        watch.replies.clear()
        return watch.before_cursor()

    def _at_mark(self, text: str, wanted: PromptKind) -> Arrival:
        arrival = self._marks.arrival(self._data, self._prompt, marked=self._marked)
        self._depth, self._marked, self._prompt = arrival.depth, True, arrival.prompt
        self._data.clear()
        if not wanted.pattern.fullmatch(arrival.prompt):
            came = f"came back to `{arrival.prompt}` with status {arrival.status}"
            awaited = f"but the page goes on at a prompt of the kind {wanted.name}"
            raise OtherPromptError(text, f"{came}, {awaited}", arrival.output, self._size)
        return arrival

    def _at_rest(self, watch: screen.Screen, prompt: str, kind: PromptKind) -> Arrival:
        """Give what came from a program without marks, whose prompt stands still at the cursor."""
        lines = watch.shown()[1:-1]
        if self._marked:
            # The row above is not ours, but a program may go up to it and come back.
            again = screen.Screen(self._size)
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
        except TerminalError:
            self._depth -= 1
            self._data.clear()
        self._prompt = prompt

    def _await_mark(self, deadline: float) -> None:
        while not self._marks.prompt_came(self._data):
            if time.monotonic() > deadline:
                raise NoPromptError("", "the shell did not take its marks")
            self._receive(max(0.01, deadline - time.monotonic()))
        self._data.clear()

    def _send(self, text: str) -> None:
        self._data.clear()
        self._write(text.encode() + b"\r")

    def _write(self, data: bytes) -> None:
        try:
            self._stream.sendall(data)
        except OSError:
            raise GoneError("", GONE) from None

    def _receive(self, seconds: float) -> bool:
        """Whether something came in that time; raise GoneError where the terminal was closed."""
        self._stream.settimeout(seconds)
        try:
            chunk = self._stream.recv(1 << 16)
        except TimeoutError:
            return False
        except OSError:
            chunk = b""
        if not chunk:
            raise GoneError("", GONE)
        self._data += chunk
        return True
