"""The marks of OSC 133 (shell integration, as many terminal programs know it), which bash is made to send.

A before a prompt, P before the prompt of a further line, B after either, C before output; each with a random
number that no output can forge, how deep the shell is nested, and in A the exit status.
"""

import re
import secrets
from dataclasses import dataclass

from lab.terminal import screen
from lab.terminal.emulator import Size

BEFORE_PROMPT = re.compile(rb"(?P<begins>(?<=\n)|\A)?(?P<name>\([\w.+-]+\) )\Z")
"""What a virtual environment puts before the prompt of a shell, and so before the mark in it."""


@dataclass(frozen=True)
class Arrival:
    """What came back from a program: its output, and the prompt that followed it."""

    output: bytes
    prompt: str
    status: int = 0
    depth: int = 0


class Marks:
    """The marks of one terminal."""

    def __init__(self, size: Size) -> None:
        self._size = size
        self._nonce = secrets.token_hex(8)
        nonce = self._nonce.encode()
        self._any = re.compile(rb"\x1b\]133;([ABCP]);%s\.(\d+);(\d*)\x07" % nonce)
        self._before_output = re.compile(rb"\x1b\]133;C;%s\.\d+;\x07" % nonce)
        self._after_prompt = b"\x1b]133;B;" + nonce

    def command(self, depth: int, prompt: str, first: str = "") -> str:
        """Give the line that makes a bash send marks, with `prompt` as bash would expand it and `first` done before."""

        def mark(letter: str, value: str = "") -> str:
            return rf"\e]133;{letter};{self._nonce}.{depth};{value}\a"

        # Debian's profile reports the machine before each prompt, which costs a millisecond and shows nothing.
        return (
            f" {first} bind 'set enable-bracketed-paste off'; unset PROMPT_COMMAND; PS0='{mark('C')}' "
            rf"PS2='\[{mark('P')}\]> \[{mark('B')}\]' "
            rf"PS1='\[{mark('A', '$?')}\]'{prompt}'\[{mark('B')}\]'; history -d -1; :"
        )

    def prompt_came(self, data: bytes | bytearray, scanned: int = 0) -> bool:
        """Whether a prompt is complete in the data, of which `scanned` bytes were looked at before."""
        return data.find(self._after_prompt, max(0, scanned - 64)) >= 0 and self._last_prompt(data) is not None

    def arrival(self, data: bytes | bytearray, typed_at: str, *, marked: bool) -> Arrival:
        """Give what came, for data in which a prompt came; an echo of what was typed is left out.

        `typed_at` is the prompt at which it was typed, `marked` whether that is one of a bash with marks.
        """
        end = self._last_prompt(data)
        assert end
        start = [found for found in self._any.finditer(data, 0, end.start()) if found[1] in b"AP"][-1]
        output = bytes(data[: start.start()])
        begun = self._before_output.search(output) if marked else None
        status = int(start[3] or 0)
        if begun:
            output = output[begun.end() :]
        elif marked:
            output = output.partition(b"\n")[2]
        else:
            # Such a program may draw the line that is typed more than once.
            watch = screen.Screen(self._size)
            watch.feed(typed_at.encode() + output)
            output = "\r\n".join(line.rstrip(" ") for line in watch.shown()[1:]).encode()
        prompt = screen.STYLE.sub("", data[start.end() : end.start()].decode(errors="replace"))
        before = BEFORE_PROMPT.search(output)
        # Behind output without a newline it is only known from the prompt before.
        if before and (before["begins"] is not None or typed_at.startswith(before["name"].decode())):
            output, prompt = output[: before.start()], before["name"].decode() + prompt
        if marked and not begun:
            # Nothing was run, so the shell still tells of the command before: a remark is well, any complaint is not.
            status = (status or 1) if output.strip() else 0
        return Arrival(output, prompt, status, int(start[2]))

    def after_last(self, data: bytes) -> bytes:
        """Give what stands behind the last mark."""
        return self._any.split(data)[-1]

    def _last_prompt(self, data: bytes | bytearray) -> re.Match[bytes] | None:
        start = data.rfind(self._after_prompt)
        return self._any.match(data, start) if start >= 0 else None
