"""The machine of the user: nothing is installed on one that is not ours, and an engine is started if need be.

Nothing here is done for real: what would be run is written down.
"""

import io
import os
import platform
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from lab.images import browser, endpoint, host
from tests.lab.told import told
from transcripts.errors import LabError

DEBIAN = {"ID": "debian"}
UBUNTU = {"ID": "ubuntu", "ID_LIKE": "debian"}


class Machine:
    """A machine: what it has, what was run on it, and after how many tries its engine answers."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, log: Path) -> None:
        self.programs = {"dpkg-query", "apt-get", "service", "dockerd"}
        self.packages = {"patch"}
        self.release: dict[str, str] | None = DEBIAN
        self.user = 0
        self.ran: list[str] = []
        self.options: dict[str, Any] = {}
        """Those of the last command that was run."""
        self.fails: dict[str, str] = {}
        """What a command says when it fails, by its beginning."""
        self.answers_after: dict[str, float] = {}
        """The commands that bring an engine up, and how long that takes."""
        self.said: list[str] = []
        self._clock = 0.0
        self._up = float("inf")
        for name in ("DOCKER_HOST", "DOCKER_CONTEXT", "DEBIAN_FRONTEND"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setattr(host, "DAEMON_LOG", log)
        # The tests are of a machine without it, wherever they run.
        monkeypatch.setattr(host, "SYSTEMD", log.with_name("systemd"))
        monkeypatch.setattr(host, "connect", self.connect)
        monkeypatch.setattr(host, "time", self)
        monkeypatch.setattr(os, "geteuid", lambda: self.user)
        monkeypatch.setattr(platform, "freedesktop_os_release", self.os_release)
        monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}" if name in self.programs else None)
        monkeypatch.setattr(subprocess, "run", self.run)
        monkeypatch.setattr(subprocess, "Popen", self.run)

    def connect(self) -> io.BytesIO:
        if self._clock < self._up:
            raise LabError("Docker Engine", "none answers", "start Docker")
        return io.BytesIO()

    def monotonic(self) -> float:
        return self._clock

    def sleep(self, seconds: float) -> None:
        self._clock += seconds

    def os_release(self) -> dict[str, str]:
        if self.release is None:
            raise OSError("no such file")
        return self.release

    def run(self, command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        said = " ".join(command)
        told_so = [reason for begin, reason in self.fails.items() if said.startswith(begin)]
        if command[0] == "dpkg-query":
            told_so = [] if command[-1] in self.packages else ["is not installed"]
        else:
            self.ran.append(said)
            self.options = options
        if said in self.answers_after:
            self._up = self._clock + self.answers_after[said]
        if told_so and options.get("check"):
            raise subprocess.CalledProcessError(1, command)
        shown = "".join(told_so) if options.get("capture_output") else None
        return subprocess.CompletedProcess(command, len(told_so), "", shown)

    def provide(self, *packages: str) -> None:
        host.provide(packages, self.said.append)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Machine:
    """A Debian with root's rights, whose engine does not run."""
    return Machine(monkeypatch, tmp_path / "docker.log")


def apt(*packages: str) -> list[str]:
    return ["apt-get -qq update", f"apt-get -qq install --yes --no-install-recommends {' '.join(packages)}"]


@pytest.mark.parametrize(
    ("release", "user", "remedy"),
    [
        (DEBIAN, 0, ""),
        (UBUNTU, 0, ""),
        ({"ID": "linuxmint", "ID_LIKE": "ubuntu debian"}, 0, ""),
        (DEBIAN, 1000, "install patch chromium chromium-driver, then run it again"),
        (UBUNTU, 1000, "install patch chromium-browser chromium-chromedriver, then run it again"),
        ({"ID": "fedora", "ID_LIKE": "rhel centos"}, 0, "install what Debian has as .+, and what Ubuntu has as .+"),
        ({"ID": "debianish"}, 0, "install what Debian has as patch chromium chromium-driver, and what .+"),
        ({}, 0, "install what .+"),
        (None, 0, "install what .+"),
    ],
)
def test_only_root_on_debian_or_a_relative_may_install(
    release: dict[str, str] | None, user: int, remedy: str, machine: Machine
) -> None:
    machine.release, machine.user = release, user
    assert host.is_ours_to_change() is (not remedy)
    if remedy:
        with told(LabError, "this machine", "lacks patch, browser", remedy):
            host.install("patch", "browser", say=machine.said.append)
        assert machine.ran == []
        assert machine.said == []


def test_what_is_needed_goes_by_the_name_that_the_system_has_for_it(machine: Machine) -> None:
    host.install("browser", say=machine.said.append)
    machine.release = UBUNTU
    host.install("browser", "mmdebstrap", say=machine.said.append)
    names = "chromium-browser", "chromium-chromedriver", "mmdebstrap", "debian-archive-keyring", "gpg"
    assert machine.ran == [*apt("chromium", "chromium-driver"), *apt(*names)]


def test_packages_are_installed_without_a_question(machine: Machine) -> None:
    host.install("patch", "chromium", say=machine.said.append)
    assert machine.ran == apt("patch", "chromium")
    assert machine.options["env"]["DEBIAN_FRONTEND"] == "noninteractive"
    assert machine.options["env"]["PATH"] == os.environ["PATH"]
    assert machine.said == ["installing patch, chromium"]


def test_lists_that_cannot_be_refreshed_do_not_stop_what_is_known_from_being_installed(machine: Machine) -> None:
    machine.fails["apt-get -qq update"] = "E: no network"
    host.install("patch", say=machine.said.append)
    assert machine.ran == apt("patch")


@pytest.mark.parametrize(
    ("says", "reason"),
    [("W: old lists\nE: Unable to locate package\n", "E: Unable to locate package"), (" \n", "no .+")],
)
def test_a_package_that_cannot_be_installed_is_told(says: str, reason: str, machine: Machine) -> None:
    machine.fails["apt-get -qq install"] = says
    with told(LabError, "apt-get", f"cannot install patch: {reason}", "see that apt-get works"):
        host.install("patch", say=machine.said.append)


class TestGettingReady:
    """What make does before anything that needs an engine."""

    def test_nothing_is_done_where_everything_is_there(self, machine: Machine) -> None:
        machine._up = 0
        machine.provide("patch", "service")
        assert (machine.ran, machine.said) == ([], [])

    def test_only_the_packages_that_are_missing_are_installed(self, machine: Machine) -> None:
        machine._up = 0
        machine.provide("patch", "chromium", "service")
        assert machine.ran == apt("chromium")

    def test_a_browser_that_is_found_is_taken_wherever_it_came_from(
        self, machine: Machine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        machine._up = 0
        monkeypatch.setattr(browser, "found", lambda environment: browser.Browser("/opt/chrome", "/opt/driver"))
        machine.provide("browser")
        assert machine.ran == []
        monkeypatch.setattr(browser, "found", lambda environment: None)
        machine.provide("browser")
        assert machine.ran == apt("chromium", "chromium-driver")

    def test_what_stands_for_several_packages_is_there_when_all_are(self, machine: Machine) -> None:
        machine._up = 0
        machine.release = UBUNTU
        machine.programs |= {"mmdebstrap", "ssh"}
        machine.provide("mmdebstrap", "ssh")
        assert machine.ran == apt("mmdebstrap", "debian-archive-keyring", "gpg")
        machine.packages |= {"mmdebstrap", "debian-archive-keyring", "gpg"}
        machine.ran.clear()
        machine.provide("mmdebstrap", "ssh")
        assert machine.ran == []

    def test_a_package_without_dpkg_is_looked_for_as_a_program(self, machine: Machine) -> None:
        machine._up = 0
        machine.programs = {"patch"}
        machine.release = None
        machine.provide("patch")
        with told(LabError, "this machine", "lacks chromium", "install chromium, then run it again"):
            machine.provide("patch", "chromium")

    def test_an_engine_that_the_user_names_is_the_users_to_start(
        self, machine: Machine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("DOCKER_HOST", "tcp://10.0.0.7:2375")
        with told(LabError, "Docker Engine", "none answers", "start Docker"):
            machine.provide()
        assert machine.ran == []

    def test_an_engine_of_the_users_context_is_too(self, machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(endpoint, "resolve", lambda environment: endpoint.Address("ssh://me@there"))
        with told(LabError, "Docker Engine", "none answers", "start Docker"):
            machine.provide()
        assert machine.ran == []

    def test_two_engines_that_are_named_are_told(self, machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
        machine._up = 0
        monkeypatch.setenv("DOCKER_HOST", "tcp://10.0.0.7:2375")
        monkeypatch.setenv("DOCKER_CONTEXT", "mine")
        machine.provide()
        assert machine.said == ["DOCKER_HOST (tcp://10.0.0.7:2375) goes before the context mine"]

    def test_an_engine_on_a_machine_that_is_not_ours_is_the_users_to_start(self, machine: Machine) -> None:
        machine.user = 1000
        with told(LabError, "Docker Engine", "none answers", "start Docker"):
            machine.provide()
        assert machine.ran == []

    @pytest.mark.parametrize(
        ("systemd", "command"), [(True, "systemctl start docker"), (False, "service docker start")]
    )
    def test_an_engine_is_started_as_the_machine_does_it(self, systemd: bool, command: str, machine: Machine) -> None:
        if systemd:
            host.SYSTEMD.mkdir()
        machine.programs |= {"systemctl"}
        machine.answers_after[command] = 3
        machine.provide()
        assert machine.ran == [command]
        assert machine.said == ["starting the Docker Engine"]

    def test_an_engine_is_installed_where_there_is_none(self, machine: Machine) -> None:
        machine.programs -= {"dockerd"}
        machine.answers_after["service docker start"] = 0
        machine.provide()
        assert machine.ran == [*apt("docker.io", "iptables"), "service docker start"]

    @pytest.mark.parametrize("service", [{"service"}, set()])
    def test_an_engine_that_no_service_brings_up_is_started_itself(self, service: set[str], machine: Machine) -> None:
        machine.programs = {"dockerd"} | service
        machine.answers_after["dockerd"] = 20
        machine.provide()
        assert machine.ran == [*(["service docker start"] * len(service)), "dockerd"]
        assert machine.said[-1].endswith(f"log in {host.DAEMON_LOG}")
        assert machine.options["stdout"].name == machine.options["stderr"].name == str(host.DAEMON_LOG)
        assert machine.options["start_new_session"], "Ctrl-C ends the run and not the engine"

    def test_a_service_that_fails_is_no_end(self, machine: Machine) -> None:
        machine.fails["service"] = "ulimit: error setting limit"
        machine.answers_after["dockerd"] = 0
        machine.provide()
        assert machine.ran == ["service docker start", "dockerd"]

    def test_an_engine_that_does_not_come_up_is_told_with_its_log(self, machine: Machine) -> None:
        with told(LabError, "Docker Engine", "was installed but does not start", f"read {host.DAEMON_LOG}"):
            machine.provide()
        assert host.DAEMON_LOG.exists()
