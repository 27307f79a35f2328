"""The container that a lab is made of: what it is allowed, and what it may take of its host."""

import json
from collections.abc import Mapping
from typing import Any

from transcripts.settings import MachineKind

LOOP_DEVICES = ["b 7:* rwm", "c 10:237 rwm"]
PRIVILEGES: tuple[Mapping[str, Any], ...] = (
    {"Privileged": True},
    {
        "CapAdd": ["ALL"],
        "CapDrop": ["SYS_RESOURCE"],
        "SecurityOpt": ["seccomp=unconfined", "apparmor=unconfined"],
        "MaskedPaths": [],
        "ReadonlyPaths": [],
        "DeviceCgroupRules": LOOP_DEVICES,
    },
)
"""What a lab is allowed, in the order in which it is tried: the second is for engines without CAP_SYS_RESOURCE."""


def cgroup_options(version: str) -> dict[str, Any]:
    """Give how a container is to see cgroups, for the version that the engine reports."""
    if version == "1":
        return {"cgroupns": "host", "binds": ["/sys/fs/cgroup:/sys/fs/cgroup:rw"]}
    return {"cgroupns": "private"}


def limits(kind: MachineKind, processors: int) -> dict[str, Any]:
    """Give what a container of this kind may take of an engine with so many processors, as the Docker SDK names it."""
    # Its own entry point keeps pages to the memory of their kind. Where there is no loop device the disk is in memory,
    # and must be full before the engine is killed.
    memory = int(kind.memory + kind.disk)
    return {
        "mem_limit": memory,
        "memswap_limit": memory,
        # An engine refuses to share out more than it has.
        "nano_cpus": int(min(kind.processors, processors) * 1e9),
        "pids_limit": kind.processes,
    }


def sizes(kind: MachineKind) -> list[str]:
    """Give what the entry point of a machine is told: bytes of disk, bytes of memory, processes."""
    return [str(int(size)) for size in (kind.disk, kind.memory, kind.processes)]


def daemon(kind: MachineKind) -> str:
    """Give what the entry point of a machine puts into the settings of its engine: the inside of an object of JSON."""
    return json.dumps(dict(kind.daemon))[1:-1]


def capacity(info: Mapping[str, Any], memory: int) -> int:
    """Give how many labs of so many bytes may work at once on an engine, for what `docker info` tells of it.

    It is at least one.
    """
    return max(1, min(int(info["NCPU"]), int(info["MemTotal"]) // memory))
