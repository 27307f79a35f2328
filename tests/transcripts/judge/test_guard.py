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
    return {name: str(refusal.finding) for name, refusal in found.items()}


def test_two_runs_that_differ_in_volatile_values_agree() -> None:
    assert refused(run(f"{A}\n", f"{A[:12]} 12 MB\n"), run(f"{B}\n", f"{B[:12]} 7 MB\n")) == {}


def test_a_value_that_differs_and_is_not_known_is_a_candidate() -> None:
    assert refused(run("took 312 ticks\n"), run("took 298 ticks\n")) == {
        "one": "docs/page.md:2: `docker ps` shows something else in a second run\n"
        "  make the command say less, or write on the fence, for a number (312, then 298): "
        r'varies="(?<=took )\d+"'
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
    ("job 17 done", "job 4 done", "a number", r"(?<=job )\d+"),
    ("17 jobs done", "4 jobs done", "a number", r"(?<!\w)\d+(?= jobs done)"),
    ("key ab12cd ok", "key 99ff00 ok", "a hexadecimal text", r"(?<=key )[0-9a-f]{6}(?!\w)"),
    ("key=Xk3bQz0aLm", "key=aB3xY71Qw9", "a random text", r"(?<=key=)[0-9A-Za-z]{10}(?!\w)"),
    ("job 17 of 20 by 7", "job 4 of 20 by 9", "a number", r"(?<=job )\d+|(?<= 17 of 20 by )\d+"),
]


@pytest.mark.parametrize(("one", "other", "name", "pattern"), SUGGESTED[:-1])
def test_a_suggested_option_puts_the_difference_aside_and_nothing_else(
    one: str, other: str, name: str, pattern: str
) -> None:
    found = suggestion(one, other)
    assert found
    assert found[0].startswith(f"{name} (")
    assert found[1] == f'varies="{pattern}"'
    assert re.sub(pattern, "", one) == re.sub(pattern, "", other)
    assert re.sub(pattern, "", "some 17 other words, 3 ab12ff") == "some 17 other words, 3 ab12ff"


def test_all_that_differs_is_in_a_suggestion() -> None:
    found = suggestion("job 17 of 20 by 7", "job 4 of 20 by 9")
    assert found
    assert found[0] == "a number (17, then 4) and a number (7, then 9)"
    assert found[1].count("|") == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("a", "a"), ("a -", "a +"), ("a", "a b"), ("17", "18"), ("by somchai", "by malee"), ("1 17 x", "2 17 y")],
)
def test_a_pattern_for_any_word_or_number_is_never_suggested(one: str, other: str) -> None:
    assert suggestion(one, other) is None
