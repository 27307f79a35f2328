"""A bash that was made to send marks: wait until it does, and ask it at its prompt."""

import time

from lab.terminal import marks
from lab.terminal.emulator import Size
from lab.terminal.errors import FORGED, ForgedError, NoPromptError
from lab.terminal.question import ASK, TAKE_BACK, Question
from lab.terminal.screen import Screen
from lab.terminal.wire import Wire

ANSWER = 10.0
"""Seconds within which a shell at its prompt answers, on the busiest machine."""


def await_mark(wire: Wire, deadline: float) -> None:
    """Return once there is a prompt with marks; raise NoPromptError after the deadline."""
    while not marks.prompt_came(wire.data):
        if time.monotonic() > deadline:
            raise NoPromptError("", "the shell did not take its marks")
        wire.receive(max(0.01, deadline - time.monotonic()))
    wire.data.clear()


def ask(wire: Wire, line: str, prompt: str, size: Size) -> tuple[int, tuple[str, ...]]:
    """Give the status of the last command, and the echo of the question to the shell that waits at the prompt.

    Raises ForgedError where none answers, or its true prompt comes first, so that something else printed this one.
    """
    question, deadline = Question(), time.monotonic() + ANSWER
    wrapped = len(prompt) + len(question.text) >= size.columns
    wire.write(question.text.encode() + ASK + (b"" if wrapped else TAKE_BACK))
    status = None
    while status is None:
        _receive(wire, line, deadline)
        if not wrapped and marks.prompt_came(wire.data):
            raise ForgedError(line, FORGED)
        shown = "".join(_screen(wire, prompt, size).shown()) if wrapped else wire.data.decode(errors="replace")
        status = question.status(shown)
    if not wrapped:
        return status, (question.text, question.answer(status))
    wire.write(TAKE_BACK)
    # Such a line is drawn again with its prompt and the marks in it, which are to be over before a line is typed.
    while (watch := _screen(wire, prompt, size)).text() != prompt.rstrip() or watch.cursor.x != len(
        prompt
    ) % size.columns:
        _receive(wire, line, deadline)
    wire.data.clear()
    return status, ()


def _receive(wire: Wire, line: str, deadline: float) -> None:
    if time.monotonic() > deadline:
        raise ForgedError(line, f"came to a prompt at which no shell answers within {ANSWER:.0f} s")
    wire.receive(max(0.01, deadline - time.monotonic()))


def _screen(wire: Wire, prompt: str, size: Size) -> Screen:
    screen = Screen(size)
    screen.feed(prompt.encode() + wire.data)
    return screen
