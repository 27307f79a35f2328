"""The machine that a run is started on: gets it a Docker Engine and packages, where it may."""

import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from lab.images import endpoint, needs
from lab.images.engine import Say, connect
from transcripts.errors import LabError

DAEMON_LOG = Path("/var/log/docker.log")
SYSTEMD = Path("/run/systemd/system")
"""A folder that is there where systemd runs."""


def is_ours_to_change() -> bool:
    """Whether packages may be installed: Debian or a relative, and root."""
    return os.geteuid() == 0 and needs.system() != ""


def install(*wanted: str, say: Say) -> None:
    """Install with apt what is needed; raise LabError where this machine is not ours to change."""
    system = needs.system()
    if not is_ours_to_change():
        raise LabError("this machine", f"lacks {', '.join(wanted)}", needs.remedy(wanted, system))
    packages = [package for need in wanted for package in needs.packages(need, system)]
    say(f"installing {', '.join(packages)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        done = subprocess.run(
            ["apt-get", "-qq", *command], env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode and command != ["update"]:
            reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise LabError("apt-get", f"cannot install {', '.join(packages)}: {reason}", "see that apt-get works")


def provide(wanted: Sequence[str], say: Say) -> None:
    """See to it that an engine answers and that what is needed is there; say what is done."""
    missing = [need for need in wanted if not needs.met(need, needs.system())]
    if missing:
        install(*missing, say=say)
    if note := endpoint.overruled(os.environ):
        say(note)
    try:
        connect().close()
        return
    except LabError:
        # One that the user names, by a variable or a context, is the user's to start.
        if endpoint.resolve(os.environ).url != endpoint.SOCKET or not is_ours_to_change():
            raise
    if not shutil.which("dockerd"):
        install("docker.io", "iptables", say=say)
    _start(say)


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
