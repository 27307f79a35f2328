"""The Debian bases of all other images: pulled where a registry answers, else made from Debian's own packages."""

import shutil
import subprocess
from dataclasses import dataclass

from docker.errors import DockerException

from lab.images import host
from lab.images.engine import Engine, Say
from transcripts.errors import LabError
from transcripts.recipes import BOOTSTRAP, Recipe, digest


@dataclass(frozen=True)
class Base:
    """A base image on the engine."""

    name: str
    """What pages call it, as in debian:trixie."""
    tag: str
    source: str
    """hub, or mmdebstrap where it was made from packages."""


def base(engine: Engine, recipe: Recipe, suite: str, say: Say) -> Base:
    """Give the base image of a Debian suite, made now if the engine does not have it."""
    version = digest((suite.encode(), recipe.digest.encode()))[:12]
    tag = engine.tag(f"debian-{suite}", version)
    if not engine.has(tag):
        if _pull(engine, suite, tag):
            say(f"pulled debian:{suite}")
        else:
            say(f"no registry answers: making debian:{suite} from packages with mmdebstrap")
            _make(engine, suite, recipe, version, say)
    labels = engine.client.images.get(tag).labels or {}
    return Base(f"debian:{suite}", tag, labels.get(engine.label("source"), "hub"))


def _pull(engine: Engine, suite: str, tag: str) -> bool:
    try:
        engine.client.images.pull("debian", tag=suite).tag(tag)
    except (DockerException, OSError):
        return False
    return True


def _make(engine: Engine, suite: str, recipe: Recipe, version: str, say: Say) -> None:
    if not shutil.which("mmdebstrap"):
        host.install("mmdebstrap", say=say)
    options = [line for line in recipe.files[BOOTSTRAP].decode().splitlines() if line and not line.startswith("#")]
    done = subprocess.run(
        ["mmdebstrap", "--quiet", *options, suite, "-"], stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip().splitlines()[-1:] or ["no reason given"]
        rights = "chroot mode" in reason[0]
        remedy = "install uidmap, or run it once as root" if rights else "see that the package archive can be reached"
        raise LabError(f"debian:{suite}", f"mmdebstrap failed: {reason[0]}", remedy)
    engine.client.api.import_image_from_data(
        done.stdout,
        repository=engine.tag(f"debian-{suite}", version).rpartition(":")[0],
        tag=version,
        changes=[
            'CMD ["bash"]',
            "ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            f"LABEL {engine.label('source')}=mmdebstrap {engine.label('recipe')}={version}",
        ],
    )
