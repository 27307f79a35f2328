"""Whether a page is to be run again: a key of all that decides its output, in parts that can be named."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence

from transcripts.keep.provenance import Facts
from transcripts.keep.store import Captures
from transcripts.page.blocks import Block, ProjectFile, Snippet
from transcripts.page.page import Page
from transcripts.settings import Settings
from transcripts.transcript import FORMAT

Key = Mapping[str, str]
"""Each part by its name, as in `commands` or `recipe postgres:17`."""
SETTINGS = ("machine ", "recipe ")
"""With these begin the parts that the settings decide."""
OLDER = "recipe"
"""A part of keys from before there were settings; such a key says nothing of those."""


def of_page(page: Page, settings: Settings) -> dict[str, str]:
    """Give the parts that the checkout decides: what the page asks for, the machines and images that it uses."""
    commands, files, options = [], [], [[machine.name, machine.kind] for machine in page.machines]
    for block in page.blocks:
        if isinstance(block, Snippet):
            asked = block.options
            until = asked.until.pattern if asked.until else ""
            commands += [[block.name, block.body]]
            options += [[block.name, block.machine, str(asked.exit), until, str(asked.needs), str(asked.unordered)]]
        elif isinstance(block, ProjectFile):
            files += [[block.file, block.machine, block.body, str(len(commands))]]
    kinds = sorted({machine.kind for machine in page.machines})
    return {
        "commands": _hash(commands),
        "files": _hash(files),
        "options": _hash(options),
        **{f"machine {kind}": settings.machine(kind) for kind in kinds},
        **{f"recipe {name}": settings.made(settings.images[name]) for name in named(page.blocks, settings.images)},
        "format": str(FORMAT),
    }


def named(blocks: Iterable[Block], images: Iterable[str]) -> tuple[str, ...]:
    """Give those of the images that blocks name, in alphabetical order."""
    words = "\n".join(block.body for block in blocks)
    return tuple(name for name in sorted(images) if re.search(rf"(?<![\w./-]){re.escape(name)}(?![\w.-])", words))


def _hash(parts: Iterable[Sequence[str]]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update("\0".join(part).encode() + b"\1")
    return digest.hexdigest()[:16]


def of_facts(facts: Facts) -> dict[str, str]:
    """Give the parts that the machine decides: engine, client and image digests."""
    versions = {name: said for name, said in (("engine", facts.engine), ("client", facts.client)) if said}
    return versions | {f"image {name}": digest for name, digest in facts.images.items()}


def stale(now: Key, known: Iterable[Key]) -> tuple[str, ...]:
    """Give the parts of a page's key that are not as in the nearest known one; all of them where none is known."""
    differing = [tuple(_differing(now, key)) for key in known if key]
    return min(differing, key=len, default=tuple(now))


def changed_from(page: Page, now: Key, captures: Captures) -> int | None:
    """Give the offset from which on a page is decided otherwise than when it was recorded; None where it is not.

    A change whose place is not known counts from the beginning of the page.
    """
    recorded = captures.provenance.key
    parts = stale(now, [recorded]) if recorded else ()
    return min((_begins(part, page, captures) for part in parts), default=None)


def _begins(part: str, page: Page, captures: Captures) -> int:
    starts: list[int] = []
    if part == "commands":
        starts = [snippet.start for snippet in page.snippets if not _recorded(snippet, captures)]
    elif part == "files":
        starts = [block.start for block in page.blocks if isinstance(block, ProjectFile)]
    elif part.startswith("recipe "):
        starts = [block.start for block in page.blocks if named([block], [part.removeprefix("recipe ")])]
    return min(starts, default=0)


def _recorded(snippet: Snippet, captures: Captures) -> bool:
    """Whether a snippet was recorded with the commands that it has now, or waits for Docker Hub."""
    shown = captures.transcripts.get(snippet.name)
    if shown is None:
        return bool(snippet.options.needs)
    return [step.text for step in shown.steps] == [command.text for command in snippet.commands]


def _differing(now: Key, key: Key) -> Iterable[str]:
    gone = [name for name in key if name.startswith(SETTINGS) and name not in now]
    for name in (*now, *gone):
        told = name in key or OLDER not in key or not name.startswith(SETTINGS)
        if told and key.get(name) != now.get(name):
            yield name
