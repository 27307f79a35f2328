"""What two runs agree on by luck, or for a reason that both have, is told with what to do."""

from datetime import date

import pytest

from tests.conftest import KINDS, step
from transcripts.findings import Class
from transcripts.judge import luck
from transcripts.judge.tolerance import of_page
from transcripts.keep.provenance import Unsteady
from transcripts.page import page
from transcripts.transcript import Transcript

DAY = date(2026, 11, 25)
PAGE = '```console snippet="one"{}\n$ docker logs web\n$ docker network inspect bridge\n```\n'
A, B = "0a" * 32, "1b" * 32
BY_ID = f'{{\n  "{A}": {{}},\n  "{B}": {{}}\n}}\n'


def told(log: str = "", network: str = "", option: str = "", text: str = PAGE, once: Unsteady | None = None) -> str:
    read = page.read(text.format(option), "page.md", KINDS)
    [snippet] = read.snippets
    commands = [command.text for command in snippet.commands]
    shown = Transcript((step(commands[0], log), step(commands[1], network)))
    found = luck.finding(snippet, shown, DAY, once, of_page(read)(snippet))
    assert found is None or found.kind is Class.NOT_STORED
    return str(found) if found else ""


def test_nothing_is_against_what_shows_the_same_each_time() -> None:
    assert told("ready\n", "[]\n") == ""


def test_the_day_of_the_recording_is_told_as_it_is_written() -> None:
    assert told("ready\nwrote backup-20261125.tar\n") == (
        "docs/page.md:2: `docker logs web` shows the day of this recording, 20261125, and tomorrow another one\n"
        f"  {luck.DATED}"
    )


def test_a_day_that_the_author_typed_stays() -> None:
    log = "wrote backup-20261125.tar\n"
    assert told(log) != ""
    assert told(log, text=PAGE.replace("logs web", "logs --since 2026-11-25 web")) == ""


def test_an_order_by_ids_is_told_unless_the_author_allows_any() -> None:
    assert told(network=BY_ID) == (
        "docs/page.md:3: `docker network inspect bridge` lists in the order of ids, which are others in each run\n"
        f"  {luck.SORT}"
    )
    assert told(network=BY_ID, option=" unordered") == ""


@pytest.mark.parametrize(("kind", "advice"), [(Class.ORDER, luck.SORT), (Class.TEXT, luck.STEADY)])
def test_what_once_disagreed_is_told_with_its_class(kind: Class, advice: str) -> None:
    once = Unsteady("0123456789abcdef", frozenset({(1, kind)}))
    assert told("ready\n", "[]\n", once=once) == (
        "docs/page.md:3: `docker network inspect bridge` did not show the same in two runs of an earlier recording "
        f"({kind})\n  {advice}"
    )
