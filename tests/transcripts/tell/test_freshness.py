"""A page's key changes with what decides its output, in the part that is named, and with nothing else."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import KINDS, SETTINGS, found_settings
from transcripts import settings
from transcripts.keep.provenance import Facts, Provenance
from transcripts.keep.store import Captures
from transcripts.page import page
from transcripts.tell import freshness
from transcripts.transcript import Step, Transcript

PAGE = """---
machines:
  lab: docker
---

# A page

Prose.

```Dockerfile file="project/Dockerfile"
FROM debian:trixie
```

```console snippet="one" exit="1" timeout="9" fold="3"
$ docker run postgres:17
```

```console static="taught in 2016"
$ docker run centos
```
"""


def key(text: str, known: settings.Settings) -> dict[str, str]:
    return freshness.of_page(page.read(text, "page.md", KINDS), known)


def changed(root: Path, text: str = PAGE, recipe: str = "", setting: tuple[str, str] = ("", "")) -> tuple[str, ...]:
    """Give the parts that a change of page, recipe or settings changes."""
    before = key(PAGE, found_settings(root))
    if recipe:
        with (root / settings.IMAGES / recipe).open("a") as file:
            file.write("RUN true\n")
    (root / settings.NAME).write_text(SETTINGS.replace(*setting))
    return freshness.stale(key(text, settings.load(root)), [before])


CHANGES: dict[str, tuple[Callable[[str], str], tuple[str, ...]]] = {
    "nothing": (str, ()),
    "prose": (lambda text: text.replace("Prose", "Other prose"), ()),
    "a static block": (lambda text: text.replace("centos", "fedora"), ()),
    "what only readers see": (lambda text: text.replace(' timeout="9" fold="3"', ' timeout="90"'), ()),
    "a command": (lambda text: text.replace("run postgres", "run --rm postgres"), ("snippet one",)),
    "a name": (lambda text: text.replace('"one"', '"two"'), ("snippet two",)),
    "a file": (
        lambda text: text.replace("FROM debian:trixie", "FROM scratch"),
        ("snippet one", "recipe debian:trixie"),
    ),
    "an option": (lambda text: text.replace('exit="1"', 'exit="2"'), ("snippet one",)),
    "an order": (lambda text: text.replace('exit="1"', 'exit="1" unordered'), ("judgement",)),
    "what may differ": (lambda text: text.replace('exit="1"', 'exit="1" varies="ab+"'), ("judgement",)),
    "nothing may differ": (lambda text: text.replace('exit="1"', 'exit="1" exact'), ("judgement",)),
    "a machine": (lambda text: text.replace("lab: docker", "web: docker"), ("machines", "snippet one")),
    "a kind of machine": (
        lambda text: text.replace("lab: docker", "lab: bare"),
        ("machines", "machine bare", "machine docker"),
    ),
}


@pytest.mark.parametrize(("change", "parts"), CHANGES.values(), ids=CHANGES)
def test_a_change_of_the_page_is_named(change: Callable[[str], str], parts: tuple[str, ...], tmp_path: Path) -> None:
    assert changed(tmp_path, change(PAGE)) == parts


@pytest.mark.parametrize(
    ("recipe", "parts"),
    [
        ("lab/Dockerfile", ("machine docker",)),
        ("postgres/Dockerfile", ("recipe postgres:17",)),
        ("debian/mmdebstrap", ("machine docker", "recipe debian:trixie", "recipe postgres:17")),
        ("bare/Dockerfile", ()),
        ("python/Dockerfile", ()),
        ("mirror/Dockerfile", ()),
    ],
)
def test_only_recipes_that_the_page_uses_count(recipe: str, parts: tuple[str, ...], tmp_path: Path) -> None:
    assert changed(tmp_path, recipe=recipe) == parts


@pytest.mark.parametrize(
    ("setting", "parts"),
    [
        (('memory = "4 GiB"', 'memory = "1 GiB"'), ("machine docker",)),
        (("processes = 2048", "processes = 100"), ("machine docker",)),
        (('suite = "testing"', 'suite = "trixie"'), ("machine docker",)),
        (('name = "test"', 'name = "test"\nterminal.columns = 80'), ("machine docker",)),
        (('"postgres:17" = {recipe = "postgres"', '"postgres:17" = {recipe = "python"'), ("recipe postgres:17",)),
        (('"postgres:17" = {recipe = "postgres", suite = "trixie"}', ""), ("recipe postgres:17",)),
        (('name = "test"', 'name = "test"\nfold = 3'), ()),
        (('"python:3.13" = {recipe = "python"', '"python:3.13" = {recipe = "postgres"'), ()),
    ],
)
def test_a_change_of_the_settings_is_named(setting: tuple[str, str], parts: tuple[str, ...], tmp_path: Path) -> None:
    assert changed(tmp_path, setting=setting) == parts


def test_a_recipe_counts_wherever_the_project_lies(tmp_path: Path) -> None:
    keys = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        keys.append(key(PAGE, found_settings(tmp_path / name)))
    assert keys[0] == keys[1]


def test_a_key_from_before_snippets_had_parts_says_nothing_of_them(tmp_path: Path) -> None:
    now = key(PAGE, found_settings(tmp_path))
    older = {name: now[name] for name in ("machine docker", "recipe postgres:17", "recipe debian:trixie", "format")}
    assert freshness.stale(now, [{**older, "commands": "0a"}]) == ()
    assert freshness.stale(now, [{**older, "machine docker": "0b"}]) == ("machine docker",)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("docker run postgres:17", ("postgres:17",)),
        ("FROM debian:trixie\nCOPY --from=postgres:17", ("debian:trixie", "postgres:17")),
        ("docker run postgres:17.1 my/postgres:17 postgres:17-alpine", ()),
    ],
)
def test_an_image_is_used_where_its_whole_name_stands(text: str, named: tuple[str, ...]) -> None:
    blocks = page.read(
        f'```console snippet="a"\n$ true\n```\n\n```text file="note"\n{text}\n```\n', "a.md", KINDS
    ).blocks
    assert freshness.named(blocks, ["postgres:17", "debian:trixie"]) == named


def test_engine_client_and_digests_are_parts() -> None:
    facts = Facts(engine="28.5.2", client="28.5.1", images={"postgres:17": "sha256:1"})
    key = freshness.of_facts(facts)
    assert key == {"engine": "28.5.2", "client": "28.5.1", "image postgres:17": "sha256:1"}
    assert freshness.stale(key, [{**key, "engine": "29"}]) == ("engine",)
    assert freshness.stale(key, [{**key, "image postgres:17": "sha256:2"}, {}]) == ("image postgres:17",)


def test_the_nearest_key_counts() -> None:
    assert freshness.stale({"a": "1", "b": "2"}, [{"a": "0", "b": "0"}, {"a": "1", "b": "2"}]) == ()
    assert freshness.stale({"a": "1", "b": "2"}, [{"a": "0", "b": "0"}, {"a": "1", "b": "3"}]) == ("b",)


def test_without_a_key_everything_counts() -> None:
    assert freshness.stale({"a": "1", "b": "2"}, [{}]) == ("a", "b")


CAUSES: dict[str, tuple[str, str, str | None]] = {
    "nothing": ("", "", None),
    "prose": ("Prose", "Other prose", None),
    "a file": ("FROM debian:trixie", "FROM debian:trixie AS one", '```console snippet="one"'),
    "a command": ("echo three", "echo four", '```console snippet="three"'),
    "a command above": ("echo two", "echo ii", '```console snippet="two"'),
    "an option": ('"three"', '"three" exit="1"', '```console snippet="three"'),
    "what may differ": ('"two"', '"two" exact', None),
    "a snippet more": ("# A page", '# A page\n\n```console snippet="new"\n$ true\n```', '```console snippet="new"'),
    "a snippet less": ('```console snippet="two"\n$ echo two\n```\n\n', "", '```console snippet="three"'),
    "a machine": ("lab: docker", "lab: bare", ""),
}
LONG = PAGE + '\n```console snippet="two"\n$ echo two\n```\n\n```console snippet="three"\n$ echo three\n```\n'


@pytest.mark.parametrize(("old", "new", "begins"), CAUSES.values(), ids=CAUSES)
def test_a_page_is_decided_otherwise_from_its_first_change_on(
    old: str, new: str, begins: str | None, tmp_path: Path
) -> None:
    known = found_settings(tmp_path)
    before, now = (page.read(text, "page.md", KINDS) for text in (LONG, LONG.replace(old, new) if old else LONG))
    shown = {
        snippet.name: Transcript(tuple(Step(command.lines, "", 0) for command in snippet.commands))
        for snippet in before.snippets
    }
    captures = Captures(tmp_path, Provenance(key=freshness.of_page(before, known)), shown)
    found = freshness.changed_from(now, freshness.of_page(now, known), captures)
    text = LONG.replace(old, new) if old else LONG
    assert found == (None if begins is None else text.index(begins))


def test_another_recipe_counts_from_where_its_image_is_named(tmp_path: Path) -> None:
    known = found_settings(tmp_path)
    found = page.read(LONG, "page.md", KINDS)
    shown = {snippet.name: Transcript((Step(snippet.commands[0].lines, "", 0),)) for snippet in found.snippets}
    captures = Captures(tmp_path, Provenance(key=freshness.of_page(found, known)), shown)
    (tmp_path / settings.IMAGES / "postgres" / "Dockerfile").write_text("FROM other\n")
    now = freshness.of_page(found, settings.load(tmp_path))
    assert freshness.changed_from(found, now, captures) == LONG.index('```console snippet="one"')


def test_of_a_page_without_a_key_nothing_is_said(tmp_path: Path) -> None:
    found = page.read(LONG, "page.md", KINDS)
    captures = Captures(tmp_path, Provenance(), {})
    assert freshness.changed_from(found, freshness.of_page(found, found_settings(tmp_path)), captures) is None
