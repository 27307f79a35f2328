"""A program that runs while the page goes on: it is watched, keys are typed to it, and what it shows is told in parts.

What came since its command began is drawn whole each time, and what was not told yet is given.
"""

import re
import time
from typing import NoReturn

from lab.terminal import marks, screen
from lab.terminal.emulator import Size
from lab.terminal.errors import EndedError, EndlessError, WatchedError
from lab.terminal.exchange import Task
from lab.terminal.screen import Standing
from lab.terminal.watch import Watch
from lab.terminal.wire import Wire
from transcripts import keys

STEADY = 0.5
"""Seconds without output after which a program is taken to have shown what it shows."""
SETTLED = 0.1
"""Seconds without output after which a line that was looked for is taken to be whole."""
LOOK = 0.05
"""Seconds between two looks."""
Watching = float | re.Pattern[str] | None
"""For how many seconds a program is watched, or until what shows; else until it has shown something and is steady."""


class Running:
    """A program that was started at a prompt, which was one of a bash with marks or not."""

    def __init__(self, wire: Wire, size: Size, prompt: str, name: str, *, marked: bool) -> None:
        self._wire = wire
        self._size = size
        self._prompt = prompt
        self._name = name
        self._marked = marked
        self._told = self._before = ""
        """Its lines that were told, and those that stood there when something was typed last."""
        self._typed = b""
        """The keys whose echo is to come, behind so many bytes:"""
        self._at = 0

    def press(self, line: str, task: Task) -> None:
        """Type a line of keys to it; raise EndedError where it has ended."""
        while self._wire.receive(0.01):
            pass
        self._refuse_end(line)
        self.settle(whole=True)
        self._before = self._drawn(task.deadline).lines
        self._at = len(self._wire.data)
        self._typed = keys.sent(line, application=keys.application(self._wire.data))
        self._wire.write(self._typed)

    def screen(self) -> Watch:
        """Give what watches its screen from here on."""
        watch = Watch(self._wire, self._size, self._prompt, marked=self._marked)
        watch.catch_up()
        return watch

    def watch(self, how: Watching, following: str, task: Task) -> str:
        """Watch it until the keys that follow may be typed, and give what it showed that was not told yet.

        Raises EndedError where it ends before, WatchedError where that does not show in time.
        """
        begun = moved = looked = time.monotonic()
        seen = self.screen()
        fresh = True
        while True:
            came = self._wire.receive(LOOK)
            now = time.monotonic()
            if came:
                moved, fresh = now, True
                seen = self.screen() if self.settle() else seen
            self._refuse_end(following)
            if len(self._wire.data) > task.limit:
                raise EndlessError(self._name, f"printed more than {task.limit:,} bytes")
            if not came and not self._marked and seen.is_back(task.deadline):
                self._end(following)
            if isinstance(how, float):
                if now - begun >= how:
                    break
            elif now - moved >= STEADY if how is None else fresh and (not came or now - looked > STEADY):
                looked, fresh = now, False
                if self._shows(how, task):
                    break
            if now > task.deadline and not isinstance(how, float):
                self._give_up(how, moved, task)
        return self._tell(task)

    def rest(self, output: str) -> str:
        """Give what was not told yet of all that it printed until it ended."""
        return beyond(self._told, output)

    def settle(self, *, whole: bool = False) -> bool:
        """Whether the echo of what was typed could be taken out of what came; it is whole if something came behind."""
        since = bytes(self._wire.data[self._at :]) if self._typed else b""
        left = keys.without_echo(since, self._typed) if since else b""
        if left == since or not (left or whole):
            return False
        self._wire.data[self._at :] = left
        self._typed = b""
        return True

    def _shows(self, how: re.Pattern[str] | None, task: Task) -> bool:
        there = self._drawn(task.deadline)
        since = there.other or beyond(self._before, there.lines)
        if how is None:
            return bool(since.strip())
        if not how.search(since):
            return False
        end = time.monotonic() + STEADY
        while time.monotonic() < end and self._wire.receive(SETTLED):
            pass
        return True

    def _tell(self, task: Task) -> str:
        there = self._drawn(task.deadline)
        if there.other:
            return there.other
        told, self._told = self._told, there.lines
        return beyond(told, there.lines)

    def _drawn(self, deadline: float) -> Standing:
        data = bytes(self._wire.data)
        if self._typed:
            data = data[: self._at] + keys.without_echo(data[self._at :], self._typed)
        if self._marked:
            return screen.standing(marks.of_output(data), self._size, deadline)
        return screen.standing(data, self._size, deadline, self._prompt)

    def _refuse_end(self, following: str) -> None:
        if marks.prompt_came(self._wire.data):
            self._end(following)

    def _end(self, following: str) -> NoReturn:
        raise EndedError(self._name, f"ended before {following} was typed", self._sent(), self._size)

    def _sent(self) -> bytes:
        return self._prompt.encode() + self._wire.data

    def _give_up(self, how: re.Pattern[str] | None, moved: float, task: Task) -> None:
        within = f"within {task.bound}"
        problem = f"did not show /{how.pattern}/ {within}" if how else f"showed nothing {within}"
        if how is None and time.monotonic() - moved < STEADY:
            problem = f"went on printing and did not stand still {within}"
        raise WatchedError(self._name, problem, self._sent(), self._size)


def beyond(told: str, whole: str) -> str:
    """Give what of all lines was not told; where they were drawn anew, what stands below as many lines."""
    if whole.startswith(told):
        return whole.removeprefix(told)
    lines = told.count("\n") + (not told.endswith("\n"))
    below = "".join(whole.splitlines(keepends=True)[lines:])
    # A program that draws its screen leaves the cursor below it.
    return below if below.strip() else ""
