"""How what a page shows on another engine differs from what it shows on the first one."""

from collections.abc import Mapping

from transcripts.judge import arrangement, difference
from transcripts.judge.drift import Drift
from transcripts.judge.tolerance import of_page
from transcripts.judge.twins import Twins
from transcripts.page.page import Page
from transcripts.transcript import Transcript


def differing(
    page: Page, first: Mapping[str, Transcript], other: Mapping[str, Transcript]
) -> dict[str, tuple[Drift, ...]]:
    """Give the drift between two captures of a page, by the name of each snippet that differs.

    A capture of other commands than the first's differs, in a way that cannot be told.
    """
    found: dict[str, tuple[Drift, ...]] = {}
    twins, tolerances = Twins(), of_page(page)
    for snippet in page.snippets:
        was, now = first.get(snippet.name), other.get(snippet.name)
        if was is None or now is None:
            continue
        if [step.text for step in was.steps] != [step.text for step in now.steps]:
            found[snippet.name] = ()
            continue
        tolerance = tolerances(snippet)
        if snippet.options.unordered:
            now = arrangement.arranged(was, now, twins, tolerance)
        if drifts := difference.compare(was, now, twins, tolerance):
            found[snippet.name] = drifts
    return found
