"""The connection to a terminal: what is typed goes in, and what came is kept until it is told."""

from typing import Protocol

from lab.terminal.errors import GoneError

GONE = "the terminal's shell is gone"


class Stream(Protocol):
    """The two-way connection to a terminal, as a socket offers it."""

    def recv(self, size: int, /) -> bytes: ...
    def sendall(self, data: bytes, /) -> None: ...
    def settimeout(self, seconds: float | None, /) -> None: ...
    def close(self) -> None: ...


class Wire:
    """A stream, and what came of it since the last prompt."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self.data = bytearray()
        self._stream.settimeout(10)

    def write(self, data: bytes) -> None:
        """Type; raise GoneError where the terminal was closed."""
        try:
            self._stream.sendall(data)
        except OSError:
            raise GoneError("", GONE) from None

    def receive(self, seconds: float) -> bool:
        """Whether something came in that time; raise GoneError where the terminal was closed."""
        try:
            self._stream.settimeout(seconds)
            chunk = self._stream.recv(1 << 16)
        except TimeoutError:
            return False
        except OSError:
            chunk = b""
        if not chunk:
            raise GoneError("", GONE)
        self.data += chunk
        return True

    def close(self) -> None:
        """Hang up."""
        self._stream.close()
