"""Drafts are there only as long as somebody writes, and never in a build that is published."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.conftest import Project, step
from transcripts.keep import drafts
from transcripts.keep.drafts import Draft, State
from transcripts.transcript import Transcript

ONE = Draft(Transcript((step("echo one", "one\n"),)))
STOPPED = Draft(
    Transcript((step("cat", "what it\nshowed\n"),)), State.STOPPED, ("docs/index.md:2: is <wrong>", "mend it")
)
PAGE = '```console snippet="a"\n$ echo one\n```\n'


def test_they_come_back_as_they_were_until_they_are_removed(tmp_path: Path) -> None:
    drafts.save(tmp_path, "images/own.md", {"a": ONE, "b": STOPPED})
    assert drafts.load(tmp_path, "images/own.md") == {"a": ONE, "b": STOPPED}
    assert drafts.load(tmp_path, "own.md") == {}
    drafts.clear(tmp_path, ["images/own.md", "never.md"])
    assert drafts.load(tmp_path, "images/own.md") == {}
    assert not [path for path in (tmp_path / drafts.FOLDER).rglob("*") if path.is_file()]


def test_those_of_a_process_that_is_gone_are_none(tmp_path: Path) -> None:
    drafts.save(tmp_path, "a.md", {"a": ONE})
    [path] = (tmp_path / drafts.FOLDER).glob("*")
    with subprocess.Popen(["true"]) as gone:
        gone.wait()
    assert not drafts.alive(gone.pid)
    path.write_text(path.read_text().replace(f'"writer": {os.getpid()}', f'"writer": {gone.pid}'))
    assert drafts.load(tmp_path, "a.md") == {}
    drafts.save(tmp_path, "images/own.md", {"a": ONE})
    drafts.sweep(tmp_path)
    assert [each.name for each in (tmp_path / drafts.FOLDER).rglob("*.json")] == ["own.md.json"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"writer": 1}', '{"writer": 1, "drafts": {"a": ["no", "", []]}}'])
def test_what_is_damaged_is_none(tmp_path: Path, text: str) -> None:
    drafts.save(tmp_path, "a.md", {"a": ONE})
    [path] = (tmp_path / drafts.FOLDER).glob("*")
    path.write_text(text)
    assert drafts.load(tmp_path, "a.md") == {}


def test_git_ignores_them() -> None:
    assert drafts.FOLDER.split("/")[0] + "/" in (Path(__file__).parents[3] / ".gitignore").read_text().splitlines()


def test_a_live_server_draws_them_as_drafts_and_a_build_that_is_published_has_none(project: Project) -> None:
    project.page(PAGE, output="recorded\n")
    drafts.save(project.root, "index.md", {"a": ONE})
    live = project.html(live=True)
    assert 'data-draft="played"' in live
    assert "<b>Draft:</b> <code>make record PAGE=docs/index.md</code> makes it true" in live
    assert "one\n</span>" in live
    published = project.html()
    assert "draft" not in published.lower()
    assert "recorded\n</span>" in published


def test_one_that_stopped_shows_its_screen_and_its_two_lines(project: Project) -> None:
    project.page('```console snippet="b"\n$ cat\n```\n', output=None)
    drafts.save(project.root, "index.md", {"b": STOPPED})
    live = project.html(live=True)
    assert 'data-draft="stopped"' in live
    assert "what it\nshowed\n" in live
    assert "<b>Draft, stopped:</b> docs/index.md:2: is &lt;wrong&gt;<br>mend it" in live


def test_one_of_commands_that_changed_since_is_not_shown(project: Project) -> None:
    project.page(PAGE.replace("one", "two"), output=None)
    drafts.save(project.root, "index.md", {"a": ONE})
    assert "Not recorded yet" in project.html(live=True)


def test_the_form_tells_who_writes(tmp_path: Path) -> None:
    drafts.save(tmp_path, "a.md", {"a": ONE})
    [path] = (tmp_path / drafts.FOLDER).glob("*")
    assert json.loads(path.read_text())["writer"] == os.getpid()
