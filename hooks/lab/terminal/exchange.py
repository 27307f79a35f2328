"""What is typed into a terminal, and what comes back."""

from dataclasses import dataclass


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
    deadline: float
    timeout: float
    limit: int
