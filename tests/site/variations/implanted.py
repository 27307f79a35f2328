"""The sheets of tests/cases/lines: lines as programs print them, one section a page."""

import re

from tests.conftest import ROOT
from tests.site.variations.sheets import Sheet, marked

FOLDER = ROOT / "tests" / "cases" / "lines"
SECTION = re.compile(r"(?m)^## (.+)\n")
FENCE = re.compile(r"(?ms)^```console snippet=\"[\w-]+\"\n(.*?)^```$")
SHOWN = re.compile(r"(?m)^(?:\||= \d+$).*\n")


def sheets() -> list[Sheet]:
    """Give all sections, by the names of their programs."""
    return [
        sheet(title, body)
        for path in sorted(FOLDER.glob("*.md"))
        if path.name != "README.md"
        for title, body in _pairs(SECTION.split(path.read_text("utf-8")))
    ]


def sheet(title: str, body: str) -> Sheet:
    """Give one section: what its author wrote without what it showed, and what it showed."""
    snippets = tuple(tuple(marked(line) for line in found.splitlines()) for found in FENCE.findall(body))
    return Sheet(title, FENCE.sub(lambda found: SHOWN.sub("", found[0]), body), snippets)


def _pairs(pieces: list[str]) -> list[tuple[str, str]]:
    return list(zip(pieces[1::2], pieces[2::2], strict=True))
