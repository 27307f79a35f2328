"""Recipes: what images are made of. Paths end here; a recipe is its files, wherever they lie."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

BASE = "debian"
"""The recipe of the Debian bases, below which all other images stand."""
BOOTSTRAP = "mmdebstrap"
"""The file of a base's recipe: options of mmdebstrap, one a line. Any other recipe has a Dockerfile."""


@dataclass(frozen=True)
class Recipe:
    """What an image is made of."""

    files: Mapping[str, bytes]
    """By path below its folder."""

    @cached_property
    def digest(self) -> str:
        """16 hexadecimal digits that change with any file."""
        return digest(part for name in sorted(self.files) for part in (name.encode(), self.files[name]))


def read(folder: Path) -> dict[str, Recipe]:
    """Give the recipes below a folder, by the names of theirs; what an editor hides is no part of one."""
    return {
        place.name: Recipe(
            {
                path.relative_to(place).as_posix(): path.read_bytes()
                for path in sorted(place.rglob("*"))
                if path.is_file() and not path.name.startswith(".")
            }
        )
        for place in sorted(folder.glob("*/"))
        if place.is_dir()
    }


def digest(parts: Iterable[bytes]) -> str:
    """Give the first 16 hexadecimal digits of the SHA-256 of byte strings, each told from its neighbours."""
    made = hashlib.sha256()
    for part in parts:
        made.update(len(part).to_bytes(8, "big") + part)
    return made.hexdigest()[:16]
