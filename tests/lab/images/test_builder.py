"""An image from its recipe: built when something of it is new; a recipe that does not build is told with its log."""

import time
from typing import Any

import pytest
from docker.errors import DockerException
from hypothesis import given
from hypothesis import strategies as st

from lab.images.bases import Base
from lab.images.builder import CERTIFICATES, built, trouble
from lab.images.builder import told as timed
from lab.images.engine import Engine, connect
from tests.lab.fake_engine import FakeEngine
from tests.lab.told import told
from transcripts.errors import LabError
from transcripts.recipes import Recipe

RECIPE = Recipe({"Dockerfile": b"ARG BASE\nFROM $BASE\n", "entrypoint": b"#!/bin/sh\n", "etc/motd": b"hello\n"})
PARENT = Base("debian:trixie", "test/debian-trixie:1", "hub")


class Bench:
    """Builds an image of the workshop `test` from parts that stay the same unless a test says otherwise."""

    def __init__(self, fake: FakeEngine) -> None:
        self.fake = fake
        self.said: list[str] = []
        self.parts: dict[str, Any] = {"recipe": RECIPE, "name": "lab", "LAB_USER": "student"}
        fake.image(PARENT.tag)

    def built(self, **other: Any) -> str:
        parts = {**self.parts, **other}
        return built(Engine(connect(), "test"), parent=PARENT, say=self.said.append, **parts)


@pytest.fixture
def bench(fake: FakeEngine) -> Bench:
    """An engine with a base."""
    return Bench(fake)


def test_a_build_gets_base_arguments_and_all_files_with_scripts_that_can_be_run(bench: Bench) -> None:
    tag = bench.built()
    [asked] = bench.fake.builds
    assert asked["tag"] == tag
    assert asked["arguments"] == {"BASE": PARENT.tag, "LAB_USER": "student"}
    files = {"Dockerfile": 0o644, "entrypoint": 0o755, "etc/motd": 0o644, CERTIFICATES: 0o644}
    assert asked["files"] == files, "with what this machine trusts, for networks that look into what is fetched"
    assert bench.said == ["building lab on debian:trixie"]


def test_it_is_built_once(bench: Bench) -> None:
    assert bench.built() == bench.built()
    assert len(bench.fake.builds) == 1
    assert len(bench.said) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"LAB_USER": "guest"},
        {"MORE": "1"},
        {"name": "bare"},
        {"recipe": Recipe({**RECIPE.files, "etc/motd": b"welcome\n"})},
        {"recipe": Recipe({**RECIPE.files, "etc/issue": b""})},
    ],
)
def test_it_is_built_again_when_a_part_of_it_is_new_and_the_old_one_is_kept(
    other: dict[str, Any], bench: Bench
) -> None:
    first, second = bench.built(), bench.built(**other)
    assert first != second
    assert {first, second} <= bench.fake.tags
    assert bench.built() == first
    assert len(bench.fake.builds) == 2


def test_it_is_built_again_on_a_base_that_is_new(bench: Bench) -> None:
    first = bench.built()
    bench.fake.image(PARENT.tag)
    assert bench.built() != first


def test_a_recipe_that_does_not_build_shows_the_end_of_its_log(bench: Bench) -> None:
    bench.fake.log = [*(f"line {number}\n" for number in range(20)), "\x1b[91mE: no such package\x1b[0m\n", "\n"]
    bench.fake.fails["POST /build"] = (200, "The command '/bin/sh -c apt-get' returned a non-zero code: 100")
    shown = [*(f"line {number}" for number in range(14, 20)), "E: no such package"]
    last = "The command '/bin/sh -c apt-get' returned a non-zero code: 100"
    with told(LabError, "images/lab", "The command .+ code: 100", "see the log below", *shown, last):
        bench.built()
    assert not [tag for tag in bench.fake.tags if tag.startswith("test/lab")]


@pytest.mark.parametrize(
    "error",
    ["write /var/lib/docker/tmp: no space left on device", "E: You don't have enough free space in /var/cache/apt"],
)
@pytest.mark.parametrize("in_log", [False, True])
def test_a_full_disk_is_told_wherever_it_is_said(in_log: bool, error: str, bench: Bench) -> None:
    bench.fake.log = [f"{error}\n", *["\n", "rolling back\n"] * 20] if in_log else []
    bench.fake.fails["POST /build"] = (200, "returned a non-zero code: 100" if in_log else error)
    with told(LabError, "images/lab", "the engine's disk is full", "free some: docker system prune, then run it again"):
        bench.built()


def test_what_the_engine_explains_is_told_in_place_of_an_address(fake: FakeEngine) -> None:
    fake.fails["POST /build"] = (500, "failed to start\nfor a reason")
    with told(LabError, "images/lab", "failed to start", "run it again"):
        Bench(fake).built()


@given(st.text(), st.text())
def test_whatever_is_said_makes_one_line_and_what_to_do(said: str, log: str) -> None:
    first, second, *rows = str(trouble("images/lab", DockerException(said), log)).split("\n")
    assert first.startswith("images/lab: ")
    assert second.startswith("  ")
    assert len(rows) <= 8
    assert all(row.startswith("  | ") for row in rows)


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.9, []), (1.4, ["lab ready after 1 s"]), (75.4, ["lab ready after 75 s"])]
)
def test_only_what_takes_long_is_told_when_it_is_done(
    seconds: float, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([100.0, 100.0 + seconds])
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    told_so_far: list[str] = []
    with timed(told_so_far.append, "lab"):
        assert told_so_far == []
    assert told_so_far == said
