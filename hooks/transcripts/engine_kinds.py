"""The engines that the settings name, on which pages are recorded."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import ConfigDict, Field

ENGINE = re.compile(r"(?!all$)[a-z0-9]+(?:[.-][a-z0-9]+)*")
"""The name of an engine, which is that of a folder, too; all stands for every one of them."""


@dataclass(frozen=True)
class EngineKind:
    """An engine that pages are recorded on: what it names takes the place of what machines with one are made of."""

    __pydantic_config__ = ConfigDict(extra="forbid")
    recipe: str = ""
    suite: Annotated[str, Field(pattern=r"^([a-z0-9]+(-[a-z0-9]+)*)?$")] = ""
    image: str = ""
    """One of a registry, from which the recipe takes the engine, as in `docker:29-dind`; without it, pages wait."""
    daemon: Mapping[str, Any] = field(default_factory=dict)
    """What the engine is told beside, as /etc/docker/daemon.json has it."""


def wrong(engines: Mapping[str, EngineKind]) -> tuple[str, str, str] | None:
    """Give the key of the first thing that is wrong about them, the problem and what to do; None where nothing is."""
    for name, kind in engines.items():
        first = next(iter(engines))
        if not ENGINE.fullmatch(name):
            return f"engines.{name}", "is no name for an engine", "write it like 28.5, and not all"
        for key in ("recipe", "suite"):
            # What the first one names, machines have until another one names something else.
            if getattr(engines[first], key) and not getattr(kind, key):
                return f"engines.{name}.{key}", "is missing", f"add it, as engines.{first} names one"
        if kind.image and ":" not in kind.image.rpartition("/")[2]:
            return f"engines.{name}.image", "is no name with a tag", "write it like docker:29-dind"
    return None
