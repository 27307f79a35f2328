"""Whether a page is to be run again: a key of all that decides its output, in parts that can be named."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from transcripts.page.blocks import BARE, ENGINE, Block, Machine, ProjectFile, Snippet
from transcripts.transcript import FORMAT

Key = Mapping[str, str]
"""Each part by its name, as in `commands` or `image postgres:17`."""
RECIPES = Path("images")
"""From the project's root; a recipe of an image that pages use stands in a folder of the image's name."""
LAB = "lab"


def of_page(blocks: Sequence[Block], machines: Iterable[Machine], root: Path) -> dict[str, str]:
    """Give the parts that the checkout decides: commands, files, options, recipe, and the format of transcripts."""
    commands, files, options = [], [], [[machine.name, machine.kind] for machine in machines]
    kinds = {kind for _, kind in options}
    for block in blocks:
        if isinstance(block, Snippet):
            asked = block.options
            until = asked.until.pattern if asked.until else ""
            commands += [[block.name, block.body]]
            options += [[block.name, block.machine, str(asked.exit), until, str(asked.needs), str(asked.unordered)]]
        elif isinstance(block, ProjectFile):
            files += [[block.file, block.machine, block.body, str(len(commands))]]
    words = "\n".join(block.body for block in blocks)
    return {
        "commands": _hash(commands),
        "files": _hash(files),
        "options": _hash(options),
        "recipe": _hash(_recipes(root / RECIPES, kinds, words)),
        "format": str(FORMAT),
    }


def _recipes(folder: Path, kinds: set[str], words: str) -> Iterator[Sequence[str]]:
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        image, other = path.parent.name, BARE if path.suffix != f".{BARE}" else ENGINE
        of_lab = image == LAB and not (path.stem == "Dockerfile" and kinds == {other})
        if of_lab or (image != LAB and f"{image}:" in words):
            yield path.relative_to(folder).as_posix(), path.read_text("utf-8")


def _hash(parts: Iterable[Sequence[str]]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update("\0".join(part).encode() + b"\1")
    return digest.hexdigest()[:16]


def of_facts(facts: Mapping[str, Any]) -> dict[str, str]:
    """Give the parts that the machine decides, from the facts of captured.toml: engine, client and image digests."""
    versions = {name: str(facts[name]) for name in ("engine", "client") if facts.get(name)}
    return versions | {f"image {name}": str(digest) for name, digest in facts.get("images", {}).items()}


def stale(now: Key, known: Iterable[Key]) -> tuple[str, ...]:
    """Give the parts of a page's key that are not as in the nearest known one; all of them where none is known."""
    differing = [tuple(name for name in now if key.get(name) != now[name]) for key in known if key]
    return min(differing, key=len, default=tuple(now))
