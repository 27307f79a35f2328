"""pytest's door, with several engines: what is run on which of them, what is kept of each, and what is said."""

import json
from types import SimpleNamespace

import pytest

from tests.verify.conftest import STOP, Door
from transcripts.judge.review import Mode
from transcripts.keep import store
from transcripts.tell import report
from verify.parallel import PageScheduling

PLAN = {"docker ps": "26 says so\n"}


def recorded(door: Door, **on: str) -> None:
    """Record a page on three engines, of which 26.1 shows something else for one command."""
    door.engines()
    door.page("a", one="echo one", two="docker ps", three="echo three")
    door.world.on = {"trixie": {**PLAN, **on}}
    door.run("--snippets=update", "--engine=all").assert_outcomes(passed=9)


def names(door: Door) -> list[str]:
    folder = door.root / store.FOLDER / "a"
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


FIRST = ["captured.toml", "one.console", "three.console", "two.console"]


def test_the_first_engine_is_the_default_and_its_ids_are_as_ever(door: Door) -> None:
    door.engines()
    door.page("a", one="echo one")
    door.run("--snippets=update").assert_outcomes(passed=1)
    assert {each.partition(" ")[0] for each in door.world.played} == {"testing"}
    assert list(report.load(door.root).results) == ["docs/a.md::one"]


def test_only_what_differs_is_kept_and_the_rest_costs_a_line(door: Door) -> None:
    recorded(door)
    assert names(door) == ["@26.1/captured.toml", "@26.1/two.console", *FIRST]
    captures = store.load(door.root / store.FOLDER / "a")
    assert {name: list(shown) for name, shown in captures.others.items()} == {"26.1": ["two"]}
    assert captures.others["26.1"]["two"].steps[0].output == "26 says so\n"
    assert captures.transcripts["two"].steps[0].output == "docker ps\n"
    text = (door.root / store.FOLDER / "a" / "captured.toml").read_text("utf-8")
    [one, other] = text.split("[engines]\n")[1].strip().split("\n")
    assert one.startswith('"26.1" = "26.1.5 2026-11-25 ')
    assert other.startswith('"28.5-other" = "28.5.2 2026-11-25 ')


def test_each_engine_is_verified_by_what_is_kept_of_it(door: Door) -> None:
    recorded(door)
    before = door.files()
    done = door.run("--engine=all")
    done.assert_outcomes(passed=9)
    assert sorted(report.load(door.root).results)[:2] == ["docs/a.md::one", "docs/a.md::one[26.1]"]
    assert sorted(report.load(door.root).pages) == ["docs/a.md", "docs/a.md[26.1]", "docs/a.md[28.5-other]"]
    text = done.stdout.str()
    assert "26.1: All 3 snippets that ran are true." in text
    assert "docs/a.md  true  true, 1 of its own (1 × changed text)  true" in text
    said = (door.root / "reports" / "summary.md").read_text("utf-8")
    assert "| docs/a.md | true | true, 1 of its own (1 × changed text) | true |" in said
    assert "\n## On 26.1\n" in said
    assert "runs again" not in text
    door.run("--snippets=update", "--engine=all")
    assert door.files() == before, "recorded again, no byte changes"


def test_drift_is_told_of_its_engine_alone(door: Door) -> None:
    recorded(door)
    door.world.on = {"trixie": {**PLAN, "echo three": "tres\n"}}
    done = door.run("--engine=all")
    done.assert_outcomes(passed=8, failed=1)
    text = done.stdout.str()
    assert "if the page is right: make record PAGE=docs/a.md ENGINE=26.1" in text
    assert "1 not true (1 × changed text), 1 of its own (1 × changed text)" in text
    assert list(report.load(door.root).pages) == ["docs/a.md", "docs/a.md[28.5-other]"]
    door.run("--engine=28.5").assert_outcomes(passed=3)


def test_one_snippet_on_one_engine(door: Door) -> None:
    recorded(door)
    door.run("docs/a.md::two", "--engine=26.1").assert_outcomes(passed=1)
    door.run("docs/a.md::two[26.1]", "--engine=all").assert_outcomes(passed=1)
    before = door.files()
    door.world.on = {"trixie": {"docker ps": "now this\n"}}
    door.run("docs/a.md::two", "--engine=26.1", "--snippets=update").assert_outcomes(passed=1)
    changed = [path.name for path, data in door.files().items() if before[path] != data]
    assert sorted(changed) == ["captured.toml", "two.console"]


def test_what_no_longer_differs_goes_and_the_first_stays(door: Door) -> None:
    recorded(door)
    before = door.files()
    door.world.on = {}
    door.run("--engine=26.1", "--snippets=update").assert_outcomes(passed=3)
    assert names(door) == FIRST
    first = {path: data for path, data in before.items() if path.suffix == store.SUFFIX and "@" not in str(path)}
    assert {path: data for path, data in door.files().items() if path.suffix == store.SUFFIX} == first


def test_a_new_recording_of_the_first_leaves_the_others_and_makes_them_stale(door: Door) -> None:
    recorded(door)
    door.run("--engine=all", "--stale-only").assert_outcomes(skipped=9)
    door.world.answers = [{"echo one": "eins\n"}]
    door.run("--snippets=update").assert_outcomes(passed=3)
    assert "@26.1/two.console" in names(door)
    done = door.run("--engine=all", "--stale-only", "--snippets=update")
    done.assert_outcomes(passed=6, skipped=3)
    assert "docs/a.md on 26.1: " in done.stdout.str()
    assert list(store.load(door.root / store.FOLDER / "a").others["26.1"]) == ["two"]
    door.run("--engine=all", "--stale-only").assert_outcomes(skipped=9)


def test_what_was_kept_for_another_reason_is_not_kept_any_more(door: Door) -> None:
    """The first engine shows now what 26.1 showed before."""
    recorded(door)
    door.world.answers = [PLAN]
    door.run("--snippets=update", "--engine=all").assert_outcomes(passed=9)
    assert names(door) == FIRST


def test_a_page_that_stops_on_one_engine_stores_nothing_of_it(door: Door) -> None:
    door.engines()
    door.page("a", one="echo one", two="docker ps", three="echo three")
    door.world.on = {"trixie": {"docker ps": STOP}}
    done = door.run("--snippets=update", "--engine=all")
    done.assert_outcomes(passed=7, failed=1, skipped=1)
    assert names(door) == FIRST
    assert '"26.1"' not in (door.root / store.FOLDER / "a" / "captured.toml").read_text("utf-8")
    assert "1 not true (1 × fails now)" in done.stdout.str()


def test_a_page_is_recorded_on_the_first_engine_first(door: Door) -> None:
    door.engines()
    door.page("a", one="echo one")
    done = door.run("--snippets=update", "--engine=26.1")
    assert (
        'docs/a.md:1: the snippet "one" has no capture of 28.5, with which 26.1 is compared\n'
        "  run: make record PAGE=docs/a.md" in done.stdout.str().replace("E       ", "").replace("E     ", "  ")
    )
    assert door.world.runs == 0


def test_pages_on_whose_machines_no_engine_runs_are_run_once(door: Door) -> None:
    door.engines()
    text = '---\nmachines:\n  bare: bare\n---\n```console snippet="one"\n$ echo one\n```\n'
    (door.root / "docs" / "b.md").write_text(text, "utf-8")
    door.page("a", one="echo one")
    done = door.run("--snippets=update", "--engine=all")
    done.assert_outcomes(passed=4)
    assert "docs/b.md  true  –     –" in done.stdout.str()
    done = door.run("--engine=26.1", "--deselect=docs/a.md")
    assert done.ret == pytest.ExitCode.OK
    assert "docs/b.md shows the same on 26.1: no engine runs on its machines" in done.stdout.str()


def test_an_engine_that_the_settings_do_not_name_is_told(door: Door) -> None:
    door.page("a", one="echo one")
    told = "--engine=27: is no engine of workshop.toml\n  "
    assert f"{told}name it there, below [engines]" in door.run("--engine=27").stderr.str()
    door.engines()
    assert f"{told}use 28.5, 26.1, 28.5-other or all" in door.run("--engine=27").stderr.str()


def test_all_engines_of_settings_that_name_none_are_the_one(door: Door) -> None:
    door.page("a", one="echo one")
    door.run("--snippets=update", "--engine=all").assert_outcomes(passed=1)
    assert list(report.load(door.root).results) == ["docs/a.md::one"]


def test_an_engine_that_no_registry_gives_waits_where_others_run(door: Door) -> None:
    recorded(door)
    door.world.lacks = {"sid": "docker:29-dind"}
    done = door.run("--engine=all", "-rs")
    done.assert_outcomes(passed=6, skipped=3)
    assert "28.5-other comes from docker:29-dind, which no registry gives here" in done.stdout.str()
    assert "(1 × changed text)  not run" in done.stdout.str()


def test_captures_of_an_engine_that_is_gone_are_told_and_trimmed(door: Door) -> None:
    recorded(door)
    path = door.root / "workshop.toml"
    path.write_text(path.read_text("utf-8").replace('"26.1"', '"26.2"'), "utf-8")
    told = door.run().stdout.str()
    assert "snippets/a/@26.1/two.console: no snippet uses this capture, or 26.1 is none of the other engines" in told
    done = door.run("--snippets=trim").stdout.str()
    assert "removed snippets/a/@26.1/two.console" in done
    assert "forgot engines that are gone in snippets/a/captured.toml" in done
    assert names(door) == FIRST
    assert "26.1" not in (door.root / store.FOLDER / "a" / "captured.toml").read_text("utf-8")
    door.run("--engine=28.5-other").assert_outcomes(passed=3)


def test_a_bad_page_is_told_once(door: Door) -> None:
    door.engines()
    door.page("a", one="echo one")
    (door.root / "docs" / "bad.md").write_text("```console\n$ true\n```\n")
    text = door.run("--snippets=update", "--engine=all").stdout.str()
    assert text.count("ERROR collecting docs/bad.md") == 1


def test_damaged_captures_of_another_engine_are_recorded_anew(door: Door) -> None:
    recorded(door)
    damaged = door.root / store.FOLDER / "a" / "@26.1" / "two.console"
    damaged.write_text("| edited\n")
    assert "is not what was recorded" in door.run("--engine=26.1").stdout.str()
    door.run("--engine=28.5").assert_outcomes(passed=3)
    door.run("--engine=26.1", "--snippets=update").assert_outcomes(passed=3)
    assert store.load(door.root / store.FOLDER / "a").others["26.1"]["two"].steps[0].output == "26 says so\n"


def test_what_two_runs_do_not_agree_on_is_remembered_of_its_engine(door: Door) -> None:
    recorded(door)
    door.world.on = {}
    door.world.answers = [{"docker ps": "one\ntwo\n"}, {"docker ps": "two\none\n"}]
    done = door.run("--snippets=update", "--engine=26.1")
    assert "1 capture refused." in done.stdout.str()
    assert "[unsteady.two]" in (door.root / store.FOLDER / "a" / "@26.1" / "captured.toml").read_text("utf-8")
    assert "unsteady" not in (door.root / store.FOLDER / "a" / "captured.toml").read_text("utf-8")


def test_the_report_tells_the_engine(door: Door) -> None:
    recorded(door)
    found = json.loads((door.root / "reports" / "report.json").read_text("utf-8"))["snippets"]
    assert {(each["name"], each["engine"]) for each in found} >= {("one", ""), ("one", "26.1"), ("two", "28.5-other")}


@pytest.mark.parametrize(
    ("mode", "scopes"),
    [
        (Mode.VERIFY, ["docs/a.md", "docs/a.md[26.1]", "docs/a.md[26.1]", "tests/test_a.py"]),
        (Mode.UPDATE, ["docs/a.md", "docs/a.md", "docs/a.md", "tests/test_a.py"]),
    ],
)
def test_a_page_is_spread_by_engines_unless_it_is_recorded(mode: Mode, scopes: list[str]) -> None:
    scheduling = PageScheduling.__new__(PageScheduling)
    scheduling.config = SimpleNamespace(option=SimpleNamespace(snippets=mode))
    idents = ["docs/a.md::one", "docs/a.md::one[26.1]", "docs/a.md::two[26.1]", "tests/test_a.py::test_it[26.1]"]
    assert [scheduling._split_scope(ident) for ident in idents] == scopes
