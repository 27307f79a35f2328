"""Captures on disk: `snippets/<page>/<name>.console` and, beside them, where they came from.

What differs on another engine lies below that, in a folder like `@26.1`, in the same form.
`captured.toml` carries a fingerprint of each capture, so that one edited by hand or cut short is
told from one that a machine wrote.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from transcripts import files
from transcripts.errors import CaptureError
from transcripts.keep import journal, provenance
from transcripts.keep.provenance import CONFLICT, Facts, Provenance, Unsteady, again, unmerged
from transcripts.page.blocks import Snippet
from transcripts.page.page import Page
from transcripts.transcript import Transcript, dump, parse

FOLDER = "snippets"
SUFFIX = ".console"
ENGINE = "@"
"""With it begins the name of a folder with what differs on another engine."""


@dataclass(frozen=True)
class Captures:
    """The captures of one page."""

    folder: Path
    provenance: Provenance
    transcripts: Mapping[str, Transcript]
    damaged: bool = False
    """Whether something of them could not be read, and so is not here."""
    adopted: frozenset[str] = frozenset()
    """The names of those that lie with another page, which does not use them any more."""
    others: Mapping[str, Mapping[str, Transcript]] = field(default_factory=dict)
    """By the name of another engine, what differs there, by snippet name."""
    engine: str = ""
    """The other engine of which these are the captures, as others.on gives them; nothing for the first one."""
    borrowed: frozenset[str] = frozenset()
    """The names of those that are the first engine's, since so far nothing else was seen there."""


Recorded: TypeAlias = tuple[Page, Captures]
"""A page with its captures."""


def folder_of(snippets: Path, page: str) -> Path:
    """Give the folder of a page's captures, for a page named from docs/, as in `images/commit.md`."""
    return snippets / PurePosixPath(page).with_suffix("")


def folder_on(folder: Path, engine: str) -> Path:
    """Give the folder of what differs on another engine, for that of a page's captures."""
    return folder / f"{ENGINE}{engine}"


def load(folder: Path) -> Captures:
    """Read the captures of a page and what differs on other engines, also while they are being written.

    Raises CaptureError where one was edited, cut short or left alone.
    """
    places = sorted(folder.glob(f"{ENGINE}*/"))
    others = {place.name.removeprefix(ENGINE): load_one(place).transcripts for place in places}
    return replace(load_one(folder), others=others)


def of_pages(root: Path, pages: Iterable[Page]) -> tuple[Recorded, ...]:
    """Give each page of a project with its captures, as load reads them."""
    return tuple((page, load(folder_of(root / FOLDER, page.path))) for page in pages)


def load_one(folder: Path) -> Captures:
    """Read what lies in one folder, of a page or of what differs on another engine, as load does."""
    try:
        if not (folder / journal.NAME).exists():
            return _load(folder)
    except provenance.NewerError:
        raise
    except CaptureError:
        if not folder.exists():
            raise
    with files.locked(folder):
        journal.finish(folder)
        return _load(folder)


def _load(folder: Path) -> Captures:
    known = provenance.load(folder)
    paths = _files(folder)
    for name in known.fingerprints:
        if name not in paths:
            raise CaptureError(folder / f"{name}{SUFFIX}", "is missing", again(folder))
    claims = set(known.fingerprints.items())
    return Captures(folder, known, {name: _read(path, claims) for name, path in paths.items()})


def salvage(folder: Path) -> Captures:
    """Read what is still as a machine wrote it, whatever became of the rest; raise CaptureError for a newer format."""
    if not folder.exists():
        return load_one(folder)
    with files.locked(folder):
        journal.finish(folder)
        return _salvage(folder)


def _salvage(folder: Path) -> Captures:
    try:
        return _load(folder)
    except provenance.NewerError:
        raise
    except CaptureError:
        transcripts = {}
        for name, path in _files(folder).items():
            with suppress(CaptureError):
                transcripts[name] = _read(path, provenance.claims(folder))
        return Captures(folder, Provenance(), transcripts, damaged=True)


def _files(folder: Path) -> dict[str, Path]:
    return {path.stem: path for path in sorted(folder.glob(f"*{SUFFIX}"))}


def _read(path: Path, claims: Collection[tuple[str, str]]) -> Transcript:
    # A checkout may have given it the line ends of Windows.
    data = path.read_bytes().replace(b"\r\n", b"\n")
    if (path.stem, _fingerprint(data)) not in claims:
        if CONFLICT.search(data):
            raise unmerged(path)
        raise CaptureError(path, "is not what was recorded: edited by hand or cut short", again(path.parent))
    try:
        return parse(data.decode())
    except ValueError as error:
        raise CaptureError(path, f"cannot be read: {error}", again(path.parent)) from None


def _fingerprint(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def check(snippet: Snippet, captures: Captures) -> Transcript | None:
    """Give the capture of a snippet; None where it waits for Docker Hub; raise CaptureError if missing or stale."""
    record = f"run: make record PAGE={snippet.place.path}" + (f" ENGINE={captures.engine}" if captures.engine else "")
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


def orphans(snippets: Path, pages: Iterable[Page], engines: Iterable[str] = ()) -> tuple[Path, ...]:
    """Give the captures that no snippet of all pages uses, on the first engine or one of the other ones."""
    used = paths(snippets, pages, engines)
    return tuple(path for path in sorted(snippets.rglob(f"*{SUFFIX}")) if path not in used)


def paths(snippets: Path, pages: Iterable[Page], engines: Iterable[str] = ()) -> frozenset[Path]:
    """Give where the captures of all these pages are, or would be, on the first engine and the other ones."""
    places = [(folder_of(snippets, page.path), snippet.name) for page in pages for snippet in page.snippets]
    first = {folder / f"{name}{SUFFIX}" for folder, name in places}
    return frozenset(first | {folder_on(path.parent, engine) / path.name for engine in engines for path in first})


def adopt(captures: Captures, snippets: Iterable[Snippet], left: Iterable[Path]) -> Captures:
    """Give the captures of a page with those of its snippets that were left behind when it was renamed or split."""
    found: dict[str, Transcript] = {}
    for snippet in snippets:
        for path in left:
            if path.stem == snippet.name and snippet.name not in captures.transcripts:
                with suppress(CaptureError):
                    if known := check(snippet, load(path.parent)):
                        found[snippet.name] = known
    return replace(captures, transcripts={**captures.transcripts, **found}, adopted=frozenset(found))


def orphaned(path: Path) -> CaptureError:
    """Give the error for a capture that no snippet uses, or that is one of an engine that is gone."""
    if path.parent.name.startswith(ENGINE):
        engine = path.parent.name.removeprefix(ENGINE)
        problem = f"no snippet uses this capture, or {engine} is none of the other engines of workshop.toml"
        return CaptureError(path, problem, "run: make trim, or name snippet and engine as before")
    return CaptureError(path, "no snippet uses this capture", "run: make trim, or rename the snippet back")


def save(
    folder: Path,
    transcripts: Mapping[str, Transcript],
    facts: Facts,
    key: Mapping[str, str] | None = None,
    unsteady: Mapping[str, Unsteady] | None = None,
) -> None:
    """Write captures of a page and their provenance, in one step; what is unsteady stays known if nothing is given.

    What the provenance said of captures that are gone or damaged is dropped.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with files.locked(folder):
        journal.finish(folder)
        before = _salvage(folder)
        known = before.provenance.only(set(before.transcripts))
        fingerprints, seconds = dict(known.fingerprints), dict(known.seconds)
        if before.damaged:
            fingerprints = {name: _fingerprint(dump(shown).encode()) for name, shown in before.transcripts.items()}
        texts: dict[str, str | None] = {}
        for name, transcript in transcripts.items():
            text = texts[f"{name}{SUFFIX}"] = dump(transcript)
            fingerprints[name] = _fingerprint(text.encode())
            seconds[name] = tuple(round(step.seconds, 2) for step in transcript.steps)
        remembered = known.unsteady if unsteady is None else unsteady
        said = Provenance(facts, fingerprints, seconds, key or {}, remembered, known.engines)
        texts[provenance.NAME] = provenance.text(said)
        journal.change(folder, texts)
