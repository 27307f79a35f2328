"""Another workshop is made with this machinery, and nothing of this one goes along."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config

from new.__main__ import TEMPLATE, main
from tests.conftest import ROOT
from transcripts import settings
from transcripts.errors import WorkshopError
from transcripts.keep import store
from transcripts.page import page
from transcripts.tell import status
from transcripts.tell.report import Report


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new workshop, in a folder with a space in its name."""
    made = tmp_path_factory.mktemp("workshops") / "My first one"
    main(made)
    return made


def test_it_has_a_name_of_its_own(mine: Path) -> None:
    assert settings.load(mine).name == "my-first-one"
    assert (mine / "README.md").read_text("utf-8").startswith("# My first one\n")


def test_its_configuration_is_short(mine: Path) -> None:
    assert len((mine / "mkdocs.yml").read_text("utf-8").splitlines()) <= 15


def test_nothing_of_this_workshop_goes_along(mine: Path) -> None:
    ours = settings.load(ROOT)
    for path in mine.rglob("*"):
        if path.is_file() and "hooks" not in path.relative_to(mine).parts:
            assert ours.name not in path.read_text("utf-8"), path
    assert not [path for path in mine.rglob("*") if path.name in ("__pycache__", "LICENSE", "site")]


def test_its_site_is_built_with_styles_scripts_and_what_was_recorded(mine: Path) -> None:
    config = load_config(str(mine / "mkdocs.yml"), strict=True)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    html = (mine / "site" / "index.html").read_text("utf-8")
    assert "Hello from a container\n" in html
    for asset in ("assets/transcript.css", "assets/workshop.js", "assets/iframe-worker.js", "assets/casts/index.js"):
        assert f'"{asset}"' in html or f'"./{asset}"' in html
        assert (mine / "site" / asset).is_file()
    assert "https://unpkg.com" not in html


def test_what_was_recorded_for_it_is_fresh(mine: Path) -> None:
    known = settings.load(mine)
    [found] = page.read_all(mine, known.kinds)
    captures = store.load(store.folder_of(mine / store.FOLDER, found.path))
    assert status.stale(found, known, captures, Report()) == (), f"record {TEMPLATE} anew: CONTRIBUTING.md says how"


def test_its_own_tests_pass(mine: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "tests", "-p", "no:cacheprovider", "-m", "not browser"]
    done = subprocess.run(command, cwd=mine, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "3 passed" in done.stdout


def test_workflows_and_make_name_nothing_that_is_not_there(mine: Path) -> None:
    for workflow in (mine / ".github" / "workflows").iterdir():
        assert yaml.safe_load(workflow.read_text("utf-8"))["jobs"]
    assert (mine / ".ci" / "run").stat().st_mode & 0o111


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "note").write_text("mine")
    with pytest.raises(WorkshopError, match=r"is not empty\n  name a folder that is empty or not there"):
        main(tmp_path)
    with pytest.raises(WorkshopError, match="is not empty"):
        main(tmp_path / "note")
    assert [path.name for path in tmp_path.iterdir()] == ["note"]


@pytest.mark.parametrize("place", ["mine", "hooks/mine"])
def test_a_folder_inside_this_workshop_is_told_and_not_made(place: str) -> None:
    with pytest.raises(WorkshopError, match=r"lies inside this workshop\n  name a folder beside it"):
        main(ROOT / place)
    assert not (ROOT / place).exists()


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    main(tmp_path / "empty")
    assert (tmp_path / "empty" / "workshop.toml").exists()


def test_a_folder_whose_name_has_no_letters_is_told(tmp_path: Path) -> None:
    with pytest.raises(WorkshopError, match=r"gives the workshop no name\n  name a folder with letters in it"):
        main(tmp_path / "---")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WorkshopError, match=r"cannot be written: .*\n  name another folder"):
        main(tmp_path / "file" / "below")
