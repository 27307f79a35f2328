"""What a search can find: all that was typed and all that failing commands said, and no other output."""

import json
import re
from html import unescape
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.pages.conftest import LIVE, PAGES
from transcripts.keep import store
from transcripts.transcript import Step

LONG = 20
"""Characters of a line that stands nowhere by chance."""


def plain(text: str) -> str:
    return " ".join(unescape(re.sub(r"</?\w+>", "", text)).split())


@pytest.fixture(scope="module")
def found(built: Path) -> dict[str, str]:
    """What can be found of each page."""
    pages: dict[str, str] = {}
    for part in json.loads((built / "search" / "search_index.json").read_text("utf-8"))["docs"]:
        page = part["location"].split("#")[0].replace(".html", ".md")
        pages[page] = f"{pages.get(page, '')} {plain(part['title'])} {plain(part['text'])}"
    return pages


def steps(path: str) -> list[Step]:
    """Give what was recorded of a page, on all engines."""
    captures = store.load(store.folder_of(ROOT / store.FOLDER, path))
    shown = [captures.transcripts, *captures.others.values()]
    return [step for transcripts in shown for each in transcripts.values() for step in each.steps]


@pytest.mark.parametrize("path", LIVE)
def test_all_that_failing_commands_said_is_found(path: str, found: dict[str, str]) -> None:
    lines = [line for step in steps(path) if step.status for line in map(plain, step.output.split("\n"))]
    assert [line for line in lines if line not in found[path]] == []


@pytest.mark.parametrize("path", LIVE)
def test_no_other_output_is_found(path: str, found: dict[str, str]) -> None:
    recorded = steps(path)
    lines = {line for step in recorded if not step.status for line in map(plain, step.output.split("\n"))}
    known = " ".join([plain(PAGES[path].text), *(plain(step.output) for step in recorded if step.status)])
    assert [line for line in lines if len(line) >= LONG and line not in known and line in found[path]] == []
