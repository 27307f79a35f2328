"""A student's machine in a hall, with what every Python has: pulls an image as an engine does, or reads pages.

It prints one line of JSON: seconds, bytes that came over the network, and what failed.
"""

import hashlib
import http.client
import json
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from threading import local
from urllib.parse import urldefrag, urljoin, urlsplit

LAYERS, CONNECTIONS = 3, 6
"""How many layers an engine pulls at once, and how many connections a browser has to one host."""
MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"


class Student:
    """One machine, which asks one host and notes what came."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.bytes = 0
        self.failures: list[str] = []
        self._kept = local()

    def get(self, path: str, digest: str = "", **headers: str) -> bytes:
        """Give what is at a path; where a digest is known, only that is taken for it."""
        try:
            connection = self._connection()
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            seen, body = hashlib.sha256(), b""
            while chunk := answer.read(1 << 18):
                self.bytes += len(chunk)
                seen.update(chunk)
                # A layer goes to a disk, and is not kept here.
                body = body + chunk if len(body) < 1 << 20 else body
            if answer.status != 200:
                self.failures.append(f"{path}: status {answer.status}")
            elif digest and f"sha256:{seen.hexdigest()}" != digest:
                self.failures.append(f"{path}: is not {digest}")
            return body
        except (OSError, http.client.HTTPException) as error:
            self.failures.append(f"{path}: {error!r}")
            self._kept = local()
            return b""

    def _connection(self) -> http.client.HTTPConnection:
        if not hasattr(self._kept, "connection"):
            self._kept.connection = http.client.HTTPConnection(self.host, timeout=600)
        kept: http.client.HTTPConnection = self._kept.connection
        return kept

    def pull(self, image: str) -> None:
        """Pull an image: its manifest, then its configuration and its layers, three at a time."""
        repository, _, tag = image.partition(":")
        below = f"/v2/library/{repository}"
        self.get("/v2/")
        manifest = self.get(f"{below}/manifests/{tag}", Accept=MANIFEST)
        if not self.failures:
            found = json.loads(manifest)
            digests = [part["digest"] for part in (found["config"], *found["layers"])]
            with ThreadPoolExecutor(LAYERS) as hands:
                list(hands.map(lambda digest: self.get(f"{below}/blobs/{digest}", digest), digests))

    def read(self, pages: Iterable[str]) -> list[float]:
        """Open pages one after the other, each with what it loads and is not here yet; give how long each took."""
        seconds, cached = [], set[str]()
        for page in pages:
            began = time.monotonic()
            found = Loaded(f"http://{self.host}{page}")
            found.feed(self.get(page).decode())
            wanted = sorted(found.paths - cached)
            cached |= found.paths
            with ThreadPoolExecutor(CONNECTIONS) as hands:
                list(hands.map(self.get, wanted))
            seconds.append(time.monotonic() - began)
        return seconds


class Loaded(HTMLParser):
    """The paths of what a page loads from its host."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.paths: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        loads = tag in ("script", "img") or (tag == "link" and given.get("rel") in ("stylesheet", "icon", "preload"))
        if loads and (source := given.get("src") or given.get("href")):
            address = urlsplit(urldefrag(urljoin(self.page, source)).url)
            if address.netloc == urlsplit(self.page).netloc:
                self.paths.add(address.path)


def main(host: str, does: str, *what: str) -> None:
    """Do it, and tell."""
    student, began = Student(host), time.monotonic()
    pages: list[float] = []
    if does == "pull":
        student.pull(*what)
    else:
        pages = student.read(what)
    seconds = time.monotonic() - began
    print(json.dumps({"seconds": seconds, "pages": pages, "bytes": student.bytes, "failures": student.failures}))


if __name__ == "__main__":
    main(*sys.argv[1:])
