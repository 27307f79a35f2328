"""What make asks of a machine: the machine made ready, and all images of the workshop taken away again."""

import runpy
import sys
from pathlib import Path

import pytest

from lab.__main__ import main
from lab.images import browser, host, needs
from lab.images.engine import connect
from tests.conftest import found_settings
from tests.lab.fake_engine import FakeEngine


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a workshop `test`, in which make runs."""
    found_settings(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ends(*arguments: str) -> str:
    """Run it, and give the two lines with which it ends."""
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    text = str(ended.value.code)
    assert text.count("\n  ") == text.count("\n") == 1, "a text as the code is printed, and the status is 1"
    return text


def test_setup_gets_all_images_ready_and_clean_takes_only_those_away(
    folder: Path, fake: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["setup"])
    assert fake.left == []
    ours = {tag for tag in fake.tags if tag.startswith("test/")}
    assert len(ours) == 8, "two bases, five recipes and the mirror with what it offers"
    said = capsys.readouterr().out.splitlines()
    assert all(line.startswith("workshop: ") for line in said)
    assert "workshop: building lab on debian:testing" in said

    fake.image("other/lab:1")
    main(["clean"])
    assert fake.tags == {"debian:trixie", "debian:testing", "other/lab:1"}
    assert capsys.readouterr().out == "workshop: removed 8 images\n"


def test_setup_a_second_time_has_nothing_to_do(
    folder: Path, fake: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["setup"])
    capsys.readouterr()
    main(["setup"])
    assert capsys.readouterr().out == ""


def test_packages_are_asked_for_before_images(folder: Path, fake: FakeEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host, "is_ours_to_change", lambda: False)
    monkeypatch.setattr(needs, "system", lambda: "debian")
    monkeypatch.setattr(browser, "found", lambda environment: None)
    assert ends("setup", "browser", "patch") == (
        "this machine: lacks browser, patch\n  install chromium chromium-driver patch, then run it again"
    )
    assert fake.asked == []


@pytest.mark.parametrize("verb", ["setup", "clean"])
def test_trouble_is_told_in_two_lines(
    verb: str, folder: Path, fake: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake.stop()
    assert ends(verb).startswith(f"Docker Engine: none answers at {fake.address} (")
    (folder / "workshop.toml").unlink()
    assert ends(verb).startswith("workshop.toml: is missing\n")


def test_it_is_run_as_a_program(
    folder: Path, fake: FakeEngine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["lab", "clean"])
    monkeypatch.delitem(sys.modules, "lab.__main__")
    runpy.run_module("lab", run_name="__main__")
    assert capsys.readouterr().out == "workshop: removed 0 images\n"


def test_a_verb_that_is_unknown_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["tidy"])
    assert ended.value.code == 2
    assert "invalid choice: 'tidy'" in capsys.readouterr().err


def test_clean_leaves_what_is_in_use_and_takes_the_rest(
    folder: Path, fake: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    for tag in ("test/lab:1", "test/lab:2"):
        fake.image(tag)
    connect().containers.create("test/lab:1").start()
    main(["clean"])
    assert fake.tags == {"test/lab:1"}
    assert capsys.readouterr().out == "workshop: removed 1 image\n"
