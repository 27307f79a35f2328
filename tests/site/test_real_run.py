"""A page run on a real lab agrees with its captures, and does not once anything that it tells is changed."""

import random
from collections import Counter

import pytest

from lab.play import Play
from lab.run import Run
from tests.conftest import ROOT
from tests.site.variations import captured, minded
from tests.site.variations.pages import SEED, alarms
from transcripts.judge import arrangement, difference
from transcripts.judge.tolerance import of_page
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
    twins, shown = Twins(), {}
    for snippet, known in zip(page.snippets, stored, strict=True):
        new = played.shown[snippet.name]
        shown[snippet.name] = (
            arrangement.arranged(known, new, twins, of_page(page)(snippet)) if snippet.options.unordered else new
        )
        assert difference.compare(known, shown[snippet.name], twins, of_page(page)(snippet)) == ()
    sheet = captured.sheet(page, shown)
    rng = random.Random(f"{SEED} {path}")
    made, unseen = 0, Counter[str]()
    for kind, each in minded.MINDED.items():
        for _ in range(EACH):
            if (changed := each.change(rng, sheet)) and changed.page != sheet.page:
                made += 1
                unseen[kind] += not alarms(sheet.source, stored, changed.page)
    assert +unseen == Counter(), f"of {made} changes"
    assert made >= 200 / len(PAGES)
