"""What holds of every page of this workshop: links out in one place, and a known shape."""

import re
from pathlib import Path

import pytest
import yaml

from tests.conftest import CONFIG, ROOT
from tests.pages.test_every_page import without_blocks
from transcripts import settings
from transcripts.keep import store
from transcripts.page import front_matter, page
from transcripts.page.blocks import Block, Snippet
from transcripts.tell import plan

DOCS = ROOT / "docs"
TEXTS = {path.relative_to(DOCS).as_posix(): path.read_text("utf-8") for path in sorted(DOCS.rglob("*.md"))}
KNOWN = settings.load(ROOT)
READ = page.read_all(ROOT, KNOWN.kinds)
BLOCKS = {found.path: found.blocks for found in READ}
LINK = re.compile(r"^\[([a-z0-9-]+)\]: (https://\S+)$")
LINKS = (DOCS / "links.txt").read_text("utf-8").splitlines()
PLAN = plan.plan(store.of_pages(ROOT, READ), KNOWN, CONFIG["nav"])
ABOUT_THE_SITE = {"since-2016.md", "plan.md", "authoring.md", "verified.md", "index.md", "hall.md"}
"""Pages that are no lessons."""
LESSONS = [
    page
    for page, blocks in BLOCKS.items()
    if page not in ABOUT_THE_SITE and any(isinstance(block, Snippet) and not block.options.needs for block in blocks)
]


def test_links_out_stand_in_one_place() -> None:
    found = [LINK.match(line) for line in LINKS]
    assert all(found), "a line of links.txt is no [label]: https://address"
    labels = [match[1] for match in found if match]
    assert len(set(labels)) == len(labels)
    used = {label for text in TEXTS.values() for label in re.findall(r"\]\[([a-z0-9-]+)\]", text)}
    assert set(labels) == used


@pytest.mark.parametrize("page", TEXTS)
def test_a_page_links_out_only_by_label(page: str) -> None:
    assert not re.search(r"\]\(https?://|<https?://|^\[[^\]]+\]: http", without_blocks(page), re.M)


@pytest.mark.parametrize("page", LESSONS)
def test_a_lesson_has_what_students_look_for(page: str) -> None:
    text = TEXTS[page]
    assert '!!! info "What you need"' in text
    assert "## Clean up" in text
    assert "## Where next" in text
    questions = re.split(r"(?m)^\?\?\? question ", text)[1:]
    assert len(questions) == 3
    answered = [block for block in BLOCKS[page] if isinstance(block, Snippet) and inside_a_question(page, block)]
    assert len(answered) >= 3


@pytest.mark.parametrize("page", [*LESSONS, "since-2016.md"])
def test_a_page_says_a_time_that_students_will_need(page: str) -> None:
    found = re.search(r"about \*\*(\d+) minutes\*\*", TEXTS[page])
    assert found
    assert abs(int(found[1]) - PLAN.lessons[page].seconds / 60) <= 5


def test_the_plan_for_three_hours_is_made_of_lessons_and_fills_them() -> None:
    above = yaml.safe_load(front_matter.split(TEXTS["plan.md"])[0])
    assert sorted(set(above["first"]) - set(LESSONS)) == []
    day = PLAN.day(above["first"], minutes=180, begins=15)
    last = day[-1]
    assert last.lesson
    assert 165 <= last.begins + last.lesson.minutes <= 180
    assert sum(slot.lesson is None for slot in day) == 1


def inside_a_question(page: str, block: Block) -> bool:
    """Whether the last thing above a block that is not indented opens a question."""
    above = [line for line in TEXTS[page][: block.start].splitlines() if line and not line.startswith(" ")]
    return above[-1].startswith("??? question")


@pytest.mark.parametrize("drawing", sorted((DOCS / "drawings").glob("*.svg")), ids=lambda path: path.stem)
def test_a_drawing_follows_the_palette_and_has_a_text_alternative(drawing: Path) -> None:
    svg = drawing.read_text("utf-8")
    name = drawing.stem
    assert 'role="img"' in svg
    assert f'aria-labelledby="{name}-title {name}-desc"' in svg
    assert re.search(rf'<desc id="{name}-desc">[^<]{{40,}}</desc>', svg)
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgb\(|href|<style|<image", svg)
    assert "\n\n" not in svg
    width = float(svg.split('viewBox="', 1)[1].split('"')[0].split()[2])
    assert width <= 400
    assert sum(f'--8<-- "drawings/{drawing.name}"' in text for text in TEXTS.values()) == 1
