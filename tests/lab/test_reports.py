"""What a run reports, which pages it leaves out as fresh, and how it spreads over several engines, on real labs."""

import dataclasses
import json
import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest

from lab.images import engine
from tests.lab.conftest import SETTINGS, Dial, Relay, Workshop, dialled, page, said
from transcripts.keep import store
from transcripts.tell import report
from transcripts.transcript import Transcript

pytestmark = pytest.mark.engine

FILE = '```text file="note"\n{}\n```\n\n'


def drifted(folder: Path, name: str) -> None:
    """Let a capture show something else, as if Docker had changed since."""
    known = store.load(folder)
    shown = known.transcripts[name]
    other = Transcript(tuple(dataclasses.replace(step, output="other\n") for step in shown.steps))
    store.save(folder, {name: other}, known.provenance.facts, known.provenance.key)


def test_only_stale_pages_run_again(workshop: Workshop) -> None:
    workshop.page("a", FILE.format("one") + page(show="cat note | wc --lines"))
    workshop.page("b", page(show="echo b", version="docker run --rm debian:trixie echo hello"))
    said(workshop, "--snippets=update")
    before = workshop.captures()
    text = said(workshop, "--stale-only", "-rs")
    assert "3 skipped" in text
    assert "fresh: nothing that decides the page's output has changed" in text

    workshop.page("a", FILE.format("two") + page(show="cat note | wc --lines"))
    text = said(workshop, "--stale-only")
    assert "docs/a.md: snippet show changed" in text
    assert "1 passed, 2 skipped" in text
    assert "3 skipped" in said(workshop, "--stale-only"), "it was found true, and that is remembered"

    toml = workshop.root / "snippets" / "b" / "captured.toml"
    toml.write_text(toml.read_text("utf-8").replace('engine = "', 'engine = "0.'), "utf-8")
    shutil.rmtree(workshop.root / "reports")
    text = said(workshop, "--stale-only")
    assert "docs/a.md: snippet show changed" in text
    assert "docs/b.md: engine changed" in text

    said(workshop, "--snippets=update")
    changed = {path.name for path, data in workshop.captures().items() if before[path] != data}
    assert changed == {"captured.toml"}
    assert "3 skipped" in said(workshop, "--stale-only")


def test_a_page_that_was_not_true_runs_again(workshop: Workshop) -> None:
    workshop.page("a", page(show="hostname"))
    said(workshop, "--snippets=update")
    before = workshop.captures()
    drifted(workshop.root / "snippets" / "a", "show")
    said(workshop, status=1)
    for path, data in before.items():
        path.write_bytes(data)
    assert "docs/a.md: it was not true when it was last run" in said(workshop, "--stale-only")


def test_one_run_gives_all_reports(workshop: Workshop) -> None:
    workshop.page("a", page(one="echo one", two="sleep 5.1; echo two"))
    workshop.page("b", page(one="echo one", later="ls /nowhere"))
    said(workshop, "--snippets=update", status=1)
    workshop.page("b", page(one="echo one"))
    said(workshop, "--snippets=update")
    drifted(workshop.root / "snippets" / "a", "one")

    step = workshop.root / "step.md"
    text = said(
        workshop,
        "-n",
        "2",
        "--junitxml=reports/junit.xml",
        status=1,
        GITHUB_ACTIONS="true",
        GITHUB_STEP_SUMMARY=str(step),
    )
    assert "workshop: 1 of 3 snippets not true, in docs/a.md: 1 × changed text.\n" in text
    assert "workshop: docs/a.md: 1 failed, 1 passed" in text
    assert "workshop: docs/b.md: 1 passed" in text
    assert (
        "::error file=docs/a.md,line=2,title=changed text::changed text: `echo one` shows something else than before"
        "%0A  - other%0A  + one\n"
    ) in text
    assert "docs/a.md:2: changed text: `echo one` shows something else than before\n  - other\n  + one\n" in text
    assert re.search(r"  5\.\d s  docs/a\.md::two  sleep 5\.1; echo two", text)

    cases = ET.parse(workshop.root / "reports" / "junit.xml").findall(".//testcase")
    assert sorted(case.attrib["name"] for case in cases) == ["one", "one", "two"]
    [two] = [case for case in cases if case.attrib["name"] == "two"]
    # A case has the seconds of its own commands: the others echo a word, in much less.
    assert float(two.attrib["time"]) > 5 > max(float(case.attrib["time"]) for case in cases if case is not two)
    assert re.fullmatch(r"5\.\d\d", {p.attrib["name"]: p.attrib["value"] for p in two.iter("property")}["seconds"])

    found = json.loads((workshop.root / "reports" / "report.json").read_text("utf-8"))
    assert {f"{each['page']}::{each['name']}": each["outcome"] for each in found["snippets"]} == {
        "docs/a.md::one": "failed",
        "docs/a.md::two": "passed",
        "docs/b.md::one": "passed",
    }
    assert list(found["pages"]) == ["docs/b.md"]
    summary = (workshop.root / "reports" / "summary.md").read_text("utf-8")
    assert summary.startswith("1 of 3 snippets not true")
    assert step.read_text("utf-8") == summary


LOSES = """
from dataclasses import replace
from lab.terminal.session import Session
from transcripts.errors import StepError

whole, names, moody = Session.run, {names}, []

def run(self, snippet):
    shown = whole(self, snippet)
    if names and snippet.name == names[0] and self not in moody:
        moody.append(self)
        names.pop(0)
        {loss}
    return shown

Session.run = run
"""
"""A machine that is moody once in each run, at the next of the names."""
OUTPUT = "shown = replace(shown, steps=tuple(replace(step, output='') for step in shown.steps))"
LINE = "raise StepError(snippet.place, 'the line was cut', 'try again')"


@pytest.mark.parametrize("loss", [OUTPUT, LINE], ids=["output", "line"])
def test_what_one_run_loses_is_told_and_fails_nothing(loss: str, workshop: Workshop) -> None:
    workshop.page("a", page(one="echo one", two="docker volume create pgdata", three="docker volume ls --quiet"))
    said(workshop, "--snippets=update")
    (workshop.root / "conftest.py").write_text(LOSES.format(names=["two"], loss=loss), "utf-8")
    text = said(workshop)
    assert "3 passed" in text
    assert "docs/a.md runs again, since an alarm counts if two runs agree" in text
    assert "true. 1 finding not there in both runs.\n" in text
    assert "one of two runs shows this; if it comes again" in text
    assert "docs/a.md" in report.load(workshop.root).pages


def test_what_two_runs_lose_in_two_places_is_told_and_verifies_nothing(workshop: Workshop) -> None:
    workshop.page("a", page(one="echo one", two="docker volume create pgdata", three="docker volume ls --quiet"))
    said(workshop, "--snippets=update")
    (workshop.root / "conftest.py").write_text(LOSES.format(names=["one", "two"], loss=OUTPUT), "utf-8")
    text = said(workshop)
    assert "true. 2 findings not there in both runs.\n" in text
    assert text.count("runs again") == 1, "a page gets one second run, not one for each of its snippets"
    assert report.load(workshop.root).pages == {}

    (workshop.root / "conftest.py").write_text(LOSES.format(names=["one", "two"], loss=LINE), "utf-8")
    assert "docs/a.md:5: none of two runs came to its end here: " in said(workshop, status=1)


@pytest.mark.parametrize("arguments", [("--reports=taken/below",), ("--junitxml=taken/junit.xml",)])
def test_reports_that_cannot_be_written_are_told_before_anything_runs(
    arguments: tuple[str, ...], workshop: Workshop
) -> None:
    (workshop.root / "taken").write_text("mine")
    workshop.page("a", page(one="echo one"))
    text = said(workshop, "--snippets=update", *arguments, status=4)
    assert re.search(r"taken: reports cannot be written there\n  name another folder", text)
    assert workshop.captures() == {}


def test_workers_spread_over_the_engines(workshop: Workshop, relay: Callable[[Dial], Relay]) -> None:
    asked = [0, 0]

    def counting(number: int) -> Dial:
        def dial() -> object:
            asked[number] += 1
            return dialled("/var/run/docker.sock")

        return dial  # type: ignore[return-value]

    cables = [relay(counting(number)) for number in range(2)]
    workshop.page("a", page(one="echo one"))
    workshop.page("b", page(one="echo one"))
    engines = " ".join(cable.address for cable in cables)
    assert "2 passed" in said(workshop, "--snippets=update", "-n", "2", WORKSHOP_ENGINES=engines)
    assert all(asked)
    text = said(workshop, "-n", "auto", WORKSHOP_ENGINES=engines)
    info = engine.connect().info()
    memory = max(kind.memory for kind in SETTINGS.machines.values())
    assert f"created: {2 * min(info['NCPU'], info['MemTotal'] // memory)}/" in text


def test_an_engine_that_does_not_answer_is_told(workshop: Workshop) -> None:
    workshop.page("a", page(one="echo one"))
    with workshop.start("-n", "auto", WORKSHOP_ENGINES="tcp://127.0.0.1:9") as run:
        text = run.communicate()[0]
    assert run.returncode != 0
    assert "Docker Engine: none answers at tcp://127.0.0.1:9" in text
    assert "Traceback" not in text
