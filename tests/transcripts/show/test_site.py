"""What a site needs beside its pages travels with the machinery."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import KINDS, Project
from transcripts.page import page
from transcripts.show import fonts, mine, site
from transcripts.show.showing import Site, showing
from transcripts.tell.report import Report

PAGE = '# A page\n\n```console snippet="first"\n$ docker ps\n```\n'


def test_styles_scripts_player_and_session_are_written(project: Project, tmp_path: Path) -> None:
    project.page(PAGE)
    shown = showing(page.read(PAGE, "index.md", KINDS), Site(project.root, project.settings, Report()))
    target = tmp_path / "built"
    site.finish(target, [shown], project.settings)
    written = {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()}
    assert written == {
        *(f"{fonts.FOLDER}/{face.name}{kind}" for face in fonts.FACES for kind in (".woff2", "-licence.txt")),
        *(*site.STYLES, *site.SCRIPTS, *site.WHEN_USED, site.STEPS, site.WORKER, site.QUERY, site.LOST),
        *(mine.STYLE, mine.KINDS, *mine.PARTS),
        *("assets/casts/index.js", "assets/mine/index.js"),
        *(f"assets/player/{name}" for name in site.PLAYER),
    }
    assert (target / "assets/casts/index.js").read_text("utf-8").startswith("workshopSession = ")


def test_a_site_without_sessions_has_no_player(project: Project, tmp_path: Path) -> None:
    shown = showing(page.read("# A page\n", "index.md", KINDS), Site(project.root, project.settings, Report()))
    site.finish(tmp_path / "built", [shown], project.settings)
    assert not (tmp_path / "built/assets/player").exists()
    assert not (tmp_path / "built" / site.WHEN_USED[0]).exists()


@pytest.mark.parametrize(
    ("address", "home"),
    [("", "/index.html"), ("https://x.org/", "/index.html"), ("https://x.org/project/", "/project/index.html")],
)
def test_who_is_lost_finds_the_first_page(project: Project, tmp_path: Path, address: str, home: str) -> None:
    site.finish(tmp_path, [], project.settings, address)
    assert (tmp_path / "404.html").read_text("utf-8").count(f'="{home}"') == 2


def test_a_site_whose_checks_have_a_page_links_to_it(project: Project) -> None:
    project.page(PAGE)
    known = replace(project.settings, checks="about/checks.md")
    for directories, link in ((True, "../about/checks/#other--first"), (False, "about/checks.html#other--first")):
        project.record(PAGE, "other.md")
        shown = showing(page.read(PAGE, "other.md", KINDS), Site(project.root, known, Report(), directories))
        assert f'<a href="{link}" title="How this step is checked">checked</a>' in shown.fences[0].html
        assert f'<a href="{link.split("#")[0]}">how it is checked</a>' in shown.top
    shown = showing(page.read(PAGE, "index.md", KINDS), Site(project.root, project.settings, Report()))
    assert "checked" not in shown.top + shown.fences[0].html


def test_the_first_capture_that_no_page_uses_is_told(project: Project) -> None:
    project.page(PAGE)
    where = Site(project.root, project.settings, Report())
    assert site.orphan(where, [page.read(PAGE, "index.md", KINDS)]) is None
    told = site.orphan(where, [page.read("# A page\n", "index.md", KINDS)])
    assert str(told).startswith("snippets/index/first.console: no snippet uses this capture\n  ")
