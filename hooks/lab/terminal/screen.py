"""From the bytes that a program sent to a terminal to the text that a person saw there.

Lines are given whole, however often the terminal had to wrap them. The fast path and the emulator
give the same text wherever both apply; a property test says so.
"""

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pyte
from wcwidth import wcwidth

HISTORY = 100_000

STYLE = re.compile(r"\x1b\[[\d;:]*m|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[\?\d+[hl]|\x1b\(B|\x07")
"""Sequences that change colours, titles, modes or the set of characters back, and never a cell of the screen."""
STRINGS = re.compile(r"\x1b[PX^_][^\x1b]*\x1b\\")
"""DCS, SOS, PM and APC (ECMA-48, 5.6): strings for the terminal alone, which shows nothing of them."""
ALTERNATE_SCREEN = re.compile(r"\x1b\[\?(?:47|1047|1049)[hl]")
MOVES = re.compile(r"[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f]|\r(?!\n)")
WIDE = re.compile(r"[^\x00-\x7f]")
C1 = re.compile(r"[\x80-\x9f]")
"""Control characters of eight bits, which terminals in UTF-8 take in different ways."""


@dataclass(frozen=True)
class Size:
    """The size of a terminal."""

    columns: int = 100
    rows: int = 40


class NotText(ValueError):
    """The bytes are not text in UTF-8, or hold a character that no terminal is sure to show."""


def text(data: bytes, size: Size) -> str:
    """Give what stood on a screen after `data` came; raise NotText where it is binary."""
    try:
        sent = data.decode()
    except UnicodeDecodeError as error:
        raise NotText(f"the byte 0x{data[error.start]:02X}") from None
    if "\0" in sent:
        raise NotText("a null byte")
    if control := C1.search(sent):
        raise NotText(f"the control character U+{ord(control[0]):04X}")
    sent = STRINGS.sub("", sent)
    return fast(sent) if is_plain(sent, size) else emulated(sent, size)


def is_plain(sent: str, size: Size) -> bool:
    """Whether the text never moves the cursor but to the next line, so that no emulator is needed."""
    bare = STYLE.sub("", sent)
    if MOVES.search(bare) or ALTERNATE_SCREEN.search(sent):
        return False
    # Where a tab leads to is plain only while lines are short and each character has one cell.
    tabs = "\t" in bare
    return not tabs or not (WIDE.search(bare) or any(len(line) > size.columns // 8 for line in bare.split("\n")))


def fast(sent: str) -> str:
    """Give the text of plain output without an emulator."""
    lines = STYLE.sub("", sent).replace("\r\n", "\n").split("\n")
    return "\n".join(line.expandtabs(8).rstrip(" ") for line in lines)


def emulated(sent: str, size: Size) -> str:
    """Give the text that a terminal emulator shows, with what scrolled off above it."""
    screen = Screen(size)
    screen.feed(sent.encode())
    return screen.text()


class Screen(pyte.HistoryScreen):
    """A terminal's screen that remembers which rows were only wrapped, and what scrolled away."""

    def __init__(self, size: Size) -> None:
        super().__init__(size.columns, size.rows, history=HISTORY, ratio=0.5)
        self._drawing = False
        self._before = ""
        self._stream = pyte.Stream(self)
        # Programs switch to line drawing in UTF-8 as well; what they print there would be shown as letters.
        self._stream.use_utf8 = False
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self.replies: list[str] = []

    def feed(self, data: bytes) -> None:
        """Show what a program sent; a character may come in two parts."""
        self._stream.feed(STRINGS.sub("", self._decoder.decode(data)))

    def draw(self, data: str) -> None:
        """Show characters; those without a width stay in the cell of the one before them, or after them on a new line.

        pyte itself stops at the first that it cannot combine.
        """
        self._drawing = True
        for part in [data] if data.isascii() else data:
            if len(part) == 1 and wcwidth(part) <= 0:
                self._join(part)
            else:
                begins, before = self.cursor.x == 0, self._before
                super().draw(part)
                if begins and before:
                    self._before = ""
                    self._put(0, before + self.buffer[self.cursor.y][0].data)
        self._drawing = False

    def _join(self, char: str) -> None:
        if self.cursor.x:
            self._put(self.cursor.x - 1, self.buffer[self.cursor.y][self.cursor.x - 1].data + char)
        else:
            self._before += char

    def _put(self, x: int, data: str) -> None:
        row = self.buffer[self.cursor.y]
        row[x] = row[x]._replace(data=data)

    def _settle(self) -> None:
        """Leave characters without a width, behind which nothing came, at the beginning of their line."""
        if self._before:
            there = self.buffer[self.cursor.y][0].data if 0 in self.buffer[self.cursor.y] else ""
            self._put(0, self._before + there)
            self._before = ""

    def linefeed(self) -> None:
        self._settle()
        row: Any = self.buffer[self.cursor.y]
        row.wrapped = self._drawing
        super().linefeed()

    def write_process_input(self, data: str) -> None:
        self.replies.append(data)

    def before_cursor(self) -> str:
        """Give the text of the cursor's row up to the cursor."""
        return self._row(self.buffer[self.cursor.y], self.cursor.x) if self.cursor.x else ""

    def shown(self) -> list[str]:
        """Give the lines from the first that scrolled away down to the last that is used or has the cursor."""
        self._settle()
        rows = list(self.history.top)
        used = [y for y, row in self.buffer.items() if y < self.lines and self._row(row).strip()]
        last = max([self.cursor.y, *used])
        return list(self._joined([*rows, *(self.buffer[y] for y in range(last + 1))]))

    def text(self) -> str:
        """Give all lines; the text ends with a newline where the cursor stands below it."""
        return "\n".join(line.rstrip(" ") for line in self.shown())

    def _joined(self, rows: Iterable[Any]) -> Iterable[str]:
        part = ""
        for row in rows:
            wrapped = getattr(row, "wrapped", False)
            if wrapped:
                part += self._row(row, self.columns)
            else:
                yield part + self._row(row)
                part = ""
        if part:
            yield part

    @staticmethod
    def _row(row: Any, width: int = 0) -> str:
        return "".join(row[x].data for x in range(width or max(row, default=-1) + 1))
