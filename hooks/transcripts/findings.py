"""One thing that is wrong, as the reports tell it, and the classes of all that can be."""

from dataclasses import dataclass
from enum import StrEnum


class Class(StrEnum):
    """What can be wrong: first what can be different about the output of a command, then all else."""

    NEW_LINE = "new line"
    MISSING_LINE = "missing line"
    TEXT = "changed text"
    VERSION = "changed version"
    ORDER = "changed order"
    KIND = "changed kind"
    """A value that may vary is now something else: no size where one was."""
    AMOUNT = "changed amount"
    """A value that is measured went further than its kind may go."""
    TWIN = "changed identity"
    """An id no longer is the one that it was elsewhere on the page."""
    PROMPT = "changed prompt"
    STATUS = "changed status"

    FAILS = "fails now"
    BAD_PAGE = "bad page"
    BAD_CAPTURE = "bad capture"
    BAD_SETTING = "bad setting"
    TROUBLE = "lab trouble"
    """The machine's fault, not the page's."""
    CANDIDATE = "candidate"
    """Only one of two runs shows it."""
    NOT_STORED = "not stored"

    @property
    def drift(self) -> bool:
        """Whether it is a difference between two outputs."""
        return self in _DRIFT


_DRIFT = frozenset(list(Class)[: list(Class).index(Class.FAILS)])


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong."""

    kind: Class
    place: str
    """As in `docs/volumes.md:23`: the line of a command tells also which snippet it belongs to."""
    text: str
    """The sentence, and below it lines that show it or say what to do."""

    def __str__(self) -> str:
        return f"{self.place}: {self.text}"
