"""A room as the kernel has it: network namespaces on one bridge, behind a link that all of them share."""

import os
import subprocess
from collections.abc import Sequence
from contextlib import suppress

HERE = "198.18.0.1"
"""Of the range that RFC 2544 keeps for benchmarks."""


class Room:
    """Machines that reach this one at HERE; close() removes all that was made."""

    def __init__(self, machines: int) -> None:
        self._mark = f"h{os.getpid() % 100000}"
        self.bridge = f"{self._mark}-br"
        self.machines = [f"{self._mark}-{number}" for number in range(machines)]
        self._last = 1
        ip("link", "add", self.bridge, "type", "bridge")
        ip("address", "add", f"{HERE}/24", "dev", self.bridge)
        ip("link", "set", self.bridge, "up")
        for name in self.machines:
            ip("netns", "add", name)
            self._plug(name, name, ["ip", "netns", "exec", name])

    def plug(self, pid: int) -> None:
        """Put a container into the room, too, by the number of its first process."""
        self._plug(f"{self._mark}-{pid}"[:13], str(pid), ["nsenter", f"--target={pid}", "--net"])

    def _plug(self, cable: str, into: str, there: Sequence[str]) -> None:
        self._last += 1
        ip("link", "add", f"{cable}h", "type", "veth", "peer", "name", "room0", "netns", into)
        ip("link", "set", f"{cable}h", "master", self.bridge, "up")
        for command in (
            ["address", "add", f"198.18.0.{self._last}/24", "dev", "room0"],
            ["link", "set", "room0", "up"],
        ):
            subprocess.run([*there, "ip", *command], check=True)

    def share(self, megabits: int) -> None:
        """Let all of them have so much together of what comes from here, as those on one Wi-Fi do."""
        bucket = ["tbf", "rate", f"{megabits}mbit", "burst", "256k", "latency", "100ms"]
        subprocess.run(["tc", "qdisc", "replace", "dev", self.bridge, "root", *bucket], check=True)

    def start(self, machine: str, *command: str) -> subprocess.Popen[str]:
        """Start a program on a machine."""
        inside = ["ip", "netns", "exec", machine, *command]
        return subprocess.Popen(inside, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def close(self) -> None:
        """Remove it."""
        for command in (*(("netns", "delete", name) for name in self.machines), ("link", "delete", self.bridge)):
            with suppress(subprocess.CalledProcessError):
                ip(*command)


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)
