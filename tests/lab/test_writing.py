"""`make write` as an author starts it: what is saved is played, and whatever ends it, nothing of it stays."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import yaml

from lab.ends import ENDS
from lab.images import engine
from tests.conftest import ROOT
from tests.lab.conftest import Workshop, heard, ours, page
from transcripts.keep import drafts, store
from transcripts.keep.drafts import State

pytestmark = pytest.mark.engine

PATIENCE = 120


class Writing:
    """A project that is being written."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop, self.root = workshop, workshop.root
        hook = str(ROOT / "hooks" / "build.py")
        site = {
            "site_name": "Test",
            "theme": {"name": "mkdocs"},
            "plugins": [],
            "hooks": [hook],
            "markdown_extensions": ["pymdownx.superfences"],
        }
        (self.root / "mkdocs.yml").write_text(yaml.safe_dump(site), "utf-8")
        self.said: list[str] = []

    def start(self, *pages: str) -> "subprocess.Popen[str]":
        self.said = []
        process = subprocess.Popen(
            [sys.executable, "-m", "write", *pages, f"--port={random.randint(20000, 60000)}"],
            cwd=self.root,
            env={**os.environ, "PYTHONPATH": str(ROOT / "hooks")},
            preexec_fn=heard,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, args=(process,))
        self._reader.start()
        return process

    def _read(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout
        self.said.extend(process.stdout)

    def until(self, words: str) -> None:
        end = time.monotonic() + PATIENCE
        while not any(words in line for line in [*self.said]):
            assert time.monotonic() < end, self.said
            time.sleep(0.05)

    def end(self, process: "subprocess.Popen[str]", how: int) -> None:
        process.send_signal(how)
        process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        assert "Traceback" not in "".join(self.said), "".join(self.said)

    def nothing_left(self, pid: int) -> None:
        assert ours(engine.connect(), pid) == []
        assert [path for path in (self.root / ".cache").rglob("*") if path.is_file()] == []
        assert self.workshop.captures() == {}


@pytest.fixture
def writing(workshop: Workshop) -> Writing:
    """A project with a page that nobody has recorded."""
    return Writing(workshop)


def shown(root: Path, name: str) -> str:
    draft = drafts.load(root, "a.md")[name]
    assert draft.state is State.PLAYED
    return "".join(step.output for step in draft.transcript.steps)


def test_what_is_saved_is_played_in_a_lab_and_recording_says_that_it_was_seen(writing: Writing) -> None:
    writing.workshop.page("a", page(one="docker version --format '{{.Server.Os}}'"))
    process = writing.start("docs/a.md")
    writing.until("1 command played")
    assert shown(writing.root, "one") == "linux\n"
    text = page(one="docker version --format '{{.Server.Os}}'", two="echo more")
    writing.workshop.page("a", text)
    writing.until("2 commands played")
    with writing.workshop.start("--snippets=update", "--reports=reports") as recording:
        told = recording.communicate()[0]
    assert recording.returncode == 0, told
    assert "docs/a.md: one, as its draft showed" in told
    writing.until("2 commands played, 0 drafts")
    assert drafts.load(writing.root, "a.md") == {}
    writing.end(process, signal.SIGINT)
    assert process.returncode == 0
    assert ours(engine.connect(), process.pid) == []
    assert store.load(store.folder_of(writing.root / store.FOLDER, "a.md")).transcripts.keys() == {"one", "two"}


@pytest.mark.parametrize("how", ENDS)
def test_a_signal_ends_it_at_any_moment_and_nothing_stays(writing: Writing, how: int) -> None:
    writing.workshop.page("a", page(one="echo one", two="sleep 30"))
    process = writing.start("docs/a.md", "docs/b.md")
    time.sleep(random.uniform(2, 8))
    writing.end(process, how)
    assert process.returncode == 0, writing.said
    writing.nothing_left(process.pid)


def test_what_a_killed_one_left_the_next_one_takes_away(writing: Writing) -> None:
    writing.workshop.page("a", page(one="echo one", two="sleep 30"))
    killed = writing.start("docs/a.md")
    writing.until("serving at")
    time.sleep(random.uniform(0, 5))
    writing.end(killed, signal.SIGKILL)
    assert drafts.load(writing.root, "a.md") == {}, "nobody writes"
    process = writing.start("docs/a.md")
    writing.until("serving at")
    assert ours(engine.connect(), killed.pid) == []
    writing.end(process, signal.SIGINT)
    writing.nothing_left(process.pid)


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ([], "make write: says no page\n  name one: make write PAGE=docs/volumes.md\n"),
        (["README.md"], "README.md: is no page below docs/\n  name one: make write PAGE=docs/volumes.md\n"),
        (["docs/../../a.md"], "docs/../../a.md: is no page below docs/\n  name one: make write PAGE=docs/volumes.md\n"),
        (["docs/a.md", "--port=x"], "PORT=x: is no port\n  write a number up to 65535, like 8000\n"),
    ],
)
def test_what_cannot_be_written_is_told_in_two_lines(writing: Writing, arguments: list[str], problem: str) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "write", *arguments],
        cwd=writing.root,
        env={**os.environ, "PYTHONPATH": str(ROOT / "hooks")},
        capture_output=True,
        text=True,
    )
    assert (run.returncode, run.stderr) == (1, problem)
