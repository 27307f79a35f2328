"""The Docker Engine that labs run on: how it is reached, and how everything of ours on it is found again."""

import os
import re
import socket
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import docker
import psutil
from docker.errors import APIError, DockerException, ImageNotFound, NotFound

from lab.images.client import connect as connect
from lab.images.client import explained as explained
from lab.images.client import remedy as remedy
from transcripts.errors import LabError
from transcripts.files import locked

Say = Callable[[str], None]

OFFSET = re.compile(r"[+-]\d\d:\d\d$")
FOREIGN_AGE = 6 * 3600
"""Seconds after which something that another host made is taken to be left behind."""


@dataclass(frozen=True)
class Engine:
    """An engine, and how everything of one workshop on it is named and found again."""

    client: docker.DockerClient
    prefix: str
    """The workshop's name, with which all labels, tags and networks begin."""

    def label(self, what: str) -> str:
        """Give the name of a label, as in `docker-workshop.run`."""
        return f"{self.prefix}.{what}"

    def tag(self, name: str, version: str) -> str:
        """Give the tag of an image that was made here."""
        return f"{self.prefix}/{name}:{version}"

    def labels(self, run: str) -> dict[str, str]:
        """Give the labels that everything of a run carries."""
        created = int(psutil.Process().create_time())
        return {self.label("run"): run, self.label("owner"): f"{socket.gethostname()}/{os.getpid()}/{created}"}

    def has(self, tag: str) -> bool:
        """Whether there is an image of that tag."""
        try:
            self.client.images.get(tag)
        except ImageNotFound:
            return False
        return True

    def meeting_place(self, purpose: str) -> Path:
        """Give a folder that all runs of this user on this machine know for the same workshop on the same engine."""
        name = f"{self.prefix}-{self.client.info()['ID']}-{Path.home().name}"
        place = Path(tempfile.gettempdir()) / name / purpose
        place.parent.mkdir(mode=0o700, exist_ok=True)
        place.mkdir(exist_ok=True)
        return place

    def sweep(self) -> int:
        """Remove what runs of this workshop that are over have left behind; give how many things that was."""
        try:
            # The engine says at once, and not when it is done, that another removes the same thing.
            with locked(self.meeting_place("sweep")):
                return self._remove(self.label("run"), lambda thing: not self._lives(thing))
        except (DockerException, OSError) as error:
            raise _gone_while_cleaning(error) from None

    def remove_run(self, run: str) -> int:
        """Remove everything that carries the label of a run; give how many things that was."""
        return self._remove(f"{self.label('run')}={run}", lambda thing: True)

    def remove_images(self) -> int:
        """Remove the images that this workshop made, but for those in use; give how many that was."""
        removed = 0
        try:
            tags = [tag for image in self.client.images.list() for tag in image.tags]
            for tag in tags:
                if tag.startswith(f"{self.prefix}/"):
                    removed += _left_where_in_use(partial(self.client.images.remove, tag, force=True))
        except (DockerException, OSError) as error:
            raise LabError("Docker Engine", f"does not remove its images: {explained(error)}", "run it again") from None
        return removed

    def _remove(self, label: str, which: Callable[[Any], bool]) -> int:
        client, removed = self.client, 0
        filters: dict[str, str | list[str] | bool] = {"label": label}
        try:
            containers = client.containers.list(all=True, filters=filters, ignore_removed=True)
            others = [*client.networks.list(filters=filters), *client.volumes.list(filters=filters)]
            things: list[Any] = [*containers, *others]
            for thing in things:
                if which(thing):
                    options = {"force": True, "v": True} if thing in containers else {}
                    removed += _left_where_in_use(partial(thing.remove, **options))
        except (DockerException, OSError) as error:
            raise _gone_while_cleaning(error) from None
        return removed

    def _lives(self, thing: Any) -> bool:
        labels = thing.attrs.get("Labels") or thing.attrs.get("Config", {}).get("Labels") or {}
        host, _, rest = labels.get(self.label("owner"), "//").partition("/")
        pid, _, created = rest.partition("/")
        if host != socket.gethostname():
            made = thing.attrs.get("Created") or thing.attrs.get("CreatedAt") or ""
            return _age(made) < FOREIGN_AGE
        try:
            process = psutil.Process(int(pid))
            # A killed process stays a zombie until its parent asks for it.
            return process.status() != psutil.STATUS_ZOMBIE and int(process.create_time()) == int(created)
        except (psutil.Error, ValueError):
            return False


def _gone_while_cleaning(error: Exception) -> LabError:
    return LabError("Docker Engine", f"is gone while cleaning up ({explained(error)})", "the next run sweeps")


def _left_where_in_use(remove: Callable[[], object]) -> int:
    """Do what removes something; give how many things that was."""
    try:
        remove()
    except NotFound:
        return 0
    except APIError as error:
        # In use, or already going: another worker removes it, or the next sweep does.
        if error.status_code in (403, 409):
            return 0
        raise
    return 1


def _age(made: str) -> float:
    try:
        offset = OFFSET.search(made)
        return time.time() - datetime.fromisoformat(made[:19] + (offset[0] if offset else "+00:00")).timestamp()
    except ValueError:
        return float("inf")
