"""Labs on a real engine: what is in them, what bounds them, and that nothing of them stays."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest
from pydantic import ByteSize

from lab import machine
from lab.container import PRIVILEGES
from lab.images import engine
from lab.images.engine import Engine
from lab.images.supply import Source
from lab.machine import Lab
from lab.run import Run
from lab.terminal.emulator import Size
from lab.terminal.terminal import Terminal
from tests.conftest import ROOT
from tests.lab.conftest import LAB, SETTINGS, ours
from transcripts.errors import LabError
from transcripts.prompts import PROMPT_KINDS, Line
from transcripts.transcript import Step

KINDS = {kind.name: kind for kind in PROMPT_KINDS}


@pytest.fixture(scope="module")
def terminal(lab: Lab) -> Iterator[Terminal]:
    terminal = Terminal(lab.terminal(), Size())
    yield terminal
    terminal.close()


def typed(terminal: Terminal, text: str, prompt: str = "$ ", then: str = "host") -> Step:
    return terminal.run((Line(prompt, text),), KINDS[then], timeout=300)


@pytest.mark.engine
class TestInside:
    """What a student finds."""

    def test_a_plain_user_with_sudo_a_home_and_a_stable_name(self, terminal: Terminal) -> None:
        assert typed(terminal, "whoami; pwd; hostname").output == "student\n/home/student\nlab\n"
        assert typed(terminal, "sudo whoami; sudo sh -c 'echo ~'").output == "root\n/root\n"

    def test_the_environment_is_that_of_a_login_by_ssh(self, terminal: Terminal) -> None:
        names = "HOME LANG LOGNAME LS_COLORS PATH PWD SHELL SHLVL TERM USER _"
        assert typed(terminal, "env | cut --delimiter = --fields 1 | sort | xargs").output == f"{names}\n"

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
HOG = """perl -e '$x = "x" x 5_000_000_000; print length $x'"""
FLOOD = "for i in $(seq 5000); do yes > /dev/null & done"
MIB = 2**20
SMALL = replace(SETTINGS.machines[LAB.kind], memory=ByteSize(512 * MIB), disk=ByteSize(1024 * MIB))
"""Of a machine whose disk is more than its memory, and soon full."""


@contextmanager
def small_lab() -> Iterator[tuple[Lab, Terminal]]:
    run = Run(replace(SETTINGS, machines={LAB.kind: SMALL}), Source.MIRROR, print)
    try:
        lab = run.network().labs([LAB])[LAB.name]
        terminal = Terminal(lab.terminal(), Size())
        yield lab, terminal
        terminal.close()
    finally:
        run.close()


@pytest.fixture(scope="module")
def small() -> Iterator[tuple[Lab, Terminal]]:
    with small_lab() as found:
        yield found


@contextmanager
def its_engine_goes_on(terminal: Terminal) -> Iterator[None]:
    """See that the engine is the same before and after, and answers."""
    before = typed(terminal, "pidof dockerd").output
    yield
    assert typed(terminal, "docker ps --quiet; pidof dockerd").output == before


@pytest.mark.engine
class TestLimits:
    """Limits on a lab hold for the containers inside it, and its engine outlives whoever meets them."""

    def test_a_fork_bomb_in_an_inner_container_stops_before_the_labs_limit(self, terminal: Terminal) -> None:
        forked = int(typed(terminal, f"docker run --rm debian:trixie {FORKS}").output.splitlines()[-1])
        assert SMALL.processes / 2 < forked < SMALL.processes * 3 / 4

    @pytest.mark.parametrize("where", ["", "docker run --rm debian:trixie "], ids=["shell", "container"])
    def test_what_takes_more_memory_than_the_labs_is_killed(self, where: str, terminal: Terminal) -> None:
        with its_engine_goes_on(terminal):
            step = typed(terminal, where + HOG)
            assert ("Killed" in step.output, step.status) == (not where, 137)

    @pytest.mark.parametrize("folder", ["/home/student", "/var/tmp", "/usr/local", "/var/lib/docker"])
    def test_a_full_disk_is_told_wherever_it_is_filled(self, folder: str, small: tuple[Lab, Terminal]) -> None:
        lab, terminal = small
        assert not lab.in_memory
        with its_engine_goes_on(terminal):
            step = typed(terminal, f"sudo dd if=/dev/zero of={folder}/big bs=1M; sudo rm {folder}/big")
            assert f"error writing '{folder}/big': No space left on device" in step.output

    def test_an_engine_that_a_page_starts_again_takes_no_part_of_what_is_for_pages(
        self, small: tuple[Lab, Terminal]
    ) -> None:
        typed(
            small[1],
            "sudo service docker restart > /dev/null; until docker version > /dev/null 2>&1; do sleep 0.1; done",
        )
        found = [typed(small[1], f"cat /proc/{of}/cgroup").output for of in ("$(pidof dockerd)", "self")]
        assert ["/student" in each for each in found] == [False, True]

    def test_a_container_that_fills_the_disk_is_told(self, small: tuple[Lab, Terminal]) -> None:
        with its_engine_goes_on(small[1]):
            step = typed(small[1], "docker run --rm debian:trixie dd if=/dev/zero of=/big bs=1M")
            assert "error writing '/big': No space left on device" in step.output

    def test_a_file_that_finds_no_space_is_told(self, small: tuple[Lab, Terminal]) -> None:
        lab, terminal = small
        typed(terminal, "dd if=/dev/zero of=big bs=1M")
        try:
            with pytest.raises(LabError, match=r"takes no file note: .*No space left on device\n"):
                lab.put("note", "text" * MIB)
        finally:
            typed(terminal, "rm --force big note")

    def test_a_flood_of_jobs_ends_with_an_error_while_lab_and_host_still_answer(self) -> None:
        with small_lab() as (lab, terminal):
            step = typed(terminal, FLOOD)
            assert step.status == 254
            assert "fork: Resource temporarily unavailable" in step.output
            assert lab.healthy()
            assert psutil.getloadavg()[0] < SMALL.processes / 8
        assert "yes" not in {process.info["name"] for process in psutil.process_iter(["name"])}

    def test_where_there_is_no_loop_device_the_disk_is_memory_and_is_full_before_the_engine_is_killed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(machine, "PRIVILEGES", [{**PRIVILEGES[1], "DeviceCgroupRules": []}])
        with small_lab() as (lab, terminal), its_engine_goes_on(terminal):
            assert lab.in_memory
            assert "No space left on device" in typed(terminal, "dd if=/dev/zero of=big bs=1M").output
            assert typed(terminal, HOG).status == 137


HOLD = """
import time
from lab.images.supply import Source
from lab.run import Run
from tests.lab.conftest import LAB, SETTINGS
labs = Run(SETTINGS, Source.MIRROR, print).network().labs([LAB])
print("ready", flush=True)
time.sleep(600)
"""


def disk_of(thing: Any) -> str:
    """Give the loop device of a lab and which of its disks that is; nothing of any other thing."""
    if not hasattr(thing, "exec_run"):
        return ""
    script = "echo $disk && cat /sys/block/$(basename $disk)/diskseq"
    found = "disk=$(findmnt --noheadings --nofsroot --output SOURCE /var/lib/docker)"
    ran = thing.exec_run(["sh", "-c", f"{found} && {script}"])
    return ran.output.decode() if ran.exit_code == 0 else ""


def disk_is_there(disk: str) -> bool:
    """Whether a loop device still has the same disk."""
    device, number = disk.split()
    block = Path("/sys/block") / Path(device).name
    return (block / "loop").is_dir() and (block / "diskseq").read_text().strip() == number


def disk_goes(disk: str) -> bool:
    """Whether that loop device lets go of the disk; the kernel does so when it finds the time."""
    deadline = time.monotonic() + 10
    while disk_is_there(disk) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not disk_is_there(disk)


@pytest.mark.engine
class TestCleaningUp:
    """What a run leaves is found by label."""

    def test_what_a_killed_run_left_is_swept_and_what_a_living_one_has_is_not(self) -> None:
        client = engine.connect()
        ours_here = Engine(client, SETTINGS.name)
        environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'hooks'}"}
        command = [sys.executable, "-c", HOLD]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as held:
            try:
                assert held.stdout
                assert any(line == "ready\n" for line in held.stdout)
                assert len(ours(client, held.pid)) >= 3
                ours_here.sweep()
                assert len(ours(client, held.pid)) >= 3
                [disk] = filter(None, map(disk_of, ours(client, held.pid)))
                assert disk_is_there(disk)
            finally:
                held.kill()
        # Another worker's run may sweep first, and this one waits until that is done.
        ours_here.sweep()
        assert ours(client, held.pid) == []
        assert disk_goes(disk)

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
        disks = set(map(disk_of, ours(client, os.getpid())))
        with run.network() as network:
            network.labs([LAB])
            assert {x.id for x in ours(client, os.getpid())} > before
            [disk] = set(filter(None, map(disk_of, ours(client, os.getpid())))) - disks
            assert disk_is_there(disk)
        assert disk_goes(disk)
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
