"""The day that is made of pages, and its checkpoints."""

from dataclasses import replace

from tests.conftest import Project
from transcripts.keep import store
from transcripts.page import page
from transcripts.tell import plan
from transcripts.tell.plan import Checkpoint, Lesson, Plan

SNIPPET = '```console snippet="{}"\n$ docker ps\n```\n'


def test_a_checkpoint_is_the_last_step_that_ends_well_outside_of_questions_and_before_all_is_put_away(
    project: Project,
) -> None:
    steps = ["one", "two", "fails", "asked", "away"]
    text = "# A title\n\n## A part\n\n" + "\n".join(map(SNIPPET.format, steps)).replace('"fails"', '"fails" exit="1"')
    asked = SNIPPET.format("asked")
    indented = "\n".join("    " + line for line in asked.splitlines())
    text = text.replace(asked, f'??? question "Why?"\n\n{indented}\n\n## Clean up\n')
    project.page(text, "page.md")
    project.page("# Prose\n", "prose.md")
    pages = store.of_pages(project.root, page.read_all(project.root, project.settings.kinds))
    made = plan.plan(pages, project.settings, [{"Part": [{"A": "page.md"}, "prose.md"]}, {"Two": "page.md"}])
    assert [(part.title, [lesson.path for lesson in part.lessons]) for part in made.parts] == [
        ("Part", ["page.md", "prose.md"]),
        ("Two", ["page.md"]),
    ]
    rewritten = [
        {"title": "Part", "url": None, "children": [{"title": None, "url": "page.md", "children": []}]},
        {"title": "Two", "url": "prose.md", "children": []},
    ]
    there = plan.plan(pages, project.settings, rewritten)
    assert [(part.title, [lesson.path for lesson in part.lessons]) for part in there.parts] == [
        ("Part", ["page.md"]),
        ("Two", ["prose.md"]),
    ]
    lesson = made.lessons["page.md"]
    assert (lesson.title, lesson.checkpoint, lesson.steps) == ("A title", Checkpoint("two", "A part"), 5)
    assert made.lessons["prose.md"].checkpoint is None


LESSON = Lesson("", "", 0, 1, None)


def test_minutes_are_rounded_up_to_five() -> None:
    assert [replace(LESSON, seconds=minutes * 60).minutes for minutes in (0.2, 5, 5.1, 20)] == [5, 5, 10, 20]


def day(times: dict[str, int], minutes: int, begins: int = 0) -> list[tuple[str, str]]:
    made = Plan({name: replace(LESSON, path=name, seconds=60 * time) for name, time in times.items()}, ())
    slots = made.day(list(times), minutes=minutes, begins=begins)
    return [(slot.at, slot.lesson.path if slot.lesson else "") for slot in slots]


def test_a_day_takes_what_fits_the_most_important_first_with_a_break_halfway() -> None:
    times = {"a": 40, "b": 30, "long": 90, "c": 40, "d": 20}
    assert day(times, 180, begins=15) == [("0:15", "a"), ("0:55", "b"), ("1:25", "c"), ("2:05", ""), ("2:20", "d")]


def test_a_short_day_has_no_break_before_its_first_lesson() -> None:
    assert day({"a": 20, "b": 40}, 40) == [("0:00", "a")]
