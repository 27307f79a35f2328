"""What only Docker Hub has: left out with the reason where it does not answer, recorded where it does."""

from pathlib import Path

import pytest

from lab.images import engine
from tests.conftest import Project
from tests.lab.conftest import SETTINGS, Workshop
from transcripts.keep import store
from transcripts.page import page
from transcripts.tell import report, status
from transcripts.tell.status import State

pytestmark = pytest.mark.engine

PAGE = """# A page

```console snippet="here"
$ docker run --rm debian:trixie cat /etc/hostname > name
```

```console snippet="hub" needs="hub"
$ docker run --rm --hostname there hub-only:1 cat /etc/hostname
```

```console snippet="after"
$ wc --lines name
```
"""
REACHED = """
from lab import run
from lab.images import supply

run.Run.hub = True
fill = supply.stocked
supply.stocked = lambda engine, mirror, offered, *rest: fill(
    engine, mirror, {"debian:trixie": offered["debian:trixie"], "hub-only:1": offered["debian:trixie"]}, *rest
)
"""
"""A registry of our own that offers such a name, and a Hub that answers."""


def told(root: Path) -> list[State]:
    pages = store.of_pages(root, page.read_all(root, SETTINGS.kinds))
    return [found.kind for found in status.statuses(pages, SETTINGS, report.load(root))]


def pytest_said(workshop: Workshop, *arguments: str) -> str:
    with workshop.start(*arguments) as run:
        said = run.communicate()[0]
    assert run.returncode == 0, said
    return said


def test_a_snippet_waits_for_the_hub_and_is_recorded_where_it_answers(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = engine.connect()
    tags = {tag for image in client.images.list() for tag in image.tags}
    monkeypatch.chdir(workshop.root)
    workshop.page("index", PAGE)
    (workshop.root / "conftest.py").write_text("from lab import run\n\nrun.Run.hub = False\n", "utf-8")
    said = pytest_said(workshop, "-rs", "--snippets=update")
    assert "2 passed, 1 skipped" in said
    assert "needs images that only Docker Hub has, and it does not answer here" in said
    assert sorted(path.name for path in workshop.captures() if path.suffix == ".console") == [
        "after.console",
        "here.console",
    ]
    assert "Not recorded yet" in Project(workshop.root).html()
    assert told(workshop.root) == [State.LIVE, State.WAITING, State.LIVE]

    (workshop.root / "conftest.py").write_text(REACHED, "utf-8")
    try:
        assert "3 passed" in pytest_said(workshop, "--snippets=update")
        stored = workshop.captures()
        assert (
            b"| Status: Downloaded newer image for hub-only:1\n| there\n"
            in stored[workshop.root / "snippets" / "index" / "hub.console"]
        )
        assert "3 passed" in pytest_said(workshop)
        assert workshop.captures() == stored
    finally:
        for image in client.images.list(name=f"{SETTINGS.name}/stock"):
            for tag in set(image.tags) - tags:
                client.images.remove(tag)
    assert "Not recorded yet" not in Project(workshop.root).html()
    assert set(told(workshop.root)) == {State.LIVE}
