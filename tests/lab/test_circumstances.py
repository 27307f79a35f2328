"""What a machine has by chance is another one in a second run, and a page sees nothing else of it."""

import io
import tarfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from lab.circumstances import OTHERWISE, USUAL, Circumstances
from lab.images.engine import Engine, connect
from lab.network import Network
from lab.run import Run
from lab.terminal.emulator import Size
from lab.terminal.terminal import Terminal
from tests.conftest import found_settings
from tests.lab.conftest import LAB
from tests.lab.fake_engine import FakeEngine
from tests.lab.test_network import SUPPLY
from transcripts.judge.kinds import skeleton
from transcripts.page.blocks import Machine
from transcripts.prompts import PROMPT_KINDS, Line


def started(fake: FakeEngine, folder: Path, circumstances: Circumstances, machine: Machine) -> list[str]:
    """Start a machine on an engine in memory; give what was put into it, and what of its network was asked for."""
    for tag in (*SUPPLY.machines.values(), SUPPLY.stock):
        fake.image(tag)
    fake.says["until nsenter"] = (0, b"28.5.2 28.5.3 linux/amd64\next4\n")
    made = Engine(connect(), "test"), found_settings(folder), SUPPLY, "run", print
    with Network(*made, circumstances=circumstances) as network:
        network.labs([machine])
        [asked] = [each["HostConfig"] for each in fake.containers.values() if machine.name in str(each["Config"])]
    names = []
    for _, where, data in fake.put:
        with tarfile.open(fileobj=io.BytesIO(data)) as tar:
            names += [f"{where} {name}" for name in tar.getnames()]
    return [*names, *asked.get("Sysctls", {})]


def test_usually_nothing_is_put_into_a_machine(fake: FakeEngine, tmp_path: Path) -> None:
    assert started(fake, tmp_path, USUAL, Machine("web", "docker")) == []


def test_otherwise_its_engine_reads_another_script(fake: FakeEngine, tmp_path: Path) -> None:
    assert started(fake, tmp_path, OTHERWISE, Machine("web", "docker")) == [
        "/ etc",
        "/ etc/default",
        "/ etc/default/docker",
        "net.ipv4.ip_local_port_range",
    ]


def test_without_an_engine_it_reads_none(fake: FakeEngine, tmp_path: Path) -> None:
    assert started(fake, tmp_path, OTHERWISE, Machine("db", "bare")) == ["net.ipv4.ip_local_port_range"]


Both = tuple[Terminal, Terminal]
HOST = PROMPT_KINDS[0]


@pytest.fixture(scope="module")
def both(run: Run) -> Iterator[Both]:
    """A terminal in a lab of each."""
    with run.network() as usual, run.network(OTHERWISE) as otherwise:
        labs = [network.labs([LAB])["lab"] for network in (usual, otherwise)]
        one, other = (Terminal(lab.terminal(), Size()) for lab in labs)
        yield one, other
        one.close()
        other.close()


@pytest.mark.engine
def test_a_port_is_published_once_whatever_the_engine_of_the_host_leaves_of_ipv6(run: Run) -> None:
    with run.network(Circumstances(sysctls={"net.ipv6.conf.lo.disable_ipv6": "0"})) as network:
        terminal = Terminal(network.labs([LAB])["lab"].terminal(), Size())
        publish = "docker run --rm --detach --name web --publish 8080:80 debian:trixie sleep 60"
        shown = [
            terminal.run((Line("$ ", each),), HOST, timeout=120).output for each in (publish, "docker port web 80")
        ]
        terminal.close()
    assert shown[1] == "0.0.0.0:8080\n"


@pytest.mark.engine
class TestInLabs:
    """The same commands, as usual and otherwise."""

    def shown(self, both: Both, command: str) -> tuple[str, str]:
        one, other = (terminal.run((Line("$ ", command),), HOST, timeout=60).output for terminal in both)
        return one, other

    def test_it_is_another_day_in_a_zone_of_the_same_name(self, both: Both) -> None:
        now, later = (datetime.fromisoformat(shown.strip()) for shown in self.shown(both, "date '+%F %T'"))
        assert abs(later - now - timedelta(hours=23, minutes=59)) < timedelta(minutes=1)
        assert self.shown(both, "date +%Z") == ("UTC\n", "UTC\n")

    def test_networks_have_other_addresses_and_the_same_sizes(self, both: Both) -> None:
        subnets = (
            "docker network inspect bridge $(docker network create mine) --format '{{(index .IPAM.Config 0).Subnet}}'"
        )
        usual, otherwise = (shown.split() for shown in self.shown(both, subnets))
        # Which one is the next that is free depends on the network that the lab itself is on.
        assert (usual[0], otherwise) == ("172.17.0.0/16", ["10.213.0.0/16", "172.17.0.0/16"])
        assert usual[1] != otherwise[1]

    def test_a_published_port_is_another_one(self, both: Both) -> None:
        self.shown(both, "docker run --rm --detach --name web --publish 80 debian:trixie sleep 60")
        ports = [int(shown.split("\n")[0].split(":")[1]) for shown in self.shown(both, "docker port web 80")]
        self.shown(both, "docker rm --force web")
        assert 32768 <= ports[0] < 42000 <= ports[1]

    @pytest.mark.parametrize(
        "command",
        ["docker network inspect bridge", "docker info | sort", "ps -C dockerd -o args", "env | sort"],
    )
    def test_a_page_sees_nothing_else_of_it(self, command: str, both: Both) -> None:
        usual, otherwise = self.shown(both, command)
        varies = ("TZ=", " ID: ", " Containers", "  Running", "  Stopped", "  Paused", " Images", " Runtimes: ", "_=")
        kept = [[skeleton(x) for x in shown.split("\n") if not x.startswith(varies)] for shown in (usual, otherwise)]
        assert len(kept[0]) > 1
        assert kept[0] == kept[1]

    def test_it_stays_so_when_the_engine_starts_again(self, both: Both) -> None:
        bridge = "docker network inspect bridge --format '{{(index .IPAM.Config 0).Subnet}}'"
        self.shown(both, f"sudo service docker restart; until {bridge}; do sleep 0.1; done > /dev/null 2>&1")
        assert self.shown(both, bridge) == ("172.17.0.0/16\n", "10.213.0.0/16\n")
