"""A lab without an engine to run it on: what it is allowed, what it is limited to, and what is told when it fails."""

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import ByteSize

from lab.container import sizes
from lab.images.engine import connect
from lab.machine import Lab
from tests.conftest import found_settings
from tests.lab.fake_engine import FakeEngine
from tests.lab.told import told
from transcripts.errors import LabError
from transcripts.page.blocks import Machine
from transcripts.settings import MachineKind, Settings, Terminal

GIB = 2**30
KIND = MachineKind("lab", "trixie", ByteSize(3 * GIB), ByteSize(5 * GIB), processes=700, processors=1.5)
REFUSED = (500, "OCI runtime create failed: operation not permitted")

Start = Callable[..., Lab]


@pytest.fixture
def kind() -> MachineKind:
    """The kind of the machine."""
    return KIND


@pytest.fixture
def settings(tmp_path: Path, kind: MachineKind) -> Settings:
    """One kind of machine, and a user of another name."""
    known = found_settings(tmp_path)
    return dataclasses.replace(known, machines={"docker": kind}, terminal=Terminal(user="guest"))


@pytest.fixture
def start(fake: FakeEngine, settings: Settings) -> Start:
    """Start a lab on a network of its own."""
    client = connect()
    fake.image("test/lab:1", Volumes={"/data": {}})
    client.networks.create("page")
    return lambda: Lab(client, Machine("web", "docker"), settings, "test/lab:1", "page", labels={"test.run": "run"})


def options(container: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = container["HostConfig"]
    return made


class TestWhatItMayTake:
    """The limits of its kind reach the engine, whatever the privileges with which it starts."""

    @pytest.mark.parametrize("refused", [0, 1])
    def test_memory_processors_processes_and_disk(self, refused: int, start: Start, fake: FakeEngine) -> None:
        fake.fails["POST /containers/{id}/start"] = [REFUSED] * refused
        start()
        [lab] = fake.containers.values()
        given = options(lab)
        assert given["Memory"] == given["MemorySwap"] == 8 * GIB
        assert (given["NanoCpus"], given["PidsLimit"]) == (1_500_000_000, 700)
        assert lab["Config"]["Cmd"] == [*sizes(KIND), "mirror", ""], "its entry point sees to the rest"


class TestPrivileges:
    """They are asked for in turn, since no engine grants all of them."""

    def test_the_first_are_all(self, start: Start, fake: FakeEngine) -> None:
        start()
        assert [options(each)["Privileged"] for each in fake.created] == [True]

    def test_where_those_are_refused_single_ones_are_asked_for_and_nothing_is_left_of_the_first(
        self, start: Start, fake: FakeEngine
    ) -> None:
        fake.fails["POST /containers/{id}/start"] = [REFUSED]
        start()
        [first, second] = fake.created
        assert list(fake.containers.values()) == [second]
        assert options(first)["Privileged"]
        assert not options(second).get("Privileged")
        assert (options(second)["CapAdd"], options(second)["CapDrop"]) == (["ALL"], ["SYS_RESOURCE"])
        assert "b 7:* rwm" in options(second)["DeviceCgroupRules"], "loop devices are not allowed by all of CapAdd"

    def test_an_engine_that_refuses_both_is_told_why_and_nothing_is_left(self, start: Start, fake: FakeEngine) -> None:
        fake.fails["POST /containers/{id}/start"] = REFUSED
        remedy = "the engine must allow privileged containers"
        with told(LabError, "web", r"the engine refuses it: .*operation not permitted", remedy):
            start()
        assert len(fake.created) == 2
        assert [fake.containers, fake.volumes] == [{}, {}]

    @pytest.mark.parametrize(("version", "mounted"), [("1", ["/sys/fs/cgroup:/sys/fs/cgroup:rw"]), ("2", None)])
    def test_the_cgroups_of_an_old_kernel_are_mounted(
        self, version: str, mounted: list[str] | None, start: Start, fake: FakeEngine
    ) -> None:
        fake.info["CgroupVersion"] = version
        start()
        [lab] = fake.created
        assert options(lab).get("Binds") == mounted
        assert options(lab)["CgroupnsMode"] == {"1": "host", "2": "private"}[version]


def test_it_is_called_by_its_name_inside_and_from_the_other_machines(start: Start, fake: FakeEngine) -> None:
    start()
    [lab] = fake.containers.values()
    assert lab["Config"]["Hostname"] == "web"
    assert lab["NetworkSettings"]["Networks"] == {"page": {"Aliases": ["web"]}}
    assert lab["HostConfig"]["NetworkMode"] == "page", "and on no other network"
    assert lab["Config"]["Labels"] == {"test.run": "run"}


class TestTerminal:
    """A bash of the page's user."""

    def test_what_is_typed_goes_there_and_what_is_shown_comes_back(self, start: Start, fake: FakeEngine) -> None:
        stream = start().terminal()
        stream.settimeout(10)
        stream.sendall(b"echo hi\r")
        assert stream.recv(100) == b"echo hi\r"
        stream.close()
        [asked] = fake.execs.values()
        assert asked["Cmd"] == ["sh", "/usr/local/sbin/shell", "guest"]
        assert asked["WorkingDir"] == "/home/guest"
        assert asked["Env"] == ["TERM=xterm-256color"]
        assert asked["Tty"]
        assert asked["AttachStdin"]

    @pytest.mark.parametrize("call", ["POST /containers/{id}/exec", "POST /exec/{id}/start"])
    def test_a_lab_that_gives_none_is_told(self, call: str, start: Start, fake: FakeEngine) -> None:
        lab = start()
        fake.fails[call] = (500, "no such user: guest")
        with told(LabError, "web", "gives no terminal: no such user: guest", "run it again"):
            lab.terminal()


class TestFiles:
    """They are the user's, below the home."""

    def test_a_file_is_written_by_the_user(self, start: Start, fake: FakeEngine) -> None:
        start().put("project/app/hello.txt", "hällo\n")
        assert fake.put == [("guest", "/home/guest/project/app/hello.txt", "hällo\n".encode())]

    def test_a_lab_that_takes_none_is_told(self, start: Start, fake: FakeEngine) -> None:
        lab = start()
        fake.says["head --bytes"] = (1, b"cat: write error: No space left on device\ncat: sorry\n")
        with told(LabError, "web", "takes no file note: cat: write error: No space left on device", "run it again"):
            lab.put("note", "text")
        fake.says["head --bytes"] = (137, b"")
        with told(LabError, "web", "takes no file note: no reason given", "run it again"):
            lab.put("note", "text")
        fake.fails["POST /containers/{id}/exec"] = (409, "container is not running")
        with told(LabError, "web", "takes no file note: container is not running", "run it again"):
            lab.put("note", "text")


class TestHealth:
    """Whether it still answers, and what it runs."""

    def test_one_whose_engine_answers_is_healthy(self, start: Start, fake: FakeEngine) -> None:
        lab = start()
        assert lab.healthy()
        fake.says["docker version"] = (1, b"Cannot connect to the Docker daemon\n")
        assert not lab.healthy()

    def test_one_that_is_gone_is_not(self, start: Start, fake: FakeEngine) -> None:
        lab = start()
        lab.close()
        assert [fake.containers, fake.volumes] == [{}, {}]
        assert not lab.healthy()
        lab.close()
        fake.stop()
        assert not lab.healthy()
        lab.close()

    def test_it_is_waited_for_and_tells_what_it_runs(self, start: Start, fake: FakeEngine) -> None:
        fake.says["until nsenter"] = (0, b"28.5.2 28.5.3 linux/arm64\next4\n")
        lab = start()
        assert set(lab.versions.values()) == {""}
        lab.wait()
        assert lab.versions == {"engine": "28.5.2", "client": "28.5.3", "platform": "linux/arm64"}
        assert not lab.in_memory

    @pytest.mark.parametrize("kind", [dataclasses.replace(KIND, engine=False)])
    def test_one_without_an_engine_is_waited_for_until_it_is_on_its_disk(self, start: Start, fake: FakeEngine) -> None:
        fake.says["until nsenter"] = (0, b"tmpfs\n")
        lab = start()
        lab.wait()
        assert lab.in_memory
        assert set(lab.versions.values()) == {""}

    @pytest.mark.parametrize(
        ("status", "problem"), [(124, "its engine did not answer within 120 s"), (1, "its engine does not start")]
    )
    def test_an_inner_engine_that_does_not_start_is_told_with_the_end_of_its_log(
        self, status: int, problem: str, start: Start, fake: FakeEngine
    ) -> None:
        fake.says |= {"until nsenter": (status, b""), "tail": (0, b"starting\nfailed: \xff no iptables\n")}
        lab = start()
        shown = "starting", "failed: \ufffd no iptables"
        with told(LabError, "web", problem, "see its log below", *shown):
            lab.wait()
