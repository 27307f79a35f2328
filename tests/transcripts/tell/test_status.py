"""The status of each block, from captures and the last run."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.conftest import ENGINES, KINDS, Project, step
from transcripts import settings
from transcripts.errors import WorkshopError
from transcripts.keep import others, store
from transcripts.keep.provenance import Checked, Facts, Provenance
from transcripts.page import page
from transcripts.settings import Settings
from transcripts.tell import freshness, report, status
from transcripts.tell.report import Report, Result, Verified
from transcripts.tell.status import State, Status
from transcripts.transcript import Transcript

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


def told(project: Project, known: Settings | None = None) -> tuple[Status, ...]:
    known = known or project.settings
    pages = store.of_pages(project.root, page.read_all(project.root, known.kinds))
    return status.statuses(pages, known, report.load(project.root))


def test_each_block_has_its_status(project: Project) -> None:
    project.page(PAGE, output=None)
    project.record(PAGE.split("\n\n", maxsplit=1)[0])
    found = told(project)
    assert [(s.page, s.line, s.name, s.kind) for s in found] == [
        ("index.md", 1, "live", State.LIVE),
        ("index.md", 5, "<why>", State.STATIC),
        ("index.md", 9, "hub", State.WAITING),
    ]
    assert [s.recorded for s in found] == [Facts(engine="28.5.2"), None, None]
    assert {s.last for s in found} == {None}


def test_what_waited_is_live_once_it_is_recorded(project: Project) -> None:
    project.page(PAGE)
    assert [s.kind for s in told(project)] == [State.LIVE, State.STATIC, State.LIVE]


def test_the_last_run_of_each_is_told(project: Project) -> None:
    project.page(PAGE)
    result = Result("docs/index.md", "live", 1, report.Outcome.FAILED, datetime(2026, 11, 24, tzinfo=UTC))
    report.save(project.root / report.FOLDER / report.NAME, report.Report({result.ident: result}))
    assert [s.last for s in told(project)] == [result, None, None]


def test_a_page_is_stale_until_it_is_recorded_or_found_true(project: Project) -> None:
    project.page(PAGE)
    [found] = page.read_all(project.root, KINDS)
    key = freshness.of_page(found, project.settings)
    captures = store.load(project.snippets / "index")

    def stale(recorded: dict[str, str], known: Report | None = None) -> tuple[str, ...]:
        old = store.Captures(captures.folder, Provenance(key=recorded), captures.transcripts)
        return status.stale(found, project.settings, old, known or Report())

    assert stale({}) == tuple(key)
    assert stale(key) == ()
    assert stale({**key, "machines": "0"}) == ("machines",)
    verified = Verified(datetime.now(UTC), {**key, "engine": "28.5.2"})
    assert stale({**key, "machines": "0"}, Report(pages={"docs/index.md": verified})) == ()


def test_a_page_without_captures_is_not_stale(project: Project) -> None:
    project.page(PAGE, output=None)
    [found] = page.read_all(project.root, KINDS)
    assert status.stale(found, project.settings, store.load(project.snippets / "index"), Report()) == ()


def test_a_bad_page_is_told(project: Project) -> None:
    (project.root / "docs" / "bad.md").write_text("```console\n$ true\n```\n")
    with pytest.raises(WorkshopError, match=r"docs/bad\.md:1: "):
        told(project)


def test_what_other_engines_showed_is_told_of_each_block(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.page(PAGE)
    path = project.root / settings.NAME
    path.write_text(path.read_text("utf-8") + ENGINES, "utf-8")
    found = store.load(project.snippets / "index")
    checked = {"26.1": Checked("26.1.5+dfsg1", date(2026, 11, 25), "k")}
    other = {"26.1": {"hub": Transcript((step("docker run ubuntu", "other\n"),))}}
    given = replace(found, others=other, provenance=replace(found.provenance, engines=checked))
    monkeypatch.setattr(store, "load", lambda folder: given)
    there = told(project, settings.load(project.root))
    assert [each.differs for each in there] == [set(), set(), {"26.1"}]
    assert status.engines(there) == ("28.5.2", "26.1.5")
    assert status.engines(told(project)) == ("28.5.2",)


def test_a_recording_on_another_engine_is_outdated_once_something_that_decides_it_changed(project: Project) -> None:
    project.page(PAGE)
    path = project.root / settings.NAME
    path.write_text(path.read_text("utf-8") + ENGINES, "utf-8")
    known = settings.load(project.root)
    [found] = page.read_all(project.root, KINDS)
    folder = project.snippets / "index"
    key = freshness.on_engine(found, known.on("26.1"), store.load(folder))
    others.check_off(folder, "26.1", Checked("26.1.5+dfsg1", date(2026, 11, 25), key))
    assert {each.outdated for each in told(project, known)} == {frozenset()}
    project.record(PAGE, output="another\n")
    assert status.outdated(found, known, store.load(folder)) == {"26.1"}
    assert {"26.1"} in [each.outdated for each in told(project, known)]


def test_all_that_is_known_of_a_page_stands_on_one_sheet(project: Project) -> None:
    project.page("# No terminal\n", "a.md")
    project.page(f"# First things\n\n{PAGE}", output=None)
    project.record(PAGE.split("\n\n", maxsplit=1)[0])
    pages = page.read_all(project.root, KINDS)
    live, *others = told(project)
    fresh = [replace(live, stale=()), *others]
    [sheet] = status.sheets(fresh, pages)
    assert (sheet.page, sheet.title, sheet.blocks) == ("index.md", "First things", tuple(fresh))
    assert (sheet.sentence, sheet.well) == ("1 live, 1 static, 1 waiting for Docker Hub", True)
    result = Result("docs/index.md", "live", 1, report.Outcome.PASSED, datetime(2026, 11, 24, tzinfo=UTC))
    for changed, well, said in (
        (replace(fresh[0], last=result), True, ""),
        (replace(fresh[0], last=replace(result, outcome=report.Outcome.SKIPPED)), True, ""),
        (replace(fresh[0], last=replace(result, outcome=report.Outcome.FAILED)), False, ", 1 not well"),
        (replace(fresh[0], last=replace(result, outcome=report.Outcome.ERROR)), False, ", 1 not well"),
        (replace(fresh[0], stale=("format",)), False, ", stale"),
        (replace(fresh[0], outdated=frozenset({"26.1"})), False, ", stale"),
    ):
        [sheet] = status.sheets([changed, *others], pages)
        assert sheet.well == well
        assert sheet.sentence.removeprefix("1 live, 1 static, 1 waiting for Docker Hub") == said
