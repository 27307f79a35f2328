"""The mirror: filled once for what it offers, reached from nowhere else, and nothing is left of filling it."""

import time

import pytest

from lab.images.engine import Engine, connect
from lab.images.mirror import digests, stocked
from tests.lab.fake_engine import FakeEngine
from tests.lab.told import told
from transcripts.errors import LabError

OFFERED = {"postgres:17": "test/postgres:1", "debian:trixie": "test/debian-trixie:1"}


class Bench:
    """Fills the mirror of a workshop `test` whose images are there."""

    def __init__(self, fake: FakeEngine) -> None:
        self.fake = fake
        self.engine = Engine(connect(), "test")
        self.said: list[str] = []
        self.before = {*OFFERED.values(), "test/mirror:1"}
        for tag in self.before:
            fake.image(tag, Labels={"test.recipe": "1"}, Volumes={"/var/lib/registry": {}})

    def stocked(self, *names: str) -> str:
        offered = {name: OFFERED[name] for name in names or OFFERED}
        return stocked(self.engine, "test/mirror:1", offered, "run", self.said.append)


@pytest.fixture
def bench(fake: FakeEngine, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """An engine with images, on which nobody waits."""
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    return Bench(fake)


def test_it_has_each_image_under_the_name_that_pages_pull(bench: Bench) -> None:
    bench.stocked()
    assert bench.fake.pushed == ["localhost:32768/library/postgres:17", "localhost:32768/library/debian:trixie"]


def test_it_tells_the_digest_of_each_image_and_nothing_else(bench: Bench) -> None:
    known = digests(bench.engine, bench.stocked())
    assert list(known) == ["debian:trixie", "postgres:17"]
    assert all(said.startswith("sha256:") and len(said) == 71 for said in known.values())
    assert known["debian:trixie"] != known["postgres:17"]


def test_nothing_is_left_of_filling_it(bench: Bench) -> None:
    tag = bench.stocked()
    assert bench.fake.left == []
    assert bench.fake.tags == {*bench.before, tag}


def test_while_it_is_filled_it_belongs_to_the_run_and_other_machines_do_not_reach_it(bench: Bench) -> None:
    bench.stocked()
    [container] = bench.fake.created
    assert container["Config"]["Labels"] == bench.engine.labels("run")
    assert [port["HostIp"] for port in container["HostConfig"]["PortBindings"]["5000/tcp"]] == ["127.0.0.1"]


def test_it_is_filled_once(bench: Bench) -> None:
    assert bench.stocked() == bench.stocked()
    assert len(bench.fake.created) == 1
    assert bench.said == ["filling the mirror"]


@pytest.mark.parametrize("changed", ["test/postgres:1", "offer"])
def test_it_is_filled_again_when_an_image_or_the_offer_is_new(changed: str, bench: Bench) -> None:
    first = bench.stocked()
    if changed == "offer":
        assert bench.stocked("postgres:17") != first
    else:
        bench.fake.image(changed)
        assert bench.stocked() != first
    assert first in bench.fake.tags


def test_one_that_offers_nothing_is_a_mirror_too(bench: Bench) -> None:
    tag = stocked(bench.engine, "test/mirror:1", {}, "run", print)
    assert digests(bench.engine, tag) == {}


def test_a_mirror_that_is_not_ready_at_once_is_asked_again(bench: Bench) -> None:
    bench.fake.fails["POST /images/{id}/push"] = [(200, "connection refused")] * 3
    bench.stocked()
    assert len(bench.fake.pushed) == 2


def test_a_mirror_that_takes_nothing_is_told_and_nothing_is_left(bench: Bench) -> None:
    bench.fake.fails["POST /images/{id}/push"] = (200, "connection refused")
    with told(LabError, "image postgres:17", "was not taken by the mirror: .*connection refused.*", "run it again"):
        bench.stocked()
    assert bench.fake.left == []
    assert bench.fake.tags == bench.before
