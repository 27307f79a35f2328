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
"""Each part by its name, as in `snippet create-volume` or `recipe postgres:17`."""
SETTINGS = ("machine ", "recipe ")
"""With these begin the parts that the settings decide."""
SNIPPET = "snippet "
"""With it begins the part of each snippet; a key without any is an older one, which says nothing of them."""


def of_page(page: Page, settings: Settings) -> dict[str, str]:
    """Give the parts that the checkout decides: what the page asks for, the machines and images that it uses."""
    kinds = sorted({machine.kind for machine in page.machines})
    return {
        "machines": _hash([[machine.name, machine.kind] for machine in page.machines]),
        "judgement": _hash(_judged(page.snippets)),
        **_asked(page.blocks),
        **{f"machine {kind}": settings.machine(kind) for kind in kinds},
        **{f"recipe {name}": settings.made(settings.images[name]) for name in named(page.blocks, settings.images)},
        "format": str(FORMAT),
    }


def on_engine(page: Page, settings: Settings, captures: Captures) -> str:
    """Give 16 hexadecimal digits that change with anything that decides what differs on another engine.

    The settings are those with that engine; the captures are those of the first one, with which it is compared.
    """
    parts = {**of_page(page, settings), **captures.provenance.fingerprints}
    return _hash(sorted(parts.items()))


def _asked(blocks: Iterable[Block]) -> dict[str, str]:
    """Give a part for each snippet: its commands and options, the files above it, and which one it follows."""
    parts: dict[str, str] = {}
    above: list[list[str]] = [[]]
    for block in blocks:
        if isinstance(block, ProjectFile):
            above += [[block.file, block.machine, block.body]]
        elif isinstance(block, Snippet):
            asked = block.options
            until = asked.until.pattern if asked.until else ""
            own = [block.body, block.on, str(asked.exit), until, str(asked.needs)]
            # What is not asked is left out, as keys of earlier recordings have it.
            own += [f"for {getattr(asked.watch, 'pattern', asked.watch)}"] if asked.watch is not None else []
            parts[SNIPPET + block.name] = _hash([*above, own])
            above = [[block.name]]
    return parts


def _judged(snippets: Iterable[Snippet]) -> Iterable[Sequence[str]]:
    """Give what snippets let differ, which decides nothing that they show."""
    for snippet in snippets:
        asked = snippet.options
        varies = asked.varies.pattern if asked.varies else ""
        if asked.unordered or asked.exact or varies:
            yield snippet.name, str(asked.unordered), str(asked.exact), varies


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
    parts = [part for part in _differing(now, recorded) if part != "judgement"] if recorded else []
    return min((_begins(part, page) for part in parts), default=None)


def _begins(part: str, page: Page) -> int:
    starts: list[int] = []
    if part.startswith(SNIPPET):
        starts = [snippet.start for snippet in page.snippets if snippet.name == part.removeprefix(SNIPPET)]
    elif part.startswith("recipe "):
        starts = [block.start for block in page.blocks if named([block], [part.removeprefix("recipe ")])]
    return min(starts, default=0)


def _differing(now: Key, key: Key) -> Iterable[str]:
    """Give the parts that are not the same in both, but those of which an older key says nothing."""
    gone = [name for name in key if name.startswith(SETTINGS) and name not in now]
    knows = any(name.startswith(SNIPPET) for name in key)
    for name in (*now, *gone):
        told = knows or not (name.startswith(SNIPPET) or name in ("machines", "judgement"))
        if told and key.get(name) != now.get(name):
            yield name
