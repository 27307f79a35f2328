"""The two Debian base images: pulled where a registry answers, else made from Debian's own packages."""

import hashlib
import shutil
import subprocess
from dataclasses import dataclass

import docker
from docker.errors import DockerException, ImageNotFound

from lab.images import host
from lab.images.engine import Say
from transcripts.errors import LabError

SOURCE = "docker-workshop.source"
RECIPE = "docker-workshop.recipe"
REPOSITORY = "docker-workshop"
OPTIONS = (
    "--variant=minbase",
    '--aptopt=Acquire::Check-Valid-Until "false"',
    '--aptopt=Acquire::Languages "none"',
    '--aptopt=Apt::AutoRemove::SuggestsImportant "false"',
    "--dpkgopt=path-exclude=/usr/share/doc/*",
    "--dpkgopt=path-exclude=/usr/share/man/*",
)


@dataclass(frozen=True)
class Base:
    """A base image on the engine."""

    name: str
    """What pages call it, as in debian:trixie."""
    tag: str
    source: str
    """hub, or mmdebstrap where it was made from packages."""


def base(client: docker.DockerClient, suite: str, say: Say) -> Base:
    """Give the base image of a Debian suite, made now if the engine does not have it."""
    recipe = hashlib.sha256("\n".join((suite, *OPTIONS)).encode()).hexdigest()[:12]
    tag = f"{REPOSITORY}/debian-{suite}:{recipe}"
    try:
        image = client.images.get(tag)
    except ImageNotFound:
        if _pull(client, suite, tag):
            say(f"pulled debian:{suite}")
        else:
            say(f"no registry answers: making debian:{suite} from packages with mmdebstrap")
            _make(client, suite, tag, recipe, say)
        image = client.images.get(tag)
    return Base(f"debian:{suite}", tag, (image.labels or {}).get(SOURCE, "hub"))


def _pull(client: docker.DockerClient, suite: str, tag: str) -> bool:
    try:
        client.images.pull("debian", tag=suite).tag(tag)
    except (DockerException, OSError):
        return False
    return True


def _make(client: docker.DockerClient, suite: str, tag: str, recipe: str, say: Say) -> None:
    if not shutil.which("mmdebstrap"):
        host.install("mmdebstrap", say=say)
    done = subprocess.run(
        ["mmdebstrap", "--quiet", *OPTIONS, suite, "-"], stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip().splitlines()[-1:] or ["no reason given"]
        raise LabError(
            f"debian:{suite}", f"mmdebstrap failed: {reason[0]}", "see that the package archive can be reached"
        )
    repository, _, version = tag.partition(":")
    client.api.import_image_from_data(
        done.stdout,
        repository=repository,
        tag=version,
        changes=[
            'CMD ["bash"]',
            "ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            f"LABEL {SOURCE}=mmdebstrap {RECIPE}={recipe}",
        ],
    )
