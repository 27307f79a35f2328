"""What holds of every page of a workshop, whatever it teaches: no output that a person typed."""

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT
from transcripts import settings
from transcripts.page import page
from transcripts.page.blocks import Static
from transcripts.page.header import SHELLS

PAGES = {found.path: found for found in page.read_all(ROOT, settings.load(ROOT).kinds)}
TERMINAL = {"", "text", "txt", "output", "log", "ansi", *SHELLS}


def without_blocks(path: str) -> str:
    """Give the text of a page without its blocks."""
    text = (ROOT / "docs" / path).read_text("utf-8")
    for block in reversed(PAGES[path].blocks):
        text = text[: block.start] + text[block.end :]
    return text


@pytest.mark.parametrize("path", PAGES)
def test_no_output_is_typed_outside_a_static_fence(path: str) -> None:
    rest = re.sub(r"(?ms)^(`{3,})markdown\n.*?^\1$", "", without_blocks(path))
    opened = re.findall(r"(?m)^\s*(?:`{3,}|~{3,}) ?(.*)$", rest)[::2]
    assert not {header.split(" ")[0] for header in opened} & TERMINAL, "a fence that may show a terminal"
    assert not re.search(r"<(?:pre|samp)\b", rest)
    assert not re.search(r"(?m)^\s*\$ |^\s*[a-z]+@\S+:\S*[#$] ", rest)


def test_pages_of_shown_but_not_run_say_why() -> None:
    reasons = [block.why for found in PAGES.values() for block in found.blocks if isinstance(block, Static)]
    assert all(len(reason) > 10 for reason in reasons)


def test_the_site_is_built_without_docker_pytest_or_network(built: Path) -> None:
    for path, found in PAGES.items():
        html = (built / path).with_suffix(".html").read_text("utf-8")
        assert all(html.count(f'id="{snippet.name}"') == 1 for snippet in found.snippets)
