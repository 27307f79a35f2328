"""The way to an engine by ssh: what ssh is told, how long it is waited for, and that nothing of it stays.

Here ssh is a script; tests/lab/test_by_ssh_and_tls.py has a real one.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from lab.images import tunnel
from lab.images.tunnel import Tunnel, TunnelError
from tests.conftest import ROOT


class Ssh:
    """A machine whose ssh is a script."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.programs = root / "bin"
        self.programs.mkdir()
        self.temporary = root / "tmp"
        self.temporary.mkdir()
        monkeypatch.setenv("PATH", str(self.programs), prepend=os.pathsep)
        monkeypatch.setattr(tempfile, "tempdir", str(self.temporary))

    def does(self, script: str) -> None:
        file = self.programs / "ssh"
        file.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {self.root}/told\n{script}\n', "utf-8")
        file.chmod(0o755)

    @property
    def told(self) -> list[str]:
        return (self.root / "told").read_text().splitlines()

    @property
    def left(self) -> list[Path]:
        return list(self.temporary.iterdir())


@pytest.fixture
def ssh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ssh:
    """A script for ssh, which comes through."""
    made = Ssh(tmp_path, monkeypatch)
    made.does("exec cat")
    return made


def gone(pid: int) -> bool:
    end = time.monotonic() + 10
    with suppress(psutil.NoSuchProcess):
        while psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
            if time.monotonic() > end:
                return False
            time.sleep(0.02)
    return True


@pytest.mark.parametrize(
    ("url", "options", "host", "there"),
    [
        ("ssh://there", [], "there", "/var/run/docker.sock"),
        ("ssh://me@There", ["User=me"], "There", "/var/run/docker.sock"),
        ("ssh://me@there:2222", ["User=me", "Port=2222"], "there", "/var/run/docker.sock"),
        ("ssh://there/run/user/1000/docker.sock", [], "there", "/run/user/1000/docker.sock"),
        ("ssh://[::1]:22/", ["Port=22"], "::1", "/var/run/docker.sock"),
        ("ssh://-oProxyCommand=x", [], "-oProxyCommand=x", "/var/run/docker.sock"),
    ],
)
def test_what_ssh_is_told(url: str, options: list[str], host: str, there: str, ssh: Ssh) -> None:
    made = Tunnel(url)
    here = made.address.removeprefix("unix://")
    assert ssh.told[-6:] == ["-T", "-L", f"{here}:{there}", "--", host, "cat"]
    given = ssh.told[1:-6:2]
    assert set(ssh.told[:-6:2]) == {"-o"}
    assert given[len(tunnel.OPTIONS) :] == options
    assert "BatchMode=yes" in given
    assert Path(here).parent.stat().st_mode & 0o777 == 0o700
    made.close()


@pytest.mark.parametrize(
    "url", ["ssh://", "ssh:///var/run/docker.sock", "ssh://there:port", "ssh://me:pass@there", "ssh://there?x=1"]
)
def test_what_is_no_address_is_told_before_anything_is_done(url: str, ssh: Ssh) -> None:
    with pytest.raises(TunnelError, match="no address: "):
        Tunnel(url)
    assert ssh.left == []


def test_a_machine_without_ssh_is_told(ssh: Ssh, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(ssh.root))
    with pytest.raises(TunnelError, match="ssh: command not found"):
        Tunnel("ssh://there")


def test_a_greeting_is_not_taken_for_the_answer(ssh: Ssh) -> None:
    ssh.does("echo 'ready for you'; sleep 0.1; echo Welcome; exec cat")
    Tunnel("ssh://there").close()


@pytest.mark.parametrize(("script", "said"), [("echo no >&2; exit 255", "no"), ("exit 0", "ssh gives no answer")])
def test_one_that_does_not_come_through_is_told(script: str, said: str, ssh: Ssh) -> None:
    ssh.does(script)
    with pytest.raises(TunnelError) as told:
        Tunnel("ssh://there")
    assert str(told.value).strip() == said
    assert ssh.left == []


def test_one_that_hangs_is_not_waited_for_without_end(ssh: Ssh, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tunnel, "PATIENCE", 3.0)
    ssh.does("echo $$ > $(dirname $0)/pid; exec sleep 600")
    with pytest.raises(TunnelError, match="ssh gives no answer"):
        Tunnel("ssh://there")
    assert gone(int((ssh.programs / "pid").read_text()))
    assert ssh.left == []


def test_it_has_no_terminal_to_ask_on(ssh: Ssh) -> None:
    ssh.does("sh -c ': < /dev/tty' 2> /dev/null && exit 1; exec cat")
    Tunnel("ssh://there").close()


def test_what_is_closed_leaves_nothing_and_may_be_closed_again(ssh: Ssh) -> None:
    ssh.does("echo $$ > $(dirname $0)/pid; cat; exec sleep 600")
    made = Tunnel("ssh://there")
    assert len(ssh.left) == 1
    for _ in range(2):
        made.close()
        assert gone(int((ssh.programs / "pid").read_text()))
        assert ssh.left == []


HOLD = "import time; from lab.images.tunnel import Tunnel; held = Tunnel('ssh://there'); print(flush=True); {}"


@pytest.mark.parametrize("end", ["time.sleep(600)", "pass"])
def test_whatever_ends_the_one_who_holds_it_nothing_is_left(end: str, ssh: Ssh) -> None:
    ssh.does("echo $$ > $(dirname $0)/pid; exec cat")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "hooks"), "TMPDIR": str(ssh.temporary)}
    with subprocess.Popen([sys.executable, "-c", HOLD.format(end)], env=environment, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        holder.stdout.readline()
        if "sleep" in end:
            holder.send_signal(signal.SIGKILL)
    assert gone(int((ssh.programs / "pid").read_text()))
    until = time.monotonic() + 10
    while ssh.left and time.monotonic() < until:
        time.sleep(0.02)
    assert ssh.left == []


def test_ctrl_c_does_not_reach_it(ssh: Ssh) -> None:
    ssh.does("echo $$ > $(dirname $0)/pid; exec cat")
    made = Tunnel("ssh://there")
    assert os.getsid(int((ssh.programs / "pid").read_text())) != os.getsid(0)
    made.close()


def test_what_ssh_says_is_kept(ssh: Ssh) -> None:
    ssh.does("echo 'channel 1: open failed' >&2; exec cat")
    made = Tunnel("ssh://there")
    assert made.said() == "channel 1: open failed\n"
    made.close()
    assert socket.socket(socket.AF_UNIX).connect_ex(made.address.removeprefix("unix://")) != 0
