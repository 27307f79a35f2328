"""What an author sees of a mistake on a page of this site, whose first page and plan are made from all pages."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT

COPIED = ("docs", "snippets", "mkdocs.yml", "workshop.toml", "images")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The site's own files, to be spoilt."""
    for name in COPIED:
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, tmp_path / name)
    (tmp_path / "hooks").symlink_to(ROOT / "hooks")
    return tmp_path


def fence(copy: Path) -> str:
    with (copy / "docs" / "volumes.md").open("a", encoding="utf-8") as page:
        page.write("\n```console\n$ true\n```\n")
    return "a console fence that neither runs nor says why"


def capture(copy: Path) -> str:
    (copy / "snippets" / "volumes" / "clean-up.console").unlink()
    return "clean-up.console: is missing"


@pytest.mark.parametrize("spoil", [fence, capture])
def test_a_mistake_on_one_page_is_told_in_two_lines(spoil: Callable[[Path], str], copy: Path) -> None:
    expected = spoil(copy)
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(copy / "built")]
    done = subprocess.run(
        command,
        cwd=copy,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": "hooks"},
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout + done.stderr
    assert done.returncode == 1
    assert expected in said
    assert "Traceback" not in said
