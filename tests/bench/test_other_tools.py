"""What this project and other tools make of the same pages: what is seen, what is a false alarm, what is rewritten."""

import random
import re
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from tests.bench.tools import TOOLS, Tool, differing
from tests.conftest import ROOT
from tests.site.test_mutations import MUTATIONS, PAGES, Page, alarms, on_another_machine, steps
from transcripts.judge.review import Mode, Review
from transcripts.keep import store
from transcripts.page.blocks import Command, Place, Snippet
from transcripts.transcript import Transcript, dump

pytestmark = pytest.mark.bench

EACH, RUNS = 22, 14
"""Mutations of each kind, and harmless runs of each page."""
UPGRADED = "volumes"
Row = tuple[str, str, str, str, str]


@cache
def mutations() -> list[tuple[str, Page, Page]]:
    """Give single changes of stored pages, with the kind of each."""
    made = []
    for kind, change in MUTATIONS.items():
        rng = random.Random(f"other tools {kind}")
        pages = (PAGES[rng.choice(list(PAGES))] for _ in range(EACH * 50))
        changes = [(kind, page, new) for page in pages if (new := change(rng, page))]
        made += changes[:EACH]
    return made


def again(name: str, page: Page, run: int = 0) -> Page:
    """Give a page as a later run of it shows it."""
    return on_another_machine(random.Random(f"other tools {name} {run}"), page)


def upgraded(page: Page) -> Page:
    """Give a page whose Postgres is another version."""
    return [
        Transcript(tuple(replace(step, output=re.sub(r"\b17\.\d+", "18.1", step.output)) for step in transcript.steps))
        for transcript in page
    ]


@cache
def harmless() -> list[tuple[Page, Page]]:
    """Give stored pages, each with a run that shows nothing new."""
    return [(page, again(name, page, run)) for name, page in PAGES.items() for run in range(RUNS)]


def changed() -> Page:
    """Give the page with one change, as a later run shows it."""
    return again(UPGRADED, upgraded(PAGES[UPGRADED]))


def refreshed(name: str, shown: Page) -> Page:
    """Give what this project stores for a page after an update by a run."""
    captures = store.load(store.folder_of(ROOT / "snippets", f"{name}.md"))
    review = Review(captures, Mode.UPDATE)
    place = Place(f"docs/{name}.md", 1)
    for (snippet, stored), new in zip(captures.transcripts.items(), shown, strict=True):
        commands = tuple(Command(step.lines, place) for step in stored.steps)
        assert review.judge(Snippet(place, 0, 0, "console", "", snippet, "lab", commands), new) == ()
    return list({**captures.transcripts, **review.kept()}.values())


def changed_lines(old: Page, new: Page) -> list[str]:
    return [line for pair in zip(old, new, strict=True) for line in differing(*map(dump, pair))]


def size(lines: list[str]) -> str:
    return f"{len(''.join(lines).encode()):,}"


def caught(kinds: list[str], seen: list[bool]) -> str:
    """Tell how many changes were seen, and which kinds were not."""
    missed = Counter(kind for kind, was in zip(kinds, seen, strict=True) if not was)
    told = ", ".join(f"{count} {kind}" for kind, count in missed.items())
    return f"{sum(seen)} of {len(seen)}" + (f" (not: {told})" if told else "")


def ours() -> Row:
    """Give this project's row."""
    reruns = zip(PAGES, harmless()[::RUNS], strict=True)
    noop = [line for name, (page, run) in reruns for line in changed_lines(page, refreshed(name, run))]
    page = PAGES[UPGRADED]
    carried, plain = changed_lines(page, refreshed(UPGRADED, changed())), changed_lines(page, changed())
    return (
        "this project",
        size(noop),
        caught([kind for kind, _, _ in mutations()], [bool(alarms(old, new)) for _, old, new in mutations()]),
        f"{sum(bool(alarms(*pair)) for pair in harmless())} of {len(harmless())}",
        f"{len(carried)} ({len(plain)} without carry-over)",
    )


def theirs(tool: Tool, folder: Path) -> Row:
    """Give another tool's row, once it passes the pages as they are."""
    program = tool.install(folder / "venv")
    assert not any(tool.fails(program, tool.put(folder / "same", [(page, page) for page in PAGES.values()])))
    held = [
        (kind, old, new)
        for kind, old, new in mutations()
        if all(tool.holds(a) for (_, a), (_, b) in zip(steps(old), steps(new), strict=True) if a != b)
    ]
    assert len(held) >= 200
    seen = tool.fails(program, tool.put(folder / "mutations", [(old, new) for _, old, new in held]))
    flagged = tool.fails(program, tool.put(folder / "harmless", harmless()))
    noop = one = "no refresh"
    if tool.refresh:
        noop = size(tool.rewritten(program, tool.put(folder / "rerun", harmless()[::RUNS])))
        one = str(len(tool.rewritten(program, tool.put(folder / "upgraded", [(PAGES[UPGRADED], changed())]))))
    out = sum(not tool.holds(step) for page in PAGES.values() for _, step in steps(page))
    name = f"{tool.name} {tool.version}" + (f" (steps left out: {out})" if out else "")
    return name, noop, caught([kind for kind, _, _ in held], seen), f"{sum(flagged)} of {len(flagged)}", one


def test_only_this_project_tells_a_change_from_what_varies(tmp_path: Path, note: Callable[[str], None]) -> None:
    with ThreadPoolExecutor(2) as pool:
        rows = [ours(), *pool.map(lambda tool: theirs(tool, tmp_path / tool.name), TOOLS)]
    true = len(changed_lines(PAGES[UPGRADED], upgraded(PAGES[UPGRADED])))
    count = sum(len(list(steps(page))) for page in PAGES.values())
    note(f"{len(PAGES)} pages of {count} steps, each replayed as a shell command: plain use, no patterns by hand.")
    note("A changed line counts twice, once removed and once added; the one real change is the version of Postgres.")
    note("What varies is what this project's own table says varies; its zeros do not tell that the table is complete.")
    head: Row = (
        "tool",
        "no-op refresh: bytes changed",
        "mutations caught",
        "harmless flagged",
        f"lines changed for one real change (true changes: {true})",
    )
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        note("  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)).rstrip())
    assert len(mutations()) >= 200
    assert len(harmless()) >= 200
    assert rows[0][1:4] == ("0", f"{len(mutations())} of {len(mutations())}", f"0 of {len(harmless())}")
