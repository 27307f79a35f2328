"""Serves the site that is being written, and tells browsers, by events that a server sends (HTML standard, 9.2)."""

import errno
import json
import queue
import threading
from collections.abc import Mapping
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from transcripts.errors import WorkshopError

EVENTS = "/write-events"
SILENCE = 10.0
"""Seconds after which a browser that went away is looked for."""


class Events:
    """What browsers are told; each gets the last of each page when it comes, and then all that follow."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last: dict[str, str] = {}
        self._listening: set[queue.SimpleQueue[str | None]] = set()

    def send(self, page: str, told: Mapping[str, object]) -> None:
        """Tell how it stands with a page."""
        data = json.dumps(told)
        with self._lock:
            self._last[page] = data
            for each in self._listening:
                each.put(data)

    def listen(self) -> "queue.SimpleQueue[str | None]":
        """Give a queue of what is told, in which None is the end."""
        mine: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        with self._lock:
            for data in self._last.values():
                mine.put(data)
            self._listening.add(mine)
        return mine

    def leave(self, mine: "queue.SimpleQueue[str | None]") -> None:
        """Tell this one nothing more."""
        with self._lock:
            self._listening.discard(mine)

    def close(self) -> None:
        """Let all go."""
        with self._lock:
            for each in self._listening:
                each.put(None)


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, *arguments: Any, events: Events, whole: threading.Lock, **options: Any) -> None:
        self._events, self._whole = events, whole
        super().__init__(*arguments, **options)

    def do_GET(self) -> None:
        if self.path != EVENTS:
            with self._whole:
                pass
            return super().do_GET()
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        mine = self._events.listen()
        try:
            while True:
                try:
                    data = mine.get(timeout=SILENCE)
                except queue.Empty:
                    self.wfile.write(b":\n\n")
                    continue
                if data is None:
                    return None
                self.wfile.write(f"data: {data}\n\n".encode())
        except OSError:
            return None
        finally:
            self._events.leave(mine)

    def end_headers(self) -> None:
        if self.path != EVENTS:
            self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


class Server:
    """The site at an address of this machine; close() ends it."""

    def __init__(self, site: Path, events: Events, port: int, whole: threading.Lock) -> None:
        """Serve, but for the time that `whole` is held; raise WorkshopError where the port is taken."""
        self._events = events
        handler = partial(_Handler, directory=str(site), events=events, whole=whole)
        try:
            self._server = ThreadingHTTPServer(("127.0.0.1", port), handler)
        except OSError as error:
            said = "is taken" if error.errno == errno.EADDRINUSE else f"cannot be used: {error.strerror}"
            raise WorkshopError(f"port {port}", said, "end what serves there, or name another: PORT=8001") from None
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}/"
        threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True).start()

    def close(self) -> None:
        """Let browsers go, and end."""
        self._events.close()
        self._server.shutdown()
        self._server.server_close()
