"""Captures on disk: `snippets/<page>/<name>.console` and, beside them, where they came from.

`captured.toml` carries a fingerprint of each capture, so that one edited by hand or cut short is
told from one that a machine wrote.
"""

import hashlib
import os
import tempfile
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import tomli_w

from .errors import CaptureError
from .snippet import Snippet
from .transcript import Transcript, dump, parse

PROVENANCE = "captured.toml"
SUFFIX = ".console"
HEADING = "# Written by make record, never by hand; snippets/README.md says how to review it.\n"


@dataclass(frozen=True)
class Provenance:
    """Where the captures of a page came from."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    """recorded (date), engine, client, platform, image-source; tables images (digests) and bases."""
    fingerprints: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of each capture by snippet name, hexadecimal."""
    seconds: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    """How long each command of a snippet took when it was recorded, by snippet name."""


@dataclass(frozen=True)
class Captures:
    """The captures of one page."""

    folder: Path
    provenance: Provenance
    transcripts: Mapping[str, Transcript]


def folder_of(snippets: Path, page: str) -> Path:
    """Give the folder of a page's captures, for a page named from docs/, as in `images/commit.md`."""
    return snippets / PurePosixPath(page).with_suffix("")


def load(folder: Path) -> Captures:
    """Read the captures of a page; raise CaptureError where one was edited, cut short or left alone."""
    provenance = _provenance(folder / PROVENANCE)
    files = {path.stem: path for path in sorted(folder.glob(f"*{SUFFIX}"))}
    for name in provenance.fingerprints:
        if name not in files:
            raise CaptureError(folder / f"{name}{SUFFIX}", "is missing", _again(folder))
    return Captures(folder, provenance, {name: _read(path, provenance) for name, path in files.items()})


def _provenance(path: Path) -> Provenance:
    if not path.exists():
        return Provenance()
    try:
        facts = tomllib.loads(path.read_text("utf-8"))
        fingerprints = facts.pop("fingerprints")
        seconds = {name: tuple(map(float, said.split())) for name, said in facts.pop("seconds", {}).items()}
        return Provenance(facts, dict(fingerprints), seconds)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise CaptureError(path, f"cannot be read: {error}", _again(path.parent)) from None


def _read(path: Path, provenance: Provenance) -> Transcript:
    data = path.read_bytes()
    if provenance.fingerprints.get(path.stem) != hashlib.sha256(data).hexdigest():
        raise CaptureError(path, "is not what was recorded: edited by hand or cut short", _again(path.parent))
    try:
        return parse(data.decode())
    except ValueError as error:
        raise CaptureError(path, f"cannot be read: {error}", _again(path.parent)) from None


def _again(folder: Path) -> str:
    return f"git checkout {folder}, or make record for its page"


def check(snippet: Snippet, captures: Captures) -> Transcript | None:
    """Give the capture of a snippet; None where it waits for Docker Hub; raise CaptureError if missing or stale."""
    record = f"run: make record PAGE={snippet.place.path}"
    transcript = captures.transcripts.get(snippet.name)
    if transcript is None:
        if snippet.options.needs:
            return None
        raise CaptureError(snippet.place, f'the snippet "{snippet.name}" has no capture', record)
    typed = [step.text for step in transcript.steps]
    for number, command in enumerate(snippet.commands):
        if number >= len(typed) or typed[number] != command.text:
            raise CaptureError(command.place, f'the capture "{snippet.name}" has another command here', record)
    if len(typed) > len(snippet.commands):
        raise CaptureError(snippet.place, f'the capture "{snippet.name}" has more commands', record)
    return transcript


def orphans(snippets: Path, pages: Mapping[str, Iterable[str]]) -> tuple[Path, ...]:
    """Give the captures that no snippet uses, for all pages with the names of their snippets."""
    used = {folder_of(snippets, page) / f"{name}{SUFFIX}" for page, names in pages.items() for name in names}
    return tuple(path for path in sorted(snippets.rglob(f"*{SUFFIX}")) if path not in used)


def orphaned(path: Path) -> CaptureError:
    """Give the error for a capture that no snippet uses."""
    return CaptureError(path, "no snippet uses this capture", "run: make trim, or rename the snippet back")


def save(folder: Path, transcripts: Mapping[str, Transcript], facts: Mapping[str, Any]) -> None:
    """Write captures of a page, each file whole or not at all, and their provenance last.

    Provenance that cannot be read is written anew, and what it said of captures that are gone is dropped.
    """
    try:
        before = _provenance(folder / PROVENANCE)
    except CaptureError:
        before = Provenance()
    fingerprints = {name: value for name, value in before.fingerprints.items() if _file(folder, name).exists()}
    seconds = {name: value for name, value in before.seconds.items() if name in fingerprints}
    for name, transcript in transcripts.items():
        data = dump(transcript).encode()
        fingerprints[name] = hashlib.sha256(data).hexdigest()
        seconds[name] = tuple(round(step.seconds, 2) for step in transcript.steps)
        write(_file(folder, name), data)
    _save_provenance(folder, Provenance(facts, fingerprints, seconds))


def _file(folder: Path, name: str) -> Path:
    return folder / f"{name}{SUFFIX}"


def remove(path: Path) -> None:
    """Remove a capture, its fingerprint, and its folder once that is empty."""
    provenance = _provenance(path.parent / PROVENANCE)
    path.unlink(missing_ok=True)
    fingerprints = {name: value for name, value in provenance.fingerprints.items() if name != path.stem}
    seconds = {name: value for name, value in provenance.seconds.items() if name != path.stem}
    if fingerprints:
        _save_provenance(path.parent, Provenance(provenance.facts, fingerprints, seconds))
    else:
        (path.parent / PROVENANCE).unlink(missing_ok=True)
        if not any(path.parent.iterdir()):
            path.parent.rmdir()


def _save_provenance(folder: Path, provenance: Provenance) -> None:
    seconds = {name: " ".join(f"{value:g}" for value in values) for name, values in provenance.seconds.items()}
    tables = {"fingerprints": provenance.fingerprints, "seconds": seconds}
    table = {**provenance.facts, **{name: dict(sorted(values.items())) for name, values in tables.items()}}
    write(folder / PROVENANCE, (HEADING + tomli_w.dumps(table)).encode())


def write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; one that has these bytes already is left alone."""
    if path.exists() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
