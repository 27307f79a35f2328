"""An image from its recipe: built once, and kept on the engine while recipe and base are the same."""

import io
import os
import re
import ssl
import tarfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import certifi
from click import unstyle
from docker.errors import APIError, BuildError

from lab.images.bases import Base
from lab.images.engine import Engine, Say, explained, remedy
from lab.images.packing import entry
from transcripts.errors import LabError
from transcripts.recipes import Recipe, digest

CERTIFICATES = "host-certificates.crt"
FULL = re.compile("no space left on device|enough free space", re.I)


def built(engine: Engine, name: str, recipe: Recipe, parent: Base, say: Say, **arguments: str) -> str:
    """Give the tag of the image that a recipe makes on a base; it is built if recipe, base or arguments are new."""
    under = engine.client.images.get(parent.tag).id or ""
    said = sorted(f"{key}={value}" for key, value in arguments.items())
    version = digest(part.encode() for part in (under, recipe.digest, *said))[:12]
    tag = engine.tag(name, version)
    if not engine.has(tag):
        say(f"building {name} on {parent.name}")
        with told(say, name):
            try:
                engine.client.images.build(
                    fileobj=_context(recipe.files),
                    custom_context=True,
                    tag=tag,
                    rm=True,
                    forcerm=True,
                    buildargs={"BASE": parent.tag, **arguments},
                    timeout=1800,
                )
            except BuildError as error:
                log = "".join(str(entry.get("stream") or entry.get("error") or "") for entry in error.build_log)
                raise trouble(f"images/{name}", error, unstyle(log)) from None
            except APIError as error:
                raise trouble(f"images/{name}", error) from None
    return tag


@contextmanager
def told(say: Say, what: str) -> Iterator[None]:
    """Say how long something took, where that was more than a second."""
    begun = time.monotonic()
    yield
    if (took := time.monotonic() - begun) > 1:
        say(f"{what} ready after {took:.0f} s")


def _context(files: Mapping[str, bytes]) -> io.BytesIO:
    data = io.BytesIO()
    trusted = ssl.get_default_verify_paths().cafile or certifi.where()
    with open(os.path.realpath(trusted), "rb") as authorities, tarfile.open(fileobj=data, mode="w") as tar:
        for name, content in {**files, CERTIFICATES: authorities.read()}.items():
            tar.addfile(entry(name, content), io.BytesIO(content))
    data.seek(0)
    return data


def trouble(place: str, error: Exception, log: str = "") -> LabError:
    """Give the error for what an engine said while an image was made, with the end of the build's log."""
    text = explained(error)
    if FULL.search(text + log):
        return LabError(place, "the engine's disk is full", "free some: docker system prune, then run it again")
    last = [line for line in log.splitlines() if line.strip()][-8:]
    shown = "see the log below" + "".join(f"\n  | {x}" for x in last) if last else "run it again"
    return LabError(place, text, remedy(text, shown))
