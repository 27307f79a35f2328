"""What a machine runs as is found again by its session, and nothing else is ended."""

import subprocess
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.elsewhere import processes

STUBBORN = "trap '' TERM; sleep 60 & echo $!; wait"


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not be patient."""
    monkeypatch.setattr(processes, "PATIENCE", 0.5)


def living(pid: int) -> bool:
    with suppress(psutil.NoSuchProcess):
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    return False


def test_a_process_and_what_it_started_are_ended_however_stubborn(tmp_path: Path) -> None:
    begun = processes.begin(tmp_path, ["sh", "-c", STUBBORN], "log")
    while not (text := (tmp_path / "log").read_text()).endswith("\n"):
        pass
    child = int(text)
    assert living(begun.pid)
    assert living(child)
    assert processes.end(tmp_path) == 2
    assert not living(begun.pid)
    assert not living(child)
    assert list(tmp_path.iterdir()) == [tmp_path / "log"]


def test_what_outlived_the_first_of_its_session_is_found(tmp_path: Path) -> None:
    begun = processes.begin(tmp_path, ["sh", "-c", "sleep 60 & echo $!"], "log")
    begun.wait()
    child = int((tmp_path / "log").read_text())
    assert living(child)
    assert processes.end(tmp_path) == 1
    assert not living(child)


def test_another_process_that_has_the_number_now_is_left_alone(tmp_path: Path) -> None:
    with subprocess.Popen(["sleep", "60"], start_new_session=True) as other:
        (tmp_path / processes.LIST).write_text(f"{other.pid} 1\n")
        assert processes.end(tmp_path) == 0
        assert living(other.pid)
        other.kill()


def test_where_nothing_was_begun_nothing_is_ended(tmp_path: Path) -> None:
    assert processes.end(tmp_path) == 0
