"""What the container of a lab is allowed, and what it may take."""

import dataclasses

import pytest
from pydantic import ByteSize

from lab import container
from transcripts.settings import MachineKind

GIB = 2**30
KIND = MachineKind("lab", "trixie", ByteSize(3 * GIB), ByteSize(5 * GIB), processes=700, processors=1.5)


def test_cgroups_of_both_versions() -> None:
    assert container.cgroup_options("2") == {"cgroupns": "private"}
    assert container.cgroup_options("1") == {"cgroupns": "host", "binds": ["/sys/fs/cgroup:/sys/fs/cgroup:rw"]}


def test_it_may_take_memory_for_a_disk_too_but_no_swap() -> None:
    given = container.limits(KIND, 8)
    assert given["mem_limit"] == given["memswap_limit"] == 8 * GIB
    assert given["nano_cpus"] == 1_500_000_000
    assert given["pids_limit"] == 700


def test_it_may_take_no_more_processors_than_there_are() -> None:
    assert container.limits(KIND, 1)["nano_cpus"] == 1_000_000_000


def test_its_entry_point_is_told_the_sizes_in_full() -> None:
    assert container.sizes(KIND) == [str(5 * GIB), str(3 * GIB), "700"]


def test_its_engine_is_told_the_inside_of_an_object_beside() -> None:
    assert container.daemon(KIND) == ""
    told = dataclasses.replace(KIND, daemon={"features": {"containerd-snapshotter": True}, "mtu": 1400})
    assert container.daemon(told) == '"features": {"containerd-snapshotter": true}, "mtu": 1400'


@pytest.mark.parametrize(("processors", "memory", "labs"), [(4, 16, 4), (8, 16, 5), (64, 2, 1), (1, 64, 1)], ids=str)
def test_as_many_work_at_once_as_the_engine_has_processors_and_memory_for(
    processors: int, memory: int, labs: int
) -> None:
    assert container.capacity({"NCPU": processors, "MemTotal": memory * GIB}, int(KIND.memory)) == labs
