"""An image of a registry, from which a recipe takes an engine: had once, kept as ours, and told where none gives it."""

import dataclasses
from pathlib import Path

import pytest

from lab.images import borrowed, supply
from lab.images.engine import Engine, connect
from tests.conftest import found_settings
from tests.lab.fake_engine import FakeEngine
from tests.lab.told import told
from transcripts.errors import LabError

IMAGE = "docker:29-dind"


def had(fake: FakeEngine) -> str:
    return borrowed.borrowed(Engine(connect(), "test"), IMAGE, print)


def test_it_is_pulled_once_and_goes_with_the_others_of_the_workshop(fake: FakeEngine) -> None:
    fake.hub.add(IMAGE)
    tag = had(fake)
    assert fake.tags == {tag} == {"test/docker:29-dind"}
    fake.hub.clear()
    assert had(fake) == tag
    assert borrowed.there(Engine(connect(), "test"), IMAGE, print)
    Engine(connect(), "test").remove_images()
    assert fake.tags == set()


def test_one_that_the_engine_had_stays(fake: FakeEngine) -> None:
    fake.image(IMAGE)
    assert {had(fake), IMAGE} == fake.tags


def test_one_that_no_registry_gives_is_told(fake: FakeEngine) -> None:
    assert not borrowed.there(Engine(connect(), "test"), IMAGE, print)
    with told(LabError, f"image {IMAGE}", "no registry gives it: .*not found.*", borrowed.OTHERS):
        had(fake)
    assert fake.tags == set()


@pytest.mark.parametrize("gives", [True, False])
def test_a_recipe_is_told_of_it_and_only_on_machines_with_an_engine(
    gives: bool, fake: FakeEngine, tmp_path: Path
) -> None:
    known = found_settings(tmp_path)
    machines = {**known.machines, "docker": dataclasses.replace(known.machines["docker"], image=IMAGE)}
    if gives:
        fake.hub.add(IMAGE)
        supply.prepare(Engine(connect(), "test"), dataclasses.replace(known, machines=machines), "run", print)
        arguments = {build["tag"].split(":")[0]: build["arguments"] for build in fake.builds}
        assert arguments["test/lab"]["ENGINE"] == "test/docker:29-dind"
        assert "ENGINE" not in arguments["test/bare"]
    else:
        with pytest.raises(LabError, match="no registry gives it"):
            supply.prepare(Engine(connect(), "test"), dataclasses.replace(known, machines=machines), "run", print)
