"""What is typed into a terminal, and what comes back."""

from dataclasses import dataclass

from lab.terminal.bound import Bound


@dataclass(frozen=True)
class Arrival:
    """What came back from a program: its output, what jobs had printed before it, and the prompt that followed."""

    output: bytes
    prompt: str
    status: int = 0
    late: str = ""
    jobs: int = 0


@dataclass(frozen=True)
class Task:
    """A line that is typed, and what it may take."""

    name: str
    """The line, or the one for whose sake it is typed."""
    text: str
    bound: Bound
    limit: int
    keys: bool = False
    """Whether the text is what keys send, which no Enter follows."""

    @property
    def sent(self) -> bytes:
        """What is typed."""
        return self.text.encode() + (b"" if self.keys else b"\r")

    @property
    def echo(self) -> str:
        """What the shell at a prompt shows of it; of keys nobody knows."""
        return "" if self.keys else self.text + "\n"

    @property
    def deadline(self) -> float:
        """When it must have come to its end."""
        return self.bound.deadline
