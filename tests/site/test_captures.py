"""The captures of this workshop: read as they are, and written back without a changed byte."""

from pathlib import Path

import pytest

from tests.conftest import ROOT
from transcripts.keep import provenance, store
from transcripts.transcript import dump

FOLDERS = [path.parent for path in sorted((ROOT / store.FOLDER).rglob(provenance.NAME))]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.relative_to(ROOT / store.FOLDER).as_posix())
def test_what_is_read_is_written_back_byte_for_byte(folder: Path) -> None:
    captures = store.load(folder)
    assert captures.transcripts
    for name, transcript in captures.transcripts.items():
        assert dump(transcript).encode() == (folder / f"{name}{store.SUFFIX}").read_bytes()
    assert provenance.text(captures.provenance).encode() == (folder / provenance.NAME).read_bytes()
