"""What is kept of other engines than the first: what a page shows there, and that it was recorded."""

from dataclasses import replace
from pathlib import Path

from transcripts import files
from transcripts.keep import journal, provenance
from transcripts.keep.provenance import Checked, Provenance
from transcripts.keep.store import Captures, folder_on


def on(captures: Captures, engine: str, own: Captures | None = None) -> Captures:
    """Give the captures of a page as it shows on another engine: those of the first, but for what differs there.

    The provenance is that of what differs, where it is given.
    """
    differs = captures.others.get(engine, {}) if own is None else own.transcripts
    return Captures(
        folder_on(captures.folder, engine),
        own.provenance if own else Provenance(),
        {**captures.transcripts, **differs},
        damaged=bool(own and own.damaged),
        engine=engine,
        borrowed=frozenset(captures.transcripts.keys() - differs.keys()),
    )


def check_off(folder: Path, engine: str, checked: Checked) -> None:
    """Note beside the captures of a page that it was recorded on another engine."""
    with files.locked(folder):
        journal.finish(folder)
        known = provenance.load(folder)
        said = replace(known, engines={**known.engines, engine: checked})
        journal.change(folder, {provenance.NAME: provenance.text(said)})
