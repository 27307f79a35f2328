"""The machine that a run is started on: gets it a Docker Engine and packages, where it may."""

import os
import platform
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from lab.images.engine import Say, connect
from transcripts.errors import LabError

DAEMON_LOG = Path("/var/log/docker.log")
SYSTEMD = Path("/run/systemd/system")
"""A folder that is there where systemd runs."""


def is_ours_to_change() -> bool:
    """Whether packages may be installed: Debian or a relative, and root."""
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return False
    family = {release.get("ID", ""), *release.get("ID_LIKE", "").split()}
    return os.geteuid() == 0 and bool(family & {"debian", "ubuntu"})


def install(*packages: str, say: Say) -> None:
    """Install packages with apt; raise LabError where this machine is not ours to change."""
    if not is_ours_to_change():
        raise LabError(
            "this machine", f"lacks {', '.join(packages)}", f"install {' '.join(packages)}, then run it again"
        )
    say(f"installing {', '.join(packages)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        done = subprocess.run(
            ["apt-get", "-qq", *command], env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode and command != ["update"]:
            reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise LabError("apt-get", f"cannot install {', '.join(packages)}: {reason}", "see that apt-get works")


def provide(packages: Sequence[str], say: Say) -> None:
    """See to it that an engine answers and that the packages are there; say what is done."""
    missing = [name for name in packages if not _installed(name)]
    if missing:
        install(*missing, say=say)
    try:
        connect().close()
        return
    except LabError:
        if os.environ.get("DOCKER_HOST") or not is_ours_to_change():
            raise
    if not shutil.which("dockerd"):
        install("docker.io", "iptables", say=say)
    _start(say)


def _installed(package: str) -> bool:
    return shutil.which(package) is not None or (
        shutil.which("dpkg-query") is not None
        and subprocess.run(["dpkg-query", "--status", package], capture_output=True, check=False).returncode == 0
    )


def _start(say: Say) -> None:
    say("starting the Docker Engine")
    managed = ["systemctl", "start", "docker"] if SYSTEMD.exists() else ["service", "docker", "start"]
    if shutil.which(managed[0]):
        subprocess.run(managed, capture_output=True, check=False)
    if _answers(5):
        return
    # The init script sets limits that a container without CAP_SYS_RESOURCE may not set.
    say(f"{managed[0]} could not start it; starting dockerd itself, log in {DAEMON_LOG}")
    with DAEMON_LOG.open("ab") as log:
        subprocess.Popen(["dockerd"], stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
    if not _answers(60):
        raise LabError("Docker Engine", "was installed but does not start", f"read {DAEMON_LOG}")


def _answers(seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            connect().close()
            return True
        except LabError:
            time.sleep(0.3)
    return False
