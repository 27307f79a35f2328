"""Brings the images of a workshop to the engine of a machine, as they are: on a disk, since its network is slow."""

import subprocess
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lab.images import supply
from lab.images.builder import told
from lab.images.engine import Engine, Say
from tests.elsewhere.machine import Machine
from transcripts.errors import LabError
from transcripts.settings import Settings

BROUGHT = "brought"
"""The file beside a machine's disk that has the tags of the images on it."""


@dataclass(frozen=True)
class Noting(Engine):
    """An engine that notes what it was asked for."""

    asked: list[str] = field(default_factory=list)

    def has(self, tag: str) -> bool:
        self.asked.append(tag)
        return super().has(tag)


def needed(engine: Noting, settings: Settings, say: Say) -> tuple[str, ...]:
    """Give the tags of all images that labs need; what the engine lacks of them is made."""
    supply.prepare(engine, settings, uuid.uuid4().hex[:12], say)
    return tuple(dict.fromkeys(engine.asked))


def pack(engine: Engine, tags: Sequence[str], folder: Path, say: Say, *, new: bool) -> Path | None:
    """Give a disk with the images that the machine of a folder was not brought yet; None if it has them all.

    A new machine has none, whatever was brought to the one before it.
    """
    disk, brought = folder / "images.raw", folder / BROUGHT
    if new:
        brought.unlink(missing_ok=True)
    disk.unlink(missing_ok=True)
    known = brought.read_text().split() if brought.exists() else []
    if not (lacking := [tag for tag in tags if tag not in known]):
        return None
    api = engine.client.api
    with told(say, f"a disk with {len(lacking)} images"), disk.open("wb") as file:
        # The SDK itself asks for one image at a time, and layers that several have would come as often.
        answer = api.get(f"{api.base_url}/v{api.api_version}/images/get", params={"names": lacking}, stream=True)
        answer.raise_for_status()
        for piece in answer.iter_content(1 << 20):
            file.write(piece)
    return disk


def load(machine: Machine, tags: Sequence[str], say: Say) -> None:
    """Load the images of the disk with which the machine was booted."""
    with told(say, "its images"):
        done = subprocess.run(
            machine.ssh("docker load --quiet < /dev/ubdb"), capture_output=True, text=True, check=False
        )
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise LabError("elsewhere", f"does not take the images: {reason}", f"read {machine.folder}/console.log")
    (machine.folder / BROUGHT).write_text("".join(f"{tag}\n" for tag in tags))
    (machine.folder / "images.raw").unlink()
