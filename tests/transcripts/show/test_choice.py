"""What readers get of a page that says something else on another engine."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import ENGINES, KINDS, Project, step
from transcripts import settings
from transcripts.errors import CaptureError
from transcripts.keep import store
from transcripts.keep.provenance import Checked, Facts, Provenance
from transcripts.keep.store import Captures
from transcripts.page import page
from transcripts.show import choice, site
from transcripts.show.showing import Showing, Site, showing
from transcripts.tell.report import Report
from transcripts.transcript import Transcript

PAGE = """# A page

```console snippet="first"
$ docker ps
```

```console snippet="second" exit="1"
$ docker rm x
```
"""
OWN = {
    "first": Transcript((step("docker ps", "NAMES\n"),)),
    "second": Transcript((step("docker rm x", "No such container: x\n", 1),)),
}
OTHER = {"second": Transcript((step("docker rm x", "Error: no such thing: x\n", 1),))}
NAMES = ("28.5", "28.5-containerd", "26.1")
CHECKED = Checked("26.1.5+dfsg1", date(2026, 11, 25), "k")
Show = Callable[..., Showing]


@pytest.fixture
def show(project: Project, monkeypatch: pytest.MonkeyPatch) -> Show:
    path = project.root / settings.NAME
    path.write_text(path.read_text("utf-8") + ENGINES, "utf-8")
    where = Site(project.root, settings.load(project.root), Report())

    def shown(
        others: Mapping[str, Mapping[str, Transcript]],
        engines: Mapping[str, Checked],
        text: str = PAGE,
        lenient: bool = False,
        only: int | None = None,
    ) -> Showing:
        given = Captures(
            Path(), Provenance(Facts(date(2026, 11, 25), "28.5.2+dfsg4"), engines=engines), OWN, others=others
        )
        monkeypatch.setattr(store, "load", lambda folder: given)
        few = replace(where.settings, engines=dict([*where.settings.engines.items()][:only]))
        return showing(page.read(text, "page.md", KINDS), replace(where, settings=few, lenient=lenient))

    return shown


def block(shown: Showing, name: str) -> str:
    return next(fence.html for fence in shown.fences if fence.key == name)


def test_a_block_that_differs_shows_each_engine_once(show: Show) -> None:
    shown = show({"26.1": OTHER}, {"26.1": CHECKED, "28.5-containerd": CHECKED})
    html = block(shown, "second")
    assert re.findall(r'<section class="t-engine" data-engines="([^"]*)">', html) == ["28.5 28.5-containerd", "26.1"]
    assert "<b>Engine 28.5 and 28.5 (containerd)</b>" in html
    assert re.search(r'<details class="t-other"><summary data-search-exclude><b>Engine 26.1</b></summary><pre>', html)
    assert html.count('id="second"') == html.count("data-copy=") == 1
    assert html.count("docker rm x</span>") == 2
    assert "t-engine" not in block(shown, "first")


def test_engines_that_say_the_same_share_one_terminal(show: Show) -> None:
    shown = show({"26.1": OTHER, "28.5-containerd": OTHER}, {"26.1": CHECKED, "28.5-containerd": CHECKED})
    html = block(shown, "second")
    assert re.findall(r'data-engines="([^"]*)"><(?:p|details)', html) == ["28.5", "28.5-containerd 26.1"]
    assert "<b>Engine 28.5 (containerd) and 26.1</b>" in html


def test_there_is_a_switch_at_the_block_and_one_for_the_page(show: Show) -> None:
    shown = show({"26.1": OTHER}, {"26.1": CHECKED})
    for html in (shown.top, block(shown, "second")):
        assert html.count("<fieldset") == html.count("<legend>") == 1
        assert re.findall(r'data-engines="([^"]*)"><input type="radio" name="[a-z-]+" value="([^"]*)"', html) == [
            ("28.5 28.5-containerd", "28.5"),
            ("26.1", "26.1"),
        ], "who chose an engine that the page was not recorded on sees the first"
    assert "<fieldset" not in block(shown, "first")


@pytest.mark.parametrize("others", [{}, {"26.1": {}}, {"26.1": {"second": OWN["second"]}}, {"19.03": OTHER}])
def test_a_page_that_does_not_differ_has_no_switch(show: Show, others: Mapping[str, Mapping[str, Transcript]]) -> None:
    shown = show(others, {"26.1": CHECKED})
    html = shown.top + "".join(fence.html for fence in shown.fences)
    assert "t-switch" not in html
    assert "t-engine" not in html
    assert "dataset.engine" not in shown.session


def test_a_workshop_with_one_engine_shows_what_it_showed_before(show: Show) -> None:
    assert show({"26.1": OTHER}, {"26.1": CHECKED}, only=1) == show({}, {}, only=0)


def test_the_page_tells_the_engines_and_the_days_and_no_block_does(show: Show) -> None:
    same = show({}, {"26.1": CHECKED})
    assert 'recorded <time datetime="2026-11-25">25 Nov 2026</time> on Docker Engine 28.5.2 and 26.1.5' in same.top
    assert "25 Nov" not in block(same, "first")
    later = show({}, {"26.1": replace(CHECKED, recorded=date(2026, 12, 1))}).top
    plain = re.sub(r"<[^>]+>", "", later)
    assert "recorded 25 Nov 2026 on Docker Engine 28.5.2; 1 Dec 2026 on Docker Engine 26.1.5" in plain
    alone = re.sub(r"<[^>]+>", "", show({}, {}).top)
    assert "recorded 25 Nov 2026 on Docker Engine 28.5.2+dfsg4" in alone


def test_a_search_finds_a_command_once_and_the_error_of_each_engine(show: Show) -> None:
    html = block(show({"26.1": OTHER}, {"26.1": CHECKED}), "second")
    found = re.sub(r"<(\w+)[^>]* data-search-exclude>.*?</\1>", "", html, flags=re.S)
    text = re.sub(r"<[^>]+>", "", found)
    assert text.count("docker rm x") == 1
    assert "No such container: x" in text
    assert "Error: no such thing: x" in text
    assert "Engine" not in text


@pytest.mark.parametrize(
    "stale", [Transcript((step("docker rm y", "", 1),)), Transcript((*OWN["second"].steps, *OWN["first"].steps))]
)
def test_a_capture_of_another_engine_that_is_stale_is_told(show: Show, stale: Transcript) -> None:
    others = {"26.1": {"second": stale}}
    with pytest.raises(CaptureError) as told:
        show(others, {"26.1": CHECKED})
    assert re.fullmatch(
        r'docs/page\.md:\d: the capture "second" has .*, on engine 26\.1\n'
        r"  run: make record PAGE=docs/page\.md ENGINE=26\.1",
        str(told.value),
    )
    assert "transcript-waiting" in block(show(others, {"26.1": CHECKED}, lenient=True), "second")


def test_the_session_is_that_of_the_engine_that_was_chosen(show: Show) -> None:
    session = show({"26.1": OTHER}, {"26.1": CHECKED, "28.5-containerd": CHECKED}).session
    assert session.startswith(
        'workshopSession = ((sessions) => () => sessions[document.documentElement.dataset.engine] ?? sessions["28.5"])'
    )
    assert session.count("no such thing") == session.count("(on Engine 26.1.5)") == 1
    assert session.count("No such container") == session.count("(on Engine 28.5.2)") == 1


def test_styles_and_script_know_each_engine(project: Project, tmp_path: Path) -> None:
    style, script = choice.style(NAMES), choice.script(NAMES)
    assert [style.count(f'html[data-engine="{name}"]') for name in NAMES] == [3, 3, 3]
    assert 'ENGINES = ["28.5", "28.5-containerd", "26.1"];' in script
    assert 'ENGINE"' not in style + script
    path = project.root / settings.NAME
    path.write_text(path.read_text("utf-8") + ENGINES, "utf-8")
    several = settings.load(project.root)
    site.finish(tmp_path / "built", [], several)
    assert (tmp_path / "built" / choice.STYLE).read_text("utf-8") == style
    assert (tmp_path / "built" / choice.SCRIPT).read_text("utf-8") == script
    assert site.styles(several) == [*site.STYLES, choice.STYLE]
    assert site.early(several) == [site.WORKER, choice.SCRIPT]
    assert (site.styles(project.settings), site.early(project.settings)) == ([*site.STYLES], [site.WORKER])


def test_a_build_loads_the_choice_before_anything_is_shown(project: Project) -> None:
    project.page(PAGE.replace(' exit="1"', ""))
    path = project.root / settings.NAME
    path.write_text(path.read_text("utf-8") + ENGINES, "utf-8")
    config = project.root / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("name: mkdocs", "{name: material, font: false}"), "utf-8")
    html = project.html()
    head = html[: html.index("</head>")]
    assert re.search(r'<script src="[./]*assets/engine\.js"></script>', head)
    assert re.search(r'<link rel="stylesheet" href="[./]*assets/engine\.css">', head)
    path.write_text(path.read_text("utf-8").replace(ENGINES, ""), "utf-8")
    assert "engine." not in project.html()
