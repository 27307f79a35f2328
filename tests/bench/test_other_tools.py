"""What this project and other tools make of the same pages: what is seen, what is a false alarm, what is rewritten."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from itertools import islice
from pathlib import Path

import pytest

from tests.bench.tools import TOOLS, Tool, differing
from tests.conftest import ROOT
from tests.site.variations import captured, implanted, kinds, minded
from tests.site.variations.harmless import varies
from tests.site.variations.pages import Page, alarms
from tests.site.variations.sheets import OUTPUT, Sheet, text
from transcripts.judge.review import Mode, Review
from transcripts.keep import store
from transcripts.transcript import Step, dump

pytestmark = pytest.mark.bench

EACH, RUNS, OTHERS = 4, 8, 2
"""Changes of each kind, and harmless runs of each page of this workshop and of each of other programs' lines."""
UPGRADED = "volumes"
Row = tuple[str, str, str, str, str, str]
"""The cells of a tool, and the kinds that it missed."""
PAGES = {sheet.name: sheet for sheet in captured.sheets()}


@cache
def mutations() -> list[tuple[str, Sheet, Page]]:
    """Give single changes of pages, with the kind of each."""
    return [(kind, pair.old, pair.new.page) for kind in minded.MINDED for pair in islice(minded.pairs(kind), EACH)]


def again(sheet: Sheet, run: int = 0) -> Page:
    """Give a page as a later run of it shows it."""
    return kinds.again(sheet, f"other tools {sheet.name} {run}").page


def upgraded(sheet: Sheet) -> Sheet:
    """Give a page whose Postgres is another version."""
    return replace(
        sheet,
        snippets=tuple(
            tuple(
                tuple(replace(part, text=re.sub(r"\b17\.\d+", "18.1", part.text)) for part in line)
                if text(line).startswith(OUTPUT)
                else line
                for line in lines
            )
            for lines in sheet.snippets
        ),
    )


@cache
def harmless() -> list[tuple[Sheet, Page]]:
    """Give pages, those of this workshop first, each with a run that shows nothing new."""
    runs = [(sheet, again(sheet, run)) for sheet in PAGES.values() for run in range(RUNS)]
    others = [sheet for sheet in implanted.sheets() if varies(sheet)]
    return runs + [(sheet, again(sheet, run)) for sheet in others for run in range(OTHERS)]


def changed() -> Page:
    """Give the page with one change, as a later run shows it."""
    return again(upgraded(PAGES[UPGRADED]))


def refreshed(name: str, shown: Page) -> Page:
    """Give what this project stores for a page after an update by a run."""
    [page] = [page for page, _ in captured.pages() if page.path == f"{name}.md"]
    captures = store.load(store.folder_of(ROOT / "snippets", page.path))
    review = Review(captures, Mode.UPDATE)
    snippets = [snippet for snippet in page.snippets if snippet.name in captures.transcripts]
    for snippet, new in zip(snippets, shown, strict=True):
        assert review.judge(snippet, new) == ()
    kept = {**captures.transcripts, **review.kept()}
    return [kept[snippet.name] for snippet in snippets]


def steps(page: Page) -> Iterator[Step]:
    for transcript in page:
        yield from transcript.steps


def told(sheet: Sheet, shown: Page) -> bool:
    """Whether this project tells anything of a run."""
    return bool(alarms(sheet.source, sheet.page, shown))


def changed_lines(old: Page, new: Page) -> list[str]:
    return [line for pair in zip(old, new, strict=True) for line in differing(*map(dump, pair))]


def size(lines: list[str]) -> str:
    return f"{len(''.join(lines).encode()):,}"


def caught(seen: list[bool]) -> str:
    return f"{sum(seen)} of {len(seen)}"


def missed(made: list[str], seen: list[bool]) -> str:
    """Tell of which kinds some changes were not seen."""
    count = Counter(kind for kind, was in zip(made, seen, strict=True) if not was)
    return ", ".join(f"{number} {kind}" for kind, number in count.items())


def ours() -> Row:
    """Give this project's row."""
    seen = [told(old, new) for _, old, new in mutations()]
    noop = [line for sheet, run in reruns() for line in changed_lines(sheet.page, refreshed(sheet.name, run))]
    page = PAGES[UPGRADED].page
    carried, plain = changed_lines(page, refreshed(UPGRADED, changed())), changed_lines(page, changed())
    return (
        "this project",
        size(noop),
        caught(seen),
        flagged([told(*pair) for pair in harmless()]),
        f"{len(carried)} ({len(plain)} without carry-over)",
        missed([kind for kind, _, _ in mutations()], seen),
    )


def reruns() -> list[tuple[Sheet, Page]]:
    """Give each page of this workshop with one later run."""
    return harmless()[: len(PAGES) * RUNS : RUNS]


def flagged(seen: list[bool]) -> str:
    """Tell how many harmless runs raise an alarm: of this workshop's pages, and of the lines of other programs."""
    own = len(PAGES) * RUNS
    return f"{sum(seen[:own])} of {own}, {sum(seen[own:])} of {len(seen) - own}"


def theirs(tool: Tool, folder: Path) -> Row:
    """Give another tool's row, once it passes the pages as they are."""
    program = tool.install(folder / "venv")
    sheets = minded.sheets()
    same = tool.fails(program, tool.put(folder / "same", [(sheet.page, sheet.page) for sheet in sheets]))
    assert not any(same), [sheet.name for sheet, failed in zip(sheets, same, strict=True) if failed]
    held = [
        (kind, old.page, new)
        for kind, old, new in mutations()
        if all(tool.holds(a) for a, b in zip(steps(old.page), steps(new), strict=True) if a != b)
    ]
    assert len(held) >= 200
    seen = tool.fails(program, tool.put(folder / "mutations", [(old, new) for _, old, new in held]))
    alarmed = tool.fails(program, tool.put(folder / "harmless", [(sheet.page, new) for sheet, new in harmless()]))
    noop = one = "no refresh"
    if tool.refresh:
        noop = size(tool.rewritten(program, tool.put(folder / "rerun", [(old.page, new) for old, new in reruns()])))
        one = str(len(tool.rewritten(program, tool.put(folder / "upgraded", [(PAGES[UPGRADED].page, changed())]))))
    out = sum(not tool.holds(step) for sheet in sheets for step in steps(sheet.page))
    name = f"{tool.name} {tool.version}" + (f" (steps left out: {out})" if out else "")
    return name, noop, caught(seen), flagged(alarmed), one, missed([kind for kind, _, _ in held], seen)


def test_only_this_project_tells_a_change_from_what_varies(tmp_path: Path, note: Callable[[str], None]) -> None:
    with ThreadPoolExecutor(2) as pool:
        rows = [ours(), *pool.map(lambda tool: theirs(tool, tmp_path / tool.name), TOOLS)]
    true = len(changed_lines(PAGES[UPGRADED].page, upgraded(PAGES[UPGRADED]).page))
    count = sum(len(list(steps(sheet.page))) for sheet in minded.sheets())
    note(f"{len(PAGES)} pages and {len(implanted.sheets())} of other programs' lines, {count} steps in all,")
    note("  each replayed as a shell command: plain use, no patterns by hand.")
    note("A changed line counts twice, once removed and once added; the one real change is the version of Postgres.")
    note("What varies is what the programs' formats say, in the runs made by tests/site/variations.")
    head: Row = (
        "tool",
        "no-op refresh: bytes changed",
        "mutations caught",
        "harmless flagged: pages, lines",
        f"lines changed for one real change (true changes: {true})",
        "",
    )
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        note("  ".join(f"{cell:{width}}" for cell, width in zip(row[:-1], widths[:-1], strict=True)).rstrip())
    for row in rows:
        note(f"missed by {row[0]}: {row[-1] or 'none'}")
    assert len(mutations()) >= 200
    assert len(harmless()) >= 200
    assert rows[0][1:4] == ("0", caught([True] * len(mutations())), flagged([False] * len(harmless())))
