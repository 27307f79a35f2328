"""What the tests of terminals share: a bash of our own, and a machine that has nothing else."""

import os
import select
import subprocess
from pathlib import Path

# Tests that were started in the background would hand an interrupt down ignored.
BASH = ("env", "--default-signal=INT", "setsid", "--ctty", "bash", "--noprofile", "--norc")


class Pty:
    """A bash of our own, as a stream."""

    def __init__(self, folder: Path | None = None) -> None:
        self.file, there = os.openpty()
        self._bash = subprocess.Popen(
            BASH,
            stdin=there,
            stdout=there,
            stderr=there,
            cwd=folder,
            env={**os.environ, "TERM": "xterm-256color", "HISTFILE": ""},
        )
        os.close(there)
        self.pid = self._bash.pid
        self.seconds: float | None = None

    def settimeout(self, seconds: float | None, /) -> None:
        self.seconds = seconds

    def recv(self, size: int, /) -> bytes:
        file = self.file
        if file < 0:
            raise OSError
        if not select.select([file], [], [], self.seconds)[0]:
            raise TimeoutError
        return os.read(file, size)

    def sendall(self, data: bytes, /) -> None:
        os.write(self.file, data)

    def close(self) -> None:
        file, self.file = self.file, -1
        if file >= 0:
            os.close(file)
            self._bash.kill()
            self._bash.wait()


class LocalMachine:
    """A machine whose home is a folder here; it looks like a lab to a session and to a play."""

    has_engine = True

    def __init__(self, name: str, home: Path) -> None:
        self.name = name
        self.home = home
        self.terminals: list[Pty] = []
        self.alive = True
        self.busy: float | None = None
        self.asked = 0
        home.mkdir(exist_ok=True)

    def terminal(self) -> Pty:
        self.terminals.append(Pty(self.home))
        return self.terminals[-1]

    def put(self, file: str, text: str) -> None:
        path = self.home / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def load(self) -> float | None:
        self.asked += 1
        return self.busy

    def healthy(self) -> bool:
        return self.alive
