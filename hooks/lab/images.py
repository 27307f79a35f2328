"""The images that labs and pages need, built once and kept on the engine while their recipe is the same."""

import hashlib
import io
import os
import re
import ssl
import tarfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import certifi
import docker
from docker.errors import APIError, BuildError, DockerException, ImageNotFound

from transcripts.errors import LabError

from .bases import RECIPE, REPOSITORY, Base, base
from .engine import Say, connect, labels
from .screen import STYLE

RECIPES = Path(__file__).parent / "images"
OFFERED = {"postgres:17": "postgres", "python:3.13": "python"}
"""What the mirror offers beside debian:trixie, by the name that pages use, and the recipe behind it."""
MACHINES = {"docker": ("lab/Dockerfile", "testing"), "bare": ("lab/Dockerfile.bare", "trixie")}
"""The kinds of machines: the recipe, and the Debian suite below it."""
CERTIFICATES = "host-certificates.crt"
DIGEST = "docker-workshop.digest."
FULL = re.compile("no space left on device|enough free space", re.I)


@dataclass(frozen=True)
class Images:
    """Tags on the engine, and what is worth knowing about what pages pull."""

    machines: Mapping[str, str]
    """By kind, as in MACHINES."""
    stock: str
    """The mirror with everything that it offers inside."""
    bases: Mapping[str, str]
    """Where each base came from, by name: hub or mmdebstrap."""
    digests: Mapping[str, str]
    """The digest of each offered image, as a lab that pulls it sees it."""


def prepare(client: docker.DockerClient, run: str, say: Say) -> Images:
    """Give the images, building those that the engine does not have; raise LabError where that fails."""
    try:
        bases: dict[str, Base] = {}
        for suite in ("trixie", "testing"):
            with _told(say, f"debian:{suite}"):
                bases[suite] = base(client, suite, say)
        machines = {kind: _built(client, recipe, bases[suite], say) for kind, (recipe, suite) in MACHINES.items()}
        mirror = _built(client, "mirror/Dockerfile", bases["trixie"], say)
        offered = {"debian:trixie": bases["trixie"].tag}
        for name, recipe in OFFERED.items():
            offered[name] = _built(client, f"{recipe}/Dockerfile", bases["trixie"], say)
        stock = _stocked(client, mirror, offered, run, say)
        known = client.images.get(stock).labels
    except (DockerException, OSError) as error:
        raise _trouble("images", error) from None
    digests = {name: known[DIGEST + name] for name in offered}
    return Images(machines, stock, {item.name: item.source for item in bases.values()}, digests)


@contextmanager
def _told(say: Say, what: str) -> Iterator[None]:
    begun = time.monotonic()
    yield
    if (took := time.monotonic() - begun) > 1:
        say(f"{what} ready after {took:.0f} s")


def _built(client: docker.DockerClient, dockerfile: str, parent: Base, say: Say) -> str:
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
    if not _exists(client, tag):
        say(f"building {name} on {parent.name}")
        with _told(say, name):
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
                raise _trouble(f"image {name}", error, STYLE.sub("", said)) from None
    return tag


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


def _stocked(client: docker.DockerClient, mirror: str, offered: Mapping[str, str], run: str, say: Say) -> str:
    """Give the mirror's image with its store filled, made by pushing to a mirror and committing it."""
    identity = "\n".join(f"{name} {client.images.get(tag).id}" for name, tag in sorted(offered.items()))
    recipe = hashlib.sha256(f"{mirror}\n{identity}".encode()).hexdigest()[:12]
    tag = f"{REPOSITORY}/stock:{recipe}"
    if _exists(client, tag):
        return tag
    say("filling the mirror")
    with _told(say, "the mirror"):
        container = client.containers.run(
            mirror, detach=True, ports={"5000/tcp": ("127.0.0.1", None)}, labels=labels(run)
        )
        try:
            container.reload()
            address = f"localhost:{container.ports['5000/tcp'][0]['HostPort']}"
            digests = {name: _pushed(client, source, address, name) for name, source in offered.items()}
            changes = "\n".join(f"LABEL {DIGEST}{name}={digest}" for name, digest in digests.items())
            container.commit(f"{REPOSITORY}/stock", tag=recipe, changes=f"LABEL {RECIPE}={recipe}\n{changes}")
        finally:
            container.remove(force=True, v=True)
    return tag


def _pushed(client: docker.DockerClient, source: str, address: str, name: str) -> str:
    repository, _, version = name.partition(":")
    target = f"{address}/library/{repository}"
    client.images.get(source).tag(target, version)
    try:
        for _ in range(50):
            said: list[dict[str, Any]] = list(client.images.push(target, tag=version, stream=True, decode=True))
            for entry in said:
                if "Digest" in entry.get("aux", {}):
                    return str(entry["aux"]["Digest"])
            time.sleep(0.2)
        raise LabError(f"image {name}", f"was not taken by the mirror: {said[-1]}", "run it again")
    finally:
        client.images.remove(f"{target}:{version}")


def _exists(client: docker.DockerClient, tag: str) -> bool:
    try:
        client.images.get(tag)
    except ImageNotFound:
        return False
    return True


def _trouble(place: str, error: Exception, log: str = "") -> LabError:
    text = str(error.explanation if isinstance(error, APIError) and error.explanation else error).split("\n")[0]
    if FULL.search(text + log):
        return LabError(place, "the engine's disk is full", "free some: docker system prune, then run it again")
    last = [line for line in log.splitlines() if line.strip()][-8:]
    return LabError(place, text, "see the log below" + "".join(f"\n  | {x}" for x in last) if last else "run it again")


def remove_all(client: docker.DockerClient) -> int:
    """Remove every image that the workshop made; give how many that was."""
    tags = [tag for image in client.images.list() for tag in image.tags if tag.startswith(f"{REPOSITORY}/")]
    for tag in tags:
        client.images.remove(tag, force=True)
    return len(tags)


if __name__ == "__main__":
    print(f"removed {remove_all(connect())} images")
