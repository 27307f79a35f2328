"""pytest's door, run in this process on pages that need no engine: what passes, what is stored, what is said."""

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.transcripts.page.test_fences import EXPECTED, text_of
from tests.verify.conftest import GONE, STOP, Door
from transcripts.findings import Class, Finding
from transcripts.keep import store
from transcripts.tell import report
from transcripts.tell.report import plain, typed
from transcripts.tell.summary import Notes
from verify.parallel import engine_of, engines
from verify.tour import Told


def test_what_is_recorded_is_verified(door: Door) -> None:
    door.page("a", one="echo one", two="docker ps")
    done = door.run("--snippets=update")
    done.assert_outcomes(passed=2)
    assert "docs/a.md runs again, since what is new is stored if two runs agree" in done.stdout.str()
    assert door.captured("a") == {"one": "echo one\n", "two": "docker ps\n"}
    done = door.run()
    done.assert_outcomes(passed=2)
    assert door.world.runs == 1
    assert "workshop: All 2 snippets that ran are true." in done.stdout.str()
    assert list(report.load(door.root).pages) == ["docs/a.md"]


def test_drift_fails_with_its_class_and_what_to_run(door: Door) -> None:
    door.page("a", one="echo one", two="docker ps")
    door.run("--snippets=update")
    door.world.answers = [{"docker ps": "no such thing\n"}]
    done = door.run()
    done.assert_outcomes(passed=1, failed=1)
    text = done.stdout.str()
    assert "docs/a.md:6: changed text: `docker ps` shows something else than before\n  - docker ps\n  + no such" in text
    assert "  if the page is right: make record PAGE=docs/a.md" in text
    assert "workshop: 1 of 2 snippets not true, in docs/a.md: 1 × changed text." in text
    assert report.load(door.root).pages == {}
    assert "1 of 2 snippets not true" in (door.root / "reports" / "summary.md").read_text("utf-8")


def test_what_one_of_two_runs_shows_is_told_and_passes(door: Door) -> None:
    door.page("a", one="echo one", two="docker ps")
    door.run("--snippets=update")
    door.world.answers = [{"echo one": "moody\n"}, {}]
    done = door.run()
    done.assert_outcomes(passed=2)
    assert "1 finding not there in both runs." in done.stdout.str()
    assert "one of two runs shows this; if it comes again" in done.stdout.str()
    assert list(report.load(door.root).pages) == ["docs/a.md"]


def test_a_page_that_stops_fails_there_and_skips_the_rest(door: Door) -> None:
    door.page("a", one="echo one", two="false", three="echo three")
    door.world.answers = [{"false": STOP}]
    done = door.run("--snippets=update", "-rs")
    done.assert_outcomes(passed=1, failed=1, skipped=1)
    assert "not run: the page stopped before it" in done.stdout.str()
    assert "docs/a.md:2: one: the page stopped: docs/a.md:6: ended with status 1" not in done.stdout.str()
    assert "docs/a.md:1: one: the page stopped: docs/a.md:6: ended with status 1, not 0" in done.stdout.str()
    assert not (door.root / store.FOLDER).exists()


def test_a_machine_that_fails_is_an_error_and_never_a_failure(door: Door) -> None:
    door.page("a", one="echo one", two="echo two")
    door.page("b", one="echo one")
    door.world.answers = [{"labs": GONE}, {}]
    done = door.run("--snippets=update", "-rs")
    done.assert_outcomes(errors=1, skipped=1, passed=1)
    assert "lab: does not start\n  run it again" in done.stdout.str()
    assert "1 snippet could not run: that is the machine's trouble, not a page's." in done.stdout.str()
    assert json.loads((door.root / "reports" / "report.json").read_text("utf-8"))["snippets"][0]["outcome"] == "error"


def test_what_waits_for_the_hub_is_skipped_with_the_reason(door: Door) -> None:
    (door.root / "docs" / "a.md").write_text('```console snippet="a" needs="hub"\n$ docker run ubuntu\n```\n')
    done = door.run("-rs")
    done.assert_outcomes(skipped=1)
    assert "needs images that only Docker Hub has, and it does not answer here" in done.stdout.str()
    assert door.world.runs == 0
    door.world.hub = True
    door.run("--snippets=update").assert_outcomes(passed=1)


def test_a_bad_page_is_told_and_the_others_run(door: Door) -> None:
    door.page("a", one="echo one")
    (door.root / "docs" / "bad.md").write_text("```console\n$ true\n```\n")
    done = door.run("--snippets=update")
    assert done.ret == pytest.ExitCode.TESTS_FAILED
    text = done.stdout.str()
    assert "docs/bad.md:1: a console fence that neither runs nor says why\n  add snippet=" in text
    assert "workshop: 1 page cannot be read. The one snippet that ran is true. 1 capture stored." in text


def test_only_stale_pages_run(door: Door) -> None:
    door.page("a", one="echo one")
    door.page("b", one="echo one")
    door.run("--snippets=update")
    done = door.run("--stale-only", "-rs")
    done.assert_outcomes(skipped=2)
    assert "fresh: nothing that decides the page's output has changed" in done.stdout.str()
    (door.root / "workshop.toml").write_text(
        (door.root / "workshop.toml").read_text("utf-8").replace('memory = "4 GiB"', 'memory = "1 GiB"', 1), "utf-8"
    )
    door.page("b", one="echo other")
    done = door.run("--stale-only", "--snippets=update")
    done.assert_outcomes(passed=2)
    assert "docs/a.md: machine docker changed" in done.stdout.str()
    assert "docs/b.md: snippet one, machine docker changed" in done.stdout.str()
    door.run("--stale-only").assert_outcomes(skipped=2)


def test_pages_that_were_not_true_or_have_no_capture_are_stale(door: Door) -> None:
    door.page("a", one="echo one")
    assert "docs/a.md: something of it has no capture" in door.run("--stale-only").stdout.str()
    door.run("--snippets=update")
    door.world.answers = [{"echo one": "other\n"}]
    door.run()
    assert "docs/a.md: it was not true when it was last run" in door.run("--stale-only").stdout.str()


def test_what_an_edit_made_false_is_recorded_anew(door: Door) -> None:
    """The file says 8 MB now; sizes, sums and times below it are those of the new run, above it those of the old."""
    text = '```console snippet="{}"\n$ {}\n```\n\n'
    page = text.format("above", "id") + '```text file="limit"\n{}\n```\n\n' + text.format("below", "cat limit")
    path = door.root / "docs" / "a.md"
    path.write_text(page.format("64 MB"), "utf-8")
    door.world.answers = [{"id": f"{'0a' * 32}\n", "cat limit": f"64 MB {'0b' * 32} {'0a' * 6} 3s\n"}]
    door.run("--snippets=update")
    door.world.answers = [{"id": f"{'1a' * 32}\n", "cat limit": f"64 MB {'1b' * 32} {'1a' * 6} 4s\n"}]
    door.run("--snippets=update")
    assert door.captured("a")["below"] == f"64 MB {'0b' * 32} {'0a' * 6} 3s\n", "nothing decides it otherwise"
    door.world.answers = [{"id": f"{'1a' * 32}\n", "cat limit": f"8 MB {'1b' * 32} {'1a' * 6} 4s\n"}]
    assert "changed" in door.run().stdout.str(), "the size stands in the file"
    path.write_text(page.format("8 MB"), "utf-8")
    door.run("--snippets=update").assert_outcomes(passed=2)
    assert door.captured("a") == {
        "above": f"{'0a' * 32}\n",
        "below": f"8 MB {'1b' * 32} {'0a' * 6} 4s\n",
    }
    before = {each: each.read_bytes() for each in (door.root / store.FOLDER).rglob("*") if each.is_file()}
    door.run("--snippets=update")
    assert {each: each.read_bytes() for each in before} == before


def test_orphans_are_told_and_trimmed(door: Door) -> None:
    door.page("a", one="echo one", two="echo two")
    door.run("--snippets=update")
    door.page("a", one="echo one")
    assert "snippets/a/two.console: no snippet uses this capture\n  run: make trim" in door.run().stdout.str()
    assert "removed snippets/a/two.console" in door.run("--snippets=trim").stdout.str()
    assert list(door.captured("a")) == ["one"]
    (door.root / "docs" / "bad.md").write_text("```console\n$ true\n```\n")
    assert door.run("--snippets=trim").ret == 1


def test_what_is_recorded_on_a_busy_machine_is_told(door: Door) -> None:
    door.page("a", one="echo one")
    door.world.load = 3.2
    told = door.run("--snippets=update").stdout.str()
    assert "docs/a.md: recorded at a load of 3.2 for each processor; what it measures may be wrong" in told
    assert "  record it again when the machine is quiet: at most 3" in told
    before = door.files()
    assert "load = 3.2" in before[door.root / store.FOLDER / "a" / "captured.toml"].decode()
    door.world.load = 0.3
    assert "busy machine" not in door.run("--snippets=update").stdout.str()
    assert door.files() == before, "a refresh without a cause changes no byte"


LISTS: list[Mapping[str, str]] = [{"docker ps": "one\ntwo\n"}, {"docker ps": "two\none\n"}]
"""Two runs that do not agree; from the second alone come two that do."""


def test_luck_is_not_asked_again(door: Door) -> None:
    door.page("a", fine="echo fine", list="docker ps")
    door.world.answers = LISTS
    told = door.run("--snippets=update").stdout.str()
    assert "`docker ps` shows something else in a second run\n  sort the lines, or write unordered" in told
    door.world.answers = LISTS[1:]
    for _ in range(2):
        before = door.files()
        told = door.run("--snippets=update").stdout.str()
        assert (
            "docs/a.md:6: `docker ps` did not show the same in two runs of an earlier recording (changed order)" in told
        )
        assert "1 capture refused." in told
        assert door.files() == before
    assert door.captured("a") == {"fine": "echo fine\n"}
    text = (door.root / "docs" / "a.md").read_text("utf-8")
    (door.root / "docs" / "a.md").write_text(text.replace('"list"', '"list" unordered'), "utf-8")
    assert "1 capture stored." in door.run("--snippets=update").stdout.str()
    assert "unsteady" not in (door.root / store.FOLDER / "a" / "captured.toml").read_text("utf-8")
    door.run().assert_outcomes(passed=2)


def test_a_verification_that_shows_what_once_disagreed_raises_no_alarm_and_writes_nothing(door: Door) -> None:
    door.page("a", list="docker ps")
    door.world.answers = LISTS[:1]
    door.run("--snippets=update")
    door.page("a", list="docker ps", more="echo more")
    door.world.answers = LISTS
    assert "recorded" in door.run("--snippets=update").stdout.str()
    door.world.answers = LISTS[1:]
    before = door.files()
    done = door.run()
    done.assert_outcomes(passed=2)
    assert "two runs of a recording did not agree here either" in done.stdout.str()
    assert report.load(door.root).pages == {}
    assert door.files() == before
    door.world.answers = [{"docker ps": "three\n"}]
    door.run().assert_outcomes(passed=1, failed=1)


def test_with_the_snippet_goes_what_is_known_of_it(door: Door) -> None:
    for trims in (False, True):
        door.page("a", list="docker ps", fine="echo fine")
        door.world.answers = LISTS
        door.run("--snippets=update")
        assert "[unsteady.list]" in (door.root / store.FOLDER / "a" / "captured.toml").read_text("utf-8")
        door.page("a", fine="echo fine")
        if trims:
            assert "removed snippets/a/list.console" in door.run("--snippets=trim").stdout.str()
        else:
            door.run("--snippets=update").assert_outcomes(passed=1)
        assert "unsteady" not in (door.root / store.FOLDER / "a" / "captured.toml").read_text("utf-8")


def test_a_renamed_page_keeps_what_was_recorded(door: Door) -> None:
    door.page("a", one="echo one")
    door.run("--snippets=update")
    (door.root / "docs" / "a.md").rename(door.root / "docs" / "b.md")
    done = door.run("--snippets=update")
    assert "runs again" not in done.stdout.str()
    assert door.captured("b") == {"one": "echo one\n"}


def test_damaged_captures_are_recorded_anew(door: Door) -> None:
    door.page("a", one="echo one", two="echo two")
    door.run("--snippets=update")
    (door.root / store.FOLDER / "a" / "one.console").write_text("<<<<<<< ours\n")
    assert "holds the marks of a merge" in door.run().stdout.str()
    door.run("--snippets=update").assert_outcomes(passed=2)
    door.run().assert_outcomes(passed=2)


def test_a_single_snippet_is_run_behind_those_above_it(door: Door) -> None:
    door.page("a", one="echo one", two="echo two", three="echo three")
    door.run("--snippets=update")
    door.world.answers = [{"echo one": "other\n", "echo three": GONE}]
    door.run("docs/a.md::two").assert_outcomes(passed=1)
    assert door.world.runs == 1


def test_settings_that_are_wrong_are_told_before_anything_runs(door: Door) -> None:
    door.page("a", one="echo one")
    (door.root / "workshop.toml").write_text("colour = 1\n")
    done = door.run()
    assert done.ret == pytest.ExitCode.USAGE_ERROR
    assert "workshop.toml: colour: is no setting\n  take it out" in done.stderr.str()


def test_findings_stand_at_their_lines_on_github(door: Door, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "step.md"))
    door.page("a", one="echo one")
    text = door.run().stdout.str()
    assert "::error file=docs/a.md,line=1,title=bad capture::" in text
    assert (tmp_path / "step.md").read_text("utf-8") == (door.root / "reports" / "summary.md").read_text("utf-8")


def test_reports_that_cannot_be_written_are_told_before_anything_runs(door: Door) -> None:
    (door.root / "taken").write_text("")
    done = door.run("--reports=taken/below")
    assert done.ret == pytest.ExitCode.USAGE_ERROR
    assert "reports cannot be written there\n  name another folder" in done.stderr.str()


def test_what_another_run_reports_meanwhile_is_kept(door: Door) -> None:
    door.page("a", one="echo one")
    door.page("b", one="echo one")
    door.run("--snippets=update")
    path = door.root / "reports" / "report.json"
    other = report.only(report.load(door.root), {"docs/b.md::one"})
    path.unlink()
    door.world.meanwhile = lambda: report.save(path, other)
    door.run("docs/a.md::one")
    assert set(report.load(door.root).results) == {"docs/a.md::one", "docs/b.md::one"}


def test_junit_tells_the_seconds_of_each_snippet(door: Door) -> None:
    door.page("a", one="echo one")
    door.run("--junitxml=reports/junit.xml", "--snippets=update")
    assert 'name="seconds"' in (door.root / "reports" / "junit.xml").read_text("utf-8")


def test_the_one_scanner_decides_what_is_a_test(door: Door) -> None:
    for case in EXPECTED:
        (door.root / "docs" / f"{case}.md").write_text(text_of(case), "utf-8")
    said = door.run("--collect-only", "-q").stdout.str()
    for case, expected in EXPECTED.items():
        if isinstance(expected, str):
            assert f"docs/{case}.md:{expected}" in said
        else:
            found = [line.split("::")[1] for line in said.splitlines() if line.startswith(f"docs/{case}.md::")]
            assert found == expected


def test_each_page_is_read_once(door: Door, reads: Counter[str]) -> None:
    for name in "abcde":
        door.page(name, one=f"echo {name}")
    door.run("--collect-only", "--snippets=update")
    assert reads == {"find": 5, "machines": 5}
    door.run("--snippets=update")
    assert reads == {"find": 5, "machines": 5}


def test_two_workers_tell_what_they_noted() -> None:
    """What goes between processes is the same in JSON's types."""
    found = Finding(Class.TEXT, "docs/a.md:2", "x\n  y")
    told = Told(
        Notes(("docs/a.md: one",), (found,), (), (found,), (), ("docs/a.md: files",)), {"docs/a.md": {"f": "1"}}
    )
    assert typed(Told, json.loads(json.dumps(plain(Told, told)))) == told


def test_workers_take_the_engines_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    assert engine_of("gw1") is None
    monkeypatch.setenv("WORKSHOP_ENGINES", "unix:///a, tcp://b:1")
    assert engines() == ["unix:///a", "tcp://b:1"]
    assert [engine_of(f"gw{number}") for number in range(3)] == ["unix:///a", "tcp://b:1", "unix:///a"]
