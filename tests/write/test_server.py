"""The site that is being written, page by page, and what browsers are told of it."""

import json
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Project
from tests.lab.told import told
from transcripts.errors import WorkshopError
from write.preview import Preview
from write.server import EVENTS, Events, Server

PAGE = '# Title\n\n```console snippet="a"\n$ echo one\n```\n'


@pytest.fixture
def preview(project: Project) -> Iterator[Preview]:
    """The preview of a project with one page."""
    project.page(PAGE)
    one = Preview(project.root, project.root / ".cache" / "site")
    yield one
    one.close()
    assert not one.target.exists()


def test_one_page_is_built_alone_and_a_new_one_with_all(preview: Preview, project: Project) -> None:
    assert preview.show("index.md") == "./"
    index = preview.target / "index.html"
    assert re.search(r'<script src="assets/write.js"', index.read_text())
    assert (preview.target / "assets" / "write.js").exists()
    (project.root / "docs" / "new.md").write_text("# New\n")
    before = index.stat().st_mtime_ns
    assert preview.show("new.md") == "new/"
    assert index.stat().st_mtime_ns > before
    before = index.stat().st_mtime_ns
    (project.root / "docs" / "new.md").write_text("# Newer\n")
    assert preview.show("new.md") == "new/"
    assert "Newer" in (preview.target / "new" / "index.html").read_text()
    assert index.stat().st_mtime_ns == before


def test_a_page_that_cannot_be_shown_is_told_and_shown_when_it_is_mended(preview: Preview, project: Project) -> None:
    for _ in range(2):
        (project.root / "docs" / "index.md").write_text("```console\n$ echo\n```\n")
        with told(
            WorkshopError,
            "docs/index.md:1",
            "a console fence that neither runs nor says why",
            'add snippet="name", or static="why it does not run"',
        ):
            preview.show("index.md")
        (project.root / "docs" / "index.md").write_text(PAGE.replace("Title", "Mended"))
        preview.show("index.md")
        assert "Mended" in (preview.target / "index.html").read_text()


def test_browsers_get_the_site_and_the_last_of_each_page(preview: Preview) -> None:
    preview.show("index.md")
    events = Events()
    server = Server(preview.target, events, 0, preview.whole)
    try:
        with urllib.request.urlopen(server.address) as answer:
            assert b"Title" in answer.read()
            assert answer.headers["Cache-Control"] == "no-cache"
        events.send("index.md", {"said": "first"})
        events.send("index.md", {"said": "second"})
        with urllib.request.urlopen(server.address.rstrip("/") + EVENTS, timeout=10) as stream:
            assert stream.headers["Content-Type"] == "text/event-stream"
            assert json.loads(stream.readline().removeprefix(b"data: "))["said"] == "second"
            stream.readline()
            events.send("index.md", {"said": "third"})
            assert json.loads(stream.readline().removeprefix(b"data: "))["said"] == "third"
    finally:
        server.close()


def test_a_port_that_is_taken_is_told(tmp_path: Path, preview: Preview) -> None:
    server = Server(tmp_path, Events(), 0, preview.whole)
    port = int(server.address.split(":")[2].strip("/"))
    try:
        with told(WorkshopError, f"port {port}", "is taken", "end what serves there, or name another: PORT=8001"):
            Server(tmp_path, Events(), port, preview.whole)
    finally:
        server.close()
