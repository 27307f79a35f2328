"""What two runs once did not agree on is remembered until the author has done something about it."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import KINDS
from transcripts.findings import Class
from transcripts.judge import kinds, memory
from transcripts.judge.drift import Drift
from transcripts.judge.kind import Kind
from transcripts.keep.provenance import Provenance, Unsteady
from transcripts.keep.store import Captures
from transcripts.page import page
from transcripts.page.page import Page

TEXT = """
```text file="names"
one
```

```console snippet="above" timeout="5" fold="3"
$ echo above
```

```console snippet="list"
$ docker network inspect bridge
$ docker ps
```

```text file="below"
two
```
"""
ORDER, TWIN = Drift(0, Class.ORDER, "shows"), Drift(1, Class.TWIN, "names")


def read(text: str = TEXT) -> Page:
    return page.read(text, "page.md", KINDS)


def captures(**unsteady: Unsteady) -> Captures:
    return Captures(Path("snippets/page"), Provenance(unsteady=unsteady), {})


REMEMBERED = memory.merged(captures(), {"list": (ORDER, TWIN)}, read())


def holds(text: str) -> bool:
    return "list" in memory.holding(captures(**REMEMBERED), read(text)).provenance.unsteady


def test_all_that_differed_is_remembered_by_command_and_class() -> None:
    assert REMEMBERED["list"].drifts == {(0, Class.ORDER), (1, Class.TWIN)}


def test_what_differs_later_is_added_and_what_agrees_is_kept() -> None:
    before = memory.merged(captures(), {"list": (ORDER,)}, read())
    assert memory.merged(captures(**before), {"list": (TWIN,)}, read()) == REMEMBERED
    assert memory.merged(captures(**REMEMBERED), {}, read()) == REMEMBERED


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("inspect bridge", "inspect mine"),
        ('snippet="list"', 'snippet="list" unordered'),
        ('snippet="list"', 'snippet="list" until="one"'),
        ("one\n", "other\n"),
        ('file="names"', 'file="others"'),
        ('snippet="list"', 'snippet="listed"'),
    ],
)
def test_it_is_forgotten_when_the_author_changes_what_decides_it(old: str, new: str) -> None:
    assert holds(TEXT)
    assert not holds(TEXT.replace(old, new))
    assert memory.merged(captures(**REMEMBERED), {}, read(TEXT.replace(old, new))) == {}


@pytest.mark.parametrize(
    ("old", "new"),
    [("echo above", "echo other"), ("two\n", "three\n"), ('snippet="list"', 'snippet="list" timeout="9" fold="2"')],
)
def test_nothing_else_that_is_changed_lets_it_be_forgotten(old: str, new: str) -> None:
    assert holds(TEXT.replace(old, new))


def test_another_table_of_values_lets_it_be_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    assert holds(TEXT)
    monkeypatch.setattr(memory, "KINDS", (*kinds.KINDS, Kind("ticks", r"\d+ ticks", ("7 ticks",))))
    assert not holds(TEXT)


def test_nothing_else_of_the_captures_changes() -> None:
    before = captures(**REMEMBERED)
    after = memory.holding(before, read(""))
    assert after == replace(before, provenance=replace(before.provenance, unsteady={}))
