"""The Debian bases of all other images: pulled where a registry answers, else made from Debian's own packages."""

import os
import shlex
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

from docker.errors import DockerException

from lab.images import host, needs
from lab.images.engine import Engine, Say
from lab.images.packing import Origin, mode, pack
from transcripts.errors import LabError
from transcripts.recipes import BOOTSTRAP, Recipe, digest

PUBLISHED = "debian"
"""What is pulled, with the suite as its tag."""
TOP = "root/"
"""Where a recipe has the files that are put on top of what was made from packages."""


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
            _make(engine, suite, recipe, tag, say)
    # It carries no label of ours, since the published ones have none, and pages show what an image has.
    said = str(engine.client.images.get(tag).history()[-1]["Comment"])
    return Base(f"debian:{suite}", tag, BOOTSTRAP if said.startswith(BOOTSTRAP) else "hub")


def _pull(engine: Engine, suite: str, tag: str) -> bool:
    try:
        engine.client.images.pull(PUBLISHED, tag=suite).tag(tag)
    except (DockerException, OSError):
        return False
    return True


def _make(engine: Engine, suite: str, recipe: Recipe, tag: str, say: Say) -> None:
    if not needs.met(BOOTSTRAP, needs.system()):
        host.install(BOOTSTRAP, say=say)
    options = [line for line in recipe.files[BOOTSTRAP].decode().splitlines() if line and not line.startswith("#")]
    tool = subprocess.run([BOOTSTRAP, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    by = Origin(f"# {shlex.join([BOOTSTRAP, *options])} '{suite}'", tool or BOOTSTRAP)
    top = {path.removeprefix(TOP): content for path, content in recipe.files.items() if path.startswith(TOP)}
    with TemporaryDirectory() as hooks, TemporaryFile() as root, TemporaryFile() as image:
        _lay_out(Path(hooks), recipe.files)
        done = subprocess.run(
            [BOOTSTRAP, "--quiet", *options, f"--hook-directory={hooks}", suite, "-"],
            env={**os.environ, "SUITE": suite},
            stdin=subprocess.DEVNULL,
            stdout=root,
            stderr=subprocess.PIPE,
            check=False,
        )
        if done.returncode:
            reason = done.stderr.decode(errors="replace").strip().splitlines()[-1:] or ["no reason given"]
            rights = "chroot mode" in reason[0]
            remedy = (
                "install uidmap, or run it once as root" if rights else "see that the package archive can be reached"
            )
            raise LabError(f"debian:{suite}", f"mmdebstrap failed: {reason[0]}", remedy)
        root.seek(0)
        pack(root, image, top, tag, str(engine.client.version()["Arch"]), by)
        image.seek(0)
        engine.client.images.load(image)


def _lay_out(folder: Path, files: Mapping[str, bytes]) -> None:
    for path, content in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        place.chmod(mode(content))
    # Whoever is not root makes it in a name space of their own, where they are somebody else.
    for each in (folder, *(each for each in folder.rglob("*") if each.is_dir())):
        each.chmod(0o755)
