"""The address that is told is one by which a room reaches this machine, and the port is a port."""

import socket
from collections.abc import Mapping, Sequence
from types import SimpleNamespace

import psutil
import pytest

from lab import addresses
from lab.addresses import check, chosen, here, port
from tests.lab.told import told
from transcripts.errors import LabError

Interfaces = Mapping[str, Sequence[str]]


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> "Machine":
    return Machine(monkeypatch)


class Machine:
    """One with these interfaces, and the way out over one of its addresses."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._patch = patch

    def has(self, interfaces: Interfaces, *, down: Sequence[str] = (), usual: str = "") -> tuple[str, ...]:
        def address(text: str) -> SimpleNamespace:
            return SimpleNamespace(family=socket.AF_INET6 if ":" in text else socket.AF_INET, address=text)

        there = {name: [address(text) for text in texts] for name, texts in interfaces.items()}
        state = {name: SimpleNamespace(isup=name not in down) for name in interfaces}
        self._patch.setattr(psutil, "net_if_addrs", lambda: there)
        self._patch.setattr(psutil, "net_if_stats", lambda: state)
        self._patch.setattr(addresses, "_usual", lambda: usual)
        return here()


def test_only_what_leads_into_a_room_counts(machine: Machine) -> None:
    inside = {"docker0": ["172.17.0.1"], "br-1f": ["172.18.0.1"], "vethab": ["172.19.0.1"], "virbr0": ["192.168.122.1"]}
    room = {"lo": ["127.0.0.1"], "wlp3s0": ["192.168.1.20", "fe80::1%wlp3s0"], "eth1": ["10.0.0.9"]}
    assert machine.has({**inside, **room}, down=["eth1"]) == ("192.168.1.20",)


def test_the_likeliest_is_that_of_the_way_out_and_the_last_one_that_nobody_gave(machine: Machine) -> None:
    found = machine.has({"a": ["169.254.3.4", "10.0.0.9"], "b": ["192.168.1.20"]}, usual="192.168.1.20")
    assert found == ("192.168.1.20", "10.0.0.9", "169.254.3.4")


def test_without_a_way_out_they_have_an_order_too(machine: Machine) -> None:
    assert machine.has({"b": ["192.168.1.20"], "a": ["10.0.0.9"]}) == ("10.0.0.9", "192.168.1.20")


def test_a_machine_without_a_network_has_none(machine: Machine) -> None:
    assert machine.has({"lo": ["127.0.0.1"]}) == ()


def test_this_machine_can_be_asked() -> None:
    assert all(socket.inet_aton(address) for address in here())
    assert addresses._usual() in {"", *here()}


def test_without_a_way_out_none_is_usual(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "ELSEWHERE", ("255.255.255.255", 9))
    assert addresses._usual() == ""


@pytest.mark.parametrize(
    ("asked", "there", "told"),
    [
        ("", ("10.0.0.9", "192.168.1.20"), "10.0.0.9"),
        ("192.168.1.20", ("10.0.0.9", "192.168.1.20"), "192.168.1.20"),
        ("192.168.1.20", ("10.0.0.9",), "10.0.0.9"),
        ("", (), ""),
    ],
)
def test_what_was_asked_for_is_told_while_it_is_there(asked: str, there: Sequence[str], told: str) -> None:
    assert chosen(asked, there) == told


@pytest.mark.parametrize("asked", ["", "10.0.0.9", "hall.lan", "hall"])
def test_addresses_and_names_are_taken(asked: str) -> None:
    check(asked)


@pytest.mark.parametrize("asked", ["http://10.0.0.9", "a b", "10.0.0.9:80", "-x"])
def test_what_is_no_name_is_refused(asked: str) -> None:
    with told(LabError, f"ADDRESS={asked}", "is neither .*", "write it like 192.168.1.20 or hall.lan"):
        check(asked)


def test_a_port_is_a_number_that_a_port_may_have() -> None:
    assert [port(asked) for asked in ("", "80", "65535")] == [0, 80, 65535]
    for asked in ("0", "65536", "http", "-1", "8 0", "²"):
        with told(LabError, f"PORT={asked}", "is no port", "write a number up to 65535, like 8000"):
            port(asked)
