"""Both builders show the same blocks on every page of this workshop."""

import re
import shutil
from pathlib import Path

import pytest

import other_builder
from tests.conftest import ROOT
from transcripts import settings
from transcripts.errors import WorkshopError
from transcripts.page import page

PAGES = page.read_all(ROOT, settings.load(ROOT).kinds)
BLOCK = re.compile(r'<div class="transcript.*?</div>', re.S)
TAKEN_OUT = " data-search-exclude"
"""Zensical takes this attribute out of the page once its search has read it."""


@pytest.fixture(scope="module")
def sites(built: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The site as MkDocs builds it, and as Zensical does."""
    root = tmp_path_factory.mktemp("project")
    for name in ("docs", "hooks", "images", "snippets", "reports", "mkdocs.yml", "workshop.toml"):
        source = ROOT / name
        if source.exists():
            (shutil.copytree if source.is_dir() else shutil.copy2)(source, root / name)
    other_builder.main("zensical", root)
    assert not (root / other_builder.DERIVED).exists()
    return built, root / "site"


def blocks(site: Path, path: str) -> list[str]:
    return BLOCK.findall((site / path).with_suffix(".html").read_text("utf-8").replace(TAKEN_OUT, ""))


@pytest.mark.parametrize("path", [found.path for found in PAGES])
def test_each_block_is_the_same(path: str, sites: tuple[Path, Path]) -> None:
    [found] = [each for each in PAGES if each.path == path]
    shown, other = (blocks(site, path) for site in sites)
    assert shown == other
    assert len(shown) >= len(found.snippets)


def test_what_pages_load_is_there_with_both(sites: tuple[Path, Path]) -> None:
    for site in sites:
        html = (site / "volumes.html").read_text("utf-8")
        for asset in (
            "assets/transcript.css",
            "assets/workshop.js",
            "assets/iframe-worker.js",
            "assets/casts/volumes.js",
        ):
            assert asset in html
            assert (site / asset).is_file()
        assert not re.search(r'(?:src|href)="https?://[^"]*\.(?:js|css)', html)


def test_the_page_about_checks_is_the_same_with_both(sites: tuple[Path, Path]) -> None:
    tables = [re.findall(r"<td[^>]*>(.*?)</td>", (site / "verified.html").read_text("utf-8"), re.S) for site in sites]
    assert [re.sub(r"<[^>]+>", "", cell) for cell in tables[0]] == [re.sub(r"<[^>]+>", "", cell) for cell in tables[1]]
    assert len(tables[0]) > 2 * 278


def test_its_search_finds_no_output(sites: tuple[Path, Path]) -> None:
    index = (sites[1] / "search.json").read_text("utf-8")
    assert "docker volume create pgdata" in index
    assert "Pull complete" not in index


def test_a_builder_that_there_is_not_is_told() -> None:
    with pytest.raises(WorkshopError, match=r"BUILDER: there is no builder hugo\n  use one of mkdocs, zensical"):
        other_builder.main("hugo", ROOT)


def test_claims_are_words_with_both(sites: tuple[Path, Path]) -> None:
    claimed = [found for found in PAGES if found.claims]
    assert len(claimed) >= 10
    for site in sites:
        for found in claimed:
            html = (site / found.path).with_suffix(".html").read_text("utf-8")
            assert html.count("{{ shown(") == found.text.count("````markdown\nIt ends with {{ shown(")
        assert "<code>overlay2</code> is how this engine" in (site / "concepts" / "stack.html").read_text("utf-8")
