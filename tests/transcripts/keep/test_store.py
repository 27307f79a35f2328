"""Captures come back as they were stored, and whatever happened to them in between is told."""

import multiprocessing
import os
import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import KINDS, ROOT, step
from transcripts.errors import CaptureError, WorkshopError
from transcripts.findings import Class
from transcripts.keep import others, store, trim
from transcripts.keep.provenance import Checked, Facts, Provenance, Unsteady
from transcripts.page import fences
from transcripts.page.blocks import Snippet
from transcripts.page.page import Page, read
from transcripts.prompts import Line
from transcripts.transcript import FORMAT, Step, Transcript

FIRST = Transcript((step("docker volume create pgdata", "pgdata\n"), step("false", status=1)))
SECOND = Transcript((Step((Line("$ ", "printf x \\"), Line("> ", "y")), "x\n\n= 1\ny", 0),))
FACTS = Facts(date(2026, 11, 23), "28.5.2", images={"postgres:17": "sha256:" + "0a" * 32})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The captures of one page."""
    folder = store.folder_of(tmp_path / "snippets", "images/commit.md")
    store.save(folder, {"first": FIRST, "second": SECOND}, FACTS)
    return folder


def writers(count: int) -> ProcessPoolExecutor:
    """Give processes that write, started anew: a fork of a worker, which has threads, may wait for ever."""
    return ProcessPoolExecutor(count, multiprocessing.get_context("spawn"))


def told(error: WorkshopError, place: object, problem: str, remedy: str) -> None:
    """Check an error's two lines."""
    assert re.fullmatch(rf"{re.escape(str(place))}: {problem}\n  {remedy}", str(error)), str(error)


def snippet(text: str) -> Snippet:
    (found,) = fences.find(f'# A page\n\n```console snippet="first"\n{text}```\n', "docs/images/commit.md")
    assert isinstance(found, Snippet)
    return found


def page_of(path: str, *names: str) -> Page:
    """Give a page with snippets of these names."""
    return read("".join(f'```console snippet="{name}"\n$ true\n```\n\n' for name in names), path, KINDS)


def test_what_is_saved_is_loaded(folder: Path) -> None:
    captures = store.load(folder)
    assert captures.transcripts == {"first": FIRST, "second": SECOND}
    assert captures.provenance.facts == FACTS
    assert captures.folder == folder
    assert {path.name for path in folder.iterdir()} == {"first.console", "second.console", "captured.toml"}
    assert folder.parts[-3:] == ("snippets", "images", "commit")


def test_a_page_without_captures_has_none(tmp_path: Path) -> None:
    assert store.load(tmp_path / "nothing") == store.Captures(tmp_path / "nothing", Provenance(), {})


def test_saving_one_capture_leaves_the_others(folder: Path) -> None:
    store.save(folder, {"second": FIRST}, FACTS)
    assert store.load(folder).transcripts == {"first": FIRST, "second": FIRST}


def test_saving_the_same_again_rewrites_nothing(folder: Path) -> None:
    for path in folder.iterdir():
        os.utime(path, ns=(1, 1))
    store.save(folder, {"first": FIRST, "second": SECOND}, FACTS)
    assert {path.stat().st_mtime_ns for path in folder.iterdir()} == {1}
    store.save(folder, {"first": SECOND}, FACTS)
    assert {path.name for path in folder.iterdir() if path.stat().st_mtime_ns > 1} == {"first.console", "captured.toml"}


def test_a_write_that_fails_leaves_the_old_file_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(source: object, target: object) -> None:
        raise OSError("no space left on device")

    before = {path: path.read_bytes() for path in folder.iterdir()}
    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="no space left"):
        store.save(folder, {"first": SECOND}, FACTS)
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


MARKS = "<<<<<<< ours\n{0}=======\n{0}>>>>>>> theirs\n"


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "edited": lambda data: data.replace(b"| pgdata", b"| other"),
    "longer": lambda data: data + b"| more\n",
    "cut short": lambda data: data[:-5],
    "empty": lambda data: b"",
    "binary": lambda data: b"\xff",
    "a lone escape byte": lambda data: data.replace(b"pgdata\n", b"pg\x1bdata\n", 1),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_capture_that_was_changed_is_refused(folder: Path, change: Callable[[bytes], bytes]) -> None:
    path = folder / "first.console"
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(CaptureError) as refused:
        store.load(folder)
    told(
        refused.value,
        path,
        "is not what was recorded: edited by hand or cut short",
        f"git checkout {folder}, or make record for its page",
    )


@pytest.mark.parametrize("name", ["first.console", "captured.toml"])
def test_a_merge_that_was_not_finished_is_told(folder: Path, name: str) -> None:
    path = folder / name
    path.write_text(MARKS.format(path.read_text("utf-8")), "utf-8")
    with pytest.raises(CaptureError) as refused:
        store.load(folder)
    problem = "holds the marks of a merge that was not finished"
    told(refused.value, path, problem, f"make record for its page, or git checkout {folder}")


def test_the_line_ends_of_windows_change_nothing(folder: Path) -> None:
    before = store.load(folder)
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert store.load(folder) == before


def test_a_newer_format_is_told_and_never_written_over(folder: Path) -> None:
    store.save(folder, {}, FACTS, {"format": str(FORMAT + 1)})
    before = {path: path.read_bytes() for path in folder.iterdir()}
    for use in (store.load, store.salvage, lambda folder: store.save(folder, {"first": SECOND}, FACTS)):
        with pytest.raises(CaptureError) as refused:
            use(folder)
        told(refused.value, folder / "captured.toml", "was written by a newer version .*", "update your checkout.*")
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_what_a_merge_left_whole_is_salvaged(folder: Path) -> None:
    """Git leaves marks where both sides changed a capture, and in captured.toml; the other captures are as recorded."""
    theirs = (folder / "captured.toml").read_text("utf-8")
    store.save(folder, {"second": FIRST}, FACTS)
    (folder / "captured.toml").write_text(MARKS.format((folder / "captured.toml").read_text("utf-8") + theirs), "utf-8")
    path = folder / "first.console"
    path.write_text(MARKS.format(path.read_text("utf-8")), "utf-8")
    salvaged = store.salvage(folder)
    assert salvaged.transcripts == {"second": FIRST}
    assert salvaged.damaged
    store.save(folder, {"first": FIRST}, FACTS)
    assert store.load(folder).transcripts == {"first": FIRST, "second": FIRST}


def test_what_was_edited_by_hand_is_not_salvaged(folder: Path) -> None:
    path = folder / "first.console"
    path.write_text(path.read_text("utf-8").replace("| pgdata", "| typed"), "utf-8")
    assert store.salvage(folder).transcripts == {"second": SECOND}


def test_two_writers_of_a_page_leave_captures_that_can_be_read(tmp_path: Path) -> None:
    folder = tmp_path / "page"
    outputs = [{name: Transcript((step("x", f"{writer} {name}\n"),)) for name in "abcdef"} for writer in range(4)]
    with writers(4) as pool:
        for saved in [pool.submit(store.save, folder, each, FACTS) for each in outputs * 5]:
            saved.result()
    assert store.load(folder).transcripts.keys() == set("abcdef")
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]


def test_a_capture_that_is_missing_is_told(folder: Path) -> None:
    (folder / "second.console").unlink()
    with pytest.raises(CaptureError) as refused:
        store.load(folder)
    told(refused.value, folder / "second.console", "is missing", f"git checkout {folder}, or make record .*")


def test_a_capture_that_no_machine_recorded_is_refused(folder: Path) -> None:
    (folder / "third.console").write_text("$ true\n", "utf-8")
    with pytest.raises(CaptureError) as refused:
        store.load(folder)
    told(refused.value, folder / "third.console", "is not what was recorded: .*", "git checkout .*")


DAMAGE = {
    "cut short": b'[fingerprints]\nfirst = "0a',
    "without fingerprints": b'engine = "28.5.2"\n',
    "a number for fingerprints": b"fingerprints = 5\n",
    "words for fingerprints": b"fingerprints = 'none'\n",
    "binary": b"\xff",
}


@pytest.mark.parametrize("data", DAMAGE.values(), ids=DAMAGE)
def test_damaged_provenance_is_told(folder: Path, data: bytes) -> None:
    (folder / "captured.toml").write_bytes(data)
    with pytest.raises(CaptureError) as refused:
        store.load(folder)
    told(refused.value, folder / "captured.toml", "cannot be read: .*", f"git checkout {folder}, or make record .*")


@pytest.mark.parametrize("data", DAMAGE.values(), ids=DAMAGE)
def test_recording_mends_damaged_provenance(folder: Path, data: bytes) -> None:
    (folder / "captured.toml").write_bytes(data)
    store.save(folder, {"first": FIRST, "second": SECOND}, FACTS)
    assert store.load(folder).transcripts == {"first": FIRST, "second": SECOND}


def test_recording_forgets_a_capture_that_is_gone(folder: Path) -> None:
    (folder / "second.console").unlink()
    store.save(folder, {"first": FIRST}, FACTS)
    assert store.load(folder).transcripts == {"first": FIRST}


def test_a_capture_of_the_same_commands_is_given(folder: Path) -> None:
    found = snippet("$ docker volume create pgdata\n$ false\n")
    assert store.check(found, store.load(folder)) == FIRST


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("$ docker volume create other\n$ false\n", 4, 'the capture "first" has another command here'),
        ("$ docker volume create pgdata\n$ true\n", 5, 'the capture "first" has another command here'),
        ("$ docker volume create pgdata\n$ false\n$ true\n", 6, 'the capture "first" has another command here'),
        ("$ docker volume create pgdata\n", 3, 'the capture "first" has more commands'),
        ("$ docker volume create \\\n> pgdata\n$ false\n", 4, 'the capture "first" has another command here'),
    ],
)
def test_a_changed_command_is_told_with_its_line(folder: Path, text: str, line: int, problem: str) -> None:
    with pytest.raises(CaptureError) as refused:
        store.check(snippet(text), store.load(folder))
    told(refused.value, f"docs/images/commit.md:{line}", problem, "run: make record PAGE=docs/images/commit.md")


def test_a_snippet_without_a_capture_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(CaptureError) as refused:
        store.check(snippet("$ true\n"), store.load(tmp_path))
    told(
        refused.value,
        "docs/images/commit.md:3",
        'the snippet "first" has no capture',
        "run: make record PAGE=docs/images/commit.md",
    )


def test_a_snippet_that_waits_for_the_hub_needs_no_capture(tmp_path: Path) -> None:
    (found,) = fences.find('```console snippet="first" needs="hub"\n$ true\n```\n', "docs/page.md")
    assert isinstance(found, Snippet)
    assert store.check(found, store.load(tmp_path)) is None


def test_a_renamed_page_leaves_its_captures_behind(folder: Path) -> None:
    snippets = folder.parent.parent
    names = ["first", "second"]
    assert store.orphans(snippets, [page_of("images/commit.md", *names)]) == ()
    assert store.orphans(snippets, [page_of("images/commits.md", *names)]) == (
        folder / "first.console",
        folder / "second.console",
    )
    assert store.orphans(snippets, [page_of("images/commit.md", "first")]) == (folder / "second.console",)
    told(store.orphaned(folder / "first.console"), folder / "first.console", "no snippet uses .*", "run: make trim.*")


def test_removing_a_capture_leaves_the_others(folder: Path) -> None:
    trim.remove(folder / "first.console")
    captures = store.load(folder)
    assert captures.transcripts == {"second": SECOND}
    assert captures.provenance.facts == FACTS


def test_removing_the_last_capture_removes_the_folder(folder: Path) -> None:
    trim.remove(folder / "first.console")
    trim.remove(folder / "second.console")
    assert not folder.exists()


def test_removing_the_last_capture_leaves_what_is_not_ours(folder: Path) -> None:
    (folder / "notes.txt").write_text("mine", "utf-8")
    for name in ("first", "second"):
        trim.remove(folder / f"{name}.console")
    assert [path.name for path in folder.iterdir()] == ["notes.txt"]


UNSTEADY = {"third": Unsteady("0123456789abcdef", frozenset({(0, Class.ORDER), (11, Class.TWIN)}))}


def test_what_is_unsteady_is_known_also_where_nothing_is_stored(folder: Path, tmp_path: Path) -> None:
    store.save(folder, {}, FACTS, {}, UNSTEADY)
    assert store.load(folder).provenance.unsteady == UNSTEADY
    assert (
        'commands = [\n    "1 changed order",\n    "12 changed identity",\n]' in (folder / "captured.toml").read_text()
    )
    empty = tmp_path / "empty"
    store.save(empty, {}, FACTS, {}, UNSTEADY)
    assert store.load(empty).provenance.unsteady == UNSTEADY
    assert store.load(empty).transcripts == {}


def test_saving_captures_keeps_what_is_unsteady_unless_something_else_is_given(folder: Path) -> None:
    store.save(folder, {}, FACTS, {}, UNSTEADY)
    store.save(folder, {"first": SECOND}, FACTS)
    assert store.load(folder).provenance.unsteady == UNSTEADY
    store.save(folder, {}, FACTS, {}, {})
    assert store.load(folder).provenance.unsteady == {}


def test_what_is_known_of_a_snippet_that_is_gone_is_removed_with_it(folder: Path) -> None:
    snippets = folder.parent.parent
    store.save(folder, {}, FACTS, {}, {**UNSTEADY, "first": UNSTEADY["third"]})
    names = ["first", "second", "third"]
    assert trim.forgotten(snippets, [page_of("images/commit.md", *names)]) == ()
    [left] = trim.forgotten(snippets, [page_of("images/commit.md", "first", "second")])
    assert left == folder / "third.console"
    trim.remove(left)
    assert store.load(folder).provenance.unsteady.keys() == {"first"}
    trim.remove(folder / "first.console")
    assert store.load(folder).provenance.unsteady == {}
    assert store.load(folder).transcripts == {"second": SECOND}


def test_a_folder_of_which_only_something_is_known_is_removed_with_the_last_of_it(tmp_path: Path) -> None:
    folder = tmp_path / "snippets" / "page"
    store.save(folder, {}, FACTS, {}, UNSTEADY)
    for left in trim.forgotten(tmp_path / "snippets", []):
        trim.remove(left)
    assert not folder.exists()


@pytest.mark.parametrize("said", ['"1 no class"', '"changed order"', '"x changed order"', "1"])
def test_what_is_unsteady_and_cannot_be_read_is_told(said: str, folder: Path) -> None:
    path = folder / "captured.toml"
    path.write_text(f'{path.read_text("utf-8")}\n[unsteady.third]\ncause = "0a"\ncommands = [{said}]\n', "utf-8")
    with pytest.raises(CaptureError) as refused:
        store.load(folder)
    told(refused.value, path, "cannot be read: .*", f"git checkout {folder}, or make record .*")


def test_the_load_is_a_fact_also_where_it_is_nothing(folder: Path) -> None:
    for load in (0.0, 1.5, None):
        store.save(folder, {}, replace(FACTS, load=load))
        assert store.load(folder).provenance.facts.load == load


KILLED = """
import os, sys
from pathlib import Path
from transcripts import files
from transcripts.keep import others, store, trim
from transcripts.keep.provenance import Facts
from transcripts.prompts import Line
from transcripts.transcript import Step, Transcript

left, calls = int(sys.argv[2]), 0
for name in ("replace", "unlink"):
    def counted(*arguments, call=getattr(os, name), **options):
        global calls
        calls += 1
        if calls > left:
            os.kill(os.getpid(), 9)
        return call(*arguments, **options)
    setattr(os, name, counted)
shown = {f"c{n}": Transcript((Step((Line("$ ", "x"),), f"new {n}\\n", 0),)) for n in range(4)}
store.save(Path(sys.argv[1]), shown, Facts(engine="new"))
print("whole")
"""


@pytest.mark.parametrize("calls", range(8))
def test_a_writer_that_is_killed_leaves_the_captures_of_one_run(calls: int, tmp_path: Path) -> None:
    """Killed at each of its steps, in turn: all are as they were, or all are new, and nothing else is there."""
    folder = tmp_path / "page"
    old = {f"c{number}": Transcript((step("x", f"old {number}\n"),)) for number in range(4)}
    store.save(folder, old, Facts(engine="old"))
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "hooks")}
    command = [sys.executable, "-c", KILLED, str(folder), str(calls)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == (0 if done.stdout else -9), done.stderr
    captures = store.load(folder)
    words = {shown.steps[0].output.split()[0] for shown in captures.transcripts.values()}
    assert words == {captures.provenance.facts.engine}
    assert len(captures.transcripts) == 4
    store.save(folder, old, Facts(engine="old"))
    assert {path.name for path in folder.iterdir()} == {"captured.toml", *(f"{name}.console" for name in old)}


def test_only_what_a_writer_left_is_swept(folder: Path) -> None:
    """An editor's swap file is not ours, wherever it lies."""
    for name in (".first.console.swp", ".first.console.k2j4h6g8", ".first.console.abcdefgh.unfinished"):
        (folder / name).write_text("x")
    store.save(folder, {"first": SECOND}, FACTS)
    assert sorted(path.name for path in folder.glob(".*")) == [".first.console.k2j4h6g8", ".first.console.swp"]


def test_who_reads_while_others_write_sees_the_captures_of_one_run(tmp_path: Path) -> None:
    folder = tmp_path / "page"
    runs = [{f"c{number}": Transcript((step("x", f"{word}\n"),)) for number in range(6)} for word in ("one", "other")]
    store.save(folder, runs[0], FACTS)
    reads = 0
    with writers(2) as pool:
        writing = [pool.submit(store.save, folder, each, FACTS) for each in runs * 40]
        while not all(saved.done() for saved in writing):
            captures = store.load(folder)
            assert len({shown.steps[0].output for shown in captures.transcripts.values()}) == 1
            reads += 1
    assert [saved.result() for saved in writing] == [None] * len(writing)
    assert reads > 10


CHECKED = Checked("26.1.5+dfsg1", date(2026, 11, 24), "0a1b2c3d4e5f6071")


class TestOtherEngines:
    """What differs on another engine than the first lies below the captures of a page."""

    def test_it_is_read_with_them_and_shows_what_that_engine_shows(self, folder: Path) -> None:
        store.save(store.folder_on(folder, "26.1"), {"first": SECOND}, replace(FACTS, engine="26.1.5"))
        captures = store.load(folder)
        assert captures.others == {"26.1": {"first": SECOND}}
        assert others.on(captures, "26.1").transcripts == {"first": SECOND, "second": SECOND}
        assert others.on(captures, "29").transcripts == captures.transcripts
        assert store.load_one(folder).others == {}

    def test_that_nothing_differs_is_a_line_that_stays(self, folder: Path) -> None:
        others.check_off(folder, "26.1", CHECKED)
        text = (folder / "captured.toml").read_text("utf-8")
        assert '[engines]\n"26.1" = "26.1.5+dfsg1 2026-11-24 0a1b2c3d4e5f6071"\n' in text
        assert store.load(folder).provenance.engines == {"26.1": CHECKED}
        store.save(folder, {"first": SECOND}, FACTS)
        assert store.load(folder).provenance.engines == {"26.1": CHECKED}

    @pytest.mark.parametrize("said", ["26.1.5 2026-11-24", "26.1.5 yesterday 0a", ""])
    def test_a_line_that_cannot_be_read_is_told(self, said: str, folder: Path) -> None:
        path = folder / "captured.toml"
        path.write_text(f'{path.read_text("utf-8")}\n[engines]\n"26.1" = "{said}"\n', "utf-8")
        with pytest.raises(CaptureError) as refused:
            store.load(folder)
        told(refused.value, path, "cannot be read: .*", f"git checkout {folder}, or make record .*")

    def test_one_that_was_edited_is_told(self, folder: Path) -> None:
        below = store.folder_on(folder, "26.1")
        store.save(below, {"first": SECOND}, FACTS)
        (below / "first.console").write_text("| edited\n")
        with pytest.raises(CaptureError, match=r"@26\.1/first\.console: is not what was recorded"):
            store.load(folder)

    def test_one_of_other_commands_names_the_engine(self, folder: Path) -> None:
        captures = others.on(store.load(folder), "26.1")
        with pytest.raises(CaptureError, match=r"run: make record PAGE=docs/images/commit\.md ENGINE=26\.1$"):
            store.check(snippet("$ docker volume ls\n"), captures)

    def test_those_of_an_engine_that_is_gone_are_orphans(self, folder: Path) -> None:
        snippets, pages = folder.parent.parent, [page_of("images/commit.md", "first", "second")]
        below = store.folder_on(folder, "26.1")
        store.save(below, {"first": SECOND}, FACTS)
        others.check_off(folder, "26.1", CHECKED)
        assert store.orphans(snippets, pages, ["26.1"]) == trim.unnamed(snippets, ["26.1"]) == ()
        [left] = store.orphans(snippets, pages, ["29"])
        told(
            store.orphaned(left),
            left,
            r"no snippet uses this capture, or 26\.1 is none of the other engines of workshop\.toml",
            "run: make trim, or name snippet and engine as before",
        )
        trim.remove(left)
        assert not below.exists()
        [path] = trim.unnamed(snippets, ["29"])
        trim.forget(path, ["29"])
        assert store.load(folder).provenance.engines == {}
        assert store.load(folder).transcripts == {"first": FIRST, "second": SECOND}
