"""Drafts: what a page showed while it is being written. They lie where nobody commits them, and are no captures.

They are there only as long as the process that plays the page.
"""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from transcripts import files
from transcripts.transcript import Transcript, dump, parse

FOLDER = ".cache/drafts"


class State(StrEnum):
    """How far a snippet came."""

    PLAYED = "played"
    RUNNING = "running"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Draft:
    """What a snippet showed."""

    transcript: Transcript
    """All of its commands; those that were not played have shown nothing."""
    state: State = State.PLAYED
    trouble: tuple[str, ...] = ()
    """Why it stopped, line by line."""


def save(root: Path, page: str, drafts: Mapping[str, Draft]) -> None:
    """Write the drafts of a page, named from docs/, by snippet name; none removes them."""
    path = _path(root, page)
    if not drafts:
        path.unlink(missing_ok=True)
        return
    said = {name: [each.state, dump(each.transcript), list(each.trouble)] for name, each in drafts.items()}
    files.write(path, json.dumps({"writer": os.getpid(), "drafts": said}).encode())


def load(root: Path, page: str) -> Mapping[str, Draft]:
    """Give the drafts of a page by snippet name; none where nobody writes it at this moment."""
    try:
        said = json.loads(_path(root, page).read_bytes())
        if not alive(said["writer"]):
            return {}
        return {
            name: Draft(parse(text), State(state), tuple(trouble))
            for name, (state, text, trouble) in said["drafts"].items()
        }
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def clear(root: Path, pages: Iterable[str]) -> None:
    """Remove the drafts of these pages."""
    for page in pages:
        save(root, page, {})


def sweep(root: Path) -> None:
    """Remove the drafts of writers that are gone."""
    for path in (root / FOLDER).rglob("*.json"):
        page = path.relative_to(root / FOLDER).as_posix().removesuffix(".json")
        if not load(root, page):
            path.unlink(missing_ok=True)


def alive(writer: int) -> bool:
    """Whether there is a process of that number."""
    try:
        os.kill(writer, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass
    return True


def _path(root: Path, page: str) -> Path:
    return root / FOLDER / f"{page}.json"
