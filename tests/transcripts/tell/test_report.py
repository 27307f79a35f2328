"""A run's findings are kept, summed up in a sentence, and put at their lines."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from transcripts.findings import Class, Finding
from transcripts.tell import report, summary
from transcripts.tell.report import Outcome, Report, Result, Verified
from transcripts.tell.summary import Notes

WHEN = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
DRIFT = Finding(Class.VERSION, "docs/page.md:7", "changed version: `psql` shows another version\n  - 17%\n  + 18")
GOOD = Result("docs/page.md", "one", 3, Outcome.PASSED, WHEN, (("docker ps", 0.25), ("docker pull x | cat", 2.0)))
BAD = Result("docs/page.md", "two", 6, Outcome.FAILED, WHEN, (("psql", 1.0),), (DRIFT,))
STUCK = Result("docs/other.md", "one", 3, Outcome.ERROR, WHEN, (), (Finding(Class.TROUBLE, "lab", "is gone\n  again"),))
WAITS = Result("docs/other.md", "hub", 9, Outcome.SKIPPED, WHEN, reason="needs Docker Hub")


def of(*results: Result) -> Report:
    return Report({result.ident: result for result in results})


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    known = Report(of(GOOD, BAD, STUCK, WAITS).results, {"docs/page.md": Verified(WHEN, {"commands": "0a"})})
    report.save(tmp_path / "reports" / report.NAME, known)
    assert report.load(tmp_path) == known


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 2}', '{"format": 1, "snippets": [{}], "pages": {}}'])
def test_one_that_cannot_be_read_is_as_none(text: str, tmp_path: Path) -> None:
    assert report.load(tmp_path) == Report()
    (tmp_path / report.NAME).write_text(text)
    assert report.load(tmp_path, ".") == Report()


def test_what_did_not_run_keeps_its_result() -> None:
    old = Report(of(GOOD, WAITS).results, {"docs/page.md": Verified(WHEN, {}), "docs/a.md": Verified(WHEN, {})})
    worse = replace(GOOD, outcome=Outcome.FAILED)
    found = report.merged(old, of(worse, replace(BAD, outcome=Outcome.SKIPPED)).results, {})
    assert found.results[GOOD.ident].outcome == Outcome.FAILED
    assert found.results[WAITS.ident] == WAITS
    assert found.results[BAD.ident].outcome == Outcome.SKIPPED
    assert list(found.pages) == ["docs/a.md"]


def test_what_is_gone_is_forgotten() -> None:
    old = Report(of(GOOD, BAD, STUCK).results, {"docs/page.md": Verified(WHEN, {}), "docs/a.md": Verified(WHEN, {})})
    found = report.only(old, {GOOD.ident})
    assert (list(found.results), list(found.pages)) == ([GOOD.ident], ["docs/page.md"])


def test_a_page_that_is_skipped_as_fresh_stays_verified() -> None:
    old = Report(of(GOOD).results, {"docs/page.md": Verified(WHEN, {})})
    assert report.merged(old, of(replace(GOOD, outcome=Outcome.SKIPPED)).results, {}) == old


@pytest.mark.parametrize(
    ("results", "said"),
    [
        ([], "No snippet was run."),
        ([WAITS], "No snippet was run."),
        ([GOOD, WAITS], "The one snippet that ran is true."),
        ([GOOD, replace(GOOD, name="x")], "All 2 snippets that ran are true."),
        ([GOOD, BAD], "1 of 2 snippets not true, in docs/page.md: 1 × changed version."),
        ([STUCK], "1 snippet could not run: that is the machine's trouble, not a page's."),
        (
            [GOOD, BAD, STUCK],
            "1 of 3 snippets not true, in docs/page.md: 1 × changed version. "
            "1 snippet could not run: that is the machine's trouble, not a page's.",
        ),
    ],
)
def test_a_sentence_leads(results: list[Result], said: str) -> None:
    assert summary.sentence(results, Notes()) == said
    assert summary.markdown(results, Notes()).startswith(said + "\n\n| passed | failed | error | skipped |\n")


def test_a_page_that_cannot_be_read_is_told_first() -> None:
    notes = Notes(broken=(Finding(Class.BAD_PAGE, "docs/bad.md:1", "this fence is never closed\n  close it"),))
    assert summary.sentence([], notes) == "1 page cannot be read."
    assert summary.sentence([GOOD], notes) == "1 page cannot be read. The one snippet that ran is true."
    assert "docs/bad.md:1: this fence is never closed\n  close it" in summary.markdown([], notes)
    assert list(summary.annotations([], notes)) == [
        "::error file=docs/bad.md,line=1,title=bad page::this fence is never closed%0A  close it"
    ]


def test_what_was_stored_and_what_was_not_is_told_with_its_classes() -> None:
    notes = Notes(
        ("docs/page.md: two", "docs/page.md: three"), (DRIFT, DRIFT), (Finding(Class.CANDIDATE, "docs/a.md:6", "x"),)
    )
    said = summary.sentence([GOOD], notes)
    assert said == "The one snippet that ran is true. 2 captures stored: 2 × changed version. 1 capture refused."
    assert f"## What changed\n\n```\n{DRIFT}\n```\n" in summary.markdown([GOOD], notes)
    assert summary.sentence([GOOD], Notes(("docs/page.md: new",))).endswith(" 1 capture stored.")
    assert summary.sentence([GOOD], Notes(candidates=(DRIFT,))).endswith(" 1 finding not there in both runs.")


def test_the_summary_tells_all() -> None:
    refused = (Finding(Class.NOT_STORED, "docs/page.md:6", "two: why"),)
    notes = Notes(("docs/page.md: two",), refused=refused, candidates=(DRIFT,))
    said = summary.markdown([GOOD, BAD, WAITS], notes)
    assert "| 1 | 1 | 0 | 1 |" in said
    assert f"## What is wrong\n\n```\n{DRIFT}\n```\n" in said
    assert "## Refused\n\n```\ndocs/page.md:6: two: why\n```\n" in said
    assert "## Not the same in two runs\n" in said
    assert "## Recorded\n\n- docs/page.md: two\n" in said
    assert "## Skipped\n\n- 1 × needs Docker Hub\n" in said
    assert "| 2.0 | docs/page.md::one | `` docker pull x \\| cat `` |" in said


@pytest.mark.parametrize(("load", "told"), [(None, False), (0.0, False), (3.0, False), (3.1, True)])
def test_what_was_recorded_on_a_busy_machine_is_told(load: float | None, told: bool) -> None:
    notes = Notes(("docs/page.md: two",), busy=summary.busy("docs/page.md", load))
    assert ("1 page recorded on a busy machine." in summary.sentence([GOOD], notes)) == told
    line = "- docs/page.md: recorded at a load of 3.1 for each processor; what it measures may be wrong"
    assert (f"## On a busy machine\n\n{line}" in summary.markdown([GOOD], notes)) == told


def test_a_fence_in_an_output_does_not_end_the_summary() -> None:
    tricky = replace(BAD, findings=(replace(DRIFT, text="```\n`````\n# no heading"),))
    assert "``````\ndocs/page.md:7: ```\n`````\n# no heading\n``````" in summary.markdown([tricky], Notes())


def test_the_ten_slowest_come_first() -> None:
    many = [replace(GOOD, name=f"n{n}", commands=((f"c{n}", float(n)),)) for n in range(20)]
    assert [text for _, _, text in summary.slowest(many)] == [f"c{n}" for n in range(19, 9, -1)]


def test_annotations_stand_at_their_lines() -> None:
    notes = Notes(refused=(Finding(Class.NOT_STORED, "docs/a,b.md:6", "why"),), candidates=(DRIFT,))
    assert list(summary.annotations([GOOD, BAD, STUCK], notes)) == [
        "::error file=docs/page.md,line=7,title=changed version"
        "::changed version: `psql` shows another version%0A  - 17%25%0A  + 18",
        "::error file=lab,title=lab trouble::is gone%0A  again",
        "::error file=docs/a%2Cb.md,line=6,title=not stored::why",
        "::warning file=docs/page.md,line=7,title=changed version"
        "::changed version: `psql` shows another version%0A  - 17%25%0A  + 18",
    ]
