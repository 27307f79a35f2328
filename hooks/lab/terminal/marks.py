"""The marks of OSC 133 (shell integration, as many terminal programs know it), which bash is made to send.

A before a prompt, P before the prompt of a further line, B after either, C before output; each with how deep the
shell is nested, and A with its number of jobs. They are no secret, for a page can read whatever its shell knows:
they only say where a prompt may be. Whether it is one, a question tells, of which `question` knows.
"""

import re
from dataclasses import dataclass

from lab.terminal import question, screen

TAG = "workshop"
"""What tells these marks from those of other programs."""
MARK = re.compile(rb"\x1b\]133;([ABCP]);%s\.(\d+);(\d*)\x07" % TAG.encode())
JOBS = r"\j"
AFTER_PROMPT = b"\x1b]133;B;" + TAG.encode()
BEFORE_PROMPT = re.compile(rb"(?P<begins>(?<=\n)|\A)?(?P<name>\([\w.+-]+\) )\Z")
"""What a virtual environment puts before the prompt of a shell, and so before the mark in it."""


class Forged(ValueError):
    """There are marks that no prompt has sent."""


@dataclass(frozen=True)
class Marked:
    """What came up to a prompt, by its marks."""

    typed: bytes
    """What came before a command began: the echo of what was typed, and what its shell's jobs printed."""
    begun: bool
    """Whether one began."""
    output: bytes
    """What came since then; all, if none began."""
    prompt: str
    depth: int
    jobs: int
    end: int
    """Where the prompt ends."""
    further: bool = False
    """Whether the shell waits there for the rest of a command."""


def command(depth: int, prompt: str, first: str = "") -> str:
    """Give the line that makes a bash send marks, with `prompt` as bash would expand it and `first` done before."""

    def mark(letter: str, value: str = "") -> str:
        return rf"\e]133;{letter};{TAG}.{depth};{value}\a"

    # Debian's profile reports the machine before each prompt, which costs a millisecond and shows nothing.
    return (
        f" {first} bind 'set enable-bracketed-paste off'; {question.KEYS}; unset PROMPT_COMMAND; PS0='{mark('C')}' "
        rf"PS2='\[{mark('P')}\]> \[{mark('B')}\]' "
        rf"PS1='\[{mark('A', JOBS)}\]'{prompt}'\[{mark('B')}\]'; history -d -1; :"
    )


def prompt_came(data: bytes | bytearray, scanned: int = 0) -> bool:
    """Whether a prompt is complete in the data, of which `scanned` bytes were looked at before."""
    return data.find(AFTER_PROMPT, max(0, scanned - 64)) >= 0 and _last_prompt(data) is not None


def prompt_began(data: bytes | bytearray) -> bool:
    """Whether a prompt began that is not complete yet."""
    letters = [found[1] for found in MARK.finditer(data)]
    return bool(letters) and letters[-1] in (b"A", b"P")


def after_last(data: bytes | bytearray) -> bytes:
    """Give what stands behind the last mark."""
    return bytes(data[max((found.end() for found in MARK.finditer(data)), default=0) :])


def of_output(data: bytes | bytearray) -> bytes:
    """Give what a command has printed so far that was typed at a prompt with marks; nothing before it begins."""
    return after_last(data) if MARK.search(data) else b""


def before_output(data: bytes | bytearray) -> bytes:
    """Give what came before a command began; all, if none did."""
    begun = MARK.search(data)
    return bytes(data[: begun.start()] if begun else data)


def split(data: bytes | bytearray, before: str, *, marked: bool) -> Marked:
    """Give what came, for data in which a prompt came; raise Forged where there are marks that do not belong there.

    `before` is the prompt before this one, `marked` whether it is one of a bash with marks.
    """
    end = _last_prompt(data)
    assert end
    order = b"".join(found[1] for found in MARK.finditer(data))
    if order not in (b"AB", b"PB", *([b"CAB"] if marked else [])):
        raise Forged
    *earlier, start, _ = MARK.finditer(data)
    begun = earlier[0] if earlier else None
    output = bytes(data[begun.end() if begun else 0 : start.start()])
    prompt = screen.STYLE.sub("", data[start.end() : end.start()].decode(errors="replace"))
    name = BEFORE_PROMPT.search(output)
    # Behind output without a newline it is only known from the prompt before.
    if name and (name["begins"] is not None or before.startswith(name["name"].decode())):
        output, prompt = output[: name.start()], name["name"].decode() + prompt
    typed = bytes(data[: begun.start()]) if begun else b""
    return Marked(
        typed, begun is not None, output, prompt, int(start[2]), int(start[3] or 0), end.end(), start[1] == b"P"
    )


def _last_prompt(data: bytes | bytearray) -> re.Match[bytes] | None:
    start = data.rfind(AFTER_PROMPT)
    return MARK.match(data, start) if start >= 0 else None
