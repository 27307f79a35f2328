"""The lines of a page as they are written, and what its author is to look at."""

from collections.abc import Sequence
from dataclasses import dataclass

from importing import prose
from importing.segment import fenced

SEE = "see that it is right"
WIDTH = 60
"""Characters of a command that a note shows."""


@dataclass(frozen=True)
class Note:
    """A thing that the author is to look at."""

    line: int
    """Of the tutorial."""
    problem: str
    remedy: str


class Sheet:
    """A page that is being written."""

    def __init__(self) -> None:
        self.column = 0
        """Where blocks stand."""
        self.notes: list[Note] = []
        self._lines: list[str] = []

    @property
    def text(self) -> str:
        """All of it."""
        return "\n".join(self._lines).strip("\n") + "\n"

    def prose(self, text: str, line: int) -> str:
        """Write a line of prose, and give it as it stands on the page."""
        if prose.pictures(text):
            self.note(line, "a picture lies beside the tutorial", "copy it to docs/, or say it in words")
        plain = prose.plain(text)
        self._lines += [plain] if plain else self._gap()
        return plain

    def paragraph(self, text: str) -> None:
        """Write a paragraph of one line, where blocks stand."""
        self._lines += [*self._gap(), " " * self.column + prose.plain(text)]

    def fence(self, header: str, lines: Sequence[str]) -> None:
        """Write a fence."""
        self._lines += [*self._gap(), *fenced(self.column, header, lines), ""]

    def note(self, line: int, problem: str, remedy: str) -> None:
        """Take note of what the author is to look at."""
        self.notes.append(Note(line, problem, remedy))

    def _gap(self) -> list[str]:
        return [""] if self._lines and self._lines[-1] else []


def short(text: str) -> str:
    """Give the first line of a command, or its beginning."""
    line = text.split("\n")[0]
    return line if len(line) <= WIDTH else line[: WIDTH - 1] + "…"
