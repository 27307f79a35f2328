"""How it stands with a page that is being written."""

from collections.abc import Mapping
from dataclasses import dataclass

from transcripts.keep.drafts import Draft


@dataclass(frozen=True)
class News:
    """How it stands with a page."""

    page: str
    """Named from docs/."""
    drafts: Mapping[str, Draft]
    said: str
    """In a few words."""
    trouble: str = ""
    """In two lines, why it does not go on."""
    busy: bool = False
    """Whether it is being played."""
    save: int = 0
    """Which save of it this is about."""


def played(commands: int, drafts: int, seconds: float) -> str:
    """Say what was played; of what took no time nothing was."""
    took = f" in {seconds:.1f} s" if seconds else ""
    return f"{_many(commands, 'command')} played{took}, {_many(drafts, 'draft')}"


def _many(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
