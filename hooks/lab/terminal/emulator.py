"""pyte's screen, made quick and given what it lacks: characters without a width, one saved cursor, the other screen.

It has no colours: they are taken out of what it is fed with.
"""

import codecs
import re
import time
from dataclasses import dataclass
from math import inf
from typing import Any

import pyte
from pyte import charsets, modes
from pyte.screens import Char
from wcwidth import wcwidth

STRINGS = re.compile(r"\x1b[PX^_][^\x1b]*\x1b\\")
"""DCS, SOS, PM and APC (ECMA-48, 5.6): strings for the terminal alone, which shows nothing of them."""
UNSEEN = re.compile(
    STRINGS.pattern + r"|\x1b\[[\d;:]*m|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[(?:[<=>][\d;:]*|[\d;:]*[ !\"'])[@-~]"
)
"""Those, colours, titles, and further sequences without an effect on cells, of which pyte would show a part."""
RUNS = re.compile("[ -~\u00a1-\u00ac\u00ae-\u00ff\u2500-\u259f\u2800-\u28ff]+|.", re.S)
"""Characters that surely have one cell each, together; any other by itself."""
OTHER_SCREEN = frozenset({47, 1047, 1049})
SLICE = 4096
"""Characters that are drawn between two looks at the clock."""


@dataclass(frozen=True)
class Size:
    """The size of a terminal."""

    columns: int = 100
    rows: int = 40


class NotInTime(Exception):
    """What was sent took longer to draw than was allowed."""


class _Cells(dict[str, Char]):
    def __missing__(self, char: str) -> Char:
        return self.setdefault(char, Char(char))


class _Stream(pyte.Stream):
    csi = {**pyte.Stream.csi, "s": "save_cursor", "u": "restore_cursor"}


class Emulator(pyte.Screen):
    """A terminal's screen that is fed with bytes."""

    def __init__(self, size: Size) -> None:
        super().__init__(size.columns, size.rows)
        self._cells = _Cells()
        self._before = ""
        self._main: Any = None
        self._stream = _Stream(self)
        # Programs switch to line drawing in UTF-8 as well; what they print there would be shown as letters.
        self._stream.use_utf8 = False
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self.replies: list[str] = []

    @property
    def on_other_screen(self) -> bool:
        """Whether a program has the whole screen, and gives it back as it was."""
        return self._main is not None

    def feed(self, data: bytes, deadline: float = inf) -> None:
        """Show what a program sent, of which a character may come in two parts; raise NotInTime after the deadline."""
        sent = UNSEEN.sub("", self._decoder.decode(data))
        for start in range(0, len(sent), SLICE):
            if time.monotonic() > deadline:
                raise NotInTime
            self._stream.feed(sent[start : start + SLICE])

    def draw(self, data: str) -> None:
        """Show characters; those without a width stay in the cell of the one before them, or after them on a new line.

        pyte itself stops at the first that it cannot combine, and takes them one by one.
        """
        quick = self.g0_charset == charsets.LAT1_MAP and not self.charset and modes.DECAWM in self.mode
        quick = quick and modes.IRM not in self.mode
        for part in RUNS.findall(data):
            if len(part) == 1 and wcwidth(part) <= 0:
                self._join(part)
                continue
            begins, before = self.cursor.x in (0, self.columns), self._before
            if quick and len(part) > 1:
                self._draw_run(part)
            else:
                super().draw(part)
            if begins and before:
                self._before = ""
                self._put(0, before + self.buffer[self.cursor.y][0].data)

    def _draw_run(self, run: str) -> None:
        while run:
            if self.cursor.x == self.columns:
                self.carriage_return()
                self.linefeed()
            x, room = self.cursor.x, self.columns - self.cursor.x
            cells = [self._cells[char] for char in run[:room]]
            self.buffer[self.cursor.y].update(enumerate(cells, x))
            self.cursor.x += len(cells)
            run = run[room:]

    def _join(self, char: str) -> None:
        if self.cursor.x:
            self._put(self.cursor.x - 1, self.buffer[self.cursor.y][self.cursor.x - 1].data + char)
        else:
            self._before += char

    def _put(self, x: int, data: str) -> None:
        row = self.buffer[self.cursor.y]
        row[x] = row[x]._replace(data=data)

    def settle(self) -> None:
        """Leave characters without a width, behind which nothing came, at the beginning of their line."""
        if self._before:
            there = self.buffer[self.cursor.y][0].data if 0 in self.buffer[self.cursor.y] else ""
            self._put(0, self._before + there)
            self._before = ""

    def save_cursor(self, *values: int, private: bool = False) -> None:
        """Remember the cursor, in the one place that a terminal has for it."""
        if not private and not any(values):
            self.savepoints.clear()
            super().save_cursor()

    def restore_cursor(self, *values: int, private: bool = False) -> None:
        """Go back to where the cursor was saved, which may be done again."""
        if not private and not any(values):
            y = self.savepoints[-1].cursor.y if self.savepoints else 0
            super().restore_cursor()
            # pyte takes it into the scroll region, which a terminal does not.
            self.cursor.y = y
            super().save_cursor()

    def cursor_down(self, count: int | None = None) -> None:
        bottom = self.margins.bottom if self.margins and self.cursor.y <= self.margins.bottom else self.lines - 1
        self.cursor.y = min(self.cursor.y + (count or 1), bottom)

    def erase_in_line(self, how: int = 0, private: bool = False) -> None:
        row = self.buffer[self.cursor.y]
        for x in range(0 if how else self.cursor.x, self.cursor.x + 1 if how == 1 else self.columns):
            row.pop(x, None)

    def erase_in_display(self, how: int = 0, *args: Any, **kwargs: Any) -> None:
        for y in range(0 if how else self.cursor.y + 1, self.cursor.y if how == 1 else self.lines):
            self.buffer.pop(y, None)
        if how in (0, 1):
            self.erase_in_line(how)

    def insert_lines(self, count: int | None = None) -> None:
        self._touch()
        super().insert_lines(count)

    def delete_lines(self, count: int | None = None) -> None:
        self._touch()
        super().delete_lines(count)

    def _touch(self) -> None:
        """Have all rows there; pyte moves a row that is not there nowhere, and leaves what was to be moved over."""
        for y in range(self.lines):
            self.buffer[y]

    def set_mode(self, *modes: int, **kwargs: Any) -> None:
        if kwargs.get("private") and OTHER_SCREEN.intersection(modes) and self._main is None:
            self.save_cursor()
            self._main = dict(self.buffer)
            self.buffer.clear()
        super().set_mode(*modes, **kwargs)

    def reset_mode(self, *modes: int, **kwargs: Any) -> None:
        if kwargs.get("private") and OTHER_SCREEN.intersection(modes) and self._main is not None:
            self.buffer.clear()
            self.buffer.update(self._main)
            self._main = None
            self.restore_cursor()
        super().reset_mode(*modes, **kwargs)

    def write_process_input(self, data: str) -> None:
        self.replies.append(data)
