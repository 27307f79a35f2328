"""The status of each block, from captures and the last run."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.conftest import Project
from transcripts.errors import WorkshopError
from transcripts.keep import store
from transcripts.keep.provenance import Provenance
from transcripts.tell import report, status
from transcripts.tell.report import Report, Result, Verified

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
    assert {s.last for s in found} == {None}


def test_what_waited_is_live_once_it_is_recorded(project: Project) -> None:
    project.page(PAGE)
    assert [s.kind for s in status.statuses(project.root)] == [status.LIVE, status.STATIC, status.LIVE]


def test_the_last_run_of_each_is_told(project: Project) -> None:
    project.page(PAGE)
    result = Result("docs/index.md", "live", 1, report.FAILED, datetime(2026, 11, 24, tzinfo=UTC))
    report.save(project.root / report.FOLDER / report.NAME, report.Report({result.ident: result}))
    assert [s.last for s in status.statuses(project.root)] == [result, None, None]


def test_a_page_is_stale_until_it_is_recorded_or_found_true(project: Project) -> None:
    project.page(PAGE)
    page = status.pages(project.root)[0]
    captures = store.load(project.snippets / "index")
    assert status.stale(page, captures, Report()) == tuple(page.key)
    known = store.Captures(captures.folder, Provenance(key=page.key), captures.transcripts)
    assert status.stale(page, known, Report()) == ()
    older = store.Captures(captures.folder, Provenance(key={**page.key, "files": "0"}), captures.transcripts)
    assert status.stale(page, older, Report()) == ("files",)
    verified = Verified(datetime.now(UTC), {**page.key, "engine": "28.5.2"})
    assert status.stale(page, older, Report(pages={"docs/index.md": verified})) == ()


def test_a_page_without_captures_is_not_stale(project: Project) -> None:
    project.page(PAGE, output=None)
    [page] = status.pages(project.root)
    assert status.stale(page, store.load(project.snippets / "index"), Report()) == ()


def test_a_bad_page_is_told(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "bad.md").write_text("```console\n$ true\n```\n")
    with pytest.raises(WorkshopError, match=r"docs/bad\.md:1: "):
        status.statuses(tmp_path)
