"""What must not be stored is refused with the reason, and with a row for the table where that would help."""

import re
from dataclasses import dataclass

import pytest

from tests.conftest import step
from transcripts.judge import guard
from transcripts.judge.suggestion import suggestion
from transcripts.page import fences
from transcripts.page.blocks import Snippet
from transcripts.transcript import Transcript

PAGE = '```console snippet="one"\n$ docker ps\n```\n\n```console snippet="two"\n$ docker diff x\n```\n'
ANY_ORDER = PAGE.replace('"two"', '"two" unordered')
A, B = "0a" * 32, "1b" * 32


@dataclass(frozen=True)
class Run:
    """What a page showed, as far as it came."""

    shown: guard.Shown
    stopped: str = ""


def run(one: str = "", two: str = "", stopped: str = "") -> Run:
    shown = {
        "one": Transcript((step("docker ps", one),)),
        "two": Transcript((step("docker diff x", two),)),
    }
    return Run({"one": shown["one"]} if stopped else shown, stopped)


def refused(first: Run, second: Run, page: str = PAGE) -> dict[str, str]:
    snippets = [block for block in fences.find(page, "docs/page.md") if isinstance(block, Snippet)]
    found = guard.refused(snippets, first.shown, second.shown, second.stopped)
    return {name: str(finding) for name, finding in found.items()}


def test_two_runs_that_differ_in_volatile_values_agree() -> None:
    assert refused(run(f"{A}\n", f"{A[:12]} 12 MB\n"), run(f"{B}\n", f"{B[:12]} 7 kB\n")) == {}


def test_a_value_that_differs_and_is_not_known_is_a_candidate() -> None:
    assert refused(run("took 312 ticks\n"), run("took 298 ticks\n")) == {
        "one": "docs/page.md:2: `docker ps` shows something else in a second run\n"
        "  make the command say less, or add to KINDS in hooks/transcripts/judge/kinds.py: "
        r'Kind("its name", r"(?<=took\ )\d+\b", ("312", "298"))'
        "\n  1 took 312 ticks\n  2 took 298 ticks"
    }


def test_lines_in_another_order_are_no_candidate_where_the_author_says_so() -> None:
    first, second = run(two="C /etc\nA /mine\n"), run(two="A /mine\nC /etc\n")
    assert "sort the lines, or write unordered on the fence" in refused(first, second)["two"]
    assert refused(first, second, ANY_ORDER) == {}


def test_a_second_run_that_stops_refuses_what_it_did_not_come_to() -> None:
    told = refused(run(), run(stopped="docs/page.md:6: `docker diff x` ended with status 1, not 0"))
    assert list(told) == ["two"]
    assert told["two"].startswith("docs/page.md:5: another run did not come here: docs/page.md:6: `docker diff x`")


@pytest.mark.parametrize(
    "said",
    [
        "Error response from daemon: No such container: x\n",
        "one\ndocker: Error response from daemon: no space left on device.\n",
        "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n",
    ],
)
def test_a_complaint_of_the_engine_behind_a_pipe_is_refused(said: str) -> None:
    told = refused(run(said), run(said))
    assert re.match(r"docs/page\.md:2: `docker ps` ended with status 0, but the engine said: .*\n  mend", told["one"])


def test_a_complaint_that_the_page_promises_is_stored() -> None:
    snippets = [
        b for b in fences.find('```console snippet="one" exit="1"\n$ x\n```\n', "p.md") if isinstance(b, Snippet)
    ]
    shown = {"one": Transcript((step("x", "Error response from daemon: no such volume\n", 1),))}
    assert guard.refused(snippets, shown, shown) == {}


SUGGESTED = [
    ("job 17 done", "job 4 done", r"(?<=job\ )\d+\b"),
    ("key ab12cd ok", "key 99ff00 ok", r"(?<=key\ )[0-9a-f]{6}\b"),
    ("key ab12 ok", "key 99ff00 ok", r"(?<=key\ )[0-9a-f]+\b"),
    ("by somchai", "by malee", r"(?<=by\ )\w+\b"),
    ("17", "18", r"\b\d+\b"),
]


@pytest.mark.parametrize(("one", "other", "pattern"), SUGGESTED)
def test_a_suggested_row_puts_the_difference_aside(one: str, other: str, pattern: str) -> None:
    assert f'r"{pattern}"' in suggestion(one, other)
    assert re.sub(pattern, "", one) == re.sub(pattern, "", other)


@pytest.mark.parametrize(("one", "other"), [("a", "a"), ("a -", "a +"), ("a", "a b")])
def test_where_no_row_would_help_none_is_suggested(one: str, other: str) -> None:
    assert suggestion(one, other) == ""
