"""The Debian bases: pulled where a registry answers, made from packages where none does, and kept in either case."""

import shutil
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lab.images import host, needs
from lab.images.bases import Base, base
from lab.images.engine import Engine, connect
from tests.lab.fake_engine import FakeEngine
from tests.lab.images.test_packing import root
from tests.lab.told import told
from transcripts.errors import LabError
from transcripts.recipes import Recipe

RECIPE = Recipe(
    {
        "mmdebstrap": b"# small\n--variant=minbase\n\n--include=ca-certificates\n",
        "setup": b"#!/bin/sh\n",
        "root/etc/motd": b"hello\n",
    }
)


class Shell:
    """In place of mmdebstrap: what was run, and what comes of it."""

    def __init__(self) -> None:
        self.ran: list[list[str]] = []
        self.suites: list[str] = []
        self.ends: tuple[int, bytes] = (0, b"")
        self.hooks: dict[str, str] = {}

    def run(self, command: list[str], **options: Any) -> subprocess.CompletedProcess[Any]:
        if command[1:] == ["--version"]:
            return subprocess.CompletedProcess(command, 0, "mmdebstrap 1.3.5\n", "")
        [hooks] = [Path(option.partition("=")[2]) for option in command if option.startswith("--hook-directory=")]
        self.ran.append([option for option in command if not option.startswith("--hook-directory=")])
        self.suites.append(options["env"]["SUITE"])
        self.hooks = {
            path.relative_to(hooks).as_posix(): stat.filemode(path.stat().st_mode)
            for path in (hooks, *hooks.rglob("*"))
        }
        options["stdout"].write(root())
        return subprocess.CompletedProcess(command, self.ends[0], None, self.ends[1])


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A machine that has mmdebstrap."""
    shell = Shell()
    monkeypatch.setattr(subprocess, "run", shell.run)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(needs, "system", lambda: "debian")
    return shell


Get = Callable[..., Base]


@pytest.fixture
def get(fake: FakeEngine) -> Get:
    """Give a base of the workshop `test`."""
    engine = Engine(connect(), "test")
    return lambda suite="trixie", recipe=RECIPE, say=print: base(engine, recipe, suite, say)


def test_it_is_pulled_once_and_then_kept(get: Get, fake: FakeEngine, shell: Shell) -> None:
    said: list[str] = []
    first = get(say=said.append)
    assert (first.name, first.source) == ("debian:trixie", "hub")
    assert first.tag in fake.tags
    assert get(say=said.append) == first
    assert fake.asked.count("POST /images/create") == 1
    assert said == ["pulled debian:trixie"]
    assert shell.ran == []


def test_it_is_made_with_the_options_of_its_recipe_where_no_registry_has_it(
    get: Get, fake: FakeEngine, shell: Shell
) -> None:
    fake.hub.clear()
    said: list[str] = []
    first = get(say=said.append)
    options = ["--variant=minbase", "--include=ca-certificates"]
    assert shell.ran == [["mmdebstrap", "--quiet", *options, "trixie", "-"]]
    assert said == ["no registry answers: making debian:trixie from packages with mmdebstrap"]
    assert (first.name, first.source) == ("debian:trixie", "mmdebstrap")
    assert get() == first
    assert len(shell.ran) == 1


def test_one_that_was_made_looks_like_one_that_was_pulled(get: Get, fake: FakeEngine, shell: Shell) -> None:
    fake.hub.clear()
    get()
    [image] = fake.images.values()
    path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    assert image["Config"] == {"Labels": {}, "Env": [path], "Entrypoint": [], "Cmd": ["bash"]}
    command = "# mmdebstrap --variant=minbase --include=ca-certificates 'trixie' '@1700000000'"
    assert image["history"] == {"CreatedBy": command, "Comment": "mmdebstrap 1.3.5"}


def test_its_hooks_can_be_run_and_read_by_whoever_makes_it(get: Get, fake: FakeEngine, shell: Shell) -> None:
    fake.hub.clear()
    get(suite="testing")
    assert shell.suites == ["testing"]
    assert shell.hooks == {
        ".": "drwxr-xr-x",
        "mmdebstrap": "-rw-r--r--",
        "setup": "-rwxr-xr-x",
        "root": "drwxr-xr-x",
        "root/etc": "drwxr-xr-x",
        "root/etc/motd": "-rw-r--r--",
    }


def test_one_that_was_made_stays_when_a_registry_answers_again(get: Get, fake: FakeEngine, shell: Shell) -> None:
    hub = fake.hub
    fake.hub = set()
    first = get()
    fake.hub = hub
    assert get() == first


@pytest.mark.parametrize("other", [{"suite": "testing"}, {"recipe": Recipe({"mmdebstrap": b"--variant=apt\n"})}])
def test_another_suite_and_a_recipe_that_changed_are_other_bases(
    other: dict[str, Any], get: Get, fake: FakeEngine, shell: Shell
) -> None:
    assert get().tag != get(**other).tag
    assert fake.asked.count("POST /images/create") == 2


@pytest.mark.parametrize(
    ("says", "reason"),
    [
        (b"I: fetching\nE: cannot resolve archive.example\n\n", "E: cannot resolve archive.example"),
        (b"E: caf\xe9\n", "E: caf\ufffd"),
        (b"", "no reason given"),
    ],
)
def test_packages_that_cannot_be_had_are_told_with_the_last_thing_that_was_said(
    says: bytes, reason: str, get: Get, fake: FakeEngine, shell: Shell
) -> None:
    fake.hub.clear()
    shell.ends = (1, says)
    with told(LabError, "debian:trixie", f"mmdebstrap failed: {reason}", "see that the package archive can be reached"):
        get()
    assert fake.tags == set()


def test_a_user_who_may_not_make_one_is_told_what_would_help(get: Get, fake: FakeEngine, shell: Shell) -> None:
    fake.hub.clear()
    shell.ends = (1, b"E: unable to pick chroot mode automatically (use --mode for manual selection)\n")
    problem = "mmdebstrap failed: E: unable to pick chroot mode automatically .*"
    with told(LabError, "debian:trixie", problem, "install uidmap, or run it once as root"):
        get()


def test_where_mmdebstrap_is_missing_and_may_not_be_installed_it_is_told(
    get: Get, fake: FakeEngine, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake.hub.clear()
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(host, "is_ours_to_change", lambda: False)
    with told(LabError, "this machine", "lacks mmdebstrap", "install mmdebstrap, then run it again"):
        get()
    assert shell.ran == []


def test_on_ubuntu_it_takes_the_keys_of_debian_too(
    get: Get, fake: FakeEngine, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake.hub.clear()
    monkeypatch.setattr(needs, "system", lambda: "ubuntu")
    monkeypatch.setattr(needs, "_installed", lambda package: package != "debian-archive-keyring")
    monkeypatch.setattr(host, "is_ours_to_change", lambda: False)
    with told(LabError, "this machine", "lacks mmdebstrap", "install mmdebstrap debian-archive-keyring gpg, .+"):
        get()
    assert shell.ran == []
