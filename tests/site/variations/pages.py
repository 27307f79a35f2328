"""The one door of the benches to the judge: what the comparison says of a page that a later run shows otherwise."""

import os
from collections.abc import Sequence

from tests.conftest import KINDS
from transcripts.findings import Class
from transcripts.judge.difference import compare
from transcripts.judge.tolerance import of_page
from transcripts.judge.twins import Twins
from transcripts.page.page import read
from transcripts.transcript import Transcript

SEED = os.environ.get("VARIATIONS_SEED", "1")
"""Of all that is made by chance; another one makes other cases of the same kinds."""
Page = Sequence[Transcript]


def alarms(source: str, old: Page, new: Page) -> list[Class]:
    """Give the classes of drift that a page's comparison finds, from its first snippet to its last.

    The source is the page as its author wrote it: commands, files and prose.
    """
    page = read(source, "page.md", KINDS)
    twins, tolerances = Twins(), of_page(page)
    left = list(page.snippets)
    found = []
    for was, now in zip(old, new, strict=True):
        typed = [step.text for step in was.steps]
        snippet = next(each for each in left if [command.text for command in each.commands] == typed)
        left.remove(snippet)
        found += [drift.kind for drift in compare(was, now, twins, tolerances(snippet))]
    return found
