"""The status of each block, from captures and the last run."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.conftest import Project
from transcripts import status
from transcripts.errors import WorkshopError

PAGE = """```console snippet="live"
$ docker ps
```

```console static="<why>"
$ docker ps
```

```console snippet="hub" needs="hub"
$ docker run ubuntu
```
"""


def test_each_block_has_its_status(project: Project) -> None:
    project.page(PAGE, output=None)
    project.record(PAGE.split("\n\n", maxsplit=1)[0])
    found = status.statuses(project.root)
    assert [(s.page, s.line, s.name, s.kind) for s in found] == [
        ("index.md", 1, "live", status.LIVE),
        ("index.md", 5, "<why>", status.STATIC),
        ("index.md", 9, "hub", status.WAITING),
    ]
    assert [dict(s.recorded) for s in found] == [{"engine": "28.5.2"}, {}, {}]
    assert {(s.outcome, s.when) for s in found} == {("", None)}


def test_what_waited_is_live_once_it_is_recorded(project: Project) -> None:
    project.page(PAGE)
    assert [s.kind for s in status.statuses(project.root)] == [status.LIVE, status.STATIC, status.LIVE]


def test_a_run_is_known_until_the_next_one_of_the_same_snippet(project: Project) -> None:
    project.page(PAGE)
    status.save_run(project.root, {"docs/index.md::live": "failed", "docs/index.md::hub": "skipped"})
    status.save_run(project.root, {"docs/index.md::live": "passed"})
    found = status.statuses(project.root)
    assert [s.outcome for s in found] == ["passed", "", "skipped"]
    assert found[0].when
    assert datetime.now(UTC) - found[0].when < timedelta(minutes=1)


@pytest.mark.parametrize("data", [b"\xff", b"<<<<", b""], ids=["binary", "conflict", "empty"])
def test_a_damaged_note_of_the_last_run_is_as_none(data: bytes, project: Project) -> None:
    project.page(PAGE)
    (project.root / status.LAST_RUN).write_bytes(data)
    assert {s.outcome for s in status.statuses(project.root)} == {""}


def test_a_bad_page_is_told(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "bad.md").write_text("```console\n$ true\n```\n")
    with pytest.raises(WorkshopError, match=r"docs/bad\.md:1: "):
        status.statuses(tmp_path)
