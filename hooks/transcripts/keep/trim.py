"""What make trim removes: captures that no snippet uses, and what is known of snippets and engines that are gone."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from transcripts import files
from transcripts.keep import journal, provenance
from transcripts.keep.store import ENGINE, SUFFIX, paths
from transcripts.page.page import Page


def forgotten(snippets: Path, pages: Iterable[Page], engines: Iterable[str] = ()) -> tuple[Path, ...]:
    """Give the captures that were never stored, of snippets that are gone, and of which something is known."""
    used = paths(snippets, pages, engines)
    folders = [path.parent for path in sorted(snippets.rglob(provenance.NAME))]
    known = [folder / f"{name}{SUFFIX}" for folder in folders for name in provenance.load(folder).unsteady]
    return tuple(path for path in known if path not in used and not path.exists())


def unnamed(snippets: Path, engines: Iterable[str]) -> tuple[Path, ...]:
    """Give the provenances that tell of an engine which is gone."""
    named = set(engines)
    known = [path for path in sorted(snippets.rglob(provenance.NAME)) if not path.parent.name.startswith(ENGINE)]
    return tuple(path for path in known if provenance.load(path.parent).engines.keys() - named)


def forget(path: Path, engines: Iterable[str]) -> None:
    """Keep of a provenance only what it tells of these engines."""
    named = set(engines)
    with files.locked(path.parent):
        journal.finish(path.parent)
        known = provenance.load(path.parent)
        left = {name: each for name, each in known.engines.items() if name in named}
        journal.change(path.parent, {path.name: provenance.text(replace(known, engines=left))})


def remove(path: Path) -> None:
    """Remove a capture and all that is known of it in one step, and its folder once that is empty."""
    folder = path.parent
    with files.locked(folder):
        journal.finish(folder)
        known = provenance.load(folder)
        unsteady = {name: each for name, each in known.unsteady.items() if name != path.stem}
        left = replace(known.only(set(known.fingerprints) - {path.stem}), unsteady=unsteady)
        said = provenance.text(left) if left.fingerprints or left.unsteady else None
        journal.change(folder, {path.name: None, provenance.NAME: said})
        if not any(folder.iterdir()):
            folder.rmdir()
