"""What the second run of a page is given otherwise, so that two runs which agree do not agree for one reason.

The clock itself is the host's and is never set. What is left of a date is what programs in a container print: of that,
judge/dates.py tells at recording.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Circumstances:
    """What a machine has by chance, and what no page may depend on."""

    environment: Mapping[str, str] = field(default_factory=dict)
    """Of the terminal in which a page types."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Written before the machine starts, by absolute path."""
    sysctls: Mapping[str, str] = field(default_factory=dict)
    """Of its network."""


BRIDGE = """\
if ip link add docker0 type bridge; then
    ip address add 10.213.0.1/16 dev docker0 || true
    echo 20000 > /proc/sys/kernel/ns_last_pid || true
fi 2> /dev/null
"""
"""The script that starts an engine reads this. The engine takes the bridge that is there, with its address, and its own
networks take the addresses that this one leaves free. Its settings would say so to a page, and so would its arguments.
"""
USUAL = Circumstances()
OTHERWISE = Circumstances(
    # A zone of the same name, but for a minute a day ahead: a whole day is more than Python takes for a zone. Programs
    # written in Go take it for UTC.
    environment={"TZ": "UTC-23:59"},
    files={"/etc/default/docker": BRIDGE},
    sysctls={"net.ipv4.ip_local_port_range": "42000 60999"},
)
