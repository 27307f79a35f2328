"""Keys that are typed and are no text: how they are written, what a terminal sends for them, and what it echoes.

They are written as the extension `keys` of pymdown-extensions writes them, `++ctrl+c++`, by the names of its table;
what is typed without Enter stands in quotes, `++"/word"++`. What is sent is what xterm sends for a PC's keyboard:
https://invisible-island.net/xterm/ctlseqs/ctlseqs.html#h2-PC-Style-Function-Keys
"""

import re
from dataclasses import dataclass
from difflib import get_close_matches

from pymdownx.keymap_db import aliases, keymap

TEXT, NAMES = r'"(?:[^"\\]|\\.)+"', r"[\w-]+(?:\+[\w-]+)*"
STROKE = re.compile(rf"\+\+(?:(?P<text>{TEXT})|(?P<names>{NAMES}))\+\+")
LINE = re.compile(rf"\+\+(?:{TEXT}|{NAMES})\+\+(?: +\+\+(?:{TEXT}|{NAMES})\+\+)* *")
MODIFIERS = {"shift": 1, "alt": 2, "meta": 2, "control": 4}
"""With what each adds to the parameter of a sequence."""
CURSOR = {"arrow-up": "A", "arrow-down": "B", "arrow-right": "C", "arrow-left": "D", "home": "H", "end": "F"}
"""The last letter of those that depend on the mode of the cursor keys."""
FIRST = {"f1": "P", "f2": "Q", "f3": "R", "f4": "S"}
NUMBERED = {
    **{"insert": 2, "delete": 3, "page-up": 5, "page-down": 6},
    **{f"f{key}": number for key, number in zip(range(5, 13), (15, 17, 18, 19, 20, 21, 23, 24), strict=True)},
}
PLAIN = {"enter": "\r", "tab": "\t", "escape": "\x1b", "backspace": "\x7f", "space": " ", "backtab": "\x1b[Z"}
CONTROLS = {**{chr(code + 64): chr(code) for code in range(32)}, " ": "\0", "?": "\x7f", "/": "\x1f", "-": "\x1f"}
"""What is sent for control and a character, in capitals."""
CHARACTERS = {name: label.lower() for name, label in keymap.items() if len(label) == 1}
APPLICATION = b"\x1b[?1h", b"\x1b[?1l"
"""Has the cursor keys send their other form, and their usual one."""


class UnknownKeyError(ValueError):
    """A key that no terminal has, with what is known."""

    def __init__(self, written: str, names: tuple[str, ...]) -> None:
        super().__init__(f"{written} is no key of a terminal")
        self.known = names


@dataclass(frozen=True)
class Stroke:
    """Keys that are pressed together, or a text."""

    names: tuple[str, ...] = ()
    """As the table has them, the modifiers first."""
    text: str = ""

    @property
    def labels(self) -> tuple[str, ...]:
        """What stands on the keys; the text itself where it is one."""
        return tuple(keymap[name] for name in self.names) or (self.text,)


def are_keys(text: str) -> bool:
    """Whether what is typed is a line of nothing but keys."""
    return LINE.fullmatch(text) is not None


def strokes(line: str) -> tuple[Stroke, ...]:
    """Give the strokes of a line of keys; raise UnknownKeyError for a name that stands for no key of a terminal."""
    return tuple(
        Stroke(text=re.sub(r"\\(.)", r"\1", found["text"][1:-1]))
        if found["text"]
        else _stroke(found["names"], found[0])
        for found in STROKE.finditer(line)
    )


def labels(line: str) -> str:
    """Give a line of keys as text, as in `Ctrl+P Ctrl+Q`."""
    return " ".join("+".join(stroke.labels) for stroke in strokes(line))


def presses(line: str) -> int:
    """Give how many times something is pressed in a line of keys."""
    return sum(len(stroke.text) or 1 for stroke in strokes(line))


def sent(line: str, *, application: bool = False) -> bytes:
    """Give what a terminal sends for a line of keys, whose cursor keys may be in the mode of an application.

    Raises UnknownKeyError for what no terminal sends.
    """
    return "".join(stroke.text or _sent(stroke, application) for stroke in strokes(line)).encode()


def application(data: bytes | bytearray) -> bool:
    """Whether a program that printed this has put the cursor keys into the mode of an application."""
    begins, ends = (data.rfind(mode) for mode in APPLICATION)
    return begins > ends


def echo(typed: bytes) -> bytes:
    """Give what the kernel shows of what is typed to a program that does not read keys: ^C for control and C."""
    shown = {13: b"\r\n", 9: b"\t", 4: b"", 127: b""}
    return b"".join(shown.get(byte, b"^%c" % (byte + 64) if byte < 32 else bytes([byte])) for byte in typed)


def without_echo(came: bytes, typed: bytes) -> bytes:
    """Give what came after keys were typed without their echo, and without the end of the line that it made."""
    shown = echo(typed)
    if not shown:
        return came
    # What a program printed at the same moment stands before that of a control character.
    begins = rb"(?:\A|(?<=\n))" if typed[0] < 32 else rb"\A"
    ends = b"" if shown.endswith(b"\n") else rb"(?:\r?\n)?"
    return re.sub(begins + re.escape(shown) + ends, b"", came, count=1)


def _stroke(written: str, whole: str) -> Stroke:
    names = [aliases.get(name, name) for name in written.split("+")]
    *held, key = names
    if any(name not in MODIFIERS for name in held) or key in MODIFIERS or _alone(key) is None:
        wrong = next((name for name in held if name not in MODIFIERS), key)
        raise UnknownKeyError(whole, tuple(get_close_matches(wrong, _known(), 3, 0.5)))
    return Stroke(tuple(names))


def _known() -> list[str]:
    written = {*keymap, *aliases}
    return sorted(name for name in written if (own := aliases.get(name, name)) in MODIFIERS or _alone(own) is not None)


def _alone(key: str) -> str | None:
    """Give what a key sends by itself; nothing where that depends on modes and modifiers, None for no key."""
    if key in CURSOR or key in FIRST or key in NUMBERED:
        return ""
    return PLAIN.get(key) or CHARACTERS.get(key)


def _sent(stroke: Stroke, application: bool) -> str:
    *held, key = stroke.names
    added = sum(MODIFIERS[name] for name in set(held))
    parameter = f";{added + 1}" if added else ""
    if key in NUMBERED:
        return f"\x1b[{NUMBERED[key]}{parameter}~"
    if key in CURSOR or key in FIRST:
        letter = CURSOR.get(key) or FIRST[key]
        plain = "\x1bO" if key in FIRST or application else "\x1b["
        return f"\x1b[1{parameter}{letter}" if added else plain + letter
    alone = _alone(key) or ""
    if "shift" in held:
        # What shift and a digit or a sign give depends on the keyboard.
        alone = PLAIN["backtab"] if key == "tab" else alone.upper() if alone.isalpha() else ""
    if "control" in held:
        alone = CONTROLS.get(alone.upper(), "")
    if not alone:
        raise UnknownKeyError(f"++{'+'.join(stroke.names)}++", ())
    return f"\x1b{alone}" if {"alt", "meta"}.intersection(held) else alone
