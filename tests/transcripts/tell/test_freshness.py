"""A page's key changes with what decides its output, in the part that is named, and with nothing else."""

from collections.abc import Callable
from pathlib import Path

import pytest

from transcripts.tell import freshness, status
from transcripts.tell.freshness import RECIPES

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


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with recipes."""
    for name in ("lab/Dockerfile", "lab/Dockerfile.bare", "lab/entrypoint", "postgres/Dockerfile", "python/Dockerfile"):
        path = tmp_path / RECIPES / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"FROM {name}\n")
    return tmp_path


def changed(root: Path, text: str = PAGE, recipe: str = "") -> tuple[str, ...]:
    before = status.page(PAGE, "page.md", root).key
    if recipe:
        with (root / RECIPES / recipe).open("a") as file:
            file.write("RUN true\n")
    return freshness.stale(status.page(text, "page.md", root).key, [before])


CHANGES: dict[str, tuple[Callable[[str], str], tuple[str, ...]]] = {
    "nothing": (str, ()),
    "prose": (lambda text: text.replace("Prose", "Other prose"), ()),
    "a static block": (lambda text: text.replace("centos", "fedora"), ()),
    "what only readers see": (lambda text: text.replace(' timeout="9" fold="3"', ' timeout="90"'), ()),
    "a command": (lambda text: text.replace("run postgres", "run --rm postgres"), ("commands",)),
    "a name": (lambda text: text.replace('"one"', '"two"'), ("commands", "options")),
    "a file": (lambda text: text.replace("FROM debian", "FROM scratch"), ("files",)),
    "an option": (lambda text: text.replace('exit="1"', 'exit="2"'), ("options",)),
    "an order": (lambda text: text.replace('exit="1"', 'exit="1" unordered'), ("options",)),
    "a machine": (lambda text: text.replace("lab: docker", "web: docker"), ("files", "options")),
    "a kind of machine": (lambda text: text.replace("lab: docker", "lab: bare"), ("options", "recipe")),
}


@pytest.mark.parametrize(("change", "parts"), CHANGES.values(), ids=CHANGES)
def test_a_change_of_the_page_is_named(change: Callable[[str], str], parts: tuple[str, ...], root: Path) -> None:
    assert changed(root, change(PAGE)) == parts


@pytest.mark.parametrize(
    ("recipe", "parts"),
    [
        ("lab/Dockerfile", ("recipe",)),
        ("lab/entrypoint", ("recipe",)),
        ("postgres/Dockerfile", ("recipe",)),
        ("lab/Dockerfile.bare", ()),
        ("python/Dockerfile", ()),
    ],
)
def test_only_recipes_that_the_page_uses_count(recipe: str, parts: tuple[str, ...], root: Path) -> None:
    assert changed(root, recipe=recipe) == parts


def test_engine_client_and_digests_are_parts() -> None:
    facts = {"engine": "28.5.2", "client": "28.5.1", "recorded": "today", "images": {"postgres:17": "sha256:1"}}
    key = freshness.of_facts(facts)
    assert key == {"engine": "28.5.2", "client": "28.5.1", "image postgres:17": "sha256:1"}
    assert freshness.stale(key, [{**key, "engine": "29"}]) == ("engine",)
    assert freshness.stale(key, [{**key, "image postgres:17": "sha256:2"}, {}]) == ("image postgres:17",)


def test_the_nearest_key_counts() -> None:
    assert freshness.stale({"a": "1", "b": "2"}, [{"a": "0", "b": "0"}, {"a": "1", "b": "2"}]) == ()
    assert freshness.stale({"a": "1", "b": "2"}, [{"a": "0", "b": "0"}, {"a": "1", "b": "3"}]) == ("b",)


def test_without_a_key_everything_counts() -> None:
    assert freshness.stale({"a": "1", "b": "2"}, [{}]) == ("a", "b")
