"""The engines that a page was recorded on, and how people are told of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from transcripts.keep.store import Captures
from transcripts.settings import Settings
from transcripts.transcript import Transcript

NUMBERS = re.compile(r"\d+(?:\.\d+)*")


@dataclass(frozen=True)
class Engine:
    """An engine that a page was recorded on."""

    name: str
    """As the settings name it: a version, and where two have the same, a hyphen and what is peculiar to it."""
    version: str
    """In numbers, as in `28.5.2`."""
    recorded: date | None

    @property
    def short(self) -> str:
        """How readers know it, as in `28.5` or `28.5 (containerd)`."""
        return short(self.name)

    @property
    def exactly(self) -> str:
        """The same with its whole version, as in `28.5.2 (containerd)`."""
        return short(self.name, self.version)


def short(name: str, version: str = "") -> str:
    """Give an engine of the settings as readers know it, as in `28.5 (containerd)`, or with another version."""
    known, _, peculiar = name.partition("-")
    return f"{version or known} ({peculiar})" if peculiar else version or known


def several(settings: Settings) -> tuple[str, ...]:
    """Give the names of the engines of a workshop, its own first; none where it has no more than one."""
    names = tuple(settings.engines)
    return names if len(names) > 1 else ()


def of_page(settings: Settings, captures: Captures) -> tuple[Engine, ...]:
    """Give the engines that a page was recorded on, the workshop's own first; none where it has no more than one.

    A page whose machines begin without an engine was recorded on none, unless it was tried on others.
    """
    facts, known = captures.provenance.facts, captures.provenance.engines
    names = several(settings)
    if not names or not (facts.engine or known):
        return ()
    others = [(name, known[name]) for name in names[1:] if name in known]
    return (
        Engine(names[0], numbers(facts.engine), facts.recorded),
        *(Engine(name, numbers(checked.version), checked.recorded) for name, checked in others),
    )


def differing(captures: Captures, engine: str) -> dict[str, Transcript]:
    """Give what an engine showed otherwise than the workshop's own, by snippet name."""
    own = captures.transcripts
    return {name: there for name, there in captures.others.get(engine, {}).items() if there != own.get(name)}


def numbers(version: str) -> str:
    """Give a version without what a distribution adds, as in `28.5.2` of `28.5.2+dfsg4`."""
    found = NUMBERS.match(version)
    return found[0] if found else version


def listed(words: Sequence[str]) -> str:
    """Give words as a sentence lists them."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
