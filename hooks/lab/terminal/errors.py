"""What can go wrong in a terminal, in the terminal's own words; the session adds place and remedy."""

from lab.terminal import screen
from lab.terminal.emulator import Size

FORGED = "printed the marks of its terminal"


class TerminalError(Exception):
    """A line that was typed did not come to the end that was waited for."""

    def __init__(self, line: str, problem: str, data: bytes = b"", size: Size | None = None) -> None:
        super().__init__(f"`{line}` {problem}" if line else problem)
        self.rows = _rows(data, size) if size else ()
        """The last rows of the screen then."""


class NoPromptError(TerminalError):
    """The prompt that was waited for did not come in time."""


class UnansweredError(NoPromptError):
    """What stands at the cursor then looks like a question."""


class IgnoredError(NoPromptError):
    """Keys were typed, after which no prompt came."""


class EndedError(TerminalError):
    """A program ended before keys were typed to it."""


class WatchedError(TerminalError):
    """A program that runs did not show in time what was waited for."""


class PagerError(TerminalError):
    """A pager waits for a key."""


class AskedError(TerminalError):
    """A program waits at a prompt, or for an answer, that the page does not have there."""


class OtherShellError(AskedError):
    """Another shell waits, of which nobody knew."""


class OtherQuestionError(TerminalError):
    """A program asks something else than the page has there."""


class OtherPromptError(TerminalError):
    """Another prompt came."""


class NeverAskedError(OtherPromptError):
    """The question that was waited for did not come."""


class NoProgramError(OtherPromptError):
    """The shell did not leave its line to a program that has `> ` as its prompt."""


class UnfinishedError(OtherPromptError):
    """The shell waits for the rest of a command that the page takes for whole."""


class EndlessError(TerminalError):
    """The output had no end."""


class SlowError(TerminalError):
    """The output takes too long to draw."""


class NotTextError(TerminalError):
    """The output is not text."""


class NotWaitingError(TerminalError):
    """The program did not wait for the next line."""


class ForgedError(TerminalError):
    """There was a prompt at which no shell waited."""


class GoneError(TerminalError):
    """The terminal was closed."""


def _rows(data: bytes, size: Size) -> tuple[str, ...]:
    """Give the last rows of a screen."""
    return tuple(screen.emulated(data[-20_000:].decode(errors="replace").replace("\0", ""), size).splitlines()[-12:])
