"""The time that a page takes, estimated from what is on it, and the day that is made of such pages."""

from dataclasses import replace

import pytest

from tests.conftest import KINDS, Project, step
from transcripts.keep.provenance import Provenance
from transcripts.keep.store import Captures
from transcripts.page import page
from transcripts.page.page import Page
from transcripts.tell import plan
from transcripts.tell.plan import GLANCE, KEYS, LINE, WORDS, Lesson, Plan
from transcripts.transcript import Transcript

SNIPPET = '```console snippet="{}"\n$ docker ps\n```\n'
TYPED = 60 / KEYS * len("docker ps") + GLANCE


def read(text: str) -> Page:
    return page.read(text, "page.md", KINDS)


def captures(project: Project, *, output: str = "", took: float = 0.0) -> Captures:
    provenance = Provenance(seconds={"one": (took,)})
    return Captures(project.snippets, provenance, {"one": Transcript((step("docker ps", output),))})


def whole(project: Project, text: str, *, output: str = "", took: float = 0.0, fold: int = 12) -> float:
    return plan.due(read(text), captures(project, output=output, took=took), fold)[1]


def test_typing_looking_and_waiting_are_counted(project: Project) -> None:
    assert whole(project, SNIPPET.format("one")) == pytest.approx(TYPED)
    assert whole(project, SNIPPET.format("one"), took=20.5) == pytest.approx(TYPED + 20.5)
    assert whole(project, SNIPPET.format("one"), output="x\n" * 10) == pytest.approx(TYPED + 10 * LINE)


def test_lines_that_are_folded_are_not_read(project: Project) -> None:
    assert whole(project, SNIPPET.format("one"), output="x\n" * 900, fold=12) == pytest.approx(
        TYPED + 12 * LINE, abs=0.1
    )
    folded = SNIPPET.format("one").replace('"\n', '" fold="3"\n', 1)
    assert whole(project, folded, output="x\n" * 900) == pytest.approx(TYPED + 3 * LINE, abs=0.1)


def test_prose_is_read_and_markup_is_not(project: Project) -> None:
    words = "word " * WORDS
    assert whole(project, words) == 60
    assert whole(project, f"---\nrender_macros: true\n---\n{words}") == 60
    assert whole(project, f'<figure class="x y z">\n--8<-- "drawings/a b.svg"\n</figure>\n\n{words}') == 60
    assert whole(project, words.replace("word", "[word](../far/away.md#there){ .md-button }")) == 60


def test_each_step_is_due_after_what_stands_above_it(project: Project) -> None:
    text = "word " * WORDS + "\n\n" + SNIPPET.format("one") + "\n" + "word " * WORDS + "\n\n" + SNIPPET.format("two")
    due, end = plan.due(read(text), captures(project), 12)
    assert due == {"one": pytest.approx(60 + TYPED), "two": pytest.approx(120 + 2 * TYPED)}
    assert end == pytest.approx(120 + 2 * TYPED)


def test_what_is_not_run_is_read(project: Project) -> None:
    assert whole(project, '```bash static="it is old"\none\ntwo\n```\n') == pytest.approx(2 * LINE)


def test_a_checkpoint_is_the_last_step_that_ends_well_outside_of_questions_and_before_all_is_put_away(
    project: Project,
) -> None:
    steps = ["one", "two", "fails", "asked", "clean-up"]
    text = "# A title\n\n" + "\n".join(map(SNIPPET.format, steps)).replace('"fails"', '"fails" exit="1"')
    asked = SNIPPET.format("asked")
    indented = "\n".join("    " + line for line in asked.splitlines())
    text = text.replace(asked, f'??? question "Why?"\n\n{indented}\n')
    project.page(text, "page.md")
    project.page("# Prose\n", "prose.md")
    made = plan.plan(project.root, project.settings, [{"Part": [{"A": "page.md"}, "prose.md"]}, {"Two": "page.md"}])
    assert [(part.title, [lesson.path for lesson in part.lessons]) for part in made.parts] == [
        ("Part", ["page.md", "prose.md"]),
        ("Two", ["page.md"]),
    ]
    lesson = made.lessons["page.md"]
    assert lesson.checkpoint
    assert (lesson.title, lesson.checkpoint.name, lesson.steps) == ("A title", "two", 5)
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
