"""A page run on a real lab agrees with its captures, and does not once anything that it tells is changed."""

import random

import pytest

from lab.play import Play
from lab.run import Run
from tests.conftest import ROOT
from tests.site.test_mutations import MUTATIONS, alarms
from transcripts.judge import carry, difference
from transcripts.judge.twins import Twins
from transcripts.keep import store
from transcripts.page.page import read

pytestmark = pytest.mark.engine

PAGES = ("action/debian.md", "concepts/union-filesystem.md", "volumes.md")
EACH = 12


@pytest.mark.parametrize("path", PAGES)
def test_changes_of_a_real_run_are_seen(path: str, run: Run) -> None:
    page = read((ROOT / "docs" / path).read_text("utf-8"), path, run.settings.kinds)
    captures = store.load(store.folder_of(ROOT / "snippets", path))
    played = Play(run, page, page.blocks)
    try:
        played.play(page.snippets[-1])
        assert played.stopped is None
    finally:
        played.close()
    stored = [captures.transcripts[snippet.name] for snippet in page.snippets]
    twins, shown = Twins(), []
    for snippet, known in zip(page.snippets, stored, strict=True):
        new = played.shown[snippet.name]
        shown.append(carry.arranged(known, new, twins) if snippet.options.unordered else new)
        assert difference.compare(known, shown[-1], twins) == ()
    rng = random.Random(path)
    seen = 0
    for kind, change in MUTATIONS.items():
        for _ in range(EACH):
            if changed := change(rng, shown):
                assert alarms(stored, changed), f"{kind} was not seen"
                seen += 1
    assert seen >= 200 / len(PAGES)
