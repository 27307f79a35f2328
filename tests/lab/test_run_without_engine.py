"""A run without an engine to run labs on: nothing is asked for before it is needed, and nothing of it stays."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from lab.images import supply
from lab.images.engine import Engine, Say, connect
from lab.images.supply import Source, Supply
from lab.network import Network
from lab.run import Run
from tests.conftest import found_settings
from tests.lab.fake_engine import FakeEngine
from tests.lab.told import told
from transcripts.errors import LabError
from transcripts.page import page
from transcripts.page.blocks import Block, Machine
from transcripts.settings import Settings

DOCKER, BARE = Machine("lab", "docker"), Machine("bare", "bare")
SUPPLY = Supply(
    {"docker": "test/lab:1", "bare": "test/bare:1"},
    "test/stock:1",
    {"debian:trixie": "hub", "debian:testing": "mmdebstrap"},
    {name: f"sha256:{name}" for name in ("debian:trixie", "postgres:17", "python:3.13")},
)
PAGE = '```console snippet="one"\n$ docker run --rm {}\n```\n'

Start = Callable[..., Run]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Those of a workshop."""
    return found_settings(tmp_path)


@pytest.fixture
def prepared() -> list[str]:
    """For whom images were made."""
    return []


@pytest.fixture
def start(fake: FakeEngine, settings: Settings, prepared: list[str], monkeypatch: pytest.MonkeyPatch) -> Start:
    """Start a run of the workshop `test` on an engine in memory, which has the images as soon as they are wanted."""

    def prepare(engine: Engine, _: Settings, run: str, say: Say) -> Supply:
        prepared.append(run)
        for tag in (*SUPPLY.machines.values(), SUPPLY.stock):
            fake.image(tag)
        return SUPPLY

    monkeypatch.setattr(supply, "prepare", prepare)
    fake.says["until nsenter"] = (0, b"28.5.2 28.5.3 linux/arm64\next4\n")
    fake.says["dockerd --version"] = (0, b"Docker version 28.5.2, build 1\nDocker version 28.5.3, build 1\n")
    return lambda source=Source.MIRROR, say=print, address=None: Run(settings, source, say, address)


def blocks(text: str) -> tuple[Block, ...]:
    return page.read(text, "index.md", ("docker", "bare")).blocks


def test_a_run_that_needs_no_engine_asks_for_none(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere/docker.sock")
    run = Run(settings, Source.MIRROR, print)
    run.close()
    with pytest.raises(LabError, match=r"none answers at unix:///nowhere/docker\.sock"):
        run.network()
    run.close()


def test_a_context_that_names_another_engine_than_docker_host_is_told_once(
    start: Start, fake: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_CONTEXT", "mine")
    said: list[str] = []
    run = start(say=said.append)
    for _ in range(2):
        with run.network():
            pass
    run.close()
    assert said == [f"DOCKER_HOST ({fake.address}) goes before the context mine"]
    start(say=said.append, address=fake.address).network()
    assert len(said) == 1, "an address of its own is no matter of the environment"


def test_the_engine_of_a_worker_is_its_own(start: Start, fake: FakeEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere/docker.sock")
    run = start(address=fake.address)
    with run.network():
        assert len(fake.networks) == 1
    run.close()


def test_images_are_made_once_for_all_pages(start: Start, prepared: list[str]) -> None:
    run = start()
    for _ in range(2):
        with run.network() as network:
            network.labs([DOCKER])
        run.facts((), ())
    assert len(prepared) == 1
    run.close()


@pytest.mark.parametrize(("disk", "times"), [(b"tmpfs", 1), (b"ext4", 0)])
def test_that_disks_are_memory_is_said_once(disk: bytes, times: int, start: Start, fake: FakeEngine) -> None:
    fake.says["until nsenter"] = (0, b"28.5.2 28.5.3 linux/arm64\n" + disk + b"\n")
    said: list[str] = []
    run = start(say=said.append)
    for _ in range(2):
        with run.network() as network:
            network.labs([DOCKER])
    run.close()
    assert said.count("the engine has no loop device for the disk of a lab, which is in memory instead") == times


class TestCleaningUp:
    """What a run left, and what it leaves."""

    def test_it_begins_by_sweeping_once_and_says_so(self, start: Start, fake: FakeEngine) -> None:
        client = connect()
        client.volumes.create(labels={"test.run": "old", "test.owner": "nobody"})
        for thing in fake.volumes.values():
            thing["CreatedAt"] = "2020-01-01T00:00:00Z"
        said: list[str] = []
        run = start(say=said.append)
        run.network().close()
        run.network().close()
        assert said[0] == "removed 1 things that an earlier run left"
        assert len([line for line in said if "earlier run" in line]) == 1
        assert fake.left == []

    def test_what_a_page_left_goes_with_the_run_and_what_another_run_has_stays(
        self, start: Start, fake: FakeEngine
    ) -> None:
        one, other = start(), start()
        one.network().labs([DOCKER])
        other.network().labs([DOCKER])
        one.close()
        assert len(fake.containers) == 2
        assert len(fake.networks) == 1
        other.close()
        assert fake.left == []

    def test_it_may_go_on_after_it_was_closed(self, start: Start, fake: FakeEngine) -> None:
        run = start()
        run.network().labs([DOCKER])
        run.close()
        run.network().labs([DOCKER])
        run.close()
        assert fake.left == []

    def test_an_engine_that_is_gone_at_the_end_is_told(self, start: Start, fake: FakeEngine) -> None:
        run = start()
        run.network()
        fake.stop()
        with told(LabError, "Docker Engine", r"is gone while cleaning up \(.+\)", "the next run sweeps"):
            run.close()


class TestFacts:
    """What captures say of where they come from."""

    def network(self, run: Run, *machines: Machine) -> Network:
        network = run.network()
        self.labs = list(network.labs(machines).values())
        return network

    def test_versions_are_those_of_the_first_machine_with_an_engine(self, start: Start) -> None:
        run = start()
        with self.network(run, BARE, DOCKER):
            facts = run.facts(self.labs, ())
        assert (facts.engine, facts.client, facts.platform) == ("28.5.2", "28.5.3", "linux/arm64")
        assert facts.recorded == datetime.datetime.now(datetime.UTC).date(), "the day of the labs"
        assert facts.bases == SUPPLY.bases
        run.close()

    @pytest.mark.parametrize(("said", "load"), [(b"6.16 4.31 2.39 7/505 20008\n", 1.5), (b"", None)])
    def test_the_load_of_the_host_is_told_for_each_processor(
        self, said: bytes, load: float | None, start: Start, fake: FakeEngine
    ) -> None:
        fake.says["cat /proc/loadavg"] = (0, said)
        run = start()
        with self.network(run, DOCKER):
            assert run.facts(self.labs, ()).load == load
        run.close()

    def test_without_such_a_machine_only_the_platform_of_the_engine_outside_is_known(self, start: Start) -> None:
        run = start()
        with self.network(run, BARE):
            facts = run.facts(self.labs, ())
        assert (facts.engine, facts.client, facts.platform) == ("", "", "linux/amd64")
        run.close()

    @pytest.mark.parametrize(
        ("text", "named"),
        [
            (PAGE.format("postgres:17"), ["postgres:17"]),
            (PAGE.format("debian:trixie") + PAGE.format("postgres:17-alpine").replace("one", "two"), ["debian:trixie"]),
            (PAGE.format("hello-world"), []),
            ('```dockerfile file="Dockerfile"\nFROM python:3.13\n```\n', ["python:3.13"]),
        ],
    )
    def test_of_the_images_only_those_that_the_page_names_are_told(
        self, text: str, named: list[str], start: Start
    ) -> None:
        run = start()
        with self.network(run, BARE):
            facts = run.facts(self.labs, blocks(text))
            assert facts.images == {name: f"sha256:{name}" for name in named}
            assert run.environment([BARE], blocks(text)).images == facts.images
        assert facts.image_source == "mirror"
        run.close()

    def test_of_images_from_the_hub_nothing_is_known(self, start: Start, fake: FakeEngine) -> None:
        run = start(Source.HUB)
        with self.network(run, BARE):
            assert [each["Config"]["Image"] for each in fake.containers.values()] == ["test/bare:1"], "and no mirror"
            facts = run.facts(self.labs, blocks(PAGE.format("postgres:17")))
        assert (facts.image_source, facts.images) == ("hub", {})
        run.close()


class TestEnvironment:
    """What decides what a page shows, known without a lab."""

    def test_versions_are_asked_once_for_each_kind_and_nothing_is_left(self, start: Start, fake: FakeEngine) -> None:
        run = start()
        for _ in range(2):
            facts = run.environment([BARE, DOCKER], ())
            assert (facts.engine, facts.client) == ("28.5.2", "28.5.3")
        assert fake.asked.count("POST /containers/{id}/wait") == 1
        assert fake.left == []
        run.close()

    def test_it_is_that_of_the_captures(self, start: Start) -> None:
        run = start()
        with run.network() as network:
            facts = run.facts(network.labs([DOCKER]).values(), ())
        known = run.environment([DOCKER], ())
        assert (known.engine, known.client, known.images) == (facts.engine, facts.client, facts.images)
        run.close()

    def test_a_page_without_an_engine_starts_nothing_for_it(self, start: Start, fake: FakeEngine) -> None:
        run = start()
        assert run.environment([BARE], ()).engine == ""
        assert "POST /containers/{id}/wait" not in fake.asked
        run.close()


def test_the_hub_is_asked_once(start: Start, fake: FakeEngine) -> None:
    run = start()
    assert run.hub
    fake.hub.clear()
    assert run.hub, "it was there for the pages before"
    assert fake.asked.count("GET /distribution/{id}/json") == 1
    run.close()


def test_what_is_closed_twice_is_closed(fake: FakeEngine, tmp_path: Path) -> None:
    run = Run(found_settings(tmp_path), Source.MIRROR, print)
    run.network().close()
    fake.stop()
    with pytest.raises(LabError, match="is gone while cleaning up"):
        run.close()
    run.close()


def test_facts_of_an_engine_that_fails_are_an_error(fake: FakeEngine, tmp_path: Path) -> None:
    run = Run(found_settings(tmp_path), Source.MIRROR, print)
    run.network().close()
    fake.fails["GET /version"] = (500, "shutting down")
    with told(LabError, "Docker Engine", "shutting down", "run it again"):
        run.facts([], ())
    run.close()
