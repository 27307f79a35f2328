"""What injection costs the build."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import median

import pytest
import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config

from tests.conftest import ENGINES, Project
from transcripts.keep import store
from transcripts.keep.provenance import Checked
from transcripts.keep.store import Captures

pytestmark = pytest.mark.bench

PAGES, SNIPPETS = 300, 5
COMMANDS = ["docker volume create pgdata", "docker volume ls", "docker ps --all", "docker system df", "docker info"]
OUTPUT = "".join(f"DRIVER    local     VOLUME NAME {number:02}\n" for number in range(12))
PROSE = "Some **prose** with `code`, [a link](https://example.org) and a list:\n\n- one\n- two\n\n" * 3


def page(number: int, live: bool) -> str:
    parts = [f"# Page {number}\n"]
    for command in COMMANDS:
        name = f' snippet="{command.replace(" --", "-").replace(" ", "-")}"' if live else ""
        parts.append(f"{PROSE}\n```console{name}\n$ {command}\n{'' if live else OUTPUT}```\n")
    return "\n".join(parts)


def built(root: Path, live: bool, engines: str = "") -> Callable[[], float]:
    root.mkdir()
    project = Project(root)
    settings = root / "workshop.toml"
    settings.write_text(settings.read_text("utf-8") + engines, "utf-8")
    path = root / "mkdocs.yml"
    config = yaml.safe_load(path.read_text("utf-8"))
    config["theme"] = {"name": "material", "font": False}
    if not live:
        del config["hooks"]
    path.write_text(yaml.safe_dump(config), "utf-8")
    for number in range(PAGES):
        text, name = page(number, live), f"page{number}.md"
        project.page(text, name, OUTPUT if live else None)

    def once() -> float:
        config = load_config(str(path))
        config.plugins.on_startup(command="build", dirty=False)
        start = time.perf_counter()
        build(config)
        return time.perf_counter() - start

    return once


def test_injection_takes_hardly_longer_than_output_typed_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, note: Callable[[str], None]
) -> None:
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    ours, typed = built(tmp_path / "ours", True), built(tmp_path / "typed", False)
    times = [(ours(), typed()) for _ in range(3)]
    injected, by_hand = (median(pair[side] for pair in times) for side in (0, 1))
    note(f"build of {PAGES} pages with {SNIPPETS} snippets: {injected:.1f} s; typed in: {by_hand:.1f} s")
    note(f"  ratio {injected / by_hand:.2f}")
    assert (tmp_path / "ours" / "site" / "page0" / "index.html").read_text("utf-8").count("VOLUME NAME 11") == SNIPPETS
    assert injected / by_hand <= 1.05


def test_engines_that_do_not_differ_take_hardly_longer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, note: Callable[[str], None]
) -> None:
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    one, several = built(tmp_path / "one", True), built(tmp_path / "several", True, ENGINES)
    load = store.load

    def checked(folder: Path) -> Captures:
        found = load(folder)
        names = ("28.5-containerd", "26.1") if (tmp_path / "several") in folder.parents else ()
        engines = {name: Checked(name[:4], date(2026, 11, 25), "k") for name in names}
        return replace(found, provenance=replace(found.provenance, engines=engines))

    monkeypatch.setattr(store, "load", checked)
    times = [(one(), several()) for _ in range(3)]
    alone, beside = (median(pair[side] for pair in times) for side in (0, 1))
    note(f"build of {PAGES} pages with one engine: {alone:.1f} s; with three: {beside:.1f} s")
    note(f"  ratio {beside / alone:.2f}")
    html = (tmp_path / "several" / "site" / "page0" / "index.html").read_text("utf-8")
    assert html.count("(containerd) and 26.1") == SNIPPETS
    assert beside / alone <= 1.05
