"""What a run found on each engine, side by side: how each page went, by class of what differs."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from transcripts.findings import Class
from transcripts.tell import summary
from transcripts.tell.report import Outcome, Result
from transcripts.tell.summary import Notes

SAME = "–"
"""Stands where a page was not run, since no engine runs on its machines."""
Kept = Mapping[str, Mapping[str, tuple[Class, ...]]]
"""What is kept of an engine because it differs there from the first one: the classes, by page and snippet."""


@dataclass(frozen=True)
class Part:
    """What a run found on one engine."""

    engine: str
    """Its name; nothing where the settings name none."""
    results: Sequence[Result]
    notes: Notes
    kept: Kept


def sentences(parts: Sequence[Part]) -> list[str]:
    """Give what a person wants to know first, of each engine where there are several."""
    said = [(part.engine, summary.sentence(part.results, part.notes)) for part in parts]
    return [f"{engine}: {sentence}" for engine, sentence in said] if len(parts) > 1 else [said[0][1]]


def markdown(parts: Sequence[Part]) -> str:
    """Give the summary of a run, as a job or a pull request shows it: with a section for each of several engines."""
    if len(parts) == 1:
        [part] = parts
        return summary.markdown(part.results, part.notes)
    head, *rows = matrix(parts)
    said = [*sentences(parts), "", _row(head), "|" + "---|" * len(head), *map(_row, rows)]
    for part in parts:
        said += ["", f"## On {part.engine}", "", summary.markdown(part.results, part.notes, "###")]
    return "\n".join(said)


def matrix(parts: Sequence[Part]) -> list[list[str]]:
    """Give a row for each page, below a row of headings."""
    pages = sorted({result.page for part in parts for result in part.results})
    return [
        ["page", *(part.engine for part in parts)],
        *([page, *(_cell(part, page) for part in parts)] for page in pages),
    ]


def table(parts: Sequence[Part]) -> list[str]:
    """Give the lines of the matrix for a terminal."""
    rows = matrix(parts)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _cell(part: Part, page: str) -> str:
    found, said = [result for result in part.results if result.page == page], []
    counts = Counter(result.outcome for result in found)
    if false := counts[Outcome.FAILED]:
        said.append(f"{false} not true ({told(finding.kind for result in found for finding in result.findings)})")
    if stuck := counts[Outcome.ERROR]:
        said.append(f"{stuck} could not run")
    if found and not said:
        said.append("true" if counts[Outcome.PASSED] else "not run")
    if kept := part.kept.get(page):
        said.append(f"{len(kept)} of its own ({told(kind for kinds in kept.values() for kind in kinds)})")
    return ", ".join(said) or SAME


def told(kinds: Iterable[Class]) -> str:
    """Give how often each class is there, the most frequent one first."""
    return ", ".join(f"{count} × {kind}" for kind, count in Counter(kinds).most_common())
