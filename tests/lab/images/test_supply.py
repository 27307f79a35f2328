"""All images of a workshop: made in one go, kept while nothing of them is new, and what stands in the way is told."""

import dataclasses
import threading
from pathlib import Path

import pytest
from pydantic import ByteSize

from lab.images import supply
from lab.images.engine import Engine, connect
from lab.images.supply import Supply
from tests.conftest import found_settings
from tests.lab.fake_engine import FakeEngine
from tests.lab.told import told
from transcripts.errors import LabError
from transcripts.settings import Settings, Terminal


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Those of a workshop with three images and two kinds of machines."""
    return found_settings(tmp_path)


def prepared(settings: Settings) -> Supply:
    return supply.prepare(Engine(connect(), settings.name), settings, "run", print)


def test_each_kind_of_machine_and_the_mirror_get_an_image(settings: Settings, fake: FakeEngine) -> None:
    found = prepared(settings)
    assert sorted(found.machines) == ["bare", "docker"]
    assert {*found.machines.values(), found.stock} <= fake.tags
    assert sorted(found.digests) == ["debian:trixie", "postgres:17", "python:3.13"]
    assert found.bases == {"debian:trixie": "hub", "debian:testing": "hub"}


def test_a_recipe_stands_on_the_suite_that_the_settings_name(settings: Settings, fake: FakeEngine) -> None:
    found = prepared(settings)
    on = {build["tag"]: build["arguments"] for build in fake.builds}
    assert on[found.machines["docker"]]["BASE"].startswith("test/debian-testing:")
    assert on[found.machines["bare"]]["BASE"].startswith("test/debian-trixie:")
    assert {on[tag]["LAB_USER"] for tag in found.machines.values()} == {"student"}


def test_an_image_that_is_the_base_itself_is_offered_as_it_is(settings: Settings, fake: FakeEngine) -> None:
    prepared(settings)
    assert sorted(build["tag"].split(":")[0] for build in fake.builds) == [
        f"test/{name}" for name in ("bare", "lab", "mirror", "postgres", "python")
    ]
    assert "localhost:32768/library/debian:trixie" in fake.pushed


def test_the_same_settings_make_nothing_new(settings: Settings, fake: FakeEngine) -> None:
    first, tags = prepared(settings), fake.tags
    builds = len(fake.builds)
    assert prepared(settings) == first
    assert (len(fake.builds), fake.tags) == (builds, tags)


def test_another_user_makes_other_machines_and_the_same_mirror(settings: Settings, fake: FakeEngine) -> None:
    first = prepared(settings)
    second = prepared(dataclasses.replace(settings, terminal=Terminal(user="guest")))
    assert set(first.machines.values()).isdisjoint(second.machines.values())
    assert first.stock == second.stock


def test_two_runs_at_once_build_each_image_once(settings: Settings, fake: FakeEngine) -> None:
    found: list[Supply] = []
    workers = [threading.Thread(target=lambda: found.append(prepared(settings))) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(found) == 3
    assert len(fake.builds) == 5


def test_memory_that_the_engine_does_not_have_is_told_with_its_key_before_anything_is_made(
    settings: Settings, fake: FakeEngine
) -> None:
    fake.info["MemTotal"] = 2 * 2**30
    with told(
        LabError,
        "workshop.toml: machines.docker.memory",
        r"asks for 4\.0 GiB, and the engine has 2\.0",
        "ask for less, or set DOCKER_HOST to an engine that has more",
    ):
        prepared(settings)
    assert fake.tags == set()


def test_memory_that_the_engine_just_has_will_do(settings: Settings, fake: FakeEngine) -> None:
    fake.info["MemTotal"] = int(settings.machines["docker"].memory)
    assert prepared(settings).machines
    more = dataclasses.replace(settings.machines["bare"], memory=ByteSize(fake.info["MemTotal"] + 1))
    with pytest.raises(LabError, match=r"machines\.bare\.memory: "):
        prepared(dataclasses.replace(settings, machines={**settings.machines, "bare": more}))


@pytest.mark.parametrize("call", ["POST /commit", "POST /build", "POST /images/{id}/tag", "POST /containers/create"])
def test_a_full_disk_is_told_whatever_it_stops(call: str, settings: Settings, fake: FakeEngine) -> None:
    prepared(dataclasses.replace(settings, images={}))
    fake.fails[call] = (500, "write /var/lib/docker: no space left on device")
    place = "images/postgres" if call == "POST /build" else "images"
    with told(LabError, place, "the engine's disk is full", "free some: docker system prune, then run it again"):
        prepared(settings)
    assert fake.left == []


def test_an_engine_that_goes_is_told(settings: Settings, fake: FakeEngine) -> None:
    engine = Engine(connect(), settings.name)
    fake.stop()
    with told(LabError, "images", ".+", "run it again"):
        supply.prepare(engine, settings, "run", print)


class TestVersions:
    """Of engine and client, asked of an image without a lab."""

    def test_they_are_what_the_image_has(self, fake: FakeEngine) -> None:
        fake.image("test/lab:1")
        fake.says["dockerd --version"] = (
            0,
            b"Docker version 28.5.2, build 1234\nDocker version 28.5.3-rc.1, build 1234\n",
        )
        known = supply.versions(Engine(connect(), "test"), "test/lab:1", "run")
        assert known == {"engine": "28.5.2", "client": "28.5.3-rc.1"}
        assert fake.left == []
        assert fake.created[0]["Config"]["Labels"]["test.run"] == "run", "so that it is swept if we are killed"

    def test_an_image_without_them_is_told_and_nothing_is_left(self, fake: FakeEngine) -> None:
        fake.image("test/lab:1")
        fake.says["dockerd --version"] = (127, b"sh: 1: docker: not found\n")
        with told(LabError, "images", ".+status 127.+not found.*", "run it again"):
            supply.versions(Engine(connect(), "test"), "test/lab:1", "run")
        assert fake.left == []


def test_the_hub_answers_or_does_not(fake: FakeEngine) -> None:
    engine = Engine(connect(), "test")
    assert supply.hub_answers(engine)
    fake.hub.clear()
    assert not supply.hub_answers(engine)
    fake.stop()
    assert not supply.hub_answers(engine)


def test_a_recipe_that_cannot_be_parsed_is_named(settings: Settings, fake: FakeEngine) -> None:
    fake.fails["POST /build"] = (400, "dockerfile parse error on line 3: unknown instruction: FOO")
    with told(
        LabError, "images/postgres", "dockerfile parse error on line 3: unknown instruction: FOO", "run it again"
    ):
        prepared(settings)


def test_an_image_that_does_not_tell_its_versions_is_told(fake: FakeEngine) -> None:
    fake.image("x:1")
    fake.says["dockerd --version"] = (0, b"sh: 1: dockerd: not found\nDocker version 28.5.2, build 1\n")
    with told(LabError, "image x:1", "does not tell the versions of its engine and client", "mend its recipe"):
        supply.versions(Engine(connect(), "test"), "x:1", "run")
