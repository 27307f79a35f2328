"""Where other machines of a room reach this one: its addresses, which of them is told, and the port."""

import re
import socket
from collections.abc import Sequence
from ipaddress import IPv4Address

import psutil

from transcripts.errors import LabError

INSIDE = re.compile(
    r"(docker|br-|veth|virbr|vboxnet|vmnet|vmenet|bridge|podman|cni|lxc|lxdbr|ifb|utun|tun|wg|tailscale|zt)"
)
"""With these begin the names of interfaces that lead to containers, virtual machines and tunnels, not into a room."""
NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")
ELSEWHERE = ("198.51.100.1", 9)
"""An address of documentation. Nothing is sent there; the system tells from which of ours it would be."""


def here() -> tuple[str, ...]:
    """Give the IPv4 addresses of this machine in a room, the likeliest first."""
    up = {name for name, told in psutil.net_if_stats().items() if told.isup and not INSIDE.match(name)}
    found = {
        IPv4Address(each.address)
        for name, told in psutil.net_if_addrs().items()
        if name in up
        for each in told
        if each.family == socket.AF_INET
    }
    usual = _usual()
    # An address that a machine gave itself, for want of one who gives them, serves where there is no other.
    order = sorted((x for x in found if not x.is_loopback), key=lambda x: (str(x) != usual, x.is_link_local, x))
    return tuple(map(str, order))


def chosen(asked: str, there: Sequence[str]) -> str:
    """Give the address to be told: the one that was asked for as long as it is there, else the likeliest; or none."""
    return asked if asked in there else next(iter(there), "")


def check(asked: str) -> None:
    """Raise LabError where what was asked for is neither an address nor a name."""
    if asked and not NAME.fullmatch(asked):
        raise LabError(f"ADDRESS={asked}", "is neither an address nor a name", "write it like 192.168.1.20 or hall.lan")


def port(asked: str) -> int:
    """Give the number of the port that was asked for, 0 where none was; raise LabError where it is none."""
    if not asked:
        return 0
    if not asked.isascii() or not asked.isdigit() or not 0 < int(asked) < 2**16:
        raise LabError(f"PORT={asked}", "is no port", "write a number up to 65535, like 8000")
    return int(asked)


def _usual() -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(ELSEWHERE)
        except OSError:
            return ""
        return str(asking.getsockname()[0])
