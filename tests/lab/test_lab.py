"""Labs on a real engine: what is in them, what bounds them, and that nothing of them stays."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import psutil
import pytest

from lab.images import engine
from lab.images.engine import Engine
from lab.machine import Lab, cgroup_options
from lab.run import Run
from lab.terminal.emulator import Size
from lab.terminal.terminal import Terminal
from tests.conftest import ROOT
from tests.lab.conftest import LAB, SETTINGS, ours
from transcripts.errors import LabError
from transcripts.prompts import PROMPT_KINDS, Line
from transcripts.transcript import Step

KINDS = {kind.name: kind for kind in PROMPT_KINDS}


def test_cgroups_of_both_versions() -> None:
    assert cgroup_options("2") == {"cgroupns": "private"}
    assert cgroup_options("1") == {"cgroupns": "host", "binds": ["/sys/fs/cgroup:/sys/fs/cgroup:rw"]}


@pytest.fixture(scope="module")
def terminal(lab: Lab) -> Iterator[Terminal]:
    terminal = Terminal(lab.terminal(), Size())
    yield terminal
    terminal.close()


def typed(terminal: Terminal, text: str, prompt: str = "$ ", then: str = "host") -> Step:
    return terminal.run((Line(prompt, text),), KINDS[then], timeout=60)


@pytest.mark.engine
class TestInside:
    """What a student finds."""

    def test_a_plain_user_with_sudo_a_home_and_a_stable_name(self, terminal: Terminal) -> None:
        assert typed(terminal, "whoami; pwd; hostname").output == "student\n/home/student\nlab\n"
        assert typed(terminal, "sudo whoami; sudo sh -c 'echo ~'").output == "root\n/root\n"

    def test_the_engine_is_the_labs_own(self, terminal: Terminal) -> None:
        assert typed(terminal, "docker ps --all --quiet; docker image ls --quiet").output == ""

    def test_compose_shows_its_lines_and_not_its_menu(self, lab: Lab, terminal: Terminal) -> None:
        lab.put("up/compose.yaml", "services: {one: {image: 'debian:trixie', command: 'echo hi'}}\n")
        typed(terminal, "docker pull --quiet debian:trixie")
        for rows in (0, 60):
            step = typed(terminal, f"seq {rows}; docker compose --project-directory up up")
            assert step.output.endswith("\none-1  | hi\none-1 exited with code 0\n")
            assert "Watch" not in step.output

    def test_a_shell_in_a_container_is_taken_over_and_left_again(self, terminal: Terminal) -> None:
        typed(terminal, "docker run -it --rm --hostname web debian:trixie bash", then="shell")
        step = typed(terminal, "(exit 3)", "root@any:/# ", then="shell")
        assert (step.lines[0].prompt, step.status) == ("root@web:/# ", 3)
        assert typed(terminal, "exit 4", "root@any:/# ").status == 4

    def test_a_file_is_the_students(self, lab: Lab, terminal: Terminal) -> None:
        lab.put("project/app/hello.txt", "hello\n")
        assert typed(terminal, "stat --format '%U %n' project project/app/hello.txt").output == (
            "student project\nstudent project/app/hello.txt\n"
        )
        assert typed(terminal, "cat project/app/hello.txt").output == "hello\n"


FORKS = (
    """perl -e '$|=1; for (;;) { $p = fork; last unless defined $p; if (!$p) { sleep 30; exit } $n++ } print "$n\\n"'"""
)


@pytest.mark.engine
class TestLimits:
    """Limits on a lab hold for the containers inside it."""

    def test_a_fork_bomb_in_an_inner_container_stops_at_the_labs_limit(self, terminal: Terminal) -> None:
        forked = int(typed(terminal, f"docker run --rm debian:trixie {FORKS}").output.splitlines()[-1])
        assert 1000 < forked < 2048

    def test_memory_in_an_inner_container_is_the_labs(self, terminal: Terminal) -> None:
        step = typed(terminal, """docker run --rm debian:trixie perl -e '$x = "x" x 5_000_000_000; print length $x'""")
        assert (step.output, step.status) == ("", 137)

    def test_the_disk_is_bounded(self, terminal: Terminal) -> None:
        step = typed(terminal, "sudo fallocate --length 7G /var/lib/docker/big; sudo rm -f /var/lib/docker/big")
        assert "No space left on device" in step.output


HOLD = """
import time
from lab.images.supply import Source
from lab.run import Run
from tests.lab.conftest import LAB, SETTINGS
labs = Run(SETTINGS, Source.MIRROR, print).network().labs([LAB])
print("ready", flush=True)
time.sleep(600)
"""


@pytest.mark.engine
class TestCleaningUp:
    """What a run leaves is found by label."""

    def test_what_a_killed_run_left_is_swept_and_what_a_living_one_has_is_not(self) -> None:
        client = engine.connect()
        ours_here = Engine(client, SETTINGS.name)
        environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'hooks'}"}
        command = [sys.executable, "-c", HOLD]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as held:
            assert held.stdout
            assert any(line == "ready\n" for line in held.stdout)
            assert len(ours(client, held.pid)) >= 3
            ours_here.sweep()
            assert len(ours(client, held.pid)) >= 3
            psutil.Process(held.pid).kill()
        assert ours_here.sweep() >= 3
        assert ours(client, held.pid) == []

    def test_a_killed_run_that_nobody_waited_for_is_over(self) -> None:
        client = engine.connect()
        here = Engine(client, SETTINGS.name)
        with subprocess.Popen(["sleep", "600"]) as killed:
            created = int(psutil.Process(killed.pid).create_time())
            labels = {
                here.label("run"): "killed",
                here.label("owner"): f"{socket.gethostname()}/{killed.pid}/{created}",
            }
            volume = client.volumes.create(labels=labels)
            here.sweep()
            assert volume in client.volumes.list()
            killed.kill()
            while psutil.Process(killed.pid).status() != psutil.STATUS_ZOMBIE:
                time.sleep(0.01)
            here.sweep()
            assert volume.id not in [other.id for other in client.volumes.list()]

    def test_a_lab_leaves_nothing(self, run: Run) -> None:
        client = engine.connect()
        before = {x.id for x in ours(client, os.getpid())}
        with run.network() as network:
            network.labs([LAB])
            assert {x.id for x in ours(client, os.getpid())} > before
        assert {x.id for x in ours(client, os.getpid())} <= before

    def test_something_that_another_host_made_long_ago_is_left_behind(self) -> None:
        client = engine.connect()
        here = Engine(client, SETTINGS.name)
        volume = client.volumes.create(labels={here.label("run"): "old", here.label("owner"): "elsewhere/1/1"})
        here.sweep()
        assert volume in client.volumes.list()
        volume.remove()


@pytest.mark.parametrize("address", ["unix:///nowhere/docker.sock", "tcp://127.0.0.1:9", "nonsense://x"])
def test_no_engine_is_told_in_two_lines(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", address)
    begun = time.monotonic()
    with pytest.raises(LabError) as told:
        engine.connect()
    first, second = str(told.value).split("\n")
    assert first.startswith(f"Docker Engine: none answers at {address}")
    assert "DOCKER_HOST" in second
    assert time.monotonic() - begun < 5
