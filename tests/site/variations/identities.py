"""Which one: names, numbers and addresses that a machine gives, the same wherever the same thing is meant."""

import string
import uuid
from collections.abc import Callable
from ipaddress import IPv6Address

from tests.site.variations.another import Another
from tests.site.variations.scientists import ADJECTIVES, SURNAMES

HEX = "0123456789abcdef"
BASE32 = string.ascii_uppercase + "234567"
BASE36 = string.digits + string.ascii_lowercase
BASE64 = string.ascii_letters + string.digits + "+/"


def pairs(run: Another, count: int) -> str:
    """Give bytes with colons between."""
    return ":".join(run.some(HEX, 2) for _ in range(count))


def local_mac(run: Another) -> str:
    return f"{run.rng.choice(['02:42', '5a:34', 'fe:50', '02:96'])}:{pairs(run, 4)}"


def ipv6(run: Another, text: str) -> str:
    """Give an address of the old one's network, link-local, private or public, by the rules of its short form."""
    host = f"{run.rng.randrange(1, 1 << 16):x}"
    if text.startswith("fe80"):
        return str(IPv6Address(f"fe80::42:{run.some(HEX, 2)}ff:fe{run.some(HEX, 2)}:{host}"))
    net, _, old = text.partition("::")
    head = "2001:db8" if text.startswith("2001") else "fd7f"
    new = run.once("network", net, lambda: f"{head}:{run.some(HEX, 4)}:{run.some(HEX, 4)}")
    return str(IPv6Address(f"{new}::{host if old else ''}"))


def temp(run: Another, text: str) -> str:
    """Give a name of mktemp, of Python's tempfile or of pip, like the old one."""
    if "tmp." in text:
        return f"/tmp/tmp.{run.some(string.ascii_letters + string.digits, 10)}"
    if "/tmp/tmp" in text:
        return f"/tmp/tmp{run.some(BASE36 + '_', 8)}"
    if "/pip-" in text:
        return f"/tmp/pip-install-{run.some(BASE36 + '_', 8)}"
    return f"/tmp/app-{run.some(string.ascii_letters + string.digits, 6)}"


def serial(run: Another, text: str) -> str:
    """Give a serial number in the form of the old one, which OpenSSL writes in two ways."""
    new = run.once("serial number", text.replace(":", "").lower(), lambda: "1" + run.some(HEX, 39))
    return ":".join(new[at : at + 2] for at in range(0, 40, 2)) if ":" in text else new.upper()


def swarm_id(run: Another, text: str) -> str:
    """Give an id of a swarm, of which tables show the first twelve letters."""
    return run.once("swarm", text[:12], lambda: run.some(BASE36, 25))[: len(text)]


def name(run: Another, text: str) -> str:
    digit = run.some(string.digits, 1) if run.rng.random() < 0.1 else ""
    return f"{run.rng.choice(ADJECTIVES)}_{run.rng.choice(SURNAMES)}{digit}"


def making(run: Another, text: str) -> str:
    """Give how a base was made by the other tool."""
    return "# mmdebstrap --variant=minbase" if "debian.sh" in text else "mmdebstrap 1.5.7"


def between(least: int, most: int) -> Callable[[Another, str], str]:
    """Give a maker of numbers in some bounds."""
    return lambda run, text: str(run.rng.randrange(least, most))


ANYWHERE = {"id": Another.id, "serial": serial, "swarm id": swarm_id}
"""Those of which a part is known by itself."""
ONCE: dict[str, Callable[[Another, str], str]] = {
    "making": making,
    "tool": making,
    "moment of making": lambda run, text: f"'@{run.some(string.digits, 2)}…",
    "digits": lambda run, text: f"{run.some('abcdef', 1)}{run.some(HEX, 11)}",
    "uuid": lambda run, text: str(uuid.UUID(int=run.rng.getrandbits(128), version=4)),
    "address": lambda run, text: (
        f"172.{run.rng.randrange(17, 32)}.{run.rng.randrange(256)}.{run.rng.randrange(2, 254)}"
    ),
    "ipv6": ipv6,
    "mac": lambda run, text: local_mac(run),
    "port": between(32768, 60999),
    "pid": between(2, 4_194_304),
    "job": between(1, 9),
    "thread": lambda run, text: str(run.rng.randrange(0x7F0000000000, 0x7FFFFFFFFFFF, 64)),
    "inode": between(13, 99_999_999),
    "ifindex": between(3, 40_000),
    "veth": lambda run, text: f"veth{run.some(HEX, 7)}",
    "name": name,
    "token": lambda run, text: f"SWMTKN-1-{run.some(BASE36, 50)}-{run.some(BASE36, 25)}",
    "fingerprint": lambda run, text: f"SHA256:{run.some(BASE64, 43)}",
    "tls fingerprint": lambda run, text: pairs(run, 32).upper(),
    "temp": temp,
    "pointer": lambda run, text: f"0x7f{run.some(HEX, 10)}" if text.startswith("0x7f") else f"0xc000{run.some(HEX, 6)}",
    "etag": lambda run, text: f"{run.some('123456789abcdef', 1)}{run.some(HEX, 7)}-29cf",
    "namespace": lambda run, text: str(run.rng.randrange(4026531835, 4026539999)),
    "layer": lambda run, text: run.some(BASE32, 26),
    "kernel": lambda run, text: run.rng.choice(["6.1.0-18-amd64", "6.8.0-1021-azure", "5.15.167.4-microsoft-WSL2"]),
    "cgroup version": between(1, 3),
}
TWINS = frozenset({*ANYWHERE, *ONCE} - {"kernel", "cgroup version"})
"""Where the same one means the same thing, and another one another."""
