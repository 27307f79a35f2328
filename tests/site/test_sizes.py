"""What the pages on images say in words about sizes is what their transcripts show."""

import re

from tests.conftest import ROOT
from transcripts.judge.kind import amount

PAGE = ROOT / "snippets" / "images" / "dockerfile"


def sizes(name: str, line: str) -> list[float]:
    """Give the bytes that a transcript shows in the lines that begin with a pattern."""
    text = (PAGE / f"{name}.console").read_text("utf-8")
    return [amount(size) for size in re.findall(rf"(?m)^\| {line}.* (\S+B)$", text)]


def test_what_is_recommended_is_larger_than_the_lists_and_about_an_eighth_is_gone() -> None:
    [lists] = sizes("history", r"RUN .*apt-get update")
    [whole], [slim] = sizes("sizes", "postgres-debian"), sizes("sizes", "postgres-slim")
    assert whole - slim - lists > lists
    assert 1 / 9 < (whole - slim) / whole < 1 / 7


def test_the_lists_are_compressed() -> None:
    """They were 63 MB in images that lack the settings, besides 85 MB of what apt keeps for itself."""
    [lists] = sizes("history", r"RUN .*apt-get update")
    assert lists < 30e6
