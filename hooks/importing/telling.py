"""What became of the outputs of a tutorial, told in the terminal and as Markdown."""

from collections import Counter
from collections.abc import Iterator, Sequence

from importing.compare import Verdict
from transcripts.page.page import Page

SHOWN = 12
"""Lines of each side that a report shows."""


def lines(page: Page, found: Sequence[Verdict]) -> list[str]:
    """Give a line for each output, and at the end how many are still true."""
    told = [f"{each.place or page.name}: `{each.was.command.splitlines()[0]}`: {each.told}" for each in found]
    return [*told, sentence(found)]


def sentence(found: Sequence[Verdict]) -> str:
    """Give how many of the outputs are still true, and what became of the others."""
    compared = [each for each in found if not each.why]
    true = [each for each in compared if not each.drifts]
    kinds = Counter(kind for each in compared for kind in {drift.kind for drift in each.drifts})
    said = [f"{len(true)} of {len(compared)} outputs are still true"]
    said += [f"{count} × {kind}" for kind, count in kinds.most_common()]
    return ", ".join(said) + (f"; {len(found) - len(compared)} not compared" if len(found) > len(compared) else "")


def markdown(page: Page, found: Sequence[Verdict]) -> str:
    """Give the report as Markdown."""
    return "\n".join(_markdown(page, found)) + "\n"


def _markdown(page: Page, found: Sequence[Verdict]) -> Iterator[str]:
    yield from (f"# {page.title}", "", f"{sentence(found)}.", "", "| line | command | its output |", "|--:|---|---|")
    for each in found:
        command = each.was.command.splitlines()[0].replace("|", "\\|")
        yield f"| {each.was.line} | `` {command} `` | {each.told} |"
    for each in found:
        if each.drifts:
            yield from ("", f"## {each.place}: {each.told}", "", "````diff", f"  {each.was.command.splitlines()[0]}")
            for drift in each.drifts:
                yield from (f"- {line}" for line in drift.old[:SHOWN])
                yield from (f"+ {line}" for line in drift.new[:SHOWN])
            yield "````"
