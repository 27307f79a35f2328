"""What the tests of terminals share: a bash of our own, and a machine that has nothing else."""

import os
import pty
import select
import signal
from pathlib import Path


class Pty:
    """A bash of our own, as a stream."""

    def __init__(self, folder: Path | None = None) -> None:
        self.pid, self.file = pty.fork()
        if self.pid == 0:
            os.chdir(folder or ".")
            # Tests that were started in the background would hand it down ignored.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.execvpe(
                "bash", ["bash", "--noprofile", "--norc"], {**os.environ, "TERM": "xterm-256color", "HISTFILE": ""}
            )
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
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)


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
