"""A block has a bar with links that need no script, and says what the styles and scripts need to know of it."""

import re
from dataclasses import replace

import pytest

from tests.conftest import KINDS, step
from transcripts.judge.tolerance import of_page
from transcripts.page import page
from transcripts.show import render
from transcripts.show.choice import Variant
from transcripts.transcript import Transcript

PAGE = page.read('```console snippet="first"\n$ docker ps\n$ docker rm x\n```\n', "page.md", KINDS)
[SNIPPET] = PAGE.snippets
FRAME = render.Frame(depths=[0, 1], columns=100)


def block(output: str = "ok\n", frame: render.Frame = FRAME) -> str:
    shown = Variant(Transcript((step("docker ps", output), step("docker rm x"))))
    return render.live(SNIPPET, [shown], frame, 24, of_page(PAGE)(SNIPPET))


def test_the_bar_has_a_link_to_the_step_and_to_how_it_is_checked() -> None:
    bar = re.findall(r'<div class="t-tools" data-search-exclude>(.*?)</div>', block())
    assert bar == ['<a class="t-link" href="#first" title="Link to this step">first</a>']
    assert '<a href="checks.html#x" title="How this step is checked">checked</a></div>' in block(
        frame=replace(FRAME, checked="checks.html#x")
    )


def test_what_is_peculiar_is_said_below_and_nothing_else() -> None:
    assert "t-note" not in block()
    assert '<p class="t-note" data-search-exclude>Odd</p>' in block(frame=replace(FRAME, note="Odd"))


def test_what_may_be_left_out_is_marked() -> None:
    assert "data-optional" not in block()
    assert " data-optional" in block(frame=replace(FRAME, optional=True))


def test_each_typed_line_is_a_line_of_its_own_as_deep_as_its_program() -> None:
    html = block()
    assert html.count('<span class="t-line">') == 2
    assert re.search(r'<span class="t-depth t-depth-1"><span class="t-line"><span class="t-prompt"', html)


@pytest.mark.parametrize(("columns", "told"), [(100, []), (101, ["101"]), (130, ["130"]), (131, []), (300, [])])
def test_what_is_a_little_too_wide_says_how_wide_it_is(columns: int, told: list[str]) -> None:
    assert re.findall(r'transcript t-wide highlight".* style="--t-columns: (\d+)"', block("x" * columns + "\n")) == told
