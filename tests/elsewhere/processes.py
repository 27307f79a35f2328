"""The processes that a machine is made of: each begins a session, and is written down, so that none is forgotten."""

import os
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import psutil

LIST = "processes"
PATIENCE = 5.0
"""Seconds for those that are asked to end."""


def begin(folder: Path, command: Sequence[str], log: str, **environment: str) -> subprocess.Popen[bytes]:
    """Start a command whose output goes to a log in the folder, and write it down there."""
    with (folder / log).open("wb") as said:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **environment},
            # Nobody writes to it. What reads it, as a switch of vde does, ends when we do.
            stdin=subprocess.PIPE,
            stdout=said,
            stderr=said,
            # Else Ctrl-C would end it before the machine has shut down.
            start_new_session=True,
        )
    with (folder / LIST).open("a") as known:
        known.write(f"{process.pid} {_begun(process.pid)}\n")
    return process


def end(folder: Path) -> int:
    """End what was written down and still runs, and all that it started; give how many that were."""
    known = folder / LIST
    if not known.exists():
        return 0
    said = [line.split() for line in known.read_text().splitlines()]
    # Another process may have the number now. While anything of a session lives, nobody is given its number.
    ours = {int(pid) for pid, begun in said if _begun(int(pid)) in (int(begun), 0)}
    living = [each for each in psutil.process_iter() if _session(each.pid) in ours]
    for each in living:
        with suppress(psutil.Error):
            each.terminate()
    _, stubborn = psutil.wait_procs(living, PATIENCE)
    for each in stubborn:
        with suppress(psutil.Error):
            each.kill()
    psutil.wait_procs(stubborn, PATIENCE)
    known.unlink()
    return len(living)


def _begun(pid: int) -> int:
    with suppress(psutil.Error):
        return int(psutil.Process(pid).create_time())
    return 0


def _session(pid: int) -> int:
    with suppress(OSError):
        return os.getsid(pid)
    return -1
