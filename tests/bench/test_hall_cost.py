"""Thirty students in a hall: all pull postgres at once over a network that they share, and all read pages meanwhile."""

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from lab.hall import Hall
from lab.images import supply
from lab.images.engine import Engine, connect
from lab.machine import Lab
from lab.run import Run
from tests.bench.room import HERE, Room
from tests.conftest import ROOT
from tests.lab.conftest import SETTINGS
from tests.lab.test_open_hall import RESTARTED, typed
from transcripts.page.blocks import Machine

pytestmark = [pytest.mark.bench, pytest.mark.engine, pytest.mark.timeout(3600)]

STUDENTS, ENGINES, PORT = 30, 2, 8471
IMAGE = "postgres:17"
PAGES = ("/index.html", "/hall.html", "/volumes.html", "/images/dockerfile.html")
STUDENT = str(Path(__file__).parent / "student.py")
SLOWER = 1.25
"""How much longer than the bytes alone need on that network a pull by all may take."""

Told = dict[str, Any]


@pytest.fixture(scope="module")
def room() -> Iterator[Room]:
    """A room with a machine for each student."""
    if os.geteuid() != 0 or not shutil.which("tc") or not Path("/var/run/docker.sock").exists():
        pytest.skip("needs root, tc, and the engine on this machine")
    made = Room(STUDENTS)
    yield made
    made.close()


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """A hall with the site as it is."""
    site = tmp_path_factory.mktemp("built") / "site"
    build = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(site)]
    subprocess.run(build, cwd=ROOT, check=True)
    engine, run = Engine(connect(), SETTINGS.name), uuid.uuid4().hex[:12]
    assert SETTINGS.hall
    try:
        made = Hall(engine, supply.offer(engine, SETTINGS, SETTINGS.hall, run, print), run, site, [PORT])
        made.wait("127.0.0.1")
        yield made
    finally:
        engine.remove_run(run)


@pytest.fixture(scope="module")
def labs(run: Run, room: Room) -> Iterator[list[Lab]]:
    """Real engines in the same room, which have named its registry."""
    with run.network() as network:
        made = network.labs([Machine(f"lab{number}", SETTINGS.kinds[0]) for number in range(ENGINES)])
        for lab in made.values():
            lab._container.reload()
            room.plug(lab._container.attrs["State"]["Pid"])
            named = f"sed --in-place s#http://mirror:5000#http://{HERE}:{PORT}# /etc/docker/daemon.json"
            typed(lab, f"{named}; {RESTARTED}")
        yield list(made.values())


def together(room: Room, machines: list[str], *command: str) -> list[subprocess.Popen[str]]:
    host = f"{HERE}:{PORT}"
    return [room.start(machine, sys.executable, STUDENT, host, *command) for machine in machines]


def told(students: list[subprocess.Popen[str]]) -> list[Told]:
    said = [student.communicate()[0] for student in students]
    return [json.loads(each) for each in said]


def pulled(lab: Lab) -> tuple[float, str]:
    began = time.monotonic()
    said = typed(lab, f"docker pull {IMAGE}")
    took = time.monotonic() - began
    typed(lab, f"docker image rm {IMAGE}")
    return took, said


@pytest.mark.parametrize("megabits", [100, 300, 1000])
def test_thirty_pull_and_read_at_once(
    megabits: int, room: Room, hall: Hall, labs: list[Lab], note: Callable[[str], None]
) -> None:
    room.share(megabits)
    [alone] = told(together(room, room.machines[:1], "read", *PAGES))
    calm = told(together(room, room.machines, "read", *PAGES))
    [one] = told(together(room, room.machines[:1], "pull", IMAGE))
    with ThreadPoolExecutor(ENGINES) as hands:
        began = time.monotonic()
        engines = [hands.submit(pulled, lab) for lab in labs]
        pulls = together(room, room.machines, "pull", IMAGE)
        readers = told(together(room, room.machines, "read", *PAGES))
        all_pulls = told(pulls)
        took = time.monotonic() - began
        real = [each.result() for each in engines]
    everybody = [alone, one, *calm, *readers, *all_pulls]
    failures = [failure for each in everybody for failure in each["failures"]]
    sent = sum(each["bytes"] for each in (*all_pulls, *readers)) + ENGINES * one["bytes"]
    bytes_alone = sent * 8 / (megabits * 1e6)
    unhurried = [seconds for each in calm for seconds in each["pages"]]
    first = [each["pages"][0] for each in readers]
    later = [seconds for each in readers for seconds in each["pages"][1:]]
    pull = sorted(each["seconds"] for each in all_pulls)
    engine_seconds = " and ".join(f"{seconds:.0f}" for seconds, _ in real)
    note(
        f"{megabits:5} Mbit/s: {STUDENTS} + {ENGINES} engines pull {IMAGE} ({one['bytes'] / 1e6:.0f} MB, "
        f"alone {one['seconds']:.1f} s) in {pull[0]:.0f} to {pull[-1]:.0f} s, real engines in "
        f"{engine_seconds} s; {sent / 1e9:.2f} GB, {took / bytes_alone:.2f} of what "
        f"the bytes need; first page {statistics.median(first):.1f} (worst {max(first):.1f}; alone "
        f"{alone['pages'][0]:.2f}) s, later {statistics.median(later):.1f} (worst {max(later):.1f}) s, "
        f"without pulls {statistics.median(unhurried):.2f} (worst {max(unhurried):.1f}) s; {len(failures)} failures"
    )
    assert failures == []
    assert all("Downloaded newer image" in said for _, said in real)
    if megabits < 1000:
        assert took < bytes_alone * SLOWER
