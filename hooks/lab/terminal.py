"""A terminal on a lab: types a line, knows when the program has answered, and says what it showed.

Bash is made to send the marks of OSC 133 (as used by many terminal programs for shell integration):
A before a prompt, B after it, C before output, here with a random number that no output can forge
and with the exit status. A program without marks is at its prompt when a prompt of the kind that the
page goes on with has stood still at the cursor.
"""

import re
import secrets
import time
from dataclasses import dataclass
from typing import Protocol

import pyte

from transcripts.errors import StepError
from transcripts.snippet import Command, Line, PromptKind, kind_of
from transcripts.transcript import Step

from . import screen

STILL = 0.03
"""Seconds without output after which a prompt at the cursor counts as waiting for us."""
SILENCE = 20.0
"""Seconds that some other text may stand still at the cursor before it is taken for a question."""
LIMIT = 4 * 1024 * 1024
"""Bytes of output of one command beyond which it is taken to print without end."""
TAKE_OVER = frozenset({"shell", "shell-brackets"})


class Stream(Protocol):
    """The two-way connection to a terminal, as a socket offers it."""

    def recv(self, size: int, /) -> bytes: ...
    def sendall(self, data: bytes, /) -> None: ...
    def settimeout(self, seconds: float | None, /) -> None: ...
    def close(self) -> None: ...


@dataclass(frozen=True)
class _Arrival:
    """What came back: the output, and the prompt that followed it."""

    output: bytes
    prompt: str
    status: int


class Terminal:
    """One bash in a terminal of 100 columns, with whatever programs are started in it."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._nonce = secrets.token_hex(8)
        self._mark = re.compile(rb"\x1b\]133;([ABCP]);%s\.(\d+);(\d*)\x07" % self._nonce.encode())
        self._depth = 0
        self._marked = True
        self._prompt = "$ "
        self._data = bytearray()
        self._limit = LIMIT
        self._stream.settimeout(10)
        self._send(self._set_up(f"stty cols {screen.COLUMNS} rows {screen.ROWS};", '"$ "'))
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
        return Step(tuple(typed), output, arrival.status)

    def close(self) -> None:
        """Hang up."""
        self._stream.close()

    def _type(self, text: str, wanted: PromptKind, command: Command, deadline: float, timeout: float) -> _Arrival:
        marked, before = self._marked, self._prompt
        self._send(text)
        emulator = screen.Screen()
        feed = pyte.Stream(emulator)
        if not marked:
            feed.feed(before)
        fed = 0
        scanned = 0
        moved = time.monotonic()
        while True:
            arrival = self._at_mark(scanned, marked, before)
            if arrival:
                if not wanted.pattern.fullmatch(arrival.prompt):
                    raise StepError(
                        command.place,
                        f"`{text}` came back to `{arrival.prompt}` with status {arrival.status}, "
                        f"but the page goes on at a prompt of the kind {wanted.name}",
                        "see what it printed, and mend the command or the prompt" + _shown(arrival.output),
                    )
                return arrival
            scanned = max(0, len(self._data) - 64)
            if len(self._data) > self._limit:
                self._stream.sendall(b"\x03")
                raise StepError(
                    command.place, f"`{text}` printed more than {self._limit:,} bytes", "make it print less, or end"
                )
            now = time.monotonic()
            if self._receive(STILL if wanted.name != "host" else min(1.0, max(0.01, deadline - now)), command):
                moved = time.monotonic()
                continue
            if wanted.name != "host":
                fresh = bytes(self._data[fed:])
                fed = len(self._data)
                feed.feed(fresh.decode(errors="replace"))
                for reply in emulator.replies:
                    self._stream.sendall(reply.encode())
                emulator.replies.clear()
                here = emulator.before_cursor()
                if fed and wanted.pattern.fullmatch(here) and self._answered(emulator, marked, before, text):
                    return self._unmarked(emulator, here, wanted, marked, before)
            else:
                here = ""
            now = time.monotonic()
            if now > deadline or (here.strip() and now - moved > SILENCE):
                raise StepError(
                    command.place,
                    f"`{text}` brought no prompt of the kind {wanted.name} within {min(timeout, now - moved):.0f} s",
                    "raise timeout=, or mend the command or the prompt that follows it" + _shown(bytes(self._data)),
                )

    def _at_mark(self, scanned: int, marked: bool, before: str) -> _Arrival | None:
        """Give what came if a prompt with marks is complete."""
        end = None
        for found in self._mark.finditer(self._data, scanned and max(0, scanned - 512)):
            if found[1] == b"B":
                end = found
        if end is None:
            return None
        start = next(m for m in reversed(list(self._mark.finditer(self._data, 0, end.start()))) if m[1] in b"AP")
        output = bytes(self._data[: start.start()])
        begun = re.search(rb"\x1b\]133;C;%s\.\d+;\x07" % self._nonce.encode(), output) if marked else None
        output = output[begun.end() :] if begun else output.partition(b"\n")[2]
        prompt = screen.STYLE.sub("", self._data[start.end() : end.start()].decode(errors="replace"))
        self._depth, self._marked, self._prompt = int(start[2]), True, prompt
        arrival = _Arrival(output, prompt, int(start[3] or 0))
        self._data.clear()
        return arrival

    def _answered(self, emulator: screen.Screen, marked: bool, before: str, text: str) -> bool:
        """Whether the prompt at the cursor is a new one, not the one just typed at."""
        return marked or len(emulator.shown()) > 1

    def _unmarked(self, emulator: screen.Screen, prompt: str, kind: PromptKind, marked: bool, before: str) -> _Arrival:
        data = bytes(self._data)
        if marked:
            data = self._mark.split(data)[-1] if self._mark.search(data) else data
            again = screen.Screen()
            pyte.Stream(again).feed(data.decode(errors="replace"))
            lines = again.shown()[:-1]
        else:
            lines = emulator.shown()[1:-1]
        output = "".join(line.rstrip(" ") + "\r\n" for line in lines).encode()
        self._data.clear()
        self._marked, self._prompt = False, prompt
        if kind.name in TAKE_OVER:
            self._take_over()
        return _Arrival(output, prompt, 0)

    def _take_over(self) -> None:
        """Make an inner bash send marks too; anything else is left as it is."""
        self._depth += 1
        prompt = self._prompt
        self._send(f' [ -n "$BASH_VERSION" ] && {{ {self._set_up("", chr(34) + "$PS1" + chr(34)).strip()}; }}')
        try:
            self._await_mark(time.monotonic() + 2)
            self._marked = True
        except StepError:
            self._depth -= 1
            self._data.clear()
        self._prompt = prompt

    def _set_up(self, first: str, prompt: str) -> str:
        def mark(letter: str, value: str = "") -> str:
            return rf"\e]133;{letter};{self._nonce}.{self._depth};{value}\a"

        return (
            f" {first} bind 'set enable-bracketed-paste off'; PS0='{mark('C')}' "
            rf"PS2='\[{mark('P')}\]> \[{mark('B')}\]' "
            rf"PS1='\[{mark('A', '$?')}\]'{prompt}'\[{mark('B')}\]'; history -d -1"
        )

    def _await_mark(self, deadline: float) -> None:
        while not any(found[1] == b"B" for found in self._mark.finditer(self._data)):
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
