"""An engine is found where the user's own Docker finds it, and of its things only those of the workshop are touched."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import psutil
import pytest
from docker.context.config import get_meta_file

from lab.images.engine import FOREIGN_AGE, Engine, connect
from tests.lab.fake_engine import FakeEngine, Thing
from tests.lab.told import told
from transcripts.errors import LabError
from transcripts.files import locked

NEVER = "1/1"
"""A process that has never been: the first of a machine did not begin at that time."""


def workshop(name: str) -> Engine:
    """Give a workshop on the engine that DOCKER_HOST names."""
    return Engine(connect(), name)


def left_by(engine: Engine, owner: str, run: str = "run") -> dict[str, str]:
    """Leave a container, a network and a volume on an engine; give their labels."""
    labels = {engine.label("run"): run, engine.label("owner"): owner}
    if not engine.has("debian:trixie"):
        engine.client.images.pull("debian", tag="trixie")
    engine.client.containers.create("debian:trixie", labels=labels).start()
    engine.client.networks.create("page", labels=labels)
    engine.client.volumes.create(labels=labels)
    return labels


def labels(things: list[Thing]) -> list[dict[str, str]]:
    return [thing.get("Labels") or thing["Config"]["Labels"] for thing in things]


class TestReachingOne:
    """DOCKER_HOST, an address, or the context that is in use."""

    def in_context(self, address: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("DOCKER_HOST")
        monkeypatch.setenv("DOCKER_CONFIG", str(folder))
        (folder / "config.json").write_text(json.dumps({"currentContext": "mine"}), "utf-8")
        meta = Path(get_meta_file("mine"))
        meta.parent.mkdir(parents=True)
        endpoint = {"Host": address, "SkipTLSVerify": False}
        meta.write_text(json.dumps({"Name": "mine", "Metadata": {}, "Endpoints": {"docker": endpoint}}), "utf-8")

    def test_the_context_in_use_is_asked_where_the_environment_names_none(
        self, fake: FakeEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.in_context(fake.address, tmp_path, monkeypatch)
        assert connect().info()["ID"] == "FAKE"

    def test_a_context_whose_engine_is_not_there_is_told_with_its_address(
        self, fake: FakeEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.in_context("unix:///nowhere/docker.sock", tmp_path, monkeypatch)
        with told(
            LabError, "Docker Engine", r"none answers at unix:///nowhere/docker\.sock \(.+\)", "start Docker, .+"
        ):
            connect()

    def test_an_address_is_asked_before_the_environment(
        self, fake: FakeEngine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere/docker.sock")
        assert connect(fake.address).info()["ID"] == "FAKE"

    def test_an_engine_that_answers_with_an_error_is_told(self, fake: FakeEngine) -> None:
        fake.fails["GET /_ping"] = (500, "shutting down\nin a moment")
        with told(LabError, "Docker Engine", rf"none answers at {fake.address} \(shutting down\)", "start Docker, .+"):
            connect()


@pytest.mark.parametrize(("mine", "other"), [("test", "test-two"), ("test-two", "test"), ("test", "my-test")])
class TestTwoWorkshopsOnOneEngine:
    """Neither touches what is the other's, also where the name of one begins or ends like that of the other."""

    def test_a_sweep(self, mine: str, other: str, fake: FakeEngine) -> None:
        left_by(workshop(mine), f"{socket.gethostname()}/{NEVER}")
        others = left_by(workshop(other), f"{socket.gethostname()}/{NEVER}")
        assert workshop(mine).sweep() == 3
        assert labels(fake.left) == [others] * 3

    def test_the_end_of_a_run(self, mine: str, other: str, fake: FakeEngine) -> None:
        left_by(workshop(mine), "any")
        others = left_by(workshop(other), "any")
        assert workshop(mine).remove_run("run") == 3
        assert labels(fake.left) == [others] * 3

    def test_removing_the_images(self, mine: str, other: str, fake: FakeEngine) -> None:
        for tag in (f"{mine}/lab:1", f"{mine}/lab:2", f"{other}/lab:1", f"{mine}:1", "debian:trixie"):
            fake.image(tag)
        assert workshop(mine).remove_images() == 2
        assert fake.tags == {f"{other}/lab:1", f"{mine}:1", "debian:trixie"}


def test_removing_the_images_takes_one_of_which_a_container_is_left(fake: FakeEngine) -> None:
    fake.image("test/lab:1")
    workshop("test").client.containers.create("test/lab:1")
    assert workshop("test").remove_images() == 1


def test_removing_the_images_leaves_one_that_has_another_name_too(fake: FakeEngine) -> None:
    made = fake.image("test/debian-trixie:1")
    workshop("test").client.images.get(made["Id"]).tag("debian", "trixie")
    assert workshop("test").remove_images() == 1
    assert fake.tags == {"debian:trixie"}


def test_the_end_of_a_run_leaves_another_run_of_the_same_workshop(fake: FakeEngine) -> None:
    left_by(workshop("test"), "any", "one")
    others = left_by(workshop("test"), "any", "one-more")
    assert workshop("test").remove_run("one") == 3
    assert labels(fake.left) == [others] * 3


class TestSweeping:
    """What a run that is over left goes, and nothing of one that goes on."""

    def test_what_this_process_has_stays(self, fake: FakeEngine) -> None:
        here = workshop("test")
        left_by(here, here.labels("run")["test.owner"])
        assert here.sweep() == 0
        assert len(fake.left) == 3

    @pytest.mark.parametrize("owner", [NEVER, "{ours}/1", "nonsense/nonsense", ""])
    def test_what_has_an_owner_that_does_not_live_goes(self, owner: str, fake: FakeEngine) -> None:
        left_by(workshop("test"), f"{socket.gethostname()}/{owner.format(ours=os.getpid())}")
        assert workshop("test").sweep() == 3
        assert fake.left == []

    def test_what_a_dead_process_has_that_nobody_waited_for_goes(self, fake: FakeEngine) -> None:
        with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as killed:
            process = psutil.Process(killed.pid)
            left_by(workshop("test"), f"{socket.gethostname()}/{killed.pid}/{int(process.create_time())}")
            assert workshop("test").sweep() == 0
            killed.kill()
            while process.status() != psutil.STATUS_ZOMBIE:
                time.sleep(0.001)
            assert workshop("test").sweep() == 3

    @pytest.mark.parametrize(("age", "swept"), [(FOREIGN_AGE - 60, 0), (FOREIGN_AGE + 60, 3)])
    def test_what_another_host_made_goes_by_its_age(self, age: float, swept: int, fake: FakeEngine) -> None:
        left_by(workshop("test"), "elsewhere/1/1")
        made = (datetime.now(UTC) - timedelta(seconds=age)).isoformat().replace("+00:00", "123Z")
        for thing in fake.left:
            thing |= {key: made for key in ("Created", "CreatedAt") if key in thing}
        assert workshop("test").sweep() == swept

    def test_what_has_ended_goes_with_its_volumes(self, fake: FakeEngine) -> None:
        fake.image("test/stock:1", Volumes={"/data": {}})
        here = workshop("test")
        owner = {here.label("run"): "run", here.label("owner"): f"{socket.gethostname()}/{NEVER}"}
        here.client.containers.create("test/stock:1", labels=owner)
        assert len(fake.volumes) == 1
        assert here.sweep() == 1
        assert fake.left == []

    def test_a_second_sweep_waits_for_the_first_one(self, fake: FakeEngine) -> None:
        left_by(workshop("test"), f"{socket.gethostname()}/{NEVER}")
        second = threading.Thread(target=workshop("test").sweep)
        with locked(workshop("test").meeting_place("sweep")):
            second.start()
            second.join(0.3)
            assert second.is_alive()
            assert len(fake.left) == 3
        second.join()
        assert fake.left == []

    def test_what_tells_no_age_is_taken_to_be_old(self, fake: FakeEngine) -> None:
        left_by(workshop("test"), "elsewhere/1/1")
        for thing in fake.left:
            thing |= {"Created": "", "CreatedAt": None}
        assert workshop("test").sweep() == 3


class TestWhatCannotBeRemoved:
    """Another worker is at it, or the engine is gone."""

    @pytest.mark.parametrize("status", [403, 404, 409])
    def test_what_is_in_use_or_gone_already_is_not_counted_and_the_rest_goes(
        self, status: int, fake: FakeEngine
    ) -> None:
        left_by(workshop("test"), "any")
        fake.fails["DELETE /networks/{id}"] = (status, "not now")
        assert workshop("test").remove_run("run") == 2
        assert fake.left == list(fake.networks.values())

    def test_a_container_that_goes_while_it_is_looked_for_does_not_matter(self, fake: FakeEngine) -> None:
        left_by(workshop("test"), "any")
        fake.fails["GET /containers/{id}/json"] = (404, "No such container")
        assert workshop("test").remove_run("run") == 2
        assert fake.left == list(fake.containers.values())

    def test_an_engine_that_fails_is_told(self, fake: FakeEngine) -> None:
        here = workshop("test")
        left_by(here, "any")
        fake.fails["DELETE /volumes/{id}"] = (500, "input/output error\nsomewhere")
        with told(
            LabError, "Docker Engine", r"is gone while cleaning up \(input/output error\)", "the next run sweeps"
        ):
            here.remove_run("run")

    def test_an_engine_that_is_gone_is_told(self, fake: FakeEngine) -> None:
        here = workshop("test")
        fake.stop()
        with told(LabError, "Docker Engine", r"is gone while cleaning up \(.+\)", "the next run sweeps"):
            here.sweep()


def test_the_age_of_a_thing_counts_from_its_own_time_zone(fake: FakeEngine) -> None:
    engine = Engine(connect(), "test")
    engine.client.networks.create("x", labels={"test.run": "r", "test.owner": "elsewhere/1/1"})
    for network in fake.networks.values():
        network["Created"] = datetime.now(timezone(timedelta(hours=-8))).isoformat()
    assert engine.sweep() == 0
