"""From the bytes that a program sent to a terminal to the text that a person saw there.

Lines are given whole, however often the terminal had to wrap them. The fast path and the emulator
give the same text wherever both apply; a property test says so.
"""

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import inf

from lab.terminal.emulator import STRINGS, Emulator, Size

STYLE = re.compile(r"\x1b\[[\d;:]*m|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[\?\d+[hl]|\x1b\(B|\x07")
"""Sequences that change colours, titles, modes or the set of characters back, and never a cell of the screen."""
ALTERNATE_SCREEN = re.compile(r"\x1b\[\?(?:47|1047|1049)[hl]")
MOVES = re.compile(r"[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f]|\r(?!\n)")
WIDE = re.compile(r"[^\x00-\x7f]")
TYPED = "\uf8f1"
"""Stands for the line above an output, in which it was typed."""
C1 = re.compile(r"[\x80-\x9f]")
"""Control characters of eight bits, which terminals in UTF-8 take in different ways."""


class NotText(ValueError):
    """The bytes are not text in UTF-8, or hold a character that no terminal is sure to show."""


def text(data: bytes, size: Size, deadline: float = inf) -> str:
    """Give what stood on a screen after `data` came.

    Raises NotText where it is binary, NotInTime where drawing it takes beyond the deadline.
    """
    try:
        sent = data.decode()
    except UnicodeDecodeError as error:
        raise NotText(f"the byte 0x{data[error.start]:02X}") from None
    if "\0" in sent:
        raise NotText("a null byte")
    if control := C1.search(sent):
        raise NotText(f"the control character U+{ord(control[0]):04X}")
    sent = STRINGS.sub("", sent)
    return fast(sent) if is_plain(sent, size) else emulated(sent, size, deadline)


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


def emulated(sent: str, size: Size, deadline: float = inf) -> str:
    """Give the text that a terminal emulator shows, with what scrolled off above it; raise NotInTime."""
    # Output never begins at the top of a screen: a program that goes up a line comes to what was typed.
    screen = Screen(size)
    screen.feed(f"{TYPED}\r\n{sent}".encode(), deadline)
    return screen.text().removeprefix(f"{TYPED}\n")


@dataclass(frozen=True)
class Standing:
    """What stands on a screen while a program runs."""

    lines: str
    other: str = ""
    """The other screen, where the program has it; then nobody sees the lines."""


def standing(data: bytes, size: Size, deadline: float = inf, prompt: str = "") -> Standing:
    """Give what stands there, for output that may not be at its end.

    With a prompt it begins with the line that was typed at that. Raises NotText and NotInTime as `text` does.
    """
    if not prompt and not ALTERNATE_SCREEN.search(data.decode(errors="replace")):
        return Standing(text(_whole(data), size, deadline))
    screen = Screen(size)
    screen.feed(f"{prompt or TYPED}".encode() + (b"" if prompt else b"\r\n") + data, deadline)
    if screen.on_other_screen:
        return Standing("", screen.rows())
    first, *lines = screen.text().split("\n")
    return Standing("\n".join(lines if first.startswith(prompt.rstrip() or TYPED) else [first, *lines]))


def _whole(data: bytes) -> bytes:
    """Give bytes without a last character of which only a part came."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="ignore")
    decoder.decode(data)
    return data[: len(data) - len(decoder.getstate()[0])]


@dataclass(frozen=True)
class Row:
    """One row of a screen: its text, and how it came to be there."""

    text: str
    wrapped: bool = False
    """Whether its line goes on in the next row."""
    reached: bool = False
    """Whether lines led to it; else the cursor jumped there or beyond it."""
    aside: bool = False
    """Whether it was drawn after a jump, from which the cursor went back without ending a line there."""


class Screen(Emulator):
    """A screen that tells the lines that a program printed, with what scrolled away.

    What a program drew beside its lines for the time it ran is left out: a status below them, to which the cursor
    jumped, and the empty rows that it jumped over.
    """

    _drawing = _jumped = _saved = False

    def __init__(self, size: Size) -> None:
        self._above: list[Row] = []
        super().__init__(size)
        self._jumped = False
        self._mark(reached=True)

    def draw(self, data: str) -> None:
        self._drawing = True
        super().draw(data)
        self._drawing = False
        self._mark(aside=self._jumped)

    def linefeed(self) -> None:
        self.settle()
        if not self._saved:
            self._jumped = False
            self._mark(aside=False)
        self._mark(wrapped=self._drawing)
        super().linefeed()
        self._mark(reached=True)

    def index(self) -> None:
        top, bottom = self.margins or (0, self.lines - 1)
        if self.cursor.y != bottom:
            self.cursor.y = min(self.cursor.y + 1, self.lines - 1)
            return
        if not self.on_other_screen:
            self._above.append(self._row(top))
        for y in range(top, bottom):
            self.buffer[y] = self.buffer[y + 1]
        self.buffer.pop(bottom, None)

    def save_cursor(self, *values: int, private: bool = False) -> None:
        super().save_cursor(*values, private=private)
        self._saved = True

    def restore_cursor(self, *values: int, private: bool = False) -> None:
        super().restore_cursor(*values, private=private)
        self._saved = self._jumped = False

    def cursor_position(self, line: int | None = None, column: int | None = None) -> None:
        super().cursor_position(line, column)
        self._jumped = True

    def cursor_to_line(self, line: int | None = None) -> None:
        super().cursor_to_line(line)
        self._jumped = True

    def cursor_down(self, count: int | None = None) -> None:
        super().cursor_down(count)
        self._jumped |= self._saved or not self._row(self.cursor.y).reached

    def erase_in_line(self, how: int = 0, private: bool = False) -> None:
        super().erase_in_line(how, private)
        if how != 1:
            self._mark(wrapped=False)

    def before_cursor(self) -> str:
        """Give the text of the cursor's line up to the cursor."""
        y = self.cursor.y
        found = self._cells_of(y, self.cursor.x) if self.cursor.x else ""
        while y and (above := self._row(y - 1)).wrapped:
            found, y = above.text + found, y - 1
        return found

    def shown(self) -> list[str]:
        """Give the lines from the first that scrolled away down to the last that is used or has the cursor."""
        self.settle()
        here = self.cursor.y
        rows = [row for y in range(self.lines) if not (row := self._row(y)).aside or y <= here]
        last = max([here, *(y for y, row in enumerate(rows) if row.text.strip())])
        above, below = [*self._above, *rows[:here]], rows[here + 1 : last + 1]
        return list(_joined([*filter(_is_line, above), rows[here], *filter(_is_line, below)]))

    def text(self) -> str:
        """Give all lines; the text ends with a newline where the cursor stands below it."""
        return "\n".join(line.rstrip(" ") for line in self.shown())

    def rows(self) -> str:
        """Give the screen row by row, without those at its end that are empty."""
        return "\n".join(self._row(y).text.rstrip(" ") for y in range(self.lines)).rstrip("\n") + "\n"

    def _mark(self, **marks: bool) -> None:
        vars(self.buffer[self.cursor.y]).update(marks)

    def _row(self, y: int) -> Row:
        marks = vars(self.buffer[y])
        wrapped = marks.get("wrapped", False)
        text = self._cells_of(y, self.columns if wrapped else 0)
        return Row(text, wrapped, marks.get("reached", False), marks.get("aside", False))

    def _cells_of(self, y: int, width: int = 0) -> str:
        row = self.buffer[y]
        return "".join([row[x].data for x in range(width or max(row, default=-1) + 1)])


def _is_line(row: Row) -> bool:
    return row.reached or bool(row.text.strip())


def _joined(rows: Iterable[Row]) -> Iterable[str]:
    part = ""
    for row in rows:
        part += row.text
        if not row.wrapped:
            yield part
            part = ""
    if part:
        yield part
