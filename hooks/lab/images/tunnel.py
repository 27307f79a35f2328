"""An engine by ssh: a socket on this machine that leads to the one of the engine, for as long as it is held.

The system's ssh does it, so that what works for docker and for `ssh HOST` works here: keys, agents, jump hosts, ports
and names of ~/.ssh/config. The SDK's own ways take none of the last three; one gives a terminal's output only when all
of it is there, and the other opens no more than nine connections.
"""

import os
import select
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from urllib.parse import urlsplit

SOCKET = "/var/run/docker.sock"
OPTIONS = {
    # Nothing is asked, and what cannot be had without a question is told.
    "BatchMode": "yes",
    "ConnectTimeout": "20",
    "ServerAliveInterval": "15",
    "ExitOnForwardFailure": "yes",
    # A connection that others share would keep our socket when we are gone.
    "ControlPath": "none",
    "RemoteCommand": "none",
    "ForwardAgent": "no",
    "ForwardX11": "no",
    # Says why a socket over there cannot be reached.
    "LogLevel": "INFO",
}
# Whatever ends us, what we hold open ends, with it ssh, and then the folder goes.
HELD = 'ssh "$@"; status=$?; rm -rf "$0"; exit $status'
READY = b"ready\n"
PATIENCE = 60.0
"""Seconds until ssh must have come through; one to a machine of one busy core took nine."""


class TunnelError(Exception):
    """What ssh said when it did not come through."""


class Tunnel:
    """The socket, at `address`; close() takes it away."""

    def __init__(self, url: str) -> None:
        if not shutil.which("ssh"):
            raise TunnelError("ssh: command not found")
        options, destination, there = _parts(url)
        self._folder = tempfile.mkdtemp(prefix="engine-")
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the tunnel
        here = f"{self._folder}/docker.sock"
        self.address = f"unix://{here}"
        self._process = subprocess.Popen(
            ["sh", "-c", HELD, self._folder, *options, "-T", "-L", f"{here}:{there}", "--", destination, "cat"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            # Ctrl-C ends what uses the socket, and that cleans up through it; and there is no terminal to ask on.
            start_new_session=True,
        )
        if not self._comes_through():
            said = self.said()
            self.close()
            raise TunnelError(said or "ssh gives no answer")

    def said(self) -> str:
        """Give all that ssh has said."""
        self._said.seek(0)
        return self._said.read().decode(errors="replace").replace("\r", "")

    def close(self) -> None:
        """End it; that it has ended already does not matter."""
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGTERM)
            self._process.communicate()
        self._said.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _comes_through(self) -> bool:
        """Whether what is typed comes back, which it does once the socket is there."""
        assert self._process.stdin
        assert self._process.stdout
        try:
            self._process.stdin.write(READY)
            self._process.stdin.flush()
        except BrokenPipeError:
            return False
        came, end = b"", time.monotonic() + PATIENCE
        # A shell over there may have greeted before.
        while not came.endswith(READY):
            if not select.select([self._process.stdout], [], [], max(0.0, end - time.monotonic()))[0]:
                return False
            if not (chunk := os.read(self._process.stdout.fileno(), 4096)):
                self._process.wait()
                return False
            came += chunk
        return True


def _parts(url: str) -> tuple[list[str], str, str]:
    """Give options, host and socket of an address as docker has it: ssh://[USER@]HOST[:PORT][/SOCKET]."""
    try:
        parts = urlsplit(url)
        asked = {"User": parts.username, "Port": parts.port}
    except ValueError as error:
        raise TunnelError(f"no address: {error}") from None
    if not parts.hostname or parts.query or parts.fragment or parts.password:
        raise TunnelError("no address: ssh://[USER@]HOST[:PORT][/SOCKET] is one")
    options = OPTIONS | {name: str(value) for name, value in asked.items() if value}
    given = [word for name, value in options.items() for word in ("-o", f"{name}={value}")]
    # A name of ~/.ssh/config may have capitals.
    begin = parts.netloc.lower().rindex(parts.hostname)
    return given, parts.netloc[begin : begin + len(parts.hostname)], parts.path.rstrip("/") or SOCKET
