"""Boots an ordinary machine under User-Mode Linux, and gives its engine an address."""

import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from lab.images.engine import Say
from tests.elsewhere import processes
from transcripts.errors import LabError
from transcripts.files import locked

HERE = Path(__file__).parent
DISK = "disk.raw"
NEEDS = "linux.uml vde_switch slirpvde mmdebstrap mkfs.ext4 ssh-keygen ssh".split()
GUEST = "10.0.2.15"
"""The address that slirp gives to the first machine that asks."""
BOOT = 240.0
"""Seconds until its engine answers; where nothing else is going on, a tenth of that."""
END = 60.0
"""Seconds for it to shut down."""
LONGEST = 90
"""Characters of a folder in which there are sockets, whose names may have 107."""


@dataclass(frozen=True)
class Machine:
    """A machine that runs: ssh is on a port of this one, its engine on a socket in its folder."""

    folder: Path
    port: int

    @property
    def address(self) -> str:
        """Of its engine, as DOCKER_HOST has it."""
        return f"unix://{self.folder}/engine"

    def ssh(self, *more: str, user: str = "root") -> list[str]:
        """Give the command that logs in as root, or as plain, who is in the group docker; more are options, or do."""
        options = "BatchMode=yes StrictHostKeyChecking=no UserKnownHostsFile=/dev/null ConnectTimeout=10".split()
        named = [part for option in options for part in ("-o", option)]
        login = ["-i", str(self.folder / "key"), "-p", str(self.port), "-l", user]
        return ["ssh", "-q", "-F", "none", *named, *login, "127.0.0.1", *more]

    def does(self, command: str) -> bool:
        """Whether it does a command of root's."""
        return subprocess.run(self.ssh(command), capture_output=True, check=False).returncode == 0


@contextmanager
def claimed(folder: Path, say: Say) -> Iterator[Path]:
    """Give the folder of a machine, which nobody else uses then, and with nothing that an earlier run left running."""
    if missing := [name for name in NEEDS if not shutil.which(name)]:
        packages = "install user-mode-linux, vde2, mmdebstrap, e2fsprogs and openssh-client"
        raise LabError("make elsewhere", f"lacks {', '.join(missing)}", packages)
    folder = folder.resolve()
    if len(str(folder)) > LONGEST:
        raise LabError(folder, "is too long a name, since sockets lie in it", "name another folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LabError(folder, f"cannot be made: {error.strerror}", "name another folder") from None
    with locked(folder):
        if left := processes.end(folder):
            say(f"ended {left} processes that an earlier run left")
        try:
            yield folder
        finally:
            processes.end(folder)


def make_disk(folder: Path, say: Say) -> bool:
    """See to it that the machine of a folder has a disk; give whether it was made now."""
    if (folder / DISK).exists():
        return False
    say("making its disk, which takes about a minute")
    done = subprocess.run(["sh", HERE / "disk", folder], stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip().splitlines()[-1:] or ["no reason given"]
        raise LabError(folder / DISK, f"cannot be made: {reason[0]}", "be root, and see that there is room")
    return True


@contextmanager
def booted(folder: Path, memory: str, say: Say, second: Path | None = None) -> Iterator[Machine]:
    """Give the machine of a folder that is claimed, maybe with a second disk; shut it down in the end."""
    begun = time.monotonic()
    machine, kernel = _boot(folder, memory, second)
    try:
        _await(machine, kernel)
        say(f"an ordinary machine answers after {time.monotonic() - begun:.0f} s")
        yield machine
    finally:
        # What is not shut down by then is ended with the rest.
        if machine.does("systemctl --no-block poweroff"):
            with suppress(subprocess.TimeoutExpired):
                kernel.wait(END)


def _boot(folder: Path, memory: str, second: Path | None) -> tuple[Machine, "subprocess.Popen[bytes]"]:
    machine = Machine(folder, _free_port())
    shutil.rmtree(folder / "switch", ignore_errors=True)
    (folder / "engine").unlink(missing_ok=True)
    processes.begin(folder, ["vde_switch", "-s", "switch"], "switch.log")
    _until((folder / "switch" / "ctl").exists, 10, "its switch does not start", f"read {folder}/switch.log")
    forward = f"{machine.port}:{GUEST}:22"
    # It breaks down now and then while a browser asks for much at once.
    again = 'until slirpvde "$@"; do sleep 1; done'
    processes.begin(folder, ["sh", "-c", again, "slirpvde", "-s", "switch", "-D", "-L", forward], "slirp.log")
    disks = ["ubd0=disk.raw", "root=/dev/ubda", "rw", *([f"ubd1={second}"] if second else [])]
    command = ["linux.uml", f"uml_dir={folder}/", "umid=uml", f"mem={memory}", *disks, f"eth0=vde,{folder}/switch"]
    kernel = "con0=null,fd:1 con=null ssl=null apparmor=1 security=apparmor".split()
    begun = processes.begin(folder, [*command, *kernel], "console.log", **_preloaded(folder))
    return machine, begun


def _await(machine: Machine, kernel: "subprocess.Popen[bytes]") -> None:
    def answers() -> bool:
        if kernel.poll() is not None:
            last = (machine.folder / "console.log").read_text(errors="replace").strip().splitlines()[-1:]
            raise LabError("elsewhere", f"ended while it boots: {''.join(last)}", f"read {machine.folder}/console.log")
        return machine.does("docker version")

    _until(answers, BOOT, f"does not answer within {BOOT:.0f} s", f"read {machine.folder}/console.log")
    tunnel = machine.ssh("-nNT", "-o", "ExitOnForwardFailure=yes", "-L", f"{machine.folder}/engine:/run/docker.sock")
    processes.begin(machine.folder, tunnel, "tunnel.log")
    _until((machine.folder / "engine").is_socket, 30, "its engine has no socket here", "run it again")


def _until(holds: Callable[[], bool], seconds: float, problem: str, remedy: str) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise LabError("elsewhere", problem, remedy)
        time.sleep(0.2)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("", 0))
        return int(probe.getsockname()[1])


def _preloaded(folder: Path) -> dict[str, str]:
    """Give the environment of its kernel, which on processors of today needs a library."""
    if "amx_tile" not in Path("/proc/cpuinfo").read_text().split():
        return {}
    library = folder / "xstate.so"
    command = ["cc", "-shared", "-fPIC", "-O2", "-o", str(library), str(HERE / "xstate.c")]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        raise LabError("make elsewhere", "lacks a C compiler, which this processor asks for", "install gcc") from None
    return {"LD_PRELOAD": str(library)}
