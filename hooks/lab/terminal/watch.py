"""A program without marks, watched on its screen until it stands still at a prompt."""

from lab.terminal import marks, screen
from lab.terminal.emulator import Size
from lab.terminal.wire import Wire
from transcripts.prompts import PromptKind


class Watch:
    """What stands on the screen since a line was typed; `prompt` is the one before that line, if it has no marks."""

    def __init__(self, wire: Wire, size: Size, prompt: str) -> None:
        self._wire = wire
        self._size = size
        self._marked = not prompt
        self._fed = len(wire.data)
        self._screen = screen.Screen(size)
        self._screen.feed(prompt.encode())

    def look(self, deadline: float) -> str:
        """Draw what came, answer what the program asked of its terminal, and give the text up to the cursor."""
        self._screen.feed(bytes(self._wire.data[self._fed :]), deadline)
        self._fed = len(self._wire.data)
        for reply in self._screen.replies:
            self._wire.write(reply.encode())
        self._screen.replies.clear()
        return self._screen.before_cursor()

    def is_prompt(self, here: str, kind: PromptKind) -> bool:
        """Whether the text up to the cursor is a prompt below the line that was typed."""
        return bool(kind.pattern.fullmatch(here)) and (self._marked or len(self._screen.shown()) > 1)

    def output(self) -> bytes:
        """Give the lines between the one that was typed and the prompt."""
        watch = self._screen
        if self._marked:
            # The row above is not ours, but a program may go up to it and come back.
            watch = screen.Screen(self._size)
            watch.feed(b"\r\n" + marks.after_last(self._wire.data))
        return "".join(line.rstrip(" ") + "\r\n" for line in watch.shown()[1:-1]).encode()
