"""Settings are read once, and a wrong one is two lines with the key's name."""

import dataclasses
import re
from pathlib import Path

import pytest

from tests.conftest import SETTINGS, found_settings
from transcripts import settings
from transcripts.errors import SettingsError


def test_what_is_said_is_read(tmp_path: Path) -> None:
    known = found_settings(tmp_path)
    assert known.name == "test"
    assert known.kinds == ("docker", "bare")
    assert known.machines["docker"].memory == 4 * 2**30
    assert (known.machines["docker"].engine, known.machines["bare"].engine) == (True, False)
    assert known.images["postgres:17"] == settings.Image("postgres", "trixie")
    assert known.recipes["lab"].files == {"Dockerfile": b"# lab/Dockerfile\n"}
    with pytest.raises(dataclasses.FrozenInstanceError):
        known.name = "other"  # type: ignore[misc]


def test_what_is_left_out_has_a_default(tmp_path: Path) -> None:
    known = found_settings(tmp_path)
    assert (known.fold, known.checks, known.terminal) == (24, "", settings.Terminal("student", 100, 40))


BAD = {
    "unknown key": ('name = "test"', 'name = "test"\ncolour = "red"', "colour: is no setting"),
    "unknown key of a machine": ("processes = 2048", "proceses = 2048", "machines.docker.proceses: is no setting"),
    "left out": ('suite = "testing"', "", "machines.docker.suite: is missing"),
    "wrong type": (
        "processes = 2048",
        'processes = "many"',
        "machines.docker.processes: input should be a valid integer",
    ),
    "out of bounds": ("processes = 2048", "processes = 0", "machines.docker.processes: input should be greater than"),
    "no size": ('memory = "4 GiB"', 'memory = "4 GiBi"', "machines.docker.memory: is no size"),
    "no recipe": (
        '"python:3.13" = {recipe = "python"',
        '"python:3.13" = {recipe = "snake"',
        "images.python:3.13.recipe: ",
    ),
    "an image without a recipe": (
        '"python:3.13" = {recipe = "python", ',
        '"python:3.13" = {',
        "images.python:3.13.recipe: is missing",
    ),
    "no tag": ('"python:3.13" = ', '"python" = ', "images.python: is no name with a tag"),
    "no name": ('name = "test"', 'name = "My Workshop"', "name: is no such name"),
    "recipes": ('name = "test"', 'name = "test"\nrecipes = {}', "recipes: is no setting"),
    "no machine": ("[machines.bare]", "[images.bare]", "images.bare"),
    "two machines of one name": ("[machines.bare]", "[machines.docker]", "cannot be read: Cannot declare"),
    "an engine named all": (
        "[machines.bare]",
        "[engines.all]\n[machines.bare]",
        "engines.all: is no name for an engine",
    ),
    "no name for an engine": ("[machines.bare]", '[engines."a b"]\n[machines.bare]', "engines.a b: is no name for an"),
    "an engine without a recipe": (
        "[machines.bare]",
        '[engines.one]\nrecipe = "none"\n[machines.bare]',
        "engines.one.recipe: there is no recipe none",
    ),
    "an engine without the suite that the first names": (
        "[machines.bare]",
        '[engines.one]\nsuite = "sid"\n[engines.two]\n[machines.bare]',
        "engines.two.suite: is missing",
    ),
    "no suite of an engine": (
        "[machines.bare]",
        '[engines.one]\nsuite = "SID"\n[machines.bare]',
        "engines.one.suite: is no such name",
    ),
    "no tag of an engine's image": (
        "[machines.bare]",
        '[engines.one]\nimage = "localhost:5000/docker"\n[machines.bare]',
        "engines.one.image: is no name with a tag",
    ),
    "not TOML": ('name = "test"', "name = test", "cannot be read: Invalid value"),
}


@pytest.mark.parametrize(("old", "new", "told"), BAD.values(), ids=BAD)
def test_a_wrong_setting_is_told_by_its_name(old: str, new: str, told: str, tmp_path: Path) -> None:
    found_settings(tmp_path)
    assert old in SETTINGS
    (tmp_path / settings.NAME).write_text(SETTINGS.replace(old, new))
    with pytest.raises(SettingsError) as refused:
        settings.load(tmp_path)
    first, second = str(refused.value).split("\n")
    assert first.startswith(f"workshop.toml: {told}")
    assert re.fullmatch(r"  \S.*", second)


def test_settings_that_are_not_there_are_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"^workshop\.toml: is missing\n  make new "):
        settings.load(tmp_path)


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("debian/mmdebstrap", r"images/debian/mmdebstrap: is missing\n  all other images stand on it"),
        (
            "postgres/Dockerfile",
            r"workshop\.toml: images\.postgres:17\.recipe: images/postgres has no Dockerfile\n  add",
        ),
    ],
)
def test_a_recipe_that_lacks_its_file_is_told(file: str, told: str, tmp_path: Path) -> None:
    found_settings(tmp_path)
    path = tmp_path / settings.IMAGES / file
    path.rename(path.with_name("note"))
    with pytest.raises(SettingsError, match=told):
        settings.load(tmp_path)


def test_what_an_editor_hides_is_no_part_of_a_recipe(tmp_path: Path) -> None:
    before = found_settings(tmp_path).recipes["lab"].digest
    (tmp_path / settings.IMAGES / "lab" / ".Dockerfile.swp").write_text("x")
    assert settings.load(tmp_path).recipes["lab"].digest == before
    (tmp_path / settings.IMAGES / "lab" / "entrypoint").write_text("x")
    assert settings.load(tmp_path).recipes["lab"].digest != before


ENGINES = """
[engines."28.5"]
suite = "sid"

[engines."28.5-containerd"]
suite = "sid"
daemon = {features = {containerd-snapshotter = true}}

[engines."29"]
suite = "trixie"
image = "docker:29-dind"
"""


def test_an_engine_takes_its_place_on_each_machine_that_has_one(tmp_path: Path) -> None:
    found_settings(tmp_path)
    plain = settings.load(tmp_path)
    assert (plain.first, plain.others, plain.on("")) == ("", (), plain)
    (tmp_path / settings.NAME).write_text(SETTINGS + ENGINES, "utf-8")
    known = settings.load(tmp_path)
    assert (known.first, known.others) == ("28.5", ("28.5-containerd", "29"))
    assert known.machines["docker"].suite == "sid", "that of the first one"
    other = known.on("29")
    assert (other.machines["docker"].suite, other.machines["docker"].image) == ("trixie", "docker:29-dind")
    assert other.machines["docker"].recipe == "lab"
    assert other.machines["bare"] == plain.machines["bare"]
    told = known.on("28.5-containerd")
    assert told.machines["docker"].daemon == {"features": {"containerd-snapshotter": True}}
    assert other.on("28.5").machines == known.machines, "nothing of one engine is left on another"
    keys = [each.machine("docker") for each in (plain, known, told, other)]
    assert len({*keys}) == len(keys)
    assert known.machine("bare") == plain.machine("bare")
