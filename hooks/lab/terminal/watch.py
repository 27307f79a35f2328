"""A program without marks, watched on its screen until it stands still at a prompt."""

import re
from functools import cached_property

from lab.terminal import marks, screen
from lab.terminal.emulator import Size
from lab.terminal.errors import AskedError, OtherQuestionError, OtherShellError, PagerError, UnfinishedError
from lab.terminal.wire import Wire
from transcripts.prompts import PAGER, PROMPT_KINDS, PromptKind, split_prompt

QUESTION = re.compile(r"\S.*[?:>\])] ?")
"""How what asks for something mostly ends; so may end what is only told."""


ASKS = ("-p ", "-p", "input(")
"""What stands before a question in a command that asks it."""


class Watch:
    """What stands on the screen since a line was typed at a prompt, which was one of a bash with marks or not."""

    def __init__(self, wire: Wire, size: Size, prompt: str, *, marked: bool) -> None:
        self._wire = wire
        self._size = size
        self._prompt = prompt
        self._marked = marked
        self._fed = len(wire.data)

    @cached_property
    def _screen(self) -> screen.Screen:
        made = screen.Screen(self._size)
        if not self._marked:
            made.feed(self._prompt.encode())
        return made

    def look(self, deadline: float) -> str:
        """Draw what came, answer what the program asked of its terminal, and give the text up to the cursor."""
        self._screen.feed(bytes(self._wire.data[self._fed :]), deadline)
        self._fed = len(self._wire.data)
        for reply in self._screen.replies:
            self._wire.write(reply.encode())
        self._screen.replies.clear()
        return self._screen.before_cursor()

    def catch_up(self) -> None:
        """Draw what came before as well, to which the program has had its answers."""
        self._screen.feed(bytes(self._wire.data))
        self._screen.replies.clear()

    def is_back(self, deadline: float) -> bool:
        """Whether the program at whose prompt the line was typed waits at one of that kind again."""
        here, found = self.look(deadline), split_prompt(self._prompt)
        return self._has_begun() and bool(found[0].pattern.fullmatch(here) if found else here == self._prompt)

    def prompt(self, here: str, kind: PromptKind) -> str:
        """Give the prompt that the text up to the cursor is, below the typed line; nothing where it is none."""
        found = kind.pattern.fullmatch(here) or (kind.indents and kind.pattern.match(here))
        return found[0] if found and not here[found.end() :].strip() and self._has_begun() else ""

    def refuse(self, here: str, text: str, wanted: PromptKind) -> None:
        """Raise PagerError or AskedError where the text up to the cursor waits for what the page does not type."""
        if not self._has_begun():
            return
        if PAGER.fullmatch(here):
            raise PagerError(text, f"waits in a pager at `{here.strip()}`", self.sent(), self._size)
        if wanted.name == "asked" and QUESTION.fullmatch(here):
            asks = f"asks `{here}`, where the page has `{wanted.example}`"
            raise OtherQuestionError(text, asks, self.sent(), self._size)
        for kind in PROMPT_KINDS:
            # A `> ` that no shell has marked is that of a program.
            if kind.continuation and not kind.after and kind.example != "> " and self.prompt(here, kind):
                problem = f"is unfinished: what reads it waits for the rest at `{here.rstrip()} `"
                raise UnfinishedError(text, problem, self.sent(), self._size)
        known = (kind for kind in PROMPT_KINDS if kind.sure and not kind.continuation)
        if any(kind.pattern.fullmatch(here) for kind in known) or any(
            f"{ask}{mark}{here}{mark}" in text for ask in ASKS for mark in "'\""
        ):
            alike = wanted.pattern.fullmatch(here)
            raise (OtherShellError if alike else AskedError)(
                text, f"waits at a prompt of its own, `{here}`, where the page does not go on", self.sent(), self._size
            )

    def sent(self) -> bytes:
        """Give what the terminal got since the prompt, with that."""
        return self._prompt.encode() + self._wire.data

    def _has_begun(self) -> bool:
        return self._marked or len(self._screen.shown()) > 1

    def output(self) -> bytes:
        """Give the lines between the one that was typed and the prompt."""
        watch = self._screen
        if self._marked:
            # The row above is not ours, but a program may go up to it and come back.
            watch = screen.Screen(self._size)
            watch.feed(b"\r\n" + marks.after_last(self._wire.data))
        return "".join(line.rstrip(" ") + "\r\n" for line in watch.shown()[1:-1]).encode()
