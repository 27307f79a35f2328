"""What becomes of a command."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Fate:
    """What becomes of a command: it runs, waits for Docker Hub, or is shown only."""

    static: str = ""
    """Why it cannot run."""
    hub: bool = False
    remedy: str = field(default="", compare=False)
    """What an author can do about it."""
    image: str = field(default="", compare=False)
    """What it waits for."""


RUNS = Fate()
