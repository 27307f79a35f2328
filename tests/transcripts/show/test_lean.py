"""What nobody uses is taken out of a built site, and nothing else."""

import json
from pathlib import Path

import pytest

from transcripts.show import lean

LEFT = {
    "index.html",
    "maps.map",
    "assets/javascripts/bundle.js",
    "assets/javascripts/workers/search.js",
    "search/search_index.json",
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name in (*LEFT, "assets/javascripts/bundle.js.map", f"{lean.STEMMERS}/min/lunr.de.min.js", *lean.SITEMAPS):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("<urlset></urlset>")
    languages(tmp_path, "en")
    return tmp_path


def languages(site: Path, *names: str) -> None:
    (site / lean.INDEX).write_text(json.dumps({"config": {"lang": names}, "docs": []}))


def left(site: Path) -> set[str]:
    lean.trim(site)
    return {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}


def test_maps_languages_and_an_empty_sitemap_go(site: Path) -> None:
    assert left(site) == LEFT


def test_a_sitemap_without_a_host_goes(site: Path) -> None:
    (site / "sitemap.xml").write_text("<urlset><url><loc>/index.html</loc></url></urlset>")
    assert left(site) == LEFT


@pytest.mark.parametrize("names", [["de"], ["en", "de"]])
def test_what_a_search_in_another_language_needs_stays(site: Path, names: list[str]) -> None:
    languages(site, *names)
    assert left(site) == {*LEFT, f"{lean.STEMMERS}/min/lunr.de.min.js"}


def test_a_sitemap_that_names_pages_stays(site: Path) -> None:
    (site / "sitemap.xml").write_text("<urlset><url><loc>https://example.org/</loc></url></urlset>")
    assert left(site) == {*LEFT, *lean.SITEMAPS}


def test_a_link_to_the_repository_asks_its_host_for_nothing(site: Path) -> None:
    (site / "index.html").write_text(
        '<div class="md-header__source"><a href="x" data-md-component="source">x</a></div>'
    )
    lean.trim(site)
    assert (site / "index.html").read_text() == '<div class="md-header__source"><a href="x">x</a></div>'
