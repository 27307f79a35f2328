"""An image from its recipe: built once, and kept on the engine while recipe and base are the same."""

import hashlib
import io
import os
import re
import ssl
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import certifi
import docker
from click import unstyle
from docker.errors import APIError, BuildError, ImageNotFound

from lab.images.bases import RECIPE, REPOSITORY, Base
from lab.images.engine import Say
from transcripts.errors import LabError

RECIPES = Path(__file__).parents[3] / "images"
CERTIFICATES = "host-certificates.crt"
FULL = re.compile("no space left on device|enough free space", re.I)


def built(client: docker.DockerClient, dockerfile: str, parent: Base, say: Say) -> str:
    """Give the tag of an image, for a Dockerfile below RECIPES; it is built if its recipe or its base is new."""
    path = RECIPES / dockerfile
    name = path.parent.name + path.suffix.replace(".", "-")
    files = sorted(
        other for other in path.parent.iterdir() if other.suffix == path.suffix or other.stem != "Dockerfile"
    )
    digest = hashlib.sha256(client.images.get(parent.tag).id.encode())
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    recipe = digest.hexdigest()[:12]
    tag = f"{REPOSITORY}/{name}:{recipe}"
    if not exists(client, tag):
        say(f"building {name} on {parent.name}")
        with told(say, name):
            try:
                client.images.build(
                    fileobj=_context(files),
                    custom_context=True,
                    dockerfile=path.name,
                    tag=tag,
                    rm=True,
                    forcerm=True,
                    buildargs={"BASE": parent.tag},
                    labels={RECIPE: recipe},
                    timeout=1800,
                )
            except BuildError as error:
                said = "".join(str(entry.get("stream") or entry.get("error") or "") for entry in error.build_log)
                raise trouble(f"image {name}", error, unstyle(said)) from None
    return tag


@contextmanager
def told(say: Say, what: str) -> Iterator[None]:
    """Say how long something took, where that was more than a second."""
    begun = time.monotonic()
    yield
    if (took := time.monotonic() - begun) > 1:
        say(f"{what} ready after {took:.0f} s")


def _context(files: list[Path]) -> io.BytesIO:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as tar:
        for file in files:
            tar.add(file, file.name, filter=_as_root)
        trusted = ssl.get_default_verify_paths().cafile or certifi.where()
        tar.add(os.path.realpath(trusted), CERTIFICATES, filter=_as_root)
    data.seek(0)
    return data


def _as_root(info: tarfile.TarInfo) -> tarfile.TarInfo:
    info.uid = info.gid = 0
    info.uname = info.gname = "root"
    return info


def exists(client: docker.DockerClient, tag: str) -> bool:
    """Whether the engine has an image."""
    try:
        client.images.get(tag)
    except ImageNotFound:
        return False
    return True


def trouble(place: str, error: Exception, log: str = "") -> LabError:
    """Give the error for what an engine said while an image was made, with the end of the build's log."""
    text = str(error.explanation if isinstance(error, APIError) and error.explanation else error).split("\n")[0]
    if FULL.search(text + log):
        return LabError(place, "the engine's disk is full", "free some: docker system prune, then run it again")
    last = [line for line in log.splitlines() if line.strip()][-8:]
    return LabError(place, text, "see the log below" + "".join(f"\n  | {x}" for x in last) if last else "run it again")
