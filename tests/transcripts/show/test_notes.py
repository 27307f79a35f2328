"""Once of a page is told what holds of all its blocks, and at a block what is peculiar to it."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from tests.conftest import KINDS
from transcripts.keep.provenance import Facts, Provenance
from transcripts.page import page
from transcripts.show import notes
from transcripts.tell.report import Outcome, Report, Result

PAGE = """# A page

About **20 minutes**, and **5 minutes** to clean up.

```console snippet="first"
$ docker ps
```

??? question "Why?"

    ```console snippet="second"
    $ docker ps
    ```
"""
FACTS = Facts(date(2026, 11, 25), "28.5.2")


def text(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


def about(
    source: str = PAGE,
    facts: Facts = FACTS,
    *outcomes: Outcome,
    checks: str = "",
    seconds: float = 40.4,
    varies: bool = False,
) -> str:
    read = page.read(source, "page.md", KINDS)
    results = {
        f"{read.name}::{snippet.name}": Result(
            read.name, snippet.name, 1, outcome, datetime(2026, 11, 26 + number, tzinfo=UTC)
        )
        for number, (snippet, outcome) in enumerate(zip(read.snippets, outcomes, strict=False))
    }
    captured = Provenance(facts, seconds={"first": (0.4, seconds - 0.4)} if seconds else {})
    return text(notes.of_page(read, captured, (), Report(results=results), checks, varies=varies))


def test_a_page_tells_its_steps_its_time_and_where_it_was_run() -> None:
    assert about() == "1 step and 1 in questions · about 20 minutes · recorded 25 Nov 2026 on Docker Engine 28.5.2"
    long = about(varies=True, checks="checks.html")
    assert long.endswith("· what is underlined will differ for you · how it is checked")


def test_a_page_that_says_no_time_tells_that_of_its_commands() -> None:
    untimed = PAGE.replace("**", "")
    assert "its commands took 40 s" in about(untimed)
    assert about(untimed, Facts(), seconds=0) == "1 step and 1 in questions"


def test_a_page_without_steps_tells_nothing() -> None:
    assert about("# A page\n") == ""


@pytest.mark.parametrize(
    ("outcomes", "told"),
    [
        ([Outcome.PASSED, Outcome.PASSED], "verified 26 Nov 2026"),
        ([Outcome.PASSED, Outcome.FAILED], ""),
        ([Outcome.PASSED, Outcome.SKIPPED], ""),
    ],
)
def test_a_page_is_verified_when_each_of_its_steps_is(outcomes: list[Outcome], told: str) -> None:
    assert re.findall(r"verified[^·]*", about(PAGE, FACTS, *outcomes)) == [told][: bool(told)]


def block(options: str, outcome: Outcome | None = None, commands: str = "$ docker ps\n") -> str:
    [snippet] = page.read(f'```console snippet="first"{options}\n{commands}```\n', "page.md", KINDS).snippets
    last = Result("docs/page.md", "first", 1, outcome, datetime(2026, 11, 26, tzinfo=UTC)) if outcome else None
    return text(notes.of_block(snippet, last))


def test_a_block_like_any_other_tells_nothing() -> None:
    assert block("") == block(' timeout="90"') == block("", Outcome.PASSED) == block("", Outcome.SKIPPED) == ""


def test_a_block_tells_what_is_peculiar_to_it() -> None:
    assert block(" exact") == "The same for you, to the letter"
    assert block(' until="ready"') == "Repeat the command until its output shows ready"
    assert block(' until="up"', commands="$ a\n$ b\n") == "Repeat the last command until its output shows up"
    assert block("", Outcome.FAILED) == "Not well: its run of 26 Nov 2026 showed something else"
    assert block("", Outcome.ERROR) == "Not well: its run of 26 Nov 2026 could not be made"


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("accepting connections", "shows <code>accepting connections</code>"),
        ("debian:trixie", "shows <code>debian:trixie</code>"),
        ("^CONTAINER", "begins with <code>CONTAINER</code>"),
        ("^[0-9]", "begins with a digit"),
        (r"\d", "shows a digit"),
        (r"1\.2 <b>", "shows <code>1.2 &lt;b&gt;</code>"),
        ("up|ready", "shows <code>up</code> or <code>ready</code>"),
        ("^up|ready", "matches the regular expression <code>^up|ready</code>"),
        ("done$", "matches the regular expression <code>done$</code>"),
        ("1.2", "matches the regular expression <code>1.2</code>"),
        (r"\bup", r"matches the regular expression <code>\bup</code>"),
        ("a||b", "matches the regular expression <code>a||b</code>"),
    ],
)
def test_what_an_output_must_show_is_told_in_words_where_it_is_plain(pattern: str, words: str) -> None:
    assert notes.until(pattern) == words


@pytest.fixture
def optional() -> Callable[[str], list[bool]]:
    def found(text: str) -> list[bool]:
        read = page.read(text, "page.md", KINDS)
        return [read.optional(snippet) for snippet in read.snippets]

    return found


def test_what_is_folded_may_be_left_out(optional: Callable[[str], list[bool]]) -> None:
    fence = '{0}```console snippet="{1}"\n{0}$ docker ps\n{0}```\n\n'
    folded = '???+ question "Why?"\n\n    text\n\n' + fence.format("    ", "one")
    deeper = folded + "    - item\n\n        text\n\n" + fence.format("        ", "two")
    after = deeper + "A line.\n\n" + '=== "Tab"\n\n' + fence.format("    ", "three") + fence.format("", "four")
    assert optional(after) == [True, True, False, False]
