"""The time that a page takes, estimated from what is on it."""

import pytest

from tests.conftest import KINDS, Project, step
from transcripts.keep.provenance import Provenance
from transcripts.keep.store import Captures
from transcripts.page import page
from transcripts.page.page import Page
from transcripts.tell import pace
from transcripts.tell.pace import GLANCE, KEYS, LINE, WORDS
from transcripts.transcript import Transcript

SNIPPET = '```console snippet="{}"\n$ docker ps\n```\n'
TYPED = 60 / KEYS * len("docker ps") + GLANCE


def read(text: str) -> Page:
    return page.read(text, "page.md", KINDS)


def captures(project: Project, *, output: str = "", took: float = 0.0) -> Captures:
    provenance = Provenance(seconds={"one": (took,)})
    return Captures(project.snippets, provenance, {"one": Transcript((step("docker ps", output),))})


def whole(project: Project, text: str, *, output: str = "", took: float = 0.0, fold: int = 12) -> float:
    return pace.due(read(text), captures(project, output=output, took=took), fold)[1]


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
    due, end = pace.due(read(text), captures(project), 12)
    assert due == {"one": pytest.approx(60 + TYPED), "two": pytest.approx(120 + 2 * TYPED)}
    assert end == pytest.approx(120 + 2 * TYPED)


def test_what_is_not_run_is_read(project: Project) -> None:
    assert whole(project, '```bash static="it is old"\none\ntwo\n```\n') == pytest.approx(2 * LINE)
